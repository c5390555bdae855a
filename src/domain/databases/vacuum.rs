//! Room that deleted rows left in the file goes back to the disk.

use super::{
    access::{self, Key},
    caller::Caller,
    life,
    work::{self, Note},
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::Result,
    model::{
        audit::Verb,
        database_right::DatabaseRight,
        time::Timestamp,
        work::{FileWork, Work},
    },
    store,
};

/// `POST /api/dbs/{dbId}/vacuum`.
///
/// # Errors
/// As [`access::find`], and `Unavailable`.
pub async fn vacuum(app: &App, caller: Caller<'_>, key: &Key) -> Result<()> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    work::run(app, caller.actor, &found, Work::File(FileWork::Vacuum), Note::new("file", "VACUUM")).await?;
    let (size, _) = life::measure(app, &found.row).await;
    let mut tx = app.store.begin().await?;
    store::databases::touch(&mut tx, &found.row.id, size, Timestamp::now()).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &Object::database(&found.row).saying("vacuum")).await?;
    Ok(tx.commit().await?)
}
