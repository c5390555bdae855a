//! The table, asked by members of the team that has the project: each role gets what the tables of rights say, and what
//! it may not have looks like what is not there.

use super::{
    everybody::seen,
    rows::{assert_same, rest, rows_without_log},
    table::{Is, Row, TABLE},
    validator::Document,
    world::{Owner, World},
};
use crate::harness::{Answer, Caller};
use serde_json::json;
use vizboard::model::{
    database_right::{DatabaseRight, DatabaseRole},
    role::{Right, Role},
    team_role::{TeamRight, TeamRole, TeamStanding},
};

/// What a route needs.
#[derive(Clone, Copy, Debug)]
enum Needs {
    Project(Right),
    Team(TeamRight),
    Database(DatabaseRight),
    /// More than a right: told by stories of its own.
    Else,
}
use Needs::{Database, Else, Project, Team};

/// Every route that names something of the owner's, in the order of the table of routes.
const NEEDS: &[(&str, Needs)] = &[
    ("GET /api/listconnections", Project(Right::ViewConnections)),
    ("GET /api/widgets/{widgetId}", Project(Right::ViewSchema)),
    ("POST /actions/getProjectWithConnections", Project(Right::ViewConnections)),
    ("POST /actions/getProjectSchema", Project(Right::ViewSchema)),
    ("POST /actions/getSchemaSources", Project(Right::ViewSchema)),
    ("POST /actions/listSchemaTables", Project(Right::ViewSchema)),
    ("POST /actions/getTableSchema", Project(Right::ViewSchema)),
    ("POST /actions/listSchemaChanges", Project(Right::ViewSchema)),
    ("POST /actions/getDiagram", Project(Right::ViewSchema)),
    ("GET /api/projects/{projectId}/diagram", Project(Right::ViewSchema)),
    ("POST /actions/getProjectProgress", Project(Right::ViewConnections)),
    ("POST /actions/getBoard", Project(Right::ViewBoard)),
    ("POST /actions/listTables", Project(Right::ViewSchema)),
    ("POST /actions/setConnectionWriting", Project(Right::EditConnections)),
    ("POST /actions/getConnectionRows", Project(Right::RunSql)),
    // Where somebody switched writing on, which not every role may.
    ("POST /actions/reviewConnectionRows", Else),
    ("POST /actions/saveConnectionRows", Else),
    ("POST /actions/listQueries", Project(Right::RunSql)),
    ("POST /actions/runQuery", Project(Right::RunSql)),
    ("POST /api/projects/{projectId}/export", Else),
    ("POST /actions/stopQuery", Project(Right::RunSql)),
    ("POST /actions/getQueryRun", Project(Right::RunSql)),
    ("POST /actions/queryHistory", Project(Right::RunSql)),
    ("POST /actions/describeQuery", Project(Right::RunSql)),
    ("POST /actions/listParameters", Project(Right::RunSql)),
    ("POST /actions/explainQuery", Project(Right::RunSql)),
    ("POST /actions/formatQuery", Project(Right::RunSql)),
    ("POST /actions/saveQuery", Project(Right::RunSql)),
    ("POST /actions/deleteQuery", Project(Right::RunSql)),
    ("POST /actions/getWidgetData", Else),
    ("POST /actions/listFilters", Project(Right::ViewSchema)),
    ("POST /actions/filterValues", Project(Right::ViewBoard)),
    ("POST /actions/reorderFilters", Project(Right::EditBoard)),
    ("POST /actions/saveFilter", Project(Right::EditBoard)),
    ("POST /actions/saveEmbedding", Project(Right::Share)),
    ("POST /actions/getEmbedding", Project(Right::Share)),
    ("POST /actions/rotateEmbedding", Project(Right::Share)),
    ("POST /actions/deleteEmbedding", Project(Right::Share)),
    ("POST /actions/listLinks", Project(Right::Share)),
    ("POST /actions/saveLink", Project(Right::Share)),
    ("POST /actions/rotateLink", Project(Right::Share)),
    ("POST /actions/revokeLink", Project(Right::Share)),
    ("POST /actions/deleteFilter", Project(Right::EditBoard)),
    ("POST /actions/testConnection", Project(Right::EditConnections)),
    ("POST /actions/handOverProject", Project(Right::HandOver)),
    ("POST /actions/regenerateProjectSchemas", Project(Right::EditConnections)),
    ("POST /actions/validateProjectConnections", Project(Right::EditConnections)),
    ("POST /actions/updateProject", Project(Right::EditProject)),
    ("POST /actions/setProjectVisibility", Project(Right::Share)),
    ("POST /api/projects/{projectId}/public", Project(Right::Share)),
    ("POST /actions/reorderWidgets", Project(Right::EditBoard)),
    ("POST /actions/createWidget", Project(Right::EditBoard)),
    ("POST /actions/upsertWidgetAction", Project(Right::EditBoard)),
    ("POST /actions/updateWidget", Project(Right::EditBoard)),
    ("POST /actions/moveWidget", Project(Right::EditBoard)),
    ("POST /actions/placeWidget", Project(Right::EditBoard)),
    ("POST /actions/resizeWidget", Project(Right::EditBoard)),
    ("POST /actions/createTab", Project(Right::EditBoard)),
    ("POST /actions/updateTab", Project(Right::EditBoard)),
    ("POST /actions/deleteTab", Project(Right::EditBoard)),
    ("POST /actions/copyWidget", Project(Right::EditBoard)),
    ("POST /actions/deleteWidgetAction", Project(Right::EditBoard)),
    ("POST /actions/restoreWidget", Project(Right::EditBoard)),
    ("POST /actions/setBoard", Project(Right::EditBoard)),
    ("POST /actions/getBoardHistory", Project(Right::EditBoard)),
    ("POST /actions/getBoardVersion", Project(Right::EditBoard)),
    ("POST /actions/restoreBoardVersion", Project(Right::EditBoard)),
    ("POST /actions/setPublishing", Project(Right::EditBoard)),
    ("POST /actions/exportBoard", Project(Right::EditBoard)),
    ("GET /api/projects/{projectId}/board", Project(Right::EditBoard)),
    ("GET /api/projects/{projectId}/board.png", Project(Right::ViewBoard)),
    ("GET /api/projects/{projectId}/board.pdf", Project(Right::ViewBoard)),
    ("POST /actions/importBoard", Project(Right::EditBoard)),
    ("POST /actions/copyBoard", Project(Right::EditBoard)),
    ("POST /actions/publishBoard", Project(Right::EditBoard)),
    ("POST /actions/deleteConnection", Project(Right::EditConnections)),
    ("POST /actions/deleteProject", Project(Right::Delete)),
    ("GET /api/teams/{teamName}", Team(TeamRight::See)),
    ("PATCH /api/teams/{teamName}", Team(TeamRight::Billing)),
    ("GET /api/teams/{teamName}/members", Team(TeamRight::See)),
    ("PATCH /api/teams/{teamName}/members/{username}", Team(TeamRight::ChangeRoles)),
    ("POST /actions/chooseTeam", Team(TeamRight::SeeProjects)),
    ("POST /actions/getTeam", Team(TeamRight::See)),
    ("POST /actions/updateTeam", Team(TeamRight::Rename)),
    ("POST /actions/setMemberRole", Team(TeamRight::ChangeRoles)),
    ("POST /actions/inviteToTeam", Team(TeamRight::Invite)),
    ("POST /actions/revokeInvitation", Team(TeamRight::Invite)),
    // Everybody may leave.
    ("DELETE /api/teams/{teamName}/members/{username}", Else),
    ("POST /actions/removeMember", Else),
    ("GET /api/teams/{teamName}/tokens", Team(TeamRight::Tokens)),
    ("POST /actions/listTokens", Team(TeamRight::Tokens)),
    ("POST /api/tokens", Team(TeamRight::Tokens)),
    ("POST /actions/createToken", Team(TeamRight::Tokens)),
    ("POST /actions/getReach", Team(TeamRight::Tokens)),
    ("POST /actions/explainAccess", Team(TeamRight::Tokens)),
    ("POST /actions/listRowRules", Team(TeamRight::Rules)),
    ("POST /actions/saveRowRule", Team(TeamRight::Rules)),
    ("POST /actions/previewRowRules", Team(TeamRight::Rules)),
    ("POST /actions/deleteRowRule", Team(TeamRight::Rules)),
    ("GET /api/projects/{projectId}/rules", Team(TeamRight::Rules)),
    ("POST /api/projects/{projectId}/rules", Team(TeamRight::Rules)),
    ("PUT /api/projects/{projectId}/rules/{ruleId}", Team(TeamRight::Rules)),
    ("GET /api/projects/{projectId}/rules/preview", Team(TeamRight::Rules)),
    ("DELETE /api/projects/{projectId}/rules/{ruleId}", Team(TeamRight::Rules)),
    ("POST /actions/setMemberAttribute", Team(TeamRight::Rules)),
    ("POST /actions/deleteMemberAttribute", Team(TeamRight::Rules)),
    // A token of a team that one does not administer is not found, whatever one is in it.
    ("GET /api/tokens/{tokenId}", Else),
    ("PATCH /api/tokens/{tokenId}", Else),
    ("DELETE /api/tokens/{tokenId}", Else),
    ("POST /actions/revokeToken", Else),
    ("POST /actions/listAudit", Project(Right::ViewConnections)),
    ("GET /api/audit", Project(Right::ViewConnections)),
    ("POST /actions/deleteTeam", Team(TeamRight::Delete)),
    ("DELETE /api/teams/{teamName}", Team(TeamRight::Delete)),
    ("GET /api/users/{username}", Team(TeamRight::See)),
    ("POST /api/dbs", Team(TeamRight::MakeProjects)),
    ("POST /actions/listDatabases", Team(TeamRight::SeeProjects)),
    ("POST /actions/getDatabaseDesk", Database(DatabaseRight::Read)),
    ("POST /actions/createDatabase", Team(TeamRight::MakeProjects)),
    ("POST /actions/importDatabaseRows", Database(DatabaseRight::Insert)),
    ("POST /actions/getDatabaseImport", Database(DatabaseRight::Insert)),
    ("POST /actions/cancelDatabaseImport", Database(DatabaseRight::Insert)),
    ("POST /actions/getDatabaseRows", Database(DatabaseRight::Read)),
    ("POST /actions/getDatabaseRow", Database(DatabaseRight::Read)),
    ("POST /actions/saveDatabaseRows", Database(DatabaseRight::Insert)),
    ("POST /actions/reviewDatabaseRows", Database(DatabaseRight::Change)),
    ("POST /actions/saveDatabaseRow", Database(DatabaseRight::Insert)),
    ("POST /actions/listDeletedDatabaseRows", Database(DatabaseRight::Change)),
    ("POST /actions/restoreDeletedDatabaseRows", Database(DatabaseRight::Change)),
    ("POST /actions/deleteDatabaseRow", Database(DatabaseRight::Change)),
    ("POST /actions/changeDatabaseStructure", Database(DatabaseRight::Structure)),
    ("POST /actions/runDatabaseSql", Database(DatabaseRight::Read)),
    ("POST /actions/stopDatabaseSql", Database(DatabaseRight::Read)),
    ("POST /actions/getDatabaseSqlRun", Database(DatabaseRight::Read)),
    ("POST /actions/listDatabaseCharts", Database(DatabaseRight::Read)),
    ("POST /actions/saveDatabaseChart", Database(DatabaseRight::Structure)),
    ("POST /actions/deleteDatabaseChart", Database(DatabaseRight::Structure)),
    ("POST /actions/listDatabaseDashboards", Database(DatabaseRight::Read)),
    ("POST /actions/getDatabaseDashboard", Database(DatabaseRight::Read)),
    ("POST /actions/saveDatabaseDashboard", Database(DatabaseRight::Structure)),
    ("POST /actions/deleteDatabaseDashboard", Database(DatabaseRight::Structure)),
    ("POST /actions/listDatabaseApps", Database(DatabaseRight::Read)),
    ("POST /actions/getDatabaseApp", Database(DatabaseRight::Read)),
    ("POST /actions/saveDatabaseApp", Database(DatabaseRight::Structure)),
    ("POST /actions/deleteDatabaseApp", Database(DatabaseRight::Structure)),
    ("POST /actions/listDatabaseCopies", Database(DatabaseRight::Settings)),
    ("POST /actions/makeDatabaseCopy", Database(DatabaseRight::Settings)),
    ("POST /actions/restoreDatabaseCopy", Database(DatabaseRight::Settings)),
    ("POST /actions/deleteDatabaseCopy", Database(DatabaseRight::Settings)),
    ("POST /actions/updateDatabaseSettings", Database(DatabaseRight::Settings)),
    ("POST /actions/setDatabaseVariable", Database(DatabaseRight::Settings)),
    ("POST /actions/listDatabaseVariables", Database(DatabaseRight::Settings)),
    ("POST /actions/deleteDatabaseVariable", Database(DatabaseRight::Settings)),
    ("POST /actions/regenerateDatabaseId", Database(DatabaseRight::Settings)),
    // Only into a team of one's own.
    ("POST /actions/transferDatabase", Else),
    ("POST /actions/deleteDatabase", Database(DatabaseRight::Own)),
    ("PUT /dbs/{dbId}", Database(DatabaseRight::Structure)),
    ("GET /api/dbs/{dbId}", Database(DatabaseRight::Read)),
    ("PATCH /api/dbs/{dbId}", Database(DatabaseRight::Structure)),
    ("GET /api/dbs/{dbId}/settings", Database(DatabaseRight::Settings)),
    ("PATCH /api/dbs/{dbId}/settings", Database(DatabaseRight::Settings)),
    ("GET /api/dbs/{dbId}/env", Database(DatabaseRight::Settings)),
    ("POST /api/dbs/{dbId}/env", Database(DatabaseRight::Settings)),
    ("PATCH /api/dbs/{dbId}/env/{varName}", Database(DatabaseRight::Settings)),
    ("DELETE /api/dbs/{dbId}/env/{varName}", Database(DatabaseRight::Settings)),
    ("GET /api/dbs/{dbId}/changes", Database(DatabaseRight::Settings)),
    ("POST /api/dbs/{dbId}/vacuum", Database(DatabaseRight::Structure)),
    ("GET /dbs/{dbId}/download", Database(DatabaseRight::Read)),
    ("GET /dbs/{dbId}/export", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/schema", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/azimutt-schema", Database(DatabaseRight::Read)),
    ("POST /api/dbs/{dbId}/structure", Database(DatabaseRight::Structure)),
    ("GET /api/dbs/{dbId}/tables/{table}", Database(DatabaseRight::Read)),
    ("PUT /api/dbs/{dbId}/tables/{table}", Database(DatabaseRight::Structure)),
    ("PATCH /api/dbs/{dbId}/tables/{table}", Database(DatabaseRight::Structure)),
    ("DELETE /api/dbs/{dbId}/tables/{table}", Database(DatabaseRight::Structure)),
    ("POST /api/dbs/{dbId}/tables/{table}/clone", Database(DatabaseRight::Structure)),
    ("PUT /api/dbs/{dbId}/tables/{table}/columns/{column}", Database(DatabaseRight::Structure)),
    ("PATCH /api/dbs/{dbId}/tables/{table}/columns/{column}", Database(DatabaseRight::Structure)),
    ("DELETE /api/dbs/{dbId}/tables/{table}/columns/{column}", Database(DatabaseRight::Structure)),
    ("GET /api/dbs/{dbId}/tables/{table}/search/{searchTerm}", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/tables/{table}/export", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}", Database(DatabaseRight::Read)),
    ("PUT /api/dbs/{dbId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}", Database(DatabaseRight::Change)),
    ("GET /readonly/{readonlyId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}", Database(DatabaseRight::Read)),
    ("POST /dbs/{dbId}/sql", Database(DatabaseRight::Read)),
    ("POST /dbs/{dbId}/sql/{runId}/stop", Database(DatabaseRight::Read)),
    ("GET /readonly/{readonlyId}/sql", Database(DatabaseRight::Read)),
    ("POST /readonly/{readonlyId}/sql", Database(DatabaseRight::Read)),
    // The copy goes to where its maker may make databases.
    ("GET /dbs/{dbId}/duplicate", Database(DatabaseRight::Read)),
    ("POST /dbs/{dbId}/duplicate", Database(DatabaseRight::Read)),
    ("GET /readonly/{readonlyId}", Database(DatabaseRight::Read)),
    ("GET /readonly/{readonlyId}/duplicate", Database(DatabaseRight::Read)),
    ("POST /readonly/{readonlyId}/duplicate", Database(DatabaseRight::Read)),
    ("GET /dbs/{dbId}/regenerate-readonly-id", Database(DatabaseRight::Settings)),
    ("POST /dbs/{dbId}/regenerate-readonly-id", Database(DatabaseRight::Settings)),
    ("GET /api/dbs/{dbId}/copies", Database(DatabaseRight::Settings)),
    ("POST /api/dbs/{dbId}/copies", Database(DatabaseRight::Settings)),
    ("POST /api/dbs/{dbId}/copies/{copyId}/restore", Database(DatabaseRight::Settings)),
    ("DELETE /api/dbs/{dbId}/copies/{copyId}", Database(DatabaseRight::Settings)),
    ("GET /api/dbs/{dbId}/charts", Database(DatabaseRight::Read)),
    ("POST /api/dbs/{dbId}/charts", Database(DatabaseRight::Structure)),
    ("PATCH /api/dbs/{dbId}/charts/{chartId}", Database(DatabaseRight::Structure)),
    ("DELETE /api/dbs/{dbId}/charts/{chartId}", Database(DatabaseRight::Structure)),
    ("GET /api/dbs/{dbId}/dashboards", Database(DatabaseRight::Read)),
    ("POST /api/dbs/{dbId}/dashboards", Database(DatabaseRight::Structure)),
    ("PATCH /api/dbs/{dbId}/dashboards/{dashboardId}", Database(DatabaseRight::Structure)),
    ("DELETE /api/dbs/{dbId}/dashboards/{dashboardId}", Database(DatabaseRight::Structure)),
    ("GET /api/dbs/{dbId}/apps", Database(DatabaseRight::Read)),
    ("POST /api/dbs/{dbId}/apps", Database(DatabaseRight::Structure)),
    ("PATCH /api/dbs/{dbId}/apps/{appId}", Database(DatabaseRight::Structure)),
    ("DELETE /api/dbs/{dbId}/apps/{appId}", Database(DatabaseRight::Structure)),
    ("GET /dbs/{dbId}/apps/{appId}", Database(DatabaseRight::Read)),
    ("GET /dbs/{dbId}/regenerate-db-id", Database(DatabaseRight::Settings)),
    ("POST /dbs/{dbId}/regenerate-db-id", Database(DatabaseRight::Settings)),
    ("DELETE /api/dbs/{dbId}", Database(DatabaseRight::Own)),
    ("GET /api/dbs/{dbId}/openapi.json", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/tables/{table}/rows", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/tables/{table}/rows/{key}", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/tables/{table}/aggregate", Database(DatabaseRight::Read)),
    ("GET /api/dbs/{dbId}/tables/{table}/values", Database(DatabaseRight::Read)),
    ("GET /readonly/{readonlyId}/tables/{table}/rows", Database(DatabaseRight::Read)),
    ("GET /readonly/{readonlyId}/tables/{table}/rows/{key}", Database(DatabaseRight::Read)),
    ("GET /readonly/{readonlyId}/tables/{table}/aggregate", Database(DatabaseRight::Read)),
    ("GET /readonly/{readonlyId}/tables/{table}/values", Database(DatabaseRight::Read)),
    ("POST /api/dbs/{dbId}/tables/{table}/rows", Database(DatabaseRight::Insert)),
    ("PATCH /api/dbs/{dbId}/tables/{table}/rows", Database(DatabaseRight::Change)),
    ("DELETE /api/dbs/{dbId}/tables/{table}/rows", Database(DatabaseRight::Change)),
    ("PUT /api/dbs/{dbId}/tables/{table}/rows/{key}", Database(DatabaseRight::Change)),
    ("PATCH /api/dbs/{dbId}/tables/{table}/rows/{key}", Database(DatabaseRight::Change)),
    ("DELETE /api/dbs/{dbId}/tables/{table}/rows/{key}", Database(DatabaseRight::Change)),
    ("POST /api/dbs/{dbId}/batch", Database(DatabaseRight::Insert)),
    ("POST /api/dbs/{dbId}/imports", Database(DatabaseRight::Insert)),
    ("GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/rows", Project(Right::ViewSchema)),
    ("GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/aggregate", Project(Right::ViewSchema)),
    ("GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/values", Project(Right::ViewSchema)),
];

fn needs(row: &Row) -> Option<Needs> {
    NEEDS.iter().find(|(route, _)| *route == row.documented()).map(|(_, needs)| *needs)
}

#[test]
fn every_row_that_strangers_are_refused_says_what_it_needs() {
    let refused = |row: &&Row| match row.is[1] {
        Is::Status(status) => status == 404 && row.is[1] != row.is[2],
        Is::No(text) => text != "Unauthorized" && row.is[1] != row.is[2],
        Is::Ok => false,
    };
    let silent: Vec<_> = TABLE.iter().filter(refused).filter(|row| needs(row).is_none()).map(|row| row.route).collect();
    assert_eq!(silent, Vec::<&str>::new());
    let idle: Vec<_> = NEEDS.iter().filter(|(route, _)| TABLE.iter().all(|row| row.documented() != *route)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

async fn ask(world: &World, row: &Row, caller: &Caller, owner: &Owner) -> Answer {
    row.ask(&world.server, caller, &owner.ids).await
}

/// What a role may do is done as by the owner; what it may not do is answered as to a stranger and changes nothing.
async fn by_role(role: TeamRole) {
    let world = World::new().await;
    let (ada, eve) = (&world.ada, &world.eve);
    let document = Document::of(&world.server).await;
    let (_, mate) = ada.mates.iter().find(|(own, _)| *own == role).expect("a member of each role");
    let (in_project, standing) = (role.in_project(false), TeamStanding::from(role));
    assert_ne!(in_project, Role::Owner);
    for row in TABLE.iter() {
        let may = match needs(row) {
            Some(Project(right)) => in_project.may(right),
            Some(Team(right)) => standing.may(right),
            Some(Database(right)) => DatabaseRole::of_member(role).may(right),
            Some(Else) | None => continue,
        };
        let who = format!("{role:?}");
        if may {
            row.judge(&who, &ask(&world, row, mate, ada).await, row.is[2], &document);
            continue;
        }
        rest(&ada.caller, &ada.ids.project).await;
        let before = rows_without_log(&world.server).await;
        let answer = ask(&world, row, mate, ada).await;
        match needs(row) {
            // Members know that their team is there, and its databases.
            Some(Team(_) | Database(_)) => {
                let refused = answer.status == 403 || (answer.status == 200 && answer.json()["success"] == false);
                assert!(refused, "{} by {who}: {} {}", row.route, answer.status, answer.text());
            }
            _ => {
                row.judge(&who, &answer, row.is[1], &document);
                assert_eq!(seen(&answer), seen(&ask(&world, row, &eve.caller, ada).await), "{} by {who}", row.route);
            }
        }
        assert_same(&before, &rows_without_log(&world.server).await, row.route);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_of_the_team() {
    by_role(TeamRole::Admin).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor() {
    by_role(TeamRole::Editor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer() {
    by_role(TeamRole::Viewer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_viewers_see_names_no_connection() {
    let world = World::new().await;
    let ada = &world.ada;
    let (_, viewer) = &ada.mates[2];
    let board = viewer.act("getBoard", json!({ "projectId": ada.ids.project })).await;
    assert_eq!(board.json()["board"]["widgets"].as_array().map(Vec::len), Some(3));
    let data = viewer.act("getWidgetData", json!({ "widgetId": ada.ids.widgets[0] })).await;
    let behind = viewer.act("getWidgetData", json!({ "widgetId": ada.ids.widgets[0], "rows": true })).await;
    let cards = viewer.act("listProjectCards", json!({})).await;
    assert_eq!(cards.json()["cards"][0]["role"], "viewer");
    let found = viewer.act("findAnything", json!({ "text": "orders" })).await;
    let page = viewer.page(&format!("/projects/{}/dashboard", ada.ids.project)).await;
    for (what, answer) in [("board", board), ("data", data), ("rows", behind), ("cards", cards), ("search", found), ("page", page)] {
        assert_eq!(answer.status, 200, "{what}");
        let text = answer.text();
        for secret in ada.ids.connections.iter().chain(&ada.canaries).chain([&ada.ids.query]) {
            assert!(!text.contains(secret), "{what} tells {secret}");
        }
    }
    let draft = json!({ "draft": { "projectId": ada.ids.project, "type": "datatables", "configs": { "tables": ["customers"] } } });
    assert_eq!(viewer.act("getWidgetData", draft).await.json()["error"], "Project not found");
    let export = json!({ "format": "json", "text": "select 1" });
    assert_eq!(viewer.post(&format!("/api/projects/{}/export", ada.ids.project), &export).await.status, 404);
}
