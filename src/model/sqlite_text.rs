//! The words of an SQLite statement: names, literals, parameters and signs, without blanks and comments. Nothing is
//! parsed and nothing is decided here about what may run; a text that ends in the middle of a word ends with that word.

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A keyword or a name without quotes.
    Bare,
    /// A name in `"`, `` ` `` or square brackets.
    Quoted,
    /// A text in `'`.
    Text,
    /// `x'..'`
    Blob,
    Number,
    /// `?`, `?1`, `:name`, `@name`, `$name`
    Parameter,
    /// Any other character, alone.
    Sign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    pub word: Word,
    /// As it is written.
    pub raw: &'t str,
    /// Where it begins, in bytes.
    pub at: usize,
}

impl Token<'_> {
    /// Where it ends, in bytes.
    pub fn end(&self) -> usize {
        self.at + self.raw.len()
    }

    pub fn is(&self, sign: &str) -> bool {
        self.word == Word::Sign && self.raw == sign
    }

    pub fn is_keyword(&self, keyword: &str) -> bool {
        self.word == Word::Bare && self.raw.eq_ignore_ascii_case(keyword)
    }

    /// The name that it is, without its quotes. SQLite takes a text in the place of a name too.
    pub fn name(&self) -> Option<String> {
        match self.word {
            Word::Bare => Some(self.raw.to_owned()),
            Word::Quoted | Word::Text => Some(self.unquoted()),
            _ => None,
        }
    }

    /// What a quoted word says.
    pub fn unquoted(&self) -> String {
        let Some(quote) = self.raw.chars().next() else { return String::new() };
        let end = if quote == '[' { ']' } else { quote };
        let inner = self.raw[quote.len_utf8()..].strip_suffix(end).unwrap_or(&self.raw[quote.len_utf8()..]);
        if quote == '[' { inner.to_owned() } else { inner.replace(&format!("{quote}{quote}"), &quote.to_string()) }
    }
}

pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut at) = (Vec::new(), 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let skipped = if c.is_whitespace() { c.len_utf8() } else { comment(rest) };
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let (word, length) = word(rest, c);
        tokens.push(Token { word, raw: &rest[..length], at });
        at += length;
    }
    tokens
}

/// How long a comment at the beginning is; 0 when there is none.
fn comment(rest: &str) -> usize {
    if rest.starts_with("--") {
        rest.find('\n').map_or(rest.len(), |end| end + 1)
    } else if let Some(inside) = rest.strip_prefix("/*") {
        inside.find("*/").map_or(rest.len(), |end| end + 4)
    } else {
        0
    }
}

fn word(rest: &str, first: char) -> (Word, usize) {
    let name = |from: usize| from + rest[from..].find(|c| !is_of_name(c)).unwrap_or(rest.len() - from);
    match first {
        '\'' => (Word::Text, quoted(rest, '\'')),
        '"' | '`' => (Word::Quoted, quoted(rest, first)),
        '[' => (Word::Quoted, rest.find(']').map_or(rest.len(), |end| end + 1)),
        'x' | 'X' if rest[1..].starts_with('\'') => (Word::Blob, 1 + quoted(&rest[1..], '\'')),
        '?' => (Word::Parameter, 1 + rest[1..].bytes().take_while(u8::is_ascii_digit).count()),
        ':' | '@' | '$' if rest[1..].starts_with(is_of_name) => (Word::Parameter, name(1)),
        _ if first.is_ascii_digit() || first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) => (Word::Number, number(rest)),
        _ if is_of_name(first) => (Word::Bare, name(0)),
        _ => (Word::Sign, first.len_utf8()),
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

/// The length of a quoted word, in which the quote stands for itself when it is doubled.
fn quoted(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(next) = rest[at..].find(quote) {
        at += next + 1;
        if !rest[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

fn number(rest: &str) -> usize {
    let mut before = ' ';
    let is_part = |c: char, before: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_') || matches!(c, '+' | '-') && matches!(before, 'e' | 'E')
    };
    let hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
    for (at, c) in rest.char_indices() {
        if !is_part(c, if hexadecimal { ' ' } else { before }) {
            return at;
        }
        before = c;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(Word, &str)> {
        tokens(text).iter().map(|token| (token.word, token.raw)).collect()
    }

    #[test]
    fn every_kind_of_word_is_told_apart() {
        use Word::{Bare, Blob, Number, Parameter, Quoted, Sign, Text};
        let text = "select \"a\"\"b\", `c`, [d ], 'it''s', x'0a', 1.5e-3, .5, 0x1F -- ? no\n, ?, ?2, :n, @m, $o /* 'x' */ from größe;";
        let found: Vec<_> = said(text).into_iter().filter(|(_, raw)| *raw != ",").collect();
        assert_eq!(
            found,
            [
                (Bare, "select"),
                (Quoted, "\"a\"\"b\""),
                (Quoted, "`c`"),
                (Quoted, "[d ]"),
                (Text, "'it''s'"),
                (Blob, "x'0a'"),
                (Number, "1.5e-3"),
                (Number, ".5"),
                (Number, "0x1F"),
                (Parameter, "?"),
                (Parameter, "?2"),
                (Parameter, ":n"),
                (Parameter, "@m"),
                (Parameter, "$o"),
                (Bare, "from"),
                (Bare, "größe"),
                (Sign, ";"),
            ]
        );
        assert_eq!(tokens("\"a\"\"b\"")[0].unquoted(), "a\"b");
        assert_eq!(tokens("[a\"b]")[0].unquoted(), "a\"b");
    }

    #[test]
    fn what_has_no_end_ends_with_the_text() {
        for text in ["'abc", "\"abc", "[abc", "x'ab", "/* abc", "-- abc", "'", "[", "?", ":", "1e", "😅"] {
            let words = said(text);
            assert!(words.len() <= 1 && words.iter().all(|(_, raw)| text.ends_with(raw)), "{text}: {words:?}");
        }
    }
}
