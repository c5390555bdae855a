//! Groups and measures over HTTP, and the values of one column.

use super::{chart, distinct, page::Rows};
use crate::{
    error::{AppError, Result},
    model::{
        plan::{Aggregate, AggregateOrder, AggregatePlan, Grain, PlanColumn, PlanGroup, PlanMeasure},
        question::MeasureChoice,
        row_query::RowQuery,
        value::Kind,
    },
};

/// Most columns that group, and most figures.
const MAX_GROUPS: usize = 4;
const MAX_MEASURES: usize = 20;

const FUNCTIONS: [(&str, Aggregate); 8] = [
    ("count", Aggregate::Count),
    ("distinct", Aggregate::Distinct),
    ("sum", Aggregate::Sum),
    ("avg", Aggregate::Average),
    ("min", Aggregate::Minimum),
    ("max", Aggregate::Maximum),
    ("median", Aggregate::Percentile),
    ("average", Aggregate::Average),
];

const GRAINS: [(&str, Grain); 7] = [
    ("minute", Grain::Minute),
    ("hour", Grain::Hour),
    ("day", Grain::Day),
    ("week", Grain::Week),
    ("month", Grain::Month),
    ("quarter", Grain::Quarter),
    ("year", Grain::Year),
];

impl Rows<'_> {
    /// The groups in the order of their values, or of the first measure with `sort=measure` and `sort=-measure`; one more
    /// than asked for, to know whether there are more.
    ///
    /// # Errors
    /// `Invalid` for what is not there or does not fit.
    pub fn summary(&self, query: &RowQuery) -> Result<AggregatePlan> {
        if query.group.len() > MAX_GROUPS || query.measures.len() > MAX_MEASURES {
            return Err(AppError::invalid(format!(
                "Rows can be grouped by at most {MAX_GROUPS} columns, with at most {MAX_MEASURES} measures."
            )));
        }
        let measures = match query.measures.as_slice() {
            [] => vec![PlanMeasure::of(Aggregate::Count, None)],
            wanted => wanted.iter().map(|text| self.measure(text)).collect::<Result<_>>()?,
        };
        Ok(AggregatePlan {
            source: self.table.at.clone().into(),
            groups: query.group.iter().map(|text| self.group(text)).collect::<Result<_>>()?,
            measures,
            filter: self.filter(query)?,
            order: order(query)?,
            limit: u64::from(query.limit()) + 1,
        })
    }

    fn group(&self, text: &str) -> Result<PlanGroup> {
        // A column may have a colon in its name.
        let (name, grain) = match text.rsplit_once(':') {
            Some((name, grain)) if self.table.column(text).is_none() => (name, Some(grain)),
            _ => (text, None),
        };
        let column = self.column(name)?;
        if matches!(column.kind, Kind::Bytes | Kind::Json) {
            return Err(AppError::invalid(format!("Rows cannot be grouped by column \"{}\" ({}).", column.name, column.short_type)));
        }
        let Some(grain) = grain else { return Ok(PlanGroup::by(PlanColumn::of(column), None)) };
        let known = GRAINS.iter().find(|(name, _)| *name == grain).filter(|_| column.kind.is_temporal());
        match known {
            Some((_, grain)) => Ok(PlanGroup::by(PlanColumn::of(column), Some(*grain))),
            None => Err(AppError::invalid(format!(
                "\"{grain}\" is no grain for column \"{}\". Columns of dates and moments can be grouped by minute, hour, day, week, month, quarter and year.",
                column.name
            ))),
        }
    }

    fn measure(&self, text: &str) -> Result<PlanMeasure> {
        let (function, column) = text.split_once(':').map_or((text, None), |(function, column)| (function, Some(column)));
        let Some((_, function)) = FUNCTIONS.iter().find(|(name, _)| *name == function) else {
            let names: Vec<&str> = FUNCTIONS.iter().map(|(name, _)| *name).collect();
            return Err(AppError::invalid(format!(
                "\"{function}\" is no measure. Possible are {}, with a column as in sum:amount.",
                names.join(", ")
            )));
        };
        let choice = MeasureChoice { function: Some(*function), column: column.map(str::to_owned), ..MeasureChoice::default() };
        chart::measure(self.table, &choice)
    }

    /// The values of a column, each once, with how many rows have it.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn values(&self, query: &RowQuery) -> Result<AggregatePlan> {
        let name = query.column.as_deref().ok_or_else(|| AppError::invalid("Name the column whose values are wanted: column=name."))?;
        let limit = u64::from(query.limit()) + 1;
        let search = query.search.as_deref().unwrap_or_default();
        let others = RowQuery { search: None, ..query.clone() };
        let mut plan = distinct(self.table, name, Vec::new(), search, limit)?;
        let filter = self.filter(&others)?;
        (plan.filter.conditions, plan.filter.limits) = (filter.conditions, filter.limits);
        plan.order = order(query)?;
        Ok(plan)
    }
}

fn order(query: &RowQuery) -> Result<AggregateOrder> {
    match query.sort.as_slice() {
        [] => Ok(AggregateOrder::Group),
        [sort] => match (sort.column.as_str(), sort.descending) {
            ("group", false) => Ok(AggregateOrder::Group),
            ("group", true) => Ok(AggregateOrder::GroupDescending),
            ("measure", false) => Ok(AggregateOrder::FirstMeasureAscending),
            ("measure", true) => Ok(AggregateOrder::FirstMeasure),
            _ => Err(AppError::invalid("Groups are sorted by group, -group, measure or -measure.")),
        },
        _ => Err(AppError::invalid("Groups are sorted by group, -group, measure or -measure.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        engine::EngineKind,
        schema::sample::{column, table},
    };

    #[test]
    fn groups_and_measures_are_checked() {
        let sales =
            table("sales", vec![column("region", "text"), column("amount", "numeric"), column("sold", "date"), column("a:day", "text")]);
        let plan = |query: &str| Rows::new(&sales, EngineKind::Hosted).summary(&RowQuery::parse(query).expect("reads"));
        let planned =
            plan("group=region,sold:month&measures=count,sum:amount,distinct:region&sort=-measure&amount=gt:1&limit=10").expect("a plan");
        assert_eq!((planned.groups.len(), planned.measures.len(), planned.limit), (2, 3, 11));
        assert_eq!(planned.order, AggregateOrder::FirstMeasure);
        assert_eq!(plan("").expect("a plan").measures, [PlanMeasure::of(Aggregate::Count, None)]);
        assert_eq!(plan("group=a:day").expect("a plan").groups[0].column.name, "a:day");
        for wrong in
            ["group=x", "group=region:day", "group=sold:decade", "measures=sum", "measures=sum:region", "measures=mode:amount", "sort=x"]
        {
            assert!(plan(wrong).is_err(), "{wrong}");
        }
    }
}
