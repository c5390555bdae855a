//! The way to a hosted database: who the caller is to it, and whether that allows what is asked.

use crate::{
    domain::{App, actor::Actor},
    engines::{PoolKey, Target},
    error::{AppError, Result},
    model::{
        access::{Access, ConnectionOptions, Secret},
        database::Visibility,
        database_right::{DatabaseRight, DatabaseRole},
        engine::EngineKind,
        id::{AccountId, ConnectionId, TeamId},
        time::Timestamp,
        ulid::DatabaseId,
        work::Powers,
    },
    store::{self, Db, databases::DatabaseRow},
};

/// Who asks: an account, an API token, or whoever knows the id.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub actor: Option<&'a Actor>,
}

/// By what a database is named.
#[derive(Clone, Debug)]
pub enum Key {
    Id(DatabaseId),
    /// Its read-only id, under which nobody may more than read.
    ReadonlyId(String),
    /// Nothing has this form.
    Unknown,
}

impl Key {
    /// `dbId` of a path.
    pub fn id(text: &str) -> Self {
        DatabaseId::parse(text).map_or(Self::Unknown, Self::Id)
    }

    /// `readonlyId` of a path.
    pub fn readonly(text: &str) -> Self {
        let fits = (13..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if fits { Self::ReadonlyId(text.to_owned()) } else { Self::Unknown }
    }
}

/// A database that was found, with what the caller is to it.
#[derive(Clone, Debug)]
pub struct Found {
    pub row: DatabaseRow,
    pub role: DatabaseRole,
    /// It was named by its read-only id: nothing in the answer may hold the other one.
    pub by_readonly_id: bool,
}

/// What a foreign and an unknown database look like.
pub fn not_found() -> AppError {
    AppError::not_found("Database not found")
}

fn not_allowed(right: DatabaseRight) -> AppError {
    AppError::forbidden(match right {
        DatabaseRight::Read => "This token may write to the database and not read it",
        DatabaseRight::Insert => "You can read this database, but not insert rows",
        DatabaseRight::Change => "You cannot change or delete rows of this database",
        DatabaseRight::Structure => "You cannot change tables and columns of this database",
        DatabaseRight::Settings => "You cannot see or change the settings of this database",
        DatabaseRight::Own => "Only administrators of its team can do this with a database",
    })
}

/// What an account is to it as a member of its team.
pub(crate) async fn role_of_member(db: &mut Db, account: &AccountId, row: &DatabaseRow) -> Result<Option<DatabaseRole>> {
    let Some(team) = &row.team_id else { return Ok(None) };
    Ok(store::teams::role(db, team, account).await?.map(DatabaseRole::of_member))
}

/// What whoever knows its id is to it.
pub(crate) fn role_of_anybody(row: &DatabaseRow) -> Option<DatabaseRole> {
    match (&row.team_id, row.visibility) {
        (None, _) => Some(DatabaseRole::Keeper),
        (Some(_), Visibility::Public) => Some(DatabaseRole::Reader),
        (Some(_), Visibility::Private) => None,
    }
}

/// What the caller is to it; nothing for those for whom it does not exist.
async fn role(db: &mut Db, asking: Asking<'_>, row: &DatabaseRow) -> Result<Option<DatabaseRole>> {
    let open = role_of_anybody(row);
    let Some(actor) = asking.actor else { return Ok(open) };
    let Some(team) = &row.team_id else { return Ok(open) };
    let member = |role: Option<_>| role.map(DatabaseRole::of_member);
    match &actor.token {
        None => Ok(member(store::teams::role(db, team, &actor.account).await?).or(open)),
        Some(token) => {
            let granted = if token.team == *team { store::database_parts::permissions(db, token.id, &row.id).await? } else { Vec::new() };
            let Some(own) = DatabaseRole::of_permissions(&granted) else { return Ok(open) };
            // Never more than who made it may, nor than the account of a cookie that came along.
            let author = member(store::teams::role(db, team, &actor.account).await?).or(open);
            let mut role = author.and_then(|author| own.both(author));
            if let Some(beside) = &token.beside {
                let beside = member(store::teams::role(db, team, beside).await?).or(open);
                role = role.zip(beside).and_then(|(role, beside)| role.both(beside));
            }
            Ok(role.or(open))
        }
    }
}

/// The database, for a caller who may do `right` with it.
///
/// # Errors
/// `NotFound` to those for whom it does not exist, `Forbidden` to others who may not.
pub async fn find(db: &mut Db, asking: Asking<'_>, key: &Key, right: DatabaseRight) -> Result<Found> {
    let (row, by_readonly_id) = match key {
        Key::Id(id) => (store::databases::get(db, id).await?, false),
        Key::ReadonlyId(id) => (store::databases::by_readonly_id(db, id).await?, true),
        Key::Unknown => (None, false),
    };
    let row = row.filter(|row| row.expires_at.is_none_or(|at| at > Timestamp::now())).ok_or_else(not_found)?;
    let role = role(db, asking, &row).await?.ok_or_else(not_found)?;
    let role = if by_readonly_id { role.both(DatabaseRole::Reader).ok_or_else(not_found)? } else { role };
    let found = Found { row, role, by_readonly_id };
    found.must_allow(right)?;
    Ok(found)
}

/// As [`find`], in a read of its own.
pub async fn open(app: &App, asking: Asking<'_>, key: &Key, right: DatabaseRight) -> Result<Found> {
    let mut db = app.store.read().await?;
    find(&mut db, asking, key, right).await
}

/// As [`find`] by its id, held against other writers until the transaction of `db` ends.
pub async fn locked(db: &mut Db, asking: Asking<'_>, key: &Key, right: DatabaseRight) -> Result<Found> {
    let found = find(db, asking, key, right).await?;
    store::databases::lock(db, &found.row.id).await?;
    // What was true before the lock may have changed while waiting for it.
    find(db, asking, &Key::Id(found.row.id), right).await
}

impl Found {
    /// # Errors
    /// `Forbidden` to a caller who may not.
    pub fn must_allow(&self, right: DatabaseRight) -> Result<()> {
        if self.role.may(right) { Ok(()) } else { Err(not_allowed(right)) }
    }

    /// For what changes the structure: refused while the owner locked it.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn must_be_unlocked(&self) -> Result<()> {
        if self.row.schema_locked {
            return Err(AppError::forbidden("The structure of this database is locked. Its settings say so, and can be changed there."));
        }
        Ok(())
    }

    /// What statements of the caller may do.
    pub fn powers(&self) -> Powers {
        Powers {
            read: self.role.may(DatabaseRight::Read),
            insert: self.role.may(DatabaseRight::Insert),
            change: self.role.may(DatabaseRight::Change),
            structure: self.role.may(DatabaseRight::Structure) && !self.row.schema_locked,
        }
    }

    /// What the engine is asked about.
    pub fn target(&self) -> Target {
        target(&self.row)
    }
}

/// What the engine is asked about. Databases that nobody owns share one process.
pub fn target(row: &DatabaseRow) -> Target {
    target_at(row.team_id.as_ref(), &row.folder)
}

/// The same by its team and folder.
pub fn target_at(team: Option<&TeamId>, folder: &str) -> Target {
    Target {
        team: team.cloned().unwrap_or_else(TeamId::nobody),
        connection: Some(PoolKey { connection: ConnectionId::of_folder(folder), revision: 0 }),
        access: Access {
            kind: EngineKind::Hosted,
            host: String::new(),
            port: 0,
            database: folder.to_owned(),
            user: String::new(),
            password: Secret::default(),
            options: ConnectionOptions::default(),
        },
    }
}
