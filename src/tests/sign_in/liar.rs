//! A provider that speaks the language and lies in it, one lie at a time.

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{net::TcpListener, task::JoinHandle};

/// What is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Nothing: it tells the truth.
    None,
    Nonce,
    NoNonce,
    Audience,
    /// Ours, and another one that we do not know.
    MoreAudiences,
    Expired,
    Issuer,
    NoSubject,
    /// `alg` is none.
    Unsigned,
    /// The signature is of a key that it does not show.
    ForeignKey,
    /// Signed with the secret of the client.
    ClientSecret,
    /// Signed with what everybody can read: the public key.
    PublicKeyAsSecret,
    /// The signature of another token.
    Tampered,
    /// The access token is not the one that the ID token is about.
    AccessToken,
    /// The UserInfo endpoint tells about somebody else.
    OtherPerson,
    NoIdToken,
    Refused,
    TokenIsHtml,
    TokenIsHuge,
    TokenRedirects,
    TokenIsSlow,
    TokenBreaksOff,
}

impl Lie {
    pub const ALL: [Self; 21] = [
        Self::Nonce,
        Self::NoNonce,
        Self::Audience,
        Self::MoreAudiences,
        Self::Expired,
        Self::Issuer,
        Self::NoSubject,
        Self::Unsigned,
        Self::ForeignKey,
        Self::ClientSecret,
        Self::PublicKeyAsSecret,
        Self::Tampered,
        Self::AccessToken,
        Self::OtherPerson,
        Self::NoIdToken,
        Self::Refused,
        Self::TokenIsHtml,
        Self::TokenIsHuge,
        Self::TokenRedirects,
        Self::TokenIsSlow,
        Self::TokenBreaksOff,
    ];
}

/// What it says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfItself {
    Honest,
    OtherIssuer,
    Html,
    Huge,
    Redirect,
    /// Its token endpoint lies where nobody may be asked.
    LinkLocal,
    /// Its token endpoint is another machine, in the clear.
    InTheClear,
}

pub const SECRET: &str = "hunter22 of the client";

struct Inner {
    issuer: String,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    lie: Mutex<Lie>,
    own: Mutex<OfItself>,
    nonce: Mutex<String>,
}

/// Ends with the test.
pub struct Liar {
    inner: Arc<Inner>,
    serving: JoinHandle<()>,
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap()
}

fn packed(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Liar {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Inner {
            issuer,
            key: key(),
            other: key(),
            lie: Mutex::new(Lie::None),
            own: Mutex::new(OfItself::Honest),
            nonce: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(of_itself))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .route("/me", get(person))
            .with_state(Arc::clone(&inner));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { inner, serving }
    }

    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("VIZBOARD_PUBLIC_URL", crate::harness::provider::PUBLIC.to_owned()),
            ("VIZBOARD_OIDC_ISSUER", self.inner.issuer.clone()),
            ("VIZBOARD_OIDC_CLIENT_ID", "vizboard".to_owned()),
            ("VIZBOARD_OIDC_CLIENT_SECRET", SECRET.to_owned()),
        ]
    }

    pub fn lie(&self, lie: Lie) {
        *self.inner.lie.lock().unwrap() = lie;
    }

    pub fn says_of_itself(&self, own: OfItself) {
        *self.inner.own.lock().unwrap() = own;
    }

    /// The nonce that the browser brought.
    pub fn asked(&self, nonce: &str) {
        *self.inner.nonce.lock().unwrap() = nonce.to_owned();
    }
}

fn huge() -> Response {
    // More than anybody keeps, a piece at a time.
    let pieces = futures::stream::iter((0..64).map(|_| Ok::<_, std::io::Error>(vec![b' '; 64 * 1024])));
    ([(header::CONTENT_TYPE, "application/json")], Body::from_stream(pieces)).into_response()
}

fn html() -> Response {
    ([(header::CONTENT_TYPE, "text/html")], "<script>alert(1)</script>").into_response()
}

async fn of_itself(State(inner): State<Arc<Inner>>) -> Response {
    let own = *inner.own.lock().unwrap();
    let issuer = &inner.issuer;
    let (named, token) = match own {
        OfItself::OtherIssuer => ("https://accounts.example.org".to_owned(), format!("{issuer}/token")),
        OfItself::LinkLocal => (issuer.clone(), "http://169.254.169.254/latest/meta-data".to_owned()),
        OfItself::InTheClear => (issuer.clone(), "http://192.0.2.1/token".to_owned()),
        OfItself::Html => return html(),
        OfItself::Huge => return huge(),
        OfItself::Redirect => return (StatusCode::FOUND, [(header::LOCATION, format!("{issuer}/jwks"))]).into_response(),
        OfItself::Honest => (issuer.clone(), format!("{issuer}/token")),
    };
    Json(json!({
        "issuer": named,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": token,
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }))
    .into_response()
}

async fn keys(State(inner): State<Arc<Inner>>) -> Json<Value> {
    let point = inner.key.public_key().as_ref();
    Json(json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "one", "use": "sig", "alg": "ES256",
        "x": packed(&point[1..33]), "y": packed(&point[33..]) }] }))
}

async fn token(State(inner): State<Arc<Inner>>, body: String) -> Response {
    let lie = *inner.lie.lock().unwrap();
    assert!(body.contains("client_secret=hunter22") && body.contains("code_verifier="), "the way that the provider asked for");
    match lie {
        Lie::Refused => return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response(),
        Lie::TokenIsHtml => return html(),
        Lie::TokenIsHuge => return huge(),
        Lie::TokenRedirects => return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/token")]).into_response(),
        Lie::TokenIsSlow => tokio::time::sleep(Duration::from_secs(60)).await,
        Lie::TokenBreaksOff => {
            let pieces = futures::stream::iter([Ok(b"{\"access".to_vec()), Err(std::io::Error::other("gone"))]);
            return ([(header::CONTENT_TYPE, "application/json")], Body::from_stream(pieces)).into_response();
        }
        _ => {}
    }
    let mut answer = json!({ "access_token": "an-access-token", "token_type": "Bearer", "expires_in": 60 });
    if lie != Lie::NoIdToken {
        answer["id_token"] = json!(id_token(&inner, lie));
    }
    Json(answer).into_response()
}

fn id_token(inner: &Inner, lie: Lie) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut claims = json!({
        "iss": inner.issuer, "aud": "vizboard", "sub": "ada-1", "iat": now, "exp": now + 300, "nonce": *inner.nonce.lock().unwrap(),
        "email": "ada@example.org", "email_verified": true,
    });
    match lie {
        Lie::Nonce => claims["nonce"] = json!("another"),
        Lie::NoNonce => drop(claims.as_object_mut().unwrap().remove("nonce")),
        Lie::Audience => claims["aud"] = json!("another-client"),
        Lie::MoreAudiences => claims["aud"] = json!(["vizboard", "another-client"]),
        Lie::Expired => claims["exp"] = json!(now - 3600),
        Lie::Issuer => claims["iss"] = json!("https://accounts.example.org"),
        Lie::NoSubject => claims["sub"] = json!(""),
        Lie::AccessToken => claims["at_hash"] = json!("MTIzNDU2Nzg5MDEyMzQ1Ng"),
        Lie::OtherPerson => drop(claims.as_object_mut().unwrap().remove("email")),
        _ => {}
    }
    let algorithm = match lie {
        Lie::Unsigned => "none",
        Lie::ClientSecret | Lie::PublicKeyAsSecret => "HS256",
        _ => "ES256",
    };
    let head = json!({ "alg": algorithm, "typ": "JWT", "kid": "one" });
    let signed = format!("{}.{}", packed(head.to_string()), packed(claims.to_string()));
    let ecdsa = |key: &EcdsaKeyPair, text: &str| packed(key.sign(&SystemRandom::new(), text.as_bytes()).unwrap());
    let hmac = |secret: &[u8]| packed(ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret), signed.as_bytes()));
    let signature = match lie {
        Lie::Unsigned => String::new(),
        Lie::ForeignKey => ecdsa(&inner.other, &signed),
        Lie::ClientSecret => hmac(SECRET.as_bytes()),
        Lie::PublicKeyAsSecret => hmac(inner.key.public_key().as_ref()),
        Lie::Tampered => ecdsa(&inner.key, "another text"),
        _ => ecdsa(&inner.key, &signed),
    };
    format!("{signed}.{signature}")
}

async fn person() -> Json<Value> {
    Json(json!({ "sub": "eve-1", "email": "ada@example.org", "email_verified": true }))
}
