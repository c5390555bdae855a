//! GitHub, or an Enterprise Server: OAuth 2, and three questions to its interfaces.

use super::{
    Person, ProviderSettings, Trip,
    outward::{Fault, Outward},
};
use crate::model::access::Secret;
use hyper::{
    Request,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use openidconnect::{PkceCodeChallenge, PkceCodeVerifier};
use serde::{Deserialize, de::DeserializeOwned};
use url::form_urlencoded::Serializer;

/// What is asked for: who somebody is, and their addresses.
const SCOPES: &str = "read:user user:email";
const PUBLIC: &str = "https://github.com";

pub(super) struct GitHub {
    site: String,
    api: String,
    client_id: String,
    client_secret: Secret,
    callback: String,
    outward: Outward,
}

/// Either a token or, with the same status, a refusal.
#[derive(Deserialize)]
struct Redeemed {
    #[serde(default, deserialize_with = "crate::model::given::secret::deserialize")]
    access_token: Option<Secret>,
}

#[derive(Deserialize)]
struct User {
    id: u64,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Address {
    email: String,
    #[serde(default)]
    primary: bool,
    #[serde(default)]
    verified: bool,
}

impl GitHub {
    pub(super) fn new(settings: &ProviderSettings, site: &str, callback: String, outward: Outward) -> Self {
        // An Enterprise Server has its interface below its own address.
        let api = if site == PUBLIC { "https://api.github.com".to_owned() } else { format!("{site}/api/v3") };
        Self {
            site: site.to_owned(),
            api,
            client_id: settings.client_id.clone(),
            client_secret: settings.client_secret.clone(),
            callback,
            outward,
        }
    }

    pub(super) fn begin(&self, trip: &Trip) -> Result<String, Fault> {
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(trip.verifier.expose().to_owned()));
        let query = Serializer::new(String::new())
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("scope", SCOPES)
            .append_pair("state", &trip.state)
            .append_pair("code_challenge", challenge.as_str())
            .append_pair("code_challenge_method", "S256")
            .finish();
        Ok(format!("{}/login/oauth/authorize?{query}", self.site))
    }

    pub(super) async fn person(&self, trip: &Trip, code: &str) -> Result<Person, Fault> {
        let form = Serializer::new(String::new())
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose())
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("code_verifier", trip.verifier.expose())
            .finish();
        let request = Request::post(format!("{}/login/oauth/access_token", self.site))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.into_bytes());
        let redeemed: Redeemed = self.answer("the token endpoint", request).await?;
        let token = redeemed.access_token.ok_or_else(|| Fault::wrong("the code is not accepted"))?;
        let user: User = self.read("/user", &token).await?;
        let addresses: Vec<Address> = self.read("/user/emails", &token).await?;
        let primary = addresses.iter().find(|address| address.primary);
        let (email, is_verified) = (primary.map(|one| one.email.as_str()), primary.is_some_and(|one| one.verified));
        // One name; its last word is taken for the last name.
        let name = user.name.as_deref().map(str::trim).unwrap_or_default();
        let (first, last) = name.rsplit_once(' ').map_or((name, None), |(first, last)| (first, Some(last)));
        Person::new(&user.id.to_string(), email, is_verified, [Some(first), last])
    }

    async fn read<T: DeserializeOwned>(&self, path: &str, token: &Secret) -> Result<T, Fault> {
        let request = Request::get(format!("{}{path}", self.api))
            .header(ACCEPT, "application/vnd.github+json")
            .header(AUTHORIZATION, format!("Bearer {}", token.expose()))
            .body(Vec::new());
        self.answer(path, request).await
    }

    async fn answer<T: DeserializeOwned>(&self, what: &str, request: hyper::http::Result<Request<Vec<u8>>>) -> Result<T, Fault> {
        // A token with a line break, for one, makes no header.
        let request = request.map_err(|_| Fault::wrong(format!("{what} cannot be asked")))?;
        let answer = self.outward.ask(request).await?;
        match answer.status().as_u16() {
            200 => {
                serde_json::from_slice(answer.body()).map_err(|_| Fault::wrong(format!("{what} answered something else than documented")))
            }
            status @ (429 | 500..) => Err(Fault::silent(format!("{what} answered {status}"))),
            status => Err(Fault::wrong(format!("{what} answered {status}"))),
        }
    }
}
