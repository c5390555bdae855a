//! The OpenAPI document boiled down to what the page shows. Pure.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub version: String,
    pub groups: Vec<Group>,
}

/// The operations under one tag, in the document's order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    pub text: String,
    pub operations: Vec<Operation>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Names the operation in the page's address.
    pub anchor: String,
    /// In capitals.
    pub method: String,
    pub path: String,
    pub summary: String,
    /// None in an outline.
    pub details: Option<Details>,
}

/// What is read of an operation once somebody is interested in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    pub text: String,
    /// Path and query.
    pub parameters: Vec<Field>,
    pub body: Vec<Field>,
    pub answers: Vec<Reply>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    pub status: String,
    pub text: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// `connections[].host` for a field of an object in a list.
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub text: String,
}

impl Reference {
    /// The same without what is only read of an operation that is opened, which is most of it.
    pub fn outline(mut self) -> Self {
        self.groups.iter_mut().flat_map(|group| &mut group.operations).for_each(|operation| operation.details = None);
        self
    }

    pub fn details(&self, anchor: &str) -> Option<&Details> {
        let mut all = self.groups.iter().flat_map(|group| &group.operations);
        all.find(|operation| operation.anchor == anchor)?.details.as_ref()
    }
}

/// Objects inside objects are shown down to here.
const MAX_DEPTH: usize = 4;
/// More fields than this are not shown one by one.
const MAX_FIELDS: usize = 80;

/// What the page shows of `document`.
pub fn condense(document: &Json) -> Reference {
    let mut groups: Vec<Group> = Vec::new();
    for tag in list(&document["tags"]) {
        groups.push(Group { name: text(&tag["name"]), text: text(&tag["description"]), operations: Vec::new() });
    }
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            let name = operation["tags"][0].as_str().unwrap_or("Other");
            let shown = read(document, path, method, item, operation);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.operations.push(shown),
                None => groups.push(Group { name: name.to_owned(), text: String::new(), operations: vec![shown] }),
            }
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    Reference { version: text(&document["info"]["version"]), groups }
}

fn read(document: &Json, path: &str, method: &str, item: &Json, operation: &Json) -> Operation {
    let parameters = list(&item["parameters"]).iter().chain(list(&operation["parameters"])).map(|parameter| {
        let parameter = resolve(document, parameter);
        Field {
            name: text(&parameter["name"]),
            kind: format!("{}, in {}", kind(document, &parameter["schema"]), text(&parameter["in"])),
            required: parameter["required"].as_bool().unwrap_or_default(),
            text: text(&parameter["description"]),
        }
    });
    let answers = operation["responses"].as_object().into_iter().flatten().map(|(status, reply)| {
        let reply = resolve(document, reply);
        Reply { status: status.clone(), text: text(&reply["description"]), fields: fields(document, content(&reply["content"])) }
    });
    let said = text(&operation["description"]);
    let (summary, more) = match operation["summary"].as_str() {
        Some(summary) => (summary.to_owned(), said),
        None => match said.split_once("\n\n") {
            Some((first, rest)) => (first.to_owned(), rest.to_owned()),
            None => (said, String::new()),
        },
    };
    let anchor = format!("{method}{path}").chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let details = Details {
        text: more,
        parameters: parameters.collect(),
        body: fields(document, content(&resolve(document, &operation["requestBody"])["content"])),
        answers: answers.collect(),
    };
    Operation { anchor, method: method.to_ascii_uppercase(), path: path.to_owned(), summary, details: Some(details) }
}

/// The schema of the JSON body, else of whichever body is described.
fn content(content: &Json) -> &Json {
    let first = content.as_object().and_then(|kinds| kinds.values().next()).unwrap_or(&Json::Null);
    let body = content.get("application/json").unwrap_or(first);
    &body["schema"]
}

fn fields(document: &Json, schema: &Json) -> Vec<Field> {
    let mut found = Vec::new();
    collect(document, schema, "", 0, &mut found);
    found.truncate(MAX_FIELDS);
    found
}

fn collect(document: &Json, schema: &Json, prefix: &str, depth: usize, found: &mut Vec<Field>) {
    if depth > MAX_DEPTH || found.len() > MAX_FIELDS {
        return;
    }
    let schema = solid(document, schema);
    for part in list(&schema["allOf"]) {
        collect(document, part, prefix, depth, found);
    }
    if !schema["items"].is_null() {
        let name = format!("{prefix}[]");
        if prefix.is_empty() {
            found.push(Field { name: name.clone(), kind: kind(document, &schema["items"]), ..Field::default() });
        }
        collect(document, &schema["items"], &name, depth + 1, found);
    }
    let required = list(&schema["required"]);
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let full = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let own = text(&property["description"]);
        found.push(Field {
            name: full.clone(),
            kind: kind(document, property),
            required: required.iter().any(|wanted| wanted == name),
            text: if own.is_empty() { text(&solid(document, property)["description"]) } else { own },
        });
        collect(document, property, &full, depth + 1, found);
    }
}

/// A type in words: `string`, `list of integer`, `object`, `string or null`.
fn kind(document: &Json, schema: &Json) -> String {
    let nullable = list(&schema["oneOf"]).iter().chain(list(&schema["anyOf"])).any(|part| part["type"] == "null");
    let solid = solid(document, schema);
    let or_null = |word: String| if nullable { format!("{word} or null") } else { word };
    if let Some(values) = solid["enum"].as_array() {
        let values: Vec<_> = values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
        return or_null(values.join(" | "));
    }
    if !solid["items"].is_null() {
        return or_null(format!("list of {}", kind(document, &solid["items"])));
    }
    let word = match &solid["type"] {
        Json::String(name) => name.clone(),
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" or "),
        _ if !solid["properties"].is_null() || !solid["allOf"].is_null() => "object".to_owned(),
        _ => "any".to_owned(),
    };
    or_null(match solid["format"].as_str() {
        Some(format @ ("date-time" | "uuid" | "email")) => format!("{word} ({format})"),
        _ => word,
    })
}

/// The schema behind references and "this or null".
fn solid<'a>(document: &'a Json, schema: &'a Json) -> &'a Json {
    let schema = resolve(document, schema);
    let choices = list(&schema["oneOf"]).iter().chain(list(&schema["anyOf"]));
    match choices.filter(|part| part["type"] != "null").collect::<Vec<_>>().as_slice() {
        [only] => resolve(document, only),
        _ => schema,
    }
}

fn resolve<'a>(document: &'a Json, schema: &'a Json) -> &'a Json {
    match schema["$ref"].as_str().and_then(|target| target.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(schema),
        None => schema,
    }
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Json {
        json!({
            "info": {"version": "1.2.3"},
            "tags": [{"name": "Projects", "description": "All about them"}, {"name": "Unused"}],
            "paths": {
                "/actions/createProject": {"post": {
                    "tags": ["Projects"],
                    "description": "Makes a project.\n\nAnd checks it.",
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Input"}}}},
                    "responses": {"200": {"description": "Made", "content": {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": ["string", "null"]}}}}}}}
                }},
                "/api/x/{id}": {"get": {
                    "summary": "One",
                    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}],
                    "responses": {"404": {"description": "None"}}
                }}
            },
            "components": {"schemas": {
                "Input": {"type": "object", "required": ["title"], "properties": {
                    "title": {"type": "string", "description": "Its name"},
                    "connections": {"type": "array", "items": {"$ref": "#/components/schemas/Connection"}},
                    "mode": {"oneOf": [{"type": "null"}, {"enum": ["a", "b"]}]}
                }},
                "Connection": {"type": "object", "properties": {"port": {"type": "integer"}, "inner": {"$ref": "#/components/schemas/Connection"}}}
            }}
        })
    }

    #[test]
    fn groups_fields_and_answers() {
        let reference = condense(&document());
        assert_eq!(reference.version, "1.2.3");
        let names: Vec<_> = reference.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["Projects", "Other"]);
        let create = &reference.groups[0].operations[0];
        let details = create.details.as_ref().expect("read");
        assert_eq!(
            (create.method.as_str(), create.summary.as_str(), details.text.as_str()),
            ("POST", "Makes a project.", "And checks it.")
        );
        let find = |name: &str| details.body.iter().find(|field| field.name == name).map(|field| (field.kind.as_str(), field.required));
        assert_eq!(find("title"), Some(("string", true)));
        assert_eq!(find("connections"), Some(("list of object", false)));
        assert_eq!(find("connections[].port"), Some(("integer", false)));
        assert_eq!(find("mode"), Some(("a | b or null", false)));
        assert_eq!(details.answers[0].fields[0].kind, "string or null");
        let one = &reference.groups[1].operations[0];
        assert_eq!(one.anchor, "get-api-x--id-");
        assert_eq!(reference.details(&one.anchor).map(|details| details.parameters[0].kind.as_str()), Some("string (uuid), in path"));
        let outline = reference.clone().outline();
        assert_eq!(outline.groups[0].operations[0].summary, "Makes a project.");
        assert_eq!(outline.details("get-api-x--id-"), None);
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let deepest = condense(&document()).groups[0].operations[0]
            .details
            .as_ref()
            .and_then(|details| details.body.iter().map(|field| field.name.matches('.').count()).max());
        assert!(deepest.is_some_and(|depth| depth <= MAX_DEPTH));
    }

    #[test]
    fn nonsense_is_an_empty_reference() {
        for nonsense in [json!(null), json!([]), json!({"paths": 1}), json!({"paths": {"/a": {"get": 1}}, "tags": "x"})] {
            let reference = condense(&nonsense);
            assert!(reference.groups.iter().all(|group| {
                group.operations.iter().all(|operation| operation.details.as_ref().is_some_and(|details| details.body.is_empty()))
            }));
        }
    }
}
