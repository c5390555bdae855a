//! A person's statement: as a whole, or in the place of a table.

use super::Statement;
use crate::{
    engines::{
        dialect::Dialect,
        words::{self, Class},
    },
    model::{
        engine::{EngineError, Step},
        plan::PlanSource,
        statement::{StatementPart, StatementPlan},
        value::Value,
    },
};

/// Whose words a statement consists of. A session that ran a person's words is closed after them, and names in them are
/// looked up as the database does for everybody.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    Ours,
    /// Ours around a person's.
    Around,
    /// A person's alone; its columns are not known yet.
    Personal(Personal),
}

/// What must be known of a person's statement beside its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Personal {
    pub class: Class,
    /// Only its columns are wanted.
    pub describe: bool,
    /// Characters in front of the person's text.
    pub lead: usize,
    /// How long each part is in the text and as it was written, in characters.
    lengths: Vec<(usize, usize)>,
}

impl Personal {
    /// The place in the person's text of a place in the statement, both in characters from 0.
    pub fn place(&self, at: usize) -> Option<usize> {
        let mut left = at.checked_sub(self.lead)?;
        let mut place = 0;
        for (here, written) in &self.lengths {
            if left < *here {
                return Some(place + if here == written { left } else { 0 });
            }
            left -= here;
            place += written;
        }
        Some(place)
    }
}

/// The text of a statement with the dialect's placeholders, and what is bound there.
pub(super) fn statement(plan: &StatementPlan, dialect: Dialect, describe: bool) -> Result<Statement, EngineError> {
    let class = words::admit(dialect, plan)?;
    let mut params = Vec::new();
    let parts: Vec<String> = plan.parts.iter().map(|part| rendered(part, dialect, &mut params)).collect();
    let length = |text: &str| text.chars().count();
    let lengths = parts.iter().zip(&plan.parts).map(|(here, part)| (length(here), length(&part.written()))).collect();
    let origin = Origin::Personal(Personal { class, describe, lead: 0, lengths });
    Ok(Statement { text: parts.concat(), params, columns: Vec::new(), origin })
}

fn rendered(part: &StatementPart, dialect: Dialect, params: &mut Vec<Value>) -> String {
    let (kind, values) = match part {
        StatementPart::Text(text) => return text.clone(),
        StatementPart::Value { kind, values, .. } => (*kind, values),
    };
    let mut places = Vec::with_capacity(values.len());
    for value in values {
        let (place, value) = dialect.given(params.len() + 1, value, kind);
        params.push(value);
        places.push(place);
    }
    if places.is_empty() { "NULL".to_owned() } else { places.join(", ") }
}

/// What stands in front of a statement, and what it selects from.
pub(super) struct Source {
    pub with: String,
    pub table: String,
}

/// A person's statement is named in front: that gives each of its columns the name by which the plan knows it, also
/// where its own names are empty or alike. It stands on lines of its own, since it may end in a comment.
pub(super) fn source(source: &PlanSource, dialect: Dialect, params: &mut Vec<Value>) -> Result<Source, EngineError> {
    let source = match source {
        PlanSource::Table(table) => return Ok(Source { with: String::new(), table: dialect.table(table)? }),
        PlanSource::Statement(source) => source,
    };
    if words::admit(dialect, &source.statement)? != Class::Query {
        let hint = "Build the tile on a query that begins with SELECT or WITH.";
        return Err(EngineError::new(Step::Query, "Only the result of a query can be grouped, filtered or sorted.", hint));
    }
    let mut names = Vec::with_capacity(source.columns.len());
    for name in &source.columns {
        names.push(dialect.ident(name)?);
    }
    let text: String = source.statement.parts.iter().map(|part| rendered(part, dialect, params)).collect();
    Ok(Source { with: format!("WITH q({}) AS (\n{text}\n) ", names.join(", ")), table: "q".into() })
}
