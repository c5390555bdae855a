//! What rows look like, for the document of the API.

use super::super::family::Message;
use serde::Serialize;
use serde_json::Value as Json;
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{AdditionalProperties, ObjectBuilder, Schema, Type},
    },
};

/// A row: its columns in order. Bytes are shown as `{"type": "blob", "bytes": 3, "url": "..."}`.
#[derive(Serialize)]
pub(in crate::api) struct RowObject {}

impl PartialSchema for RowObject {
    fn schema() -> RefOr<Schema> {
        let text = "The columns in order. Bytes are written as {\"base64\": \"...\"} and read as {\"type\": \"blob\", \"bytes\": 3, \"url\": \"...\"}.";
        let any = AdditionalProperties::FreeForm(true);
        ObjectBuilder::new().schema_type(Type::Object).description(Some(text)).additional_properties(Some(any)).into()
    }
}

impl ToSchema for RowObject {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("RowObject")
    }
}

type Row = RowObject;

macro_rules! described {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field:meta])* $member:ident: $kind:ty),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Serialize, ToSchema)]
        #[allow(dead_code, reason = "it describes what others write")]
        pub(in crate::api) struct $name { $($(#[$field])* $member: $kind),* }
    )* };
}

described! {
    /// A page of rows.
    RowPage {
        rows: Vec<Row>,
        /// `after` of the next page; null on the last.
        #[schema(required)]
        next: Option<String>,
        /// How many rows fit; only when counting was asked for.
        total: Option<u64>,
        /// `exact`, `estimated`, or `capped` when there are more.
        counted: Option<String>,
        /// The version of each row, when versions were asked for.
        versions: Option<Vec<String>>,
    }
    /// What a change did.
    RowsWritten {
        /// Rows that were inserted, updated or deleted.
        changes: u64,
        /// The written rows, unless they were not wanted.
        rows: Option<Vec<Row>>,
        versions: Option<Vec<String>>,
    }
    /// What each change of a batch did.
    BatchWritten {
        results: Vec<RowsWritten>,
    }
    /// Somebody changed the row meanwhile; nothing happened.
    RowClash {
        #[schema(min_items = 1)]
        errors: Vec<Message>,
        /// Which change of a batch, from 0.
        at: u64,
        /// The row as it is now; null when it is gone.
        #[schema(required)]
        current: Option<Row>,
        #[schema(required)]
        version: Option<String>,
    }
    /// Groups with their figures.
    RowGroups {
        groups: Vec<RowGroup>,
        /// There are more groups.
        truncated: bool,
    }
    RowGroup {
        group: Row,
        /// Under the names by which they were asked for.
        measures: Row,
    }
    /// Values of a column.
    RowValues {
        values: Vec<RowValue>,
        /// There are more values.
        truncated: bool,
    }
    RowValue {
        #[schema(value_type = Option<serde_json::Value>)]
        value: Json,
        /// How many rows have it.
        count: u64,
    }
}
