//! Row rules: which rows of a table somebody sees. The conditions are those of every filter; a value may be a
//! placeholder for what is known of the account that asks.

use crate::model::{
    board::ColumnInfo,
    filter::Condition,
    given::{given, objects},
    id::{ConnectionId, RuleId},
    schema::TableRef,
    value::{Kind, Value},
};
use serde::{Deserialize, Serialize};

/// Most rules of one project.
pub const MOST_RULES: usize = 200;
/// Most conditions of one rule.
pub const MOST_CONDITIONS: usize = 20;
/// Most attributes of one member.
pub const MOST_ATTRIBUTES: usize = 50;
/// Longest name of an attribute, in characters.
pub const LONGEST_NAME: usize = 40;
/// Longest value of an attribute, in characters.
pub const LONGEST_VALUE: usize = 500;
/// What is known of every account, so that no attribute has these names.
pub const KNOWN: [&str; 3] = ["id", "username", "email"];

/// Whom a rule is for. Administrators of the team see every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Members with the role Viewer.
    Viewers,
    /// Members with the role Editor, also of projects that they made.
    Editors,
    /// Every API token.
    Tokens,
    /// One API token.
    Token(i64),
    /// Everybody for whom the table has no other rule.
    Others,
}

impl Audience {
    /// Those that are there without a token being named.
    pub const GENERAL: [Self; 4] = [Self::Viewers, Self::Editors, Self::Tokens, Self::Others];

    /// As it is stored and travels: `token:3`.
    pub fn name(self) -> String {
        match self {
            Self::Viewers => "viewers".to_owned(),
            Self::Editors => "editors".to_owned(),
            Self::Tokens => "tokens".to_owned(),
            Self::Token(id) => format!("token:{id}"),
            Self::Others => "others".to_owned(),
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix("token:") {
            Some(id) => id.parse().ok().map(Self::Token),
            None => Self::GENERAL.into_iter().find(|audience| audience.name() == name),
        }
    }

    /// In a person's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Viewers => "Viewers",
            Self::Editors => "Editors",
            Self::Tokens => "Every API token",
            Self::Token(_) => "One API token",
            Self::Others => "Everybody without a rule of their own",
        }
    }
}

/// The conditions of a rule. Without any it shows no row: what was not said is not allowed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleBody {
    /// Whether one condition is enough; else all have to hold.
    pub any: bool,
    pub conditions: Vec<Condition>,
    /// What the column of the condition at the same place held when the rule was made. A place without one was made before
    /// kinds were kept.
    #[serde(default)]
    pub kinds: Vec<Kind>,
}

/// The name in a placeholder: `region` of `{account.region}`. Nothing for a value that stands for itself.
///
/// # Errors
/// A value that begins like a placeholder and is none.
pub fn placeholder(value: &Value) -> Result<Option<&str>, String> {
    let Value::Text(text) = value else { return Ok(None) };
    let Some(rest) = text.trim().strip_prefix("{account.") else { return Ok(None) };
    match rest.strip_suffix('}').filter(|name| is_attribute(name)) {
        Some(name) => Ok(Some(name)),
        None => Err(format!(
            "A placeholder is written {{account.name}}, where the name begins with a letter and has at most {LONGEST_NAME} lower-case \
             letters, digits and underscores; \"{text}\" is none."
        )),
    }
}

/// Whether an attribute can have this name.
pub fn is_attribute(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// A rule as administrators of the team see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RowRule {
    pub id: RuleId,
    pub connection_id: ConnectionId,
    /// Title of the connection.
    pub source: String,
    /// Label of the table, which may be gone.
    pub table: String,
    /// `viewers`, `editors`, `tokens`, `token:3` or `others`.
    pub audience: String,
    /// The same for people.
    pub audience_label: String,
    /// Whether one condition is enough; else all have to hold.
    pub any: bool,
    /// Without any the rule shows no row.
    pub conditions: Vec<Condition>,
    /// Why the rule cannot be followed, so that nothing of the table is shown to those whom it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl RowRule {
    /// The conditions as a sentence: "region is {account.region} and year at least 2020".
    pub fn sentence(&self) -> String {
        if self.conditions.is_empty() {
            return "no rows".to_owned();
        }
        let one = |condition: &Condition| {
            let values: Vec<String> = condition.values.iter().map(Value::display).collect();
            format!("{} {} {}", condition.column, condition.op.label(), values.join(", ")).trim_end().to_owned()
        };
        self.conditions.iter().map(one).collect::<Vec<_>>().join(if self.any { " or " } else { " and " })
    }
}

/// The name of a rule, for lists of what a change breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RuleName {
    pub id: RuleId,
    /// Whom it is for, and the table.
    pub title: String,
}

/// Something to choose: a token, or somebody whose view is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "ssr", schema(as = RuleChoice))]
pub struct Choice {
    /// As the inputs take it: `token:3`, `person:<id>`.
    pub id: String,
    pub name: String,
}

/// A connection and the tables that rules can be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RuleSource {
    pub connection_id: ConnectionId,
    pub title: String,
    /// `postgres`, `mysql`, `sqlite` or `hosted`.
    #[serde(rename = "type")]
    pub kind: String,
    pub tables: Vec<String>,
}

/// Answer of `listRowRules`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RulesAnswer {
    /// Title of the project.
    pub title: String,
    pub team_name: String,
    /// By connection and table.
    pub rules: Vec<RowRule>,
    pub sources: Vec<RuleSource>,
    /// Columns of the table that was asked about.
    pub columns: Vec<ColumnInfo>,
    /// API tokens that name the project.
    pub tokens: Vec<Choice>,
    /// Members and tokens whose view can be tried.
    pub subjects: Vec<Choice>,
    /// Names that placeholders can have: `id`, `username`, `email` and the attributes of members.
    pub names: Vec<String>,
}

/// Input of `listRowRules`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RulesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// With `table`: the table whose columns are wanted.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
}

/// Input of `saveRowRule`: a new one without `ruleId`, else the rule is replaced whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SaveRuleInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub connection_id: Option<String>,
    /// Label of the table.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table: Option<String>,
    /// `viewers`, `editors`, `tokens`, `token:3` or `others`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub audience: Option<String>,
    /// Whether one condition is enough; else all have to hold.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub any: Option<bool>,
    /// Those without a column and without a value are left out. A single text of "is one of" may hold several values between commas.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

/// Input of `deleteRowRule`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RuleIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub rule_id: Option<String>,
}

/// Answer of `saveRowRule`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RuleSaved {
    pub rule_id: RuleId,
    pub message: String,
}

/// Input of `previewRowRules`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PreviewInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub connection_id: Option<String>,
    /// Label of the table.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table: Option<String>,
    /// `person:<id>` or `token:3`, as `listRowRules` has them.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub subject: Option<String>,
}

/// Answer of `previewRowRules`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RulesPreview {
    pub name: String,
    pub table: String,
    /// Rows that are seen; counted up to 100,001.
    pub visible: u64,
    /// Rows that there are; counted up to 100,001.
    pub all: u64,
    /// The rules that apply, each in words.
    pub rules: Vec<String>,
    /// Why nothing is shown at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What is known of a member besides the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "ssr", schema(as = MemberAttribute))]
pub struct Attribute {
    pub name: String,
    pub value: String,
}

/// Input of `setMemberAttribute` and `deleteMemberAttribute`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AttributeInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Name or id of the team.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub username: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    /// Of `setMemberAttribute`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The label of a table as far as its schema tells it; else with its schema's name.
pub fn label_of(at: &TableRef, known: Option<&str>) -> String {
    known.map_or_else(|| at.label(None), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::filter::Op;

    #[test]
    fn placeholders_are_read_whole_or_not_at_all() {
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(placeholder(&text("{account.region_2}")), Ok(Some("region_2")));
        assert_eq!(placeholder(&text(" {account.id} ")), Ok(Some("id")));
        for plain in ["region", "{region}", "account.region", "", "x{account.region}"] {
            assert_eq!(placeholder(&text(plain)), Ok(None), "{plain}");
        }
        assert_eq!(placeholder(&Value::Int(1)), Ok(None));
        for wrong in ["{account.}", "{account.Region}", "{account.a b}", "{account.region", "{account.region}x", "{account.1a}"] {
            assert!(placeholder(&text(wrong)).is_err(), "{wrong}");
        }
        assert!(placeholder(&text(&format!("{{account.{}}}", "a".repeat(41)))).is_err());
    }

    #[test]
    fn audiences_are_read_back() {
        for audience in Audience::GENERAL.into_iter().chain([Audience::Token(17)]) {
            assert_eq!(Audience::parse(&audience.name()), Some(audience));
        }
        for wrong in ["", "admins", "token", "token:", "token:x", "Viewers"] {
            assert_eq!(Audience::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rule_is_a_sentence() {
        let condition = |column: &str, op, values: &[&str]| Condition {
            column: column.into(),
            op,
            values: values.iter().map(|value| Value::Text((*value).into())).collect(),
        };
        let mut rule = RowRule {
            id: RuleId::new(),
            connection_id: ConnectionId::new(),
            source: "Shop".into(),
            table: "orders".into(),
            audience: "viewers".into(),
            audience_label: "Viewers".into(),
            any: true,
            conditions: vec![condition("region", Op::In, &["a", "{account.region}"]), condition("ended", Op::IsNull, &[])],
            problem: None,
        };
        assert_eq!(rule.sentence(), "region is one of a, {account.region} or ended is empty");
        rule.conditions.clear();
        assert_eq!(rule.sentence(), "no rows");
    }
}
