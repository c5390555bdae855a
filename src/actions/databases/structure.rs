//! The structure of hosted databases.

use crate::{
    actions::{Answer, fields::Fields},
    model::desk::{Restructured, StructureInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app, client},
    crate::domain::databases::{Caller, desk},
};

/// Makes, changes or drops a table, a view or a part of one; describes a table, or puts it in another place.
#[server(prefix = "/actions", endpoint = "changeDatabaseStructure", input = Fields)]
pub async fn change_database_structure(input: StructureInput) -> Answer<Restructured> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        desk::change(&app()?, Caller::new(Some(&actor), &client), input).await
    };
    answer(done.await)
}
