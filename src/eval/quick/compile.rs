//! Which conditions can be answered in place, and what they read.

use super::super::Engine;
use super::super::compare;
use super::super::exprs::date_set;
use super::super::value::Value;
use super::{Amount, Condition, Day, Fraction, Place, Quick, Rank, TextTest};
use crate::model::expr::{Aggregate, ArithmeticOp, ExprKind, FieldRef, Function, LogicOp, Order};
use crate::model::ids::ExprId;
use crate::model::ty::Type;

impl Quick {
    /// Looks at every condition of a doctrine whose literals and facts are ready.
    pub fn new(engine: &Engine) -> Quick {
        let count = engine.checked.program.exprs.len();
        let mut compiler = Compiler { engine, quick: Quick { ranks: vec![None; count], ..Quick::default() } };
        for index in 0..count {
            let id = ExprId::new(index);
            // One by one: what stands in another was often met with it.
            if compiler.engine.checked.type_of(id) == &Type::Bool && compiler.quick.of(id).is_none() {
                compiler.condition(id);
            }
        }
        compiler.quick
    }
}

struct Compiler<'e> {
    engine: &'e Engine,
    quick: Quick,
}

impl Compiler<'_> {
    fn kind(&self, id: ExprId) -> &ExprKind {
        self.engine.checked.program.kind(id)
    }

    fn push(&mut self, condition: Condition) -> Rank {
        let rank = self.quick.conditions.len();
        self.quick.conditions.push(condition);
        u32::try_from(rank).unwrap_or(u32::MAX)
    }

    /// The condition that an expression is, noted for whoever asks by expression.
    fn condition(&mut self, id: ExprId) -> Option<Rank> {
        if let Some(known) = self.quick.of(id) {
            return Some(known);
        }
        let found = self.found(id)?;
        let rank = self.push(found);
        if let Some(place) = self.quick.ranks.get_mut(id.index()) {
            *place = Some(rank);
        }
        Some(rank)
    }

    /// The same as a part of another: what cannot be answered in place is left to the evaluator.
    fn part(&mut self, id: ExprId) -> Rank {
        match self.condition(id) {
            Some(rank) => rank,
            None => self.push(Condition::Left(id)),
        }
    }

    fn found(&mut self, id: ExprId) -> Option<Condition> {
        if let Some(place) = self.place(id) {
            return Some(Condition::Held(place));
        }
        match self.kind(id).clone() {
            ExprKind::Rule(rule, test) => Some(Condition::Rule(rule, test)),
            ExprKind::Not(of) => self.condition(of).map(Condition::Not),
            ExprKind::Logic(op, parts) => self.logic(op, &parts),
            ExprKind::Compare(order, left, right) => self.comparison(id, order, left, right),
            ExprKind::OneOf { subject, negated, .. } => match (self.place(subject)?, self.engine.literal(id)?) {
                (place, Value::Choice(values)) => Some(Condition::Among { place, values: *values, negated, whole: id }),
                _ => None,
            },
            ExprKind::StartsWith(subject, with) => self.text(id, TextTest::StartsWith, subject, with),
            ExprKind::EndsWith(subject, with) => self.text(id, TextTest::EndsWith, subject, with),
            ExprKind::Contains(subject, with) => self.text(id, TextTest::Contains, subject, with),
            _ => None,
        }
    }

    /// Limits on one subject say more together than apart, which only the evaluator sees.
    fn logic(&mut self, op: LogicOp, parts: &[ExprId]) -> Option<Condition> {
        let subject = |part: &ExprId| match self.kind(*part) {
            ExprKind::Compare(_, subject, _) => Some(*subject),
            _ => None,
        };
        let mut subjects = parts.iter().map(subject);
        let first = subjects.next()?;
        if op == LogicOp::And && first.is_some() && subjects.all(|subject| subject == first) {
            return None;
        }
        let parts = parts.iter().map(|part| self.part(*part)).collect();
        Some(Condition::Logic(op, parts))
    }

    fn text(&self, whole: ExprId, test: TextTest, subject: ExprId, with: ExprId) -> Option<Condition> {
        if self.engine.checked.type_of(subject) != &Type::Text {
            return None;
        }
        let (place, ExprKind::Text(with)) = (self.place(subject)?, self.kind(with)) else { return None };
        Some(Condition::Text { test, place, with: with.clone(), whole })
    }

    fn comparison(&mut self, whole: ExprId, order: Order, left: ExprId, right: ExprId) -> Option<Condition> {
        match self.engine.checked.type_of(left) {
            Type::Integer | Type::Number | Type::Percent | Type::Ratio | Type::Quantity(_) => {
                if let Some(limit) = self.limit(whole, order, left, right) {
                    return Some(limit);
                }
                let (left, right) = (self.amount(left)?, self.amount(right)?);
                Some(Condition::Amounts { order, left, right, whole })
            }
            Type::Date => Some(Condition::Days { order, left: self.day(left)?, right: self.day(right)?, whole }),
            Type::Choice(_) => {
                let (place, Value::Choice(values)) = (self.place(left)?, self.engine.literal(right)?) else {
                    return None;
                };
                match order {
                    Order::Equal | Order::NotEqual => {
                        Some(Condition::Among { place, values: *values, negated: order == Order::NotEqual, whole })
                    }
                    Order::AtLeast | Order::AtMost | Order::MoreThan | Order::LessThan => None,
                }
            }
            Type::Text => match order {
                Order::Equal => self.text(whole, TextTest::Is, left, right),
                _ => None,
            },
            Type::Error | Type::Bool | Type::Actor | Type::List(_) | Type::Record(_) => None,
        }
    }

    fn limit(&self, whole: ExprId, order: Order, left: ExprId, right: ExprId) -> Option<Condition> {
        let ExprKind::Fact(fact) = self.kind(left) else { return None };
        let constant = self.engine.literal(right)?;
        let than = constant.as_num().and_then(super::run::fraction)?;
        let untold = compare::order(order, self.engine.top(*fact), constant)?;
        Some(Condition::Limit { order, fact: *fact, than, untold, whole })
    }

    fn amount(&mut self, id: ExprId) -> Option<Rank> {
        let found = self.found_amount(id)?;
        let rank = self.quick.amounts.len();
        self.quick.amounts.push(found);
        u32::try_from(rank).ok()
    }

    fn found_amount(&mut self, id: ExprId) -> Option<Amount> {
        if let Some(place) = self.place(id) {
            return Some(Amount::At(place));
        }
        if let Some(constant) = self.engine.literal(id) {
            return constant.as_num().and_then(super::run::fraction).map(Amount::Constant);
        }
        match self.kind(id).clone() {
            ExprKind::Arithmetic(op, left, right) => {
                let (left, right) = (self.amount(left)?, self.amount(right)?);
                match op {
                    ArithmeticOp::Add => Some(Amount::Add(left, right)),
                    ArithmeticOp::Subtract => Some(Amount::Subtract(left, right)),
                    ArithmeticOp::Multiply => Some(Amount::Multiply(left, right)),
                    // A division may fail, and says why.
                    ArithmeticOp::Divide => None,
                }
            }
            ExprKind::Share { part, others, part_listed } => {
                let part = self.amount(part)?;
                let others = others.iter().map(|other| self.amount(*other)).collect::<Option<_>>()?;
                Some(Amount::Share { part, others, part_listed })
            }
            ExprKind::Call(Function::DaysBetween, parts) => match parts.as_slice() {
                [from, to] => Some(Amount::DaysBetween(self.day(*from)?, self.day(*to)?)),
                _ => None,
            },
            ExprKind::Aggregated { aggregate: Aggregate::Count, body, var, list, condition } => {
                let is_var = |body: &ExprId| matches!((self.kind(*body), var), (ExprKind::Local(local), Some(var)) if *local == var);
                if !body.as_ref().is_none_or(is_var) {
                    return None;
                }
                let list = self.place(list)?;
                let condition = match condition {
                    Some(condition) => Some(self.condition(condition)?),
                    None => None,
                };
                Some(Amount::Count { list, var, condition })
            }
            _ => None,
        }
    }

    fn day(&self, id: ExprId) -> Option<Day> {
        if self.engine.checked.type_of(id) != &Type::Date {
            return None;
        }
        match self.kind(id) {
            ExprKind::Today => Some(Day::Today),
            ExprKind::Date(date) => {
                let set = date_set(*date);
                Some(Day::Between(set.first()?, set.last()?))
            }
            _ => self.place(id).map(Day::At),
        }
    }

    fn place(&self, id: ExprId) -> Option<Place> {
        match self.kind(id) {
            ExprKind::Fact(fact) => Some(Place::Fact(*fact)),
            ExprKind::Derived(derived) => Some(Place::Derived(*derived)),
            ExprKind::Local(local) => Some(Place::Local(*local)),
            ExprKind::Field(of, FieldRef::Rank(rank)) => match self.kind(*of) {
                ExprKind::Local(local) => Some(Place::Field(*local, usize::from(*rank))),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Fraction {
    pub const ZERO: Fraction = Fraction(0, 1);
}
