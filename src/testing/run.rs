//! One case after the other.

use super::{Case, CaseResult, Failure, Found, Report};
use crate::base::{Date, FileId, Sources, name};
use crate::eval::value::Value;
use crate::eval::{Engine, Situation, Trace, evaluate, evaluate_with};
use crate::explain::missing;
use crate::explain::report::Evaluation;
use crate::facts::dossier::{Dossier, read_dossier};
use crate::facts::givens;
use crate::facts::resolve::{View, situation};
use crate::model::expr::{ExprKind, Verdict};
use crate::model::ids::{ExprId, FactId};
use crate::model::plan::{Base, ExampleRow, Expectation, ExpectationKind, Given, Test};
use std::collections::HashMap;

/// The texts of facts files that tests start from, by the path written; reading them is not this folder's job.
pub type Readings = HashMap<String, Result<String, String>>;

/// Runs the tests whose title holds `filter` (accents and case do not matter) and whose file is `selected`.
pub fn run(
    engine: &Engine,
    sources: &Sources,
    readings: &Readings,
    filter: Option<&str>,
    selected: impl Fn(FileId) -> bool,
) -> Report {
    let wanted = filter.map(name::fold);
    let mut report = Report::default();
    let runner = Runner { engine, sources, readings };
    for (rank, test) in engine.checked.program.tests.iter().enumerate() {
        let named = wanted.as_ref().is_none_or(|wanted| name::fold(&test.title).contains(wanted.as_str()));
        if !named || !selected(test.at.file) {
            continue;
        }
        let sound = engine.checked.sound.tests.get(rank).copied().unwrap_or(false);
        runner.test(test, sound, &mut report);
    }
    report
}

struct Runner<'a> {
    engine: &'a Engine,
    sources: &'a Sources,
    readings: &'a Readings,
}

impl Runner<'_> {
    fn test(&self, test: &Test, sound: bool, report: &mut Report) {
        let rows: Vec<&ExampleRow> = test.examples.iter().flat_map(|table| &table.rows).collect();
        if rows.is_empty() {
            let result = if sound { self.case(test, None) } else { CaseResult::NotRun };
            report.cases.push(Case { title: test.title.clone(), row: None, at: test.at, result });
            return;
        }
        for (rank, row) in rows.iter().enumerate() {
            let result = if sound { self.case(test, Some(row)) } else { CaseResult::NotRun };
            report.cases.push(Case { title: test.title.clone(), row: Some(rank + 1), at: row.at, result });
        }
    }

    fn case(&self, test: &Test, row: Option<&ExampleRow>) -> CaseResult {
        let expectations: Vec<&Expectation> =
            test.expectations.iter().chain(row.into_iter().flat_map(|row| &row.expectations)).collect();
        if !expectations.iter().all(|expectation| self.is_sound(expectation)) {
            return CaseResult::NotRun;
        }
        let as_of = row.and_then(|row| row.as_of).or(test.as_of).unwrap_or_else(Date::today);
        let view =
            View { as_of, texts_as_of: test.texts_as_of.unwrap_or(as_of), known_by: test.known_by, source: None };
        let mut failures = Vec::new();
        let mut situation = self.start(test, &view, &mut failures, &mut Vec::new());
        if let Some(scenario) = test.scenario.and_then(|rank| self.engine.checked.program.scenarios.get(rank)) {
            givens::apply(self.engine, &mut situation, &scenario.assuming, &view);
        }
        givens::apply(self.engine, &mut situation, &test.givens, &view);
        if let Some(row) = row {
            givens::apply(self.engine, &mut situation, &row.givens, &view);
        }
        let conditions: Vec<ExprId> = expectations.iter().filter_map(|expectation| condition_of(expectation)).collect();
        let (outcome, trace, _) = evaluate_with(self.engine, &situation, Trace::default(), &conditions);
        let evaluation = Evaluation {
            engine: self.engine,
            sources: self.sources,
            situation: &situation,
            outcome: &outcome,
            trace: &trace,
        };
        for expectation in expectations {
            if let Some(found) = self.judge(&evaluation, expectation, &view) {
                failures.push(Failure { at: expectation.at, found });
            }
        }
        if failures.is_empty() { CaseResult::Passed } else { CaseResult::Failed(failures) }
    }

    /// What the test starts from: an empty dossier, a facts file, another test's givens.
    fn start(&self, test: &Test, view: &View, failures: &mut Vec<Failure>, seen: &mut Vec<String>) -> Situation {
        let mut start = situation(self.engine, &Dossier::empty(self.engine), view, None);
        seen.push(test.title.clone());
        for base in &test.bases {
            match base {
                Base::File(path, at) => match self.readings.get(path) {
                    Some(Ok(text)) => {
                        let (dossier, problems) = read_dossier(self.engine, FileId(u32::MAX), text);
                        if let Some(problem) = problems.iter().find(|problem| problem.is_error()) {
                            let found = Found::File(problem.problem.message(test.lang));
                            failures.push(Failure { at: *at, found });
                        }
                        start = situation(self.engine, &dossier, view, None);
                    }
                    Some(Err(reason)) => failures.push(Failure { at: *at, found: Found::File(reason.clone()) }),
                    None => failures.push(Failure { at: *at, found: Found::File(path.clone()) }),
                },
                Base::Test(title, _) => {
                    let other = self.engine.checked.program.tests.iter().find(|test| test.title == *title);
                    // A test that starts from itself, through others or not, adds nothing.
                    if let Some(other) = other.filter(|other| !seen.contains(&other.title)) {
                        start = self.start(other, view, failures, seen);
                        givens::apply(self.engine, &mut start, &other.givens, view);
                    }
                }
            }
        }
        start
    }

    /// Whether everything an expectation asks about could be evaluated.
    fn is_sound(&self, expectation: &Expectation) -> bool {
        let sound = &self.engine.checked.sound;
        match &expectation.kind {
            ExpectationKind::Verdict(rule, _)
            | ExpectationKind::Missing { rule, .. }
            | ExpectationKind::PassesWith { rule, .. } => sound.rule(*rule),
            ExpectationKind::Condition(condition) => self.expr_is_sound(*condition),
            ExpectationKind::Feasible { scenario, .. } => sound.scenarios.get(*scenario).copied().unwrap_or(false),
            ExpectationKind::Risk { .. } => true,
            ExpectationKind::Late { milestone, .. } => sound.milestones.get(*milestone).copied().unwrap_or(false),
        }
    }

    fn expr_is_sound(&self, id: ExprId) -> bool {
        let sound = &self.engine.checked.sound;
        let own = match self.engine.checked.program.kind(id) {
            ExprKind::Error => false,
            ExprKind::Fact(fact) => sound.fact(*fact),
            ExprKind::Derived(derived) => sound.derived(*derived),
            ExprKind::Rule(rule, _) => sound.rule(*rule),
            _ => true,
        };
        own && self.engine.checked.program.kind(id).children().into_iter().all(|child| self.expr_is_sound(child))
    }

    /// What was found instead of what is expected; `None` when the expectation holds.
    fn judge(&self, evaluation: &Evaluation<'_>, expectation: &Expectation, view: &View) -> Option<Found> {
        let program = &self.engine.checked.program;
        match &expectation.kind {
            ExpectationKind::Verdict(rule, wanted) => {
                let found = evaluation.outcome.rule(*rule).map_or(Verdict::Unknown, |outcome| outcome.verdict());
                (found != *wanted).then_some(Found::Verdict(found))
            }
            ExpectationKind::Condition(condition) => self.judge_condition(evaluation, *condition),
            ExpectationKind::Missing { facts, rule } => {
                let found =
                    missing::of_rule(self.engine, evaluation.situation, evaluation.outcome, evaluation.trace, *rule);
                let sorted = |mut facts: Vec<FactId>| {
                    facts.sort_unstable();
                    facts
                };
                (sorted(found.clone()) != sorted(facts.clone())).then_some(Found::Missing(found))
            }
            ExpectationKind::PassesWith { rule, givens } => {
                let found = self.verdict_with(evaluation.situation, givens, *rule, view);
                let passes = matches!(found, Verdict::Met | Verdict::Exempt | Verdict::NotApplicable);
                (!passes).then_some(Found::Verdict(found))
            }
            ExpectationKind::Feasible { scenario, verdict } => {
                let scenario = program.scenarios.get(*scenario)?;
                let found = evaluation.feasible(scenario).known();
                let wanted = match verdict {
                    Verdict::Met => Some(true),
                    Verdict::NotMet => Some(false),
                    Verdict::Unknown | Verdict::NotApplicable | Verdict::Exempt => None,
                };
                (found != wanted).then_some(Found::Feasible(found))
            }
            ExpectationKind::Risk { scenario, name, state } => {
                let scenarios = program.scenarios.iter().enumerate();
                let found = scenarios
                    .filter(|(rank, _)| scenario.is_none_or(|wanted| wanted == *rank))
                    .flat_map(|(_, scenario)| scenario.risks.iter().chain(&scenario.advantages))
                    .find(|point| point.name.as_ref() == Some(name))
                    .map(|point| evaluation.point_state(point));
                (found != Some(*state)).then_some(Found::Risk(found))
            }
            ExpectationKind::Late { milestone, by } => {
                let found = evaluation.milestone(*milestone, program.milestones.get(*milestone)?).late_months;
                let wanted =
                    evaluation.trace.get(Trace::TOP, *by).and_then(Value::as_num).and_then(|set| set.known()?.to_i64());
                (found != wanted).then_some(Found::Late(found))
            }
        }
    }

    fn judge_condition(&self, evaluation: &Evaluation<'_>, condition: ExprId) -> Option<Found> {
        let program = &self.engine.checked.program;
        let truth = evaluation.trace.get(Trace::TOP, condition).and_then(|value| value.truth().known());
        if truth == Some(true) {
            return None;
        }
        let parts = program.kind(condition).children().into_iter();
        let parts = parts
            .filter(|part| !is_literal(program.kind(*part)))
            .filter_map(|part| Some((part, evaluation.trace.get(Trace::TOP, part)?.clone())))
            .collect();
        let missing =
            missing::of_expr(self.engine, evaluation.situation, evaluation.outcome, evaluation.trace, condition);
        Some(Found::Condition { truth, parts, missing })
    }

    fn verdict_with(
        &self,
        start: &Situation,
        givens: &[Given],
        rule: crate::model::ids::RuleId,
        view: &View,
    ) -> Verdict {
        let mut situation = start.clone();
        givens::apply(self.engine, &mut situation, givens, view);
        let (outcome, _) = evaluate(self.engine, &situation, crate::eval::NoTrace);
        outcome.rule(rule).map_or(Verdict::Unknown, |outcome| outcome.verdict())
    }
}

/// The expression whose value an expectation needs.
fn condition_of(expectation: &Expectation) -> Option<ExprId> {
    match &expectation.kind {
        ExpectationKind::Condition(condition) => Some(*condition),
        ExpectationKind::Late { by, .. } => Some(*by),
        ExpectationKind::Verdict(..)
        | ExpectationKind::Missing { .. }
        | ExpectationKind::PassesWith { .. }
        | ExpectationKind::Feasible { .. }
        | ExpectationKind::Risk { .. } => None,
    }
}

fn is_literal(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Number { .. }
            | ExprKind::Bool(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Choice(..)
            | ExprKind::Actor(_)
    )
}
