//! Filters, orders and names at random: each is answered or refused, nothing breaks, and nothing is written by a read.

use super::Ground;
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Method;
use serde_json::json;

const CASES: usize = 400;
const COLUMNS: [&str; 9] = ["id", "name", "age", "pay", "vip", "photo", "seen", "nobody", "a\"b"];
const OPS: [&str; 13] = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "starts_with", "in", "is_null", "not_null", "drop", ""];
const VALUES: [&str; 16] = [
    "1",
    "-1",
    "1e999",
    "9223372036854775808",
    "true",
    "2024-03-05",
    "2024-03-05T10:00:00Z",
    "%",
    "_",
    "' OR 1=1--",
    "\u{0}",
    "",
    "\\",
    "a,b",
    "😅",
    "99999-01-01",
];

fn query(random: &mut StdRng) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    let condition = |random: &mut StdRng| {
        let pick = |from: &[&str], random: &mut StdRng| (*from.choose(random).expect("some")).to_owned();
        format!("{}.{}.{}", pick(&COLUMNS, random), pick(&OPS, random), pick(&VALUES, random))
    };
    for _ in 0..random.random_range(0..4) {
        match random.random_range(0..7) {
            0 => pairs.append_pair("filter", &condition(random)),
            1 => pairs.append_pair("or", &format!("{}|{}", condition(random), condition(random))),
            2 => pairs.append_pair(COLUMNS.choose(random).expect("some"), VALUES.choose(random).expect("some")),
            3 => {
                pairs.append_pair("sort", &format!("-{},{}", COLUMNS.choose(random).expect("some"), COLUMNS.choose(random).expect("some")))
            }
            4 => pairs.append_pair("search", VALUES.choose(random).expect("some")),
            5 => pairs.append_pair("after", VALUES.choose(random).expect("some")),
            _ => pairs.append_pair("columns", COLUMNS.choose(random).expect("some")),
        };
    }
    pairs.finish()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_breaks() {
    let ground = Ground::new().await;
    let mut random = StdRng::seed_from_u64(20_261_127);
    let before = ground.rows("people/rows").await;
    let (mut answered, mut refused) = (0, 0);
    for _ in 0..CASES {
        let query = query(&mut random);
        let answer = ground.get(&format!("people/rows?{query}")).await;
        match answer.status.as_u16() {
            200 => answered += 1,
            400 => refused += 1,
            status => panic!("{status} for {query}: {}", answer.text()),
        }
        // What refuses a read refuses a change, and what changes nothing is refused.
        if random.random_bool(0.2) {
            let answer = ground.send(Method::PATCH, &format!("people/rows?{query}"), &json!({ "nobody": 1 })).await;
            assert_eq!(answer.status, 400, "{query}: {}", answer.text());
        }
    }
    assert!(answered > 50 && refused > 50, "{answered} {refused}");
    assert_eq!(ground.rows("people/rows").await, before);
}
