//! The rows of one database as an OpenAPI document, made from its structure.

use super::open_database;
use crate::{
    domain::{
        App,
        databases::access::{Asking, Found, Key},
        plan::page::Rows,
    },
    error::Result,
    model::{
        address::step,
        engine::EngineKind,
        filter::Op,
        row_query::PARAMETERS,
        schema::{Column, Generated, Schema, TableKind},
        value::Kind,
    },
};
use serde_json::{Map, Value as Json, json};

/// `GET /api/dbs/{dbId}/openapi.json`.
///
/// # Errors
/// As [`super::list`].
pub async fn document(app: &App, asking: Asking<'_>, key: &Key) -> Result<Json> {
    let (found, schema) = open_database(app, asking, key).await?;
    Ok(of(&found, &schema, app.settings.base_url.trim_end_matches('/')))
}

fn of(found: &Found, schema: &Schema, server: &str) -> Json {
    let base = format!("/api/dbs/{}", found.row.id);
    describe(&base, &found.row.name, &found.row.description, server, schema)
}

fn describe(base: &str, title: &str, description: &str, server: &str, schema: &Schema) -> Json {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for (at, table) in schema.tables.iter().enumerate() {
        let name = component(at, &table.at.name);
        let rows = Rows::new(table, EngineKind::Hosted);
        schemas.insert(name.clone(), row(&rows));
        let tables = format!("{base}/tables/{}", step(&table.at.name));
        paths.insert(format!("{tables}/rows"), many(&rows, &name));
        paths.insert(format!("{tables}/aggregate"), json!({ "get": aggregate(&rows) }));
        if !rows.key().is_empty() {
            paths.insert(format!("{tables}/rows/{{key}}"), one(&rows, &name));
        }
    }
    schemas.insert(
        "Errors".into(),
        json!({ "type": "object", "required": ["errors"], "properties": { "errors": { "type": "array", "items": {
            "type": "object", "required": ["message"], "properties": { "message": { "type": "string" } } } } } }),
    );
    json!({
        "openapi": "3.1.0",
        "info": { "title": title, "description": description, "version": "1" },
        "servers": [{ "url": server }],
        "security": [{ "bearer": [] }, {}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "description": "An API token with a permission for this database." } },
        },
    })
}

/// Names of components hold letters and digits only, and there is one for each table.
fn component(at: usize, name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).take(60).collect();
    if plain == name { plain } else { format!("{plain}.{at}") }
}

fn kind(column: &Column) -> Json {
    let nullable = |name: &str| if column.nullable { json!({ "type": [name, "null"] }) } else { json!({ "type": name }) };
    match column.kind {
        Kind::Integer => {
            let mut kind = nullable("integer");
            kind["format"] = json!("int64");
            kind
        }
        Kind::Number => nullable("number"),
        Kind::Boolean => nullable("boolean"),
        Kind::Bytes => json!({ "type": ["object", "string", "null"],
            "description": "Written as {\"base64\": \"...\"}, read as {\"type\": \"blob\", \"bytes\": 3, \"url\": \"...\"}." }),
        Kind::Text if !column.enum_values.is_empty() => json!({ "enum": column.enum_values }),
        Kind::Text => nullable("string"),
        // SQLite keeps whatever is put in there.
        Kind::Date | Kind::Time | Kind::Timestamp | Kind::Json | Kind::Other => json!({}),
    }
}

fn is_computed(column: &Column) -> bool {
    matches!(column.generated, Some(Generated::Stored | Generated::Virtual))
}

fn row(rows: &Rows<'_>) -> Json {
    let mut properties = Map::new();
    for column in rows.all() {
        let mut kind = kind(column);
        kind["description"] =
            json!(format!("{}{}", column.full_type, column.default.as_ref().map_or(String::new(), |text| format!(", default {text}"))));
        if is_computed(column) {
            kind["readOnly"] = json!(true);
        }
        properties.insert(column.name.clone(), kind);
    }
    let own = &rows.table.columns;
    let must = |column: &&Column| !column.nullable && column.default.is_none() && column.generated.is_none();
    let required: Vec<&str> = own.iter().filter(must).map(|column| column.name.as_str()).collect();
    json!({ "title": rows.table.at.name, "type": "object", "properties": properties, "x-required-on-insert": required })
}

fn query(name: &str, schema: &Json, description: &str) -> Json {
    json!({ "name": name, "in": "query", "required": false, "schema": schema, "description": description })
}

/// What chooses rows: a parameter for each column, and those for all.
fn filters(rows: &Rows<'_>) -> Vec<Json> {
    let text = json!({ "type": "string" });
    let mut parameters = vec![
        query("filter", &json!({ "type": "array", "items": { "type": "string" } }), "column.operator.value; all must hold"),
        query("or", &json!({ "type": "array", "items": { "type": "string" } }), "Conditions with | between them; one must hold"),
        query("search", &text, "What any column holds, ignoring case"),
    ];
    for column in rows.table.columns.iter().filter(|column| !PARAMETERS.contains(&column.name.as_str())) {
        let operators: Vec<&str> = Op::ALL.into_iter().filter(|op| op.fits(column.kind)).map(Op::name).collect();
        let description = format!("A value, or operator:value with one of {} ({})", operators.join(", "), column.full_type);
        parameters.push(query(&column.name, &text, &description));
    }
    parameters
}

fn answer(schema: &Json) -> Json {
    let body = |schema: &Json| json!({ "application/json": { "schema": schema } });
    let refused = |text: &str| json!({ "description": text, "content": body(&json!({ "$ref": "#/components/schemas/Errors" })) });
    json!({
        "200": { "description": "Done", "content": body(schema) },
        "400": refused("A column that is not there, a value that does not fit it, or the database refuses"),
        "403": refused("The caller may not"),
        "404": refused("Unknown, or private and not the caller's"),
    })
}

fn of_row(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn written(name: &str) -> Json {
    json!({ "type": "object", "required": ["changes"], "properties": {
        "changes": { "type": "integer" }, "rows": { "type": "array", "items": of_row(name) },
        "versions": { "type": "array", "items": { "type": "string" } } } })
}

fn body(schema: &Json) -> Json {
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

fn operation(summary: String, parameters: Vec<Json>, input: Option<Json>, output: &Json) -> Json {
    let mut operation = json!({ "summary": summary, "parameters": parameters, "responses": answer(output) });
    if let Some(input) = input {
        operation["requestBody"] = body(&input);
    }
    operation
}

fn many(rows: &Rows<'_>, name: &str) -> Json {
    let label = &rows.table.at.name;
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "integer", "minimum": 0 }));
    let mut listing = filters(rows);
    listing.extend([
        query("sort", &text, "Columns with commas between them; - in front sorts descending"),
        query("columns", &text, "The columns that are wanted"),
        query("limit", &json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 50 }), "Rows of the page"),
        query("offset", &number, "Rows that are left out"),
        query("after", &text, "next of the page before"),
        query("count", &json!({ "enum": ["none", "estimated", "capped", "exact"] }), "How rows are counted"),
        query("versions", &json!({ "type": "boolean" }), "With the version of each row"),
    ]);
    let page = json!({ "type": "object", "required": ["rows", "next"], "properties": {
        "rows": { "type": "array", "items": of_row(name) }, "next": { "type": ["string", "null"] }, "total": { "type": "integer" },
        "counted": { "type": "string" }, "versions": { "type": "array", "items": { "type": "string" } } } });
    let mut path = json!({ "get": operation(format!("Rows of {label}"), listing, None, &page) });
    if rows.table.kind == TableKind::Table {
        let new = json!({ "oneOf": [of_row(name), { "type": "array", "items": of_row(name) }] });
        let upsert = query("upsert", &text, "A unique key: rows that exist under it are changed");
        path["post"] = operation(format!("Insert into {label}"), vec![upsert], Some(new), &written(name));
        path["patch"] = operation(format!("Change rows of {label} by filter"), filters(rows), Some(of_row(name)), &written(name));
        path["delete"] = operation(format!("Delete rows of {label} by filter"), filters(rows), None, &written(name));
    }
    path
}

fn aggregate(rows: &Rows<'_>) -> Json {
    let text = json!({ "type": "string" });
    let mut parameters = filters(rows);
    parameters.push(query("group", &text, "Columns with commas between them; created:month groups by periods"));
    parameters.push(query("measures", &text, "count,sum:column"));
    let group = json!({ "type": "object", "properties": { "group": { "type": "object" }, "measures": { "type": "object" } } });
    let groups =
        json!({ "type": "object", "properties": { "groups": { "type": "array", "items": group }, "truncated": { "type": "boolean" } } });
    operation(format!("Groups of rows of {}", rows.table.at.name), parameters, None, &groups)
}

fn one(rows: &Rows<'_>, name: &str) -> Json {
    let label = &rows.table.at.name;
    let names: Vec<&str> = rows.key().iter().map(|column| column.name.as_str()).collect();
    let key = json!({ "name": "key", "in": "path", "required": true, "schema": { "type": "string" }, "description": names.join(",") });
    let mut path = json!({ "get": operation(format!("A row of {label}"), Vec::new(), None, &of_row(name)), "parameters": [key] });
    if matches!(rows.table.kind, TableKind::Table) {
        path["put"] = operation(format!("Write a row of {label}"), Vec::new(), Some(of_row(name)), &written(name));
        path["patch"] = operation(format!("Change a row of {label}"), Vec::new(), Some(of_row(name)), &written(name));
        path["delete"] = operation(format!("Delete a row of {label}"), Vec::new(), None, &written(name));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::{
        Table,
        sample::{column, table},
    };

    #[test]
    fn each_table_has_its_paths_and_its_schema() {
        let people = Table { primary_key: vec!["id".into()], ..table("people", vec![column("id", "integer"), column("sort", "text")]) };
        let odd = Table { kind: TableKind::View, ..table("a/b \"c\"", vec![column("x", "text")]) };
        let schema = Schema { tables: vec![odd, people], ..Schema::default() };
        let document = describe("/api/dbs/x", "One", "", "http://h", &schema);
        let paths = document["paths"].as_object().expect("paths");
        let listed: Vec<&str> = paths.keys().map(String::as_str).collect();
        assert_eq!(
            listed,
            [
                "/api/dbs/x/tables/a%2Fb%20%22c%22/aggregate",
                "/api/dbs/x/tables/a%2Fb%20%22c%22/rows",
                "/api/dbs/x/tables/people/aggregate",
                "/api/dbs/x/tables/people/rows",
                "/api/dbs/x/tables/people/rows/{key}",
            ]
        );
        assert!(paths[listed[1]]["post"].is_null() && paths[listed[3]]["post"].is_object(), "a view is read");
        let names: Vec<&Json> = paths[listed[3]]["get"]["parameters"].as_array().expect("parameters").iter().map(|p| &p["name"]).collect();
        assert_eq!(names.iter().filter(|name| ***name == "sort").count(), 1, "{names:?}");
        let text = document.to_string();
        for (place, _) in text.match_indices("\"$ref\":\"#") {
            let path: String = text[place + 9..].chars().take_while(|c| *c != '"').collect();
            assert!(document.pointer(&path).is_some(), "{path} leads nowhere");
        }
    }
}
