//! From the text of a setting to its value. Each error completes the sentence "VARIABLE ...".

use super::LogFormat;
use crate::{
    domain::settings::SignUpMode,
    engines::network::Policy,
    mailer,
    model::{access::Secret, rules},
    secrets::RsaPublicKey,
};
use ipnet::IpNet;
use std::{fmt::Display, net::IpAddr, net::SocketAddr, ops::RangeInclusive, path::PathBuf, str::FromStr, time::Duration};

type Parsed<T> = Result<T, String>;

pub(super) fn address(text: &str) -> Parsed<SocketAddr> {
    text.parse().map_err(|_| format!("must be an address and a port like 127.0.0.1:3000, not \"{text}\""))
}

/// As seen from any folder.
pub(super) fn absolute(text: &str) -> Parsed<PathBuf> {
    std::path::absolute(text).map_err(|error| format!("must be a folder: {error}"))
}

/// `30m`, `12h`, `7d`, or `off`.
pub(super) fn interval(text: &str) -> Parsed<Option<Duration>> {
    if text == "off" {
        return Ok(None);
    }
    let wrong = || format!("must be a time like 30m, 12h or 7d, or off, not \"{text}\"");
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        _ => return Err(wrong()),
    };
    let count: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let seconds = count.checked_mul(unit).filter(|seconds| (1..=31_536_000).contains(seconds)).ok_or_else(wrong)?;
    Ok(Some(Duration::from_secs(seconds)))
}

pub(super) fn folders(text: &str) -> Parsed<Vec<PathBuf>> {
    Ok(items(text).map(PathBuf::from).collect())
}

/// Origins over HTTPS, as browsers write them and as a content security policy may hold them.
pub(super) fn origins(text: &str) -> Parsed<Vec<String>> {
    items(text)
        .map(|item| match item.parse::<url::Url>() {
            Ok(url)
                if url.scheme() == "https" && url.has_host() && url.path() == "/" && url.query().is_none() && url.fragment().is_none() =>
            {
                Ok(url.origin().ascii_serialization())
            }
            _ => Err(format!("must be a list of origins like https://example.org, not \"{item}\"")),
        })
        .collect()
}

pub(super) fn shared_key(text: &str) -> Parsed<Secret> {
    // The text is not repeated: it is a secret.
    if text.len() >= 16 { Ok(Secret::new(text)) } else { Err("must have at least 16 characters".to_owned()) }
}

pub(super) fn rsa_public_key(text: &str) -> Parsed<RsaPublicKey> {
    let refusal =
        || "must be an RSA key that begins with -----BEGIN PUBLIC KEY-----, in lines or with \\n for each end of a line".to_owned();
    RsaPublicKey::from_pem(text).ok_or_else(refusal)
}

pub(super) fn store_url(text: &str) -> Parsed<Secret> {
    let known = ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| text.starts_with(scheme));
    // The text is not repeated: it may hold a password.
    if known { Ok(Secret::new(text)) } else { Err("must start with sqlite: or postgres:".to_owned()) }
}

/// The text is not repeated: it may hold a password.
pub(super) fn mail_server(text: &str) -> Parsed<Secret> {
    mailer::check_server(text).map(|()| Secret::new(text))
}

pub(super) fn mail_sender(text: &str) -> Parsed<String> {
    mailer::check_sender(text).map(|()| text.to_owned())
}

pub(super) fn sign_up(text: &str) -> Parsed<SignUpMode> {
    one_of(text, &[("open", SignUpMode::Open), ("invite", SignUpMode::Invite), ("closed", SignUpMode::Closed)])
}

/// The issuer of OpenID Connect, as it is written: it is compared letter by letter.
pub(super) fn issuer(text: &str) -> Parsed<String> {
    safe_site(text).map(|_| text.to_owned())
}

/// Without a slash at the end.
pub(super) fn site(text: &str) -> Parsed<String> {
    safe_site(text).map(|url| url.as_str().trim_end_matches('/').to_owned())
}

/// In the clear only this machine is asked.
fn safe_site(text: &str) -> Parsed<url::Url> {
    let url = url::Url::parse(text).ok().filter(|url| url.has_host() && url.query().is_none() && url.fragment().is_none());
    let url = url.filter(|url| url.username().is_empty() && url.password().is_none());
    let is_here = |url: &url::Url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let url = url.filter(|url| url.scheme() == "https" || (url.scheme() == "http" && is_here(url)));
    // The text is not repeated: whoever mixes up two settings may have put a secret there.
    url.ok_or_else(|| "must be an address like https://id.example.org (http only on this machine)".to_owned())
}

pub(super) fn scopes(text: &str) -> Parsed<Vec<String>> {
    let is_scope = |scope: &str| scope.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'));
    match text.split_whitespace().all(is_scope) {
        true => Ok(text.split_whitespace().map(str::to_owned).collect()),
        false => Err(format!("must be scopes separated by blanks like email profile, not \"{text}\"")),
    }
}

/// Shown on a button.
pub(super) fn label(text: &str) -> Parsed<String> {
    let fits = text.chars().count() <= 40 && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err("must be a name of at most 40 characters".to_owned()) }
}

/// Domains of addresses, in lower case.
pub(super) fn domains(text: &str) -> Parsed<Vec<String>> {
    items(text)
        .map(|item| match rules::email(&format!("a@{item}")) {
            Ok(()) => Ok(item.to_lowercase()),
            Err(_) => Err(format!("must be a list of domains like example.org, not \"{item}\"")),
        })
        .collect()
}

/// Whether compatible tables are for the owner of the connections only.
pub(super) fn owner_only(text: &str) -> Parsed<bool> {
    one_of(text, &[("open", false), ("owner", true)])
}

pub(super) fn admins_only(text: &str) -> Parsed<bool> {
    one_of(text, &[("none", false), ("admins", true)])
}

pub(super) fn isolates_all(text: &str) -> Parsed<bool> {
    one_of(text, &[("mysql", false), ("all", true)])
}

pub(super) fn on_or_off(text: &str) -> Parsed<bool> {
    one_of(text, &[("off", false), ("on", true)])
}

pub(super) fn network_policy(text: &str) -> Parsed<Policy> {
    Policy::parse(text).map_err(|part| format!("must be private, public or a list of networks: {part}"))
}

pub(super) fn log_format(text: &str) -> Parsed<LogFormat> {
    one_of(text, &[("text", LogFormat::Text), ("json", LogFormat::Json)])
}

pub(super) fn log_filter(text: &str) -> Parsed<String> {
    let filter = tracing_subscriber::EnvFilter::builder().parse(text);
    filter.map(|_| text.to_owned()).map_err(|error| format!("must be a log filter like info or vizboard=debug: {error}"))
}

/// Networks in CIDR form; a bare address stands for itself.
pub(super) fn networks(text: &str) -> Parsed<Vec<IpNet>> {
    items(text)
        .map(|item| {
            let single = item.parse::<IpAddr>().map(IpNet::from);
            item.parse::<IpNet>().or(single).map_err(|_| format!("must be a list of networks like 10.0.0.0/8, not \"{item}\""))
        })
        .collect()
}

pub(super) fn public_url(text: &str) -> Parsed<url::Url> {
    let url = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let bare = url.filter(|url| url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty());
    bare.ok_or_else(|| format!("must be scheme and host like https://vizboard.example.org, without a path, not \"{text}\""))
}

pub(super) fn number<N: FromStr + PartialOrd + Display>(range: RangeInclusive<N>) -> impl Fn(&str) -> Parsed<N> {
    move |text| {
        let within = text.parse().ok().filter(|number| range.contains(number));
        within.ok_or_else(|| format!("must be a whole number from {} to {}, not \"{text}\"", range.start(), range.end()))
    }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

fn one_of<T: Copy>(text: &str, choices: &[(&str, T)]) -> Parsed<T> {
    let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
        format!("must be one of {}, not \"{text}\"", names.join(", "))
    })
}
