//! What a condition speaks of, and enough values of it to stand for all that it can have.
//!
//! A subject is compared with constants alone, so that they cut its values into pieces in each of which every comparison
//! answers the same: one value of each piece is tried. A piece too many costs a proof; a piece too few would make one
//! false, so that where no value can be named there is no proof.

use super::item::{Item, roots};
use crate::base::{Date, Num};
use crate::eval::set::{Bound, ChoiceSet, DateSet, Interval, NumSet, TextSet};
use crate::eval::value::Value;
use crate::eval::{Dates, Engine, NoTrace, Situation, evaluate_with};
use crate::model::Program;
use crate::model::expr::{ExprKind, FieldRef, Function, RuleTest, Verdict};
use crate::model::ids::{ExprId, LocalId};
use crate::model::item::{MemberKind, Members, Period};
use crate::model::ty::Type;
use std::collections::{BTreeSet, HashSet};

/// More days than that on which something begins are not tried.
const DAYS: usize = 64;

/// Values that stand for all that the subject can have, given the constants it is compared with; `None` when they cannot
/// be named.
pub(super) fn tries(engine: &Engine, subject: ExprId, constants: &[Value]) -> Option<Vec<Value>> {
    let tries = tries_within(&domain(engine, subject), constants)?;
    (!tries.is_empty()).then_some(tries)
}

/// Whether a subject can be exactly that, as far as the declarations tell.
pub(super) fn can_be(engine: &Engine, subject: ExprId, value: &Value) -> bool {
    let domain = domain(engine, subject);
    let present = match &domain {
        Value::MaybeAbsent(present) => present,
        other => other,
    };
    match (present, value) {
        (Value::Num(set), Value::Num(value)) => value.known().is_none_or(|value| set.contains(value)),
        (Value::Choice(set), Value::Choice(value)) => value.known().is_none_or(|value| set.contains(value)),
        _ => true,
    }
}

/// What a subject can be within the declarations, whatever the dossier and the day; more where that is not known.
fn domain(engine: &Engine, subject: ExprId) -> Value {
    let ty = engine.checked.type_of(subject);
    match engine.checked.program.kind(subject) {
        ExprKind::Fact(fact) => return engine.top(*fact).clone(),
        ExprKind::Local(_) => return engine.element_top(ty),
        ExprKind::Field(of, FieldRef::Rank(rank)) => {
            if let Value::Record(fields) = field_tops(engine, *of)
                && let Some(field) = fields.get(usize::from(*rank))
            {
                return field.clone();
            }
        }
        ExprKind::Rule(..)
        | ExprKind::Compare(..)
        | ExprKind::Between(..)
        | ExprKind::OneOf { .. }
        | ExprKind::Contains(..)
        | ExprKind::Under { .. }
        | ExprKind::StartsWith(..)
        | ExprKind::EndsWith(..)
        | ExprKind::Knowledge { .. }
        | ExprKind::IsAbsent { .. }
        | ExprKind::Recurs { .. }
        | ExprKind::Quantified { .. } => return Value::ANY_BOOL,
        _ => {}
    }
    computed(engine, subject).unwrap_or_else(|| match Value::top(ty, &engine.checked.program) {
        absent @ Value::MaybeAbsent(_) => absent,
        present => Value::MaybeAbsent(Box::new(present)),
    })
}

/// The fields of a record as they are declared; of one that may be absent, so may they.
fn field_tops(engine: &Engine, of: ExprId) -> Value {
    let Type::Record(record) = engine.checked.type_of(of) else { return Value::Any };
    let Value::Record(fields) = engine.record_top(*record) else { return Value::Any };
    if matches!(engine.checked.program.kind(of), ExprKind::Local(_)) {
        return Value::Record(fields);
    }
    let absent = |field: &Value| match field {
        Value::MaybeAbsent(_) => field.clone(),
        present => Value::MaybeAbsent(Box::new(present.clone())),
    };
    Value::Record(std::sync::Arc::new(fields.iter().map(absent).collect()))
}

/// What evaluation leaves possible when nobody told anything and parameters are any, on every day on which something
/// that the subject leans on begins or ends: all it can ever be. `None` where more than facts and days of texts counts.
fn computed(engine: &Engine, subject: ExprId) -> Option<Value> {
    let program = &engine.checked.program;
    let days = days(program, subject)?;
    let mut found: Option<Value> = None;
    for day in days {
        let mut situation = Situation::empty(engine, Dates::on(day));
        for (id, derived) in program.derived_ids().zip(&program.derived) {
            if derived.kind == crate::model::item::DerivedKind::Parameter {
                situation.parameters.insert(id, Value::top(&derived.ty, program));
            }
        }
        let (_, _, mut values) = evaluate_with(engine, &situation, NoTrace, &[subject]);
        let value = values.pop()?;
        found = Some(match found {
            Some(before) => before.union(value),
            None => value,
        });
    }
    found
}

/// The days on which something begins or is over, and one before them all, of all that an expression leans on. `None`
/// when it asks what day it is or what is known, when it speaks of a variable bound outside, or when there are too many.
fn days(program: &Program, subject: ExprId) -> Option<BTreeSet<Date>> {
    let mut days = BTreeSet::new();
    let (mut bound, mut free): (HashSet<LocalId>, HashSet<LocalId>) = (HashSet::new(), HashSet::new());
    let mut items: HashSet<Item> = HashSet::new();
    let mut stack = vec![subject];
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        let item = match kind {
            ExprKind::Today
            | ExprKind::Knowledge { .. }
            | ExprKind::Recurs { .. }
            | ExprKind::Milestone(_)
            | ExprKind::Call(Function::DateOf, _)
            | ExprKind::Rule(_, RuleTest::Is(Verdict::Unknown)) => return None,
            ExprKind::Local(local) => {
                free.insert(*local);
                None
            }
            ExprKind::Quantified { var, .. } | ExprKind::Selected { var, .. } => {
                bound.insert(*var);
                None
            }
            ExprKind::Aggregated { var, .. } => {
                bound.extend(*var);
                None
            }
            ExprKind::Derived(derived) => Some(Item::Derived(*derived)),
            ExprKind::Rule(rule, _) => Some(Item::Rule(*rule)),
            _ => None,
        };
        stack.extend(kind.children());
        let mut new: Vec<Item> = item.into_iter().collect();
        while let Some(item) = new.pop() {
            if items.insert(item) {
                stack.extend(roots(program, item));
                leaned_on(program, item, &mut days, &mut bound, &mut new);
            }
        }
    }
    if let Some(before) = days.first().map(|first| first.yesterday()) {
        days.insert(before);
    } else {
        days.extend(Date::new(2000, 1, 1));
    }
    (free.is_subset(&bound) && days.len() <= DAYS).then_some(days)
}

/// The days of an item, the variable it goes through a list with, and the members that a checklist counts.
fn leaned_on(
    program: &Program,
    item: Item,
    days: &mut BTreeSet<Date>,
    bound: &mut HashSet<LocalId>,
    new: &mut Vec<Item>,
) {
    let mut period = |period: &Period| {
        days.extend(period.from);
        days.extend(period.until.map(Date::tomorrow));
    };
    match item {
        Item::Derived(id) => {
            let versions = program.derived_item(id).into_iter().flat_map(|derived| &derived.versions);
            versions.for_each(|version| period(&version.period));
        }
        Item::Rule(id) => {
            for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
                period(&version.period);
                bound.extend(version.for_each.iter().map(|for_each| for_each.var));
                version.members.iter().for_each(|members| counted(members, new));
            }
        }
        Item::Scenario(_) | Item::Milestone(_) => {}
    }
}

fn counted(members: &Members, new: &mut Vec<Item>) {
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(id) => new.push(Item::Rule(*id)),
            MemberKind::Nested(nested) => counted(nested, new),
        }
    }
}

fn tries_within(domain: &Value, constants: &[Value]) -> Option<Vec<Value>> {
    match domain {
        Value::Bool(set) => {
            let both = [(set.can_be_true(), Value::TRUE), (set.can_be_false(), Value::FALSE)];
            Some(both.into_iter().filter(|(can, _)| *can).map(|(_, value)| value).collect())
        }
        Value::Choice(set) => Some(set.iter().map(|rank| Value::Choice(ChoiceSet::single(rank))).collect()),
        Value::Actor(set) => Some(set.iter().map(|rank| Value::Actor(ChoiceSet::single(rank))).collect()),
        Value::Num(set) => number_tries(set, constants),
        Value::Date(_) => Some(date_tries(constants)),
        Value::Text(_) => Some(text_tries(constants)),
        Value::MaybeAbsent(present) => {
            let mut tries = tries_within(present, constants)?;
            tries.push(Value::Absent);
            Some(tries)
        }
        Value::Absent => Some(vec![Value::Absent]),
        Value::List(_) | Value::Record(_) | Value::Any => None,
    }
}

/// Each constant, and a number of each gap between them, as far as the domain has any.
fn number_tries(domain: &NumSet, constants: &[Value]) -> Option<Vec<Value>> {
    let mut cuts = Vec::new();
    for constant in constants {
        cuts.push(constant.as_num()?.known()?.clone());
    }
    cuts.sort();
    cuts.dedup();
    let ends = |rank: usize| cuts.get(rank).cloned().map_or(Bound::Infinite, Bound::Open);
    let gaps = (0..=cuts.len()).map(|rank| (rank.checked_sub(1).map_or(Bound::Infinite, ends), ends(rank)));
    let mut tries: Vec<Num> = cuts.iter().filter(|cut| domain.contains(cut)).cloned().collect();
    for (lower, upper) in gaps {
        let inside = domain.intersect(&NumSet::with_bounds(lower, upper));
        if !inside.is_empty() {
            tries.push(inside.intervals().iter().find_map(|interval| some_member(&inside, interval))?);
        }
    }
    Some(tries.into_iter().map(Value::num).collect())
}

fn some_member(set: &NumSet, interval: &Interval) -> Option<Num> {
    let (lower, upper) = (interval.lower().value(), interval.upper().value());
    let half = Num::ratio(1, 2)?;
    let candidates = match (lower, upper) {
        (Some(lower), Some(upper)) => vec![lower.clone(), upper.clone(), &(lower + upper) * &half],
        (Some(lower), None) => vec![lower.clone(), lower + &Num::ONE, lower.floor().add(&Num::ONE)],
        (None, Some(upper)) => vec![upper.clone(), upper - &Num::ONE, upper.ceil().sub(&Num::ONE)],
        (None, None) => vec![Num::ZERO],
    };
    candidates.into_iter().find(|candidate| set.contains(candidate))
}

/// The days around each constant: more than enough, since no bounds are looked at.
fn date_tries(constants: &[Value]) -> Vec<Value> {
    let known = constants.iter().filter_map(Value::as_date).flat_map(|set| [set.first(), set.last()]).flatten();
    let days: BTreeSet<Date> = known.flat_map(|day| [day.yesterday(), day, day.tomorrow()]).collect();
    days.into_iter().map(|day| Value::Date(DateSet::exact(day))).collect()
}

/// Each constant, and a text that is none of them.
fn text_tries(constants: &[Value]) -> Vec<Value> {
    let mut tries: Vec<Value> = constants.iter().filter(|value| value.as_text().is_some()).cloned().collect();
    let longest = constants.iter().filter_map(|value| value.as_text()?.known().map(|text| text.len())).max();
    tries.push(Value::Text(TextSet::exact(&"…".repeat(longest.unwrap_or(0) + 1))));
    tries
}
