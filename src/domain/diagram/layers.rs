//! Layers of a graph: which nodes stand above each other in one column, so that every edge leads to a later column.

use std::{cmp::Reverse, collections::BinaryHeap};

/// Room between nodes of one layer, in pixels.
pub(super) const APART: f64 = 28.0;

/// Which edges have to be read backwards so that no way leads around: those that lead back to where a walk came from.
/// Nodes to which nothing leads are walked from first, so that as few as possible are turned.
pub(super) fn turned(nodes: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let (mut out, mut into) = (vec![Vec::new(); nodes], vec![0_usize; nodes]);
    for (edge, (from, to)) in edges.iter().enumerate() {
        out[*from].push(edge);
        into[*to] += 1;
    }
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        OnTheWay,
        Done,
    }
    let (mut seen, mut turned) = (vec![Seen::Never; nodes], vec![false; edges.len()]);
    let mut starts: Vec<usize> = (0..nodes).collect();
    starts.sort_by_key(|node| into[*node]);
    for start in starts {
        if seen[start] != Seen::Never {
            continue;
        }
        // The node and how many of its edges were followed.
        let mut way = vec![(start, 0)];
        seen[start] = Seen::OnTheWay;
        while let Some((node, followed)) = way.last_mut() {
            let Some(edge) = out[*node].get(*followed).copied() else {
                seen[*node] = Seen::Done;
                way.pop();
                continue;
            };
            *followed += 1;
            let next = edges[edge].1;
            match seen[next] {
                Seen::OnTheWay => turned[edge] = true,
                Seen::Never => {
                    seen[next] = Seen::OnTheWay;
                    way.push((next, 0));
                }
                Seen::Done => {}
            }
        }
    }
    turned
}

/// The layer of each node of a graph without circles. No layer is higher than `tallest`, unless one node alone is: a
/// table to which two hundred others refer would else stand beside a column of two hundred.
pub(super) fn layers(heights: &[f64], edges: &[(usize, usize)], tallest: f64) -> Vec<usize> {
    let nodes = heights.len();
    let (mut out, mut into) = (vec![Vec::new(); nodes], vec![Vec::new(); nodes]);
    for (from, to) in edges {
        out[*from].push(*to);
        into[*to].push(*from);
    }
    let mut used: Vec<f64> = Vec::new();
    let has_room =
        |used: &[f64], layer: usize, height: f64| used.get(layer).is_none_or(|high| *high == 0.0 || high + APART + height <= tallest);
    let mut layer = vec![0; nodes];
    let order = in_order(&out, &into);
    for node in &order {
        let earliest = into[*node].iter().map(|before| layer[*before] + 1).max().unwrap_or_default();
        let place = (earliest..).find(|place| has_room(&used, *place, heights[*node])).unwrap_or(earliest);
        if used.len() <= place {
            used.resize(place + 1, 0.0);
        }
        used[place] += heights[*node] + APART;
        layer[*node] = place;
    }
    // What more edges leave than reach moves towards their ends.
    for node in order.iter().rev() {
        let Some(latest) = out[*node].iter().map(|after| layer[*after] - 1).min() else { continue };
        if out[*node].len() > into[*node].len() && latest > layer[*node] && has_room(&used, latest, heights[*node]) {
            used[layer[*node]] -= heights[*node] + APART;
            used[latest] += heights[*node] + APART;
            layer[*node] = latest;
        }
    }
    without_gaps(layer)
}

/// Every node after those that lead to it; among those that may come next the one with most edges.
fn in_order(out: &[Vec<usize>], into: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = into.iter().map(Vec::len).collect();
    let mut ready: BinaryHeap<(usize, Reverse<usize>)> =
        (0..out.len()).filter(|node| waiting[*node] == 0).map(|node| (out[node].len(), Reverse(node))).collect();
    let mut order = Vec::with_capacity(out.len());
    while let Some((_, Reverse(node))) = ready.pop() {
        order.push(node);
        for next in &out[node] {
            waiting[*next] -= 1;
            if waiting[*next] == 0 {
                ready.push((out[*next].len(), Reverse(*next)));
            }
        }
    }
    order
}

fn without_gaps(mut layer: Vec<usize>) -> Vec<usize> {
    let mut used = layer.clone();
    used.sort_unstable();
    used.dedup();
    layer.iter_mut().for_each(|layer| *layer = used.partition_point(|other| other < layer));
    layer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_opened_by_turning_few_edges() {
        assert_eq!(turned(3, &[(0, 1), (1, 2)]), [false, false]);
        assert_eq!(turned(3, &[(0, 1), (1, 2), (2, 0)]).iter().filter(|turned| **turned).count(), 1);
        let edges = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 1)];
        let straight: Vec<_> =
            edges.iter().zip(turned(4, &edges)).map(|((a, b), turned)| if turned { (*b, *a) } else { (*a, *b) }).collect();
        assert!(turned(4, &straight).iter().all(|turned| !turned), "{straight:?}");
    }

    #[test]
    fn edges_lead_to_later_layers_and_layers_stay_low() {
        let edges: Vec<_> = (1..40).map(|n| (0, n)).chain([(39, 40)]).collect();
        let layer = layers(&[100.0; 41], &edges, 600.0);
        assert!(edges.iter().all(|(from, to)| layer[*from] < layer[*to]), "{layer:?}");
        let most = (0..=layer.iter().copied().max().unwrap_or_default()).map(|n| layer.iter().filter(|layer| **layer == n).count()).max();
        assert_eq!(most, Some(4), "{layer:?}");
    }

    #[test]
    fn a_leaf_stands_beside_what_it_belongs_to() {
        // A long way, and a node that only leads to its end.
        assert_eq!(layers(&[10.0; 5], &[(0, 1), (1, 2), (2, 3), (4, 3)], 1e9), [0, 1, 2, 3, 2]);
    }
}
