//! Results of statements that wait for the page that shows them: a plain form runs one, and the page after it has no other
//! way to the rows. In memory only, for a while, and each for the person who ran it.

use crate::model::{
    desk::SqlAnswer,
    id::{AccountId, RunId},
};
use moka::sync::Cache;
use std::time::Duration;

/// By account and run.
pub struct Kept(Cache<(AccountId, RunId), SqlAnswer>);

impl Default for Kept {
    /// 64 MiB for ten minutes.
    fn default() -> Self {
        let bytes = |_: &(AccountId, RunId), answer: &SqlAnswer| {
            let cells: usize = answer.rows.iter().flatten().map(crate::model::value::Value::held_bytes).sum();
            u32::try_from(cells + answer.text.len() + 1_000).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().weigher(bytes).max_capacity(64 * 1024 * 1024).time_to_live(Duration::from_secs(600)).build())
    }
}

impl Kept {
    pub(super) fn put(&self, account: &AccountId, answer: &SqlAnswer) {
        self.0.insert((account.clone(), answer.run_id.clone()), answer.clone());
    }

    pub(super) fn get(&self, account: &AccountId, run: &RunId) -> Option<SqlAnswer> {
        self.0.get(&(account.clone(), run.clone()))
    }
}
