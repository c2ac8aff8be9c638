//! Writes random programs. With `once`, no fact and no item is used twice, and only the forms are used for which the
//! language promises to decide whenever it can.

mod items;

use super::calendar::Day;
use super::program::{
    Aggregate, Asked, Expr, FACTS, FIELDS, Function, Item, Kind, Operation, Order, Program, Quantity, Verdict,
    first_day, whole,
};
use super::random::Random;

pub struct Writer {
    pub random: Random,
    program: Program,
    once: bool,
    used_facts: Vec<usize>,
    used_items: Vec<usize>,
    /// Inside the condition of a list, the fields already used; else nothing.
    task: Option<Vec<usize>>,
}

/// A program of two to six items. The last one is a criterion or a checklist.
pub fn random_program(seed: u64, once: bool) -> Program {
    let program = Program::default();
    let mut writer =
        Writer { random: Random::new(seed), program, once, used_facts: Vec::new(), used_items: Vec::new(), task: None };
    for _ in 0..1 + writer.random.below(4) {
        let item = match writer.random.below(8) {
            0..=2 => Item::Definition(writer.definition()),
            3 => Item::Table(writer.table()),
            4..=6 => Item::Criterion(writer.criterion()),
            _ => Item::Checklist(writer.checklist()),
        };
        writer.program.items.push(item);
    }
    let last = match writer.random.below(3) {
        0 => Item::Checklist(writer.checklist()),
        _ => Item::Criterion(writer.criterion()),
    };
    writer.program.items.push(last);
    writer.program
}

fn boxed(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

impl Writer {
    fn literal(&mut self, kind: Kind, below: usize) -> Expr {
        let n = i64::try_from(self.random.below(below)).expect("a small number");
        Expr::Number(whole(n), kind)
    }

    /// A fact of a kind that may still be used.
    fn fact(&mut self, kind: Kind) -> Option<Expr> {
        if self.once && self.task.is_some() {
            // Each element would use it again.
            return None;
        }
        let free: Vec<usize> = (0..FACTS.len())
            .filter(|rank| FACTS[*rank].1 == kind && !(self.once && self.used_facts.contains(rank)))
            .collect();
        if free.is_empty() {
            return None;
        }
        let rank = *self.random.pick(&free);
        self.used_facts.push(rank);
        Some(Expr::Fact(rank))
    }

    fn field(&mut self, kind: Kind) -> Option<Expr> {
        let once = self.once;
        let used = self.task.as_mut()?;
        let rank = FIELDS.iter().position(|(_, of)| *of == kind)?;
        if once && used.contains(&rank) {
            return None;
        }
        used.push(rank);
        Some(Expr::Field(rank))
    }

    /// An earlier item that may still be used.
    fn item(&mut self, fits: impl Fn(&Item) -> bool) -> Option<usize> {
        if self.once && self.task.is_some() {
            return None;
        }
        let free: Vec<usize> = (0..self.program.items.len())
            .filter(|rank| fits(&self.program.items[*rank]) && !(self.once && self.used_items.contains(rank)))
            .collect();
        if free.is_empty() {
            return None;
        }
        let rank = *self.random.pick(&free);
        self.used_items.push(rank);
        Some(rank)
    }

    fn derived(&mut self, kind: Kind) -> Option<Expr> {
        let rank = self.item(|item| match item {
            Item::Definition(definition) => definition.kind == kind,
            Item::Table(table) => table.kind == kind,
            Item::Criterion(_) | Item::Checklist(_) => false,
        })?;
        Some(Expr::Derived(rank))
    }

    fn rule(&mut self) -> Option<usize> {
        self.item(|item| matches!(item, Item::Criterion(_) | Item::Checklist(_)))
    }

    /// A fact, a field or an earlier value of a kind.
    fn leaf(&mut self, kind: Kind) -> Option<Expr> {
        if self.task.is_some() && (self.once || self.random.below(3) > 0) {
            return self.field(kind);
        }
        let derived = if self.random.once_in(3) { self.derived(kind) } else { None };
        derived.or_else(|| self.fact(kind))
    }

    /// Whether a list may be gone through here.
    fn may_list(&mut self) -> bool {
        let tasks = FACTS.iter().position(|(_, kind)| *kind == Kind::Tasks).expect("tasks");
        if self.task.is_some() || (self.once && self.used_facts.contains(&tasks)) {
            return false;
        }
        self.used_facts.push(tasks);
        true
    }

    fn in_task<R>(&mut self, body: impl FnOnce(&mut Self) -> R) -> R {
        self.task = Some(Vec::new());
        let result = body(self);
        self.task = None;
        result
    }

    fn integer(&mut self, depth: u32) -> Expr {
        if depth == 0 || self.random.once_in(3) {
            let leaf = if self.random.once_in(4) { None } else { self.leaf(Kind::Integer) };
            return leaf.unwrap_or_else(|| self.literal(Kind::Integer, 5));
        }
        let inner = depth - 1;
        match self.random.below(if self.once { 9 } else { 15 }) {
            0 => Expr::Compute(Operation::Add, boxed(self.integer(inner)), boxed(self.integer(inner))),
            1 => Expr::Compute(Operation::Subtract, boxed(self.integer(inner)), boxed(self.integer(inner))),
            2 => Expr::Compute(Operation::Multiply, boxed(self.integer(inner)), boxed(self.integer(inner))),
            3 => Expr::Call(Function::Min, vec![self.integer(inner), self.integer(inner)]),
            4 => Expr::Call(Function::Max, vec![self.integer(inner), self.integer(inner)]),
            5 => Expr::If(boxed(self.condition(inner)), boxed(self.integer(inner)), Some(boxed(self.integer(inner)))),
            6 | 7 if self.may_list() => self.counted(),
            6..=8 => self.integer(inner),
            9 => Expr::Call(Function::Abs, vec![self.integer(inner)]),
            10 => Expr::Negate(boxed(self.integer(inner))),
            11..=13 => self.perhaps(inner),
            _ => {
                let (maybe, number) = (self.leaf(Kind::Optional), self.integer(inner));
                let function = if self.random.once_in(2) { Function::Min } else { Function::Max };
                Expr::Call(function, maybe.into_iter().chain([number]).collect())
            }
        }
    }

    /// A count or a sum over the tasks. With `once`, each field of a task is used once.
    fn counted(&mut self) -> Expr {
        self.in_task(|writer| {
            let condition = writer.random.once_in(2).then(|| boxed(writer.condition(1)));
            let sum = writer.random.once_in(2);
            let body = if sum { writer.field(Kind::Integer) } else { None };
            match body {
                Some(body) => Expr::Aggregated { aggregate: Aggregate::Sum, body: Some(boxed(body)), condition },
                None => Expr::Aggregated { aggregate: Aggregate::Count, body: None, condition },
            }
        })
    }

    /// What may be absent, and what stands for it then.
    fn perhaps(&mut self, depth: u32) -> Expr {
        let fallback = self.literal(Kind::Integer, 4);
        let maybe = match self.random.below(4) {
            0 if self.may_list() => {
                let aggregate = if self.random.once_in(2) { Aggregate::Min } else { Aggregate::Max };
                let field = if self.random.once_in(2) { Kind::Integer } else { Kind::Optional };
                self.in_task(|writer| {
                    let condition = writer.random.once_in(2).then(|| boxed(writer.condition(depth.min(1))));
                    let body = writer.field(field).expect("a field");
                    Expr::Aggregated { aggregate, body: Some(boxed(body)), condition }
                })
            }
            1 | 2 if self.may_list() => {
                let rank = |wanted: &str| FIELDS.iter().position(|(name, _)| *name == wanted).expect("a field");
                let by = rank(if self.random.once_in(2) { "n" } else { "due" });
                let last = self.random.once_in(2);
                let condition = self.random.once_in(2).then(|| boxed(self.in_task(|writer| writer.condition(1))));
                Expr::Selected { last, by, condition, field: rank("n") }
            }
            _ => self.leaf(Kind::Optional).unwrap_or_else(|| self.literal(Kind::Integer, 4)),
        };
        let second = if self.random.once_in(3) { self.leaf(Kind::Optional) } else { None };
        Expr::OrElse([Some(maybe), second, Some(fallback)].into_iter().flatten().collect())
    }

    /// A quotient, or a quotient made whole. With `once`, its denominator is never zero.
    fn fraction(&mut self, depth: u32) -> Expr {
        let top = self.integer(depth);
        let bottom = if self.once || self.random.once_in(2) {
            let fact = self.leaf(Kind::Integer);
            let more = Expr::Number(whole(1 + i64::from(self.random.once_in(2))), Kind::Integer);
            match fact {
                Some(fact) if self.is_bounded(&fact) => Expr::Compute(Operation::Add, boxed(fact), boxed(more)),
                _ => more,
            }
        } else {
            self.integer(depth)
        };
        let quotient = Expr::Compute(Operation::Divide, boxed(top), boxed(bottom));
        if self.once || self.random.once_in(2) {
            return quotient;
        }
        let function = *self.random.pick(&[Function::Round, Function::Floor, Function::Ceil, Function::Abs]);
        Expr::Call(function, vec![quotient])
    }

    /// Whether a value is never negative: earlier definitions may be.
    fn is_bounded(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Fact(_) | Expr::Field(_))
    }

    fn share(&mut self) -> Option<Expr> {
        if self.random.once_in(3) {
            return self.derived(Kind::Share);
        }
        let part = self.fact(Kind::Staff)?;
        let other = self.fact(Kind::Staff).unwrap_or_else(|| self.literal(Kind::Staff, 3));
        if other == part {
            return None;
        }
        Some(Expr::Share(boxed(part), vec![other]))
    }

    fn percent(&mut self) -> Expr {
        let percent = *self.random.pick(&[0, 25, 40, 50, 60, 75, 100]);
        Expr::Number(whole(percent) / whole(100), Kind::Share)
    }

    fn duration(&mut self, kind: Kind) -> Expr {
        let leaf = if self.random.once_in(2) { self.leaf(kind) } else { None };
        leaf.unwrap_or_else(|| self.literal(kind, 4))
    }

    fn some_day(&mut self) -> Day {
        let days = *self.random.pick(&[0, 1, 2, 3, 4, 2, 3, 31, 60]);
        first_day().plus_days(days)
    }

    fn day(&mut self, depth: u32) -> Expr {
        if depth == 0 || self.random.once_in(3) {
            let leaf = if self.random.once_in(3) { None } else { self.leaf(Kind::Day) };
            return leaf
                .unwrap_or_else(|| if self.random.once_in(5) { Expr::Today } else { Expr::Day(self.some_day()) });
        }
        let inner = depth - 1;
        match self.random.below(5) {
            0 => {
                let function = if self.random.once_in(2) { Function::AddDays } else { Function::SubtractDays };
                Expr::Call(function, vec![self.day(inner), self.duration(Kind::Days)])
            }
            1 => {
                let function = if self.random.once_in(2) { Function::AddMonths } else { Function::SubtractMonths };
                Expr::Call(function, vec![self.day(inner), self.duration(Kind::Months)])
            }
            2 => Expr::Call(Function::Min, vec![self.day(inner), self.day(inner)]),
            3 => Expr::Call(Function::Max, vec![self.day(inner), self.day(inner)]),
            _ => Expr::If(boxed(self.condition(inner)), boxed(self.day(inner)), Some(boxed(self.day(inner)))),
        }
    }

    fn choice(&mut self, kind: Kind, depth: u32) -> Expr {
        if depth > 0 && self.random.once_in(4) {
            // Of two bare values nothing says of which choice they are.
            if let Some(then) = self.leaf(kind) {
                let condition = self.condition(depth - 1);
                return Expr::If(boxed(condition), boxed(then), Some(boxed(self.choice(kind, 0))));
            }
        }
        let leaf = if self.random.once_in(4) { None } else { self.leaf(kind) };
        leaf.unwrap_or_else(|| Expr::Choice(kind, self.random.below(3)))
    }

    fn order(&mut self) -> Order {
        use Order::{AtLeast, AtMost, Equal, LessThan, MoreThan, NotEqual};
        *self.random.pick(&[AtLeast, AtMost, MoreThan, LessThan, AtLeast, AtMost, Equal, NotEqual])
    }

    fn compared(&mut self, left: Expr, right: Expr) -> Expr {
        Expr::Compare(self.order(), boxed(left), boxed(right))
    }

    fn comparison(&mut self, depth: u32) -> Expr {
        match self.random.below(if self.once { 11 } else { 14 }) {
            0..=2 => {
                let (left, right) = (self.integer(depth), self.integer(depth.saturating_sub(1)));
                self.compared(left, right)
            }
            3 => {
                let low = i64::try_from(self.random.below(3)).expect("small");
                let high = low + i64::try_from(self.random.below(3)).expect("small");
                let (low, high) = (Expr::Number(whole(low), Kind::Integer), Expr::Number(whole(high), Kind::Integer));
                Expr::Between(boxed(self.integer(depth)), boxed(low), boxed(high))
            }
            4 => {
                let subject = self.integer(depth);
                let values = (0..1 + self.random.below(3)).map(|_| self.literal(Kind::Integer, 4)).collect();
                Expr::OneOf(boxed(subject), values)
            }
            5 => {
                let halves = whole(i64::try_from(self.random.below(6)).expect("small")) / whole(2);
                let left = self.fraction(depth.saturating_sub(1));
                self.compared(left, Expr::Number(halves, Kind::Integer))
            }
            6 => match self.share() {
                Some(share) => {
                    let percent = self.percent();
                    self.compared(share, percent)
                }
                None => self.comparison(depth),
            },
            7 | 8 => {
                let (left, right) = (self.day(depth), self.day(depth.saturating_sub(1)));
                // A date that does not move against another that does not is decided.
                self.compared(left, right)
            }
            9 => {
                let (left, right) = (self.choice(Kind::Grade, depth), self.choice(Kind::Grade, 0));
                if matches!((&left, &right), (Expr::Choice(..), Expr::Choice(..))) {
                    return Expr::Truth(true);
                }
                self.compared(left, right)
            }
            10 => match self.leaf(Kind::Hue) {
                Some(hue) if self.random.once_in(2) => {
                    let one = Expr::Choice(Kind::Hue, self.random.below(3));
                    Expr::Compare(*self.random.pick(&[Order::Equal, Order::NotEqual]), boxed(hue), boxed(one))
                }
                Some(hue) => {
                    let values = (0..1 + self.random.below(2)).map(|_| Expr::Choice(Kind::Hue, self.random.below(3)));
                    Expr::OneOf(boxed(hue), values.collect())
                }
                None => self.comparison(depth),
            },
            11 => {
                let (function, kind) = *self.random.pick(&[
                    (Function::DaysBetween, Kind::Days),
                    (Function::MonthsBetween, Kind::Months),
                    (Function::YearsBetween, Kind::Months),
                ]);
                let span = Expr::Call(function, vec![self.day(1), self.day(0)]);
                let duration = self.duration(kind);
                self.compared(span, duration)
            }
            12 => match self.leaf(Kind::Optional) {
                Some(maybe) => Expr::IsAbsent(boxed(maybe)),
                None => self.comparison(depth),
            },
            _ => {
                let since = self.random.once_in(2).then(|| first_day().plus_days(-40));
                Expr::Recurs { months: 1 + i64::try_from(self.random.below(3)).expect("small"), since }
            }
        }
    }

    fn truth(&mut self) -> Expr {
        let kind = if self.random.once_in(5) { Kind::Judgement } else { Kind::Truth };
        self.leaf(kind).unwrap_or_else(|| Expr::Truth(self.random.once_in(2)))
    }

    fn condition(&mut self, depth: u32) -> Expr {
        if depth == 0 {
            return if self.random.once_in(2) { self.truth() } else { self.comparison(0) };
        }
        let inner = depth - 1;
        match self.random.below(13) {
            0 | 1 => Expr::And(vec![self.condition(inner), self.condition(inner)]),
            2 => Expr::Or(vec![self.condition(inner), self.condition(inner)]),
            3 => Expr::Not(boxed(self.condition(inner))),
            4 => {
                Expr::If(boxed(self.condition(inner)), boxed(self.condition(inner)), Some(boxed(self.condition(inner))))
            }
            5 => Expr::If(boxed(self.condition(inner)), boxed(self.condition(inner)), None),
            6 => {
                let parts = (0..2 + self.random.below(2)).map(|_| self.condition(inner)).collect();
                Expr::Combine(self.quantity(), parts)
            }
            7 | 8 if self.may_list() => {
                let every = self.random.once_in(2);
                Expr::Quantified { every, condition: boxed(self.in_task(|writer| writer.condition(inner.min(1)))) }
            }
            9 => self.asked().unwrap_or_else(|| self.comparison(depth)),
            _ => self.comparison(depth),
        }
    }

    fn asked(&mut self) -> Option<Expr> {
        let rank = self.rule()?;
        let asked = *self.random.pick(&[
            Asked::Passes,
            Asked::Passes,
            Asked::Applies,
            Asked::Is(Verdict::Met),
            Asked::Is(Verdict::NotMet),
            Asked::Is(Verdict::NotApplicable),
            Asked::Is(Verdict::Exempt),
        ]);
        Some(Expr::Rule(rank, asked))
    }

    fn quantity(&mut self) -> Quantity {
        use Quantity::{All, Any, AtLeast, Exactly};
        *self.random.pick(&[All, All, Any, Quantity::None, AtLeast(1), AtLeast(2), Exactly(1)])
    }

    fn of_kind(&mut self, kind: Kind, depth: u32) -> Expr {
        if !self.once && self.random.once_in(25) {
            return Expr::Unspecified(kind);
        }
        match kind {
            Kind::Integer => self.integer(depth),
            Kind::Share => self.share().unwrap_or_else(|| self.percent()),
            Kind::Day => self.day(depth),
            Kind::Hue | Kind::Grade => self.choice(kind, depth),
            _ => self.condition(depth),
        }
    }
}
