//! What a rule may say: a table that is there, conditions that fit its columns, an audience of the team.

use super::{asker::split, plan::broken};
use crate::{
    domain::{App, boards::schemas, plan},
    error::{AppError, Result},
    model::{
        engine::EngineKind,
        filter::{Condition, Op},
        id::{ConnectionId, ProjectId},
        row_rule::{Audience, MOST_CONDITIONS, RuleBody, placeholder},
        schema::Table,
        value::Value,
    },
    store::{self, Db, connections::ConnectionRow, projects::ProjectRow},
};

/// A table of a connection of a project.
pub(super) struct Place {
    pub connection: ConnectionRow,
    pub table: Table,
}

/// The table that is named.
pub(super) async fn place(app: &App, project: &ProjectId, connection: Option<&str>, table: Option<&str>) -> Result<Place> {
    let rows = store::connections::of_project(&mut *app.store.read().await?, project).await?;
    let id = connection.and_then(ConnectionId::parse);
    let found = rows.into_iter().find(|row| Some(&row.id) == id.as_ref());
    let connection = found.ok_or_else(|| AppError::field("connectionId", "This connection is not part of the project"))?;
    let title = &connection.title;
    let none = || AppError::field("connectionId", format!("The tables of {title} were not read yet. Validate the connection."));
    let schema = schemas::of(app, &connection).await?.ok_or_else(none)?;
    let label = table.unwrap_or_default();
    let gone = || AppError::field("table", format!("There is no table {label} in {title}. Choose another, or regenerate the schemas."));
    let table = schema.table(label).ok_or_else(gone)?.clone();
    Ok(Place { connection, table })
}

/// The conditions of a rule as they are stored.
pub(super) fn body(engine: EngineKind, table: &Table, any: bool, given: Vec<Condition>) -> Result<RuleBody> {
    let mut conditions = Vec::with_capacity(given.len());
    for (place, condition) in given.into_iter().enumerate() {
        if condition.column.is_empty() {
            // What somebody filled in is not dropped without a word: the rule would hide less, or more, than it seems to.
            if condition.values.iter().all(is_empty) {
                continue;
            }
            return Err(AppError::field(format!("conditions[{place}][column]"), "Choose a column"));
        }
        let condition = tidy(condition);
        check(engine, table, &condition).map_err(|error| AppError { field: Some(format!("conditions[{place}][values][0]")), ..error })?;
        conditions.push(condition);
    }
    if conditions.len() > MOST_CONDITIONS {
        return Err(AppError::field("conditions", format!("A rule can have at most {MOST_CONDITIONS} conditions")));
    }
    let held = |condition: &Condition| table.column(&condition.column).map(|column| column.kind);
    Ok(RuleBody { any, kinds: conditions.iter().filter_map(held).collect(), conditions })
}

/// Whether it is what an empty field of a form sends.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.trim().is_empty(),
        other => other.is_null(),
    }
}

/// As a form sends it: an empty field is no value, and several values of a list stand in one.
fn tidy(condition: Condition) -> Condition {
    let values = match (condition.op, condition.values.as_slice()) {
        (op, [Value::Text(text)]) if !op.takes_value() && text.is_empty() => Vec::new(),
        (Op::In, [Value::Text(list)]) => split(list).map(|text| Value::Text(text.to_owned())).collect(),
        _ => condition.values,
    };
    Condition { values, ..condition }
}

fn check(engine: EngineKind, table: &Table, condition: &Condition) -> Result<()> {
    if let Some(reason) = broken(engine, table, condition) {
        return Err(AppError::invalid(format!("{reason} Choose another column or comparison.")));
    }
    let mut own = Vec::with_capacity(condition.values.len());
    let mut stand_in = 0;
    for value in &condition.values {
        match placeholder(value).map_err(AppError::invalid)? {
            Some(_) => stand_in += 1,
            None => own.push(value.clone()),
        }
    }
    // What a placeholder will stand for is not known yet; how many values there may be is.
    if stand_in > 0 && condition.op != Op::In {
        return match condition.op.takes_value() && own.is_empty() && stand_in == 1 {
            true => Ok(()),
            false => Err(AppError::invalid(format!("The condition on column \"{}\" needs exactly one value.", condition.column))),
        };
    }
    if stand_in > 0 && own.is_empty() {
        return Ok(());
    }
    plan::conditions(table, &[Condition { values: own, ..condition.clone() }]).map(drop)
}

/// Whom the rule is for.
pub(super) async fn audience(db: &mut Db, project: &ProjectRow, given: Option<&str>) -> Result<Audience> {
    let unknown = || AppError::field("audience", "Choose whom the rule is for: viewers, editors, tokens, one token or everybody else");
    let audience = given.and_then(Audience::parse).ok_or_else(unknown)?;
    if let Audience::Token(id) = audience {
        let token = store::tokens::get(db, id).await?.filter(|token| token.team_id == project.team_id);
        token.ok_or_else(|| AppError::field("audience", "The team has no such token. Choose another."))?;
    }
    Ok(audience)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{schema::sample, value::Kind};

    fn made(conditions: &[(&str, Op, &[&str])]) -> Result<RuleBody> {
        made_on(EngineKind::Postgres, conditions)
    }

    fn made_on(engine: EngineKind, conditions: &[(&str, Op, &[&str])]) -> Result<RuleBody> {
        let columns = [("id", "integer"), ("region", "text"), ("open", "boolean")];
        let table = sample::table("orders", columns.map(|(name, short_type)| sample::column(name, short_type)).into());
        let condition = |(column, op, values): &(&str, Op, &[&str])| Condition {
            column: (*column).to_owned(),
            op: *op,
            values: values.iter().map(|value| Value::Text((*value).to_owned())).collect(),
        };
        body(engine, &table, false, conditions.iter().map(condition).collect())
    }

    #[test]
    fn forms_are_read_as_people_fill_them_in() {
        let body = made(&[
            ("region", Op::In, &["north, {account.region} ,south"]),
            ("", Op::Eq, &[""]),
            ("region", Op::NotNull, &[""]),
            ("id", Op::Eq, &["{account.id}"]),
        ])
        .expect("a rule");
        let counts: Vec<usize> = body.conditions.iter().map(|condition| condition.values.len()).collect();
        assert_eq!(counts, [3, 0, 1]);
        assert_eq!(body.kinds, [Kind::Text, Kind::Text, Kind::Integer], "those of the conditions that are left");
        assert_eq!(made(&[]).expect("shows no row").conditions.len(), 0);
    }

    #[test]
    fn a_condition_that_is_half_filled_in_is_no_empty_one() {
        assert_eq!(made(&[("", Op::IsNull, &[]), ("", Op::In, &[" ", ""])]).expect("a rule").conditions.len(), 0);
        let error = made(&[("id", Op::Eq, &["1"]), ("", Op::Eq, &["north"])]).expect_err("refused");
        assert_eq!(error, AppError::field("conditions[1][column]", "Choose a column"));
    }

    #[test]
    fn what_could_never_be_followed_is_refused() {
        for conditions in [
            ("price", Op::Eq, &["1"][..]),
            ("id", Op::Contains, &["1"][..]),
            ("id", Op::Eq, &["x"][..]),
            ("id", Op::Eq, &[][..]),
            ("id", Op::Eq, &["{account.id}", "2"][..]),
            ("id", Op::IsNull, &["{account.id}"][..]),
            ("id", Op::In, &["{account.id}, x"][..]),
            ("region", Op::In, &[", "][..]),
            ("region", Op::Eq, &["{account.Region}"][..]),
        ] {
            assert!(made(&[conditions]).is_err(), "{conditions:?}");
        }
        assert!(made(&[("id", Op::Eq, &["1"][..]); MOST_CONDITIONS + 1]).is_err());
        let other: &[(&str, Op, &[&str])] = &[("open", Op::Ne, &["true"])];
        assert!(made(other).is_ok());
        assert!(made_on(EngineKind::Sqlite, other).expect_err("refused").text.contains("SQLite keeps values of any type"));
    }
}
