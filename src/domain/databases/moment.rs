//! A database as it is at one moment, to be read in several steps while others write to it: a copy in a folder of its own.

use super::{access::Found, caller::Caller, fresh, life, staging, work};
use crate::{
    domain::App,
    error::Result,
    model::work::{FileWork, Work},
};

/// Such a copy. It goes when it is dropped; what a crash leaves is swept like every folder that belongs to no database.
pub(super) struct Moment {
    app: App,
    /// The database with the copy in the place of its file.
    pub found: Found,
}

impl Moment {
    /// # Errors
    /// `Unavailable` when the disk does not take the copy.
    pub async fn of(app: &App, caller: Caller<'_>, found: &Found) -> Result<Self> {
        let mut copy = found.clone();
        copy.row.folder = fresh::folder_name();
        let moment = Self { app: app.clone(), found: copy };
        let folder = life::folder(app, &moment.found.row);
        staging::make_folder(&folder).await.map_err(|error| staging::unwritable(&error))?;
        let work = Work::File(FileWork::CopyTo(folder.join(life::FILE)));
        work::run(app, caller.actor, found, work, work::Note::new("file", "")).await?;
        Ok(moment)
    }
}

impl Drop for Moment {
    fn drop(&mut self) {
        let (app, row) = (self.app.clone(), self.found.row.clone());
        // Without a runtime the process ends.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { life::remove_file(&app, &row).await });
        }
    }
}
