//! What is known of a member besides the account. Administrators of the team set it; members themselves cannot, since it
//! decides what they see.

use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        teams::access,
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        outcome::Message,
        row_rule::{Attribute, AttributeInput, KNOWN, LONGEST_NAME, LONGEST_VALUE, MOST_ATTRIBUTES, is_attribute},
        team_role::TeamRight,
    },
    store::{
        self, Tx,
        teams::{MemberRow, TeamRow},
    },
};

/// `setMemberAttribute`.
pub async fn set(app: &App, actor: &Actor, input: AttributeInput) -> Result<Message> {
    let (mut tx, team, member) = begin(app, actor, &input).await?;
    let attribute = checked(input)?;
    let known = store::row_rules::attributes(&mut tx, &team.id, &member.account).await?;
    if known.len() >= MOST_ATTRIBUTES && known.iter().all(|other| other.name != attribute.name) {
        return Err(AppError::field("name", format!("A member can have at most {MOST_ATTRIBUTES} attributes")));
    }
    store::row_rules::set_attribute(&mut tx, &team.id, &member.account, &attribute).await?;
    done(tx, actor, &team, &member, &attribute.name).await?;
    Ok(Message { message: format!("{} of {} is set", attribute.name, member.username) })
}

/// `deleteMemberAttribute`.
pub async fn delete(app: &App, actor: &Actor, input: AttributeInput) -> Result<Message> {
    let (mut tx, team, member) = begin(app, actor, &input).await?;
    let name = input.name.unwrap_or_default();
    if !store::row_rules::delete_attribute(&mut tx, &team.id, &member.account, &name).await? {
        return Err(AppError::field("name", "The member has no such attribute"));
    }
    done(tx, actor, &team, &member, &name).await?;
    Ok(Message { message: format!("{name} of {} is taken away", member.username) })
}

async fn begin(app: &App, actor: &Actor, input: &AttributeInput) -> Result<(Tx, TeamRow, MemberRow)> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let (team, _) = access::locked(&mut tx, actor, input.team.as_deref(), TeamRight::Rules).await?;
    let username = input.username.as_deref().unwrap_or_default().trim().to_lowercase();
    let members = store::teams::members(&mut tx, &team.id).await?;
    let member = members.into_iter().find(|member| member.username == username);
    Ok((tx, team, member.ok_or_else(|| AppError::field("username", "Nobody of this name is in the team"))?))
}

fn checked(input: AttributeInput) -> Result<Attribute> {
    let name = input.name.unwrap_or_default().trim().to_owned();
    let value = input.value.unwrap_or_default().trim().to_owned();
    if !is_attribute(&name) {
        let text = format!("A name begins with a letter and has at most {LONGEST_NAME} lower-case letters, digits and underscores");
        return Err(AppError::field("name", text));
    }
    if KNOWN.contains(&name.as_str()) {
        return Err(AppError::field("name", format!("{{account.{name}}} is known of every account. Choose another name.")));
    }
    if value.is_empty() || value.chars().count() > LONGEST_VALUE || value.contains('\0') {
        return Err(AppError::field("value", format!("The value must have 1 to {LONGEST_VALUE} characters")));
    }
    Ok(Attribute { name, value })
}

/// The value is not told: it is said of a person.
async fn done(mut tx: Tx, actor: &Actor, team: &TeamRow, member: &MemberRow, name: &str) -> Result<()> {
    let object = Object::member(team, &member.username).saying(format!("team {}, attribute {name}", team.name));
    audit::done(&mut tx, actor, Verb::Changed, &object).await?;
    Ok(tx.commit().await?)
}
