//! What a person's SQL consists of, as far as must be known before a database sees it: where each statement begins and
//! ends, and where a text names a parameter. Strings, comments, quoted names, casts and variables are never taken for
//! one. Nothing is parsed: whether it is good SQL, the database says.

mod fence;
mod layout;
mod mysql;
#[cfg(test)]
mod tests;

pub use fence::{Class, admit};
pub use layout::laid_out;

use super::dialect::Dialect;
use crate::model::engine::{EngineError, EngineKind, Step};
use sqlparser::{
    dialect::{Dialect as Grammar, PostgreSqlDialect, SQLiteDialect},
    tokenizer::{Location, Token, Tokenizer},
};
use std::{collections::HashSet, iter::Peekable, ops::Range, str::Chars};

/// A token and where it stands, in bytes.
pub(super) struct Word {
    pub token: Token,
    pub at: Range<usize>,
}

/// One statement of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Where it stands in the whole text, in bytes, without blanks and comments around it and without its `;`.
    pub at: Range<usize>,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// `:name`
    Parameter(String),
}

/// The statements of a text, in order.
///
/// # Errors
/// When a string, a comment or a quoted name in it has no end.
pub fn statements(kind: EngineKind, text: &str) -> Result<Vec<Spoken>, EngineError> {
    let words = words(Dialect::of(kind), text)?;
    Ok(words.split(|word| word.token == Token::SemiColon).filter_map(|words| spoken(words, text)).collect())
}

/// Every name and keyword of a text in lower case, without quotes; none of one that cannot be read.
pub fn names(kind: EngineKind, text: &str) -> HashSet<String> {
    let words = words(Dialect::of(kind), text).unwrap_or_default().into_iter();
    let name = |word: Word| match word.token {
        Token::Word(name) => Some(name.value.to_lowercase()),
        _ => None,
    };
    words.filter_map(name).collect()
}

/// Nothing for blanks and comments alone.
fn spoken(words: &[Word], text: &str) -> Option<Spoken> {
    let is_said = |word: &Word| !matches!(word.token, Token::Whitespace(_));
    let (first, last) = (words.iter().position(is_said)?, words.iter().rposition(is_said)?);
    let words = &words[first..=last];
    let at = words.first()?.at.start..words.last()?.at.end;
    let (mut pieces, mut begin) = (Vec::new(), at.start);
    for (name, place) in parameters(words) {
        if begin < place.start {
            pieces.push(Piece::Text(text[begin..place.start].to_owned()));
        }
        begin = place.end;
        pieces.push(Piece::Parameter(name));
    }
    if begin < at.end {
        pieces.push(Piece::Text(text[begin..at.end].to_owned()));
    }
    Some(Spoken { at, pieces })
}

/// Names after a colon that stand right behind it. Between square brackets a colon is a range of an array.
fn parameters(words: &[Word]) -> Vec<(String, Range<usize>)> {
    let (mut found, mut depth) = (Vec::new(), 0_usize);
    for pair in words.windows(2) {
        match &pair[0].token {
            Token::LBracket => depth += 1,
            Token::RBracket => depth = depth.saturating_sub(1),
            Token::Colon if depth == 0 => {
                if let Token::Word(word) = &pair[1].token
                    && word.quote_style.is_none()
                {
                    found.push((word.value.clone(), pair[0].at.start..pair[1].at.end));
                }
            }
            _ => {}
        }
    }
    found
}

pub(super) fn words(dialect: Dialect, text: &str) -> Result<Vec<Word>, EngineError> {
    let grammar: Box<dyn Grammar> = match dialect {
        Dialect::Postgres => Box::new(PostgreSqlDialect {}),
        Dialect::Mysql => Box::new(mysql::Mysql::default()),
        Dialect::Sqlite => Box::new(SQLiteDialect {}),
    };
    let mut walk = Walk::new(text);
    let tokens = Tokenizer::new(grammar.as_ref(), text).with_unescape(false).tokenize_with_location().map_err(|error| EngineError {
        at: Some(text[..Walk::new(text).to(error.location)].chars().count()),
        ..EngineError::new(
            Step::Query,
            format!("The statement cannot be read: {}.", error.message),
            "Look for a quote or a comment that is not closed.",
        )
    })?;
    let starts: Vec<usize> = tokens.iter().map(|token| walk.to(token.span.start)).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    Ok(tokens
        .into_iter()
        .zip(starts.iter().copied().zip(ends))
        .map(|(token, (start, end))| Word { token: token.token, at: start..end })
        .collect())
}

/// Finds the bytes of places that are told as line and column, each in characters from 1, in one go through the text.
struct Walk<'t> {
    rest: Peekable<Chars<'t>>,
    line: u64,
    column: u64,
    byte: usize,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text.chars().peekable(), line: 1, column: 1, byte: 0 }
    }

    fn to(&mut self, place: Location) -> usize {
        while (self.line, self.column) < (place.line, place.column) {
            let Some(c) = self.rest.next() else { break };
            self.byte += c.len_utf8();
            (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        self.byte
    }
}
