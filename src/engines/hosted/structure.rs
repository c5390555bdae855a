//! Changes of the structure.

use super::{fault::End, session::Session};
use crate::{
    engines::sqlite::watch::Watch,
    model::{
        structure::StructureChange,
        work::{Done, WorkLimits},
    },
};
use std::sync::Arc;

pub(super) fn run(_session: &mut Session, _changes: &[StructureChange], _watch: &Arc<Watch>, _limits: &WorkLimits) -> Result<Done, End> {
    Err(End::refused("The structure cannot be changed yet.", ""))
}
