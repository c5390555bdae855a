//! Ids of our own objects: random UUID v4 as text, in lower case (00-conventions, Ids and times).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether `text` has the form of a UUID: 8-4-4-4-12 hexadecimal digits.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(value_type = String, format = "uuid"))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            #[cfg(feature = "ssr")]
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self(uuid::Uuid::new_v4().to_string())
            }

            /// The id written in `text`, or nothing when it does not have the form of a UUID.
            pub fn parse(text: &str) -> Option<Self> {
                is_uuid(text).then(|| Self(text.to_ascii_lowercase()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

ids! {
    /// A person's account.
    AccountId,
    /// A team, which is also the "workspace" of seed 004.
    TeamId,
    ProjectId,
    /// Never sent to anyone but those who may edit its project.
    ConnectionId,
    WidgetId,
    /// A saved query.
    QueryId,
    /// One run of a statement.
    RunId,
    /// A filter of a whole board.
    FilterId,
    /// A link to a board.
    LinkId,
    /// An invitation to a team.
    InvitationId,
    /// A background job.
    JobId,
    /// A mail that waits to be sent.
    MailId,
    /// A row rule.
    RuleId,
    /// A passkey of an account.
    PasskeyId,
    /// An identity at a provider of sign-in.
    IdentityId,
}

#[cfg(feature = "ssr")]
impl TeamId {
    /// Stands for what no team owns. No team has it.
    pub fn nobody() -> Self {
        Self(uuid::Uuid::nil().to_string())
    }
}

#[cfg(feature = "ssr")]
impl ConnectionId {
    /// A hosted database as its engine knows it, by its folder: the same for the same folder, and no connection's.
    pub fn of_folder(folder: &str) -> Self {
        Self(uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, folder.as_bytes()).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_form_of_a_uuid_is_an_id() {
        for bad in [
            "",
            "1",
            "not-a-uuid",
            "6f9619ff-8b86-d011-b42d-00cf4fc964f",
            "6f9619ff-8b86-d011-b42d-00cf4fc964fg",
            "6f9619ff08b86-d011-b42d-00cf4fc964ff",
        ] {
            assert_eq!(ProjectId::parse(bad), None, "{bad}");
        }
        let id = ProjectId::parse("6F9619FF-8B86-4011-B42D-00CF4FC964FF").expect("this is a UUID");
        assert_eq!(id.as_str(), "6f9619ff-8b86-4011-b42d-00cf4fc964ff");
    }
}
