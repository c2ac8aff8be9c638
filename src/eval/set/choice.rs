//! Which values of a choice are still possible.

use super::BoolSet;

/// A set of values of one choice, by their index in its declaration. Comparisons are exact for independent operands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ChoiceSet(u128);

impl ChoiceSet {
    /// How many values a choice may have. A value beyond is in no set, so that it can never decide anything.
    pub const LIMIT: usize = 128;

    pub const EMPTY: ChoiceSet = ChoiceSet(0);

    pub fn single(index: usize) -> ChoiceSet {
        ChoiceSet(bit(index))
    }

    /// The `count` values of a choice.
    pub fn all(count: usize) -> ChoiceSet {
        match count {
            0 => ChoiceSet(0),
            1..Self::LIMIT => ChoiceSet(bit(count) - 1),
            Self::LIMIT.. => ChoiceSet(u128::MAX),
        }
    }

    pub fn contains(self, index: usize) -> bool {
        self.0 & bit(index) != 0
    }

    pub fn len(self) -> usize {
        usize::try_from(self.0.count_ones()).unwrap_or(Self::LIMIT)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The value, when only one is possible.
    pub fn known(self) -> Option<usize> {
        if self.len() == 1 { self.first() } else { None }
    }

    pub fn first(self) -> Option<usize> {
        if self.is_empty() { None } else { usize::try_from(self.0.trailing_zeros()).ok() }
    }

    pub fn last(self) -> Option<usize> {
        if self.is_empty() { None } else { usize::try_from(u128::BITS - 1 - self.0.leading_zeros()).ok() }
    }

    /// The indices, in the order of the declaration.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::LIMIT).filter(move |&index| self.contains(index))
    }

    pub fn union(self, other: ChoiceSet) -> ChoiceSet {
        ChoiceSet(self.0 | other.0)
    }

    pub fn intersect(self, other: ChoiceSet) -> ChoiceSet {
        ChoiceSet(self.0 & other.0)
    }

    /// Whether both are the same value.
    pub fn equals(self, other: ChoiceSet) -> BoolSet {
        if self.is_empty() || other.is_empty() {
            return BoolSet::NONE;
        }
        let one_and_same = self == other && self.len() == 1;
        BoolSet::new(!self.intersect(other).is_empty(), !one_and_same)
    }

    /// Whether this value is declared before the other's.
    pub fn lt(self, other: ChoiceSet) -> BoolSet {
        match (self.first(), self.last(), other.first(), other.last()) {
            (Some(least), Some(most), Some(other_least), Some(other_most)) => {
                BoolSet::new(least < other_most, most >= other_least)
            }
            _ => BoolSet::NONE,
        }
    }

    /// Whether this value is the other's or declared before it.
    pub fn le(self, other: ChoiceSet) -> BoolSet {
        other.lt(self).not()
    }
}

impl FromIterator<usize> for ChoiceSet {
    fn from_iter<I: IntoIterator<Item = usize>>(indices: I) -> ChoiceSet {
        ChoiceSet(indices.into_iter().fold(0, |bits, index| bits | bit(index)))
    }
}

impl std::fmt::Debug for ChoiceSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

fn bit(index: usize) -> u128 {
    u32::try_from(index).ok().and_then(|index| 1u128.checked_shl(index)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(a: ChoiceSet, b: ChoiceSet, holds: impl Fn(usize, usize) -> bool) -> BoolSet {
        let mut image = BoolSet::NONE;
        for x in a.iter() {
            for y in b.iter() {
                image = image.union(holds(x, y).into());
            }
        }
        image
    }

    #[test]
    fn comparisons_are_the_exact_image() {
        let sets: Vec<ChoiceSet> =
            (0u32..32).map(|bits| (0..5).filter(|index| bits >> index & 1 == 1).collect()).collect();
        for &a in &sets {
            for &b in &sets {
                assert_eq!(a.equals(b), image(a, b, |x, y| x == y), "{a:?} = {b:?}");
                assert_eq!(a.lt(b), image(a, b, |x, y| x < y), "{a:?} < {b:?}");
                assert_eq!(a.le(b), image(a, b, |x, y| x <= y), "{a:?} <= {b:?}");
            }
        }
    }

    #[test]
    fn the_limits_hold() {
        assert_eq!(ChoiceSet::all(0), ChoiceSet::EMPTY);
        assert_eq!(ChoiceSet::all(3).iter().collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(ChoiceSet::all(128).len(), 128);
        assert_eq!(ChoiceSet::all(1000).len(), 128);
        assert!(ChoiceSet::single(128).is_empty());
        assert_eq!(ChoiceSet::single(127).known(), Some(127));
        assert_eq!(ChoiceSet::all(2).known(), None);
    }
}
