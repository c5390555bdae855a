use super::*;
use crate::model::statement::StatementPlan;

const ALL: [EngineKind; 4] = EngineKind::ALL;

/// Names of the parameters of a text that is one statement.
fn names(kind: EngineKind, text: &str) -> Vec<String> {
    let statements = statements(kind, text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let pieces = statements.into_iter().flat_map(|statement| statement.pieces);
    pieces.filter_map(|piece| if let Piece::Parameter(name) = piece { Some(name) } else { None }).collect()
}

#[test]
fn parameters_are_found_where_they_are_and_nowhere_else() {
    for kind in ALL {
        for (text, expected) in [
            ("select :a, :b_2 from t where x=:a", vec!["a", "b_2", "a"]),
            ("select ':a' /* :b */ -- :c\n, \":d\"", vec![]),
            ("select 'it''s :a', :größe", vec!["größe"]),
            ("select :limit", vec!["limit"]),
        ] {
            assert_eq!(names(kind, text), expected, "{kind:?} {text}");
        }
    }
    for (kind, text, expected) in [
        (EngineKind::Postgres, "select x::date, :a::date, '1'::text", vec!["a"]),
        (EngineKind::Postgres, "select $$ :a $$, $x$ :b $$ $x$, E'\\' :c', :d", vec!["d"]),
        (EngineKind::Postgres, "select list[1:n], list[:n], f(x := 1)", vec![]),
        (EngineKind::Postgres, "select /* a /* :b */ :c */ 1", vec![]),
        (EngineKind::Mysql, "select `:a`, @b, @@c, 'it\\'s :d', \":e\", :f # :g\n", vec!["f"]),
        (EngineKind::Mysql, "set @x := 1", vec![]),
        (EngineKind::Mysql, "select 5--:a", vec!["a"]),
        (EngineKind::Sqlite, "select [:a], `:b`, 'c\\', :d", vec!["d"]),
    ] {
        assert_eq!(names(kind, text), expected, "{kind:?} {text}");
    }
}

#[test]
fn statements_are_told_apart() {
    let text = " -- first\nselect 'ä;' ;; /* ; */\n select 2 as \"ö;\"; -- the end";
    for kind in ALL {
        let found: Vec<_> = statements(kind, text).expect("readable").into_iter().map(|one| text[one.at].to_owned()).collect();
        assert_eq!(found, ["select 'ä;'", "select 2 as \"ö;\""], "{kind:?}");
    }
    assert!(statements(EngineKind::Postgres, " ; -- nothing\n ;").expect("readable").is_empty());
}

#[test]
fn pieces_make_up_the_text() {
    let text = "select :a||:b, c\nfrom größe where d = :a";
    let [one] = statements(EngineKind::Postgres, text).expect("readable").try_into().expect("one statement");
    let again: String = one
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Parameter(name) => format!(":{name}"),
        })
        .collect();
    assert_eq!(again, text);
}

#[test]
fn an_open_quote_is_told_with_its_place() {
    let error = statements(EngineKind::Sqlite, "select 'ä',\n 'b").expect_err("no end");
    assert!(error.at.is_some_and(|at| at >= 12), "{error:?}");
}

#[test]
fn what_a_transaction_does_not_hold_back_is_refused() {
    let refused = |dialect, text: &str| assert!(admit(dialect, &StatementPlan::plain(text)).is_err(), "{dialect:?} {text}");
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite] {
        for text in [
            "",
            "-- nothing",
            "select 1; drop table t",
            "commit",
            "begin",
            "rollback",
            "savepoint a",
            "/* x */ commit",
            "\"select\" 1",
            "1",
        ] {
            refused(dialect, text);
        }
        // In PostgreSQL it is an operator, and the database says what it thinks of it.
        if dialect != Dialect::Postgres {
            refused(dialect, "select ?1");
        }
        assert_eq!(admit(dialect, &StatementPlan::plain("/* ; */ select ';'")), Ok(Class::Query));
        assert_eq!(admit(dialect, &StatementPlan::plain("with a as (select 1) select * from a")), Ok(Class::Query));
        assert_eq!(admit(dialect, &StatementPlan::plain("insert into t values (1)")), Ok(Class::Other));
    }
    for text in [
        "copy t to program 'id'",
        "copy (select 1) to stdout",
        "do $$ begin end $$",
        "call p()",
        "set role x",
        "reset all",
        "listen x",
        "prepare a as select 1",
        "execute a",
        "load 'x'",
        "lock table t",
        "select $1",
        "discard all",
        "select pg_read_file('/etc/passwd')",
        "select pg_catalog.\"pg_read_file\" ('x')",
        "select U&\"pg\\005fread\\005ffile\"('x')",
        "select lo_export(1, 'x')",
        "select dblink_exec('x', 'y')",
        "select query_to_xml('select 1', true, true, '')",
        "vacuum",
        "checkpoint",
    ] {
        refused(Dialect::Postgres, text);
    }
    for text in [
        "select 1 into outfile '/tmp/x'",
        "select 1 into dumpfile '/tmp/x'",
        "select 1 into @x",
        "/*!50000 drop table t */",
        "select 1 /*!50000 into outfile '/tmp/x' */",
        "select 1 /*M! into outfile '/tmp/x' */",
        "load data infile '/etc/passwd' into table t",
        "call p()",
        "do sleep(1)",
        "prepare s from 'drop table t'",
        "execute s",
        "set global x = 1",
        "set session transaction read write",
        "xa start 'x'",
        "lock tables t write",
        "flush tables",
        "handler t open",
        "kill 1",
        "install plugin x soname 'y'",
        "drop table t",
        "create function f returns integer soname 'x'",
        "truncate t",
        "select load_file('/etc/passwd')",
        "select `load_file`('/etc/passwd')",
    ] {
        refused(Dialect::Mysql, text);
    }
    for text in ["end", "release a", "table t", "select ?1", "select ?"] {
        refused(Dialect::Sqlite, text);
    }
}
