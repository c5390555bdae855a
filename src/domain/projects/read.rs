//! Projects as the members of their teams read them.

use super::access;
use crate::{
    domain::{
        App,
        actor::Actor,
        connections::sealed::{self, Failure},
        teams,
    },
    error::{AppError, Result},
    model::{
        access::Access,
        connection::ConnectionDetail,
        id::{ProjectId, WidgetId},
        project::{
            CardConnection, CardTile, OwnerAnswer, ProjectAnswer, ProjectCard, ProjectCards, ProjectDetail, ProjectInput, ProjectStats,
            ProjectSummary, ProjectsAnswer, UserInput,
        },
        role::{Right, Role},
        team_role::{TeamRight, TeamStanding},
    },
    store::{
        self,
        connections::ConnectionRow,
        projects::{ListedProject, ProjectRow},
        widgets::WidgetRow,
    },
};
use std::collections::HashMap;

/// `getProjectWithConnections`. Passwords are always empty.
pub async fn detail(app: &App, actor: &Actor, input: ProjectInput) -> Result<ProjectAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::ViewConnections).await?;
    let mut db = app.store.read().await?;
    let role = access::role(&mut db, actor, &project).await?.ok_or_else(access::not_found)?;
    let rows = store::connections::of_project(&mut db, &id).await?;
    let connections = rows.into_iter().map(|row| connection_detail(app, row)).collect();
    Ok(ProjectAnswer {
        project: ProjectDetail {
            id: project.id,
            title: project.title,
            description: project.description,
            is_public: project.is_public,
            id_public: project.id_public,
            ordered_widget_ids: project.ordered_widget_ids,
            connections,
            version: project.version,
            role,
            team_id: project.team_id,
        },
    })
}

/// A connection whose secret does not open (a lost key) is still shown, empty, so that it can be entered again.
fn connection_detail(app: &App, row: ConnectionRow) -> ConnectionDetail {
    let opened = sealed::open(app, &row);
    let unreadable = opened.as_ref().err().map(|error| error.text.clone());
    let validation_error = unreadable.or_else(|| sealed::reason(app, &row, Failure::Validation));
    let access = opened.ok();
    let text = |get: fn(&Access) -> &String| access.as_ref().map(get).cloned().unwrap_or_default();
    ConnectionDetail {
        host: text(|a| &a.host),
        port: access.as_ref().map_or(0, |a| a.port),
        database: text(|a| &a.database),
        user: text(|a| &a.user),
        password: String::new(),
        options: access.as_ref().map(|a| a.options.clone()).unwrap_or_default(),
        id: row.id,
        title: row.title,
        kind: row.kind.name().to_owned(),
        is_valid: row.is_valid,
        is_existing: true,
        validation_error,
        last_introspection_at: row.last_introspection,
        writing: row.writing,
    }
}

/// A project as its lists see it.
struct Listed {
    row: ListedProject,
    role: Role,
    /// None for who may not see them.
    connections: Vec<ConnectionRow>,
}

impl Listed {
    fn summary(self) -> ProjectSummary {
        summary(self.row.project, self.row.widget_count, &self.connections)
    }
}

/// Every project of the caller's teams with its connections, newest update first.
async fn listed(app: &App, actor: &Actor) -> Result<Vec<Listed>> {
    let mut db = app.store.read().await?;
    let projects = access::all(&mut db, actor).await?;
    let mut by_project: HashMap<ProjectId, Vec<ConnectionRow>> = HashMap::new();
    for row in store::connections::of_member(&mut db, &actor.account).await? {
        by_project.entry(row.project_id.clone()).or_default().push(row);
    }
    let with_connections = |(row, role): (ListedProject, Role)| {
        let connections = by_project.remove(&row.project.id).filter(|_| role.may(Right::ViewConnections)).unwrap_or_default();
        Listed { row, role, connections }
    };
    Ok(projects.into_iter().map(with_connections).collect())
}

fn summary(project: ProjectRow, widget_count: u32, connections: &[ConnectionRow]) -> ProjectSummary {
    let count = |holds: fn(&ConnectionRow) -> bool| u32::try_from(connections.iter().filter(|row| holds(row)).count()).unwrap_or(u32::MAX);
    let valid = count(|row| row.is_valid == Some(true));
    let schemas = count(|row| row.has_schema);
    ProjectSummary {
        id: project.id,
        title: project.title,
        description: project.description,
        is_public: project.is_public,
        id_public: project.id_public,
        databases: connections.iter().map(|row| row.title.clone()).collect(),
        total_connections: count(|_| true),
        valid_connections: valid,
        has_validated_connections: connections.iter().any(|row| row.is_valid.is_some()),
        last_validation_date: connections.iter().filter_map(|row| row.last_validation).max(),
        total_schemas: valid,
        valid_schemas: schemas,
        has_introspected_schemas: schemas > 0,
        last_schema_introspection_at: connections.iter().filter_map(|row| row.last_introspection).max(),
        widget_count,
        created_at: project.created_at,
        updated_at: project.updated_at,
    }
}

/// `GET /api/userprojects`: those of the caller's teams, or of one of them. Somebody else's id is forbidden.
pub async fn summaries(app: &App, actor: &Actor, user_id: Option<&str>, team: Option<&str>) -> Result<Vec<ProjectSummary>> {
    let given = user_id.filter(|id| !id.is_empty()).ok_or_else(|| AppError::field("userId", "User ID is required"))?;
    actor.check_user_id(Some(given))?;
    let team = match team.filter(|team| !team.is_empty()) {
        Some(team) => Some(teams::access::team(&mut *app.store.read().await?, actor, Some(team), TeamRight::SeeProjects).await?.0.id),
        None => None,
    };
    let all = listed(app, actor).await?.into_iter();
    let wanted = |listed: &Listed| team.as_ref().is_none_or(|team| listed.row.project.team_id == *team);
    Ok(all.filter(wanted).map(Listed::summary).collect())
}

/// `getUserProjects`.
pub async fn of_user(app: &App, actor: &Actor, input: UserInput) -> Result<ProjectsAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let stats = |listed: Listed| {
        let all = listed.summary();
        ProjectStats {
            id: all.id,
            title: all.title,
            description: all.description,
            is_public: all.is_public,
            total_connections: all.total_connections,
            valid_connections: all.valid_connections,
            has_validated_connections: all.has_validated_connections,
            total_schemas: all.total_schemas,
            valid_schemas: all.valid_schemas,
            has_introspected_schemas: all.has_introspected_schemas,
            widget_count: all.widget_count,
            created_at: all.created_at,
            updated_at: all.updated_at,
        }
    };
    Ok(ProjectsAnswer { projects: listed(app, actor).await?.into_iter().map(stats).collect() })
}

/// Tiles of a thumbnail at most.
const CARD_TILES: usize = 8;

/// `listProjectCards`.
pub async fn cards(app: &App, actor: &Actor, input: UserInput) -> Result<ProjectCards> {
    actor.check_user_id(input.user_id.as_deref())?;
    let widgets = store::widgets::of_member(&mut *app.store.read().await?, &actor.account).await?;
    let tiles: HashMap<WidgetId, CardTile> = widgets.into_iter().map(card_tile).collect();
    let card = |Listed { row: listed, role, connections }: Listed| ProjectCard {
        tiles: listed.project.ordered_widget_ids.iter().filter_map(|id| tiles.get(id)).take(CARD_TILES).cloned().collect(),
        busy: listed.jobs > 0 && role.may(Right::ViewConnections),
        is_draft: listed.project.is_draft,
        team: listed.team,
        owner: listed.owner,
        role,
        rules: TeamStanding::from(listed.role).may(TeamRight::Rules),
        summary: summary(listed.project, listed.widget_count, &connections),
        connections: connections
            .into_iter()
            .map(|row| CardConnection {
                error: sealed::any_reason(app, &row),
                title: row.title,
                kind: row.kind.name().to_owned(),
                is_valid: row.is_valid,
            })
            .collect(),
    };
    Ok(ProjectCards { cards: listed(app, actor).await?.into_iter().map(card).collect() })
}

fn card_tile(row: WidgetRow) -> (WidgetId, CardTile) {
    (row.id, CardTile { kind: row.kind, subtype: row.subtype, expanded: row.configs.expanded.unwrap_or_default() })
}

/// `isProjectOwner`: false for a foreign and for an unknown project alike.
pub async fn is_owner(app: &App, actor: &Actor, input: ProjectInput) -> Result<OwnerAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let mut db = app.store.read().await?;
    let role = match store::projects::get(&mut db, &id).await? {
        Some(project) => access::role(&mut db, actor, &project).await?,
        None => None,
    };
    Ok(OwnerAnswer { is_owner: role == Some(Role::Owner) })
}
