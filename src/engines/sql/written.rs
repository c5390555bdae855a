//! Planned changes of rows of databases with a server, as statements with every value bound. Each is about one row.
//! PostgreSQL returns what it wrote; of MySQL it is read afterwards, by the key of the row.

use super::{Statement, filter, result_column};
use crate::{
    engines::dialect::Dialect,
    model::{
        engine::{EngineError, ResultColumn, Step},
        filter::Op,
        plan::{PlanColumn, PlanCondition, PlanFilter, PlanSource},
        schema::TableRef,
        value::Value,
        work::{DeletePlan, Input, InsertPlan, UpdatePlan},
    },
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// One row of an insert; columns without a value take what the table says.
///
/// # Errors
/// A name that no database allows, and a value that cannot be written.
pub fn insert(plan: &InsertPlan, row: &[Input], dialect: Dialect) -> Result<Statement, EngineError> {
    let (mut names, mut places, mut params) = (Vec::new(), Vec::new(), Vec::new());
    for (column, input) in plan.columns.iter().zip(row) {
        if let Some(place) = place(input, column, dialect, &mut params)? {
            names.push(dialect.ident(&column.name)?);
            places.push(place);
        }
    }
    let table = dialect.table(&plan.table)?;
    let values = match (names.is_empty(), dialect) {
        (true, Dialect::Postgres | Dialect::Sqlite) => "DEFAULT VALUES".to_owned(),
        _ => format!("({}) VALUES ({})", names.join(", "), places.join(", ")),
    };
    let (returning, columns) = returning(&plan.returning, dialect)?;
    let alias = if columns.is_empty() { "" } else { " AS t" };
    Ok(made(format!("INSERT INTO {table}{alias} {values}{returning}"), params, &plan.table, columns))
}

/// The rows that the filter meets get new values.
///
/// # Errors
/// As [`insert`], and when nothing is set.
pub fn update(plan: &UpdatePlan, dialect: Dialect) -> Result<Statement, EngineError> {
    if plan.set.is_empty() {
        return Err(EngineError::new(Step::Query, "The change sets no column.", "Name at least one column and its new value."));
    }
    let (mut set, mut params) = (Vec::with_capacity(plan.set.len()), Vec::new());
    for (column, input) in &plan.set {
        let value = place(input, column, dialect, &mut params)?.unwrap_or_else(|| "DEFAULT".to_owned());
        set.push(format!("{} = {value}", dialect.ident(&column.name)?));
    }
    let filter = narrowed(&plan.filter, dialect, &mut params)?;
    let table = dialect.table(&plan.table)?;
    let (returning, columns) = returning(&plan.returning, dialect)?;
    Ok(made(format!("UPDATE {table} AS t SET {}{filter}{returning}", set.join(", ")), params, &plan.table, columns))
}

/// What an inserted row became, of a server that did not return it; nothing where nobody can say which row it is. A key that
/// the server counts up is the last one of this session, so [`none_counted`] has to be run before the insert.
///
/// # Errors
/// As [`insert`].
pub fn inserted(plan: &InsertPlan, row: &[Input], dialect: Dialect) -> Result<Option<Statement>, EngineError> {
    if plan.returning.is_empty() || plan.key.is_empty() || dialect != Dialect::Mysql {
        return Ok(None);
    }
    let (mut filter, mut counted) = (PlanFilter::default(), None);
    for column in &plan.key {
        let given = plan.columns.iter().zip(row).find(|(known, _)| known.name == column.name).map(|(_, input)| input);
        match given {
            Some(Input::Value(value)) if !value.is_null() => filter.conditions.push(equal(column, value)),
            None | Some(Input::Default) if counted.is_none() => counted = Some(column),
            _ => return Ok(None),
        }
    }
    let mut params = Vec::new();
    let mut clause = filter::clause(&filter, dialect, &mut params)?;
    if let Some(column) = counted {
        let word = if clause.is_empty() { " WHERE" } else { " AND" };
        clause.push_str(&format!("{word} {} = LAST_INSERT_ID()", dialect.column(column)?));
    }
    locked(&plan.table, &plan.returning, &clause, params, dialect).map(Some)
}

/// The statement after which no row counts as inserted by this session.
pub fn none_counted(table: &TableRef) -> Statement {
    made("SELECT LAST_INSERT_ID(0)".to_owned(), Vec::new(), table, Vec::new())
}

/// What a changed row became, of a server that did not return it; nothing where nobody can say which row it is.
///
/// # Errors
/// As [`insert`].
pub fn updated(plan: &UpdatePlan, dialect: Dialect) -> Result<Option<Statement>, EngineError> {
    if plan.returning.is_empty() || dialect != Dialect::Mysql {
        return Ok(None);
    }
    let mut filter = plan.filter.clone();
    for condition in &mut filter.conditions {
        match plan.set.iter().find(|(column, _)| column.name == condition.column.name) {
            None => {}
            Some((column, Input::Value(value))) if !value.is_null() => *condition = equal(column, value),
            Some(_) => return Ok(None),
        }
    }
    held(&plan.table, &plan.returning, &filter, dialect).map(Some)
}

fn equal(column: &PlanColumn, value: &Value) -> PlanCondition {
    PlanCondition { column: column.clone(), op: Op::Eq, values: vec![value.clone()] }
}

fn returning(columns: &[PlanColumn], dialect: Dialect) -> Result<(String, Vec<ResultColumn>), EngineError> {
    if columns.is_empty() || dialect != Dialect::Postgres {
        return Ok((String::new(), Vec::new()));
    }
    Ok((format!(" RETURNING {}", selected(columns, dialect)?), columns.iter().map(result_column).collect()))
}

fn selected(columns: &[PlanColumn], dialect: Dialect) -> Result<String, EngineError> {
    let names = columns.iter().map(|column| Ok(dialect.selected(&dialect.column(column)?, column)));
    Ok(names.collect::<Result<Vec<_>, EngineError>>()?.join(", "))
}

/// The rows that the filter meets go.
///
/// # Errors
/// As [`insert`].
pub fn delete(plan: &DeletePlan, dialect: Dialect) -> Result<Statement, EngineError> {
    let mut params = Vec::new();
    let filter = narrowed(&plan.filter, dialect, &mut params)?;
    let table = dialect.table(&plan.table)?;
    // A name beside that of the table is known to every MySQL only where the statement says of which it deletes.
    let from = match dialect {
        Dialect::Mysql => "DELETE t FROM",
        Dialect::Postgres | Dialect::Sqlite => "DELETE FROM",
    };
    Ok(made(format!("{from} {table} AS t{filter}"), params, &plan.table, Vec::new()))
}

/// Up to two of the rows that the filter meets, as they are now, held until the transaction ends.
///
/// # Errors
/// As [`insert`].
pub fn held(table: &TableRef, columns: &[PlanColumn], filter: &PlanFilter, dialect: Dialect) -> Result<Statement, EngineError> {
    let mut params = Vec::new();
    let clause = narrowed(filter, dialect, &mut params)?;
    locked(table, columns, &clause, params, dialect)
}

fn locked(table: &TableRef, columns: &[PlanColumn], clause: &str, params: Vec<Value>, dialect: Dialect) -> Result<Statement, EngineError> {
    let hold = match dialect {
        Dialect::Postgres | Dialect::Mysql => " FOR UPDATE",
        Dialect::Sqlite => "",
    };
    let (names, table_name, limit) = (selected(columns, dialect)?, dialect.table(table)?, dialect.limit(Some(2), 0));
    let text = format!("SELECT {names} FROM {table_name} AS t{clause}{limit}{hold}");
    Ok(made(text, params, table, columns.iter().map(result_column).collect()))
}

fn made(text: String, params: Vec<Value>, table: &TableRef, columns: Vec<ResultColumn>) -> Statement {
    Statement::new(text, params, columns, &PlanSource::Table(table.clone()))
}

/// A condition without which the statement would be about every row.
fn narrowed(filter: &PlanFilter, dialect: Dialect, params: &mut Vec<Value>) -> Result<String, EngineError> {
    let clause = filter::clause(filter, dialect, params)?;
    if clause.is_empty() {
        return Err(EngineError::new(Step::Query, "The change does not say which row it is about.", "Load the page again."));
    }
    Ok(clause)
}

/// Where a value stands; nothing for what the table says.
fn place(input: &Input, column: &PlanColumn, dialect: Dialect, params: &mut Vec<Value>) -> Result<Option<String>, EngineError> {
    let value = match input {
        Input::Default => return Ok(None),
        Input::Value(Value::Cut { .. }) => {
            let text = format!("The value for \"{}\" is only the beginning of a longer one.", column.name);
            return Err(EngineError::new(Step::Query, text, "Load the whole value before you change it."));
        }
        Input::Value(value) => value.clone(),
        Input::Bytes(text) => {
            let refused = |_| EngineError::new(Step::Query, format!("The bytes for \"{}\" are not base 64.", column.name), "");
            Value::Text(format!("\\x{}", hex::encode(BASE64_STANDARD.decode(text).map_err(refused)?)))
        }
    };
    let (place, value) = dialect.written(params.len() + 1, &value, column);
    params.push(value);
    Ok(Some(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Kind;

    fn column(name: &str, kind: Kind, short: &str, full: &str) -> PlanColumn {
        PlanColumn { name: name.into(), kind, short_type: short.into(), full_type: full.into(), nullable: true }
    }

    fn table() -> TableRef {
        TableRef { schema: Some("s\"`".into()), name: "a\"b`c".into() }
    }

    fn one() -> PlanFilter {
        let id = column("i\"`d", Kind::Integer, "integer", "integer");
        PlanFilter { conditions: vec![PlanCondition { column: id, op: Op::Eq, values: vec![Value::Int(7)] }], ..PlanFilter::default() }
    }

    #[test]
    fn values_are_bound_as_their_columns_take_them() {
        let plan = InsertPlan {
            table: table(),
            columns: vec![
                column("n", Kind::Number, "numeric", "numeric(10,2)"),
                column("j", Kind::Json, "jsonb", "jsonb"),
                column("b", Kind::Bytes, "bytea", "bytea"),
                column("d", Kind::Text, "text", "text"),
            ],
            rows: Vec::new(),
            conflict: None,
            returning: Vec::new(),
            key: Vec::new(),
        };
        let text = |text: &str| Input::Value(Value::Text(text.into()));
        let row = [text("12345678901234567.89"), text("{}"), Input::Bytes("AP8=".into()), Input::Default];
        let postgres = insert(&plan, &row, Dialect::Postgres).expect("plain");
        assert_eq!(
            postgres.text,
            "INSERT INTO \"s\"\"`\".\"a\"\"b`c\" (\"n\", \"j\", \"b\") VALUES ($1::text::numeric, $2::text::jsonb, $3::text::bytea)"
        );
        assert_eq!(postgres.params[2], Value::Text("\\x00ff".into()));
        let mysql = insert(&plan, &row, Dialect::Mysql).expect("plain");
        assert_eq!(mysql.text, "INSERT INTO `s\"```.`a\"b``c` (`n`, `j`, `b`) VALUES (?, ?, UNHEX(SUBSTRING(?, 3)))");
        let none = vec![Input::Default; 4];
        assert!(insert(&plan, &none, Dialect::Postgres).expect("plain").text.ends_with(" DEFAULT VALUES"));
        assert!(insert(&plan, &none, Dialect::Mysql).expect("plain").text.ends_with(" () VALUES ()"));
        let cut = Input::Value(Value::Cut { cut: "a".into(), bytes: 9 });
        assert!(insert(&plan, &[cut], Dialect::Mysql).is_err());
    }

    #[test]
    fn a_change_is_about_the_row_that_its_filter_meets() {
        let set = vec![(column("x", Kind::Integer, "integer", "integer"), Input::Value(Value::Int(1)))];
        let mut plan = UpdatePlan { table: table(), set, filter: one(), expected: None, returning: Vec::new() };
        let postgres = update(&plan, Dialect::Postgres).expect("plain");
        assert!(postgres.text.contains("AS t SET \"x\" = $1::text::bigint WHERE t.\"i\"\"`d\" = $2"), "{}", postgres.text);
        plan.set[0].1 = Input::Default;
        let mysql = update(&plan, Dialect::Mysql).expect("plain");
        assert!(mysql.text.ends_with("AS t SET `x` = DEFAULT WHERE t.`i\"``d` = ?"), "{}", mysql.text);
        plan.filter = PlanFilter::default();
        assert!(update(&plan, Dialect::Mysql).is_err(), "never every row");
        let mut plan = DeletePlan { table: table(), filter: one(), expected: None, returning: Vec::new() };
        assert!(delete(&plan, Dialect::Mysql).expect("plain").text.starts_with("DELETE t FROM `s\"```.`a\"b``c` AS t WHERE"));
        assert!(held(&table(), &[], &one(), Dialect::Postgres).expect("plain").text.ends_with(" LIMIT 2 FOR UPDATE"));
        plan.filter = PlanFilter::default();
        assert!(delete(&plan, Dialect::Postgres).is_err());
    }
}
