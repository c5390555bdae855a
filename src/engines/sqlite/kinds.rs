//! Declared types of SQLite columns: short name, and what the column holds.

use crate::model::value::Kind;

/// Declared name (lower case, without length) and the short name of 00-conventions.
const SHORT: [(&str, &str); 42] = [
    ("int", "integer"),
    ("integer", "integer"),
    ("mediumint", "integer"),
    ("int4", "integer"),
    ("tinyint", "smallint"),
    ("smallint", "smallint"),
    ("int2", "smallint"),
    ("bigint", "bigint"),
    ("int8", "bigint"),
    ("unsigned big int", "bigint"),
    ("varchar", "varchar"),
    ("nvarchar", "varchar"),
    ("character varying", "varchar"),
    ("varying character", "varchar"),
    ("char", "char"),
    ("character", "char"),
    ("nchar", "char"),
    ("native character", "char"),
    ("text", "text"),
    ("clob", "text"),
    ("string", "text"),
    ("real", "real"),
    ("float4", "real"),
    ("float", "double precision"),
    ("float8", "double precision"),
    ("double", "double precision"),
    ("double precision", "double precision"),
    ("numeric", "numeric"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("number", "numeric"),
    ("bool", "boolean"),
    ("boolean", "boolean"),
    ("date", "date"),
    ("time", "time"),
    ("datetime", "timestamp"),
    ("timestamp", "timestamp"),
    ("timestamp with time zone", "timestamptz"),
    ("timestamptz", "timestamptz"),
    ("blob", "bytea"),
    ("binary", "bytea"),
    ("varbinary", "bytea"),
];

/// Short name and kind of a declared type. Names outside the table keep their own base name, and the kind follows
/// SQLite's affinity rules; `any` is a column declared without a type.
pub(in crate::engines) fn of_declared(declared: &str) -> (String, Kind) {
    let base = base_name(declared);
    let short = SHORT.iter().find(|(name, _)| *name == base).map_or(base.as_str(), |(_, short)| short);
    let kind = match short {
        "boolean" => Kind::Boolean,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "timestamp" | "timestamptz" => Kind::Timestamp,
        "json" | "jsonb" => Kind::Json,
        "bytea" => Kind::Bytes,
        "numeric" | "money" | "currency" | "smallmoney" => Kind::Number,
        "uuid" | "guid" | "text" => Kind::Text,
        other => by_affinity(other),
    };
    (if short.is_empty() { "any".to_owned() } else { short.to_owned() }, kind)
}

/// <https://www.sqlite.org/datatype3.html>, section 3.1. The last rule there makes every other name a number; such a
/// column holds whatever was put in, so it is shown as it is.
fn by_affinity(name: &str) -> Kind {
    let has = |part: &str| name.contains(part);
    if has("int") {
        Kind::Integer
    } else if has("char") || has("clob") || has("text") {
        Kind::Text
    } else if has("blob") {
        Kind::Bytes
    } else if has("real") || has("floa") || has("doub") {
        Kind::Number
    } else {
        Kind::Other
    }
}

/// `VARCHAR (80)` -> `varchar`, `unsigned  INTEGER` -> `unsigned integer`.
fn base_name(declared: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for c in declared.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_get_their_short_name_and_kind() {
        for (declared, short, kind) in [
            ("INTEGER", "integer", Kind::Integer),
            ("BigInt", "bigint", Kind::Integer),
            ("UNSIGNED BIG INT", "bigint", Kind::Integer),
            ("unsigned integer", "unsigned integer", Kind::Integer),
            ("VARCHAR(80)", "varchar", Kind::Text),
            ("NVARCHAR ( 160 )", "varchar", Kind::Text),
            ("tinytext", "tinytext", Kind::Text),
            ("STRING", "text", Kind::Text),
            ("", "any", Kind::Other),
            ("BLOB", "bytea", Kind::Bytes),
            ("REAL", "real", Kind::Number),
            ("Double  Precision", "double precision", Kind::Number),
            ("NUMERIC(10,2)", "numeric", Kind::Number),
            ("decimal(10 , 2)", "numeric", Kind::Number),
            ("MONEY", "money", Kind::Number),
            ("BOOLEAN", "boolean", Kind::Boolean),
            ("DATE", "date", Kind::Date),
            ("DATETIME", "timestamp", Kind::Timestamp),
            ("TIMESTAMP WITH TIME ZONE", "timestamptz", Kind::Timestamp),
            ("TIME", "time", Kind::Time),
            ("JSON", "json", Kind::Json),
            ("UUID", "uuid", Kind::Text),
            ("GEOMETRY", "geometry", Kind::Other),
            ("ANY", "any", Kind::Other),
            ("enum('a','b')", "enum", Kind::Other),
            ("x(((", "x", Kind::Other),
        ] {
            assert_eq!(of_declared(declared), (short.to_owned(), kind), "{declared}");
        }
    }
}
