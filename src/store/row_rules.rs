//! Row rules of projects, and the attributes of members that they compare with.

use super::{
    Db, Result,
    accounts::account_id,
    read::{id, json},
};
use crate::model::{
    id::{AccountId, ConnectionId, ProjectId, RuleId, TeamId},
    row_rule::{Attribute, Audience, RuleBody},
    schema::TableRef,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// One row of `row_rules`.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRow {
    pub id: RuleId,
    pub project_id: ProjectId,
    pub connection_id: ConnectionId,
    pub table: TableRef,
    pub audience: Audience,
    pub body: RuleBody,
}

fn rule(row: &AnyRow) -> sqlx::Result<RuleRow> {
    let audience: String = row.try_get("audience")?;
    Ok(RuleRow {
        id: id(row, "id", RuleId::parse)?,
        project_id: id(row, "project_id", ProjectId::parse)?,
        connection_id: id(row, "connection_id", ConnectionId::parse)?,
        table: TableRef { schema: row.try_get("table_schema")?, name: row.try_get("table_name")? },
        audience: Audience::parse(&audience).ok_or_else(|| sqlx::Error::Decode(format!("no audience is called {audience}").into()))?,
        body: json(row, "body")?,
    })
}

/// The rules of a project in the order in which they were made.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<RuleRow>> {
    let rows = sqlx::query(
        "select id, project_id, connection_id, table_schema, table_name, audience, body from row_rules where project_id = $1
         order by created_at, id",
    )
    .bind(project.as_str())
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(rule).collect::<sqlx::Result<_>>()?)
}

/// Makes or replaces a rule of a locked project.
pub async fn save(db: &mut Db, rule: &RuleRow, now: Timestamp) -> Result<()> {
    let token = if let Audience::Token(token) = rule.audience { Some(token) } else { None };
    sqlx::query(
        "insert into row_rules (id, project_id, connection_id, table_schema, table_name, audience, token_id, body, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
         on conflict (id) do update set connection_id = excluded.connection_id, table_schema = excluded.table_schema,
         table_name = excluded.table_name, audience = excluded.audience, token_id = excluded.token_id, body = excluded.body,
         updated_at = excluded.updated_at",
    )
    .bind(rule.id.as_str())
    .bind(rule.project_id.as_str())
    .bind(rule.connection_id.as_str())
    .bind(rule.table.schema.as_deref())
    .bind(&rule.table.name)
    .bind(rule.audience.name())
    .bind(token)
    .bind(serde_json::to_string(&rule.body).expect("a rule is plain data"))
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: &RuleId) -> Result<()> {
    sqlx::query("delete from row_rules where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}

fn attribute(row: &AnyRow) -> sqlx::Result<Attribute> {
    Ok(Attribute { name: row.try_get("name")?, value: row.try_get("value")? })
}

/// What is known of a member, by name.
pub async fn attributes(db: &mut Db, team: &TeamId, account: &AccountId) -> Result<Vec<Attribute>> {
    let rows = sqlx::query("select name, value from member_attributes where team_id = $1 and account_id = $2 order by name")
        .bind(team.as_str())
        .bind(account.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(attribute).collect::<sqlx::Result<_>>()?)
}

/// What is known of every member of a team.
pub async fn attributes_of_team(db: &mut Db, team: &TeamId) -> Result<Vec<(AccountId, Attribute)>> {
    let rows = sqlx::query("select account_id, name, value from member_attributes where team_id = $1 order by account_id, name")
        .bind(team.as_str())
        .fetch_all(db)
        .await?;
    let of = |row: &AnyRow| Ok((account_id(row, "account_id")?, attribute(row)?));
    Ok(rows.iter().map(of).collect::<sqlx::Result<_>>()?)
}

/// Sets an attribute of a member.
pub async fn set_attribute(db: &mut Db, team: &TeamId, account: &AccountId, attribute: &Attribute) -> Result<()> {
    sqlx::query(
        "insert into member_attributes (team_id, account_id, name, value) values ($1, $2, $3, $4)
         on conflict (team_id, account_id, name) do update set value = excluded.value",
    )
    .bind(team.as_str())
    .bind(account.as_str())
    .bind(&attribute.name)
    .bind(&attribute.value)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes an attribute away. False when the member has none of this name.
pub async fn delete_attribute(db: &mut Db, team: &TeamId, account: &AccountId, name: &str) -> Result<bool> {
    let done = sqlx::query("delete from member_attributes where team_id = $1 and account_id = $2 and name = $3")
        .bind(team.as_str())
        .bind(account.as_str())
        .bind(name)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
