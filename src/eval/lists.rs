//! Quantifiers, aggregates, choices of one element, recurrence. A list may hold more than told, and an element may not
//! surely be in it.

use super::arithmetic::pick;
use super::checklist::count_conditions;
use super::exprs::Seen;
use super::set::{BoolSet, NumSet};
use super::value::{ListItem, ListValue, Value};
use super::{Cause, Evaluator, Tracer};
use crate::base::{Date, Num};
use crate::model::expr::{Aggregate, Quantity};
use crate::model::ids::{ExprId, LocalId};
use crate::model::ty::Type;
use crate::model::unit::{Dimension, MONTH};
use std::borrow::Cow;
use std::sync::Arc;

/// The elements of a list, read in place or made on the way.
type Elements<'a> = Cow<'a, ListValue>;

impl<'a, T: Tracer> Evaluator<'a, T> {
    /// The elements of a list; `None` when it is absent: then it has none.
    pub(super) fn elements(&mut self, list: ExprId) -> Elements<'a> {
        let value = self.eval(list);
        if let Cow::Borrowed(Value::List(list)) = value {
            return Cow::Borrowed(list);
        }
        Cow::Owned(match value.into_owned() {
            Value::List(list) => Arc::unwrap_or_clone(list),
            Value::MaybeAbsent(inner) => match *inner {
                Value::List(list) => {
                    let items = list.items.iter().map(|item| ListItem { value: item.value.clone(), certain: false });
                    ListValue { items: items.collect(), open: list.open }
                }
                _ => ListValue { items: Vec::new(), open: true },
            },
            Value::Absent => ListValue { items: Vec::new(), open: false },
            _ => ListValue { items: Vec::new(), open: true },
        })
    }

    /// Runs `body` for each element in its own frame, and gives its result with whether the element surely counts.
    fn for_elements<R>(
        &mut self,
        id: ExprId,
        var: Option<LocalId>,
        list: &Elements<'a>,
        condition: Option<ExprId>,
        mut body: impl FnMut(&mut Self, Seen<'a>) -> R,
    ) -> Vec<(R, BoolSet)> {
        let mut results = Vec::new();
        for rank in 0..list.items.len() {
            let Some((element, certain)) = element(list, rank) else { break };
            self.tracer.enter(id, rank);
            if let Some(var) = var {
                self.bind(var, element.clone());
            }
            let counts = self.counts(certain, condition);
            if counts.can_be_true() {
                results.push((body(self, element), counts));
            }
            self.tracer.leave();
        }
        results
    }

    /// Whether an element, now bound, is among those that count.
    fn counts(&mut self, certain: bool, condition: Option<ExprId>) -> BoolSet {
        let there = if certain { BoolSet::TRUE } else { BoolSet::ANY };
        condition.map_or(there, |condition| there.and(self.truth(condition)))
    }

    pub(super) fn quantified(
        &mut self,
        id: ExprId,
        quantity: Quantity,
        var: LocalId,
        list: ExprId,
        condition: ExprId,
    ) -> BoolSet {
        let list = self.elements(list);
        let results = self.for_elements(id, Some(var), &list, None, |evaluator, _| evaluator.truth(condition));
        let truths = results.into_iter().map(|(truth, counts)| match (counts.can_be_false(), quantity) {
            (false, _) => truth,
            // An element that may not be there cannot break `every`, nor make `some` sure.
            (true, Quantity::All) => truth.or(BoolSet::ANY),
            (true, _) => truth.and(BoolSet::ANY),
        });
        let told = count_conditions(quantity, truths);
        if !list.open {
            return told;
        }
        // More elements may come: `every` may still break, `some` may still be found.
        match quantity {
            Quantity::All | Quantity::None => told.and(BoolSet::ANY),
            Quantity::Any | Quantity::AtLeast(_) => told.or(BoolSet::ANY),
            Quantity::Exactly(_) => BoolSet::ANY,
        }
    }

    pub(super) fn aggregated(
        &mut self,
        id: ExprId,
        aggregate: Aggregate,
        body: Option<ExprId>,
        var: Option<LocalId>,
        list: ExprId,
        condition: Option<ExprId>,
    ) -> Value {
        let list = self.elements(list);
        if aggregate == Aggregate::Count {
            return Value::Num(self.counted(id, body, var, &list, condition));
        }
        let results = self.for_elements(id, var, &list, condition, |evaluator, element| match body {
            Some(body) => evaluator.eval(body),
            None => element,
        });
        match aggregate {
            Aggregate::Sum => {
                let least_more = list.open.then(|| self.unseen(id, var, body)).flatten();
                self.summed(id, &results, list.open, least_more)
            }
            Aggregate::Count | Aggregate::Min | Aggregate::Max | Aggregate::Values => {
                let items = results
                    .into_iter()
                    .map(|(value, counts)| ListItem { value: value.into_owned(), certain: !counts.can_be_false() })
                    .collect();
                let list = ListValue { items, open: list.open };
                match aggregate {
                    Aggregate::Values => Value::List(Arc::new(list)),
                    // Of a list of which nothing is told: any, or none at all.
                    _ => match extreme_of(aggregate, &list) {
                        Value::Any => Value::top(self.checked.type_of(id), self.program).union(Value::Absent),
                        found => found,
                    },
                }
            }
        }
    }

    /// How many there are. What is absent does not count, in a list of values.
    fn counted(
        &mut self,
        id: ExprId,
        body: Option<ExprId>,
        var: Option<LocalId>,
        list: &Elements<'a>,
        condition: Option<ExprId>,
    ) -> NumSet {
        let (mut sure, mut possible) = (0, 0);
        for rank in 0..list.items.len() {
            let Some((element, certain)) = element(list, rank) else { break };
            self.tracer.enter(id, rank);
            if let Some(var) = var {
                self.bind(var, element.clone());
            }
            let mut counts = self.counts(certain, condition);
            if counts.can_be_true() {
                let value = body.map_or(element, |body| self.eval(body));
                counts = match value.as_ref() {
                    Value::Absent => BoolSet::FALSE,
                    Value::MaybeAbsent(_) => counts.and(BoolSet::ANY),
                    _ => counts,
                };
                possible += i64::from(counts.can_be_true());
                sure += i64::from(!counts.can_be_false());
            }
            self.tracer.leave();
        }
        if list.open { NumSet::whole_at_least(sure) } else { NumSet::whole(sure, possible) }
    }

    /// The least that an element nobody told may add to a sum; `None` when that has no limit.
    fn unseen(&mut self, id: ExprId, var: Option<LocalId>, body: Option<ExprId>) -> Option<Num> {
        let program = self.program;
        let crate::model::expr::ExprKind::Aggregated { list, .. } = program.kind(id) else { return None };
        let Type::List(item) = self.checked.type_of(*list) else { return None };
        let element = self.engine.element_top(item);
        self.tracer.enter(id, usize::MAX);
        let value = match (var, body) {
            (Some(var), Some(body)) => {
                self.bind(var, Cow::Owned(element));
                self.eval(body)
            }
            _ => Cow::Owned(element),
        };
        self.tracer.leave();
        value.as_num()?.lower().value().cloned()
    }

    fn summed(&mut self, id: ExprId, results: &[(Seen<'a>, BoolSet)], open: bool, least_more: Option<Num>) -> Value {
        let mut sum = NumSet::exact(Num::ZERO);
        for (value, counts) in results {
            let added = match value.as_ref() {
                Value::Absent => continue,
                Value::MaybeAbsent(inner) => inner.as_num().map(|set| set.union(&NumSet::exact(Num::ZERO))),
                other => other.as_num().cloned(),
            };
            let Some(added) = added else { return self.unknown(id, Cause::AbsentOperand) };
            let added = if counts.can_be_false() { added.union(&NumSet::exact(Num::ZERO)) } else { added };
            sum = sum.add(&added);
        }
        if open {
            let more = match least_more {
                Some(least) if !least.is_negative() => NumSet::at_least(Num::ZERO, true),
                _ => NumSet::all(),
            };
            sum = sum.add(&more);
        }
        if sum.is_huge() {
            return self.unknown(id, Cause::OutOfRange);
        }
        Value::Num(sum)
    }

    pub(super) fn selected(
        &mut self,
        id: ExprId,
        last: bool,
        var: LocalId,
        list: ExprId,
        by: Option<ExprId>,
        condition: Option<ExprId>,
    ) -> Value {
        let elements = self.elements(list);
        let candidates = self.for_elements(id, Some(var), &elements, condition, |evaluator, element| {
            (element, by.map(|by| evaluator.eval(by)))
        });
        let more = elements.open.then(|| match self.checked.type_of(list) {
            Type::List(item) => self.engine.element_top(item),
            _ => Value::Any,
        });
        let mut chosen: Option<Value> = more.clone();
        let mut surely_some = false;
        for (rank, ((element, key), counts)) in candidates.iter().enumerate() {
            surely_some |= !counts.can_be_false();
            let beaten = candidates.iter().enumerate().any(|(other, ((_, other_key), other_counts))| {
                other != rank && !other_counts.can_be_false() && beats(last, other_key, other, key, rank)
            });
            if !beaten {
                chosen = Some(match chosen {
                    Some(before) => before.union(element.clone().into_owned()),
                    None => element.clone().into_owned(),
                });
            }
        }
        match chosen {
            None => Value::Absent,
            Some(value) if surely_some => value,
            Some(value) => value.union(Value::Absent),
        }
    }

    /// No stretch between two of the dates, nor from the start and up to today, exceeds the period.
    pub(super) fn recurs(&mut self, dates: ExprId, every: ExprId, since: Option<ExprId>) -> BoolSet {
        let list = self.elements(dates);
        let in_months =
            matches!(self.checked.type_of(every), Type::Quantity(unit) if unit.dimension == Dimension::base(MONTH));
        let every = self.eval(every);
        let since = since.map(|since| self.eval(since));
        let known: Option<Vec<Date>> = list
            .items
            .iter()
            .map(|item| item.value.as_date().and_then(|set| set.known()).filter(|_| item.certain))
            .collect();
        let period = every.as_num().and_then(|set| set.known()).and_then(|n| n.floor().to_i64());
        let start = match &since {
            None => Some(None),
            Some(value) => value.as_date().and_then(|set| set.known()).map(Some),
        };
        let (Some(mut days), Some(period), Some(start)) = (known, period, start) else { return BoolSet::ANY };
        let today = self.situation.dates.as_of;
        days.retain(|day| *day <= today && start.is_none_or(|start| start <= *day));
        days.sort_unstable();
        let regular =
            is_regular(
                &days,
                start,
                today,
                |day| {
                    if in_months { day.add_months(period) } else { day.add_days(period) }
                },
            );
        let told = BoolSet::exact(regular);
        // A date nobody told could close a gap; it could open one only where nothing says when to start.
        match (list.open, start.is_some()) {
            (false, _) => told,
            (true, true) => told.or(BoolSet::ANY),
            (true, false) => BoolSet::ANY,
        }
    }
}

fn is_regular(days: &[Date], start: Option<Date>, today: Date, next: impl Fn(Date) -> Option<Date>) -> bool {
    let mut from = match start.or(days.first().copied()) {
        Some(from) => from,
        // Without a date nor a start, nothing recurs.
        None => return false,
    };
    for day in days.iter().copied().chain(std::iter::once(today)) {
        if next(from).is_some_and(|limit| limit < day) {
            return false;
        }
        from = day;
    }
    true
}

/// Whether an element surely comes before another in the order asked for; the earlier in the list wins a tie.
fn beats(last: bool, key: &Option<Seen<'_>>, rank: usize, other: &Option<Seen<'_>>, other_rank: usize) -> bool {
    use crate::model::expr::Order;
    let (Some(key), Some(other)) = (key, other) else {
        return if last { rank > other_rank } else { rank < other_rank };
    };
    let order = match (last, rank < other_rank) {
        (false, true) => Order::AtMost,
        (false, false) => Order::LessThan,
        (true, true) => Order::AtLeast,
        (true, false) => Order::MoreThan,
    };
    super::compare::order(order, key, other).is_some_and(|found| found == BoolSet::TRUE)
}

/// An element and whether it is surely in the list.
pub(super) fn element<'a>(list: &Elements<'a>, rank: usize) -> Option<(Seen<'a>, bool)> {
    match list {
        Cow::Borrowed(list) => list.items.get(rank).map(|item| (Cow::Borrowed(&item.value), item.certain)),
        Cow::Owned(list) => list.items.get(rank).map(|item| (Cow::Owned(item.value.clone()), item.certain)),
    }
}

/// The least or the greatest of a list; absent elements are skipped, an empty list has none.
pub(super) fn extreme_of(aggregate: Aggregate, list: &ListValue) -> Value {
    let smaller = aggregate == Aggregate::Min;
    let mut found: Option<Value> = None;
    for item in &list.items {
        let value = match &item.value {
            Value::Absent => continue,
            value if item.certain => value.clone(),
            value => value.clone().union(Value::Absent),
        };
        found = Some(match found {
            Some(before) => pick(smaller, &before, &value),
            None => value,
        });
    }
    let Some(found) = found else {
        return if list.open { Value::Any } else { Value::Absent };
    };
    match (list.open, &found) {
        (false, _) => found,
        (true, Value::Num(set)) => {
            let bound = if smaller { set.upper() } else { set.lower() };
            let (lower, upper) =
                if smaller { (super::set::Bound::Infinite, bound) } else { (bound, super::set::Bound::Infinite) };
            Value::Num(NumSet::with_bounds(lower, upper))
        }
        (true, Value::Date(set)) => match (smaller, set.first(), set.last()) {
            (true, _, Some(last)) => Value::Date(super::set::DateSet::on_or_before(last)),
            (false, Some(first), _) => Value::Date(super::set::DateSet::on_or_after(first)),
            _ => found,
        },
        (true, _) => Value::Any,
    }
}
