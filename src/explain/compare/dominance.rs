//! Which columns another one leaves behind.

use super::{Column, Dominated};
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;

/// The columns that another dominates, and how many pairs cannot be compared because something is unknown.
pub(super) fn dominated(columns: &[Column], rules: &[RuleId]) -> (Vec<Dominated>, usize) {
    let (mut found, mut unknown) = (Vec::new(), 0);
    for (one, first) in columns.iter().enumerate() {
        for (other, second) in columns.iter().enumerate().skip(one + 1) {
            if is_open(first) || is_open(second) {
                unknown += 1;
                continue;
            }
            for (column, by, worse, better) in [(one, other, first, second), (other, one, second, first)] {
                if let Some((in_feasibility, ranks)) = advantage(better, worse) {
                    let rules = ranks.into_iter().filter_map(|rank| rules.get(rank).copied()).collect();
                    found.push(Dominated { column, by, in_feasibility, rules });
                }
            }
        }
    }
    (found, unknown)
}

fn is_open(column: &Column) -> bool {
    column.feasible().is_none() || column.verdicts.iter().any(|set| set.verdict() == Verdict::Unknown)
}

/// In what one is better, when it is at least as good in everything and better in something.
fn advantage(better: &Column, worse: &Column) -> Option<(bool, Vec<usize>)> {
    let in_feasibility = match (better.feasible()?, worse.feasible()?) {
        (false, true) => return None,
        (better, worse) => better && !worse,
    };
    let mut ranks = Vec::new();
    for (rank, (one, other)) in better.verdicts.iter().zip(&worse.verdicts).enumerate() {
        match (one.verdict(), other.verdict()) {
            (one, other) if one == other => {}
            (Verdict::Met, Verdict::NotMet) => ranks.push(rank),
            // Nothing says whether what does not apply is better than what is met, or worse.
            _ => return None,
        }
    }
    (in_feasibility || !ranks.is_empty()).then_some((in_feasibility, ranks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::set::BoolSet;
    use crate::eval::verdict::VerdictSet;
    use crate::explain::compare::Compared;
    use crate::explain::plan::Outlook;

    fn column(feasible: BoolSet, verdicts: &[VerdictSet]) -> Column {
        let outlook = Outlook {
            scenario: 0,
            version: 0,
            feasible,
            against: Vec::new(),
            missing: Vec::new(),
            advantages: Vec::new(),
            risks: Vec::new(),
        };
        Column { compared: Compared::Scenario(outlook), opened_by: Vec::new(), verdicts: verdicts.to_vec() }
    }

    fn pairs(columns: &[Column]) -> (Vec<(usize, usize)>, usize) {
        let (found, unknown) = dominated(columns, &[]);
        (found.into_iter().map(|one| (one.column, one.by)).collect(), unknown)
    }

    const YES: VerdictSet = VerdictSet::MET;
    const NO: VerdictSet = VerdictSet::NOT_MET;
    const IDLE: VerdictSet = VerdictSet::NOT_APPLICABLE;

    #[test]
    fn at_least_as_good_in_everything_and_better_in_one() {
        let (can, cannot) = (BoolSet::TRUE, BoolSet::FALSE);
        assert_eq!(pairs(&[column(can, &[YES, NO]), column(can, &[YES, YES])]), (vec![(0, 1)], 0));
        assert_eq!(pairs(&[column(can, &[YES, NO]), column(cannot, &[YES, NO])]), (vec![(1, 0)], 0));
        assert_eq!(pairs(&[column(can, &[YES, NO]), column(can, &[NO, YES])]), (vec![], 0));
        assert_eq!(pairs(&[column(cannot, &[YES]), column(can, &[NO])]), (vec![], 0));
        assert_eq!(pairs(&[column(can, &[YES]), column(can, &[YES])]), (vec![], 0));
        assert_eq!(pairs(&[column(can, &[YES, IDLE]), column(can, &[NO, IDLE])]), (vec![(1, 0)], 0));
        assert_eq!(pairs(&[column(can, &[YES, IDLE]), column(can, &[YES, YES])]), (vec![], 0));
    }

    #[test]
    fn what_is_unknown_is_not_compared() {
        let can = BoolSet::TRUE;
        assert_eq!(pairs(&[column(can, &[YES]), column(can, &[VerdictSet::ANY])]), (vec![], 1));
        assert_eq!(pairs(&[column(can, &[YES]), column(BoolSet::ANY, &[NO]), column(can, &[NO])]), (vec![(2, 0)], 2));
    }
}
