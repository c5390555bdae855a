//! The query part of an address as ordered pairs. Unknown keys are carried along, so that the states of
//! several tiles and of the page live side by side in one link.

use std::fmt;

/// The pairs of a query string, in order; a key may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

/// Pairs beyond this number are dropped: no page of ours makes so many.
const MAX_PAIRS: usize = 400;

impl Query {
    /// Reads `a=1&b=2`, with or without the question mark. Broken percent escapes stay as written.
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('?').unwrap_or(text);
        Self(form_urlencoded::parse(text.as_bytes()).take(MAX_PAIRS).map(|(k, v)| (k.into_owned(), v.into_owned())).collect())
    }

    /// The first value of `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// Every value of `key`, in order.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    pub fn push(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.push((key.into(), value.into()));
    }

    /// The same query with `key` set once to `value`.
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.0.retain(|(k, _)| k != key);
        self.push(key, value);
        self
    }

    /// The pairs whose key passes.
    pub fn keep(mut self, passes: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|(k, _)| passes(k));
        self
    }

    /// The same pairs under other keys; pairs for which there is none are left out.
    pub fn rename(self, name: impl Fn(&str) -> Option<String>) -> Self {
        Self(self.0.into_iter().filter_map(|(k, v)| Some((name(&k)?, v))).collect())
    }

    /// `path` with this query, or `path` alone when the query is empty.
    pub fn on(&self, path: &str) -> String {
        if self.0.is_empty() { path.to_owned() } else { format!("{path}?{self}") }
    }
}

/// One step of a path, whatever it holds. A step of one or two dots, which browsers would take for a way up, is not
/// made: the labels of tables with such names stand in quotes.
pub fn step(text: &str) -> String {
    const PLAIN: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    percent_encoding::utf8_percent_encode(text, &PLAIN).to_string()
}

/// A hosted table's name as a step of an address. A browser would take a step of dots for a way up: such a name goes in
/// quotes.
pub fn table_step(table: &str) -> String {
    step(&plain_step(table))
}

/// The same, not yet encoded.
pub fn plain_step(table: &str) -> String {
    if matches!(table, "." | "..") { format!("\"{table}\"") } else { table.to_owned() }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish();
        f.write_str(&text)
    }
}

impl FromIterator<(String, String)> for Query {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_survives_the_way_there_and_back() {
        let mut query = Query::default();
        for text in ["", "a b+c", "<script>", "&x=1#%00%", "שלום", "💾\r\n"] {
            query.push(text, text);
        }
        assert_eq!(Query::parse(&query.to_string()), query);
    }

    #[test]
    fn broken_escapes_are_read_without_failing() {
        let query = Query::parse("?a=%zz&b=%ff&&=&c");
        assert_eq!(query.get("a"), Some("%zz"));
        assert_eq!(query.get("b"), Some("\u{fffd}"));
        assert_eq!(query.get("c"), Some(""));
        assert_eq!(Query::parse(&"a=1&".repeat(100_000)).pairs().len(), MAX_PAIRS);
    }

    #[test]
    fn with_replaces_and_keep_drops() {
        let query = Query::parse("a=1&b=2&a=3").with("a", "4");
        assert_eq!(query.to_string(), "b=2&a=4");
        assert_eq!(query.keep(|key| key != "b").on("/x"), "/x?a=4");
        assert_eq!(Query::default().on("/x"), "/x");
    }

    #[test]
    fn any_name_of_a_table_is_one_step() {
        assert_eq!(table_step("a/b ü"), "a%2Fb%20%C3%BC");
        assert_eq!(table_step(".."), "%22..%22");
    }
}
