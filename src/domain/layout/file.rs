//! Boards as documents: exported, imported, copied whole.

use super::{
    Arranged,
    content::Ids,
    content_of,
    copy::{NOWHERE, with_connections},
    end, filters,
    queries::{self, Known, Taken, with_query},
    versions::Reason,
};
use crate::{
    domain::{App, actor::Actor, projects::access},
    error::{AppError, Result},
    model::{
        board_file::{BoardFile, CopyBoardInput, ExportAnswer, FORMAT, FileConnection, FileWidget, ImportInput, Imported},
        content::{Content, Part},
        id::{ConnectionId, ProjectId, QueryId, WidgetId},
        layout::{Area, Layout, rules},
        project::ProjectInput,
        query::Query,
        role::Right,
    },
    store::{self, connections::ConnectionRow},
    widgets,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Longest document, in bytes.
const LONGEST: usize = 2 * 1024 * 1024;

/// `exportBoard` and `GET /api/projects/{projectId}/board`.
pub async fn export(app: &App, actor: &Actor, input: ProjectInput) -> Result<ExportAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::EditBoard).await?;
    let mut db = app.store.read().await?;
    let rows = crate::domain::widgets::in_order(&project, store::widgets::of_project(&mut db, &id).await?);
    let layout = super::of(&mut db, &project, &rows).await?;
    let connections = store::connections::of_project(&mut db, &id).await?;
    let content = content_of(&rows, &layout);
    let filters = store::filters::of_project(&mut db, &id).await?;
    let shown = |query: &Query| {
        content.widgets.iter().any(|part| part.configs.query_id().as_ref() == Some(&query.id))
            || filters.iter().any(|filter| filter.values_query_id.as_ref() == Some(&query.id))
    };
    let shown: Vec<Query> = store::queries::of_project(&mut db, &id).await?.into_iter().filter(shown).collect();
    if !shown.is_empty() {
        drop(db);
        access::project(app, actor, &id, Right::RunSql).await?;
    }
    let key_of = |id: &str| connections.iter().position(|row| row.id.as_str() == id).map(key);
    let used = |id: &ConnectionId| {
        let named = |part: &Part| {
            let configs = &part.configs;
            configs.connection_id.as_deref() == Some(id.as_str()) || configs.connection_ids.iter().any(|other| other == id.as_str())
        };
        content.widgets.iter().any(named) || shown.iter().any(|query| query.connection_id.as_ref() == Some(id))
    };
    let listed = connections.iter().enumerate().filter(|(_, row)| used(&row.id));
    let listed = listed.map(|(place, row)| FileConnection { key: key(place), title: row.title.clone(), kind: row.kind.name().to_owned() });
    let query_of = |id: &str| {
        let found = shown.iter().find(|query| Some(&query.id) == QueryId::parse(id).as_ref());
        found.map_or_else(|| NOWHERE.to_owned(), |query| query.id.to_string())
    };
    let widgets = content.widgets.iter().cloned().map(|part| written(part, &key_of, &query_of)).collect();
    let is_there = |id: &WidgetId| content.part(id).is_some();
    let filters = filters.into_iter().filter_map(|filter| filters::written(filter, is_there, query_of)).collect();
    let place = |query: &Query| query.connection_id.as_ref().and_then(|id| key_of(id.as_str())).unwrap_or_else(|| NOWHERE.to_owned());
    let document = BoardFile {
        vizboard: FORMAT,
        title: project.title,
        description: project.description,
        connections: listed.collect(),
        queries: shown.iter().map(|query| queries::written(query.clone(), place(query))).collect(),
        filters,
        tabs: content.tabs.clone(),
        widgets,
    };
    Ok(ExportAnswer { document })
}

fn key(place: usize) -> String {
    format!("c{}", place + 1)
}

fn written(part: Part, key_of: &impl Fn(&str) -> Option<String>, query_of: &impl Fn(&str) -> String) -> FileWidget {
    let configs = with_query(part.configs, query_of);
    FileWidget {
        key: part.id.to_string(),
        kind: part.kind,
        subtype: part.subtype,
        title: part.title,
        description: part.description,
        configs: with_connections(configs, |id| key_of(id).unwrap_or_else(|| NOWHERE.to_owned())),
        tab: part.tab,
        area: Some(part.area),
    }
}

/// `importBoard`.
pub async fn import(app: &App, actor: &Actor, input: ImportInput) -> Result<Imported> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    access::project(app, actor, &id, Right::EditBoard).await?;
    let text = input.document.filter(|text| !text.trim().is_empty());
    let file = read(&text.ok_or_else(|| AppError::field("document", "The document of the board is required"))?)?;
    take_in(app, actor, &id, file, &input.connections.unwrap_or_default(), input.replace == Some(true), Known::Changed).await
}

/// `copyBoard`: connections are found by title and kind, saved queries go along; a widget whose connection is not there
/// says so.
pub async fn copy_board(app: &App, actor: &Actor, input: CopyBoardInput) -> Result<Imported> {
    actor.check_user_id(input.user_id.as_deref())?;
    let from = access::project_id(input.from_project_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    access::project(app, actor, &id, Right::EditBoard).await?;
    let mut file = export(app, actor, ProjectInput::of(from.as_str())).await?.document;
    let rows = store::connections::of_project(&mut *app.store.read().await?, &id).await?;
    let missing: Vec<String> =
        file.connections.iter().filter(|wanted| alike(&rows, wanted).is_none()).map(|wanted| wanted.key.clone()).collect();
    file.connections.retain(|wanted| !missing.contains(&wanted.key));
    for widget in &mut file.widgets {
        let configs = std::mem::take(&mut widget.configs);
        widget.configs =
            with_connections(configs, |key| if missing.iter().any(|gone| gone == key) { NOWHERE.into() } else { key.to_owned() });
    }
    for query in file.queries.iter_mut().filter(|query| missing.contains(&query.connection)) {
        NOWHERE.clone_into(&mut query.connection);
    }
    take_in(app, actor, &id, file, &BTreeMap::new(), false, Known::Kept).await
}

fn read(text: &str) -> Result<BoardFile> {
    let refused = |text: String| AppError::field("document", text);
    if text.len() > LONGEST {
        return Err(refused(format!("The document must be at most {} MiB", LONGEST / 1024 / 1024)));
    }
    let json: serde_json::Value =
        serde_json::from_str(text).map_err(|error| refused(format!("The document is not valid JSON: {error}")))?;
    match json.get("vizboard").and_then(serde_json::Value::as_u64) {
        Some(1) => {}
        Some(other) => return Err(refused(format!("The document has format {other}; this version of VizBoard reads format {FORMAT}"))),
        None => return Err(refused("This is no document of a board: it has to begin with \"vizboard\": 1".to_owned())),
    }
    serde_json::from_value(json).map_err(|error| refused(format!("The document does not have the documented form: {error}")))
}

/// The connection of the same title and kind.
fn alike<'a>(rows: &'a [ConnectionRow], wanted: &FileConnection) -> Option<&'a ConnectionRow> {
    rows.iter().find(|row| row.title == wanted.title && row.kind.name() == wanted.kind)
}

/// The id of each connection that the document names.
fn connections(rows: &[ConnectionRow], file: &BoardFile, chosen: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::from([(NOWHERE.to_owned(), NOWHERE.to_owned())]);
    for wanted in &file.connections {
        let field = || format!("connections[{}]", wanted.key);
        let row = match chosen.get(&wanted.key).filter(|id| !id.is_empty()) {
            Some(id) => {
                let known = rows.iter().find(|row| row.id.as_str() == id.to_ascii_lowercase());
                known.ok_or_else(|| AppError::field(field(), "This connection is not part of the project"))?
            }
            None => alike(rows, wanted).ok_or_else(|| {
                let FileConnection { title, kind, .. } = wanted;
                AppError::field(
                    field(),
                    format!("The board reads the connection {title} ({kind}), which this project does not have. Add one with that title, or choose which one to read instead."),
                )
            })?,
        };
        found.insert(wanted.key.clone(), row.id.to_string());
    }
    Ok(found)
}

/// The widget that a key stands for in a project: the one with this id, else always the same new one.
fn id_of(project: &ProjectId, key: &str, known: impl Fn(&WidgetId) -> bool) -> WidgetId {
    let own = || WidgetId::parse(&derived(&format!("{project}/{key}")));
    WidgetId::parse(key).filter(known).or_else(own).unwrap_or_else(WidgetId::new)
}

/// Always the same UUID for a name.
pub(super) fn derived(name: &str) -> String {
    let hash = Sha256::digest(name);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

async fn take_in(
    app: &App,
    actor: &Actor,
    id: &ProjectId,
    mut file: BoardFile,
    chosen: &BTreeMap<String, String>,
    replace: bool,
    known_queries: Known,
) -> Result<Imported> {
    let mut board = Arranged::of_project(app, actor, Some(id.as_str())).await?;
    let rows = store::connections::of_project(&mut board.tx, id).await?;
    let deleted = store::deleted::of_project(&mut board.tx, id).await?;
    let found = connections(&rows, &file, chosen)?;
    let row = |key: &str| found.get(key).and_then(|id| rows.iter().find(|row| row.id.as_str() == id));
    if let Some(query) = file.queries.iter().find(|query| !found.contains_key(&query.connection)) {
        let text = format!("The saved query {} runs on the connection {}, which the document does not list", query.title, query.connection);
        return Err(AppError::field("document", text));
    }
    let files = std::mem::take(&mut file.queries);
    let narrowing = std::mem::take(&mut file.filters);
    let taken = queries::take_in(&mut board.tx, actor, id, files, row, known_queries).await?;
    let now = content_of(&board.rows, &board.layout);
    let known = |id: &WidgetId| now.part(id).is_some() || deleted.iter().any(|row| row.part.id == *id);

    let mut layout = Layout { tabs: tabs(&now, &file, replace), cells: Vec::new() };
    let mut content = Content { tabs: layout.tabs.clone(), widgets: Vec::new() };
    if !replace {
        content.widgets.clone_from(&now.widgets);
        layout.cells.clone_from(&board.layout.cells);
    }
    let (mut created, mut changed) = (0, 0);
    let mut keys: BTreeMap<String, WidgetId> = content.widgets.iter().map(|part| (part.id.to_string(), part.id.clone())).collect();
    for widget in file.widgets {
        let key = widget.key.clone();
        let part = part(widget, id, &found, &taken, &layout, known)?;
        layout = layout.with(&part.tab.clone(), rules::put(&layout.on(&part.tab), &part.id, part.area));
        match now.part(&part.id) {
            None => created += 1,
            Some(old) => changed += u32::from(*old != part),
        }
        content.widgets.retain(|other| other.id != part.id);
        keys.insert(key, part.id.clone());
        content.widgets.push(part);
    }
    let gone = now.widgets.iter().filter(|part| content.part(&part.id).is_none()).count();
    let gone = u32::try_from(gone).unwrap_or(u32::MAX);
    board.become_content(content, Ids::All).await?;
    let filters = filters::Keys { widgets: &keys, queries: &taken };
    let filters = filters::take_in(&mut board.tx, id, narrowing, filters, known_queries, replace).await?;
    board.save(app, actor, layout.settled(), Reason::Imported).await?;
    let queries = match taken.written {
        0 => String::new(),
        1 => ", and a saved query".to_owned(),
        more => format!(", and {more} saved queries"),
    };
    let narrowed = match filters {
        0 => String::new(),
        1 => ", and a filter".to_owned(),
        more => format!(", and {more} filters"),
    };
    let message = format!("Imported: {created} new, {changed} changed, {gone} deleted{queries}{narrowed}");
    Ok(Imported { created, changed, deleted: gone, queries: taken.written, filters, message })
}

/// The tabs of the board with those of the document, which come first when it replaces everything.
fn tabs(now: &Content, file: &BoardFile, replace: bool) -> Vec<crate::model::layout::Tab> {
    if replace && !file.tabs.is_empty() {
        return file.tabs.clone();
    }
    let fresh = file.tabs.iter().filter(|tab| !now.tabs.iter().any(|known| known.id == tab.id));
    now.tabs.iter().chain(fresh).cloned().collect()
}

fn part(
    widget: FileWidget,
    project: &ProjectId,
    found: &BTreeMap<String, String>,
    taken: &Taken,
    layout: &Layout,
    known: impl Fn(&WidgetId) -> bool,
) -> Result<Part> {
    let (kind, subtype) = widgets::normalise(&widget.kind, Some(&widget.subtype))
        .map_err(|error| AppError::field("document", format!("The widget {}: {}", widget.title, error.text)))?;
    let strange = |key: &&String| !found.contains_key(*key);
    let named = widget.configs.connection_id.iter().chain(&widget.configs.connection_ids);
    if let Some(key) = named.into_iter().find(strange) {
        let text = format!("The widget {} reads the connection {key}, which the document does not list", widget.title);
        return Err(AppError::field("document", text));
    }
    if let Some(key) = widget.configs.query().filter(|key| !taken.ids.contains_key(*key)) {
        let text = format!("The widget {} shows the saved query {key}, which the document does not list", widget.title);
        return Err(AppError::field("document", text));
    }
    let tab = layout.tab(Some(&widget.tab));
    let (w, h) = widgets::size(subtype, widget.configs.expanded == Some(true));
    let area = widget.area.unwrap_or_else(|| Area { x: 0, y: end(&layout.on(&tab)), w, h }).fitted();
    let configs = with_query(widget.configs, |key| taken.ids.get(key).cloned().unwrap_or_else(|| NOWHERE.to_owned()));
    Ok(Part {
        id: id_of(project, &widget.key, known),
        kind: kind.name.to_owned(),
        subtype: subtype.name.to_owned(),
        title: widget.title,
        description: widget.description,
        configs: with_connections(configs, |key| found.get(key).cloned().unwrap_or_else(|| NOWHERE.to_owned())),
        tab,
        area,
    })
}
