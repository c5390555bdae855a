//! Words that may stand only in certain places.

use super::{File, code, scripts, sources};

struct Rule {
    word: &'static str,
    /// Paths (prefixes) where it may stand.
    allowed: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule { word: "sqlx::", allowed: &["src/store/", "src/engines/"], why: "only the store and the engines speak to databases" },
    Rule { word: "rusqlite::", allowed: &["src/engines/", "src/store/mod"], why: "only engines speak to SQLite files" },
    Rule {
        word: "axum::",
        allowed: &["src/api/", "src/server/", "src/ui/status", "src/actions/context", "src/actions/documented"],
        why: "HTTP is the business of faces",
    },
    Rule {
        word: "leptos",
        allowed: &["src/ui/", "src/actions/", "src/server/", "src/api/openapi", "src/lib.rs"],
        why: "use cases know no framework",
    },
    Rule { word: "lettre::", allowed: &["src/mailer"], why: "mail leaves by one door" },
    Rule { word: "openidconnect::", allowed: &["src/providers/"], why: "providers are asked by one door" },
    Rule { word: "AssertSqlSafe", allowed: &["src/engines/", "src/store/"], why: "text becomes SQL in countable places" },
    Rule { word: "std::env", allowed: &["src/server/config"], why: "settings have one door" },
    Rule { word: "env::var", allowed: &["src/server/config"], why: "settings have one door" },
    Rule {
        word: "inner_html",
        // What is folded away is written by views themselves, which escape every text.
        allowed: &["src/ui/drawings/", "src/ui/parts/icon", "src/ui/parts/later", "src/ui/shell", "src/ui/pages/projects/thumbnail"],
        why: "the door for script injection; only our own, cleaned output",
    },
    Rule { word: "set_inner_html", allowed: &[], why: "the door for script injection" },
    Rule { word: "set_outer_html", allowed: &[], why: "the door for script injection" },
    Rule { word: "insert_adjacent_html", allowed: &[], why: "the door for script injection" },
    Rule {
        word: "<textarea",
        // The first writes its text as the part does; in the others nothing stands between the tags.
        allowed: &[
            "src/ui/parts/field",
            "src/ui/pages/databases/row_form",
            "src/ui/pages/databases/grid/editor",
            "src/ui/pages/databases/grid/paste",
        ],
        why: "the renderer does not escape what stands in it",
    },
    Rule { word: "GetUrl", allowed: &[], why: "an action that reads its input from a GET undoes SameSite=Lax" },
    Rule {
        word: ".expose()",
        allowed: &[
            "src/model/access",
            "src/model/given",
            "src/engines/driver/link",
            "src/engines/driver/scene",
            "src/engines/mysql/options",
            "src/engines/postgres/options",
            "src/store/accounts",
            "src/secrets/",
            "src/domain/backup/restore",
            "src/mailer",
            "src/providers/",
            "src/domain/mail/",
            "src/domain/opening",
            "src/domain/keys/",
            "src/domain/connections/input",
            "src/domain/connections/sealed",
            "src/domain/databases/variables",
            "src/domain/accounts/",
            "src/domain/billing/",
            "src/domain/factors/",
            "src/domain/installation/",
            "src/domain/sharing/",
            "src/domain/teams/",
            "src/domain/tokens/",
            "src/actions/context",
            "src/api/accounts",
            "src/api/auth",
            "src/server/open",
            "src/server/start",
            "src/server/admin",
            "src/server/backup",
            "src/server/demo",
        ],
        why: "each place that reads a secret is known",
    },
    Rule {
        word: "assword: Option<String>",
        allowed: &["src/ui/pages/projects/connection_url"],
        why: "what is typed as a password is a Secret, which nobody prints",
    },
    Rule { word: "Place { table", allowed: &["src/secrets/", "src/domain/keys/"], why: "what is sealed is in the list of sealed columns" },
    Rule {
        word: "engines.of(",
        allowed: &[
            "src/engines/",
            "src/domain/boards/open",
            "src/domain/boards/reading",
            "src/domain/connections/trial",
            "src/domain/databases/life",
            "src/domain/databases/schema",
            "src/domain/databases/sql/mod",
            "src/domain/databases/work",
            "src/domain/jobs/worker",
            "src/domain/outside/work",
            "src/domain/stops",
        ],
        why: "rows are read through two doors, which follow row rules; the others try, describe and cancel, and one changes rows where no rule limits them",
    },
    Rule { word: "Sight::whole(", allowed: &["src/domain/row_rules/"], why: "whoever reads rows sees what their rules leave" },
    Rule { word: "update audit_log", allowed: &[], why: "entries of the audit log are never changed" },
    Rule { word: "delete from audit_log", allowed: &["src/store/audit"], why: "entries go by their age, in one place" },
    Rule { word: "todo!", allowed: &[], why: "nothing is left to do" },
    Rule { word: "unimplemented!", allowed: &[], why: "nothing is left to do" },
    Rule { word: "danger_accept_invalid", allowed: &[], why: "certificates are checked" },
];

fn violations(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.path.starts_with("src/tests/")) {
        let code = code(&file.text);
        for rule in RULES {
            if code.contains(rule.word) && !rule.allowed.iter().any(|place| file.path.starts_with(place)) {
                found.push(format!("{}: {} ({})", file.path, rule.word, rule.why));
            }
        }
    }
    found
}

#[test]
fn words_stand_where_they_may() {
    assert_eq!(violations(&sources()), Vec::<String>::new());
}

#[test]
fn each_word_is_found_elsewhere() {
    for rule in RULES {
        let found = violations(&[File::new("src/widgets/anywhere.rs", &format!("fn f() {{ {} }}", rule.word))]);
        assert!(found.iter().any(|line| line.contains(rule.word)), "{} was not found", rule.word);
    }
}

/// Ways by which a script turns a text into markup or code.
const SCRIPT_DOORS: [&str; 8] =
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "createContextualFragment", "javascript:"];

fn script_doors(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let text = code(&file.text);
        found.extend(SCRIPT_DOORS.iter().filter(|word| text.contains(**word)).map(|word| format!("{}: {word}", file.path)));
    }
    found
}

#[test]
fn scripts_show_texts_as_texts() {
    assert_eq!(script_doors(&scripts()), Vec::<String>::new());
    for word in SCRIPT_DOORS {
        let found = script_doors(&[File::new("src/ui/js/x.js", &format!("element.{word} text"))]);
        assert_eq!(found, [format!("src/ui/js/x.js: {word}")]);
    }
}

/// Links that open another window and hand it this one.
fn open_doors(files: &[File]) -> Vec<String> {
    let tags =
        |file: &File| code(&file.text).split('<').map(|tag| tag.split('>').next().unwrap_or_default().to_owned()).collect::<Vec<_>>();
    let opens = |tag: &String| tag.contains("_blank") && !(tag.contains("noopener") && tag.contains("noreferrer"));
    files
        .iter()
        .filter(|file| file.path.starts_with("src/ui/"))
        .flat_map(|file| tags(file).into_iter().filter(opens).map(|tag| format!("{}: <{tag}>", file.path)))
        .collect()
}

#[test]
fn other_windows_learn_nothing_of_this_one() {
    assert_eq!(open_doors(&sources()), Vec::<String>::new());
    for (rel, violations) in [("rel=\"noopener noreferrer\"", 0), ("rel=\"noopener\"", 1), ("", 1)] {
        let file = File::new("src/ui/x.rs", &format!("view! {{ <p></p><a href=path target=\"_blank\" {rel}>\"x\"</a> }}"));
        assert_eq!(open_doors(&[file]).len(), violations, "{rel}");
    }
}

/// Server functions without a fixed name change their address when a file moves.
fn unnamed_actions(files: &[File]) -> Vec<String> {
    let macros =
        |file: &File| file.text.lines().filter(|line| line.trim_start().starts_with("#[server")).map(str::to_owned).collect::<Vec<_>>();
    files
        .iter()
        .filter(|file| file.path.starts_with("src/actions/"))
        .flat_map(|file| macros(file).into_iter().map(|line| (file.path.clone(), line)))
        .filter(|(_, line)| !(line.contains("prefix = \"/actions\"") && line.contains("endpoint = \"") && line.contains("input = Fields")))
        .map(|(path, line)| format!("{path}: {line}"))
        .collect()
}

#[test]
fn actions_have_fixed_names_and_our_encoding() {
    assert_eq!(unnamed_actions(&sources()), Vec::<String>::new());
    assert_eq!(unnamed_actions(&[File::new("src/actions/x.rs", "#[server]\npub async fn f() {}")]).len(), 1);
    assert_eq!(unnamed_actions(&[File::new("src/actions/x.rs", "#[server(prefix = \"/actions\", endpoint = \"f\")]")]).len(), 1);
}
