//! Rows of a CSV file into a table.

use crate::{
    engines::{
        hosted::{fault::End, session::Session},
        sqlite::watch::Watch,
    },
    model::work::{CsvImport, Done, WorkLimits},
};
use std::sync::Arc;

pub(in crate::engines::hosted) fn run(
    _session: &mut Session,
    _import: &CsvImport,
    _watch: &Arc<Watch>,
    _limits: &WorkLimits,
) -> Result<Done, End> {
    Err(End::refused("CSV files cannot be imported yet.", ""))
}
