//! Where everything stands: layers from left to right, an order within each that crosses few lines, then heights.

use super::{Kind, Node};
use std::collections::HashMap;

/// The width of a box, and of the gap between two columns.
pub const WIDTH: i32 = 186;
const GAP: i32 = 58;
/// The height of a line of text, and the blank above and below the text of a box.
pub const LINE: i32 = 15;
const PADDING: i32 = 14;
/// Between two boxes of a column, and around a line that passes.
const BETWEEN: i32 = 12;
const LANE: i32 = 6;
/// Between two parts that no line joins.
const BAND: i32 = 26;
/// The blank around everything, and the room for the heads of the columns.
const MARGIN: i32 = 12;
const HEAD: i32 = 30;
/// How many letters a line of a box holds, and how many lines a box.
const LETTERS: usize = 27;
const MOST_LINES: usize = 3;
/// The most columns of one kind: a longer chain of definitions goes on within the last.
const MOST_COLUMNS: usize = 16;
/// Beyond this many nodes the order is left as it comes: nobody reads such a picture, and sorting it would take long.
const MOST_SORTED: usize = 2_000;

/// Where a box stands, and its lines of text.
#[derive(Clone, Debug, Default)]
pub struct Box2 {
    pub x: i32,
    pub y: i32,
    pub height: i32,
    pub lines: Vec<String>,
}

/// A point that a line goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bend {
    pub x: i32,
    pub y: i32,
}

/// The whole layout.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    pub boxes: Vec<Box2>,
    pub bends: Vec<Vec<Bend>>,
    pub columns: Vec<(Kind, i32)>,
    pub width: i32,
    pub height: i32,
}

/// A box, or a place where a long line passes a column.
#[derive(Clone, Debug)]
struct Slot {
    height: i32,
    before: Vec<usize>,
    after: Vec<usize>,
    y: i32,
}

pub fn layout(nodes: &[Node], edges: &[(usize, usize)]) -> Laid {
    let layers_of = layers(nodes, edges);
    let mut boxes: Vec<Box2> = nodes.iter().map(|node| sized(&node.label)).collect();
    let mut slots: Vec<Slot> =
        boxes.iter().map(|one| Slot { height: one.height, before: Vec::new(), after: Vec::new(), y: 0 }).collect();
    let count = layers_of.iter().max().map_or(0, |last| last + 1);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (node, layer) in layers_of.iter().enumerate() {
        if let Some(column) = columns.get_mut(*layer) {
            column.push(node);
        }
    }
    let chains = chains(edges, &layers_of, &mut slots, &mut columns);
    if slots.len() <= MOST_SORTED {
        sort(&mut columns, &slots);
    }
    stack(&columns, &mut slots);
    let x = |layer: usize| MARGIN + i32::try_from(layer).unwrap_or(0) * (WIDTH + GAP);
    for (layer, column) in columns.iter().enumerate() {
        for slot in column {
            if let (Some(one), Some(slot)) = (boxes.get_mut(*slot), slots.get(*slot)) {
                (one.x, one.y) = (x(layer), slot.y);
            }
        }
    }
    let place = |slot: usize, layer: usize, right: bool| {
        let slot = slots.get(slot);
        Bend { x: x(layer) + if right { WIDTH } else { 0 }, y: slot.map_or(0, |slot| slot.y + slot.height / 2) }
    };
    let bends = edges.iter().zip(&chains).map(|((from, to), chain)| {
        let layer = |node: &usize| layers_of.get(*node).copied().unwrap_or(0);
        let mut bends = vec![place(*from, layer(from), true)];
        for (rank, slot) in chain.iter().enumerate() {
            let at = layer(from) + 1 + rank;
            bends.extend([place(*slot, at, false), place(*slot, at, true)]);
        }
        bends.push(place(*to, layer(to), false));
        bends
    });
    let bends = bends.collect();
    let bottom = slots.iter().map(|slot| slot.y + slot.height).max().unwrap_or(0);
    Laid {
        boxes,
        bends,
        columns: heads(nodes, &layers_of).into_iter().map(|(kind, layer)| (kind, x(layer))).collect(),
        width: x(count.max(1) - 1) + WIDTH + MARGIN,
        height: bottom + MARGIN,
    }
}

/// The first layer of each kind.
fn heads(nodes: &[Node], layers: &[usize]) -> Vec<(Kind, usize)> {
    let mut heads: Vec<(Kind, usize)> = Vec::new();
    for (node, layer) in nodes.iter().zip(layers) {
        match heads.iter_mut().find(|(kind, _)| *kind == node.kind) {
            Some((_, first)) => *first = (*first).min(*layer),
            None => heads.push((node.kind, *layer)),
        }
    }
    heads.sort_by_key(|(_, layer)| *layer);
    heads
}

/// A column for each kind, more where things of a kind lean on each other.
fn layers(nodes: &[Node], edges: &[(usize, usize)]) -> Vec<usize> {
    let mut depth = vec![0_usize; nodes.len()];
    let same_kind: Vec<(usize, usize)> = edges
        .iter()
        .filter(|(from, to)| nodes.get(*from).map(|node| node.kind) == nodes.get(*to).map(|node| node.kind))
        .copied()
        .collect();
    // Longest paths, as far as there are columns: a circle ends too.
    for _ in 0..MOST_COLUMNS {
        let mut moved = false;
        for (from, to) in &same_kind {
            let least = depth.get(*from).map_or(0, |depth| depth + 1);
            if let Some(depth) = depth.get_mut(*to)
                && *depth < least
                && least < MOST_COLUMNS
            {
                *depth = least;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut first = 0;
    let mut layers = vec![0; nodes.len()];
    for kind in [Kind::Fact, Kind::Definition, Kind::Criterion, Kind::Checklist] {
        let mut columns = 0;
        for (rank, _) in nodes.iter().enumerate().filter(|(_, node)| node.kind == kind) {
            let depth = depth.get(rank).copied().unwrap_or(0);
            columns = columns.max(depth + 1);
            if let Some(layer) = layers.get_mut(rank) {
                *layer = first + depth;
            }
        }
        first += columns;
    }
    layers
}

/// For each line, the places where it passes the columns between its ends.
fn chains(
    edges: &[(usize, usize)],
    layers: &[usize],
    slots: &mut Vec<Slot>,
    columns: &mut [Vec<usize>],
) -> Vec<Vec<usize>> {
    let layer = |node: usize| layers.get(node).copied().unwrap_or(0);
    // Lines from one node share their way.
    let mut lanes: HashMap<(usize, usize), usize> = HashMap::new();
    let mut chains = Vec::new();
    for (from, to) in edges.iter().copied() {
        let mut chain = Vec::new();
        let mut last = from;
        for at in layer(from) + 1..layer(to) {
            let lane = *lanes.entry((from, at)).or_insert_with(|| {
                slots.push(Slot { height: LANE, before: Vec::new(), after: Vec::new(), y: 0 });
                if let Some(column) = columns.get_mut(at) {
                    column.push(slots.len() - 1);
                }
                slots.len() - 1
            });
            join(slots, last, lane);
            chain.push(lane);
            last = lane;
        }
        join(slots, last, to);
        chains.push(chain);
    }
    chains
}

fn join(slots: &mut [Slot], from: usize, to: usize) {
    let known = slots.get(from).is_some_and(|slot| slot.after.contains(&to));
    if known || from == to {
        return;
    }
    if let Some(slot) = slots.get_mut(from) {
        slot.after.push(to);
    }
    if let Some(slot) = slots.get_mut(to) {
        slot.before.push(from);
    }
}

/// Puts each slot near the middle of those it is joined to, going forth and back a few times.
fn sort(columns: &mut [Vec<usize>], slots: &[Slot]) {
    for round in 0..6 {
        let forth = round % 2 == 0;
        let order: Vec<usize> = if forth { (0..columns.len()).collect() } else { (0..columns.len()).rev().collect() };
        for at in order {
            let ranks: HashMap<usize, i64> = columns
                .iter()
                .flat_map(|column| column.iter().enumerate())
                .map(|(rank, slot)| (*slot, i64::try_from(rank).unwrap_or(0) * 1_000))
                .collect();
            let Some(column) = columns.get_mut(at) else { continue };
            let middle = |slot: &usize| {
                let joined = slots.get(*slot).map(|slot| if forth { &slot.before } else { &slot.after });
                let joined: Vec<i64> = joined.into_iter().flatten().filter_map(|one| ranks.get(one).copied()).collect();
                let own = ranks.get(slot).copied().unwrap_or(0);
                let count = i64::try_from(joined.len()).unwrap_or(1).max(1);
                if joined.is_empty() { own } else { joined.iter().sum::<i64>() / count }
            };
            column.sort_by_cached_key(middle);
        }
    }
}

/// Heights: each column stacked, then moved towards what its slots are joined to.
fn stack(columns: &[Vec<usize>], slots: &mut [Slot]) {
    let top = MARGIN + HEAD;
    for column in columns {
        let wanted = column.iter().map(|_| (top, 1)).collect::<Vec<_>>();
        settle(column, slots, &wanted);
    }
    for round in 0..9 {
        let forth = round % 2 == 0;
        let order: Vec<&Vec<usize>> = if forth { columns.iter().collect() } else { columns.iter().rev().collect() };
        for column in order {
            let wanted: Vec<(i32, i32)> = column.iter().map(|slot| wanted(slots, *slot, forth)).collect();
            settle(column, slots, &wanted);
        }
    }
    close_up(slots, top);
}

/// Takes away the bands that nothing crosses, and starts at the top.
fn close_up(slots: &mut [Slot], top: i32) {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|slot| slots.get(*slot).map_or(0, |slot| slot.y));
    let (mut bottom, mut back) = (top - BAND, None);
    for rank in order {
        let Some(slot) = slots.get_mut(rank) else { continue };
        let least = bottom + BAND;
        let back = back.get_or_insert(slot.y - top);
        if slot.y - *back > least {
            *back = slot.y - least;
        }
        slot.y -= *back;
        bottom = bottom.max(slot.y + slot.height);
    }
}

/// The height at which a slot would be level with the middle of those it is joined to, and how much it matters.
fn wanted(slots: &[Slot], slot: usize, forth: bool) -> (i32, i32) {
    let Some(own) = slots.get(slot) else { return (0, 1) };
    let joined = if forth { &own.before } else { &own.after };
    let middles: Vec<i32> =
        joined.iter().filter_map(|one| slots.get(*one)).map(|other| other.y + other.height / 2).collect();
    match i32::try_from(middles.len()) {
        Ok(count) if count > 0 => (middles.iter().sum::<i32>() / count - own.height / 2, 4),
        _ => (own.y, 1),
    }
}

/// Slots of a column that touch and move as one.
struct Run {
    /// The sum of the heights their first slot is wanted at, each times its weight.
    sum: i64,
    weight: i64,
    count: usize,
}

/// Places a column in its order, each slot as near to where it wants to be as the others allow: where two would overlap,
/// they are joined and move together to the middle of what they want (the method of pooled adjacent violators).
fn settle(column: &[usize], slots: &mut [Slot], wanted: &[(i32, i32)]) {
    let mut offsets = Vec::with_capacity(column.len());
    let mut offset = 0_i64;
    for slot in column {
        offsets.push(offset);
        let height = slots.get(*slot).map_or(0, |slot| slot.height);
        offset += i64::from(height + if height == LANE { LANE } else { BETWEEN });
    }
    let mut runs: Vec<Run> = Vec::new();
    for ((want, weight), offset) in wanted.iter().zip(&offsets) {
        let weight = i64::from(*weight);
        let mut run = Run { sum: (i64::from(*want) - offset) * weight, weight, count: 1 };
        while let Some(last) = runs.pop_if(|last| last.sum * run.weight >= run.sum * last.weight) {
            run = Run { sum: last.sum + run.sum, weight: last.weight + run.weight, count: last.count + run.count };
        }
        runs.push(run);
    }
    let starts = runs.iter().flat_map(|run| std::iter::repeat_n(run.sum / run.weight.max(1), run.count));
    for ((slot, offset), start) in column.iter().zip(&offsets).zip(starts) {
        if let Some(slot) = slots.get_mut(*slot) {
            slot.y = i32::try_from(start + offset).unwrap_or(0);
        }
    }
}

/// The lines of a label, and the height of its box.
fn sized(label: &str) -> Box2 {
    let mut lines: Vec<String> = Vec::new();
    // A no-break space keeps a number with what it counts.
    for word in label.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    for line in &mut lines {
        if line.chars().count() > LETTERS + 1 {
            *line = line.chars().take(LETTERS).chain(['…']).collect();
        }
    }
    let height = i32::try_from(lines.len().max(1)).unwrap_or(1) * LINE + PADDING;
    Box2 { x: 0, y: 0, height, lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    fn node(kind: Kind) -> Node {
        Node { kind, label: String::from("un libellé assez long pour deux lignes"), lang: Lang::Fr, anchor: None }
    }

    #[test]
    fn lines_go_from_left_to_right_and_boxes_do_not_overlap() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut long = 0;
        for _ in 0..40 {
            let kinds = [Kind::Fact, Kind::Definition, Kind::Criterion, Kind::Checklist];
            let mut nodes: Vec<Node> = (0..random.usize(2..30)).map(|_| node(kinds[random.usize(0..4)])).collect();
            nodes.sort_by_key(|node| node.kind);
            let count = nodes.len();
            let edges: Vec<(usize, usize)> = (0..count * 2)
                .map(|_| (random.usize(0..count), random.usize(0..count)))
                .filter(|(from, to)| from < to)
                .collect();
            let laid = layout(&nodes, &edges);
            for bends in &laid.bends {
                assert!(bends.windows(2).all(|pair| pair[0].x <= pair[1].x), "{bends:?}");
                long += usize::from(bends.len() > 2);
            }
            for (rank, one) in laid.boxes.iter().enumerate() {
                assert!(one.x >= 0 && one.y >= 0 && one.x + WIDTH <= laid.width && one.y + one.height <= laid.height);
                let others = laid.boxes.iter().skip(rank + 1).filter(|other| other.x == one.x);
                for other in others {
                    assert!(one.y + one.height <= other.y || other.y + other.height <= one.y, "{one:?} {other:?}");
                }
            }
        }
        assert!(long > 100, "{long} lines pass a column");
    }

    #[test]
    fn a_circle_is_laid_out_too() {
        let laid = layout(&[node(Kind::Criterion), node(Kind::Criterion)], &[(0, 1), (1, 0)]);
        assert_eq!(laid.boxes.len(), 2);
    }
}
