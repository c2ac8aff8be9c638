//! The answers.

use super::super::set::{BoolSet, DateSet, NumSet, TextSet};
use super::super::value::Value;
use super::super::{Evaluator, Tracer};
use super::{Amount, Condition, Day, Fraction, Place, Range, Rank, TextTest};
use crate::base::Date;
use crate::model::expr::{LogicOp, Order};
use crate::model::ids::LocalId;
use std::borrow::Cow;
use std::cmp::Ordering;

impl<'a, T: Tracer> Evaluator<'a, T> {
    /// What a condition may be.
    pub(in crate::eval) fn quick_truth(&mut self, rank: Rank) -> BoolSet {
        let engine = self.engine;
        let Some(condition) = engine.quick().condition(rank) else { return BoolSet::ANY };
        match condition {
            Condition::Held(place) => self.at(*place).map_or(BoolSet::ANY, Value::truth),
            Condition::Rule(rule, test) => self.rule_test(*rule, *test),
            Condition::Not(of) => self.quick_truth(*of).not(),
            Condition::Logic(op, parts) => self.quick_logic(*op, parts),
            Condition::Limit { order, fact, than, untold, whole } => {
                match self.situation.slots.value(*fact) {
                    None => *untold,
                    Some(Value::Num(set)) => match fraction(set) {
                        Some(told) => BoolSet::exact(holds(*order, told.compare(*than))),
                        None => self.slow_truth(*whole),
                    },
                    Some(_) => self.slow_truth(*whole),
                }
            }
            Condition::Amounts { order, left, right, whole } => {
                let found = self.quick_amount(*left).zip(self.quick_amount(*right));
                let found = found.and_then(|(left, right)| compare_ranges(*order, left, right));
                found.unwrap_or_else(|| self.slow_truth(*whole))
            }
            Condition::Days { order, left, right, whole } => {
                let found = self.days(*left).zip(self.days(*right));
                let found = found.and_then(|(left, right)| compare_days(*order, left, right));
                found.unwrap_or_else(|| self.slow_truth(*whole))
            }
            Condition::Among { place, values, negated, whole } => match self.at(*place) {
                Some(Value::Choice(set)) => {
                    let common = set.intersect(*values);
                    let found = BoolSet::new(!common.is_empty(), common != *set);
                    if *negated { found.not() } else { found }
                }
                _ => self.slow_truth(*whole),
            },
            Condition::Text { test, place, with, whole } => match self.at(*place) {
                Some(Value::Text(TextSet::Known(text))) => BoolSet::exact(match test {
                    TextTest::Is => text == with,
                    TextTest::StartsWith => text.starts_with(&**with),
                    TextTest::EndsWith => text.ends_with(&**with),
                    TextTest::Contains => text.contains(&**with),
                }),
                Some(Value::Text(TextSet::Any)) => BoolSet::ANY,
                _ => self.slow_truth(*whole),
            },
            Condition::Left(whole) => self.truth(*whole),
        }
    }

    fn quick_logic(&mut self, op: LogicOp, parts: &[Rank]) -> BoolSet {
        match op {
            LogicOp::And => {
                let mut all = BoolSet::TRUE;
                for part in parts {
                    all = all.and(self.quick_truth(*part));
                    if all == BoolSet::FALSE {
                        break;
                    }
                }
                all
            }
            LogicOp::Or => {
                let mut any = BoolSet::FALSE;
                for part in parts {
                    any = any.or(self.quick_truth(*part));
                    if any == BoolSet::TRUE {
                        break;
                    }
                }
                any
            }
        }
    }

    /// What stands at a place; `None` for what has no value.
    #[inline]
    fn at(&self, place: Place) -> Option<&Value> {
        match place {
            Place::Fact(fact) => Some(self.fact(fact)),
            Place::Derived(derived) => self.outcome.derived(derived),
            Place::Local(local) => self.local(local),
            Place::Field(local, rank) => match self.local(local)? {
                Value::Record(fields) => fields.get(rank),
                _ => None,
            },
        }
    }

    #[inline]
    fn local(&self, local: LocalId) -> Option<&Value> {
        self.locals.get(local.index())?.as_deref()
    }

    fn quick_amount(&mut self, rank: Rank) -> Option<Range> {
        let engine = self.engine;
        match engine.quick().amount(rank)? {
            Amount::At(place) => match self.at(*place)? {
                Value::Num(set) if set.is_all() => Some(Range::Any),
                Value::Num(set) => fraction(set).map(Range::Exact),
                _ => None,
            },
            Amount::Constant(value) => Some(Range::Exact(*value)),
            Amount::Add(left, right) => match (self.quick_amount(*left)?, self.quick_amount(*right)?) {
                (Range::Exact(left), Range::Exact(right)) => left.plus(right).map(Range::Exact),
                (Range::Any, Range::Exact(_) | Range::Any) | (Range::Exact(_), Range::Any) => Some(Range::Any),
                (Range::Whole(..), _) | (_, Range::Whole(..)) => None,
            },
            Amount::Subtract(left, right) => match (self.quick_amount(*left)?, self.quick_amount(*right)?) {
                (Range::Exact(left), Range::Exact(right)) => left.plus(right.negated()?).map(Range::Exact),
                (Range::Any, Range::Exact(_) | Range::Any) | (Range::Exact(_), Range::Any) => Some(Range::Any),
                (Range::Whole(..), _) | (_, Range::Whole(..)) => None,
            },
            Amount::Multiply(left, right) => match (self.quick_amount(*left)?, self.quick_amount(*right)?) {
                (Range::Exact(left), Range::Exact(right)) => left.times(right).map(Range::Exact),
                (Range::Any, Range::Exact(by)) | (Range::Exact(by), Range::Any) if !by.is_zero() => Some(Range::Any),
                (Range::Exact(_) | Range::Whole(..) | Range::Any, _) => None,
            },
            Amount::Share { part, others, part_listed } => self.quick_share(*part, others, *part_listed),
            Amount::DaysBetween(from, to) => {
                let (from, to) = (self.days(*from)?, self.days(*to)?);
                let (least, most) = (from.1.days_until(to.0), from.0.days_until(to.1));
                Some(if least == most { Range::Exact(Fraction(least, 1)) } else { Range::Whole(least, Some(most)) })
            }
            Amount::Count { list, var, condition } => self.quick_count(*list, *var, *condition),
        }
    }

    /// As [`Evaluator::share`], where the whole is surely not zero.
    fn quick_share(&mut self, part: Rank, others: &[Rank], part_listed: bool) -> Option<Range> {
        let part = self.quick_amount(part)?;
        let mut sum = Range::Exact(Fraction::ZERO);
        for other in others {
            sum = match (sum, self.quick_amount(*other)?) {
                (Range::Exact(sum), Range::Exact(other)) => Range::Exact(sum.plus(other)?),
                (Range::Any, Range::Exact(_) | Range::Any) | (Range::Exact(_), Range::Any) => Range::Any,
                (Range::Whole(..), _) | (_, Range::Whole(..)) => return None,
            };
        }
        match (part, sum) {
            (Range::Exact(part), Range::Exact(others)) => {
                let whole = if part_listed { part.plus(others)? } else { others };
                if whole.is_zero() { None } else { part.over(whole).map(Range::Exact) }
            }
            // Nothing is known of one of the two, and the other is not zero: the share may be anything.
            (Range::Any, Range::Any) => Some(Range::Any),
            (Range::Any, Range::Exact(known)) | (Range::Exact(known), Range::Any) if !known.is_zero() => {
                Some(Range::Any)
            }
            (Range::Exact(_) | Range::Whole(..) | Range::Any, _) => None,
        }
    }

    fn quick_count(&mut self, list: Place, var: Option<LocalId>, condition: Option<Rank>) -> Option<Range> {
        // What stands in the dossier can be read while elements are bound; a list made on the way cannot.
        let Place::Fact(fact) = list else { return None };
        let Value::List(list) = self.fact(fact) else { return None };
        let (mut sure, mut possible) = (0_i64, 0_i64);
        for item in &list.items {
            if matches!(item.value, Value::Absent | Value::MaybeAbsent(_)) {
                return None;
            }
            let mut counts = if item.certain { BoolSet::TRUE } else { BoolSet::ANY };
            if let Some(condition) = condition {
                if let Some(var) = var {
                    self.bind(var, Cow::Borrowed(&item.value));
                }
                counts = counts.and(self.quick_truth(condition));
            }
            possible += i64::from(counts.can_be_true());
            sure += i64::from(!counts.can_be_false());
        }
        Some(match (list.open, sure == possible) {
            (true, _) => Range::Whole(sure, None),
            (false, true) => Range::Exact(Fraction(sure, 1)),
            (false, false) => Range::Whole(sure, Some(possible)),
        })
    }

    /// The first and the last day that something may be.
    fn days(&self, day: Day) -> Option<(Date, Date)> {
        match day {
            Day::Between(first, last) => Some((first, last)),
            Day::Today => Some((self.situation.dates.as_of, self.situation.dates.as_of)),
            Day::At(place) => match self.at(place)? {
                Value::Date(set) => one_range(set),
                _ => None,
            },
        }
    }
}

fn one_range(set: &DateSet) -> Option<(Date, Date)> {
    match set.ranges() {
        [range] => Some(*range),
        _ => None,
    }
}

/// The one value of a set, when it is small.
#[inline]
pub(super) fn fraction(set: &NumSet) -> Option<Fraction> {
    set.known()?.parts().map(|(numerator, denominator)| Fraction(numerator, denominator))
}

fn holds(order: Order, found: Ordering) -> bool {
    super::super::compare::holds(order, found)
}

/// `None` where the evaluator has to look.
fn compare_ranges(order: Order, left: Range, right: Range) -> Option<BoolSet> {
    match (left, right) {
        (Range::Exact(left), Range::Exact(right)) => Some(BoolSet::exact(holds(order, left.compare(right)))),
        (Range::Any, Range::Exact(_) | Range::Any) | (Range::Exact(_), Range::Any) => Some(BoolSet::ANY),
        (Range::Whole(least, most), Range::Exact(than)) => {
            let least = Fraction(least, 1).compare(than);
            let most = most.map_or(Ordering::Greater, |most| Fraction(most, 1).compare(than));
            match order {
                Order::AtLeast => Some(BoolSet::new(most.is_ge(), least.is_lt())),
                Order::MoreThan => Some(BoolSet::new(most.is_gt(), least.is_le())),
                Order::AtMost => Some(BoolSet::new(least.is_le(), most.is_gt())),
                Order::LessThan => Some(BoolSet::new(least.is_lt(), most.is_ge())),
                // A whole number between the ends may or may not be there.
                Order::Equal | Order::NotEqual => None,
            }
        }
        (Range::Exact(_) | Range::Whole(..) | Range::Any, _) => None,
    }
}

fn compare_days(order: Order, left: (Date, Date), right: (Date, Date)) -> Option<BoolSet> {
    let before = |left: (Date, Date), right: (Date, Date)| BoolSet::new(left.0 < right.1, left.1 >= right.0);
    match order {
        Order::LessThan => Some(before(left, right)),
        Order::MoreThan => Some(before(right, left)),
        Order::AtMost => Some(before(right, left).not()),
        Order::AtLeast => Some(before(left, right).not()),
        Order::Equal | Order::NotEqual => None,
    }
}

impl Fraction {
    fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[inline]
    fn compare(self, other: Fraction) -> Ordering {
        if self.1 == other.1 {
            return self.0.cmp(&other.0);
        }
        (i128::from(self.0) * i128::from(other.1)).cmp(&(i128::from(other.0) * i128::from(self.1)))
    }

    // What no longer fits is left to the exact numbers.
    #[inline]
    fn plus(self, other: Fraction) -> Option<Fraction> {
        if self.1 == other.1 {
            return Some(Fraction(self.0.checked_add(other.0)?, self.1));
        }
        let left = self.0.checked_mul(other.1)?;
        let right = other.0.checked_mul(self.1)?;
        Some(Fraction(left.checked_add(right)?, self.1.checked_mul(other.1)?))
    }

    fn negated(self) -> Option<Fraction> {
        Some(Fraction(self.0.checked_neg()?, self.1))
    }

    #[inline]
    fn times(self, other: Fraction) -> Option<Fraction> {
        Some(Fraction(self.0.checked_mul(other.0)?, self.1.checked_mul(other.1)?))
    }

    /// `None` for a division by zero.
    fn over(self, other: Fraction) -> Option<Fraction> {
        let (numerator, denominator) = (self.0.checked_mul(other.1)?, self.1.checked_mul(other.0)?);
        match denominator.cmp(&0) {
            Ordering::Greater => Some(Fraction(numerator, denominator)),
            Ordering::Less => Some(Fraction(numerator.checked_neg()?, denominator.checked_neg()?)),
            Ordering::Equal => None,
        }
    }
}
