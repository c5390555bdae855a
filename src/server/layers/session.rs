//! Who calls: the session of the cookie or the bearer token (`api::auth`), before any route is looked at.

use crate::{
    api::auth,
    domain::App,
    server::answer::{Face, refuse},
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

pub async fn recognise(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match auth::recognise(&app, &mut parts).await {
        Ok(visit) => {
            let mut response = next.run(Request::from_parts(parts, body)).await;
            visit.finish(&app, &mut response);
            response
        }
        Err(error) => refuse(Face::of(&parts), &error),
    }
}
