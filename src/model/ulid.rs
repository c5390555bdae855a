//! Ids of hosted databases and what belongs to them: ULIDs in lower case (00-conventions, Ids and times). A ULID holds
//! when it was made and 80 random bits; its 26 characters are Crockford's base 32, without i, l, o and u.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether `text` has the form of a lower-case ULID.
pub fn is_ulid(text: &str) -> bool {
    text.len() == 26
        // 26 characters hold 130 bits, a ULID 128.
        && text.as_bytes()[0] <= b'7'
        && text.bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_lowercase() && !matches!(b, b'i' | b'l' | b'o' | b'u')))
}

macro_rules! ulids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(value_type = String))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            #[cfg(feature = "ssr")]
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self(ulid::Ulid::generate().to_string().to_ascii_lowercase())
            }

            /// The id written in `text`, in whatever case, or nothing when it does not have the form of a ULID.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.to_ascii_lowercase();
                is_ulid(&text).then_some(Self(text))
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

ulids! {
    /// A hosted database. Whoever knows the id of one without an owner may write to it.
    DatabaseId,
    /// A chart of a hosted database.
    ChartId,
    /// A dashboard of a hosted database.
    DashboardId,
    /// An app of a hosted database.
    AppId,
    /// A kept copy of a hosted database.
    CopyId,
    /// Rows that were deleted together.
    DeletedRowsId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_form_of_a_ulid_is_an_id() {
        for bad in
            ["", "01h2xcejqtf2nbrexx3vqjhp4", "01h2xcejqtf2nbrexx3vqjhp4il", "81h2xcejqtf2nbrexx3vqjhp41", "ü1h2xcejqtf2nbrexx3vqjhp4"]
        {
            assert_eq!(DatabaseId::parse(bad), None, "{bad}");
        }
        let id = DatabaseId::parse("01H2XCEJQTF2NBREXX3VQJHP41").expect("a ULID");
        assert_eq!(id.as_str(), "01h2xcejqtf2nbrexx3vqjhp41");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn new_ones_have_the_form_and_differ() {
        let (one, other) = (DatabaseId::new(), DatabaseId::new());
        assert!(is_ulid(one.as_str()) && one != other);
    }
}
