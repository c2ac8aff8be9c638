//! Givens of a test, of a call or of a scenario, laid over a situation.

use super::dossier::FactTold;
use super::resolve::{View, slot};
use crate::base::MonthOrDay;
use crate::eval::engine::limit;
use crate::eval::slot::{Claim, Slot};
use crate::eval::value::{ListItem, ListValue, Value};
use crate::eval::{Dates, Engine, Situation, constant};
use crate::model::expr::Order;
use crate::model::ids::{ActorId, FactId, RecordId};
use crate::model::item::FieldDecl;
use crate::model::plan::{Given, GivenClaim, GivenValue, Subject};
use crate::model::ty::Type;
use std::sync::Arc;

/// Lays givens over a situation; a later one replaces an earlier one of the same fact.
pub fn apply(engine: &Engine, situation: &mut Situation, givens: &[Given], view: &View) {
    for given in givens {
        match given.subject {
            Subject::Fact(fact) => {
                let slot = given_slot(engine, fact, given, view);
                situation.slots.set(fact, slot);
            }
            Subject::Parameter(id) => {
                let value = given.claims.first().and_then(|claim| given_value(engine, &claim.value, view));
                if let Some(value) = value {
                    situation.parameters.insert(id, value);
                }
            }
        }
    }
}

fn given_slot(engine: &Engine, fact: FactId, given: &Given, view: &View) -> Slot {
    let claims: Vec<Claim> = given
        .claims
        .iter()
        .enumerate()
        .filter_map(|(rank, claim)| given_claim(engine, fact, claim, rank, given.claims.len() > 1, view))
        .collect();
    // A given is no source's: it stands whichever source is asked for.
    let view = View { source: None, ..view.clone() };
    slot(engine, fact, &FactTold { claims, keep: None }, &view)
}

/// A claim without author is asserted by whoever gives it, so that a judgement counts. Several claims without a source
/// stand for as many sources: that is how they contest.
fn given_claim(
    engine: &Engine,
    fact: FactId,
    claim: &GivenClaim,
    rank: usize,
    several: bool,
    view: &View,
) -> Option<Claim> {
    let decl = engine.checked.program.fact(fact).map(|fact| &fact.decl)?;
    let value = opened(engine, decl, given_value(engine, &claim.value, view)?);
    let judgement = decl.judgement;
    let asserted = claim.by.is_none() && claim.body.is_none() && judgement.is_some();
    let by = match judgement {
        Some(wanted) if asserted => Some(wanted.unwrap_or(ActorId(0))),
        Some(_) | None => claim.by,
    };
    let today = view.known_by.map_or(view.as_of, |known_by| known_by.min(view.as_of));
    let on = claim.on.or(asserted.then_some(MonthOrDay::Day(today)));
    let source = claim.per.clone().or(several.then(|| format!("{}", rank + 1)));
    Some(Claim {
        value,
        source,
        by,
        body: claim.body,
        on,
        since: None,
        until: None,
        about: false,
        at: None,
        parts: Vec::new(),
    })
}

/// A list declared open may hold more than what is given, and so may one in the fields of what is given.
fn opened(engine: &Engine, decl: &FieldDecl, value: Value) -> Value {
    match (&decl.ty, value) {
        (Type::List(item), Value::List(list)) => {
            let within = |value: &Value| match item.as_ref() {
                Type::Record(id) => opened_record(engine, *id, value.clone()),
                _ => value.clone(),
            };
            let items = list.items.iter().map(|item| ListItem { value: within(&item.value), certain: item.certain });
            Value::List(Arc::new(ListValue { items: items.collect(), open: list.open || decl.open }))
        }
        (Type::Record(id), value) => opened_record(engine, *id, value),
        (_, value) => value,
    }
}

fn opened_record(engine: &Engine, id: RecordId, value: Value) -> Value {
    let (Value::Record(values), Some(record)) = (&value, engine.checked.program.record(id)) else { return value };
    let fields = record.fields.iter().zip(values.iter());
    Value::Record(Arc::new(fields.map(|(field, value)| opened(engine, field, value.clone())).collect()))
}

/// The values a given leaves possible; `None` when it says that the fact is missing.
pub fn given_value(engine: &Engine, value: &GivenValue, view: &View) -> Option<Value> {
    let dates = Dates { as_of: view.as_of, texts_as_of: view.texts_as_of };
    let constant = |id| constant(engine, dates, id);
    match value {
        GivenValue::Equals(value) => Some(constant(*value)),
        GivenValue::Compare(order, value) => Some(limit(*order, &constant(*value))),
        GivenValue::Between(low, high) => {
            Some(limit(Order::AtLeast, &constant(*low)).intersect(&limit(Order::AtMost, &constant(*high))))
        }
        GivenValue::OneOf(values) => values.iter().map(|value| constant(*value)).reduce(Value::union),
        GivenValue::Missing => None,
        GivenValue::Absent => Some(Value::Absent),
    }
}
