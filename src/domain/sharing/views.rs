//! How often links are opened. Counted in memory, because who opens one may not write, and added to the store now and
//! then: numbers, and nothing about who it was.

use crate::{
    domain::App,
    error::Result,
    model::{id::ProjectId, time::Timestamp},
    store::{self, Db, share_links::ViewsRow},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Most links that are counted between two visits of the store.
const MOST: usize = 10_000;

/// Views since the store was told last.
#[derive(Default)]
pub struct Views {
    waiting: Mutex<HashMap<(ProjectId, String), (u64, Timestamp)>>,
}

impl Views {
    pub(super) fn count(&self, project: &ProjectId, link: &str) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (project.clone(), link.to_owned());
        if waiting.len() < MOST || waiting.contains_key(&key) {
            let counted = waiting.entry(key).or_insert((0, Timestamp(0)));
            *counted = (counted.0 + 1, Timestamp::now());
        }
    }

    fn take(&self) -> HashMap<(ProjectId, String), (u64, Timestamp)> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Tells the store what was counted.
pub(crate) async fn save(app: &App) -> Result<()> {
    let counted = app.memory.views.take();
    if counted.is_empty() {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    for ((project_id, link), (views, viewed_at)) in counted {
        let views = i64::try_from(views).unwrap_or(i64::MAX);
        store::share_links::add_views(&mut tx, &ViewsRow { project_id, link, views, viewed_at }).await?;
    }
    Ok(tx.commit().await?)
}

/// Views and the last of them by link, with those that the store does not know yet.
pub(super) async fn of_project(app: &App, db: &mut Db, project: &ProjectId) -> Result<HashMap<String, (u64, Timestamp)>> {
    let stored = store::share_links::views(db, project).await?;
    let mut all: HashMap<String, (u64, Timestamp)> =
        stored.into_iter().map(|row| (row.link, (u64::try_from(row.views).unwrap_or_default(), row.viewed_at))).collect();
    let waiting = app.memory.views.waiting.lock().unwrap_or_else(PoisonError::into_inner);
    for ((_, link), (views, at)) in waiting.iter().filter(|((of, _), _)| of == project) {
        let known = all.entry(link.clone()).or_insert((0, *at));
        *known = (known.0 + views, *at);
    }
    Ok(all)
}
