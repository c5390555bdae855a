//! The columns of a person's statement. They are read as the server sends them: values of every type have a form that
//! `decode` can show, so that what cannot stand in another query (SHOW, EXPLAIN, names that are alike) needs no other way.

use super::types::CatalogType;
use crate::{engines::sql::Statement, model::engine::ResultColumn};
use sqlx::{AssertSqlSafe, Column, Executor, MySql, MySqlConnection, SqlSafeStr, Statement as _, Type, TypeInfo, mysql::MySqlTypeInfo};

pub async fn describe(connection: &mut MySqlConnection, statement: &Statement) -> sqlx::Result<Statement> {
    let prepared = connection.prepare(AssertSqlSafe(statement.text.clone()).into_sql_str()).await?;
    let columns = prepared.columns().iter().map(|column| result_column(column.name(), &type_name(column.type_info()))).collect();
    Ok(Statement { columns, ..statement.clone() })
}

/// The name of a type in the protocol, except that texts which are compared by their bytes are texts.
fn type_name(info: &MySqlTypeInfo) -> String {
    let name = info.name();
    if !<str as Type<MySql>>::compatible(info) {
        return name.to_owned();
    }
    match name {
        "BINARY" => "CHAR".to_owned(),
        "VARBINARY" => "VARCHAR".to_owned(),
        name => name.replace("BLOB", "TEXT"),
    }
}

/// A column by the name of its type in the protocol: `BIGINT UNSIGNED`, and `BOOLEAN` for tinyint(1).
fn result_column(name: &str, type_name: &str) -> ResultColumn {
    let full = if type_name == "BOOLEAN" { "tinyint(1)".to_owned() } else { type_name.to_ascii_lowercase() };
    let base = full.split(['(', ' ']).next().unwrap_or_default();
    let of_type = CatalogType { name: base, full: &full, is_json: false };
    ResultColumn { name: name.to_owned(), short_type: of_type.short(), kind: of_type.kind() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Kind;

    #[test]
    fn types_of_the_protocol_have_their_short_names() {
        for (name, short, kind) in [
            ("BOOLEAN", "boolean", Kind::Boolean),
            ("TINYINT", "smallint", Kind::Integer),
            ("BIGINT UNSIGNED", "bigint unsigned", Kind::Number),
            ("DECIMAL", "numeric", Kind::Number),
            ("DATETIME", "timestamp", Kind::Timestamp),
            ("VARCHAR", "varchar", Kind::Text),
            ("LONGBLOB", "bytea", Kind::Bytes),
            ("JSON", "json", Kind::Json),
            ("NULL", "null", Kind::Other),
        ] {
            let column = result_column("a", name);
            assert_eq!((column.short_type.as_str(), column.kind), (short, kind), "{name}");
        }
    }
}
