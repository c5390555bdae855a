//! Fills the supplier's tables: the same rows on every run.

use super::{calendar, catalog::CATEGORIES, dice::Dice, rows::money};
use rusqlite::{Connection, params};

const SEED: u64 = 20_230_102;
/// Days between two deliveries.
const EVERY_DAYS: usize = 3;
/// The shop still sells what its supplier has given up.
const GIVEN_UP: [&str; 2] = ["Ice Cube Tray", "Brush Set"];
/// And does not sell yet: name, category, price and cost in cents.
const NEW: [(&str, &str, u32, u32); 2] = [("Matcha 50 g", "Tea", 1690, 720), ("Cold Brew Tower", "Brewing", 12_900, 6_450)];
/// What has become dearer, in hundredths of the shop's cost.
const DEARER: [(&str, u32); 2] = [("Coffee", 107), ("Machines", 103)];
const CARRIERS: [(&str, u32); 3] = [("van", 60), ("parcel", 30), ("freight", 10)];

pub(super) fn fill(connection: &Connection) -> rusqlite::Result<()> {
    let ids = products(connection)?;
    let mut dice = Dice::new(SEED);
    let mut insert = connection.prepare("INSERT INTO deliveries VALUES (NULL, ?, ?, ?, ?)")?;
    for (day, demand) in calendar::days().step_by(EVERY_DAYS) {
        let pieces = 12 * dice.between(1, 1 + demand / 250);
        insert.execute(params![dice.pick(&ids), day.to_string(), pieces, dice.weighted(&CARRIERS)])?;
    }
    Ok(())
}

fn products(connection: &Connection) -> rusqlite::Result<Vec<u32>> {
    let mut insert = connection.prepare("INSERT INTO products VALUES (?, ?, ?, ?, ?)")?;
    let shop = CATEGORIES.iter().flat_map(|group| group.products.iter().map(|product| (group.name, product)));
    let (mut known, mut next) = (Vec::new(), 1);
    for (category, (name, cents, cost, _)) in shop {
        let level = DEARER.iter().find(|(dearer, _)| *dearer == category).map_or(100, |(_, level)| *level);
        if !GIVEN_UP.contains(name) {
            insert.execute(params![next, name, category, money(*cents), money(cents * cost / 100 * level / 100)])?;
            known.push(next);
        }
        next += 1;
    }
    for (name, category, cents, cost) in NEW {
        insert.execute(params![next, name, category, money(cents), money(cost)])?;
        next += 1;
    }
    Ok(known)
}
