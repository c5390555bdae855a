//! Which sites may show an answer inside their pages: none, but for signed addresses of boards.

use crate::domain::{App, sharing};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

/// Where such addresses are.
pub const PATH: &str = "/embed/";

/// The sites, as the policy of the answer names them.
#[derive(Clone, Debug)]
pub struct FrameAncestors(pub String);

/// Marks the answer of an address that some sites may show.
pub async fn allow(State(app): State<App>, request: Request, next: Next) -> Response {
    let token = request.uri().path().strip_prefix(PATH).map(str::to_owned);
    let mut response = next.run(request).await;
    if let Some(token) = token.filter(|_| response.status().is_success())
        // A store that does not answer lets nobody in.
        && let Ok(sites) = sharing::framed_by(&app, &token).await
        && !sites.is_empty()
    {
        response.extensions_mut().insert(FrameAncestors(sites.join(" ")));
    }
    response
}
