//! What the table says about itself, and which conditions fit which column.

pub use crate::model::format::thousands;
use crate::{
    model::{
        drawing::{GridColumn, Total},
        filter::{Condition, Op},
        value::{Kind, Value},
    },
    ui::parts::icons,
};

/// `1.2 M`, for numbers that are estimates anyway.
pub fn rough(n: u64) -> String {
    let scaled = |by: f64, unit: &str| {
        let value = n as f64 / by;
        if value < 10.0 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
    };
    match n {
        0..10_000 => thousands(n),
        10_000..1_000_000 => scaled(1e3, "k"),
        1_000_000..1_000_000_000 => scaled(1e6, "M"),
        _ => scaled(1e9, "G"),
    }
}

fn of(total: Total) -> String {
    match total {
        Total::Exactly(n) => format!(" of {}", thousands(n)),
        Total::About(n) => format!(" of about {}", rough(n)),
        Total::AtLeast(n) => format!(" of more than {}", thousands(n)),
        Total::Unknown => String::new(),
    }
}

/// `50 rows of more than 100,000`, where nobody counted those before them.
pub fn uncounted(shown: usize, total: Total) -> String {
    let rows = if shown == 1 { "1 row".to_owned() } else { format!("{} rows", thousands(shown as u64)) };
    format!("{rows}{}", of(total))
}

/// `1–50 of about 1.2 M`.
pub fn range(page: u32, page_size: u32, shown: usize, total: Total) -> String {
    let of = of(total);
    if shown == 0 {
        return format!("0 rows{of}");
    }
    let first = u64::from(page.max(1) - 1) * u64::from(page_size) + 1;
    format!("{}–{}{of}", thousands(first), thousands(first + shown as u64 - 1))
}

/// Length in bytes for people.
pub fn bytes(n: u64) -> String {
    match n {
        0..1024 => format!("{n} bytes"),
        1024..1_048_576 => format!("{:.0} kB", n as f64 / 1024.0),
        _ => format!("{:.1} MB", n as f64 / 1_048_576.0),
    }
}

/// The glyph of a column's type, and its name for those who do not see it.
pub fn glyph(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Text => (icons::TYPE, "text"),
        Kind::Integer | Kind::Number => (icons::HASH, "number"),
        Kind::Boolean => (icons::TOGGLE_LEFT, "true or false"),
        Kind::Date | Kind::Timestamp => (icons::CALENDAR, "date"),
        Kind::Time => (icons::CLOCK, "time"),
        Kind::Json => (icons::BRACES, "JSON"),
        Kind::Bytes => (icons::BINARY, "bytes"),
        Kind::Other => (icons::LAYERS, "value"),
    }
}

/// The conditions that make sense for a column; the first is proposed.
pub fn ops(column: &GridColumn) -> &'static [Op] {
    if !column.enum_values.is_empty() {
        return &[Op::In, Op::IsNull, Op::NotNull];
    }
    match column.kind {
        Kind::Text => &[Op::Contains, Op::Eq, Op::Ne, Op::StartsWith, Op::IsNull, Op::NotNull],
        Kind::Integer | Kind::Number => &[Op::Gte, Op::Lte, Op::Gt, Op::Lt, Op::Eq, Op::Ne, Op::IsNull, Op::NotNull],
        Kind::Date | Kind::Timestamp | Kind::Time => &[Op::Gte, Op::Lt, Op::Gt, Op::Lte, Op::Eq, Op::IsNull, Op::NotNull],
        Kind::Boolean => &[Op::Eq, Op::IsNull, Op::NotNull],
        Kind::Json | Kind::Other => &[Op::Contains, Op::IsNull, Op::NotNull],
        Kind::Bytes => &[Op::IsNull, Op::NotNull],
    }
}

/// An operator in words; times are before and after, not less and greater.
pub fn op_label(op: Op, kind: Kind) -> &'static str {
    if !matches!(kind, Kind::Date | Kind::Timestamp | Kind::Time) {
        return op.label();
    }
    match op {
        Op::Gt => "after",
        Op::Gte => "from",
        Op::Lt => "before",
        Op::Lte => "until",
        other => other.label(),
    }
}

/// `total at least 100`.
pub fn condition(condition: &Condition, columns: &[GridColumn]) -> String {
    let column = columns.iter().find(|column| column.name == condition.column);
    let label = op_label(condition.op, column.map_or(Kind::Text, |column| column.kind));
    let header = column.map_or(condition.column.as_str(), |column| column.header.as_str());
    let values: Vec<String> = condition.values.iter().map(Value::display).collect();
    format!("{header} {label} {}", values.join(", ")).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_say_how_sure_they_are() {
        for (total, text) in [
            (Total::Exactly(1234), "51–100 of 1,234"),
            (Total::About(1_234_567), "51–100 of about 1.2 M"),
            (Total::AtLeast(100_000), "51–100 of more than 100,000"),
            (Total::Unknown, "51–100"),
        ] {
            assert_eq!(range(2, 50, 50, total), text);
        }
        assert_eq!(range(1, 50, 0, Total::Exactly(0)), "0 rows of 0");
        assert_eq!(range(u32::MAX, 200, 1, Total::Unknown), "858,993,458,801–858,993,458,801");
    }

    #[test]
    fn numbers_for_people() {
        assert_eq!((thousands(0), thousands(999), thousands(1000)), ("0".into(), "999".into(), "1,000".into()));
        assert_eq!((rough(9_999), rough(12_345), rough(3_000_000_000)), ("9,999".into(), "12 k".into(), "3.0 G".into()));
        assert_eq!((bytes(12), bytes(10_240), bytes(5_000_000)), ("12 bytes".into(), "10 kB".into(), "4.8 MB".into()));
    }

    fn column(kind: Kind) -> GridColumn {
        GridColumn {
            name: "at".into(),
            header: "Ordered".into(),
            short_type: String::new(),
            kind,
            is_source: false,
            enum_values: Vec::new(),
            rules: Vec::new(),
            ends: None,
        }
    }

    #[test]
    fn no_condition_is_offered_that_would_be_refused() {
        let kinds = [Kind::Text, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Date, Kind::Time, Kind::Timestamp, Kind::Json];
        for kind in kinds.into_iter().chain([Kind::Bytes, Kind::Other]) {
            assert!(ops(&column(kind)).iter().all(|op| op.fits(kind)), "{kind:?}");
        }
        let choice = GridColumn { enum_values: vec!["ok".into()], ..column(Kind::Text) };
        assert_eq!(ops(&choice), [Op::In, Op::IsNull, Op::NotNull]);
    }

    #[test]
    fn conditions_read_as_sentences() {
        let of = |op, values: &[&str]| Condition {
            column: "at".into(),
            op,
            values: values.iter().map(|text| Value::Text((*text).into())).collect(),
        };
        assert_eq!(condition(&of(Op::Gte, &["2026-01-01"]), &[column(Kind::Date)]), "Ordered from 2026-01-01");
        assert_eq!(condition(&of(Op::In, &["a", "b"]), &[column(Kind::Text)]), "Ordered is one of a, b");
        assert_eq!(condition(&of(Op::IsNull, &[]), &[]), "at is empty");
    }
}
