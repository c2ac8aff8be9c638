//! Sums and products of single intervals, from which those of unions are made.

use super::interval::{Bound, Grid, Interval};
use crate::base::Num;
use std::cmp::Ordering;

/// Intervals on a grid with at most this many points are taken point by point where that is more exact.
pub(super) const FEW_POINTS: i64 = 64;

/// Multiples of the step this far from zero are multiplied one by one when the grid has many points: around zero the
/// products of a grid and an interval leave gaps.
const NEAR_ZERO: i64 = 4;

/// Adds `a + b` to `sums`. Exact, unless one is on a grid of more than 64 points and the other leaves gaps between
/// them, or both are on unlike such grids.
pub(super) fn add(a: &Interval, b: &Interval, sums: &mut Vec<Interval>) {
    if let Some(n) = a.known() {
        sums.push(b.shifted(n));
        return;
    }
    if let Some(n) = b.known() {
        sums.push(a.shifted(n));
        return;
    }
    if !leaves_gaps(a, b) {
        sums.extend(hull_of_sums(a, b));
        return;
    }
    // The gaps are real: take the shorter grid point by point.
    match (a.points(FEW_POINTS), b.points(FEW_POINTS)) {
        (Some(points), other) if other.as_ref().is_none_or(|other| points.len() <= other.len()) => {
            sums.extend(points.iter().map(|n| b.shifted(n)));
        }
        (_, Some(points)) => sums.extend(points.iter().map(|n| a.shifted(n))),
        (_, None) => sums.extend(hull_of_sums(a, b)),
    }
}

/// Whether the sums of two intervals, neither a point, may leave out something between the sums of their ends (on the
/// common grid when both have one).
fn leaves_gaps(a: &Interval, b: &Interval) -> bool {
    match (a.grid(), b.grid()) {
        (None, None) => false,
        (Some(grid), None) => !spans(b, &grid.step),
        (None, Some(grid)) => !spans(a, &grid.step),
        (Some(ours), Some(theirs)) => {
            let (fine, fine_step, coarse_step) =
                if ours.step <= theirs.step { (a, &ours.step, &theirs.step) } else { (b, &theirs.step, &ours.step) };
            let reaches = fine.width().is_none_or(|width| &width + fine_step >= *coarse_step);
            !(reaches && coarse_step.is_multiple_of(fine_step))
        }
    }
}

/// Whether copies of a plain interval, each a step further, cover everything.
fn spans(interval: &Interval, step: &Num) -> bool {
    let closed = interval.lower().is_attained() || interval.upper().is_attained();
    interval.width().is_none_or(|width| width > *step || (width == *step && closed))
}

fn hull_of_sums(a: &Interval, b: &Interval) -> Option<Interval> {
    let grid = match (a.grid(), b.grid()) {
        (Some(a), Some(b)) => Grid::through(&(&a.offset + &b.offset), a.step.gcd(&b.step)),
        (None, _) | (_, None) => None,
    };
    Interval::new(a.lower().plus(b.lower()), a.upper().plus(b.upper()), grid)
}

/// Adds `a × b` to `products`. Exact, unless one of them is on a grid of more than 64 points and the other is not a
/// single number.
pub(super) fn multiply(a: &Interval, b: &Interval, products: &mut Vec<Interval>) {
    if let Some(points) = a.points(FEW_POINTS) {
        products.extend(points.iter().map(|n| b.scaled(n)));
        return;
    }
    if let Some(points) = b.points(FEW_POINTS) {
        products.extend(points.iter().map(|n| a.scaled(n)));
        return;
    }
    match (a.grid(), b.grid()) {
        (Some(grid), None) => multiply_grid(a, &grid.step, b, products),
        (None, Some(grid)) => multiply_grid(b, &grid.step, a, products),
        (None, None) | (Some(_), Some(_)) => products.extend(hull_of_products(a, b)),
    }
}

/// The products of a long grid and a plain interval: point by point near zero, as a whole further off.
fn multiply_grid(on_grid: &Interval, step: &Num, plain: &Interval, products: &mut Vec<Interval>) {
    let near = step * &Num::from_i64(NEAR_ZERO);
    let middle = on_grid.clip(Bound::Closed(near.neg()), Bound::Closed(near.clone()));
    for n in middle.and_then(|middle| middle.points(FEW_POINTS)).unwrap_or_default() {
        products.push(plain.scaled(&n));
    }
    let below = on_grid.clip(Bound::Infinite, Bound::Open(near.neg()));
    let above = on_grid.clip(Bound::Open(near), Bound::Infinite);
    products.extend(below.into_iter().chain(above).filter_map(|far| hull_of_products(&far, plain)));
}

fn hull_of_products(a: &Interval, b: &Interval) -> Option<Interval> {
    let grid = match (a.grid(), b.grid()) {
        (Some(a), Some(b)) => product_grid(a, b),
        (None, _) | (_, None) => None,
    };
    let corners = [
        Corner::new(a.lower(), Ordering::Less, b.lower(), Ordering::Less),
        Corner::new(a.lower(), Ordering::Less, b.upper(), Ordering::Greater),
        Corner::new(a.upper(), Ordering::Greater, b.lower(), Ordering::Less),
        Corner::new(a.upper(), Ordering::Greater, b.upper(), Ordering::Greater),
    ];
    // Of two equal corners the one that is attained counts.
    let lower = corners.iter().min_by(|a, b| a.cmp_value(b).then(b.is_attained().cmp(&a.is_attained())))?;
    let upper = corners.iter().max_by(|a, b| a.cmp_value(b).then(a.is_attained().cmp(&b.is_attained())))?;
    Interval::new(lower.bound(), upper.bound(), grid)
}

/// `(o + k s)(p + m t)` is `o p` plus whole multiples of `s t`, `s p` and `o t`.
fn product_grid(a: &Grid, b: &Grid) -> Option<Grid> {
    let step = (&a.step * &b.step).gcd(&(&a.step * &b.offset)).gcd(&(&a.offset * &b.step));
    Grid::through(&(&a.offset * &b.offset), step)
}

/// The product of two ends, where products are least or greatest.
enum Corner {
    /// On that side of every number.
    Infinite(Ordering),
    Finite(Bound, Num),
}

impl Corner {
    /// An infinite end lies on its `side`. Zero wins over infinity: near zero times near infinity can be anything of
    /// that sign, which the other corners tell, and zero itself times anything is zero.
    fn new(a: &Bound, a_side: Ordering, b: &Bound, b_side: Ordering) -> Corner {
        let is_zero = |end: &Bound| end.value().is_some_and(Num::is_zero);
        if is_zero(a) || is_zero(b) {
            let attained = (is_zero(a) && a.is_attained()) || (is_zero(b) && b.is_attained());
            return Corner::Finite(Bound::at(Num::ZERO, attained), Num::ZERO);
        }
        match (a.value(), b.value()) {
            (Some(x), Some(y)) => {
                let product = x * y;
                Corner::Finite(Bound::at(product.clone(), a.is_attained() && b.is_attained()), product)
            }
            (x, y) => {
                let same = x.map_or(a_side, Num::sign) == y.map_or(b_side, Num::sign);
                Corner::Infinite(if same { Ordering::Greater } else { Ordering::Less })
            }
        }
    }

    fn cmp_value(&self, other: &Corner) -> Ordering {
        match (self, other) {
            (Corner::Infinite(a), Corner::Infinite(b)) => a.cmp(b),
            (Corner::Infinite(side), Corner::Finite(..)) => *side,
            (Corner::Finite(..), Corner::Infinite(side)) => side.reverse(),
            (Corner::Finite(_, a), Corner::Finite(_, b)) => a.cmp(b),
        }
    }

    fn is_attained(&self) -> bool {
        match self {
            Corner::Infinite(_) => false,
            Corner::Finite(bound, _) => bound.is_attained(),
        }
    }

    fn bound(&self) -> Bound {
        match self {
            Corner::Infinite(_) => Bound::Infinite,
            Corner::Finite(bound, _) => bound.clone(),
        }
    }
}

/// One divided by every member of an interval that does not contain zero, taken as plain. Exact for plain ones.
pub(super) fn reciprocal(interval: &Interval) -> Option<Interval> {
    // An end at zero is open and goes to infinity; an infinite end goes to zero, never reached.
    let turned = |end: &Bound| match end.value() {
        None => Bound::Open(Num::ZERO),
        Some(n) => Num::ONE.checked_div(n).map_or(Bound::Infinite, |inverse| Bound::at(inverse, end.is_attained())),
    };
    Interval::new(turned(interval.upper()), turned(interval.lower()), None)
}

/// The integers to which the members of an interval are rounded down. Exact, unless it lies on a grid of more than 64
/// points with a step above one that is not whole.
pub(super) fn floor(interval: &Interval, floors: &mut Vec<Interval>) {
    if let Some(grid) = interval.grid() {
        if grid.step.is_integer() {
            // Every member loses the same fraction.
            floors.push(interval.shifted(&(&grid.offset.floor() - &grid.offset)));
            return;
        }
        if grid.step > Num::ONE
            && let Some(points) = interval.points(FEW_POINTS)
        {
            floors.extend(points.iter().map(|n| Interval::point(n.floor())));
            return;
        }
    }
    let lower = interval.lower().value().map_or(Bound::Infinite, |n| Bound::Closed(n.floor()));
    let upper = match interval.upper() {
        Bound::Infinite => Bound::Infinite,
        Bound::Closed(n) => Bound::Closed(n.floor()),
        Bound::Open(n) => Bound::Closed(&n.ceil() - &Num::ONE),
    };
    floors.extend(Interval::on_multiples(lower, upper, Num::ONE));
}
