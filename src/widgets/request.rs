//! Settings and a table's columns -> what the chart asks of the database. The documented settings are read as a
//! question, so that both go one way.

use super::{Asks, ChartRequest, Plot, Shape, Subtype};
use crate::{
    error::{AppError, Result},
    model::{
        plan::Aggregate,
        question::{GroupChoice, MeasureChoice, Question},
        schema::{Column, Table},
        value::Kind,
        widget::Configs,
    },
};

/// Most groups that are fetched, and most pairs of groups.
const MAX_GROUPS: u64 = 1_000;
const MAX_PAIRS: u64 = 5_000;
/// Most days of a calendar: three years.
const MAX_DAYS: u64 = 1_100;
/// Ranges of a histogram when nobody says.
const RANGES: u32 = 20;

pub(super) fn chart_request(subtype: &Subtype, configs: &Configs, table: &Table) -> Result<ChartRequest> {
    let Shape::Chart(plot) = subtype.shape else {
        return Err(AppError::field("subtype", format!("{} is not a chart", subtype.label)));
    };
    super::check(subtype, configs)?;
    let fields = Fields { documented: configs.question.is_none() };
    let question = asked(configs);
    let groups = question.groups.iter().enumerate().map(|(at, choice)| group(table, choice, at, fields)).collect::<Result<Vec<_>>>()?;
    let mut measures = Vec::new();
    for (at, choice) in question.measures.iter().enumerate() {
        let measure = measure(table, choice, at, fields)?;
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    if measures.is_empty() {
        if fields.documented && !matches!(configs.aggregate, None | Some(Aggregate::Count)) {
            return Err(AppError::field("configs[yAxisColumns]", "Choose at least one y axis column, or count rows"));
        }
        measures.push(MeasureChoice::rows());
    }
    let limit = match (plot.asks, groups.len()) {
        (Asks::Days, _) => MAX_DAYS,
        (_, 0 | 1) => MAX_GROUPS,
        _ => MAX_PAIRS,
    };
    let order = question.sort.unwrap_or(plot.order);
    let request =
        ChartRequest { table: table.name.clone(), groups, measures, zone: question.time_zone, filters: question.filters, order, limit };
    completed(&plot, request, table, fields)
}

/// The question of a widget, made of the documented settings when it has none of its own.
pub(super) fn asked(configs: &Configs) -> Question {
    if let Some(question) = &configs.question {
        return question.clone();
    }
    let measure = |name: &String| MeasureChoice { function: configs.aggregate, column: Some(name.clone()), ..MeasureChoice::default() };
    let group = |name: &String| GroupChoice { grain: configs.grain, ..GroupChoice::by(name) };
    Question {
        measures: configs.y_axis_columns.iter().map(measure).collect(),
        groups: configs.x_axis_column.iter().filter(|name| !name.is_empty()).map(group).collect(),
        ..Question::default()
    }
}

/// Whether a group or a figure is asked of a column about which the database tells nothing.
pub(super) fn asks_unknown(configs: &Configs, table: &Table) -> bool {
    let question = asked(configs);
    let groups = question.groups.iter().map(|group| &group.column);
    let figures = question.measures.iter().filter_map(|measure| measure.column.as_ref());
    groups.chain(figures).any(|name| table.column(name).is_some_and(Column::is_unknown))
}

/// How the fields are called that a refusal names.
#[derive(Clone, Copy)]
struct Fields {
    documented: bool,
}

impl Fields {
    fn group(self, at: usize) -> String {
        if self.documented { "configs[xAxisColumn]".to_owned() } else { format!("configs[question][groups][{at}][column]") }
    }

    fn measure(self, at: usize) -> String {
        if self.documented { format!("configs[yAxisColumns][{at}]") } else { format!("configs[question][measures][{at}][column]") }
    }

    fn function(self, at: usize) -> String {
        if self.documented { "configs[aggregate]".to_owned() } else { format!("configs[question][measures][{at}][function]") }
    }
}

/// What the kind of chart asks for by itself.
fn completed(plot: &Plot, mut request: ChartRequest, table: &Table, fields: Fields) -> Result<ChartRequest> {
    let kind_of = |name: &str| table.column(name).map(|column| column.kind);
    match plot.asks {
        Asks::AsChosen => {}
        Asks::FiveNumbers => {
            let column = request.measures.first().and_then(|measure| measure.column.clone());
            let Some(column) = column.filter(|name| kind_of(name).is_some_and(Kind::is_numeric)) else {
                return Err(AppError::field(fields.measure(0), "Choose a column of numbers"));
            };
            let of = |function, percentile| MeasureChoice { percentile, ..MeasureChoice::of(function, Some(column.clone())) };
            request.measures = vec![
                of(Aggregate::Minimum, None),
                of(Aggregate::Percentile, Some(0.25)),
                of(Aggregate::Percentile, Some(0.5)),
                of(Aggregate::Percentile, Some(0.75)),
                of(Aggregate::Maximum, None),
            ];
        }
        Asks::Ranges => {
            for (at, group) in request.groups.iter_mut().enumerate().take(1) {
                if !kind_of(&group.column).is_some_and(Kind::is_numeric) {
                    return Err(AppError::field(fields.group(at), "Choose a column of numbers: a histogram puts them into ranges"));
                }
                group.bins.get_or_insert(RANGES);
            }
        }
        Asks::Days => {
            for (at, group) in request.groups.iter_mut().enumerate() {
                if !kind_of(&group.column).is_some_and(Kind::is_temporal) {
                    return Err(AppError::field(fields.group(at), "Choose a column of dates: a calendar shows one figure per day"));
                }
                group.grain = Some(crate::model::plan::Grain::Day);
            }
        }
    }
    Ok(request)
}

fn group(table: &Table, choice: &GroupChoice, at: usize, fields: Fields) -> Result<GroupChoice> {
    let field = fields.group(at);
    let column = column(table, &choice.column, &field)?;
    if matches!(column.kind, Kind::Json | Kind::Bytes) {
        let text = format!("Values of {} ({}) cannot be grouped. Choose another x axis column", column.name, column.short_type);
        return Err(AppError::field(field, text));
    }
    // What is left over from another column says nothing.
    Ok(GroupChoice {
        grain: choice.grain.filter(|_| column.kind.is_temporal()),
        bins: choice.bins.filter(|_| column.kind.is_numeric()),
        top: choice.top.filter(|_| !column.kind.is_temporal()),
        ..choice.clone()
    })
}

fn measure(table: &Table, choice: &MeasureChoice, at: usize, fields: Fields) -> Result<MeasureChoice> {
    let Some(name) = choice.column.as_deref().filter(|name| !name.is_empty()) else {
        return match choice.function {
            None | Some(Aggregate::Count) => Ok(MeasureChoice { label: choice.label.clone(), ..MeasureChoice::rows() }),
            Some(_) => Err(AppError::field(fields.measure(at), "Choose the column that is put together, or count rows")),
        };
    };
    let function = aggregate(choice.function, column(table, name, &fields.measure(at))?, &fields.function(at))?;
    Ok(MeasureChoice {
        function: Some(function),
        percentile: choice.percentile.filter(|_| function == Aggregate::Percentile),
        ..choice.clone()
    })
}

fn column<'a>(table: &'a Table, name: &str, field: &str) -> Result<&'a Column> {
    table
        .column(name)
        .ok_or_else(|| AppError::field(field, format!("Column {name} does not exist in {} any more. Choose another", table.spoken())))
}

fn aggregate(wanted: Option<Aggregate>, column: &Column, field: &str) -> Result<Aggregate> {
    match wanted {
        None if column.kind.is_numeric() => Ok(Aggregate::Sum),
        None => Ok(Aggregate::Count),
        Some(Aggregate::Count) => Ok(Aggregate::Count),
        Some(Aggregate::Distinct) if column.kind != Kind::Json => Ok(Aggregate::Distinct),
        Some(other) if other != Aggregate::Distinct && column.kind.is_numeric() => Ok(other),
        Some(_) => {
            let text = format!("{} ({}) can only be counted. Choose count, or a column of numbers", column.name, column.short_type);
            Err(AppError::field(field, text))
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
        let measures = chart_request(bar, configs, &orders()).expect("good").measures;
        measures.into_iter().map(|measure| (measure.function.expect("a function"), measure.column)).collect()
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
        assert_eq!(request("bar_charts", "basic_bar", monthly("day")).groups[0].grain, Some(Grain::Month));
        assert_eq!(request("bar_charts", "basic_bar", monthly("country")).groups[0].grain, None);
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
        let question = |question: &str| Configs { question: serde_json::from_str(question).expect("a question"), ..configs("", &[]) };
        for (asked, field) in [
            (r#"{"groups":[{"column":"gone"}]}"#, "configs[question][groups][0][column]"),
            (r#"{"groups":[{"column":"day"}],"measures":[{"column":"gone"}]}"#, "configs[question][measures][0][column]"),
            (r#"{"groups":[{"column":"day"}],"measures":[{"function":"sum"}]}"#, "configs[question][measures][0][column]"),
            (
                r#"{"groups":[{"column":"day"}],"measures":[{"function":"percentile","column":"country"}]}"#,
                "configs[question][measures][0][function]",
            ),
            (r#"{"groups":[]}"#, "configs[question][groups]"),
        ] {
            let error = chart_request(bar, &question(asked), &orders()).expect_err(field);
            assert_eq!(error.field.as_deref(), Some(field), "{}", error.text);
        }
        let (_, text) = normalise("text", None).expect("known");
        let words = Configs { text: Some("x".into()), ..Configs::default() };
        assert!(chart_request(text, &words, &orders()).is_err());
    }
}
