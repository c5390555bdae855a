//! API tokens: made, seen and ended by the administrators of a team.
//!
//! A token belongs to a team and reaches what it names there, and never more than who made it may at that moment. It is
//! refused while its author is suspended or no member of the team, and goes when their account or the team goes.

mod database;
mod explain;
mod input;
mod reach;
mod recognise;

pub use explain::explain;
use input::Named;
pub use input::{Change, Expiry, NewToken, Wanted};
pub use reach::reach;
pub use recognise::{Bearer, is_token, recognise};

use super::{
    App,
    accounts::notices,
    actor::Actor,
    audit::{self, Object},
    databases::access as databases,
    mail, standing,
    teams::access,
};
use crate::{
    error::{AppError, Kind, Result},
    model::{
        access::Secret,
        audit::{Kind as Of, Verb},
        database_right::DatabaseRole,
        team_role::TeamRight,
        time::Timestamp,
        token::{
            CreateTokenInput, Grantable, GrantableDatabase, Permission, TOKEN_PREFIX, Token, TokenIdInput, TokenMade, TokenPermission,
            TokensAnswer, TokensInput,
        },
    },
    secrets::token_with_prefix,
    store::{
        self, Db,
        database_parts::DatabasePermissionRow,
        teams::TeamRow,
        tokens::{PermissionRow, TokenRow},
    },
};

/// What the hash of a token is for.
const PURPOSE: &str = "api token";
/// Most tokens of one team.
const MOST: usize = 100;
/// Characters of a token that are shown ever after.
const SHOWN: usize = TOKEN_PREFIX.len() + 6;
/// Counts the ids.
const COUNTER: &str = "api_tokens";

fn missing() -> AppError {
    AppError::not_found("Token not found")
}

/// The team of this name, for its administrators.
///
/// # Errors
/// `NotFound` for who does not belong to it, `Forbidden` for its other members.
pub(super) async fn administered(db: &mut Db, actor: &Actor, name: Option<&str>) -> Result<TeamRow> {
    let name = name.map(str::trim).filter(|name| !name.is_empty()).ok_or_else(|| AppError::invalid("Say which team"))?;
    Ok(access::team(db, actor, Some(name), TeamRight::Tokens).await?.0)
}

/// `GET /api/teams/{teamName}/tokens`.
pub async fn of_team(app: &App, actor: &Actor, team: &str) -> Result<Vec<Token>> {
    let mut db = app.store.read().await?;
    let team = administered(&mut db, actor, Some(team)).await?;
    listed(&mut db, &team).await
}

async fn listed(db: &mut Db, team: &TeamRow) -> Result<Vec<Token>> {
    let rows = store::tokens::of_team(db, &team.id).await?;
    let mut permissions: Vec<_> = store::tokens::permissions_of_team(db, &team.id).await?.into_iter().map(of_project).collect();
    permissions.extend(store::database_parts::permissions_of_team(db, &team.id).await?.into_iter().map(of_database));
    Ok(rows.into_iter().map(|row| shown(row, &permissions)).collect())
}

/// `listTokens`.
pub async fn list(app: &App, actor: &Actor, input: TokensInput) -> Result<TokensAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut db = app.store.read().await?;
    let team = administered(&mut db, actor, input.team_name.as_deref()).await?;
    let tokens = listed(&mut db, &team).await?;
    let projects = store::teams::projects(&mut db, &team.id).await?;
    let projects = projects.into_iter().map(|(project_id, title, _)| Grantable { project_id, title }).collect();
    let databases = store::databases::of_team(&mut db, &team.id).await?;
    let databases = databases.into_iter().map(|row| GrantableDatabase { database_id: row.id, name: row.name }).collect();
    Ok(TokensAnswer { team_name: team.name, tokens, projects, databases })
}

/// `createToken`.
pub async fn create_for(app: &App, actor: &Actor, input: CreateTokenInput) -> Result<TokenMade> {
    actor.check_user_id(input.user_id.as_deref())?;
    let token = create(app, actor, NewToken::of_form(input)?).await?;
    Ok(TokenMade { shown_once: token.body.clone(), token })
}

/// `POST /api/tokens`. The whole token is in the answer and nowhere else.
///
/// # Errors
/// `Forbidden` to who did not show lately who they are, besides the rules of tokens.
pub async fn create(app: &App, actor: &Actor, new: NewToken) -> Result<Token> {
    let expires_at = new.expiry.checked()?;
    let body = token_with_prefix(TOKEN_PREFIX)?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let team = administered(&mut tx, actor, new.team_name.as_deref()).await?;
    actor.must_be_fresh()?;
    if store::tokens::of_team(&mut tx, &team.id).await?.len() >= MOST {
        return Err(AppError::invalid(format!("A team can have at most {MOST} tokens. Revoke one that is not used any more.")));
    }
    let permissions = permitted(&mut tx, actor, &team, &new.permissions).await?;
    let author = actor.stored(&mut tx).await?;
    let id = store::settings::count(&mut tx, COUNTER, 1).await? + 1;
    let row = TokenRow {
        id: i64::try_from(id).map_err(AppError::internal)?,
        team_id: team.id,
        team_name: team.name,
        prefix: body.expose().chars().take(SHOWN).collect(),
        name: new.name,
        description: new.description,
        created_by: actor.account.clone(),
        author: author.username.clone(),
        created_at: Timestamp::now(),
        expires_at,
        last_used_at: None,
    };
    store::tokens::insert(&mut tx, &row, &hash(app, &body)).await?;
    for (named, permission) in &permissions {
        match named {
            Named::Project(id) => store::tokens::permit(&mut tx, row.id, id, *permission).await?,
            Named::Database(id) => store::database_parts::permit(&mut tx, row.id, id, *permission).await?,
        }
    }
    let permissions = permissions_of(&mut tx, row.id).await?;
    audit::done(&mut tx, actor, Verb::Created, &object(&row)).await?;
    notices::tell(&mut tx, app, &author, &format!("the API token \"{}\" of the team {} was made.", row.name, row.team_name)).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %actor.account, token = row.id, "an API token was made");
    Ok(Token { body: body.expose().to_owned(), ..shown(row, &permissions) })
}

/// What is wanted, each once, checked against the projects and databases of the team and the rights of who asks.
async fn permitted(db: &mut Db, actor: &Actor, team: &TeamRow, wanted: &[Wanted]) -> Result<Vec<(Named, Permission)>> {
    let mut permitted = Vec::with_capacity(wanted.len());
    for (place, one) in wanted.iter().enumerate() {
        let named = one.named(place)?;
        let may = match &named {
            Named::Project(id) => {
                let project = store::projects::get(db, id).await?.filter(|project| project.team_id == team.id);
                let project = project.ok_or_else(|| one.unknown(place))?;
                let own = standing::of_account(db, &actor.account, &project).await?;
                own.role.is_some_and(|role| role.covers(one.permission.role()))
            }
            Named::Database(id) => {
                let database = store::databases::get(db, id).await?.filter(|row| row.team_id.as_ref() == Some(&team.id));
                let database = database.ok_or_else(|| one.unknown(place))?;
                let own = databases::role_of_member(db, &actor.account, &database).await?;
                own.zip(DatabaseRole::of_permissions(&[one.permission])).is_some_and(|(own, token)| own.covers(token))
            }
        };
        if !may {
            return Err(one.unknown(place));
        }
        if !permitted.contains(&(named.clone(), one.permission)) {
            permitted.push((named, one.permission));
        }
    }
    Ok(permitted)
}

/// What one token may.
async fn permissions_of(db: &mut Db, token: i64) -> Result<Vec<Permitted>> {
    let mut permissions: Vec<_> = store::tokens::permissions_of(db, token).await?.into_iter().map(of_project).collect();
    permissions.extend(store::database_parts::permissions_of(db, token).await?.into_iter().map(of_database));
    Ok(permissions)
}

/// A permission with the number of its token.
type Permitted = (i64, TokenPermission);

fn of_project(row: PermissionRow) -> Permitted {
    let PermissionRow { token_id, project_id, project_title, permission } = row;
    let (project_id, project_title) = (Some(project_id), Some(project_title));
    (token_id, TokenPermission { db_id: None, db_name: None, project_id, project_title, name: permission })
}

fn of_database(row: DatabasePermissionRow) -> Permitted {
    let DatabasePermissionRow { token_id, database_id, database_name, permission } = row;
    let (db_id, db_name) = (Some(database_id), Some(database_name));
    (token_id, TokenPermission { db_id, db_name, project_id: None, project_title: None, name: permission })
}

/// `GET /api/tokens/{tokenId}`.
pub async fn get(app: &App, actor: &Actor, id: &str) -> Result<Token> {
    let mut db = app.store.read().await?;
    let row = own(&mut db, actor, id).await?;
    let permissions = permissions_of(&mut db, row.id).await?;
    Ok(shown(row, &permissions))
}

/// `PATCH /api/tokens/{tokenId}`. What a token may is decided when it is made.
pub async fn change(app: &App, actor: &Actor, id: &str, change: Change) -> Result<Token> {
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let before = own(&mut tx, actor, id).await?;
    let end = before.expires_at;
    let row = change.applied(before)?;
    // To let one live longer is as much as to make one.
    let lives_longer = end.is_some_and(|end| row.expires_at.is_none_or(|later| later > end));
    if lives_longer {
        actor.must_be_fresh()?;
    }
    store::tokens::save(&mut tx, &row).await?;
    let permissions = permissions_of(&mut tx, row.id).await?;
    audit::done(&mut tx, actor, Verb::Changed, &object(&row)).await?;
    if lives_longer && let Some(author) = store::accounts::by_id(&mut tx, &row.created_by).await? {
        notices::tell(&mut tx, app, &author, &format!("the API token \"{}\" of the team {} works longer now.", row.name, row.team_name))
            .await?;
    }
    tx.commit().await?;
    mail::ring(app);
    Ok(shown(row, &permissions))
}

/// `DELETE /api/tokens/{tokenId}`: the next request with it is refused.
pub async fn revoke(app: &App, actor: &Actor, id: &str) -> Result<()> {
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let row = own(&mut tx, actor, id).await?;
    store::tokens::delete(&mut tx, row.id).await?;
    audit::done(&mut tx, actor, Verb::Revoked, &object(&row)).await?;
    // Of whoever made it, who may be somebody else.
    if let Some(author) = store::accounts::by_id(&mut tx, &row.created_by).await? {
        notices::tell(&mut tx, app, &author, &format!("the API token \"{}\" of the team {} was revoked.", row.name, row.team_name)).await?;
    }
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %actor.account, token = row.id, "an API token was revoked");
    Ok(())
}

/// `revokeToken`.
pub async fn revoke_for(app: &App, actor: &Actor, input: TokenIdInput) -> Result<()> {
    actor.check_user_id(input.user_id.as_deref())?;
    revoke(app, actor, input.token_id.as_deref().unwrap_or_default()).await
}

/// A token of a team that the caller administers; every other one does not exist.
pub(super) async fn own(db: &mut Db, actor: &Actor, id: &str) -> Result<TokenRow> {
    let id = id.parse().map_err(|_| missing())?;
    let row = store::tokens::get(db, id).await?.ok_or_else(missing)?;
    match access::team(db, actor, Some(row.team_id.as_str()), TeamRight::Tokens).await {
        Ok(_) => Ok(row),
        Err(error) if matches!(error.kind, Kind::NotFound | Kind::Forbidden) => Err(missing()),
        Err(error) => Err(error),
    }
}

fn object(row: &TokenRow) -> Object {
    Object::new(Of::Token, &row.id.to_string(), &row.name).saying(format!("team {}", row.team_name))
}

fn hash(app: &App, token: &Secret) -> String {
    app.tokens.hash(PURPOSE, token.expose())
}

fn shown(row: TokenRow, permissions: &[Permitted]) -> Token {
    let permissions = permissions.iter().filter(|(token, _)| *token == row.id).map(|(_, permission)| permission.clone());
    Token {
        is_expired: row.has_ended(Timestamp::now()),
        permissions: permissions.collect(),
        body: format!("{}…", row.prefix),
        created_utc: row.created_at,
        created_by: row.author,
        description: row.description,
        expiration_utc: row.expires_at,
        id: row.id,
        last_used_utc: row.last_used_at,
        name: row.name,
        team_name: row.team_name,
    }
}
