//! The days on which milestones were reached.

use super::set::DateSet;
use super::value::Value;
use super::{Evaluator, Tracer};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, FactId};

impl<T: Tracer> Evaluator<'_, T> {
    /// The day a condition means by the name of a milestone: any, until somebody tells.
    pub(super) fn milestone(&self, rank: usize) -> Value {
        self.outcome.milestones.get(rank).cloned().flatten().unwrap_or(Value::Date(DateSet::all()))
    }

    /// What the text lets work out and what the dossier tells, together; where they disagree, either.
    pub(super) fn run_milestone(&mut self, rank: usize) {
        let Some(milestone) = self.program.milestones.get(rank) else { return };
        let version = milestone.on(self.situation.dates.texts_as_of);
        let reached_on = version.and_then(|version| version.reached_on);
        let worked_out = reached_on.map(|id| self.eval(id));
        let told = self.situation.slots.value(milestone.reached);
        let days = match (worked_out.as_ref().and_then(|value| value.as_date()), told.and_then(Value::as_date)) {
            (None, None) => DateSet::all(),
            (Some(days), None) | (None, Some(days)) => days.clone(),
            (Some(worked_out), Some(told)) => match worked_out.intersect(told) {
                both if both.is_empty() => worked_out.union(told),
                both => both,
            },
        };
        if let Some(place) = self.outcome.milestones.get_mut(rank) {
            *place = Some(Value::Date(days));
        }
    }

    /// The fact that an expression is, so that its claims can be spoken of; `None` for what is worked out.
    pub(super) fn fact_behind(&self, mut id: ExprId) -> Option<FactId> {
        // No milestone leads back to itself, so that this ends.
        loop {
            match self.program.kind(id) {
                ExprKind::Fact(fact) => return Some(*fact),
                ExprKind::Milestone(rank) => {
                    let milestone = self.program.milestones.get(*rank)?;
                    let version = milestone.on(self.situation.dates.texts_as_of);
                    match version.and_then(|version| version.reached_on) {
                        Some(reached_on) => id = reached_on,
                        None => return Some(milestone.reached),
                    }
                }
                _ => return None,
            }
        }
    }
}
