//! Links that work once: a new password, an address, an invitation. One of a kind for each account or address; a newer one
//! ends the older.

use crate::{
    domain::{App, actor::Client, limits::Area, mail},
    error::{AppError, Result},
    model::{
        access::Secret,
        account_link::{AccountLink, AccountLinkInput, LinkKind},
        time::Timestamp,
    },
    secrets::{is_random_token, random_token},
    store::{self, Db, account_links::LinkRow},
};

/// Makes a link and answers its whole address.
pub(super) async fn make(tx: &mut Db, app: &App, kind: LinkKind, subject: &str, email: &str) -> Result<String> {
    let (token, now) = (random_token()?, Timestamp::now());
    let row = LinkRow { subject: subject.to_owned(), email: email.to_owned(), expires_at: now.plus_seconds(kind.seconds()) };
    store::account_links::replace(tx, kind.name(), &row, &hash(app, kind, &token), now).await?;
    Ok(mail::address(app, &format!("{}/{}", kind.page(), token.expose())))
}

/// The link of a token, still to be used. Tokens that lead nowhere are counted.
///
/// # Errors
/// `NotFound` for a link that does not work (any more), `RateLimited`.
pub(super) async fn find(app: &App, client: &Client, kind: LinkKind, token: &Secret) -> Result<LinkRow> {
    app.limits.allowed(Area::AccountLink, client)?;
    let found = match is_random_token(token.expose()) {
        true => store::account_links::find(&mut *app.store.read().await?, kind.name(), &hash(app, kind, token), Timestamp::now()).await?,
        false => None,
    };
    match found {
        Some(link) => Ok(link),
        None => {
            app.limits.failed(Area::AccountLink, client)?;
            Err(dead(kind))
        }
    }
}

/// Uses a link up.
///
/// # Errors
/// `NotFound` when somebody else did meanwhile.
pub(super) async fn consume(tx: &mut Db, app: &App, kind: LinkKind, token: &Secret) -> Result<LinkRow> {
    let used = store::account_links::consume(tx, kind.name(), &hash(app, kind, token), Timestamp::now()).await?;
    used.ok_or_else(|| dead(kind))
}

/// `getAccountLink`: where the link was sent to. Reading it uses nothing up: programs that look at links in mail do that.
pub async fn look(app: &App, client: &Client, input: AccountLinkInput) -> Result<AccountLink> {
    let kind = input.kind.ok_or_else(|| AppError::field("kind", "kind is required: reset, verify or invite"))?;
    let link = find(app, client, kind, &input.key.unwrap_or_default()).await?;
    Ok(AccountLink { email: link.email })
}

fn hash(app: &App, kind: LinkKind, token: &Secret) -> String {
    app.tokens.hash(kind.name(), token.expose())
}

pub(super) fn dead(kind: LinkKind) -> AppError {
    AppError::not_found(match kind {
        LinkKind::Reset => "This link does not work any more. Ask for a new one on the log-in page.",
        LinkKind::Verify => "This link does not work any more. Log in and have a new one sent, in your settings.",
        LinkKind::Invite => "This invitation does not work any more. Ask whoever invited you for a new one.",
    })
}
