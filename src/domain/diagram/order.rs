//! The order of nodes within their layers, so that few edges cross. An edge over several layers takes a place of its own
//! in each layer between.

use super::Edge;

/// A graph whose edges all lead from one layer to the next.
pub(super) struct Layered {
    /// Items from top to bottom: below `nodes` the nodes themselves, beyond the places of long edges.
    pub layers: Vec<Vec<usize>>,
    /// What an item is joined to in the layer before, and how much lower than there its own end is joined.
    pub before: Vec<Vec<(usize, f64)>>,
    /// The same for the layer after.
    pub after: Vec<Vec<(usize, f64)>>,
    /// For each edge its places between.
    pub chains: Vec<Vec<usize>>,
}

/// Edges lead from a lower layer to a higher; the ends are measured from the middle of their nodes.
pub(super) fn layered(layer: &[usize], edges: &[Edge]) -> Layered {
    let count = layer.iter().max().map_or(0, |last| last + 1);
    let mut layers = vec![Vec::new(); count];
    for (node, layer) in layer.iter().enumerate() {
        layers[*layer].push(node);
    }
    let (mut before, mut after) = (vec![Vec::new(); layer.len()], vec![Vec::new(); layer.len()]);
    let mut chains = Vec::with_capacity(edges.len());
    for edge in edges {
        let mut chain = Vec::new();
        let (mut last, mut end) = (edge.from, edge.from_end);
        for place in layers.iter_mut().take(layer[edge.to]).skip(layer[edge.from] + 1) {
            let item = before.len();
            place.push(item);
            before.push(vec![(last, end)]);
            after.push(Vec::new());
            after[last].push((item, -end));
            chain.push(item);
            (last, end) = (item, 0.0);
        }
        before[edge.to].push((last, end - edge.to_end));
        after[last].push((edge.to, edge.to_end - end));
        chains.push(chain);
    }
    Layered { layers, before, after, chains }
}

/// How often the layers are swept.
const SWEEPS: usize = 16;

impl Layered {
    /// Sorts each layer by the middle of what its items are joined to, to and fro, and keeps the best order.
    pub(super) fn untangle(&mut self) {
        let mut place = vec![0.0; self.before.len()];
        let mut best = (self.crossings(&mut place), self.layers.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            let forward = sweep % 2 == 0;
            let neighbours = if forward { &self.before } else { &self.after };
            let count = self.layers.len();
            for step in 1..count {
                let at = if forward { step } else { count - 1 - step };
                let fixed = if forward { at - 1 } else { at + 1 };
                number(&self.layers[fixed], &mut place);
                number(&self.layers[at], &mut place);
                let middle = |item: &usize| {
                    let joined = &neighbours[*item];
                    if joined.is_empty() {
                        place[*item]
                    } else {
                        joined.iter().map(|(other, _)| place[*other]).sum::<f64>() / joined.len() as f64
                    }
                };
                let mut keyed: Vec<(f64, usize)> = self.layers[at].iter().map(|item| (middle(item), *item)).collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.layers[at] = keyed.into_iter().map(|(_, item)| item).collect();
            }
            let crossings = self.crossings(&mut place);
            if crossings < best.0 {
                best = (crossings, self.layers.clone());
            }
        }
        self.layers = best.1;
    }

    /// How many pairs of edges cross.
    fn crossings(&self, place: &mut [f64]) -> usize {
        let mut all = 0;
        for pair in self.layers.windows(2) {
            let [upper, lower] = pair else { continue };
            number(lower, place);
            let ends = upper.iter().flat_map(|item| {
                let mut ends: Vec<usize> = self.after[*item].iter().map(|(other, _)| place[*other] as usize).collect();
                ends.sort_unstable();
                ends
            });
            // Pairs in the wrong order, counted with a Fenwick tree.
            let mut tree = vec![0_usize; lower.len() + 1];
            for (seen, end) in ends.enumerate() {
                let (mut at, mut not_after) = (end + 1, 0);
                while at > 0 {
                    not_after += tree[at];
                    at -= at & at.wrapping_neg();
                }
                all += seen - not_after;
                at = end + 1;
                while at < tree.len() {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
        all
    }
}

fn number(layer: &[usize], place: &mut [f64]) {
    for (at, item) in layer.iter().enumerate() {
        place[*item] = at as f64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: usize, to: usize) -> Edge {
        Edge { from, to, from_end: 0.0, to_end: 0.0 }
    }

    #[test]
    fn what_can_be_drawn_without_crossings_is() {
        // Two by two, crosswise.
        let mut graph = layered(&[0, 0, 0, 1, 1, 1], &[edge(0, 5), edge(1, 4), edge(2, 3)]);
        assert_eq!(graph.crossings(&mut [0.0; 6]), 3);
        graph.untangle();
        assert_eq!(graph.crossings(&mut [0.0; 6]), 0, "{:?}", graph.layers);
    }

    #[test]
    fn long_edges_take_a_place_in_each_layer_between() {
        let graph = layered(&[0, 1, 2, 3], &[edge(0, 1), edge(1, 2), edge(2, 3), edge(0, 3)]);
        assert_eq!(graph.chains, [vec![], vec![], vec![], vec![4, 5]]);
        assert_eq!(graph.layers, [vec![0], vec![1, 4], vec![2, 5], vec![3]]);
        assert_eq!(graph.before[5], [(4, 0.0)]);
    }
}
