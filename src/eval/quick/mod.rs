//! Conditions made ready for when nobody listens. Most of them compare facts with constants: once a doctrine is
//! compiled, what each reads is known, and no value need be made on the way.
//!
//! This changes nothing of what a condition means. It answers for one exact number, a range of whole numbers or of days,
//! or a number of which nothing is known; for anything else it leaves the condition to the evaluator, which is the
//! reference (`quick_conditions_agree_with_the_evaluator` in `tests/` holds them together).

mod compile;
mod run;

use super::set::{BoolSet, ChoiceSet};
use crate::base::Date;
use crate::model::expr::{LogicOp, Order, RuleTest};
use crate::model::ids::{DerivedId, ExprId, FactId, LocalId, RuleId};
use std::sync::Arc;

/// The conditions of one doctrine that can be answered in place.
#[derive(Clone, Debug, Default)]
pub(super) struct Quick {
    conditions: Vec<Condition>,
    amounts: Vec<Amount>,
    /// By expression: the condition it is, when it is one of these.
    ranks: Vec<Option<Rank>>,
}

/// The rank of a condition or of an amount in its list.
pub(super) type Rank = u32;

impl Quick {
    /// The condition that an expression is, when it can be answered in place.
    #[inline]
    pub fn of(&self, id: ExprId) -> Option<Rank> {
        *self.ranks.get(id.index())?
    }

    #[inline]
    fn condition(&self, rank: Rank) -> Option<&Condition> {
        self.conditions.get(rank as usize)
    }

    #[inline]
    fn amount(&self, rank: Rank) -> Option<&Amount> {
        self.amounts.get(rank as usize)
    }
}

/// What is read where it is.
#[derive(Clone, Copy, Debug)]
enum Place {
    Fact(FactId),
    Derived(DerivedId),
    Local(LocalId),
    Field(LocalId, usize),
}

#[derive(Clone, Debug)]
enum Condition {
    /// A yes or no.
    Held(Place),
    Rule(RuleId, RuleTest),
    Not(Rank),
    Logic(LogicOp, Box<[Rank]>),
    /// A number told or not against a constant: what holds when it is not told was worked out before.
    Limit {
        order: Order,
        fact: FactId,
        than: Fraction,
        untold: BoolSet,
        whole: ExprId,
    },
    Amounts {
        order: Order,
        left: Rank,
        right: Rank,
        whole: ExprId,
    },
    Days {
        order: Order,
        left: Day,
        right: Day,
        whole: ExprId,
    },
    /// Whether a choice is among these values.
    Among {
        place: Place,
        values: ChoiceSet,
        negated: bool,
        whole: ExprId,
    },
    Text {
        test: TextTest,
        place: Place,
        with: Arc<str>,
        whole: ExprId,
    },
    /// What the evaluator answers.
    Left(ExprId),
}

#[derive(Clone, Copy, Debug)]
enum TextTest {
    Is,
    StartsWith,
    EndsWith,
    Contains,
}

#[derive(Clone, Copy, Debug)]
enum Day {
    At(Place),
    Between(Date, Date),
    Today,
}

#[derive(Clone, Debug)]
enum Amount {
    At(Place),
    Constant(Fraction),
    Add(Rank, Rank),
    Subtract(Rank, Rank),
    Multiply(Rank, Rank),
    /// `others` stand beside `part`; when it is not listed among them, the whole is they alone.
    Share {
        part: Rank,
        others: Box<[Rank]>,
        part_listed: bool,
    },
    DaysBetween(Day, Day),
    /// How many elements satisfy a condition.
    Count {
        list: Place,
        var: Option<LocalId>,
        condition: Option<Rank>,
    },
}

/// Numerator and denominator, the latter positive; not always in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction(i64, i64);

/// What an amount may be, where that is simple.
#[derive(Clone, Copy, Debug)]
enum Range {
    Exact(Fraction),
    /// Any whole number between the two; without an upper end when there is none.
    Whole(i64, Option<i64>),
    /// Any number.
    Any,
}
