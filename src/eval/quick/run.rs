//! The answers.

use super::super::set::{BoolSet, DateSet, NumSet, TextSet};
use super::super::value::Value;
use super::super::{Evaluator, Tracer};
use super::{Accepts, Amount, Condition, Day, Fraction, Operand, Place, Range, Rank, TextTest, Whole};
use crate::base::Date;
use crate::model::expr::LogicOp;
use crate::model::ids::{FactId, LocalId};
use std::cmp::Ordering;

impl<'a, T: Tracer> Evaluator<'a, T> {
    /// What a condition may be.
    #[inline(always)]
    pub(in crate::eval) fn quick_truth(&mut self, rank: Rank) -> BoolSet {
        let engine = self.engine;
        let found = engine.quick().condition(rank).and_then(|condition| self.answered(condition));
        found.unwrap_or(BoolSet::ANY)
    }

    /// The same, where it is asked from many places.
    #[inline(never)]
    pub(in crate::eval) fn answer_alone(&mut self, rank: Rank) -> BoolSet {
        self.answer(rank).unwrap_or(BoolSet::ANY)
    }

    /// `None` only for what is asked of an element, and cannot be answered in place.
    fn answer(&mut self, rank: Rank) -> Option<BoolSet> {
        let engine = self.engine;
        self.answered(engine.quick().condition(rank)?)
    }

    /// The same, without a call where most conditions are answered.
    #[inline(always)]
    fn answered(&mut self, condition: &'a Condition) -> Option<BoolSet> {
        let (found, whole) = match condition {
            Condition::Held(place) => {
                return Some(self.at(*place).map_or(BoolSet::ANY, Value::truth));
            }
            Condition::Rule(rule, test) => return Some(self.rule_test(*rule, *test)),
            Condition::Not(of) => return self.answer(*of).map(BoolSet::not),
            Condition::Logic(op, parts) => return self.quick_logic(*op, parts),
            Condition::Left(whole) => return self.left(Some(*whole)),
            Condition::Limit { order, fact, than, untold, whole } => {
                let found = match self.situation.slots.value(*fact) {
                    None => Some(*untold),
                    Some(Value::Num(set)) => fraction(set).map(|told| order.of(told.compare(*than))),
                    Some(_) => None,
                };
                (found, whole)
            }
            Condition::Amounts { order, left, right, whole } => {
                let found = self.operand(*left).zip(self.operand(*right));
                (found.and_then(|(left, right)| compare_ranges(*order, left, right)), whole)
            }
            Condition::Before { first, second, negated, whole } => {
                let found = match (self.days(*first), self.days(*second)) {
                    (Some(first), Some(second)) => {
                        let found = before(first, second);
                        Some(if *negated { found.not() } else { found })
                    }
                    _ => None,
                };
                (found, whole)
            }
            Condition::Among { place, values, negated, whole } => {
                let found = match self.at(*place) {
                    Some(Value::Choice(set)) => {
                        let common = set.intersect(*values);
                        let found = BoolSet::new(!common.is_empty(), common != *set);
                        Some(if *negated { found.not() } else { found })
                    }
                    _ => None,
                };
                (found, whole)
            }
            Condition::Text { test, place, with, whole } => {
                let found = match self.at(*place) {
                    Some(Value::Text(TextSet::Known(text))) => Some(BoolSet::exact(test.holds(text, with))),
                    Some(Value::Text(TextSet::Any)) => Some(BoolSet::ANY),
                    _ => None,
                };
                (found, whole)
            }
        };
        match found {
            Some(found) => Some(found),
            None => self.left(*whole),
        }
    }

    /// The rare case, kept apart so that the others need no room for it.
    #[cold]
    #[inline(never)]
    fn left(&mut self, whole: Whole) -> Option<BoolSet> {
        whole.map(|whole| self.slow_truth(whole))
    }

    #[inline(never)]
    fn quick_logic(&mut self, op: LogicOp, parts: &[Rank]) -> Option<BoolSet> {
        match op {
            LogicOp::And => {
                let mut all = BoolSet::TRUE;
                for part in parts {
                    all = all.and(self.answer(*part)?);
                    if all == BoolSet::FALSE {
                        break;
                    }
                }
                Some(all)
            }
            LogicOp::Or => {
                let mut any = BoolSet::FALSE;
                for part in parts {
                    any = any.or(self.answer(*part)?);
                    if any == BoolSet::TRUE {
                        break;
                    }
                }
                Some(any)
            }
        }
    }

    /// What stands at a place; `None` for what has no value.
    #[inline(always)]
    fn at(&self, place: Place) -> Option<&Value> {
        match place {
            Place::Fact(fact) => Some(self.fact(fact)),
            other => self.elsewhere(other),
        }
    }

    #[inline(never)]
    fn elsewhere(&self, place: Place) -> Option<&Value> {
        match place {
            Place::Fact(fact) => Some(self.fact(fact)),
            Place::Derived(derived) => self.outcome.derived(derived),
            Place::Local(local) => self.local(local),
            Place::Field(local, rank) => match self.local(local)? {
                Value::Record(fields) => fields.get(rank),
                _ => None,
            },
            Place::Element(depth) => *self.frames.get(depth)?,
            Place::ElementField(depth, rank) => match (*self.frames.get(depth)?)? {
                Value::Record(fields) => fields.get(rank),
                _ => None,
            },
        }
    }

    #[inline]
    fn local(&self, local: LocalId) -> Option<&Value> {
        self.locals.get(local.index())?.as_deref()
    }

    #[inline]
    fn operand(&mut self, operand: Operand) -> Option<Range> {
        match operand {
            Operand::Fact(fact) => range(self.fact(fact)),
            Operand::Constant(value) => Some(Range::Exact(value)),
            Operand::Amount(rank) => self.quick_amount(rank),
        }
    }

    fn quick_amount(&mut self, rank: Rank) -> Option<Range> {
        let engine = self.engine;
        match engine.quick().amount(rank)? {
            Amount::At(place) => range(self.at(*place)?),
            Amount::Add(left, right) => match (self.operand(*left)?, self.operand(*right)?) {
                (Range::Exact(left), Range::Exact(right)) => left.plus(right).map(Range::Exact),
                (Range::Any, Range::Exact(_) | Range::Any) | (Range::Exact(_), Range::Any) => Some(Range::Any),
                (Range::Whole(..), _) | (_, Range::Whole(..)) => None,
            },
            Amount::Subtract(left, right) => match (self.operand(*left)?, self.operand(*right)?) {
                (Range::Exact(left), Range::Exact(right)) => left.plus(right.negated()?).map(Range::Exact),
                (Range::Any, Range::Exact(_) | Range::Any) | (Range::Exact(_), Range::Any) => Some(Range::Any),
                (Range::Whole(..), _) | (_, Range::Whole(..)) => None,
            },
            Amount::Multiply(left, right) => match (self.operand(*left)?, self.operand(*right)?) {
                (Range::Exact(left), Range::Exact(right)) => left.times(right).map(Range::Exact),
                (Range::Any, Range::Exact(by)) | (Range::Exact(by), Range::Any) if !by.is_zero() => Some(Range::Any),
                (Range::Exact(_) | Range::Whole(..) | Range::Any, _) => None,
            },
            Amount::Share { part, others, part_listed } => self.quick_share(*part, others, *part_listed),
            Amount::DaysBetween(from, to) => {
                let (from, to) = (self.days(*from)?, self.days(*to)?);
                let least = from.1.days_until(to.0);
                if from.0 == from.1 && to.0 == to.1 {
                    return Some(Range::Exact(Fraction(least, 1)));
                }
                Some(Range::Whole(least, Some(from.0.days_until(to.1))))
            }
            Amount::Count { list, depth, condition } => self.quick_count(*list, *depth, *condition),
        }
    }

    /// As [`Evaluator::share`], where the whole is surely not zero.
    fn quick_share(&mut self, part: Operand, others: &[Operand], part_listed: bool) -> Option<Range> {
        let part = self.operand(part)?;
        let mut sum = Range::Exact(Fraction::ZERO);
        for other in others {
            sum = match (sum, self.operand(*other)?) {
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

    fn quick_count(&mut self, list: FactId, depth: usize, condition: Option<Rank>) -> Option<Range> {
        let Value::List(list) = self.fact(list) else { return None };
        let (mut sure, mut possible) = (0_i64, 0_i64);
        for item in &list.items {
            if matches!(item.value, Value::Absent | Value::MaybeAbsent(_)) {
                return None;
            }
            let mut counts = if item.certain { BoolSet::TRUE } else { BoolSet::ANY };
            if let Some(condition) = condition {
                if let Some(frame) = self.frames.get_mut(depth) {
                    *frame = Some(&item.value);
                }
                counts = counts.and(self.answer(condition)?);
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
    #[inline]
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

impl TextTest {
    fn holds(self, text: &str, with: &str) -> bool {
        match self {
            TextTest::Is => text == with,
            TextTest::StartsWith => text.starts_with(with),
            TextTest::EndsWith => text.ends_with(with),
            TextTest::Contains => text.contains(with),
        }
    }
}

fn one_range(set: &DateSet) -> Option<(Date, Date)> {
    match set.ranges() {
        [range] => Some(*range),
        _ => None,
    }
}

/// What is simple of a number that stands somewhere.
#[inline]
fn range(value: &Value) -> Option<Range> {
    match value {
        Value::Num(set) => match fraction(set) {
            Some(known) => Some(Range::Exact(known)),
            None if set.is_all() => Some(Range::Any),
            None => None,
        },
        _ => None,
    }
}

/// The one value of a set, when it is small.
#[inline]
pub(super) fn fraction(set: &NumSet) -> Option<Fraction> {
    set.known()?.parts().map(|(numerator, denominator)| Fraction(numerator, denominator))
}

/// `None` where the evaluator has to look.
#[inline]
fn compare_ranges(order: Accepts, left: Range, right: Range) -> Option<BoolSet> {
    match (left, right) {
        (Range::Exact(left), Range::Exact(right)) => Some(order.of(left.compare(right))),
        (Range::Any, Range::Exact(_) | Range::Any) | (Range::Exact(_), Range::Any) => Some(BoolSet::ANY),
        // A whole number between the ends may or may not be equal; otherwise the ends tell of all.
        (Range::Whole(least, most), Range::Exact(than)) if order.is_one_sided() => {
            let most = most.map_or(Ordering::Greater, |most| Fraction(most, 1).compare(than));
            Some(order.of(Fraction(least, 1).compare(than)).union(order.of(most)))
        }
        (Range::Exact(_) | Range::Whole(..) | Range::Any, _) => None,
    }
}

fn before(first: (Date, Date), second: (Date, Date)) -> BoolSet {
    BoolSet::new(first.0 < second.1, first.1 >= second.0)
}

impl Accepts {
    /// Whether what is found between two numbers is accepted.
    #[inline]
    fn of(self, found: Ordering) -> BoolSet {
        let place = match found {
            Ordering::Less => 0,
            Ordering::Equal => 1,
            Ordering::Greater => 2,
        };
        BoolSet::exact(self.0 >> place & 1 == 1)
    }

    /// Whether it is a limit: neither `=` nor `≠`.
    fn is_one_sided(self) -> bool {
        self.of(Ordering::Less) != self.of(Ordering::Greater)
    }
}

impl Fraction {
    fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[inline]
    fn compare(self, other: Fraction) -> Ordering {
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
