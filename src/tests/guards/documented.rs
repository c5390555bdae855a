//! What exists is documented, and what is documented exists.

use super::read;
use std::collections::BTreeSet;
use std::process::Command;
use vizboard::{server::config, widgets};

/// Names of the form `VIZBOARD_...` in a text.
fn settings_in(text: &str) -> BTreeSet<String> {
    text.match_indices("VIZBOARD_")
        .map(|(at, _)| text[at..].chars().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_').collect::<String>())
        .map(|name| name.trim_end_matches('_').to_owned())
        .filter(|name| name != "VIZBOARD")
        .collect()
}

fn undocumented(names: &[&str], text: &str) -> Vec<String> {
    names.iter().filter(|name| !text.contains(&format!("`{name}`"))).map(|name| (*name).to_owned()).collect()
}

#[test]
fn every_setting_is_in_the_readme_and_no_other() {
    let readme = read("README.md");
    let known: Vec<&str> = config::settings::SETTINGS.iter().map(|setting| setting.variable).collect();
    assert_eq!(undocumented(&known, &readme), Vec::<String>::new());
    let known: BTreeSet<String> = known.iter().map(|name| (*name).to_owned()).collect();
    let invented: Vec<String> = settings_in(&readme).difference(&known).cloned().collect();
    assert_eq!(invented, Vec::<String>::new(), "the README names settings that do not exist");
}

/// The commands that `vizboard --help` lists.
fn commands() -> Vec<String> {
    let help = Command::new(env!("CARGO_BIN_EXE_vizboard")).arg("--help").output().expect("the executable runs");
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    let list = help.split("Commands:").nth(1).unwrap_or_default();
    list.lines()
        .take_while(|line| !line.starts_with("Options"))
        .filter_map(|line| line.split_whitespace().next().filter(|_| line.starts_with("  ") && !line.starts_with("   ")))
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_is_in_the_readme() {
    let commands: Vec<String> = commands().iter().map(|command| format!("vizboard {command}")).collect();
    assert!(commands.contains(&"vizboard serve".to_owned()), "{commands:?}");
    let names: Vec<&str> = commands.iter().map(String::as_str).collect();
    assert_eq!(undocumented(&names, &read("README.md")), Vec::<String>::new());
}

#[test]
fn every_make_target_is_in_the_readme() {
    let makefile = read("Makefile");
    let targets: Vec<String> =
        makefile.lines().filter_map(|line| line.split_once(": ##")).map(|(target, _)| format!("make {}", target.trim())).collect();
    assert!(targets.len() > 5);
    let names: Vec<&str> = targets.iter().map(String::as_str).collect();
    assert_eq!(undocumented(&names, &read("README.md")), Vec::<String>::new());
}

#[test]
fn every_widget_kind_explains_itself() {
    let documented: Vec<&str> = widgets::KINDS.iter().map(|kind| kind.name).take(6).collect();
    assert_eq!(documented, ["datatables", "area_charts", "bar_charts", "line_charts", "pie_charts", "text_titles"]);
    for kind in widgets::KINDS {
        assert!(!kind.label.is_empty(), "{} has no label", kind.name);
        for subtype in kind.subtypes {
            assert!(!subtype.label.is_empty() && !subtype.hint.is_empty(), "{} does not explain itself", subtype.name);
        }
    }
}

#[test]
fn every_widget_has_a_row_in_its_document() {
    let names: Vec<&str> =
        widgets::KINDS.iter().flat_map(|kind| std::iter::once(kind.name).chain(kind.subtypes.iter().map(|one| one.name))).collect();
    assert_eq!(undocumented(&names, &read("docs/widgets.md")), Vec::<String>::new());
    assert!(read("README.md").contains("docs/widgets.md"), "the document can be found");
}

#[test]
fn a_gap_is_found() {
    assert_eq!(undocumented(&["VIZBOARD_NEW"], "`VIZBOARD_OLD`"), ["VIZBOARD_NEW"]);
    assert_eq!(settings_in("set `VIZBOARD_GONE_` or VIZBOARD_ADDR."), ["VIZBOARD_ADDR", "VIZBOARD_GONE"].map(String::from).into());
}
