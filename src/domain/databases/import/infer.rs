//! What columns of texts hold: INTEGER, REAL or TEXT. A column is one of numbers only when none of its texts loses anything
//! by becoming one.

/// The declared type of a column that is made for some texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inferred {
    Integer,
    Real,
    Text,
}

impl Inferred {
    pub fn declared(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Text => "TEXT",
        }
    }
}

/// What is known of a column so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column {
    integers: bool,
    /// Beyond what a floating-point number holds exactly.
    large: bool,
    reals: bool,
    texts: bool,
}

impl Column {
    /// Empty texts say nothing.
    pub fn see(&mut self, field: &[u8]) {
        if field.is_empty() || self.texts {
            return;
        }
        match std::str::from_utf8(field).map(kind) {
            Ok(Some(Number::Whole(number))) => {
                self.integers = true;
                self.large |= number.unsigned_abs() > 1 << 53;
            }
            Ok(Some(Number::Real)) => self.reals = true,
            Ok(None) | Err(_) => self.texts = true,
        }
    }

    pub fn holds(self) -> Inferred {
        match (self.texts, self.integers, self.reals) {
            (true, _, _) | (false, false, false) => Inferred::Text,
            (false, true, false) => Inferred::Integer,
            (false, _, true) => {
                if self.large {
                    Inferred::Text
                } else {
                    Inferred::Real
                }
            }
        }
    }
}

enum Number {
    Whole(i64),
    Real,
}

/// `007`, `+5` and `-0` are texts: they would come back as something else.
fn kind(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.split(['.', 'e', 'E']).next().unwrap_or_default();
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    if whole == digits {
        return if text == "-0" { None } else { text.parse().ok().map(Number::Whole) };
    }
    let (mantissa, exponent) = digits.split_once(['e', 'E']).map_or((digits, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let fraction = mantissa.split_once('.').map(|(_, fraction)| fraction);
    let is_fraction = fraction.is_none_or(all_digits);
    let is_exponent = exponent.is_none_or(|exponent| all_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    let significant = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|b| *b == b'0').count();
    let fits = is_fraction && is_exponent && significant <= 17 && text.parse::<f64>().is_ok_and(f64::is_finite);
    fits.then_some(Number::Real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_only_where_nothing_is_lost() {
        for (texts, held) in [
            (&["1", "-20", "", "0", "9223372036854775807"][..], Inferred::Integer),
            (&["9223372036854775808"], Inferred::Text),
            (&["007"], Inferred::Text),
            (&["+5"], Inferred::Text),
            (&["-0"], Inferred::Text),
            (&["1", "1.5", "-0.25", "1e3", "2.5E-3"], Inferred::Real),
            (&["9007199254740993", "1.5"], Inferred::Text),
            (&["0.12345678901234567890"], Inferred::Text),
            (&["1.", "2"], Inferred::Text),
            (&[".5"], Inferred::Text),
            (&["00.5"], Inferred::Text),
            (&["1e999"], Inferred::Text),
            (&["inf"], Inferred::Text),
            (&["NaN"], Inferred::Text),
            (&["2024-01-01"], Inferred::Text),
            (&["1", "x"], Inferred::Text),
            (&[" 1"], Inferred::Text),
            (&["", ""], Inferred::Text),
            (&[], Inferred::Text),
        ] {
            let mut column = Column::default();
            texts.iter().for_each(|text| column.see(text.as_bytes()));
            assert_eq!(column.holds(), held, "{texts:?}");
        }
    }
}
