//! The people of this server, for its administrators: the list, and what can be done to an account.

mod change;

pub use change::{reinstate, remove_factors, reset_link, set_admin, suspend};

use super::{App, accounts, actor::Actor, mail};
use crate::{
    error::{AppError, Result},
    model::{
        account::full_name,
        people::{PAGE_SIZE, PeopleAnswer, PeopleInput, Person},
    },
    store::{self, people::PersonRow},
};

/// Longest text that is searched for, in characters.
const LONGEST_SEARCH: usize = 200;

/// `listPeople`
pub async fn list(app: &App, actor: &Actor, input: PeopleInput) -> Result<PeopleAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let search = input.search.unwrap_or_default();
    let search = search.trim();
    if search.contains('\0') || search.chars().count() > LONGEST_SEARCH {
        return Err(AppError::field("search", format!("Search for at most {LONGEST_SEARCH} characters")));
    }
    let mail = mail::list(app).await?;
    let mut db = app.store.read().await?;
    let total = store::people::how_many(&mut db, search).await?;
    let page = input.page.unwrap_or(1).clamp(1, total.div_ceil(PAGE_SIZE).max(1));
    let rows = store::people::list(&mut db, search, PAGE_SIZE, (page - 1) * PAGE_SIZE).await?;
    let invitations = accounts::invitations(&mut db).await?;
    Ok(PeopleAnswer {
        people: rows.into_iter().map(|row| person(actor, row)).collect(),
        total,
        page,
        page_size: PAGE_SIZE,
        invitations,
        mail,
        sends_mail: mail::is_sent(app),
        closed: accounts::invitations_closed(app).map(str::to_owned),
    })
}

fn person(actor: &Actor, row: PersonRow) -> Person {
    Person {
        is_oneself: row.id == actor.account,
        id: row.id,
        username: row.username,
        name: full_name(row.first_name.as_deref(), row.last_name.as_deref()),
        email: row.email,
        email_verified_at: row.email_verified_at,
        created_at: row.created_at,
        last_seen_at: row.seen_at,
        is_suspended: row.is_suspended,
        is_admin: row.is_admin,
        has_second_factor: row.has_second_factor,
    }
}
