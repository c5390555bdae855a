//! CSV files into databases.

use super::access::Found;
use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::work::Done,
};
use std::path::Path;

/// Makes the table `table` of a file that has its names in the first line.
pub async fn into_new(_app: &App, _actor: Option<&Actor>, _found: &Found, _path: &Path, _table: &str) -> Result<Done> {
    Err(AppError::unavailable("CSV files cannot be imported yet"))
}
