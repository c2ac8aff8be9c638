//! What is changed, as words and programs tell it, and where it stands in the program.

use crate::base::{Date, Loc, MonthOrDay, Num};
use crate::model::expr::{LogicOp, Order, Quantity};
use crate::model::ids::ExprId;
use crate::testing::item::Item;

/// What is changed at a place. What stood there is in the author's own words at that place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// A number, one step up or down; what is written instead.
    Number(String),
    /// A date or a month, one day or one month up or down; what is written instead.
    Date(String),
    Order {
        from: Order,
        to: Order,
        /// Whether dates are compared, which has words of its own.
        of_dates: bool,
    },
    /// `and` and `or`; what stands there instead.
    Logic(LogicOp),
    Quantity {
        from: Quantity,
        to: Quantity,
    },
    /// `is one of` and `is not one of`, `is known` and `is not known`; whether it is denied now.
    Denied(bool),
    /// `not` before a condition is gone.
    Negation,
    Dropped(Dropped),
    /// The day on which a version begins.
    FirstDay {
        from: Date,
        to: Date,
    },
    /// The last day of a version.
    LastDay {
        from: Date,
        to: Date,
    },
    /// One end of the window of a milestone, or the day on which it takes effect: month and day.
    YearlyDay {
        from: (i8, i8),
        to: (i8, i8),
    },
}

/// What is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dropped {
    /// One of several conditions joined by `and` or `or`, or one of a list of them.
    Condition,
    /// One of the values of `is one of`.
    Value,
    /// `where` after a list.
    Filter,
    Applicability,
    Requirement,
    Exception,
    /// A member of a checklist.
    Member,
    /// A row of a table.
    Row,
    /// What one cell of a row asks.
    Cell,
    /// `feasible when`
    Feasibility,
    /// `when` after an advantage or a risk.
    PointCondition,
}

/// One change that can be made.
#[derive(Clone, Debug)]
pub(super) struct Mutant {
    pub item: Item,
    pub at: Loc,
    pub change: Change,
    pub target: Target,
}

/// Where a change is made. The edits themselves are made one at a time: a long list has as many mutants as members, and
/// all of them together would take its size squared.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// The same in each of these: versions share what is written outside their blocks.
    Exprs(Vec<(ExprId, InExpr)>),
    Item(InItem),
}

#[derive(Clone, Debug)]
pub(super) enum InExpr {
    Number(Num),
    Date(MonthOrDay),
    Order(Order),
    Logic(LogicOp),
    Quantity(Quantity),
    Deny,
    /// `not x` becomes x.
    Unwrap,
    /// By its rank.
    DropPart(usize),
    /// By its rank.
    DropValue(usize),
    DropFilter,
}

/// Parts of an item are found again by their places, in every version.
#[derive(Clone, Debug)]
pub(super) enum InItem {
    Drop(Dropped, Loc),
    /// A cell, by the place of its row and its column.
    Widen(Loc, usize),
    /// A checklist, by its place.
    Quantity(Loc, Quantity),
    /// The version of that rank begins on another day; the one before ends on the day before, if it did.
    Begin(usize, Date),
    /// The version of that rank ends on another day.
    End(usize, Date),
    /// A day of the milestone's version of that rank.
    Yearly(usize, Yearly, (i8, i8)),
}

/// The days of a milestone that come every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yearly {
    WindowFirst,
    WindowLast,
    Effect,
}
