//! A chart's settings as fields of the panel, and back. The documented settings are used as long as they say it all;
//! what goes beyond them becomes a question.

use super::{draft::from_name, format};
use crate::model::{
    address::Query,
    filter::{Condition, Op},
    plan::{Aggregate, AggregateOrder, Grain},
    question::{GroupChoice, MeasureChoice, Question},
    value::Value,
    widget::Configs,
};

pub const X: &str = "x";
pub const Y: &str = "y";
pub const AGGREGATE: &str = "agg";
pub const GRAIN: &str = "grain";
pub const BY: &str = "by";
pub const TOP: &str = "top";
pub const BINS: &str = "bins";
pub const ZONE: &str = "tz";
pub const SORT: &str = "sort";

/// A further figure: function, column, percentile in hundredths.
pub const FIGURES: [[&str; 3]; 3] = [["m0f", "m0c", "m0p"], ["m1f", "m1c", "m1p"], ["m2f", "m2c", "m2p"]];
/// A condition: column, operator, value (of a list, parted by commas).
pub const FILTERS: [[&str; 3]; 3] = [["f0c", "f0o", "f0v"], ["f1c", "f1o", "f1v"], ["f2c", "f2o", "f2v"]];

/// Whether a key of the address belongs to these fields.
pub fn is_key(key: &str) -> bool {
    [X, Y, AGGREGATE, GRAIN, BY, TOP, BINS, ZONE, SORT].contains(&key)
        || FIGURES.iter().chain(&FILTERS).flatten().any(|own| *own == key)
        || format::is_key(key)
}

/// What the fields hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    pub x: Option<String>,
    pub grain: Option<Grain>,
    pub by: Option<String>,
    /// Of the series when there are any, else of the x axis.
    pub top: Option<u32>,
    pub bins: Option<u32>,
    pub y: Vec<String>,
    pub aggregate: Option<Aggregate>,
    pub figures: Vec<MeasureChoice>,
    pub zone: Option<String>,
    pub filters: Vec<Condition>,
    pub sort: Option<AggregateOrder>,
}

impl Fields {
    /// Of the settings of a widget.
    pub fn of(configs: &Configs) -> Self {
        let Some(question) = &configs.question else {
            return Self {
                x: configs.x_axis_column.clone(),
                y: configs.y_axis_columns.clone(),
                aggregate: configs.aggregate,
                grain: configs.grain,
                ..Self::default()
            };
        };
        let first = question.groups.first();
        let second = question.groups.get(1);
        let plain = |measure: &&MeasureChoice| {
            let alike = question.measures.first().is_some_and(|first| first.function == measure.function);
            alike && measure.column.is_some() && measure.percentile.is_none() && measure.label.is_none()
        };
        let y: Vec<String> = question.measures.iter().take_while(plain).filter_map(|measure| measure.column.clone()).collect();
        Self {
            x: first.map(|group| group.column.clone()),
            grain: first.and_then(|group| group.grain),
            by: second.map(|group| group.column.clone()),
            top: second.or(first).and_then(|group| group.top),
            bins: first.and_then(|group| group.bins),
            aggregate: question.measures.first().filter(|_| !y.is_empty()).and_then(|measure| measure.function),
            figures: question.measures[y.len()..].to_vec(),
            y,
            zone: question.time_zone.clone(),
            filters: question.filters.clone(),
            sort: question.sort,
        }
    }

    /// Of the address.
    pub fn chosen(query: &Query) -> Self {
        let one = |key: &'static str| query.get(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let count = |key: &'static str| one(key).and_then(|text| text.parse().ok());
        let figure = |[function, column, place]: [&'static str; 3]| {
            let function = one(function).and_then(|name| from_name(&name))?;
            let percentile = one(place).and_then(|text| text.parse().ok()).map(|hundredths: f64| (hundredths / 100.0).clamp(0.0, 1.0));
            Some(MeasureChoice {
                percentile: percentile.filter(|_| function == Aggregate::Percentile),
                ..MeasureChoice::of(function, one(column))
            })
        };
        let filter = |[column, op, value]: [&'static str; 3]| {
            let (column, op) = (one(column)?, one(op).and_then(|name| Op::parse(&name)).unwrap_or(Op::Eq));
            let values = one(value).into_iter().flat_map(|text| values(op, &text)).collect::<Vec<_>>();
            (values.is_empty() != op.takes_value()).then_some(Condition { column, op, values })
        };
        Self {
            x: one(X),
            grain: one(GRAIN).and_then(|name| from_name(&name)),
            by: one(BY),
            top: count(TOP),
            bins: count(BINS),
            y: query.all(Y).filter(|text| !text.is_empty()).map(str::to_owned).collect(),
            aggregate: one(AGGREGATE).and_then(|name| from_name(&name)),
            figures: FIGURES.into_iter().filter_map(figure).collect(),
            zone: one(ZONE),
            filters: FILTERS.into_iter().filter_map(filter).collect(),
            sort: one(SORT).and_then(|name| from_name(&name)),
        }
    }

    /// Without columns that are not there (any more).
    pub fn keep(&mut self, has: impl Fn(&String) -> bool) {
        self.x = self.x.take().filter(&has);
        self.by = self.by.take().filter(&has);
        self.y.retain(&has);
        self.figures.retain(|figure| figure.column.as_ref().is_none_or(&has));
        self.filters.retain(|condition| has(&condition.column));
    }

    /// As settings: the documented ones where they are enough.
    pub fn write(self, configs: &mut Configs) {
        let is_more = self.by.is_some() || self.top.is_some() || self.bins.is_some() || self.zone.is_some() || self.sort.is_some();
        if !is_more && self.figures.is_empty() && self.filters.is_empty() {
            configs.x_axis_column = self.x;
            configs.y_axis_columns = self.y;
            configs.aggregate = self.aggregate;
            configs.grain = self.grain;
            configs.question = None;
            return;
        }
        let (of_x, of_by) = if self.by.is_some() { (None, self.top) } else { (self.top, None) };
        let first = self.x.map(|column| GroupChoice { column, grain: self.grain, top: of_x, bins: self.bins });
        let second = self.by.map(|column| GroupChoice { top: of_by, ..GroupChoice::by(column) });
        let aggregate = self.aggregate;
        let y = self.y.into_iter().map(|name| MeasureChoice { function: aggregate, column: Some(name), ..MeasureChoice::default() });
        let question = Question {
            measures: y.chain(self.figures).collect(),
            groups: first.into_iter().chain(second).collect(),
            time_zone: self.zone,
            filters: self.filters,
            sort: self.sort,
        };
        (configs.x_axis_column, configs.aggregate, configs.grain) = (None, None, None);
        configs.y_axis_columns.clear();
        configs.question = Some(question);
    }
}

/// The values of a condition as they were typed.
fn values(op: Op, text: &str) -> Vec<Value> {
    match op {
        Op::In => text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| Value::Text(part.to_owned())).collect(),
        _ => vec![Value::Text(text.to_owned())],
    }
}

/// A condition's values as they are typed.
pub fn typed(condition: &Condition) -> String {
    condition.values.iter().map(Value::display).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(query: &str) -> Configs {
        let mut configs = Configs::default();
        Fields::chosen(&Query::parse(query)).write(&mut configs);
        configs
    }

    #[test]
    fn the_documented_settings_are_used_where_they_are_enough() {
        let configs = written("x=day&y=total&y=pieces&agg=sum&grain=month&m0p=90&f0c=&f0v=x");
        assert_eq!((configs.x_axis_column.as_deref(), configs.y_axis_columns.len()), (Some("day"), 2));
        assert_eq!((configs.aggregate, configs.grain, configs.question), (Some(Aggregate::Sum), Some(Grain::Month), None));
    }

    #[test]
    fn what_goes_beyond_is_a_question_that_reads_back() {
        for query in [
            "x=day&grain=week&by=category&top=5&y=total",
            "x=category&top=3",
            "x=total&bins=12",
            "x=day&y=total&agg=average&m0f=percentile&m0c=total&m0p=90&tz=Europe%2FBerlin&sort=group_descending",
            "f0c=country&f0o=in&f0v=Spain%2C%20Italy&f1c=total&f1o=gt&f1v=5&f2c=note&f2o=is_null",
        ] {
            let fields = Fields::chosen(&Query::parse(query));
            let mut configs = Configs { y_axis_columns: vec!["old".into()], ..Configs::default() };
            fields.clone().write(&mut configs);
            assert!(configs.question.is_some() && configs.y_axis_columns.is_empty(), "{query}");
            assert_eq!(Fields::of(&configs), fields, "{query}");
        }
        let question = written("f0c=country&f0o=in&f0v=Spain%2C%20Italy&f1c=total&f1o=gt").question.expect("a question");
        assert_eq!((question.filters.len(), question.filters[0].values.len()), (1, 2), "a condition without its value is none");
        assert_eq!(typed(&question.filters[0]), "Spain, Italy");
    }

    #[test]
    fn columns_of_another_table_are_dropped() {
        let mut fields = Fields::chosen(&Query::parse("x=day&by=gone&y=total&y=gone&m0f=count&m1f=sum&m1c=gone&f0c=gone&f0v=1"));
        fields.keep(|name| name != "gone");
        assert_eq!((fields.by, fields.y.len(), fields.figures.len(), fields.filters.len()), (None, 1, 1, 0));
    }
}
