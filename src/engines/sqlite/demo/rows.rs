//! Fills the tables: the same rows on every run.

use super::{calendar, catalog::CATEGORIES, dice::Dice, people};
use jiff::civil::Date;
use rusqlite::{Connection, params};

const SEED: u64 = 20_230_101;
/// Orders and visits of an average day, in thousandths.
const ORDERS: u32 = 14_400;
const VISITS: u32 = 40_000;

const SOURCES: [(&str, u32); 5] = [("search", 38), ("direct", 24), ("social", 16), ("newsletter", 13), ("ads", 9)];
const DEVICES: [(&str, u32); 3] = [("mobile", 55), ("desktop", 38), ("tablet", 7)];
const KINDS: [(&str, u32); 4] = [("view", 70), ("search", 12), ("add to cart", 12), ("checkout", 6)];
const PAGES: [&str; 6] = ["/", "/offers", "/blog/how-to-brew", "/blog/grind-size", "/contact", "/delivery"];

/// A product as the rows need it.
struct Product {
    id: u32,
    category: usize,
    cents: u32,
    popularity: u32,
}

pub(super) fn fill(connection: &Connection) -> rusqlite::Result<()> {
    let mut dice = Dice::new(SEED);
    let products = products(connection)?;
    let people = people::customers(&mut dice);
    customers(connection, &people)?;
    let mut orders = Orders::new(&products);
    let mut insert_visit = connection.prepare("INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut known = 0;
    for (day, demand) in calendar::days() {
        while people.get(known).is_some_and(|customer| customer.signed_up <= day) {
            known += 1;
        }
        let count = dice.about(ORDERS * demand / 1_000);
        orders.day(connection, &mut dice, day, count, &people[..known])?;
        for _ in 0..dice.about(VISITS * demand / 1_000) {
            let kind = dice.weighted(&KINDS);
            // People who buy have logged in.
            let customer = (kind == "checkout" || dice.chance(300)).then(|| dice.below(known as u32) + 1);
            let page = match dice.chance(650) {
                true => format!("/shop/{}", CATEGORIES[dice.below(CATEGORIES.len() as u32) as usize].name.to_lowercase()),
                false => dice.pick(&PAGES).to_owned(),
            };
            let seconds = (!dice.chance(40)).then(|| 3 + dice.below(60) + dice.below(dice_tail(kind)));
            let moment = calendar::moment(day, &mut dice);
            insert_visit.execute(params![moment, customer, kind, page, dice.weighted(&SOURCES), dice.weighted(&DEVICES), seconds])?;
        }
    }
    Ok(())
}

/// How long the longest stay of that kind is, in seconds.
fn dice_tail(kind: &str) -> u32 {
    if kind == "checkout" { 300 } else { 120 }
}

fn products(connection: &Connection) -> rusqlite::Result<Vec<Product>> {
    let mut insert = connection.prepare("INSERT INTO products VALUES (?, ?, ?, ?, ?)")?;
    let mut all = Vec::new();
    for (category, group) in CATEGORIES.iter().enumerate() {
        for (name, cents, cost, popularity) in group.products {
            let id = all.len() as u32 + 1;
            insert.execute(params![id, name, group.name, money(*cents), money(cents * cost / 100)])?;
            all.push(Product { id, category, cents: *cents, popularity: *popularity });
        }
    }
    Ok(all)
}

fn customers(connection: &Connection, people: &[people::Customer]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT INTO customers VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for one in people {
        let (city, latitude, longitude) = one.city;
        let since = one.signed_up.to_string();
        insert.execute(params![one.name, one.email, one.country, one.segment, one.newsletter, since, city, latitude, longitude])?;
    }
    Ok(())
}

struct Orders<'p> {
    products: &'p [Product],
    next: u32,
}

impl<'p> Orders<'p> {
    fn new(products: &'p [Product]) -> Self {
        Self { products, next: 1 }
    }

    fn day(
        &mut self,
        connection: &Connection,
        dice: &mut Dice,
        day: Date,
        count: u32,
        people: &[people::Customer],
    ) -> rusqlite::Result<()> {
        let mut insert_order = connection.prepare_cached("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)")?;
        let mut insert_item = connection.prepare_cached("INSERT INTO order_items VALUES (?, ?, ?, ?, ?, ?)")?;
        let month = usize::from(day.month().unsigned_abs()) - 1;
        let choices: Vec<(usize, u32)> =
            self.products.iter().enumerate().map(|(at, p)| (at, p.popularity * CATEGORIES[p.category].season[month] / 10)).collect();
        // Prices rise by 4% a year.
        let price_level = 100 + 4 * (day.year().unsigned_abs() as u32 - 2023);
        let mut moments: Vec<String> = (0..count).map(|_| calendar::moment(day, dice)).collect();
        moments.sort_unstable();
        for moment in moments {
            // The lesser of two: those who came first buy most often.
            let customer = dice.below(people.len() as u32).min(dice.below(people.len() as u32 + 200));
            let (lines, most) = match people[customer as usize].segment {
                "Cafe" => (dice.between(2, 5), 12),
                "Office" => (dice.between(1, 4), 5),
                _ => (dice.between(1, 3), 2),
            };
            let mut total = 0;
            for line in 1..=lines {
                let product = &self.products[dice.weighted(&choices)];
                // Nobody buys machines by the dozen.
                let quantity = dice.between(1, if product.cents > 10_000 { 1 } else { most });
                let discount = dice.weighted(&[(0, 76), (5, 9), (10, 10), (20, 5)]);
                let unit = product.cents * price_level / 100 * (100 - discount) / 100;
                total += unit * quantity;
                insert_item.execute(params![self.next, line, product.id, quantity, money(unit), money(unit * quantity)])?;
            }
            let channel = channel(dice, day);
            insert_order.execute(params![self.next, customer + 1, moment, channel, status(dice, day), money(total)])?;
            self.next += 1;
        }
        Ok(())
    }
}

/// The app overtakes the telephone.
fn channel(dice: &mut Dice, day: Date) -> &'static str {
    let months = (day.year().unsigned_abs() as u32 - 2023) * 12 + u32::from(day.month().unsigned_abs());
    dice.weighted(&[("web", 560), ("app", 120 + months * 9), ("partner", 130), ("phone", 150 - months * 3)])
}

/// Only orders of the last two weeks are still on their way.
fn status(dice: &mut Dice, day: Date) -> &'static str {
    let recent = day > calendar::before_end(14);
    let open = if recent { 500 } else { 0 };
    dice.weighted(&[("delivered", 920 - open), ("shipped", open * 3 / 5), ("paid", open * 2 / 5), ("cancelled", 48), ("refunded", 32)])
}

/// Cents as the file stores them.
pub(super) fn money(cents: u32) -> f64 {
    f64::from(cents) / 100.0
}
