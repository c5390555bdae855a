//! Connections.
#![allow(unused_variables, clippy::unused_async)]

use super::{App, actor::Actor};
use crate::{
    error::Result,
    model::{
        connection::{DeleteConnectionInput, TestAnswer, TestConnectionInput},
        outcome::Message,
    },
};

pub async fn test(app: &App, actor: &Actor, input: TestConnectionInput) -> Result<TestAnswer> {
    todo!()
}

pub async fn delete(app: &App, actor: &Actor, input: DeleteConnectionInput) -> Result<Message> {
    todo!()
}
