//! Who may name whom (`src/README.md`). Reads `use` lines and written-out `crate::` paths alike.

use super::{File, code, sources};

/// Room, and the rooms it may name besides itself.
const ALLOWED: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("model", &["error"]),
    ("widgets", &["model", "error"]),
    ("actions", &["model", "error", "domain", "ui"]),
    ("ui", &["model", "error", "widgets", "actions"]),
    ("domain", &["model", "error", "widgets", "store", "engines", "secrets", "script", "mailer", "providers"]),
    ("engines", &["model", "error"]),
    ("store", &["model", "error"]),
    ("secrets", &["model", "error"]),
    ("script", &["model", "error"]),
    ("mailer", &["model", "error"]),
    ("providers", &["model", "error"]),
    ("api", &["model", "error", "domain", "actions"]),
    (
        "server",
        &["model", "error", "domain", "engines", "store", "secrets", "script", "mailer", "providers", "api", "actions", "ui", "widgets"],
    ),
];

fn room(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    let name = inside.split('/').next()?.trim_end_matches(".rs");
    ALLOWED.iter().map(|(room, _)| *room).find(|room| *room == name)
}

/// The rooms that a text names through `crate::`, also inside braces (`use crate::{a::b, c}`).
fn named(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let mut names = Vec::new();
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => names.push(std::mem::take(&mut item)),
                    _ if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            names.push(item);
        } else {
            names.push(rest.to_owned());
        }
        rooms.extend(names.iter().map(|name| name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()));
    }
    rooms
}

fn violations(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.path.starts_with("src/tests/")) {
        let Some(room) = room(&file.path) else { continue };
        let allowed = ALLOWED.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| allowed);
        for name in named(&code(&file.text)) {
            let known = ALLOWED.iter().any(|(other, _)| *other == name);
            if known && name != room && !allowed.contains(&name.as_str()) {
                found.push(format!("{} names {name}", file.path));
            }
        }
    }
    found
}

#[test]
fn the_layers_hold() {
    assert_eq!(violations(&sources()), Vec::<String>::new());
}

#[test]
fn a_forbidden_edge_is_found() {
    for (path, text, edge) in [
        ("src/store/x.rs", "use crate::domain::App;", "domain"),
        ("src/engines/x/y.rs", "use crate::{error::Result, store::{Store, a}};", "store"),
        ("src/model/x.rs", "fn f() { crate::engines::g() }", "engines"),
        ("src/api/x.rs", "use crate::{\n    domain::{a, b},\n    engines::Engines,\n};", "engines"),
        ("src/domain/x.rs", "use crate::server::config::Config;", "server"),
        ("src/error.rs", "use crate::model::id;", "model"),
    ] {
        assert_eq!(violations(&[File::new(path, text)]), [format!("{path} names {edge}")]);
    }
    assert!(violations(&[File::new("src/store/x.rs", "// use crate::domain::App;\nuse crate::model::id;")]).is_empty());
}

/// What those reach who read by a public link. It gets a `Reader`, which has no way to write; an `App` has one.
const ONLY_READS: &[&str] = &[
    "src/domain/sharing/diagrams.rs",
    "src/domain/sharing/find.rs",
    "src/domain/sharing/reading.rs",
    "src/domain/boards/behind.rs",
    "src/domain/boards/charts.rs",
    "src/domain/boards/compared.rs",
    "src/domain/boards/integrated.rs",
    "src/domain/boards/open.rs",
    "src/domain/boards/narrowing.rs",
    "src/domain/boards/joined.rs",
    "src/domain/boards/marks.rs",
    "src/domain/boards/sides.rs",
    "src/domain/boards/reading.rs",
    "src/domain/boards/schemas.rs",
    "src/domain/boards/sources.rs",
    "src/domain/boards/tables.rs",
    "src/domain/boards/values.rs",
    "src/domain/sharing/marks.rs",
    "src/domain/sharing/shown.rs",
];

fn writers(files: &[File]) -> Vec<String> {
    let words = |text: &str| code(text).split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| matches!(word, "App" | "begin"));
    files.iter().filter(|file| ONLY_READS.contains(&file.path.as_str()) && words(&file.text)).map(|file| file.path.clone()).collect()
}

#[test]
fn a_public_link_reaches_nothing_that_writes() {
    let files = sources();
    assert_eq!(writers(&files), Vec::<String>::new());
    for path in ONLY_READS {
        assert!(files.iter().any(|file| file.path == *path), "{path} is gone: name what took its place");
        assert_eq!(writers(&[File::new(path, "async fn f(app: &App) {}")]), [*path]);
    }
}

/// Reads of widgets that carry nothing of the board's filters: through a link they would show what its owner shut out.
fn unnarrowed(files: &[File]) -> Vec<String> {
    let widgets = |file: &&File| {
        let path = file.path.as_str();
        // Lists of values have conditions of their own kind (`Filters::on_values`), and who tries row rules counts a table.
        path.starts_with("src/domain/boards/") && !["/reading.rs", "/values.rs", "/counted.rs"].iter().any(|end| path.ends_with(end))
    };
    // The columns of a statement come without its rows.
    let has_rows = |line: &str| !line.contains("Plan::Describe(");
    let reads = |line: &&str| has_rows(line) && ["reading::read(", "reading::count("].iter().any(|call| line.contains(call));
    let found = |file: &File| {
        let code = code(&file.text);
        let lines: Vec<String> =
            code.lines().filter(reads).filter(|line| !line.contains(".narrowed(")).map(|line| line.trim().to_owned()).collect();
        lines.into_iter().map(|line| format!("{}: {line}", file.path)).collect::<Vec<_>>()
    };
    files.iter().filter(widgets).flat_map(found).collect()
}

#[test]
fn every_read_of_a_widget_is_narrowed_by_the_filters_of_its_board() {
    assert_eq!(unnarrowed(&sources()), Vec::<String>::new());
    for (line, violations) in [
        ("let answer = reading::read(app, source, Plan::Rows(plan), limits).await?;", 1),
        ("let answer = reading::count(app, source, Plan::Count(plan)).await;", 1),
        ("let answer = reading::read(app, source, Plan::Statement(plan), limits).await?;", 1),
        ("let answer = reading::read(app, source, Plan::Describe(plan), limits).await?;", 0),
        ("let answer = reading::read(app, source, Plan::Rows(plan).narrowed(&narrow), limits).await?;", 0),
    ] {
        assert_eq!(unnarrowed(&[File::new("src/domain/boards/x.rs", line)]).len(), violations, "{line}");
    }
}
