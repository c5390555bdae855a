//! The last look at a drawing before it may go into a page as markup: only known elements and attributes, ids
//! of its own, a name for readers.

use std::borrow::Cow;

const ELEMENTS: [&str; 13] =
    ["svg", "g", "path", "text", "tspan", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "clipPath"];
const ATTRIBUTES: [&str; 41] = [
    "width",
    "height",
    "xmlns",
    "xmlns:xlink",
    "version",
    "baseProfile",
    "viewBox",
    "role",
    "aria-label",
    "id",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "d",
    "points",
    "transform",
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-opacity",
    "stroke-width",
    "stroke-linejoin",
    "stroke-linecap",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-miterlimit",
    "opacity",
    "clip-path",
    "dominant-baseline",
    "text-anchor",
    "pointer-events",
    "xml:space",
    "style",
];

/// Checks `svg` and gives its ids the prefix `own`, so that two drawings on one page never meet.
///
/// # Errors
/// What was found that does not belong into a drawing.
pub(super) fn finish(svg: &str, own: &str) -> Result<String, String> {
    let svg = svg.trim();
    if !svg.starts_with("<svg ") || !svg.ends_with("</svg>") {
        return Err("not a drawing".to_owned());
    }
    let mut out = String::with_capacity(svg.len() + 256);
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (tag, after) = tag(rest)?;
        check(tag)?;
        out.push('<');
        out.push_str(&with_own_ids(tag, own));
        out.push('>');
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// What stands between `<` and `>`, and what follows. A `>` in quotes does not end a tag.
fn tag(text: &str) -> Result<(&str, &str), String> {
    let mut quoted = false;
    for (i, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return Ok((&text[..i], &text[i + 1..])),
            '<' => return Err("a tag in a tag".to_owned()),
            _ => {}
        }
    }
    Err("a tag without an end".to_owned())
}

fn check(tag: &str) -> Result<(), String> {
    let tag = tag.strip_suffix('/').unwrap_or(tag);
    let (name, mut rest) = match tag.split_once(|c: char| c.is_ascii_whitespace()) {
        Some((name, rest)) => (name, rest.trim_start()),
        None => (tag, ""),
    };
    let closing = name.strip_prefix('/');
    if !ELEMENTS.contains(&closing.unwrap_or(name)) || (closing.is_some() && !rest.is_empty()) {
        return Err(format!("an element {name:?}"));
    }
    while !rest.is_empty() {
        let (attribute, after) = rest.split_once("=\"").ok_or_else(|| format!("an attribute without a value: {rest:?}"))?;
        let (value, after) = after.split_once('"').ok_or("an attribute without an end")?;
        if !ATTRIBUTES.contains(&attribute) {
            return Err(format!("an attribute {attribute:?}"));
        }
        // References lead into the drawing itself and nowhere else.
        if value.match_indices("url(").any(|(at, _)| !value[at..].starts_with("url(#")) {
            return Err(format!("a reference {value:?}"));
        }
        rest = after.trim_start();
    }
    Ok(())
}

/// The renderer counts its drawings (`zr3-c0`); the number would differ from time to time.
fn with_own_ids<'a>(tag: &'a str, own: &str) -> Cow<'a, str> {
    if !tag.contains("=\"zr") && !tag.contains("(#zr") {
        return Cow::Borrowed(tag);
    }
    let mut out = String::with_capacity(tag.len() + own.len());
    let mut rest = tag;
    while let Some(at) = rest.find("zr") {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let digits = after[2..].bytes().take_while(u8::is_ascii_digit).count();
        if (before.ends_with("=\"") || before.ends_with("(#")) && digits > 0 {
            out.push_str(own);
        } else {
            out.push_str(&after[..2 + digits]);
        }
        rest = &after[2 + digits..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inside: &str) -> Result<String, String> {
        finish(&format!("<svg width=\"1\" height=\"1\">{inside}</svg>"), "c1")
    }

    #[test]
    fn drawings_pass_with_ids_of_their_own() {
        let inside = "<defs><clipPath id=\"zr12-c0\"><rect x=\"0\"/></clipPath></defs><g clip-path=\"url(#zr12-c0)\"><text>zr12 &lt;b&gt;</text></g>";
        let done = drawing(inside).expect("passes");
        assert!(done.contains("id=\"c1-c0\"") && done.contains("url(#c1-c0)") && done.contains(">zr12 &lt;b&gt;<"), "{done}");
    }

    #[test]
    fn everything_else_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            "<text onclick=\"alert(1)\">a</text>",
            "<text ONLOAD=\"x\">a</text>",
            "<a href=\"javascript:alert(1)\">a</a>",
            "<image href=\"https://example.org/\"/>",
            "<use xlink:href=\"#a\"/>",
            "<foreignObject></foreignObject>",
            "<style>*{}</style>",
            "<g fill=\"url(https://example.org/a)\"></g>",
            "<g fill=red></g>",
            "<g fill='red'></g>",
            "<!-- a --><g></g>",
            "<![CDATA[a]]>",
            "<?xml?>",
            "<g a<b></g>",
            "<g",
            "</g onclick=\"x\">",
        ] {
            assert!(drawing(inside).is_err(), "{inside}");
        }
        for whole in ["", "<p></p>", "<svg onload=\"alert(1)\"></svg>", "<svg ></svg><script></script>", "text<svg ></svg>"] {
            assert!(finish(whole, "c1").is_err(), "{whole}");
        }
    }
}
