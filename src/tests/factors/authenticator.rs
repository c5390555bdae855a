//! An authenticator of tests: makes passkeys and signs with them, well or badly.

use crate::harness::{Answer, Caller};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

pub const ORIGIN: &str = "http://localhost:8123";
/// The person is there and was verified.
const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const HAS_KEY: u8 = 64;

/// One passkey and how it answers.
#[derive(Clone)]
pub struct Authenticator {
    document: Vec<u8>,
    pub id: String,
    /// Whose it is, as it was told.
    pub handle: String,
    pub count: u32,
    pub origin: String,
    pub rp_id: String,
    pub flags: u8,
}

impl Authenticator {
    pub fn new() -> Self {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).unwrap();
        Self {
            document: document.as_ref().to_vec(),
            id: URL_SAFE_NO_PAD.encode(uuid::Uuid::new_v4().as_bytes()),
            handle: String::new(),
            count: 0,
            origin: ORIGIN.to_owned(),
            rp_id: "localhost".to_owned(),
            flags: PRESENT | VERIFIED,
        }
    }

    fn key(&self) -> EcdsaKeyPair {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.document, &SystemRandom::new()).unwrap()
    }

    fn client_data(&self, kind: &str, options: &Json) -> Vec<u8> {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false }).to_string().into_bytes()
    }

    fn data(&self, more: &[u8]) -> Vec<u8> {
        let flags = self.flags | if more.is_empty() { 0 } else { HAS_KEY };
        [Sha256::digest(&self.rp_id).as_slice(), &[flags], &self.count.to_be_bytes(), more].concat()
    }

    /// What a browser sends when the passkey was made.
    pub fn made(&mut self, options: &Json, name: &str) -> Json {
        self.handle = options["user"]["id"].as_str().unwrap_or_default().to_owned();
        let id = URL_SAFE_NO_PAD.decode(&self.id).unwrap();
        let pair = self.key();
        let point = pair.public_key().as_ref();
        let cose = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[1..33], &[0x22, 0x58, 32], &point[33..]].concat();
        let more = [&[0; 16], &u16::try_from(id.len()).unwrap().to_be_bytes()[..], &id, &cose].concat();
        json!({
            "name": name,
            "clientData": URL_SAFE_NO_PAD.encode(self.client_data("webauthn.create", options)),
            "authenticatorData": URL_SAFE_NO_PAD.encode(self.data(&more)),
        })
    }

    /// What a browser sends when the passkey signed.
    pub fn shown(&mut self, options: &Json) -> Json {
        self.count += 1;
        let (client, data) = (self.client_data("webauthn.get", options), self.data(&[]));
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        json!({
            "id": self.id,
            "clientData": URL_SAFE_NO_PAD.encode(&client),
            "authenticatorData": URL_SAFE_NO_PAD.encode(&data),
            "signature": URL_SAFE_NO_PAD.encode(self.key().sign(&SystemRandom::new(), &signed).unwrap()),
            "userHandle": self.handle,
        })
    }

    /// Makes one for whoever is signed in.
    pub async fn register(caller: &Caller, name: &str) -> (Self, Json) {
        let mut own = Self::new();
        let options = begin(caller, "make").await;
        let added = caller.act("addPasskey", own.made(&options, name)).await.json();
        (own, added)
    }

    pub async fn log_in(&mut self, browser: &Caller) -> Answer {
        let options = begin(browser, "logIn").await;
        browser.act("logInWithPasskey", self.shown(&options)).await
    }
}

pub async fn begin(caller: &Caller, purpose: &str) -> Json {
    let options = caller.act("beginPasskey", json!({ "purpose": purpose })).await.json();
    assert_eq!(options["success"], true, "{options}");
    options
}
