//! By whom people may sign in.

use super::{parse, sources::Values};
use crate::{
    model::access::Secret,
    providers::{ProviderSettings, Speaks},
};

/// What Google calls itself (its document of OpenID Connect).
const GOOGLE: &str = "https://accounts.google.com";

/// In the order of their buttons.
pub(super) fn read(values: &mut Values) -> Vec<ProviderSettings> {
    [openid(values), google(values), github(values)].into_iter().flatten().collect()
}

fn openid(values: &mut Values) -> Option<ProviderSettings> {
    let issuer = values.parse_optional("VIZBOARD_OIDC_ISSUER", parse::issuer);
    let scopes = values.parse("VIZBOARD_OIDC_SCOPES", parse::scopes);
    let name = values.parse("VIZBOARD_OIDC_NAME", parse::label);
    let named = values.text("VIZBOARD_OIDC_ISSUER").is_some();
    let client = client(values, ["VIZBOARD_OIDC_CLIENT_ID", "VIZBOARD_OIDC_CLIENT_SECRET"]);
    if named != client.is_some() {
        values
            .complain("Set all of VIZBOARD_OIDC_ISSUER, VIZBOARD_OIDC_CLIENT_ID, VIZBOARD_OIDC_CLIENT_SECRET, or none of them".to_owned());
    }
    let (client_id, client_secret) = client?;
    Some(ProviderSettings { key: "oidc", name, client_id, client_secret, speaks: Speaks::OpenId { issuer: issuer?, scopes } })
}

fn google(values: &mut Values) -> Option<ProviderSettings> {
    let (client_id, client_secret) = client(values, ["VIZBOARD_GOOGLE_CLIENT_ID", "VIZBOARD_GOOGLE_CLIENT_SECRET"])?;
    let scopes = vec!["email".to_owned(), "profile".to_owned()];
    let speaks = Speaks::OpenId { issuer: GOOGLE.to_owned(), scopes };
    Some(ProviderSettings { key: "google", name: "Google".to_owned(), client_id, client_secret, speaks })
}

fn github(values: &mut Values) -> Option<ProviderSettings> {
    let site = values.parse("VIZBOARD_GITHUB_URL", parse::site);
    let (client_id, client_secret) = client(values, ["VIZBOARD_GITHUB_CLIENT_ID", "VIZBOARD_GITHUB_CLIENT_SECRET"])?;
    Some(ProviderSettings { key: "github", name: "GitHub".to_owned(), client_id, client_secret, speaks: Speaks::GitHub { site } })
}

fn client(values: &mut Values, names: [&'static str; 2]) -> Option<(String, Secret)> {
    match names.map(|name| values.text(name)) {
        [Some(id), Some(secret)] => Some((id.trim().to_owned(), Secret::new(secret.trim()))),
        [None, None] => None,
        _ => {
            values.complain(format!("Set both {} and {}, or neither", names[0], names[1]));
            None
        }
    }
}
