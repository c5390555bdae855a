//! Where customers live: the larger cities of their countries.

/// Name, latitude and longitude.
pub(super) type City = (&'static str, f64, f64);

/// Three for each country, the first of which has half of its customers.
const CITIES: [(&str, [City; 3]); 12] = [
    ("Germany", [("Berlin", 52.52, 13.41), ("Hamburg", 53.55, 9.99), ("Munich", 48.14, 11.58)]),
    ("France", [("Paris", 48.86, 2.35), ("Lyon", 45.76, 4.84), ("Bordeaux", 44.84, -0.58)]),
    ("Netherlands", [("Amsterdam", 52.37, 4.9), ("Rotterdam", 51.92, 4.48), ("Groningen", 53.22, 6.57)]),
    ("Spain", [("Madrid", 40.42, -3.7), ("Barcelona", 41.39, 2.17), ("Seville", 37.39, -5.98)]),
    ("Italy", [("Milan", 45.46, 9.19), ("Rome", 41.9, 12.5), ("Naples", 40.85, 14.27)]),
    ("Austria", [("Vienna", 48.21, 16.37), ("Graz", 47.07, 15.44), ("Innsbruck", 47.27, 11.39)]),
    ("Poland", [("Warsaw", 52.23, 21.01), ("Krakow", 50.06, 19.94), ("Gdansk", 54.35, 18.65)]),
    ("Belgium", [("Brussels", 50.85, 4.35), ("Antwerp", 51.22, 4.4), ("Liege", 50.63, 5.57)]),
    ("Sweden", [("Stockholm", 59.33, 18.07), ("Gothenburg", 57.71, 11.97), ("Malmo", 55.6, 13.0)]),
    ("Czechia", [("Prague", 50.08, 14.44), ("Brno", 49.2, 16.61), ("Ostrava", 49.82, 18.26)]),
    ("Portugal", [("Lisbon", 38.72, -9.14), ("Porto", 41.15, -8.61), ("Faro", 37.02, -7.93)]),
    ("Ireland", [("Dublin", 53.35, -6.26), ("Cork", 51.9, -8.47), ("Galway", 53.27, -9.06)]),
];

/// The city of the `n`th customer.
pub(super) fn of(country: &str, n: usize) -> City {
    let cities = CITIES.iter().find(|(name, _)| *name == country).map_or(&CITIES[0].1, |(_, cities)| cities);
    cities[[0, 1, 0, 2][n % 4]]
}
