//! Objects that wait for somebody to touch them (security.md, check 95): our statements find the catalogue's own names
//! whatever stands in the way, and what runs in spite of that runs as the connecting role and writes nothing.

use super::{
    super::{condition, count_plan, no_filter, plan_column, read, rows_plan},
    Base, execute,
};
use vizboard::model::{
    filter::Op,
    plan::{Aggregate, AggregateOrder, AggregatePlan, Grain, Plan, PlanFilter, PlanGroup, PlanMeasure, PlanSearch},
    value::Value,
};

/// Everything with a name or an operator that our statements use; each would be told by its write, which is refused.
const NAMESAKES: &str = r#"
create table bait (who text);
create table orders (id integer primary key, name text, at timestamp, amount integer, flag boolean, place inet);
insert into orders values (1, 'first', '2024-01-01', 10, true, '10.0.0.1'), (2, 'second', '2024-02-01', 20, false, '10.0.0.2');
create function bite() returns void language plpgsql as $$ begin insert into public.bait values (current_user); end $$;
create function count() returns bigint language plpgsql as $$ begin perform public.bite(); return 666; end $$;
create function to_char(timestamp, text) returns text language plpgsql as $$ begin perform public.bite(); return 'bad'; end $$;
create function date_trunc(text, timestamp) returns timestamp language plpgsql as $$ begin perform public.bite(); return $2; end $$;
create function inet_out(inet) returns text language plpgsql as $$ begin perform public.bite(); return 'bad'; end $$;
create function pg_backend_pid() returns integer language plpgsql as $$ begin perform public.bite(); return 1; end $$;
create function set_config(text, text, boolean) returns text language plpgsql as $$ begin perform public.bite(); return 'bad'; end $$;
create function has_table_privilege(oid, text) returns boolean language plpgsql as $$ begin perform public.bite(); return false; end $$;
create function pg_cancel_backend(integer) returns boolean language plpgsql as $$ begin perform public.bite(); return false; end $$;
create function compares(integer, integer) returns boolean language plpgsql as $$ begin perform public.bite(); return false; end $$;
create function matches(text, text) returns boolean language plpgsql as $$ begin perform public.bite(); return false; end $$;
create operator public.= (leftarg = integer, rightarg = integer, function = public.compares);
create operator public.> (leftarg = integer, rightarg = integer, function = public.compares);
create operator public.~~* (leftarg = text, rightarg = text, function = public.matches);
create aggregate public.sum (integer) (sfunc = int4pl, stype = integer, initcond = '666');
create type public.text as enum ('bad');
create domain public."int4" as integer check (value < 0);
create view pg_class as select 'bad' as relname; create view pg_attribute as select 'bad' as attname;
create table pg_type (typname text); create table pg_index (indrelid integer);
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn namesakes_of_the_catalogue_are_not_called() {
    let base = Base::with(NAMESAKES).await;
    let name = base.url.rsplit('/').next().expect("a database").to_owned();
    execute(&base.url, &format!("alter database {name} set search_path = public, pg_catalog")).await;
    let (schema, target) = (base.schema().await, base.target());
    base.engine.validate(&target).await.expect("a good server");
    let orders = schema.table("orders").expect("there");
    assert!(orders.columns.iter().all(|column| column.full_type != "bad"), "{orders:?}");
    let ask = async |plan: Plan| read(base.engine.as_ref(), &target, plan).await.unwrap_or_else(|error| panic!("{error}"));

    let mut filtered = rows_plan(orders);
    filtered.filter.conditions.push(condition(orders, "id", Op::Eq, vec![Value::Int(1)]));
    filtered.filter.conditions.push(condition(orders, "amount", Op::Gt, vec![Value::Int(5)]));
    let rows = ask(Plan::Rows(filtered)).await;
    assert_eq!((rows.len(), &rows[0][0], &rows[0][5]), (1, &Value::Int(1), &Value::Text("10.0.0.1".into())));
    let mut searched = rows_plan(orders);
    searched.filter = PlanFilter {
        limits: Vec::new(),
        conditions: Vec::new(),
        search: Some(PlanSearch { text: "SECO".into(), columns: vec![plan_column(orders, "name")] }),
    };
    assert_eq!(ask(Plan::Rows(searched)).await.len(), 1);
    assert_eq!(ask(count_plan(orders)).await, [[Value::Int(2)]]);
    let months = AggregatePlan {
        source: orders.at.clone().into(),
        groups: vec![PlanGroup::by(plan_column(orders, "at"), Some(Grain::Month))],
        measures: vec![PlanMeasure::of(Aggregate::Sum, Some(plan_column(orders, "amount")))],
        filter: no_filter(),
        order: AggregateOrder::Group,
        limit: 100,
    };
    let rows = ask(Plan::Aggregate(months)).await;
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0][0].display(), rows[0][1].display()), ("2024-01-01".into(), "10".into()));
    assert!(base.table(&target, "bait").await.expect("no rows").is_empty());
}

/// Objects that must run for their table to be read at all: each says as whom, and whether it could write.
const CALLED: &str = r#"
create table bait (who text);
create function told() returns text language plpgsql volatile as $$ begin
    begin insert into public.bait values (current_user); return 'wrote'; exception when others then end;
    return current_user || ' of ' || session_user || ', ' || current_setting('transaction_read_only');
end $$;
create type odd as (n integer);
create function shown(odd) returns text language sql as $$ select public.told() $$;
create cast (odd as text) with function public.shown(odd) as implicit;
create table with_cast (id integer primary key, value odd); insert into with_cast values (1, row(1));
create table plain (id integer primary key); insert into plain values (1);
create view as_view as select id, public.told() as value from plain;
create function passes(integer) returns boolean language plpgsql as $$ begin
    if $1 = 1 then return public.told() = current_user || ' of ' || current_user || ', on'; end if; return false; end $$;
create table guarded (id integer primary key); insert into guarded values (1), (2);
alter table guarded enable row level security;
create policy guarded_policy on guarded for select using (public.passes(id));
create function indexed(integer) returns integer language plpgsql immutable as $$ begin perform public.told(); return $1; end $$;
create table with_index (id integer primary key, n integer); insert into with_index select n, n from generate_series(1, 100) n;
create index by_told on with_index (public.indexed(n)); delete from bait;
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_called_is_called_as_the_connecting_role() {
    let base = Base::with(CALLED).await;
    let (role, target) = base.role().await;
    execute(&base.url, &format!("grant select on all tables in schema public to {role}; grant insert on bait to {role}")).await;
    let schema = base.engine.introspect(&target).await.expect("the schema is read");
    let seen = Value::Text(format!("{role} of {role}, on"));
    for name in ["with_cast", "as_view"] {
        let table = schema.table(name).expect("there");
        let rows = read(base.engine.as_ref(), &target, Plan::Rows(rows_plan(table))).await.expect("rows");
        assert_eq!(rows, [[Value::Int(1), seen.clone()]], "{name}");
        let mut found = rows_plan(table);
        found.filter.conditions.push(condition(table, "value", Op::Eq, vec![seen.clone()]));
        assert_eq!(read(base.engine.as_ref(), &target, Plan::Rows(found)).await.expect("rows").len(), 1, "{name}");
    }
    let rows = base.table(&target, "guarded").await.expect("rows");
    assert_eq!(rows, [[Value::Int(1)]], "the policy was asked as {role}");
    assert_eq!(base.table(&target, "with_index").await.expect("rows").len(), 100);
    assert!(base.table(&base.target(), "bait").await.expect("no rows").is_empty());
}
