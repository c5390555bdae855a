//! Everything sealed anew under the newest key, while servers use the store: in small transactions, each row only if it
//! still holds what was read, again and again until nothing is left. The check value comes last: it tells a rotation that
//! was interrupted, and the next run goes on with the same key (security.md, check 53).

use super::{
    check::{self, KEY_CHECK},
    count_uses, place,
    usage::usage,
};
use crate::{
    domain::{
        audit::{self, By, Object},
        opening::KeySource,
    },
    error::{AppError, Result},
    model::{access::Secret, audit::Verb},
    secrets::{KeyRing, SEALED, key_file, key_id},
    store::{
        self, Store,
        sealed::{COLUMNS, SETTING, SealedColumn, SealedText, Turn},
    },
};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// What a server sealed just before it saw the new key is committed within this time, and the last pass comes after it.
const SETTLING: Duration = Duration::from_secs(1);
/// A key is not taken away before this time, in which even a server that waits for its database has stored what it
/// sealed.
const SAFE_AGE: Duration = Duration::from_secs(60);
/// Passes over the store. Each but the first meets only what changed during the one before.
const PASSES: u32 = 20;

/// A store and its keys, for one process at a time.
pub struct Rotation {
    store: Store,
    source: KeySource,
    keys: KeyRing,
    _turn: Turn,
}

/// What stands in the store after a rotation.
pub struct Outcome {
    /// The key that seals.
    pub newest: String,
    /// Secrets that were sealed anew.
    pub resealed: u64,
    /// The other keys of the list, newest first, and how many secrets each still opens.
    pub old: Vec<(String, u64)>,
    /// Secrets by keys that are not in the list.
    pub missing: Vec<(String, u64)>,
}

impl Outcome {
    /// The old keys that nothing needs.
    pub fn unused(&self) -> Vec<String> {
        self.old.iter().filter(|(_, secrets)| *secrets == 0).map(|(id, _)| id.clone()).collect()
    }
}

impl Rotation {
    /// Opens the store beside a server that may run. Nothing is made and nothing changed.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read: no store or no key yet, a key that does not fit, another rotation.
    pub async fn open(database_url: &Secret, source: KeySource) -> Result<Self> {
        let keys =
            source.read()?.ok_or_else(|| AppError::unavailable("There is no key file yet. It is made when the server first starts."))?;
        let store = Store::attach(database_url.expose()).await?;
        let turn = store::sealed::take_turn(&store)
            .await?
            .ok_or_else(|| AppError::unavailable("Another `vizboard rotate-key` is at work on this store. Wait for its end."))?;
        check::token_key(&mut *store.read().await?, &keys).await?;
        Ok(Self { store, source, keys, _turn: turn })
    }

    /// Puts a new key in front of the key file, unless an earlier rotation is to be finished. Answers the id of the new key.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read: the file cannot be written, or the keys come from a setting.
    pub async fn begin(&self) -> Result<Option<String>> {
        let newest = self.newest();
        let check = check::check_text(&mut *self.store.read().await?).await?.unwrap_or_default();
        if key_id(&check) != Some(newest.as_str()) {
            return Ok(None);
        }
        match &self.source {
            KeySource::Folder(folder) => key_file::add_key(folder).map(Some),
            KeySource::Text(_) if self.outdated(&usage(&self.store).await?) > 0 => Ok(None),
            KeySource::Text(_) => Err(AppError::unavailable(format!(
                "The secret keys stand in VIZBOARD_SECRET_KEY, which only you can change, and everything is sealed with the first of \
                 them ({newest}). To change to a new key:\n\
                 1. Make one: openssl rand -hex 32\n\
                 2. Put it in front, each key with an id of its own: VIZBOARD_SECRET_KEY=NEW-ID:NEW-KEY,{newest}:KEY-OF-BEFORE\n\
                 3. Restart the server, and every other one that shares the store, with that.\n\
                 4. Run `vizboard rotate-key` again with that."
            ))),
        }
    }

    /// Seals everything under the newest key. `progress` hears how many secrets are done, and of how many.
    pub async fn reseal(&self, mut progress: impl FnMut(u64, u64)) -> Result<Outcome> {
        let newest = self.newest();
        let total = self.outdated(&usage(&self.store).await?);
        let mut resealed = 0;
        let mut settling = self.source.age().is_some_and(|age| age < SETTLING);
        for _ in 0..PASSES {
            let changed = self
                .pass(&newest, &mut |more| {
                    resealed += more;
                    progress(resealed, total);
                })
                .await?;
            match (changed, settling) {
                (0, false) => {
                    resealed += self.reseal_check(&newest).await?;
                    break;
                }
                (0, true) => {
                    tokio::time::sleep(SETTLING).await;
                    settling = false;
                }
                _ => {}
            }
        }
        self.outcome(newest, resealed).await
    }

    /// Takes out of the key file the keys that nothing needs.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read.
    pub fn remove_unused(&self, outcome: &Outcome) -> Result<()> {
        let KeySource::Folder(folder) = &self.source else { return Ok(()) };
        let young = self.source.age().and_then(|age| SAFE_AGE.checked_sub(age)).filter(|left| !left.is_zero());
        if let Some(left) = young {
            return Err(AppError::unavailable(format!(
                "The key file changed less than a minute ago, and a server may still be storing what it sealed before. \
                 Nothing was removed. Try again in {} s.",
                left.as_secs() + 1
            )));
        }
        key_file::remove_keys(folder, &outcome.unused())
    }

    /// Writes down what was done to the keys, which are named by their ids.
    pub async fn note(&self, what: &str) -> Result<()> {
        let mut tx = self.store.begin().await?;
        audit::done(&mut tx, By::operator(), Verb::Rotated, &Object::setting("secret key").saying(what)).await?;
        Ok(tx.commit().await?)
    }

    pub async fn close(self) {
        drop(self._turn);
        self.store.close().await;
    }

    fn newest(&self) -> String {
        self.keys.ids().swap_remove(0)
    }

    /// How many secrets the keys of the list open that are no longer the newest.
    fn outdated(&self, usage: &BTreeMap<String, u64>) -> u64 {
        self.keys.ids().iter().skip(1).filter_map(|id| usage.get(id)).sum()
    }

    /// Goes once through every column. Answers how many secrets were sealed anew.
    async fn pass(&self, newest: &str, done: &mut impl FnMut(u64)) -> Result<u64> {
        let mut changed = 0;
        for column in &COLUMNS {
            let mut after = String::new();
            loop {
                let mut batch = store::sealed::outdated(&mut *self.store.read().await?, column, SEALED, &after, &head(newest)).await?;
                let Some(last) = batch.last() else { break };
                after.clone_from(&last.row);
                batch.retain(|secret| !is_check(column, secret));
                let started = Instant::now();
                let more = self.swap(column, &batch).await?;
                changed += more;
                done(more);
                // As long again for the others who want to write.
                tokio::time::sleep(started.elapsed()).await;
            }
        }
        Ok(changed)
    }

    /// Seals some texts anew, each unless it changed meanwhile. What does not open stays as it is and is in the log.
    async fn swap(&self, column: &SealedColumn, batch: &[SealedText]) -> Result<u64> {
        count_uses(&self.store, &self.keys).await?;
        // All the work on texts comes before the transaction.
        let anew = batch.iter().filter_map(|old| Some((old, self.keys.reseal(&old.text, &place(column, &old.row)).ok()?)));
        let anew: Vec<(&SealedText, String)> = anew.collect();
        if anew.is_empty() {
            return Ok(0);
        }
        let mut tx = self.store.begin().await?;
        let mut changed = 0;
        for (old, new) in &anew {
            changed += u64::from(store::sealed::swap(&mut tx, self.store.backend(), column, old, new).await?);
        }
        tx.commit().await?;
        Ok(changed)
    }

    async fn reseal_check(&self, newest: &str) -> Result<u64> {
        let text = check::check_text(&mut *self.store.read().await?).await?.unwrap_or_default();
        if key_id(&text) == Some(newest) {
            return Ok(0);
        }
        self.swap(&SETTING, &[SealedText { row: KEY_CHECK.to_owned(), text }]).await
    }

    async fn outcome(&self, newest: String, resealed: u64) -> Result<Outcome> {
        let mut usage = usage(&self.store).await?;
        usage.remove(&newest);
        let old = self.keys.ids().into_iter().filter(|id| *id != newest);
        let old = old.map(|id| usage.remove_entry(&id).unwrap_or((id, 0))).collect();
        Ok(Outcome { newest, resealed, old, missing: usage.into_iter().collect() })
    }
}

/// How a text begins that is sealed under a key.
fn head(key: &str) -> String {
    format!("{}{key}.", SEALED.trim_end_matches('%'))
}

fn is_check(column: &SealedColumn, secret: &SealedText) -> bool {
    column.table == SETTING.table && secret.row == KEY_CHECK
}
