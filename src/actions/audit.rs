//! The audit log.

use super::{Answer, fields::Fields};
use crate::model::audit::{AuditInput, AuditPage};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::audit,
};

/// Who did what, the newest first: in a project, or everywhere for administrators of the server.
#[server(prefix = "/actions", endpoint = "listAudit", input = Fields)]
pub async fn list_audit(input: AuditInput) -> Answer<AuditPage> {
    answer(async { audit::list(&app()?, &account()?, input).await }.await)
}
