//! What a letter says, and how it looks as text and as HTML: both of one template. Names and addresses in it are texts of
//! other people.

use crate::{domain::lettering::escape, model::account_link::LinkKind};
use serde::{Deserialize, Serialize};

/// A letter to one person, built line by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What lists of waiting mail call it, in one word.
    #[serde(skip)]
    pub(super) kind: String,
    /// How long it is worth sending, in seconds: as long as its link works.
    #[serde(skip)]
    pub(super) useful_seconds: i64,
    /// What waits of its kind for the same address is of no use any more: its link has ended.
    #[serde(skip)]
    pub(super) is_only_one: bool,
    pub(super) subject: String,
    lines: Vec<String>,
    /// Words and address.
    button: Option<(String, String)>,
    /// Below the button, smaller.
    ends: Vec<String>,
}

impl Letter {
    pub fn new(kind: &str, subject: impl Into<String>, useful_seconds: i64) -> Self {
        Self {
            kind: kind.to_owned(),
            useful_seconds,
            is_only_one: false,
            subject: subject.into(),
            lines: Vec::new(),
            button: None,
            ends: Vec::new(),
        }
    }

    /// A letter with a link that ends the links of its kind before it: it takes the place of such a letter that waits.
    pub fn of_link(link: LinkKind, subject: impl Into<String>) -> Self {
        Self { is_only_one: true, ..Self::new(link.name(), subject, link.seconds()) }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn line(mut self, text: impl Into<String>) -> Self {
        self.lines.push(text.into());
        self
    }

    /// The one thing to do, with its whole address.
    #[must_use]
    pub fn button(mut self, label: &str, address: &str) -> Self {
        self.button = Some((label.to_owned(), address.to_owned()));
        self
    }

    /// Adds a paragraph at the end.
    #[must_use]
    pub fn end(mut self, text: impl Into<String>) -> Self {
        self.ends.push(text.into());
        self
    }

    /// The address behind its button.
    pub(super) fn address(&self) -> Option<&str> {
        self.button.as_ref().map(|(_, address)| address.as_str())
    }

    pub(super) fn text(&self, sender: &str) -> String {
        let mut paragraphs: Vec<String> = self.lines.iter().map(|line| one_line(line)).collect();
        if let Some((label, address)) = &self.button {
            paragraphs.push(format!("{label}:\n{address}"));
        }
        paragraphs.extend(self.ends.iter().map(|line| one_line(line)));
        format!("{}\n\n-- \nVizBoard at {sender}\n", paragraphs.join("\n\n"))
    }

    pub(super) fn html(&self, sender: &str) -> String {
        let paragraph = |style: &str, text: &str| format!("<p style=\"{style}\">{}</p>\n", escape(&one_line(text)));
        let mut body: String = self.lines.iter().map(|line| paragraph("margin:0 0 16px", line)).collect();
        if let Some((label, address)) = &self.button {
            let (label, address) = (escape(label), escape(address));
            body.push_str(&format!(
                "<p style=\"margin:24px 0\"><a href=\"{address}\" style=\"background:#3f5bd9;color:#ffffff;padding:10px 18px;\
                 border-radius:6px;text-decoration:none;display:inline-block\">{label}</a></p>\n\
                 <p style=\"margin:0 0 16px;font-size:13px;color:#5b6472\">Or open this address:<br>\
                 <a href=\"{address}\" style=\"color:#3f5bd9;word-break:break-all\">{address}</a></p>\n"
            ));
        }
        body.extend(self.ends.iter().map(|line| paragraph("margin:0 0 16px;font-size:13px;color:#5b6472", line)));
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>{subject}</title></head>\n<body style=\"margin:0;padding:32px 16px;background:#f6f7f9;color:#1f2733;\
             font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif\">\n\
             <div style=\"max-width:520px;margin:0 auto;background:#ffffff;border:1px solid #e3e6eb;border-radius:10px;padding:28px\">\n\
             <h1 style=\"margin:0 0 16px;font-size:18px\">{subject}</h1>\n{body}</div>\n\
             <p style=\"max-width:520px;margin:16px auto 0;font-size:12px;color:#5b6472\">VizBoard at {sender}</p>\n</body></html>\n",
            subject = escape(&one_line(&self.subject)),
            sender = escape(sender),
        )
    }
}

/// A paragraph holds no line break of its own: nobody's name makes a letter look as if it said more.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_nothing_is_markup() {
        let letter = Letter::new("test", "Hello <b>you</b>", 60)
            .line("Dear <script>alert(1)</script>\r\n\r\nhttp://evil.example")
            .button("Go & see", "https://viz.example.org/x/Ab1?a=1&b=\"2\"")
            .end("Bye");
        let (text, html) = (letter.text("https://viz.example.org/"), letter.html("https://viz.example.org/"));
        assert_eq!(
            text,
            "Dear <script>alert(1)</script> http://evil.example\n\nGo & see:\nhttps://viz.example.org/x/Ab1?a=1&b=\"2\"\n\nBye\n\n-- \n\
             VizBoard at https://viz.example.org/\n"
        );
        assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
        for part in ["Dear &lt;script&gt;alert(1)&lt;/script&gt; http://evil.example", "Go &amp; see", "?a=1&amp;b=&quot;2&quot;", "Bye"] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
