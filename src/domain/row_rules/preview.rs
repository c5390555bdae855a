//! What somebody would see of a table.

use super::{Sight, administered, input, read::explained};
use crate::{
    domain::{App, actor::Actor, boards::counted, projects::access},
    error::{AppError, Kind, Result},
    model::row_rule::{Audience, PreviewInput, RulesPreview},
    store::{self, Db, projects::ProjectRow},
};

/// `previewRowRules`: how many rows of a table a member or token sees, and how many there are.
pub async fn preview(app: &App, actor: &Actor, input: PreviewInput) -> Result<RulesPreview> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let (project, name, sight) = {
        let mut db = app.store.read().await?;
        let project = store::projects::get(&mut db, &id).await?;
        let project = administered(&mut db, actor, project).await?;
        let (name, sight) = subject(&mut db, &project, input.subject.as_deref()).await?;
        (project, name, sight)
    };
    let place = input::place(app, &id, input.connection_id.as_deref(), input.table.as_deref()).await?;
    let all = counted(app, &place.connection, &place.table, &Sight::whole()).await?;
    let (visible, refused) = match counted(app, &place.connection, &place.table, &sight).await {
        Ok(rows) => (rows, None),
        Err(error) if error.kind == Kind::Database => (0, Some(error.text)),
        Err(error) => return Err(error),
    };
    // Rules on a table that this one is a partition of limit it too.
    let is_limited = sight.limits(&place.connection.id, &place.table.at) || visible < all || refused.is_some();
    let rules = match is_limited {
        true => explained(app, &project, &sight).await?,
        false => Vec::new(),
    };
    Ok(RulesPreview { name, table: place.table.name, visible, all, rules, refused })
}

/// The name of a member or token of the team, and what it sees.
async fn subject(db: &mut Db, project: &ProjectRow, given: Option<&str>) -> Result<(String, Sight)> {
    let nobody = || AppError::field("subject", "Choose a member or a token of the team");
    let given = given.ok_or_else(nobody)?;
    if let Some(account) = given.strip_prefix("person:") {
        let members = store::teams::members(db, &project.team_id).await?;
        let member = members.into_iter().find(|member| member.account.as_str() == account).ok_or_else(nobody)?;
        let sight = Sight::of_member(db, &member.account, project).await?;
        return Ok((member.username, sight));
    }
    let Some(Audience::Token(id)) = Audience::parse(given) else { return Err(nobody()) };
    let token = store::tokens::get(db, id).await?.filter(|token| token.team_id == project.team_id).ok_or_else(nobody)?;
    let sight = Sight::of_token(db, id, &token.created_by, None, project).await?;
    Ok((token.name, sight))
}
