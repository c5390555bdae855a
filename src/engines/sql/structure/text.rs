//! Texts of people that stand in statements about the structure.

use crate::{
    engines::{dialect::Dialect, words},
    model::engine::{EngineError, Step},
};
use sqlparser::tokenizer::Token;

/// Words that end a type.
pub(super) const ENDS_TYPE: [&str; 11] =
    ["CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"];

pub(super) fn refused(text: impl Into<String>, hint: impl Into<String>) -> EngineError {
    EngineError::new(Step::Query, text, hint)
}

/// A declared type: words, and one or two numbers in brackets.
pub(super) fn declared(text: &str) -> Result<String, EngineError> {
    let text = text.trim();
    let wrong = || refused(format!("\"{text}\" is no type of a column."), "A type looks like TEXT, INTEGER or DECIMAL(10,2).");
    let (words, numbers) = match text.split_once('(') {
        Some((words, numbers)) => (words, Some(numbers.trim_end().strip_suffix(')').ok_or_else(wrong)?)),
        None => (text, None),
    };
    let is_word = |word: &str| {
        word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && !ENDS_TYPE.iter().any(|end| end.eq_ignore_ascii_case(word))
    };
    let is_number = |number: &str| !number.trim().is_empty() && number.trim().bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    if !words.iter().all(|word| is_word(word)) {
        return Err(wrong());
    }
    let Some(numbers) = numbers else { return Ok(words.join(" ")) };
    let numbers: Vec<&str> = numbers.split(',').map(str::trim).collect();
    if words.is_empty() || numbers.len() > 2 || !numbers.iter().all(|number| is_number(number)) {
        return Err(wrong());
    }
    Ok(format!("{}({})", words.join(" "), numbers.join(",")))
}

/// A number as it is written.
pub(super) fn number(text: &str) -> Result<String, EngineError> {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_plain = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && text.parse::<f64>().is_ok_and(f64::is_finite);
    if is_plain { Ok(text.to_owned()) } else { Err(refused(format!("\"{text}\" is no number."), "Write it with digits and a point.")) }
}

/// An expression, on a line of its own when a comment could hide what follows.
///
/// # Errors
/// When it is more than an expression in brackets may hold.
pub fn condition(text: &str) -> Result<String, EngineError> {
    let text = text.trim();
    balanced(text, "expression")?;
    Ok(if text.contains("--") { format!("{text}\n") } else { text.to_owned() })
}

/// The query of a view.
///
/// # Errors
/// When it is no query, or more than one statement.
pub fn query(text: &str) -> Result<String, EngineError> {
    let text = text.trim().trim_end_matches(';').trim_end();
    balanced(text, "query")?;
    let first = words::words(Dialect::Sqlite, text)?
        .into_iter()
        .find_map(|word| match word.token {
            Token::Whitespace(_) => None,
            Token::Word(word) if word.quote_style.is_none() => Some(word.value.to_ascii_uppercase()),
            _ => Some(String::new()),
        })
        .unwrap_or_default();
    if ["SELECT", "WITH", "VALUES"].contains(&first.as_str()) {
        Ok(text.to_owned())
    } else {
        Err(refused("A view is made of a query.", "Begin with SELECT or WITH."))
    }
}

fn balanced(text: &str, what: &str) -> Result<(), EngineError> {
    if text.is_empty() {
        return Err(refused(format!("The {what} is missing."), "Write it."));
    }
    if text.contains('\0') {
        return Err(refused(format!("The {what} holds a NUL character."), "Write it again."));
    }
    let mut depth = 0_i32;
    for word in words::words(Dialect::Sqlite, text)? {
        let written = &text[word.at.clone()];
        match word.token {
            // It would hide what follows the expression.
            Token::Whitespace(_) if written.starts_with("/*") && (written.len() < 4 || !written.ends_with("*/")) => {
                return Err(refused(format!("A comment of the {what} has no end."), "End it, or leave it out."));
            }
            Token::LParen => depth += 1,
            Token::RParen => depth -= 1,
            Token::SemiColon => return Err(refused(format!("The {what} is more than one statement."), "Leave out the semicolon.")),
            // `:name` and `@name` in pieces; SQLite has no other use for either.
            Token::Placeholder(_) | Token::Colon | Token::AtSign => {
                return Err(refused(format!("The {what} cannot have parameters."), "Write the value itself."));
            }
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    if depth == 0 { Ok(()) } else { Err(refused(format!("The brackets of the {what} do not match."), "Look at its brackets.")) }
}
