//! Marks that a reader chose, as filters of the board for as long as they are chosen: each narrows the widgets that show
//! its column, of the same name and kind in a table of the same connection.

use super::narrowing::Active;
use crate::{
    domain::{
        Reader,
        filters::columns::{self, Known},
        plan,
        row_rules::Sight,
    },
    error::{AppError, Result},
    model::{
        board_filter::RANGE,
        filter::{Condition, Op},
        id::WidgetId,
        mark::{How, MOST_MARKS, Mark, MarkChoice},
        value::{Kind, Value},
    },
    store::{self, projects::ProjectRow, widgets::WidgetRow},
    widgets,
};

/// # Errors
/// `Invalid` for a mark that its chart does not have: nobody but an address can name one.
pub(super) async fn chosen(app: &Reader, project: &ProjectRow, marks: &[MarkChoice], sight: &Sight) -> Result<Vec<Active>> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    if marks.len() > MOST_MARKS {
        return Err(AppError::field("board[marks]", format!("At most {MOST_MARKS} marks of charts can be chosen at once")));
    }
    let rows = store::widgets::of_project(&mut *app.records.read().await?, &project.id).await?;
    let known = columns::all(app, project, sight).await?;
    let gone = |choice: &MarkChoice| {
        let text = "The chart has no such mark any more. Remove it from the filters of the board and choose another.";
        AppError::field(format!("m.{}", choice.widget_id), text)
    };
    marks.iter().map(|choice| active(choice, &rows, &known).ok_or_else(|| gone(choice))).collect()
}

fn active(MarkChoice { widget_id, mark }: &MarkChoice, rows: &[WidgetRow], known: &[Known]) -> Option<Active> {
    let id = WidgetId::parse(widget_id)?;
    let configs = &rows.iter().find(|row| row.id == id)?.configs;
    let question = widgets::question(configs);
    // Nothing can be found out about columns that the chart does not show.
    question.groups.iter().find(|group| group.column == mark.column)?;
    let table = configs.label();
    let own = known.iter().find(|one| one.target.widget_id == id && one.target.table == table && one.target.column == mark.column)?;
    let conditions = conditions(mark, own.kind, question.time_zone.as_deref())?;
    let connection = own.connections.first()?;
    let alike = |one: &&Known| one.target.column == mark.column && one.kind == own.kind && one.connections.contains(connection);
    let targets = known.iter().filter(alike).map(|one| one.target.clone()).collect();
    Some(Active::mark(mark.column.clone(), targets, conditions))
}

/// What a mark means for a column of this kind.
fn conditions(mark: &Mark, kind: Kind, zone: Option<&str>) -> Option<Vec<Condition>> {
    let condition = |op: Op, value: Option<&str>| Condition {
        column: mark.column.clone(),
        op,
        values: value.map(|value| Value::Text(value.to_owned())).into_iter().collect(),
    };
    let between = |from: &str, to: &str| vec![condition(Op::Gte, Some(from)), condition(Op::Lt, Some(to))];
    match (mark.how, mark.how.grain()) {
        (_, Some(grain)) => plan::period(&mark.value, grain, kind, zone).map(|(from, to)| between(&from, &to)),
        (How::Eq, _) => Some(vec![condition(Op::Eq, Some(&mark.value))]),
        (How::IsNull, _) => Some(vec![condition(Op::IsNull, None)]),
        (How::Range, _) if kind.is_numeric() => mark.value.split_once(RANGE).map(|(from, to)| between(from, to)),
        _ => None,
    }
}
