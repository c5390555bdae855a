//! Answers of people's databases, kept for as long as the widgets that ask allow. However many wait for the same answer,
//! a database is asked once.

use super::reading::Answer;
use crate::{
    engines::PoolKey,
    model::{
        engine::{EngineError, ReadLimits},
        id::ConnectionId,
        plan::Plan,
        time::Timestamp,
        value::Value,
    },
};
use moka::future::Cache;
use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Longest time for which any answer is kept: the longest that a widget can ask for.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How old an answer may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Freshness {
    /// Zero: always read anew.
    pub kept_for: Duration,
    /// Somebody asks to see what is there now. The answer is kept for everybody else.
    pub anew: bool,
}

/// What was asked: connection, its revision, how often its rows were changed, and the whole plan with its limits. Row rules with their values are part of
/// the plan, so nobody is given an answer that was made for more than they may see.
type Question = Arc<str>;

pub struct Results {
    kept: Cache<Question, Arc<Answer>>,
    /// Those under way. What has ended is taken out at once.
    under_way: Cache<Question, Arc<Answer>>,
    /// How often rows of a connection were changed from here: an answer is of the time between two such changes.
    changes: Mutex<HashMap<ConnectionId, u64>>,
}

impl Results {
    /// Keeps at most so many bytes of rows; with none, nothing is kept and only what is under way is shared.
    pub fn new(most_bytes: u64) -> Self {
        let weigh = |question: &Question, answer: &Arc<Answer>| {
            let rows: usize = answer.rows.iter().flatten().map(Value::held_bytes).sum();
            // A cache counts in 32 bits; an answer that does not fit them is larger than the limit of a tile.
            u32::try_from(question.len() + rows).unwrap_or(u32::MAX)
        };
        Self {
            kept: Cache::builder().max_capacity(most_bytes).weigher(weigh).time_to_live(LONGEST).build(),
            under_way: Cache::builder().build(),
            changes: Mutex::default(),
        }
    }

    /// Rows of a connection were changed from here: what was answered before, or is being read now, is given to nobody any
    /// more.
    pub(crate) fn forget(&self, connection: &ConnectionId) {
        *self.changes.lock().unwrap_or_else(PoisonError::into_inner).entry(connection.clone()).or_default() += 1;
    }

    fn changes(&self, connection: &ConnectionId) -> u64 {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).get(connection).copied().unwrap_or_default()
    }

    /// How many answers are kept, and their bytes.
    pub(crate) fn held(&self) -> (u64, u64) {
        (self.kept.entry_count(), self.kept.weighted_size())
    }

    /// The answer to `plan`: a kept one that is young enough, else what `read` brings. Failures are not kept, but those
    /// who waited share them. When whoever reads goes away, the next who waits reads in their place.
    pub(super) async fn get(
        &self,
        connection: &PoolKey,
        plan: &Plan,
        limits: &ReadLimits,
        freshness: Freshness,
        read: impl Future<Output = Result<Answer, EngineError>>,
    ) -> Result<Arc<Answer>, EngineError> {
        let Some(question) = question(connection, self.changes(&connection.connection), plan, limits) else {
            return read.await.map(Arc::new);
        };
        if !freshness.anew
            && let Some(answer) = self.kept.get(&question).await
            && is_young(&answer, freshness.kept_for)
        {
            return Ok(answer);
        }
        let outcome = self.under_way.try_get_with(question.clone(), async { read.await.map(Arc::new) }).await;
        self.under_way.invalidate(&question).await;
        let answer = outcome.map_err(|error| EngineError::clone(&error))?;
        if !freshness.kept_for.is_zero() {
            self.kept.insert(question, answer.clone()).await;
        }
        Ok(answer)
    }
}

/// A plan always has a text; without one it is merely not shared.
fn question(connection: &PoolKey, changes: u64, plan: &Plan, limits: &ReadLimits) -> Option<Question> {
    serde_json::to_string(&(&connection.connection, connection.revision, changes, plan, limits)).ok().map(Arc::from)
}

fn is_young(answer: &Answer, kept_for: Duration) -> bool {
    let age = Timestamp::now().0.saturating_sub(answer.as_of.0);
    u64::try_from(age).is_ok_and(|age| u128::from(age) < kept_for.as_millis())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        engine::Step,
        plan::{CountPlan, PlanFilter},
        schema::TableRef,
    };
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Notify;

    const HOUR: Freshness = Freshness { kept_for: Duration::from_secs(3_600), anew: false };

    fn plan(at_most: u64) -> Plan {
        let filter = PlanFilter { limits: Vec::new(), conditions: vec![], search: None };
        Plan::Count(CountPlan { source: TableRef { schema: None, name: "t".into() }.into(), filter, at_most: Some(at_most) })
    }

    fn place() -> PoolKey {
        PoolKey { connection: ConnectionId::new(), revision: 1 }
    }

    /// A database that counts how often it is asked.
    #[derive(Default)]
    struct Database {
        asked: AtomicUsize,
    }

    impl Database {
        async fn answer(&self) -> Result<Answer, EngineError> {
            let n = self.asked.fetch_add(1, Ordering::SeqCst);
            Ok(Answer { columns: vec![], rows: vec![vec![Value::Int(n as i64)]], cut: false, as_of: Timestamp::now() })
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::SeqCst)
        }
    }

    async fn ask(results: &Results, at: &PoolKey, plan: &Plan, freshness: Freshness, database: &Database) -> i64 {
        let answer = results.get(at, plan, &ReadLimits::default(), freshness, database.answer()).await.expect("an answer");
        match answer.rows[0][0] {
            Value::Int(n) => n,
            _ => panic!("not a number"),
        }
    }

    #[tokio::test]
    async fn a_change_from_here_ends_what_was_kept() {
        let (results, database, at, one) = (Results::new(1 << 20), Database::default(), place(), plan(1));
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 0);
        results.forget(&ConnectionId::new());
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 0, "of another connection");
        results.forget(&at.connection);
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 1);
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 1, "kept");
    }

    #[tokio::test]
    async fn an_answer_is_kept_for_those_who_allow_it() {
        let (results, database, at) = (Results::new(1 << 20), Database::default(), place());
        let (one, always) = (plan(1), Freshness::default());
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 0);
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 0, "kept");
        assert_eq!(ask(&results, &at, &one, always, &database).await, 1, "another widget wants it fresh");
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 0, "which keeps nothing");
        assert_eq!(ask(&results, &at, &one, Freshness { anew: true, ..HOUR }, &database).await, 2, "asked anew");
        assert_eq!(ask(&results, &at, &one, HOUR, &database).await, 2, "and kept for all");
        let soon = Freshness { kept_for: Duration::from_nanos(1), anew: false };
        assert_eq!(ask(&results, &at, &one, soon, &database).await, 3, "too old for this one");
        assert_eq!(ask(&results, &at, &plan(2), HOUR, &database).await, 4, "another plan");
        let changed = PoolKey { revision: 2, ..at.clone() };
        assert_eq!(ask(&results, &changed, &one, HOUR, &database).await, 5, "a changed connection");
        assert_eq!(ask(&results, &place(), &one, HOUR, &database).await, 6, "another connection");
    }

    #[tokio::test]
    async fn nothing_is_kept_without_room() {
        let (results, database, at) = (Results::new(0), Database::default(), place());
        for n in 0..3 {
            assert_eq!(ask(&results, &at, &plan(1), HOUR, &database).await, n);
        }
    }

    #[tokio::test]
    async fn many_who_wait_are_one_question() {
        let (results, database, at) = (Arc::new(Results::new(0)), Arc::new(Database::default()), place());
        let (open, waiting) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
        let mut all = Vec::new();
        for _ in 0..100 {
            let (results, database, at, open, waiting) = (results.clone(), database.clone(), at.clone(), open.clone(), waiting.clone());
            all.push(tokio::spawn(async move {
                let read = async {
                    open.notified().await;
                    database.answer().await
                };
                waiting.fetch_add(1, Ordering::SeqCst);
                results.get(&at, &plan(1), &ReadLimits::default(), Freshness::default(), read).await.map(|answer| answer.rows.len())
            }));
        }
        while waiting.load(Ordering::SeqCst) < 100 {
            tokio::task::yield_now().await;
        }
        open.notify_one();
        for one in all {
            assert_eq!(one.await.expect("no panic"), Ok(1));
        }
        assert_eq!(database.asked(), 1);
        assert_eq!(ask(&results, &at, &plan(1), Freshness::default(), &database).await, 1, "what has ended is not given to later ones");
    }

    #[tokio::test]
    async fn whoever_reads_may_leave_and_failures_are_not_kept() {
        let (results, database, at) = (Arc::new(Results::new(1 << 20)), Database::default(), place());
        let leaving = {
            let (results, at) = (results.clone(), at.clone());
            tokio::spawn(async move { results.get(&at, &plan(1), &ReadLimits::default(), HOUR, std::future::pending()).await.is_ok() })
        };
        tokio::task::yield_now().await;
        leaving.abort();
        assert_eq!(ask(&results, &at, &plan(1), HOUR, &database).await, 0);
        let fails = async { Err(EngineError::new(Step::Query, "no", "")) };
        let failed = results.get(&at, &plan(2), &ReadLimits::default(), HOUR, fails).await;
        assert_eq!(failed.map(|_| ()).expect_err("a failure").text, "no");
        assert_eq!(ask(&results, &at, &plan(2), HOUR, &database).await, 1);
    }
}
