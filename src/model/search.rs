//! Finding one's own things by name: what the command palette and `/search` show.

use crate::model::given::given;
use serde::{Deserialize, Serialize};

/// Most things that one search answers.
pub const MOST_FOUND: usize = 30;
/// Longest text that is searched for, in bytes; the rest is not looked at.
pub const MAX_TEXT: usize = 200;

/// Input of `findAnything`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SearchInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Words that the name of a thing must contain, in any order, whatever their case. Without any, the projects that
    /// were changed last.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SearchAnswer {
    /// The best first.
    pub found: Vec<Found>,
}

/// One thing with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Found {
    pub kind: FoundKind,
    pub title: String,
    /// Where it is: the title of its project, and of its connection for a table; of a hosted database its team, and of its
    /// tables the database.
    pub place: String,
    /// The page that shows it.
    pub href: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum FoundKind {
    Project,
    /// A hosted one.
    Database,
    Widget,
    Connection,
    Table,
}

impl FoundKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Project => "Project",
            Self::Database => "Database",
            Self::Widget => "Widget",
            Self::Connection => "Connection",
            Self::Table => "Table",
        }
    }
}

/// What is looked for, in lower case.
pub struct Wanted {
    words: Vec<String>,
}

impl Wanted {
    pub fn new(text: &str) -> Self {
        let end = text.floor_char_boundary(MAX_TEXT);
        Self { words: text[..end].split_whitespace().map(str::to_lowercase).collect() }
    }

    /// How well a name fits, the least best; nothing when a word is missing. A name that begins with a word comes before
    /// one with a word that begins so, and that before one that merely contains it; then the shorter name.
    pub fn rank(&self, name: &str) -> Option<(usize, usize)> {
        let name = name.to_lowercase();
        let place = |word: &String| {
            let at = name.find(word.as_str())?;
            let begins_a_word = name.match_indices(word.as_str()).any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric));
            Some(match (at, begins_a_word) {
                (0, _) => 0,
                (_, true) => 1,
                _ => 2,
            })
        };
        let worst = self.words.iter().map(place).try_fold(0, |worst, place| place.map(|place| worst.max(place)))?;
        Some((worst, name.chars().count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order<'a>(text: &str, names: &[&'a str]) -> Vec<&'a str> {
        let wanted = Wanted::new(text);
        let mut found: Vec<_> = names.iter().filter_map(|name| Some((wanted.rank(name)?, *name))).collect();
        found.sort();
        found.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn the_best_comes_first() {
        let names = ["Resales", "Monthly sales", "Sales", "Sales by month", "public.sales", "Orders"];
        assert_eq!(order("sales", &names), ["Sales", "Sales by month", "public.sales", "Monthly sales", "Resales"]);
        assert_eq!(order("MONTH sal", &names), ["Monthly sales", "Sales by month"]);
        assert_eq!(order("x", &names), [""; 0]);
        assert_eq!(order(" ", &["b", "aa"]), ["b", "aa"]);
    }

    #[test]
    fn any_text_can_be_looked_for() {
        assert_eq!(order("ÜBER", &["über uns"]), ["über uns"]);
        assert_eq!(order("%_'\\", &["100%_'\\"]), ["100%_'\\"]);
        let long = "ä".repeat(MAX_TEXT);
        assert_eq!(order(&long, &[&long]).len(), 1);
    }
}
