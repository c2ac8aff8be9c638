//! Division by something that may be zero, as far as declared bounds and guards around it tell.

use super::cycles::{nodes, roots};
use crate::base::Num;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::TypeProblem;
use crate::model::Program;
use crate::model::expr::{ArithmeticOp, ExprKind, LogicOp, Order};
use crate::model::ids::ExprId;
use crate::model::item::{Bound, FieldDecl};
use crate::model::ty::Type;

/// The sign an expression is known to have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    Positive,
    NotNegative,
    Unknown,
}

pub(super) fn check(program: &Program, _types: &[Type]) -> Vec<Diagnostic> {
    let mut walker = Walker { program, guards: Vec::new(), diagnostics: Vec::new() };
    for node in nodes(program) {
        for root in roots(program, node) {
            walker.walk(root);
        }
    }
    walker.diagnostics
}

struct Walker<'p> {
    program: &'p Program,
    /// Conditions that hold where the walk stands.
    guards: Vec<ExprId>,
    diagnostics: Vec<Diagnostic>,
}

impl Walker<'_> {
    fn walk(&mut self, id: ExprId) {
        match self.program.kind(id) {
            ExprKind::If(condition, then, otherwise) => {
                self.walk(*condition);
                self.guards.push(*condition);
                self.walk(*then);
                self.guards.pop();
                if let Some(otherwise) = otherwise {
                    self.walk(*otherwise);
                }
            }
            ExprKind::Logic(LogicOp::And, parts) => {
                let depth = self.guards.len();
                for part in parts {
                    self.walk(*part);
                    self.guards.push(*part);
                }
                self.guards.truncate(depth);
            }
            kind => {
                if let ExprKind::Arithmetic(ArithmeticOp::Divide, _, divisor) = kind
                    && self.sign(*divisor) != Sign::Positive
                    && !self.guarded(*divisor)
                {
                    let at = self.program.at(*divisor);
                    let divisor = self.written(*divisor);
                    self.diagnostics.push(Diagnostic::new(TypeProblem::DivisionByZero { divisor }.into(), at));
                }
                for child in kind.children() {
                    self.walk(child);
                }
            }
        }
    }

    fn written(&self, id: ExprId) -> String {
        match self.program.kind(id) {
            ExprKind::Fact(fact) => self.program.fact(*fact).map_or_else(String::new, |fact| fact.path.clone()),
            ExprKind::Derived(derived) => {
                self.program.derived_item(*derived).map_or_else(String::new, |derived| derived.meta.name.clone())
            }
            ExprKind::Arithmetic(ArithmeticOp::Add, left, right) => {
                format!("{} + {}", self.written(*left), self.written(*right))
            }
            ExprKind::Arithmetic(ArithmeticOp::Subtract, left, right) => {
                format!("{} - {}", self.written(*left), self.written(*right))
            }
            _ => String::from("…"),
        }
    }

    fn sign(&self, id: ExprId) -> Sign {
        match self.program.kind(id) {
            ExprKind::Number { value, .. } if value.is_positive() => Sign::Positive,
            ExprKind::Number { value, .. } if value.is_zero() => Sign::NotNegative,
            ExprKind::Fact(fact) => self.program.fact(*fact).map_or(Sign::Unknown, |fact| self.declared(&fact.decl)),
            ExprKind::Derived(derived) => self.derived_sign(*derived),
            ExprKind::Arithmetic(ArithmeticOp::Add, left, right) => match (self.sign(*left), self.sign(*right)) {
                (Sign::Unknown, _) | (_, Sign::Unknown) => Sign::Unknown,
                (Sign::Positive, _) | (_, Sign::Positive) => Sign::Positive,
                (Sign::NotNegative, Sign::NotNegative) => Sign::NotNegative,
            },
            ExprKind::Arithmetic(ArithmeticOp::Multiply | ArithmeticOp::Divide, left, right) => {
                match (self.sign(*left), self.sign(*right)) {
                    (Sign::Positive, Sign::Positive) => Sign::Positive,
                    (Sign::Unknown, _) | (_, Sign::Unknown) => Sign::Unknown,
                    (Sign::NotNegative, _) | (_, Sign::NotNegative) => Sign::NotNegative,
                }
            }
            // The error was reported where it is.
            ExprKind::Error => Sign::Positive,
            _ => Sign::Unknown,
        }
    }

    /// A parameter all of whose values are positive.
    fn derived_sign(&self, id: crate::model::ids::DerivedId) -> Sign {
        let Some(derived) = self.program.derived_item(id) else { return Sign::Unknown };
        let positive = derived.versions.iter().all(|version| match &version.body {
            crate::model::item::Body::Expr(body) => {
                matches!(self.program.kind(*body), ExprKind::Number { value, .. } if value.is_positive())
            }
            crate::model::item::Body::Table(_) => false,
        });
        if positive && !derived.versions.is_empty() { Sign::Positive } else { Sign::Unknown }
    }

    fn declared(&self, decl: &FieldDecl) -> Sign {
        let mut sign = Sign::Unknown;
        for bound in &decl.bounds {
            let (value, strict) = match bound {
                Bound::Compare(Order::AtLeast, value) | Bound::Between(value, _) => (*value, false),
                Bound::Compare(Order::MoreThan, value) => (*value, true),
                Bound::Compare(..) | Bound::OneOf(_) => continue,
            };
            let ExprKind::Number { value, .. } = self.program.kind(value) else { continue };
            if value.is_positive() || (strict && *value >= Num::ZERO) {
                return Sign::Positive;
            }
            if value.is_zero() {
                sign = Sign::NotNegative;
            }
        }
        sign
    }

    /// Whether a condition around excludes zero.
    fn guarded(&self, divisor: ExprId) -> bool {
        self.guards.iter().any(|guard| self.excludes_zero(*guard, divisor))
    }

    fn excludes_zero(&self, guard: ExprId, divisor: ExprId) -> bool {
        match self.program.kind(guard) {
            ExprKind::Logic(LogicOp::And, parts) => parts.iter().any(|part| self.excludes_zero(*part, divisor)),
            ExprKind::Compare(order, left, right) if self.same(*left, divisor) => {
                let ExprKind::Number { value, .. } = self.program.kind(*right) else { return false };
                match order {
                    Order::MoreThan => *value >= Num::ZERO,
                    Order::AtLeast | Order::Equal => value.is_positive(),
                    Order::NotEqual => value.is_zero(),
                    Order::LessThan => *value <= Num::ZERO,
                    Order::AtMost => value.is_negative(),
                }
            }
            _ => false,
        }
    }

    /// Whether two expressions are the same text in the same place of the arena's forms.
    fn same(&self, left: ExprId, right: ExprId) -> bool {
        match (self.program.kind(left), self.program.kind(right)) {
            (ExprKind::Fact(left), ExprKind::Fact(right)) => left == right,
            (ExprKind::Derived(left), ExprKind::Derived(right)) => left == right,
            (ExprKind::Local(left), ExprKind::Local(right)) => left == right,
            (ExprKind::Field(left, field), ExprKind::Field(right, other)) => field == other && self.same(*left, *right),
            (ExprKind::Arithmetic(op, a, b), ExprKind::Arithmetic(other, c, d)) => {
                op == other && self.same(*a, *c) && self.same(*b, *d)
            }
            _ => false,
        }
    }
}
