//! What the claims of a dossier leave of each fact on a day.

use super::dossier::{Dossier, FactTold};
use super::{becomes, givens};
use crate::base::{Date, MonthOrDay};
use crate::eval::set::DateSet;
use crate::eval::slot::{Claim, Part, Slot, Slots, Status};
use crate::eval::value::Value;
use crate::eval::{Dates, Engine, Situation, constant};
use crate::model::ids::{ActorId, ExprId, FactId};
use crate::model::item::{FactOrigin, FieldDecl};
use crate::model::ty::Type;
use crate::model::unit::{Dimension, MONTH};
use std::collections::HashMap;
use std::sync::Arc;

/// Which view of a dossier is asked for.
#[derive(Clone, Debug)]
pub struct View {
    pub as_of: Date,
    pub texts_as_of: Date,
    /// Only what had been said by that day.
    pub known_by: Option<Date>,
    /// Only what that source says.
    pub source: Option<String>,
}

impl View {
    pub fn on(day: Date) -> Self {
        View { as_of: day, texts_as_of: day, known_by: None, source: None }
    }

    fn dates(&self) -> Dates {
        Dates { as_of: self.as_of, texts_as_of: self.texts_as_of }
    }
}

/// Under what a dossier is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Under {
    /// As it is.
    #[default]
    Dossier,
    /// With what a scenario supposes, by its rank among the program's.
    Scenario(usize),
    /// As one of its options, by its rank in the dossier.
    Option(usize),
}

/// The situation of a dossier under a scenario or an option.
pub fn situation_under(engine: &Engine, dossier: &Dossier, view: &View, under: Under) -> Situation {
    match under {
        Under::Dossier => situation(engine, dossier, view, None),
        Under::Option(option) => situation(engine, dossier, view, Some(option)),
        Under::Scenario(scenario) => {
            let mut situation = situation(engine, dossier, view, None);
            assume(engine, &mut situation, scenario, view);
            situation
        }
    }
}

/// The situation that a dossier describes: its facts, or those of one of its options laid over the scenario's
/// assumptions laid over them.
pub fn situation(engine: &Engine, dossier: &Dossier, view: &View, option: Option<usize>) -> Situation {
    let program = &engine.checked.program;
    let mut slots = Slots::new(program.facts.len());
    for (fact, told) in program.fact_ids().zip(&dossier.facts) {
        slots.set(fact, slot(engine, fact, told, view));
    }
    let mut situation = Situation { slots, dates: view.dates(), parameters: HashMap::new() };
    if let Some(option) = option.and_then(|option| dossier.options.get(option)) {
        if let Some(scenario) = option.scenario {
            assume(engine, &mut situation, scenario, view);
        }
        for (fact, told) in &option.facts {
            situation.slots.set(*fact, slot(engine, *fact, told, view));
        }
    }
    situation
}

/// Lays what a scenario supposes, as the texts of the day have it, over a situation. `scenario` is its rank.
pub fn assume(engine: &Engine, situation: &mut Situation, scenario: usize, view: &View) {
    let scenario = engine.checked.program.scenarios.get(scenario);
    if let Some(version) = scenario.and_then(|scenario| scenario.on(view.texts_as_of)) {
        givens::apply(engine, situation, &version.assuming, view);
    }
}

/// What the claims leave of one fact. Of each source the latest claim true that day counts; sources that then disagree
/// contest the fact, unless one of them was chosen to settle it.
pub fn slot(engine: &Engine, fact: FactId, told: &FactTold, view: &View) -> Slot {
    let Some((decl, origin)) = engine.checked.program.fact(fact).map(|fact| (&fact.decl, fact.origin)) else {
        return Slot::default();
    };
    let heard: Vec<&Claim> =
        told.claims.iter().filter(|claim| counts(claim, view) && has_come(origin, claim, view)).collect();
    if heard.is_empty() {
        return Slot { value: untold(engine, fact, &decl.ty, view), ..Slot::default() };
    }
    let entitled: Vec<&Claim> = heard.iter().copied().filter(|claim| is_entitled(decl, claim, view)).collect();
    if entitled.is_empty() {
        return Slot {
            status: Status::Unasserted,
            value: untold(engine, fact, &decl.ty, view),
            claims: owned(engine, &latest_of_each_source(&heard), view),
        };
    }
    let mut claims = latest_of_each_source(&entitled);
    if let Some(keep) = told.keep.as_ref().filter(|keep| has_happened(keep.on, view))
        && claims.iter().any(|claim| claim.source.as_ref() == Some(&keep.source))
    {
        claims.retain(|claim| claim.source.as_ref() == Some(&keep.source));
    }
    let fresh: Vec<&Claim> = claims.iter().copied().filter(|claim| !is_stale(engine, decl, claim, view)).collect();
    if fresh.is_empty() {
        return Slot {
            status: Status::Stale,
            value: untold(engine, fact, &decl.ty, view),
            claims: owned(engine, &claims, view),
        };
    }
    let (status, value) = settle(engine, fact, &decl.ty, &fresh, view);
    Slot { status, value: Some(value), claims: owned(engine, &fresh, view) }
}

/// What a fact of which nothing counts may be, where the words of the day leave less than its declaration: whatever will
/// be told is read in them.
fn untold(engine: &Engine, fact: FactId, ty: &Type, view: &View) -> Option<Value> {
    if !becomes::may_change(&engine.checked.program, ty) {
        return None;
    }
    let top = engine.top(fact);
    let today = becomes::current(&engine.checked.program, ty, top.clone(), view.texts_as_of);
    (today != *top).then_some(today)
}

fn owned(engine: &Engine, claims: &[&Claim], view: &View) -> Vec<Claim> {
    claims.iter().map(|claim| Claim { value: whole(engine, claim, view), ..(*claim).clone() }).collect()
}

/// The value of a claim with what is said apart of its fields, as far as that counts on the day.
fn whole(engine: &Engine, claim: &Claim, view: &View) -> Value {
    let mut value = claim.value.clone();
    for part in &claim.parts {
        if let Some(said) = said_apart(engine, claim, part, view)
            && let Some(place) = within_value(&mut value, &part.path)
        {
            *place = said;
        }
    }
    value
}

/// What is said apart of one field; `None` when nothing of it counts on the day.
fn said_apart(engine: &Engine, around: &Claim, part: &Part, view: &View) -> Option<Value> {
    let decl = engine.checked.program.record(part.record)?.fields.get(part.field)?;
    let claims: Vec<Claim> = part.claims.iter().map(|claim| signed(claim, around)).collect();
    let counted: Vec<&Claim> = claims
        .iter()
        .filter(|claim| counts(claim, view) && is_entitled(decl, claim, view) && !is_stale(engine, decl, claim, view))
        .collect();
    let latest = latest_of_each_source(&counted);
    let values: Vec<Value> = latest.iter().map(|claim| whole(engine, claim, view)).collect();
    if values.is_empty() {
        return None;
    }
    agreed(&values).or_else(|| Some(Value::any_of(values)))
}

/// A claim about a field with what the claim around it says for it: its source, and who said it and when where the
/// field says neither.
fn signed(claim: &Claim, around: &Claim) -> Claim {
    let mut claim = claim.clone();
    claim.source = claim.source.or_else(|| around.source.clone());
    if claim.by.is_none() && claim.body.is_none() && claim.on.is_none() {
        (claim.by, claim.body, claim.on) = (around.by, around.body, around.on);
    }
    claim
}

/// The place of a field within a value.
fn within_value<'v>(value: &'v mut Value, path: &[usize]) -> Option<&'v mut Value> {
    let Some((rank, rest)) = path.split_first() else { return Some(value) };
    let next = match value {
        Value::List(list) => &mut Arc::make_mut(list).items.get_mut(*rank)?.value,
        Value::Record(fields) => Arc::make_mut(fields).get_mut(*rank)?,
        Value::MaybeAbsent(inner) => return within_value(inner, path),
        Value::Bool(_)
        | Value::Num(_)
        | Value::Date(_)
        | Value::Choice(_)
        | Value::Actor(_)
        | Value::Text(_)
        | Value::Absent
        | Value::Any => return None,
    };
    within_value(next, rest)
}

/// What claims that all count leave possible together.
fn settle(engine: &Engine, fact: FactId, ty: &Type, claims: &[&Claim], view: &View) -> (Status, Value) {
    let values: Vec<Value> = claims
        .iter()
        .map(|claim| becomes::current(&engine.checked.program, ty, whole(engine, claim, view), view.texts_as_of))
        .collect();
    if let Some(value) = agreed(&values).and_then(|value| within(engine, fact, value)) {
        let status = if value.is_known() { Status::Known } else { Status::Partial };
        return (status, value);
    }
    let contested = values.len() > 1;
    let value = Value::any_of(values);
    // What leaves nothing of the declared bounds is taken as it was told: no value at all would prove anything.
    let value = within(engine, fact, value.clone()).unwrap_or(value);
    let status = match (contested, value.is_known()) {
        (true, _) => Status::Contested,
        (false, true) => Status::Known,
        (false, false) => Status::Partial,
    };
    (status, value)
}

/// The value that all claims allow: “at least 4” and “5” agree on 5, March 2024 and its 20th on that day. `None` when
/// they disagree; lists and records agree only when they are the same.
fn agreed(values: &[Value]) -> Option<Value> {
    let (first, others) = values.split_first()?;
    let mut common = first.clone();
    for value in others {
        if *value == common {
            continue;
        }
        match (&common, value) {
            (Value::Bool(_), Value::Bool(_))
            | (Value::Num(_), Value::Num(_))
            | (Value::Date(_), Value::Date(_))
            | (Value::Choice(_), Value::Choice(_))
            | (Value::Actor(_), Value::Actor(_))
            | (Value::Text(_), Value::Text(_)) => common = common.intersect(value),
            _ => return None,
        }
    }
    (!common.is_empty()).then_some(common)
}

/// The part of a value that the declaration allows; `None` when that is nothing.
fn within(engine: &Engine, fact: FactId, value: Value) -> Option<Value> {
    let narrowed = match (value, engine.top(fact)) {
        (Value::Any, top) => top.clone(),
        (value @ (Value::Absent | Value::MaybeAbsent(_)), _) => value,
        (value, Value::MaybeAbsent(inner)) => value.intersect(inner),
        (value, top) => value.intersect(top),
    };
    (!narrowed.is_empty()).then_some(narrowed)
}

/// Whether a claim is said and true on the day. A claim without `since` is true from when it was said; one without any
/// date always is.
fn counts(claim: &Claim, view: &View) -> bool {
    let said = view.known_by.is_none_or(|day| claim.on.is_none_or(|on| on.first_day() <= day));
    let heard = view.source.is_none() || claim.source == view.source;
    let begun = claim.since.or(claim.on).is_none_or(|since| since.first_day() <= view.as_of);
    let lasts = claim.until.is_none_or(|until| view.as_of <= until.last_day());
    said && heard && begun && lasts
}

/// A milestone is not reached, for anybody, before the day on which it is.
fn has_come(origin: FactOrigin, claim: &Claim, view: &View) -> bool {
    match origin {
        FactOrigin::Reached(_) => {
            let today = view.known_by.map_or(view.as_of, |known_by| known_by.min(view.as_of));
            claim.value.as_date().and_then(DateSet::first).is_none_or(|first| first <= today)
        }
        FactOrigin::Group(_) | FactOrigin::Planned(_) | FactOrigin::Meetings(_) => true,
    }
}

/// Whether something that was done on a day, or on none, was done and known by the day of the view.
pub(super) fn has_happened(on: Option<MonthOrDay>, view: &View) -> bool {
    let day = on.map_or(Date::MIN, MonthOrDay::first_day);
    day <= view.as_of && view.known_by.is_none_or(|known_by| day <= known_by)
}

/// Whether a claim counts as far as its author goes: a judgement takes one who may judge, and the day it was asserted.
fn is_entitled(decl: &FieldDecl, claim: &Claim, view: &View) -> bool {
    let Some(wanted) = decl.judgement else { return true };
    let author = match wanted {
        Some(actor) => claim.by == Some(actor),
        None => claim.by.is_some() || claim.body.is_some(),
    };
    author && claim.on.is_some() && has_happened(claim.on, view)
}

/// Who speaks: the source, else the author; claims with neither are all one voice.
type Voice<'a> = (Option<&'a str>, Option<ActorId>, Option<usize>);

fn voice(claim: &Claim) -> Voice<'_> {
    match &claim.source {
        Some(source) => (Some(source), None, None),
        None => (None, claim.by, claim.body),
    }
}

/// From when a claim is true, then when it was said; earlier than any date where there is none.
fn lateness(claim: &Claim) -> (Option<Date>, Option<Date>) {
    (claim.since.or(claim.on).map(MonthOrDay::first_day), claim.on.map(MonthOrDay::first_day))
}

/// The latest claims of each source, in their order. Those of one day all count, so that a source that contradicts
/// itself contests the fact rather than being heard on its last word.
fn latest_of_each_source<'c>(claims: &[&'c Claim]) -> Vec<&'c Claim> {
    let mut latest: HashMap<Voice<'_>, (Option<Date>, Option<Date>)> = HashMap::new();
    for claim in claims {
        let last = latest.entry(voice(claim)).or_insert_with(|| lateness(claim));
        *last = lateness(claim).max(*last);
    }
    claims.iter().copied().filter(|claim| latest.get(&voice(claim)) == Some(&lateness(claim))).collect()
}

fn is_stale(engine: &Engine, decl: &FieldDecl, claim: &Claim, view: &View) -> bool {
    let (Some(period), Some(said)) = (decl.valid_for, claim.on.or(claim.since)) else { return false };
    ends(engine, period, said.last_day(), view).is_some_and(|end| end < view.as_of)
}

/// The last day of a period that begins on `from`; `None` outside the calendar.
fn ends(engine: &Engine, period: ExprId, from: Date, view: &View) -> Option<Date> {
    let value = constant(engine, view.dates(), period);
    let count = value.as_num()?.known()?.floor().to_i64()?;
    let in_months =
        matches!(engine.checked.type_of(period), Type::Quantity(unit) if unit.dimension == Dimension::base(MONTH));
    if in_months { from.add_months(count) } else { from.add_days(count) }
}

#[cfg(test)]
mod tests;
