//! Packing boxes into one that is about as wide as a screen is.

/// Room between groups, in pixels.
const APART: f64 = 48.0;
/// Width for height.
const SHAPE: f64 = 1.6;

struct Column {
    left: f64,
    width: f64,
    used: f64,
}

/// The top left of each box, and the size of all together. The highest come first and set how high their row is; lower
/// ones stand above each other beside them.
pub(super) fn pack(sizes: &[(f64, f64)]) -> (Vec<(f64, f64)>, f64, f64) {
    let area: f64 = sizes.iter().map(|(width, height)| (width + APART) * (height + APART)).sum();
    let widest = sizes.iter().map(|size| size.0).fold(0.0, f64::max);
    let limit = (area * SHAPE).sqrt().max(widest);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|a, b| sizes[*b].1.total_cmp(&sizes[*a].1));

    let mut corners = vec![(0.0, 0.0); sizes.len()];
    let (mut top, mut high, mut all_width) = (0.0, 0.0, 0.0_f64);
    let mut row: Vec<Column> = Vec::new();
    for item in order {
        let (width, height) = sizes[item];
        if let Some(column) = row.iter_mut().find(|column| width <= column.width && column.used + APART + height <= high) {
            corners[item] = (column.left, top + column.used + APART);
            column.used += APART + height;
            continue;
        }
        let mut left = row.last().map_or(0.0, |column| column.left + column.width + APART);
        if left + width > limit && !row.is_empty() {
            top += high + APART;
            row.clear();
            left = 0.0;
        }
        if row.is_empty() {
            high = height;
        }
        corners[item] = (left, top);
        row.push(Column { left, width, used: height });
        all_width = all_width.max(left + width);
    }
    (corners, all_width, top + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_boxes_stand_beside_high_ones() {
        let (corners, width, height) = pack(&[(100.0, 40.0), (400.0, 300.0), (100.0, 40.0), (90.0, 40.0)]);
        assert_eq!(corners[1], (0.0, 0.0));
        assert_eq!((corners[0], corners[2], corners[3]), ((448.0, 0.0), (448.0, 88.0), (448.0, 176.0)));
        assert_eq!((width, height), (548.0, 300.0));
    }
}
