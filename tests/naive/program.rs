//! A program in a representation of its own, small and without names to resolve: what the generator makes, the naive
//! evaluator runs and the printer writes in the language.

use super::calendar::{Day, day};
use dashu_ratio::RBig;

pub type Rational = RBig;

pub fn whole(n: i64) -> Rational {
    Rational::from(n)
}

/// Exactly one value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Number(Rational),
    Truth(bool),
    Day(Day),
    /// A value of `hue` or `grade`, by rank.
    Choice(usize),
    Absent,
    List(Vec<Value>),
    /// The fields of a task, in the order of [`FIELDS`].
    Task(Vec<Value>),
}

/// What kind of value a fact, a field or an item has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Integer,
    /// An integer that may be absent.
    Optional,
    Staff,
    Days,
    Months,
    Share,
    Truth,
    /// A yes/no that counts only when somebody asserted it.
    Judgement,
    Day,
    Hue,
    Grade,
    Tasks,
    Dates,
}

pub const HUES: [&str; 3] = ["blue", "white", "red"];
pub const GRADES: [&str; 3] = ["low", "fair", "high"];

/// The facts of every program: their names and kinds.
pub const FACTS: [(&str, Kind); 20] = [
    ("a", Kind::Integer),
    ("b", Kind::Integer),
    ("c", Kind::Integer),
    ("d", Kind::Integer),
    ("inside", Kind::Staff),
    ("outside", Kind::Staff),
    ("wait", Kind::Days),
    ("delay", Kind::Months),
    ("y", Kind::Truth),
    ("z", Kind::Truth),
    ("x", Kind::Truth),
    ("w", Kind::Truth),
    ("asserted", Kind::Judgement),
    ("p", Kind::Day),
    ("q", Kind::Day),
    ("hue", Kind::Hue),
    ("grade", Kind::Grade),
    ("maybe", Kind::Optional),
    ("tasks", Kind::Tasks),
    ("meetings", Kind::Dates),
];

/// The fields of a task.
pub const FIELDS: [(&str, Kind); 5] =
    [("n", Kind::Integer), ("done", Kind::Truth), ("hue", Kind::Hue), ("due", Kind::Day), ("cost", Kind::Optional)];

/// Around the end of a February of 29 days.
pub fn first_day() -> Day {
    day(2024, 2, 27)
}

/// Every value of a kind within the declared bounds; nothing for lists, of which there is no end.
pub fn domain(kind: Kind) -> Vec<Value> {
    let numbers = |to: i64| (0..=to).map(|n| Value::Number(whole(n))).collect();
    match kind {
        Kind::Integer | Kind::Staff | Kind::Days => numbers(3),
        Kind::Months => numbers(2),
        Kind::Optional => [Value::Absent].into_iter().chain((0..=2).map(|n| Value::Number(whole(n)))).collect(),
        Kind::Share => Vec::new(),
        Kind::Truth | Kind::Judgement => vec![Value::Truth(true), Value::Truth(false)],
        Kind::Day => (0..5).map(|rank| Value::Day(first_day().plus_days(rank))).collect(),
        Kind::Hue | Kind::Grade => (0..3).map(Value::Choice).collect(),
        Kind::Tasks | Kind::Dates => Vec::new(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    All,
    Any,
    None,
    AtLeast(usize),
    Exactly(usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Function {
    Min,
    Max,
    Abs,
    Round,
    Floor,
    Ceil,
    DaysBetween,
    MonthsBetween,
    YearsBetween,
    AddDays,
    SubtractDays,
    AddMonths,
    SubtractMonths,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aggregate {
    Count,
    Sum,
    Min,
    Max,
}

/// What is asked of a criterion or a checklist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// Its bare name: it does not block.
    Passes,
    Applies,
    Is(Verdict),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Met,
    NotMet,
    NotApplicable,
    Exempt,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// A number in the unit of a kind.
    Number(Rational, Kind),
    Truth(bool),
    Day(Day),
    Choice(Kind, usize),
    Today,
    /// A value of that kind which the text does not say.
    Unspecified(Kind),
    Fact(usize),
    /// A field of the task at hand.
    Field(usize),
    /// A parameter, a definition or a table, by its rank among the items.
    Derived(usize),
    /// A criterion or a checklist, by its rank among the items.
    Rule(usize, Asked),
    Negate(Box<Expr>),
    Compute(Operation, Box<Expr>, Box<Expr>),
    /// A part, among itself and others.
    Share(Box<Expr>, Vec<Expr>),
    Call(Function, Vec<Expr>),
    OrElse(Vec<Expr>),
    Compare(Order, Box<Expr>, Box<Expr>),
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    OneOf(Box<Expr>, Vec<Expr>),
    IsAbsent(Box<Expr>),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    /// Without `else`, an implication.
    If(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    Combine(Quantity, Vec<Expr>),
    /// Every task, or some task, satisfies a condition.
    Quantified {
        every: bool,
        condition: Box<Expr>,
    },
    /// Over the tasks that satisfy a condition.
    Aggregated {
        aggregate: Aggregate,
        body: Option<Box<Expr>>,
        condition: Option<Box<Expr>>,
    },
    /// A field of the first or last task in the order of another.
    Selected {
        last: bool,
        by: usize,
        condition: Option<Box<Expr>>,
        field: usize,
    },
    /// The meetings come at least every so many months.
    Recurs {
        months: i64,
        since: Option<Day>,
    },
}

/// The time in which a version holds, as written: both ends are inside, and without an end it lasts until the next
/// version begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub from: Option<Day>,
    pub until: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct Definition {
    pub parameter: bool,
    pub kind: Kind,
    pub versions: Vec<(Period, Expr)>,
    /// Each a condition and the value it brings; common to all versions.
    pub exceptions: Vec<(Expr, Expr)>,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub kind: Kind,
    pub first: bool,
    pub heads: Vec<Expr>,
    pub rows: Vec<(Vec<Cell>, Expr)>,
    /// The result of the row that closes the table.
    pub otherwise: Option<Expr>,
}

#[derive(Clone, Debug)]
pub enum Cell {
    Any,
    Is(Expr),
    Order(Order, Expr),
    /// At least, and less than.
    From(Expr, Expr),
    Between(Expr, Expr),
    OneOf(Vec<Expr>),
}

/// A criterion blocks a checklist when it is a requirement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Force {
    Obligation,
    Requirement,
    Recommendation,
    BestEffort,
    Indicative,
}

#[derive(Clone, Debug)]
pub struct Criterion {
    pub force: Option<Force>,
    /// Whether each task has its own verdict.
    pub for_each: bool,
    /// Common to all versions.
    pub applies: Vec<Expr>,
    pub exceptions: Vec<Expr>,
    pub versions: Vec<(Period, Expr)>,
}

#[derive(Clone, Debug)]
pub struct Checklist {
    pub period: Period,
    pub applies: Option<Expr>,
    pub members: Members,
}

#[derive(Clone, Debug)]
pub struct Members {
    pub quantity: Quantity,
    pub members: Vec<(Option<Force>, Member)>,
}

#[derive(Clone, Debug)]
pub enum Member {
    Rule(usize),
    Nested(Members),
}

#[derive(Clone, Debug)]
pub enum Item {
    Definition(Definition),
    Table(Table),
    Criterion(Criterion),
    Checklist(Checklist),
}

/// Items that lean only on those before them.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub items: Vec<Item>,
}

impl Program {
    /// How the item of a rank is called.
    pub fn name(&self, rank: usize) -> String {
        let letter = match self.items[rank] {
            Item::Definition(_) | Item::Table(_) => "v",
            Item::Criterion(_) => "k",
            Item::Checklist(_) => "g",
        };
        format!("{letter}{rank}")
    }
}

impl Expr {
    /// Shows every part to `see`, the whole first.
    pub fn each(&self, see: &mut impl FnMut(&Expr)) {
        see(self);
        match self {
            Expr::Number(..)
            | Expr::Truth(_)
            | Expr::Day(_)
            | Expr::Choice(..)
            | Expr::Today
            | Expr::Unspecified(_)
            | Expr::Fact(_)
            | Expr::Field(_)
            | Expr::Derived(_)
            | Expr::Rule(..)
            | Expr::Recurs { .. } => {}
            Expr::Negate(of) | Expr::IsAbsent(of) | Expr::Not(of) | Expr::Quantified { condition: of, .. } => {
                of.each(see)
            }
            Expr::Compute(_, left, right) | Expr::Compare(_, left, right) => {
                left.each(see);
                right.each(see);
            }
            Expr::Share(subject, others) | Expr::OneOf(subject, others) => {
                subject.each(see);
                others.iter().for_each(|other| other.each(see));
            }
            Expr::Call(_, parts)
            | Expr::OrElse(parts)
            | Expr::And(parts)
            | Expr::Or(parts)
            | Expr::Combine(_, parts) => parts.iter().for_each(|part| part.each(see)),
            Expr::Between(subject, low, high) => [subject, low, high].into_iter().for_each(|part| part.each(see)),
            Expr::If(condition, then, otherwise) => {
                [Some(condition), Some(then), otherwise.as_ref()].into_iter().flatten().for_each(|part| part.each(see));
            }
            Expr::Aggregated { body, condition, .. } => body.iter().chain(condition).for_each(|part| part.each(see)),
            Expr::Selected { condition, .. } => condition.iter().for_each(|part| part.each(see)),
        }
    }
}
