//! What the text of a CREATE TABLE statement says beyond what SQLite tells of a table: the choices of a column, its
//! checks, and whether it has row ids. The text is SQLite's own copy, which SQLite took for good.

use super::sqlite_text::{Token, Word, tokens};

/// One line of `sqlite_schema`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: DefinitionKind,
    pub name: String,
    /// The table that an index or a trigger belongs to; its own name for tables and views.
    pub table: String,
    /// The CREATE statement; nothing for indexes behind keys.
    pub sql: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefinitionKind {
    Table,
    View,
    Index,
    Trigger,
}

impl DefinitionKind {
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "table" => Self::Table,
            "view" => Self::View,
            "index" => Self::Index,
            "trigger" => Self::Trigger,
            _ => return None,
        })
    }
}

/// What the text of a table's definition says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub columns: Vec<WrittenColumn>,
    pub checks: Vec<Check>,
    pub without_rowid: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenColumn {
    pub name: String,
    /// The type as it is declared; empty without one.
    pub declared: String,
}

/// A condition that every row fulfils.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    pub name: Option<String>,
    /// The columns that it names.
    pub columns: Vec<String>,
    pub predicate: String,
    /// The only values of its only column, when it says nothing else, as texts: `1`, `2.2`, `three`.
    pub items: Vec<String>,
}

impl Written {
    pub fn column(&self, name: &str) -> Option<&WrittenColumn> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The only values of a column, when a check lists them.
    pub fn items(&self, column: &str) -> Option<&[String]> {
        let lists = |check: &&Check| !check.items.is_empty() && check.columns.iter().all(|name| name.eq_ignore_ascii_case(column));
        self.checks.iter().find(lists).map(|check| check.items.as_slice())
    }
}

/// Reads the definition of a table; nothing is known of a virtual one.
pub fn written(sql: &str) -> Written {
    let tokens = tokens(sql);
    let is_virtual = tokens.get(1).is_some_and(|token| token.is_keyword("virtual"));
    let Some(open) = tokens.iter().position(|token| token.is("(")).filter(|_| !is_virtual) else { return Written::default() };
    let close = closing(&tokens, open);
    let mut found = Written { without_rowid: is_without_rowid(&tokens[close..]), ..Written::default() };
    let parts = parts(&tokens[open + 1..close]);
    for part in &parts {
        if !is_constraint(part) {
            found.columns.extend(column(sql, part));
        }
    }
    for part in &parts {
        checks(sql, part, &mut found);
    }
    found
}

fn is_without_rowid(tail: &[Token<'_>]) -> bool {
    tail.windows(2).any(|pair| pair[0].is_keyword("without") && pair[1].is_keyword("rowid"))
}

/// The place of the bracket that closes the one at `open`.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at;
            }
        }
    }
    tokens.len()
}

/// What stands between the outer commas.
fn parts<'a, 't>(tokens: &'a [Token<'t>]) -> Vec<&'a [Token<'t>]> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, token) in tokens.iter().enumerate() {
        match token.raw {
            "(" if token.is("(") => depth += 1,
            ")" if token.is(")") => depth -= 1,
            "," if token.is(",") && depth == 0 => {
                parts.push(&tokens[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[begin..]);
    parts
}

fn is_constraint(part: &[Token<'_>]) -> bool {
    let words = ["constraint", "primary", "unique", "check", "foreign"];
    part.first().is_none_or(|first| words.iter().any(|word| first.is_keyword(word)))
}

fn column(sql: &str, part: &[Token<'_>]) -> Option<WrittenColumn> {
    let ends = ["constraint", "primary", "not", "null", "unique", "check", "default", "collate", "references", "generated", "as"];
    let (name, rest) = part.split_first()?;
    let length = rest.iter().position(|token| ends.iter().any(|word| token.is_keyword(word))).unwrap_or(rest.len());
    let declared = match (rest[..length].first(), rest[..length].last()) {
        (Some(first), Some(last)) => sql[first.at..last.end()].to_owned(),
        _ => String::new(),
    };
    Some(WrittenColumn { name: name.name()?, declared })
}

fn checks(sql: &str, part: &[Token<'_>], found: &mut Written) {
    let mut depth = 0_i32;
    for (at, token) in part.iter().enumerate() {
        depth += i32::from(token.is("(")) - i32::from(token.is(")"));
        if depth > 0 || !token.is_keyword("check") || !part.get(at + 1).is_some_and(|next| next.is("(")) {
            continue;
        }
        let inside = &part[at + 2..closing(part, at + 1).max(at + 2)];
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else { continue };
        let name = (at >= 2 && part[at - 2].is_keyword("constraint")).then(|| part[at - 1].name()).flatten();
        let mut columns: Vec<String> = Vec::new();
        for named in inside.iter().filter(|token| token.word != Word::Text).filter_map(Token::name).filter_map(|name| found.column(&name)) {
            if !columns.contains(&named.name) {
                columns.push(named.name.clone());
            }
        }
        let items = if columns.len() == 1 { listed(inside) } else { Vec::new() };
        found.checks.push(Check { name, columns, predicate: sql[first.at..last.end()].to_owned(), items });
    }
}

/// The values of `column IN (...)`, also after `column IS NULL OR`; nothing when it says anything else.
fn listed(mut inside: &[Token<'_>]) -> Vec<String> {
    while inside.first().is_some_and(|token| token.is("(")) && closing(inside, 0) + 1 == inside.len() {
        inside = &inside[1..inside.len() - 1];
    }
    let or_null =
        |part: &[Token<'_>]| matches!(part, [_, is, null, or, ..] if is.is_keyword("is") && null.is_keyword("null") && or.is_keyword("or"));
    if or_null(inside) {
        inside = &inside[4..];
    }
    let [column, word, open, values @ .., close] = inside else { return Vec::new() };
    if column.name().is_none() || !word.is_keyword("in") || !open.is("(") || !close.is(")") {
        return Vec::new();
    }
    let value = |part: &[Token<'_>]| match part {
        [one] if one.word == Word::Text => Some(one.unquoted()),
        [one] if one.word == Word::Number => Some(one.raw.to_owned()),
        [sign, one] if sign.is("-") && one.word == Word::Number => Some(format!("-{}", one.raw)),
        _ => None,
    };
    parts(values).into_iter().map(value).collect::<Option<Vec<_>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_checks_and_choices_are_read() {
        let sql = "CREATE TABLE \"a(b\" ( -- one, two\n id INTEGER PRIMARY KEY, \"we,ird\" DECIMAL(10, 2) DEFAULT (1), plain,
            color TEXT NOT NULL CHECK (color IN ('red', 'it''s', 'three')), size INT CHECK(\"size\" is null or size in (1, 2.2, -3)),
            low REAL, high REAL, CONSTRAINT \"in order\" CHECK (low <= high AND 'color' <> ''), CHECK ((plain IN ('x'))),
            primary_ TEXT CONSTRAINT n CHECK (length(primary_) > 3)) WITHOUT ROWID, STRICT";
        let found = written(sql);
        let columns: Vec<_> = found.columns.iter().map(|column| (column.name.as_str(), column.declared.as_str())).collect();
        assert_eq!(
            columns,
            [
                ("id", "INTEGER"),
                ("we,ird", "DECIMAL(10, 2)"),
                ("plain", ""),
                ("color", "TEXT"),
                ("size", "INT"),
                ("low", "REAL"),
                ("high", "REAL"),
                ("primary_", "TEXT"),
            ]
        );
        assert!(found.without_rowid);
        assert_eq!(found.items("COLOR"), Some(&["red".to_owned(), "it's".into(), "three".into()][..]));
        assert_eq!(found.items("size"), Some(&["1".to_owned(), "2.2".into(), "-3".into()][..]));
        assert_eq!((found.items("plain"), found.items("low")), (Some(&["x".to_owned()][..]), None));
        let ordered = &found.checks[2];
        assert_eq!((ordered.name.as_deref(), ordered.predicate.as_str()), (Some("in order"), "low <= high AND 'color' <> ''"));
        assert_eq!(ordered.columns, ["low", "high"]);
        assert_eq!(found.checks[4].name.as_deref(), Some("n"));
    }

    #[test]
    fn what_is_no_table_says_nothing() {
        for sql in ["", "CREATE VIRTUAL TABLE t USING fts5(a, b)", "CREATE TABLE t", "CREATE TABLE t(", "(((", "CREATE TABLE t(,,CHECK("] {
            let found = written(sql);
            assert!(found.checks.is_empty() && found.columns.is_empty() && !found.without_rowid, "{sql}: {found:?}");
        }
    }
}
