//! A checked doctrine made ready to evaluate dossiers: what each fact may be when nobody tells, worked out once.

use super::exprs::date_set;
use super::quick::Quick;
use super::rules::{QuickStep, blocking};
use super::set::{Bound as End, ChoiceSet, DateSet, NumSet, TextSet};
use super::value::Value;
use super::verdict::VerdictSet;
use super::{Dates, constant};
use crate::base::Date;
use crate::check::Checked;
use crate::model::Program;
use crate::model::expr::{ExprKind, Order};
use crate::model::ids::{ExprId, FactId, RecordId, RuleId};
use crate::model::item::{Bound, FieldDecl};
use crate::model::ty::Type;
use std::sync::Arc;

/// One compiled doctrine; threads may share it.
#[derive(Clone, Debug)]
pub struct Engine {
    pub checked: Checked,
    /// What each fact may be within its declared bounds.
    facts: Vec<Value>,
    /// The same for a record of each type.
    records: Vec<Value>,
    /// The value of each literal, and all the values together of each list of literals that something is compared with.
    literals: Vec<Option<Value>>,
    /// By rule: whether it blocks, when that is the same at all times.
    blocking: Vec<Option<bool>>,
    quick: Quick,
    steps: Vec<QuickStep>,
    /// By rule: that nothing is decided.
    any_verdicts: Vec<VerdictSet>,
}

impl Engine {
    pub fn new(checked: Checked) -> Self {
        let blocking = blocking(&checked.program.rules);
        let any_verdicts = vec![VerdictSet::ANY; checked.program.rules.len()];
        let mut engine = Engine {
            checked,
            facts: Vec::new(),
            records: Vec::new(),
            literals: Vec::new(),
            blocking,
            quick: Quick::default(),
            steps: Vec::new(),
            any_verdicts,
        };
        engine.literals = literals(&engine.checked.program);
        engine.declare();
        engine.quick = Quick::new(&engine);
        engine.steps = QuickStep::all(&engine);
        engine
    }

    /// Works out what each fact may be; again when a parameter that declared bounds mention has changed.
    pub fn declare(&mut self) {
        let fields: Vec<Vec<FieldDecl>> =
            self.checked.program.records.iter().map(|record| record.fields.clone()).collect();
        // As the first time, when none was known yet.
        self.records.clear();
        self.records = fields
            .iter()
            .map(|fields| Value::Record(Arc::new(fields.iter().map(|field| self.declared(field)).collect())))
            .collect();
        let facts: Vec<FieldDecl> = self.checked.program.facts.iter().map(|fact| fact.decl.clone()).collect();
        self.facts = facts.iter().map(|decl| self.declared(decl)).collect();
    }

    /// What a fact may be when nobody told.
    pub fn top(&self, fact: FactId) -> &Value {
        self.facts.get(fact.index()).unwrap_or(&Value::Any)
    }

    /// The value of a literal; of `is one of`, all that it lists when every value is one.
    pub(super) fn literal(&self, id: ExprId) -> Option<&Value> {
        self.literals.get(id.index())?.as_ref()
    }

    #[inline]
    pub(super) fn quick(&self) -> &Quick {
        &self.quick
    }

    #[inline]
    pub(super) fn steps(&self) -> &[QuickStep] {
        &self.steps
    }

    pub(super) fn any_verdicts(&self) -> &[VerdictSet] {
        &self.any_verdicts
    }

    /// Takes note of an expression that was replaced.
    pub(super) fn relearn(&mut self, id: ExprId) {
        let exprs = &self.checked.program.exprs;
        let lists = exprs.iter().enumerate().filter_map(|(rank, expr)| match &expr.kind {
            ExprKind::OneOf { values, .. } if values.contains(&id) => Some(rank),
            _ => None,
        });
        for rank in std::iter::once(id.index()).chain(lists) {
            let kind = self.checked.program.kind(ExprId::new(rank));
            let value = literal(kind).or_else(|| listed(kind, &self.literals));
            if let Some(place) = self.literals.get_mut(rank) {
                *place = value;
            }
        }
    }

    /// Takes note of expressions that were added after the others.
    pub(super) fn learn_more(&mut self) {
        let (first, exprs) = (self.literals.len(), &self.checked.program.exprs);
        self.literals.extend(exprs.iter().skip(first).map(|expr| literal(&expr.kind)));
        for rank in first..exprs.len() {
            let value = exprs.get(rank).and_then(|expr| listed(&expr.kind, &self.literals));
            if let (Some(value), Some(place)) = (value, self.literals.get_mut(rank)) {
                *place = Some(value);
            }
        }
    }

    /// Takes note that rules may be others than those that were made ready: from now on they are evaluated as they stand.
    pub(super) fn forget_what_was_made_ready(&mut self) {
        self.quick = Quick::default();
        self.steps = self.checked.order.iter().copied().map(QuickStep::Whole).collect();
        self.blocking = blocking(&self.checked.program.rules);
    }

    pub(super) fn blocking(&self, id: RuleId) -> Option<bool> {
        *self.blocking.get(id.index())?
    }

    /// What an element of a list of that type may be.
    pub fn element_top(&self, item: &Type) -> Value {
        match item {
            Type::Record(id) => self.record_top(*id),
            other => Value::top(other, &self.checked.program),
        }
    }

    pub fn record_top(&self, id: RecordId) -> Value {
        self.records.get(id.index()).cloned().unwrap_or(Value::Any)
    }

    /// What a declaration allows: its type, bounds and grain; absence where it is optional.
    pub fn declared(&self, decl: &FieldDecl) -> Value {
        let present = self.within(&decl.ty, &decl.bounds, decl.step);
        if decl.optional { Value::MaybeAbsent(Box::new(present)) } else { present }
    }

    fn within(&self, ty: &Type, bounds: &[Bound], step: Option<ExprId>) -> Value {
        let mut value = match ty {
            Type::Record(id) => self.record_top(*id),
            other => Value::top(other, &self.checked.program),
        };
        for bound in bounds {
            value = value.intersect(&self.bound(bound));
        }
        let step = step.map(|step| self.constant(step));
        match (&value, step.as_ref().and_then(Value::as_num).and_then(NumSet::known)) {
            (Value::Num(set), Some(step)) if step.is_positive() => Value::Num(set.on_grid(step)),
            _ => value,
        }
    }

    fn constant(&self, id: ExprId) -> Value {
        // A bound holds whatever the date; a parameter in it is read at the end of time, its last version.
        constant(self, Dates::on(Date::MAX), id)
    }

    fn bound(&self, bound: &Bound) -> Value {
        match bound {
            Bound::Compare(order, value) => limit(*order, &self.constant(*value)),
            Bound::Between(low, high) => {
                limit(Order::AtLeast, &self.constant(*low)).intersect(&limit(Order::AtMost, &self.constant(*high)))
            }
            Bound::OneOf(values) => {
                values.iter().map(|value| self.constant(*value)).reduce(Value::union).unwrap_or(Value::Any)
            }
        }
    }
}

/// By expression.
fn literals(program: &Program) -> Vec<Option<Value>> {
    let mut literals: Vec<Option<Value>> = program.exprs.iter().map(|expr| literal(&expr.kind)).collect();
    let listed: Vec<(usize, Value)> = program
        .exprs
        .iter()
        .enumerate()
        .filter_map(|(rank, expr)| Some((rank, listed(&expr.kind, &literals)?)))
        .collect();
    for (rank, value) in listed {
        if let Some(place) = literals.get_mut(rank) {
            *place = Some(value);
        }
    }
    literals
}

/// Of `is one of`, all the values together, when each is a literal.
fn listed(kind: &ExprKind, literals: &[Option<Value>]) -> Option<Value> {
    let ExprKind::OneOf { values, .. } = kind else { return None };
    if values.len() > super::compare::MOST_LISTED {
        return None;
    }
    let values: Option<Vec<Value>> = values.iter().map(|value| literals.get(value.index())?.clone()).collect();
    values?.into_iter().reduce(Value::union)
}

fn literal(kind: &ExprKind) -> Option<Value> {
    Some(match kind {
        ExprKind::Bool(value) => Value::from(*value),
        ExprKind::Number { value, .. } => Value::num(value.clone()),
        ExprKind::Text(text) => Value::Text(TextSet::exact(text)),
        ExprKind::Date(date) => Value::Date(date_set(*date)),
        ExprKind::Choice(_, rank) => Value::Choice(ChoiceSet::single(usize::from(*rank))),
        ExprKind::Actor(rank) => Value::Actor(ChoiceSet::single(usize::from(*rank))),
        _ => return None,
    })
}

/// The values on one side of a limit; everything when the limit is of no ordered type.
pub fn limit(order: Order, value: &Value) -> Value {
    match value {
        Value::Num(set) => Value::Num(match order {
            Order::Equal => set.clone(),
            Order::NotEqual => NumSet::all(),
            Order::AtLeast => NumSet::with_bounds(set.lower(), End::Infinite),
            Order::AtMost => NumSet::with_bounds(End::Infinite, set.upper()),
            Order::MoreThan => set.known().map_or_else(NumSet::all, |n| NumSet::at_least(n.clone(), false)),
            Order::LessThan => set.known().map_or_else(NumSet::all, |n| NumSet::at_most(n.clone(), false)),
        }),
        Value::Date(set) => {
            let (Some(first), Some(last)) = (set.first(), set.last()) else { return value.clone() };
            Value::Date(match order {
                Order::Equal => set.clone(),
                Order::NotEqual => DateSet::all(),
                Order::AtLeast => DateSet::on_or_after(first),
                Order::AtMost => DateSet::on_or_before(last),
                Order::MoreThan => DateSet::after(first),
                Order::LessThan => DateSet::before(last),
            })
        }
        Value::Choice(set) => {
            let all = ChoiceSet::all(128);
            let kept = all.iter().filter(|rank| {
                let one = ChoiceSet::single(*rank);
                let holds = match order {
                    Order::Equal => one.equals(*set),
                    Order::NotEqual => one.equals(*set).not(),
                    Order::AtLeast => set.le(one),
                    Order::AtMost => one.le(*set),
                    Order::MoreThan => set.lt(one),
                    Order::LessThan => one.lt(*set),
                };
                holds.can_be_true()
            });
            Value::Choice(kept.map(ChoiceSet::single).fold(ChoiceSet::default(), ChoiceSet::union))
        }
        other => other.clone(),
    }
}
