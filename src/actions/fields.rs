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

/// The one argument of an action, or a body that is read like one.
#[cfg(feature = "ssr")]
#[derive(serde::Deserialize)]
struct Whole<T> {
    input: T,
}

/// Reads a form's body.
///
/// # Errors
/// What does not have the documented form.
#[cfg(feature = "ssr")]
pub fn from_form<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    decode_form(body).map(|Whole { input }| input)
}

/// Reads a JSON body.
///
/// # Errors
/// What does not have the documented form.
#[cfg(feature = "ssr")]
pub fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    FieldsEncoding::decode(Bytes::copy_from_slice(body)).map(|Whole { input }| input)
}

/// Fields that a form leaves empty to say "not given": an empty text is no number and no choice.
#[cfg(feature = "ssr")]
const ABSENT_WHEN_EMPTY: [&str; 6] = ["port", "version", "page", "pageSize", "tls", "ca"];

/// Reads `connections[0][host]=...` into the input. Fields that start with an underscore belong to the form itself
/// (`_next`, `_back`).
#[cfg(feature = "ssr")]
fn decode_form<T: DeserializeOwned>(form: &[u8]) -> Result<T, String> {
    use url::form_urlencoded::{Serializer, parse};

    // The parser below would replace what is not UTF-8, and a name would be saved that nobody typed.
    if percent_encoding::percent_decode(form).decode_utf8().is_err() {
        return Err("The form is not valid UTF-8".to_owned());
    }
    // Always there, so that a form without fields is an input without fields.
    let mut wrapped = Serializer::new(format!("{INPUT}%5B_%5D="));
    for (name, value) in parse(form) {
        let (first, rest) = name.split_at(name.find('[').unwrap_or(name.len()));
        let last = name.trim_end_matches(']').rsplit('[').next().unwrap_or_default();
        let absent = value.is_empty() && ABSENT_WHEN_EMPTY.contains(&last);
        if !first.starts_with('_') && !absent {
            wrapped.append_pair(&format!("{INPUT}[{first}]{rest}"), &value);
        }
    }
    let config = serde_qs::Config::new().max_depth(8).use_form_encoding(true);
    config.deserialize_str(&wrapped.finish()).map_err(|e| format!("The form does not have the documented fields: {e}"))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::model::{
        project::{UpdateProjectInput, UserInput},
        widget::{WidgetDataInput, WidgetInput},
    };

    fn form<T: DeserializeOwned>(text: &str) -> Result<T, String> {
        let body = [&[FORM_MARK], text.as_bytes()].concat();
        FieldsEncoding::decode(Bytes::from(body)).map(|Whole { input }| input)
    }

    fn json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
        from_json(text.as_bytes())
    }

    #[test]
    fn a_form_and_json_say_the_same() {
        let sent = "id=p1&title=Sales+%26+more&isPublic=false&isPublic=true&connections[0][title]=A&connections%5B0%5D%5Bport%5D=5432\
             &connections[1][title]=B&connections[1][port]=&connections[1][options][tls]=verify-full&_next=%2Fprojects";
        let same = r#"{"id":"p1","title":"Sales & more","isPublic":true,"connections":[
            {"title":"A","port":5432},{"title":"B","options":{"tls":"verify-full"}}]}"#;
        assert_eq!(form::<UpdateProjectInput>(sent), json(same));
    }

    #[test]
    fn deep_lists_and_repeated_names_are_read() {
        let widget: WidgetInput =
            form("configs[yAxisColumns]=a&configs[yAxisColumns]=b&configs[columns][0][field]=x&configs[pageSize]=25").expect("a widget");
        let configs = widget.configs.expect("configs");
        assert_eq!(configs.y_axis_columns, ["a", "b"]);
        assert_eq!((configs.columns[0].field.as_str(), configs.page_size), ("x", Some(25)));
        let indexed: WidgetInput = form("configs[yAxisColumns][0]=a&configs[yAxisColumns][1]=b").expect("a widget");
        assert_eq!(indexed.configs.expect("configs").y_axis_columns, ["a", "b"]);
    }

    #[test]
    fn nothing_sent_is_an_empty_input() {
        assert_eq!(form::<UserInput>(""), Ok(UserInput::default()));
        assert_eq!(form::<UpdateProjectInput>("_back=/x"), Ok(UpdateProjectInput::default()));
        assert_eq!(form::<UpdateProjectInput>("title="), json(r#"{"title":""}"#), "an empty text is a text");
    }

    #[test]
    fn a_view_is_read_from_a_form_too() {
        let sent = "widgetId=w&table=orders&page=2&pageSize=&sort[column]=total&sort[descending]=true\
             &filter[0][column]=total&filter[0][op]=gte&filter[0][values][0]=100";
        let same = r#"{"widgetId":"w","table":"orders","page":2,"sort":{"column":"total","descending":true},
            "filter":[{"column":"total","op":"gte","values":["100"]}]}"#;
        assert_eq!(form::<WidgetDataInput>(sent), json(same));
    }

    #[test]
    fn wrong_kinds_are_errors() {
        for bad in ["connections[0][port]=abc", "isPublic=maybe", "connections=1", "title=%ff"] {
            assert!(form::<UpdateProjectInput>(bad).is_err(), "{bad}");
        }
        for bad in ["draft=1", "view=x", "sort=total", "filter=x", "filter[]=x", "draft[configs]=x", "draft[]=x"] {
            assert!(form::<WidgetDataInput>(bad).is_err(), "{bad}");
        }
        for bad in ["{\"draft\":[]}", "{\"view\":[null,1]}", "{\"sort\":[\"total\"]}", "{\"filter\":[[\"total\",\"eq\"]]}"] {
            assert!(json::<WidgetDataInput>(bad).is_err(), "{bad}");
        }
        for bad in ["", "[]", "null", "1", "\"x\"", "{\"title\":1}", "{\"title\":null}", "{\"isPublic\":\"true\"}", "{} {}", "{\"title\":"]
        {
            assert!(json::<UpdateProjectInput>(bad).is_err(), "{bad}");
        }
    }
}
