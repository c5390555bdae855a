//! MySQL's and MariaDB's type names to the short names of 00-conventions and to what filters and charts care about.

use crate::model::value::Kind;

/// A column's type as the catalogue describes it.
pub struct CatalogType<'a> {
    /// Of `columns.data_type`: `int`.
    pub name: &'a str,
    /// Of `columns.column_type`: `int(10) unsigned`.
    pub full: &'a str,
    /// MariaDB's JSON is a long text with a check.
    pub is_json: bool,
}

impl CatalogType<'_> {
    /// Short names stand for what a value can be, so that tables match across engines: a TIMESTAMP is a moment with a
    /// zone here, a DATETIME one without. Numbers of 64 bits without a sign are not integers of anybody else.
    pub fn short(&self) -> String {
        let short = match self.name {
            _ if self.is_json => "json",
            "tinyint" if self.is_truth() => "boolean",
            "tinyint" | "smallint" => "smallint",
            "mediumint" | "int" | "integer" => "integer",
            "bigint" if self.is_unsigned() => "bigint unsigned",
            "decimal" | "numeric" => "numeric",
            "float" => "real",
            "double" => "double precision",
            "tinytext" | "text" | "mediumtext" | "longtext" => "text",
            "datetime" => "timestamp",
            "timestamp" => "timestamptz",
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => "bytea",
            name => return name.to_lowercase(),
        };
        short.to_owned()
    }

    pub fn kind(&self) -> Kind {
        match self.name {
            _ if self.is_json => Kind::Json,
            "tinyint" if self.is_truth() => Kind::Boolean,
            "bigint" if self.is_unsigned() => Kind::Number,
            "tinyint" | "smallint" | "mediumint" | "int" | "integer" | "bigint" | "year" => Kind::Integer,
            "decimal" | "numeric" | "float" | "double" => Kind::Number,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" | "set" | "uuid" => Kind::Text,
            "date" => Kind::Date,
            "time" => Kind::Time,
            "datetime" | "timestamp" => Kind::Timestamp,
            "json" => Kind::Json,
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Kind::Bytes,
            _ => Kind::Other,
        }
    }

    /// What both servers make of BOOLEAN.
    fn is_truth(&self) -> bool {
        self.full == "tinyint(1)"
    }

    fn is_unsigned(&self) -> bool {
        self.full.contains(" unsigned")
    }

    /// The labels of an ENUM, in order: the catalogue writes them as `enum('a','it''s')`.
    pub fn labels(&self) -> Vec<String> {
        let Some(list) = self.full.strip_prefix("enum(").and_then(|rest| rest.strip_suffix(')')) else { return Vec::new() };
        let (mut labels, mut chars) = (Vec::new(), list.chars().peekable());
        while let Some(c) = chars.next() {
            // Between two labels is a comma.
            if c != '\'' {
                continue;
            }
            let mut label = String::new();
            while let Some(c) = chars.next() {
                if c != '\'' || chars.next_if_eq(&'\'').is_some() {
                    label.push(c);
                } else {
                    break;
                }
            }
            labels.push(label);
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_short_and_keep_what_they_can_hold() {
        for (name, full, short, kind) in [
            ("int", "int(11)", "integer", Kind::Integer),
            ("int", "int(10) unsigned", "integer", Kind::Integer),
            ("bigint", "bigint(20)", "bigint", Kind::Integer),
            ("bigint", "bigint unsigned", "bigint unsigned", Kind::Number),
            ("tinyint", "tinyint(1)", "boolean", Kind::Boolean),
            ("tinyint", "tinyint(1) unsigned", "smallint", Kind::Integer),
            ("tinyint", "tinyint(4)", "smallint", Kind::Integer),
            ("float", "float", "real", Kind::Number),
            ("timestamp", "timestamp(3)", "timestamptz", Kind::Timestamp),
            ("longtext", "longtext", "text", Kind::Text),
            ("varbinary", "varbinary(16)", "bytea", Kind::Bytes),
            ("year", "year(4)", "year", Kind::Integer),
            ("bit", "bit(5)", "bit", Kind::Other),
            ("inet6", "inet6", "inet6", Kind::Other),
        ] {
            let given = CatalogType { name, full, is_json: false };
            assert_eq!((given.short().as_str(), given.kind()), (short, kind), "{full}");
        }
        let json = CatalogType { name: "longtext", full: "longtext", is_json: true };
        assert_eq!((json.short().as_str(), json.kind()), ("json", Kind::Json));
    }

    #[test]
    fn labels_are_taken_out_of_their_quotes() {
        for (full, labels) in [
            ("enum('a','b')", vec!["a", "b"]),
            ("enum('it''s','','''','x,y',')')", vec!["it's", "", "'", "x,y", ")"]),
            ("set('a','b')", vec![]),
            ("int(11)", vec![]),
        ] {
            assert_eq!(CatalogType { name: "enum", full, is_json: false }.labels(), labels, "{full}");
        }
    }
}
