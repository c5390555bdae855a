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
