//! What rows of a table are wanted, as the query of an address: the one language of the row endpoints, the grid and whoever
//! builds such an address.
//!
//! | parameter | meaning |
//! | --- | --- |
//! | `filter=total.gte.100` | a condition as in the addresses of boards; may come several times, joined by AND |
//! | `total=gte:100` | the same for a column whose name is no parameter |
//! | `country=DE` | equals |
//! | `deleted=is_null:` | NULL; `not_null:` is the contrary |
//! | `country=in:DE,FR` | one of a list; commas in values stand behind a backslash |
//! | `or=total.gte.100\|vip.eq.true` | at least one holds; several groups are joined by AND |
//! | `search=text` | any column holds the text |
//! | `sort=-created,name` | descending by one, then ascending by the other |
//! | `columns=id,name` | only these |
//! | `limit`, `offset`, `after` | 1 to 1,000 rows, 50 when absent; rows left out; the place where a page before ended |
//! | `count=none\|estimated\|capped\|exact` | whether and how rows are counted |
//! | `versions=true` | with the version of each row |

use super::{
    filter::{Condition, Op, Sort},
    value::Value,
    view_query::{escape, unescape},
};
use std::fmt;

pub const DEFAULT_LIMIT: u32 = 50;
pub const MAX_LIMIT: u32 = 1_000;
/// Most conditions of a request, those in groups too.
pub const MAX_CONDITIONS: usize = 64;
/// Most parameters of a request.
const MAX_PARAMETERS: usize = 200;
/// Names that are parameters; a column of such a name is filtered by `filter`.
pub const PARAMETERS: [&str; 16] = [
    "filter", "or", "search", "sort", "columns", "limit", "offset", "after", "count", "versions", "group", "measures", "upsert", "return",
    "update", "column",
];

/// How the rows that fit are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    #[default]
    None,
    /// What the database knows of the whole table, else up to a bound.
    Estimated,
    /// Up to a bound.
    Capped,
    Exact,
}

impl Counting {
    pub const ALL: [Self; 4] = [Self::None, Self::Estimated, Self::Capped, Self::Exact];

    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Estimated => "estimated",
            Self::Capped => "capped",
            Self::Exact => "exact",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowQuery {
    /// Joined by AND.
    pub conditions: Vec<Condition>,
    /// Groups joined by AND; of each at least one condition holds.
    pub any: Vec<Vec<Condition>>,
    pub search: Option<String>,
    pub sort: Vec<Sort>,
    /// All when empty.
    pub columns: Vec<String>,
    /// [`DEFAULT_LIMIT`] when absent.
    pub limit: Option<u32>,
    pub offset: u64,
    pub after: Option<String>,
    pub count: Counting,
    pub versions: bool,
    /// Columns, each with a grain of time behind a colon if it has one.
    pub group: Vec<String>,
    /// A function, with its column behind a colon.
    pub measures: Vec<String>,
    /// The key by which rows that exist are found; empty for none.
    pub upsert: Vec<String>,
    /// The columns that an upsert changes; all that are given when absent.
    pub update: Option<Vec<String>>,
    /// Whether written rows are answered; as the caller's rights and the route have it when absent.
    pub returning: Option<bool>,
    /// The column whose values are listed.
    pub column: Option<String>,
}

/// Why an address cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread(pub String);

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn misread<T>(text: impl Into<String>) -> Result<T, Misread> {
    Err(Misread(text.into()))
}

impl RowQuery {
    /// Nothing is left out silently: less of a filter would be more rows.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let mut query = Self::default();
        let mut once: Vec<String> = Vec::new();
        for (at, (key, value)) in form_urlencoded::parse(text.trim_start_matches('?').as_bytes()).enumerate() {
            if at >= MAX_PARAMETERS {
                return misread(format!("An address can have at most {MAX_PARAMETERS} parameters."));
            }
            let is_repeatable = matches!(key.as_ref(), "filter" | "or") || !PARAMETERS.contains(&key.as_ref());
            if !is_repeatable && once.iter().any(|seen| *seen == key) {
                return misread(format!("The parameter {key} is given twice."));
            }
            query.take(&key, &value)?;
            once.push(key.into_owned());
        }
        if query.conditions.len() + query.any.iter().map(Vec::len).sum::<usize>() > MAX_CONDITIONS {
            return misread(format!("At most {MAX_CONDITIONS} conditions can be used at once."));
        }
        Ok(query)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), Misread> {
        match key {
            "filter" => self.conditions.push(condition(value)?),
            "or" => self.any.push(unescape(value, '|', usize::MAX).iter().map(|text| condition(text)).collect::<Result<_, _>>()?),
            "search" => self.search = Some(value.to_owned()).filter(|text| !text.is_empty()),
            "sort" => self.sort = list(value).iter().map(|text| sort(text)).collect::<Result<_, _>>()?,
            "columns" => self.columns = list(value),
            "limit" => self.limit = Some(limit(value)?),
            "offset" => {
                self.offset = value.parse().map_err(|_| Misread(format!("offset must be a whole number from 0; \"{value}\" is none.")))?;
            }
            "after" => self.after = Some(value.to_owned()).filter(|text| !text.is_empty()),
            "count" => {
                let known = Counting::ALL.into_iter().find(|counting| counting.name() == value);
                self.count = known.ok_or_else(|| Misread("count must be none, estimated, capped or exact.".into()))?;
            }
            "versions" => self.versions = truth(key, value)?,
            "group" => self.group = list(value),
            "measures" => self.measures = list(value),
            "upsert" => self.upsert = list(value),
            "update" => self.update = Some(list(value)),
            "return" => {
                self.returning = Some(match value {
                    "rows" | "representation" => true,
                    "none" | "minimal" => false,
                    _ => return misread("return must be rows or none."),
                });
            }
            "column" => self.column = Some(value.to_owned()),
            column => self.conditions.push(simple(column, value)?),
        }
        Ok(())
    }

    /// Whether it leaves any rows out.
    pub fn is_whole(&self) -> bool {
        self.conditions.is_empty() && self.any.is_empty() && self.search.is_none()
    }

    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT)
    }

    /// The same as an address says it, as far as rows are chosen and sorted.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut put = |key: &str, value: String| pairs.push((key.to_owned(), value));
        for condition in &self.conditions {
            put("filter", written(condition));
        }
        for group in &self.any {
            put("or", group.iter().map(|condition| escape(&written(condition), '|')).collect::<Vec<_>>().join("|"));
        }
        if let Some(search) = &self.search {
            put("search", search.clone());
        }
        if !self.sort.is_empty() {
            let signed = |sort: &Sort| format!("{}{}", sign(sort), escape(&sort.column, ','));
            put("sort", self.sort.iter().map(signed).collect::<Vec<_>>().join(","));
        }
        if !self.columns.is_empty() {
            put("columns", self.columns.iter().map(|name| escape(name, ',')).collect::<Vec<_>>().join(","));
        }
        if let Some(limit) = self.limit {
            put("limit", limit.to_string());
        }
        if self.offset > 0 {
            put("offset", self.offset.to_string());
        }
        if let Some(after) = &self.after {
            put("after", after.clone());
        }
        if self.count != Counting::None {
            put("count", self.count.name().to_owned());
        }
        if self.versions {
            put("versions", "true".to_owned());
        }
        pairs
    }
}

/// Names between commas.
fn list(text: &str) -> Vec<String> {
    unescape(text, ',', usize::MAX).into_iter().filter(|name| !name.is_empty()).collect()
}

fn truth(key: &str, value: &str) -> Result<bool, Misread> {
    match value {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => misread(format!("{key} must be true or false.")),
    }
}

fn limit(text: &str) -> Result<u32, Misread> {
    match text.parse() {
        Ok(limit) if (1..=MAX_LIMIT).contains(&limit) => Ok(limit),
        _ => misread(format!("limit must be a whole number from 1 to {MAX_LIMIT}.")),
    }
}

fn sign(sort: &Sort) -> &'static str {
    match (sort.descending, sort.column.starts_with(['-', '+'])) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    }
}

fn sort(text: &str) -> Result<Sort, Misread> {
    let (column, descending) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    if column.is_empty() { misread("sort lacks the name of a column.") } else { Ok(Sort { column: column.to_owned(), descending }) }
}

/// `column.op.value`, as boards write it.
fn condition(text: &str) -> Result<Condition, Misread> {
    let wrong = || {
        Misread(format!("\"{}\" is no condition. Write column.operator.value, with one of these operators: {}.", short(text), operators()))
    };
    let mut parts = unescape(text, '.', 2).into_iter();
    let (Some(column), Some(rest)) = (parts.next(), parts.next()) else { return Err(wrong()) };
    let (op, value) = rest.split_once('.').map_or((rest.as_str(), None), |(op, value)| (op, Some(value)));
    let op = Op::parse(op).ok_or_else(wrong)?;
    with_value(&column, op, value)
}

/// `value`, or `op:value`.
fn simple(column: &str, text: &str) -> Result<Condition, Misread> {
    match text.split_once(':').and_then(|(op, value)| Some((Op::parse(op)?, value))) {
        Some((op, value)) => with_value(column, op, Some(value)),
        None => with_value(column, Op::Eq, Some(text)),
    }
}

fn with_value(column: &str, op: Op, value: Option<&str>) -> Result<Condition, Misread> {
    if column.is_empty() {
        return misread("A condition lacks the name of its column.");
    }
    let values = match (op, value) {
        (Op::IsNull | Op::NotNull, None | Some("")) => Vec::new(),
        (Op::IsNull | Op::NotNull, Some(_)) => return misread(format!("The condition \"{}\" on {column} takes no value.", op.name())),
        (_, None) => return misread(format!("The condition \"{}\" on {column} lacks its value.", op.name())),
        (Op::In, Some(text)) => unescape(text, ',', usize::MAX),
        (_, Some(text)) => vec![text.to_owned()],
    };
    Ok(Condition { column: column.to_owned(), op, values: values.into_iter().map(Value::Text).collect() })
}

fn written(condition: &Condition) -> String {
    let (column, op) = (escape(&condition.column, '.'), condition.op.name());
    let value = |value: &Value| value.display();
    match condition.op {
        Op::IsNull | Op::NotNull => format!("{column}.{op}"),
        Op::In => format!("{column}.{op}.{}", condition.values.iter().map(|one| escape(&value(one), ',')).collect::<Vec<_>>().join(",")),
        _ => format!("{column}.{op}.{}", condition.values.first().map(value).unwrap_or_default()),
    }
}

fn operators() -> String {
    Op::ALL.map(Op::name).join(", ")
}

fn short(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(60).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(column: &str, op: Op, values: &[&str]) -> Condition {
        Condition { column: column.into(), op, values: values.iter().map(|text| Value::Text((*text).into())).collect() }
    }

    #[test]
    fn the_simple_form_and_the_full_one_say_the_same() {
        let query = RowQuery::parse("?country=DE&total=gte:100&total=lt:200&gone=is_null:&tag=in:a,b%5C,c&note=eq:in:x&filter=limit.ne.3")
            .expect("reads");
        let expected = [
            of("country", Op::Eq, &["DE"]),
            of("total", Op::Gte, &["100"]),
            of("total", Op::Lt, &["200"]),
            of("gone", Op::IsNull, &[]),
            of("tag", Op::In, &["a", "b,c"]),
            of("note", Op::Eq, &["in:x"]),
            of("limit", Op::Ne, &["3"]),
        ];
        assert_eq!(query.conditions, expected);
        assert_eq!(RowQuery::parse("at=12:30").expect("reads").conditions, [of("at", Op::Eq, &["12:30"])], "no operator, no split");
    }

    #[test]
    fn every_query_survives_the_address() {
        let query = RowQuery {
            conditions: vec![of("a.b\\", Op::In, &["x,y", "\\", "|"]), of("n", Op::NotNull, &[]), of("e", Op::Eq, &[""])],
            any: vec![vec![of("p|q", Op::Contains, &["a|b\\"]), of("r", Op::Gt, &["1.5"])], vec![of("s", Op::IsNull, &[])]],
            search: Some("50% & \"x\"".into()),
            sort: vec![Sort { column: "-x,y".into(), descending: false }, Sort { column: "z".into(), descending: true }],
            columns: vec!["a,b".into(), "c".into()],
            limit: Some(7),
            offset: 3,
            after: Some("AbC_-".into()),
            count: Counting::Capped,
            versions: true,
            ..RowQuery::default()
        };
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(query.pairs()).finish();
        assert_eq!(RowQuery::parse(&text), Ok(query));
    }

    #[test]
    fn what_does_not_fit_is_refused_and_never_dropped() {
        for text in [
            "limit=0",
            "limit=1001",
            "limit=x",
            "offset=-1",
            "limit=5&limit=6",
            "count=all",
            "sort=-",
            "filter=x",
            "filter=x.drop.1",
            "filter=.eq.1",
            "filter=x.eq",
            "or=a.eq.1|b",
            "x=is_null:1",
            "return=all",
            "versions=yes",
            "=1",
        ] {
            assert!(RowQuery::parse(text).is_err(), "{text}");
        }
        assert!(RowQuery::parse(&"a=1&".repeat(MAX_CONDITIONS + 1)).is_err());
        assert!(RowQuery::parse(&"&columns".repeat(MAX_PARAMETERS + 1)).is_err());
    }
}
