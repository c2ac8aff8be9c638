//! Runs a program on a complete dossier, where every fact has exactly one value. Written as plainly as possible from
//! sections 5 to 7 of the language: no sets, no bounds, no order of evaluation to think of.
//!
//! What has no value although no fact is missing (a division by zero, what the text does not say, what is not in force
//! that day, exceptions that disagree) may be anything: a guess stands for it, and whoever asks runs the program with
//! several guesses.

use super::calendar::Day;
use super::program::{
    Aggregate, Asked, Cell, Checklist, Criterion, Definition, Expr, FACTS, Force, Function, Item, Kind, Member,
    Members, Operation, Order, Period, Program, Quantity, Rational, Table, Value, Verdict, first_day, whole,
};

/// How many guesses there are.
pub const GUESSES: usize = 3;

/// Everything that one run found.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    Value(Value),
    Verdict(Verdict),
}

#[derive(Clone, Debug)]
pub struct Outcome {
    /// By the rank of the item.
    pub items: Vec<Found>,
    /// For each item, whether a comparison in it met two equal sides.
    pub on_bound: Vec<bool>,
    /// Whether something had no value, so that a guess stands for it.
    pub guessed: bool,
}

/// The days of the facts and of the texts.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub today: Day,
    pub texts: Day,
}

pub fn run(program: &Program, facts: &[Value], days: Days, guess: usize) -> Outcome {
    let outcome = Outcome { items: Vec::new(), on_bound: Vec::new(), guessed: false };
    let mut run = Run { facts, days, guess, task: None, outcome };
    for item in &program.items {
        run.outcome.on_bound.push(false);
        let found = match item {
            Item::Definition(definition) => Found::Value(run.definition(definition)),
            Item::Table(table) => Found::Value(run.table(table)),
            Item::Criterion(criterion) => Found::Verdict(run.criterion(criterion)),
            Item::Checklist(checklist) => Found::Verdict(run.checklist(program, checklist)),
        };
        run.outcome.items.push(found);
    }
    run.outcome
}

struct Run<'a> {
    facts: &'a [Value],
    days: Days,
    guess: usize,
    /// The task at hand.
    task: Option<Vec<Value>>,
    outcome: Outcome,
}

/// The version in force on a day: the last one that has begun, unless it has a written end that is past. Versions are
/// in the order of time.
fn in_force<T>(versions: &[(Period, T)], day: Day) -> Option<&T> {
    let begun = versions.iter().rfind(|(period, _)| period.from.is_none_or(|from| from <= day));
    let (period, version) = begun?;
    let ended = period.until.is_some_and(|until| until < day);
    if ended { None } else { Some(version) }
}

fn blocks(force: Option<Force>) -> bool {
    match force {
        None | Some(Force::Obligation | Force::Requirement) => true,
        Some(Force::Recommendation | Force::BestEffort | Force::Indicative) => false,
    }
}

/// The verdict of a checklist over its blocking members.
pub fn count(quantity: Quantity, members: &[Verdict]) -> Verdict {
    let number = |wanted: Verdict| members.iter().filter(|verdict| **verdict == wanted).count();
    let (met, not_met) = (number(Verdict::Met), number(Verdict::NotMet));
    if met + not_met == 0 {
        return Verdict::NotApplicable;
    }
    let holds = match quantity {
        Quantity::All => not_met == 0,
        Quantity::Any => met >= 1,
        Quantity::None => met == 0,
        Quantity::AtLeast(n) => met >= n,
        Quantity::Exactly(n) => met == n,
    };
    if holds { Verdict::Met } else { Verdict::NotMet }
}

impl Run<'_> {
    /// Stands for what has no value.
    fn anything(&mut self, kind: Kind) -> Value {
        self.outcome.guessed = true;
        let guess = i64::try_from(self.guess).expect("a few guesses");
        match kind {
            Kind::Integer | Kind::Optional | Kind::Staff | Kind::Days => Value::Number(whole(7 * guess - 5)),
            Kind::Months | Kind::Share => Value::Number(whole(guess)),
            Kind::Truth | Kind::Judgement => Value::Truth(guess == 0),
            Kind::Day => Value::Day(first_day().plus_days(40 * guess - 40)),
            Kind::Hue | Kind::Grade => Value::Choice(self.guess),
            Kind::Tasks | Kind::Dates => Value::List(Vec::new()),
        }
    }

    fn definition(&mut self, definition: &Definition) -> Value {
        let Some(body) = in_force(&definition.versions, self.days.texts) else {
            return self.anything(definition.kind);
        };
        let base = self.value(body);
        let mut brought: Vec<Value> = Vec::new();
        for (condition, value) in &definition.exceptions {
            if self.truth(condition) {
                let value = self.value(value);
                brought.push(value);
            }
        }
        let Some(first) = brought.first() else { return base };
        if brought.iter().any(|other| other != first) {
            // They hold together and disagree.
            self.outcome.guessed = true;
            return brought[self.guess % brought.len()].clone();
        }
        first.clone()
    }

    fn table(&mut self, table: &Table) -> Value {
        let heads: Vec<Value> = table.heads.iter().map(|head| self.value(head)).collect();
        let mut results: Vec<&Expr> = Vec::new();
        for (cells, result) in &table.rows {
            let matches = cells.iter().zip(&heads).all(|(cell, head)| self.cell(cell, head));
            if matches {
                results.push(result);
            }
        }
        match (results.as_slice(), &table.otherwise) {
            ([only], _) => self.value(only),
            ([first, ..], _) if table.first => self.value(first),
            ([first, ..], _) => {
                assert!(results.iter().all(|other| other == first), "two rows of a table match");
                self.value(first)
            }
            ([], Some(otherwise)) => self.value(otherwise),
            ([], None) => panic!("no row of a table matches"),
        }
    }

    fn cell(&mut self, cell: &Cell, head: &Value) -> bool {
        match cell {
            Cell::Any => true,
            Cell::Is(expr) => self.value(expr) == *head,
            Cell::Order(order, expr) => {
                let right = self.value(expr);
                self.compare(*order, head, &right)
            }
            Cell::From(low, high) => {
                let (low, high) = (self.value(low), self.value(high));
                self.compare(Order::AtLeast, head, &low) && self.compare(Order::LessThan, head, &high)
            }
            Cell::Between(low, high) => {
                let (low, high) = (self.value(low), self.value(high));
                self.compare(Order::AtLeast, head, &low) && self.compare(Order::AtMost, head, &high)
            }
            Cell::OneOf(exprs) => exprs.iter().any(|expr| self.value(expr) == *head),
        }
    }

    fn criterion(&mut self, criterion: &Criterion) -> Verdict {
        let Some(requires) = in_force(&criterion.versions, self.days.texts) else {
            return Verdict::NotApplicable;
        };
        if !criterion.for_each {
            return self.judge(criterion, requires);
        }
        let verdicts: Vec<Verdict> =
            self.tasks().into_iter().map(|task| self.with(task, |run| run.judge(criterion, requires))).collect();
        count(Quantity::All, &verdicts)
    }

    fn judge(&mut self, criterion: &Criterion, requires: &Expr) -> Verdict {
        for condition in &criterion.applies {
            if !self.truth(condition) {
                return Verdict::NotApplicable;
            }
        }
        for condition in &criterion.exceptions {
            if self.truth(condition) {
                return Verdict::Exempt;
            }
        }
        if self.truth(requires) { Verdict::Met } else { Verdict::NotMet }
    }

    fn checklist(&mut self, program: &Program, checklist: &Checklist) -> Verdict {
        if in_force(&[(checklist.period, ())], self.days.texts).is_none() {
            return Verdict::NotApplicable;
        }
        if let Some(applies) = &checklist.applies
            && !self.truth(applies)
        {
            return Verdict::NotApplicable;
        }
        self.members(program, &checklist.members)
    }

    fn members(&mut self, program: &Program, members: &Members) -> Verdict {
        let mut blocking = Vec::new();
        for (replaced, member) in &members.members {
            let (own, verdict) = match member {
                Member::Rule(rank) => {
                    let own = match &program.items[*rank] {
                        Item::Criterion(criterion) => criterion.force,
                        Item::Checklist(_) | Item::Definition(_) | Item::Table(_) => None,
                    };
                    (own, self.verdict(*rank))
                }
                Member::Nested(nested) => (None, self.members(program, nested)),
            };
            if blocks(replaced.or(own)) {
                blocking.push(verdict);
            }
        }
        count(members.quantity, &blocking)
    }

    fn verdict(&self, rank: usize) -> Verdict {
        match &self.outcome.items[rank] {
            Found::Verdict(verdict) => *verdict,
            Found::Value(_) => panic!("a value where a verdict is asked"),
        }
    }

    fn truth(&mut self, expr: &Expr) -> bool {
        match self.value(expr) {
            Value::Truth(truth) => truth,
            other => panic!("{other:?} is no condition"),
        }
    }

    fn number(&mut self, expr: &Expr) -> Rational {
        match self.value(expr) {
            Value::Number(number) => number,
            other => panic!("{other:?} is no number"),
        }
    }

    fn day(&mut self, expr: &Expr) -> Day {
        match self.value(expr) {
            Value::Day(day) => day,
            other => panic!("{other:?} is no date"),
        }
    }

    /// The one fact that is a list of that kind.
    fn list(&self, kind: Kind) -> &[Value] {
        let rank = FACTS.iter().position(|(_, of)| *of == kind).expect("a list");
        match &self.facts[rank] {
            Value::List(list) => list,
            other => panic!("{other:?} is no list"),
        }
    }

    fn tasks(&self) -> Vec<Vec<Value>> {
        let tasks = self.list(Kind::Tasks).iter().map(|one| match one {
            Value::Task(fields) => fields.clone(),
            other => panic!("{other:?} is no task"),
        });
        tasks.collect()
    }

    fn with<R>(&mut self, task: Vec<Value>, body: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.task.replace(task);
        let result = body(self);
        self.task = before;
        result
    }

    fn value(&mut self, expr: &Expr) -> Value {
        match expr {
            Expr::Number(number, _) => Value::Number(number.clone()),
            Expr::Truth(truth) => Value::Truth(*truth),
            Expr::Day(day) => Value::Day(*day),
            Expr::Choice(_, rank) => Value::Choice(*rank),
            Expr::Today => Value::Day(self.days.today),
            Expr::Unspecified(kind) => self.anything(*kind),
            Expr::Fact(rank) => self.facts[*rank].clone(),
            Expr::Field(rank) => self.task.as_ref().expect("a task at hand")[*rank].clone(),
            Expr::Derived(rank) => match &self.outcome.items[*rank] {
                Found::Value(value) => value.clone(),
                Found::Verdict(_) => panic!("a verdict where a value is asked"),
            },
            Expr::Rule(rank, asked) => {
                let verdict = self.verdict(*rank);
                Value::Truth(match asked {
                    Asked::Passes => verdict != Verdict::NotMet,
                    Asked::Applies => verdict != Verdict::NotApplicable,
                    Asked::Is(wanted) => verdict == *wanted,
                })
            }
            Expr::Negate(of) => Value::Number(-self.number(of)),
            Expr::Compute(operation, left, right) => self.compute(*operation, left, right),
            Expr::Share(part, others) => self.share(part, others),
            Expr::Call(function, parts) => self.call(*function, parts),
            Expr::OrElse(parts) => {
                let values: Vec<Value> = parts.iter().map(|part| self.value(part)).collect();
                values.into_iter().find(|value| *value != Value::Absent).unwrap_or(Value::Absent)
            }
            Expr::Compare(order, left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                Value::Truth(self.compare(*order, &left, &right))
            }
            Expr::Between(subject, low, high) => {
                let (subject, low, high) = (self.value(subject), self.value(low), self.value(high));
                let above = self.compare(Order::AtLeast, &subject, &low);
                let below = self.compare(Order::AtMost, &subject, &high);
                Value::Truth(above && below)
            }
            Expr::OneOf(subject, values) => {
                let subject = self.value(subject);
                Value::Truth(values.iter().any(|value| self.value(value) == subject))
            }
            Expr::IsAbsent(of) => Value::Truth(self.value(of) == Value::Absent),
            Expr::Not(of) => Value::Truth(!self.truth(of)),
            Expr::And(parts) => Value::Truth(parts.iter().all(|part| self.truth(part))),
            Expr::Or(parts) => Value::Truth(parts.iter().any(|part| self.truth(part))),
            Expr::If(condition, then, otherwise) => match (self.truth(condition), otherwise) {
                (true, _) => self.value(then),
                (false, Some(otherwise)) => self.value(otherwise),
                (false, None) => Value::Truth(true),
            },
            Expr::Combine(quantity, parts) => {
                let holding = parts.iter().filter(|part| self.truth(part)).count();
                Value::Truth(match quantity {
                    Quantity::All => holding == parts.len(),
                    Quantity::Any => holding >= 1,
                    Quantity::None => holding == 0,
                    Quantity::AtLeast(n) => holding >= *n,
                    Quantity::Exactly(n) => holding == *n,
                })
            }
            Expr::Quantified { every, condition } => {
                let tasks = self.tasks();
                let mut holding = 0;
                for task in &tasks {
                    if self.with(task.clone(), |run| run.truth(condition)) {
                        holding += 1;
                    }
                }
                Value::Truth(if *every { holding == tasks.len() } else { holding > 0 })
            }
            Expr::Aggregated { aggregate, body, condition } => {
                self.aggregate(*aggregate, body.as_deref(), condition.as_deref())
            }
            Expr::Selected { last, by, condition, field } => self.selected(*last, *by, condition.as_deref(), *field),
            Expr::Recurs { months, since } => Value::Truth(self.recurs(*months, *since)),
        }
    }

    fn compute(&mut self, operation: Operation, left: &Expr, right: &Expr) -> Value {
        let (left, right) = (self.value(left), self.value(right));
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => match operation {
                Operation::Add => Value::Number(left + right),
                Operation::Subtract => Value::Number(left - right),
                Operation::Multiply => Value::Number(left * right),
                Operation::Divide if right == whole(0) => self.anything(Kind::Integer),
                Operation::Divide => Value::Number(left / right),
            },
            (left, right) => panic!("{left:?} {operation:?} {right:?}"),
        }
    }

    fn share(&mut self, part: &Expr, others: &[Expr]) -> Value {
        let part = self.number(part);
        let sum = others.iter().fold(part.clone(), |sum, other| sum + self.number(other));
        if part == whole(0) {
            return Value::Number(whole(0));
        }
        if sum == whole(0) {
            return self.anything(Kind::Share);
        }
        Value::Number(part / sum)
    }

    fn call(&mut self, function: Function, parts: &[Expr]) -> Value {
        match function {
            Function::Min | Function::Max => {
                let values: Vec<Value> = parts.iter().map(|part| self.value(part)).collect();
                extreme(function == Function::Min, values)
            }
            Function::Abs => {
                let number = self.number(&parts[0]);
                Value::Number(if number < whole(0) { -number } else { number })
            }
            Function::Round => {
                // Halves go away from zero.
                let number = self.number(&parts[0]);
                let half = whole(1) / whole(2);
                let rounded = if number < whole(0) { -((-number + half).floor()) } else { (number + half).floor() };
                Value::Number(Rational::from(rounded))
            }
            Function::Floor => Value::Number(Rational::from(self.number(&parts[0]).floor())),
            Function::Ceil => Value::Number(Rational::from(self.number(&parts[0]).ceil())),
            Function::DaysBetween => Value::Number(whole(self.day(&parts[0]).days_until(self.day(&parts[1])))),
            Function::MonthsBetween => Value::Number(whole(self.day(&parts[0]).months_until(self.day(&parts[1])))),
            Function::YearsBetween => Value::Number(whole(12 * self.day(&parts[0]).years_until(self.day(&parts[1])))),
            Function::AddDays => Value::Day(self.day(&parts[0]).plus_days(small(&self.number(&parts[1])))),
            Function::AddMonths => Value::Day(self.day(&parts[0]).plus_months(small(&self.number(&parts[1])))),
            Function::SubtractDays => Value::Day(self.day(&parts[0]).plus_days(-small(&self.number(&parts[1])))),
            Function::SubtractMonths => Value::Day(self.day(&parts[0]).plus_months(-small(&self.number(&parts[1])))),
        }
    }

    fn compare(&mut self, order: Order, left: &Value, right: &Value) -> bool {
        let ordering = match (left, right) {
            (Value::Number(left), Value::Number(right)) => left.cmp(right),
            (Value::Day(left), Value::Day(right)) => left.cmp(right),
            (Value::Choice(left), Value::Choice(right)) => left.cmp(right),
            (Value::Truth(left), Value::Truth(right)) => left.cmp(right),
            (left, right) => panic!("{left:?} compared with {right:?}"),
        };
        if ordering.is_eq() && !matches!(left, Value::Truth(_)) {
            *self.outcome.on_bound.last_mut().expect("an item at hand") = true;
        }
        match order {
            Order::Equal => ordering.is_eq(),
            Order::NotEqual => ordering.is_ne(),
            Order::AtLeast => ordering.is_ge(),
            Order::AtMost => ordering.is_le(),
            Order::MoreThan => ordering.is_gt(),
            Order::LessThan => ordering.is_lt(),
        }
    }

    fn aggregate(&mut self, aggregate: Aggregate, body: Option<&Expr>, condition: Option<&Expr>) -> Value {
        let mut values = Vec::new();
        for task in self.tasks() {
            let counted = self.with(task, |run| {
                if condition.is_some_and(|condition| !run.truth(condition)) {
                    return None;
                }
                Some(body.map_or(Value::Truth(true), |body| run.value(body)))
            });
            values.extend(counted);
        }
        values.retain(|value| *value != Value::Absent);
        match aggregate {
            Aggregate::Count => Value::Number(whole(i64::try_from(values.len()).expect("a short list"))),
            Aggregate::Sum => {
                let mut sum = whole(0);
                for value in values {
                    match value {
                        Value::Number(number) => sum += number,
                        other => panic!("{other:?} in a sum"),
                    }
                }
                Value::Number(sum)
            }
            Aggregate::Min | Aggregate::Max => extreme(aggregate == Aggregate::Min, values),
        }
    }

    fn selected(&mut self, last: bool, by: usize, condition: Option<&Expr>, field: usize) -> Value {
        let mut chosen: Option<Vec<Value>> = None;
        for task in self.tasks() {
            let counts = condition.is_none_or(|condition| self.with(task.clone(), |run| run.truth(condition)));
            if !counts {
                continue;
            }
            // The earlier of two with one key is kept.
            let better = chosen.as_ref().is_none_or(|so_far| {
                let ordering = ordered(&task[by], &so_far[by]);
                if last { ordering.is_gt() } else { ordering.is_lt() }
            });
            if better {
                chosen = Some(task);
            }
        }
        chosen.map_or(Value::Absent, |task| task[field].clone())
    }

    fn recurs(&mut self, months: i64, since: Option<Day>) -> bool {
        let today = self.days.today;
        let mut days: Vec<Day> = Vec::new();
        for date in self.list(Kind::Dates) {
            match date {
                Value::Day(day) if *day <= today && since.is_none_or(|since| since <= *day) => days.push(*day),
                _ => {}
            }
        }
        days.sort();
        days.push(today);
        if let Some(since) = since {
            days.insert(0, since);
        }
        // Today alone: nothing ever took place, and nothing says since when it should.
        if days.len() == 1 {
            return false;
        }
        days.windows(2).all(|pair| pair[1] <= pair[0].plus_months(months))
    }
}

/// A number of days or months that a loop can count.
fn small(number: &Rational) -> i64 {
    (-5000..5000).find(|n| whole(*n) == *number).expect("a small whole number")
}

fn ordered(left: &Value, right: &Value) -> std::cmp::Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Day(left), Value::Day(right)) => left.cmp(right),
        (Value::Choice(left), Value::Choice(right)) => left.cmp(right),
        (left, right) => panic!("{left:?} against {right:?}"),
    }
}

/// The least or the greatest of what is not absent.
fn extreme(least: bool, values: Vec<Value>) -> Value {
    let present = values.into_iter().filter(|value| *value != Value::Absent);
    let picked = present.reduce(|best, next| {
        let ordering = ordered(&next, &best);
        let better = if least { ordering.is_lt() } else { ordering.is_gt() };
        if better { next } else { best }
    });
    picked.unwrap_or(Value::Absent)
}
