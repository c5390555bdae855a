//! Requests to providers: no redirect is followed, certificates are checked, the address that was checked is the one
//! connected to, and neither a slow nor an endless answer holds anything up.

use crate::error::{AppError, Result};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request, Response, Uri,
    header::{HOST, HeaderValue, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::Semaphore,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto, pki_types::ServerName},
};
use tokio_util::task::AbortOnDropHandle;

/// Whether an address may be connected to.
pub type Allows = Arc<dyn Fn(SocketAddr) -> bool + Send + Sync>;

/// Longest wait for one connection.
const CONNECT: Duration = Duration::from_secs(3);
/// Longest wait for a whole answer.
const WHOLE: Duration = Duration::from_secs(8);
/// Most requests at once.
const AT_ONCE: usize = 16;
/// Most bytes of an answer.
const LARGEST: usize = 512 * 1024;

/// Why somebody could not be asked, or why their answer is not believed. For the log: nothing secret stands in it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It may work later.
    #[error("{0}")]
    Silent(String),
    #[error("{0}")]
    Wrong(String),
}

impl Fault {
    pub(super) fn silent(text: impl std::fmt::Display) -> Self {
        Self::Silent(text.to_string())
    }

    pub(super) fn wrong(text: impl std::fmt::Display) -> Self {
        Self::Wrong(text.to_string())
    }
}

/// The client. Cheap to clone.
#[derive(Clone)]
pub(super) struct Outward {
    tls: TlsConnector,
    allows: Allows,
    /// Strangers can have providers asked: so many requests are under way at most.
    turns: Arc<Semaphore>,
}

impl Outward {
    /// Trusts the certificate authorities of the system.
    pub(super) fn new(allows: Allows) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            tracing::warn!("no certificate authorities were found: install the package ca-certificates, or no provider can be asked");
        }
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(AppError::internal)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), allows, turns: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// Sends a request with a whole address and reads the whole answer, whatever its status.
    pub(super) async fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Fault> {
        let turn = tokio::time::timeout(WHOLE, self.turns.acquire()).await.ok().and_then(Result::ok);
        let _turn = turn.ok_or_else(|| Fault::silent("too many sign-ins are under way"))?;
        let host = request.uri().host().unwrap_or_default().to_owned();
        let answer = tokio::time::timeout(WHOLE, self.exchange(request)).await;
        answer.unwrap_or_else(|_| Err(Fault::silent(format!("{host} did not answer within {} seconds", WHOLE.as_secs()))))
    }

    async fn exchange(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Fault> {
        let (mut parts, body) = request.into_parts();
        let authority = parts.uri.authority().ok_or_else(|| Fault::wrong("an address names no host"))?.clone();
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let is_tls = match parts.uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(Fault::wrong("an address is neither https nor http")),
        };
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        parts.uri = path.parse::<Uri>().map_err(Fault::wrong)?;
        // The part before an @ is no host.
        let named = authority.as_str().rsplit('@').next().unwrap_or_default();
        parts.headers.insert(HOST, HeaderValue::from_str(named).map_err(Fault::wrong)?);
        // GitHub answers nobody without a name.
        parts.headers.insert(USER_AGENT, HeaderValue::from_static("VizBoard"));
        let request = Request::from_parts(parts, Full::new(Bytes::from(body)));
        let stream = self.connect(&host, authority.port_u16().unwrap_or(if is_tls { 443 } else { 80 }), is_tls).await?;
        if !is_tls {
            return send(stream, request).await;
        }
        let name = ServerName::try_from(host.clone()).map_err(Fault::wrong)?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| Fault::silent(format!("no TLS with {host}: {error}")))?;
        send(stream, request).await
    }

    /// Without TLS only this machine is asked: everybody between could read along.
    async fn connect(&self, host: &str, port: u16, is_tls: bool) -> Result<TcpStream, Fault> {
        let resolved = tokio::net::lookup_host((host, port)).await;
        let resolved = resolved.map_err(|error| Fault::silent(format!("{host} has no address: {error}")))?;
        let allowed = |address: &SocketAddr| (self.allows)(*address) && (is_tls || address.ip().is_loopback());
        let mut last = format!("{host} has no address that may be asked{}", if is_tls { "" } else { " without https" });
        for address in resolved.filter(allowed) {
            match tokio::time::timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => last = format!("{host} at {address}: {error}"),
                Err(_) => last = format!("{host} at {address}: no connection within {} seconds", CONNECT.as_secs()),
            }
        }
        Err(Fault::silent(last))
    }
}

async fn send<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Response<Vec<u8>>, Fault>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let broken = |error: hyper::Error| Fault::silent(format!("the answer broke off: {error}"));
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    // Ends with this request, however that ends.
    let _driving = AbortOnDropHandle::new(tokio::spawn(connection));
    let (parts, body) = sender.send_request(request).await.map_err(broken)?.into_parts();
    let body = Limited::new(body, LARGEST).collect().await;
    let body = body.map_err(|error| Fault::silent(format!("the answer is larger than {LARGEST} bytes or broke off: {error}")))?;
    Ok(Response::from_parts(parts, body.to_bytes().to_vec()))
}
