//! Statements in a person's own words.

use super::{
    answer::{Answer, bound},
    bounds::{self, Bounds},
    fault::End,
    guard::{Fence, Seen},
    lint,
};
use crate::{
    engines::{dialect::Dialect, words},
    model::work::{Done, Powers, ScriptWork, StatementWork, WorkLimits},
};
use rusqlite::{Batch, Connection, Statement, fallible_iterator::FallibleIterator};
use sqlparser::tokenizer::Token;

/// What became of a statement at a connection that only reads.
pub(super) enum Read {
    Done(Done),
    /// It writes.
    Writes,
}

/// What a statement did at a connection that writes.
pub(super) struct Written {
    pub done: Done,
    /// Something of it lasts as long as the connection.
    pub temporary: bool,
}

/// Words with which statements begin that write.
const WRITING: [&str; 9] = ["INSERT", "REPLACE", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "REINDEX", "ANALYZE"];

/// Whether the words of a statement tell that it writes. Of what they do not tell, SQLite does when it prepares it.
pub(super) fn says_to_write(text: &str) -> bool {
    let Ok(words) = words::words(Dialect::Sqlite, text) else { return false };
    let mut said = words.iter().map(|word| &word.token).filter(|token| !matches!(token, Token::Whitespace(_))).peekable();
    let begins = |token: Option<&Token>, names: &[&str]| names.iter().any(|name| is_word(token, name));
    if begins(said.peek().copied(), &WRITING) {
        return true;
    }
    if !is_word(said.next(), "WITH") {
        return false;
    }
    while let Some(token) = said.next() {
        // `replace(` is a function.
        if begins(Some(token), &WRITING[..4]) && said.peek() != Some(&&Token::LParen) {
            return true;
        }
    }
    false
}

/// Runs a statement at a connection that only reads, if it only reads.
pub(super) fn read(connection: &Connection, work: &StatementWork, limits: &WorkLimits) -> Result<Read, End> {
    admit(&work.text, work.may)?;
    let fence = Fence::new(connection, work.may)?;
    let result = fence.preparing(|| single(connection, &work.text)).map_err(End::from).and_then(|prepared| {
        let mut prepared = only(prepared)?;
        may_answer(&prepared, work.may)?;
        if !prepared.readonly() || fence.seen().temporary {
            return Ok(Read::Writes);
        }
        bind(&mut prepared, work, limits)?;
        let mut answer = Answer::new(limits);
        answer.take_personal(&mut prepared, false)?;
        Ok(Read::Done(answer.done))
    });
    let seen = fence.seen();
    match result {
        Ok(Read::Done(done)) => Ok(Read::Done(Done { affected: seen.tables.into_iter().collect(), ..done })),
        Ok(Read::Writes) => Ok(Read::Writes),
        Err(end) => Err(end.of_statement(&seen, &work.text)),
    }
}

/// Runs a statement inside of a transaction.
pub(super) fn write(connection: &Connection, work: &StatementWork, bounds: &mut Bounds, limits: &WorkLimits) -> Result<Written, End> {
    admit(&work.text, work.may)?;
    let before = connection.total_changes();
    let fence = Fence::new(connection, work.may)?;
    let result = fence.preparing(|| single(connection, &work.text)).map_err(End::from).and_then(|prepared| {
        let mut prepared = only(prepared)?;
        may_answer(&prepared, work.may)?;
        bind(&mut prepared, work, limits)?;
        let mut answer = Answer::new(limits);
        answer.take_personal(&mut prepared, true)?;
        if fence.was_restructured() && has_default(&work.text) {
            lint::ask_for_defaults(connection)?;
        }
        Ok(answer.done)
    });
    let seen = fence.seen();
    drop(fence);
    let mut done = result.map_err(|end| end.of_statement(&seen, &work.text))?;
    let changed = connection.total_changes() - before;
    done.changes = if changed == 0 { 0 } else { connection.changes() };
    if seen.restructures {
        done.statements.push(work.text.trim().to_owned());
        lint::tables(connection, &seen.created)?;
    }
    finish(connection, &seen, changed, bounds, limits)?;
    done.restructured = seen.restructures;
    done.affected = seen.tables.into_iter().collect();
    Ok(Written { done, temporary: seen.temporary })
}

/// Runs all statements of a text inside of a transaction.
pub(super) fn script(connection: &Connection, work: &ScriptWork, bounds: &mut Bounds, limits: &WorkLimits) -> Result<Written, End> {
    admit(&work.text, work.may)?;
    let before = connection.total_changes();
    let mut done = Done::default();
    let fence = Fence::new(connection, work.may)?;
    let mut result = Ok(());
    for text in statements(&work.text)? {
        let mut prepared = match fence.preparing(|| connection.prepare(text)) {
            Ok(prepared) => prepared,
            Err(error) => {
                result = Err(End::from(error));
                break;
            }
        };
        let ran = may_answer(&prepared, work.may).and_then(|()| {
            if prepared.parameter_count() > 0 {
                return Err(End::refused("A script takes no parameters.", "Write the values into it."));
            }
            let here = connection.total_changes();
            let mut rows = prepared.raw_query();
            while rows.next()?.is_some() {}
            drop(rows);
            if fence.was_restructured() && has_default(text) {
                lint::ask_for_defaults(connection)?;
            }
            Ok(if connection.total_changes() == here { 0 } else { connection.changes() })
        });
        match ran {
            Ok(changes) => done.changes += changes,
            Err(end) => {
                result = Err(end);
                break;
            }
        }
    }
    let seen = fence.seen();
    drop(fence);
    result.map_err(|end| end.of_statement(&seen, &work.text))?;
    finish(connection, &seen, connection.total_changes() - before, bounds, limits)?;
    if seen.restructures {
        done.statements.push(work.text.trim().to_owned());
    }
    done.restructured = seen.restructures;
    done.affected = seen.tables.into_iter().collect();
    Ok(Written { done, temporary: seen.temporary })
}

/// Nothing that the statement made may be beyond the limits.
fn finish(connection: &Connection, seen: &Seen, changed: u64, bounds: &mut Bounds, limits: &WorkLimits) -> Result<(), End> {
    if seen.restructures {
        bounds.forget();
        bounds::structure(connection, limits)?;
    }
    for table in seen.inserted.iter().filter(|table| !table.starts_with("sqlite_")) {
        bounds.grown(connection, table, changed, limits)?;
    }
    Ok(())
}

/// The statements of a text, each alone: SQLite copies the whole text that it is given, for each of them. The body of a
/// trigger ends with `; END`.
fn statements(text: &str) -> Result<Vec<&str>, End> {
    let words = words::words(Dialect::Sqlite, text).map_err(End::Refused)?;
    let said: Vec<_> = words.iter().filter(|word| !matches!(word.token, Token::Whitespace(_))).collect();
    let (mut all, mut begin) = (Vec::new(), 0);
    for (at, word) in said.iter().enumerate() {
        if word.token != Token::SemiColon {
            continue;
        }
        let statement = &said[begin..at];
        let is_trigger = is_word(statement.first().map(|word| &word.token), "CREATE")
            && statement.iter().take(3).any(|word| is_word(Some(&word.token), "TRIGGER"));
        let is_closed = matches!(statement, [.., end, last] if end.token == Token::SemiColon && is_word(Some(&last.token), "END"));
        if is_trigger && !is_closed {
            continue;
        }
        if let Some(first) = statement.first() {
            all.push(&text[first.at.start..word.at.start]);
        }
        begin = at + 1;
    }
    if let (Some(first), Some(last)) = (said.get(begin), said.last()) {
        all.push(&text[first.at.start..last.at.end]);
    }
    Ok(all)
}

/// The only statement of a text; nothing when there is none, and more than one is told by `Err(MultipleStatement)`.
fn single<'c>(connection: &'c Connection, text: &str) -> rusqlite::Result<Option<Statement<'c>>> {
    let mut statements = Batch::new(connection, text);
    let Some(first) = statements.next()? else { return Ok(None) };
    match statements.next() {
        Ok(None) => Ok(Some(first)),
        Ok(Some(_)) | Err(_) => Err(rusqlite::Error::MultipleStatement),
    }
}

fn only(prepared: Option<Statement<'_>>) -> Result<Statement<'_>, End> {
    prepared.ok_or_else(|| End::refused("There is no statement.", "Write one, for example: select 1"))
}

/// Whoever may not read gets no rows, whatever they come from.
fn may_answer(prepared: &Statement<'_>, may: Powers) -> Result<(), End> {
    if may.read || prepared.column_count() == 0 { Ok(()) } else { Err(End::forbidden("This access does not allow reading.")) }
}

/// What cannot be left to SQLite.
fn admit(text: &str, may: Powers) -> Result<(), End> {
    if text.contains('\0') {
        return Err(End::refused("The statement holds a NUL character, which no database allows.", "Write it again."));
    }
    let words = words::words(Dialect::Sqlite, text).map_err(End::Refused)?;
    let mut plain = words.iter().filter(|word| !matches!(word.token, Token::Whitespace(_))).map(|word| &word.token).peekable();
    if is_word(plain.peek().copied(), "VACUUM") {
        return Err(End::forbidden("VACUUM is not run as a statement here. Vacuum the database in its settings."));
    }
    while let Some(token) = plain.next() {
        // REPLACE deletes rows of which the authorizer is not told.
        if !may.change && is_word(Some(token), "REPLACE") && plain.peek() != Some(&&Token::LParen) {
            return Err(End::forbidden("This access does not allow replacing rows."));
        }
    }
    Ok(())
}

fn has_default(text: &str) -> bool {
    text.to_ascii_lowercase().contains("default")
}

fn is_word(token: Option<&Token>, name: &str) -> bool {
    matches!(token, Some(Token::Word(word)) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(name))
}

fn bind(prepared: &mut Statement<'_>, work: &StatementWork, limits: &WorkLimits) -> Result<(), End> {
    let places = prepared.parameter_count();
    if places != work.values.len() {
        let values = work.values.len();
        return Err(End::refused(format!("The statement has {places} parameters, and {values} values were given."), ""));
    }
    for (at, input) in work.values.iter().enumerate() {
        let name = prepared.parameter_name(at + 1).map_or_else(|| format!("parameter {}", at + 1), str::to_owned);
        prepared.raw_bind_parameter(at + 1, bound(input, &name, limits)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_taken_apart_where_sqlite_would() {
        let text = "-- a; b\nCREATE TABLE t (a ';'); ; INSERT INTO t VALUES ('x;y') /* ; */;
            CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM t; END; SELECT 1 -- end";
        let parts = statements(text).unwrap_or_default();
        assert_eq!(parts.len(), 4, "{parts:?}");
        assert!(parts[2].ends_with("; END"), "{parts:?}");
        assert_eq!(parts[3], "SELECT 1");
        assert!(statements(" ; -- nothing").unwrap_or_default().is_empty());
    }

    #[test]
    fn words_tell_what_writes() {
        for (text, writes) in [
            ("-- a\n insert into t values (1)", true),
            ("WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c", true),
            ("with c as (select replace(a, 'x', 'y') as \"delete\" from t) select * from c", false),
            ("select 'insert'", false),
            ("explain delete from t", false),
            ("drop table t", true),
            ("selec 1", false),
            ("", false),
        ] {
            assert_eq!(says_to_write(text), writes, "{text}");
        }
    }
}
