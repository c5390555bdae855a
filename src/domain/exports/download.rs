//! The rows of a whole read as a file.

use super::{Body, Format, channel, limits};
use crate::{
    domain::{
        App,
        boards::open::{Unread, open},
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
    let request = ReadRequest { id: nanoid::nanoid!(), plan, limits: limits() };
    let reading = open(app, &connection, sight, request).await.map_err(|unread| match unread {
        Unread::Ours(error) => error,
        Unread::Engine(error) => AppError::database(error.to_string()),
    })?;
    let (year, month, day) = Timestamp::now().date();
    let name = format!("{what}-{year}-{month:02}-{day:02}.{}", format.name());
    Ok(Download { format, name, body: channel::stream(app.clone(), connection, reading, format) })
}
