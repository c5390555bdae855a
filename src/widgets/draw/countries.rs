//! Countries by name or code, as ISO 3166-1 numbers them, which is how the outlines of Natural Earth are named too.

use std::{collections::HashMap, sync::LazyLock};

/// One country a line: number, code of two letters, code of three, names in English.
const LIST: &str = include_str!("countries.txt");

/// What people write beside the names of the list.
const ALSO: [(&str, &str); 8] = [
    ("usa", "840"),
    ("us", "840"),
    ("uk", "826"),
    ("england", "826"),
    ("scotland", "826"),
    ("southkorea", "410"),
    ("northkorea", "408"),
    ("holland", "528"),
];

/// The number of the country that a text names, whatever its case and punctuation.
pub(in crate::widgets) fn number(text: &str) -> Option<&'static str> {
    static BY_NAME: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let listed = LIST.lines().flat_map(|line| {
            let number = line.split(';').next().unwrap_or_default();
            line.split(';').map(move |name| (plain(name), number))
        });
        listed.chain(ALSO.map(|(name, number)| (name.to_owned(), number))).collect()
    });
    BY_NAME.get(&plain(text)).copied()
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_are_known() {
        for (text, id) in [
            ("Germany", "276"),
            ("DE", "276"),
            ("deu", "276"),
            ("276", "276"),
            ("Czechia", "203"),
            ("Czech Republic", "203"),
            ("United States of America", "840"),
            ("united states", "840"),
            ("U.S.A.", "840"),
            ("Côte d'Ivoire", "384"),
        ] {
            assert_eq!(number(text), Some(id), "{text}");
        }
        assert_eq!((number("Atlantis"), number("")), (None, None));
    }
}
