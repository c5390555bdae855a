//! The demo: two sample databases, a project that reads them and a board that shows every kind of widget, made through the
//! same use cases as anybody's.

mod board;

use super::{App, accounts::admin, actor::Actor, boards, jobs, projects, widgets};
use crate::{
    engines::sqlite::demo,
    error::{AppError, Result},
    model::{
        access::Secret,
        connection::ConnectionInput,
        id::{AccountId, ProjectId},
        project::{CreateProjectInput, ProjectInput, UserInput},
        time::Timestamp,
    },
    store,
};
use std::{path::Path, time::Duration};
use tokio_util::sync::CancellationToken;

/// Title of the demo's project, by which a run finds what an earlier one began.
pub const TITLE: &str = "Demo - Sales";
const DESCRIPTION: &str = "Three years of a coffee shop on the web: orders, customers and visits. Made up, and the same on every machine.";
/// Titles of the two connections.
const SHOP: &str = "Sales";
const SUPPLIER: &str = "Supplier";
/// Of the administrator that is made when nobody has an account yet.
const USERNAME: &str = "admin";
const EMAIL: &str = "admin@example.com";
/// Setting that names the project of a finished run: found again whatever it is called by then.
const FINISHED: &str = "demo_project";
/// How long the schema of the demo may take to be read.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a run made; a second run makes nothing.
#[derive(Debug)]
pub struct Made {
    pub project: ProjectId,
    /// The project or a part of its board is new.
    pub is_new: bool,
    /// The account that was made because there was none, with its one-time password.
    pub administrator: Option<(&'static str, Secret)>,
}

/// Makes what is not there yet: the file below `data_dir`, an administrator, the project with its board.
///
/// # Errors
/// `Database` when the file cannot be written; `Invalid` when there are accounts but no administrator to own the demo.
pub async fn make(app: &App, data_dir: &Path) -> Result<Made> {
    let folder = data_dir.to_owned();
    tokio::task::spawn_blocking(move || demo::write(&folder))
        .await
        .map_err(AppError::internal)?
        .map_err(|error| AppError::database(error.to_string()))?;
    let (owner, administrator) = owner(app).await?;
    let actor = Actor {
        account: owner,
        is_admin: true,
        lacks_factor: false,
        session: String::new(),
        confirmed_at: Timestamp::now(),
        address: None,
        token: None,
    };
    let projects = projects::of_user(app, &actor, UserInput::default()).await?.projects;
    let finished = store::settings::get(&mut *app.store.read().await?, FINISHED).await?;
    if let Some(known) = projects.iter().find(|project| finished.as_deref() == Some(project.id.as_str())) {
        return Ok(Made { project: known.id.clone(), is_new: false, administrator });
    }
    // A run that was killed half-way left a project, perhaps with a part of its board.
    let begun = projects.into_iter().find(|project| finished.is_none() && project.title == TITLE);
    let project = match begun {
        Some(begun) => begun.id,
        None => create_project(app, &actor).await?,
    };
    fill(app, &actor, &project).await?;
    store::settings::set(&mut *app.store.read().await?, FINISHED, project.as_str()).await?;
    Ok(Made { project, is_new: true, administrator })
}

/// The first administrator; a new one when nobody has an account.
async fn owner(app: &App) -> Result<(AccountId, Option<(&'static str, Secret)>)> {
    let mut db = app.store.read().await?;
    if let Some(id) = store::accounts::first_admin(&mut db).await? {
        return Ok((id, None));
    }
    if store::accounts::exist(&mut db).await? {
        return Err(AppError::invalid("The demo needs an administrator. Make one with: vizboard admin create <e-mail>"));
    }
    drop(db);
    let (id, password) = admin::create(app, Some(USERNAME), EMAIL).await?;
    Ok((id, Some((USERNAME, password))))
}

/// The project with its connection, validated and with its schema read before this returns.
async fn create_project(app: &App, actor: &Actor) -> Result<ProjectId> {
    let stop = CancellationToken::new();
    let worker = jobs::start(app.clone(), stop.clone());
    let created = created(app, actor).await;
    stop.cancel();
    worker.await.ok();
    created
}

async fn created(app: &App, actor: &Actor) -> Result<ProjectId> {
    let connections = [(SHOP, demo::SALES), (SUPPLIER, demo::SUPPLIER)].map(|(title, database)| ConnectionInput {
        title: Some(title.into()),
        kind: Some("sqlite".into()),
        database: Some(database.into()),
        ..ConnectionInput::default()
    });
    let input = CreateProjectInput {
        title: Some(TITLE.into()),
        description: Some(DESCRIPTION.into()),
        connections: Some(connections.into()),
        ..CreateProjectInput::default()
    };
    let id = projects::create(app, actor, input).await?.project_id;
    let ready = async {
        while projects::progress(app, actor, ProjectInput::of(id.as_str())).await?.running > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok::<(), AppError>(())
    };
    tokio::time::timeout(PATIENCE, ready).await.unwrap_or(Ok(()))?;
    Ok(id)
}

async fn fill(app: &App, actor: &Actor, project: &ProjectId) -> Result<()> {
    let detail = projects::detail(app, actor, ProjectInput::of(project.as_str())).await?.project;
    let of_title = |title: &str| {
        let found = detail.connections.iter().find(|connection| connection.title == title);
        found.map(|connection| connection.id.as_str()).ok_or_else(|| {
            AppError::invalid(format!("The project \"{TITLE}\" has no connection \"{title}\". Delete the project and run this again."))
        })
    };
    let maker = board::Maker { project: project.as_str(), shop: of_title(SHOP)?, supplier: of_title(SUPPLIER)? };
    let there: Vec<String> =
        boards::board(app, actor, ProjectInput::of(project.as_str())).await?.board.widgets.into_iter().map(|widget| widget.title).collect();
    for widget in maker.widgets() {
        if !widget.title.as_ref().is_some_and(|title| there.contains(title)) {
            widgets::create(app, actor, widget).await?;
        }
    }
    Ok(())
}
