//! What the server refuses, and in which words it is told.

use super::{Base, execute, read, rows_plan};
use std::time::{Duration, Instant};
use vizboard::model::{
    access::{Access, Secret, TlsMode},
    engine::Step,
    plan::{Plan, RowsPlan},
    schema::TableRef,
    value::Value,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn validation_names_the_step_that_failed() {
    let base = Base::with("create table shown (id int)").await;
    let reader = base.reader("select on shown").await;
    base.engine.validate(&reader).await.expect("any character may be in a password");
    let step = |change: fn(&mut Access)| {
        let (mut target, engine) = (base.target(), base.engine.clone());
        change(&mut target.access);
        async move {
            let started = Instant::now();
            let error = engine.validate(&target).await.expect_err("something is wrong with it");
            assert!(started.elapsed() < Duration::from_secs(9));
            assert!(!error.text.is_empty() && !error.hint.is_empty(), "{error:?}");
            assert!(!error.to_string().contains("wrong horse"), "{error}");
            error
        }
    };
    assert_eq!(step(|a| a.password = Secret::new("wrong horse")).await.step, Step::LogIn);
    assert_eq!(step(|a| a.password = Secret::new("")).await.step, Step::LogIn);
    assert_eq!(step(|a| a.user = "nobody at all".into()).await.step, Step::LogIn);
    assert_eq!(step(|a| a.database = "not there".into()).await.step, Step::Database);
    assert_eq!(step(|a| a.host = "no-such-host.invalid".into()).await.step, Step::Address);
    assert_eq!(step(|a| a.port = 1).await.step, Step::Port);
    for mode in [TlsMode::Require, TlsMode::VerifyCa, TlsMode::VerifyFull] {
        let mut target = base.target();
        target.access.options.tls = Some(mode);
        assert_eq!(base.engine.validate(&target).await.expect_err("the test server has no TLS").step, Step::Tls, "{mode:?}");
    }
    let mut elsewhere = reader.clone();
    elsewhere.access.database = "mysql".into();
    let error = base.engine.validate(&elsewhere).await.expect_err("may not use it");
    assert_eq!(error.step, Step::Permission, "{error}");
    assert!(error.text.contains(&reader.access.user), "{error}");
    let facts = base.engine.validate(&base.target()).await.expect("the superuser may");
    assert!(!facts.tls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_another_kind_is_not_taken_for_one() {
    let base = Base::with("").await;
    let mut target = base.target();
    target.access.port = super::access(crate::harness::postgres::superuser().as_str()).port;
    let error = base.engine.validate(&target).await.expect_err("it is PostgreSQL");
    assert_eq!(error.step, Step::Port, "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_without_a_password_may_be_one() {
    let base = Base::with("").await;
    let (name, mut target) = base.user("by ''").await;
    execute(&base.url, &format!("grant select on * to {name}@'%'")).await;
    target.access.password = Secret::new("");
    base.engine.validate(&target).await.expect("lets in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_way_to_log_in_is_named() {
    let base = Base::with("").await;
    let (name, mut target) = base.user("via mysql_old_password using '0123456789abcdef'").await;
    execute(&base.url, &format!("grant select on * to {name}@'%'")).await;
    target.access.password = Secret::new("CANARY");
    let error = base.engine.validate(&target).await.expect_err("a way of long ago");
    assert_eq!(error.step, Step::LogIn, "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_can_be_written_through_a_read() {
    let base = Base::with(
        "create table ledger (id int auto_increment primary key); create table loose (id int) engine = MyISAM; create sequence counter;
         create function writes() returns int begin insert into ledger values (); return 1; end;
         create function scribbles() returns int begin insert into loose values (1); return 1; end;
         create function unlocks() returns int begin
             set session transaction read write; insert into ledger values (); return 1; end;
         create view writing as select writes() as n; create view scribbling as select scribbles() as n;
         create view unlocking as select unlocks() as n; create view harmless as select 1 as n;
         create function counts() returns bigint return nextval(counter); create view counting as select counts() as n;",
    )
    .await;
    let schema = base.schema().await;
    // MariaDB does not even tell the columns of a view that writes, in a transaction that may not.
    let harmless = schema.table("harmless").expect("there");
    for view in ["writing", "scribbling", "unlocking", "counting"] {
        let plan = RowsPlan { source: TableRef { name: view.into(), ..harmless.at.clone() }.into(), ..rows_plan(harmless) };
        let error = read(base.engine.as_ref(), &base.target(), Plan::Rows(plan)).await.expect_err("it must not write");
        assert_eq!(error.step, Step::Permission, "{view}: {error}");
    }
    for table in ["ledger", "loose"] {
        assert!(base.table(&base.target(), table).await.expect("rows").is_empty(), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_was_closed_says_so() {
    let base = Base::with("create table closing (id int); create table other (id int)").await;
    let target = base.reader("select on closing; select on other").await;
    assert!(base.table(&target, "closing").await.expect("allowed").is_empty());
    execute(&base.url, &format!("revoke select on closing from {}@'%'", target.access.user)).await;
    let error = base.table(&target, "closing").await.expect_err("refused");
    assert_eq!((error.step, error.missing_object), (Step::Permission, false));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_are_no_text_are_shown_where_they_are() {
    let base = Base::with(
        "create table words (word varchar(20) character set latin1, raw varbinary(20)); insert into words values ('caf\u{e9}', x'636166e9');
         create view misread as select convert(raw using utf8mb4) as word from words;",
    )
    .await;
    let rows = base.table(&base.target(), "words").await.expect("rows");
    assert_eq!(rows, [[Value::Text("café".into()), Value::Text("\\x636166e9".into())]]);
    let rows = base.table(&base.target(), "misread").await.expect("rows");
    assert!(rows[0][0].is_null() || rows[0][0].display().starts_with("caf"), "{rows:?}");
}
