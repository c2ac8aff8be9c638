//! How a checklist counts its members: exact on independent members, decided as soon as no completion can change it.

use super::set::BoolSet;
use super::verdict::VerdictSet;
use crate::model::expr::Quantity;

/// The verdicts a checklist may have, given those of its blocking members.
///
/// In `all of`, members that do not apply or are exempt pass; elsewhere they are left out. With no member left the
/// checklist is not applicable. Both counts of decided members are kept apart from the undecided ones, so that the cost
/// grows with the undecided ones alone.
pub fn combine(quantity: Quantity, members: impl IntoIterator<Item = VerdictSet>) -> VerdictSet {
    let (mut met, mut not_met) = (0usize, 0usize);
    let mut open: Vec<VerdictSet> = Vec::new();
    for member in members {
        match member {
            VerdictSet::MET => met += 1,
            VerdictSet::NOT_MET => not_met += 1,
            VerdictSet::NOT_APPLICABLE | VerdictSet::EXEMPT => {}
            other => open.push(other),
        }
    }
    if open.is_empty() {
        return decide(quantity, met, not_met);
    }
    let mut result = VerdictSet::NONE;
    for (more_met, more_not_met) in reachable(&open) {
        result = result.union(decide(quantity, met + more_met, not_met + more_not_met));
    }
    result
}

/// Every pair of counts (met, not met) that the undecided members can reach.
fn reachable(open: &[VerdictSet]) -> Vec<(usize, usize)> {
    let width = open.len() + 1;
    let mut seen = vec![false; width * width];
    if let Some(first) = seen.first_mut() {
        *first = true;
    }
    for member in open {
        let mut next = vec![false; width * width];
        let left_out = !member.intersect(VerdictSet::NOT_APPLICABLE.union(VerdictSet::EXEMPT)).is_empty();
        for (index, _) in seen.iter().enumerate().filter(|(_, reached)| **reached) {
            let steps =
                [(member.contains(VerdictSet::MET), width), (member.contains(VerdictSet::NOT_MET), 1), (left_out, 0)];
            for (possible, step) in steps {
                if possible && let Some(place) = next.get_mut(index + step) {
                    *place = true;
                }
            }
        }
        seen = next;
    }
    seen.iter().enumerate().filter(|(_, reached)| **reached).map(|(index, _)| (index / width, index % width)).collect()
}

fn decide(quantity: Quantity, met: usize, not_met: usize) -> VerdictSet {
    if met + not_met == 0 {
        return VerdictSet::NOT_APPLICABLE;
    }
    let holds = match quantity {
        Quantity::All => not_met == 0,
        Quantity::Any => met > 0,
        Quantity::None => met == 0,
        Quantity::AtLeast(n) => met >= n as usize,
        Quantity::Exactly(n) => met == n as usize,
    };
    if holds { VerdictSet::MET } else { VerdictSet::NOT_MET }
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
