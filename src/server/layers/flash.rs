//! The notice that follows a plain form: a cookie of a minute, read by the next page and removed with it.

use super::headers::Https;
use crate::{
    model::flash::{Flash, is_secret_field},
    server::pages,
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

const COOKIE: &str = "vizboard_flash";
/// Bytes of the cookie's value; browsers keep 4 KiB with name and attributes.
const LONGEST: usize = 3 * 1024;

/// Gives the page its notice, and removes the cookie once a page was made of it.
pub async fn read(State(https): State<Https>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some(value) = pages::cookie(&parts, COOKIE).map(str::to_owned) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    if let Some(flash) = decode(&value) {
        parts.extensions.insert(flash);
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // A redirect hands the notice on to the page it leads to.
    if is_page && !response.status().is_redirection() {
        response.headers_mut().append(header::SET_COOKIE, cookie("", 0, https));
    }
    response
}

/// The header that hands `flash` to the next page.
pub fn set(flash: Flash, https: Https) -> HeaderValue {
    cookie(&encode(flash), 60, https)
}

fn cookie(value: &str, seconds: u32, Https(https): Https) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let text = format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).expect("base64 is plain ASCII")
}

/// Leaves out secrets, then the longest values until it fits.
fn encode(mut flash: Flash) -> String {
    flash.values.retain(|name, _| !is_secret_field(name));
    loop {
        let json = serde_json::to_vec(&flash).expect("texts serialise");
        let text = URL_SAFE_NO_PAD.encode(json);
        if text.len() <= LONGEST {
            return text;
        }
        let longest = flash.values.iter().max_by_key(|(name, value)| name.len() + value.len()).map(|(name, _)| name.clone());
        match longest {
            Some(name) => drop(flash.values.remove(&name)),
            None => flash = shortened(flash),
        }
    }
}

/// A notice whose texts alone are too long.
fn shortened(flash: Flash) -> Flash {
    let cut = |text: Option<String>| text.map(|text| text.chars().take(200).collect());
    Flash { form: cut(flash.form), error: cut(flash.error), field: cut(flash.field), message: cut(flash.message), ..Flash::default() }
}

fn decode(text: &str) -> Option<Flash> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_survives_but_secrets_and_long_texts_do_not() {
        let mut flash = Flash { form: Some("createProjectWithConnections".into()), error: Some("ä".into()), ..Flash::default() };
        flash.values.insert("title".into(), "Sales; \"2026\" – ok\r\n".into());
        flash.values.insert("description".into(), "x".repeat(5000));
        flash.values.insert("connections[0][password]".into(), "hunter22".into());
        let text = encode(flash);
        assert!(text.len() <= LONGEST);
        let back = decode(&text).expect("it reads back");
        assert_eq!(back.values.into_iter().collect::<Vec<_>>(), [("title".to_owned(), "Sales; \"2026\" – ok\r\n".to_owned())]);
        assert_eq!(back.error.as_deref(), Some("ä"));
    }

    #[test]
    fn it_always_fits() {
        let text = encode(Flash { error: Some("€".repeat(9000)), form: Some("f".repeat(9000)), ..Flash::default() });
        assert!(text.len() <= LONGEST);
        assert!(decode(&text).is_some());
        assert!(decode("%%%").is_none() && decode("e30").is_some_and(|flash| flash == Flash::default()));
    }
}
