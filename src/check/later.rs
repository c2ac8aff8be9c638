//! What is added to a doctrine that was checked: one expression or one given more.

use super::{Checked, Step, infer::Checker};
use crate::diagnostic::Diagnostic;
use crate::model::ids::{DerivedId, ExprId, LocalId};
use crate::model::plan::Given;
use crate::model::ty::Type;

/// What was added.
#[derive(Clone, Copy, Debug)]
pub enum Later<'a> {
    /// An expression, and the type of the variable it may mention.
    Expression(ExprId, Option<(LocalId, &'a Type)>),
    Givens(&'a [Given]),
}

/// Checks what was added since, and nothing again of what was there.
pub fn check_later(checked: &mut Checked, later: Later<'_>) -> Vec<Diagnostic> {
    let program = std::mem::take(&mut checked.program);
    let mut checker = Checker::resume(program, std::mem::take(&mut checked.types));
    match later {
        Later::Expression(id, last) => {
            if let Some((local, ty)) = last {
                checker.bind(local, ty.clone());
            }
            checker.infer(id);
        }
        Later::Givens(givens) => checker.givens(givens),
    }
    let (program, types, diagnostics) = checker.finish();
    (checked.program, checked.types) = (program, types);
    // The members of a body become a parameter where something first speaks of them; it leans on nothing.
    for rank in checked.sound.derived.len()..checked.program.derived.len() {
        checked.sound.derived.push(true);
        checked.order.insert(0, Step::Derived(DerivedId::new(rank)));
    }
    diagnostics
}
