//! To be replaced by `facts::resolve` and `facts::givens` as soon as they are there.

use crate::base::{Date, MonthOrDay};
use crate::eval::engine::limit;
use crate::eval::slot::{Claim, Slot, Status};
use crate::eval::value::Value;
use crate::eval::{Dates, Engine, Situation, constant};
use crate::model::expr::Order;
use crate::model::ids::{ActorId, FactId};
use crate::model::plan::{Given, GivenClaim, GivenValue, Subject};

/// The days and the limits under which a dossier is read.
pub struct View {
    pub as_of: Date,
    pub texts_as_of: Date,
    pub known_by: Option<Date>,
}

impl View {
    pub fn on(day: Date) -> Self {
        View { as_of: day, texts_as_of: day, known_by: None }
    }
}

/// Lays givens over a situation; a later one replaces an earlier one of the same fact.
pub fn apply(engine: &Engine, situation: &mut Situation, givens: &[Given], view: &View) {
    for given in givens {
        match given.subject {
            Subject::Fact(fact) => {
                let claims = given.claims.iter().filter_map(|claim| told(engine, fact, claim, view)).collect();
                situation.slots.set(fact, slot(engine, fact, claims, view));
            }
            Subject::Parameter(id) => {
                let value = given.claims.first().and_then(|claim| value(engine, &claim.value, view));
                if let Some(value) = value {
                    situation.parameters.insert(id, value);
                }
            }
        }
    }
}

fn told(engine: &Engine, fact: FactId, claim: &GivenClaim, view: &View) -> Option<Claim> {
    let value = value(engine, &claim.value, view)?;
    let judgement = engine.checked.program.fact(fact).and_then(|fact| fact.decl.judgement);
    let by = claim.by.or(match judgement {
        Some(Some(actor)) => Some(actor),
        Some(None) => Some(ActorId(0)),
        None => None,
    });
    let asserted = claim.by.is_none() && judgement.is_some();
    let on = claim.on.or(asserted.then_some(MonthOrDay::Day(view.as_of)));
    Some(Claim { value, source: claim.per.clone(), by, on, since: None, until: None, about: false, at: None })
}

fn slot(engine: &Engine, fact: FactId, mut claims: Vec<Claim>, view: &View) -> Slot {
    let by = view.known_by.map_or(view.as_of, |known| known.min(view.as_of));
    claims.retain(|claim| claim.on.is_none_or(|on| on.first_day() <= by));
    let wanted = engine.checked.program.fact(fact).and_then(|fact| fact.decl.judgement);
    if let Some(wanted) = wanted
        && !claims.is_empty()
    {
        claims.retain(|claim| claim.on.is_some() && wanted.is_none_or(|wanted| claim.by == Some(wanted)));
        if claims.is_empty() {
            return Slot { status: Status::Unasserted, value: None, claims };
        }
    }
    let value = claims.iter().map(|claim| claim.value.clone()).reduce(Value::union);
    let status = match &value {
        None => Status::Missing,
        Some(_) if claims.iter().any(|claim| claims.first().is_some_and(|first| first.value != claim.value)) => {
            Status::Contested
        }
        Some(value) if value.is_known() => Status::Known,
        Some(_) => Status::Partial,
    };
    let value = value.map(|value| value.intersect(engine.top(fact)));
    Slot { status, value, claims }
}

fn value(engine: &Engine, given: &GivenValue, view: &View) -> Option<Value> {
    let dates = Dates { as_of: view.as_of, texts_as_of: view.texts_as_of };
    let constant = |id| constant(engine, dates, id);
    match given {
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
