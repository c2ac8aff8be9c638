//! From runnable rules and facts to verdicts. One evaluator; what is explained and what is not differ by the listener.
//!
//! Invariant: evaluation always ends and never fails. What cannot be known is a set of values, with its cause.

mod arithmetic;
pub mod checklist;
mod compare;
pub mod edit;
pub mod engine;
pub mod exprs;
mod later;
mod lists;
mod milestones;
mod quick;
mod rules;
pub use rules::{is_blocking, version_on};
pub mod set;
pub mod slot;
pub mod tables;
pub mod tracer;
pub mod trial;
pub mod value;
pub mod verdict;
pub mod words;

use crate::base::Date;
use crate::check::{Checked, Step};
use crate::model::Program;
use crate::model::ids::{DerivedId, ExprId, FactId, LocalId, RuleId};
pub use engine::Engine;
use exprs::Seen;
pub use later::{AddedExpression, evaluate_added};
use rustc_hash::FxHashMap;
use slot::{SlotRef, Slots};
use std::collections::HashMap;
pub use tracer::{Cause, NoTrace, Trace, Tracer};
use value::Value;
use verdict::{RuleOutcome, VerdictSet};

/// The two days of an evaluation: that of the facts, and that of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    pub as_of: Date,
    pub texts_as_of: Date,
}

impl Dates {
    pub fn on(day: Date) -> Self {
        Dates { as_of: day, texts_as_of: day }
    }
}

/// What one evaluation takes beside the doctrine.
#[derive(Clone, Debug)]
pub struct Situation {
    pub slots: Slots,
    pub dates: Dates,
    /// Parameters replaced for the occasion.
    pub parameters: HashMap<DerivedId, Value>,
}

impl Situation {
    /// A dossier of which nothing is known.
    pub fn empty(engine: &Engine, dates: Dates) -> Self {
        Situation { slots: Slots::new(engine.checked.program.facts.len()), dates, parameters: HashMap::new() }
    }
}

/// Everything one evaluation found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// By derived id; `None` for what is not sound.
    pub derived: Vec<Option<Value>>,
    /// The rank of the version in force of each derived value.
    pub derived_versions: Vec<Option<usize>>,
    /// By rule id; any verdict for what is not sound.
    verdicts: Vec<VerdictSet>,
    /// What was seen of each rule, for whoever listens; `None` for what is not sound.
    rules: Vec<Option<RuleOutcome>>,
    /// The day on which each milestone was reached, by rank; `None` for what is not sound.
    pub milestones: Vec<Option<Value>>,
}

impl Outcome {
    /// Before anything was evaluated.
    pub fn nothing(engine: &Engine) -> Self {
        let program = &engine.checked.program;
        Outcome {
            derived: vec![None; program.derived.len()],
            derived_versions: vec![None; program.derived.len()],
            verdicts: engine.any_verdicts().to_vec(),
            rules: Vec::new(),
            milestones: vec![None; program.milestones.len()],
        }
    }

    /// The verdicts that a rule may still have.
    pub fn verdicts(&self, id: RuleId) -> VerdictSet {
        self.verdicts.get(id.index()).copied().unwrap_or(VerdictSet::ANY)
    }

    /// What was seen of a rule; `None` for one that is not sound, and when nobody listened.
    pub fn rule(&self, id: RuleId) -> Option<&RuleOutcome> {
        self.rules.get(id.index())?.as_ref()
    }

    pub fn derived(&self, id: DerivedId) -> Option<&Value> {
        self.derived.get(id.index())?.as_ref()
    }
}

/// Evaluates every sound item.
pub fn evaluate<T: Tracer>(engine: &Engine, situation: &Situation, tracer: T) -> (Outcome, T) {
    let mut evaluator = Evaluator::new(engine, situation, tracer);
    evaluator.run();
    evaluator.finish()
}

/// Evaluates conditions after everything else, for tests and questions.
pub fn evaluate_with<T: Tracer>(
    engine: &Engine,
    situation: &Situation,
    tracer: T,
    conditions: &[ExprId],
) -> (Outcome, T, Vec<Value>) {
    let mut evaluator = Evaluator::new(engine, situation, tracer);
    evaluator.run();
    let values = conditions.iter().map(|condition| evaluator.eval(*condition).into_owned()).collect();
    let (outcome, tracer) = evaluator.finish();
    (outcome, tracer, values)
}

/// The same of these items alone, each after those it leans on: when nothing else is asked for, nothing else is worked out.
pub fn evaluate_only(
    engine: &Engine,
    situation: &Situation,
    steps: &[Step],
    conditions: &[ExprId],
) -> (Outcome, Vec<Value>) {
    let mut evaluator = Evaluator::new(engine, situation, NoTrace);
    steps.iter().for_each(|step| evaluator.run_step(*step));
    let values = conditions.iter().map(|condition| evaluator.eval(*condition).into_owned()).collect();
    (evaluator.finish().0, values)
}

/// A constant, such as a declared bound or a given of a test.
pub fn constant(engine: &Engine, dates: Dates, id: ExprId) -> Value {
    match engine.literal(id) {
        Some(value) => value.clone(),
        None => without_facts(engine, dates, |evaluator| evaluator.eval(id).into_owned()),
    }
}

/// Evaluates where no fact is known and no rule has run, only parameters.
fn without_facts<R>(engine: &Engine, dates: Dates, run: impl FnOnce(&mut Evaluator<'_, NoTrace>) -> R) -> R {
    let situation = Situation::empty(engine, dates);
    let mut evaluator = Evaluator::new(engine, &situation, NoTrace);
    evaluator.parameters_only();
    run(&mut evaluator)
}

struct Evaluator<'a, T> {
    engine: &'a Engine,
    checked: &'a Checked,
    program: &'a Program,
    situation: &'a Situation,
    tracer: T,
    outcome: Outcome,
    /// Made when the first one is bound.
    locals: Vec<Option<Seen<'a>>>,
    /// The elements that conditions answered in place are asked of, by depth.
    frames: [Option<&'a Value>; quick::DEEPEST],
    /// Expressions whose value is given, for trying conditions.
    fixed: FxHashMap<ExprId, Value>,
}

impl<'a, T: Tracer> Evaluator<'a, T> {
    fn new(engine: &'a Engine, situation: &'a Situation, mut tracer: T) -> Self {
        let checked = &engine.checked;
        let program = &checked.program;
        tracer.start(program.exprs.len());
        let outcome = Outcome {
            derived: vec![None; program.derived.len()],
            derived_versions: vec![None; program.derived.len()],
            verdicts: engine.any_verdicts().to_vec(),
            rules: if T::FULL { vec![None; program.rules.len()] } else { Vec::new() },
            milestones: vec![None; program.milestones.len()],
        };
        Evaluator {
            engine,
            checked,
            program,
            situation,
            tracer,
            outcome,
            locals: Vec::new(),
            frames: [None; quick::DEEPEST],
            fixed: FxHashMap::default(),
        }
    }

    /// In the order in which things lean on each other, so that no chain of definitions is a chain of calls.
    fn run(&mut self) {
        if !T::FULL {
            return self.run_steps();
        }
        self.checked.order.iter().for_each(|step| self.run_step(*step));
        self.run_plans();
    }

    fn run_step(&mut self, step: Step) {
        match step {
            Step::Derived(id) if self.checked.sound.derived(id) => self.run_derived(id),
            Step::Rule(id) if self.checked.sound.rule(id) => self.run_rule(id),
            Step::Milestone(rank) if self.checked.sound.reached(rank) => self.run_milestone(rank),
            Step::Derived(_) | Step::Rule(_) | Step::Milestone(_) => {}
        }
    }

    /// What scenarios, milestones and bodies ask on the day of the texts, for whoever listens: no rule leans on it.
    fn run_plans(&mut self) {
        let (program, day) = (self.program, self.situation.dates.texts_as_of);
        for version in program.scenarios.iter().filter_map(|scenario| scenario.on(day)) {
            version.conditions().for_each(|condition| drop(self.eval(condition)));
        }
        for version in program.milestones.iter().filter_map(|milestone| milestone.on(day)) {
            version.exprs().for_each(|expr| drop(self.eval(expr)));
        }
        for version in program.bodies.iter().filter_map(|body| body.on(day)) {
            version.regular.iter().for_each(|condition| drop(self.eval(*condition)));
        }
    }

    /// What constants may mention.
    fn parameters_only(&mut self) {
        for step in &self.checked.order {
            let Step::Derived(id) = *step else { continue };
            let is_parameter = self
                .program
                .derived_item(id)
                .is_some_and(|derived| derived.kind == crate::model::item::DerivedKind::Parameter);
            if is_parameter && self.checked.sound.derived(id) {
                self.run_derived(id);
            }
        }
    }

    fn finish(self) -> (Outcome, T) {
        (self.outcome, self.tracer)
    }

    fn slot(&self, id: FactId) -> Option<SlotRef<'a>> {
        self.situation.slots.get(id)
    }

    fn bind(&mut self, local: LocalId, value: Seen<'a>) {
        if self.locals.is_empty() {
            self.locals.resize(self.program.locals.len(), None);
        }
        if let Some(place) = self.locals.get_mut(local.index()) {
            *place = Some(value);
        }
    }

    /// Notes why a value is unknown, and gives everything its type allows.
    fn unknown(&mut self, id: ExprId, cause: Cause) -> Value {
        self.tracer.cause(id, cause);
        Value::top(self.checked.type_of(id), self.program)
    }
}
