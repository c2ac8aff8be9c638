//! One expression at a time.

use super::checklist::count_conditions;
use super::compare;
use super::set::{BoolSet, DateSet, NumSet};
use super::slot::Status;
use super::value::{ListItem, ListValue, Value};
use super::verdict::VerdictSet;
use super::{Cause, Evaluator, Tracer};
use crate::base::MonthOrDay;
use crate::model::expr::{ExprKind, FieldRef, Function, Knowledge, LogicOp, RuleTest, Verdict};
use crate::model::ids::{DerivedId, ExprId, FactId, RuleId};
use std::borrow::Cow;
use std::sync::Arc;

/// A value read in place, or made on the way.
pub(super) type Seen<'a> = Cow<'a, Value>;

impl<'a, T: Tracer> Evaluator<'a, T> {
    pub(super) fn eval(&mut self, id: ExprId) -> Seen<'a> {
        let kind = self.program.kind(id);
        let value = match (self.fixed(id), self.held(id, kind)) {
            (Some(value), _) => Cow::Owned(value),
            (None, Some(held)) => Cow::Borrowed(held),
            (None, None) => self.eval_kind(id, kind),
        };
        self.tracer.value(id, &value);
        value
    }

    /// What stands in the doctrine or in the dossier, which needs no making.
    #[inline]
    fn held(&self, id: ExprId, kind: &ExprKind) -> Option<&'a Value> {
        match kind {
            ExprKind::Fact(fact) => Some(self.fact(*fact)),
            // Literals were made once, with the engine.
            ExprKind::Bool(_)
            | ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Choice(..)
            | ExprKind::Actor(_) => self.engine.literal(id),
            ExprKind::Local(local) => match self.locals.get(local.index())? {
                Some(Cow::Borrowed(value)) => Some(value),
                Some(Cow::Owned(_)) | None => None,
            },
            _ => None,
        }
    }

    /// What a condition may be. Conditions are where evaluation spends its time, so that none of them makes a value
    /// that nobody reads.
    pub(super) fn truth(&mut self, id: ExprId) -> BoolSet {
        if !self.fixed.is_empty() {
            return self.eval(id).truth();
        }
        if !T::FULL
            && let Some(rank) = self.engine.quick().of(id)
        {
            return self.answer_alone(rank);
        }
        self.slow_truth(id)
    }

    /// The same, worked out whole.
    pub(super) fn slow_truth(&mut self, id: ExprId) -> BoolSet {
        let kind = self.program.kind(id);
        if let Some(held) = self.held(id, kind) {
            self.tracer.value(id, held);
            return held.truth();
        }
        let Some(truth) = self.condition(id, kind) else { return self.eval(id).truth() };
        if T::FULL {
            self.tracer.truth(id, truth);
        }
        truth
    }

    /// Two operands, in place where both are held: most comparisons are of a fact with a constant.
    fn operands<R>(&mut self, left: ExprId, right: ExprId, compare: impl Fn(&Value, &Value) -> R) -> R {
        if self.fixed.is_empty()
            && let (Some(left_held), Some(right_held)) =
                (self.held(left, self.program.kind(left)), self.held(right, self.program.kind(right)))
        {
            self.tracer.value(left, left_held);
            self.tracer.value(right, right_held);
            return compare(left_held, right_held);
        }
        let (left, right) = (self.eval(left), self.eval(right));
        compare(&left, &right)
    }

    fn fixed(&self, id: ExprId) -> Option<Value> {
        if self.fixed.is_empty() { None } else { self.fixed.get(&id).cloned() }
    }

    fn eval_kind(&mut self, id: ExprId, kind: &'a ExprKind) -> Seen<'a> {
        let situation = self.situation;
        let made = match kind {
            ExprKind::Local(local) => {
                return self.locals.get(local.index()).cloned().flatten().unwrap_or(Cow::Owned(Value::Any));
            }
            ExprKind::Field(of, field) => return self.field(id, *of, field),
            ExprKind::Milestone(rank) => self.milestone(*rank),
            ExprKind::If(condition, then, otherwise) => return self.conditional(*condition, *then, *otherwise),
            ExprKind::Error | ExprKind::ChoiceName(_) => Value::Any,
            // These are held.
            ExprKind::Fact(_)
            | ExprKind::Bool(_)
            | ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Choice(..)
            | ExprKind::Actor(_) => Value::Any,
            ExprKind::Unspecified => self.unknown(id, Cause::Unspecified),
            ExprKind::Absent => Value::Absent,
            ExprKind::Today => Value::Date(DateSet::exact(situation.dates.as_of)),
            ExprKind::Derived(derived) => self.derived(id, *derived),
            ExprKind::Negate(of) => match self.eval(*of).as_num() {
                Some(set) => Value::Num(set.neg()),
                None => self.unknown(id, Cause::AbsentOperand),
            },
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(id, *op, *left, *right),
            ExprKind::OrElse(parts) => self.or_else(parts),
            ExprKind::Share { part, others, part_listed } => self.share(id, *part, others, *part_listed),
            ExprKind::Call(function, parts) => self.call(id, *function, parts),
            ExprKind::Aggregated { aggregate, body, var, list, condition } => {
                self.aggregated(id, *aggregate, *body, *var, *list, *condition)
            }
            ExprKind::Selected { last, var, list, by, condition } => {
                self.selected(id, *last, *var, *list, *by, *condition)
            }
            ExprKind::Record(fields) => self.record(id, fields),
            ExprKind::List(parts) => {
                let items =
                    parts.iter().map(|part| ListItem { value: self.eval(*part).into_owned(), certain: true }).collect();
                Value::List(Arc::new(ListValue { items, open: false }))
            }
            ExprKind::Rule(..)
            | ExprKind::Compare(..)
            | ExprKind::Between(..)
            | ExprKind::OneOf { .. }
            | ExprKind::Contains(..)
            | ExprKind::Under { .. }
            | ExprKind::StartsWith(..)
            | ExprKind::EndsWith(..)
            | ExprKind::Knowledge { .. }
            | ExprKind::IsAbsent { .. }
            | ExprKind::Recurs { .. }
            | ExprKind::Not(_)
            | ExprKind::Logic(..)
            | ExprKind::Combine(..)
            | ExprKind::Quantified { .. } => Value::Bool(self.condition(id, kind).unwrap_or(BoolSet::ANY)),
        };
        Cow::Owned(made)
    }

    /// What an expression that can only be a condition may be; `None` for any other.
    fn condition(&mut self, id: ExprId, kind: &'a ExprKind) -> Option<BoolSet> {
        Some(match kind {
            ExprKind::Rule(rule, test) => self.rule_test(*rule, *test),
            ExprKind::Compare(order, left, right) => {
                let found = self.operands(*left, *right, |left, right| compare::order(*order, left, right));
                self.settled(id, found)
            }
            ExprKind::Between(subject, low, high) => {
                let (subject, low, high) = (self.eval(*subject), self.eval(*low), self.eval(*high));
                self.settled(id, compare::between(&subject, &low, &high))
            }
            ExprKind::OneOf { subject, values, negated } => {
                let subject = self.eval(*subject);
                let found = match self.engine.literal(id) {
                    Some(listed) => compare::one_of_known(&subject, listed),
                    None => {
                        let values: Vec<Seen<'a>> = values.iter().map(|value| self.eval(*value)).collect();
                        compare::one_of(&subject, &values)
                    }
                };
                self.settled(id, found.map(|found| negate(found, *negated)))
            }
            ExprKind::Contains(subject, value) => {
                let found = self.operands(*subject, *value, compare::contains);
                self.settled(id, found)
            }
            ExprKind::Under { subject, host, negated } => {
                let found = self.texts(*subject, *host, compare::is_under);
                self.settled(id, found.map(|found| negate(found, *negated)))
            }
            ExprKind::StartsWith(subject, value) => {
                let found = self.texts(*subject, *value, |text, part| text.starts_with(part));
                self.settled(id, found)
            }
            ExprKind::EndsWith(subject, value) => {
                let found = self.texts(*subject, *value, |text, part| text.ends_with(part));
                self.settled(id, found)
            }
            ExprKind::Knowledge { what, subject, negated } => {
                BoolSet::exact(self.knowledge(*what, *subject) != *negated)
            }
            ExprKind::IsAbsent { subject, negated } => {
                let absent = match self.eval(*subject).as_ref() {
                    Value::Absent => BoolSet::TRUE,
                    Value::MaybeAbsent(_) | Value::Any => BoolSet::ANY,
                    _ => BoolSet::FALSE,
                };
                negate(absent, *negated)
            }
            ExprKind::Recurs { dates, every, since } => self.recurs(*dates, *every, *since),
            ExprKind::Not(of) => self.truth(*of).not(),
            ExprKind::Logic(op, parts) => self.logic(*op, parts),
            ExprKind::Combine(quantity, parts) => {
                count_conditions(*quantity, parts.iter().map(|part| self.truth(*part)))
            }
            ExprKind::Quantified { quantity, var, list, condition } => {
                self.quantified(id, *quantity, *var, *list, *condition)
            }
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
            | ExprKind::Milestone(_)
            | ExprKind::Local(_)
            | ExprKind::Field(..)
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic(..)
            | ExprKind::OrElse(_)
            | ExprKind::If(..)
            | ExprKind::Share { .. }
            | ExprKind::Call(..)
            | ExprKind::Aggregated { .. }
            | ExprKind::Selected { .. }
            | ExprKind::Record(_)
            | ExprKind::List(_) => return None,
        })
    }

    fn derived(&mut self, id: ExprId, derived: DerivedId) -> Value {
        let Some(value) = self.outcome.derived(derived).cloned() else {
            return Value::top(self.checked.type_of(id), self.program);
        };
        if T::FULL && !self.situation.parameters.contains_key(&derived) {
            let version = self.outcome.derived_versions.get(derived.index()).copied().flatten();
            if version.is_none() {
                self.tracer.cause(id, Cause::NotInForce(derived));
            }
        }
        value
    }

    /// A comparison that cannot be made, because one side is absent, is unknown.
    fn settled(&mut self, id: ExprId, found: Option<BoolSet>) -> BoolSet {
        if found.is_none() {
            self.tracer.cause(id, Cause::AbsentOperand);
        }
        found.unwrap_or(BoolSet::ANY)
    }

    #[inline]
    pub(super) fn fact(&self, id: FactId) -> &'a Value {
        self.situation.slots.value(id).unwrap_or_else(|| self.engine.top(id))
    }

    pub(super) fn rule_test(&mut self, rule: RuleId, test: RuleTest) -> BoolSet {
        let verdicts = self.outcome.verdicts(rule);
        match test {
            RuleTest::Passes => verdicts.among(VerdictSet::PASSING),
            RuleTest::Applies => verdicts.among(VerdictSet::NOT_APPLICABLE).not(),
            RuleTest::Is(Verdict::Met) => verdicts.among(VerdictSet::MET),
            RuleTest::Is(Verdict::NotMet) => verdicts.among(VerdictSet::NOT_MET),
            RuleTest::Is(Verdict::NotApplicable) => verdicts.among(VerdictSet::NOT_APPLICABLE),
            RuleTest::Is(Verdict::Exempt) => verdicts.among(VerdictSet::EXEMPT),
            RuleTest::Is(Verdict::Unknown) => BoolSet::exact(!verdicts.is_decided()),
        }
    }

    fn field(&mut self, id: ExprId, of: ExprId, field: &FieldRef) -> Seen<'a> {
        let value = self.eval(of);
        let FieldRef::Rank(rank) = field else { return Cow::Owned(Value::Any) };
        let rank = usize::from(*rank);
        if let Cow::Borrowed(Value::Record(fields)) = value {
            return fields.get(rank).map_or(Cow::Owned(Value::Any), Cow::Borrowed);
        }
        Cow::Owned(match value.as_ref() {
            Value::Record(fields) => fields.get(rank).cloned().unwrap_or(Value::Any),
            Value::MaybeAbsent(inner) => match inner.as_ref() {
                Value::Record(fields) => {
                    fields.get(rank).cloned().map_or(Value::Any, |field| field.union(Value::Absent))
                }
                _ => Value::Any,
            },
            Value::Absent => Value::Absent,
            _ => self.unknown(id, Cause::AbsentOperand),
        })
    }

    /// A record written out; fields that are not told may be anything.
    fn record(&mut self, id: ExprId, fields: &[(FieldRef, ExprId)]) -> Value {
        let Value::Record(all) = self.engine.element_top(self.checked.type_of(id)) else { return Value::Any };
        let mut all = all.as_ref().clone();
        for (field, value) in fields {
            let FieldRef::Rank(rank) = field else { continue };
            let value = self.eval(*value).into_owned();
            if let Some(place) = all.get_mut(usize::from(*rank)) {
                *place = value;
            }
        }
        Value::Record(Arc::new(all))
    }

    /// Steps over what is absent, never over what is missing.
    fn or_else(&mut self, parts: &[ExprId]) -> Value {
        let mut so_far: Option<Value> = None;
        for part in parts {
            let (present, may_go_on) = match self.eval(*part).into_owned() {
                Value::Absent => (None, true),
                Value::MaybeAbsent(inner) => (Some(*inner), true),
                other => (Some(other), false),
            };
            if let Some(present) = present {
                so_far = Some(match so_far {
                    Some(before) => before.union(present),
                    None => present,
                });
            }
            if !may_go_on {
                return so_far.unwrap_or(Value::Absent);
            }
        }
        match so_far {
            Some(value) => value.union(Value::Absent),
            None => Value::Absent,
        }
    }

    fn texts(&mut self, left: ExprId, right: ExprId, condition: impl Fn(&str, &str) -> bool) -> Option<BoolSet> {
        self.operands(left, right, |left, right| Some(left.as_text()?.compare(right.as_text()?, &condition)))
    }

    /// Speaks of the dossier as it is: always decided.
    fn knowledge(&mut self, what: Knowledge, subject: ExprId) -> bool {
        let status = self.fact_behind(subject).map(|fact| self.slot(fact).map_or(Status::Missing, |slot| slot.status));
        let value = self.eval(subject);
        match (what, status) {
            (Knowledge::Known, _) => value.is_known(),
            (Knowledge::Missing, Some(status)) => {
                matches!(status, Status::Missing | Status::Stale | Status::Unasserted) && !value.is_known()
            }
            (Knowledge::Contested, Some(status)) => status == Status::Contested,
            (Knowledge::Missing, None) => !value.is_known(),
            (Knowledge::Contested, None) => false,
        }
    }

    fn logic(&mut self, op: LogicOp, parts: &[ExprId]) -> BoolSet {
        let (mut all, last) = match op {
            LogicOp::And => (BoolSet::TRUE, BoolSet::FALSE),
            LogicOp::Or => (BoolSet::FALSE, BoolSet::TRUE),
        };
        for part in parts {
            let truth = self.truth(*part);
            all = match op {
                LogicOp::And => all.and(truth),
                LogicOp::Or => all.or(truth),
            };
            if all == last && !T::FULL {
                return all;
            }
        }
        if op == LogicOp::And && all == BoolSet::ANY && self.cannot_all_hold(parts) {
            return BoolSet::FALSE;
        }
        all
    }

    /// Whether limits on one and the same subject, as a cell of a table sets them, leave nothing of it although it
    /// meets each: 0 or 3 is at least 1, and less than 3, but never both.
    fn cannot_all_hold(&mut self, limits: &[ExprId]) -> bool {
        let mut left: Option<(ExprId, Value)> = None;
        for limit in limits {
            let ExprKind::Compare(order, subject, value) = self.program.kind(*limit) else { return false };
            if left.as_ref().is_some_and(|(common, _)| common != subject) {
                return false;
            }
            let allowed = super::engine::limit(*order, &self.eval(*value));
            let kept = match &left {
                Some((_, kept)) => kept.intersect(&allowed),
                None => self.eval(*subject).intersect(&allowed),
            };
            left = Some((*subject, kept));
        }
        left.is_some_and(|(_, kept)| kept.is_empty())
    }

    fn conditional(&mut self, condition: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Seen<'a> {
        let truth = self.truth(condition);
        let other = |evaluator: &mut Self| match otherwise {
            Some(otherwise) => evaluator.eval(otherwise),
            // Without `else`, an implication: it holds where the condition does not.
            None => Cow::Owned(Value::TRUE),
        };
        match truth.known() {
            Some(true) => self.eval(then),
            Some(false) => other(self),
            None => {
                let first = self.eval(then).into_owned();
                let second = other(self).into_owned();
                Cow::Owned(first.union(second))
            }
        }
    }

    fn call(&mut self, id: ExprId, function: Function, parts: &[ExprId]) -> Value {
        match function {
            Function::Min | Function::Max => self.extreme(id, function, parts),
            Function::Round | Function::Floor | Function::Ceil | Function::Abs => self.rounded(id, function, parts),
            Function::DaysBetween | Function::MonthsBetween | Function::YearsBetween => {
                let [from, to] = parts else { return self.unknown(id, Cause::AbsentOperand) };
                let (from, to) = (self.eval(*from), self.eval(*to));
                match (from.as_date(), to.as_date()) {
                    (Some(from), Some(to)) => Value::Num(span_between(function, from, to)),
                    _ => self.unknown(id, Cause::AbsentOperand),
                }
            }
            Function::DateOf => self.date_of(id, parts),
        }
    }

    fn date_of(&mut self, id: ExprId, parts: &[ExprId]) -> Value {
        let fact = parts.first().and_then(|part| self.fact_behind(*part));
        let Some(fact) = fact else { return self.unknown(id, Cause::AbsentOperand) };
        let dates: Vec<MonthOrDay> =
            self.slot(fact).into_iter().flat_map(|slot| slot.claims).filter_map(|claim| claim.on).collect();
        match dates.into_iter().map(date_set).reduce(|all, next| all.union(&next)) {
            Some(dates) => Value::Date(dates),
            None => Value::Date(DateSet::all()),
        }
    }
}

/// The days a written date may stand for.
pub fn date_set(date: MonthOrDay) -> DateSet {
    DateSet::between(date.first_day(), date.last_day())
}

/// Whole days, months or years, in base units: years count twelve months each.
fn span_between(function: Function, from: &DateSet, to: &DateSet) -> NumSet {
    let twelve = NumSet::exact(crate::base::Num::from_i64(12));
    match function {
        Function::DaysBetween => from.days_until(to),
        Function::YearsBetween => from.months_until(to).div(&twelve).0.floor().mul(&twelve),
        _ => from.months_until(to),
    }
}

fn negate(found: BoolSet, negated: bool) -> BoolSet {
    if negated { found.not() } else { found }
}
