//! Choice values that the texts have replaced: what was said in the old words, read in those of the day.

use crate::base::Date;
use crate::eval::set::ChoiceSet;
use crate::eval::value::{ListItem, ListValue, Value};
use crate::model::Program;
use crate::model::ids::RecordId;
use crate::model::item::Choice;
use crate::model::ty::Type;
use std::sync::Arc;

/// A value told, in the choice values that hold on a day. One that ended by then becomes the one that took its place,
/// or any of those that did until somebody says which.
pub(super) fn current(program: &Program, ty: &Type, value: Value, day: Date) -> Value {
    if may_change(program, ty) { convert(program, ty, value, day) } else { value }
}

/// Whether a value of that type can hold words that became others.
pub(super) fn may_change(program: &Program, ty: &Type) -> bool {
    holds_renamed(program, ty, &mut Vec::new())
}

/// `seen`: the records around, since one may hold a list of its own kind.
fn holds_renamed(program: &Program, ty: &Type, seen: &mut Vec<RecordId>) -> bool {
    match ty {
        Type::Choice(id) => {
            program.choice(*id).is_some_and(|choice| choice.values.iter().any(|value| !value.becomes.is_empty()))
        }
        Type::List(item) => holds_renamed(program, item, seen),
        Type::Record(id) if seen.contains(id) => false,
        Type::Record(id) => {
            seen.push(*id);
            let fields = program.record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
            fields.iter().any(|field| holds_renamed(program, &field.ty, seen))
        }
        Type::Error
        | Type::Bool
        | Type::Number
        | Type::Integer
        | Type::Percent
        | Type::Ratio
        | Type::Quantity(_)
        | Type::Text
        | Type::Date
        | Type::Actor => false,
    }
}

fn convert(program: &Program, ty: &Type, value: Value, day: Date) -> Value {
    match (ty, value) {
        (Type::Choice(id), Value::Choice(set)) => match program.choice(*id) {
            Some(choice) => Value::Choice(successors(choice, set, day)),
            None => Value::Choice(set),
        },
        (Type::List(item), Value::List(list)) => {
            let items = list.items.iter().map(|element| ListItem {
                value: convert(program, item, element.value.clone(), day),
                certain: element.certain,
            });
            Value::List(Arc::new(ListValue { items: items.collect(), open: list.open }))
        }
        (Type::Record(id), Value::Record(values)) => {
            let fields = program.record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
            let values = fields.iter().zip(values.iter());
            let values = values.map(|(field, value)| convert(program, &field.ty, value.clone(), day));
            Value::Record(Arc::new(values.collect()))
        }
        (ty, Value::MaybeAbsent(inner)) => Value::MaybeAbsent(Box::new(convert(program, ty, *inner, day))),
        (_, value) => value,
    }
}

fn successors(choice: &Choice, set: ChoiceSet, day: Date) -> ChoiceSet {
    let mut seen = ChoiceSet::EMPTY;
    let mut kept = ChoiceSet::EMPTY;
    let mut to_see: Vec<usize> = set.iter().collect();
    while let Some(rank) = to_see.pop() {
        if seen.contains(rank) {
            continue;
        }
        seen = seen.union(ChoiceSet::single(rank));
        let value = choice.values.get(rank).filter(|value| value.period.until.is_some_and(|until| until < day));
        match value.filter(|value| !value.becomes.is_empty()) {
            Some(ended) => to_see.extend(ended.becomes.iter().map(|rank| usize::from(*rank))),
            None => kept = kept.union(ChoiceSet::single(rank)),
        }
    }
    // Values that become each other in a circle leave what was said.
    if kept.is_empty() { set } else { kept }
}
