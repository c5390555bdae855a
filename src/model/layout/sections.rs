//! Parts of a tab that are folded: a heading over the whole width, and what follows it until the next one. A narrower
//! heading has tiles beside it and folds nothing.

use super::{Area, COLUMNS};

/// Tiles in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<K> {
    /// Absent for what stands above the first heading.
    pub heading: Option<K>,
    pub tiles: Vec<K>,
    /// The row at which the heading begins, and the one at which its tiles do.
    pub from: u32,
    pub top: u32,
}

/// The sections of the tiles of one tab, which come in reading order, each with whether it is a heading.
pub fn sections<K>(tiles: impl IntoIterator<Item = (K, Area, bool)>) -> Vec<Section<K>> {
    let mut all: Vec<Section<K>> = Vec::new();
    for (key, area, is_heading) in tiles {
        if is_heading && area.w == COLUMNS {
            all.push(Section { heading: Some(key), tiles: Vec::new(), from: area.y, top: area.bottom() });
            continue;
        }
        match all.last_mut() {
            Some(section) => section.tiles.push(key),
            None => all.push(Section { heading: None, tiles: vec![key], from: 0, top: 0 }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_heading_is_its_own_until_the_next() {
        let area = |y, w, h| Area { x: 0, y, w, h };
        let tiles = [
            ("above", area(0, 12, 5), false),
            ("sales", area(5, 12, 1), true),
            ("chart", area(6, 6, 9), false),
            ("half", area(15, 8, 1), true),
            ("empty", area(16, 12, 2), true),
            ("last", area(18, 12, 1), true),
            ("table", area(19, 12, 9), false),
        ];
        let section = |heading, tiles: &[&'static str], from, top| Section { heading, tiles: tiles.to_vec(), from, top };
        assert_eq!(
            sections(tiles),
            [
                section(None, &["above"], 0, 0),
                section(Some("sales"), &["chart", "half"], 5, 6),
                section(Some("empty"), &[], 16, 18),
                section(Some("last"), &["table"], 18, 19),
            ]
        );
        assert_eq!(sections::<u32>([]), []);
    }
}
