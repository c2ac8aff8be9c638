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
use crate::model::expr::{LogicOp, RuleTest};
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

/// How deep elements may be counted within each other; what is deeper is left to the evaluator.
pub(super) const DEEPEST: usize = 4;

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
    /// An element that is being counted, by depth.
    Element(usize),
    ElementField(usize, usize),
}

/// The expression to leave to the evaluator; none for what is asked of an element being counted, which it does not know:
/// then the count is left to it.
type Whole = Option<ExprId>;

#[derive(Clone, Debug)]
enum Condition {
    /// A yes or no.
    Held(Place),
    Rule(RuleId, RuleTest),
    Not(Rank),
    Logic(LogicOp, Box<[Rank]>),
    /// A number told or not against a constant: what holds when it is not told was worked out before.
    Limit {
        order: Accepts,
        fact: FactId,
        than: Fraction,
        untold: BoolSet,
        whole: Whole,
    },
    Amounts {
        order: Accepts,
        left: Operand,
        right: Operand,
        whole: Whole,
    },
    /// Whether one day is before another; `negated`, whether it is not.
    Before {
        first: Day,
        second: Day,
        negated: bool,
        whole: Whole,
    },
    /// Whether a choice is among these values.
    Among {
        place: Place,
        values: ChoiceSet,
        negated: bool,
        whole: Whole,
    },
    Text {
        test: TextTest,
        place: Place,
        with: Arc<str>,
        whole: Whole,
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

/// Which of less, equal and greater an order accepts: a bit for each, so that a comparison takes no branch.
#[derive(Clone, Copy, Debug)]
struct Accepts(u8);

/// What most amounts are made of, else another amount.
#[derive(Clone, Copy, Debug)]
enum Operand {
    Fact(FactId),
    Constant(Fraction),
    Amount(Rank),
}

#[derive(Clone, Debug)]
enum Amount {
    At(Place),
    Add(Operand, Operand),
    Subtract(Operand, Operand),
    Multiply(Operand, Operand),
    /// `others` stand beside `part`; when it is not listed among them, the whole is they alone.
    Share {
        part: Operand,
        others: Box<[Operand]>,
        part_listed: bool,
    },
    DaysBetween(Day, Day),
    /// How many elements satisfy a condition.
    Count {
        list: FactId,
        /// Where its elements stand while they are asked.
        depth: usize,
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
