//! What the public page needs. On the server the tiles' data comes along, asked for in parallel.

use crate::{
    actions::{
        Answer,
        public::{get_public_board, get_public_tile},
    },
    model::{
        address::Query,
        drawing::Drawing,
        filter::TableView,
        outcome::Outcome,
        public::{PublicBoard, PublicInput, PublicTileInput},
        time::Timestamp,
    },
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub board: PublicBoard,
    /// In order of the tiles; empty when they ask for themselves.
    pub drawings: Vec<Drawing>,
}

pub async fn load(id: String, query: Query) -> Answer<Bundle> {
    match get_public_board(PublicInput { id_public: Some(id.clone()) }).await? {
        Outcome::Done(board) => {
            let drawings = drawings(&board, &id, &query).await;
            Ok(Outcome::Done(Bundle { board, drawings }))
        }
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[cfg(feature = "ssr")]
async fn drawings(board: &PublicBoard, id: &str, query: &Query) -> Vec<Drawing> {
    let tiles = board.tiles.iter().map(|tile| shown(id.to_owned(), tile.place, crate::model::view_query::decode(query, tile.place)));
    futures::future::join_all(tiles).await
}

#[cfg(not(feature = "ssr"))]
async fn drawings(_: &PublicBoard, _: &str, _: &Query) -> Vec<Drawing> {
    Vec::new()
}

/// What the tile at `place` shows in this view of its table.
pub async fn shown(id: String, place: u32, view: TableView) -> Drawing {
    let failed = |message: String| Drawing::Failed { message, hint: String::new() };
    match get_public_tile(PublicTileInput { id_public: Some(id), place: Some(place), view: Some(view) }).await {
        Ok(Outcome::Done(answer)) => answer.data,
        Ok(Outcome::Failed(failure)) => failed(failure.error),
        Err(error) => failed(error.text),
    }
}

/// The oldest of what is shown, so that the page never claims to be fresher than it is.
pub fn as_of(drawings: &[Drawing]) -> Option<Timestamp> {
    let times = drawings.iter().filter_map(|drawing| match drawing {
        Drawing::Chart(chart) => Some(chart.as_of),
        Drawing::Table(table) => Some(table.as_of),
        _ => None,
    });
    times.min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::drawing::{ChartDrawing, ChartTable};

    #[test]
    fn the_page_is_as_old_as_its_oldest_tile() {
        let chart = |ms| {
            Drawing::Chart(ChartDrawing {
                option: String::new(),
                svg: None,
                table: ChartTable::default(),
                note: String::new(),
                as_of: Timestamp(ms),
            })
        };
        assert_eq!(as_of(&[Drawing::Loading, chart(5), chart(3)]), Some(Timestamp(3)));
        assert_eq!(as_of(&[Drawing::Loading]), None);
    }
}
