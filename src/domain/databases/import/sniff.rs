//! How a file of values is written: its letters, what parts its fields, whether its first line holds names.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Decoder, Encoding, UTF_8};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Bytes that are read to find out how fields are parted.
pub const HEAD: usize = 256 * 1024;
/// Records that are compared.
const RECORDS: usize = 200;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The label of the encoding of a whole file: by its mark, else UTF-8 where it is that, else the likeliest.
///
/// # Errors
/// The file cannot be read.
pub fn encoding(path: &Path) -> io::Result<&'static Encoding> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; 64 * 1024];
    let mut length = file.read(&mut piece)?;
    if let Some((encoding, _)) = Encoding::for_bom(&piece[..length]) {
        return Ok(encoding);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut rest, mut is_utf8) = (Vec::new(), true);
    while length > 0 {
        if is_utf8 {
            rest.extend_from_slice(&piece[..length]);
            match std::str::from_utf8(&rest) {
                Ok(_) => rest.clear(),
                // A letter may go on in the next piece.
                Err(error) if error.error_len().is_none() => {
                    rest.drain(..error.valid_up_to());
                }
                Err(_) => is_utf8 = false,
            }
        }
        detector.feed(&piece[..length], false);
        length = file.read(&mut piece)?;
    }
    detector.feed(&[], true);
    Ok(if is_utf8 && rest.is_empty() { UTF_8 } else { detector.guess(None, Utf8Detection::Deny) })
}

/// A file as UTF-8, whatever it is written in, and how many of its bytes were read.
pub struct Decoded<R> {
    from: R,
    decoder: Decoder,
    taken: Vec<u8>,
    given: Vec<u8>,
    at: usize,
    ended: bool,
    pub read: u64,
}

impl<R: Read> Decoded<R> {
    pub fn new(from: R, encoding: &'static Encoding) -> Self {
        Self { from, decoder: encoding.new_decoder(), taken: vec![0; 64 * 1024], given: Vec::new(), at: 0, ended: false, read: 0 }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.given.len() && !self.ended {
            let length = self.from.read(&mut self.taken)?;
            self.read += length as u64;
            self.ended = length == 0;
            let most = self.decoder.max_utf8_buffer_length(length).unwrap_or(length * 3 + 16);
            self.given.resize(most, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.taken[..length], &mut self.given, self.ended);
            self.given.truncate(written);
            self.at = 0;
        }
        let length = out.len().min(self.given.len() - self.at);
        out[..length].copy_from_slice(&self.given[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

/// What parts fields and what they stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub delimiter: u8,
    pub quote: Option<u8>,
}

/// The likeliest layout of the beginning of a file. What was chosen is kept.
pub fn layout(head: &str, delimiter: Option<u8>, quote: Option<Option<u8>>) -> Layout {
    let quote = quote.unwrap_or_else(|| Some(if stands_in(head, '\'') > stands_in(head, '"') { b'\'' } else { b'"' }));
    let candidates = delimiter.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let score = |delimiter: &u8| consistency(head, *delimiter, quote);
    let delimiter = candidates.iter().copied().reduce(|best, other| if score(&other) > score(&best) { other } else { best });
    Layout { delimiter: delimiter.unwrap_or(b','), quote }
}

/// How many fields seem to begin with this mark.
fn stands_in(head: &str, mark: char) -> usize {
    let parts = |c: char| matches!(c, ',' | ';' | '\t' | '|' | '\n');
    head.split(parts).filter(|field| field.len() > 1 && field.trim().starts_with(mark) && field.trim().ends_with(mark)).count()
}

/// Records with the number of fields that most have, in thousandths, then that number; nothing for files of one field.
fn consistency(head: &str, delimiter: u8, quote: Option<u8>) -> (usize, usize) {
    let mut counts: Vec<usize> = records(head, Layout { delimiter, quote }).iter().map(ByteRecord::len).collect();
    counts.sort_unstable();
    let all = counts.len().max(1);
    let most = counts.chunk_by(|a, b| a == b).max_by_key(|alike| (alike.len(), alike[0]));
    match most {
        Some(alike) if alike[0] > 1 => (alike.len() * 1_000 / all, alike[0]),
        _ => (0, 0),
    }
}

/// A reader of records in this layout. Records may be of different lengths; who reads decides what that means.
pub fn reader<R: Read>(from: R, layout: Layout) -> csv::Reader<R> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(layout.delimiter);
    match layout.quote {
        Some(quote) => builder.quote(quote),
        None => builder.quoting(false),
    };
    builder.from_reader(from)
}

/// The first records of a text; the last one may be cut and is left out.
pub fn records(head: &str, layout: Layout) -> Vec<ByteRecord> {
    let mut records: Vec<ByteRecord> = reader(head.as_bytes(), layout).into_byte_records().take(RECORDS).map_while(Result::ok).collect();
    if head.len() >= HEAD && records.len() > 1 && records.len() < RECORDS {
        records.pop();
    }
    records
}

/// Whether the first record holds names: no number is in it, and not everything is empty.
pub fn has_header(first: Option<&ByteRecord>) -> bool {
    let is_number = |field: &[u8]| std::str::from_utf8(field).is_ok_and(|text| text.trim().parse::<f64>().is_ok());
    first.is_some_and(|first| !first.iter().any(is_number) && first.iter().any(|field| !field.is_empty()))
}

/// Names for columns: each once, in whatever case, none empty.
pub fn names(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    for (at, name) in header.iter().enumerate() {
        let name: String = name.trim().replace('\0', "").chars().take(200).collect();
        let base = if name.is_empty() { format!("column_{}", at + 1) } else { name };
        let is_new = |name: &String| names.iter().all(|known| !known.eq_ignore_ascii_case(name));
        let numbered = (2..).map(|n| format!("{base}_{n}"));
        let name = std::iter::once(base.clone()).chain(numbered).find(is_new);
        names.extend(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_found() {
        for (head, delimiter, quote) in [
            ("a,b\n1,2\n", b',', b'"'),
            ("a;b\n1,5;2\n3,5;4\n", b';', b'"'),
            ("a\tb\n1,2,3\tx\n", b'\t', b'"'),
            ("a|b|c\n\"x|y\"|2|3\n", b'|', b'"'),
            ("name,note\n'a,b','c'\n'd','e'\n", b',', b'\''),
            ("one\ntwo\n", b',', b'"'),
            ("a,b\n\"line\nbreak; and;more;\",2\n", b',', b'"'),
        ] {
            assert_eq!(layout(head, None, None), Layout { delimiter, quote: Some(quote) }, "{head}");
        }
        assert_eq!(layout("a,b;c", Some(b';'), Some(None)), Layout { delimiter: b';', quote: None });
    }

    #[test]
    fn encodings_are_found_over_the_whole_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = |bytes: &[u8]| {
            let path = folder.path().join("x.csv");
            std::fs::write(&path, bytes).expect("a file");
            let encoding = encoding(&path).expect("reads");
            let mut text = String::new();
            Decoded::new(File::open(&path).expect("a file"), encoding).read_to_string(&mut text).expect("UTF-8");
            (encoding.name(), text)
        };
        assert_eq!(of("name,ü\n".as_bytes()), ("UTF-8", "name,ü\n".into()));
        assert_eq!(of(b"\xef\xbb\xbfa\n"), ("UTF-8", "a\n".into()));
        assert_eq!(of(b"\xff\xfea\0\xfc\0"), ("UTF-16LE", "aü".into()));
        let mut late = "a,b\n".repeat(100_000).into_bytes();
        late.extend_from_slice("Stra\u{df}e,M\u{fc}nchen\n".chars().map(|c| c as u8).collect::<Vec<_>>().as_slice());
        let (name, text) = of(&late);
        assert_eq!(name, "windows-1252");
        assert!(text.ends_with("Straße,München\n"));
        // A letter on the edge of two pieces.
        let mut edge = vec![b'a'; 64 * 1024 - 1];
        edge.extend_from_slice("ü€\n".as_bytes());
        assert_eq!(of(&edge).0, "UTF-8");
        assert_ne!(of(b"abc\xc3").0, "UTF-8", "a letter that breaks off is none");
    }

    #[test]
    fn names_are_unique_and_never_empty() {
        let of = |header: &[&str]| names(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["id", "", " Id ", "id_2", "id"]), ["id", "column_2", "Id_2", "id_2_2", "id_3"]);
    }

    #[test]
    fn a_first_line_of_names_has_no_numbers() {
        let first = |fields: &[&str]| has_header(Some(&ByteRecord::from(fields.to_vec())));
        assert!(first(&["id", "name"]) && first(&["", "name"]));
        assert!(!first(&["1", "name"]) && !first(&["", ""]) && !has_header(None));
    }
}
