//! The rules of the grid. Whoever moves a tile, a browser or the server, comes to the same arrangement, in which
//!
//! - no tile overlaps another, and all of them are inside the columns,
//! - each tile lies on the upper edge or on another tile,
//! - the reading order is the order by row, then column.
//!
//! [`settle`] starts with areas and derives the order, [`arrange`] starts with an order and derives the areas.

use super::{Area, COLUMNS};

/// Tiles with their areas, in reading order.
pub type Cells<K> = Vec<(K, Area)>;

/// A tile in the order that is asked for.
#[derive(Clone, Debug)]
pub struct Wanted<K> {
    pub key: K,
    /// Where it lay so far, if anywhere.
    pub area: Option<Area>,
    /// Columns and rows of a tile that lay nowhere.
    pub size: (u32, u32),
}

/// Lets every tile go up until it lies on something; of two that overlap the later one goes down first.
pub fn settle<K>(mut cells: Cells<K>) -> Cells<K> {
    cells.sort_by_key(|(_, area)| area.order());
    let mut placed = Cells::with_capacity(cells.len());
    for (key, area) in cells {
        let area = at_rest(&placed, area.fitted());
        placed.push((key, area));
    }
    placed.sort_by_key(|(_, area)| area.order());
    placed
}

/// The area, or the first one below it that is free.
fn free<K>(placed: &[(K, Area)], mut area: Area) -> Area {
    while let Some(below) = placed.iter().filter(|(_, other)| other.overlaps(area)).map(|(_, other)| other.bottom()).max() {
        area.y = below;
    }
    area
}

fn at_rest<K>(placed: &[(K, Area)], area: Area) -> Area {
    let mut area = free(placed, area);
    let above = placed.iter().map(|(_, other)| *other).filter(|other| other.is_beside(area) && other.bottom() <= area.y);
    area.y = above.map(Area::bottom).max().unwrap_or_default();
    area
}

/// Puts one tile where it is wanted; what lies there makes way. On the upper half of another tile it goes before that
/// one, on the lower half behind it.
pub fn put<K: Clone + PartialEq>(cells: &[(K, Area)], key: &K, wanted: Area) -> Cells<K> {
    let mut wanted = wanted.fitted();
    let mut others: Cells<K> = cells.iter().filter(|(other, _)| other != key).cloned().collect();
    let under = others.iter().map(|(_, other)| *other).filter(|other| other.overlaps(wanted) && other.y <= wanted.y);
    if let Some(other) = under.min_by_key(|other| other.order()) {
        let before = wanted.y < other.y + other.h.div_ceil(2);
        wanted.y = if before { other.y } else { other.bottom() };
    }
    others.sort_by_key(|(_, area)| area.order());
    let mut placed = vec![(key.clone(), wanted)];
    for (key, area) in others {
        let area = free(&placed, area);
        placed.push((key, area));
    }
    settle(placed)
}

/// The areas of tiles that come in this order. As many of the first ones as lie in it already stay where they are; the
/// others flow in behind them, each at the first place after its predecessor.
pub fn arrange<K: Clone + PartialEq>(wanted: Vec<Wanted<K>>) -> Cells<K> {
    let known = wanted.iter().filter_map(|tile| Some((tile.key.clone(), tile.area?))).collect();
    let settled = settle(known);
    let stay = settled.iter().zip(&wanted).take_while(|((key, _), tile)| *key == tile.key).count();
    let mut placed: Cells<K> = settled.into_iter().take(stay).collect();
    for tile in wanted.into_iter().skip(stay) {
        let (w, h) = tile.area.map_or(tile.size, |area| (area.w, area.h));
        let area = behind(&placed, Area { x: 0, y: 0, w, h }.fitted());
        placed.push((tile.key, area));
    }
    placed
}

/// The first place after the last tile at which this one lies on something.
fn behind<K>(placed: &[(K, Area)], tile: Area) -> Area {
    let Some((_, last)) = placed.last() else { return tile };
    let mut rows: Vec<u32> = placed.iter().map(|(_, area)| area.bottom()).chain([0]).filter(|y| *y >= last.y).collect();
    rows.sort_unstable();
    rows.dedup();
    let places = rows.iter().flat_map(|y| (0..=COLUMNS - tile.w).map(|x| Area { x, y: *y, ..tile }));
    let fits = |area: &Area| {
        let lies = area.y == 0 || placed.iter().any(|(_, other)| other.is_beside(*area) && other.bottom() == area.y);
        area.order() > last.order() && lies && !placed.iter().any(|(_, other)| other.overlaps(*area))
    };
    // Below everything there is always one.
    places.into_iter().find(fits).unwrap_or(Area { x: 0, y: rows.last().copied().unwrap_or_default(), ..tile })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::layout::MOST_HEIGHT;

    /// Numbers that look random and are the same each time.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, below: u32) -> u32 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) % u64::from(below)) as u32
        }

        fn area(&mut self) -> Area {
            Area { x: self.roll(14), y: self.roll(30), w: self.roll(15), h: self.roll(12) }
        }

        fn cells(&mut self) -> Cells<u32> {
            let many = self.roll(14);
            (0..many).map(|key| (key, self.area())).collect()
        }
    }

    #[track_caller]
    fn holds(cells: &Cells<u32>) {
        for (place, (_, area)) in cells.iter().enumerate() {
            assert!(area.w >= 1 && area.h >= 1 && area.h <= MOST_HEIGHT && area.x + area.w <= COLUMNS, "inside: {cells:?}");
            let others = || cells.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, (_, other))| other);
            assert!(!others().any(|other| other.overlaps(*area)), "no overlaps: {cells:?}");
            assert!(area.y == 0 || others().any(|other| other.is_beside(*area) && other.bottom() == area.y), "nothing hangs: {cells:?}");
        }
        assert!(cells.is_sorted_by_key(|(_, area)| area.order()), "in reading order: {cells:?}");
    }

    fn keys(cells: &Cells<u32>) -> Vec<u32> {
        cells.iter().map(|(key, _)| *key).collect()
    }

    #[test]
    fn whatever_is_asked_the_rules_hold() {
        let mut dice = Dice(1);
        for _ in 0..4_000 {
            let cells = dice.cells();
            let many = cells.len() as u32;
            let settled = settle(cells);
            holds(&settled);
            assert_eq!(settle(settled.clone()), settled, "settled once is settled");
            if many == 0 {
                continue;
            }
            let (key, area) = (dice.roll(many), dice.area());
            let moved = put(&settled, &key, area);
            holds(&moved);
            assert_eq!(moved.len(), settled.len());
            let (_, at) = moved.iter().find(|(other, _)| *other == key).expect("it is still there");
            assert_eq!((at.x, at.w, at.h), (area.fitted().x, area.fitted().w, area.fitted().h), "in the column that was asked for");
            holds(&put(&settled, &many, area));
        }
    }

    #[test]
    fn an_order_is_always_kept() {
        let mut dice = Dice(2);
        for _ in 0..4_000 {
            let settled = settle(dice.cells());
            let same = |(key, area): &(u32, Area)| Wanted { key: *key, area: Some(*area), size: (6, 8) };
            assert_eq!(arrange(settled.iter().map(same).collect()), settled, "what is arranged stays");
            let mut wanted: Vec<Wanted<u32>> = settled.iter().map(same).collect();
            wanted.push(Wanted { key: 99, area: None, size: (dice.roll(14), dice.roll(9)) });
            for last in (1..wanted.len()).rev() {
                wanted.swap(last, dice.roll(last as u32 + 1) as usize);
            }
            let order: Vec<u32> = wanted.iter().map(|tile| tile.key).collect();
            let arranged = arrange(wanted);
            assert_eq!(keys(&arranged), order);
            holds(&arranged);
        }
    }

    #[test]
    fn tiles_of_half_the_width_stand_in_pairs() {
        let tile = |key, w, h| Wanted { key, area: None, size: (w, h) };
        let cells = arrange(vec![tile(0, 6, 8), tile(1, 6, 8), tile(2, 12, 1), tile(3, 6, 8), tile(4, 12, 10)]);
        let areas: Vec<(u32, u32)> = cells.iter().map(|(_, area)| (area.x, area.y)).collect();
        assert_eq!(areas, [(0, 0), (6, 0), (0, 8), (0, 9), (0, 17)]);
    }

    #[test]
    fn a_tile_goes_before_or_behind_the_one_it_is_dropped_on() {
        let at = |y, h| Area { x: 0, y, w: 6, h };
        let cells = vec![(0, at(0, 4)), (1, at(4, 8)), (2, at(12, 4))];
        assert_eq!(keys(&put(&cells, &2, at(5, 4))), [0, 2, 1]);
        assert_eq!(keys(&put(&cells, &0, at(9, 4))), [1, 0, 2]);
        assert_eq!(keys(&put(&cells, &2, at(0, 4))), [2, 0, 1]);
        let beside = put(&cells, &2, Area { x: 6, y: 9, w: 6, h: 4 });
        assert_eq!((keys(&beside), beside[1].1), (vec![0, 2, 1], Area { x: 6, y: 0, w: 6, h: 4 }), "it goes up to the edge");
    }
}
