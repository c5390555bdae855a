//! How an action's input travels: the fields of its input stand at the top level of the body, as JSON or as
//! form fields with brackets (`connections[0][host]`), so that pages work without scripts.
//!
//! The server's layer turns a form body into the bytes that [`FieldsEncoding`] reads, behind [`FORM_MARK`];
//! an outside JSON body cannot begin with that byte.

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json, value::RawValue};
use server_fn::{ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use std::collections::BTreeMap;

/// First byte of a body that came as a form.
pub const FORM_MARK: u8 = 1;

/// The name of the one argument of every action.
const INPUT: &str = "input";

pub struct FieldsEncoding;

/// Use as `#[server(prefix = "/actions", endpoint = "name", input = Fields)]` with one argument `input`.
pub type Fields = Post<FieldsEncoding>;

impl ContentType for FieldsEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for FieldsEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for FieldsEncoding {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        let mut args: Map<String, Json> = serde_json::from_value(serde_json::to_value(value)?)?;
        serde_json::to_vec(&args.remove(INPUT).unwrap_or_default()).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for FieldsEncoding {
    type Error = String;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        #[cfg(feature = "ssr")]
        if let Some((&FORM_MARK, form)) = bytes.split_first() {
            return decode_form(form);
        }
        let fields: &RawValue = serde_json::from_slice(&bytes).map_err(|e| format!("The body is not valid JSON: {e}"))?;
        if !fields.get().starts_with('{') {
            return Err("The body must be a JSON object".to_owned());
        }
        let wrapped = serde_json::to_string(&BTreeMap::from([(INPUT, fields)])).map_err(|e| e.to_string())?;
        serde_json::from_str(&wrapped).map_err(|e| format!("The body does not have the documented form: {e}"))
    }
}

#[cfg(feature = "ssr")]
fn decode_form<T: DeserializeOwned>(_form: &[u8]) -> Result<T, String> {
    todo!()
}
