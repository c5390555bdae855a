//! What the document says about inputs is what the server enforces: kinds, null, required fields.

use super::{
    rows::{assert_same, rows},
    table::{Is, TABLE},
    validator::Document,
    world::World,
};
use crate::harness::TestServer;
use reqwest::Method;
use serde_json::{Map, Value as Json, json};

/// The fields of a widget that may be null, as in the seed; everywhere else null is a wrong kind.
const NULLABLE: [&str; 2] = ["subtype", "description"];

/// The JSON kinds that a schema allows.
fn kinds(document: &Document, schema: &Json) -> Vec<String> {
    let schema = document.resolve(schema);
    if let Some(choices) = schema["oneOf"].as_array() {
        return choices.iter().flat_map(|choice| kinds(document, choice)).collect();
    }
    match &schema["type"] {
        Json::String(kind) => vec![kind.clone()],
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        // A value of a condition can be anything.
        _ => every_kind().map(|(kind, _)| kind.to_owned()).into(),
    }
}

/// A value that the schema allows, with every field of every object.
fn sample(document: &Document, schema: &Json) -> Json {
    let schema = document.resolve(schema);
    if let Some(choices) = schema["oneOf"].as_array() {
        let first = choices.iter().find(|choice| choice["type"] != "null").expect("a form that is not null");
        return sample(document, first);
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let fields = || schema["properties"].as_object().into_iter().flatten();
    match kinds(document, schema)[0].as_str() {
        "string" => json!("x"),
        "boolean" => json!(true),
        "integer" | "number" => json!(1),
        "array" => json!([sample(document, &schema["items"])]),
        "object" => fields().map(|(name, field)| (name.clone(), sample(document, field))).collect::<Map<_, _>>().into(),
        _ => Json::Null,
    }
}

/// Values of every kind.
fn every_kind() -> [(&'static str, Json); 7] {
    [
        ("null", Json::Null),
        ("boolean", json!(true)),
        ("integer", json!(1)),
        ("number", json!(1.5)),
        ("string", json!("x")),
        ("array", json!([])),
        ("object", json!({})),
    ]
}

/// The good value with one property of a wrong kind, for every property on every level and every wrong kind.
fn spoiled(document: &Document, schema: &Json, good: &Json, at: &str) -> Vec<(String, Json)> {
    let schema = document.resolve(schema);
    if let Some(choices) = schema["oneOf"].as_array() {
        let objects = choices.iter().filter(|choice| kinds(document, choice).iter().any(|kind| kind == "object" || kind == "array"));
        return match objects.collect::<Vec<_>>().as_slice() {
            [only] if choices.len() <= 2 => spoiled(document, only, good, at),
            _ => Vec::new(),
        };
    }
    let mut all = Vec::new();
    if let (Some(items), Some([one])) = (schema.get("items"), good.as_array().map(Vec::as_slice)) {
        let wrong = |value: &Json| json!([value]);
        all.extend(wrong_kinds(document, items).map(|(kind, value)| (format!("{at}[] {kind}"), wrong(&value))));
        all.extend(spoiled(document, items, one, &format!("{at}[]")).into_iter().map(|(what, value)| (what, wrong(&value))));
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        let with = |value: Json| {
            let mut whole = good.clone();
            whole[name] = value;
            whole
        };
        let of_widget = schema["properties"]["widgetId"].is_object() && NULLABLE.contains(&name.as_str());
        let nullable = |schema: &str| ["/NullableText", "/NullableLocation", "/ColumnDefault"].iter().any(|name| schema.ends_with(name));
        let null_is_right = of_widget || field["$ref"].as_str().is_some_and(nullable);
        assert_eq!(kinds(document, field).iter().any(|kind| kind == "null"), null_is_right, "{at} is described as nullable");
        all.extend(wrong_kinds(document, field).map(|(kind, value)| (format!("{at} {kind}"), with(value))));
        all.extend(spoiled(document, field, &good[name], &at).into_iter().map(|(what, value)| (what, with(value))));
    }
    all
}

fn wrong_kinds<'a>(document: &'a Document, schema: &'a Json) -> impl Iterator<Item = (&'static str, Json)> + use<'a> {
    let right = kinds(document, schema);
    every_kind().into_iter().filter(move |(kind, _)| {
        // An integer is a number too.
        !right.iter().any(|right| right == kind || (right == "number" && *kind == "integer"))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_kind_of_every_field_is_400() {
    let server = TestServer::start_with(crate::harness::Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "50000")]).await;
    let (anon, ada) = (server.anon(), server.sign_up("ada").await);
    let document = Document::of(&server).await;
    let mut asked = 0;
    for route in document.routes() {
        let Some(schema) = document.input(&route) else { continue };
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let method: Method = method.parse().expect("a method");
        let path = path.replace("{projectId}", "6f9619ff-8b86-4011-b42d-00cf4fc964ff").replace(['{', '}'], "");
        // An action reads its input before it asks who calls, the routes of the API after it.
        let caller = if route.contains("/actions/") { &anon } else { &ada };
        let good = sample(&document, schema);
        let understood = caller.send_json(method.clone(), &path, &good).await;
        if route.contains("/actions/") {
            assert_ne!(understood.status, 400, "{route} {good}: {}", understood.text());
        }
        for (what, body) in spoiled(&document, schema, &good, "") {
            let answer = caller.send_json(method.clone(), &path, &body).await;
            assert_eq!(answer.status, 400, "{route} {what}: {}", answer.text());
            assert_ne!(answer.text(), understood.text(), "{route} {what}");
            asked += 1;
        }
        for body in [json!([]), json!(1), json!("x"), Json::Null] {
            assert_eq!(caller.send_json(method.clone(), &path, &body).await.status, 400, "{route} {body}");
        }
    }
    assert!(asked > 1000, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn required_fields_are_those_without_which_nothing_is_done() {
    let world = World::new().await;
    let (server, ada) = (&world.server, &world.ada);
    let document = Document::of(server).await;
    let before = rows(server).await;
    let mut dropped = 0;
    for row in TABLE.iter() {
        let Some(schema) = document.input(row.documented()) else { continue };
        let good = row.body(&ada.ids);
        for field in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            let mut body = good.clone();
            let was = body.as_object_mut().expect("an object").remove(field);
            assert!(was.is_some(), "{} needs {field}, the good request has none", row.route);
            let answer = row.send(server, &ada.caller, &row.path(&ada.ids), &body).await;
            let is_refused_anyway = answer.status == 403 && row.is[2] == Is::Status(403);
            let refused = is_refused_anyway || answer.status == 400 || (answer.status == 200 && answer.json()["success"] == false);
            assert!(refused, "{} without {field}: {} {}", row.route, answer.status, answer.text());
            dropped += 1;
        }
    }
    assert!(dropped > 35, "{dropped}");
    assert_same(&before, &rows(server).await, "without a required field");
}
