//! One case: the situation that its givens make, and whether what it expects holds there.

use super::coverage::Reached;
use super::expect::{failures, reach};
use super::{CaseOutcome, NotRun, Runner};
use crate::base::{Date, FileId, Loc, Sources};
use crate::eval::{Engine, Situation};
use crate::facts::dataset::RecordReader;
use crate::facts::dossier::{Dossier, read_dossier};
use crate::facts::givens::apply;
use crate::facts::resolve::{self as facts, View, assume, situation, slot};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, RuleId};
use crate::model::plan::{Base, ExampleRow, Expectation, ExpectationKind, Given, Test, TestUnder};

/// Runs a test by its rank among the program's, or one row of its examples; notes in `reached` what it reaches.
pub(super) fn run(runner: Runner<'_>, rank: usize, row: Option<usize>, reached: Option<&mut Reached>) -> CaseOutcome {
    let Posed { start, expectations } = match posed(runner, rank, row) {
        Ok(posed) => posed,
        Err(reason) => return CaseOutcome::NotRun(reason),
    };
    let case = Case { engine: runner.engine, sources: runner.sources, start: &start };
    if let Some(reached) = reached {
        reach(&case, &expectations, reached);
    }
    let failures = failures(&case, &expectations);
    if failures.is_empty() { CaseOutcome::Passed } else { CaseOutcome::Failed(failures) }
}

/// A case that can run: what it starts from, and what it expects.
pub(super) struct Posed<'a> {
    pub start: Start<'a>,
    pub expectations: Vec<&'a Expectation>,
}

/// Reads a case; or says why it cannot run.
pub(super) fn posed(runner: Runner<'_>, rank: usize, row: Option<usize>) -> Result<Posed<'_>, NotRun> {
    let engine = runner.engine;
    let test = engine.checked.program.tests.get(rank).ok_or(NotRun::Unsound(None))?;
    if !engine.checked.sound.tests.get(rank).copied().unwrap_or(false) {
        return Err(NotRun::Unsound(None));
    }
    let expectations = expectations(test, row);
    if let Some(name) = expectations.iter().find_map(|expectation| unsound(engine, &expectation.kind)) {
        return Err(NotRun::Unsound(Some(name)));
    }
    Ok(Posed { start: Start::new(runner, test, row_of(test, row))?, expectations })
}

/// What a test, or one row of its examples, expects.
pub(super) fn expectations(test: &Test, row: Option<usize>) -> Vec<&Expectation> {
    test.expectations.iter().chain(row_of(test, row).into_iter().flat_map(|row| &row.expectations)).collect()
}

fn row_of(test: &Test, row: Option<usize>) -> Option<&ExampleRow> {
    test.examples.iter().flat_map(|examples| &examples.rows).nth(row?)
}

/// The scenario that a case supposes, and the option whose facts prevail over it: the rank of a dossier among those the
/// case starts from, and the option's rank in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Under {
    pub scenario: Option<usize>,
    option: Option<(usize, usize)>,
}

impl Under {
    /// The same where it is about that scenario, else that scenario alone.
    pub fn or_scenario(self, scenario: usize) -> Under {
        if self.scenario == Some(scenario) { self } else { Under { scenario: Some(scenario), option: None } }
    }
}

/// What a case starts from, in layers: later ones prevail.
pub(super) struct Start<'a> {
    pub under: Under,
    view: View,
    dossiers: Vec<Dossier>,
    /// The givens of the tests it starts from, its own, its row's.
    pub givens: Vec<&'a Given>,
}

impl<'a> Start<'a> {
    fn new(runner: Runner<'a>, test: &'a Test, row: Option<&'a ExampleRow>) -> Result<Self, NotRun> {
        let mut chain = Chain::default();
        chain.visit(&runner, test, &mut Vec::new())?;
        let mut view = View::on(Date::today());
        let mut under = None;
        let (mut as_of, mut texts_as_of) = (chain.dossiers.iter().rev().find_map(|dossier| dossier.as_of), None);
        let mut givens = Vec::new();
        for part in chain.tests {
            as_of = part.as_of.or(as_of);
            texts_as_of = part.texts_as_of.or(texts_as_of);
            view.known_by = part.known_by.or(view.known_by);
            under = part.under.as_ref().or(under);
            givens.extend(&part.givens);
        }
        if let Some(row) = row {
            as_of = row.as_of.or(as_of);
            givens.extend(&row.givens);
        }
        view.as_of = as_of.unwrap_or(view.as_of);
        view.texts_as_of = texts_as_of.unwrap_or(view.as_of);
        let under = match under {
            Some(named) => under_of(named, &chain.dossiers, runner.engine)?,
            None => Under::default(),
        };
        Ok(Start { under, view, dossiers: chain.dossiers, givens })
    }
}

/// A case and the doctrine that it is held against: its own, or one that differs in the values of rules alone.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub engine: &'a Engine,
    pub sources: &'a Sources,
    pub start: &'a Start<'a>,
}

impl Case<'_> {
    /// What the case supposes.
    pub fn under(&self) -> Under {
        self.start.under
    }

    /// The situation under a scenario or an option, with `more` given on top.
    pub fn situation(&self, under: Under, more: &[Given]) -> Situation {
        let Start { view, dossiers, givens, .. } = self.start;
        let mut made = situation(self.engine, &Dossier::empty(self.engine), view, None);
        for dossier in dossiers {
            self.lay(dossier, &mut made);
        }
        if let Some(scenario) = under.scenario {
            assume(self.engine, &mut made, scenario, view);
        }
        let option = under.option.and_then(|(dossier, option)| dossiers.get(dossier)?.options.get(option));
        for (fact, told) in option.into_iter().flat_map(|option| &option.facts) {
            made.slots.set(*fact, slot(self.engine, *fact, told, view));
        }
        for given in givens {
            apply(self.engine, &mut made, std::slice::from_ref(*given), view);
        }
        apply(self.engine, &mut made, more, view);
        made
    }

    /// The day whose texts apply.
    pub fn day_of_texts(&self) -> Date {
        self.start.view.texts_as_of
    }

    /// Lays what a dossier says over a situation.
    fn lay(&self, dossier: &Dossier, made: &mut Situation) {
        let facts = self.engine.checked.program.fact_ids().zip(&dossier.facts);
        for (fact, told) in facts.filter(|(_, told)| !told.claims.is_empty()) {
            made.slots.set(fact, slot(self.engine, fact, told, &self.start.view));
        }
    }
}

/// The option of that name in the last dossier that has it, else the scenario.
fn under_of(named: &TestUnder, dossiers: &[Dossier], engine: &Engine) -> Result<Under, NotRun> {
    let program = &engine.checked.program;
    let mut suggestion = None;
    for (rank, dossier) in dossiers.iter().enumerate().rev() {
        match dossier.under(program, &named.name) {
            Ok(facts::Under::Option(option)) => {
                let scenario = dossier.options.get(option).and_then(|option| option.scenario);
                return Ok(Under { scenario, option: Some((rank, option)) });
            }
            Ok(facts::Under::Scenario(_) | facts::Under::Dossier) => {}
            Err(near) => suggestion = suggestion.or(near),
        }
    }
    match named.scenario {
        Some(scenario) => Ok(Under { scenario: Some(scenario), option: None }),
        None => Err(NotRun::NoOption { name: named.name.clone(), suggestion }),
    }
}

/// What a test starts from, the furthest first, then itself.
#[derive(Default)]
struct Chain<'a> {
    tests: Vec<&'a Test>,
    dossiers: Vec<Dossier>,
}

impl<'a> Chain<'a> {
    fn visit(&mut self, runner: &Runner<'a>, test: &'a Test, path: &mut Vec<&'a Test>) -> Result<(), NotRun> {
        /// Further than anybody nests, and far below what a stack holds.
        const LIMIT: usize = 64;
        if path.iter().any(|known| std::ptr::eq(*known, test)) || path.len() > LIMIT {
            return Err(NotRun::Circle);
        }
        if self.tests.iter().any(|known| std::ptr::eq(*known, test)) {
            return Ok(());
        }
        path.push(test);
        for base in &test.bases {
            match base {
                Base::Test(title, _) => {
                    let tests = &runner.engine.checked.program.tests;
                    match tests.iter().find(|other| other.title == *title) {
                        Some(other) => self.visit(runner, other, path)?,
                        None => return Err(NotRun::Unsound(Some(title.clone()))),
                    }
                }
                Base::File(path, at, dataset) => self.dossiers.push(dossier(runner, path, *at, *dataset, test)?),
            }
        }
        path.pop();
        self.tests.push(test);
        Ok(())
    }
}

/// A facts file; one with errors is not used, since a test would then say something of another dossier.
fn dossier(runner: &Runner<'_>, path: &str, at: Loc, dataset: Option<usize>, test: &Test) -> Result<Dossier, NotRun> {
    let unusable = |reason: String| NotRun::File { path: path.to_string(), reason };
    let text = match runner.readings.get(&(at.file, path.to_string())) {
        Some(Ok(text)) => text,
        Some(Err(reason)) => return Err(unusable(reason.clone())),
        None => return Err(unusable(String::new())),
    };
    let (dossier, problems) = match dataset {
        Some(rank) => record_reader(runner.engine, rank)?.read(FileId(u32::MAX), text),
        None => read_dossier(runner.engine, FileId(u32::MAX), text),
    };
    match problems.iter().find(|problem| problem.is_error()) {
        Some(problem) => Err(unusable(problem.problem.message(test.lang))),
        None => Ok(dossier),
    }
}

/// The reader of foreign records; a dataset with errors reads none.
fn record_reader(engine: &Engine, rank: usize) -> Result<RecordReader<'_>, NotRun> {
    let name = engine.checked.program.datasets.get(rank).map(|dataset| dataset.meta.name.clone());
    let sound = engine.checked.sound.datasets.get(rank).copied().unwrap_or(false);
    RecordReader::new(engine, rank).filter(|_| sound).ok_or(NotRun::Unsound(name))
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
        ExpectationKind::Late { milestone, .. } | ExpectationKind::Milestone { milestone, .. } => {
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

/// The first item with errors that an expression leans on.
pub fn unsound_expr(engine: &Engine, root: ExprId) -> Option<String> {
    let (program, sound) = (&engine.checked.program, &engine.checked.sound);
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        let name = match kind {
            ExprKind::Rule(rule, _) => unsound_rule(engine, *rule),
            ExprKind::Derived(derived) if !sound.derived(*derived) => {
                program.derived_item(*derived).map(|derived| derived.meta.name.clone())
            }
            ExprKind::Milestone(rank) if !sound.reached(*rank) => {
                program.milestones.get(*rank).map(|milestone| milestone.meta.name.clone())
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
