//! Encryption and certificates (security.md, checks 69 and 70): every mode against every kind of server with every
//! kind of pasted CA, at real servers. An engine with a network gives a [`World`] and a file of its own here.

mod postgres;

use super::draft;
use crate::harness::certificates::{Authority, Identity, Valid, self_signed};
use async_trait::async_trait;
use std::sync::Arc;
use vizboard::{
    engines::{Engine, Target},
    model::{
        access::{Access, ConnectionOptions, TlsMode},
        engine::Step,
    },
};

/// The host as it is typed; what servers show is made out to it or not.
const HOST: &str = "localhost";

/// One server whose certificate can be changed while it runs.
#[async_trait]
pub trait World: Send + Sync {
    fn engine(&self) -> &Arc<dyn Engine>;

    /// A database of it that takes everybody, or one that takes only those who come encrypted. The host is [`HOST`].
    fn access(&self, demands: bool) -> Access;

    /// From now on the server shows this to new connections, or offers no encryption.
    async fn show(&mut self, shown: Option<&Identity>);

    /// Whether the server itself says that the engine's session is encrypted.
    async fn is_encrypted(&self, target: &Target) -> bool;
}

const MODES: [TlsMode; 5] = [TlsMode::Disable, TlsMode::Prefer, TlsMode::Require, TlsMode::VerifyCa, TlsMode::VerifyFull];

/// What each mode comes to, by what the server shows and what was pasted as CA. The words are those of [`outcome`].
const TABLE: &str = "
    shows            pasted      disable   prefer    require   verify-ca verify-full
    right            nothing     plain     encrypted encrypted unknown   unknown
    right            its         plain     encrypted encrypted encrypted encrypted
    right            other       plain     encrypted encrypted unknown   unknown
    right            both        plain     encrypted encrypted encrypted encrypted
    right            words       no-ca     no-ca     no-ca     no-ca     no-ca
    right            broken      plain     encrypted encrypted no-ca     no-ca
    right            cut         plain     encrypted encrypted no-ca     no-ca
    right            key         no-ca     no-ca     no-ca     no-ca     no-ca
    other-name       nothing     plain     encrypted encrypted unknown   unknown
    other-name       its         plain     encrypted encrypted encrypted name
    expired          nothing     plain     encrypted encrypted expired   expired
    expired          its         plain     encrypted encrypted expired   expired
    early            its         plain     encrypted encrypted early     early
    other-authority  nothing     plain     encrypted encrypted unknown   unknown
    other-authority  its         plain     encrypted encrypted unknown   unknown
    other-authority  other       plain     encrypted encrypted encrypted encrypted
    self-signed      nothing     plain     encrypted encrypted unknown   unknown
    self-signed      its         plain     encrypted encrypted unknown   unknown
    self-signed      itself      plain     encrypted encrypted encrypted encrypted
    self-authority   itself      plain     encrypted encrypted authority authority
    nothing          nothing     plain     plain     none      none      none
    nothing          its         plain     plain     none      none      none
    right+demands    nothing     demanded  encrypted encrypted unknown   unknown
    right+demands    its         demanded  encrypted encrypted encrypted encrypted
    expired+demands  its         demanded  encrypted encrypted expired   expired
    nothing+demands  its         demanded  demanded  none      none      none
";

/// An outcome of the table: encrypted or not, or the step and the words of the refusal.
fn outcome(word: &str) -> Result<bool, (Step, &'static str)> {
    Err(match word {
        "plain" => return Ok(false),
        "encrypted" => return Ok(true),
        "no-ca" => (Step::Tls, "The pasted CA is not a certificate."),
        "unknown" => (Step::Tls, "The server's certificate is not signed by an authority that is known here."),
        "name" => (Step::Tls, "The server's certificate is made out to another name."),
        "expired" => (Step::Tls, "The server's certificate has expired."),
        "early" => (Step::Tls, "The server's certificate is not valid yet."),
        "authority" => (Step::Tls, "The server shows the certificate of an authority as its own."),
        "none" => (Step::Tls, "The server offers no encryption."),
        "demanded" => (Step::LogIn, "The server does not let user"),
        other => panic!("no outcome is called {other}"),
    })
}

/// Everything that is shown and pasted.
struct Papers {
    ours: Authority,
    other: Authority,
    lonely: Identity,
    lonely_authority: Identity,
}

impl Papers {
    fn new() -> Self {
        Self {
            ours: Authority::new("Authority A"),
            other: Authority::new("Authority B"),
            lonely: self_signed(&[HOST], false),
            lonely_authority: self_signed(&[HOST], true),
        }
    }

    fn shown(&self, word: &str) -> Option<Identity> {
        Some(match word {
            "right" => self.ours.signs(&[HOST], Valid::Always),
            "other-name" => self.ours.signs(&["elsewhere.example"], Valid::Always),
            "expired" => self.ours.signs(&[HOST], Valid::NoLonger),
            "early" => self.ours.signs(&[HOST], Valid::NotYet),
            "other-authority" => self.other.signs(&[HOST], Valid::Always),
            "self-signed" => self.lonely.clone(),
            "self-authority" => self.lonely_authority.clone(),
            "nothing" => return None,
            other => panic!("no server shows {other}"),
        })
    }

    fn pasted(&self, word: &str, shown: Option<&Identity>) -> Option<String> {
        Some(match word {
            "nothing" => return None,
            "its" => self.ours.pem(),
            "other" => self.other.pem(),
            "both" => format!("{}\r\n# and ours\n{}", self.other.pem(), self.ours.pem()),
            "itself" => shown.expect("a certificate").certificate.clone(),
            "words" => "please trust it".into(),
            "broken" => "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n".into(),
            "cut" => self.ours.pem().lines().take(3).collect::<Vec<_>>().join("\n"),
            "key" => self.lonely.key.clone(),
            other => panic!("nobody pastes {other}"),
        })
    }
}

/// Goes through the whole table; answers what came out otherwise.
async fn differences(world: &mut impl World) -> Vec<String> {
    let (papers, mut differences) = (Papers::new(), Vec::new());
    let mut last = (String::new(), None);
    for line in TABLE.lines().skip(2).filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [shows, pasted, outcomes @ ..] = words.as_slice() else { panic!("a server and a CA in {line}") };
        assert_eq!(outcomes.len(), MODES.len(), "{line}");
        let (shows, demands) = shows.split_once('+').map_or((*shows, false), |(shows, _)| (shows, true));
        if last.0 != shows {
            last = (shows.to_owned(), papers.shown(shows));
            world.show(last.1.as_ref()).await;
        }
        for (mode, word) in MODES.into_iter().zip(outcomes) {
            let options = ConnectionOptions { tls: Some(mode), ca: papers.pasted(pasted, last.1.as_ref()) };
            let target = draft(Access { options, ..world.access(demands) });
            let found = match world.engine().validate(&target).await {
                Ok(facts) => {
                    assert_eq!(world.is_encrypted(&target).await, facts.tls, "what the engine says and what the server says: {line}");
                    Ok(facts.tls)
                }
                Err(error) => {
                    assert!(!error.hint.is_empty(), "{error:?}");
                    Err((error.step, error.text))
                }
            };
            let agrees = match (&found, outcome(word)) {
                (Ok(found), Ok(expected)) => *found == expected,
                (Err((step, text)), Err((expected, words))) => *step == expected && text.starts_with(words),
                _ => false,
            };
            if !agrees {
                differences.push(format!("{shows}, demands: {demands}, {pasted} pasted, {mode:?}: {word} expected, found {found:?}"));
            }
        }
    }
    differences
}

/// The name that counts is the one that was typed, though the connection leads through a socket of ours.
async fn the_typed_name_counts(world: &mut impl World) {
    let authority = Authority::new("Authority of names");
    for (names, fitting, others) in [
        (["localhost"].as_slice(), ["localhost", "LOCALHOST"].as_slice(), ["127.0.0.1", "127.1"].as_slice()),
        (&["127.0.0.1"], &["127.0.0.1", "127.1", "0x7f000001"], &["localhost"]),
        (&["localhost", "127.0.0.1"], &["localhost", "127.0.0.1"], &[]),
        (&["*.localhost"], &[], &["localhost", "127.0.0.1"]),
    ] {
        world.show(Some(&authority.signs(names, Valid::Always))).await;
        for (hosts, fits) in [(fitting, true), (others, false)] {
            for host in hosts {
                let options = ConnectionOptions { tls: Some(TlsMode::VerifyFull), ca: Some(authority.pem()) };
                let access = Access { host: (*host).to_owned(), options, ..world.access(true) };
                let outcome = world.engine().validate(&draft(access)).await;
                assert_eq!(outcome.is_ok(), fits, "{host} with a certificate for {names:?}: {outcome:?}");
                assert!(fits || outcome.is_err_and(|error| error.text.contains("another name")), "{host} and {names:?}");
            }
        }
    }
}
