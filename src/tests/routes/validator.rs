//! The document as a judge of answers.

use crate::harness::{Answer, TestServer};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// `/api/openapi.json` of a server. A route is written `POST /actions/getBoard`.
pub struct Document(pub Json);

impl Document {
    pub async fn of(server: &TestServer) -> Self {
        Self(server.anon().get("/api/openapi.json").await.json())
    }

    /// Every route that is described.
    pub fn routes(&self) -> BTreeSet<String> {
        let paths = self.0["paths"].as_object().expect("paths").iter();
        let methods = |item: &Json| item.as_object().expect("operations").keys().map(|method| method.to_uppercase()).collect::<Vec<_>>();
        paths.flat_map(|(path, item)| methods(item).into_iter().map(move |method| format!("{method} {path}"))).collect()
    }

    pub fn operation(&self, route: &str) -> &Json {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        &self.0["paths"][path][method.to_lowercase()]
    }

    /// The schema of what is sent, when something is.
    pub fn input(&self, route: &str) -> Option<&Json> {
        let schema = self.operation(route).pointer("/requestBody/content/application~1json/schema")?;
        Some(self.resolve(schema))
    }

    /// The schema behind a reference.
    pub fn resolve<'a>(&'a self, schema: &'a Json) -> &'a Json {
        match schema["$ref"].as_str() {
            Some(path) => self.0.pointer(path.trim_start_matches('#')).unwrap_or_else(|| panic!("{path} leads nowhere")),
            None => schema,
        }
    }

    /// Where an answer is not what the document says; an answer that is not described at all is one fault.
    pub fn faults(&self, route: &str, answer: &Answer) -> Vec<String> {
        let described = &self.operation(route)["responses"][answer.status.as_str()];
        let mut found = Vec::new();
        // Files are described by their kind alone.
        let files = described["content"].as_object().into_iter().flat_map(|kinds| kinds.keys()).filter(|kind| *kind != "application/json");
        if is_one_of(answer, files) {
            return found;
        }
        if described.is_object() && described.get("content").is_none() {
            if !answer.body.is_empty() {
                found.push(format!("{route} describes no body of {}: {}", answer.status, answer.text()));
            }
            return found;
        }
        match described.pointer("/content/application~1json/schema") {
            Some(schema) => errors(schema, &answer.json(), &self.0, route, &mut found),
            None => found.push(format!("{route} does not describe {} {}", answer.status, answer.text())),
        }
        found
    }
}

/// Whether the answer is of one of these kinds, whatever follows a semicolon.
fn is_one_of<'a>(answer: &Answer, mut kinds: impl Iterator<Item = &'a String>) -> bool {
    let kind = answer.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
    kinds.any(|known| known == kind)
}

/// The words of a JSON schema that the document uses.
fn errors(schema: &Json, value: &Json, document: &Json, at: &str, found: &mut Vec<String>) {
    if let Some(path) = schema["$ref"].as_str() {
        let named = document.pointer(path.trim_start_matches('#'));
        match named {
            Some(named) => errors(named, value, document, at, found),
            None => found.push(format!("{at}: {path} leads nowhere")),
        }
        return;
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let fits = |choice: &&Json| {
            let mut own = Vec::new();
            errors(choice, value, document, at, &mut own);
            own.is_empty()
        };
        if choices.iter().find(fits).is_none() {
            found.push(format!("{at}: fits none of the forms: {value}"));
        }
        return;
    }
    if let Some(constant) = schema.get("const")
        && constant != value
    {
        found.push(format!("{at}: is not {constant}"));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        found.push(format!("{at}: {value} is not one of {allowed:?}"));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Json::String(kind) => vec![kind],
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).collect(),
        _ => vec![],
    };
    let fits = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    if !kinds.is_empty() && !kinds.iter().any(fits) {
        found.push(format!("{at}: {value} is not {kinds:?}"));
        return;
    }
    if let Json::Array(items) = value {
        for (place, item) in items.iter().enumerate() {
            errors(&schema["items"], item, document, &format!("{at}[{place}]"), found);
        }
    }
    let Json::Object(fields) = value else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if !fields.contains_key(name) {
            found.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, field) in fields {
        match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(property), _) => errors(property, field, document, &format!("{at}.{name}"), found),
            (None, Json::Bool(false)) => found.push(format!("{at}: {name} is not described")),
            (None, Json::Object(_)) => errors(&schema["additionalProperties"], field, document, &format!("{at}.{name}"), found),
            (None, _) => {}
        }
    }
}
