use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    read(&folder, pairs)
}

fn read(folder: &tempfile::TempDir, pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let mut variables: BTreeMap<String, String> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    variables.insert("VIZBOARD_DATA_DIR".into(), folder.path().to_string_lossy().into_owned());
    Config::from_variables(&variables)
}

#[test]
fn defaults_keep_their_own_rules() {
    let config = with(&[]).expect("nothing given is fine");
    assert_eq!(config.addr, "127.0.0.1:3000".parse().expect("an address"));
    assert_eq!(config.sign_up, SignUpMode::Open);
    assert_eq!(config.password_min, 8);
    assert!(config.first_admin.is_none() && config.sqlite_dirs.is_empty() && !config.is_https());
    assert_eq!(config.in_force().len(), SETTINGS.len());
}

#[test]
fn the_environment_wins_over_the_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "addr = \"127.0.0.1:4000\"\npassword_min = 12\nsqlite_dirs = [\"/srv/a\", \"/srv/b\"]\n";
    std::fs::write(folder.path().join(FILE_NAME), text).expect("a file");
    let config = read(&folder, &[("VIZBOARD_ADDR", "127.0.0.1:5000"), ("VIZBOARD_SIGNUP", "")]).expect("a good configuration");
    assert_eq!(config.addr.port(), 5000);
    assert_eq!(config.password_min, 12);
    assert_eq!(config.sqlite_dirs, [PathBuf::from("/srv/a"), PathBuf::from("/srv/b")]);
    let sources: Vec<_> = config.in_force().iter().map(|line| (line.variable, line.source)).collect();
    assert!(sources.contains(&("VIZBOARD_ADDR", Source::Environment)));
    assert!(sources.contains(&("VIZBOARD_PASSWORD_MIN", Source::File)));
    assert!(sources.contains(&("VIZBOARD_SIGNUP", Source::Default)));
}

#[test]
fn unknown_names_are_told_with_the_nearest_known_one() {
    let ConfigError(texts) = with(&[("VIZBOARD_ADRESS", "127.0.0.1:1")]).expect_err("an unknown variable");
    assert_eq!(texts, ["VIZBOARD_ADRESS is not a known variable. Did you mean VIZBOARD_ADDR?"]);

    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join(FILE_NAME), "sign_up = \"open\"\ndata_dir = \"x\"\nlog = true\n").expect("a file");
    let ConfigError(texts) = read(&folder, &[]).expect_err("unknown keys");
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("Did you mean signup?")), "{texts:?}");
    assert!(texts.iter().any(|text| text.starts_with("data_dir is not a known key")), "{texts:?}");
    assert!(texts.iter().any(|text| text.starts_with("log in vizboard.toml must be")), "{texts:?}");
}

#[test]
fn every_broken_rule_is_named_at_once_and_no_secret_is_repeated() {
    let ConfigError(texts) = with(&[
        ("VIZBOARD_ADDR", "3000"),
        ("VIZBOARD_SIGNUP", "maybe"),
        ("VIZBOARD_TRUSTED_PROXIES", "10.0.0.0/8, proxy"),
        ("VIZBOARD_PUBLIC_URL", "https://a.example/app"),
        ("VIZBOARD_PASSWORD_MIN", "5"),
        ("VIZBOARD_ADMIN_USERNAME", "ada"),
        ("VIZBOARD_LOG", "vizboard=loud"),
        ("VIZBOARD_NETWORK_POLICY", "everything"),
        ("DATABASE_URL", "mysql://root:hunter22@localhost/x"),
    ])
    .expect_err("nothing of this is allowed");
    assert_eq!(texts.len(), 9, "{texts:#?}");
    assert!(!texts.join("\n").contains("hunter22"));
}

#[test]
fn secrets_are_masked_when_shown() {
    let config = with(&[
        ("DATABASE_URL", "postgres://viz:hunter22@db.internal/viz?sslpassword=hunter23"),
        ("VIZBOARD_SECRET_KEY", "hunter24"),
        ("VIZBOARD_ADMIN_USERNAME", "ada"),
        ("VIZBOARD_ADMIN_EMAIL", "ada@example.org"),
        ("VIZBOARD_ADMIN_PASSWORD", "hunter25"),
    ])
    .expect("a good configuration");
    let shown: Vec<_> = config.in_force().iter().map(|line| line.shown.clone()).collect();
    assert!(!shown.join("\n").contains("hunter"), "{shown:?}");
    assert!(!format!("{config:?}").contains("hunter"));
    assert!(shown.iter().any(|text| text.contains("@db.internal/viz")), "{shown:?}");
}

#[test]
fn names_in_the_table_are_unique() {
    let mut names: Vec<_> = SETTINGS.iter().map(|setting| setting.variable).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), SETTINGS.len());
}

#[test]
fn providers_are_configured_whole_or_not_at_all() {
    let all = [
        ("VIZBOARD_OIDC_ISSUER", "https://id.example.org/realms/main/"),
        ("VIZBOARD_OIDC_CLIENT_ID", "vizboard"),
        ("VIZBOARD_OIDC_CLIENT_SECRET", "hunter22"),
        ("VIZBOARD_OIDC_SCOPES", " email  groups "),
        ("VIZBOARD_OIDC_DOMAINS", "Example.org, example.net"),
        ("VIZBOARD_GOOGLE_CLIENT_ID", "google"),
        ("VIZBOARD_GOOGLE_CLIENT_SECRET", "hunter23"),
        ("VIZBOARD_GITHUB_CLIENT_ID", "github"),
        ("VIZBOARD_GITHUB_CLIENT_SECRET", "hunter24"),
        ("VIZBOARD_GITHUB_URL", "https://git.example.org/"),
    ];
    let config = with(&all).expect("a good configuration");
    let seen: Vec<_> = config.providers.iter().map(|provider| (provider.key, provider.name.as_str())).collect();
    assert_eq!(seen, [("oidc", "OpenID Connect"), ("google", "Google"), ("github", "GitHub")]);
    assert_eq!(config.provider_domains, ["example.org", "example.net"]);
    let shown = format!("{config:?} {:?}", config.in_force());
    assert!(
        !shown.contains("hunter") && shown.contains("https://id.example.org/realms/main/") && shown.contains("\"https://git.example.org\"")
    );

    for missing in 0..3 {
        let some: Vec<_> = all[..3].iter().enumerate().filter(|(number, _)| *number != missing).map(|(_, pair)| *pair).collect();
        let ConfigError(texts) = with(&some).expect_err("a part is missing");
        assert!(texts.iter().all(|text| text.contains("VIZBOARD_OIDC_CLIENT_") && !text.contains("hunter")), "{texts:?}");
    }
    for (variable, bad) in [
        ("VIZBOARD_OIDC_ISSUER", "http://id.example.org"),
        ("VIZBOARD_OIDC_ISSUER", "https://ada:hunter22@id.example.org"),
        ("VIZBOARD_OIDC_ISSUER", "id.example.org"),
        ("VIZBOARD_GITHUB_URL", "http://git.example.org"),
        ("VIZBOARD_OIDC_DOMAINS", "example"),
        ("VIZBOARD_OIDC_DOMAINS", "ada@example.org"),
        ("VIZBOARD_OIDC_SCOPES", "a\"b"),
    ] {
        let mut some = all.to_vec();
        some.retain(|(name, _)| *name != variable);
        some.push((variable, bad));
        let ConfigError(texts) = with(&some).expect_err(bad);
        assert!(texts.iter().any(|text| text.contains(variable)) && !texts.join(" ").contains("hunter"), "{texts:?}");
    }
    assert!(
        with(&[("VIZBOARD_OIDC_ISSUER", "http://127.0.0.1:9000")]).expect_err("no client").0[0].contains("Set all of"),
        "here http will do"
    );
}
