//! Parquet files, in groups of rows. A column has the type that all its values of the first group have; a later value that
//! does not fit ends the file with words, rather than with another value.

use super::{Batches, Broken};
use crate::model::{
    engine::ResultColumn,
    sheet::field_names,
    value::{Kind, Row, Value},
};
use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::Type,
};
use std::{io::Write, sync::Arc};

/// A group is written when it has this many rows or bytes.
const GROUP_ROWS: usize = 20_000;
const GROUP_BYTES: usize = 8 * 1024 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Whole,
    Double,
    Truth,
    Text,
}

pub(super) fn write(columns: &[ResultColumn], batches: Batches<'_>, out: impl Write + Send) -> Result<(), Broken> {
    let names = field_names(columns);
    let mut group = next(batches)?;
    let forms: Vec<Form> = columns.iter().enumerate().map(|(at, column)| form(column, at, group.as_deref().unwrap_or_default())).collect();
    let fields = names.iter().zip(&forms).map(|(name, form)| field(name, *form)).collect::<Result<Vec<_>, _>>().map_err(broken)?;
    let schema = Type::group_type_builder("rows").with_fields(fields).build().map_err(broken)?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(broken)?;
    while let Some(rows) = group {
        let mut writer = file.next_row_group().map_err(broken)?;
        for (at, (form, name)) in forms.iter().zip(&names).enumerate() {
            write_column(&mut writer, *form, name, &rows, at)?;
        }
        writer.close().map_err(broken)?;
        drop(rows);
        group = next(batches)?;
    }
    file.close().map(drop).map_err(broken)
}

/// The rows of the next group; nothing at the end.
fn next(batches: Batches<'_>) -> Result<Option<Vec<Row>>, Broken> {
    let (mut group, mut bytes) = (Vec::new(), 0);
    while group.len() < GROUP_ROWS && bytes < GROUP_BYTES {
        let Some(rows) = batches() else { break };
        let rows = rows.map_err(Broken::Database)?;
        bytes += rows.iter().flatten().map(|value| if let Value::Text(text) = value { text.len() + 24 } else { 24 }).sum::<usize>();
        group.extend(rows);
    }
    Ok(Some(group).filter(|group| !group.is_empty()))
}

fn form(column: &ResultColumn, at: usize, rows: &[Row]) -> Form {
    let wanted = match column.kind {
        Kind::Integer => Form::Whole,
        Kind::Boolean => Form::Truth,
        // A numeric keeps its digits as text.
        Kind::Number if matches!(column.short_type.as_str(), "real" | "double precision") => Form::Double,
        _ => Form::Text,
    };
    if rows.iter().filter_map(|row| row.get(at)).all(|value| fits(wanted, value)) { wanted } else { Form::Text }
}

fn fits(form: Form, value: &Value) -> bool {
    value.is_null()
        || match form {
            Form::Whole => matches!(value, Value::Int(_)),
            Form::Double => double(value).is_some(),
            Form::Truth => matches!(value, Value::Bool(_)),
            Form::Text => true,
        }
}

/// Not a number and the infinities travel as text.
fn double(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        Value::Int(number) => Some(*number as f64),
        Value::Text(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

fn field(name: &str, form: Form) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match form {
        Form::Whole => (Physical::INT64, None),
        Form::Double => (Physical::DOUBLE, None),
        Form::Truth => (Physical::BOOLEAN, None),
        Form::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
    field.build().map(Arc::new)
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    form: Form,
    name: &str,
    rows: &[Row],
    at: usize,
) -> Result<(), Broken> {
    match form {
        Form::Whole => {
            values::<Int64Type, W>(group, name, rows, at, |value| if let Value::Int(number) = value { Some(*number) } else { None })
        }
        Form::Double => values::<DoubleType, W>(group, name, rows, at, double),
        Form::Truth => values::<BoolType, W>(group, name, rows, at, |value| if let Value::Bool(is) = value { Some(*is) } else { None }),
        Form::Text => values::<ByteArrayType, W>(group, name, rows, at, |value| Some(ByteArray::from(value.display().into_bytes()))),
    }
}

fn values<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    name: &str,
    rows: &[Row],
    at: usize,
    of: impl Fn(&Value) -> Option<T::T>,
) -> Result<(), Broken> {
    let (mut found, mut levels) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for value in rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null)) {
        levels.push(i16::from(!value.is_null()));
        if !value.is_null() {
            let unlike = || Broken::Form(format!("The column {name} holds values of several types. Download it as CSV or JSON."));
            found.push(of(value).ok_or_else(unlike)?);
        }
    }
    let Some(mut column) = group.next_column().map_err(broken)? else { return Ok(()) };
    column.typed::<T>().write_batch(&found, Some(&levels), None).map_err(broken)?;
    column.close().map_err(broken)
}

fn broken(error: ParquetError) -> Broken {
    match error {
        ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
            Ok(error) => Broken::Output(*error),
            Err(other) => Broken::Form(other.to_string()),
        },
        other => Broken::Form(other.to_string()),
    }
}
