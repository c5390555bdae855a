//! Reading of inputs: absent is `None`, null is the wrong kind, and an object is an object (00-conventions, Errors).
//! Use with `#[serde(default, deserialize_with = "given")]`.

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};
use std::{fmt, marker::PhantomData};

/// A field that may be absent but not null.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}

/// An object that may be absent but not null.
pub fn given_object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<T>, D::Error> {
    Object::deserialize(d).map(|Object(object)| Some(object))
}

/// An object that has to be there.
pub fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<T, D::Error> {
    Object::deserialize(d).map(|Object(object)| object)
}

/// A list of objects.
pub fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Vec<T>, D::Error> {
    Vec::<Object<T>>::deserialize(d).map(|list| list.into_iter().map(|Object(object)| object).collect())
}

/// A list of objects that may be absent but not null.
pub fn given_objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<Vec<T>>, D::Error> {
    objects(d).map(Some)
}

/// A password, key or token in an input: may be absent but not null, travels as a text and is printed by nobody
/// (security.md, check 57). Use with `#[serde(with = "given::secret")]`.
pub mod secret {
    use crate::model::access::Secret;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// For the browser, which sends what was typed.
    pub fn serialize<S: Serializer>(value: &Option<Secret>, s: S) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Secret::expose).serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Secret>, D::Error> {
        String::deserialize(d).map(|text| Some(Secret::new(text)))
    }
}

/// Nullable text in a body: `{"tag": "TextValue", "contents": "x"}` or `"x"` sets, `{"tag": "TextNull"}` or null clears
/// (seed 002). Absent is no change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NullableText(pub Option<String>);

#[derive(Deserialize)]
#[serde(tag = "tag", content = "contents")]
enum TaggedText {
    TextValue(String),
    TextNull,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AnyText {
    Plain(String),
    Tagged(TaggedText),
}

impl<'de> Deserialize<'de> for NullableText {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let expected = "expected a text, null, {\"tag\": \"TextValue\", \"contents\": \"...\"} or {\"tag\": \"TextNull\"}";
        let text = Option::<AnyText>::deserialize(d).map_err(|_| serde::de::Error::custom(expected))?;
        Ok(Self(match text {
            Some(AnyText::Plain(text) | AnyText::Tagged(TaggedText::TextValue(text))) => Some(text),
            Some(AnyText::Tagged(TaggedText::TextNull)) | None => None,
        }))
    }
}

impl serde::Serialize for NullableText {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(s)
    }
}

#[cfg(feature = "ssr")]
impl utoipa::ToSchema for NullableText {}

#[cfg(feature = "ssr")]
impl utoipa::PartialSchema for NullableText {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::{ObjectBuilder, OneOfBuilder, schema::Type};
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let tagged = ObjectBuilder::new().property("tag", text().enum_values(Some(["TextValue", "TextNull"]))).property("contents", text());
        let null = ObjectBuilder::new().schema_type(Type::Null);
        OneOfBuilder::new().item(text()).item(tagged.required("tag")).item(null).into()
    }
}

/// Reads `T` from an object only. By themselves structs can also be read from a list of their fields' values.
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // Asked for a map, forms would make one of a single text too.
        d.deserialize_struct("object", &[], Fields(PhantomData)).map(Object)
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nullable_text_in_every_form() {
        #[derive(Deserialize)]
        struct Change {
            #[serde(default, deserialize_with = "given")]
            text: Option<NullableText>,
        }
        let read = |body: &str| serde_json::from_str::<Change>(body).map(|change| change.text.map(|NullableText(text)| text)).ok();
        let set = Some(Some(Some("x".to_owned())));
        assert_eq!(read(r#"{"text":"x"}"#), set);
        assert_eq!(read(r#"{"text":{"tag":"TextValue","contents":"x"}}"#), set);
        for cleared in [r#"{"text":null}"#, r#"{"text":{"tag":"TextNull"}}"#] {
            assert_eq!(read(cleared), Some(Some(None)), "{cleared}");
        }
        assert_eq!(read("{}"), Some(None));
        for wrong in ["1", "true", "[]", "{}", r#"{"tag":"Text"}"#, r#"{"tag":"TextValue"}"#, r#"{"tag":"TextValue","contents":1}"#] {
            assert_eq!(read(&format!("{{\"text\":{wrong}}}")), None, "{wrong}");
        }
    }
}
