//! What one link shows: which widgets, which filters a reader may use, and which are fixed.

use crate::{
    domain::{
        boards::narrowing::{Active, Filters},
        row_rules::Sight,
    },
    error::Result,
    model::{board_filter::BoardFilter, board_view::BoardView, layout::Layout, share_link::LinkRights},
    store::{projects::ProjectRow, widgets::WidgetRow},
    widgets,
};

/// A board as far as a link leads.
pub(super) struct Shown {
    pub project: ProjectRow,
    /// Every widget of the board, in its order: places are those of the board.
    pub widgets: Vec<WidgetRow>,
    pub layout: Layout,
    pub filters: Vec<BoardFilter>,
    pub rights: LinkRights,
    /// Which rows its readers see.
    pub sight: Sight,
    /// Under which its views are counted.
    pub name: String,
}

impl Shown {
    /// Whether all that is fixed exists: a link whose filter is gone shows nothing rather than everything.
    pub(super) fn is_whole(&self) -> bool {
        self.rights.fixed.iter().all(|fixed| !fixed.values.is_empty() && self.filters.iter().any(|filter| filter.id == fixed.filter_id))
    }

    /// The filters that the reader may use, in the order of the board.
    pub(super) fn usable(&self) -> impl Iterator<Item = &BoardFilter> + Clone {
        self.filters.iter().filter(|filter| self.rights.lets_use(&filter.id) && self.rights.fixes(&filter.id).is_none())
    }

    /// What is in force: fixed values whatever the reader says, choices and defaults for the filters that may be used.
    /// Others say nothing.
    pub(super) fn narrowed(&self, view: &BoardView) -> Result<Filters> {
        let fixed = self.rights.fixed.iter().filter_map(|fixed| {
            let filter = self.filters.iter().find(|filter| filter.id == fixed.filter_id)?;
            Some(Active::fixed(filter.clone(), fixed.values.clone()))
        });
        let values = |filter: &BoardFilter| view.values(&filter.name, &filter.default).to_vec();
        let chosen = self.usable().map(|filter| Active::chosen(filter.clone(), values(filter)));
        Filters::of(fixed.chain(chosen).collect())
    }

    /// Whether the reader sees this widget: one that reads data stands under every fixed filter, unless the link says
    /// otherwise.
    pub(super) fn lets_see(&self, row: &WidgetRow, filters: &Filters) -> bool {
        let reads = widgets::normalise(&row.kind, Some(&row.subtype)).is_ok_and(|(_, subtype)| !subtype.is_words());
        !reads || self.rights.untouched || filters.fixed_touch(&row.id)
    }
}
