//! The rows of a whole read as a file.

use super::{Body, Format, channel, limits};
use crate::{
    domain::{
        App, Reader,
        boards::open::{Open, Unread, open},
        row_rules::Sight,
    },
    error::{AppError, Result},
    model::{engine::ReadRequest, plan::Plan, time::Timestamp},
    store::connections::ConnectionRow,
};

/// A file on its way.
pub struct Download {
    pub format: Format,
    /// Without a path.
    pub name: String,
    pub body: Body,
}

/// The form that a request names.
pub(crate) fn named(format: Option<&str>) -> Result<Format> {
    format.and_then(Format::parse).ok_or_else(|| {
        let names = Format::ALL.map(Format::name).join(", ");
        AppError::field("format", format!("The format must be one of {names}"))
    })
}

/// What fails before the first row is an error; later the file breaks off. `what` begins its name.
pub(crate) async fn download(
    app: &App,
    connection: ConnectionRow,
    plan: Plan,
    format: Format,
    sight: &Sight,
    what: &str,
) -> Result<Download> {
    let reading = begun(app, &connection, plan, sight).await?;
    Ok(Download { format, name: dated(what, format), body: channel::streamed(app.clone(), connection, reading, format, ()) })
}

/// The read of a whole file, whose rows are still to come.
///
/// # Errors
/// As the database says it, and `Forbidden` where a rule hides the rows.
pub(crate) async fn begun(app: &Reader, connection: &ConnectionRow, plan: Plan, sight: &Sight) -> Result<Open> {
    let request = ReadRequest { id: nanoid::nanoid!(), plan, limits: limits() };
    open(app, connection, sight, request).await.map_err(|unread| match unread {
        Unread::Ours(error) => error,
        Unread::Engine(error) => AppError::database(error.to_string()),
    })
}

/// The name of a file that is made today: `what-2026-01-31.csv`.
pub(crate) fn dated(what: &str, format: Format) -> String {
    let (year, month, day) = Timestamp::now().date();
    format!("{what}-{year}-{month:02}-{day:02}.{}", format.name())
}
