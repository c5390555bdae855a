//! The colours of the two themes for drawings that have no style sheet: read from the one that pages use.

use crate::model::theme::Theme;
use std::{collections::HashMap, sync::LazyLock};

const SHEET: &str = include_str!("../../../style/themes.css");

/// What each variable of a theme stands for, as `#rrggbb`.
pub(super) struct Colours(HashMap<&'static str, String>);

static LIGHT: LazyLock<Colours> = LazyLock::new(|| Colours::read("vizboard-light"));
static DARK: LazyLock<Colours> = LazyLock::new(|| Colours::read("vizboard-dark"));

impl Colours {
    /// Those of a theme. What follows the system is light: a file has no system.
    pub(super) fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Dark => &DARK,
            Theme::Light | Theme::Auto => &LIGHT,
        }
    }

    fn read(theme: &str) -> Self {
        let (_, block) = SHEET.split_once(&format!("name: \"{theme}\"")).unwrap_or_default();
        let block = block.split('}').next().unwrap_or_default();
        let one = |line: &'static str| {
            let (name, value) = line.trim().trim_end_matches(';').split_once(": ")?;
            Some((name, hex(value.strip_prefix("oklch(")?.strip_suffix(')')?)?))
        };
        Self(block.lines().filter_map(one).collect())
    }

    /// The colour of a variable; that of texts for one that there is not.
    pub(super) fn get(&self, variable: &str) -> &str {
        self.0.get(variable).or_else(|| self.0.get("--viz-text")).map_or("#000000", String::as_str)
    }

    /// A drawing of the painter with colours in the place of variables. Quotes of the data are escaped there, so what is
    /// found here is always an attribute.
    pub(super) fn fill(&self, svg: &str) -> String {
        let mut out = String::with_capacity(svg.len());
        let mut parts = svg.split("=\"var(");
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (variable, rest) = part.split_once(')').unwrap_or((part, ""));
            out.push_str("=\"");
            out.push_str(self.get(variable));
            out.push_str(rest);
        }
        out
    }
}

/// `55% 0.15 255` (lightness, chroma, hue in degrees) in sRGB, clipped to what a screen shows.
/// The numbers: <https://www.w3.org/TR/css-color-4/#color-conversion-code>.
fn hex(oklch: &str) -> Option<String> {
    let mut parts = oklch.split(' ');
    let lightness = parts.next()?.strip_suffix('%')?.parse::<f64>().ok()? / 100.0;
    let (chroma, hue): (f64, f64) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if parts.next().is_some() {
        return None;
    }
    let (sin, cos) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cos, chroma * sin);
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ];
    let byte = |part: f64| {
        let curved = if part <= 0.003_130_8 { 12.92 * part } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
        (curved.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    let [red, green, blue] = linear.map(byte);
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_of_a_theme_has_its_colour() {
        for theme in [Theme::Light, Theme::Dark] {
            let colours = Colours::of(theme);
            for name in
                ["ground", "surface", "raised", "line", "text", "muted", "good", "good-soft", "warn", "warn-soft", "bad", "bad-soft"]
            {
                assert!(colours.0.contains_key(format!("--viz-{name}").as_str()), "{name} of {theme:?}");
            }
            for n in 1..=8 {
                assert!(colours.0.contains_key(format!("--chart-{n}").as_str()), "chart {n} of {theme:?}");
            }
        }
        assert_eq!(Colours::of(Theme::Auto).get("--viz-surface"), "#ffffff");
        assert_ne!(Colours::of(Theme::Dark).get("--viz-surface"), "#ffffff");
        assert_eq!(hex("62.8% 0.2577 29.23").as_deref(), Some("#ff0000"), "red, as the standard has it");
    }

    #[test]
    fn attributes_are_filled_and_texts_are_not() {
        let svg = "<path fill=\"var(--viz-surface)\" stroke=\"var(--nothing)\"/><text>=&quot;var(--viz-surface)</text>";
        let text = Colours::of(Theme::Light).get("--viz-text");
        let filled = format!("<path fill=\"#ffffff\" stroke=\"{text}\"/><text>=&quot;var(--viz-surface)</text>");
        assert_eq!(Colours::of(Theme::Light).fill(svg), filled);
    }
}
