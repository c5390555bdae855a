//! The values of a filter's list, asked for by whoever reads the board.

use crate::{
    actions::{filters::filter_values, public::get_public_filter_values},
    model::{
        board_filter::FilterFace,
        board_view::{BoardView, FilterValuesInput, ValueList},
        outcome::Outcome,
        public::PublicFilterValuesInput,
    },
};
#[cfg(feature = "ssr")]
use {
    crate::model::{address::Query, board_view},
    std::collections::BTreeMap,
};

/// The values, or why they cannot be told.
pub type Values = Result<ValueList, String>;

/// Who asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Whose {
    /// Somebody who may see the project with this id.
    Project(String),
    /// Whoever has this link.
    Link(String),
}

/// Some values of a filter that hold `search`, beside these choices for the others.
pub async fn values(whose: Whose, name: String, search: String, board: BoardView) -> Values {
    let (name, search, board) = (Some(name), Some(search), Some(board));
    let answer = match whose {
        Whose::Project(id) => {
            filter_values(FilterValuesInput { project_id: Some(id), name, search, board, ..FilterValuesInput::default() }).await
        }
        Whose::Link(id) => {
            let input = PublicFilterValuesInput { id_public: Some(id), name, search, board, ..PublicFilterValuesInput::default() };
            get_public_filter_values(input).await
        }
    };
    match answer {
        Ok(Outcome::Done(list)) => Ok(list),
        Ok(Outcome::Failed(failure)) => Err(failure.error),
        Err(error) => Err(error.text),
    }
}

/// What a filter's values depend on: the choices for the filters that it names.
pub fn dependencies(filter: &FilterFace, view: &BoardView) -> BoardView {
    let choices = view.only(|name| filter.depends_on.iter().any(|depends| depends == name));
    // Marks narrow widgets, not lists.
    BoardView { marks: Vec::new(), ..choices }
}

/// The values of every list, for a page that is being made; in the browser each list asks for its own.
#[cfg(feature = "ssr")]
pub async fn all(whose: &Whose, filters: &[FilterFace], query: &Query) -> BTreeMap<String, Values> {
    let view = board_view::decode(query);
    let lists = filters.iter().filter(|filter| filter.kind.has_list()).map(|filter| {
        let search = query.get(&board_view::search_key(&filter.name)).unwrap_or_default().to_owned();
        let asked = values(whose.clone(), filter.name.clone(), search, dependencies(filter, &view));
        async { (filter.name.clone(), asked.await) }
    });
    futures::future::join_all(lists).await.into_iter().collect()
}
