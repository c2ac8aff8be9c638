//! The values of a fact in a row, by rank: numbers from step to step, days.

use crate::base::{Date, Num};
use crate::eval::set::{DateSet, NumSet};
use crate::eval::value::Value;
use crate::eval::{Dates, Engine, constant};
use crate::model::item::FieldDecl;
use crate::model::ty::Type;

/// A number without limits is looked for so many steps away.
const FURTHEST: i64 = 1 << 40;

#[derive(Clone, Debug)]
pub(super) enum Scale {
    Numbers { step: Num },
    Days,
}

impl Scale {
    /// `None` for a fact whose values stand in no row.
    pub fn of(engine: &Engine, decl: &FieldDecl) -> Option<Scale> {
        let hundredth = Num::ratio(1, 100)?;
        let declared = decl.step.map(|step| constant(engine, Dates::on(Date::MAX), step));
        let declared = declared.as_ref().and_then(Value::as_num).and_then(NumSet::known).cloned();
        let step = match &decl.ty {
            Type::Date => return Some(Scale::Days),
            Type::Integer => Num::ONE,
            Type::Number | Type::Ratio => hundredth,
            // The last digit that is shown: a hundredth of the unit in which people read it.
            Type::Percent => &hundredth * &hundredth,
            Type::Quantity(unit) => &unit.scale * &hundredth,
            Type::Error | Type::Bool | Type::Text | Type::Choice(_) | Type::Actor | Type::Record(_) | Type::List(_) => {
                return None;
            }
        };
        let step = declared.filter(Num::is_positive).unwrap_or(step);
        Some(Scale::Numbers { step })
    }

    pub fn at(&self, rank: i64) -> Option<Value> {
        match self {
            Scale::Numbers { step } => Some(Value::num(&Num::from_i64(rank) * step)),
            Scale::Days => Date::from_day_number(rank).map(|day| Value::Date(DateSet::exact(day))),
        }
    }

    /// Every value between two ranks, those between two steps too.
    pub fn between(&self, low: i64, high: i64) -> Option<Value> {
        match self {
            Scale::Numbers { step } => {
                let (low, high) = (&Num::from_i64(low) * step, &Num::from_i64(high) * step);
                Some(Value::Num(NumSet::between(low, high)))
            }
            Scale::Days => {
                let (first, last) = (Date::from_day_number(low)?, Date::from_day_number(high)?);
                Some(Value::Date(DateSet::between(first, last)))
            }
        }
    }

    /// The ranks at or next to a value, below and above.
    pub fn around(&self, value: &Value) -> Option<(i64, i64)> {
        match self {
            Scale::Numbers { step } => {
                let ratio = value.as_num()?.known()?.checked_div(step)?;
                Some((ratio.floor().to_i64()?, ratio.ceil().to_i64()?))
            }
            Scale::Days => {
                let day = value.as_date()?.known()?.day_number();
                Some((day, day))
            }
        }
    }

    /// The first and the last rank that a declaration allows.
    pub fn ends(&self, allowed: &Value) -> Option<(i64, i64)> {
        match (self, allowed) {
            (Scale::Numbers { step }, Value::Num(set)) => {
                let rank = |end: Option<&Num>| end.and_then(|end| end.checked_div(step));
                let (lower, upper) = (set.lower(), set.upper());
                let first = rank(lower.value()).and_then(|rank| rank.ceil().to_i64());
                let last = rank(upper.value()).and_then(|rank| rank.floor().to_i64());
                Some((first.unwrap_or(-FURTHEST).max(-FURTHEST), last.unwrap_or(FURTHEST).min(FURTHEST)))
            }
            (Scale::Days, Value::Date(set)) => {
                let (first, last) = (set.first().unwrap_or(Date::MIN), set.last().unwrap_or(Date::MAX));
                Some((first.day_number(), last.day_number()))
            }
            _ => None,
        }
    }
}

/// The number of least denominator from `low` to `high`, both included; `low` is at most `high`.
pub(super) fn simplest(low: &Num, high: &Num) -> Option<Num> {
    // Each round makes the denominators smaller, as in the algorithm of Euclid.
    fn positive(low: &Num, high: &Num, depth: usize) -> Option<Num> {
        let whole = low.ceil();
        if whole <= *high {
            return Some(whole);
        }
        let depth = depth.checked_sub(1)?;
        let floor = low.floor();
        let inverse = |n: &Num| Num::ONE.checked_div(&(n - &floor));
        let rest = positive(&inverse(high)?, &inverse(low)?, depth)?;
        Some(&floor + &Num::ONE.checked_div(&rest)?)
    }
    positive(low, high, 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_number_between_two() {
        let n = |text: &str| Num::parse(text).unwrap();
        assert_eq!(simplest(&n("265/100"), &n("267/100")), Some(n("8/3")));
        assert_eq!(simplest(&n("1/3"), &n("1/2")), Some(n("1/2")));
        assert_eq!(simplest(&n("-7/3"), &n("-16/7")), Some(n("-7/3")));
        assert_eq!(simplest(&n("2"), &n("2")), Some(n("2")));
    }
}
