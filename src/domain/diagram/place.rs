//! How high each item of a layered graph stands: as near to what it is joined to as its neighbours allow.

use super::{layers::APART, order::Layered};

/// Room around the place of a long edge, in pixels.
const EDGE_APART: f64 = 14.0;
/// How often the layers are gone through.
const ROUNDS: usize = 10;

/// The middle of each item, from 0 downwards. `heights` are those of the nodes.
pub(super) fn middles(graph: &Layered, heights: &[f64]) -> Vec<f64> {
    let height = |item: usize| heights.get(item).copied().unwrap_or_default();
    let apart = |upper: usize, lower: usize| {
        let room = if upper < heights.len() && lower < heights.len() { APART } else { EDGE_APART };
        (height(upper) + height(lower)) / 2.0 + room
    };
    let mut middle = vec![0.0; graph.before.len()];
    for layer in &graph.layers {
        let mut at = 0.0;
        for (n, item) in layer.iter().enumerate() {
            at += if n == 0 { 0.0 } else { apart(layer[n - 1], *item) };
            middle[*item] = at;
        }
        // Around one line, so that small layers begin in the middle of large ones.
        layer.iter().for_each(|item| middle[*item] -= at / 2.0);
    }
    for round in 0..ROUNDS {
        let last = round + 2 >= ROUNDS;
        let count = graph.layers.len();
        for step in 0..count {
            let at = if round % 2 == 0 { step } else { count - 1 - step };
            let layer = &graph.layers[at];
            let wanted: Vec<(f64, f64)> = layer
                .iter()
                .map(|item| {
                    let both = [&graph.before[*item], &graph.after[*item]];
                    let used = if last { &both[..] } else { &both[round % 2..=round % 2] };
                    let joined: Vec<f64> = used.iter().flat_map(|list| list.iter()).map(|(other, lower)| middle[*other] + lower).collect();
                    // Long edges want to be straight more than nodes want to be near.
                    let weight = if *item < heights.len() { 1.0 } else { 3.0 } * (joined.len().max(1) as f64);
                    match joined.len() {
                        0 => (middle[*item], 0.1),
                        many => (joined.iter().sum::<f64>() / many as f64, weight),
                    }
                })
                .collect();
            let gaps: Vec<f64> = layer.windows(2).map(|pair| apart(pair[0], pair[1])).collect();
            for (item, place) in layer.iter().zip(spread(&wanted, &gaps)) {
                middle[*item] = place;
            }
        }
    }
    middle
}

/// The places nearest to the wanted ones (by least squares, with weights) of which each is at least the gap below the one
/// before: the pool-adjacent-violators algorithm.
fn spread(wanted: &[(f64, f64)], gaps: &[f64]) -> Vec<f64> {
    let mut offset = 0.0;
    let offsets: Vec<f64> = (0..wanted.len())
        .map(|n| {
            offset += if n == 0 { 0.0 } else { gaps[n - 1] };
            offset
        })
        .collect();
    // Sum of weighted places, sum of weights, how many.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wanted.len());
    for ((place, weight), offset) in wanted.iter().zip(&offsets) {
        let mut pool = ((place - offset) * weight, *weight, 1);
        while let Some(before) = pools.last().copied().filter(|before| before.0 / before.1 > pool.0 / pool.1) {
            pool = (pool.0 + before.0, pool.1 + before.1, pool.2 + before.2);
            pools.pop();
        }
        pools.push(pool);
    }
    let flat = pools.into_iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, count));
    flat.zip(offsets).map(|(place, offset)| place + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_their_gaps_and_are_as_near_as_can_be() {
        assert_eq!(spread(&[(0.0, 1.0), (100.0, 1.0)], &[10.0]), [0.0, 100.0]);
        assert_eq!(spread(&[(50.0, 1.0), (50.0, 1.0)], &[10.0]), [45.0, 55.0]);
        assert_eq!(spread(&[(0.0, 1.0), (0.0, 3.0)], &[8.0]), [-6.0, 2.0]);
        assert_eq!(spread(&[], &[]), [0.0; 0]);
    }
}
