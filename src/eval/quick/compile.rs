//! Which conditions can be answered in place, and what they read.

use super::super::Engine;
use super::super::compare;
use super::super::exprs::date_set;
use super::super::value::Value;
use super::{Accepts, Amount, Condition, DEEPEST, Day, Fraction, Operand, Place, Quick, Rank, TextTest, Whole};
use crate::model::expr::{Aggregate, ArithmeticOp, ExprKind, FieldRef, Function, LogicOp, Order};
use crate::model::ids::{ExprId, LocalId};
use crate::model::ty::Type;
use std::cmp::Ordering;

impl Quick {
    /// Looks at every condition of a doctrine whose literals and facts are ready.
    pub fn new(engine: &Engine) -> Quick {
        let count = engine.checked.program.exprs.len();
        let mut compiler =
            Compiler { engine, quick: Quick { ranks: vec![None; count], ..Quick::default() }, counted: Vec::new() };
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
    /// The variables of the elements being counted, outermost first.
    counted: Vec<Option<LocalId>>,
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
        // Of an element being counted: nobody asks it by its expression.
        if !self.counted.is_empty() {
            return self.found(id).map(|found| self.push(found));
        }
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
    fn part(&mut self, id: ExprId) -> Option<Rank> {
        match self.condition(id) {
            Some(rank) => Some(rank),
            // The evaluator does not know the elements that are counted here.
            None if self.counted.is_empty() => Some(self.push(Condition::Left(id))),
            None => None,
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
                (place, Value::Choice(values)) => {
                    Some(Condition::Among { place, values: *values, negated, whole: self.whole(id) })
                }
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
        let parts = parts.iter().map(|part| self.part(*part)).collect::<Option<_>>()?;
        Some(Condition::Logic(op, parts))
    }

    fn text(&self, whole: ExprId, test: TextTest, subject: ExprId, with: ExprId) -> Option<Condition> {
        if self.engine.checked.type_of(subject) != &Type::Text {
            return None;
        }
        let (place, ExprKind::Text(with)) = (self.place(subject)?, self.kind(with)) else { return None };
        Some(Condition::Text { test, place, with: with.clone(), whole: self.whole(whole) })
    }

    fn comparison(&mut self, whole: ExprId, order: Order, left: ExprId, right: ExprId) -> Option<Condition> {
        match self.engine.checked.type_of(left) {
            Type::Integer | Type::Number | Type::Percent | Type::Ratio | Type::Quantity(_) => {
                if let Some(limit) = self.limit(whole, order, left, right) {
                    return Some(limit);
                }
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                Some(Condition::Amounts { order: Accepts::new(order), left, right, whole: self.whole(whole) })
            }
            Type::Date => {
                let (left, right) = (self.day(left)?, self.day(right)?);
                let (first, second, negated) = match order {
                    Order::LessThan => (left, right, false),
                    Order::AtLeast => (left, right, true),
                    Order::MoreThan => (right, left, false),
                    Order::AtMost => (right, left, true),
                    Order::Equal | Order::NotEqual => return None,
                };
                Some(Condition::Before { first, second, negated, whole: self.whole(whole) })
            }
            Type::Choice(_) => {
                let (place, Value::Choice(values)) = (self.place(left)?, self.engine.literal(right)?) else {
                    return None;
                };
                match order {
                    Order::Equal | Order::NotEqual => Some(Condition::Among {
                        place,
                        values: *values,
                        negated: order == Order::NotEqual,
                        whole: self.whole(whole),
                    }),
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
        Some(Condition::Limit { order: Accepts::new(order), fact: *fact, than, untold, whole: self.whole(whole) })
    }

    fn operand(&mut self, id: ExprId) -> Option<Operand> {
        if let ExprKind::Fact(fact) = self.kind(id) {
            return Some(Operand::Fact(*fact));
        }
        if let Some(constant) = self.engine.literal(id) {
            return constant.as_num().and_then(super::run::fraction).map(Operand::Constant);
        }
        let found = self.amount(id)?;
        let rank = self.quick.amounts.len();
        self.quick.amounts.push(found);
        u32::try_from(rank).ok().map(Operand::Amount)
    }

    fn amount(&mut self, id: ExprId) -> Option<Amount> {
        if let Some(place) = self.place(id) {
            return Some(Amount::At(place));
        }
        match self.kind(id).clone() {
            ExprKind::Arithmetic(op, left, right) => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                match op {
                    ArithmeticOp::Add => Some(Amount::Add(left, right)),
                    ArithmeticOp::Subtract => Some(Amount::Subtract(left, right)),
                    ArithmeticOp::Multiply => Some(Amount::Multiply(left, right)),
                    // A division may fail, and says why.
                    ArithmeticOp::Divide => None,
                }
            }
            ExprKind::Share { part, others, part_listed } => {
                let part = self.operand(part)?;
                let others = others.iter().map(|other| self.operand(*other)).collect::<Option<_>>()?;
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
                let ExprKind::Fact(list) = *self.kind(list) else { return None };
                let depth = self.counted.len();
                if depth >= DEEPEST {
                    return None;
                }
                self.counted.push(var);
                let condition = condition.map(|condition| self.condition(condition));
                self.counted.pop();
                match condition {
                    Some(None) => None,
                    Some(found) => Some(Amount::Count { list, depth, condition: found }),
                    None => Some(Amount::Count { list, depth, condition: None }),
                }
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

    fn whole(&self, id: ExprId) -> Whole {
        self.counted.is_empty().then_some(id)
    }

    /// Where the element that a variable stands for is, when it is being counted here.
    fn depth_of(&self, local: LocalId) -> Option<usize> {
        self.counted.iter().rposition(|counted| *counted == Some(local))
    }

    fn place(&self, id: ExprId) -> Option<Place> {
        match self.kind(id) {
            ExprKind::Fact(fact) => Some(Place::Fact(*fact)),
            ExprKind::Derived(derived) => Some(Place::Derived(*derived)),
            ExprKind::Local(local) => Some(match self.depth_of(*local) {
                Some(depth) => Place::Element(depth),
                None => Place::Local(*local),
            }),
            ExprKind::Field(of, FieldRef::Rank(rank)) => match self.kind(*of) {
                ExprKind::Local(local) => Some(match self.depth_of(*local) {
                    Some(depth) => Place::ElementField(depth, usize::from(*rank)),
                    None => Place::Field(*local, usize::from(*rank)),
                }),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Accepts {
    fn new(order: Order) -> Accepts {
        let accepted = [Ordering::Less, Ordering::Equal, Ordering::Greater].map(|found| compare::holds(order, found));
        Accepts(accepted.iter().rev().fold(0, |bits, accepted| bits << 1 | u8::from(*accepted)))
    }
}

impl Fraction {
    pub const ZERO: Fraction = Fraction(0, 1);
}
