//! How a checklist counts its members: exact on independent members, decided as soon as no completion can change it.

use super::set::BoolSet;
use super::verdict::VerdictSet;
use crate::model::expr::Quantity;

/// The verdicts a checklist may have, given those of its blocking members.
///
/// In `all of`, members that do not apply or are exempt pass; elsewhere they are left out. With no member left the
/// checklist is not applicable. Members are independent, so a few counts say which results some completion gives.
pub fn combine(quantity: Quantity, members: impl IntoIterator<Item = VerdictSet>) -> VerdictSet {
    let mut counts = Counts::default();
    for member in members {
        match member {
            VerdictSet::MET => counts.met += 1,
            VerdictSet::NOT_MET => counts.not_met += 1,
            VerdictSet::NOT_APPLICABLE | VerdictSet::EXEMPT => {}
            // Contradictory facts leave no verdict at all.
            VerdictSet::NONE => return VerdictSet::NONE,
            open => {
                counts.may_be_met += usize::from(open.contains(VerdictSet::MET));
                counts.may_be_not_met += usize::from(open.contains(VerdictSet::NOT_MET));
                let left_out = VerdictSet::NOT_APPLICABLE.union(VerdictSet::EXEMPT);
                counts.must_count |= open.intersect(left_out).is_empty();
            }
        }
    }
    counts.results(quantity)
}

/// How the members of a checklist stand.
#[derive(Default)]
struct Counts {
    met: usize,
    not_met: usize,
    /// Undecided members that may be met.
    may_be_met: usize,
    /// Undecided members that may be not met.
    may_be_not_met: usize,
    /// Whether some undecided member is surely counted, as met or as not met.
    must_count: bool,
}

impl Counts {
    fn results(&self, quantity: Quantity) -> VerdictSet {
        let some_met = self.met + self.may_be_met > 0;
        let some_not_met = self.not_met + self.may_be_not_met > 0;
        let (met, not_met) = match quantity {
            // Every undecided member may be something else than not met, and than met.
            Quantity::All => (self.not_met == 0 && some_met, some_not_met),
            Quantity::Any => (some_met, self.met == 0 && some_not_met),
            Quantity::None => (self.met == 0 && some_not_met, some_met),
            Quantity::AtLeast(n) => self.count_reaches(|count| count >= n as usize),
            Quantity::Exactly(n) => self.count_reaches(|count| count == n as usize),
        };
        let none_left = self.met + self.not_met == 0 && !self.must_count;
        let choose = |possible: bool, verdict: VerdictSet| if possible { verdict } else { VerdictSet::NONE };
        choose(met, VerdictSet::MET)
            .union(choose(not_met, VerdictSet::NOT_MET))
            .union(choose(none_left, VerdictSet::NOT_APPLICABLE))
    }

    /// Whether some number of members met satisfies a condition, and whether some number does not. Each undecided member
    /// may be met or not independently, so every number from the least to the most is reached; none met counts only when
    /// some member is not met, since otherwise nothing is left to count.
    fn count_reaches(&self, holds: impl Fn(usize) -> bool) -> (bool, bool) {
        let least = if self.not_met + self.may_be_not_met > 0 { self.met } else { self.met.max(1) };
        let numbers = || least..=self.met + self.may_be_met;
        (numbers().any(&holds), numbers().any(|count| !holds(count)))
    }
}

/// The same counts over conditions: every one stays, so there is always something to count.
pub fn count_conditions(quantity: Quantity, conditions: impl IntoIterator<Item = BoolSet>) -> BoolSet {
    let (mut sure, mut possible, mut total) = (0usize, 0usize, 0usize);
    for condition in conditions {
        total += 1;
        sure += usize::from(!condition.can_be_false());
        possible += usize::from(condition.can_be_true());
    }
    let wanted = |n: u32| n as usize;
    match quantity {
        Quantity::All => BoolSet::new(possible == total, sure < total),
        Quantity::Any => BoolSet::new(possible > 0, sure == 0),
        Quantity::None => BoolSet::new(sure == 0, possible > 0),
        Quantity::AtLeast(n) => BoolSet::new(possible >= wanted(n), sure < wanted(n)),
        Quantity::Exactly(n) => {
            let within = sure <= wanted(n) && wanted(n) <= possible;
            BoolSet::new(within, !(within && sure == possible))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [VerdictSet; 4] = [VerdictSet::MET, VerdictSet::NOT_MET, VerdictSet::NOT_APPLICABLE, VerdictSet::EXEMPT];

    /// Every checklist of up to three members over every non-empty set of verdicts, against plain enumeration.
    #[test]
    fn agrees_with_enumeration_of_completions() {
        let sets: Vec<VerdictSet> = (1u8..16)
            .map(|bits| {
                ALL.iter()
                    .enumerate()
                    .filter(|(rank, _)| bits & (1 << rank) != 0)
                    .fold(VerdictSet::NONE, |all, (_, one)| all.union(*one))
            })
            .collect();
        let quantities = [Quantity::All, Quantity::Any, Quantity::None, Quantity::AtLeast(2), Quantity::Exactly(1)];
        let (mut undecided, mut cases) = (0, 0);
        for quantity in quantities {
            for a in &sets {
                for b in &sets {
                    for c in &sets {
                        let members = [*a, *b, *c];
                        let mut expected = VerdictSet::NONE;
                        for completion in completions(&members) {
                            expected = expected.union(combine(quantity, completion));
                        }
                        let found = combine(quantity, members);
                        assert_eq!(found, expected, "{quantity:?} of {members:?}");
                        cases += 1;
                        undecided += usize::from(!found.is_decided());
                    }
                }
            }
        }
        assert!(undecided * 10 > cases, "{undecided} of {cases} were undecided");
    }

    fn completions(members: &[VerdictSet]) -> Vec<Vec<VerdictSet>> {
        members.iter().fold(vec![Vec::new()], |known, member| {
            known
                .iter()
                .flat_map(|before| {
                    ALL.iter().filter(|one| member.contains(**one)).map(move |one| {
                        let mut longer = before.clone();
                        longer.push(*one);
                        longer
                    })
                })
                .collect()
        })
    }
}
