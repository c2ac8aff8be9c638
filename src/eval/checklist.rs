//! How a checklist counts its members: exact on independent members, decided as soon as no completion can change it.

use super::set::BoolSet;
use super::verdict::VerdictSet;
use crate::model::expr::Quantity;

/// The verdicts a checklist may have, given those of its blocking members.
///
/// In `all of`, members that do not apply or are exempt pass; elsewhere they are left out. With no member left the
/// checklist is not applicable. Members are independent, so a few counts say which results some completion gives.
pub fn combine(quantity: Quantity, members: impl IntoIterator<Item = VerdictSet>) -> VerdictSet {
    let (met, not_met, seen) = match quantity {
        Quantity::All | Quantity::Any | Quantity::None => {
            let seen = members.into_iter().fold(Seen::default(), Seen::and);
            let (some_met, some_not_met) = (seen.may_be(VerdictSet::MET), seen.may_be(VerdictSet::NOT_MET));
            let (met, not_met) = match quantity {
                // Every undecided member may be something else than not met, and than met.
                Quantity::All => (!seen.has(VerdictSet::NOT_MET) && some_met, some_not_met),
                Quantity::Any => (some_met, !seen.has(VerdictSet::MET) && some_not_met),
                _ => (!seen.has(VerdictSet::MET) && some_not_met, some_met),
            };
            (met, not_met, seen)
        }
        Quantity::AtLeast(n) => reaches(members, |count| count >= n as usize),
        Quantity::Exactly(n) => reaches(members, |count| count == n as usize),
    };
    // Contradictory facts leave some member no verdict at all.
    if seen.has(VerdictSet::NONE) {
        return VerdictSet::NONE;
    }
    let choose = |possible: bool, verdict: VerdictSet| if possible { verdict } else { VerdictSet::NONE };
    choose(met, VerdictSet::MET)
        .union(choose(not_met, VerdictSet::NOT_MET))
        .union(choose(!seen.surely_counts(), VerdictSet::NOT_APPLICABLE))
}

/// Which sets of verdicts the members have: a bit for each. Nothing is decided on the way, since verdicts come in no order
/// that could be foreseen.
#[derive(Clone, Copy, Default)]
struct Seen(u16);

impl Seen {
    #[inline]
    fn and(self, member: VerdictSet) -> Seen {
        Seen(self.0 | (1 << member.rank()))
    }

    fn has(self, set: VerdictSet) -> bool {
        self.0 & (1 << set.rank()) != 0
    }

    fn any(self, wanted: impl Fn(VerdictSet) -> bool) -> bool {
        VerdictSet::all().any(|set| self.has(set) && wanted(set))
    }

    /// Whether some member may have that verdict.
    fn may_be(self, verdict: VerdictSet) -> bool {
        self.any(|set| set.contains(verdict))
    }

    /// Whether some member is surely met or not met, so that there is something to count.
    fn surely_counts(self) -> bool {
        let left_out = VerdictSet::NOT_APPLICABLE.union(VerdictSet::EXEMPT);
        self.any(|set| !set.is_empty() && set.intersect(left_out).is_empty())
    }
}

/// Whether some number of members met satisfies a condition, and whether some number does not. Each undecided member may
/// be met or not independently, so every number from the least to the most is reached; none met counts only when some
/// member is not met, since otherwise nothing is left to count.
fn reaches(members: impl IntoIterator<Item = VerdictSet>, holds: impl Fn(usize) -> bool) -> (bool, bool, Seen) {
    let (mut seen, mut sure, mut possible) = (Seen::default(), 0, 0);
    for member in members {
        seen = seen.and(member);
        sure += usize::from(member == VerdictSet::MET);
        possible += usize::from(member.contains(VerdictSet::MET));
    }
    let least = if seen.may_be(VerdictSet::NOT_MET) { sure } else { sure.max(1) };
    let numbers = || least..=possible;
    (numbers().any(&holds), numbers().any(|count| !holds(count)), seen)
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
