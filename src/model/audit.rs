//! The words of the audit log: who did what to what, from where, and how it ended.

use super::{
    given::given,
    id::{AccountId, ProjectId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

macro_rules! words {
    // The word is taken as it stands: the description of the API does not read one that is wrapped as a literal.
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($(#[$one:meta])* $variant:ident = $word:tt, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = $schema))]
        pub enum $name {
            $($(#[$one])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it is stored, asked for and answered.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// For people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == word)
            }
        }
    };
}

words! {
    /// What was done.
    Verb as AuditVerb {
        SignedUp = "sign-up", "signed up";
        SignedIn = "sign-in", "signed in";
        /// With the first of two factors.
        HalfSignedIn = "half-sign-in", "began to sign in";
        /// Showed again who it is.
        Confirmed = "confirm", "showed again who they are";
        SignedOut = "sign-out", "signed out";
        Created = "create", "made";
        Changed = "change", "changed";
        Deleted = "delete", "deleted";
        /// The password of an account.
        PasswordChanged = "password", "changed the password of";
        /// By the operator, or by a link that was sent.
        PasswordReset = "password-reset", "reset the password of";
        EmailChanged = "email", "changed the e-mail of";
        /// A project can be seen by whoever has its link.
        MadePublic = "make-public", "made public";
        MadePrivate = "make-private", "made private";
        /// A board shows its readers what it is now.
        Published = "publish", "published";
        /// Another address, secret or key in place of the one before.
        Rotated = "rotate", "gave a new address or secret to";
        Revoked = "revoke", "ended";
        /// A link that asks for a password.
        Unlocked = "unlock", "unlocked";
        /// A former state.
        Restored = "restore", "restored";
        Copied = "copy", "copied";
        Imported = "import", "imported into";
        Exported = "export", "exported data of";
        /// Connections were tried again.
        Validated = "validate", "checked";
        /// Schemas were read again.
        SchemaRead = "schema", "read the schema of";
        /// A statement of a person.
        Ran = "run", "ran SQL on";
        Invited = "invite", "invited";
        Joined = "join", "joined";
        /// An identity at a provider opens the account from now on.
        Linked = "link", "linked";
        /// It does no more.
        Unlinked = "unlink", "unlinked";
        BackedUp = "back-up", "backed up";
        /// Work of the background that had failed.
        Retried = "retry", "tried again";
    }
}

words! {
    /// What it was done to.
    Kind as AuditKind {
        Account = "account", "account";
        Session = "session", "session";
        /// Somebody at a provider of sign-in.
        Identity = "identity", "identity";
        Team = "team", "team";
        Member = "member", "member";
        Invitation = "invitation", "invitation";
        Token = "token", "token";
        Factor = "factor", "second factor";
        Passkey = "passkey", "passkey";
        Project = "project", "project";
        Connection = "connection", "connection";
        /// A hosted one.
        Database = "database", "database";
        Board = "board", "board";
        Widget = "widget", "widget";
        Filter = "filter", "filter";
        Query = "query", "saved query";
        RowRule = "row-rule", "row rule";
        Link = "link", "link";
        Embedding = "embedding", "embedding";
        Job = "job", "background work";
        Mail = "mail", "mail";
        Setting = "setting", "setting";
        Server = "server", "server";
    }
}

words! {
    /// By what whoever did it was known.
    Via as AuditVia {
        Session = "session", "session";
        Token = "token", "token";
        Link = "link", "link";
        /// Whoever has the machine.
        Operator = "operator", "command line";
        /// The server by itself.
        Server = "server", "server";
        /// Nothing: nobody was known.
        Nobody = "nobody", "not signed in";
    }
}

words! {
    /// How it ended.
    Outcome as AuditResult {
        Done = "done", "done";
        Refused = "refused", "refused";
        Failed = "failed", "failed";
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    pub id: String,
    pub at: Timestamp,
    /// Absent for whoever had no account.
    pub account_id: Option<AccountId>,
    /// The user name at that time.
    pub account_name: Option<String>,
    pub via: Via,
    /// The token or link.
    pub via_id: Option<String>,
    pub verb: Verb,
    pub kind: Kind,
    /// Absent where it belongs to a project that the reader does not see.
    pub object_id: Option<String>,
    /// Its name at that time; absent as its id is.
    pub object_name: Option<String>,
    /// Absent as its id is.
    pub project_id: Option<ProjectId>,
    pub address: Option<String>,
    pub result: Outcome,
    pub detail: Option<String>,
}

impl AuditEntry {
    /// What was done to what, without whoever did it: `changed the widget "Sales"`.
    pub fn deed(&self) -> String {
        let (verb, kind) = (self.verb.label(), self.kind.label());
        match (self.kind, &self.object_name) {
            (Kind::Session, _) => verb.to_owned(),
            (_, Some(name)) if !name.is_empty() => format!("{verb} the {kind} \"{name}\""),
            (Kind::Server, _) => format!("{verb} the server"),
            (_, _) => format!("{verb} a {kind}"),
        }
    }

    /// Who it was, for people.
    pub fn actor(&self) -> &str {
        self.account_name.as_deref().unwrap_or_else(|| self.via.label())
    }
}

/// Entries, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    /// Goes on with older ones; absent at the end.
    pub next: Option<String>,
    /// Title of the project that was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Which entries are wanted. Without a project: those of the whole server, for its administrators.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AuditInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    /// A user name.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// A verb.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// A kind of objects.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `done`, `refused` or `failed`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// The first day, `2026-01-31`, in UTC.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `next` of the page before.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_is_read_back_and_no_two_are_alike() {
        let words: Vec<&str> = Verb::ALL.iter().map(|verb| verb.name()).collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
        for verb in Verb::ALL {
            assert_eq!(Verb::parse(verb.name()), Some(*verb));
            assert_eq!(serde_json::to_string(verb).expect("JSON"), format!("\"{}\"", verb.name()));
        }
        assert_eq!((Kind::parse("saved query"), Via::parse("session")), (None, Some(Via::Session)));
    }
}
