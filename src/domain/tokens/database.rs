//! What people, tokens and links are to a hosted database, and why.

use crate::{
    domain::{
        databases::access::{role_of_anybody, role_of_member},
        standing::Because,
    },
    error::Result,
    model::{
        database_right::{DatabaseRight, DatabaseRole},
        time::Timestamp,
    },
    store::{self, Db, databases::DatabaseRow, teams::MemberRow, tokens::TokenRow},
};

#[derive(Clone, Copy)]
pub(super) struct Met {
    pub role: Option<DatabaseRole>,
    /// A sentence.
    pub because: &'static str,
}

impl Met {
    pub fn may(self, right: DatabaseRight) -> bool {
        self.role.is_some_and(|role| role.may(right))
    }

    fn refused(because: Because) -> Self {
        Self { role: None, because: because.words() }
    }
}

/// A member of the team that owns it.
pub(super) fn of_member(member: &MemberRow) -> Met {
    if member.is_suspended {
        return Met::refused(Because::Suspended);
    }
    let role = DatabaseRole::of_member(member.role);
    let because = match role {
        DatabaseRole::Admin => "This account is an administrator of the database's team.",
        DatabaseRole::Editor => "This account is an editor of the database's team.",
        _ => "This account is a viewer of the database's team.",
    };
    Met { role: Some(role), because }
}

/// A token of the team that owns it. One that has ended, or whose author is out, is not let in even where everybody is.
pub(super) async fn of_token(db: &mut Db, token: &TokenRow, row: &DatabaseRow) -> Result<Met> {
    if token.has_ended(Timestamp::now()) {
        return Ok(Met::refused(Because::Ended));
    }
    if !store::tokens::author_is_in(db, token.id).await? {
        return Ok(Met::refused(Because::AuthorIsOut));
    }
    let open = role_of_anybody(row);
    let granted = store::database_parts::permissions(db, token.id, &row.id).await?;
    let Some(own) = DatabaseRole::of_permissions(&granted) else {
        let because = match open {
            Some(_) => "The token does not name this database, which is public: whoever knows its id reads it.",
            None => "The token does not name this database.",
        };
        return Ok(Met { role: open, because });
    };
    let author = role_of_member(db, &token.created_by, row).await?.or(open);
    let (role, because) = match author.and_then(|author| own.both(author)) {
        Some(role) if role.covers(own) => (Some(role), "The token names this database, and who made it may do the same."),
        Some(role) => (Some(role), Because::AuthorMayLess.words()),
        None => (open, "Who made the token may not any more what it says."),
    };
    Ok(Met { role, because })
}

/// A link to a board, which may show what is in the database.
pub(super) fn of_link(row: &DatabaseRow) -> Met {
    let open = role_of_anybody(row);
    let because = match open {
        Some(_) => "A link shows a board. The database is public: whoever knows its id reads it.",
        None => "A link shows a board, and lets nobody into the database itself.",
    };
    Met { role: open, because }
}
