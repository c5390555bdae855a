//! Public links.
#![allow(unused_variables, clippy::unused_async)]

use super::{
    App,
    actor::{Actor, Client},
};
use crate::{
    error::Result,
    model::{
        project::{Visibility, VisibilityInput},
        public::{PublicBoard, PublicInput, PublicTileAnswer, PublicTileInput},
    },
};

pub async fn set_visibility(app: &App, actor: &Actor, input: VisibilityInput) -> Result<Visibility> {
    todo!()
}

pub async fn public_board(app: &App, client: &Client, input: PublicInput) -> Result<PublicBoard> {
    todo!()
}

pub async fn public_tile(app: &App, client: &Client, input: PublicTileInput) -> Result<PublicTileAnswer> {
    todo!()
}
