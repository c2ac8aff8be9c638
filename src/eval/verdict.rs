//! Verdicts that may still come out, and what was seen on the way.

use super::set::BoolSet;
use crate::base::Date;
pub use crate::model::expr::Verdict;

/// The verdicts still possible.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct VerdictSet(u8);

impl VerdictSet {
    pub const NONE: VerdictSet = VerdictSet(0);
    pub const MET: VerdictSet = VerdictSet(1);
    pub const NOT_MET: VerdictSet = VerdictSet(2);
    pub const NOT_APPLICABLE: VerdictSet = VerdictSet(4);
    pub const EXEMPT: VerdictSet = VerdictSet(8);
    /// All four: nothing is decided.
    pub const ANY: VerdictSet = VerdictSet(15);
    /// What does not block.
    pub const PASSING: VerdictSet = VerdictSet(1 | 4 | 8);

    /// Of a rule that is met where its condition holds.
    #[inline]
    pub const fn of_condition(truth: BoolSet) -> VerdictSet {
        // Met and not met are one and two, as yes and no are.
        VerdictSet(truth.bits())
    }

    pub const fn union(self, other: VerdictSet) -> VerdictSet {
        VerdictSet(self.0 | other.0)
    }

    pub const fn intersect(self, other: VerdictSet) -> VerdictSet {
        VerdictSet(self.0 & other.0)
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Every set there is.
    pub fn all() -> impl Iterator<Item = VerdictSet> {
        (0..=VerdictSet::ANY.0).map(VerdictSet)
    }

    /// Its place among all sets.
    #[inline]
    pub const fn rank(self) -> u8 {
        self.0
    }

    /// The one verdict, or unknown when several are possible.
    pub const fn verdict(self) -> Verdict {
        match self {
            VerdictSet::MET => Verdict::Met,
            VerdictSet::NOT_MET => Verdict::NotMet,
            VerdictSet::NOT_APPLICABLE => Verdict::NotApplicable,
            VerdictSet::EXEMPT => Verdict::Exempt,
            _ => Verdict::Unknown,
        }
    }

    pub const fn is_decided(self) -> bool {
        self.0.is_power_of_two()
    }

    /// Whether the verdict is among `wanted`.
    pub const fn among(self, wanted: VerdictSet) -> BoolSet {
        BoolSet::new(self.0 & wanted.0 != 0, self.0 & !wanted.0 != 0)
    }

    pub const fn contains(self, other: VerdictSet) -> bool {
        self.0 & other.0 == other.0
    }
}

impl std::fmt::Debug for VerdictSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = [(1, "met"), (2, "not met"), (4, "not applicable"), (8, "exempt")];
        f.debug_set().entries(names.iter().filter(|(bit, _)| self.0 & bit != 0).map(|(_, name)| name)).finish()
    }
}

/// Why no version holds on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// The first version begins on that day.
    Before(Date),
    /// The last version ended on that day.
    After(Date),
    /// Nothing holds between two versions.
    Between(Date, Date),
    /// No version at all could be read.
    Nothing,
}

/// What was seen of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleOutcome {
    pub verdicts: VerdictSet,
    /// The rank of the version in force.
    pub version: Option<u32>,
    pub gap: Option<Gap>,
    pub applies: BoolSet,
    pub requires: BoolSet,
    /// What it is made of, where there is something; most rules have nothing, and a verdict is small.
    pub(super) parts: Option<Box<Parts>>,
}

/// The parts of a rule that have outcomes of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub exceptions: Vec<BoolSet>,
    pub elements: Vec<RuleOutcome>,
    pub members: Vec<MemberOutcome>,
}

/// A member of a checklist: its verdicts, and its own members when it is nested.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberOutcome {
    pub verdicts: VerdictSet,
    pub blocking: bool,
    pub members: Vec<MemberOutcome>,
}

impl RuleOutcome {
    pub fn of(verdicts: VerdictSet) -> Self {
        RuleOutcome { verdicts, version: None, gap: None, applies: BoolSet::TRUE, requires: BoolSet::ANY, parts: None }
    }

    pub fn verdict(&self) -> Verdict {
        self.verdicts.verdict()
    }

    /// The rank of the version in force among those of the rule.
    pub fn version(&self) -> Option<usize> {
        self.version.and_then(|rank| usize::try_from(rank).ok())
    }

    /// Whether each exception holds, in order; empty when nobody listens.
    pub fn exceptions(&self) -> &[BoolSet] {
        self.parts.as_ref().map(|parts| parts.exceptions.as_slice()).unwrap_or_default()
    }

    /// One per element of `for each`.
    pub fn elements(&self) -> &[RuleOutcome] {
        self.parts.as_ref().map(|parts| parts.elements.as_slice()).unwrap_or_default()
    }

    /// One per member of a checklist, nested ones under theirs; empty when nobody listens.
    pub fn members(&self) -> &[MemberOutcome] {
        self.parts.as_ref().map(|parts| parts.members.as_slice()).unwrap_or_default()
    }

    pub(super) fn parts(&mut self) -> &mut Parts {
        self.parts.get_or_insert_default()
    }
}
