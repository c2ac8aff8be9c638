//! Is the doctrine coherent? Types and units, circles, dates, lints; and which items may run although others are wrong.
//!
//! Invariant: `check` settles the names of choice values in place and fills a table of types; it changes nothing else.

mod absence;
mod arithmetic;
mod cycles;
mod datasets;
mod division;
mod gaps;
mod infer;
mod items;
mod later;
mod lints;
mod quotes;
mod sound;
mod under;

use crate::diagnostic::Diagnostic;
use crate::model::Program;
use crate::model::ids::ExprId;
use crate::model::ty::Type;
pub use later::{Later, check_later};
pub use quotes::{Quotes, check_quotes};
pub use sound::Soundness;
pub use under::Under;

/// A doctrine whose sound items may run.
#[derive(Clone, Debug)]
pub struct Checked {
    pub program: Program,
    /// The type of each expression, by its id.
    pub types: Vec<Type>,
    pub sound: Soundness,
    /// Every item after those it leans on.
    pub order: Vec<Step>,
}

/// One item in the order of evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Derived(crate::model::ids::DerivedId),
    Rule(crate::model::ids::RuleId),
    /// The date on which a milestone was reached, by the milestone's rank.
    Milestone(usize),
}

impl Checked {
    /// Takes note of errors found after the checks: what they touch does not run.
    pub fn mark_unsound(&mut self, diagnostics: &[Diagnostic]) {
        if diagnostics.iter().any(Diagnostic::is_error) {
            let more = Soundness::new(&self.program, diagnostics.iter());
            self.sound.narrow(&more);
        }
    }

    pub fn type_of(&self, id: ExprId) -> &Type {
        self.types.get(id.index()).unwrap_or(&Type::Error)
    }
}

/// Checks everything. `before` are the diagnostics of earlier stages: an item they touch does not run.
pub fn check(program: Program, before: &[Diagnostic]) -> (Checked, Vec<Diagnostic>) {
    let mut checker = infer::Checker::new(program);
    checker.check_items();
    let (mut program, types, mut diagnostics) = checker.finish();
    let (order, circles) = cycles::check(&mut program);
    diagnostics.extend(circles);
    diagnostics.extend(absence::check(&program, &types, &order));
    diagnostics.extend(division::check(&program, &types));
    diagnostics.extend(gaps::check(&program));
    diagnostics.extend(lints::check(&program, before));
    let sound = Soundness::new(&program, before.iter().chain(&diagnostics));
    (Checked { program, types, sound, order }, diagnostics)
}
