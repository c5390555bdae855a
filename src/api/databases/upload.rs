//! Reading a file that is sent as a form (`multipart/form-data`), piece by piece into the folder of files on their way.

use crate::{
    domain::{
        App,
        databases::{Incoming, Sent, too_large},
    },
    error::{AppError, Kind, Result},
};
use axum::{
    body::Body,
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header},
};
use std::time::Duration;

/// Most parts of a form.
const MOST_PARTS: usize = 20;
/// Longest text of a part that is no file, in bytes.
const LONGEST_TEXT: usize = 100_000;
/// Longest wait for the next piece.
const WAIT: Duration = Duration::from_secs(60);

/// Everything that the form has. The file is the part `file`, or else the one with a file name.
///
/// # Errors
/// `UnsupportedMediaType`, `TooLarge`, `Malformed` for a body that breaks off. Nothing of the file is left then.
pub(crate) async fn receive(app: &App, request: Request<Body>) -> Result<Sent> {
    let most = app.settings.hosting.upload_bytes;
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    // What surrounds the file in a form is small.
    if announced.is_some_and(|length| length > most.saturating_add(64 * 1024)) {
        return Err(too_large(most));
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| {
        let text = "Send the file as a form, with the header Content-Type: multipart/form-data";
        AppError::new(Kind::UnsupportedMediaType, text)
    })?;
    let mut sent = Sent::default();
    for _ in 0..MOST_PARTS {
        let Some(mut part) = waited(form.next_field()).await? else { return Ok(sent) };
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" || part.file_name().is_some() {
            if sent.file.is_some() {
                return Err(AppError::malformed("Send one file at a time"));
            }
            sent.file_name = part.file_name().map(str::to_owned);
            sent.file = Some(file(app, &mut part).await?);
        } else {
            let text = Some(text(&mut part).await?);
            match name.as_str() {
                "team" => sent.team = text,
                "name" => sent.name = text,
                "options" => sent.options = text,
                _ => {}
            }
        }
    }
    Err(AppError::malformed(format!("The form has more than {MOST_PARTS} parts")))
}

async fn file(app: &App, part: &mut Field<'_>) -> Result<crate::domain::databases::Staged> {
    let mut incoming = Incoming::begin(app).await?;
    while let Some(piece) = waited(part.chunk()).await? {
        incoming.write(&piece).await?;
    }
    incoming.finish().await
}

async fn text(part: &mut Field<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = waited(part.chunk()).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LONGEST_TEXT {
            return Err(AppError::new(Kind::TooLarge, "A part of the form is too long"));
        }
    }
    String::from_utf8(bytes).map_err(|_| AppError::malformed("A part of the form is no text"))
}

async fn waited<T>(next: impl Future<Output = std::result::Result<T, MultipartError>>) -> Result<T> {
    match tokio::time::timeout(WAIT, next).await {
        Ok(Ok(next)) => Ok(next),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(AppError::new(Kind::TooLarge, "The form is larger than this server takes"))
        }
        Ok(Err(error)) => {
            tracing::debug!("a form broke off: {error}");
            Err(AppError::malformed("The body of the request broke off or is no whole form"))
        }
        Err(_) => Err(AppError::malformed(format!("Nothing came for {} seconds", WAIT.as_secs()))),
    }
}
