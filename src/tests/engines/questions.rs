//! Questions with two groups, the greatest few, percentiles, time zones and ranges: the same answers from every engine.

use super::{
    condition, no_filter, plan_column,
    story::{World, rows, table, with},
};
use vizboard::{
    domain::plan,
    model::{
        filter::Op,
        plan::{Aggregate, AggregateOrder, AggregatePlan, Grain, Plan, PlanBins, PlanFilter, PlanGroup, PlanMeasure, RangePlan},
        question::{GroupChoice, MeasureChoice},
        schema::Table,
        value::{Row, Value},
    },
    widgets::ChartRequest,
};

/// Twelve sales around the change of the clock in Berlin (31 March 2024, 01:00 UTC), two of them without an amount.
const SALES: &str = "create table sales (id integer primary key, shop varchar(20), item varchar(20) not null, amount numeric(10,2), \
    sold timestamp not null);
    insert into sales values
    (1, 'north', 'tea', 10.00, '2024-03-29 22:30:00'),
    (2, 'north', 'tea', 20.00, '2024-03-29 23:30:00'),
    (3, 'north', 'mug', 30.00, '2024-03-30 10:00:00'),
    (4, 'south', 'tea', 40.00, '2024-03-30 22:59:00'),
    (5, 'south', 'jug', 50.00, '2024-03-30 23:00:00'),
    (6, 'south', 'jug', 60.00, '2024-03-31 21:59:00'),
    (7, 'east', 'tea', 5.00, '2024-03-31 22:00:00'),
    (8, 'east', 'mug', 6.50, '2024-04-01 21:59:00'),
    (9, 'west', 'tea', 1.00, '2024-04-01 22:00:00'),
    (10, null, 'tea', 2.00, '2024-04-01 22:30:00'),
    (11, 'north', 'mug', null, '2024-04-02 10:00:00'),
    (12, 'west', 'pot', null, '2024-04-02 11:00:00');";

/// What a row says, numbers in one form.
fn said(rows: &[Row]) -> Vec<String> {
    let value = |value: &Value| match value.as_f64() {
        Some(number) => ((number * 1e6).round() / 1e6).to_string(),
        None => value.display(),
    };
    rows.iter().map(|row| row.iter().map(value).collect::<Vec<_>>().join(" ")).collect()
}

fn measure(sales: &Table, function: Aggregate, percentile: Option<f64>) -> PlanMeasure {
    PlanMeasure { percentile, ..PlanMeasure::of(function, Some(plan_column(sales, "amount"))) }
}

fn asked(sales: &Table, groups: Vec<PlanGroup>, measures: Vec<PlanMeasure>, order: AggregateOrder) -> AggregatePlan {
    AggregatePlan { source: sales.at.clone().into(), groups, measures, filter: no_filter(), order, limit: 100 }
}

pub async fn questions_have_the_same_answers<W: World>() {
    let (world, schema) = with::<W>(SALES).await;
    let sales = table(&schema, "sales");
    let by = |name: &str| PlanGroup::by(plan_column(sales, name), None);
    let ask = async |plan: AggregatePlan| said(&rows(&world, Plan::Aggregate(plan)).await);
    let (sum, count) = (measure(sales, Aggregate::Sum, None), PlanMeasure::of(Aggregate::Count, None));

    let all = asked(sales, vec![], vec![sum.clone(), count.clone(), measure(sales, Aggregate::Percentile, None)], AggregateOrder::Group);
    assert_eq!(ask(all).await, ["224.5 12 15"]);

    let pairs = asked(sales, vec![by("item"), by("shop")], vec![count.clone()], AggregateOrder::Group);
    let pairs_said =
        ["jug south 2", "mug east 1", "mug north 2", "pot west 1", "tea east 1", "tea north 2", "tea south 1", "tea west 1", "tea  1"];
    assert_eq!(ask(pairs).await, pairs_said);

    // Two shops are told apart; the third row is all others, those without a shop included.
    let top = PlanGroup { top: Some(2), ..by("shop") };
    let most = asked(sales, vec![top.clone()], vec![sum.clone(), count.clone()], AggregateOrder::FirstMeasure);
    assert_eq!(ask(most).await, ["south 150 3 1", "north 60 4 1", " 14.5 5 "]);
    // Where the rest has no name and one of the named has none either, the marker tells them apart.
    let least = PlanFilter { limits: Vec::new(), conditions: vec![condition(sales, "amount", Op::Lt, vec![Value::Int(6)])], search: None };
    let nameless = AggregatePlan { filter: least, ..asked(sales, vec![top.clone()], vec![sum.clone()], AggregateOrder::FirstMeasure) };
    assert_eq!(ask(nameless).await, ["east 5 1", " 2 1", " 1 "]);
    let both = asked(sales, vec![by("item"), PlanGroup { top: Some(1), ..by("shop") }], vec![sum.clone()], AggregateOrder::Group);
    let both_said = ["jug south 110 1", "tea south 40 1", "mug  36.5 ", "pot   ", "tea  38 "];
    assert_eq!(ask(both).await, both_said);

    let quarters = [0.0, 0.25, 0.5, 0.9, 1.0].map(|place| measure(sales, Aggregate::Percentile, Some(place)));
    let boxes = asked(sales, vec![by("item")], quarters.to_vec(), AggregateOrder::Group);
    assert_eq!(ask(boxes).await, ["jug 50 52.5 55 59 60", "mug 6.5 12.375 18.25 27.65 30", "pot     ", "tea 1 2.75 7.5 30 40"]);
    let medians = asked(sales, vec![top], vec![measure(sales, Aggregate::Percentile, None)], AggregateOrder::Group);
    assert_eq!(ask(medians).await, ["north 20 1", "south 50 1", " 3.5 "]);
    let rising = asked(sales, vec![by("item")], vec![sum.clone()], AggregateOrder::FirstMeasureAscending);
    assert_eq!(ask(rising).await, ["mug 36.5", "tea 78", "jug 110", "pot "]);

    // Days in Berlin, an hour and from 31 March on two hours ahead.
    let request = ChartRequest {
        table: "sales".into(),
        groups: vec![GroupChoice { grain: Some(Grain::Day), ..GroupChoice::by("sold") }],
        measures: vec![MeasureChoice::rows()],
        zone: Some("Europe/Berlin".into()),
        filters: vec![],
        order: AggregateOrder::Group,
        limit: 99,
    };
    let range = plan::range(sales, &request, "sold").expect("plans");
    let ends = rows(&world, Plan::Range(range)).await.remove(0);
    let days = plan::chart(sales, &request, &[Some((ends[0].clone(), ends[1].clone()))]).expect("plans");
    assert_eq!(ask(days).await, ["2024-03-29 1", "2024-03-30 3", "2024-03-31 2", "2024-04-01 2", "2024-04-02 4"]);

    let bins = PlanGroup { bins: Some(PlanBins { origin: 0.0, width: 20.0, end: 60.0 }), ..by("amount") };
    let ranges = asked(sales, vec![bins], vec![count], AggregateOrder::Group);
    assert_eq!(ask(ranges).await, ["0 5", "1 2", "2 2", "3 1", " 2"]);
}

/// NaN and the infinities, where a column can hold them, break nothing and belong to no range.
pub async fn odd_numbers_are_in_no_range<W: World>() {
    let odd = if W::PRODUCTS[0].starts_with("PostgreSQL") {
        "(5, 'NaN'), (6, 'Infinity'), (7, '-Infinity')"
    } else if W::PRODUCTS[0].starts_with("SQLite") {
        "(5, 9e999), (6, -9e999), (7, null)"
    } else {
        "(5, null), (6, null), (7, null)"
    };
    let script = format!(
        "create table weights (id integer primary key, kilos double precision); \
         insert into weights values (1, 1.5), (2, 2.5), (3, 9.5), (4, null), {odd};"
    );
    let (world, schema) = with::<W>(&script).await;
    let weights = table(&schema, "weights");
    let kilos = || plan_column(weights, "kilos");
    let range = plan::finite_range(RangePlan { source: weights.at.clone().into(), column: kilos(), filter: no_filter() });
    assert_eq!(said(&rows(&world, Plan::Range(range)).await), ["1.5 9.5"]);
    let bins = PlanGroup { bins: Some(PlanBins { origin: 0.0, width: 5.0, end: 9.5 }), ..PlanGroup::by(kilos(), None) };
    let plan = asked(weights, vec![bins], vec![PlanMeasure::of(Aggregate::Count, None)], AggregateOrder::Group);
    assert_eq!(said(&rows(&world, Plan::Aggregate(plan)).await), ["0 2", "1 1", " 4"]);
}
