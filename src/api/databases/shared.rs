//! What pages of elsewhere may do with databases.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};

/// The content security policy of an answer that does not have the one of all others.
#[derive(Clone, Debug)]
pub struct OwnPolicy(pub HeaderValue);

/// Lets scripts of any page read what stands below `/readonly/`, as apps in their sandbox do: what anybody may read. Browsers
/// send no cookies with such a request.
pub(super) async fn readable(request: Request, next: Next) -> Response {
    let is_open = [Method::GET, Method::HEAD].contains(request.method()) && request.uri().path().starts_with("/readonly/");
    let mut response = next.run(request).await;
    if is_open {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}
