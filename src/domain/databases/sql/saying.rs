//! What a statement says about tables, without being run.

use crate::model::{
    schema::Schema,
    sqlite_text::{Token, Word, tokens},
};

/// The tables and views that a query names, in order of name: names behind FROM, JOIN, a comma, a bracket or a dot.
pub(super) fn tables(text: &str, known: &Schema) -> Vec<String> {
    let tokens = tokens(text);
    let leads = |token: &Token<'_>| {
        ["from", "join", "in"].iter().any(|word| token.is_keyword(word)) || [",", "(", "."].iter().any(|sign| token.is(sign))
    };
    let mut found: Vec<String> = Vec::new();
    for pair in tokens.windows(2) {
        let name = Some(&pair[1]).filter(|token| matches!(token.word, Word::Bare | Word::Quoted) && leads(&pair[0])).and_then(Token::name);
        let table = name.and_then(|name| known.tables.iter().find(|table| table.at.name.eq_ignore_ascii_case(&name)));
        if let Some(table) = table.filter(|table| !found.contains(&table.at.name)) {
            found.push(table.at.name.clone());
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample;

    #[test]
    fn tables_are_known_by_where_they_stand() {
        let known = Schema { tables: ["a", "b c", "name"].map(|name| sample::table(name, vec![])).into(), may_write: None };
        for (text, found) in [
            ("select name from a", vec!["a"]),
            ("select * from \"b c\" x join [A] on 1", vec!["a", "b c"]),
            ("select (select max(1) from main.name), 'a' from a -- name", vec!["a", "name"]),
            ("select 1", vec![]),
        ] {
            assert_eq!(tables(text, &known), found, "{text}");
        }
    }
}
