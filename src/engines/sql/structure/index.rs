//! The statement of an index as SQLite keeps it, for another table.

use super::{ident, text::refused};
use crate::{
    engines::{
        dialect::Dialect,
        words::{self, Word},
    },
    model::engine::EngineError,
};
use sqlparser::tokenizer::Token;

/// The statement `text` of an index on `table`, as one with the name `name` on `to`. What follows the name of the table
/// stays as it is written, except where it names the table.
///
/// # Errors
/// When it is no such statement, or a name cannot stand in one.
pub fn index_for(text: &str, name: &str, table: &str, to: &str) -> Result<String, EngineError> {
    let unread = || refused("The definition of an index could not be read.", "Make the index anew.");
    let words = words::words(Dialect::Sqlite, text)?;
    let said: Vec<&Word> = words.iter().filter(|word| !matches!(word.token, Token::Whitespace(_))).collect();
    // CREATE [UNIQUE] INDEX name ON table: SQLite keeps it without IF NOT EXISTS and without a schema.
    let at = said.iter().position(|word| is_keyword(word, "INDEX")).filter(|at| *at <= 2).ok_or_else(unread)?;
    let [own, on, place, ..] = said.get(at + 1..).unwrap_or_default() else { return Err(unread()) };
    if !is_keyword(on, "ON") {
        return Err(unread());
    }
    let (name, to) = (ident(name)?, ident(to)?);
    let (mut changed, mut done) = (String::with_capacity(text.len()), 0);
    let mut put = |word: &Word, new: &str| {
        changed.push_str(&text[done..word.at.start]);
        changed.push_str(new);
        done = word.at.end;
    };
    put(own, &name);
    put(place, &to);
    for pair in said[at + 4..].windows(2) {
        if pair[1].token == Token::Period && matches!(&pair[0].token, Token::Word(word) if word.value.eq_ignore_ascii_case(table)) {
            put(pair[0], &to);
        }
    }
    changed.push_str(&text[done..]);
    Ok(changed)
}

fn is_keyword(word: &Word, name: &str) -> bool {
    matches!(&word.token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::index_for;

    #[test]
    fn an_index_is_the_same_on_another_table() {
        for (text, expected) in [
            ("CREATE INDEX i ON t (a)", "CREATE INDEX \"n\" ON \"o p\" (a)"),
            (
                "CREATE UNIQUE INDEX \"i\" ON 't'(lower(t.a) DESC, b COLLATE nocase) WHERE \"T\".b > 't.a' -- t.a",
                "CREATE UNIQUE INDEX \"n\" ON \"o p\"(lower(\"o p\".a) DESC, b COLLATE nocase) WHERE \"o p\".b > 't.a' -- t.a",
            ),
            ("CREATE INDEX [on] ON `t` (x.t)", "CREATE INDEX \"n\" ON \"o p\" (x.t)"),
        ] {
            assert_eq!(index_for(text, "n", "t", "o p").as_deref(), Ok(expected), "{text}");
        }
        for strange in ["", "CREATE TABLE t (a)", "CREATE INDEX i", "CREATE INDEX i t (a)", "CREATE TRIGGER g AFTER INSERT ON t"] {
            assert!(index_for(strange, "n", "t", "o").is_err(), "{strange}");
        }
        assert!(index_for("CREATE INDEX i ON t (a)", "sqlite_n", "t", "o").is_err());
    }
}
