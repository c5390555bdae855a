//! Settings and a table's columns -> what the chart asks of the database.

use super::{ChartRequest, Shape, Subtype};
use crate::{
    error::{AppError, Result},
    model::{
        plan::Aggregate,
        schema::{Column, Table},
        value::Kind,
        widget::Configs,
    },
};

/// Most groups that are fetched.
const MAX_GROUPS: u64 = 1_000;

pub(super) fn chart_request(subtype: &Subtype, configs: &Configs, table: &Table) -> Result<ChartRequest> {
    let Shape::Chart(plot) = subtype.shape else {
        return Err(AppError::field("subtype", format!("{} is not a chart", subtype.label)));
    };
    super::check(subtype, configs)?;
    let x = column(table, configs.x_axis_column.as_deref().unwrap_or_default(), "configs[xAxisColumn]")?;
    if matches!(x.kind, Kind::Json | Kind::Bytes) {
        let text = format!("Values of {} ({}) cannot be grouped. Choose another x axis column", x.name, x.short_type);
        return Err(AppError::field("configs[xAxisColumn]", text));
    }
    let mut measures = Vec::new();
    for (i, name) in configs.y_axis_columns.iter().enumerate() {
        let field = format!("configs[yAxisColumns][{i}]");
        let measure = (aggregate(configs.aggregate, column(table, name, &field)?)?, Some(name.clone()));
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    if measures.is_empty() {
        if !matches!(configs.aggregate, None | Some(Aggregate::Count)) {
            return Err(AppError::field("configs[yAxisColumns]", "Choose at least one y axis column, or count rows"));
        }
        measures.push((Aggregate::Count, None));
    }
    Ok(ChartRequest {
        table: table.name.clone(),
        x: x.name.clone(),
        measures,
        // A grain that is left over from another x column says nothing.
        grain: configs.grain.filter(|_| x.kind.is_temporal()),
        order: plot.order,
        limit: MAX_GROUPS,
    })
}

fn column<'a>(table: &'a Table, name: &str, field: &str) -> Result<&'a Column> {
    table
        .column(name)
        .ok_or_else(|| AppError::field(field, format!("Column {name} does not exist in {} any more. Choose another", table.name)))
}

fn aggregate(wanted: Option<Aggregate>, column: &Column) -> Result<Aggregate> {
    match wanted {
        None if column.kind.is_numeric() => Ok(Aggregate::Sum),
        None => Ok(Aggregate::Count),
        Some(Aggregate::Count) => Ok(Aggregate::Count),
        Some(Aggregate::Distinct) if column.kind != Kind::Json => Ok(Aggregate::Distinct),
        Some(other) if other != Aggregate::Distinct && column.kind.is_numeric() => Ok(other),
        Some(_) => {
            let text = format!("{} ({}) can only be counted. Choose count, or a column of numbers", column.name, column.short_type);
            Err(AppError::field("configs[aggregate]", text))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        model::{
            plan::{Aggregate, AggregateOrder, Grain},
            schema::{Column, Table, TableKind, TableRef},
            value::Kind,
            widget::Configs,
        },
        widgets::{chart_request, normalise},
    };

    fn orders() -> Table {
        let column = |(name, short_type, kind): (&str, &str, Kind)| Column {
            name: name.into(),
            short_type: short_type.into(),
            full_type: short_type.into(),
            kind,
            nullable: true,
            default: None,
            generated: None,
            comment: None,
            enum_values: vec![],
        };
        Table {
            name: "orders".into(),
            at: TableRef { schema: None, name: "orders".into() },
            kind: TableKind::Table,
            columns: [
                ("day", "date", Kind::Date),
                ("country", "text", Kind::Text),
                ("total", "numeric", Kind::Number),
                ("pieces", "integer", Kind::Integer),
                ("extra", "json", Kind::Json),
                ("file", "bytea", Kind::Bytes),
            ]
            .map(column)
            .to_vec(),
            primary_key: vec![],
            unique_keys: vec![],
            foreign_keys: vec![],
            indexes: vec![],
            row_estimate: None,
            comment: None,
            partition_of: None,
        }
    }

    fn configs(x: &str, y: &[&str]) -> Configs {
        Configs {
            table_name: Some("orders".into()),
            x_axis_column: Some(x.into()),
            y_axis_columns: y.iter().map(|name| (*name).to_owned()).collect(),
            ..Configs::default()
        }
    }

    fn measures(configs: &Configs) -> Vec<(Aggregate, Option<String>)> {
        let (_, bar) = normalise("chart", Some("bar")).expect("known");
        chart_request(bar, configs, &orders()).expect("good").measures
    }

    #[test]
    fn sums_numbers_and_counts_the_rest() {
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(measures(&configs("day", &["total"])), [(Aggregate::Sum, some("total"))]);
        assert_eq!(
            measures(&configs("day", &["country", "pieces"])),
            [(Aggregate::Count, some("country")), (Aggregate::Sum, some("pieces"))]
        );
        assert_eq!(measures(&configs("day", &[])), [(Aggregate::Count, None)]);
        assert_eq!(measures(&configs("day", &["total", "total"])).len(), 1);
        let average = Configs { aggregate: Some(Aggregate::Average), ..configs("day", &["total"]) };
        assert_eq!(measures(&average), [(Aggregate::Average, some("total"))]);
        let distinct = Configs { aggregate: Some(Aggregate::Distinct), ..configs("day", &["country"]) };
        assert_eq!(measures(&distinct), [(Aggregate::Distinct, some("country"))]);
    }

    #[test]
    fn order_and_grain() {
        let request = |kind: &str, subtype: &str, configs: Configs| {
            chart_request(normalise(kind, Some(subtype)).expect("known").1, &configs, &orders()).expect("good")
        };
        let monthly = |x: &str| Configs { grain: Some(Grain::Month), ..configs(x, &[]) };
        assert_eq!(request("bar_charts", "basic_bar", monthly("day")).grain, Some(Grain::Month));
        assert_eq!(request("bar_charts", "basic_bar", monthly("country")).grain, None);
        assert_eq!(request("line_charts", "basic_line", monthly("day")).order, AggregateOrder::Group);
        assert_eq!(request("bar_charts", "horizontal_bar", monthly("country")).order, AggregateOrder::FirstMeasure);
        assert_eq!(request("pie_charts", "donut_pie", monthly("country")).order, AggregateOrder::FirstMeasure);
    }

    #[test]
    fn refusals_name_the_field() {
        let (_, bar) = normalise("chart", Some("bar")).expect("known");
        let with = |aggregate, y: &[&str]| Configs { aggregate: Some(aggregate), ..configs("day", y) };
        for (configs, field) in [
            (configs("gone", &[]), "configs[xAxisColumn]"),
            (configs("extra", &[]), "configs[xAxisColumn]"),
            (configs("file", &[]), "configs[xAxisColumn]"),
            (configs("day", &["total", "gone"]), "configs[yAxisColumns][1]"),
            (with(Aggregate::Sum, &["country"]), "configs[aggregate]"),
            (with(Aggregate::Maximum, &["day"]), "configs[aggregate]"),
            (with(Aggregate::Distinct, &["extra"]), "configs[aggregate]"),
            (with(Aggregate::Sum, &[]), "configs[yAxisColumns]"),
        ] {
            let error = chart_request(bar, &configs, &orders()).expect_err(field);
            assert_eq!(error.field.as_deref(), Some(field), "{}", error.text);
        }
        let (_, text) = normalise("text", None).expect("known");
        let words = Configs { text: Some("x".into()), ..Configs::default() };
        assert!(chart_request(text, &words, &orders()).is_err());
    }
}
