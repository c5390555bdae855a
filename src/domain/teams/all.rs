//! Every team of the server, for its administrators.

use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::server_teams::{AllTeamsAnswer, AllTeamsInput, PAGE_SIZE, ServerTeam},
    store::{self, team_list::TeamLine},
};

/// Longest text that is searched for, in characters.
const LONGEST_SEARCH: usize = 200;

/// `listAllTeams`
pub async fn list_all(app: &App, actor: &Actor, input: AllTeamsInput) -> Result<AllTeamsAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let search = input.search.unwrap_or_default();
    let search = search.trim();
    if search.contains('\0') || search.chars().count() > LONGEST_SEARCH {
        return Err(AppError::field("search", format!("Search for at most {LONGEST_SEARCH} characters")));
    }
    let mut db = app.store.read().await?;
    let total = store::team_list::how_many(&mut db, search).await?;
    let page = input.page.unwrap_or(1).clamp(1, total.div_ceil(PAGE_SIZE).max(1));
    let rows = store::team_list::list(&mut db, search, PAGE_SIZE, (page - 1) * PAGE_SIZE).await?;
    Ok(AllTeamsAnswer { teams: rows.into_iter().map(team).collect(), total, page, page_size: PAGE_SIZE })
}

fn team(TeamLine { team, person, members, projects }: TeamLine) -> ServerTeam {
    ServerTeam { id: team.id, name: team.name, personal_of: person, members, projects, billing: team.billing, created_at: team.created_at }
}
