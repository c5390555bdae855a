//! What a written widget says, checked: names, settings by themselves, and settings against the stored schemas.

use crate::{
    domain::{
        App,
        boards::{queried, schemas},
        connections::primary,
        plan,
        row_rules::Sight,
    },
    error::{AppError, Kind, Result},
    model::{
        id::{ConnectionId, ProjectId},
        rules,
        schema::Schema,
        widget::{Configs, WidgetInput},
    },
    store::{self, connections::ConnectionRow, widgets::WidgetRow},
    widgets::{self, Shape, Subtype},
};

/// A widget whose names and settings hold by themselves.
pub(crate) struct Wanted {
    /// Its settings name something that was not named before: [`check_places`] has to look whether it is there.
    pub reads_anew: bool,
    pub kind: &'static widgets::Kind,
    pub subtype: &'static Subtype,
    pub title: String,
    pub description: Option<String>,
    pub configs: Configs,
}

impl Wanted {
    /// The given fields over those of `old`. A new widget needs a type and a title.
    pub(crate) fn of(old: Option<&WidgetRow>, input: WidgetInput) -> Result<Self> {
        let (kind, subtype) = names(old, input.kind.as_deref(), input.subtype.as_deref())?;
        let title = input.title.or_else(|| old.map(|old| old.title.clone())).unwrap_or_default().trim().to_owned();
        rules::widget_title(&title)?;
        let description = match input.description {
            Some(text) => Some(text).filter(|text| !text.is_empty()),
            None => old.and_then(|old| old.description.clone()),
        };
        description.as_deref().map_or(Ok(()), rules::widget_description)?;
        let stored = old.map(|old| old.configs.clone()).unwrap_or_default();
        let is_given = input.configs.is_some();
        let configs = input.configs.unwrap_or_else(|| stored.clone());
        // A widget without settings is one that is not set up yet: its tile says so.
        let is_set_up = is_given || configs != Configs::default();
        if is_set_up && (is_given || old.is_none_or(|old| old.subtype != subtype.name)) {
            widgets::check(subtype, &configs)?;
        }
        let same = old.is_some_and(|old| reads_alike(old, subtype) && what_is_read(&stored) == what_is_read(&configs));
        Ok(Self { reads_anew: is_set_up && !same, kind, subtype, title, description, configs })
    }
}

/// The kind and subtype that are asked for. What is not named stays as it is, as far as it fits what is named.
fn names(old: Option<&WidgetRow>, kind: Option<&str>, subtype: Option<&str>) -> Result<(&'static widgets::Kind, &'static Subtype)> {
    let subtype = subtype.filter(|name| !name.trim().is_empty());
    let kept = old.map(|old| old.subtype.as_str());
    match (kind, subtype, old) {
        (Some(kind), None, Some(_)) => widgets::normalise(kind, kept).or_else(|_| widgets::normalise(kind, None)),
        (Some(kind), subtype, _) => widgets::normalise(kind, subtype),
        // A subtype alone stays within the kind.
        (None, subtype, Some(old)) => widgets::normalise(&old.kind, subtype.or(kept)),
        (None, _, None) => Err(AppError::field("type", "Type is required")),
    }
}

/// Whether the fields that this subtype reads are those that the widget read so far.
fn reads_alike(old: &WidgetRow, subtype: &Subtype) -> bool {
    let discriminant = |subtype: &Subtype| std::mem::discriminant(&subtype.shape);
    widgets::normalise(&old.kind, Some(&old.subtype)).is_ok_and(|(_, old)| discriminant(old) == discriminant(subtype))
}

/// The settings without what only decides how it looks.
fn what_is_read(configs: &Configs) -> Configs {
    let mut read = Configs { expanded: None, text: None, format: None, pagination: None, page_size: None, ..configs.clone() };
    read.connection_id = read.connection_id.filter(|id| !id.is_empty());
    read.columns.iter_mut().for_each(|column| column.header = None);
    read
}

/// Checks that what the settings name is there: connections of this project, and, where a schema is stored, tables
/// and columns. Without a stored schema the tile says later what is missing. `sight` is of who names it.
pub(crate) async fn check_places(app: &App, project: &ProjectId, subtype: &Subtype, configs: &Configs, sight: &Sight) -> Result<()> {
    if let (Shape::Image | Shape::Embed, Some(address)) = (subtype.shape, configs.address.as_deref()) {
        return app.embeds.check(address);
    }
    if !(subtype.is_chart() || subtype.is_table()) {
        return Ok(());
    }
    let rows = store::connections::of_project(&mut *app.store.read().await?, project).await?;
    if matches!(subtype.shape, Shape::IntegratedTable | Shape::Difference) {
        for (place, id) in configs.connection_ids.iter().enumerate() {
            let row = named(&rows, &format!("configs[connectionIds][{place}]"), id)?;
            check_tables(app, row, subtype, configs).await?;
        }
        return Ok(());
    }
    if matches!(subtype.shape, Shape::Join) {
        // Each table belongs to the connection at its place.
        for (place, id) in configs.connection_ids.iter().enumerate() {
            let row = named(&rows, &format!("configs[connectionIds][{place}]"), id)?;
            check_tables(app, row, subtype, &side_of_join(configs, place)).await?;
        }
        return Ok(());
    }
    if let Some(query) = configs.query() {
        return check_query(app, &rows, query, subtype, configs, sight).await;
    }
    let row = match configs.connection_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => Some(named(&rows, "configs[connectionId]", id)?),
        None => primary(&rows),
    };
    match row {
        Some(row) => check_tables(app, row, subtype, configs).await,
        None => Ok(()),
    }
}

/// A query whose database does not answer is no reason to refuse: the tile says it.
async fn check_query(app: &App, rows: &[ConnectionRow], query: &str, subtype: &Subtype, configs: &Configs, sight: &Sight) -> Result<()> {
    match queried::schema(app, rows, query, false, sight).await {
        Ok(result) if result.tables.iter().any(|table| widgets::asks_unknown(configs, table)) => Ok(()),
        Ok(result) => check_schema("this project", &result, subtype, configs),
        Err(error) if error.kind == Kind::NotFound => {
            Err(AppError::field("configs[source][query]", "This saved query is not part of the project"))
        }
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Forbidden) => {
            Err(AppError { field: Some("configs[source][query]".into()), ..error })
        }
        Err(error) if error.kind == Kind::Database => Ok(()),
        Err(error) => Err(error),
    }
}

/// The settings of a join as far as they are about one of its tables.
pub(crate) fn side_of_join(configs: &Configs, place: usize) -> Configs {
    let key_columns = if place == 0 { configs.key_columns.clone() } else { configs.other_key_columns.clone() };
    Configs { tables: configs.tables.get(place).cloned().into_iter().collect(), key_columns, columns: Vec::new(), ..configs.clone() }
}

fn named<'a>(rows: &'a [ConnectionRow], field: &str, id: &str) -> Result<&'a ConnectionRow> {
    let id = ConnectionId::parse(id);
    rows.iter().find(|row| Some(&row.id) == id.as_ref()).ok_or_else(|| AppError::field(field, "This connection is not part of the project"))
}

async fn check_tables(app: &App, row: &ConnectionRow, subtype: &Subtype, configs: &Configs) -> Result<()> {
    match schemas::of(app, row).await? {
        Some(schema) => check_schema(&row.title, &schema, subtype, configs),
        None => Ok(()),
    }
}

/// Whether the tables and columns that the settings name are in the schema of the connection with this title.
pub(crate) fn check_schema(title: &str, schema: &Schema, subtype: &Subtype, configs: &Configs) -> Result<()> {
    let missing = |field: &str, table: &str| {
        AppError::field(field, format!("There is no table {table} in {title}. Choose another, or regenerate the schemas."))
    };
    if subtype.is_chart() {
        let name = configs.label();
        let table = schema.table(name).ok_or_else(|| missing("configs[tableName]", name))?;
        let request = widgets::chart_request(subtype, configs, table)?;
        // What only the database's side of it can tell: time zones, values of conditions.
        return plan::chart(table, &request, &[]).map(drop);
    }
    for (place, name) in configs.table_labels().into_iter().enumerate() {
        let table = schema.table(name).ok_or_else(|| missing(&format!("configs[tables][{place}]"), name))?;
        let name = table.spoken();
        // The chosen columns are those of the table that is shown first; the others show theirs as far as they have them.
        if place == 0 {
            for (place, column) in configs.columns.iter().enumerate() {
                table.column(&column.field).ok_or_else(|| {
                    let text = format!("There is no column {} in {name}. Choose another, or regenerate the schemas.", column.field);
                    AppError::field(format!("configs[columns][{place}][field]"), text)
                })?;
            }
            for (place, name) in configs.key_columns.iter().enumerate().filter(|_| matches!(subtype.shape, Shape::Difference | Shape::Join))
            {
                let text = format!("There is no key column {name}. Choose another, or regenerate the schemas.");
                table.column(name).ok_or_else(|| AppError::field(format!("configs[keyColumns][{place}]"), text))?;
            }
        }
    }
    Ok(())
}
