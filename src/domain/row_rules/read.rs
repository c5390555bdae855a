//! Rules as they are shown.

use super::{Sight, administered, input, plan::unfollowed, sight::with_wholes};
use crate::{
    domain::{App, Reader, actor::Actor, boards::schemas, filters::columns, projects::access},
    error::{Kind, Result},
    model::{
        board::ColumnInfo,
        engine::EngineKind,
        id::ConnectionId,
        query::Query,
        row_rule::{Audience, Choice, KNOWN, RowRule, RuleName, RuleSource, RulesAnswer, RulesInput, label_of},
        schema::Schema,
        schema_change::SchemaChange,
    },
    store::{self, Db, connections::ConnectionRow, projects::ProjectRow, row_rules::RuleRow, widgets::WidgetRow},
    widgets::{self, Shape},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Most tables of one connection that are offered.
const MOST_TABLES: usize = 2_000;

/// The stored schemas of connections, as far as there are some, and of which engine each is.
struct Schemas(HashMap<ConnectionId, (EngineKind, Arc<Schema>)>);

impl Schemas {
    async fn of(app: &Reader, connections: &[ConnectionRow]) -> Result<Self> {
        let mut known = HashMap::new();
        for row in connections {
            if let Some(schema) = schemas::of(app, row).await? {
                known.insert(row.id.clone(), (row.kind, schema));
            }
        }
        Ok(Self(known))
    }

    fn label(&self, rule: &RuleRow) -> String {
        let table = self.0.get(&rule.connection_id).and_then(|(_, schema)| schema.at(&rule.table));
        label_of(&rule.table, table.map(|table| table.name.as_str()))
    }

    /// Why a rule cannot be followed.
    fn problem(&self, rule: &RuleRow) -> Option<String> {
        let found = self.0.get(&rule.connection_id).and_then(|(engine, schema)| Some((*engine, schema.at(&rule.table)?)));
        let Some((engine, table)) = found else {
            return Some("The table is not in the database any more. It may have another name.".to_owned());
        };
        unfollowed(engine, table, &rule.body.conditions, &rule.body.kinds)
    }

    /// Whether a rule limits the table with this label of its connection.
    fn is_about(&self, rule: &RuleRow, label: &str) -> bool {
        let found = self.0.get(&rule.connection_id).and_then(|(_, schema)| Some((schema, schema.table(label)?)));
        match found {
            Some((schema, table)) => with_wholes(schema, &table.at).any(|at| *at == rule.table),
            // The board may still name what is gone.
            None => self.label(rule) == label,
        }
    }
}

/// `listRowRules`.
pub async fn list(app: &App, actor: &Actor, input: RulesInput) -> Result<RulesAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let (project, connections, rules, team, tokens, subjects, names) = {
        let mut db = app.store.read().await?;
        let project = store::projects::get(&mut db, &id).await?;
        let project = administered(&mut db, actor, project).await?;
        let connections = store::connections::of_project(&mut db, &id).await?;
        let rules = store::row_rules::of_project(&mut db, &id).await?;
        let team = store::teams::get(&mut db, &project.team_id).await?.ok_or_else(access::not_found)?;
        let (tokens, subjects) = subjects(&mut db, &project).await?;
        let attributes = store::row_rules::attributes_of_team(&mut db, &project.team_id).await?;
        let names: BTreeSet<String> = attributes.into_iter().map(|(_, one)| one.name).collect();
        (project, connections, rules, team, tokens, subjects, names)
    };
    let known = Schemas::of(app, &connections).await?;
    let columns = match input.table.as_deref().filter(|table| !table.is_empty()) {
        // Of a table that is gone nothing is known.
        Some(table) => match input::place(app, &id, input.connection_id.as_deref(), Some(table)).await {
            Ok(place) => place.table.columns,
            Err(error) if error.kind == Kind::Invalid => Vec::new(),
            Err(error) => return Err(error),
        },
        None => Vec::new(),
    };
    let mut rules: Vec<RowRule> = rules.iter().map(|rule| shown(rule, &known, &connections, &tokens)).collect();
    rules.sort_by(|a, b| (&a.source, &a.table).cmp(&(&b.source, &b.table)));
    Ok(RulesAnswer {
        title: project.title,
        team_name: team.name,
        rules,
        sources: connections.iter().map(|row| source(row, &known)).collect(),
        columns: columns.into_iter().map(|one| ColumnInfo { name: one.name, short_type: one.short_type, kind: one.kind }).collect(),
        tokens,
        subjects,
        names: KNOWN.map(str::to_owned).into_iter().chain(names).collect(),
    })
}

/// The tokens that name a project, and everybody whose view of it can be tried.
async fn subjects(db: &mut Db, project: &ProjectRow) -> Result<(Vec<Choice>, Vec<Choice>)> {
    let members = store::teams::members(db, &project.team_id).await?;
    let person = |member: &store::teams::MemberRow| Choice {
        id: format!("person:{}", member.account),
        name: format!("{} ({})", member.username, member.role.name()),
    };
    let mut subjects: Vec<Choice> = members.iter().map(person).collect();
    let named: BTreeSet<i64> = store::tokens::permissions_of_team(db, &project.team_id)
        .await?
        .into_iter()
        .filter(|permission| permission.project_id == project.id)
        .map(|permission| permission.token_id)
        .collect();
    let tokens = store::tokens::of_team(db, &project.team_id).await?.into_iter().filter(|token| named.contains(&token.id));
    let tokens: Vec<Choice> =
        tokens.map(|token| Choice { id: Audience::Token(token.id).name(), name: format!("Token {}", token.name) }).collect();
    subjects.extend(tokens.iter().cloned());
    Ok((tokens, subjects))
}

fn source(row: &ConnectionRow, known: &Schemas) -> RuleSource {
    let tables = known.0.get(&row.id).map(|(_, schema)| schema.tables.iter().take(MOST_TABLES).map(|table| table.name.clone()).collect());
    RuleSource {
        connection_id: row.id.clone(),
        title: row.title.clone(),
        kind: row.kind.name().to_owned(),
        tables: tables.unwrap_or_default(),
    }
}

fn shown(rule: &RuleRow, known: &Schemas, connections: &[ConnectionRow], tokens: &[Choice]) -> RowRule {
    let audience = rule.audience.name();
    let token = tokens.iter().find(|token| token.id == audience).map(|token| token.name.clone());
    RowRule {
        source: connections.iter().find(|row| row.id == rule.connection_id).map(|row| row.title.clone()).unwrap_or_default(),
        table: known.label(rule),
        audience_label: token.unwrap_or_else(|| rule.audience.label().to_owned()),
        problem: known.problem(rule),
        id: rule.id.clone(),
        connection_id: rule.connection_id.clone(),
        audience,
        any: rule.body.any,
        conditions: rule.body.conditions.clone(),
    }
}

/// The rules that somebody's sight of a project holds, each in words.
pub(crate) async fn explained(app: &App, project: &ProjectRow, sight: &Sight) -> Result<Vec<String>> {
    let (connections, rules) = {
        let mut db = app.store.read().await?;
        (store::connections::of_project(&mut db, &project.id).await?, store::row_rules::of_project(&mut db, &project.id).await?)
    };
    let known = Schemas::of(app, &connections).await?;
    let applies = |rule: &&RuleRow| sight.rules(&rule.connection_id).any(|id| *id == rule.id);
    let words = |rule: &RuleRow| {
        let rule = shown(rule, &known, &connections, &[]);
        let problem = rule.problem.as_deref().map(|problem| format!(" ({problem} Nothing is shown.)")).unwrap_or_default();
        format!("{} in {}: {}. A rule for: {}.{problem}", rule.table, rule.source, rule.sentence(), rule.audience_label)
    };
    Ok(rules.iter().filter(applies).map(words).collect())
}

/// The rules on a connection that a change of its schema breaks.
pub(crate) fn broken_by(change: &SchemaChange, row: &ConnectionRow, schema: &Schema, rules: &[RuleRow]) -> Vec<RuleName> {
    if !change.takes_away() {
        return Vec::new();
    }
    let is_broken = |rule: &&RuleRow| {
        let Some(table) = schema.at(&rule.table) else { return is_called(rule, &change.table) };
        let names = |column: &str| rule.body.conditions.iter().any(|condition| condition.column == column);
        table.name == change.table
            && change.column.as_deref().is_some_and(names)
            && unfollowed(row.kind, table, &rule.body.conditions, &rule.body.kinds).is_some()
    };
    let own = rules.iter().filter(|rule| rule.connection_id == row.id).filter(is_broken);
    own.map(|rule| RuleName { id: rule.id.clone(), title: format!("{}: {}", rule.audience.label(), rule.table.name) }).collect()
}

/// Whether a table that is gone had this label.
fn is_called(rule: &RuleRow, label: &str) -> bool {
    label == rule.table.label(None) || label == rule.table.label(rule.table.schema.as_deref())
}

/// What stands in settings of the board and has rules: tables by label, and by title saved queries over a connection on which
/// any table has.
pub(crate) async fn limited_tables(app: &App, project: &ProjectRow) -> Result<Vec<String>> {
    let (connections, rules, widgets, queries) = {
        let mut db = app.store.read().await?;
        let rules = store::row_rules::of_project(&mut db, &project.id).await?;
        let connections = store::connections::of_project(&mut db, &project.id).await?;
        let queries = store::queries::of_project(&mut db, &project.id).await?;
        (connections, rules, store::widgets::of_project(&mut db, &project.id).await?, queries)
    };
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let known = Schemas::of(app, &connections).await?;
    let mut limited = BTreeSet::new();
    for widget in &widgets {
        let has_rule = |query: &&Query| rules.iter().any(|rule| query.connection_id.as_ref() == Some(&rule.connection_id));
        let query = widget.configs.query_id().and_then(|id| queries.iter().find(|query| query.id == id));
        limited.extend(query.filter(has_rule).map(|query| query.title.clone()));
        for (connection, label) in shown_by(widget, &connections) {
            if rules.iter().any(|rule| rule.connection_id == *connection && known.is_about(rule, label)) {
                limited.insert(label.to_owned());
            }
        }
    }
    Ok(limited.into_iter().collect())
}

/// The tables that a widget shows, each with the connection that it is read from.
fn shown_by<'a>(widget: &'a WidgetRow, rows: &'a [ConnectionRow]) -> Vec<(&'a ConnectionId, &'a str)> {
    let configs = &widget.configs;
    let subtype = widgets::normalise(&widget.kind, Some(&widget.subtype));
    if subtype.is_ok_and(|(_, subtype)| matches!(subtype.shape, Shape::Join)) {
        // Each table belongs to the connection at its place.
        let side = |(id, label): (&String, &'a String)| {
            let id = ConnectionId::parse(id)?;
            let row = rows.iter().find(|row| row.id == id)?;
            Some((&row.id, label.as_str()))
        };
        return configs.connection_ids.iter().zip(&configs.tables).filter_map(side).collect();
    }
    if configs.query().is_some() {
        return Vec::new();
    }
    let read = columns::read_by(rows, configs);
    configs.labels().into_iter().flat_map(|label| read.iter().map(move |row| (&row.id, label))).collect()
}
