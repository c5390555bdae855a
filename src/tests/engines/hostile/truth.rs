//! Every lie of the table, every cut and some flipped bytes, against whatever engine is given: it ends in time and in
//! plain words, nothing is left behind, and the server is served again once it is honest.

use super::{
    dialogue::Dialogue,
    liar::{Liar, Lie, PASSWORD, Strike, Then, Told},
    lies::{At, lies},
    requests::Request,
};
use crate::{
    engines::{access, count_plan, draft, postgres_engine, rows_plan, settings},
    harness::postgres::fresh_database,
};
use futures::{StreamExt, stream};
use rand::{Rng, SeedableRng};
use sqlx::{Connection, PgConnection};
use std::{
    future::Future,
    sync::{Arc, LazyLock},
};
use vizboard::{
    engines::{Engine, EngineSettings, Engines, PoolKey, Target, postgres::Postgres},
    model::{
        engine::{EngineKind, Step},
        id::{ConnectionId, TeamId},
        plan::Plan,
    },
};

/// What the recorded dialogues are about.
const SHOP: &str = "create table people (id integer primary key, name text not null, note text, born date, height double precision);
    insert into people select n, 'name ' || n, nullif('', ''), date '2000-01-01' + n, n / 7.0 from generate_series(1, 5) n;";
/// Servers that lie at the same time.
const AT_ONCE: usize = 300;
/// Flipped bytes per dialogue.
const FLIPS: usize = 150;

/// One team: at a worker all of them meet in one process.
static TEAM: LazyLock<TeamId> = LazyLock::new(TeamId::new);

/// Each request with what a good server answers to it.
pub struct Known {
    pub request: Request,
    pub dialogue: Dialogue,
}

pub async fn known() -> Vec<Known> {
    let (url, engine) = (fresh_database().await, postgres_engine());
    let mut owner = PgConnection::connect(&url).await.expect("the server answers");
    sqlx::raw_sql(SHOP).execute(&mut owner).await.expect("a shop");
    let schema = engine.introspect(&draft(access(&url))).await.expect("the schema is read");
    let people = schema.table("people").expect("there");
    let plans = [Plan::Rows(rows_plan(people)), count_plan(people)];
    let reads = plans.into_iter().map(|plan| Request::Read(Box::new(plan)));
    let requests = [Request::Validate, Request::Introspect].into_iter().chain(reads);
    let mut known = Vec::new();
    for request in requests {
        let dialogue = Dialogue::of(engine.as_ref(), &url, &request).await;
        known.push(Known { request, dialogue });
    }
    known
}

/// An engine whose pools have one place: whoever does not give it back is found out.
pub fn narrow() -> Arc<dyn Engine> {
    Arc::new(Postgres::new(&EngineSettings { pool_size: 1, ..settings() }))
}

impl Known {
    /// One server that plays this dialogue falsely, then honestly.
    async fn meet(&self, engine: &dyn Engine, false_dialogue: Dialogue, strike: Option<Strike>, told: &str) {
        let liar = Liar::playing(&self.dialogue, false_dialogue, strike).await;
        let target = Target {
            team: TEAM.clone(),
            connection: Some(PoolKey { connection: ConnectionId::new(), revision: 1 }),
            access: liar.access(),
        };
        // A lie may be one that changes nothing.
        let _ = self.request.endure(engine, &target, told).await;
        assert!(!liar.heard(PASSWORD), "the password was sent: {told}");
        liar.repent();
        let mut again = self.request.ask(engine, &target).await;
        for _ in 0..2 {
            // A connection that was kept from before may still end a lie.
            if again.as_ref().is_err_and(|error| error.step != Step::Timeout) {
                again = self.request.ask(engine, &target).await;
            }
        }
        assert_eq!(again, Ok(()), "after {told}");
        engine.forget(&target.connection.expect("stored").connection).await;
    }

    /// The turns at which a lie is told.
    fn turns(&self, at: At) -> impl Iterator<Item = usize> {
        // Of many questions the first ones and the last ones stand for all.
        let last = self.dialogue.turns.len() - 1;
        (0..=last).filter(move |turn| match at {
            At::LogIn => *turn == 0,
            At::Answer => (1..=4).contains(turn) || *turn == last,
            At::Anywhere => *turn <= 4 || *turn == last,
        })
    }
}

async fn side_by_side<F: Future<Output = ()>>(meetings: impl Iterator<Item = F>) {
    // Each meeting holds some sockets open.
    rlimit::increase_nofile_limit(16_384).expect("sockets enough");
    stream::iter(meetings).buffer_unordered(AT_ONCE).collect::<()>().await;
}

/// The whole table of lies.
pub async fn endures_every_lie(engine: Arc<dyn Engine>) {
    let (known, lies) = (known().await, lies());
    let meetings = known.iter().flat_map(|known| lies.iter().map(move |(at, lie)| (known, *at, lie)));
    let meetings = meetings.flat_map(|(known, at, lie)| known.turns(at).map(move |turn| (known, Strike { turn, lie: lie.clone() })));
    side_by_side(meetings.map(|(known, strike)| {
        let engine = Arc::clone(&engine);
        async move {
            let told = format!("{} at turn {} of {:?}", strike.lie, strike.turn, known.request);
            known.meet(engine.as_ref(), known.dialogue.clone(), Some(strike), &told).await;
        }
    }))
    .await;
}

/// A server that hangs up after each number of bytes.
pub async fn endures_every_cut(engine: Arc<dyn Engine>) {
    let known = known().await;
    let cuts = known.iter().flat_map(|known| (0..known.dialogue.len()).map(move |at| (known, at)));
    side_by_side(cuts.map(|(known, at)| {
        let (engine, (turn, place)) = (Arc::clone(&engine), known.dialogue.place(at));
        let told = Told::Instead(vec![known.dialogue.turns[turn][..place].to_vec()]);
        let strike = Strike { turn, lie: Lie { name: "a cut", told, then: Then::HangsUp } };
        async move {
            let told = format!("a cut before byte {at} of {:?}", known.request);
            known.meet(engine.as_ref(), known.dialogue.clone(), Some(strike), &told).await;
        }
    }))
    .await;
}

/// A server that garbles single bytes, chosen by chance.
pub async fn endures_flipped_bytes(engine: Arc<dyn Engine>) {
    let (known, seed) = (known().await, rand::random());
    println!("flipped bytes come from the seed {seed}");
    let mut chance = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let mut flips = Vec::new();
    for known in &known {
        flips.extend((0..FLIPS).map(|_| (known, chance.random_range(0..known.dialogue.len()), chance.random_range(1..=255_u8))));
    }
    side_by_side(flips.into_iter().map(|(known, at, bits)| {
        let engine = Arc::clone(&engine);
        async move {
            let told = format!("byte {at} with bits {bits:#04x} turned of {:?} by seed {seed}", known.request);
            known.meet(engine.as_ref(), known.dialogue.flipped(at, bits), None, &told).await;
        }
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_lie_ends_in_plain_words() {
    endures_every_lie(narrow()).await;
}

/// The same engine in a worker.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_lie_ends_in_plain_words_at_a_worker() {
    let settings = EngineSettings { pool_size: 1, ..settings() };
    endures_every_lie(Engines::apart(&settings).of(EngineKind::Postgres).clone()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dialogue_may_be_cut_anywhere() {
    endures_every_cut(narrow()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dialogue_may_be_garbled_anywhere() {
    endures_flipped_bytes(narrow()).await;
}
