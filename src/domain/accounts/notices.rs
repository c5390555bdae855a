//! What the owner of an account is told by mail about what gives or takes a way in.

use crate::{
    domain::{
        App,
        mail::{self, Letter},
    },
    error::Result,
    store::{Db, accounts::AccountRow},
};

/// How long such a letter is worth sending, in seconds.
const USEFUL_SECONDS: i64 = 24 * 3600;

/// Tells the owner `what` happened; nothing where no mail is sent. [`mail::prepare`] comes before the transaction, and
/// [`mail::ring`] after it.
pub(crate) async fn tell(tx: &mut Db, app: &App, account: &AccountRow, what: &str) -> Result<()> {
    let letter = Letter::new("notice", "How your account is reached", USEFUL_SECONDS)
        .line(format!("Your account {}: {what}", account.username))
        .end("If it was not you, change your password at once, end all other sessions in your settings, take off every provider and passkey that you do not know, and tell the administrator of this server.");
    mail::tell(tx, app, &account.email, letter).await
}
