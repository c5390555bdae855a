//! Who asks for something that is also done for people without an account.

use super::access::Asking;
use crate::domain::{
    actor::{Actor, Client},
    audit::By,
};

#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    pub actor: Option<&'a Actor>,
    pub client: &'a Client,
}

impl<'a> Caller<'a> {
    pub fn new(actor: Option<&'a Actor>, client: &'a Client) -> Self {
        Self { actor, client }
    }

    pub fn asking(self) -> Asking<'a> {
        Asking { actor: self.actor }
    }

    /// For the audit log.
    pub fn by(self) -> By {
        By::whoever(self.actor, self.client)
    }
}
