//! Who asks, as far as the conditions of a rule can name it, and the conditions with those values in them.

use crate::{
    error::Result,
    model::{
        filter::{Condition, Op},
        id::{AccountId, TeamId},
        row_rule::{RuleBody, placeholder},
        value::Value,
    },
    store::{self, Db},
};
use std::collections::BTreeMap;

/// What is known of an account in a team, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Asker(BTreeMap<String, String>);

impl Asker {
    /// An address that nobody showed to be the account's is not known: it could be anybody's.
    pub(super) async fn of(db: &mut Db, account: &AccountId, team: &TeamId) -> Result<Self> {
        let attributes = store::row_rules::attributes(db, team, account).await?;
        let mut known: BTreeMap<String, String> = attributes.into_iter().map(|one| (one.name, one.value)).collect();
        known.insert("id".to_owned(), account.to_string());
        if let Some(row) = store::accounts::by_id(db, account).await? {
            known.insert("username".to_owned(), row.username);
            if store::emails::get(db, account).await?.verified_at.is_some() {
                known.insert("email".to_owned(), row.email);
            } else {
                known.remove("email");
            }
        }
        Ok(Self(known))
    }

    /// The values that stand for one of a condition. Nothing when a placeholder has none.
    fn values(&self, op: Op, value: &Value) -> Option<Vec<Value>> {
        let Some(name) = placeholder(value).ok()? else { return Some(vec![value.clone()]) };
        let known = self.0.get(name)?;
        if op != Op::In {
            return Some(vec![Value::Text(known.clone())]);
        }
        let several: Vec<Value> = split(known).map(|text| Value::Text(text.to_owned())).collect();
        (!several.is_empty()).then_some(several)
    }

    /// The conditions of a rule as they are for this asker, each on its own. Nothing when they show no row: there are
    /// none, or one compares with what is not known.
    pub(super) fn conditions(&self, body: &RuleBody) -> Option<Vec<Condition>> {
        let bound = |condition: &Condition| {
            let values: Option<Vec<Vec<Value>>> = condition.values.iter().map(|value| self.values(condition.op, value)).collect();
            Some(Condition { values: values?.concat(), ..condition.clone() })
        };
        let all: Vec<Condition> = body.conditions.iter().map(bound).collect::<Option<_>>()?;
        (!all.is_empty()).then_some(all)
    }
}

/// The parts of a list between commas.
pub(super) fn split(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker() -> Asker {
        let pairs = [("id", "a1"), ("region", "north, east,"), ("year", "2024"), ("nothing", ", ,")];
        Asker(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    }

    fn body(conditions: &[(&str, Op, &[&str])], any: bool) -> RuleBody {
        let condition = |(column, op, values): &(&str, Op, &[&str])| Condition {
            column: (*column).to_owned(),
            op: *op,
            values: values.iter().map(|value| Value::Text((*value).to_owned())).collect(),
        };
        RuleBody { any, conditions: conditions.iter().map(condition).collect(), kinds: Vec::new() }
    }

    fn texts(conditions: Option<Vec<Condition>>) -> Option<Vec<Vec<String>>> {
        let of = |condition: Condition| condition.values.iter().map(Value::display).collect();
        conditions.map(|all| all.into_iter().map(of).collect())
    }

    #[test]
    fn placeholders_become_values() {
        let rule = body(&[("year", Op::Gte, &["{account.year}"]), ("region", Op::In, &["{account.region}", "west"])], false);
        let expected = vec![vec!["2024".to_owned()], vec!["north".to_owned(), "east".to_owned(), "west".to_owned()]];
        assert_eq!(texts(asker().conditions(&rule)), Some(expected));
        let whole = body(&[("region", Op::Eq, &["{account.region}"])], false);
        assert_eq!(texts(asker().conditions(&whole)), Some(vec![vec!["north, east,".to_owned()]]), "only lists are taken apart");
        let plain = body(&[("ended", Op::IsNull, &[]), ("kind", Op::Ne, &["{x}"])], true);
        assert_eq!(texts(asker().conditions(&plain)), Some(vec![vec![], vec!["{x}".to_owned()]]));
    }

    #[test]
    fn what_is_not_known_shows_nothing() {
        for (conditions, any) in [
            (vec![("owner", Op::Eq, &["{account.missing}"][..])], false),
            // Not the other alternatives either, and not all rows by a negation.
            (vec![("owner", Op::Ne, &["{account.missing}"][..])], false),
            (vec![("open", Op::Eq, &["true"][..]), ("owner", Op::Eq, &["{account.missing}"][..])], true),
            (vec![("owner", Op::In, &["a", "{account.missing}"][..])], false),
            (vec![("owner", Op::In, &["{account.nothing}"][..])], false),
            (vec![("owner", Op::Eq, &["{account.email}"][..])], false),
            (vec![("owner", Op::Eq, &["{account.Wrong}"][..])], false),
            (vec![], false),
            (vec![], true),
        ] {
            assert_eq!(asker().conditions(&body(&conditions, any)), None, "{conditions:?}");
        }
        assert_eq!(Asker::default().conditions(&body(&[("id", Op::Eq, &["{account.id}"])], false)), None, "a link is no account");
    }
}
