//! Dates and times of the binary protocol, as the server writes them as text (MySQL: Binary Protocol Value).

use crate::model::value::Value;

/// A value with its length in front; nothing when it is none.
pub(super) fn shown(bytes: &[u8], type_name: &str) -> Option<Value> {
    let (length, fields) = bytes.split_first()?;
    let fields = fields.get(..usize::from(*length))?;
    let text = match type_name {
        "TIME" => time(fields)?,
        "DATE" => date(fields)?,
        // The session's time zone is UTC.
        "TIMESTAMP" => format!("{}+00", moment(fields)?),
        _ => moment(fields)?,
    };
    Some(Value::Text(text))
}

fn date(fields: &[u8]) -> Option<String> {
    match fields {
        [] => Some("0000-00-00".into()),
        [a, b, month, day, ..] => Some(format!("{:04}-{month:02}-{day:02}", u16::from_le_bytes([*a, *b]))),
        _ => None,
    }
}

fn moment(fields: &[u8]) -> Option<String> {
    let time = match fields.get(4..).unwrap_or_default() {
        [] => "00:00:00".to_owned(),
        [hour, minute, second] => format!("{hour:02}:{minute:02}:{second:02}"),
        [hour, minute, second, rest @ ..] => format!("{hour:02}:{minute:02}:{second:02}{}", fraction(rest)?),
        _ => return None,
    };
    Some(format!("{} {time}", date(fields)?))
}

/// A time is a span: it may be negative, and longer than a day.
fn time(fields: &[u8]) -> Option<String> {
    match fields {
        [] => Some("00:00:00".into()),
        [negative, a, b, c, d, hour, minute, second, rest @ ..] => {
            let hours = u64::from(u32::from_le_bytes([*a, *b, *c, *d])) * 24 + u64::from(*hour);
            let sign = if *negative == 0 { "" } else { "-" };
            let fraction = if rest.is_empty() { String::new() } else { fraction(rest)? };
            Some(format!("{sign}{hours:02}:{minute:02}:{second:02}{fraction}"))
        }
        _ => None,
    }
}

fn fraction(bytes: &[u8]) -> Option<String> {
    let [a, b, c, d] = bytes else { return None };
    let digits = format!("{:06}", u32::from_le_bytes([*a, *b, *c, *d]));
    Some(format!(".{}", digits.trim_end_matches('0')).trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_length_is_read() {
        for (kind, bytes, text) in [
            ("DATE", vec![0], "0000-00-00"),
            ("DATE", vec![4, 0xe8, 7, 2, 29], "2024-02-29"),
            ("DATETIME", vec![4, 0xe8, 7, 2, 29], "2024-02-29 00:00:00"),
            ("DATETIME", vec![7, 0xe8, 7, 2, 29, 1, 2, 3], "2024-02-29 01:02:03"),
            ("TIMESTAMP", vec![11, 0xe8, 7, 2, 29, 1, 2, 3, 0x20, 0xa1, 7, 0], "2024-02-29 01:02:03.5+00"),
            ("TIME", vec![0], "00:00:00"),
            ("TIME", vec![8, 1, 34, 0, 0, 0, 22, 59, 59], "-838:59:59"),
            ("TIME", vec![12, 0, 0, 0, 0, 0, 1, 2, 3, 1, 0, 0, 0], "01:02:03.000001"),
        ] {
            assert_eq!(shown(&bytes, kind), Some(Value::Text(text.into())), "{kind} {bytes:?}");
        }
        for broken in [&[][..], &[4, 1], &[1, 1], &[5, 1, 1, 1, 1, 1]] {
            assert_eq!(shown(broken, "DATETIME"), None, "{broken:?}");
        }
    }
}
