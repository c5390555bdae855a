//! `/api/openapi.json`: the HTTP routes as their handlers describe them, and the actions as their types do.

use super::docs;
use crate::actions::documented::{self, Documented};
use axum::{
    body::Bytes,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use serde_json::{Map, Value as Json, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};
use utoipa::openapi::OpenApi;

pub const PATH: &str = "/api/openapi.json";

/// Fields of a widget's input that are nullable as in the seed. Every other optional field of an input may be absent
/// but not null (00-conventions, Errors).
const MAY_BE_NULL: [&str; 2] = ["subtype", "description"];

/// The text of the document, the same for the whole life of the process.
static TEXT: OnceLock<Arc<str>> = OnceLock::new();

/// The document for the page that shows it; nothing before the router is made.
pub fn text() -> Option<Arc<str>> {
    TEXT.get().cloned()
}

/// Answers the document, which is made once.
pub fn serve(document: &Json) -> impl Fn() -> std::future::Ready<axum::response::Response> + Clone + use<> {
    let text = Arc::clone(TEXT.get_or_init(|| document.to_string().into()));
    let body = Bytes::copy_from_slice(text.as_bytes());
    move || {
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        std::future::ready((kind, body.clone()).into_response())
    }
}

/// The whole document.
pub fn document(routes: OpenApi) -> Json {
    let mut document = serde_json::to_value(routes).unwrap_or_default();
    let actions = documented::all();
    let mut schemas = take(&mut document, &["components", "schemas"]);
    let mut paths = take(&mut document, &["paths"]);
    for action in &actions {
        for (name, schema) in &action.schemas {
            schemas.insert(name.clone(), serde_json::to_value(schema).unwrap_or_default());
        }
        paths.insert(action.path.to_owned(), json!({ "post": operation(action) }));
    }
    schemas.insert("ActionFailure".into(), failure());
    paths.insert(
        PATH.into(),
        json!({ "get": {
        "tags": ["Health"], "summary": "This document.", "operationId": "openapi",
        "responses": { "200": { "description": "The document", "content": { "application/json": { "schema": { "type": "object" } } } } },
    } }),
    );
    paths.insert(
        docs::PATH.into(),
        json!({ "get": {
        "tags": ["Health"], "summary": "This document as a page.", "operationId": "docs",
        "responses": { "200": { "description": "The page", "content": { "text/html": { "schema": { "type": "string" } } } } },
    } }),
    );
    schemas.values_mut().for_each(flatten);
    let bodies = bodies(&paths);
    for name in reached(&bodies, &schemas) {
        if let Some(schema) = schemas.get_mut(&name) {
            forbid_null(&name, schema);
        }
    }
    let inlined = schemas.clone();
    for (name, schema) in &mut schemas {
        if !(name.ends_with("Input") || bodies.contains(name)) {
            close(schema, &inlined);
        }
    }
    for item in paths.values_mut() {
        close(item, &inlined);
    }
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "VizBoard",
        "version": env!("CARGO_PKG_VERSION"),
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        "description": "Connect databases, build boards, share them. Sign in at /api/login and send the session token as \
                        `Authorization: Bearer`, or use the cookie from a page of the same origin. An API token goes in the same header and reads \
                        the projects that it names. Actions answer 200 with `success` true or false for every outcome of the product, 401 without a session and 400 for a body \
                        that does not parse; they take JSON, or a form with fields like `connections[0][host]`.",
    });
    document["paths"] = Json::Object(paths);
    document["components"] = json!({
        "schemas": schemas,
        "securitySchemes": {
            "session": { "type": "http", "scheme": "bearer", "description": "The session token of /api/login, or an API token for what it reads" },
            "cookie": { "type": "apiKey", "in": "cookie", "name": "vizboard_session" },
        },
    });
    document
}

fn take(document: &mut Json, path: &[&str]) -> Map<String, Json> {
    let found = path.iter().fold(document, |value, key| &mut value[*key]).take();
    if let Json::Object(map) = found { map } else { Map::new() }
}

fn operation(action: &Documented) -> Json {
    let name = action.path.rsplit('/').next().unwrap_or_default();
    let mut answer = serde_json::to_value(&action.output).unwrap_or_default();
    answer["type"] = json!("object");
    if !answer["properties"].is_object() {
        answer["properties"] = json!({});
    }
    answer["properties"]["success"] = json!({ "type": "boolean", "const": true });
    let mut required = answer["required"].as_array().cloned().unwrap_or_default();
    required.push(json!("success"));
    answer["required"] = Json::Array(required);
    let content = |schema: Json| json!({ "application/json": { "schema": schema } });
    let failure = || content(json!({ "$ref": "#/components/schemas/ActionFailure" }));
    let mut responses = json!({
        "200": {
            "description": "Done, or refused with the reason",
            "content": content(json!({ "oneOf": [answer, { "$ref": "#/components/schemas/ActionFailure" }] })),
        },
        "400": { "description": "The body does not parse, or a field has the wrong kind", "content": failure() },
        "429": { "description": "Too many tries", "content": failure() },
    });
    if action.needs_session {
        responses["401"] = json!({ "description": "No session", "content": failure() });
    }
    let input = format!("#/components/schemas/{}", action.input);
    json!({
        "tags": [action.tag],
        "summary": action.summary,
        "operationId": name,
        "security": if action.needs_session { json!([{ "session": [] }, { "cookie": [] }]) } else { json!([]) },
        "requestBody": { "required": true, "content": {
            "application/json": { "schema": { "$ref": input } },
            "application/x-www-form-urlencoded": { "schema": { "$ref": input } },
        } },
        "responses": responses,
    })
}

/// What every action answers instead of its result.
fn failure() -> Json {
    json!({
        "type": "object",
        "description": "Why an action was refused. `kind` and `code` come with statuses other than 200.",
        "required": ["success", "error"],
        "properties": {
            "success": { "type": "boolean", "const": false },
            "error": { "type": "string", "description": "What happened and what to do." },
            "field": { "type": "string", "description": "The input field that broke a rule, like `connections[0][port]`." },
            "kind": { "type": "string" },
            "code": { "type": "string", "description": "Reference into the server's log." },
            "retry_after": { "type": "integer", "description": "Seconds to wait." },
        },
    })
}

/// Visits every object of a schema.
fn visit(schema: &mut Json, at: &mut dyn FnMut(&mut Map<String, Json>)) {
    match schema {
        Json::Object(object) => {
            at(object);
            object.values_mut().for_each(|value| visit(value, at));
        }
        Json::Array(items) => items.iter_mut().for_each(|value| visit(value, at)),
        _ => {}
    }
}

/// A single-element `allOf` around a reference, which carries only a description, is the reference.
fn flatten(schema: &mut Json) {
    visit(schema, &mut |object| {
        if let Some([only]) = object.get("allOf").and_then(Json::as_array).map(Vec::as_slice) {
            let only = only.clone();
            object.remove("allOf");
            if let Json::Object(only) = only {
                object.extend(only);
            }
        }
    });
}

/// Optional fields of inputs may be left out but not be null.
fn forbid_null(name: &str, schema: &mut Json) {
    let Some(properties) = schema["properties"].as_object_mut() else { return };
    for (field, property) in properties {
        if name.ends_with("WidgetInput") && MAY_BE_NULL.contains(&field.as_str()) {
            continue;
        }
        if let Some(kinds) = property["type"].as_array_mut() {
            kinds.retain(|kind| kind != "null");
            if let [only] = kinds.as_slice() {
                property["type"] = only.clone();
            }
        }
        if let Some(choices) = property.get_mut("oneOf").and_then(Json::as_array_mut) {
            choices.retain(|choice| choice["type"] != "null");
            if let [only] = choices.as_slice() {
                let only = only.clone();
                *property = only;
            }
        }
    }
}

/// The schemas of request bodies: unknown fields are ignored there.
fn bodies(paths: &Map<String, Json>) -> Vec<String> {
    let operations = paths.values().filter_map(Json::as_object).flat_map(Map::values);
    let named = operations.filter_map(|operation| {
        let path = operation.pointer("/requestBody/content/application~1json/schema/$ref")?.as_str()?;
        path.rsplit('/').next().map(str::to_owned)
    });
    named.collect()
}

/// The schemas of request bodies with every schema inside them.
fn reached(bodies: &[String], schemas: &Map<String, Json>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next = bodies.to_vec();
    while let Some(name) = next.pop() {
        let Some(schema) = schemas.get(&name) else { continue };
        if reached.insert(name) {
            visit(&mut schema.clone(), &mut |object| {
                let named = object.get("$ref").and_then(Json::as_str).and_then(|path| path.rsplit('/').next());
                next.extend(named.map(str::to_owned));
            });
        }
    }
    reached
}

/// Objects have no other fields than the described ones. Tagged variants, which are written as a reference and the
/// tag, become one object for that.
fn close(schema: &mut Json, schemas: &Map<String, Json>) {
    visit(schema, &mut |object| {
        if let Some(Json::Array(parts)) = object.remove("allOf") {
            let mut merged = json!({ "type": "object", "properties": {}, "required": [] });
            for part in parts {
                let part = match part["$ref"].as_str().and_then(|path| path.rsplit('/').next()).and_then(|name| schemas.get(name)) {
                    Some(named) => named.clone(),
                    None => part,
                };
                for (name, property) in part["properties"].as_object().into_iter().flatten() {
                    merged["properties"][name] = property.clone();
                }
                if let (Some(all), Some(more)) = (merged["required"].as_array_mut(), part["required"].as_array()) {
                    all.extend(more.iter().cloned());
                }
            }
            if let Json::Object(merged) = merged {
                object.extend(merged);
            }
        }
        let is_object = object.get("type").is_some_and(|kind| kind == "object");
        if is_object && object.get("properties").is_some_and(Json::is_object) {
            object.entry("additionalProperties").or_insert(json!(false));
        }
    });
}
