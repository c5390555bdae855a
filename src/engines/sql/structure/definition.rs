//! The statement that made a table, taken apart as far as a change of one column needs; everything else of it stays as
//! its maker wrote it.

use super::text::{ENDS_TYPE, refused};
use crate::{
    engines::{
        dialect::Dialect,
        words::{self, Word},
    },
    model::engine::EngineError,
};
use sqlparser::tokenizer::Token;

/// A table's definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The columns, and behind them the rules of the table, in order.
    items: Vec<Item>,
    /// What follows the last bracket.
    tail: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Item {
    Column(Column),
    Rule(Rule),
}

#[derive(Clone, Debug, PartialEq)]
struct Column {
    /// Without quotes.
    name: String,
    /// As it is written, with comments in front.
    written: String,
    declared: String,
    rules: Vec<Rule>,
}

/// A rule of a column or of the table.
#[derive(Clone, Debug, PartialEq)]
struct Rule {
    kind: Kind,
    text: String,
    /// The names in its first brackets.
    names: Vec<String>,
    /// A list of values of one column: `CHECK (column IN (...))`.
    lists: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    PrimaryKey,
    NotNull,
    Null,
    Unique,
    Check,
    Default,
    Collate,
    /// `REFERENCES`, and `FOREIGN KEY` of a table.
    References,
    Generated,
}

impl Definition {
    /// # Errors
    /// When the statement is none that makes a table with columns.
    pub fn parse(sql: &str) -> Result<Self, EngineError> {
        let strange = || refused("The definition of this table is not understood.", "Change it with a statement of your own.");
        let words = words::words(Dialect::Sqlite, sql)?;
        let open = words.iter().position(|word| word.token == Token::LParen).ok_or_else(strange)?;
        let begins = words.iter().find_map(name_of).is_some_and(|name| name.eq_ignore_ascii_case("create"));
        if !begins || words[..open].iter().any(|word| is(word, "VIRTUAL")) {
            return Err(strange());
        }
        let (mut depth, mut begin, mut items) = (1, open + 1, Vec::new());
        let mut end = None;
        for (at, word) in words.iter().enumerate().skip(open + 1) {
            match word.token {
                Token::LParen => depth += 1,
                Token::RParen => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && word.token == Token::Comma) {
                items.push(item(sql, &words[begin..at]).ok_or_else(strange)?);
                begin = at + 1;
            }
            if depth == 0 {
                end = Some(word.at.end);
                break;
            }
        }
        let end = end.ok_or_else(strange)?;
        Ok(Self { items, tail: sql[end..].trim().trim_end_matches(';').to_owned() })
    }

    /// The statement that makes such a table under a name.
    ///
    /// # Errors
    /// A name that cannot be one.
    pub fn create(&self, name: &str) -> Result<String, EngineError> {
        let items: Vec<String> = self.items.iter().map(Item::text).collect();
        let tail = if self.tail.is_empty() { String::new() } else { format!(" {}", self.tail) };
        Ok(format!("CREATE TABLE {} (\n  {}\n){tail}", super::ident(name)?, items.join(",\n  ")))
    }

    pub fn has(&self, column: &str, kind: Kind) -> bool {
        self.column(column).is_some_and(|column| column.rules.iter().any(|rule| rule.kind == kind))
    }

    fn column(&self, name: &str) -> Option<&Column> {
        self.items.iter().find_map(|item| match item {
            Item::Column(column) if column.name.eq_ignore_ascii_case(name) => Some(column),
            _ => None,
        })
    }

    fn column_mut(&mut self, name: &str) -> Result<&mut Column, EngineError> {
        self.items
            .iter_mut()
            .find_map(|item| match item {
                Item::Column(column) if column.name.eq_ignore_ascii_case(name) => Some(column),
                _ => None,
            })
            .ok_or_else(|| refused(format!("There is no column \"{name}\"."), "Load the page again."))
    }

    /// # Errors
    /// When there is no such column, as with all that follow.
    pub fn declare(&mut self, column: &str, declared: &str) -> Result<(), EngineError> {
        self.column_mut(column)?.declared = super::text::declared(declared)?;
        Ok(())
    }

    /// Gives the column one rule of this kind, or none.
    pub fn set(&mut self, column: &str, kind: Kind, text: Option<String>) -> Result<(), EngineError> {
        let found = self.column_mut(column)?;
        found.rules.retain(|rule| rule.kind != kind);
        found.rules.extend(text.map(|text| Rule { kind, text, names: Vec::new(), lists: None }));
        Ok(())
    }

    /// Takes a key of this column alone away that is written as a rule of the table.
    pub fn drop_unique(&mut self, column: &str) {
        self.items.retain(|item| !matches!(item, Item::Rule(rule) if rule.kind == Kind::Unique && is_only(&rule.names, column)));
    }

    /// Gives the column a list of values, or none.
    pub fn list(&mut self, column: &str, text: Option<String>) -> Result<(), EngineError> {
        let lists = |rule: &Rule| rule.lists.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(column));
        self.items.retain(|item| !matches!(item, Item::Rule(rule) if lists(rule)));
        let found = self.column_mut(column)?;
        found.rules.retain(|rule| !lists(rule));
        found.rules.extend(text.map(|text| Rule { kind: Kind::Check, text, names: Vec::new(), lists: Some(column.to_owned()) }));
        Ok(())
    }

    /// Puts a column behind the others.
    pub fn add_column(&mut self, name: &str, text: String) {
        let at = self.items.iter().position(|item| matches!(item, Item::Rule(_))).unwrap_or(self.items.len());
        let column = Column { name: name.to_owned(), written: text, declared: String::new(), rules: Vec::new() };
        self.items.insert(at, Item::Column(column));
    }

    /// Takes a column away with the keys that it is part of.
    ///
    /// # Errors
    /// When the primary key or a condition of the table needs it.
    pub fn drop_column(&mut self, column: &str) -> Result<(), EngineError> {
        let in_key = |rule: &Rule| rule.kind == Kind::PrimaryKey && contains(&rule.names, column);
        if self.has(column, Kind::PrimaryKey) || self.rules().any(in_key) {
            return Err(refused(format!("The column \"{column}\" is part of the primary key."), "Make a table with another key."));
        }
        self.column_mut(column)?;
        self.items.retain(|item| match item {
            Item::Column(found) => !found.name.eq_ignore_ascii_case(column),
            Item::Rule(rule) => {
                let goes = matches!(rule.kind, Kind::Unique | Kind::References) && contains(&rule.names, column);
                let lists = rule.lists.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(column));
                !(goes || lists)
            }
        });
        if self.items.iter().any(|item| matches!(item, Item::Column(_))) {
            Ok(())
        } else {
            Err(refused("A table needs a column.", "Delete the table instead."))
        }
    }

    pub fn add_rule(&mut self, text: String) {
        self.items.push(Item::Rule(Rule { kind: Kind::References, text, names: Vec::new(), lists: None }));
    }

    /// Takes the foreign keys over these columns away.
    ///
    /// # Errors
    /// When there is none.
    pub fn drop_foreign_key(&mut self, columns: &[String]) -> Result<(), EngineError> {
        let is_it = |rule: &Rule| {
            rule.kind == Kind::References
                && rule.names.len() == columns.len()
                && rule.names.iter().zip(columns).all(|(one, other)| one.eq_ignore_ascii_case(other))
        };
        let before = self.items.len();
        self.items.retain(|item| !matches!(item, Item::Rule(rule) if is_it(rule)));
        let mut found = self.items.len() < before;
        if let [column] = columns
            && self.has(column, Kind::References)
        {
            self.set(column, Kind::References, None)?;
            found = true;
        }
        if found { Ok(()) } else { Err(refused("There is no foreign key over these columns.", "Load the page again.")) }
    }

    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.items.iter().filter_map(|item| if let Item::Rule(rule) = item { Some(rule) } else { None })
    }
}

impl Item {
    fn text(&self) -> String {
        match self {
            Self::Rule(rule) => rule.text.clone(),
            Self::Column(column) => {
                let mut words = vec![column.written.clone()];
                words.extend((!column.declared.is_empty()).then(|| column.declared.clone()));
                words.extend(column.rules.iter().map(|rule| rule.text.clone()));
                words.join(" ")
            }
        }
    }
}

fn contains(names: &[String], column: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(column))
}

fn is_only(names: &[String], column: &str) -> bool {
    names.len() == 1 && contains(names, column)
}

fn is_said(word: &Word) -> bool {
    !matches!(word.token, Token::Whitespace(_))
}

/// An unquoted word.
fn is(word: &Word, name: &str) -> bool {
    matches!(&word.token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(name))
}

/// What a word names, without its quotes.
fn name_of(word: &Word) -> Option<String> {
    match &word.token {
        Token::Word(word) => Some(match word.quote_style {
            Some(quote @ ('"' | '`')) => word.value.replace(&format!("{quote}{quote}"), &quote.to_string()),
            _ => word.value.clone(),
        }),
        Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) => Some(text.replace("''", "'")),
        _ => None,
    }
}

fn item(sql: &str, words: &[Word]) -> Option<Item> {
    let first = words.iter().position(is_said)?;
    let last = words.iter().rposition(is_said)?;
    let leading = sql[words.first()?.at.start..words[first].at.start].trim();
    // A comment in front stays in front, on lines of its own.
    let leading = if leading.is_empty() { String::new() } else { format!("{leading}\n  ") };
    let words = &words[first..=last];
    let is_rule = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|name| is(&words[0], name));
    if is_rule {
        let mut rule = rule(sql, words)?;
        rule.text = format!("{leading}{}", rule.text);
        return Some(Item::Rule(rule));
    }
    let name = name_of(&words[0])?;
    let starts = starts(&words[1..]);
    let type_end = starts.first().map_or(words.len(), |at| at + 1);
    let slice = |words: &[Word]| match (words.iter().find(|word| is_said(word)), words.iter().rfind(|word| is_said(word))) {
        (Some(first), Some(last)) => sql[first.at.start..last.at.end].to_owned(),
        _ => String::new(),
    };
    let mut rules = Vec::with_capacity(starts.len());
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).map_or(words.len(), |next| next + 1);
        rules.push(rule(sql, &words[start + 1..end])?);
    }
    let written = format!("{leading}{}", &sql[words[0].at.clone()]);
    Some(Item::Column(Column { name, written, declared: slice(&words[1..type_end]), rules }))
}

/// Where the rules of a column begin.
fn starts(words: &[Word]) -> Vec<usize> {
    let said: Vec<usize> = (0..words.len()).filter(|at| is_said(&words[*at])).collect();
    let (mut depth, mut starts, mut named) = (0, Vec::new(), false);
    let mut in_reference = false;
    for (nth, at) in said.iter().enumerate() {
        let word = &words[*at];
        match word.token {
            Token::LParen => depth += 1,
            Token::RParen => depth -= 1,
            _ => {}
        }
        if depth > 0 || !ENDS_TYPE.iter().any(|name| is(word, name)) {
            continue;
        }
        let before = nth.checked_sub(1).map(|nth| &words[said[nth]]);
        let after = said.get(nth + 1).map(|at| &words[*at]);
        let follows = |names: &[&str]| before.is_some_and(|before| names.iter().any(|name| is(before, name)));
        let is_part = (is(word, "NULL") && follows(&["NOT", "DEFAULT", "SET"]))
            || (is(word, "DEFAULT") && follows(&["SET"]))
            || (is(word, "AS") && follows(&["ALWAYS"]))
            || (is(word, "NOT") && in_reference && after.is_some_and(|after| is(after, "DEFERRABLE")));
        if is_part {
            continue;
        }
        in_reference = is(word, "REFERENCES");
        // `CONSTRAINT name` belongs to the rule behind it.
        if named {
            named = false;
            continue;
        }
        named = is(word, "CONSTRAINT");
        starts.push(*at);
    }
    starts
}

fn rule(sql: &str, words: &[Word]) -> Option<Rule> {
    let said: Vec<&Word> = words.iter().filter(|word| is_said(word)).collect();
    let skipped = if is(said.first()?, "CONSTRAINT") { 2 } else { 0 };
    let key = said.get(skipped)?;
    let kind = match name_of(key)?.to_ascii_uppercase().as_str() {
        "PRIMARY" => Kind::PrimaryKey,
        "NOT" => Kind::NotNull,
        "NULL" => Kind::Null,
        "UNIQUE" => Kind::Unique,
        "CHECK" => Kind::Check,
        "DEFAULT" => Kind::Default,
        "COLLATE" => Kind::Collate,
        "REFERENCES" | "FOREIGN" => Kind::References,
        "GENERATED" | "AS" => Kind::Generated,
        _ => return None,
    };
    let open = said.iter().position(|word| word.token == Token::LParen);
    let inside = open.map(|open| &said[open + 1..]).unwrap_or_default();
    let close = inside.iter().position(|word| word.token == Token::RParen).unwrap_or(inside.len());
    let names = inside[..close].split(|word| word.token == Token::Comma).filter_map(|part| name_of(part.first()?)).collect();
    let lists = match inside {
        [column, is_in, open, ..] if kind == Kind::Check && is(is_in, "IN") && open.token == Token::LParen => {
            let ends = said.iter().rev().take_while(|word| word.token == Token::RParen).count();
            let closings = said.iter().filter(|word| word.token == Token::RParen).count();
            name_of(column).filter(|_| ends == 2 && closings == 2)
        }
        _ => None,
    };
    Some(Rule { kind, text: sql[said.first()?.at.start..said.last()?.at.end].to_owned(), names, lists })
}
