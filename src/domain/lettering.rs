//! Texts in drawings of the server: escaped, and cut where there is no room. No font is at hand there, so widths are
//! estimates.

/// A text inside SVG or HTML and inside their attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // What XML cannot hold.
            c if (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A title as the name of a file, or `otherwise` where nothing of it can stand there: letters, digits and dashes.
pub(super) fn file_name(title: &str, otherwise: &str) -> String {
    let plain: String = title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { otherwise.to_owned() } else { words.join("-") }
}

/// About how wide a text is in the product's font, in pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let one = |c: char| match c {
        'i' | 'j' | 'l' | '\'' | '|' | '!' | '.' | ',' | ':' | ';' => 0.29,
        'f' | 'r' | 't' | 'I' | '(' | ')' | '[' | ']' | ' ' | '"' | '/' => 0.37,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.9,
        'A'..='Z' => 0.68,
        '\u{1100}'.. => 1.0,
        _ => 0.6,
    };
    text.chars().map(one).sum::<f64>() * size
}

/// The text, cut with an ellipsis where it is wider than `room`.
pub(super) fn fitting(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut fitting = String::new();
    for c in text.chars() {
        fitting.push(c);
        if width(&fitting, size) > room - size {
            fitting.pop();
            break;
        }
    }
    format!("{}…", fitting.trim_end())
}

/// The text in lines no wider than `room`, broken at blanks; what is left after `most` lines is cut with an ellipsis.
pub(super) fn wrapped(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let is_last = lines.len() == most;
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + 0.37 * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if is_last => {
                let rest: Vec<&str> = std::iter::once(word).chain(words.by_ref()).take(40).collect();
                *line = fitting(&format!("{line} {}", rest.join(" ")), size, room);
                return lines;
            }
            _ => lines.push(fitting(word, size, room)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_hold_what_xml_can() {
        assert_eq!(escape("<a href=\"x\">&'\u{0}\u{1b}\n"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\u{fffd}\u{fffd}\n");
    }

    #[test]
    fn files_have_plain_names() {
        for (title, name) in [("Shop (North)", "shop-north"), ("../x\"\r\n", "x"), ("Überall", "berall"), ("店", "schema")] {
            assert_eq!(file_name(title, "schema"), name);
        }
    }

    #[test]
    fn lines_are_no_wider_than_their_room_and_no_more_than_asked_for() {
        let text = "Orders of a small shop that sells tea and everything that belongs to it";
        let lines = wrapped(text, 13.0, 160.0, 20);
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line, 13.0) <= 160.0), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        let cut = wrapped(text, 13.0, 160.0, 2);
        assert!(cut.len() == 2 && cut[1].ends_with('…') && width(&cut[1], 13.0) <= 160.0, "{cut:?}");
        assert!(wrapped(&"w".repeat(300), 13.0, 100.0, 3)[0].ends_with('…'));
        assert_eq!(wrapped(" \n ", 13.0, 100.0, 3), Vec::<String>::new());
    }
}
