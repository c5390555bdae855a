//! Row rules of projects and attributes of members, for administrators of the team.

use super::{Answer, fields::Fields};
use crate::model::{
    outcome::Message,
    row_rule::{AttributeInput, PreviewInput, RuleIdInput, RuleSaved, RulesAnswer, RulesInput, RulesPreview, SaveRuleInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::row_rules,
};

/// The row rules of a project, and what new ones can be about.
#[server(prefix = "/actions", endpoint = "listRowRules", input = Fields)]
pub async fn list_row_rules(input: RulesInput) -> Answer<RulesAnswer> {
    answer(async { row_rules::list(&app()?, &account()?, input).await }.await)
}

/// Makes a row rule, or replaces one whole.
#[server(prefix = "/actions", endpoint = "saveRowRule", input = Fields)]
pub async fn save_row_rule(input: SaveRuleInput) -> Answer<RuleSaved> {
    answer(async { row_rules::save(&app()?, &account()?, input).await }.await)
}

/// Deletes a row rule.
#[server(prefix = "/actions", endpoint = "deleteRowRule", input = Fields)]
pub async fn delete_row_rule(input: RuleIdInput) -> Answer<Message> {
    answer(async { row_rules::delete(&app()?, &account()?, input).await }.await)
}

/// How many rows of a table a member or token sees.
#[server(prefix = "/actions", endpoint = "previewRowRules", input = Fields)]
pub async fn preview_row_rules(input: PreviewInput) -> Answer<RulesPreview> {
    answer(async { row_rules::preview(&app()?, &account()?, input).await }.await)
}

/// Sets what row rules compare with of a member.
#[server(prefix = "/actions", endpoint = "setMemberAttribute", input = Fields)]
pub async fn set_member_attribute(input: AttributeInput) -> Answer<Message> {
    answer(async { row_rules::set_attribute(&app()?, &account()?, input).await }.await)
}

/// Takes an attribute of a member away.
#[server(prefix = "/actions", endpoint = "deleteMemberAttribute", input = Fields)]
pub async fn delete_member_attribute(input: AttributeInput) -> Answer<Message> {
    answer(async { row_rules::delete_attribute(&app()?, &account()?, input).await }.await)
}
