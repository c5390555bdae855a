//! Making an account with its personal team: what sign-up, set-up and the operator's command share.

use super::{
    names,
    password_rules::{self, Owner},
};
use crate::{
    domain::App,
    error::{AppError, Result},
    model::{
        access::Secret,
        id::{AccountId, TeamId},
        rules,
        time::Timestamp,
    },
    store::{self, Db, accounts::NewAccount},
};

/// An account to be made, its fields checked and its password hashed.
pub(super) struct Draft {
    /// Absent: one is made from the e-mail.
    username: Option<String>,
    email: String,
    /// Absent for whoever signs in by a provider.
    password_hash: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    is_admin: bool,
}

/// What was typed.
pub(super) struct Fields<'a> {
    pub(super) username: Option<&'a str>,
    pub(super) email: Option<&'a str>,
    pub(super) password: Option<&'a Secret>,
    pub(super) first_name: Option<&'a str>,
    pub(super) last_name: Option<&'a str>,
}

impl Draft {
    /// Checks the rules and computes the hash; the same work whether or not the e-mail is known already.
    pub(super) async fn check(app: &App, fields: Fields<'_>) -> Result<Self> {
        Self::check_then(app, fields, || Ok(())).await
    }

    /// The same, where `allows` is asked once the rules are kept and before anything is hashed.
    pub(super) async fn check_then(app: &App, fields: Fields<'_>, allows: impl FnOnce() -> Result<()>) -> Result<Self> {
        let email = fields.email.map(|email| email.trim().to_lowercase()).unwrap_or_default();
        rules::email(&email)?;
        let username = fields.username.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty());
        if let Some(name) = &username {
            rules::username(name)?;
        }
        let first_name = person_name("firstName", "First name", fields.first_name)?;
        let last_name = person_name("lastName", "Last name", fields.last_name)?;
        let nothing = Secret::default();
        let password = fields.password.unwrap_or(&nothing);
        let owner = Owner { username: username.as_deref().unwrap_or_default(), email: &email };
        password_rules::check(app, "password", password, &owner)?;
        allows()?;
        let password_hash = Some(app.passwords.hash(password).await?);
        Ok(Self { username, email, password_hash, first_name, last_name, is_admin: false })
    }

    /// Of somebody for whom a provider vouches: no password, and a user name that is made from the e-mail.
    pub(super) fn of_person(email: &str, first_name: Option<&str>, last_name: Option<&str>) -> Result<Self> {
        rules::email(email)?;
        let first_name = person_name("firstName", "First name", first_name)?;
        let last_name = person_name("lastName", "Last name", last_name)?;
        Ok(Self { username: None, email: email.to_owned(), password_hash: None, first_name, last_name, is_admin: false })
    }

    /// Makes it a server administrator.
    pub(super) fn administrator(self) -> Self {
        Self { is_admin: true, ..self }
    }

    /// Writes the account and its personal team.
    ///
    /// # Errors
    /// `Conflict` for an e-mail or user name that is taken.
    pub(super) async fn insert(self, db: &mut Db) -> Result<AccountId> {
        let email_taken = "This email is already registered.";
        let name_taken = "This user name is taken. Choose another one.";
        if store::accounts::by_login(db, &self.email).await?.is_some() {
            return Err(conflict("email", email_taken));
        }
        let username = match self.username {
            Some(name) if store::accounts::by_login(db, &name).await?.is_some() || store::teams::name_is_taken(db, &name).await? => {
                return Err(conflict("username", name_taken));
            }
            Some(name) => name,
            None => names::free_name_for(db, &self.email).await?,
        };
        let (id, now) = (AccountId::new(), Timestamp::now());
        let new = NewAccount {
            id: &id,
            username: &username,
            email: &self.email,
            password_hash: self.password_hash.as_deref(),
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
            is_admin: self.is_admin,
        };
        // Somebody may take the same name between the look and the insert, on PostgreSQL.
        let taken = "This email or user name was just registered.";
        store::accounts::insert(db, &new, now).await.map_err(|error| error.taken(taken))?;
        store::teams::insert_personal(db, &TeamId::new(), &username, &id, now).await.map_err(|error| error.taken(taken))?;
        Ok(id)
    }
}

fn conflict(field: &str, text: &str) -> AppError {
    AppError { field: Some(field.to_owned()), ..AppError::conflict(text) }
}

/// A first or last name: trimmed, none when empty.
pub(super) fn person_name(field: &str, label: &str, given: Option<&str>) -> Result<Option<String>> {
    let name = given.unwrap_or_default().trim();
    rules::person_name(field, label, name)?;
    Ok((!name.is_empty()).then(|| name.to_owned()))
}
