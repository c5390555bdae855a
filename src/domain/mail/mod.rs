//! Mail: letters wait in the store, sealed, until the mail server took them, and are gone then. Without a mail server they
//! wait for the administrator, who reads each once and hands its link on.

mod letter;
mod waiting;
mod worker;

pub use letter::Letter;
pub(crate) use waiting::list;
pub use waiting::{discard, open, retry};
pub use worker::run;

use super::{App, keys};
use crate::{
    error::{AppError, Kind, Result},
    model::{
        id::{AccountId, MailId},
        time::Timestamp,
    },
    store::{
        self, Db,
        mails::MailRow,
        sealed::{LETTER, MAIL_ERROR},
    },
};
use tokio::sync::watch;

/// Letters of one kind that one address is sent in a day, whoever asked for them (security.md, check 150). Each kind has its
/// own count, so that nobody keeps a person from being told something by having other letters sent to them.
const PER_DAY: i64 = 20;
/// Letters that one account has sent to addresses of its choice in a day (security.md, check 148).
const PER_SENDER: i64 = 200;
const DAY: i64 = 24 * 3600;
/// What an address or a sender is hashed as where letters are counted.
const COUNTED: &str = "mail";

/// Tells the worker of this process that a letter waits.
pub struct Bell(watch::Sender<u64>);

impl Default for Bell {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

/// Name of the setting of the store that says when a letter left last, in milliseconds since 1970.
const LAST_SENT: &str = "mail.sent";

/// When the mail server took a letter last.
pub(crate) async fn last_sent(db: &mut Db) -> Result<Option<Timestamp>> {
    let text = store::settings::get(db, LAST_SENT).await?;
    Ok(text.and_then(|text| text.parse().ok()).map(Timestamp))
}

/// Whether letters leave by themselves.
pub fn is_sent(app: &App) -> bool {
    app.mailer.is_some()
}

/// What to say when a letter was queued: `sent`, or that it waits for the administrator.
pub(crate) fn said(app: &App, sent: &str) -> String {
    if is_sent(app) {
        sent.to_owned()
    } else {
        "This server sends no mail: the link waits under Links to hand on. Show it once and give it to its person.".to_owned()
    }
}

/// The whole address of one of our pages. It is made of what the operator said, never of what a request says.
pub fn address(app: &App, path: &str) -> String {
    format!("{}{}", app.settings.base_url, path.trim_start_matches('/'))
}

/// Must be called before the transaction in which [`queue`] is, with no connection in hand: it counts what is sealed.
pub async fn prepare(app: &App) -> Result<()> {
    keys::count_uses(&app.store, &app.keys).await
}

/// Puts a letter into the store. It is sent after the commit; call [`ring`] then, or it waits for the next look of the worker.
///
/// # Errors
/// `RateLimited` when the address was sent as many letters of this kind as a day may have.
pub async fn queue(tx: &mut Db, app: &App, to: &str, letter: Letter) -> Result<()> {
    let now = Timestamp::now();
    if count(tx, app, &format!("{} {to}", letter.kind), now).await? > PER_DAY {
        return Err(enough("This address was sent many letters today. Try again tomorrow."));
    }
    let id = MailId::new();
    let text = serde_json::to_string(&letter).map_err(AppError::internal)?;
    let sealed = app.keys.seal(&text, &keys::place(&LETTER, id.as_str()))?;
    if letter.is_only_one {
        store::mails::replace(tx, &letter.kind, to).await?;
    }
    let row = MailRow {
        id,
        kind: letter.kind,
        recipient: to.to_owned(),
        letter: sealed,
        useful_until: now.plus_seconds(letter.useful_seconds),
        try_at: now,
        attempts: 0,
        failed_at: None,
        error: None,
        created_at: now,
    };
    Ok(store::mails::insert(tx, &row).await?)
}

/// As [`queue`], for a letter to an address that an account chose.
///
/// # Errors
/// `RateLimited` also when the account had as many letters sent as a day may have.
pub async fn queue_for(tx: &mut Db, app: &App, sender: &AccountId, to: &str, letter: Letter) -> Result<()> {
    if count(tx, app, &format!("by {sender}"), Timestamp::now()).await? > PER_SENDER {
        return Err(enough("You had many letters sent today. Try again tomorrow."));
    }
    queue(tx, app, to, letter).await
}

/// Counts one more. Answers how many that makes in the day.
async fn count(tx: &mut Db, app: &App, what: &str, now: Timestamp) -> Result<i64> {
    Ok(store::mails::count_one(tx, &app.tokens.hash(COUNTED, what), now.plus_seconds(-DAY), now).await?)
}

fn enough(text: &str) -> AppError {
    AppError { text: text.into(), ..AppError::rate_limited(3600) }
}

/// As [`queue`], for letters that are only good to have: nothing is queued when no mail server is set up, or the address was
/// sent enough today.
pub async fn tell(tx: &mut Db, app: &App, to: &str, letter: Letter) -> Result<()> {
    if !is_sent(app) {
        return Ok(());
    }
    match queue(tx, app, to, letter).await {
        Err(error) if error.kind == Kind::RateLimited => Ok(()),
        queued => queued,
    }
}

/// Wakes the worker: a letter was committed.
pub fn ring(app: &App) {
    app.memory.mail.0.send_modify(|n| *n = n.wrapping_add(1));
}

fn opened(app: &App, row: &MailRow) -> Result<Letter> {
    let text = app.keys.open(&row.letter, &keys::place(&LETTER, row.id.as_str()))?;
    // The cause is not logged: a parser's message can quote what it read.
    serde_json::from_str(text.expose()).map_err(|_| AppError::internal("a stored letter has no known form"))
}

/// Why the last try failed.
fn reason(app: &App, row: &MailRow) -> Option<String> {
    let sealed = row.error.as_ref()?;
    let opened = app.keys.open(sealed, &keys::place(&MAIL_ERROR, row.id.as_str()));
    Some(opened.map_or_else(|_| "Why it failed cannot be read any more.".to_owned(), |text| text.expose().to_owned()))
}
