//! Numbers and dates.

use super::exprs::Seen;
use super::set::{ChoiceSet, DateSet, NumSet};
use super::value::Value;
use super::{Cause, Evaluator, Tracer};
use crate::base::Num;
use crate::model::expr::{ArithmeticOp, Function};
use crate::model::ids::ExprId;
use crate::model::ty::Type;
use crate::model::unit::{Dimension, MONTH};

impl<'a, T: Tracer> Evaluator<'a, T> {
    pub(super) fn arithmetic(&mut self, id: ExprId, op: ArithmeticOp, left: ExprId, right: ExprId) -> Value {
        let (left_value, right_value) = (self.eval(left), self.eval(right));
        // Where a value may be absent, what is written guards against it: the rest is worked out from what it is else.
        match (present(&left_value), present(&right_value)) {
            (Value::Date(from), Value::Num(by)) => self.moved(id, from, by, right, op == ArithmeticOp::Subtract),
            (Value::Num(by), Value::Date(from)) => self.moved(id, from, by, left, false),
            (Value::Date(later), Value::Date(earlier)) => Value::Num(earlier.days_until(later)),
            _ => match (left_value.as_num(), right_value.as_num()) {
                (Some(left), Some(right)) => self.computed(id, op, left, right),
                _ => self.unknown(id, Cause::AbsentOperand),
            },
        }
    }

    fn computed(&mut self, id: ExprId, op: ArithmeticOp, left: &NumSet, right: &NumSet) -> Value {
        let result = match op {
            ArithmeticOp::Add => left.add(right),
            ArithmeticOp::Subtract => left.sub(right),
            ArithmeticOp::Multiply => left.mul(right),
            ArithmeticOp::Divide => {
                let (result, by_zero) = left.div(right);
                if by_zero {
                    return self.divided_by_zero(id, right.known().is_some());
                }
                result
            }
        };
        if result.is_huge() {
            return self.unknown(id, Cause::OutOfRange);
        }
        Value::Num(result)
    }

    fn moved(&mut self, id: ExprId, from: &DateSet, by: &NumSet, duration: ExprId, back: bool) -> Value {
        let in_months = match self.checked.type_of(duration) {
            Type::Quantity(unit) => unit.dimension == Dimension::base(MONTH),
            _ => false,
        };
        let by = if back { by.neg() } else { by.clone() };
        let (moved, may_leave) = if in_months { from.add_months(&by) } else { from.add_days(&by) };
        // Where nothing is known of the date or the duration, the far ends of the calendar are no mistake.
        if moved.is_empty() || (may_leave && from.known().is_some() && by.known().is_some()) {
            return self.unknown(id, Cause::OutOfRange);
        }
        Value::Date(moved)
    }

    /// A part of a whole in which it is listed: exact bounds although the part occurs twice.
    pub(super) fn share(&mut self, id: ExprId, part: ExprId, others: &[ExprId], part_listed: bool) -> Value {
        let part = self.eval(part);
        let mut sum = NumSet::exact(Num::ZERO);
        for other in others {
            match self.eval(*other).as_ref() {
                Value::Absent => {}
                value => match value.as_num() {
                    Some(set) if sum.known().is_some_and(Num::is_zero) => sum = set.clone(),
                    Some(set) => sum = sum.add(set),
                    None => return self.unknown(id, Cause::AbsentOperand),
                },
            }
        }
        let Some(part) = part.as_num() else { return self.unknown(id, Cause::AbsentOperand) };
        // With nothing known of one of the two the whole may be zero, unless the other is: no need to work out what the
        // share may be otherwise.
        let not_zero = |set: &NumSet| !set.is_empty() && set.known().is_none_or(|n| !n.is_zero());
        if (part.is_all() && not_zero(&sum)) || (sum.is_all() && not_zero(part)) {
            return self.divided_by_zero(id, false);
        }
        let (share, by_zero) = if part_listed { NumSet::share(part, &sum) } else { quotient(part, &sum) };
        let is_known = part.known().is_some() && sum.known().is_some();
        if by_zero { self.divided_by_zero(id, is_known) } else { Value::Num(share) }
    }

    /// A division that fails, or that may fail as long as something is unknown: then nothing failed yet.
    fn divided_by_zero(&mut self, id: ExprId, surely: bool) -> Value {
        if surely {
            return self.unknown(id, Cause::DivisionByZero);
        }
        Value::top(self.checked.type_of(id), self.program)
    }

    pub(super) fn extreme(&mut self, id: ExprId, function: Function, parts: &[ExprId]) -> Value {
        let values: Vec<Seen<'a>> = parts.iter().map(|part| self.eval(*part)).collect();
        // One list in brackets stands for its elements.
        if let [value] = values.as_slice()
            && let Value::List(list) = value.as_ref()
        {
            let aggregate = if function == Function::Min {
                crate::model::expr::Aggregate::Min
            } else {
                crate::model::expr::Aggregate::Max
            };
            return super::lists::extreme_of(aggregate, list);
        }
        let present = values.into_iter().map(Seen::into_owned).filter(|value| !matches!(value, Value::Absent));
        let picked = present.reduce(|left, right| pick(function == Function::Min, &left, &right));
        match picked {
            Some(Value::Any) => self.unknown(id, Cause::AbsentOperand),
            Some(value) => value,
            None => Value::Absent,
        }
    }

    /// Rounds in the unit shown: a percentage to a whole percent, years to whole years.
    pub(super) fn rounded(&mut self, id: ExprId, function: Function, parts: &[ExprId]) -> Value {
        let Some(part) = parts.first() else { return self.unknown(id, Cause::AbsentOperand) };
        let value = self.eval(*part);
        let Some(set) = value.as_num() else { return self.unknown(id, Cause::AbsentOperand) };
        let grain = match self.checked.type_of(*part) {
            Type::Percent => Num::ratio(1, 100).unwrap_or(Num::ONE),
            Type::Quantity(unit) => unit.scale.clone(),
            _ => Num::ONE,
        };
        let grain = NumSet::exact(grain);
        let scaled = || set.div(&grain).0;
        Value::Num(match function {
            Function::Round => scaled().round().mul(&grain),
            Function::Floor => scaled().floor().mul(&grain),
            Function::Ceil => scaled().ceil().mul(&grain),
            _ => set.abs(),
        })
    }
}

fn present(value: &Value) -> &Value {
    match value {
        Value::MaybeAbsent(inner) => inner,
        other => other,
    }
}

/// Part of a whole that does not list it: a quotient, 0 when the part is.
fn quotient(part: &NumSet, whole: &NumSet) -> (NumSet, bool) {
    if part.known().is_some_and(Num::is_zero) {
        return (NumSet::exact(Num::ZERO), false);
    }
    part.div(whole)
}

/// The smaller or the larger of two numbers, dates or ordered values.
pub(super) fn pick(smaller: bool, left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Num(left), Value::Num(right)) => Value::Num(if smaller { left.min(right) } else { left.max(right) }),
        (Value::Date(left), Value::Date(right)) => Value::Date(pick_dates(smaller, left, right)),
        (Value::Choice(left), Value::Choice(right)) => Value::Choice(pick_choices(smaller, *left, *right)),
        (Value::MaybeAbsent(inner), other) | (other, Value::MaybeAbsent(inner)) => {
            other.clone().union(pick(smaller, inner, other))
        }
        (Value::Absent, other) | (other, Value::Absent) => other.clone(),
        _ => Value::Any,
    }
}

/// The ranks of an ordered choice: each that either side may have while the other does not lie beyond it.
fn pick_choices(smaller: bool, left: ChoiceSet, right: ChoiceSet) -> ChoiceSet {
    let kept = |from: ChoiceSet, other: ChoiceSet| {
        let beaten = move |rank: usize, by: usize| if smaller { by < rank } else { by > rank };
        from.iter().filter(move |rank| other.iter().any(|by| !beaten(*rank, by))).map(ChoiceSet::single)
    };
    kept(left, right).chain(kept(right, left)).fold(ChoiceSet::default(), ChoiceSet::union)
}

fn pick_dates(smaller: bool, left: &DateSet, right: &DateSet) -> DateSet {
    let (Some(a), Some(b), Some(c), Some(d)) = (left.first(), left.last(), right.first(), right.last()) else {
        return DateSet::empty();
    };
    // Either side may be picked only where the other can still lie beyond it.
    let range = if smaller { DateSet::between(a.min(c), b.min(d)) } else { DateSet::between(a.max(c), b.max(d)) };
    left.union(right).intersect(&range)
}
