//! Texts of boards as plain lines: the cleaned HTML of [`crate::domain::markdown`] without its marks.

use super::paper::{Paper, Room, Type};

/// A paragraph, a heading, an item of a list or a row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
struct Part {
    text: String,
    heading: bool,
    /// How deep in lists.
    depth: usize,
}

pub(super) fn draw(paper: &mut Paper, html: &str, room: Room) {
    let mut rest = room;
    for part in parts(html) {
        let indent = 16.0 * part.depth as f64;
        let own = Room { x: rest.x + indent, w: rest.w - indent, ..rest };
        let (kind, height) = if part.heading { (Type::PLAIN.size(15.0).strong(), 22.0) } else { (Type::PLAIN, 20.0) };
        let left = paper.lines(&part.text, own, height, kind);
        rest = Room { x: rest.x, w: rest.w, ..left }.below(if part.depth > 0 { 2.0 } else { 8.0 });
        if rest.h <= 0.0 {
            return;
        }
    }
}

fn parts(html: &str) -> Vec<Part> {
    let (mut parts, mut open) = (Vec::new(), Part::default());
    // For each list that is open: the number of its next item, when it counts.
    let mut lists: Vec<Option<u32>> = Vec::new();
    let mut pieces = html.split('<');
    open.text.push_str(&plain(pieces.next().unwrap_or_default()));
    for piece in pieces {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split(' ').next().unwrap_or_default();
        let mut end = || {
            let part = std::mem::take(&mut open);
            if !part.text.trim().is_empty() {
                parts.push(part);
            }
        };
        match name {
            "p" | "/p" | "br" | "hr" | "blockquote" | "/blockquote" | "pre" | "/pre" | "/li" | "tr" | "/tr" | "/h3" | "/h4" | "/h5"
            | "/h6" => end(),
            "h3" | "h4" | "h5" | "h6" => {
                end();
                open.heading = true;
            }
            "ul" | "ol" => {
                end();
                lists.push((name == "ol").then(|| tag.split('"').nth(1).and_then(|start| start.parse().ok()).unwrap_or(1)));
            }
            "/ul" | "/ol" => {
                end();
                lists.pop();
            }
            "li" => {
                end();
                let mark = match lists.last_mut() {
                    Some(Some(next)) => {
                        *next += 1;
                        format!("{}. ", *next - 1)
                    }
                    _ => "• ".to_owned(),
                };
                open.text.push_str(&mark);
            }
            "/td" | "/th" => open.text.push_str("   "),
            _ => {}
        }
        open.depth = lists.len();
        open.text.push_str(&plain(text));
    }
    if !open.text.trim().is_empty() {
        parts.push(open);
    }
    parts
}

/// Characters that stand for themselves again.
fn plain(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::markdown::to_html;

    #[test]
    fn texts_become_lines() {
        let told = |text: &str| -> Vec<(String, bool, usize)> {
            parts(&to_html(text)).into_iter().map(|part| (part.text.trim().to_owned(), part.heading, part.depth)).collect()
        };
        assert_eq!(told("# Sales\nof **all** shops"), [("Sales".into(), true, 0), ("of all shops".into(), false, 0)]);
        assert_eq!(
            told("- a\n- b\n  1. c\n  2. d"),
            [("• a".into(), false, 1), ("• b".into(), false, 1), ("1. c".into(), false, 2), ("2. d".into(), false, 2)]
        );
        assert_eq!(told("<script>"), [("<script>".into(), false, 0)]);
        assert_eq!(told("a &lt; b"), [("a < b".into(), false, 0)]);
        assert_eq!(told(""), []);
    }
}
