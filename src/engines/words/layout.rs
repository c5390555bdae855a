//! A text in an order for people. What comes out says the same, word for word, or the text stays as it is.

use super::{Dialect, parameters, words};
use crate::model::engine::{EngineError, EngineKind, Step};
use sqlformat::{FormatOptions, Indent, QueryParams};
use sqlparser::tokenizer::{Token, Whitespace};

/// The text with each clause on a line of its own.
///
/// # Errors
/// When a string or a comment has no end, or the order cannot be made without changing a word.
pub fn laid_out(kind: EngineKind, text: &str) -> Result<String, EngineError> {
    let dialect = Dialect::of(kind);
    let said = meaning(dialect, text)?;
    let options = FormatOptions {
        indent: Indent::Spaces(2),
        max_inline_block: 60,
        max_inline_arguments: Some(80),
        max_inline_top_level: Some(80),
        joins_as_top_level: true,
        dialect: if dialect == Dialect::Postgres { sqlformat::Dialect::PostgreSql } else { sqlformat::Dialect::Generic },
        ..FormatOptions::default()
    };
    let made = sqlformat::format(&apart(dialect, text)?, &QueryParams::None, &options);
    if meaning(dialect, &made).is_ok_and(|made| made == said) && names(dialect, &made)? == names(dialect, text)? {
        Ok(made)
    } else {
        Err(EngineError::new(Step::Query, "This statement cannot be laid out without changing it.", "It stays as it is."))
    }
}

/// The text with a blank before each parameter: `=:name` would be taken for an operator and a name.
fn apart(dialect: Dialect, text: &str) -> Result<String, EngineError> {
    let (mut apart, mut from) = (String::with_capacity(text.len()), 0);
    for (_, place) in parameters(&words(dialect, text)?) {
        apart.push_str(&text[from..place.start]);
        apart.push(' ');
        from = place.start;
    }
    apart.push_str(&text[from..]);
    Ok(apart)
}

/// Its parameters, in order.
fn names(dialect: Dialect, text: &str) -> Result<Vec<String>, EngineError> {
    Ok(parameters(&words(dialect, text)?).into_iter().map(|(name, _)| name).collect())
}

/// Everything but blanks and the ends of comments.
fn meaning(dialect: Dialect, text: &str) -> Result<Vec<String>, EngineError> {
    let shown = |token: Token| match token {
        Token::Whitespace(Whitespace::SingleLineComment { comment, .. } | Whitespace::MultiLineComment(comment)) => {
            Some(comment.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Token::Whitespace(_) => None,
        token => Some(token.to_string()),
    };
    Ok(words(dialect, text)?.into_iter().filter_map(|word| shown(word.token)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_what_they_are() {
        for kind in EngineKind::ALL {
            let made = laid_out(kind, "select a,b from t where x=:name and y in (1,2) -- why\norder by a").expect("laid out");
            assert!(made.lines().count() >= 4 && made.contains(":name") && made.contains("-- why"), "{made}");
            assert!(laid_out(kind, "select 'open").is_err());
        }
        for (kind, text) in [
            (EngineKind::Postgres, "select $$ it's $$, x::date, '{}'::jsonb ->> 'a', array[1,2]"),
            (EngineKind::Mysql, "select `a b`, @x, 'it\\'s' # end\n from t"),
        ] {
            if let Ok(made) = laid_out(kind, text) {
                assert_eq!(meaning(Dialect::of(kind), &made), meaning(Dialect::of(kind), text), "{made}");
            }
        }
    }
}
