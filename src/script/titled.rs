//! The title of a PDF, which programs show in their windows and lists. The writer of drawings gives none, so it is added as
//! documents are changed in place (ISO 32000-2, 7.5.6): what is there stays, and behind it come the information about the
//! document once more and a table of where it is.

use std::fmt::Write;

/// The document with a title.
///
/// # Errors
/// In a sentence: it does not end as the writer ends documents.
pub(super) fn titled(mut pdf: Vec<u8>, title: &str) -> Result<Vec<u8>, String> {
    let End { size, root, info, table } = End::of(&pdf).ok_or("The document cannot be given its title.")?;
    if !pdf.ends_with(b"\n") {
        pdf.push(b'\n');
    }
    let place = pdf.len();
    let mut end = format!("{info} 0 obj\n<<\n  /Title {}\n  /Producer (VizBoard)\n>>\nendobj\n", letters(title));
    let new_table = place + end.len();
    // Each line of the table has twenty bytes.
    _ = write!(
        end,
        "xref\n{info} 1\n{place:010} 00000 n\r\ntrailer\n<<\n  /Size {size}\n  /Root {root}\n  /Info {info} 0 R\n  /Prev {table}\n>>\n"
    );
    _ = write!(end, "startxref\n{new_table}\n%%EOF\n");
    pdf.extend_from_slice(end.as_bytes());
    Ok(pdf)
}

/// What the last lines of a document say.
struct End {
    /// One more than the greatest number of an object.
    size: usize,
    /// A reference to what the document begins with.
    root: String,
    /// Number of the object with information about the document.
    info: usize,
    /// Where its table of objects is.
    table: usize,
}

impl End {
    fn of(pdf: &[u8]) -> Option<Self> {
        let mark = b"trailer";
        let at = pdf.windows(mark.len()).rposition(|part| part == mark)?;
        let text = std::str::from_utf8(&pdf[at..]).ok()?;
        let mut words = text.split_ascii_whitespace().skip_while(|word| *word != "startxref").skip(1);
        let table = words.next()?.parse().ok()?;
        let after = |key: &'static str| text.split_ascii_whitespace().skip_while(move |word| *word != key).skip(1);
        let number = |word: Option<&str>| word?.parse::<usize>().ok();
        let mut root = after("/Root").map(|word| number(Some(word)));
        Some(Self {
            size: number(after("/Size").next())?,
            root: format!("{} {} R", root.next()??, root.next()??),
            info: number(after("/Info").next())?,
            table,
        })
    }
}

/// A text of a document: UTF-16 behind its mark, in hexadecimal digits.
fn letters(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_added_and_nothing_else_is_touched() {
        let before = "%PDF-1.7\n9 0 obj\n<<\n  /Producer (x)\n>>\nendobj\nxref\n0 10\ntrailer\n<<\n  /Size 10\n  /Root 1 0 R\n  /Info 9 0 R\n>>\nstartxref\n49\n%%EOF";
        let after = String::from_utf8(titled(before.into(), "Ł)\u{1f600}").expect("a document")).expect("text");
        let added = after.strip_prefix(before).expect("what was there stays");
        assert!(added.contains("9 0 obj\n<<\n  /Title <FEFF01410029D83DDE00>\n"), "{added}");
        let place = after.rfind("9 0 obj").expect("the object");
        assert!(added.contains(&format!("xref\n9 1\n{place:010} 00000 n\r\ntrailer\n")), "{added}");
        assert!(added.contains("/Size 10\n  /Root 1 0 R\n  /Info 9 0 R\n  /Prev 49\n"), "{added}");
        let table = after.rfind("xref\n9 1").expect("the table");
        assert!(after.ends_with(&format!("startxref\n{table}\n%%EOF\n")), "{added}");
    }

    #[test]
    fn what_does_not_end_as_a_document_is_none() {
        for text in
            ["", "trailer", "trailer << /Size x /Root 1 0 R /Info 2 0 R >> startxref 1", "trailer << /Size 3 /Root 1 0 R >> startxref 1"]
        {
            assert!(titled(text.into(), "T").is_err(), "{text}");
        }
    }
}
