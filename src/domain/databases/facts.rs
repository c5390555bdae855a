//! What is told about a table and its columns (03, Column facts), from what SQLite and the text of its definition say.

use crate::model::{
    database::{DatabaseColumn, DatabaseTable},
    extra_types,
    schema::{Column, Generated, Table, TableKind},
    sqlite_definition::Written,
};

/// Names by which SQLite knows the number of a row, in the order in which they are tried.
const ROWIDS: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// By what name the numbers of a table's rows are reached; nothing for views and tables without such numbers.
pub(super) fn rowid_name(table: &Table, written: &Written) -> Option<&'static str> {
    let is_free = |name: &&str| !table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let has = table.kind != TableKind::View && !written.without_rowid;
    ROWIDS.into_iter().find(is_free).filter(|_| has)
}

/// A table without what must be counted or asked for elsewhere.
pub(super) fn table(table: &Table, written: &Written, columns: &[&Column]) -> DatabaseTable {
    DatabaseTable {
        columns: columns.iter().map(|one| column(table, written, one)).collect(),
        description: None,
        max_cell_limit_reached: false,
        name: table.at.name.clone(),
        number_of_rows: 0,
        rowid_column_name: rowid_name(table, written).map(str::to_owned),
        table_type: if table.kind == TableKind::View { "View" } else { "Table" }.to_owned(),
        rows: None,
    }
}

/// The type as it is declared; introspection writes `ANY` for a column without one.
pub(super) fn declared<'c>(column: &'c Column, written: &Written) -> &'c str {
    let is_untyped = column.full_type == "ANY" && written.column(&column.name).is_none_or(|own| own.declared.trim().is_empty());
    if is_untyped { "" } else { &column.full_type }
}

pub(super) fn column(table: &Table, written: &Written, column: &Column) -> DatabaseColumn {
    let declared = declared(column, written);
    let items = written.items(&column.name);
    let place = table.primary_key.iter().position(|name| *name == column.name);
    let is_non_null = !column.nullable || place == Some(0);
    let counts_up = place == Some(0) && declared.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("int"));
    let is_generated = matches!(column.generated, Some(Generated::Stored | Generated::Virtual));
    let in_index = |columns: &[String]| columns.contains(&column.name);
    let meaning = extra_types::of_declared(declared, items.is_some());
    DatabaseColumn {
        gql_data_type: Some(extra_types::graphql_type(&table.at.name, &column.name, declared, items.is_some())),
        input_element: meaning.input.name().to_owned(),
        is_generated,
        is_non_null,
        is_omittable: !is_non_null || column.default.is_some() || counts_up || is_generated,
        is_primary_key: place.is_some(),
        is_unique: place.is_some()
            || table.unique_keys.iter().any(|key| in_index(key))
            || table.indexes.iter().any(|index| index.unique && in_index(&index.columns)),
        items: items.map(<[String]>::to_vec),
        name: column.name.clone(),
        sqlite_data_type: declared.to_owned(),
        validations: Some(meaning.validations).filter(|rules| !rules.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        schema::{Index, sample},
        sqlite_definition,
    };

    /// The fixture of 03: an e-mail as a text key, and further columns.
    #[test]
    fn facts_of_columns_are_those_of_the_original() {
        let sql =
            "CREATE TABLE users (email TEXT PRIMARY KEY UNIQUE NOT NULL, id INTEGER, rowid TEXT, color TEXT CHECK (color IN ('red', 2)),
            made TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, any, stars INT_STARS NOT NULL)";
        let written = sqlite_definition::written(sql);
        let typed = |name: &str, full: &str, nullable: bool| Column { full_type: full.into(), nullable, ..sample::column(name, "text") };
        let mut users = sample::table(
            "users",
            vec![
                typed("email", "TEXT", false),
                typed("id", "INTEGER", true),
                typed("rowid", "TEXT", true),
                typed("color", "TEXT", true),
                Column { default: Some("CURRENT_TIMESTAMP".into()), ..typed("made", "TEXT", false) },
                typed("any", "ANY", true),
                typed("stars", "INT_STARS", false),
            ],
        );
        users.primary_key = vec!["email".into()];
        users.indexes = vec![Index { name: "i".into(), columns: vec!["id".into(), "any".into()], unique: true }];
        let columns: Vec<&Column> = users.columns.iter().collect();
        let shown = table(&users, &written, &columns);
        assert_eq!(shown.rowid_column_name.as_deref(), Some("_rowid_"));
        let facts: Vec<String> = shown
            .columns
            .iter()
            .map(|c| {
                let flags = [c.is_non_null, c.is_omittable, c.is_primary_key, c.is_unique, c.is_generated];
                let flags: String = flags.iter().map(|is| if *is { '1' } else { '0' }).collect();
                format!("{} {flags} {} {} {:?}", c.name, c.gql_data_type.as_deref().unwrap_or("-"), c.input_element, c.sqlite_data_type)
            })
            .collect();
        assert_eq!(
            facts,
            [
                "email 10110 String InputText \"TEXT\"",
                "id 01010 Int InputNumber \"INTEGER\"",
                "rowid 01000 String InputText \"TEXT\"",
                "color 01000 users_color_String Select \"TEXT\"",
                "made 11000 String InputText \"TEXT\"",
                "any 01010 String InputText \"\"",
                "stars 10000 Int InputRange \"INT_STARS\"",
            ]
        );
        assert_eq!(shown.columns[3].items, Some(vec!["red".into(), "2".into()]));
        assert_eq!(shown.columns[6].validations, Some(vec!["From 1 to 5".into()]));
    }
}
