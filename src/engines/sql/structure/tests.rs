use super::*;
use crate::model::structure::GeneratedAs;

#[test]
fn tables_are_written_with_quoted_names_and_literals() {
    let table = NewTable {
        name: "a\"b".into(),
        columns: vec![
            NewColumn { name: "id".into(), declared: "integer".into(), ..NewColumn::default() },
            NewColumn {
                name: "colour".into(),
                declared: "VARCHAR( 20 )".into(),
                not_null: true,
                default: Some(NewDefault::Text("it's".into())),
                items: vec!["it's".into(), "red".into()],
                ..NewColumn::default()
            },
            NewColumn {
                name: "twice".into(),
                generated: Some(GeneratedAs { expression: "id * 2 -- two".into(), stored: false }),
                check: Some("twice > 0".into()),
                ..NewColumn::default()
            },
        ],
        primary_key: vec!["id".into()],
        foreign_keys: vec![NewForeignKey {
            columns: vec!["id".into()],
            references: "o".into(),
            referenced_columns: vec!["x".into()],
            on_delete: OnDelete::Cascade,
        }],
    };
    assert_eq!(
        create_table(&table).expect("plain"),
        "CREATE TABLE \"a\"\"b\" (\n  \"id\" integer,\n  \"colour\" VARCHAR(20) NOT NULL DEFAULT 'it''s' CHECK (\"colour\" IN ('it''s', 'red')),\n  \
         \"twice\" CHECK (twice > 0) GENERATED ALWAYS AS (id * 2 -- two\n) VIRTUAL,\n  PRIMARY KEY (\"id\"),\n  \
         FOREIGN KEY (\"id\") REFERENCES \"o\" (\"x\") ON DELETE CASCADE\n)"
    );
}

#[test]
fn what_is_more_than_a_type_a_number_or_an_expression_is_refused() {
    for declared in
        ["TEXT PRIMARY KEY", "TEXT, b", "TEXT)", "TEXT(", "TEXT(a)", "(1)", "DECIMAL(1,2,3)", "TEXT NOT NULL", "a\"b", "x'1'", "TEXT--"]
    {
        assert!(text::declared(declared).is_err(), "{declared}");
    }
    for (declared, written) in
        [("", ""), (" TEXT_DATE ", "TEXT_DATE"), ("unsigned  big int", "unsigned big int"), ("DECIMAL( 10 , 2 )", "DECIMAL(10,2)")]
    {
        assert_eq!(text::declared(declared).as_deref(), Ok(written));
    }
    for number in ["", "1)", "nan", "inf", "1 2", "0x10", "--1", "1e999", "1,2", "e"] {
        assert!(text::number(number).is_err(), "{number}");
    }
    assert!(["1", "-1.5", "1e5", ".5"].into_iter().all(|number| text::number(number).is_ok()));
    for expression in ["", "a) , b TEXT CHECK (1", "a; drop table t", "(a", "a)", ":name", "?1", "'a", "/* a"] {
        assert!(condition(expression).is_err(), "{expression}");
    }
    assert!(query("select 1;").is_ok());
    for text in ["delete from t", "select 1; select 2", "", "(select 1"] {
        assert!(query(text).is_err(), "{text}");
    }
    for name in ["", " ", "sqlite_x", "a\0"] {
        assert!(ident(name).is_err(), "{name}");
    }
}

const MADE: &str = "CREATE TABLE IF NOT EXISTS main.[old one] (
  -- the key, of course
  id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, -- behind
  \"na\"\"me\" VARCHAR(10, 2) NOT NULL ON CONFLICT IGNORE DEFAULT 'a,(b' COLLATE NOCASE UNIQUE,
  `parent` INT REFERENCES other(id) ON DELETE SET NULL NOT DEFERRABLE,
  total AS (id * (2)) STORED,
  kind TEXT DEFAULT NULL CHECK (kind IN ('a', 'b')) CHECK (length(kind) > 0),
  UNIQUE (kind, \"na\"\"me\"), FOREIGN KEY (kind) REFERENCES x (y),
  CONSTRAINT c CHECK (id > 0)
) STRICT;";

#[test]
fn a_definition_stays_as_it_was_written_but_for_what_is_changed() {
    let mut definition = Definition::parse(MADE).expect("understood");
    let create = |definition: &Definition| definition.create("n").expect("plain");
    assert_eq!(
        create(&definition),
        "CREATE TABLE \"n\" (\n  -- the key, of course\n  id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT,\n  -- behind\n  \
         \"na\"\"me\" VARCHAR(10, 2) NOT NULL ON CONFLICT IGNORE DEFAULT 'a,(b' COLLATE NOCASE UNIQUE,\n  \
         `parent` INT REFERENCES other(id) ON DELETE SET NULL NOT DEFERRABLE,\n  total AS (id * (2)) STORED,\n  \
         kind TEXT DEFAULT NULL CHECK (kind IN ('a', 'b')) CHECK (length(kind) > 0),\n  UNIQUE (kind, \"na\"\"me\"),\n  \
         FOREIGN KEY (kind) REFERENCES x (y),\n  CONSTRAINT c CHECK (id > 0)\n) STRICT"
    );
    definition.declare("na\"me", "TEXT").expect("there");
    definition.set("NA\"ME", Kind::NotNull, None).expect("there");
    definition.set("na\"me", Kind::Default, Some("DEFAULT 1".into())).expect("there");
    definition.list("kind", Some(items("kind", &["c".into()]).expect("plain"))).expect("there");
    definition.drop_foreign_key(&["PARENT".into()]).expect("there");
    definition.drop_foreign_key(&["kind".into()]).expect("there");
    assert!(definition.drop_foreign_key(&["id".into()]).is_err());
    assert!(definition.drop_column("id").is_err(), "the key");
    assert!(definition.drop_column("none").is_err());
    definition.drop_column("total").expect("there");
    definition.add_column("more", "\"more\" TEXT UNIQUE".into());
    assert_eq!(
        create(&definition),
        "CREATE TABLE \"n\" (\n  -- the key, of course\n  id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT,\n  -- behind\n  \
         \"na\"\"me\" TEXT COLLATE NOCASE UNIQUE DEFAULT 1,\n  `parent` INT,\n  \
         kind TEXT DEFAULT NULL CHECK (length(kind) > 0) CHECK (\"kind\" IN ('c')),\n  \"more\" TEXT UNIQUE,\n  \
         UNIQUE (kind, \"na\"\"me\"),\n  CONSTRAINT c CHECK (id > 0)\n) STRICT"
    );
    definition.drop_column("kind").expect("no key");
    assert!(!create(&definition).contains("UNIQUE (kind"));
    for strange in ["", "CREATE VIRTUAL TABLE t USING fts5(a)", "CREATE TABLE t", "SELECT (1)", "CREATE TABLE t (a", "CREATE TABLE t ()"] {
        assert!(Definition::parse(strange).is_err(), "{strange}");
    }
}
