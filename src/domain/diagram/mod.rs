//! The entity diagram of a connection's stored schema: chosen tables, laid out in layers, drawn, or written as text.

mod cards;
mod dbml;
mod layers;
pub mod layout;
mod mermaid;
mod order;
mod pack;
mod place;
mod svg;

use super::{App, actor::Actor, boards::schemas, catalogue, lettering::file_name};
use crate::{
    engines::ddl,
    error::{AppError, Result},
    model::{
        diagram::{CONNECTION, Choice, Diagram, DiagramInput, DiagramTable, Format},
        engine::EngineKind,
        schema::{Schema, Table, TableRef},
    },
    script::Painter,
    store::connections::ConnectionRow,
};
use cards::Card;
use layout::Layout;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Most tables of one drawing.
const MOST: usize = 2_000;

/// An edge of a layout, from one node to another, with how far below each node's top it ends.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub from_end: f64,
    pub to_end: f64,
}

impl Edge {
    fn reversed(self) -> Self {
        Self { from: self.to, to: self.from, from_end: self.to_end, to_end: self.from_end }
    }
}

/// A foreign key between two cards.
struct Link {
    parent: usize,
    child: usize,
    /// At most one row of the child leads to one of the parent.
    unique: bool,
    /// A row of the child may lead to none.
    optional: bool,
    /// The key in words.
    words: String,
}

/// Tables with their places.
struct Drawn<'a> {
    cards: Vec<Card<'a>>,
    links: Vec<Link>,
    layout: Layout,
}

/// The tables of a schema that are shown, in its order.
pub fn chosen<'a>(schema: &'a Schema, choice: &Choice) -> Vec<&'a Table> {
    let hidden: HashSet<&str> = choice.hide.iter().map(String::as_str).collect();
    let focus = choice.focus.as_deref().and_then(|name| schema.table(name));
    let near = |table: &Table| {
        focus.is_none_or(|focus| {
            let joins = |a: &Table, b: &Table| a.foreign_keys.iter().any(|key| key.references == b.at);
            table.at == focus.at || joins(table, focus) || joins(focus, table)
        })
    };
    let is_focus = |table: &Table| focus.is_some_and(|focus| focus.at == table.at);
    schema.tables.iter().filter(|table| is_focus(table) || (near(table) && !hidden.contains(table.name.as_str()))).collect()
}

fn draw<'a>(tables: &[&'a Table], names_only: bool) -> Drawn<'a> {
    let cards: Vec<Card<'a>> = tables.iter().map(|table| Card::of(table, names_only)).collect();
    let places: HashMap<&TableRef, usize> = tables.iter().enumerate().map(|(at, table)| (&table.at, at)).collect();
    let (mut links, mut edges) = (Vec::new(), Vec::new());
    for (child, table) in tables.iter().enumerate() {
        for key in &table.foreign_keys {
            let Some(parent) = places.get(&key.references).copied() else { continue };
            let (ours, theirs) = (key.columns.join(", "), key.referenced_columns.join(", "));
            let words = format!("{} ({ours}) → {} ({theirs})", table.name, tables[parent].name);
            links.push(Link { parent, child, unique: cards::is_unique(table, key), optional: cards::is_optional(table, key), words });
            edges.push(Edge {
                from: parent,
                to: child,
                from_end: cards[parent].end(&key.referenced_columns),
                to_end: cards[child].end(&key.columns),
            });
        }
    }
    let sizes: Vec<(f64, f64)> = cards.iter().map(|card| (card.width, card.height)).collect();
    let layout = layout::layout(&sizes, &edges);
    Drawn { cards, links, layout }
}

/// The drawing of these tables as a file.
pub fn drawing(tables: &[&Table], names_only: bool) -> String {
    svg::file(&draw(tables, names_only))
}

/// `getDiagram`.
pub async fn diagram(app: &App, actor: &Actor, input: DiagramInput) -> Result<Diagram> {
    let (project, rows) = catalogue::connections(app, actor, input.project_id.as_deref(), input.user_id.as_deref()).await?;
    let sources = rows.iter().map(|row| catalogue::source(app, row)).collect();
    let mut diagram =
        Diagram { title: project.title, sources, connection_id: None, tables: Vec::new(), shown: 0, links: 0, note: None, svg: None };
    let Some((row, schema)) = source(app, &rows, input.connection_id.as_deref()).await? else { return Ok(diagram) };
    diagram.connection_id = Some(row.id.clone());
    let OnPage { tables, shown, links, note, svg } = on_page(schema, input.choice(), (CONNECTION, row.id.to_string())).await?;
    Ok(Diagram { tables, shown, links, note, svg, ..diagram })
}

/// What a page shows of a schema.
pub(crate) struct OnPage {
    /// Every table, also those that are not drawn.
    pub tables: Vec<DiagramTable>,
    pub shown: u32,
    pub links: u32,
    pub note: Option<String>,
    pub svg: Option<String>,
}

/// The chosen tables drawn for a page, on which `source` names the schema: a key of the address and its value.
pub(crate) async fn on_page(schema: Arc<Schema>, choice: Choice, source: (&'static str, String)) -> Result<OnPage> {
    let work = move || {
        let mut tables = chosen(&schema, &choice);
        let shown: HashSet<&TableRef> = tables.iter().map(|table| &table.at).collect();
        let listed = listed(&schema, &shown);
        let note = limited(&mut tables);
        let drawn = draw(&tables, choice.names_only);
        let focus = |name: &str| {
            let near = Choice { focus: Some(name.to_owned()), ..choice.clone() };
            format!("?{}", near.query(Some((source.0, &source.1))))
        };
        let svg = (!tables.is_empty()).then(|| svg::page(&drawn, &svg::Ways { focus: &focus }));
        OnPage { tables: listed, shown: count(tables.len()), links: count(drawn.links.len()), note, svg }
    };
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)
}

/// The named connection with its schema, else the first that has one.
async fn source<'a>(app: &App, rows: &'a [ConnectionRow], id: Option<&str>) -> Result<Option<(&'a ConnectionRow, Arc<Schema>)>> {
    let named = id.filter(|id| !id.is_empty()).map(|id| catalogue::named(rows, id)).transpose()?;
    let Some(row) = named.or_else(|| rows.iter().find(|row| row.has_schema)) else { return Ok(None) };
    Ok(schemas::of(app, row).await?.map(|schema| (row, schema)))
}

/// Every table with how much leads to and from it.
fn listed(schema: &Schema, shown: &HashSet<&TableRef>) -> Vec<DiagramTable> {
    let mut links: HashMap<&TableRef, u32> = HashMap::new();
    for table in &schema.tables {
        for key in &table.foreign_keys {
            *links.entry(&table.at).or_default() += 1;
            *links.entry(&key.references).or_default() += 1;
        }
    }
    let one = |table: &Table| DiagramTable {
        name: table.name.clone(),
        links: links.get(&table.at).copied().unwrap_or_default(),
        shown: shown.contains(&table.at),
    };
    schema.tables.iter().map(one).collect()
}

/// Leaves out what is too much for one drawing, and says so.
fn limited(tables: &mut Vec<&Table>) -> Option<String> {
    let all = tables.len();
    tables.truncate(MOST);
    (all > MOST).then(|| format!("Only the first {MOST} of {all} tables are drawn. Choose a table to see it with its neighbours."))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A diagram to take along.
pub struct Export {
    /// Without its ending; letters, digits and dashes.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// `GET /api/projects/{projectId}/diagram`.
pub async fn export(app: &App, actor: &Actor, input: DiagramInput, format: Format) -> Result<Export> {
    let (_, rows) = catalogue::connections(app, actor, input.project_id.as_deref(), None).await?;
    let none = || AppError::not_found("No schema found for this project");
    let (row, schema) = source(app, &rows, input.connection_id.as_deref()).await?.ok_or_else(none)?;
    let (choice, kind, title, painter) = (input.choice(), row.kind, row.title.clone(), app.painter.clone());
    let work = move || {
        let tables = chosen(&schema, &choice);
        if tables.is_empty() {
            return Err(AppError::invalid("No table is shown, so there is nothing to take along."));
        }
        Ok(Export { name: file_name(&title, "schema"), bytes: written(&painter, &tables, &choice, kind, format)? })
    };
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?
}

fn written(painter: &Painter, tables: &[&Table], choice: &Choice, kind: EngineKind, format: Format) -> Result<Vec<u8>> {
    match format {
        Format::Svg => Ok(drawing(tables, choice.names_only).into_bytes()),
        Format::Png => {
            let too_large = |text: String| AppError::invalid(format!("{text} Take the SVG, or show fewer tables."));
            painter.png(&drawing(tables, choice.names_only)).map_err(too_large)
        }
        Format::Sql => ddl::script(kind, tables).map(String::into_bytes).map_err(|error| AppError::invalid(error.to_string())),
        Format::Dbml => Ok(dbml::document(tables).into_bytes()),
        Format::Mermaid => Ok(mermaid::document(tables).into_bytes()),
    }
}

#[cfg(test)]
mod tests;
