//! Unions of intervals brought to a short, sorted form.

use super::interval::{Bound, Grid, Interval};
use crate::base::Num;

/// More intervals than this are merged with their neighbours.
pub(super) const MOST_INTERVALS: usize = 64;

/// The same set, sorted, with what overlaps or touches joined. Exact when at most 64 intervals are left, a superset
/// otherwise.
pub(super) fn normalised(intervals: Vec<Interval>) -> Vec<Interval> {
    if intervals.len() < 2 {
        return intervals;
    }
    let joined = joined(intervals);
    if joined.len() <= MOST_INTERVALS {
        return joined;
    }
    // Half as many, since cutting grids around the merged intervals may add some again.
    let merged = self::joined(merged_to(joined, MOST_INTERVALS / 2));
    if merged.len() <= MOST_INTERVALS { merged } else { merged_to(merged, 1) }
}

fn joined(intervals: Vec<Interval>) -> Vec<Interval> {
    let (on_grids, plain): (Vec<_>, Vec<_>) = intervals.into_iter().partition(|interval| interval.grid().is_some());
    let plain = joined_plain(plain);
    if on_grids.is_empty() {
        return plain;
    }
    let on_grids = few(joined_grids(on_grids));
    let (grids, points): (Vec<_>, Vec<_>) =
        outside(on_grids, &plain).into_iter().partition(|interval| interval.grid().is_some());
    if !points.is_empty() {
        // A point left of a grid may close an open end, so that more is to be cut. It ends: ends close only once.
        return joined(plain.into_iter().chain(points).chain(grids).collect());
    }
    let grids = joined_grids(grids);
    let is_covered = |interval: &Interval| grids.iter().any(|grid| interval.is_within(grid));
    let mut all: Vec<Interval> = plain.into_iter().filter(|interval| !is_covered(interval)).collect();
    all.extend(grids);
    sort(&mut all);
    all
}

/// Cutting and comparing take every pair, so many grids are merged first.
fn few(mut on_grids: Vec<Interval>) -> Vec<Interval> {
    if on_grids.len() <= 2 * MOST_INTERVALS {
        return on_grids;
    }
    sort(&mut on_grids);
    merged_to(on_grids, MOST_INTERVALS)
}

fn sort(intervals: &mut [Interval]) {
    intervals.sort_by(|a, b| a.lower().cmp_lower(b.lower()).then_with(|| a.upper().cmp_upper(b.upper())));
}

/// Joins intervals without grids, points included.
fn joined_plain(mut intervals: Vec<Interval>) -> Vec<Interval> {
    sort(&mut intervals);
    let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
    for interval in intervals {
        match joined.last_mut() {
            Some(last) if touches(last.upper(), interval.lower()) => extend(last, &interval, None),
            _ => joined.push(interval),
        }
    }
    joined
}

/// Whether nothing is left between an upper end and the lower end of an interval that starts later.
fn touches(upper: &Bound, lower: &Bound) -> bool {
    match (upper.value(), lower.value()) {
        (Some(u), Some(l)) => l < u || (l == u && (upper.is_attained() || lower.is_attained())),
        _ => true,
    }
}

/// Stretches an interval to the end of one that starts later.
fn extend(interval: &mut Interval, later: &Interval, grid: Option<Grid>) {
    let upper = std::cmp::max_by(interval.upper(), later.upper(), |a, b| a.cmp_upper(b)).clone();
    if let Some(longer) = Interval::new(interval.lower().clone(), upper, grid) {
        *interval = longer;
    }
}

/// The parts of intervals on grids that lie outside the plain intervals; points cut nothing.
fn outside(on_grids: Vec<Interval>, plain: &[Interval]) -> Vec<Interval> {
    let mut left = on_grids;
    for hole in plain.iter().filter(|interval| interval.known().is_none()) {
        left = left
            .into_iter()
            .flat_map(|interval| {
                // An infinite end of the hole has nothing beyond it.
                let side = |bound: &Bound| bound.value().map(|_| bound.complement());
                let before = side(hole.lower()).and_then(|upper| interval.clip(Bound::Infinite, upper));
                let after = side(hole.upper()).and_then(|lower| interval.clip(lower, Bound::Infinite));
                before.into_iter().chain(after)
            })
            .collect();
    }
    left
}

/// Joins intervals on the same grid, and drops those whose points another one has.
fn joined_grids(mut on_grids: Vec<Interval>) -> Vec<Interval> {
    on_grids.sort_by(|a, b| {
        let key = |interval: &Interval| interval.grid().map(|grid| (grid.step.clone(), grid.offset.clone()));
        key(a).cmp(&key(b)).then_with(|| a.lower().cmp_lower(b.lower()))
    });
    let mut joined: Vec<Interval> = Vec::with_capacity(on_grids.len());
    for interval in on_grids {
        let grid = interval.grid().cloned();
        match joined.last_mut() {
            Some(last) if last.grid() == interval.grid() && follows(last, &interval) => extend(last, &interval, grid),
            _ => joined.push(interval),
        }
    }
    without_covered(joined)
}

/// Whether no point of the grid is left out between two intervals on it.
fn follows(interval: &Interval, later: &Interval) -> bool {
    match (interval.upper().value(), interval.step(), later.lower().value()) {
        (Some(upper), Some(step), Some(lower)) => *lower <= upper + step,
        _ => true,
    }
}

fn without_covered(intervals: Vec<Interval>) -> Vec<Interval> {
    // Comparing every pair is only worth it while the union is short.
    if intervals.len() > 2 * MOST_INTERVALS {
        return intervals;
    }
    let is_covered = |index: usize, interval: &Interval| {
        intervals.iter().enumerate().any(|(other, cover)| {
            other != index && interval.is_within(cover) && (other < index || !cover.is_within(interval))
        })
    };
    let kept = intervals.iter().enumerate().filter(|(index, interval)| !is_covered(*index, interval));
    kept.map(|(_, interval)| interval.clone()).collect()
}

/// Merges the nearest neighbours until `count` intervals are left. A superset.
fn merged_to(intervals: Vec<Interval>, count: usize) -> Vec<Interval> {
    let mut gaps: Vec<(Num, usize)> = Vec::with_capacity(intervals.len());
    let neighbours = intervals.iter().zip(intervals.iter().skip(1));
    for (index, (interval, next)) in neighbours.enumerate() {
        let gap = match (interval.upper().value(), next.lower().value()) {
            (Some(upper), Some(lower)) => std::cmp::max(lower - upper, Num::ZERO),
            _ => Num::ZERO,
        };
        gaps.push((gap, index));
    }
    gaps.sort();
    let mut merges = vec![false; intervals.len()];
    for (_, index) in gaps.iter().take(intervals.len().saturating_sub(count)) {
        if let Some(flag) = merges.get_mut(*index) {
            *flag = true;
        }
    }
    let mut merged: Vec<Interval> = Vec::with_capacity(count);
    let mut merge_next = false;
    for (interval, merge_after) in intervals.into_iter().zip(merges) {
        match merged.last_mut() {
            Some(last) if merge_next => {
                let grid = common_grid(last, &interval);
                extend(last, &interval, grid);
            }
            _ => merged.push(interval),
        }
        merge_next = merge_after;
    }
    merged
}

/// The smallest grid that holds the members of both; `None` when one of them lies on none.
fn common_grid(a: &Interval, b: &Interval) -> Option<Grid> {
    match (a.known(), b.known()) {
        (Some(x), Some(y)) => Grid::through(x, (x - y).abs()),
        (Some(x), None) => through(b.grid()?, x),
        (None, Some(y)) => through(a.grid()?, y),
        (None, None) => a.grid()?.common(b.grid()?),
    }
}

fn through(grid: &Grid, point: &Num) -> Option<Grid> {
    Grid::through(point, grid.step.gcd(&(point - &grid.offset)))
}
