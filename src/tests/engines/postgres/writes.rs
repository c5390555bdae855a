//! Nothing that a view or a function of theirs does inside our session changes anything, and nothing of it reaches the
//! next reader (security.md, checks 98 and 99).

use super::{Base, execute};
use sqlx::{Connection, PgConnection, Row, postgres::PgListener};
use std::time::Duration;
use vizboard::model::{engine::Step, id::ConnectionId, value::Value};

/// What is tried in the body of a function that a view calls, and the step at which the database refuses it; without a
/// step it may succeed, and is undone.
const TRIES: &[(&str, &str, Option<Step>)] = &[
    ("inserts", "insert into public.ledger (note) values ('x')", Some(Step::Permission)),
    ("updates", "update public.ledger set note = 'x'", Some(Step::Permission)),
    ("deletes", "delete from public.ledger", Some(Step::Permission)),
    ("truncates", "truncate public.ledger", Some(Step::Permission)),
    ("locks rows", "perform 1 from public.ledger for update", Some(Step::Permission)),
    ("counts up", "perform nextval('public.counter')", Some(Step::Permission)),
    ("sets a counter", "perform setval('public.counter', 77)", Some(Step::Permission)),
    ("creates", "create table public.made (id integer)", Some(Step::Permission)),
    ("creates for a while", "create temporary table made (id integer)", Some(Step::Permission)),
    ("selects into", "execute 'select 1 as id into public.made'", Some(Step::Permission)),
    ("grants", "grant all on public.ledger to public", Some(Step::Permission)),
    ("comments", "comment on table public.ledger is 'changed'", Some(Step::Permission)),
    ("copies in", "copy public.ledger from '/dev/null'", Some(Step::Permission)),
    ("opens the transaction", "set transaction read write; insert into public.ledger (note) values ('x')", Some(Step::Query)),
    ("opens it by a setting", "perform set_config('transaction_read_only', 'off', true)", Some(Step::Query)),
    ("commits", "commit; insert into public.ledger (note) values ('x')", Some(Step::Query)),
    ("calls what commits", "call public.commits()", Some(Step::Query)),
    ("begins anew", "execute 'begin'", Some(Step::Query)),
    ("catches the refusal", "begin insert into public.ledger (note) values ('x'); exception when others then null; end", None),
    // Refused since PostgreSQL 16, undone before.
    ("makes a large object", "begin perform lo_create(0); exception when read_only_sql_transaction then null; end", None),
    ("locks a table", "lock table public.ledger in exclusive mode", None),
    ("analyzes a deletion", "execute 'explain analyze delete from public.ledger'", Some(Step::Permission)),
    ("opens the session", "perform set_config('default_transaction_read_only', 'off', false)", None),
    ("sets for the session", "set timezone = 'Asia/Tokyo'; set search_path = public; set statement_timeout = 0", None),
    ("becomes somebody else", "set role pg_read_all_data", None),
    ("notifies", "perform pg_notify('news', 'from a view')", None),
    ("listens", "listen news", None),
    ("locks for the session", "perform pg_advisory_lock(4711)", None),
    ("locks for the session, shared", "perform pg_advisory_lock_shared(4712)", None),
    ("opens a cursor", "execute 'declare kept cursor with hold for select 1'", None),
];

const SCRIPT: &str = "create table ledger (id serial primary key, note text); insert into ledger (note) values ('as it was');
    create sequence counter; select setval('counter', 5);
    create procedure commits() language plpgsql as $$ begin commit; end $$;";

/// Everything that may have changed.
async fn state(owner: &mut PgConnection) -> String {
    let row = sqlx::query(
        "select concat_ws(' | ',
            (select md5(string_agg(l::text, ',' order by id)) from public.ledger l),
            (select last_value from public.ledger_id_seq), (select last_value from public.counter),
            (select count(*) from pg_class), (select count(*) from pg_proc), (select count(*) from pg_largeobject_metadata),
            (select relacl::text from pg_class where relname = 'ledger'), obj_description('public.ledger'::regclass),
            (select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())))",
    )
    .fetch_one(owner)
    .await
    .expect("an answer");
    row.get(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_view_changes_anything() {
    let base = Base::with(SCRIPT).await;
    for (number, (_, body, _)) in TRIES.iter().enumerate() {
        let function =
            format!("create function try_{number}() returns integer language plpgsql volatile as $try$ begin {body}; return 1; end $try$;");
        execute(&base.url, &format!("{function} create view trying_{number} as select public.try_{number}() as n")).await;
    }
    execute(
        &base.url,
        "create view seen as select current_user::text as who, current_setting('timezone') as zone, current_setting('search_path') as path,
        current_setting('transaction_read_only') as closed, (select count(*) from pg_listening_channels()) as channels,
        (select count(*) from pg_cursors where name = 'kept') as kept",
    )
    .await;
    let mut owner = PgConnection::connect(&base.url).await.expect("the server answers");
    let mut news = PgListener::connect(&base.url).await.expect("the server answers");
    news.listen("news").await.expect("it listens");
    let (before, target) = (state(&mut owner).await, base.stored(&ConnectionId::new(), 1));
    let defaults = base.table(&target, "seen").await.expect("a row");
    for (number, (name, _, step)) in TRIES.iter().enumerate() {
        let outcome = base.table(&target, &format!("trying_{number}")).await;
        match (&outcome, step) {
            (Ok(rows), None) => assert_eq!(*rows, [[Value::Int(1)]], "{name}"),
            (Err(error), Some(step)) => assert_eq!(error.step, *step, "{name}: {error}"),
            _ => panic!("a view that {name}: {outcome:?}"),
        }
        assert_eq!(base.table(&target, "seen").await.expect("a row"), defaults, "the next reader after one that {name}");
        // Locks of a session go when the connection comes back, a moment after its last row.
        let mut after = state(&mut owner).await;
        for _ in 0..40 {
            if after == before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            after = state(&mut owner).await;
        }
        assert_eq!(after, before, "a view that {name}");
    }
    sqlx::query("select pg_notify('news', 'from the owner')").execute(&mut owner).await.expect("told");
    let first = news.recv().await.expect("news");
    assert_eq!(first.payload(), "from the owner", "what a view says is not heard");
}
