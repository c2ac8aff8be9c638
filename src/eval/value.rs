//! What an expression may still be: one value, or all those that the facts leave possible.

use super::set::{BoolSet, ChoiceSet, DateSet, NumSet, TextSet};
use crate::base::Num;
use crate::model::Program;
use crate::model::ty::Type;
use std::sync::Arc;

/// The possible values of an expression of one type.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Bool(BoolSet),
    /// In base units: a percentage as a share of 1, years in months.
    Num(NumSet),
    Date(DateSet),
    Choice(ChoiceSet),
    /// Parties by rank.
    Actor(ChoiceSet),
    Text(TextSet),
    List(Arc<ListValue>),
    /// One value per field.
    Record(Arc<Vec<Value>>),
    /// Known to be absent.
    Absent,
    /// Absent, or one of those.
    MaybeAbsent(Box<Value>),
    /// Of no known type: what stands where a mistake was reported.
    Any,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ListValue {
    pub items: Vec<ListItem>,
    /// Whether there may be elements that nobody told.
    pub open: bool,
}

/// An element, and whether it is surely in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct ListItem {
    pub value: Value,
    pub certain: bool,
}

impl Value {
    pub const TRUE: Value = Value::Bool(BoolSet::TRUE);
    pub const FALSE: Value = Value::Bool(BoolSet::FALSE);
    pub const ANY_BOOL: Value = Value::Bool(BoolSet::ANY);

    pub fn num(n: Num) -> Value {
        Value::Num(NumSet::exact(n))
    }

    /// Everything that a type allows.
    pub fn top(ty: &Type, program: &Program) -> Value {
        match ty {
            Type::Error => Value::Any,
            Type::Bool => Value::ANY_BOOL,
            Type::Integer => Value::Num(NumSet::all().on_grid(&Num::ONE)),
            Type::Number | Type::Percent | Type::Ratio | Type::Quantity(_) => Value::Num(NumSet::all()),
            Type::Text => Value::Text(TextSet::Any),
            Type::Date => Value::Date(DateSet::all()),
            Type::Choice(id) => {
                Value::Choice(ChoiceSet::all(program.choice(*id).map_or(0, |choice| choice.values.len())))
            }
            Type::Actor => Value::Actor(ChoiceSet::all(program.actors.len().min(128))),
            Type::List(_) => Value::List(Arc::new(ListValue { items: Vec::new(), open: true })),
            Type::Record(id) => {
                let fields = program.record(*id).map(|record| record.fields.as_slice()).unwrap_or_default();
                // A record cannot hold itself but through a list, which is where this recursion ends.
                Value::Record(Arc::new(fields.iter().map(|field| Value::top(&field.ty, program)).collect()))
            }
        }
    }

    /// Whether only one value is possible.
    pub fn is_known(&self) -> bool {
        match self {
            Value::Bool(set) => set.known().is_some(),
            Value::Num(set) => set.known().is_some(),
            Value::Date(set) => set.known().is_some(),
            Value::Choice(set) | Value::Actor(set) => set.known().is_some(),
            Value::Text(set) => set.known().is_some(),
            Value::List(list) => !list.open && list.items.iter().all(|item| item.certain && item.value.is_known()),
            Value::Record(fields) => fields.iter().all(Value::is_known),
            Value::Absent => true,
            Value::MaybeAbsent(_) | Value::Any => false,
        }
    }

    /// What a condition may be; anything but a condition may be both.
    #[inline]
    pub fn truth(&self) -> BoolSet {
        match self {
            Value::Bool(set) => *set,
            other => other.truth_within(),
        }
    }

    fn truth_within(&self) -> BoolSet {
        match self {
            Value::Bool(set) => *set,
            Value::MaybeAbsent(inner) => inner.truth(),
            Value::Num(_)
            | Value::Date(_)
            | Value::Choice(_)
            | Value::Actor(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Record(_)
            | Value::Absent
            | Value::Any => BoolSet::ANY,
        }
    }

    pub fn as_num(&self) -> Option<&NumSet> {
        match self {
            Value::Num(set) => Some(set),
            Value::MaybeAbsent(inner) => inner.as_num(),
            _ => None,
        }
    }

    pub fn as_date(&self) -> Option<&DateSet> {
        match self {
            Value::Date(set) => Some(set),
            Value::MaybeAbsent(inner) => inner.as_date(),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&TextSet> {
        match self {
            Value::Text(set) => Some(set),
            Value::MaybeAbsent(inner) => inner.as_text(),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&ListValue> {
        match self {
            Value::List(list) => Some(list),
            Value::MaybeAbsent(inner) => inner.as_list(),
            _ => None,
        }
    }

    /// The values that either may be. Two lists that differ become one of which nothing is sure.
    pub fn union(self, other: Value) -> Value {
        match (self, other) {
            (Value::Bool(left), Value::Bool(right)) => Value::Bool(left.union(right)),
            (Value::Num(left), Value::Num(right)) => Value::Num(left.union(&right)),
            (Value::Date(left), Value::Date(right)) => Value::Date(left.union(&right)),
            (Value::Choice(left), Value::Choice(right)) => Value::Choice(left.union(right)),
            (Value::Actor(left), Value::Actor(right)) => Value::Actor(left.union(right)),
            (Value::Text(left), Value::Text(right)) => Value::Text(left.union(&right)),
            (Value::Record(left), Value::Record(right)) => Value::Record(Arc::new(
                left.iter().zip(right.iter()).map(|(left, right)| left.clone().union(right.clone())).collect(),
            )),
            (Value::List(left), Value::List(right)) => {
                if left == right {
                    return Value::List(left);
                }
                let items = left.items.iter().chain(&right.items);
                let items = items.map(|item| ListItem { value: item.value.clone(), certain: false }).collect();
                Value::List(Arc::new(ListValue { items, open: left.open || right.open }))
            }
            (Value::Absent, Value::Absent) => Value::Absent,
            (Value::Absent, maybe @ Value::MaybeAbsent(_)) | (maybe @ Value::MaybeAbsent(_), Value::Absent) => maybe,
            (Value::Absent, other) | (other, Value::Absent) => Value::MaybeAbsent(Box::new(other)),
            (Value::MaybeAbsent(left), Value::MaybeAbsent(right)) => Value::MaybeAbsent(Box::new(left.union(*right))),
            (Value::MaybeAbsent(inner), other) | (other, Value::MaybeAbsent(inner)) => {
                Value::MaybeAbsent(Box::new(inner.union(other)))
            }
            _ => Value::Any,
        }
    }

    /// The values that any of these may be; anything for none of them.
    pub fn any_of(values: Vec<Value>) -> Value {
        let are_lists = values.iter().all(|value| matches!(value, Value::List(_)));
        if !are_lists || values.len() < 3 {
            return values.into_iter().reduce(Value::union).unwrap_or(Value::Any);
        }
        // Lists are joined at once: two by two, each join would copy all that came before.
        let lists = || values.iter().filter_map(Value::as_list);
        let items = lists().flat_map(|list| &list.items);
        let items = items.map(|item| ListItem { value: item.value.clone(), certain: false }).collect();
        Value::List(Arc::new(ListValue { items, open: lists().any(|list| list.open) }))
    }

    /// The values that both allow.
    pub fn intersect(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Bool(left), Value::Bool(right)) => Value::Bool(left.intersect(*right)),
            (Value::Num(left), Value::Num(right)) => Value::Num(left.intersect(right)),
            (Value::Date(left), Value::Date(right)) => Value::Date(left.intersect(right)),
            (Value::Choice(left), Value::Choice(right)) => Value::Choice(left.intersect(*right)),
            (Value::Actor(left), Value::Actor(right)) => Value::Actor(left.intersect(*right)),
            (Value::Text(left), Value::Text(right)) => Value::Text(left.intersect(right)),
            _ => self.clone(),
        }
    }

    /// Whether nothing is possible: what contradictory facts leave.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Bool(set) => set.is_empty(),
            Value::Num(set) => set.is_empty(),
            Value::Date(set) => set.is_empty(),
            Value::Choice(set) | Value::Actor(set) => set.is_empty(),
            Value::Text(set) => set.is_empty(),
            Value::List(_) | Value::Record(_) | Value::Absent | Value::MaybeAbsent(_) | Value::Any => false,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(BoolSet::exact(value))
    }
}
