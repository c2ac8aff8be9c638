//! One line more against a doctrine made ready: an expression to evaluate, or a given to lay over a situation. Nothing
//! that was there is worked out again.

use super::exprs::Seen;
use super::value::Value;
use super::{Engine, Evaluator, Outcome, Situation, Trace};
use crate::base::Sources;
use crate::check::{Later, check_later};
use crate::diagnostic::Diagnostic;
use crate::model::ids::{ExprId, LocalId};
use crate::model::plan::Given;
use crate::model::ty::Type;
use crate::model::{Line, Setting, add_expression, add_given};

/// An expression added to a doctrine.
#[derive(Clone, Copy, Debug)]
pub struct AddedExpression {
    pub id: ExprId,
    /// The variable that stands for the last value.
    last: Option<LocalId>,
}

impl Engine {
    /// Adds an expression; `last` is the type of the value that its name for the last one stands for.
    pub fn add_expression(
        &mut self,
        line: Line<'_>,
        last: Option<&Type>,
        sources: &Sources,
    ) -> (AddedExpression, Vec<Diagnostic>) {
        let (id, local, mut diagnostics) = add_expression(&mut self.checked.program, line, sources);
        diagnostics.extend(check_later(&mut self.checked, Later::Expression(id, local.zip(last))));
        self.learn_more();
        (AddedExpression { id, last: local }, diagnostics)
    }

    /// Adds a given; the doctrine holds its constants, and nobody gives it yet.
    pub fn add_given(&mut self, setting: &Setting, sources: &Sources) -> (Vec<Given>, Vec<Diagnostic>) {
        let (givens, mut diagnostics) = add_given(&mut self.checked.program, setting, sources);
        diagnostics.extend(check_later(&mut self.checked, Later::Givens(&givens)));
        self.learn_more();
        (givens, diagnostics)
    }
}

/// Evaluates everything, then an expression that was added.
pub fn evaluate_added(
    engine: &Engine,
    situation: &Situation,
    added: AddedExpression,
    last: Option<&Value>,
) -> (Outcome, Trace, Value) {
    let mut evaluator = Evaluator::new(engine, situation, Trace::default());
    evaluator.run();
    if let (Some(local), Some(value)) = (added.last, last) {
        evaluator.bind(local, Seen::Owned(value.clone()));
    }
    let value = evaluator.eval(added.id).into_owned();
    let (outcome, trace) = evaluator.finish();
    (outcome, trace, value)
}
