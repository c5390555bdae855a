//! Records of a CSV file, one after another, in memory that does not grow with the file. It tells quoted fields from
//! others, which readers of CSV usually forget, and keeps the line for what is said about a record.

use crate::{
    engines::hosted::fault::{End, megabytes},
    model::work::WorkLimits,
};
use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::Read;

/// Bytes that are read and decoded at once.
const CHUNK: usize = 64 * 1024;
/// Most fields of a record.
const MOST_FIELDS: usize = 2_000;

/// How a file is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub delimiter: u8,
    pub quote: Option<u8>,
}

/// One record; reused for the next.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Where it begins, from 1.
    pub line: u64,
    text: Vec<u8>,
    /// Where each field ends, and whether it had quotes.
    ends: Vec<(usize, bool)>,
}

impl Record {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A field, and whether it had quotes.
    ///
    /// # Errors
    /// When it holds a NUL.
    pub(super) fn field(&self, at: usize) -> Result<(&str, bool), End> {
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        let (end, quoted) = self.ends.get(at).copied().unwrap_or((begin, false));
        let bytes = &self.text[begin..end];
        if bytes.contains(&0) {
            return Err(End::refused(format!("Line {} holds a NUL character.", self.line), "Choose the right encoding of the file."));
        }
        // Only whole decoded texts are put in, cut at delimiters, which are single bytes below 128.
        let text = std::str::from_utf8(bytes).map_err(|_| End::refused(format!("Line {} is not text.", self.line), ""))?;
        Ok((text, quoted))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// At the beginning of a record or a field.
    Field,
    Plain,
    Quoted,
    /// Behind a quote inside of quotes.
    Closed,
}

pub(super) struct Records<R> {
    input: R,
    decoder: Decoder,
    encoding: &'static Encoding,
    form: Form,
    longest: usize,
    limits: WorkLimits,
    raw: Box<[u8]>,
    /// Decoded and not used yet: from `from` to `to`.
    text: Box<[u8]>,
    from: usize,
    to: usize,
    ended: bool,
    line: u64,
    after_return: bool,
}

impl<R: Read> Records<R> {
    pub(super) fn new(input: R, encoding: &'static Encoding, form: Form, limits: &WorkLimits) -> Self {
        Self {
            input,
            decoder: encoding.new_decoder(),
            encoding,
            form,
            longest: usize::try_from(limits.max_cell_bytes).unwrap_or(usize::MAX),
            limits: *limits,
            raw: vec![0; CHUNK].into_boxed_slice(),
            text: vec![0; CHUNK * 3 + 16].into_boxed_slice(),
            from: 0,
            to: 0,
            ended: false,
            line: 1,
            after_return: false,
        }
    }

    /// Reads the next record; false at the end. Lines without anything are passed over.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<bool, End> {
        record.text.clear();
        record.ends.clear();
        record.line = self.line;
        let (mut at, mut begin, mut quoted) = (At::Field, 0, false);
        loop {
            if self.from == self.to && !self.fill()? {
                break;
            }
            let byte = self.text[self.from];
            // The second half of a line's end.
            if std::mem::take(&mut self.after_return) && byte == b'\n' {
                self.from += 1;
                continue;
            }
            // Most bytes are of a field's inside: they are taken together.
            if at == At::Plain || at == At::Quoted {
                let stop = self.run(at);
                if stop > self.from {
                    record.text.extend_from_slice(&self.text[self.from..stop]);
                    self.from = stop;
                    self.bounded(record, begin)?;
                    continue;
                }
            }
            self.from += 1;
            let is_quote = self.form.quote == Some(byte);
            match (at, byte) {
                (At::Field, _) if is_quote => (at, quoted) = (At::Quoted, true),
                (At::Quoted, _) if is_quote => at = At::Closed,
                (At::Closed, _) if is_quote => {
                    record.text.push(byte);
                    at = At::Quoted;
                }
                (At::Quoted, byte) => {
                    // A line's end counts once.
                    self.line += u64::from(byte == b'\n');
                    record.text.push(byte);
                }
                (_, byte) if byte == self.form.delimiter => {
                    self.end_field(record, &mut begin, &mut quoted)?;
                    at = At::Field;
                }
                (_, b'\n' | b'\r') => {
                    self.after_return = byte == b'\r';
                    self.line += 1;
                    if record.ends.is_empty() && record.text.is_empty() && !quoted {
                        record.line = self.line;
                        continue;
                    }
                    self.end_field(record, &mut begin, &mut quoted)?;
                    return Ok(true);
                }
                (_, byte) => {
                    record.text.push(byte);
                    at = At::Plain;
                }
            }
        }
        if at == At::Quoted {
            return Err(End::refused(
                format!("The quotes that are opened in the record of line {} are never closed.", record.line),
                "Choose another quote character, or none.",
            ));
        }
        if record.ends.is_empty() && record.text.is_empty() && !quoted {
            return Ok(false);
        }
        self.end_field(record, &mut begin, &mut quoted)?;
        Ok(true)
    }

    /// Where what means nothing special ends.
    fn run(&self, at: At) -> usize {
        let (quote, delimiter) = (self.form.quote, self.form.delimiter);
        let rest = &self.text[self.from..self.to];
        let stop = if at == At::Quoted {
            rest.iter().position(|byte| Some(*byte) == quote || *byte == b'\n')
        } else {
            rest.iter().position(|byte| *byte == delimiter || *byte == b'\n' || *byte == b'\r')
        };
        stop.map_or(self.to, |stop| self.from + stop)
    }

    fn end_field(&self, record: &mut Record, begin: &mut usize, quoted: &mut bool) -> Result<(), End> {
        self.bounded(record, *begin)?;
        record.ends.push((record.text.len(), std::mem::take(quoted)));
        *begin = record.text.len();
        if record.ends.len() > MOST_FIELDS {
            return Err(End::refused(format!("Line {} has more than {MOST_FIELDS} fields.", record.line), "Choose the right delimiter."));
        }
        Ok(())
    }

    fn bounded(&self, record: &Record, begin: usize) -> Result<(), End> {
        if record.text.len() - begin <= self.longest {
            return Ok(());
        }
        let most = megabytes(self.limits.max_cell_bytes);
        Err(End::refused(
            format!("A field of line {} is longer than a cell may be ({most}).", record.line),
            "Choose the right delimiter and quotes.",
        ))
    }

    /// Decodes more; false at the end of the file.
    fn fill(&mut self) -> Result<bool, End> {
        while !self.ended {
            let unreadable = |_| End::refused("The file could not be read.", "Send it again.");
            let read = self.input.read(&mut self.raw).map_err(unreadable)?;
            self.ended = read == 0;
            let (result, _, written, has_errors) = self.decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.ended);
            debug_assert_eq!(result, CoderResult::InputEmpty, "there is room for every chunk");
            if has_errors {
                return Err(End::refused(
                    format!("Line {} or one soon after it is not written in {}.", self.line, self.encoding.name()),
                    "Choose the right encoding of the file.",
                ));
            }
            (self.from, self.to) = (0, written);
            if written > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], encoding: &str, quote: Option<u8>) -> Result<Vec<Vec<String>>, String> {
        let encoding = Encoding::for_label(encoding.as_bytes()).expect("known");
        let limits = WorkLimits { max_cell_bytes: 20, ..WorkLimits::default() };
        let mut records = Records::new(bytes, encoding, Form { delimiter: b',', quote }, &limits);
        let (mut record, mut all) = (Record::default(), Vec::new());
        let told = |end: End| if let End::Refused(error) = end { error.text } else { "other".into() };
        while records.next(&mut record).map_err(told)? {
            let mut row = vec![record.line.to_string()];
            for at in 0..record.len() {
                let (text, quoted) = record.field(at).map_err(told)?;
                row.push(if quoted { format!("<{text}>") } else { text.to_owned() });
            }
            all.push(row);
        }
        Ok(all)
    }

    #[test]
    fn fields_lines_and_quotes_are_told_apart() {
        let read = |text: &str| read(text.as_bytes(), "utf-8", Some(b'"')).expect("reads");
        assert_eq!(read("a,b\r\n1,\"x, \"\"y\"\"\"\n\n\"\",\n"), [["1", "a", "b"], ["2", "1", "<x, \"y\">"], ["4", "<>", ""]]);
        assert_eq!(read("\u{feff}a\rb"), [["1", "a"], ["2", "b"]]);
        assert_eq!(read("\"a\nb\",c\nd,e"), [["1", "<a\nb>", "c"], ["3", "d", "e"]]);
        assert_eq!(read("a\"b,\"c\"d\n"), [["1", "a\"b", "<cd>"]]);
        assert_eq!(read("größe,"), [["1", "größe", ""]]);
        assert!(read("").is_empty());
        assert!(read("\n\r\n\n").is_empty());
    }

    #[test]
    fn encodings_are_decoded_and_checked() {
        assert_eq!(read(b"gr\xf6\xdfe", "windows-1252", None).expect("reads"), [["1", "größe"]]);
        assert_eq!(read(&[0xff, 0xfe, b'a', 0, b',', 0, b'b', 0], "utf-16le", None).expect("reads"), [["1", "a", "b"]]);
        assert!(read(b"gr\xf6\xdfe", "utf-8", None).expect_err("wrong").contains("UTF-8"));
        assert_eq!(read(b"\"a,b", "utf-8", None).expect("reads"), [["1", "\"a", "b"]]);
    }

    #[test]
    fn what_is_broken_is_told_with_its_line() {
        let read = |text: &str| read(text.as_bytes(), "utf-8", Some(b'"')).expect_err("broken");
        assert!(read("a\nb,\"c\nd").contains("line 2"));
        assert!(read("a\nb\0c").contains("Line 2 holds a NUL"));
        assert!(read(&format!("a\n{}", "x".repeat(21))).contains("line 2"));
        assert!(read(&",".repeat(3_000)).contains("2000 fields"));
    }
}
