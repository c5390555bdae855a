//! A real pooler between the engine and the server, which hands out another session for each transaction.

use super::{
    super::{condition, count_plan, read_with, request},
    Base, Target, read, rows_plan,
};
use crate::harness::service::{Home, Service, free_port, program};
use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use std::time::{Duration, Instant};
use vizboard::model::{
    engine::{ReadLimits, Step},
    filter::Op,
    id::ConnectionId,
    plan::Plan,
    value::Value,
};

const SCRIPT: &str = "create table numbers (id integer primary key, at timestamptz, big double precision);
    insert into numbers select n, timestamptz '2024-01-01 00:00:00+00' + n * interval '1 day', n / 3.0::double precision
        from generate_series(1, 500) n;
    create view sleeping as select 1 as id, pg_sleep(60)::text as nap;
    create view napping as select 1 as id, pg_sleep(2)::text as nap;";
/// Sessions that the pooler opens: fewer than connections that the engine opens to it.
const SESSIONS: usize = 3;

struct Pooler {
    // Before its folder, so that it has ended when that is removed.
    service: Service,
    _home: Home,
    port: u16,
}

impl Pooler {
    async fn before(base: &Base) -> Self {
        let (home, port, server) = (Home::new(), free_port(), super::access(&base.url));
        let users = home.write("users", &format!("\"{}\" \"{}\"\n", server.user, server.password.expose()));
        let settings = home.write(
            "settings",
            &format!(
                "[databases]\n* = host={} port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
                 auth_type = scram-sha-256\nauth_file = {}\npool_mode = transaction\ndefault_pool_size = {SESSIONS}\nmax_client_conn = 100\n",
                server.host,
                server.port,
                users.display()
            ),
        );
        let mut command = home.command(&program("pgbouncer", &["/usr/sbin".into()]));
        command.arg(settings);
        let mut pooler = Self { service: Service::start(command, home.path("log")), _home: home, port };
        let since = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            pooler.service.moment(since).await;
        }
        pooler
    }

    /// The same connection through the pooler.
    fn through(&self, mut target: Target) -> Target {
        target.access.port = self.port;
        target
    }
}

async fn pooled() -> (Base, Pooler, Target) {
    let base = Base::with(SCRIPT).await;
    let pooler = Pooler::before(&base).await;
    let target = pooler.through(base.stored(&ConnectionId::new(), 1));
    (base, pooler, target)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_works_through_a_pooler() {
    let (base, pooler, target) = pooled().await;
    let facts = base.engine.validate(&target).await.unwrap_or_else(|error| panic!("{error}: {}", pooler.service.said()));
    assert!(facts.version.starts_with("PostgreSQL"));
    let schema = base.engine.introspect(&target).await.expect("the schema is read");
    assert_eq!(schema, base.schema().await, "the same as without it");
    let numbers = schema.table("numbers").expect("there");
    // What somebody else left behind on the pooler's sessions changes nothing.
    let url: url::Url = base.url.parse().expect("an address");
    // The test's own driver would ask for a setting at the start, which poolers refuse; the engine does not.
    let somebody = PgConnectOptions::from_url(&url).expect("an address").port(pooler.port).extra_float_digits(None);
    for _ in 0..SESSIONS {
        let mut other = somebody.connect().await.expect("the pooler answers");
        let meddle = "set datestyle = 'German, DMY'; set timezone = 'Asia/Tokyo'; set search_path = 'pg_temp'";
        sqlx::raw_sql(meddle).execute(&mut other).await.expect("set");
    }
    let readers = (1..=40).map(|id| {
        let (engine, target, mut plan) = (base.engine.clone(), target.clone(), rows_plan(numbers));
        plan.filter.conditions.push(condition(numbers, "id", Op::Eq, vec![Value::Int(id)]));
        tokio::spawn(async move { (id, read(engine.as_ref(), &target, Plan::Rows(plan)).await) })
    });
    for reader in readers.collect::<Vec<_>>() {
        let (id, rows) = reader.await.expect("no panic");
        let rows = rows.unwrap_or_else(|error| panic!("{error}: {}", pooler.service.said()));
        assert_eq!((rows.len(), &rows[0][0]), (1, &Value::Int(id)));
        assert!(rows[0][1].display().ends_with(" 00:00:00+00"), "{:?}", rows[0][1]);
    }
    assert_eq!(read(base.engine.as_ref(), &target, count_plan(numbers)).await, Ok(vec![vec![Value::Int(500)]]));
    let limits = ReadLimits { max_rows: 10, ..ReadLimits::default() };
    let cut = read_with(base.engine.as_ref(), &target, Plan::Rows(rows_plan(numbers)), limits).await.expect("rows");
    assert_eq!((cut.0.len(), cut.1), (10, true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_reaches_the_right_statement_through_a_pooler() {
    let (base, _pooler, target) = pooled().await;
    let schema = base.schema().await;
    let plan = |name: &str| Plan::Rows(rows_plan(schema.table(name).expect("there")));
    let (engine, other) = (base.engine.clone(), target.clone());
    let nap = plan("napping");
    let neighbour = tokio::spawn(async move { read(engine.as_ref(), &other, nap).await.map(|rows| rows.len()) });
    let slow = request(plan("sleeping"), ReadLimits::default());
    let (engine, id, of_slow) = (base.engine.clone(), slow.id.clone(), target.clone());
    let sleeper = tokio::spawn(async move { engine.read(&of_slow, slow).await.map(drop) });
    base.sessions_become(|sessions| sessions.iter().filter(|state| *state == "active").count() == 2).await;
    let started = Instant::now();
    base.engine.cancel(&id).await;
    assert_eq!(sleeper.await.expect("no panic").expect_err("stopped").step, Step::Cancelled);
    assert_eq!(neighbour.await.expect("no panic"), Ok(1), "nobody else's statement is stopped");
    base.sessions_become(|sessions| sessions.iter().all(|state| state == "idle")).await;
    assert!(started.elapsed() < Duration::from_secs(30), "the view sleeps for a minute");
    // A reader who only leaves.
    let leaving = tokio::time::timeout(Duration::from_millis(500), read(base.engine.as_ref(), &target, plan("sleeping")));
    assert!(leaving.await.is_err());
    base.sessions_become(|sessions| sessions.iter().all(|state| state == "idle")).await;
    assert_eq!(
        read(base.engine.as_ref(), &target, count_plan(schema.table("numbers").expect("there"))).await.map(|rows| rows.len()),
        Ok(1)
    );
}
