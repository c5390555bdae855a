//! Boards inside other sites. The other site's server signs an address that says which board it is, at which values
//! filters are locked, and until when (`docs/embedding.md`); a reader cannot change any of it.

use super::{
    super::{
        App, Reader,
        actor::Actor,
        audit::{self, Object},
        keys,
        projects::{access, touch},
    },
    find::{self, Lead},
    publicity, views,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        board_filter::{BoardFilter, MOST_VALUES},
        embedding::{Embedding, EmbeddingAnswer, EmbeddingInput},
        id::ProjectId,
        outcome::Nothing,
        project::ProjectInput,
        role::Right,
        share_link::{FixedFilter, LinkRights},
        time::Timestamp,
    },
    secrets::{Place, Unverified, random_token},
    store::{self, Db, embeddings::EmbeddingRow, sealed::EMBED_SECRET},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Under which views are counted.
const NAME: &str = "embed";
/// Longest time for which an address may be signed, in seconds: 31 days.
const LONGEST_SECONDS: i64 = 31 * 24 * 3600;
/// Most sites of one board.
const MOST_SITES: usize = 20;

fn place(project: &ProjectId) -> Place<'_> {
    keys::place(&EMBED_SECRET, project.as_str())
}

/// What a signed address says. Unknown fields are refused: a misspelt lock must not open anything.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    board: String,
    exp: i64,
    #[serde(default)]
    filters: BTreeMap<String, OneOrMany>,
    /// Names of filters that the reader may use.
    #[serde(default)]
    open: Vec<String>,
    #[serde(default)]
    untouched: bool,
    /// When it was signed; other sites' libraries put it there by themselves.
    #[serde(default, rename = "iat")]
    _issued: Option<i64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn values(&self) -> Vec<String> {
        match self {
            Self::One(value) => vec![value.clone()],
            Self::Many(values) => values.clone(),
        }
    }
}

/// Where a signed address leads; nothing unless all of it holds.
pub(super) async fn lead(app: &Reader, db: &mut Db, token: &str) -> Result<Option<Lead>> {
    let Some(unverified) = Unverified::parse(token) else { return Ok(None) };
    let Some(claims) = unverified.claims::<Claims>() else { return Ok(None) };
    let Some(row) = store::embeddings::by_id(db, &claims.board).await? else { return Ok(None) };
    let secret = app.keys.open(&row.secret, &place(&row.project_id))?;
    let now = Timestamp::now().0 / 1000;
    if !unverified.is_signed_with(&secret) || claims.exp <= now || claims.exp > now + LONGEST_SECONDS {
        return Ok(None);
    }
    let Some(project) = store::projects::shared(db, &row.project_id).await? else { return Ok(None) };
    if !publicity::has_valid(&store::connections::of_project(db, &project.id).await?) {
        return Ok(None);
    }
    let rights = rights(&claims, &store::filters::of_project(db, &project.id).await?);
    Ok(rights.map(|rights| Lead { project, row: None, name: NAME.to_owned(), rights }))
}

/// What the claims let a reader do; nothing when they name a filter that is not there.
fn rights(claims: &Claims, filters: &[BoardFilter]) -> Option<LinkRights> {
    let named = |name: &String| filters.iter().find(|filter| filter.name == *name);
    let mut fixed = Vec::with_capacity(claims.filters.len());
    for (name, values) in &claims.filters {
        let (filter, values) = (named(name)?, values.values());
        if values.len() > MOST_VALUES || filter.kind.conditions("", &values).is_empty() {
            return None;
        }
        fixed.push(FixedFilter { filter_id: filter.id.clone(), values });
    }
    let open = claims.open.iter().map(|name| named(name).map(|filter| filter.id.clone())).collect::<Option<Vec<_>>>()?;
    Some(LinkRights { filters: Some(open), fixed, untouched: claims.untouched, ..LinkRights::default() })
}

/// The sites in whose pages a signed address may be shown.
pub async fn framed_by(app: &Reader, token: &str) -> Result<Vec<String>> {
    let mut db = app.records.read().await?;
    match find::lead(app, &mut db, token).await?.filter(|lead| lead.name == NAME) {
        Some(lead) => Ok(store::embeddings::of_project(&mut db, &lead.project.id).await?.map(|row| row.sites).unwrap_or_default()),
        None => Ok(Vec::new()),
    }
}

/// `getEmbedding`.
pub async fn get(app: &App, actor: &Actor, input: ProjectInput) -> Result<EmbeddingAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    access::project(app, actor, &id, Right::Share).await?;
    let mut db = app.store.read().await?;
    let embedding = match store::embeddings::of_project(&mut db, &id).await? {
        Some(row) => Some(served(app, &mut db, row).await?),
        None => None,
    };
    Ok(EmbeddingAnswer { embedding })
}

async fn served(app: &App, db: &mut Db, row: EmbeddingRow) -> Result<Embedding> {
    let secret = app.keys.open(&row.secret, &place(&row.project_id))?.expose().to_owned();
    let counted = views::of_project(app, db, &row.project_id).await?;
    Ok(Embedding { secret, embed_id: row.embed_id, sites: row.sites, views: counted.get(NAME).map_or(0, |(views, _)| *views) })
}

/// `saveEmbedding`: which sites may show the board; the first time also makes what addresses are signed with.
pub async fn save(app: &App, actor: &Actor, input: EmbeddingInput) -> Result<EmbeddingAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    access::project(app, actor, &id, Right::Share).await?;
    let sites = sites(&input.sites)?;
    change(app, actor, &id, |old| match old {
        Some(row) => Ok(EmbeddingRow { sites, ..row }),
        None => Ok(EmbeddingRow { sites, ..fresh(app, &id)? }),
    })
    .await
}

/// `rotateEmbedding`: another secret; every address that was signed with the old one ends.
pub async fn rotate(app: &App, actor: &Actor, input: ProjectInput) -> Result<EmbeddingAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    access::project(app, actor, &id, Right::Share).await?;
    change(app, actor, &id, |old| {
        let row = old.ok_or_else(|| AppError::not_found("This board is not embedded anywhere"))?;
        Ok(EmbeddingRow { secret: fresh(app, &id)?.secret, ..row })
    })
    .await
}

async fn change(
    app: &App,
    actor: &Actor,
    id: &ProjectId,
    next: impl FnOnce(Option<EmbeddingRow>) -> Result<EmbeddingRow>,
) -> Result<EmbeddingAnswer> {
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, id, Right::Share).await?;
    let old = store::embeddings::of_project(&mut tx, id).await?;
    let known = old.is_some();
    let row = next(old)?;
    let verb = if known { Verb::Changed } else { Verb::Created };
    audit::done(&mut tx, actor, verb, &Object::of(id, Kind::Embedding, "", &project.title)).await?;
    store::embeddings::save(&mut tx, &row).await?;
    touch(&mut project);
    store::projects::save(&mut tx, &project).await?;
    tx.commit().await?;
    Ok(EmbeddingAnswer { embedding: Some(served(app, &mut *app.store.read().await?, row).await?) })
}

fn fresh(app: &App, project: &ProjectId) -> Result<EmbeddingRow> {
    let secret = random_token()?;
    Ok(EmbeddingRow {
        project_id: project.clone(),
        embed_id: nanoid::nanoid!(16),
        secret: app.keys.seal(secret.expose(), &place(project))?,
        sites: Vec::new(),
        created_at: Timestamp::now(),
    })
}

/// `deleteEmbedding`: no signed address shows anything any more.
pub async fn delete(app: &App, actor: &Actor, input: ProjectInput) -> Result<Nothing> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::Share).await?;
    store::embeddings::delete(&mut tx, &id).await?;
    audit::done(&mut tx, actor, Verb::Deleted, &Object::of(&id, Kind::Embedding, "", &project.title)).await?;
    touch(&mut project);
    store::projects::save(&mut tx, &project).await?;
    tx.commit().await?;
    Ok(Nothing {})
}

/// Origins as browsers write them, which is also how a header names them: nothing else gets there.
fn sites(given: &[String]) -> Result<Vec<String>> {
    let refused = |text: &str| {
        let text: String = text.chars().take(80).collect();
        AppError::field("sites", format!("\"{text}\" is no site. Give its scheme and name, as in https://intranet.example.org"))
    };
    let mut sites: Vec<String> = Vec::new();
    for line in given.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty()) {
        let url = url::Url::parse(line).map_err(|_| refused(line))?;
        let is_bare =
            url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        let origin = url.origin().ascii_serialization();
        let is_plain = origin.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'/' | b'.' | b'-' | b'[' | b']'));
        if !matches!(url.scheme(), "http" | "https") || !is_bare || !is_plain {
            return Err(refused(line));
        }
        if !sites.contains(&origin) {
            sites.push(origin);
        }
    }
    match sites.len() {
        0 => Err(AppError::field("sites", "Name at least one site whose pages may show the board")),
        1..=MOST_SITES => Ok(sites),
        _ => Err(AppError::field("sites", format!("At most {MOST_SITES} sites can be named"))),
    }
}

#[cfg(test)]
mod tests {
    use super::sites;

    #[test]
    fn only_origins_get_into_a_header() {
        let of = |text: &str| sites(&[text.to_owned()]);
        assert_eq!(
            of("https://A.example.org/\nhttp://localhost:8080\nhttps://a.example.org:443").unwrap(),
            ["https://a.example.org", "http://localhost:8080"]
        );
        for bad in [
            "",
            "*",
            "example.org",
            "https://*.example.org",
            "https://a.example.org/path",
            "https://u:p@a.example.org",
            "https://a.example.org; script-src *",
            "javascript:alert(1)",
            "data:text/html,x",
            "'self'",
            "https://a.example.org?x",
        ] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }
}
