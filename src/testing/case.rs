//! One case: the situation that its givens make, and whether what it expects holds there.

use super::expect::failures;
use super::standin::{View, apply};
use super::{CaseOutcome, NotRun};
use crate::base::Date;
use crate::eval::{Dates, Engine, Situation};
use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, RuleId};
use crate::model::plan::{Base, ExampleRow, Expectation, ExpectationKind, Given, Test};

/// Runs a test by its rank among the program's, or one row of its examples.
pub(super) fn run(engine: &Engine, rank: usize, row: Option<usize>) -> CaseOutcome {
    let program = &engine.checked.program;
    let Some(test) = program.tests.get(rank) else { return CaseOutcome::NotRun(NotRun::Unsound(None)) };
    if !engine.checked.sound.tests.get(rank).copied().unwrap_or(false) {
        return CaseOutcome::NotRun(NotRun::Unsound(None));
    }
    let row = row.and_then(|row| test.examples.iter().flat_map(|examples| &examples.rows).nth(row));
    let expectations: Vec<&Expectation> =
        test.expectations.iter().chain(row.into_iter().flat_map(|row| &row.expectations)).collect();
    if let Some(name) = expectations.iter().find_map(|expectation| unsound(engine, &expectation.kind)) {
        return CaseOutcome::NotRun(NotRun::Unsound(Some(name)));
    }
    let case = match Case::new(engine, test, row) {
        Ok(case) => case,
        Err(reason) => return CaseOutcome::NotRun(reason),
    };
    let failures = failures(&case, &expectations);
    if failures.is_empty() { CaseOutcome::Passed } else { CaseOutcome::Failed(failures) }
}

/// What a case starts from, in layers: later ones prevail.
pub(super) struct Case<'a> {
    pub engine: &'a Engine,
    pub scenario: Option<usize>,
    view: View,
    /// The givens of the tests it starts from, its own, its row's.
    givens: Vec<&'a Given>,
}

impl<'a> Case<'a> {
    fn new(engine: &'a Engine, test: &'a Test, row: Option<&'a ExampleRow>) -> Result<Self, NotRun> {
        let mut chain = Vec::new();
        bases(&engine.checked.program, test, &mut chain)?;
        let mut case = Case { engine, scenario: None, view: View::on(Date::today()), givens: Vec::new() };
        let (mut as_of, mut texts_as_of) = (None, None);
        for part in chain {
            as_of = part.as_of.or(as_of);
            texts_as_of = part.texts_as_of.or(texts_as_of);
            case.view.known_by = part.known_by.or(case.view.known_by);
            case.scenario = part.scenario.or(case.scenario);
            case.givens.extend(&part.givens);
        }
        if let Some(row) = row {
            as_of = row.as_of.or(as_of);
            case.givens.extend(&row.givens);
        }
        case.view.as_of = as_of.unwrap_or(case.view.as_of);
        case.view.texts_as_of = texts_as_of.unwrap_or(case.view.as_of);
        Ok(case)
    }

    /// The situation under a scenario, with `more` given on top.
    pub fn situation(&self, scenario: Option<usize>, more: &[Given]) -> Situation {
        let dates = Dates { as_of: self.view.as_of, texts_as_of: self.view.texts_as_of };
        let mut situation = Situation::empty(self.engine, dates);
        let scenario = scenario.and_then(|rank| self.engine.checked.program.scenarios.get(rank));
        if let Some(scenario) = scenario {
            apply(self.engine, &mut situation, &scenario.assuming, &self.view);
        }
        for given in &self.givens {
            apply(self.engine, &mut situation, std::slice::from_ref(*given), &self.view);
        }
        apply(self.engine, &mut situation, more, &self.view);
        situation
    }
}

/// The tests that a test starts from, the furthest first, then itself.
fn bases<'a>(program: &'a Program, test: &'a Test, chain: &mut Vec<&'a Test>) -> Result<(), NotRun> {
    // Only the path down to here can close a circle, and no path is longer than there are tests.
    let mut path: Vec<&Test> = Vec::new();
    visit(program, test, &mut path, chain)
}

fn visit<'a>(
    program: &'a Program,
    test: &'a Test,
    path: &mut Vec<&'a Test>,
    chain: &mut Vec<&'a Test>,
) -> Result<(), NotRun> {
    /// Further than anybody nests, and far below what a stack holds.
    const LIMIT: usize = 64;
    if path.iter().any(|known| std::ptr::eq(*known, test)) || path.len() > LIMIT {
        return Err(NotRun::Circle);
    }
    if chain.iter().any(|known| std::ptr::eq(*known, test)) {
        return Ok(());
    }
    path.push(test);
    for base in &test.bases {
        match base {
            Base::Test(title, _) => match program.tests.iter().find(|other| other.title == *title) {
                Some(other) => visit(program, other, path, chain)?,
                None => return Err(NotRun::Unsound(Some(title.clone()))),
            },
            Base::File(file, _) => return Err(NotRun::File(file.clone())),
        }
    }
    path.pop();
    chain.push(test);
    Ok(())
}

/// The first item with errors that an expectation asks about.
fn unsound(engine: &Engine, kind: &ExpectationKind) -> Option<String> {
    let (program, sound) = (&engine.checked.program, &engine.checked.sound);
    match kind {
        ExpectationKind::Verdict(rule, _)
        | ExpectationKind::Missing { rule, .. }
        | ExpectationKind::PassesWith { rule, .. } => unsound_rule(engine, *rule),
        ExpectationKind::Condition(condition) => unsound_expr(engine, *condition),
        ExpectationKind::Feasible { scenario, .. } => {
            let fine = sound.scenarios.get(*scenario).copied().unwrap_or(false);
            (!fine).then(|| program.scenarios.get(*scenario).map(|scenario| scenario.meta.name.clone()))?
        }
        ExpectationKind::Risk { scenario, .. } => {
            let rank = (*scenario)?;
            let fine = sound.scenarios.get(rank).copied().unwrap_or(false);
            (!fine).then(|| program.scenarios.get(rank).map(|scenario| scenario.meta.name.clone()))?
        }
        ExpectationKind::Late { milestone, .. } => {
            let fine = sound.milestones.get(*milestone).copied().unwrap_or(false);
            (!fine).then(|| program.milestones.get(*milestone).map(|milestone| milestone.meta.name.clone()))?
        }
    }
}

fn unsound_rule(engine: &Engine, rule: RuleId) -> Option<String> {
    if engine.checked.sound.rule(rule) {
        return None;
    }
    engine.checked.program.rule(rule).map(|rule| rule.meta.name.clone())
}

fn unsound_expr(engine: &Engine, root: ExprId) -> Option<String> {
    let (program, sound) = (&engine.checked.program, &engine.checked.sound);
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        let name = match kind {
            ExprKind::Rule(rule, _) => unsound_rule(engine, *rule),
            ExprKind::Derived(derived) if !sound.derived(*derived) => {
                program.derived_item(*derived).map(|derived| derived.meta.name.clone())
            }
            ExprKind::Fact(fact) if !sound.fact(*fact) => program.fact(*fact).map(|fact| fact.path.clone()),
            _ => None,
        };
        if name.is_some() {
            return name;
        }
        stack.extend(kind.children());
    }
    None
}
