//! Scenarios and milestones, as far as the evaluation tells: feasible or not, risks present or not, late or not.

use super::report::Evaluation;
use crate::base::{Date, MonthOrDay};
use crate::eval::Trace;
use crate::eval::set::{BoolSet, DateSet};
use crate::eval::value::Value;
use crate::model::ids::ExprId;
use crate::model::plan::{Milestone, Point, RiskState, Scenario};

/// Where a calendar point stands on the day of the evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct MilestoneState {
    /// When it was reached, as far as is known; `None` when nobody tells.
    pub reached: Option<DateSet>,
    /// Whole months between the expected month, or the end of the interval, and the date reached, or today when it is
    /// overdue; `None` when it is not late or cannot be known.
    pub late_months: Option<i64>,
    /// Whether what it requires holds.
    pub requires: BoolSet,
}

impl Evaluation<'_> {
    fn truth_of(&self, id: ExprId) -> BoolSet {
        self.trace.get(Trace::TOP, id).map_or(BoolSet::ANY, Value::truth)
    }

    /// Whether every condition of a scenario holds; one without any is feasible.
    pub fn feasible(&self, scenario: &Scenario) -> BoolSet {
        scenario.feasible.iter().map(|id| self.truth_of(*id)).fold(BoolSet::TRUE, BoolSet::and)
    }

    /// Whether an advantage or a risk is there.
    pub fn point_state(&self, point: &Point) -> RiskState {
        match point.when.map_or(BoolSet::TRUE, |when| self.truth_of(when)).known() {
            Some(true) => RiskState::Present,
            Some(false) => RiskState::Absent,
            None => RiskState::ToCheck,
        }
    }

    /// Where a milestone stands. `rank` is its place among the program's.
    pub fn milestone(&self, rank: usize, milestone: &Milestone) -> MilestoneState {
        let computed = milestone.reached_on.and_then(|id| self.trace.get(Trace::TOP, id));
        let told = computed.or_else(|| self.situation.milestones.get(rank));
        let reached = told.and_then(Value::as_date).filter(|set| **set != DateSet::all()).cloned();
        let requires = milestone.requires.iter().map(|id| self.truth_of(*id)).fold(BoolSet::TRUE, BoolSet::and);
        let late_months = milestone
            .expected
            .and_then(|(from, to)| late_by(to.unwrap_or(from), reached.as_ref(), self.situation.dates.as_of));
        MilestoneState { reached, late_months, requires }
    }
}

/// Months late at the precision of months: equal months are not late. Nothing when the date is known only within
/// limits that straddle months.
fn late_by(expected: MonthOrDay, reached: Option<&DateSet>, today: Date) -> Option<i64> {
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let wanted = months(expected.last_day());
    let late = match reached {
        Some(set) => {
            let (first, last) = (months(set.first()?), months(set.last()?));
            (first == last).then_some(first - wanted)?
        }
        None => months(today) - wanted,
    };
    (late > 0).then_some(late)
}
