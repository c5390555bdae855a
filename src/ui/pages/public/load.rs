//! What the public page needs. On the server the tiles' data comes along, asked for in parallel.

use crate::{
    actions::{
        Answer,
        public::{get_public_board, get_public_tile},
    },
    model::{
        address::Query,
        board_view::BoardView,
        drawing::Drawing,
        filter::TableView,
        outcome::Outcome,
        public::{PublicBoard, PublicInput, PublicTileInput},
        time::Timestamp,
    },
    ui::filters::values::Values,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub board: PublicBoard,
    /// Those of the tab on show, by place; empty when the tiles ask for themselves.
    pub drawings: Vec<(u32, Drawing)>,
    /// The values of the filters with a list, by name.
    pub values: BTreeMap<String, Values>,
}

pub async fn load(id: String, query: Query) -> Answer<Bundle> {
    match get_public_board(PublicInput { id_public: Some(id.clone()) }).await? {
        Outcome::Done(board) => {
            let bundle = Bundle { board, drawings: Vec::new(), values: BTreeMap::new() };
            Ok(Outcome::Done(with_data(bundle, id, query).await))
        }
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[cfg(feature = "ssr")]
async fn with_data(mut bundle: Bundle, id: String, query: Query) -> Bundle {
    use crate::{
        model::{board_view, view_query},
        ui::filters::values::{self, Whose},
    };
    let (view, whose, tab) = (board_view::decode(&query), Whose::Link(id.clone()), bundle.board.tab(&query));
    let tiles = bundle.board.tiles.iter().filter(|tile| tile.tab == tab).map(|tile| {
        let drawing = shown(id.clone(), tile.place, view_query::decode(&query, tile.place), view.clone());
        async { (tile.place, drawing.await) }
    });
    let data = futures::future::join(futures::future::join_all(tiles), values::all(&whose, &bundle.board.filters, &query)).await;
    (bundle.drawings, bundle.values) = data;
    bundle
}

#[cfg(not(feature = "ssr"))]
async fn with_data(bundle: Bundle, _: String, _: Query) -> Bundle {
    bundle
}

/// What the tile at `place` shows in this view of its table and its board.
pub async fn shown(id: String, place: u32, view: TableView, board: BoardView) -> Drawing {
    let failed = |message: String| Drawing::Failed { message, hint: String::new() };
    match get_public_tile(PublicTileInput { id_public: Some(id), place: Some(place), view: Some(view), board: Some(board) }).await {
        Ok(Outcome::Done(answer)) => answer.data,
        Ok(Outcome::Failed(failure)) => failed(failure.error),
        Err(error) => failed(error.text),
    }
}

/// The oldest of what is shown, so that the page never claims to be fresher than it is.
pub fn as_of(drawings: &[(u32, Drawing)]) -> Option<Timestamp> {
    let times = drawings.iter().filter_map(|(_, drawing)| match drawing {
        Drawing::Chart(chart) => Some(chart.as_of),
        Drawing::Table(table) => Some(table.as_of),
        _ => None,
    });
    times.min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        drawing::{ChartDrawing, ChartTable},
        mark::Marks,
    };

    #[test]
    fn the_page_is_as_old_as_its_oldest_tile() {
        let chart = |ms| {
            Drawing::Chart(ChartDrawing {
                option: String::new(),
                svg: None,
                table: ChartTable::default(),
                marks: Marks::default(),
                note: String::new(),
                as_of: Timestamp(ms),
            })
        };
        assert_eq!(as_of(&[(0, Drawing::Loading), (1, chart(5)), (2, chart(3))]), Some(Timestamp(3)));
        assert_eq!(as_of(&[(0, Drawing::Loading)]), None);
    }
}
