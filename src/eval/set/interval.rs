//! Intervals of numbers: two ends, and the grid that the members may have to lie on.

use crate::base::Num;
use std::cmp::Ordering;

/// One end of an interval.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Bound {
    /// There is no end on this side.
    Infinite,
    /// The end itself is not a member.
    Open(Num),
    /// The end itself is a member.
    Closed(Num),
}

impl Bound {
    pub fn value(&self) -> Option<&Num> {
        match self {
            Bound::Infinite => None,
            Bound::Open(value) | Bound::Closed(value) => Some(value),
        }
    }

    /// Whether the end is itself a member.
    pub fn is_attained(&self) -> bool {
        match self {
            Bound::Closed(_) => true,
            Bound::Infinite | Bound::Open(_) => false,
        }
    }

    pub(super) fn at(value: Num, attained: bool) -> Bound {
        if attained { Bound::Closed(value) } else { Bound::Open(value) }
    }

    pub(super) fn map(&self, f: impl Fn(&Num) -> Num) -> Bound {
        match self {
            Bound::Infinite => Bound::Infinite,
            Bound::Open(value) => Bound::Open(f(value)),
            Bound::Closed(value) => Bound::Closed(f(value)),
        }
    }

    /// The end of the sums of two intervals that have these ends.
    pub(super) fn plus(&self, other: &Bound) -> Bound {
        match (self.value(), other.value()) {
            (Some(a), Some(b)) => Bound::at(a + b, self.is_attained() && other.is_attained()),
            _ => Bound::Infinite,
        }
    }

    /// The end at the same place of what lies on the other side.
    pub(super) fn complement(&self) -> Bound {
        match self {
            Bound::Infinite => Bound::Infinite,
            Bound::Open(value) => Bound::Closed(value.clone()),
            Bound::Closed(value) => Bound::Open(value.clone()),
        }
    }

    /// Both taken as lower ends, the one that lets in more first.
    pub(super) fn cmp_lower(&self, other: &Bound) -> Ordering {
        match (self.value(), other.value()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => a.cmp(b).then(other.is_attained().cmp(&self.is_attained())),
        }
    }

    /// Both taken as upper ends, the one that lets in less first.
    pub(super) fn cmp_upper(&self, other: &Bound) -> Ordering {
        match (self.value(), other.value()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) => a.cmp(b).then(self.is_attained().cmp(&other.is_attained())),
        }
    }

    /// Whether a number is on the inner side of this lower end.
    pub(super) fn admits_from_below(&self, n: &Num) -> bool {
        match self {
            Bound::Infinite => true,
            Bound::Open(value) => value < n,
            Bound::Closed(value) => value <= n,
        }
    }

    /// Whether a number is on the inner side of this upper end.
    pub(super) fn admits_from_above(&self, n: &Num) -> bool {
        match self {
            Bound::Infinite => true,
            Bound::Open(value) => n < value,
            Bound::Closed(value) => n <= value,
        }
    }
}

/// Numbers at regular distances: `offset + k × step`. The offset is what makes "a whole number, plus a half" exact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Grid {
    /// Positive.
    pub step: Num,
    /// In `[0, step)`.
    pub offset: Num,
}

impl Grid {
    /// The grid of that step through a point; `None` unless the step is positive.
    pub fn through(point: &Num, step: Num) -> Option<Grid> {
        if !step.is_positive() {
            return None;
        }
        let offset = point.rem_euclid(&step)?;
        Some(Grid { step, offset })
    }

    pub fn contains(&self, n: &Num) -> bool {
        (n - &self.offset).is_multiple_of(&self.step)
    }

    /// Whether every point of this grid is one of the other's.
    pub fn is_within(&self, other: &Grid) -> bool {
        self.step.is_multiple_of(&other.step) && other.contains(&self.offset)
    }

    /// The first point at or above.
    fn at_or_above(&self, n: &Num) -> Num {
        let times = (n - &self.offset).checked_div(&self.step).unwrap_or(Num::ZERO).ceil();
        &self.offset + &(&times * &self.step)
    }

    /// The last point at or below.
    fn at_or_below(&self, n: &Num) -> Num {
        let times = (n - &self.offset).checked_div(&self.step).unwrap_or(Num::ZERO).floor();
        &self.offset + &(&times * &self.step)
    }

    /// The smallest grid that holds the points of both.
    pub fn common(&self, other: &Grid) -> Option<Grid> {
        let step = self.step.gcd(&other.step).gcd(&(&self.offset - &other.offset));
        Grid::through(&self.offset, step)
    }

    /// The points on both grids, which are a grid again (the Chinese remainder theorem); `None` when there are none.
    pub fn intersect(&self, other: &Grid) -> Option<Grid> {
        let shared = self.step.gcd(&other.step);
        let apart = (&other.offset - &self.offset).checked_div(&shared)?;
        if !apart.is_integer() {
            return None;
        }
        let modulus = other.step.checked_div(&shared)?;
        let inverse = inverse_modulo(&self.step.checked_div(&shared)?, &modulus)?;
        let times = (&apart * &inverse).rem_euclid(&modulus)?;
        Grid::through(&(&self.offset + &(&times * &self.step)), &self.step * &modulus)
    }
}

/// The integer that, times `n`, leaves one modulo `modulus`; the two have no common factor.
fn inverse_modulo(n: &Num, modulus: &Num) -> Option<Num> {
    let (mut rest, mut next_rest) = (modulus.clone(), n.rem_euclid(modulus)?);
    let (mut times, mut next_times) = (Num::ZERO, Num::ONE);
    while !next_rest.is_zero() {
        let quotient = rest.checked_div(&next_rest)?.floor();
        let after_rest = &rest - &(&quotient * &next_rest);
        let after_times = &times - &(&quotient * &next_times);
        (rest, next_rest) = (next_rest, after_rest);
        (times, next_times) = (next_times, after_times);
    }
    times.rem_euclid(modulus)
}

/// A non-empty interval of numbers, or of the points of a grid. The ends of a grid are points of it, closed; a single
/// point has no grid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interval {
    lower: Bound,
    upper: Bound,
    grid: Option<Grid>,
}

impl Interval {
    pub(super) const ALL: Interval = Interval { lower: Bound::Infinite, upper: Bound::Infinite, grid: None };

    pub(super) fn point(n: Num) -> Interval {
        Interval { lower: Bound::Closed(n.clone()), upper: Bound::Closed(n), grid: None }
    }

    /// `None` when nothing lies between the ends.
    pub(super) fn new(lower: Bound, upper: Bound, grid: Option<Grid>) -> Option<Interval> {
        let (lower, upper) = match &grid {
            Some(grid) => (first_on(grid, lower), last_on(grid, upper)),
            None => (lower, upper),
        };
        let grid = match (lower.value(), upper.value()) {
            (Some(l), Some(u)) => match l.cmp(u) {
                Ordering::Greater => return None,
                Ordering::Equal if !lower.is_attained() || !upper.is_attained() => return None,
                Ordering::Equal => None,
                Ordering::Less => grid,
            },
            _ => grid,
        };
        Some(Interval { lower, upper, grid })
    }

    /// The whole numbers from one to another, both included; `None` when they are in the wrong order.
    pub(super) fn whole(least: i64, most: i64) -> Option<Interval> {
        let (lower, upper) = (Num::from_i64(least), Num::from_i64(most));
        let grid = match least.cmp(&most) {
            Ordering::Greater => return None,
            Ordering::Equal => None,
            Ordering::Less => Some(Grid { step: Num::ONE, offset: Num::ZERO }),
        };
        Some(Interval { lower: Bound::Closed(lower), upper: Bound::Closed(upper), grid })
    }

    /// The whole numbers from one on.
    pub(super) fn whole_at_least(least: i64) -> Interval {
        let grid = Some(Grid { step: Num::ONE, offset: Num::ZERO });
        Interval { lower: Bound::Closed(Num::from_i64(least)), upper: Bound::Infinite, grid }
    }

    /// The multiples of `step` between two ends.
    pub(super) fn on_multiples(lower: Bound, upper: Bound, step: Num) -> Option<Interval> {
        Interval::new(lower, upper, Grid::through(&Num::ZERO, step))
    }

    pub fn lower(&self) -> &Bound {
        &self.lower
    }

    pub fn upper(&self) -> &Bound {
        &self.upper
    }

    /// The distance between neighbouring members, when they lie on a grid.
    pub fn step(&self) -> Option<&Num> {
        self.grid.as_ref().map(|grid| &grid.step)
    }

    pub(super) fn grid(&self) -> Option<&Grid> {
        self.grid.as_ref()
    }

    /// The only member, when there is one only.
    pub fn known(&self) -> Option<&Num> {
        match (&self.lower, &self.upper) {
            (Bound::Closed(l), Bound::Closed(u)) if l == u => Some(l),
            _ => None,
        }
    }

    pub fn contains(&self, n: &Num) -> bool {
        self.lower.admits_from_below(n)
            && self.upper.admits_from_above(n)
            && self.grid.as_ref().is_none_or(|grid| grid.contains(n))
    }

    /// Between the two ends, on the grid if there is one; `None` when infinite.
    pub(super) fn width(&self) -> Option<Num> {
        Some(self.upper.value()? - self.lower.value()?)
    }

    /// How many members there are, if at most `limit`.
    pub(super) fn count(&self, limit: i64) -> Option<i64> {
        if self.known().is_some() {
            return Some(1);
        }
        let grid = self.grid.as_ref()?;
        let count = self.width()?.checked_div(&grid.step)?.to_i64()?.checked_add(1)?;
        (count <= limit).then_some(count)
    }

    /// The members, lowest first, if there are at most `limit`.
    pub(super) fn points(&self, limit: i64) -> Option<Vec<Num>> {
        if let Some(only) = self.known() {
            return Some(vec![only.clone()]);
        }
        let count = self.count(limit)?;
        let (first, grid) = (self.lower.value()?, self.grid.as_ref()?);
        Some((0..count).map(|k| first + &(&Num::from_i64(k) * &grid.step)).collect())
    }

    /// Exact.
    pub(super) fn intersect(&self, other: &Interval) -> Option<Interval> {
        let grid = match (&self.grid, &other.grid) {
            (Some(a), Some(b)) => Some(a.intersect(b)?),
            (Some(grid), None) | (None, Some(grid)) => Some(grid.clone()),
            (None, None) => None,
        };
        let lower = std::cmp::max_by(&self.lower, &other.lower, |a, b| a.cmp_lower(b));
        let upper = std::cmp::min_by(&self.upper, &other.upper, |a, b| a.cmp_upper(b));
        Interval::new(lower.clone(), upper.clone(), grid)
    }

    /// The members between two ends. Exact.
    pub(super) fn clip(&self, lower: Bound, upper: Bound) -> Option<Interval> {
        self.intersect(&Interval { lower, upper, grid: None })
    }

    /// Whether every member is one of the other's.
    pub(super) fn is_within(&self, other: &Interval) -> bool {
        let between = self.lower.cmp_lower(&other.lower).is_ge() && self.upper.cmp_upper(&other.upper).is_le();
        between
            && match (&self.grid, &other.grid) {
                (_, None) => true,
                (Some(ours), Some(theirs)) => ours.is_within(theirs),
                (None, Some(grid)) => self.known().is_some_and(|n| grid.contains(n)),
            }
    }

    /// Every member plus `n`.
    pub(super) fn shifted(&self, n: &Num) -> Interval {
        let grid = self.grid.as_ref().and_then(|grid| Grid::through(&(&grid.offset + n), grid.step.clone()));
        Interval { lower: self.lower.map(|end| end + n), upper: self.upper.map(|end| end + n), grid }
    }

    /// Every member times `n`.
    pub(super) fn scaled(&self, n: &Num) -> Interval {
        if n.is_zero() {
            return Interval::point(Num::ZERO);
        }
        let grid = self.grid.as_ref().and_then(|grid| Grid::through(&(&grid.offset * n), &grid.step * &n.abs()));
        let (lower, upper) = (self.lower.map(|end| end * n), self.upper.map(|end| end * n));
        if n.is_negative() { Interval { lower: upper, upper: lower, grid } } else { Interval { lower, upper, grid } }
    }
}

/// The lower end brought to the first point of the grid that it lets in.
fn first_on(grid: &Grid, lower: Bound) -> Bound {
    match lower {
        Bound::Infinite => Bound::Infinite,
        Bound::Closed(n) => Bound::Closed(grid.at_or_above(&n)),
        Bound::Open(n) => {
            let first = grid.at_or_above(&n);
            Bound::Closed(if first == n { &first + &grid.step } else { first })
        }
    }
}

/// The upper end brought to the last point of the grid that it lets in.
fn last_on(grid: &Grid, upper: Bound) -> Bound {
    match upper {
        Bound::Infinite => Bound::Infinite,
        Bound::Closed(n) => Bound::Closed(grid.at_or_below(&n)),
        Bound::Open(n) => {
            let last = grid.at_or_below(&n);
            Bound::Closed(if last == n { &last - &grid.step } else { last })
        }
    }
}
