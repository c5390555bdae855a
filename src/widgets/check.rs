//! Settings by themselves, before any schema is looked at.

mod address;
mod format;
mod question;

use super::{Shape, Subtype};
use crate::{
    error::{AppError, Result},
    model::{filter::MAX_PAGE_SIZE, id::QueryId, rules, widget::Configs},
};

/// Longest name of a table label or column, in bytes: PostgreSQL allows 63 a part, SQLite anything.
const MAX_NAME: usize = 1_000;
/// Most tables that a table widget can switch between.
const MAX_TABLES: usize = 100;
/// Most connections that an integrated table merges.
const MAX_SOURCES: usize = 20;
/// Most columns by which rows of two tables are told apart.
const MAX_KEYS: usize = 8;
/// Most columns that a table widget can list.
const MAX_COLUMNS: usize = 1_000;

/// Longest time for which an answer is kept, in seconds.
const MAX_CACHE: u32 = 24 * 60 * 60;

pub(super) fn check(subtype: &Subtype, configs: &Configs) -> Result<()> {
    if configs.cache_seconds.is_some_and(|seconds| seconds > MAX_CACHE) {
        return Err(AppError::field("configs[cacheSeconds]", format!("Data can be kept for at most {MAX_CACHE} seconds, a day")));
    }
    if let Some(look) = &configs.format {
        format::check(look)?;
    }
    if let Some(query) = configs.query() {
        source(subtype, query)?;
    }
    match subtype.shape {
        Shape::Table => table(configs),
        Shape::IntegratedTable => {
            sources(&configs.connection_ids)?;
            table(configs)
        }
        Shape::Difference => {
            sources(&configs.connection_ids)?;
            if configs.connection_ids.len() > 2 {
                return Err(AppError::field("configs[connectionIds]", "Choose exactly two connections to compare"));
            }
            table(configs)?;
            list("configs[keyColumns]", "Key columns", "Key column", &configs.key_columns, MAX_KEYS)
        }
        Shape::Join => join(configs),
        Shape::Chart(plot) => {
            if configs.query().is_none() {
                name("configs[tableName]", "Table", configs.table_name.as_deref())?;
            }
            if let Some(question) = &configs.question {
                return question::check(&plot, question);
            }
            if plot.groups.0 > 0 || configs.x_axis_column.as_deref().is_some_and(|name| !name.is_empty()) {
                name("configs[xAxisColumn]", "X axis column", configs.x_axis_column.as_deref())?;
            }
            let (least, most) = plot.measures;
            if configs.y_axis_columns.len() < least {
                return Err(AppError::field("configs[yAxisColumns]", format!("Choose at least {least} Y axis columns")));
            }
            list("configs[yAxisColumns]", "Y axis columns", "Y axis column", &configs.y_axis_columns, most)
        }
        Shape::Text => {
            if configs.text.as_deref().is_none_or(|text| text.trim().is_empty()) {
                return Err(AppError::field("configs[text]", "Text is required"));
            }
            text(configs)
        }
        // Without a text of its own a heading shows the widget's title.
        Shape::Title => text(configs),
        Shape::Image => address::check_picture(configs.address.as_deref().unwrap_or_default()),
        Shape::Embed => address::check_page(configs.address.as_deref().unwrap_or_default()),
    }
}

/// A saved query stands in place of the tables of one connection.
fn source(subtype: &Subtype, query: &str) -> Result<()> {
    const FIELD: &str = "configs[source][query]";
    if !matches!(subtype.shape, Shape::Table | Shape::Chart(_)) {
        return Err(AppError::field(FIELD, format!("{} cannot be made from a saved query", subtype.label)));
    }
    match QueryId::parse(query) {
        Some(_) => Ok(()),
        None => Err(AppError::field(FIELD, "Choose a saved query")),
    }
}

fn text(configs: &Configs) -> Result<()> {
    configs.text.as_deref().map_or(Ok(()), rules::widget_text)
}

fn table(configs: &Configs) -> Result<()> {
    if configs.table_labels().is_empty() {
        return Err(AppError::field("configs[tables]", "At least one table is required"));
    }
    list("configs[tables]", "Tables", "Table", &configs.tables, MAX_TABLES)?;
    if configs.columns.len() > MAX_COLUMNS {
        return Err(AppError::field("configs[columns]", format!("Columns must be at most {MAX_COLUMNS}")));
    }
    for (i, column) in configs.columns.iter().enumerate() {
        name(&format!("configs[columns][{i}][field]"), "Column", Some(&column.field))?;
        if let Some(header) = &column.header {
            limit(&format!("configs[columns][{i}][header]"), "Column header", header)?;
        }
    }
    match configs.page_size {
        Some(size) if !(1..=MAX_PAGE_SIZE).contains(&size) => {
            Err(AppError::field("configs[pageSize]", format!("Page size must be between 1 and {MAX_PAGE_SIZE}")))
        }
        _ => Ok(()),
    }
}

/// Two tables with as many keys on each side. A table may be joined with itself, by other columns.
fn join(configs: &Configs) -> Result<()> {
    if configs.connection_ids.iter().filter(|id| !id.trim().is_empty()).count() != 2 {
        return Err(AppError::field("configs[connectionIds]", "Choose the connections of both tables"));
    }
    if configs.tables.len() != 2 {
        return Err(AppError::field("configs[tables]", "Choose two tables to join"));
    }
    table(configs)?;
    let (ours, theirs) = (&configs.key_columns, &configs.other_key_columns);
    list("configs[keyColumns]", "Key columns", "Key column", ours, MAX_KEYS)?;
    list("configs[otherKeyColumns]", "Key columns", "Key column", theirs, MAX_KEYS)?;
    if ours.is_empty() {
        return Err(AppError::field("configs[keyColumns]", "Choose the column that joins the tables"));
    }
    if ours.len() != theirs.len() {
        return Err(AppError::field("configs[otherKeyColumns]", "Choose as many key columns in both tables"));
    }
    let same_table = configs.tables[0] == configs.tables[1] && configs.connection_ids[0] == configs.connection_ids[1];
    if same_table && ours == theirs {
        return Err(AppError::field("configs[otherKeyColumns]", "A table is joined with itself by other columns"));
    }
    Ok(())
}

fn sources(ids: &[String]) -> Result<()> {
    let field = "configs[connectionIds]";
    // A connection that is named twice counts once (01, 1d).
    let mut distinct: Vec<_> = ids.iter().filter(|id| !id.trim().is_empty()).collect();
    distinct.sort();
    distinct.dedup();
    if distinct.len() < 2 {
        return Err(AppError::field(field, "Choose at least two connections"));
    }
    if ids.len() > MAX_SOURCES {
        return Err(AppError::field(field, format!("Connections must be at most {MAX_SOURCES}")));
    }
    Ok(())
}

fn list(field: &str, label: &str, one: &str, names: &[String], most: usize) -> Result<()> {
    if names.len() > most {
        return Err(AppError::field(field, format!("{label} must be at most {most}")));
    }
    names.iter().enumerate().try_for_each(|(i, value)| name(&format!("{field}[{i}]"), one, Some(value)))
}

fn name(field: &str, label: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) if !value.is_empty() => limit(field, label, value),
        _ => Err(AppError::field(field, format!("{label} is required"))),
    }
}

fn limit(field: &str, label: &str, value: &str) -> Result<()> {
    if value.contains('\0') {
        return Err(AppError::field(field, format!("{label} must not contain a NUL character")));
    }
    if value.len() > MAX_NAME {
        return Err(AppError::field(field, format!("{label} must be at most {MAX_NAME} bytes")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{
        model::widget::{ColumnChoice, Configs},
        widgets::{check, normalise},
    };

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn chart() -> Configs {
        Configs {
            table_name: Some("orders".into()),
            x_axis_column: Some("day".into()),
            y_axis_columns: strings(&["total"]),
            ..Configs::default()
        }
    }

    fn table() -> Configs {
        Configs { tables: strings(&["orders"]), connection_ids: strings(&["a", "b"]), ..Configs::default() }
    }

    fn joined() -> Configs {
        let (keys, others) = (strings(&["customer"]), strings(&["id"]));
        Configs { tables: strings(&["orders", "customers"]), key_columns: keys, other_key_columns: others, ..table() }
    }

    #[test]
    fn good_settings_pass() {
        let text = Configs { text: Some("# Hello".into()), ..Configs::default() };
        let count_only = Configs { y_axis_columns: vec![], ..chart() };
        for (kind, subtype, configs) in [
            ("bar_charts", "stacked_bar", chart()),
            ("pie_charts", "donut_pie", count_only),
            ("datatables", "simple_dataTable", table()),
            ("datatables", "integrated_dataTable", table()),
            ("datatables", "difference_dataTable", Configs { key_columns: strings(&["id"]), ..table() }),
            ("datatables", "joined_dataTable", joined()),
            ("text_titles", "text_block", text),
            ("text_titles", "section_title", Configs::default()),
        ] {
            let (_, subtype) = normalise(kind, Some(subtype)).expect("known");
            check(subtype, &configs).expect(subtype.name);
        }
    }

    #[test]
    fn each_broken_rule_names_its_field() {
        let column = |field: &str| ColumnChoice { field: field.into(), header: None };
        let text = |text: String| Configs { text: Some(text), ..Configs::default() };
        for (kind, subtype, configs, field) in [
            ("bar_charts", "basic_bar", Configs { table_name: None, ..chart() }, "configs[tableName]"),
            ("bar_charts", "basic_bar", Configs { table_name: Some(String::new()), ..chart() }, "configs[tableName]"),
            ("line_charts", "basic_line", Configs { x_axis_column: None, ..chart() }, "configs[xAxisColumn]"),
            ("line_charts", "basic_line", Configs { x_axis_column: Some("a\0".into()), ..chart() }, "configs[xAxisColumn]"),
            ("area_charts", "basic_area", Configs { y_axis_columns: strings(&["a", ""]), ..chart() }, "configs[yAxisColumns][1]"),
            ("area_charts", "basic_area", Configs { y_axis_columns: strings(&["a"; 9]), ..chart() }, "configs[yAxisColumns]"),
            ("pie_charts", "basic_pie", Configs { y_axis_columns: strings(&["a"; 5]), ..chart() }, "configs[yAxisColumns]"),
            ("datatables", "simple_dataTable", Configs::default(), "configs[tables]"),
            ("datatables", "simple_dataTable", Configs { tables: strings(&[""]), ..table() }, "configs[tables][0]"),
            ("datatables", "simple_dataTable", Configs { page_size: Some(0), ..table() }, "configs[pageSize]"),
            ("datatables", "simple_dataTable", Configs { page_size: Some(201), ..table() }, "configs[pageSize]"),
            ("datatables", "simple_dataTable", Configs { columns: vec![column("a"), column("")], ..table() }, "configs[columns][1][field]"),
            ("datatables", "integrated_dataTable", Configs { connection_ids: strings(&["a", "a"]), ..table() }, "configs[connectionIds]"),
            ("datatables", "integrated_dataTable", Configs { tables: vec![], ..table() }, "configs[tables]"),
            (
                "datatables",
                "difference_dataTable",
                Configs { connection_ids: strings(&["a", "b", "c"]), ..table() },
                "configs[connectionIds]",
            ),
            ("datatables", "joined_dataTable", Configs { tables: strings(&["a"]), ..joined() }, "configs[tables]"),
            ("datatables", "joined_dataTable", Configs { connection_ids: strings(&["a"]), ..joined() }, "configs[connectionIds]"),
            ("datatables", "joined_dataTable", Configs { key_columns: vec![], ..joined() }, "configs[keyColumns]"),
            ("datatables", "joined_dataTable", Configs { other_key_columns: vec![], ..joined() }, "configs[otherKeyColumns]"),
            ("datatables", "difference_dataTable", Configs { key_columns: strings(&["id", ""]), ..table() }, "configs[keyColumns][1]"),
            ("text_titles", "text_block", Configs::default(), "configs[text]"),
            ("text_titles", "text_block", text(" \n".into()), "configs[text]"),
            ("text_titles", "text_block", text("x".repeat(20_001)), "configs[text]"),
            ("text_titles", "section_title", text("a\0b".into()), "configs[text]"),
        ] {
            let (_, subtype) = normalise(kind, Some(subtype)).expect("known");
            let error = check(subtype, &configs).expect_err(field);
            assert_eq!(error.field.as_deref(), Some(field), "{}", error.text);
        }
    }
}
