//! Every route with a good request and what nobody, another account and the owner are answered.

use super::{database_rows, validator::Document, world::Ids};
use crate::harness::{Answer, Caller, PASSWORD, TestServer};
use reqwest::Method;
use serde_json::{Value as Json, json};
use std::sync::LazyLock;

/// What is answered: a status, with the text of a refusal for actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// 200, and `success: true` for an action.
    Ok,
    /// 200 with `success: false` and this text.
    No(&'static str),
    Status(u16),
}

/// One row. `{projectId}` and the like in a route stand for the id that a request names, also in its query.
#[derive(Clone, Copy)]
pub struct Row {
    pub route: &'static str,
    body: fn(&Ids) -> Json,
    /// For nobody, for another account with the owner's ids, and for the owner.
    pub is: [Is; 3],
}

pub(super) const fn row(route: &'static str, is: [Is; 3], body: fn(&Ids) -> Json) -> Row {
    Row { route, body, is }
}

pub(super) const NO_SESSION: Is = Is::Status(401);
/// Needs no session.
const EVERYBODY: [Is; 3] = [Is::Ok; 3];
/// Needs a session, and shows or changes nothing but the caller's own.
pub(super) const ACCOUNTS: [Is; 3] = [NO_SESSION, Is::Ok, Is::Ok];
const ONESELF: [Is; 3] = [NO_SESSION, Is::No("Unauthorized"), Is::Ok];
const PROJECT: [Is; 3] = [NO_SESSION, Is::No("Project not found"), Is::Ok];
const WIDGET: [Is; 3] = [NO_SESSION, Is::No("Widget not found"), Is::Ok];
const QUERY: [Is; 3] = [NO_SESSION, Is::No("Query not found"), Is::Ok];
const KEPT: [Is; 3] =
    [NO_SESSION, Is::No("Project not found"), Is::No("The result of this run is not kept any more. Run the statement again")];
/// For administrators of the server, which no owner here is.
const OPERATOR: [Is; 3] = [NO_SESSION, Is::No(NO_ADMINISTRATOR), Is::No(NO_ADMINISTRATOR)];
const TEAM: [Is; 3] = [NO_SESSION, Is::No("Team not found"), Is::Ok];
/// An invitation that works for nobody: what one that works does is told by the stories of teams.
const NO_INVITATION: [Is; 3] = [NO_SESSION, Is::No(NOT_INVITED), Is::No(NOT_INVITED)];
pub(super) const HIDDEN: [Is; 3] = [NO_SESSION, Is::Status(404), Is::Ok];
/// The same of the API.
const FORBIDDEN: [Is; 3] = [NO_SESSION, Is::Status(403), Is::Status(403)];

/// In an order in which each row of the owner leaves what the next ones need.
pub static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let of_databases = [database_rows::ROWS, super::database_desk::ACTIONS, super::database_tables::TABLES, super::databases::DATABASES];
    // A team goes with its databases.
    [database_rows::OF_CONNECTIONS, of_databases.concat().as_slice(), OWN].concat()
});

/// What hosted databases have no part in.
const OWN: &[Row] = &[
    row("GET /api/health", EVERYBODY, |_| Json::Null),
    row("GET /api/status", EVERYBODY, |_| Json::Null),
    row("GET /api/ready", EVERYBODY, |_| Json::Null),
    row("GET /api/openapi.json", EVERYBODY, |_| Json::Null),
    row("POST /actions/setTheme", EVERYBODY, |_| json!({ "theme": "dark" })),
    row("POST /actions/getPublicBoard", EVERYBODY, |ids| json!({ "idPublic": ids.link })),
    row("POST /actions/getPublicTile", EVERYBODY, |ids| json!({ "idPublic": ids.link, "place": 0 })),
    row("POST /actions/getPublicFilterValues", EVERYBODY, |ids| json!({ "idPublic": ids.link, "name": "country" })),
    row("POST /actions/getPublicDiagram", EVERYBODY, |ids| json!({ "idPublic": ids.guarded, "source": 1, "focus": "orders" })),
    row("POST /actions/unlockLink", EVERYBODY, |ids| json!({ "idPublic": ids.guarded, "password": PASSWORD })),
    row("GET /api/public/{idPublic}/tiles/{place}/file?format=json", EVERYBODY, |_| Json::Null),
    row("POST /api/compatible-tables", EVERYBODY, |ids| json!({ "connectionIds": ids.connections })),
    row("POST /actions/getUserBySession", [Is::No("Not authenticated"), Is::Ok, Is::Ok], |_| json!({})),
    row("POST /actions/getUserByEmail", ACCOUNTS, |ids| json!({ "email": ids.email })),
    row("GET /api/userprojects?userId={user}", [NO_SESSION, Is::Status(403), Is::Ok], |_| Json::Null),
    row("GET /api/listconnections?projectId={projectId}", HIDDEN, |_| Json::Null),
    row("GET /api/widgets/{widgetId}", HIDDEN, |_| Json::Null),
    row("POST /actions/getProjectWithConnections", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/getUserProjects", ONESELF, |ids| json!({ "userId": ids.user })),
    row("POST /actions/findAnything", ONESELF, |ids| json!({ "userId": ids.user, "text": "orders" })),
    row("POST /actions/listProjectCards", ONESELF, |ids| json!({ "userId": ids.user })),
    row("POST /actions/isProjectOwner", ACCOUNTS, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/getProjectSchema", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/getSchemaSources", PROJECT, |ids| json!({ "projectId": ids.project })),
    row(
        "POST /actions/listSchemaTables",
        PROJECT,
        |ids| json!({ "projectId": ids.project, "connectionId": ids.connections[0], "search": "o" }),
    ),
    row(
        "POST /actions/getTableSchema",
        PROJECT,
        |ids| json!({ "projectId": ids.project, "connectionId": ids.connections[0], "table": "orders" }),
    ),
    row("POST /actions/listSchemaChanges", PROJECT, |ids| json!({ "projectId": ids.project })),
    row(
        "POST /actions/getDiagram",
        PROJECT,
        |ids| json!({ "projectId": ids.project, "connectionId": ids.connections[0], "focus": "orders" }),
    ),
    row("GET /api/projects/{projectId}/diagram?format=sql&hide=customers", HIDDEN, |_| Json::Null),
    row("POST /actions/getProjectProgress", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/getBoard", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/listTables", PROJECT, |ids| json!({ "projectId": ids.project, "connectionIds": ids.connections })),
    row(
        "POST /actions/setConnectionWriting",
        PROJECT,
        |ids| json!({ "projectId": ids.project, "connectionId": ids.connections[0], "writing": true }),
    ),
    row(
        "POST /actions/getConnectionRows",
        PROJECT,
        |ids| json!({ "projectId": ids.project, "connectionId": ids.connections[0], "tableName": "customers" }),
    ),
    row("POST /actions/reviewConnectionRows", PROJECT, |ids| {
        json!({ "projectId": ids.project, "connectionId": ids.connections[0], "tableName": "customers",
            "edits": [{ "what": "update", "key": "4", "cells": [{ "column": "country", "text": "RU" }] }] })
    }),
    row("POST /actions/saveConnectionRows", PROJECT, |ids| {
        json!({ "projectId": ids.project, "connectionId": ids.connections[0], "tableName": "customers",
            "edits": [{ "what": "update", "key": "4", "cells": [{ "column": "country", "text": "RU" }] }] })
    }),
    row("POST /actions/listQueries", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/runQuery", PROJECT, |ids| json!({ "projectId": ids.project, "text": "select 1 as one" })),
    row("POST /api/projects/{projectId}/export", HIDDEN, |_| json!({ "format": "json", "text": "select 1 as one" })),
    row("POST /api/projects/{projectId}/export", HIDDEN, |ids| json!({ "format": "json", "widgetId": ids.widgets[0] })),
    row("POST /actions/stopQuery", PROJECT, |ids| json!({ "projectId": ids.project, "stopId": "6f9619ff-8b86-4011-b42d-00cf4fc964ff" })),
    row("POST /actions/getQueryRun", KEPT, |ids| json!({ "projectId": ids.project, "runId": "6f9619ff-8b86-4011-b42d-00cf4fc964ff" })),
    row("POST /actions/queryHistory", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/describeQuery", PROJECT, |ids| json!({ "projectId": ids.project, "text": "select 1 as one" })),
    row("GET /api/teams/{teamName}/tokens", HIDDEN, |_| Json::Null),
    row("POST /actions/listTokens", TEAM, |ids| json!({ "teamName": ids.team })),
    row("POST /api/tokens", HIDDEN, |ids| {
        json!({ "team_name": ids.team, "name": "One", "description": "For a script", "expiration_utc": null,
            "permissions": [{ "project_id": ids.project, "name": "read" }] })
    }),
    row("POST /actions/createToken", TEAM, |ids| {
        json!({ "teamName": ids.team, "name": "Two", "expiresOn": "2099-12-31",
            "grants": [{ "projectId": ids.project, "access": "read_write" }] })
    }),
    row("POST /actions/getReach", TEAM, |ids| json!({ "teamName": ids.team })),
    row(
        "POST /actions/explainAccess",
        TEAM,
        |ids| json!({ "teamName": ids.team, "projectId": ids.project, "subject": format!("token:{}", ids.tokens[0]) }),
    ),
    row(
        "POST /actions/listRowRules",
        PROJECT,
        |ids| json!({ "projectId": ids.project, "connectionId": ids.connections[0], "table": "orders" }),
    ),
    row("POST /actions/saveRowRule", PROJECT, |ids| {
        json!({ "projectId": ids.project, "ruleId": ids.rules[1], "connectionId": ids.connections[0], "table": "orders",
            "audience": "viewers", "any": true, "conditions": [{ "column": "total", "op": "not_null" }] })
    }),
    row("POST /actions/previewRowRules", PROJECT, |ids| {
        json!({ "projectId": ids.project, "connectionId": ids.connections[0], "table": "orders",
            "subject": format!("person:{}", ids.user) })
    }),
    row("POST /actions/deleteRowRule", PROJECT, |ids| json!({ "projectId": ids.project, "ruleId": ids.rules[1] })),
    row("GET /api/projects/{projectId}/rules", HIDDEN, |_| Json::Null),
    row("POST /api/projects/{projectId}/rules", HIDDEN, |ids| {
        json!({ "connectionId": ids.connections[0], "table": "orders", "audience": "viewers",
            "conditions": [{ "column": "total", "op": "not_null" }] })
    }),
    row(
        "PUT /api/projects/{projectId}/rules/{ruleId}",
        HIDDEN,
        |ids| json!({ "connectionId": ids.connections[0], "table": "orders", "audience": "viewers", "any": true, "conditions": [] }),
    ),
    row("GET /api/projects/{projectId}/rules/preview?connectionId={connectionId}&table=orders&subject=person:{user}", HIDDEN, |_| {
        Json::Null
    }),
    row("DELETE /api/projects/{projectId}/rules/{ruleId}", HIDDEN, |_| Json::Null),
    row(
        "POST /actions/setMemberAttribute",
        TEAM,
        |ids| json!({ "team": ids.team, "username": ids.mate, "name": "region", "value": "north" }),
    ),
    row("POST /actions/deleteMemberAttribute", TEAM, |ids| json!({ "team": ids.team, "username": ids.mate, "name": "region" })),
    row("GET /api/tokens/{tokenId}", HIDDEN, |_| Json::Null),
    row("PATCH /api/tokens/{tokenId}", HIDDEN, |_| json!({ "name": "Changed", "description": { "tag": "TextNull" } })),
    row("DELETE /api/tokens/{tokenId}", HIDDEN, |_| Json::Null),
    row("POST /actions/revokeToken", [NO_SESSION, Is::No("Token not found"), Is::Ok], |ids| json!({ "tokenId": ids.tokens[1] })),
    row(
        "POST /api/events/paddle?key=a-key-of-billing-events",
        EVERYBODY,
        |_| json!({ "alert_id": "1", "alert_name": "subscription_created", "event_time": "2023-02-15 10:22:06" }),
    ),
    row("GET /api/docs", EVERYBODY, |_| Json::Null),
    row("GET /api/settings", FORBIDDEN, |_| Json::Null),
    row("PATCH /api/settings", FORBIDDEN, |_| json!({ "allowedHosts": [], "envVars": [{ "name": "A", "value": "1" }] })),
    row("GET /api/settings/env", FORBIDDEN, |_| Json::Null),
    row("POST /api/settings/env", FORBIDDEN, |_| json!({ "name": "A", "value": "1" })),
    row("PATCH /api/settings/env/{varName}", FORBIDDEN, |_| json!({ "name": "B", "value": "2" })),
    row("DELETE /api/settings/env/{varName}", FORBIDDEN, |_| Json::Null),
    row("POST /actions/getServerSettings", OPERATOR, |_| json!({})),
    row("POST /actions/updateServerSettings", OPERATOR, |_| json!({ "allowedHosts": [] })),
    row("POST /actions/setServerVariable", OPERATOR, |_| json!({ "name": "A", "value": "1" })),
    row("POST /actions/deleteServerVariable", OPERATOR, |_| json!({ "name": "A" })),
    row("POST /actions/listParameters", PROJECT, |ids| json!({ "projectId": ids.project, "text": "select :one" })),
    row("POST /actions/explainQuery", PROJECT, |ids| json!({ "projectId": ids.project, "text": "select 1 as one" })),
    row("POST /actions/formatQuery", PROJECT, |ids| json!({ "projectId": ids.project, "text": "select 1 as one" })),
    row("POST /actions/saveQuery", PROJECT, |ids| json!({ "projectId": ids.project, "title": "One", "text": "select 1 as one" })),
    row("POST /actions/deleteQuery", QUERY, |ids| json!({ "queryId": ids.query })),
    row("POST /actions/getWidgetData", WIDGET, |ids| json!({ "widgetId": ids.widgets[1], "sort": { "column": "name" }, "page": 1 })),
    row("POST /actions/getWidgetData", PROJECT, |ids| {
        json!({ "draft": { "projectId": ids.project, "type": "datatables",
            "configs": { "connectionId": ids.connections[1], "tables": ["customers"] } } })
    }),
    row("POST /actions/getWidgetData", WIDGET, |ids| json!({ "widgetId": ids.widgets[0], "rows": true })),
    row("POST /actions/listFilters", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/filterValues", PROJECT, |ids| json!({ "projectId": ids.project, "name": "country" })),
    row("POST /actions/reorderFilters", PROJECT, |ids| json!({ "projectId": ids.project, "orderedFilterIds": [ids.filter] })),
    row("POST /actions/listAudit", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/listAudit", OPERATOR, |_| json!({})),
    row("GET /api/audit?projectId={projectId}", HIDDEN, |_| Json::Null),
    row("POST /actions/getServerHealth", OPERATOR, |_| json!({})),
    row("POST /actions/backUpNow", OPERATOR, |_| json!({})),
    row("POST /actions/retryJobs", OPERATOR, |_| json!({})),
    row("POST /actions/listJobs", OPERATOR, |_| json!({ "stage": "failed", "page": 1 })),
    row("POST /actions/retryJob", OPERATOR, |ids| json!({ "jobId": ids.user })),
    row("POST /actions/cancelJob", OPERATOR, |ids| json!({ "jobId": ids.user })),
    row("POST /actions/listAllTeams", OPERATOR, |_| json!({ "search": "a" })),
    row("POST /actions/saveFilter", PROJECT, |ids| {
        json!({ "projectId": ids.project, "label": "Name", "kind": "text",
            "targets": [{ "widgetId": ids.widgets[1], "table": "customers", "column": "name" }] })
    }),
    row("POST /actions/saveEmbedding", PROJECT, |ids| json!({ "projectId": ids.project, "sites": ["https://a.example.org"] })),
    row("POST /actions/getEmbedding", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/rotateEmbedding", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/deleteEmbedding", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/listLinks", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/saveLink", PROJECT, |ids| {
        json!({ "projectId": ids.project, "linkId": ids.share, "title": "Changed",
            "filters": [{ "filterId": ids.filter, "use": "fixed", "values": ["DE"] }], "expiresOn": "2099-12-31" })
    }),
    row("POST /actions/rotateLink", PROJECT, |ids| json!({ "projectId": ids.project, "linkId": ids.share })),
    row("POST /actions/revokeLink", PROJECT, |ids| json!({ "projectId": ids.project, "linkId": ids.share })),
    row("POST /actions/deleteFilter", PROJECT, |ids| json!({ "projectId": ids.project, "filterId": ids.filter })),
    row("POST /actions/testConnection", PROJECT, |ids| json!({ "projectId": ids.project, "connection": ids.draft })),
    row("POST /actions/handOverProject", PROJECT, |ids| json!({ "projectId": ids.project, "username": ids.username })),
    row("POST /actions/createProjectWithConnections", ACCOUNTS, |_| json!({ "title": "Mine", "connections": [] })),
    row("POST /actions/regenerateProjectSchemas", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/validateProjectConnections", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/updateProject", PROJECT, |ids| json!({ "id": ids.project, "title": "Changed" })),
    row("POST /actions/setProjectVisibility", PROJECT, |ids| json!({ "projectId": ids.project, "public": false })),
    row("POST /api/projects/{projectId}/public", HIDDEN, |_| json!({ "public": true })),
    row("POST /actions/reorderWidgets", PROJECT, |ids| json!({ "projectId": ids.project, "orderedWidgetIds": ids.widgets })),
    row("POST /actions/createWidget", PROJECT, |ids| {
        json!({ "projectId": ids.project, "type": "datatables", "title": "T",
            "configs": { "connectionId": ids.connections[0], "tables": ["orders"] } })
    }),
    row("POST /actions/upsertWidgetAction", PROJECT, |ids| json!({ "projectId": ids.project, "type": "text", "title": "T" })),
    row("POST /actions/upsertWidgetAction", WIDGET, |ids| json!({ "widgetId": ids.widgets[0], "title": "Changed" })),
    row("POST /actions/updateWidget", WIDGET, |ids| json!({ "widgetId": ids.widgets[0], "title": "Changed again" })),
    row("POST /actions/moveWidget", WIDGET, |ids| json!({ "widgetId": ids.widgets[0], "direction": "later" })),
    row("POST /actions/placeWidget", WIDGET, |ids| json!({ "widgetId": ids.widgets[0], "x": 4, "w": 8 })),
    row("POST /actions/resizeWidget", WIDGET, |ids| json!({ "widgetId": ids.widgets[0], "direction": "taller" })),
    row("POST /actions/createTab", PROJECT, |ids| json!({ "projectId": ids.project, "title": "Details" })),
    row("POST /actions/updateTab", PROJECT, |ids| json!({ "projectId": ids.project, "tab": "2", "direction": "earlier" })),
    row("POST /actions/deleteTab", PROJECT, |ids| json!({ "projectId": ids.project, "tab": "2" })),
    row("POST /actions/copyWidget", WIDGET, |ids| json!({ "widgetId": ids.widgets[0] })),
    row("POST /actions/deleteWidgetAction", WIDGET, |ids| json!({ "widgetId": ids.widgets[2] })),
    row("POST /actions/restoreWidget", WIDGET, |ids| json!({ "widgetId": ids.widgets[2] })),
    row(
        "POST /actions/setBoard",
        [
            NO_SESSION,
            Is::No("Project not found"),
            Is::No("The board was changed meanwhile by somebody else or in another window. Nothing was changed: reload to see it."),
        ],
        |ids| json!({ "projectId": ids.project, "version": "0", "content": { "tabs": [], "widgets": [] } }),
    ),
    row("POST /actions/getBoardHistory", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/getBoardVersion", PROJECT, |ids| json!({ "projectId": ids.project, "number": 1 })),
    row("POST /actions/restoreBoardVersion", PROJECT, |ids| json!({ "projectId": ids.project, "number": 1 })),
    row("POST /actions/setPublishing", PROJECT, |ids| json!({ "projectId": ids.project, "byHand": true })),
    row("POST /actions/exportBoard", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("GET /api/projects/{projectId}/board", HIDDEN, |_| Json::Null),
    row("GET /api/projects/{projectId}/board.png?theme=dark", HIDDEN, |_| Json::Null),
    row("GET /api/projects/{projectId}/board.pdf?tab=1", HIDDEN, |_| Json::Null),
    row("POST /actions/importBoard", PROJECT, |ids| json!({ "projectId": ids.project, "document": "{\"vizboard\":1,\"widgets\":[]}" })),
    row("POST /actions/copyBoard", PROJECT, |ids| json!({ "projectId": ids.project, "fromProjectId": ids.project })),
    row("POST /actions/publishBoard", PROJECT, |ids| json!({ "projectId": ids.project })),
    row("POST /actions/deleteWidgetAction", WIDGET, |ids| json!({ "widgetId": ids.widgets[2] })),
    row(
        "POST /actions/deleteConnection",
        [NO_SESSION, Is::No("Connection not found or you don't have permission to delete it"), Is::Ok],
        |ids| json!({ "connectionId": ids.connections[0] }),
    ),
    row(
        "POST /actions/deleteProject",
        [NO_SESSION, Is::No("Unauthorized: You can only delete your own projects"), Is::Ok],
        |ids| json!({ "projectId": ids.project }),
    ),
    row("GET /api/users/{username}", HIDDEN, |_| Json::Null),
    row("GET /api/teams", ACCOUNTS, |_| Json::Null),
    row("POST /api/teams", ACCOUNTS, |_| json!({ "name": "{fresh}" })),
    row("GET /api/teams/{teamName}", HIDDEN, |_| Json::Null),
    row("PATCH /api/teams/{teamName}", HIDDEN, |ids| json!({ "name": ids.team, "billing_plan": "pro" })),
    row("GET /api/teams/{teamName}/members", HIDDEN, |_| Json::Null),
    row("PATCH /api/teams/{teamName}/members/{username}", HIDDEN, |_| json!({ "roles": ["Viewer"] })),
    row("DELETE /api/teams/{teamName}/members/{username}", HIDDEN, |_| Json::Null),
    row("POST /actions/listTeams", ONESELF, |ids| json!({ "userId": ids.user })),
    row("POST /actions/getSurroundings", ONESELF, |ids| json!({ "userId": ids.user })),
    row("POST /actions/chooseTeam", TEAM, |ids| json!({ "team": ids.team })),
    row("POST /actions/createTeam", ACCOUNTS, |_| json!({ "name": "{fresh}" })),
    row("POST /actions/getTeam", TEAM, |ids| json!({ "team": ids.team })),
    row("POST /actions/updateTeam", TEAM, |ids| json!({ "team": ids.team, "name": ids.team })),
    row("POST /actions/setMemberRole", TEAM, |ids| json!({ "team": ids.team, "username": ids.mate, "role": "Editor" })),
    row("POST /actions/removeMember", TEAM, |ids| json!({ "team": ids.team, "username": ids.mate })),
    row("POST /actions/inviteToTeam", TEAM, |ids| json!({ "team": ids.team, "role": "Viewer", "email": "friend@example.org" })),
    row("POST /actions/revokeInvitation", TEAM, |ids| json!({ "team": ids.team, "invitationId": ids.invitation })),
    row("POST /actions/getInvitation", EVERYBODY, |ids| json!({ "token": ids.invited })),
    row("POST /actions/acceptInvitation", NO_INVITATION, |_| json!({ "token": "0123456789abcdefghijABCDEFGHIJ42" })),
    row("POST /actions/declineInvitation", NO_INVITATION, |_| json!({ "token": "0123456789abcdefghijABCDEFGHIJ42" })),
    row(
        "POST /actions/deleteTeam",
        [NO_SESSION, Is::No("Team not found"), Is::No("Type the name of the team exactly as it is written")],
        |ids| json!({ "team": ids.team, "confirmName": "something else" }),
    ),
    row("DELETE /api/teams/{teamName}", HIDDEN, |_| Json::Null),
    row("POST /actions/updateUserName", ONESELF, |ids| json!({ "userId": ids.user, "firstName": "A" })),
    row(
        "POST /actions/updateUserEmail",
        ONESELF,
        |ids| json!({ "userId": ids.user, "email": format!("changed.{}", ids.email), "password": PASSWORD }),
    ),
    row(
        "POST /actions/setUp",
        [Is::No(NO_LINK); 3],
        |_| json!({ "token": "x", "username": "root", "email": "root@example.org", "password": PASSWORD }),
    ),
    row("POST /actions/SignUp", EVERYBODY, |_| json!({ "email": "{fresh}@example.org", "password": PASSWORD })),
    row("POST /api/users", EVERYBODY, |_| json!({ "username": "{fresh}", "email_address": "{fresh}@example.org", "password": PASSWORD })),
    row("POST /actions/logIn", EVERYBODY, |_| json!({ "username": "admin", "password": PASSWORD })),
    row("POST /api/login", EVERYBODY, |_| json!({ "username": "admin", "password": PASSWORD })),
    row("POST /actions/requestPasswordReset", EVERYBODY, |_| json!({ "email": "nobody@example.org" })),
    row("POST /api/users/reset-password", EVERYBODY, |_| json!({ "email": "nobody@example.org" })),
    row("POST /actions/getAccountLink", [Is::No(NO_RESET); 3], |_| json!({ "kind": "reset", "key": "x" })),
    row("POST /actions/submitPasswordReset", [Is::No(NO_RESET); 3], |_| json!({ "resetKey": "x", "password": PASSWORD })),
    row("POST /api/users/reset-password/submit", [Is::Status(404); 3], |_| json!({ "resetKey": "x", "password": PASSWORD })),
    row(
        "POST /actions/verifyEmail",
        [Is::No("This link does not work any more. Log in and have a new one sent, in your settings."); 3],
        |_| json!({ "key": "x" }),
    ),
    row(
        "POST /actions/signUpByInvitation",
        [Is::No("This invitation does not work any more. Ask whoever invited you for a new one."); 3],
        |_| json!({ "key": "x", "password": PASSWORD }),
    ),
    row("POST /actions/resendVerification", [NO_SESSION, Is::No(NO_MAIL), Is::No(NO_MAIL)], |_| json!({})),
    row("POST /actions/getEmailStatus", ACCOUNTS, |_| json!({})),
    row("POST /actions/listSessions", ACCOUNTS, |_| json!({})),
    row(
        "POST /actions/endSession",
        [NO_SESSION, Is::No("Session not found"), Is::No("Session not found")],
        |ids| json!({ "sessionId": ids.user }),
    ),
    row("POST /actions/endOtherSessions", ACCOUNTS, |_| json!({})),
    row("POST /actions/getFactors", ONESELF, |ids| json!({ "userId": ids.user })),
    row("POST /actions/beginAuthenticator", ONESELF, |ids| json!({ "userId": ids.user })),
    row("POST /actions/getAuthenticator", ONESELF, |ids| json!({ "userId": ids.user })),
    row(
        "POST /actions/confirmAuthenticator",
        [
            NO_SESSION,
            Is::No("Unauthorized"),
            Is::No("This is not the code that the app shows now. See that the clock of its device is right."),
        ],
        |ids| json!({ "userId": ids.user, "code": "x" }),
    ),
    row(
        "POST /actions/removeAuthenticator",
        [NO_SESSION, Is::No("Unauthorized"), Is::No("Your account has no app")],
        |ids| json!({ "userId": ids.user, "password": PASSWORD, "code": "x" }),
    ),
    row("POST /actions/makeRecoveryCodes", [NO_SESSION, Is::No("Unauthorized"), Is::No(NO_FACTOR)], |ids| json!({ "userId": ids.user })),
    // Browsers make passkeys for no server like these.
    row("POST /actions/beginPasskey", [Is::No(NO_NAME); 3], |_| json!({ "purpose": "logIn" })),
    row(
        "POST /actions/addPasskey",
        [NO_SESSION, Is::No("Unauthorized"), Is::No(NO_NAME)],
        |ids| json!({ "userId": ids.user, "name": "Phone", "clientData": "e30", "authenticatorData": "e30" }),
    ),
    row("POST /actions/renamePasskey", NO_PASSKEY, |ids| json!({ "passkeyId": ids.user, "name": "Phone" })),
    row("POST /actions/removePasskey", NO_PASSKEY, |ids| json!({ "passkeyId": ids.user })),
    row("POST /actions/getSecondStep", [Is::No(NO_HALF); 3], |_| json!({})),
    row("POST /actions/logInWithCode", [Is::No(NO_HALF); 3], |_| json!({ "code": "123456" })),
    row(
        "POST /actions/logInWithPasskey",
        [Is::No(NO_NAME); 3],
        |_| json!({ "id": "e30", "clientData": "e30", "authenticatorData": "e30", "signature": "e30" }),
    ),
    row("POST /actions/confirmIdentity", ONESELF, |ids| json!({ "userId": ids.user, "password": PASSWORD })),
    row("POST /actions/listIdentities", ACCOUNTS, |_| json!({})),
    row(
        "POST /actions/unlinkIdentity",
        [NO_SESSION, Is::No("Identity not found"), Is::No("Identity not found")],
        |ids| json!({ "identityId": ids.user }),
    ),
    row("POST /actions/setUserPassword", [NO_SESSION, Is::No(HAS_PASSWORD), Is::No(HAS_PASSWORD)], |_| json!({ "newPassword": PASSWORD })),
    // Neither owner administers the server.
    row("POST /actions/removeSecondFactor", OPERATOR, |ids| json!({ "accountId": ids.user })),
    row("POST /actions/listPeople", OPERATOR, |_| json!({ "search": "a" })),
    row("POST /actions/suspendUser", OPERATOR, |ids| json!({ "accountId": ids.user })),
    row("POST /actions/reinstateUser", OPERATOR, |ids| json!({ "accountId": ids.user })),
    row("POST /actions/setServerAdmin", OPERATOR, |ids| json!({ "accountId": ids.user, "admin": true })),
    row("POST /actions/sendResetLink", OPERATOR, |ids| json!({ "accountId": ids.user })),
    row("POST /actions/inviteUser", OPERATOR, |_| json!({ "email": "new@example.org" })),
    row("POST /actions/withdrawInvitation", OPERATOR, |_| json!({ "email": "new@example.org" })),
    row("POST /actions/retryMail", OPERATOR, |ids| json!({ "mailId": ids.user })),
    row("POST /actions/openMail", OPERATOR, |ids| json!({ "mailId": ids.user })),
    row("POST /actions/discardMail", OPERATOR, |ids| json!({ "mailId": ids.user })),
    row("POST /api/users/invite", [NO_SESSION, Is::Status(403), Is::Status(403)], |_| json!({ "email": "new@example.org" })),
    row("POST /api/logout", ACCOUNTS, |_| json!({})),
    row("POST /actions/logOut", ACCOUNTS, |_| json!({})),
    row(
        "POST /actions/updateUserPassword",
        ONESELF,
        |ids| json!({ "userId": ids.user, "currentPassword": PASSWORD, "newPassword": "another horse battery" }),
    ),
];

const NO_PASSKEY: [Is; 3] = [NO_SESSION, Is::No("Passkey not found"), Is::No("Passkey not found")];
const NO_FACTOR: &str = "Recovery codes stand in for a second factor: set up an app or a passkey first.";
const NO_NAME: &str = "Passkeys need a server that is reached over HTTPS by a name. Whoever runs this one can set VIZBOARD_PUBLIC_URL.";
const NO_HALF: &str = "This log-in waits no more. Log in again, then you are asked for the second factor.";
const NO_ADMINISTRATOR: &str = "Only administrators of this server may do this";
const NOT_INVITED: &str = "This invitation does not work any more. Ask whoever sent it for a new one.";
const NO_RESET: &str = "This link does not work any more. Ask for a new one on the log-in page.";
const HAS_PASSWORD: &str = "Your account has a password. Change it with the current one.";
const NO_MAIL: &str = "This server sends no mail, so addresses need not be confirmed.";
/// Takes a form and no JSON.
pub const PADDLE: &str = "POST /api/events/paddle";
const NO_LINK: &str = "This set-up link does not work any more. Restart the server: it prints a new one.";

impl Row {
    /// As the document names it.
    pub fn documented(&self) -> &'static str {
        self.route.split('?').next().unwrap_or(self.route)
    }

    pub fn method(&self) -> Method {
        self.route.split(' ').next().and_then(|name| name.parse().ok()).expect("a method")
    }

    pub fn is_action(&self) -> bool {
        self.route.starts_with("POST /actions/")
    }

    /// Whoever asks gets a session, or loses it.
    pub fn starts_session(&self) -> bool {
        ["SignUp", "/users", "/logIn", "/login"].iter().any(|part| self.route.ends_with(part))
    }

    /// Who asks shows a key and is nobody otherwise.
    pub fn is_by_key(&self) -> bool {
        ["/beginPasskey", "/getSecondStep", "/logInWithCode", "/logInWithPasskey"].iter().any(|action| self.route.ends_with(action))
            || ["/setUp", "/getAccountLink", "/submitPasswordReset", "/reset-password/submit", "/verifyEmail", "/signUpByInvitation"]
                .iter()
                .any(|action| self.route.ends_with(action))
    }

    pub fn ends_session(&self) -> bool {
        ["/logOut", "/logout"].iter().any(|part| self.route.ends_with(part))
    }

    /// The ids in it are made to be known: whoever has them is let in.
    pub fn is_open_by_id(&self) -> bool {
        ["getPublicBoard", "getPublicTile", "getPublicFilterValues", "getPublicDiagram", "unlockLink", "getInvitation"]
            .iter()
            .any(|action| self.route.ends_with(action))
            || ["compatible-tables", "/api/public/"].iter().any(|part| self.route.contains(part))
    }

    pub fn body(&self, ids: &Ids) -> Json {
        (self.body)(ids)
    }

    pub fn path(&self, ids: &Ids) -> String {
        let (_, path) = self.route.split_once(' ').expect("a method and a path");
        let path = path.replace("{projectId}", &ids.project).replace("{widgetId}", &ids.widgets[0]).replace("{user}", &ids.user);
        let username = if path.contains("/members/") { &ids.mate } else { &ids.username };
        let path = path.replace("{teamName}", &ids.team).replace("{username}", username);
        let path = path.replace("{idPublic}", &ids.guarded).replace("{place}", "1");
        let path = path.replace("{ruleId}", &ids.rules[0]).replace("{connectionId}", &ids.connections[0]);
        let path = database_rows::filled(&path, &ids.connections[0]);
        super::databases::filled(&path.replace("{tokenId}", &ids.tokens[0]).replace("{varName}", "A"), &ids.hosted)
    }

    /// Whether the request names anything of these.
    pub fn names_ids(&self, ids: &Ids) -> bool {
        let other = ids.absent();
        self.path(ids) != self.path(&other) || self.body(ids) != self.body(&other)
    }

    /// The row's request by this caller. What begins or ends a session does so in a browser of its own.
    pub async fn ask(&self, server: &TestServer, caller: &Caller, ids: &Ids) -> Answer {
        self.send(server, caller, &self.path(ids), &self.body(ids)).await
    }

    pub async fn send(&self, server: &TestServer, caller: &Caller, path: &str, body: &Json) -> Answer {
        let own = self.starts_session().then(|| server.anon());
        let caller = own.as_ref().unwrap_or(caller);
        let method: Method = self.route.split(' ').next().and_then(|method| method.parse().ok()).expect("a method");
        if body.is_null() {
            let headers = [("origin", caller.url(""))];
            return caller.send(method, path, &headers.each_ref().map(|(name, value)| (*name, value.as_str())), Vec::new()).await;
        }
        if self.documented() == PADDLE {
            let fields: Vec<_> =
                body.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default())).collect();
            return caller.form(path, &fields).await;
        }
        let fresh = format!("n{}", &uuid::Uuid::new_v4().simple().to_string()[..12]);
        let body = body.to_string().replace("{fresh}", &fresh);
        caller.send_json(self.method(), path, &serde_json::from_str(&body).expect("JSON")).await
    }

    #[track_caller]
    pub fn judge(&self, who: &str, answer: &Answer, is: Is, document: &Document) {
        let said = format!("{} by {who}: {} {}", self.route, answer.status, answer.text());
        match is {
            Is::Status(status) => assert_eq!(answer.status, status, "{said}"),
            Is::Ok => {
                assert_eq!(answer.status, 200, "{said}");
                assert!(!self.is_action() || answer.json()["success"] == true, "{said}");
            }
            Is::No(text) => {
                assert_eq!(answer.status, 200, "{said}");
                assert_eq!((&answer.json()["success"], &answer.json()["error"]), (&json!(false), &json!(text)), "{said}");
            }
        }
        let faults = document.faults(self.documented(), answer);
        assert!(faults.is_empty(), "{said}\n{}", faults.join("\n"));
    }
}
