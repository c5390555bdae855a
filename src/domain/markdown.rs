//! Markdown of text blocks to HTML that may be put into a page.

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::sync::LazyLock;

/// More of a text is not read, in bytes; settings allow 20,000 characters.
const MOST: usize = 80_000;

/// What a text may be made of. Nothing that loads, runs, or names anything else in the page.
const TAGS: [&str; 25] = [
    "p",
    "br",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "em",
    "del",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "sub",
];

/// The text as HTML. Headings begin at the third level, below the tile's title; HTML in the text is shown as
/// text; pictures become links, since a picture of another host would tell it who looks at the board; links go to
/// `http`, `https` and `mailto` only.
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(beginning(text), options).map(tame));
    CLEANER.clean(&out).to_string()
}

/// At most [`MOST`] bytes, ending between two characters.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST)]
}

fn tame(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: below(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        Event::Start(Tag::Image { dest_url, title, .. }) => {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id: CowStr::Borrowed("") })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        other => other,
    }
}

/// Two levels down, at most the sixth.
fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(TAGS.into())
        .tag_attributes([("a", ["href", "title"].into()), ("ol", ["start"].into())].into())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_markdown_says() {
        for (text, expected) in [
            ("# A\n## B\n### C\n#### D", "<h3>A</h3>\n<h4>B</h4>\n<h5>C</h5>\n<h6>D</h6>\n"),
            ("a **b** *c* ~~d~~ `e`", "<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code></p>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"),
            ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
            (
                "[a](https://example.org/?a=1&b=2 \"t\")",
                "<p><a href=\"https://example.org/?a=1&amp;b=2\" title=\"t\" rel=\"noopener noreferrer nofollow\">a</a></p>\n",
            ),
            (
                "<mail@example.org>",
                "<p><a href=\"mailto:mail@example.org\" rel=\"noopener noreferrer nofollow\">mail@example.org</a></p>\n",
            ),
            (
                "![cat](https://example.org/cat.png)",
                "<p><a href=\"https://example.org/cat.png\" rel=\"noopener noreferrer nofollow\">cat</a></p>\n",
            ),
            (
                "|a|b|\n|-|-|\n|1|2|",
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody></table>\n",
            ),
            ("", ""),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
    }

    /// Opening tags in the answer must be ours, and no attribute may run or load anything.
    #[test]
    fn nothing_runs() {
        for text in [
            "<script>alert(1)</script>",
            "</script><img src=x onerror=alert(1)>",
            "\"><svg/onload=alert(1)>",
            "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
            "a <b onclick=alert(1)>b</b>",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
            "<style>*{background:url(//example.org)}</style>",
            "<a id=defaultView name=x href=javascript:alert(1)>a</a>",
            "<form action=//example.org><input name=a></form>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
            "<!--><img src=x onerror=alert(1)>-->",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](&#106;avascript:alert(1))",
            "[a](java\tscript:alert(1))",
            "[a](<java\u{0}script:alert(1)>)",
            "[a](data:text/html,<script>alert(1)</script>)",
            "[a](vbscript:msgbox(1))",
            "[a](//example.org/a)",
            "[a](/settings)",
            "[a](https://example.org/\"onmouseover=\"alert(1))",
            "![a](javascript:alert(1))",
            "![a\" onerror=\"alert(1)](x)",
            "<javascript:alert(1)>",
            "# a {#id .class onclick=alert(1)}",
            "```\"><script>alert(1)</script>\ncode\n```",
            "[a]: javascript:alert(1)\n\n[a]",
            "\u{2028}<img src=x onerror=alert(1)>",
        ] {
            let html = to_html(text);
            for tag in html.split('<').skip(1) {
                let (inside, _) = tag.split_once('>').expect("a tag ends");
                let (name, mut attributes) = inside.split_once(' ').unwrap_or((inside, ""));
                assert!(TAGS.contains(&name.trim_start_matches('/')), "{text} made <{name}>: {html}");
                while !attributes.is_empty() {
                    let (attribute, rest) = attributes.split_once("=\"").expect("an attribute has a value in quotes");
                    let (value, rest) = rest.split_once('"').expect("which ends");
                    assert!(["href", "title", "rel", "start"].contains(&attribute), "{text} made {attribute}: {html}");
                    let good = ["http://", "https://", "mailto:"].iter().any(|scheme| value.starts_with(scheme));
                    assert!(good || attribute != "href", "{text} leads to {value}");
                    attributes = rest.trim_start();
                }
            }
        }
    }

    #[test]
    fn long_and_deep_texts_end() {
        assert!(to_html(&"é".repeat(100_000)).len() <= MOST + 16);
        for deep in [">".repeat(20_000), "[".repeat(20_000), "*".repeat(20_000), "- ".repeat(10_000), "`".repeat(20_000)] {
            to_html(&deep);
        }
    }
}
