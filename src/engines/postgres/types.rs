//! PostgreSQL's type names to the short names of 00-conventions and to what filters and charts care about.

use crate::model::value::Kind;

/// Short names that mean a built-in type; a type of somebody's own with such a name keeps its schema in front.
const STANDARD: [&str; 17] = [
    "integer",
    "bigint",
    "smallint",
    "varchar",
    "char",
    "text",
    "timestamp",
    "timestamptz",
    "date",
    "time",
    "numeric",
    "real",
    "double precision",
    "boolean",
    "bytea",
    "json",
    "uuid",
];

/// A type as the catalogue describes it, with domains already followed to what they are made of.
pub struct CatalogType<'a> {
    /// Of `pg_type.typname`; of the element if this is an array.
    pub name: &'a str,
    /// Schema, for types outside `pg_catalog`.
    pub schema: Option<&'a str>,
    pub is_array: bool,
    pub is_enum: bool,
}

impl CatalogType<'_> {
    pub fn short(&self) -> String {
        let short = match (self.schema, self.name) {
            (None, "int4") => "integer".into(),
            (None, "int8") => "bigint".into(),
            (None, "int2") => "smallint".into(),
            (None, "bpchar") => "char".into(),
            (None, "float4") => "real".into(),
            (None, "float8") => "double precision".into(),
            (None, "bool") => "boolean".into(),
            // The one-byte type, which is written with quotes to tell it from character(1).
            (None, "char") => "\"char\"".into(),
            (None, name) => name.to_lowercase(),
            (Some(schema), name) => {
                let short = name.to_lowercase();
                if STANDARD.contains(&short.as_str()) { format!("{schema}.{short}").to_lowercase() } else { short }
            }
        };
        if self.is_array { format!("{short}[]") } else { short }
    }

    pub fn kind(&self) -> Kind {
        if self.is_array {
            return Kind::Other;
        }
        if self.is_enum {
            return Kind::Text;
        }
        match (self.schema, self.name) {
            (_, "citext") => Kind::Text,
            (Some(_), _) => Kind::Other,
            (None, "int2" | "int4" | "int8" | "oid") => Kind::Integer,
            (None, "float4" | "float8" | "numeric" | "money") => Kind::Number,
            (None, "bool") => Kind::Boolean,
            (None, "date") => Kind::Date,
            (None, "time" | "timetz") => Kind::Time,
            (None, "timestamp" | "timestamptz") => Kind::Timestamp,
            (None, "json" | "jsonb") => Kind::Json,
            (None, "bytea") => Kind::Bytes,
            (None, "text" | "varchar" | "bpchar" | "name" | "char" | "uuid" | "xml") => Kind::Text,
            (None, _) => Kind::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_short_and_never_stand_for_another_type() {
        let of = |schema, name, is_array, is_enum| CatalogType { name, schema, is_array, is_enum };
        for (given, short, kind) in [
            (of(None, "int4", false, false), "integer", Kind::Integer),
            (of(None, "int4", true, false), "integer[]", Kind::Other),
            (of(None, "bpchar", false, false), "char", Kind::Text),
            (of(None, "char", false, false), "\"char\"", Kind::Text),
            (of(None, "timestamptz", false, false), "timestamptz", Kind::Timestamp),
            (of(None, "money", false, false), "money", Kind::Number),
            (of(None, "int4range", false, false), "int4range", Kind::Other),
            (of(Some("public"), "Mood", false, true), "mood", Kind::Text),
            (of(Some("public"), "citext", false, false), "citext", Kind::Text),
            (of(Some("Public"), "text", false, true), "public.text", Kind::Text),
            (of(Some("public"), "hstore", false, false), "hstore", Kind::Other),
        ] {
            assert_eq!((given.short().as_str(), given.kind()), (short, kind));
        }
    }
}
