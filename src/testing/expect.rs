//! Whether what a case expects holds.

use super::case::{Case, Under};
use super::coverage::{Named, Reached};
use super::{Failure, FailureKind, Lateness, MilestoneFound, Seen};
use crate::base::{Date, Num};
use crate::check::Step;
use crate::eval::set::{BoolSet, DateSet};
use crate::eval::verdict::VerdictSet;
use crate::eval::{Engine, Situation, Trace, evaluate_only, evaluate_with};
use crate::explain::missing;
use crate::explain::plan::MilestoneState;
use crate::model::expr::Verdict;
use crate::model::ids::{ExprId, FactId, RuleId};
use crate::model::plan::{Expectation, ExpectationKind, Given, MilestoneExpectation, Point, RiskState};
use crate::model::ty::Type;
use crate::model::unit::{DAY, Dimension};
use std::collections::HashMap;
use std::sync::Arc;

/// The expectations that do not hold.
pub(super) fn failures(case: &Case<'_>, expectations: &[&Expectation]) -> Vec<Failure> {
    if hold_plainly(case, expectations) {
        return Vec::new();
    }
    let mut asked = Asked::new(case, expectations);
    expectations.iter().filter_map(|expectation| asked.failure(expectation)).collect()
}

/// Notes what the expectations lean on, as their evaluations show it.
pub(super) fn reach(case: &Case<'_>, expectations: &[&Expectation], reached: &mut Reached) {
    let mut asked = Asked::new(case, expectations);
    for expectation in expectations {
        if let Some((seen, named)) = asked.looked_at(expectation) {
            reached.note(case.engine, &seen, named);
        }
    }
}

/// The quick way for cases that ask for verdicts and conditions alone: an evaluation to which nobody listens.
fn hold_plainly(case: &Case<'_>, expectations: &[&Expectation]) -> bool {
    if !are_plain(expectations) {
        return false;
    }
    let situation = case.situation(case.under(), &[]);
    hold_in(case.engine, &situation, &case.engine.checked.order, expectations)
}

/// Whether only verdicts and conditions are expected.
pub(super) fn are_plain(expectations: &[&Expectation]) -> bool {
    expectations
        .iter()
        .all(|expectation| matches!(expectation.kind, ExpectationKind::Verdict(..) | ExpectationKind::Condition(_)))
}

/// Whether an expectation of a case does not hold.
pub(super) fn any_fails(case: &Case<'_>, expectations: &[&Expectation]) -> bool {
    let mut asked = Asked::new(case, expectations);
    expectations.iter().any(|expectation| asked.failure(expectation).is_some())
}

/// Whether these verdicts and conditions hold in a situation; any other expectation is passed over. `steps` are at least
/// the items that they lean on.
pub(super) fn hold_in(engine: &Engine, situation: &Situation, steps: &[Step], expectations: &[&Expectation]) -> bool {
    let conditions = conditions(expectations);
    let (outcome, values) = evaluate_only(engine, situation, steps, &conditions);
    let verdicts_hold = expectations.iter().all(|expectation| match expectation.kind {
        ExpectationKind::Verdict(rule, wanted) => outcome.verdicts(rule).verdict() == wanted,
        ExpectationKind::Condition(_)
        | ExpectationKind::Missing { .. }
        | ExpectationKind::PassesWith { .. }
        | ExpectationKind::Feasible { .. }
        | ExpectationKind::Risk { .. }
        | ExpectationKind::Milestone { .. }
        | ExpectationKind::Late { .. } => true,
    });
    verdicts_hold && values.iter().all(|value| value.truth() == BoolSet::TRUE)
}

/// What must be evaluated beside the rules.
fn conditions(expectations: &[&Expectation]) -> Vec<ExprId> {
    expectations
        .iter()
        .filter_map(|expectation| match expectation.kind {
            ExpectationKind::Condition(id) | ExpectationKind::Late { by: id, .. } => Some(id),
            ExpectationKind::Verdict(..)
            | ExpectationKind::Missing { .. }
            | ExpectationKind::PassesWith { .. }
            | ExpectationKind::Feasible { .. }
            | ExpectationKind::Milestone { .. }
            | ExpectationKind::Risk { .. } => None,
        })
        .collect()
}

/// The evaluations of one case: its own, and those under the scenarios that it asks about.
pub(super) struct Asked<'a> {
    case: &'a Case<'a>,
    conditions: Vec<ExprId>,
    under: HashMap<Under, Arc<Seen>>,
}

impl<'a> Asked<'a> {
    fn new(case: &'a Case<'a>, expectations: &[&Expectation]) -> Self {
        Asked { case, conditions: conditions(expectations), under: HashMap::new() }
    }

    fn seen(&self, under: Under, more: &[Given]) -> Arc<Seen> {
        let situation = self.case.situation(under, more);
        let (outcome, trace, _) = evaluate_with(self.case.engine, &situation, Trace::default(), &self.conditions);
        Arc::new(Seen { situation, outcome, trace })
    }

    /// The evaluation under a scenario or an option, made once.
    fn under(&mut self, under: Under) -> Arc<Seen> {
        if let Some(seen) = self.under.get(&under) {
            return seen.clone();
        }
        let seen = self.seen(under, &[]);
        self.under.insert(under, seen.clone());
        seen
    }

    fn failure(&mut self, expectation: &Expectation) -> Option<Failure> {
        let own = self.case.under();
        let (kind, seen) = match &expectation.kind {
            ExpectationKind::Verdict(rule, expected) => {
                let seen = self.under(own);
                let found = verdicts(&seen, *rule);
                if found.verdict() == *expected {
                    return None;
                }
                let missing = self.missing_of(&seen, *rule);
                (FailureKind::Verdict { rule: *rule, expected: *expected, found, missing }, seen)
            }
            ExpectationKind::Condition(condition) => {
                let seen = self.under(own);
                let found = truth(&seen, *condition);
                if found == BoolSet::TRUE {
                    return None;
                }
                let missing = self.missing_of_expr(&seen, *condition);
                (FailureKind::Condition { condition: *condition, found, missing }, seen)
            }
            ExpectationKind::Missing { facts, rule } => {
                let seen = self.under(own);
                let found = self.missing_of(&seen, *rule);
                if same_facts(facts, &found) {
                    return None;
                }
                (FailureKind::Missing { rule: *rule, expected: facts.clone(), found }, seen)
            }
            ExpectationKind::PassesWith { rule, givens } => {
                let seen = self.seen(own, givens);
                let found = verdicts(&seen, *rule);
                if found.among(VerdictSet::PASSING) == BoolSet::TRUE {
                    return None;
                }
                let missing = self.missing_of(&seen, *rule);
                (FailureKind::PassesWith { rule: *rule, found, missing }, seen)
            }
            ExpectationKind::Feasible { scenario, verdict } => self.feasible(*scenario, *verdict)?,
            ExpectationKind::Risk { scenario, name, state } => self.risk(*scenario, name, *state)?,
            ExpectationKind::Late { milestone, by } => self.late(*milestone, *by)?,
            ExpectationKind::Milestone { milestone, expects } => self.milestone(*milestone, *expects)?,
        };
        Some(Failure { at: expectation.at, kind, seen })
    }

    /// What an expectation names, with the evaluation in which it looks at it.
    fn looked_at(&mut self, expectation: &Expectation) -> Option<(Arc<Seen>, Vec<Named>)> {
        let own = self.case.under();
        let program = &self.case.engine.checked.program;
        Some(match &expectation.kind {
            ExpectationKind::Verdict(rule, _) | ExpectationKind::Missing { rule, .. } => {
                (self.under(own), vec![Named::Rule(*rule)])
            }
            ExpectationKind::PassesWith { rule, givens } => (self.seen(own, givens), vec![Named::Rule(*rule)]),
            ExpectationKind::Condition(condition) => (self.under(own), vec![Named::Expr(*condition)]),
            ExpectationKind::Feasible { scenario, .. } => {
                let version = program.scenarios.get(*scenario)?.on(self.case.day_of_texts())?;
                let conditions = version.feasible.iter().copied().map(Named::Expr).collect();
                (self.under(own.or_scenario(*scenario)), conditions)
            }
            ExpectationKind::Risk { scenario, name, .. } => {
                let (scenario, point) = self.risk_place(*scenario, name)?;
                (self.under(own.or_scenario(scenario)), point.when.into_iter().map(Named::Expr).collect())
            }
            ExpectationKind::Late { milestone, .. } => {
                let version = program.milestones.get(*milestone)?.on(self.case.day_of_texts())?;
                (self.under(own), version.reached_on.into_iter().map(Named::Expr).collect())
            }
            ExpectationKind::Milestone { milestone, .. } => {
                let version = program.milestones.get(*milestone)?.on(self.case.day_of_texts())?;
                let conditions = version.reached_on.iter().chain(&version.requires);
                (self.under(own), conditions.copied().map(Named::Expr).collect())
            }
        })
    }

    /// A scenario is feasible or not under what it supposes itself.
    fn feasible(&mut self, scenario: usize, expected: Verdict) -> Option<(FailureKind, Arc<Seen>)> {
        let seen = self.under(self.case.under().or_scenario(scenario));
        let texts = seen.situation.dates.texts_as_of;
        let version = self.case.engine.checked.program.scenarios.get(scenario)?.on(texts);
        let conditions = version.map(|version| version.feasible.as_slice()).unwrap_or_default();
        let all = conditions.iter().map(|id| truth(&seen, *id)).fold(BoolSet::TRUE, BoolSet::and);
        let found = match (version, all.known()) {
            (None, _) => Verdict::NotApplicable,
            (Some(_), Some(true)) => Verdict::Met,
            (Some(_), Some(false)) => Verdict::NotMet,
            (Some(_), None) => Verdict::Unknown,
        };
        if found == expected {
            return None;
        }
        let mut missing = Vec::new();
        for condition in conditions.iter().filter(|_| found == Verdict::Unknown) {
            let more = self.missing_of_expr(&seen, *condition);
            missing.extend(more.into_iter().filter(|fact| !missing.contains(fact)).collect::<Vec<_>>());
        }
        Some((FailureKind::Feasible { scenario, expected, found, missing }, seen))
    }

    fn risk(&mut self, named: Option<usize>, name: &str, expected: RiskState) -> Option<(FailureKind, Arc<Seen>)> {
        let place = self.risk_place(named, name);
        let own = self.case.under();
        let seen = self.under(place.map_or(own, |(scenario, _)| own.or_scenario(scenario)));
        let found = place.map(|(_, point)| seen.evaluation(self.case.engine, self.case.sources).point_state(point));
        if found == Some(expected) {
            return None;
        }
        let when = place.and_then(|(_, point)| point.when);
        let missing = when.map_or_else(Vec::new, |when| self.missing_of_expr(&seen, when));
        let otherwise = self.risk_of_other_days(named, name).filter(|_| found.is_none());
        Some((FailureKind::Risk { name: name.to_string(), expected, found, otherwise, when, missing }, seen))
    }

    /// A risk, or an advantage, by its name: in the scenario named, else in the test's own, else wherever it is.
    fn risk_place(&self, named: Option<usize>, name: &str) -> Option<(usize, &'a Point)> {
        self.find_risk(named.or(self.case.under().scenario), name).or_else(|| match named {
            Some(_) => None,
            None => self.find_risk(None, name),
        })
    }

    /// The scenario that has a risk of that name in some version.
    fn risk_of_other_days(&self, named: Option<usize>, name: &str) -> Option<usize> {
        let scenarios = self.case.engine.checked.program.scenarios.iter().enumerate();
        let has = |point: &Point| point.name.as_deref() == Some(name);
        let mut having = scenarios
            .filter(|(_, scenario)| scenario.versions.iter().any(|version| version.points().any(has)))
            .map(|(rank, _)| rank)
            .filter(|rank| named.is_none_or(|named| named == *rank));
        let first = having.next()?;
        let own = self.case.under().scenario;
        Some(having.find(|rank| own == Some(*rank)).unwrap_or(first))
    }

    fn find_risk(&self, within: Option<usize>, name: &str) -> Option<(usize, &'a Point)> {
        let scenarios = &self.case.engine.checked.program.scenarios;
        let day = self.case.day_of_texts();
        let wanted = scenarios.iter().enumerate().filter(|(rank, _)| within.is_none_or(|within| within == *rank));
        wanted
            .filter_map(|(rank, scenario)| Some((rank, scenario.on(day)?)))
            .flat_map(|(rank, version)| version.risks.iter().chain(&version.advantages).map(move |point| (rank, point)))
            .find(|(_, point)| point.name.as_deref() == Some(name))
    }

    /// In days where days are asked for, else in whole months.
    fn late(&mut self, rank: usize, by: ExprId) -> Option<(FailureKind, Arc<Seen>)> {
        let seen = self.under(self.case.under());
        let engine = self.case.engine;
        let state = seen.evaluation(engine, self.case.sources).milestones().into_iter().nth(rank)?;
        let in_days =
            matches!(engine.checked.type_of(by), Type::Quantity(unit) if unit.dimension == Dimension::base(DAY));
        let today = seen.situation.dates.as_of;
        let found = state.map_or(Lateness::Unknown, |state| lateness(&state, in_days, today));
        let wanted = seen.trace.get(Trace::TOP, by).and_then(|value| value.as_num()?.known().cloned());
        let holds = match found {
            Lateness::Months(count) | Lateness::Days(count) => wanted == Some(Num::from_i64(count)),
            Lateness::OnTime => wanted == Some(Num::ZERO),
            Lateness::Unknown => false,
        };
        (!holds).then(|| (FailureKind::Late { milestone: rank, by, found }, seen.clone()))
    }

    fn milestone(&mut self, rank: usize, expected: MilestoneExpectation) -> Option<(FailureKind, Arc<Seen>)> {
        let seen = self.under(self.case.under());
        let states = seen.evaluation(self.case.engine, self.case.sources).milestones();
        let found = states.into_iter().nth(rank).flatten().map(|state| match expected {
            MilestoneExpectation::Blocked(_) => {
                let is_blocked = state.blocked_by.iter().any(|blocker| blocker.holds == Some(false));
                MilestoneFound::Blocked(match (is_blocked, state.blocked_by.is_empty()) {
                    (true, _) => Verdict::Met,
                    (false, true) => Verdict::NotMet,
                    (false, false) => Verdict::Unknown,
                })
            }
            MilestoneExpectation::InOrder(_) => MilestoneFound::InOrder(state.place.inversions.is_empty()),
            MilestoneExpectation::Earliest(_) => MilestoneFound::Earliest(state.place.earliest),
            MilestoneExpectation::Effect(_) => MilestoneFound::Effect(state.place.effect.map(|(days, _)| days)),
        });
        let holds = match (expected, &found) {
            (MilestoneExpectation::Blocked(wanted), Some(MilestoneFound::Blocked(found))) => wanted == *found,
            (MilestoneExpectation::InOrder(wanted), Some(MilestoneFound::InOrder(found))) => wanted == *found,
            (MilestoneExpectation::Earliest(wanted), Some(MilestoneFound::Earliest(found))) => {
                *found == Some(wanted.value)
            }
            (MilestoneExpectation::Effect(wanted), Some(MilestoneFound::Effect(found))) => {
                *found == Some(DateSet::from(wanted.value))
            }
            _ => false,
        };
        (!holds).then(|| (FailureKind::Milestone { milestone: rank, expected, found }, seen.clone()))
    }

    fn missing_of(&self, seen: &Seen, rule: RuleId) -> Vec<FactId> {
        missing::of_rule(self.case.engine, &seen.situation, &seen.outcome, &seen.trace, rule)
    }

    fn missing_of_expr(&self, seen: &Seen, id: ExprId) -> Vec<FactId> {
        missing::of_expr(self.case.engine, &seen.situation, &seen.outcome, &seen.trace, id)
    }
}

/// How late a milestone is against what its text expects.
fn lateness(state: &MilestoneState, in_days: bool, today: Date) -> Lateness {
    let reached = match &state.reached {
        None => Some(today),
        Some(set) => set.known(),
    };
    let expected = state.expected.map(|(from, to)| to.unwrap_or(from));
    match (in_days, expected, state.place.late_months) {
        (_, None, _) => Lateness::Unknown,
        (true, Some(expected), _) => match reached.map(|reached| expected.last_day().days_until(reached)) {
            Some(days) if days > 0 => Lateness::Days(days),
            Some(_) => Lateness::OnTime,
            None => Lateness::Unknown,
        },
        (false, _, Some(months)) => Lateness::Months(months),
        (false, ..) if state.reached.as_ref().is_some_and(spans_months) => Lateness::Unknown,
        (false, ..) => Lateness::OnTime,
    }
}

fn truth(seen: &Seen, id: ExprId) -> BoolSet {
    seen.trace.get(Trace::TOP, id).map_or(BoolSet::ANY, |value| value.truth())
}

fn verdicts(seen: &Seen, rule: RuleId) -> VerdictSet {
    seen.outcome.verdicts(rule)
}

fn spans_months(reached: &DateSet) -> bool {
    let month = |day: Option<Date>| day.map(|day| (day.year(), day.month()));
    month(reached.first()) != month(reached.last())
}

fn same_facts(left: &[FactId], right: &[FactId]) -> bool {
    left.iter().all(|fact| right.contains(fact)) && right.iter().all(|fact| left.contains(fact))
}
