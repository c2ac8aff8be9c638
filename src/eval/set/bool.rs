//! What a condition may still turn out to be.

/// Which of yes and no are possible. All operations are exact for independent operands; an empty operand (a
/// contradiction) gives the empty set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct BoolSet(u8);

const YES: u8 = 1;
const NO: u8 = 2;

impl BoolSet {
    pub const TRUE: BoolSet = BoolSet(YES);
    pub const FALSE: BoolSet = BoolSet(NO);
    pub const ANY: BoolSet = BoolSet(YES | NO);
    /// No value at all: what contradictory facts leave.
    pub const NONE: BoolSet = BoolSet(0);

    #[inline]
    pub const fn new(can_be_true: bool, can_be_false: bool) -> BoolSet {
        BoolSet(can_be_true as u8 | ((can_be_false as u8) << 1))
    }

    #[inline]
    pub const fn exact(value: bool) -> BoolSet {
        BoolSet::new(value, !value)
    }

    /// One for yes and two for no, together.
    #[inline]
    pub const fn bits(self) -> u8 {
        self.0
    }

    #[inline]
    pub const fn can_be_true(self) -> bool {
        self.0 & YES != 0
    }

    #[inline]
    pub const fn can_be_false(self) -> bool {
        self.0 & NO != 0
    }

    /// The value, when only one is possible.
    pub const fn known(self) -> Option<bool> {
        match self.0 {
            YES => Some(true),
            NO => Some(false),
            _ => None,
        }
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn contains(self, value: bool) -> bool {
        if value { self.can_be_true() } else { self.can_be_false() }
    }

    #[inline]
    pub const fn and(self, other: BoolSet) -> BoolSet {
        if self.is_empty() || other.is_empty() {
            return BoolSet::NONE;
        }
        BoolSet((self.0 & other.0 & YES) | ((self.0 | other.0) & NO))
    }

    #[inline]
    pub const fn or(self, other: BoolSet) -> BoolSet {
        if self.is_empty() || other.is_empty() {
            return BoolSet::NONE;
        }
        BoolSet(((self.0 | other.0) & YES) | (self.0 & other.0 & NO))
    }

    /// The negation; also written `!set`.
    #[allow(clippy::should_implement_trait)]
    #[inline]
    pub const fn not(self) -> BoolSet {
        BoolSet((self.0 >> 1) | ((self.0 & YES) << 1))
    }

    /// Whether two conditions have the same value.
    pub const fn equals(self, other: BoolSet) -> BoolSet {
        BoolSet::new(self.0 & other.0 != 0, self.not().0 & other.0 != 0)
    }

    pub const fn union(self, other: BoolSet) -> BoolSet {
        BoolSet(self.0 | other.0)
    }

    pub const fn intersect(self, other: BoolSet) -> BoolSet {
        BoolSet(self.0 & other.0)
    }
}

impl std::ops::Not for BoolSet {
    type Output = BoolSet;
    fn not(self) -> BoolSet {
        BoolSet::not(self)
    }
}

impl From<bool> for BoolSet {
    fn from(value: bool) -> BoolSet {
        BoolSet::exact(value)
    }
}

impl std::fmt::Debug for BoolSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match (self.can_be_true(), self.can_be_false()) {
            (true, false) => "{yes}",
            (false, true) => "{no}",
            (true, true) => "{yes, no}",
            (false, false) => "{}",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::BoolSet;

    const SETS: [BoolSet; 4] = [BoolSet::NONE, BoolSet::TRUE, BoolSet::FALSE, BoolSet::ANY];

    fn image(a: BoolSet, b: BoolSet, operation: impl Fn(bool, bool) -> bool) -> BoolSet {
        let mut image = BoolSet::NONE;
        for x in [true, false].into_iter().filter(|&x| a.contains(x)) {
            for y in [true, false].into_iter().filter(|&y| b.contains(y)) {
                image = image.union(operation(x, y).into());
            }
        }
        image
    }

    #[test]
    fn every_operation_is_the_exact_image() {
        for a in SETS {
            for b in SETS {
                assert_eq!(a.and(b), image(a, b, |x, y| x && y));
                assert_eq!(a.or(b), image(a, b, |x, y| x || y));
                assert_eq!(a.equals(b), image(a, b, |x, y| x == y));
            }
            assert_eq!(!a, image(a, BoolSet::TRUE, |x, _| !x));
        }
    }

    #[test]
    fn one_possible_value_is_known() {
        assert_eq!(SETS.map(BoolSet::known), [None, Some(true), Some(false), None]);
    }
}
