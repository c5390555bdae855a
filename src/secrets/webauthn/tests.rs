use super::*;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
};

type Sign<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

fn site() -> Site {
    Site { origin: "https://viz.example.org".into(), rp_id: "viz.example.org".into() }
}

fn client_data(kind: &str, origin: &str) -> Vec<u8> {
    let challenge = URL_SAFE_NO_PAD.encode("the challenge");
    format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false,"more":1}}"#).into_bytes()
}

fn authenticator_data(rp_id: &str, flags: u8, count: u32, more: &[u8]) -> Vec<u8> {
    [Sha256::digest(rp_id).as_slice(), &[flags], &count.to_be_bytes(), more].concat()
}

fn p256(point: &[u8]) -> Vec<u8> {
    // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[1..33], &[0x22, 0x58, 32], &point[33..]].concat()
}

fn ed25519(key: &[u8]) -> Vec<u8> {
    // {1: 1, 3: -8, -1: 6, -2: x}
    [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32], key].concat()
}

fn new_passkey(key: &[u8]) -> Vec<u8> {
    [&[0; 16], &[0, 4][..], b"name", key].concat()
}

#[test]
fn a_passkey_is_read_and_its_signatures_are_believed() {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
    let ecdsa = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random).unwrap();
    let edwards = Ed25519KeyPair::from_pkcs8(Ed25519KeyPair::generate_pkcs8(&random).unwrap().as_ref()).unwrap();
    let sign_ecdsa = |message: &[u8]| ecdsa.sign(&random, message).unwrap().as_ref().to_vec();
    let sign_edwards = |message: &[u8]| edwards.sign(message).as_ref().to_vec();
    let kinds: [(Vec<u8>, Sign); 2] =
        [(p256(ecdsa.public_key().as_ref()), &sign_ecdsa), (ed25519(edwards.public_key().as_ref()), &sign_edwards)];
    for (key, sign) in kinds {
        let made = client_data("webauthn.create", "https://viz.example.org");
        let data = authenticator_data("viz.example.org", PRESENT | VERIFIED | HAS_KEY, 7, &new_passkey(&key));
        let passkey = site().made(&made, &data).unwrap();
        assert_eq!((passkey.credential_id.as_slice(), &passkey.public_key, passkey.sign_count), (b"name".as_slice(), &key, 7));

        let used = client_data("webauthn.get", "https://viz.example.org");
        assert_eq!(challenge_of(&used).as_deref(), Some("the challenge"));
        let data = authenticator_data("viz.example.org", PRESENT | VERIFIED, 8, &[]);
        let signature = sign(&[data.as_slice(), &Sha256::digest(&used)].concat());
        let shown = |client_data, authenticator_data, signature| {
            site().shown(&passkey.public_key, &ShownPasskey { client_data, authenticator_data, signature })
        };
        assert_eq!(shown(&used, &data, &signature), Ok(8));
        let more = authenticator_data("viz.example.org", PRESENT | VERIFIED, 9, &[]);
        let elsewhere = client_data("webauthn.get", "https://viz.example.org.evil.example");
        assert!(shown(&used, &more, &signature).is_err(), "another count");
        assert!(shown(&made, &data, &signature).is_err(), "for something else");
        assert!(shown(&elsewhere, &data, &signature).is_err(), "from another site");
        assert!(shown(&used, &data, &signature[1..]).is_err() && shown(&used, &data, &[]).is_err());
    }
}

#[test]
fn another_site_and_nobody_at_the_device() {
    let key = ed25519(&[7; 32]);
    let made = client_data("webauthn.create", "https://viz.example.org");
    let all = PRESENT | VERIFIED | HAS_KEY;
    let read = |rp_id: &str, flags: u8| site().made(&made, &authenticator_data(rp_id, flags, 0, &new_passkey(&key))).map(drop);
    assert_eq!(read("viz.example.org", all), Ok(()));
    assert!(read("example.org", all).is_err());
    for missing in [PRESENT, VERIFIED, HAS_KEY] {
        assert!(read("viz.example.org", all & !missing).is_err(), "{missing}");
    }
}

#[test]
fn what_is_cut_or_strange_is_refused() {
    let key = p256(&[[4].as_slice(), &[9; 64]].concat());
    let made = client_data("webauthn.create", "https://viz.example.org");
    let data = authenticator_data("viz.example.org", PRESENT | VERIFIED | HAS_KEY, 0, &new_passkey(&key));
    assert!(site().made(&made, &data).is_ok());
    for length in 0..data.len() {
        assert!(site().made(&made, &data[..length]).is_err(), "{length}");
    }
    assert!(site().made(&made, &[data.as_slice(), &[0]].concat()).is_err(), "something follows");
    let strange: [&[u8]; 6] = [&[], &[0xa0], &[0xbf, 0xff], &[0xbb; 9], &[0xa1, 0x41, 1, 1], &[0xb8, 200]];
    for key in strange {
        assert!(Key::read(key).is_err(), "{key:?}");
    }
    assert!(site().made(&vec![b' '; LONGEST + 1], &data).is_err());
}

#[test]
fn sites_at_which_browsers_make_passkeys() {
    let of = |address: &str| Site::of(&address.parse().unwrap()).map(|site| (site.origin, site.rp_id));
    let known = |origin: &str, rp_id: &str| Some((origin.to_owned(), rp_id.to_owned()));
    assert_eq!(of("https://viz.example.org/"), known("https://viz.example.org", "viz.example.org"));
    assert_eq!(of("https://viz.example.org:8443/"), known("https://viz.example.org:8443", "viz.example.org"));
    assert_eq!(of("http://localhost:3000/"), known("http://localhost:3000", "localhost"));
    for other in ["http://viz.example.org/", "http://127.0.0.1:3000/", "https://127.0.0.1/", "https://[::1]/"] {
        assert_eq!(of(other), None, "{other}");
    }
}
