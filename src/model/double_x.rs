//! Names of tables and columns as names of GraphQL: double-X encoding (03, Names). Made and read back without loss.

/// Signs by their code, from the space on; letters, digits and the underscore have none.
const SIGNS: [(char, char); 33] = [
    (' ', '0'),
    ('!', '1'),
    ('"', '2'),
    ('#', '3'),
    ('$', '4'),
    ('%', '5'),
    ('&', '6'),
    ('\'', '7'),
    ('(', '8'),
    (')', '9'),
    ('*', 'A'),
    ('+', 'B'),
    (',', 'C'),
    ('-', 'D'),
    ('.', 'E'),
    ('/', 'F'),
    (':', 'G'),
    (';', 'H'),
    ('<', 'I'),
    ('=', 'J'),
    ('>', 'K'),
    ('?', 'L'),
    ('@', 'M'),
    ('[', 'N'),
    ('\\', 'O'),
    (']', 'P'),
    ('^', 'Q'),
    ('_', 'R'),
    ('`', 'S'),
    ('{', 'T'),
    ('|', 'U'),
    ('}', 'V'),
    ('~', 'W'),
];

pub fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    if let Some(after) = rest.strip_prefix("__") {
        out.push_str("XXRXXR");
        rest = after;
    } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
        out.push_str("XXZ");
    }
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("XX") {
            out.push_str("XXXXXX");
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c);
        } else if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| *sign == c) {
            out.extend(['X', 'X', *code]);
        } else {
            let (mark, digits) = if c as u32 > 0xF_FFFF { ("XXY", 6) } else { ("XX", 5) };
            out.push_str(mark);
            out.extend((0..digits).rev().map(|digit| char::from(b'a' + ((c as u32 >> (4 * digit)) & 15) as u8)));
        }
    }
    out
}

/// The name that was encoded; nothing when no name is encoded so.
pub fn decoded(text: &str) -> Option<String> {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let Some(after) = rest.strip_prefix("XX") else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let code = after.chars().next()?;
        let digits = match code {
            'X' => {
                // One X in front of what is encoded looks alike in its beginning.
                let pair = after.strip_prefix("XXXX");
                out.push_str(if pair.is_some() { "XX" } else { "X" });
                rest = pair.unwrap_or(&rest[1..]);
                continue;
            }
            'Y' => 6,
            'a'..='p' => 5,
            'Z' => {
                rest = &after[1..];
                continue;
            }
            code => {
                out.push(SIGNS.iter().find(|(_, own)| *own == code)?.0);
                rest = &after[1..];
                continue;
            }
        };
        let hex = if digits == 6 { &after[1..] } else { after };
        let mut number = 0_u32;
        for byte in hex.get(..digits)?.bytes() {
            number = number << 4 | u32::from(byte.checked_sub(b'a').filter(|digit| *digit < 16)?);
        }
        out.push(char::from_u32(number)?);
        rest = &hex[digits..];
    }
    (encoded(&out) == text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for (name, made) in [
            ("DOXXING", "DOXXXXXXING"),
            ("XXX", "XXXXXXX"),
            (">XXX<", "XXKXXXXXXXXXI"),
            ("id-with.special$chars!", "idXXDwithXXEspecialXX4charsXX1"),
            ("id_with_ümläutß", "id_with_XXaaapmmlXXaaaoeutXXaaanp"),
            ("Emoji: 😅", "EmojiXXGXX0XXbpgaf"),
            ("name with-special$chars", "nameXX0withXXDspecialXX4chars"),
            ("0test", "XXZ0test"),
            ("__Schema", "XXRXXRSchema"),
            ("", ""),
        ] {
            assert_eq!(encoded(name), made, "{name}");
            assert_eq!(decoded(made).as_deref(), Some(name), "{made}");
        }
        for name in ["\u{10FFFF}", "a\nb", "XXXXX", "_X", "X X"] {
            assert_eq!(decoded(&encoded(name)).as_deref(), Some(name), "{name:?}");
        }
        for wrong in ["XX", "XXX", "XXaa", "XXYaaaaa", "a b", "XXQQXX"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
