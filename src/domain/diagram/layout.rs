//! Where everything of a diagram stands: each group of joined nodes in layers from left to right, the groups packed
//! together.

use super::{Edge, layers, order, pack, place};
use std::collections::HashMap;

/// Least room between two layers, in pixels; more edges get more.
const BETWEEN: f64 = 64.0;
const MOST_BETWEEN: f64 = 160.0;
/// How wide an average group is for its height.
const SHAPE: f64 = 1.7;

/// Where a diagram's nodes and edges are, in pixels from the top left.
pub struct Layout {
    /// The top left of each node.
    pub nodes: Vec<(f64, f64)>,
    /// For each edge the points it goes through, in pairs: between pairs it swings from height to height, within a pair
    /// it is level. First and last point lie at the sides of its nodes.
    pub edges: Vec<Vec<(f64, f64)>>,
    pub width: f64,
    pub height: f64,
}

/// Lays out nodes of these sizes. Edges that begin and end at one node go out and in at its right side.
pub fn layout(sizes: &[(f64, f64)], edges: &[Edge]) -> Layout {
    let groups = groups(sizes.len(), edges);
    let parts: Vec<Part> = groups.iter().map(|nodes| part(nodes, sizes, edges)).collect();
    let (corners, width, height) = pack::pack(&parts.iter().map(|part| (part.width, part.height)).collect::<Vec<_>>());
    let mut laid = Layout { nodes: vec![(0.0, 0.0); sizes.len()], edges: vec![Vec::new(); edges.len()], width, height };
    let moved = |(x, y): (f64, f64), corner: (f64, f64)| (x + corner.0, y + corner.1);
    for (part, corner) in parts.into_iter().zip(corners) {
        for (node, at) in part.nodes {
            laid.nodes[node] = moved(at, corner);
        }
        for (edge, points) in part.edges {
            laid.edges[edge] = points.into_iter().map(|point| moved(point, corner)).collect();
        }
    }
    laid
}

/// The nodes of each group that is joined by edges, in order of their first nodes.
fn groups(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..nodes).collect();
    fn find(leader: &mut [usize], mut node: usize) -> usize {
        while leader[node] != node {
            leader[node] = leader[leader[node]];
            node = leader[node];
        }
        node
    }
    for edge in edges {
        let (a, b) = (find(&mut leader, edge.from), find(&mut leader, edge.to));
        leader[a.max(b)] = a.min(b);
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for node in 0..nodes {
        groups[find(&mut leader, node)].push(node);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// One group, from its own top left.
struct Part {
    nodes: Vec<(usize, (f64, f64))>,
    edges: Vec<(usize, Vec<(f64, f64)>)>,
    width: f64,
    height: f64,
}

fn part(nodes: &[usize], sizes: &[(f64, f64)], edges: &[Edge]) -> Part {
    let own: HashMap<usize, usize> = nodes.iter().enumerate().map(|(own, node)| (*node, own)).collect();
    let inside = |edge: &&(usize, &Edge)| own.contains_key(&edge.1.from);
    let mine: Vec<(usize, &Edge)> = edges.iter().enumerate().filter(|edge| inside(&edge)).collect();
    let (loops, joins): (Vec<_>, Vec<_>) = mine.into_iter().partition(|(_, edge)| edge.from == edge.to);
    let heights: Vec<f64> = nodes.iter().map(|node| sizes[*node].1).collect();

    // From the middle of each node, as the layers want them.
    let centred = |edge: &Edge| {
        let (from, to) = (own[&edge.from], own[&edge.to]);
        Edge { from, to, from_end: edge.from_end - heights[from] / 2.0, to_end: edge.to_end - heights[to] / 2.0 }
    };
    let centred: Vec<Edge> = joins.iter().map(|(_, edge)| centred(edge)).collect();
    let pairs: Vec<(usize, usize)> = centred.iter().map(|edge| (edge.from, edge.to)).collect();
    let turned = layers::turned(nodes.len(), &pairs);
    let straight: Vec<Edge> = centred.iter().zip(&turned).map(|(edge, turned)| if *turned { edge.reversed() } else { *edge }).collect();
    let pairs: Vec<(usize, usize)> = straight.iter().map(|edge| (edge.from, edge.to)).collect();
    let area: f64 = nodes.iter().map(|node| (sizes[*node].0 + BETWEEN) * (sizes[*node].1 + layers::APART)).sum();
    let tallest = (area / SHAPE).sqrt().max(600.0);
    let layer = layers::layers(&heights, &pairs, tallest);

    let mut graph = order::layered(&layer, &straight);
    graph.untangle();
    let middle = place::middles(&graph, &heights);
    let columns = columns(&graph, &layer, |own| sizes[nodes[own]].0);

    let top = |item: usize| middle[item] - heights.get(item).copied().unwrap_or_default() / 2.0;
    let least = (0..middle.len()).map(top).fold(f64::INFINITY, f64::min);
    let most = (0..middle.len()).map(|item| 2.0 * middle[item] - top(item)).fold(f64::NEG_INFINITY, f64::max);
    let corner = |own: usize| (columns[layer[own]].0, top(own) - least);
    let level = |item: usize, end: f64| middle[item] + end - least;

    let mut routes = Vec::with_capacity(joins.len() + loops.len());
    for (n, edge) in straight.iter().enumerate() {
        let right = columns[layer[edge.from]].0 + sizes[nodes[edge.from]].0;
        let mut points = vec![(right, level(edge.from, edge.from_end))];
        for (step, item) in graph.chains[n].iter().enumerate() {
            let (left, width) = columns[layer[edge.from] + 1 + step];
            points.extend([(left, level(*item, 0.0)), (left + width, level(*item, 0.0))]);
        }
        points.push((columns[layer[edge.to]].0, level(edge.to, edge.to_end)));
        if turned[n] {
            points.reverse();
        }
        routes.push((joins[n].0, points));
    }
    for (n, edge) in &loops {
        let (left, top) = corner(own[&edge.from]);
        let right = left + sizes[edge.from].0;
        routes.push((*n, vec![(right, top + edge.from_end), (right, top + edge.to_end)]));
    }
    let room = if loops.is_empty() { 0.0 } else { BETWEEN };
    let width = columns.last().map_or(0.0, |(left, width)| left + width) + room;
    Part { nodes: nodes.iter().enumerate().map(|(own, node)| (*node, corner(own))).collect(), edges: routes, width, height: most - least }
}

/// Left side and width of each layer.
fn columns(graph: &order::Layered, layer: &[usize], width: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
    let mut left = 0.0;
    let widest = |items: &Vec<usize>| items.iter().filter(|item| **item < layer.len()).map(|item| width(*item)).fold(0.0, f64::max);
    graph
        .layers
        .iter()
        .map(|items| {
            let column = (left, widest(items));
            let leaving: usize = items.iter().map(|item| graph.after[*item].len()).sum();
            left += column.1 + (BETWEEN + 3.0 * leaving as f64).min(MOST_BETWEEN);
            column
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: usize, to: usize) -> Edge {
        Edge { from, to, from_end: 10.0, to_end: 30.0 }
    }

    /// A schema as people have them: most tables refer to a few hubs and to some others, some to none.
    fn shop(tables: usize) -> (Vec<(f64, f64)>, Vec<Edge>) {
        let mut seed = 7_usize;
        let mut dice = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let sizes: Vec<_> = (0..tables).map(|_| (220.0, 60.0 + 20.0 * dice(12) as f64)).collect();
        let mut edges = Vec::new();
        for table in 1..tables {
            for _ in 0..dice(4) {
                edges.push(edge(if dice(3) == 0 { dice(5) } else { dice(table) }, table));
            }
        }
        (sizes, edges)
    }

    fn overlap(a: ((f64, f64), (f64, f64)), b: ((f64, f64), (f64, f64))) -> bool {
        let apart = |a: f64, wide: f64, b: f64| a + wide <= b + 0.01;
        let ((ax, ay), (aw, ah)) = a;
        let ((bx, by), (bw, bh)) = b;
        !(apart(ax, aw, bx) || apart(bx, bw, ax) || apart(ay, ah, by) || apart(by, bh, ay))
    }

    #[test]
    fn no_table_covers_another_and_edges_end_at_their_columns() {
        let (sizes, edges) = shop(180);
        let laid = layout(&sizes, &edges);
        for a in 0..sizes.len() {
            for b in 0..a {
                assert!(!overlap((laid.nodes[a], sizes[a]), (laid.nodes[b], sizes[b])), "{a} and {b}");
            }
            let (x, y) = laid.nodes[a];
            assert!(x >= 0.0 && y >= -0.01 && x + sizes[a].0 <= laid.width + 0.01 && y + sizes[a].1 <= laid.height + 0.01, "{a}");
        }
        for (edge, points) in edges.iter().zip(&laid.edges) {
            let (first, last) = (points[0], points[points.len() - 1]);
            let is_side = |node: usize, x: f64| [laid.nodes[node].0, laid.nodes[node].0 + sizes[node].0].contains(&x);
            assert!(is_side(edge.from, first.0) && (first.1 - laid.nodes[edge.from].1 - edge.from_end).abs() < 0.01);
            assert!(is_side(edge.to, last.0) && (last.1 - laid.nodes[edge.to].1 - edge.to_end).abs() < 0.01);
            assert_eq!(points.len() % 2, 0);
        }
    }

    #[test]
    fn circles_and_loops_are_drawn_too() {
        let laid = layout(&[(100.0, 50.0); 3], &[edge(0, 1), edge(1, 2), edge(2, 0), edge(1, 1)]);
        assert!(laid.edges.iter().all(|points| points.len() >= 2));
        let (x, _) = laid.nodes[1];
        assert_eq!((laid.edges[3][0].0, laid.edges[3][1].0), (x + 100.0, x + 100.0));
    }

    #[test]
    fn nothing_is_laid_out_as_nothing() {
        let laid = layout(&[], &[]);
        assert_eq!((laid.width, laid.height), (0.0, 0.0));
    }

    #[test]
    fn nothing_is_left_empty_around() {
        // A hub draws everything to one side of where it began.
        let sizes = vec![(200.0, 100.0); 30];
        let edges: Vec<_> = (1..30).map(|n| edge(0, n)).collect();
        let laid = layout(&sizes, &edges);
        let bottom = laid.nodes.iter().map(|(_, y)| y + 100.0).fold(0.0, f64::max);
        let top = laid.nodes.iter().map(|(_, y)| *y).fold(f64::INFINITY, f64::min);
        assert!(top < 200.0 && bottom > laid.height - 200.0, "{top} to {bottom} of {}", laid.height);
    }

    #[test]
    fn the_shape_fits_a_screen() {
        let (sizes, edges) = shop(300);
        let laid = layout(&sizes, &edges);
        let shape = laid.width / laid.height;
        assert!((0.5..4.0).contains(&shape), "{} by {}", laid.width, laid.height);
    }
}
