//! One expression at a time.

use super::checklist::count_conditions;
use super::compare;
use super::set::{BoolSet, ChoiceSet, DateSet, NumSet, TextSet};
use super::slot::Status;
use super::value::Value;
use super::verdict::VerdictSet;
use super::{Cause, Evaluator, Tracer};
use crate::base::MonthOrDay;
use crate::model::expr::{ExprKind, FieldRef, Function, Knowledge, LogicOp, Quantity, RuleTest, Verdict};
use crate::model::ids::{ExprId, FactId, RuleId};

impl<T: Tracer> Evaluator<'_, T> {
    pub(super) fn eval(&mut self, id: ExprId) -> Value {
        let fixed = if self.fixed.is_empty() { None } else { self.fixed.get(&id).cloned() };
        let value = fixed.unwrap_or_else(|| self.eval_kind(id));
        self.tracer.value(id, &value);
        value
    }

    pub(super) fn truth(&mut self, id: ExprId) -> BoolSet {
        self.eval(id).truth()
    }

    fn eval_kind(&mut self, id: ExprId) -> Value {
        let program = self.program;
        match program.kind(id) {
            ExprKind::Error | ExprKind::ChoiceName(_) => Value::Any,
            ExprKind::Bool(value) => Value::from(*value),
            ExprKind::Number { value, .. } => Value::num(value.clone()),
            ExprKind::Text(text) => Value::Text(TextSet::exact(text)),
            ExprKind::Date(date) => Value::Date(date_set(*date)),
            ExprKind::Choice(_, rank) => Value::Choice(ChoiceSet::single(usize::from(*rank))),
            ExprKind::Actor(rank) => Value::Actor(ChoiceSet::single(usize::from(*rank))),
            ExprKind::Unspecified => self.unknown(id, Cause::Unspecified),
            ExprKind::Absent => Value::Absent,
            ExprKind::Today => Value::Date(DateSet::exact(self.situation.dates.as_of)),
            ExprKind::Fact(fact) => self.fact(*fact),
            ExprKind::Derived(derived) => match self.outcome.derived(*derived) {
                Some(value) => value.clone(),
                None => Value::top(self.checked.type_of(id), program),
            },
            ExprKind::Rule(rule, test) => Value::Bool(self.rule_test(*rule, *test)),
            ExprKind::Milestone(rank) => {
                self.situation.milestones.get(*rank).cloned().unwrap_or(Value::Date(DateSet::all()))
            }
            ExprKind::Local(local) => self.locals.get(local.index()).cloned().flatten().unwrap_or(Value::Any),
            ExprKind::Field(of, field) => self.field(id, *of, field),
            ExprKind::Negate(of) => match self.eval(*of).as_num() {
                Some(set) => Value::Num(set.neg()),
                None => self.unknown(id, Cause::AbsentOperand),
            },
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(id, *op, *left, *right),
            ExprKind::OrElse(parts) => self.or_else(parts),
            ExprKind::Compare(order, left, right) => {
                let (left, right) = (self.eval(*left), self.eval(*right));
                self.settled(id, compare::order(*order, &left, &right))
            }
            ExprKind::Between(subject, low, high) => {
                let (subject, low, high) = (self.eval(*subject), self.eval(*low), self.eval(*high));
                self.settled(id, compare::between(&subject, &low, &high))
            }
            ExprKind::OneOf { subject, values, negated } => {
                let subject = self.eval(*subject);
                let values: Vec<Value> = values.iter().map(|value| self.eval(*value)).collect();
                let found = compare::one_of(&subject, &values).map(|found| negate(found, *negated));
                self.settled(id, found)
            }
            ExprKind::Contains(subject, value) => {
                let (subject, value) = (self.eval(*subject), self.eval(*value));
                self.settled(id, compare::contains(&subject, &value))
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
                let known = self.knowledge(*what, *subject);
                Value::from(known != *negated)
            }
            ExprKind::IsAbsent { subject, negated } => {
                let absent = match self.eval(*subject) {
                    Value::Absent => BoolSet::TRUE,
                    Value::MaybeAbsent(_) | Value::Any => BoolSet::ANY,
                    _ => BoolSet::FALSE,
                };
                Value::Bool(negate(absent, *negated))
            }
            ExprKind::Recurs { dates, every, since } => self.recurs(*dates, *every, *since),
            ExprKind::Not(of) => Value::Bool(self.truth(*of).not()),
            ExprKind::Logic(op, parts) => Value::Bool(self.logic(*op, parts)),
            ExprKind::If(condition, then, otherwise) => self.conditional(*condition, *then, *otherwise),
            ExprKind::Combine(quantity, parts) => self.combine(*quantity, parts),
            ExprKind::Share { part, others, part_listed } => self.share(id, *part, others, *part_listed),
            ExprKind::Call(function, parts) => self.call(id, *function, parts),
            ExprKind::Quantified { quantity, var, list, condition } => {
                self.quantified(id, *quantity, *var, *list, *condition)
            }
            ExprKind::Aggregated { aggregate, body, var, list, condition } => {
                self.aggregated(id, *aggregate, *body, *var, *list, *condition)
            }
            ExprKind::Selected { last, var, list, by, condition } => {
                self.selected(id, *last, *var, *list, *by, *condition)
            }
            ExprKind::Record(fields) => self.record(id, fields),
            ExprKind::List(parts) => {
                let items = parts.iter().map(|part| super::value::ListItem { value: self.eval(*part), certain: true });
                let items = items.collect();
                Value::List(std::sync::Arc::new(super::value::ListValue { items, open: false }))
            }
        }
    }

    /// A comparison that cannot be made, because one side is absent, is unknown.
    fn settled(&mut self, id: ExprId, found: Option<BoolSet>) -> Value {
        match found {
            Some(found) => Value::Bool(found),
            None => self.unknown(id, Cause::AbsentOperand),
        }
    }

    fn fact(&mut self, id: FactId) -> Value {
        match self.slot(id).and_then(|slot| slot.value.as_ref()) {
            Some(value) => value.clone(),
            None => self.engine.top(id).clone(),
        }
    }

    fn rule_test(&mut self, rule: RuleId, test: RuleTest) -> BoolSet {
        let Some(outcome) = self.outcome.rule(rule) else { return BoolSet::ANY };
        let verdicts = outcome.verdicts;
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

    fn field(&mut self, id: ExprId, of: ExprId, field: &FieldRef) -> Value {
        let value = self.eval(of);
        let FieldRef::Rank(rank) = field else { return Value::Any };
        match value {
            Value::Record(fields) => fields.get(usize::from(*rank)).cloned().unwrap_or(Value::Any),
            Value::MaybeAbsent(inner) => match *inner {
                Value::Record(fields) => {
                    fields.get(usize::from(*rank)).cloned().map_or(Value::Any, |field| field.union(Value::Absent))
                }
                _ => Value::Any,
            },
            Value::Absent => Value::Absent,
            _ => self.unknown(id, Cause::AbsentOperand),
        }
    }

    /// A record written out; fields that are not told may be anything.
    fn record(&mut self, id: ExprId, fields: &[(FieldRef, ExprId)]) -> Value {
        let Value::Record(all) = self.engine.element_top(self.checked.type_of(id)) else { return Value::Any };
        let mut all = all.as_ref().clone();
        for (field, value) in fields {
            let FieldRef::Rank(rank) = field else { continue };
            let value = self.eval(*value);
            if let Some(place) = all.get_mut(usize::from(*rank)) {
                *place = value;
            }
        }
        Value::Record(std::sync::Arc::new(all))
    }

    /// Steps over what is absent, never over what is missing.
    fn or_else(&mut self, parts: &[ExprId]) -> Value {
        let mut so_far: Option<Value> = None;
        for part in parts {
            let value = self.eval(*part);
            let (present, may_go_on) = match value {
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
        let (left, right) = (self.eval(left), self.eval(right));
        Some(left.as_text()?.compare(right.as_text()?, condition))
    }

    /// Speaks of the dossier as it is: always decided.
    fn knowledge(&mut self, what: Knowledge, subject: ExprId) -> bool {
        let status = match self.program.kind(subject) {
            ExprKind::Fact(fact) => Some(self.slot(*fact).map_or(Status::Missing, |slot| slot.status)),
            _ => None,
        };
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
        if op == LogicOp::And && all.can_be_true() && self.cannot_all_hold(parts) {
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

    fn conditional(&mut self, condition: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Value {
        let truth = self.truth(condition);
        let other = |evaluator: &mut Self| match otherwise {
            Some(otherwise) => evaluator.eval(otherwise),
            // Without `else`, an implication: it holds where the condition does not.
            None => Value::TRUE,
        };
        match truth.known() {
            Some(true) => self.eval(then),
            Some(false) => other(self),
            None => {
                let first = self.eval(then);
                let second = other(self);
                first.union(second)
            }
        }
    }

    fn combine(&mut self, quantity: Quantity, parts: &[ExprId]) -> Value {
        let truths: Vec<BoolSet> = parts.iter().map(|part| self.truth(*part)).collect();
        Value::Bool(count_conditions(quantity, truths))
    }

    fn call(&mut self, id: ExprId, function: Function, parts: &[ExprId]) -> Value {
        match function {
            Function::Min | Function::Max => self.extreme(id, function, parts),
            Function::Round | Function::Floor | Function::Ceil | Function::Abs => self.rounded(id, function, parts),
            Function::DaysBetween | Function::MonthsBetween | Function::YearsBetween => {
                let values: Vec<Value> = parts.iter().map(|part| self.eval(*part)).collect();
                let dates: Option<Vec<&DateSet>> = values.iter().map(Value::as_date).collect();
                match dates.as_deref() {
                    Some([from, to]) => Value::Num(span_between(function, from, to)),
                    _ => self.unknown(id, Cause::AbsentOperand),
                }
            }
            Function::DateOf => self.date_of(id, parts),
        }
    }

    fn date_of(&mut self, id: ExprId, parts: &[ExprId]) -> Value {
        let fact = parts.first().map(|part| self.program.kind(*part));
        let Some(ExprKind::Fact(fact)) = fact else { return self.unknown(id, Cause::AbsentOperand) };
        let dates: Vec<MonthOrDay> =
            self.slot(*fact).into_iter().flat_map(|slot| &slot.claims).filter_map(|claim| claim.on).collect();
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
