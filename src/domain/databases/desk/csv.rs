//! What becomes of a CSV file.

use crate::{
    domain::{
        App,
        databases::{Caller, Sent},
    },
    error::{AppError, Result},
    model::{
        database::NewDatabase,
        desk::{ImportUploadInput, Upload},
    },
};

pub(super) async fn preview(_sent: &Sent, _delimiter: Option<&str>, _has_header: Option<bool>) -> Result<Upload> {
    Err(AppError::unavailable("CSV files cannot be imported yet"))
}

pub(super) async fn import(_app: &App, _caller: Caller<'_>, _sent: &Sent, _input: ImportUploadInput) -> Result<NewDatabase> {
    Err(AppError::unavailable("CSV files cannot be imported yet"))
}
