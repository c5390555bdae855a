//! An OpenID Connect provider of a test's own: the certified one of `end2end/provider.mjs`, in a process of its own.

use super::{Answer, Caller, service};
use serde_json::Value as Json;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// What addresses begin with for the providers, whatever port the server has.
pub const PUBLIC: &str = "http://viz.test:8080";

/// Ends with the test.
pub struct ProviderProcess {
    child: Child,
    pub issuer: String,
}

impl Drop for ProviderProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Somebody, as they tell the provider.
#[derive(Clone, Copy)]
pub struct Says<'a> {
    pub sub: &'a str,
    pub email: &'a str,
    pub verified: bool,
}

impl ProviderProcess {
    /// With addresses at the UserInfo endpoint only, as the standard has it.
    pub fn start() -> Self {
        Self::start_with("")
    }

    /// With addresses in the ID token.
    pub fn start_in_token() -> Self {
        Self::start_with("in-token")
    }

    fn start_with(way: &str) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/end2end/provider.mjs");
        let mut command = Command::new(service::program("node", &[]));
        command.args([script, &format!("{PUBLIC}/auth/oidc/callback"), way]);
        // Its end is the end of the process, also when the test is killed.
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("node runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a piped output")).lines();
        let issuer = lines.find_map(|line| line.ok()?.strip_prefix("listening ").map(str::to_owned));
        let issuer = issuer.expect("the provider says where it listens: are the npm packages installed?");
        // Keep reading, so that it never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, issuer }
    }

    /// The settings of a server that lets people sign in here.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("VIZBOARD_PUBLIC_URL", PUBLIC.to_owned()),
            ("VIZBOARD_OIDC_ISSUER", self.issuer.clone()),
            ("VIZBOARD_OIDC_CLIENT_ID", "vizboard".to_owned()),
            ("VIZBOARD_OIDC_CLIENT_SECRET", "a secret of the client: 100% + more & so on".to_owned()),
            ("VIZBOARD_OIDC_NAME", "Example ID".to_owned()),
        ]
    }

    /// Goes through the provider's own pages from its address to the one that leads back, and answers its path.
    pub async fn through(&self, address: &str, says: Says<'_>) -> String {
        let verified = if says.verified { "yes" } else { "" };
        self.fill(address, &[("sub", says.sub), ("email", says.email), ("verified", verified)]).await
    }

    /// The same for somebody who thinks better of it.
    pub async fn cancelled(&self, address: &str) -> String {
        self.fill(address, &[("sub", "x"), ("cancel", "yes")]).await
    }

    async fn fill(&self, address: &str, fields: &[(&str, &str)]) -> String {
        let person = Caller::new(self.issuer.clone());
        let asked = person.page(self.path(address)).await;
        let form = located(&asked).to_owned();
        assert!(person.page(&form).await.text().contains("Example ID"));
        let sent = person.form(&form, fields).await;
        let back = person.page(self.path(located(&sent))).await;
        located(&back).strip_prefix(PUBLIC).unwrap_or_else(|| panic!("back to the server: {:?}", back.location())).to_owned()
    }

    fn path<'a>(&self, address: &'a str) -> &'a str {
        address.strip_prefix(self.issuer.as_str()).unwrap_or_else(|| panic!("{address} is not of {}", self.issuer))
    }

    /// From now on it signs with another key, and has forgotten the old one.
    pub async fn rotate_keys(&self) {
        assert_eq!(Caller::new(self.issuer.clone()).get("/test/rotate").await.status, 200);
    }

    /// How often each of its addresses was asked.
    pub async fn calls(&self) -> Json {
        Caller::new(self.issuer.clone()).get("/test/calls").await.json()
    }
}

#[track_caller]
fn located(answer: &Answer) -> &str {
    answer.location().unwrap_or_else(|| panic!("a redirect: {} {}", answer.status, answer.text()))
}
