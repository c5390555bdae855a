//! Widgets: make, change, order.
#![allow(unused_variables, clippy::unused_async)]

use super::{App, actor::Actor};
use crate::{
    error::Result,
    model::{
        outcome::Nothing,
        widget::{MoveInput, ReorderInput, WidgetAnswer, WidgetIdInput, WidgetInput},
    },
};

pub async fn create(app: &App, actor: &Actor, input: WidgetInput) -> Result<WidgetAnswer> {
    todo!()
}

pub async fn update(app: &App, actor: &Actor, input: WidgetInput) -> Result<WidgetAnswer> {
    todo!()
}

pub async fn upsert(app: &App, actor: &Actor, input: WidgetInput) -> Result<WidgetAnswer> {
    todo!()
}

pub async fn delete(app: &App, actor: &Actor, input: WidgetIdInput) -> Result<Nothing> {
    todo!()
}

pub async fn reorder(app: &App, actor: &Actor, input: ReorderInput) -> Result<Nothing> {
    todo!()
}

pub async fn step(app: &App, actor: &Actor, input: MoveInput) -> Result<Nothing> {
    todo!()
}
