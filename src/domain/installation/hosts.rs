//! `allowedHosts`: by which hosts the server answers (00-conventions, Decided readings).

use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::audit::Verb,
    store::{self, Db},
};
use std::{
    net::{Ipv4Addr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The name of the setting in the store: a JSON array.
const SETTING: &str = "allowed_hosts";
/// Most hosts.
const MOST: usize = 100;
/// How long the list is believed: another server of the same store may have changed it.
const FRESH: Duration = Duration::from_secs(5);

/// The list as it was read last.
#[derive(Default)]
pub struct Hosts(Mutex<Option<(Instant, Arc<[String]>)>>);

impl Hosts {
    fn known(&self) -> Option<(Instant, Arc<[String]>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, hosts: Arc<[String]>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), hosts));
    }
}

pub(super) async fn stored(db: &mut Db) -> Result<Vec<String>> {
    let text = store::settings::get(db, SETTING).await?;
    text.map_or_else(|| Ok(Vec::new()), |text| serde_json::from_str(&text).map_err(AppError::internal))
}

/// Whether a request that names this host is answered. While the store cannot be asked, by the list that was read last.
pub async fn is_answered(app: &App, host: Option<&str>) -> bool {
    let known = app.memory.hosts.known();
    let hosts = match known {
        Some((read, hosts)) if read.elapsed() < FRESH => hosts,
        known => match read(app).await {
            Ok(hosts) => {
                let hosts: Arc<[String]> = hosts.into();
                app.memory.hosts.remember(Arc::clone(&hosts));
                hosts
            }
            Err(_) => known.map(|(_, hosts)| hosts).unwrap_or_default(),
        },
    };
    hosts.is_empty() || host.is_some_and(|host| covers(&hosts, host))
}

async fn read(app: &App) -> Result<Vec<String>> {
    stored(&mut *app.store.read().await?).await
}

/// Replaces the list.
///
/// # Errors
/// `Invalid` for what is no host, and for a list without the host by which this very request came, or without the public
/// one: whoever sends it, or follows a link in a letter, would not be answered any more.
pub async fn set_hosts(app: &App, actor: &Actor, client: &Client, hosts: Vec<String>) -> Result<()> {
    actor.must_administer()?;
    let hosts = checked(app, &hosts, client)?;
    let text = serde_json::to_string(&hosts).map_err(AppError::internal)?;
    let mut tx = app.store.begin().await?;
    store::settings::set(&mut tx, SETTING, &text).await?;
    audit::done(&mut tx, actor, Verb::Changed, &Object::setting("allowedHosts")).await?;
    tx.commit().await?;
    app.memory.hosts.remember(hosts.into());
    tracing::info!(account = %actor.account, hosts = %text, "the hosts by which the server answers were changed");
    Ok(())
}

pub(super) fn checked(app: &App, given: &[String], client: &Client) -> Result<Vec<String>> {
    let refused = |place: usize, text: String| AppError::field(format!("allowedHosts[{place}]"), text);
    let mut hosts: Vec<String> = Vec::new();
    let lines = given.iter().enumerate().flat_map(|(place, text)| text.lines().map(move |line| (place, line.trim())));
    for (place, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let host = line.to_ascii_lowercase();
        if !is_host(&host) {
            return Err(refused(place, "Write each host as example.org or example.org:8443, without http:// and without a path".into()));
        }
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    if hosts.len() > MOST {
        return Err(refused(0, format!("At most {MOST} hosts can be allowed")));
    }
    let own = client.host.as_deref().unwrap_or_default();
    if !hosts.is_empty() && !covers(&hosts, own) {
        let own: String = own.chars().take(260).collect();
        return Err(refused(0, format!("Add {own}: you came by this host, and would not be answered any more")));
    }
    if let Some(public) = app.settings.public_host.as_deref().filter(|public| !hosts.is_empty() && !covers(&hosts, public)) {
        return Err(refused(0, format!("Add {public}: links in letters lead to this host, and would not be answered any more")));
    }
    Ok(hosts)
}

/// Whether one of the listed hosts is meant: one without a port for every port.
fn covers(hosts: &[String], host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let (name, port) = parts(&host);
    hosts.iter().any(|listed| {
        let (known, wanted) = parts(listed);
        // A browser leaves out the port of its scheme.
        known == name && wanted.is_none_or(|wanted| port.map_or(matches!(wanted, "80" | "443"), |port| port == wanted))
    })
}

/// Name and port. An IPv6 address stands in brackets.
fn parts(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

fn is_host(host: &str) -> bool {
    let (name, port) = parts(host);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let is_name = name.len() <= 253 && name.split('.').all(is_label);
    let in_brackets = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_address = name.parse::<Ipv4Addr>().is_ok() || in_brackets.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    (is_name || is_address) && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_what_they_cover() {
        for good in ["example.org", "example.org:8443", "localhost", "127.0.0.1:3000", "[::1]", "[::1]:3000", "xn--bcher-kva.example"] {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "http://example.org",
            "example.org/",
            "*.example.org",
            "example..org",
            "a b",
            "[::1",
            "::1",
            "example.org:0",
            "x:",
            "ä.example",
            "-a.example",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
        let hosts = ["example.org".to_owned(), "other.example:8443".to_owned(), "tls.example:443".to_owned(), "[::1]".to_owned()];
        for (host, answered) in [
            ("example.org", true),
            ("EXAMPLE.org:9000", true),
            ("sub.example.org", false),
            ("other.example", false),
            ("other.example:8443", true),
            ("other.example:8444", false),
            ("tls.example", true),
            ("[::1]:3000", true),
            ("", false),
        ] {
            assert_eq!(covers(&hosts, host), answered, "{host}");
        }
    }
}
