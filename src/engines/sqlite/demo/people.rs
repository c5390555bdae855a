//! Customers: who they are, where they live, since when.

use super::{
    calendar,
    cities::{self, City},
    dice::Dice,
};

const CUSTOMERS: u32 = 1_800;

const FIRST: [&str; 40] = [
    "Ada", "Alan", "Amara", "Anna", "Ben", "Carla", "Chen", "Clara", "Daniel", "Elif", "Emil", "Emma", "Farid", "Greta", "Hana", "Hugo",
    "Ines", "Ivan", "Jana", "Jonas", "Julia", "Kofi", "Lara", "Leo", "Lucia", "Malik", "Maria", "Mia", "Milan", "Nadia", "Noah", "Olga",
    "Oscar", "Paula", "Rosa", "Samir", "Sofia", "Tomas", "Yuki", "Zoe",
];

const LAST: [&str; 40] = [
    "Adler", "Aydin", "Bakker", "Bauer", "Berg", "Bianchi", "Costa", "Dubois", "Fischer", "Garcia", "Hansen", "Horvat", "Ito", "Jansen",
    "Keller", "Khan", "Kovacs", "Kowalski", "Larsen", "Lopez", "Martin", "Mensah", "Meyer", "Moreau", "Nielsen", "Novak", "Okafor",
    "Olsen", "Peeters", "Petrov", "Rossi", "Santos", "Sato", "Schmidt", "Silva", "Smith", "Tanaka", "Visser", "Weber", "Wolf",
];

const COUNTRIES: [(&str, u32); 12] = [
    ("Germany", 24),
    ("France", 15),
    ("Netherlands", 11),
    ("Spain", 10),
    ("Italy", 9),
    ("Austria", 7),
    ("Poland", 6),
    ("Belgium", 5),
    ("Sweden", 4),
    ("Czechia", 4),
    ("Portugal", 3),
    ("Ireland", 2),
];

pub(super) const SEGMENTS: [(&str, u32); 3] = [("Home", 72), ("Office", 20), ("Cafe", 8)];

pub(super) struct Customer {
    pub name: String,
    pub email: String,
    pub country: &'static str,
    pub city: City,
    /// How much one order of theirs is worth: a cafe buys by the case.
    pub segment: &'static str,
    pub signed_up: jiff::civil::Date,
    pub newsletter: bool,
}

/// In order of sign-up; a quarter was there before the first day of sales.
pub(super) fn customers(dice: &mut Dice) -> Vec<Customer> {
    let mut days_ago: Vec<u32> = (0..CUSTOMERS)
        .map(|_| match dice.chance(250) {
            true => dice.between(1_100, 1_500),
            // The lesser of two: more of them came lately.
            false => dice.below(1_095).min(dice.below(1_300)),
        })
        .collect();
    days_ago.sort_unstable_by(|a, b| b.cmp(a));
    let mut people = Vec::with_capacity(days_ago.len());
    for (n, back) in days_ago.into_iter().enumerate() {
        let (first, last) = (dice.pick(&FIRST), dice.pick(&LAST));
        let country = dice.weighted(&COUNTRIES);
        people.push(Customer {
            name: format!("{first} {last}"),
            email: format!("{}.{}.{}@example.com", first.to_lowercase(), last.to_lowercase(), n + 1),
            country,
            city: cities::of(country, n),
            segment: dice.weighted(&SEGMENTS),
            signed_up: calendar::before_end(back),
            newsletter: dice.chance(380),
        });
    }
    people
}
