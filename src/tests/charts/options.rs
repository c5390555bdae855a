//! The option of each subtype, as committed in `expected/`. `UPDATE_EXPECTED=1` writes them anew; then read the
//! difference.

use super::samples::{SUBTYPES, chart, option, sample};
use std::path::Path;

#[test]
fn every_subtype_draws_the_committed_option() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/charts/expected");
    for subtype in SUBTYPES {
        let chart = chart(subtype, &sample(subtype));
        let drawn = serde_json::json!({ "note": chart.note, "table": chart.table, "option": option(&chart) });
        let path = folder.join(format!("{subtype}.json"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            let text = serde_json::to_string_pretty(&drawn).expect("JSON");
            std::fs::write(&path, text + "\n").expect("written");
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        let expected: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(drawn, expected, "{subtype} differs from {}", path.display());
    }
}

#[test]
fn the_same_rows_make_the_same_text() {
    for subtype in SUBTYPES {
        assert_eq!(chart(subtype, &sample(subtype)).option, chart(subtype, &sample(subtype)).option);
    }
}

#[test]
fn colours_are_variables_only() {
    for subtype in SUBTYPES {
        let option = chart(subtype, &sample(subtype)).option;
        assert!(option.contains("var(--chart-1)"), "{subtype}");
        assert!(!option.contains("rgb") && !option.contains("#") && !option.contains("oklch"), "{subtype}: {option}");
    }
}
