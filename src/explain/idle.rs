//! Facts that a verdict seems to wait for and that cannot change it: every way to fill in the facts is tried, where there
//! are few.
//!
//! The search of `missing.rs` takes the parts of a condition one by one; what only the values that facts take together
//! tell, it cannot see: of `c at most a`, where one is 0 or 3 and the other 0 or 2, only `c` matters.

use crate::eval::set::{Bound, ChoiceSet, DateSet, NumSet};
use crate::eval::slot::Slot;
use crate::eval::value::Value;
use crate::eval::verdict::VerdictSet;
use crate::eval::{Engine, Situation, evaluate_only};
use crate::model::ids::{ExprId, FactId, RuleId};

/// So many ways to fill in the facts are tried.
const COMPLETIONS: usize = 512;
/// A fact with more values is taken to have too many.
const VALUES: usize = 16;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    Rule(RuleId),
    Condition(ExprId),
}

/// Whether each of these facts, which are all that can change what is asked, can change it: some completion of the others
/// lets two of its values give different answers. `None` where they have too many values to try, or where all completions
/// give one verdict, so that nothing is open but what the evaluation makes of it.
pub(super) fn that_matter(engine: &Engine, situation: &Situation, asked: Asked, facts: &[FactId]) -> Option<Vec<bool>> {
    let values: Vec<Vec<Value>> =
        facts.iter().map(|fact| values_of(engine, situation, *fact)).collect::<Option<_>>()?;
    let count = values
        .iter()
        .try_fold(1_usize, |count, values| count.checked_mul(values.len()).filter(|count| *count <= COMPLETIONS))?;
    let under = match asked {
        Asked::Rule(rule) => engine.checked.under(rule),
        Asked::Condition(condition) => engine.checked.under_conditions(&[condition]),
    };
    let mut supposed = situation.clone();
    let mut answers = Vec::with_capacity(count);
    for number in 0..count {
        let mut rest = number;
        for (fact, values) in facts.iter().zip(&values) {
            let value = values.get(rest % values.len()).cloned();
            rest /= values.len();
            let slot = situation.slots.get(*fact);
            let (status, claims) = slot.map(|slot| (slot.status, slot.claims.to_vec())).unwrap_or_default();
            supposed.slots.set(*fact, Slot { status, value, claims });
        }
        let answer = match asked {
            Asked::Rule(rule) => evaluate_only(engine, &supposed, &under.steps, &[]).0.verdicts(rule),
            Asked::Condition(condition) => {
                let (_, values) = evaluate_only(engine, &supposed, &under.steps, &[condition]);
                values.first().map_or(VerdictSet::ANY, |value| VerdictSet::of_condition(value.truth()))
            }
        };
        answers.push(answer);
    }
    // What every completion decides alike only seems open: a value that is told still makes it known.
    let first = answers.first()?;
    if first.is_decided() && answers.iter().all(|answer| answer == first) {
        return None;
    }
    let mut stride = 1;
    let mut matter = Vec::with_capacity(facts.len());
    for values in &values {
        let (size, step) = (values.len(), stride);
        // The completions that differ in this fact alone stand `step` apart, from the one in which it has its first value.
        let firsts = (0..count).filter(|number| number / step % size == 0);
        let differ = |first: usize| {
            let of_first = answers.get(first);
            (1..size).any(|rank| answers.get(first + rank * step) != of_first)
        };
        matter.push(firsts.into_iter().any(differ));
        stride *= size;
    }
    Some(matter)
}

/// Every value that a fact can have, where they are few.
fn values_of(engine: &Engine, situation: &Situation, fact: FactId) -> Option<Vec<Value>> {
    let told = situation.slots.value(fact);
    members(told.unwrap_or(engine.top(fact)))
}

fn members(value: &Value) -> Option<Vec<Value>> {
    let found = match value {
        Value::Bool(truth) => {
            let both = [(truth.can_be_true(), Value::TRUE), (truth.can_be_false(), Value::FALSE)];
            both.into_iter().filter(|(can, _)| *can).map(|(_, value)| value).collect()
        }
        Value::Choice(set) => set.iter().map(|rank| Value::Choice(ChoiceSet::single(rank))).collect(),
        Value::Actor(set) => set.iter().map(|rank| Value::Actor(ChoiceSet::single(rank))).collect(),
        Value::Num(set) => numbers(set)?,
        Value::Absent => vec![Value::Absent],
        Value::MaybeAbsent(inner) => {
            let mut found = members(inner)?;
            found.push(Value::Absent);
            found
        }
        Value::Date(set) => days(set)?,
        Value::Text(_) | Value::List(_) | Value::Record(_) | Value::Any => return None,
    };
    (!found.is_empty() && found.len() <= VALUES).then_some(found)
}

/// The numbers of a set that has few, lowest first.
fn numbers(set: &NumSet) -> Option<Vec<Value>> {
    let mut found = Vec::new();
    let mut rest = set.clone();
    while !rest.is_empty() {
        let Bound::Closed(least) = rest.lower() else { return None };
        if found.len() == VALUES {
            return None;
        }
        let next = rest.intersect(&NumSet::at_least(least.clone(), false));
        // Between two numbers without a grid there is no next one.
        if matches!(next.lower(), Bound::Open(_)) {
            return None;
        }
        found.push(Value::num(least));
        rest = next;
    }
    Some(found)
}

/// The days of a set that has few.
fn days(set: &DateSet) -> Option<Vec<Value>> {
    let mut found = Vec::new();
    for (first, last) in set.ranges() {
        let mut day = *first;
        loop {
            if found.len() == VALUES {
                return None;
            }
            found.push(Value::Date(DateSet::exact(day)));
            if day == *last {
                break;
            }
            day = day.tomorrow();
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, Num};

    #[test]
    fn the_members_of_small_sets_are_found_and_of_others_none() {
        let count = |set: NumSet| members(&Value::Num(set)).map(|members| members.len());
        let whole = |n: i64| Num::from_i64(n);
        assert_eq!(count(NumSet::whole(0, 3)), Some(4));
        assert_eq!(count(NumSet::one_of([whole(0), whole(3)])), Some(2));
        assert_eq!(count(NumSet::exact(whole(7))), Some(1));
        assert_eq!(count(NumSet::whole(0, 1000)), None);
        assert_eq!(count(NumSet::whole_at_least(0)), None);
        assert_eq!(count(NumSet::between(whole(0), whole(1))), None);
        assert_eq!(count(NumSet::all()), None);
        let day = |day| Date::new(2024, 2, day).expect("a day");
        let february = |from, to| members(&Value::Date(DateSet::between(day(from), day(to)))).map(|days| days.len());
        assert_eq!((february(27, 29), february(1, 29)), (Some(3), None));
        let maybe = Value::MaybeAbsent(Box::new(Value::ANY_BOOL));
        assert_eq!(members(&maybe).map(|members| members.len()), Some(3));
    }
}
