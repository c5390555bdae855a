//! The diagram of a project's tables, for whoever has a link that shows it. Databases are told apart by their number: what
//! their connections are called, and where they are, is nobody's business here.

use super::find::{missing, open};
use crate::{
    domain::{
        Reader,
        actor::Client,
        boards::schemas,
        diagram::{OnPage, on_page},
    },
    error::Result,
    model::{
        diagram::{Choice, SOURCE},
        public::{PublicDiagram, PublicDiagramInput},
    },
    store,
};

/// `getPublicDiagram`. A link that asks for a password first shows nothing but that.
pub async fn public_diagram(app: &Reader, client: &Client, input: PublicDiagramInput) -> Result<PublicDiagram> {
    let Some(shown) = open(app, client, input.id_public.as_deref()).await? else {
        return Ok(PublicDiagram { locked: true, ..PublicDiagram::default() });
    };
    if !shown.rights.diagram {
        return Err(missing("diagram"));
    }
    let rows = store::connections::of_project(&mut *app.records.read().await?, &shown.project.id).await?;
    let with_tables: Vec<_> = rows.iter().filter(|row| row.has_schema).collect();
    let sources = u32::try_from(with_tables.len()).unwrap_or(u32::MAX);
    let nothing = PublicDiagram { title: shown.project.title, sources, ..PublicDiagram::default() };
    let source = input.source.unwrap_or(1).max(1);
    let Some(row) = usize::try_from(source - 1).ok().and_then(|place| with_tables.get(place)) else {
        return if sources == 0 { Ok(nothing) } else { Err(missing("diagram")) };
    };
    let Some(schema) = schemas::of(app, row).await? else { return Ok(nothing) };
    let choice =
        Choice { focus: input.focus.filter(|name| !name.is_empty()), hide: input.hide, names_only: input.names.unwrap_or_default() };
    let OnPage { tables, shown, links, note, svg } = on_page(schema, choice, (SOURCE, source.to_string())).await?;
    Ok(PublicDiagram { source, tables, shown, links, note, svg, ..nothing })
}
