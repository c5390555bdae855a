//! What the server refuses, and in which words it is told.

use super::{
    super::{access, draft, postgres_engine},
    Base, execute,
};
use std::{
    io,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use vizboard::model::{
    access::{Secret, TlsMode},
    engine::Step,
    value::Value,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn validation_names_the_step_that_failed() {
    let base = Base::with("").await;
    let (role, target) = base.role().await;
    base.engine.validate(&target).await.expect("any character may be in a password");
    let name = base.url.rsplit('/').next().expect("a database");
    execute(&base.url, &format!("revoke connect on database {name} from public")).await;
    let step = |change: fn(&mut vizboard::model::access::Access)| {
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
    let unspeakable = step(|a| a.password = Secret::new("wrong\u{7}horse")).await;
    assert!(unspeakable.step == Step::LogIn && unspeakable.text.contains("characters"), "{unspeakable}");
    assert_eq!(step(|a| a.user = "nobody at all".into()).await.step, Step::LogIn);
    assert_eq!(step(|a| a.database = "not there".into()).await.step, Step::Database);
    assert_eq!(step(|a| a.host = "no-such-host.invalid".into()).await.step, Step::Address);
    assert_eq!(step(|a| a.port = 1).await.step, Step::Port);
    assert_eq!(step(|a| a.port = 0).await.step, Step::Address);
    for mode in [TlsMode::Require, TlsMode::VerifyCa, TlsMode::VerifyFull] {
        let mut target = base.target();
        target.access.options.tls = Some(mode);
        assert_eq!(base.engine.validate(&target).await.expect_err("the test server has no TLS").step, Step::Tls, "{mode:?}");
    }
    let error = base.engine.validate(&target).await.expect_err("may not connect");
    assert_eq!(error.step, Step::Permission);
    assert!(error.text.contains(&role), "{error}");
    let facts = base.engine.validate(&base.target()).await.expect("the superuser may");
    assert!(!facts.tls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unreachable_host_is_given_up_within_five_seconds() {
    let mut target = draft(access(crate::harness::postgres::superuser().as_str()));
    target.access.host = "10.255.255.1".into();
    let started = Instant::now();
    let error = postgres_engine().validate(&target).await.expect_err("nobody is there");
    assert_eq!(error.step, Step::Port);
    assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_can_be_written_through_a_read() {
    let base = Base::with(
        "create table ledger (id serial primary key); create sequence counter;
         create function writes() returns integer language plpgsql as $$ begin insert into ledger default values; return 1; end $$;
         create function counts() returns bigint language sql as $$ select nextval('public.counter') $$;
         create function unlocks() returns integer language plpgsql as $$ begin
             perform set_config('transaction_read_only', 'off', false); insert into public.ledger default values; return 1; end $$;
         create function ends() returns integer language plpgsql as $$ begin commit; insert into public.ledger default values; return 1; end $$;
         create view writing as select public.writes() as n; create view counting as select public.counts() as n;
         create view unlocking as select public.unlocks() as n; create view ending as select public.ends() as n;",
    )
    .await;
    execute(&base.url, "create or replace function writes() returns integer language plpgsql as $$ begin insert into public.ledger default values; return 1; end $$").await;
    for (view, step) in [("writing", Step::Permission), ("counting", Step::Permission), ("unlocking", Step::Query), ("ending", Step::Query)]
    {
        let error = base.table(&base.target(), view).await.expect_err("it must not write");
        assert_eq!(error.step, step, "{view}: {error}");
    }
    assert!(base.table(&base.target(), "ledger").await.expect("rows").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_was_closed_says_so() {
    let base = Base::with("create table closing (id integer)").await;
    let (role, target) = base.role().await;
    execute(&base.url, &format!("grant select on closing to {role}")).await;
    assert!(base.table(&target, "closing").await.expect("allowed").is_empty());
    execute(&base.url, &format!("revoke select on closing from {role}")).await;
    let error = base.table(&target, "closing").await.expect_err("refused");
    assert_eq!((error.step, error.missing_object), (Step::Permission, false));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_that_is_no_value_of_the_type_is_explained() {
    let base = Base::with("create table numbers (id integer); create domain even as integer check (value % 2 = 0)").await;
    let schema = base.schema().await;
    let numbers = schema.table("numbers").expect("there");
    let mut plan = super::rows_plan(numbers);
    plan.filter.conditions.push(super::super::condition(numbers, "id", vizboard::model::filter::Op::Eq, vec![Value::Text("seven".into())]));
    let error = super::read(base.engine.as_ref(), &base.target(), vizboard::model::plan::Plan::Rows(plan)).await.expect_err("no number");
    assert_eq!(error.step, Step::Query);
    assert!(error.text.contains("seven"), "{error}");
}

/// Everything that is logged on this thread, at the finest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_finest_log_holds_no_password_and_no_statement() {
    let base = Base::with("create table logged (id integer); insert into logged values (1)").await;
    let (_, mut target) = base.role().await;
    let log = Log::default();
    let written = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || written.clone()).with_ansi(false).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    base.engine.validate(&target).await.expect("good");
    let mut stored = base.target();
    stored.access.password = Secret::new("CANARY-password-1");
    base.engine.validate(&stored).await.expect_err("the wrong password");
    target.access.password = Secret::new("CANARY-password-2");
    base.engine.introspect(&target).await.expect_err("the wrong password");
    target.access.host = "no-such-host.invalid".into();
    base.engine.validate(&target).await.expect_err("no such host");
    base.table(&base.target(), "logged").await.expect("rows");
    let text = String::from_utf8_lossy(&log.0.lock().expect("not poisoned")).into_owned();
    assert!(text.contains("a name does not resolve"), "the log was listened to: {text}");
    let real = access(&base.url).password.expose().to_owned();
    for secret in ["CANARY-password", "p@ss/w:o", real.as_str(), "SELECT t.", "pg_attribute"] {
        assert!(!text.contains(secret), "{secret} is in the log:\n{text}");
    }
}
