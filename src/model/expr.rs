//! The core forms. Sugar is gone, both languages are one; each node keeps the place of what the author wrote.

use super::ids::{ChoiceId, DerivedId, ExprId, FactId, LocalId, RuleId};
use crate::base::{Loc, MonthOrDay, Num};
use std::sync::Arc;

pub use crate::syntax::ast::{Aggregate, ArithmeticOp, Function, LogicOp, Quantity, Verdict};

/// One node of the arena.
#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub at: Loc,
}

/// Comparisons after the words for dates are read as orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}

/// What a condition asks of a criterion or a checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleTest {
    /// A bare name: met, exempt or not applicable.
    Passes,
    /// `is met`, `is not met`…
    Is(Verdict),
    /// `applies`
    Applies,
}

/// What a condition asks of the dossier itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Knowledge {
    Known,
    Missing,
    Contested,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    /// Already reported.
    Error,
    Bool(bool),
    /// In base units: a percentage as a share of 1, years in months. `bare` when no unit was written.
    Number {
        value: Num,
        unit: LiteralUnit,
    },
    Text(Arc<str>),
    Date(MonthOrDay),
    /// A value of a choice.
    Choice(ChoiceId, u8),
    /// A party, by its rank.
    Actor(u8),
    /// A name that no value has but that some choice or actor may: `check` settles it by the type expected there.
    ChoiceName(String),
    Unspecified,
    /// `none`
    Absent,
    Today,
    Fact(FactId),
    Derived(DerivedId),
    Rule(RuleId, RuleTest),
    /// A calendar point, only under a test such as `is known` or compared as the date on which it was reached.
    Milestone(usize),
    Local(LocalId),
    Field(ExprId, FieldRef),
    Negate(ExprId),
    Arithmetic(ArithmeticOp, ExprId, ExprId),
    OrElse(Vec<ExprId>),
    Compare(Order, ExprId, ExprId),
    Between(ExprId, ExprId, ExprId),
    OneOf {
        subject: ExprId,
        values: Vec<ExprId>,
        negated: bool,
    },
    Contains(ExprId, ExprId),
    Under {
        subject: ExprId,
        host: ExprId,
        negated: bool,
    },
    StartsWith(ExprId, ExprId),
    EndsWith(ExprId, ExprId),
    Knowledge {
        what: Knowledge,
        subject: ExprId,
        negated: bool,
    },
    IsAbsent {
        subject: ExprId,
        negated: bool,
    },
    Recurs {
        dates: ExprId,
        every: ExprId,
        since: Option<ExprId>,
    },
    Not(ExprId),
    Logic(LogicOp, Vec<ExprId>),
    If(ExprId, ExprId, Option<ExprId>),
    Combine(Quantity, Vec<ExprId>),
    /// `others`: what stands beside `part` among the whole. When `part` is not itself among them, `part_listed` is
    /// false and the share is an ordinary quotient of `part` by the sum of `others`.
    Share {
        part: ExprId,
        others: Vec<ExprId>,
        part_listed: bool,
    },
    Call(Function, Vec<ExprId>),
    Quantified {
        quantity: Quantity,
        var: LocalId,
        list: ExprId,
        condition: ExprId,
    },
    Aggregated {
        aggregate: Aggregate,
        body: Option<ExprId>,
        var: Option<LocalId>,
        list: ExprId,
        condition: Option<ExprId>,
    },
    Selected {
        last: bool,
        var: LocalId,
        list: ExprId,
        by: Option<ExprId>,
        condition: Option<ExprId>,
    },
    List(Vec<ExprId>),
    /// A row of a list given as a table: fields by name, then by rank once `check` knows the record.
    Record(Vec<(FieldRef, ExprId)>),
}

/// The unit a number was written with.
#[derive(Clone, Debug, PartialEq)]
pub enum LiteralUnit {
    /// None: a plain number.
    Bare,
    Percent,
    Unit(super::unit::Unit),
}

/// A field: its name until `check` knows the record, then its rank.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldRef {
    Name(String),
    Rank(u16),
}

impl ExprKind {
    /// The parts, in the order of the text.
    pub fn children(&self) -> Vec<ExprId> {
        match self {
            ExprKind::Error
            | ExprKind::Bool(_)
            | ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Choice(..)
            | ExprKind::Actor(_)
            | ExprKind::ChoiceName(_)
            | ExprKind::Unspecified
            | ExprKind::Absent
            | ExprKind::Today
            | ExprKind::Fact(_)
            | ExprKind::Derived(_)
            | ExprKind::Rule(..)
            | ExprKind::Milestone(_)
            | ExprKind::Local(_) => Vec::new(),
            ExprKind::Field(of, _) | ExprKind::Negate(of) | ExprKind::Not(of) => vec![*of],
            ExprKind::Arithmetic(_, left, right)
            | ExprKind::Compare(_, left, right)
            | ExprKind::Contains(left, right)
            | ExprKind::StartsWith(left, right)
            | ExprKind::EndsWith(left, right)
            | ExprKind::Under { subject: left, host: right, .. } => vec![*left, *right],
            ExprKind::Between(subject, low, high) => vec![*subject, *low, *high],
            ExprKind::OneOf { subject, values, .. } => {
                std::iter::once(*subject).chain(values.iter().copied()).collect()
            }
            ExprKind::Knowledge { subject, .. } | ExprKind::IsAbsent { subject, .. } => vec![*subject],
            ExprKind::Recurs { dates, every, since } => {
                [Some(*dates), Some(*every), *since].into_iter().flatten().collect()
            }
            ExprKind::OrElse(parts)
            | ExprKind::Logic(_, parts)
            | ExprKind::Combine(_, parts)
            | ExprKind::List(parts) => parts.clone(),
            ExprKind::Call(_, parts) => parts.clone(),
            ExprKind::Record(fields) => fields.iter().map(|(_, value)| *value).collect(),
            ExprKind::If(condition, then, otherwise) => {
                [Some(*condition), Some(*then), *otherwise].into_iter().flatten().collect()
            }
            ExprKind::Share { part, others, .. } => std::iter::once(*part).chain(others.iter().copied()).collect(),
            ExprKind::Quantified { list, condition, .. } => vec![*list, *condition],
            ExprKind::Aggregated { body, list, condition, .. } => {
                [Some(*list), *condition, *body].into_iter().flatten().collect()
            }
            ExprKind::Selected { list, by, condition, .. } => {
                [Some(*list), *condition, *by].into_iter().flatten().collect()
            }
        }
    }
}
