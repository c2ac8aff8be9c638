//! Arithmetic on sets of numbers: the results still possible when the operands are chosen independently.

use super::interval::{Bound, Interval};
use super::{NumSet, piece};
use crate::base::Num;

/// Every operation is sound. The doc comment of each says when it is exact, besides the limit of 64 intervals that
/// every set has.
impl NumSet {
    /// Exact, unless a grid of more than 64 points meets an interval narrower than its step, or an unlike such grid.
    pub fn add(&self, other: &NumSet) -> NumSet {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return NumSet::exact(a + b);
        }
        if (self.is_all() && !other.is_empty()) || (other.is_all() && !self.is_empty()) {
            return NumSet::all();
        }
        self.pairwise(other, piece::add)
    }

    /// As exact as [`NumSet::add`].
    pub fn sub(&self, other: &NumSet) -> NumSet {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return NumSet::exact(a - b);
        }
        self.add(&other.neg())
    }

    /// Exact.
    pub fn neg(&self) -> NumSet {
        self.scaled(&Num::from_i64(-1))
    }

    fn scaled(&self, n: &Num) -> NumSet {
        match self.known() {
            Some(known) => NumSet::exact(known * n),
            None if self.is_all() && !n.is_zero() => NumSet::all(),
            None => NumSet::from_intervals(self.intervals().iter().map(|interval| interval.scaled(n)).collect()),
        }
    }

    /// Exact, unless an operand lies on a grid of more than 64 points and the other has several members; then the
    /// ends are still exact.
    pub fn mul(&self, other: &NumSet) -> NumSet {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return NumSet::exact(a * b);
        }
        self.pairwise(other, piece::multiply)
    }

    /// The quotients by the members of `other` that are not zero, and whether zero is among them (so that the division
    /// may fail). Exact, unless the denominator lies on a grid of more than 64 points, or as [`NumSet::mul`].
    pub fn div(&self, other: &NumSet) -> (NumSet, bool) {
        if self.is_empty() {
            return (NumSet::empty(), false);
        }
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return a.checked_div(b).map_or((NumSet::empty(), true), |quotient| (NumSet::exact(quotient), false));
        }
        let quotients = self.pairwise(&other.reciprocals(), piece::multiply);
        (quotients, other.contains(&Num::ZERO))
    }

    /// One divided by the members that are not zero.
    fn reciprocals(&self) -> NumSet {
        let mut inverses = Vec::new();
        for interval in self.without_zero() {
            match interval.points(piece::FEW_POINTS) {
                Some(points) => {
                    inverses.extend(points.iter().filter_map(|n| Num::ONE.checked_div(n)).map(Interval::point));
                }
                None => inverses.extend(piece::reciprocal(&interval)),
            }
        }
        NumSet::from_intervals(inverses)
    }

    /// The members that are not zero, each interval on one side of it.
    fn without_zero(&self) -> Vec<Interval> {
        let sides = |interval: &Interval| {
            [
                interval.clip(Bound::Infinite, Bound::Open(Num::ZERO)),
                interval.clip(Bound::Open(Num::ZERO), Bound::Infinite),
            ]
        };
        self.intervals().iter().flat_map(sides).flatten().collect()
    }

    /// The share of `part` in the sum of itself and `others`: `part / (part + others)`, and zero whenever the part is
    /// zero. Also says, exactly, whether the sum may be zero when the part is not, so that the division may fail.
    ///
    /// Exact although the part occurs twice, as far as [`NumSet::div`] and [`NumSet::add`] are: a part that is not zero
    /// has the share `1 / (1 + others / part)`, where each occurs once.
    pub fn share(part: &NumSet, others: &NumSet) -> (NumSet, bool) {
        if part.is_empty() || others.is_empty() {
            return (NumSet::empty(), false);
        }
        if let (Some(part), Some(others)) = (part.known(), others.known()) {
            if part.is_zero() {
                return (NumSet::exact(Num::ZERO), false);
            }
            let share = part.checked_div(&(part + others));
            return share.map_or((NumSet::empty(), true), |share| (NumSet::exact(share), false));
        }
        let zero = if part.contains(&Num::ZERO) { NumSet::exact(Num::ZERO) } else { NumSet::empty() };
        let some_part = NumSet::from_intervals(part.without_zero());
        let (others_by_part, _) = others.div(&some_part);
        let one = NumSet::exact(Num::ONE);
        let (share, _) = one.div(&one.add(&others_by_part));
        (zero.union(&share), others.meets(&some_part.neg()))
    }

    /// Exact.
    pub fn min(&self, other: &NumSet) -> NumSet {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return NumSet::exact(a.min(b).clone());
        }
        if self.is_empty() || other.is_empty() {
            return NumSet::empty();
        }
        // A member of one is the smaller of a pair when the other has something at least as large.
        let below = |set: &NumSet| NumSet::with_bounds(Bound::Infinite, set.upper());
        self.intersect(&below(other)).union(&other.intersect(&below(self)))
    }

    /// Exact.
    pub fn max(&self, other: &NumSet) -> NumSet {
        if let (Some(a), Some(b)) = (self.known(), other.known()) {
            return NumSet::exact(a.max(b).clone());
        }
        if self.is_empty() || other.is_empty() {
            return NumSet::empty();
        }
        let above = |set: &NumSet| NumSet::with_bounds(set.lower(), Bound::Infinite);
        self.intersect(&above(other)).union(&other.intersect(&above(self)))
    }

    /// Exact.
    pub fn abs(&self) -> NumSet {
        match self.known() {
            Some(n) => NumSet::exact(n.abs()),
            None => {
                let (negative, positive) = self.sides();
                negative.neg().union(&positive)
            }
        }
    }

    /// The largest integers that are not above. Exact, unless a member lies on a grid of more than 64 points whose
    /// step is above one and not whole.
    pub fn floor(&self) -> NumSet {
        match self.known() {
            Some(n) => NumSet::exact(n.floor()),
            None => {
                let mut floors = Vec::new();
                for interval in self.intervals().iter() {
                    piece::floor(interval, &mut floors);
                }
                NumSet::from_intervals(floors)
            }
        }
    }

    /// As exact as [`NumSet::floor`].
    pub fn ceil(&self) -> NumSet {
        match self.known() {
            Some(n) => NumSet::exact(n.ceil()),
            None => self.neg().floor().neg(),
        }
    }

    /// The nearest integers, halves away from zero. As exact as [`NumSet::floor`].
    pub fn round(&self) -> NumSet {
        if let Some(n) = self.known() {
            return NumSet::exact(n.round());
        }
        let Some(half) = Num::ratio(1, 2).map(NumSet::exact) else { return NumSet::all() };
        let (negative, positive) = self.sides();
        positive.add(&half).floor().union(&negative.neg().add(&half).floor().neg())
    }

    /// The members below zero, and the others.
    fn sides(&self) -> (NumSet, NumSet) {
        (self.intersect(&NumSet::at_most(Num::ZERO, false)), self.intersect(&NumSet::at_least(Num::ZERO, true)))
    }

    fn pairwise(&self, other: &NumSet, combine: impl Fn(&Interval, &Interval, &mut Vec<Interval>)) -> NumSet {
        let mut results = Vec::new();
        for a in self.intervals().iter() {
            for b in other.intervals().iter() {
                combine(a, b, &mut results);
            }
        }
        NumSet::from_intervals(results)
    }
}
