//! The structure of hosted databases.

use crate::{
    actions::{Answer, fields::Fields},
    model::desk::{Restructured, StructureInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app},
    crate::domain::databases::desk,
};

/// Makes, changes or drops a table, a view or a part of one.
#[server(prefix = "/actions", endpoint = "changeDatabaseStructure", input = Fields)]
pub async fn change_database_structure(input: StructureInput) -> Answer<Restructured> {
    answer(async { desk::change(&app()?, &account()?, input).await }.await)
}
