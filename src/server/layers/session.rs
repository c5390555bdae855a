//! Who calls: the session of the cookie or the bearer token (`api::auth`), before any route is looked at. Not for the
//! questions of monitors: those are answered while the store with the sessions is down.

use crate::{
    api::{auth, health},
    domain::App,
    server::answer::{Face, refuse},
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

pub async fn recognise(State(app): State<App>, request: Request, next: Next) -> Response {
    if health::PATHS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
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
