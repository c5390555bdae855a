//! Reading of optional fields: absent is `None`, null is the wrong kind (00-conventions, Errors).
//! Use with `#[serde(default, deserialize_with = "given")]`.

use serde::{Deserialize, Deserializer};

/// A field that may be absent but not null.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}
