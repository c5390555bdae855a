//! How the engines' SQL differs: one exhaustive match per difference, so a new engine is a list of compiler errors.
//!
//! Every generated statement names its table `t` and its columns `t."name"`: PostgreSQL would else read a bare name
//! in ORDER BY as an output column (and sort by the text cast), and SQLite a misspelt quoted name as a string.

mod buckets;
mod mysql;

use crate::model::{
    engine::{EngineError, EngineKind, Step},
    plan::{Grain, PlanColumn, PlanZone},
    schema::TableRef,
    value::{Kind, Value},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
    Sqlite,
}

/// PostgreSQL types, by short name, that reach the client as they are; every other type is selected as text.
const POSTGRES_BASIC: [&str; 9] = ["smallint", "integer", "bigint", "boolean", "real", "double precision", "text", "varchar", "char"];

/// Types of `Kind::Other` or `Kind::Json` that PostgreSQL can compare and sort; the rest is compared by its text.
const POSTGRES_ORDERED: [&str; 12] =
    ["interval", "inet", "cidr", "macaddr", "macaddr8", "bit", "varbit", "jsonb", "int4range", "int8range", "numrange", "daterange"];

impl Dialect {
    pub fn of(kind: EngineKind) -> Self {
        match kind {
            EngineKind::Postgres => Self::Postgres,
            EngineKind::Mysql => Self::Mysql,
            EngineKind::Sqlite | EngineKind::Hosted => Self::Sqlite,
        }
    }

    /// `name` as an identifier. Names with NUL are refused: no database has them, and a driver may cut there.
    pub fn ident(self, name: &str) -> Result<String, EngineError> {
        if name.contains('\0') {
            return Err(EngineError::new(Step::Query, "A table or column name holds a NUL character, which no database allows.", ""));
        }
        match self {
            Self::Postgres | Self::Sqlite => Ok(format!("\"{}\"", name.replace('"', "\"\""))),
            Self::Mysql => Ok(format!("`{}`", name.replace('`', "``"))),
        }
    }

    pub fn table(self, table: &TableRef) -> Result<String, EngineError> {
        let name = self.ident(&table.name)?;
        Ok(match (self, table.schema.as_deref()) {
            (Self::Postgres | Self::Mysql | Self::Sqlite, Some(schema)) => format!("{}.{name}", self.ident(schema)?),
            (Self::Postgres | Self::Mysql, None) => name,
            (Self::Sqlite, None) => format!("\"main\".{name}"),
        })
    }

    pub fn column(self, column: &PlanColumn) -> Result<String, EngineError> {
        Ok(format!("t.{}", self.ident(&column.name)?))
    }

    /// The `n`th parameter, from 1.
    pub fn placeholder(self, n: usize) -> String {
        match self {
            Self::Postgres => format!("${n}"),
            Self::Mysql => "?".into(),
            Self::Sqlite => format!("?{n}"),
        }
    }

    /// Whether one parameter may stand in several places; else each place takes a parameter of its own.
    pub fn numbers_params(self) -> bool {
        match self {
            Self::Postgres | Self::Sqlite => true,
            Self::Mysql => false,
        }
    }

    /// The text form of an expression.
    pub fn text(self, expression: &str) -> String {
        match self {
            Self::Postgres => format!("{expression}::text"),
            Self::Mysql => mysql::text(expression),
            Self::Sqlite => format!("CAST({expression} AS TEXT)"),
        }
    }

    /// How `expression` of this column's type is selected so that nothing of the value is lost.
    pub fn selected(self, expression: &str, column: &PlanColumn) -> String {
        match self {
            // The cast of a single address would append its netmask, "/32".
            Self::Postgres if column.short_type == "inet" => format!("pg_catalog.inet_out({expression})::text"),
            Self::Postgres if !is_basic(column) => self.text(expression),
            Self::Mysql => mysql::selected(expression, column),
            Self::Postgres | Self::Sqlite => expression.to_owned(),
        }
    }

    /// Whether what is selected is computed for every row that is sorted, and not only for the rows of the page:
    /// PostgreSQL postpones only what it takes for expensive, and a cast to text is not.
    pub fn converts_before_sorting(self) -> bool {
        match self {
            Self::Postgres => true,
            Self::Mysql | Self::Sqlite => false,
        }
    }

    /// How `expression` of this column's type is compared, sorted and grouped.
    pub fn compared(self, expression: &str, column: &PlanColumn) -> String {
        match self {
            Self::Postgres if by_text(column) => self.text(expression),
            Self::Postgres => expression.to_owned(),
            Self::Mysql => mysql::compared(expression, column),
            Self::Sqlite if column.kind.is_temporal() => sqlite_strftime("%Y-%m-%d %H:%M:%f", &sqlite_moment(expression), ""),
            Self::Sqlite => expression.to_owned(),
        }
    }

    /// The placeholder of a value that is compared with this column, and the value to bind there.
    ///
    /// PostgreSQL gets text and casts it: the driver would else have to know every type. SQLite gets the storage class
    /// of the column's kind, because views and expressions have no affinity that would convert a text.
    pub fn bound(self, n: usize, value: &Value, column: &PlanColumn) -> (String, Value) {
        let place = self.placeholder(n);
        match self {
            Self::Postgres => {
                let cast = if by_text(column) { None } else { postgres_cast(column) };
                let cast = cast.map(|full| format!("::{full}")).unwrap_or_default();
                (format!("{place}::text{cast}"), as_text(value))
            }
            Self::Mysql => mysql::bound(value, column),
            Self::Sqlite if column.kind.is_temporal() => (sqlite_strftime("%Y-%m-%d %H:%M:%f", &place, ""), as_text(value)),
            Self::Sqlite => (place, sqlite_value(value, column.kind)),
        }
    }

    /// The placeholder of a value that a person's statement takes, and the value to bind there.
    pub fn given(self, n: usize, value: &Value, kind: Kind) -> (String, Value) {
        match (self, value) {
            (_, Value::Null) if self == Self::Postgres => (format!("{}::text", self.placeholder(n)), Value::Null),
            (_, Value::Null) => (self.placeholder(n), Value::Null),
            // Dates and moments are texts there, in whatever form the file has them.
            (Self::Sqlite, _) => (self.placeholder(n), sqlite_value(value, kind)),
            (Self::Postgres | Self::Mysql, _) => self.bound(n, value, &given_type(value, kind)),
        }
    }

    /// The placeholder of a value that a column is set to, and the value to bind there. What is too long for the column is
    /// refused by the database and not cut.
    pub fn written(self, n: usize, value: &Value, column: &PlanColumn) -> (String, Value) {
        let place = self.placeholder(n);
        match self {
            Self::Postgres => {
                let cast = postgres_cast(column).map(|full| format!("::{full}")).unwrap_or_default();
                (format!("{place}::text{cast}"), as_text(value))
            }
            Self::Mysql => mysql::written(value, column),
            Self::Sqlite => (place, value.clone()),
        }
    }

    /// Whether the text form of `expression` matches the pattern in a parameter, ignoring case (on SQLite the case of
    /// the letters A to Z only; its own LIKE knows no others). See [`like_escaped`] for the pattern.
    pub fn like(self, expression: &str, column: &PlanColumn, n: usize) -> String {
        let place = self.placeholder(n);
        match self {
            Self::Postgres if is_plain_text(column) => {
                format!("{expression} ILIKE {place}::text ESCAPE '!'")
            }
            Self::Postgres => format!("{} ILIKE {place}::text ESCAPE '!'", self.text(expression)),
            Self::Mysql => mysql::like(expression, column),
            // Folded by itself: some connections tell capitals and small letters apart in LIKE.
            Self::Sqlite => format!("lower({expression}) LIKE lower({place}) ESCAPE '!'"),
        }
    }

    /// The start of the period that holds a moment, as ISO text: `2024-03-05T14:30` for minutes and hours, else the
    /// first day of the period (weeks start on Monday). Moments are taken in `zone`, in UTC without one; what has no
    /// zone of its own counts as UTC.
    pub fn period(self, expression: &str, column: &PlanColumn, grain: Grain, zone: Option<&PlanZone>) -> Result<String, EngineError> {
        let zone = zone.filter(|_| column.kind == Kind::Timestamp);
        Ok(match self {
            Self::Postgres => {
                let field = match grain {
                    Grain::Minute => "minute",
                    Grain::Hour => "hour",
                    Grain::Day => "day",
                    Grain::Week => "week",
                    Grain::Month => "month",
                    Grain::Quarter => "quarter",
                    Grain::Year => "year",
                };
                let format = if grain_has_time(grain) { "YYYY-MM-DD\"T\"HH24:MI" } else { "YYYY-MM-DD" };
                let moment = match zone {
                    Some(zone) => buckets::postgres_local(expression, column, zone)?,
                    None => postgres_moment(expression, column),
                };
                format!("to_char(date_trunc('{field}', {moment}), '{format}')")
            }
            Self::Mysql => match zone {
                Some(zone) => mysql::period(&buckets::mysql_local(expression, zone), grain),
                None => mysql::period(expression, grain),
            },
            Self::Sqlite => {
                let moment = sqlite_moment(expression);
                let moment = match zone {
                    Some(zone) => buckets::sqlite_local(&moment, zone),
                    None => moment,
                };
                match grain {
                    Grain::Minute => sqlite_strftime("%Y-%m-%dT%H:%M", &moment, ""),
                    Grain::Hour => sqlite_strftime("%Y-%m-%dT%H:00", &moment, ""),
                    Grain::Day => sqlite_strftime("%Y-%m-%d", &moment, ""),
                    // Six days back, then on to the next Monday (or none, when that day is one).
                    Grain::Week => sqlite_strftime("%Y-%m-%d", &moment, ", '-6 days', 'weekday 1'"),
                    Grain::Month => sqlite_strftime("%Y-%m-01", &moment, ""),
                    Grain::Quarter => format!(
                        "{} || substr('-01-01-04-01-07-01-10-01', ({} + 2) / 3 * 6 - 5, 6)",
                        sqlite_strftime("%Y", &moment, ""),
                        sqlite_strftime("%m", &moment, "")
                    ),
                    Grain::Year => sqlite_strftime("%Y-01-01", &moment, ""),
                }
            }
        })
    }

    /// A moment as `2024-03-05T14:30:00`, in UTC where it has a zone.
    pub fn moment(self, expression: &str, column: &PlanColumn) -> String {
        match self {
            Self::Postgres => format!("to_char({}, 'YYYY-MM-DD\"T\"HH24:MI:SS')", postgres_moment(expression, column)),
            Self::Mysql => mysql::moment(expression),
            Self::Sqlite => sqlite_strftime("%Y-%m-%dT%H:%M:%S", &sqlite_moment(expression), ""),
        }
    }

    /// One term of ORDER BY. NULL counts as greater than every value, on every engine: last when ascending, first when
    /// descending, which is also what PostgreSQL's indexes hold.
    pub fn ordered(self, expression: &str, nullable: bool, descending: bool) -> String {
        match (self, descending) {
            (Self::Postgres, false) => format!("{expression} ASC"),
            (Self::Postgres, true) => format!("{expression} DESC"),
            (Self::Mysql, _) => mysql::ordered(expression, nullable, descending),
            // Where NULLs stand is said only where there can be some: an index serves a second column only without it.
            (Self::Sqlite, false) => format!("{expression} ASC{}", if nullable { " NULLS LAST" } else { "" }),
            (Self::Sqlite, true) => format!("{expression} DESC{}", if nullable { " NULLS FIRST" } else { "" }),
        }
    }

    pub fn limit(self, limit: Option<u64>, offset: u64) -> String {
        let cap = |n: u64| n.min(i64::MAX as u64);
        match (self, limit, offset) {
            (_, None, 0) => String::new(),
            (_, Some(limit), 0) => format!(" LIMIT {}", cap(limit)),
            (_, Some(limit), offset) => format!(" LIMIT {} OFFSET {}", cap(limit), cap(offset)),
            (Self::Postgres, None, offset) => format!(" OFFSET {}", cap(offset)),
            (Self::Mysql, None, offset) => format!(" LIMIT {} OFFSET {}", u64::MAX, cap(offset)),
            (Self::Sqlite, None, offset) => format!(" LIMIT -1 OFFSET {}", cap(offset)),
        }
    }
}

/// `text` inside a LIKE pattern, with `!` as the escape character (a backslash would depend on server settings).
pub fn like_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '!' | '%' | '_') {
            out.push('!');
        }
        out.push(c);
    }
    out
}

/// Whether labels of this grain carry a time of day.
pub fn grain_has_time(grain: Grain) -> bool {
    match grain {
        Grain::Minute | Grain::Hour => true,
        Grain::Day | Grain::Week | Grain::Month | Grain::Quarter | Grain::Year => false,
    }
}

fn is_basic(column: &PlanColumn) -> bool {
    POSTGRES_BASIC.contains(&column.short_type.as_str()) && !column.full_type.ends_with(']')
}

fn is_plain_text(column: &PlanColumn) -> bool {
    column.kind == Kind::Text && matches!(column.short_type.as_str(), "text" | "varchar")
}

/// Types without an equality or order of their own (json, xml, geometry), or whose order is unknown to us.
fn by_text(column: &PlanColumn) -> bool {
    match column.kind {
        Kind::Json | Kind::Other | Kind::Bytes => !POSTGRES_ORDERED.contains(&column.short_type.as_str()),
        Kind::Text => column.short_type == "xml",
        Kind::Integer | Kind::Number | Kind::Boolean | Kind::Date | Kind::Time | Kind::Timestamp => false,
    }
}

/// The type that a bound text is cast to: the column's own, without its length or precision, which would cut or round
/// the value before it is compared (`1.996::numeric(10,2)` is 2.00).
fn postgres_cast(column: &PlanColumn) -> Option<String> {
    match column.kind {
        Kind::Integer => return Some("bigint".into()),
        Kind::Text if is_plain_text(column) => return None,
        _ => {}
    }
    let bare = without_modifiers(&column.full_type);
    match bare.as_str() {
        "character" => Some("bpchar".into()),
        "bit" => Some("varbit".into()),
        _ => is_type_name(&bare).then_some(bare),
    }
}

/// `timestamp(3) without time zone` -> `timestamp without time zone`; quoted names stay as they are.
fn without_modifiers(full_type: &str) -> String {
    let (mut out, mut depth, mut quoted) = (String::with_capacity(full_type.len()), 0usize, false);
    for c in full_type.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            _ => {}
        }
        if depth == 0 {
            out.push(c);
        }
        if c == ')' && !quoted {
            depth = depth.saturating_sub(1);
        }
    }
    out
}

/// Whether a type's text is only names, blanks, dots and brackets: it came from somebody's server and goes into SQL.
fn is_type_name(text: &str) -> bool {
    let mut quoted = false;
    let plain = text.chars().all(|c| {
        if c == '"' {
            quoted = !quoted;
        }
        c != '\0' && (quoted || c == '"' || c.is_alphanumeric() || matches!(c, '_' | ' ' | '.' | '[' | ']' | '$'))
    });
    plain && !quoted && !text.is_empty()
}

fn postgres_moment(expression: &str, column: &PlanColumn) -> String {
    if column.short_type == "timestamptz" || column.full_type.ends_with("with time zone") {
        format!("({expression} AT TIME ZONE 'UTC')")
    } else {
        format!("{expression}::timestamp")
    }
}

/// SQLite has no type for moments. A text is read as ISO 8601, a whole number as Unix seconds (milliseconds from
/// 100,000,000,000 on, which as seconds would be the year 5138), a real number as a Julian day: the three forms of
/// SQLite's own date functions.
fn sqlite_moment(expression: &str) -> String {
    format!(
        "CASE WHEN typeof({expression}) <> 'integer' THEN {expression} \
         WHEN abs({expression}) < 100000000000 THEN {expression} / 86400.0 + 2440587.5 \
         ELSE {expression} / 86400000.0 + 2440587.5 END"
    )
}

fn sqlite_strftime(format: &str, moment: &str, modifiers: &str) -> String {
    format!("strftime('{format}', {moment}{modifiers})")
}

/// A value as PostgreSQL reads it from text.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Text(text) => Value::Text(text.clone()),
        Value::Cut { cut, .. } => Value::Text(cut.clone()),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => Value::Text(value.display()),
    }
}

/// A column of the type that a value of this kind is given as. Whole numbers stay whole: compared with a column of whole
/// numbers, anything else would keep its index from being used.
fn given_type(value: &Value, kind: Kind) -> PlanColumn {
    let is_whole = value.display().parse::<i64>().is_ok();
    let (kind, name) = match kind {
        Kind::Integer => (Kind::Integer, "bigint"),
        Kind::Number if is_whole => (Kind::Integer, "bigint"),
        Kind::Number => (Kind::Number, "numeric"),
        Kind::Boolean => (Kind::Boolean, "boolean"),
        Kind::Date => (Kind::Date, "date"),
        Kind::Time => (Kind::Time, "time"),
        Kind::Timestamp if value.display().parse::<jiff::Timestamp>().is_ok() => (Kind::Timestamp, "timestamptz"),
        Kind::Timestamp => (Kind::Timestamp, "timestamp"),
        Kind::Text | Kind::Json | Kind::Bytes | Kind::Other => (Kind::Text, "text"),
    };
    PlanColumn { name: String::new(), kind, short_type: name.into(), full_type: name.into(), nullable: true }
}

fn sqlite_value(value: &Value, kind: Kind) -> Value {
    match (kind, value) {
        (Kind::Boolean, Value::Bool(b)) => Value::Int(i64::from(*b)),
        (Kind::Integer | Kind::Number, Value::Text(text)) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(n), _) => Value::Int(n),
            (Err(_), Ok(n)) if n.is_finite() => Value::Float(n),
            _ => value.clone(),
        },
        (Kind::Text | Kind::Json | Kind::Other | Kind::Time, _) => as_text(value),
        _ => value.clone(),
    }
}
