//! What the pages of hosted databases ask: of the private database of the team, of the one whose ids are changed, and of the
//! one that is given away.

use super::table::{ACCOUNTS, Is, NO_SESSION, Row, row};
use serde_json::json;

const NO_DATABASE: Is = Is::No("Database not found");
const NO_FILE: Is = Is::No("This file is not kept any more. Send it again.");
const NO_IMPORT: Is = Is::No("There is no such import, or it ended long ago");
const NO_ROWS: Is = Is::No("These rows are not kept any more, or they are back already.");
const NO_RUN: Is = Is::No("The result of this run is not kept any more. Run the statement again");

/// Also asked by people without a session, who find public ones: to them and to strangers a private one is not there.
pub const UNKNOWN: [Is; 3] = [NO_DATABASE, NO_DATABASE, Is::Ok];
/// For accounts: to those who are strangers to it a private one is not there.
const DATABASE: [Is; 3] = [NO_SESSION, NO_DATABASE, Is::Ok];
const TEAM: [Is; 3] = [NO_SESSION, Is::No("Team not found"), Is::Ok];

/// In an order in which each row of the owner leaves what the next ones need: at the end the table is as it was at first.
pub const ACTIONS: &[Row] = &[
    row("POST /actions/listDatabases", ACCOUNTS, |_| json!({})),
    row("POST /actions/listDatabases", TEAM, |ids| json!({ "team": ids.team })),
    row(
        "POST /actions/createDatabase",
        TEAM,
        |ids| json!({ "name": "Of the page", "team": ids.team, "fileFormat": "sqlite", "query": "create table a (b)" }),
    ),
    // A form is wanted, and nothing of another one waits for anybody.
    row("POST /databases/upload", [NO_SESSION, Is::Status(415), Is::Status(415)], |_| json!({})),
    row("POST /actions/getDatabaseUpload", [NO_SESSION, NO_FILE, NO_FILE], |_| json!({ "uploadId": "x" })),
    row("POST /actions/importDatabaseUpload", [NO_SESSION, NO_FILE, NO_FILE], |_| json!({ "uploadId": "x", "name": "Of a file" })),
    row(
        "POST /actions/importDatabaseRows",
        [NO_SESSION, NO_DATABASE, NO_FILE],
        |ids| json!({ "databaseId": ids.hosted.database, "tableName": "t", "uploadId": "x" }),
    ),
    row(
        "POST /actions/getDatabaseImport",
        [NO_SESSION, NO_DATABASE, NO_IMPORT],
        |ids| json!({ "databaseId": ids.hosted.database, "importId": "x" }),
    ),
    row(
        "POST /actions/cancelDatabaseImport",
        [NO_SESSION, NO_DATABASE, NO_IMPORT],
        |ids| json!({ "databaseId": ids.hosted.database, "importId": "x" }),
    ),
    row("POST /actions/getDatabaseDesk", UNKNOWN, |ids| json!({ "databaseId": ids.hosted.database })),
    row("POST /actions/getDatabaseDesk", UNKNOWN, |ids| json!({ "databaseId": ids.hosted.readonly })),
    row("POST /actions/getDatabaseRows", UNKNOWN, |ids| json!({ "databaseId": ids.hosted.database, "tableName": "t" })),
    row("POST /actions/getDatabaseRow", UNKNOWN, |ids| json!({ "databaseId": ids.hosted.database, "tableName": "t", "key": "1" })),
    row("POST /actions/saveDatabaseRows", DATABASE, |ids| {
        json!({ "databaseId": ids.hosted.database, "tableName": "t",
            "edits": [{ "what": "insert", "cells": [{ "column": "a", "text": "seven" }] }] })
    }),
    row("POST /actions/reviewDatabaseRows", DATABASE, |ids| {
        json!({ "databaseId": ids.hosted.database, "tableName": "t",
            "edits": [{ "what": "update", "key": "1", "cells": [{ "column": "a", "text": "eight" }] }] })
    }),
    row("POST /actions/saveDatabaseRow", DATABASE, |ids| {
        json!({ "databaseId": ids.hosted.database, "tableName": "t",
            "cells": [{ "column": "id", "text": "99" }, { "column": "a", "text": "nine" }] })
    }),
    row("POST /actions/listDeletedDatabaseRows", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "tableName": "t" })),
    row(
        "POST /actions/restoreDeletedDatabaseRows",
        [NO_SESSION, NO_DATABASE, NO_ROWS],
        |ids| json!({ "databaseId": ids.hosted.database, "deletedId": "x" }),
    ),
    row("POST /actions/deleteDatabaseRow", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "tableName": "t", "key": "99" })),
    row(
        "POST /actions/changeDatabaseStructure",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "what": "create_table", "name": "desk" }),
    ),
    row(
        "POST /actions/changeDatabaseStructure",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "what": "describe_table", "tableName": "desk", "description": "New" }),
    ),
    row(
        "POST /actions/changeDatabaseStructure",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "what": "drop_table", "tableName": "desk", "confirmName": "desk" }),
    ),
    row("POST /actions/runDatabaseSql", UNKNOWN, |ids| json!({ "databaseId": ids.hosted.database, "text": "select * from t" })),
    row("POST /actions/runDatabaseSql", UNKNOWN, |ids| json!({ "databaseId": ids.hosted.readonly, "text": "select * from t" })),
    // Nothing runs under this id: that is stopped already.
    row(
        "POST /actions/stopDatabaseSql",
        UNKNOWN,
        |ids| json!({ "databaseId": ids.hosted.database, "stopId": "6f9619ff-8b86-4011-b42d-00cf4fc964ff" }),
    ),
    row(
        "POST /actions/getDatabaseSqlRun",
        [NO_SESSION, NO_DATABASE, NO_RUN],
        |ids| json!({ "databaseId": ids.hosted.database, "runId": "6f9619ff-8b86-4011-b42d-00cf4fc964ff" }),
    ),
    row("POST /actions/listDatabaseCharts", UNKNOWN, |ids| json!({ "databaseId": ids.hosted.database })),
    row("POST /actions/saveDatabaseChart", DATABASE, |ids| {
        json!({ "databaseId": ids.hosted.database, "chartType": "BarChart", "title": "Drawn", "tableName": "t", "label": "a",
            "hideNullValues": true })
    }),
    row("POST /actions/deleteDatabaseChart", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "chartId": ids.hosted.old_chart })),
    row("POST /actions/listDatabaseDashboards", DATABASE, |ids| json!({ "databaseId": ids.hosted.database })),
    row(
        "POST /actions/getDatabaseDashboard",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "dashboardId": ids.hosted.old_dashboard }),
    ),
    row(
        "POST /actions/saveDatabaseDashboard",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "title": "Of the page", "charts": [] }),
    ),
    row(
        "POST /actions/saveDatabaseDashboard",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "dashboardId": ids.hosted.old_dashboard, "title": "Another title", "charts": [""] }),
    ),
    row(
        "POST /actions/deleteDatabaseDashboard",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "dashboardId": ids.hosted.old_dashboard }),
    ),
    row("POST /actions/listDatabaseApps", DATABASE, |ids| json!({ "databaseId": ids.hosted.database })),
    row("POST /actions/getDatabaseApp", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "appId": ids.hosted.old_app })),
    row(
        "POST /actions/saveDatabaseApp",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "name": "Of the page", "content": "<p>1" }),
    ),
    row(
        "POST /actions/saveDatabaseApp",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.database, "appId": ids.hosted.old_app, "name": "Another name", "content": "<p>2" }),
    ),
    row("POST /actions/deleteDatabaseApp", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "appId": ids.hosted.old_app })),
    row("POST /actions/updateDatabaseSettings", DATABASE, |ids| {
        json!({ "databaseId": ids.hosted.database, "description": "Of the page", "environment": "Staging", "visibility": "private",
            "auditing": false, "schemaLocked": false, "viewsTab": true })
    }),
    row("POST /actions/setDatabaseVariable", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "name": "C", "secretValue": "1" })),
    row("POST /actions/listDatabaseVariables", DATABASE, |ids| json!({ "databaseId": ids.hosted.database })),
    row("POST /actions/deleteDatabaseVariable", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "name": "C" })),
    row("POST /actions/listDatabaseCopies", DATABASE, |ids| json!({ "databaseId": ids.hosted.database })),
    row("POST /actions/makeDatabaseCopy", DATABASE, |ids| json!({ "databaseId": ids.hosted.database })),
    row("POST /actions/restoreDatabaseCopy", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "copyId": ids.hosted.old_copy })),
    row("POST /actions/deleteDatabaseCopy", DATABASE, |ids| json!({ "databaseId": ids.hosted.database, "copyId": ids.hosted.old_copy })),
    row("POST /actions/regenerateDatabaseId", DATABASE, |ids| json!({ "databaseId": ids.hosted.spare, "which": "readonly" })),
    // To the personal team, which is called like its account.
    row(
        "POST /actions/transferDatabase",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.gift, "confirmName": format!("Gift of {}", ids.username), "team": ids.username }),
    ),
    row(
        "POST /actions/deleteDatabase",
        DATABASE,
        |ids| json!({ "databaseId": ids.hosted.gift, "confirmName": format!("Gift of {}", ids.username) }),
    ),
];
