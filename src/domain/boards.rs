//! Boards: what a project shows.
#![allow(unused_variables, clippy::unused_async)]

use super::{App, actor::Actor};
use crate::{
    error::Result,
    model::{
        board::{BoardAnswer, TablesAnswer, TablesInput, WidgetDataAnswer},
        project::ProjectInput,
        widget::WidgetDataInput,
    },
};

pub async fn board(app: &App, actor: &Actor, input: ProjectInput) -> Result<BoardAnswer> {
    todo!()
}

pub async fn tables(app: &App, actor: &Actor, input: TablesInput) -> Result<TablesAnswer> {
    todo!()
}

pub async fn widget_data(app: &App, actor: &Actor, input: WidgetDataInput) -> Result<WidgetDataAnswer> {
    todo!()
}
