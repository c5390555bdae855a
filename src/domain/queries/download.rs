//! The whole result of a statement as a file.

use super::ready;
use crate::{
    domain::{
        App,
        actor::Actor,
        boards::open::{Unread, open},
        exports::{self, Format},
    },
    error::{AppError, Result},
    model::{engine::ReadRequest, plan::Plan, query::RunInput, time::Timestamp},
};

/// A file on its way.
pub struct Download {
    pub format: Format,
    /// Without a path.
    pub name: String,
    pub body: exports::Body,
}

/// `POST /api/projects/{projectId}/export`. What fails before the first row is an error; later the file breaks off.
pub async fn download(app: &App, actor: &Actor, input: RunInput, format: Option<&str>) -> Result<Download> {
    let format = format.and_then(Format::parse).ok_or_else(|| {
        let names = Format::ALL.map(Format::name).join(", ");
        AppError::field("format", format!("The format must be one of {names}"))
    })?;
    let (connection, plan) = ready(app, actor, &input).await?;
    let request = ReadRequest { id: nanoid::nanoid!(), plan: Plan::Statement(plan), limits: exports::limits() };
    let reading = open(app, &connection, request).await.map_err(|unread| match unread {
        Unread::Ours(error) => error,
        Unread::Engine(error) => AppError::database(error.to_string()),
    })?;
    let (year, month, day) = Timestamp::now().date();
    let name = format!("query-{year}-{month:02}-{day:02}.{}", format.name());
    Ok(Download { format, name, body: exports::stream(app.clone(), connection, reading, format) })
}
