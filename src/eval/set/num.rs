//! The numbers that something may still be.

use super::interval::{Bound, Grid, Interval};
use super::{BoolSet, piece, union};
use crate::base::Num;
use std::borrow::Cow;

/// The possible values of a number: a single exact one without any allocation, or a union of intervals.
///
/// The intervals are sorted by their lower ends. They are disjoint, except that intervals on unlike grids may
/// interleave. There are at most 64: beyond, the nearest are merged, which is sound but no longer exact.
///
/// Equality compares representations: equal sets written as different unions may differ.
#[derive(Clone, PartialEq, Eq)]
pub struct NumSet(Repr);

#[derive(Clone, PartialEq, Eq)]
enum Repr {
    Exact(Num),
    /// Every number.
    All,
    /// Never a single point, nor every number; empty for the empty set.
    Many(Box<[Interval]>),
}

impl NumSet {
    pub fn exact(n: Num) -> NumSet {
        NumSet(Repr::Exact(n))
    }

    /// No value at all: what contradictory facts leave.
    pub fn empty() -> NumSet {
        NumSet(Repr::Many(Box::default()))
    }

    /// Any number.
    pub fn all() -> NumSet {
        NumSet(Repr::All)
    }

    /// From one number to another, both included; empty when they are in the wrong order.
    pub fn between(least: Num, most: Num) -> NumSet {
        NumSet::with_bounds(Bound::Closed(least), Bound::Closed(most))
    }

    /// The whole numbers from one to another, both included; empty when they are in the wrong order.
    pub fn whole(least: i64, most: i64) -> NumSet {
        match Interval::whole(least, most) {
            Some(_) if least == most => NumSet::exact(Num::from_i64(least)),
            Some(interval) => NumSet(Repr::Many(Box::new([interval]))),
            None => NumSet::empty(),
        }
    }

    /// The whole numbers from one on.
    pub fn whole_at_least(least: i64) -> NumSet {
        NumSet(Repr::Many(Box::new([Interval::whole_at_least(least)])))
    }

    /// At least that, or more than that.
    pub fn at_least(n: Num, inclusive: bool) -> NumSet {
        NumSet::with_bounds(Bound::at(n, inclusive), Bound::Infinite)
    }

    /// At most that, or less than that.
    pub fn at_most(n: Num, inclusive: bool) -> NumSet {
        NumSet::with_bounds(Bound::Infinite, Bound::at(n, inclusive))
    }

    pub fn with_bounds(lower: Bound, upper: Bound) -> NumSet {
        NumSet::from_intervals(Interval::new(lower, upper, None).into_iter().collect())
    }

    /// One of these numbers.
    pub fn one_of(points: impl IntoIterator<Item = Num>) -> NumSet {
        NumSet::from_intervals(points.into_iter().map(Interval::point).collect())
    }

    /// The members that are multiples of `step`. Exact. A step that is not positive changes nothing.
    pub fn on_grid(&self, step: &Num) -> NumSet {
        let Some(grid) = Grid::through(&Num::ZERO, step.clone()) else { return self.clone() };
        match Interval::new(Bound::Infinite, Bound::Infinite, Some(grid)) {
            Some(multiples) => self.intersect(&NumSet(Repr::Many(Box::new([multiples])))),
            None => self.clone(),
        }
    }

    /// Exact up to 64 intervals.
    pub(super) fn from_intervals(intervals: Vec<Interval>) -> NumSet {
        let mut intervals = union::normalised(intervals);
        match intervals.pop() {
            None => NumSet::empty(),
            Some(last) => match last.known() {
                Some(only) if intervals.is_empty() => NumSet::exact(only.clone()),
                None if intervals.is_empty() && last == Interval::ALL => NumSet::all(),
                _ => {
                    intervals.push(last);
                    NumSet(Repr::Many(intervals.into_boxed_slice()))
                }
            },
        }
    }

    /// The value, when only one is possible.
    pub fn known(&self) -> Option<&Num> {
        match &self.0 {
            Repr::Exact(n) => Some(n),
            Repr::All | Repr::Many(_) => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Repr::Exact(_) | Repr::All => false,
            Repr::Many(intervals) => intervals.is_empty(),
        }
    }

    /// Whether every number is possible.
    pub fn is_all(&self) -> bool {
        matches!(self.0, Repr::All)
    }

    /// The parts, lowest first: for printing and for bounds in results.
    pub fn intervals(&self) -> Cow<'_, [Interval]> {
        match &self.0 {
            Repr::Exact(n) => Cow::Owned(vec![Interval::point(n.clone())]),
            Repr::All => Cow::Borrowed(&[Interval::ALL]),
            Repr::Many(intervals) => Cow::Borrowed(intervals),
        }
    }

    /// The lower end of all that is possible; infinite for the empty set, so ask [`NumSet::is_empty`] first.
    pub fn lower(&self) -> Bound {
        match &self.0 {
            Repr::Exact(n) => Bound::Closed(n.clone()),
            Repr::All => Bound::Infinite,
            Repr::Many(intervals) => intervals.first().map_or(Bound::Infinite, |first| first.lower().clone()),
        }
    }

    /// The upper end of all that is possible; infinite for the empty set, so ask [`NumSet::is_empty`] first.
    pub fn upper(&self) -> Bound {
        match &self.0 {
            Repr::Exact(n) => Bound::Closed(n.clone()),
            Repr::All => Bound::Infinite,
            Repr::Many(intervals) => {
                let upper = intervals.iter().map(Interval::upper).max_by(|a, b| a.cmp_upper(b));
                upper.cloned().unwrap_or(Bound::Infinite)
            }
        }
    }

    pub fn contains(&self, n: &Num) -> bool {
        match &self.0 {
            Repr::Exact(only) => only == n,
            Repr::All => true,
            Repr::Many(intervals) => intervals.iter().any(|interval| interval.contains(n)),
        }
    }

    /// The smallest single interval around everything, on no grid.
    pub fn hull(&self) -> NumSet {
        if self.is_empty() { NumSet::empty() } else { NumSet::with_bounds(self.lower(), self.upper()) }
    }

    /// The smallest member that is at least `n`; `None` when there is none, or none is the smallest.
    pub fn smallest_at_least(&self, n: &Num) -> Option<Num> {
        match self.intersect(&NumSet::at_least(n.clone(), true)).lower() {
            Bound::Closed(least) => Some(least),
            Bound::Open(_) | Bound::Infinite => None,
        }
    }

    /// The largest member that is at most `n`; `None` when there is none, or none is the largest.
    pub fn largest_at_most(&self, n: &Num) -> Option<Num> {
        match self.intersect(&NumSet::at_most(n.clone(), true)).upper() {
            Bound::Closed(most) => Some(most),
            Bound::Open(_) | Bound::Infinite => None,
        }
    }

    /// Whether some end has grown so large that evaluation should refuse to go on with it.
    pub fn is_huge(&self) -> bool {
        let huge_end = |end: &Bound| end.value().is_some_and(Num::is_huge);
        match &self.0 {
            Repr::Exact(n) => n.is_huge(),
            Repr::All => false,
            Repr::Many(intervals) => intervals.iter().any(|interval| {
                huge_end(interval.lower())
                    || huge_end(interval.upper())
                    || interval.grid().is_some_and(|grid| grid.step.is_huge() || grid.offset.is_huge())
            }),
        }
    }

    /// What is in either. Exact up to 64 intervals.
    pub fn union(&self, other: &NumSet) -> NumSet {
        if self == other {
            return self.clone();
        }
        if self.is_all() || other.is_all() {
            return NumSet::all();
        }
        let mut intervals = self.intervals().into_owned();
        intervals.extend(other.intervals().iter().cloned());
        NumSet::from_intervals(intervals)
    }

    /// What is in both. Exact up to 64 intervals. When all of this set is in the other it comes back as it is written,
    /// so that `==` tells whether something was lost.
    pub fn intersect(&self, other: &NumSet) -> NumSet {
        match (&self.0, &other.0) {
            (Repr::All, _) => other.clone(),
            (_, Repr::All) => self.clone(),
            (Repr::Exact(n), _) => {
                if other.contains(n) {
                    self.clone()
                } else {
                    NumSet::empty()
                }
            }
            (_, Repr::Exact(n)) => {
                if self.contains(n) {
                    other.clone()
                } else {
                    NumSet::empty()
                }
            }
            (Repr::Many(ours), Repr::Many(_)) if ours.iter().all(|interval| other.holds(interval)) => self.clone(),
            (Repr::Many(ours), Repr::Many(theirs)) => {
                let pairs = ours.iter().flat_map(|a| theirs.iter().filter_map(|b| a.intersect(b)));
                NumSet::from_intervals(pairs.collect())
            }
        }
    }

    /// Whether all of an interval is here: in one part, or point by point when it has few.
    fn holds(&self, interval: &Interval) -> bool {
        let in_one_part = self.intervals().iter().any(|part| interval.is_within(part));
        let has_all = |points: Vec<Num>| points.iter().all(|point| self.contains(point));
        in_one_part || interval.points(piece::FEW_POINTS).is_some_and(has_all)
    }

    /// Whether both are the same number. Exact for independent operands.
    pub fn equals(&self, other: &NumSet) -> BoolSet {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return BoolSet::exact(a == b);
        }
        if self.is_empty() || other.is_empty() {
            return BoolSet::NONE;
        }
        // One of the two has several members, so they may differ.
        BoolSet::new(self.meets(other), true)
    }

    /// Whether some number is in both. Exact.
    pub fn meets(&self, other: &NumSet) -> bool {
        match (&self.0, &other.0) {
            (Repr::All, _) => !other.is_empty(),
            (_, Repr::All) => !self.is_empty(),
            (Repr::Exact(n), _) => other.contains(n),
            (_, Repr::Exact(n)) => self.contains(n),
            (Repr::Many(ours), Repr::Many(theirs)) => {
                ours.iter().any(|a| theirs.iter().any(|b| a.intersect(b).is_some()))
            }
        }
    }

    /// Whether this is less than the other. Exact for independent operands.
    pub fn lt(&self, other: &NumSet) -> BoolSet {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return BoolSet::exact(a < b);
        }
        if self.is_empty() || other.is_empty() {
            return BoolSet::NONE;
        }
        if self.is_all() || other.is_all() {
            return BoolSet::ANY;
        }
        BoolSet::new(is_below(&self.lower(), &other.upper(), false), is_below(&other.lower(), &self.upper(), true))
    }

    /// Whether this is at most the other. Exact for independent operands.
    pub fn le(&self, other: &NumSet) -> BoolSet {
        other.lt(self).not()
    }
}

/// Whether some number with this lower end is below some number with this upper end, or equal to it if `or_equal`.
fn is_below(lower: &Bound, upper: &Bound, or_equal: bool) -> bool {
    match (lower.value(), upper.value()) {
        (Some(l), Some(u)) => l < u || (or_equal && l == u && lower.is_attained() && upper.is_attained()),
        _ => true,
    }
}

impl From<Num> for NumSet {
    fn from(n: Num) -> NumSet {
        NumSet::exact(n)
    }
}

/// For tests and debugging: `[0, 3) ∪ {5} ∪ [6, ∞) by 2`.
impl std::fmt::Debug for NumSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_empty() {
            return f.write_str("{}");
        }
        for (index, interval) in self.intervals().iter().enumerate() {
            if index > 0 {
                f.write_str(" ∪ ")?;
            }
            write_interval(interval, f)?;
        }
        Ok(())
    }
}

fn write_interval(interval: &Interval, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    if let Some(only) = interval.known() {
        return write!(f, "{{{only}}}");
    }
    match interval.lower() {
        Bound::Infinite => f.write_str("(-∞, ")?,
        Bound::Open(n) => write!(f, "({n}, ")?,
        Bound::Closed(n) => write!(f, "[{n}, ")?,
    }
    match interval.upper() {
        Bound::Infinite => f.write_str("∞)")?,
        Bound::Open(n) => write!(f, "{n})")?,
        Bound::Closed(n) => write!(f, "{n}]")?,
    }
    match interval.grid() {
        Some(grid) if grid.offset.is_zero() => write!(f, " by {}", grid.step),
        Some(grid) => write!(f, " by {} from {}", grid.step, grid.offset),
        None => Ok(()),
    }
}
