//! What stands around every page of a signed-in person.

use super::{Answer, fields::Fields};
use crate::model::{
    outcome::Nothing,
    surroundings::{ChooseTeamInput, Surroundings, SurroundingsInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, chosen_team, remember_team},
    crate::domain::surroundings,
};

/// The teams of the caller, the one that this browser chose, and what the caller is to a project.
#[server(prefix = "/actions", endpoint = "getSurroundings", input = Fields)]
pub async fn get_surroundings(input: SurroundingsInput) -> Answer<Surroundings> {
    answer(async { surroundings::of(&app()?, &account()?, chosen_team(), input).await }.await)
}

/// Remembers a team in a cookie of this browser, whose projects come first from now on.
#[server(prefix = "/actions", endpoint = "chooseTeam", input = Fields)]
pub async fn choose_team(input: ChooseTeamInput) -> Answer<Nothing> {
    answer(
        async {
            let team = surroundings::choose(&app()?, &account()?, input).await?;
            remember_team(team.as_ref());
            Ok(Nothing {})
        }
        .await,
    )
}
