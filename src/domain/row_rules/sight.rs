//! Which rows somebody sees: the one door through which every read of people's databases goes. A read that was not
//! [permitted](Sight::permit) cannot be begun, so that no caller can forget the rules.

use super::{asker::Asker, plan::Limited};
use crate::{
    domain::{Reader, actor::Actor, boards::schemas},
    error::{AppError, Result},
    model::{
        engine::EngineKind,
        filter::Condition,
        id::{AccountId, ConnectionId, RuleId},
        plan::Plan,
        row_rule::Audience,
        schema::{Schema, TableRef},
        team_role::TeamRole,
        value::Kind,
    },
    store::{self, Db, connections::ConnectionRow, projects::ProjectRow, row_rules::RuleRow},
};
use std::sync::Arc;

/// A plan as its reader may have it carried out. Nothing else is read.
#[derive(Clone, Debug)]
pub(crate) struct Permitted(Plan);

impl Permitted {
    pub(crate) fn plan(&self) -> &Plan {
        &self.0
    }

    pub(crate) fn into_plan(self) -> Plan {
        self.0
    }
}

/// The rules for somebody in a project, with the values of who asks in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sight {
    limits: Arc<[Limit]>,
}

/// One rule with its values.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    pub rule: RuleId,
    pub connection: ConnectionId,
    pub table: TableRef,
    pub any: bool,
    /// Nothing: no row.
    pub conditions: Option<Vec<Condition>>,
    /// As the rule has them, by place.
    pub kinds: Vec<Kind>,
}

impl Sight {
    /// Every row: for administrators of a team, who compare with it what others see.
    pub(crate) fn whole() -> Self {
        Self::default()
    }

    /// What the caller sees. A token has the rules for tokens and those of whoever made it, and of the account that came
    /// along with it.
    pub(crate) async fn of(db: &mut Db, actor: &Actor, project: &ProjectRow) -> Result<Self> {
        match &actor.token {
            None => Self::of_member(db, &actor.account, project).await,
            Some(token) => Self::of_token(db, token.id, &actor.account, token.beside.as_ref(), project).await,
        }
    }

    /// What a member of the team sees.
    pub(crate) async fn of_member(db: &mut Db, account: &AccountId, project: &ProjectRow) -> Result<Self> {
        let rules = store::row_rules::of_project(db, &project.id).await?;
        let mut limits = Vec::new();
        as_member(db, account, project, &rules, &mut limits).await?;
        Ok(Self { limits: limits.into() })
    }

    pub(crate) async fn of_token(
        db: &mut Db,
        token: i64,
        author: &AccountId,
        beside: Option<&AccountId>,
        project: &ProjectRow,
    ) -> Result<Self> {
        let rules = store::row_rules::of_project(db, &project.id).await?;
        let mut limits = Vec::new();
        if !rules.is_empty() {
            let asker = Asker::of(db, author, &project.team_id).await?;
            gather(&rules, &[Audience::Tokens, Audience::Token(token)], &asker, &mut limits);
            for account in std::iter::once(author).chain(beside) {
                as_member(db, account, project, &rules, &mut limits).await?;
            }
        }
        Ok(Self { limits: limits.into() })
    }

    /// What readers of a link see: what an editor sees of whom nothing is known. Editors choose what a board shows, so
    /// that they could else show themselves by a link what is hidden from them.
    pub(crate) async fn of_link(db: &mut Db, project: &ProjectRow) -> Result<Self> {
        let rules = store::row_rules::of_project(db, &project.id).await?;
        let mut limits = Vec::new();
        gather(&rules, &[Audience::Editors], &Asker::default(), &mut limits);
        Ok(Self { limits: limits.into() })
    }

    fn on<'a>(&'a self, connection: &'a ConnectionId) -> impl Iterator<Item = &'a Limit> {
        self.limits.iter().filter(move |limit| limit.connection == *connection)
    }

    /// The rules that apply on a connection.
    pub(super) fn rules<'a>(&'a self, connection: &'a ConnectionId) -> impl Iterator<Item = &'a RuleId> {
        self.on(connection).map(|limit| &limit.rule)
    }

    /// Whether a rule is about this table itself.
    pub(super) fn limits(&self, connection: &ConnectionId, table: &TableRef) -> bool {
        self.on(connection).any(|limit| same(&limit.table, table))
    }

    /// Whether fewer rows than all are seen of any table of a connection. Then no number of rows is to be told of it: a table
    /// that is limited may have another name now.
    pub(crate) fn limits_any(&self, connection: &ConnectionId) -> bool {
        self.on(connection).next().is_some()
    }

    /// # Errors
    /// `Forbidden` where a rule limits anything of the connection: the rows that a statement of a person's own gives
    /// cannot be told apart.
    pub(crate) fn lets_run(&self, connection: &ConnectionId) -> Result<()> {
        match self.limits_any(connection) {
            false => Ok(()),
            true => Err(AppError::forbidden(
                "Row rules limit what you see of this database, and the rows of a statement cannot be told apart. \
                 Show its tables instead, or ask an administrator of the team.",
            )),
        }
    }

    /// # Errors
    /// `Forbidden` where a rule limits which rows of the table that `plan` reads are seen: a change could meet others.
    pub(crate) async fn lets_write(&self, app: &Reader, row: &ConnectionRow, plan: &Plan) -> Result<()> {
        let permitted = self.permit(app, row, plan.clone()).await?;
        if permitted.plan() == plan {
            return Ok(());
        }
        Err(AppError::forbidden(
            "A row rule limits which rows of this table you see, so you cannot change any of them. Ask an administrator of the team.",
        ))
    }

    /// The plan with the rules inside, under whatever it groups, counts, sorts or searches.
    ///
    /// # Errors
    /// `Forbidden` when it runs a person's own words, and when a rule names what is not there any more: then nothing is
    /// shown rather than everything.
    pub(crate) async fn permit(&self, app: &Reader, row: &ConnectionRow, plan: Plan) -> Result<Permitted> {
        if !self.limits_any(&row.id) {
            return Ok(Permitted(plan));
        }
        let Some(at) = plan.table().cloned() else {
            self.lets_run(&row.id)?;
            return Ok(Permitted(plan));
        };
        let schema = schemas::of(app, row).await?.ok_or_else(|| stale(&row.title))?;
        let wholes: Vec<&TableRef> = with_wholes(&schema, &at).collect();
        // The other engines tell tables apart by capitals.
        let folds = matches!(row.kind, EngineKind::Sqlite | EngineKind::Hosted);
        let mut limits = Vec::new();
        for limit in self.on(&row.id) {
            let exact = schema.at(&limit.table).is_some();
            let here = if exact { wholes.contains(&&limit.table) } else { folds && same(&limit.table, &at) };
            if here {
                let table = schema.at(&at).ok_or_else(|| stale(&row.title))?;
                limits.push(Limited { limit, engine: row.kind, table }.plan()?);
            } else if !(exact || folds && schema.tables.iter().any(|table| same(&limit.table, &table.at))) {
                // It may have another name now, under which no rule would hold.
                return Err(stale(&row.title));
            }
        }
        Ok(Permitted(plan.limited(limits)))
    }
}

/// As SQLite compares names: by all but the capitals of ASCII.
fn same(one: &TableRef, other: &TableRef) -> bool {
    let folded = |schema: &Option<String>| schema.as_deref().map(str::to_ascii_lowercase);
    one.name.eq_ignore_ascii_case(&other.name) && folded(&one.schema) == folded(&other.schema)
}

/// A table, and those that it is a partition of, over however many levels. They have the same columns, and what is hidden of
/// the whole is hidden of its parts.
pub(super) fn with_wholes<'a>(schema: &'a Schema, at: &'a TableRef) -> impl Iterator<Item = &'a TableRef> {
    let whole = move |at: &&'a TableRef| schema.at(at)?.partition_of.as_ref();
    std::iter::successors(Some(at), whole).take(schema.tables.len() + 1)
}

fn stale(title: &str) -> AppError {
    AppError::forbidden(format!(
        "A row rule is about a table that is no longer in {title}, so nothing of {title} is shown to those whom it limits. An administrator \
         of the team can change the rule or delete it."
    ))
}

/// The rules for a member by the role; for an administrator none.
async fn as_member(db: &mut Db, account: &AccountId, project: &ProjectRow, rules: &[RuleRow], limits: &mut Vec<Limit>) -> Result<()> {
    if rules.is_empty() {
        return Ok(());
    }
    let audience = match store::teams::role(db, &project.team_id, account).await? {
        Some(TeamRole::Admin) => return Ok(()),
        Some(TeamRole::Editor) => Audience::Editors,
        Some(TeamRole::Viewer) | None => Audience::Viewers,
    };
    let asker = Asker::of(db, account, &project.team_id).await?;
    gather(rules, &[audience], &asker, limits);
    Ok(())
}

/// The rules for these audiences, and for each table that has none for them those for everybody else. A name with other
/// capitals may be another table: then both hold.
fn gather(rules: &[RuleRow], audiences: &[Audience], asker: &Asker, limits: &mut Vec<Limit>) {
    let is_own = |rule: &&RuleRow| audiences.contains(&rule.audience);
    let alike = |one: &RuleRow, other: &RuleRow| one.connection_id == other.connection_id && one.table == other.table;
    let has_own = |rule: &RuleRow| rules.iter().filter(is_own).any(|own| alike(own, rule));
    for rule in rules {
        if is_own(&rule) || (rule.audience == Audience::Others && !has_own(rule)) {
            limits.push(Limit {
                rule: rule.id.clone(),
                connection: rule.connection_id.clone(),
                table: rule.table.clone(),
                any: rule.body.any,
                conditions: asker.conditions(&rule.body),
                kinds: rule.body.kinds.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        id::ProjectId,
        row_rule::RuleBody,
        schema::{Table, sample},
    };

    fn rule(name: &str, audience: Audience) -> RuleRow {
        let connection = ConnectionId::parse("6f9619ff-8b86-4011-b42d-00cf4fc964ff").expect("an id");
        RuleRow {
            id: RuleId::new(),
            project_id: ProjectId::new(),
            connection_id: connection,
            table: TableRef { schema: None, name: name.into() },
            audience,
            body: RuleBody::default(),
        }
    }

    fn chosen(rules: &[RuleRow], audiences: &[Audience]) -> Vec<String> {
        let mut limits = Vec::new();
        gather(rules, audiences, &Asker::default(), &mut limits);
        assert!(limits.iter().all(|limit| limit.conditions.is_none()), "a rule without conditions shows nothing");
        limits.into_iter().map(|limit| limit.table.name).collect()
    }

    #[test]
    fn everybody_else_is_who_has_no_rule_of_their_own() {
        let rules = [
            rule("orders", Audience::Viewers),
            rule("orders", Audience::Others),
            rule("Pay", Audience::Others),
            rule("pay", Audience::Token(3)),
            rule("stock", Audience::Others),
            rule("stock", Audience::Tokens),
        ];
        assert_eq!(chosen(&rules, &[Audience::Viewers]), ["orders", "Pay", "stock"]);
        assert_eq!(chosen(&rules, &[Audience::Editors]), ["orders", "Pay", "stock"]);
        let token = chosen(&rules, &[Audience::Tokens, Audience::Token(3)]);
        assert_eq!(token, ["orders", "Pay", "pay", "stock"], "one of other capitals may be another table");
        assert_eq!(chosen(&rules, &[Audience::Tokens, Audience::Token(4)]), ["orders", "Pay", "stock"]);
        assert_eq!(chosen(&[], &[Audience::Viewers]), Vec::<String>::new());
    }

    #[test]
    fn names_of_tables_are_compared_as_sqlite_does() {
        let at = |schema: Option<&str>, name: &str| TableRef { schema: schema.map(str::to_owned), name: name.into() };
        assert!(same(&at(None, "Orders"), &at(None, "orders")) && same(&at(Some("A"), "o"), &at(Some("a"), "O")));
        assert!(!same(&at(Some("a"), "o"), &at(None, "o")) && !same(&at(None, "orders2"), &at(None, "orders")));
        assert!(!same(&at(None, "Été"), &at(None, "été")), "letters beyond ASCII are told apart");
    }

    #[test]
    fn a_partition_is_part_of_all_above_it() {
        let part = |name: &str, of: &str| Table { partition_of: Some(sample::at(of)), ..sample::table(name, Vec::new()) };
        let tables = vec![sample::table("sales", Vec::new()), part("sales_eu", "sales"), part("sales_eu_2024", "sales_eu")];
        let schema = Schema { tables, ..Schema::default() };
        let names = |name: &str| with_wholes(&schema, &sample::at(name)).map(|at| at.name.clone()).collect::<Vec<_>>();
        assert_eq!(names("sales_eu_2024"), ["sales_eu_2024", "sales_eu", "sales"]);
        assert_eq!((names("sales"), names("unknown")), (vec!["sales".to_owned()], vec!["unknown".to_owned()]));
        let endless = Schema { tables: vec![part("a", "b"), part("b", "a")], ..Schema::default() };
        assert_eq!(with_wholes(&endless, &sample::at("a")).count(), 3, "whatever a server says, it ends");
    }
}
