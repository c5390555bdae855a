//! OpenID Connect: the authorization code flow with PKCE, state and nonce, and the whole check of the ID token.

use super::{
    Person, ProviderSettings, Trip,
    outward::{Fault, Outward},
};
use crate::model::access::Secret;
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse,
    SubjectIdentifier, TokenResponse, UserInfoError,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken, CoreIdTokenClaims,
        CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
    },
};
use std::{
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// How long is believed what a provider says of itself.
const LIFETIME: Duration = Duration::from_secs(3600);
/// How long nobody asks again after it could not be asked, so that those who wait do not each wait anew.
const PAUSE: Duration = Duration::from_secs(5);
/// How often an ID token of an unknown key may have the keys read again.
const BETWEEN_KEYS: Duration = Duration::from_secs(10);

/// Signatures that a provider makes with a key of its own. Those made with the secret of the client are not among them,
/// and neither is none at all.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The one way out for the requests of the protocol.
impl<'c> AsyncHttpClient<'c> for Outward {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Fault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// What is known of the provider.
#[derive(Default)]
struct Known {
    metadata: Option<(Arc<CoreProviderMetadata>, Instant)>,
    failed_at: Option<Instant>,
    /// When an unknown key was the reason to ask.
    keys_read_at: Option<Instant>,
}

pub(super) struct OpenId {
    issuer: String,
    scopes: Vec<Scope>,
    client_id: ClientId,
    client_secret: Secret,
    callback: String,
    outward: Outward,
    known: Mutex<Known>,
}

impl OpenId {
    pub(super) fn new(settings: &ProviderSettings, issuer: &str, scopes: &[String], callback: String, outward: Outward) -> Self {
        Self {
            issuer: issuer.to_owned(),
            // The first one comes by itself.
            scopes: scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new).collect(),
            client_id: ClientId::new(settings.client_id.clone()),
            client_secret: settings.client_secret.clone(),
            callback,
            outward,
            known: Mutex::default(),
        }
    }

    pub(super) async fn begin(&self, trip: &Trip) -> Result<String, Fault> {
        let client = self.client(&*self.metadata().await?)?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier(trip));
        let (state, nonce) = (trip.state.clone(), trip.nonce.clone());
        let asked = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scopes(self.scopes.iter().cloned())
            .set_pkce_challenge(challenge);
        Ok(asked.url().0.into())
    }

    pub(super) async fn person(&self, trip: &Trip, code: &str) -> Result<Person, Fault> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata)?;
        let asked = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(Fault::wrong)?;
        let tokens = asked.set_pkce_verifier(verifier(trip)).request_async(&self.outward).await.map_err(token_fault)?;
        let id_token = tokens.id_token().ok_or_else(|| Fault::wrong("the provider gave no ID token: is openid among the scopes?"))?;
        let nonce = Nonce::new(trip.nonce.clone());
        let claims = match check(&client, id_token, &tokens, &nonce) {
            // The provider may sign with a new key by now.
            Err(ClaimsVerificationError::SignatureVerification(error)) if error != SignatureVerificationError::NoSignature => {
                let client = self.client(&*self.metadata_with_new_keys(&metadata).await?)?;
                check(&client, id_token, &tokens, &nonce)
            }
            checked => checked,
        };
        let claims = claims.map_err(|error| Fault::wrong(format!("the ID token is not believed: {}", reason(&error))))?;
        self.described(&client, &tokens, claims).await
    }

    /// Address and name stand in the ID token or, with other providers, only in the answer of the UserInfo endpoint.
    async fn described(&self, client: &Client, tokens: &CoreTokenResponse, claims: &CoreIdTokenClaims) -> Result<Person, Fault> {
        let subject: &SubjectIdentifier = claims.subject();
        if claims.email().is_some() || client.user_info_url().is_none() {
            let names = [
                claims.given_name().and_then(|name| name.get(None)).map(|name| name.as_str()),
                claims.family_name().and_then(|name| name.get(None)).map(|name| name.as_str()),
            ];
            let email = claims.email().map(|email| email.as_str());
            return Person::new(subject.as_str(), email, claims.email_verified() == Some(true), names);
        }
        let asked = client.user_info(tokens.access_token().clone(), Some(subject.clone())).map_err(Fault::wrong)?;
        let info: CoreUserInfoClaims = asked.request_async(&self.outward).await.map_err(|error| match error {
            UserInfoError::Request(fault) => fault,
            UserInfoError::ClaimsVerification(_) => Fault::wrong("the answer about the person is about somebody else"),
            _ => Fault::wrong("the answer about the person cannot be read"),
        })?;
        let names = [
            info.given_name().and_then(|name| name.get(None)).map(|name| name.as_str()),
            info.family_name().and_then(|name| name.get(None)).map(|name| name.as_str()),
        ];
        Person::new(subject.as_str(), info.email().map(|email| email.as_str()), info.email_verified() == Some(true), names)
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Result<Client, Fault> {
        let secret = ClientSecret::new(self.client_secret.expose().to_owned());
        let client = CoreClient::from_provider_metadata(metadata.clone(), self.client_id.clone(), Some(secret));
        let callback = RedirectUrl::new(self.callback.clone()).map_err(Fault::wrong)?;
        // Without a word about it a provider takes the secret in a header (OpenID Connect Discovery, 3).
        let in_header =
            metadata.token_endpoint_auth_methods_supported().is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let way = if in_header { AuthType::BasicAuth } else { AuthType::RequestBody };
        Ok(client.set_redirect_uri(callback).set_auth_type(way))
    }

    /// What the provider says of itself, at most [`LIFETIME`] old.
    async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, Fault> {
        let mut known = self.known.lock().await;
        match &known.metadata {
            Some((metadata, at)) if at.elapsed() < LIFETIME => Ok(Arc::clone(metadata)),
            _ => self.discover(&mut known).await,
        }
    }

    /// The same with keys that are newer than those of `old`, unless they were read for this reason a moment ago.
    async fn metadata_with_new_keys(&self, old: &Arc<CoreProviderMetadata>) -> Result<Arc<CoreProviderMetadata>, Fault> {
        let mut known = self.known.lock().await;
        match &known.metadata {
            // Somebody else has read them meanwhile.
            Some((metadata, _)) if !Arc::ptr_eq(metadata, old) => return Ok(Arc::clone(metadata)),
            Some((metadata, _)) if known.keys_read_at.is_some_and(|at| at.elapsed() < BETWEEN_KEYS) => return Ok(Arc::clone(metadata)),
            _ => {}
        }
        known.keys_read_at = Some(Instant::now());
        self.discover(&mut known).await
    }

    async fn discover(&self, known: &mut Known) -> Result<Arc<CoreProviderMetadata>, Fault> {
        if known.failed_at.is_some_and(|at| at.elapsed() < PAUSE) {
            return Err(Fault::silent("the provider could not be asked a moment ago"));
        }
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(Fault::wrong)?;
        match CoreProviderMetadata::discover_async(issuer, &self.outward).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                known.metadata = Some((Arc::clone(&metadata), Instant::now()));
                known.failed_at = None;
                Ok(metadata)
            }
            Err(error) => {
                known.failed_at = Some(Instant::now());
                Err(match error {
                    DiscoveryError::Request(fault) => fault,
                    DiscoveryError::Response(status, ..) => {
                        Fault::silent(format!("what {} says of itself came with {status}", self.issuer))
                    }
                    // Names the issuer that was expected and the one that was found.
                    DiscoveryError::Validation(text) => Fault::silent(text.escape_debug()),
                    _ => Fault::silent(format!("what {} says of itself cannot be read", self.issuer)),
                })
            }
        }
    }
}

fn verifier(trip: &Trip) -> PkceCodeVerifier {
    PkceCodeVerifier::new(trip.verifier.expose().to_owned())
}

/// Signature, issuer, audience, time, nonce, and that the access token is the one that came with it.
fn check<'a>(
    client: &Client,
    id_token: &'a CoreIdToken,
    tokens: &CoreTokenResponse,
    nonce: &Nonce,
) -> Result<&'a CoreIdTokenClaims, ClaimsVerificationError> {
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES);
    let claims = id_token.claims(&verifier, nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = id_token.signing_alg().map_err(ClaimsVerificationError::SignatureVerification)?;
        let key = id_token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
        let own = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if own.map_err(|error| ClaimsVerificationError::Other(error.to_string()))? != *expected {
            return Err(ClaimsVerificationError::Other("another access token came with it".to_owned()));
        }
    }
    Ok(claims)
}

/// Why, in words that hold nothing of the token: what somebody else wrote into it is not for the log.
fn reason(error: &ClaimsVerificationError) -> String {
    match error {
        ClaimsVerificationError::Expired(_) => "it has expired".to_owned(),
        ClaimsVerificationError::InvalidAudience(_) => "it is for somebody else".to_owned(),
        ClaimsVerificationError::InvalidIssuer(_) => "it is of another issuer".to_owned(),
        ClaimsVerificationError::InvalidNonce(_) => "it belongs to another sign-in".to_owned(),
        ClaimsVerificationError::SignatureVerification(error) => format!("its signature is wrong: {error}"),
        _ => "it has not the required form".to_owned(),
    }
}

/// Nothing of the answer itself: there may be a token in it.
fn token_fault(error: RequestTokenError<Fault, StandardErrorResponse<CoreErrorResponseType>>) -> Fault {
    match error {
        RequestTokenError::Request(fault) => fault,
        RequestTokenError::ServerResponse(refusal) => match refusal.error() {
            CoreErrorResponseType::InvalidClient => Fault::wrong("the client id or its secret is not accepted"),
            CoreErrorResponseType::InvalidGrant => Fault::wrong("the code is not accepted"),
            _ => Fault::wrong("the code cannot be redeemed"),
        },
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Fault::wrong("what came for the code holds no token"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_hold_nothing_of_the_token() {
        let hostile = "\u{1b}[31mhostile".to_owned();
        for error in [
            ClaimsVerificationError::Expired(hostile.clone()),
            ClaimsVerificationError::InvalidAudience(hostile.clone()),
            ClaimsVerificationError::InvalidIssuer(hostile.clone()),
            ClaimsVerificationError::InvalidNonce(hostile.clone()),
            ClaimsVerificationError::Other(hostile.clone()),
        ] {
            assert!(!reason(&error).contains("hostile"), "{error}");
        }
    }
}
