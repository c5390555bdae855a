//! Authorities and certificates of a test's own, made when they are needed.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};

/// What a server shows: its certificate and the key to it, as PEM.
#[derive(Clone)]
pub struct Identity {
    pub certificate: String,
    pub key: String,
}

/// When a certificate is valid, whatever day it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Valid {
    Always,
    NoLonger,
    NotYet,
}

/// Somebody who signs certificates.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut about = about(name, &[], Valid::Always);
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(about, key()).expect("an authority"))
    }

    /// What people paste to trust it.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate made out to these names and addresses.
    pub fn signs(&self, names: &[&str], valid: Valid) -> Identity {
        let key = key();
        let certificate = about("a database", names, valid).signed_by(&key, &self.0).expect("a certificate");
        Identity { certificate: certificate.pem(), key: key.serialize_pem() }
    }
}

/// A certificate that nobody else signed. `is_authority` is how OpenSSL makes them unless it is told otherwise.
pub fn self_signed(names: &[&str], is_authority: bool) -> Identity {
    let (key, mut about) = (key(), about("a database alone", names, Valid::Always));
    if is_authority {
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    let certificate = about.self_signed(&key).expect("a certificate");
    Identity { certificate: certificate.pem(), key: key.serialize_pem() }
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}

fn about(subject: &str, names: &[&str], valid: Valid) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut about = CertificateParams::new(names).expect("good names");
    about.distinguished_name.push(DnType::CommonName, subject);
    match valid {
        Valid::Always => {}
        Valid::NoLonger => about.not_after = date_time_ymd(2001, 1, 1),
        Valid::NotYet => about.not_before = date_time_ymd(4000, 1, 1),
    }
    about
}
