//! Results that wait for the page that shows them: a plain form runs a statement, and the page after it has no other way
//! to the rows. In memory only, for a while, and each for the person who ran it.

use crate::model::{
    id::{AccountId, RunId},
    query::RunAnswer,
    value::Value,
};
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long a result waits.
const LIFETIME: Duration = Duration::from_secs(600);
/// Most bytes of all that wait; the oldest make way.
const MOST_BYTES: usize = 64 * 1024 * 1024;

#[derive(Default)]
pub struct Kept(Mutex<VecDeque<Waiting>>);

struct Waiting {
    account: AccountId,
    since: Instant,
    bytes: usize,
    answer: RunAnswer,
}

impl Kept {
    pub(super) fn put(&self, account: &AccountId, answer: &RunAnswer) {
        let bytes = size(answer);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|waiting| waiting.since.elapsed() < LIFETIME);
        let mut used: usize = all.iter().map(|waiting| waiting.bytes).sum::<usize>() + bytes;
        while used > MOST_BYTES
            && let Some(oldest) = all.pop_front()
        {
            used -= oldest.bytes;
        }
        all.push_back(Waiting { account: account.clone(), since: Instant::now(), bytes, answer: answer.clone() });
    }

    pub(super) fn get(&self, account: &AccountId, id: &RunId) -> Option<RunAnswer> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |waiting: &&Waiting| waiting.answer.run_id == *id && waiting.account == *account && waiting.since.elapsed() < LIFETIME;
        all.iter().find(is_it).map(|waiting| waiting.answer.clone())
    }
}

/// About the memory that a result takes, in bytes.
fn size(answer: &RunAnswer) -> usize {
    let text = |value: &Value| match value {
        Value::Text(text) | Value::Cut { cut: text, .. } => text.len(),
        _ => 0,
    };
    let cells: usize = answer.rows.iter().flatten().map(|value| size_of::<Value>() + text(value)).sum();
    cells + answer.text.len() + answer.columns.len() * 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{id::ConnectionId, time::Timestamp};

    #[test]
    fn results_are_each_persons_own_and_the_oldest_make_way() {
        let answer = |bytes: usize| RunAnswer {
            run_id: RunId::new(),
            connection_id: ConnectionId::new(),
            text: String::new(),
            parameters: Vec::new(),
            values: Default::default(),
            columns: Vec::new(),
            rows: vec![vec![Value::Text("x".repeat(bytes))]],
            truncated: false,
            elapsed_ms: 0,
            fault: None,
            started_at: Timestamp(0),
        };
        let (kept, ada, eve) = (Kept::default(), AccountId::new(), AccountId::new());
        let first = answer(MOST_BYTES / 2);
        kept.put(&ada, &first);
        assert_eq!(kept.get(&ada, &first.run_id).as_ref(), Some(&first));
        assert_eq!(kept.get(&eve, &first.run_id), None);
        let second = answer(MOST_BYTES / 2 + 1);
        kept.put(&ada, &second);
        assert_eq!(kept.get(&ada, &first.run_id), None);
        assert!(kept.get(&ada, &second.run_id).is_some());
    }
}
