//! What the claims of a dossier leave of each fact on a day.

use super::dossier::{Dossier, FactTold};
use super::givens;
use crate::base::{Date, MonthOrDay};
use crate::eval::exprs::date_set;
use crate::eval::set::DateSet;
use crate::eval::slot::{Claim, Slot, Slots, Status};
use crate::eval::value::Value;
use crate::eval::{Dates, Engine, Situation, constant};
use crate::model::ids::{ExprId, FactId};
use crate::model::item::FieldDecl;
use crate::model::ty::Type;
use crate::model::unit::{Dimension, MONTH};
use std::collections::HashMap;

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

/// The situation that a dossier describes: its facts, or those of one of its options laid over the scenario's
/// assumptions laid over them.
pub fn situation(engine: &Engine, dossier: &Dossier, view: &View, option: Option<usize>) -> Situation {
    let program = &engine.checked.program;
    let mut slots = Slots::new(program.facts.len());
    for (fact, told) in program.fact_ids().zip(&dossier.facts) {
        slots.set(fact, slot(engine, fact, told, view));
    }
    let milestones =
        dossier.milestones.iter().map(|told| Value::Date(told.actual.map_or_else(DateSet::all, date_set))).collect();
    let mut situation = Situation { slots, dates: view.dates(), parameters: HashMap::new(), milestones };
    if let Some(option) = option.and_then(|option| dossier.options.get(option)) {
        if let Some(scenario) = option.scenario.and_then(|rank| program.scenarios.get(rank)) {
            givens::apply(engine, &mut situation, &scenario.assuming, view);
        }
        for (fact, told) in &option.facts {
            situation.slots.set(*fact, slot(engine, *fact, told, view));
        }
    }
    situation
}

/// What the claims leave of one fact. Of each source the latest claim true that day counts; sources that then disagree
/// contest the fact.
pub fn slot(engine: &Engine, fact: FactId, told: &FactTold, view: &View) -> Slot {
    let Some(decl) = engine.checked.program.fact(fact).map(|fact| &fact.decl) else { return Slot::default() };
    let mut claims: Vec<Claim> = told.claims.iter().filter(|claim| counts(claim, view)).cloned().collect();
    claims = latest_of_each_source(claims);
    if let Some(keep) = &told.keep
        && claims.iter().any(|claim| claim.source.as_ref() == Some(keep))
    {
        claims.retain(|claim| claim.source.as_ref() == Some(keep));
    }
    if claims.is_empty() {
        return Slot::default();
    }
    if let Some(wanted) = decl.judgement {
        let entitled =
            |claim: &Claim| claim.on.is_some() && claim.by.is_some_and(|by| wanted.is_none_or(|one| one == by));
        if !claims.iter().any(entitled) {
            return Slot { status: Status::Unasserted, value: None, claims };
        }
        claims.retain(entitled);
    }
    let fresh: Vec<Claim> = claims.iter().filter(|claim| !is_stale(engine, decl, claim, view)).cloned().collect();
    if fresh.is_empty() {
        return Slot { status: Status::Stale, value: None, claims };
    }
    let all_agree = fresh.windows(2).all(|pair| matches!(pair, [one, other] if one.value == other.value));
    let union = fresh.iter().map(|claim| claim.value.clone()).reduce(Value::union).unwrap_or(Value::Any);
    let value = match (&union, engine.top(fact)) {
        (Value::Absent | Value::MaybeAbsent(_), _) => union,
        (_, Value::MaybeAbsent(inner)) => union.intersect(inner),
        (_, top) => union.intersect(top),
    };
    let status = match (all_agree, value.is_known()) {
        (false, _) => Status::Contested,
        (true, true) => Status::Known,
        (true, false) => Status::Partial,
    };
    Slot { status, value: Some(value), claims: fresh }
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

fn start(claim: &Claim) -> Option<Date> {
    claim.since.or(claim.on).map(MonthOrDay::first_day)
}

fn latest_of_each_source(claims: Vec<Claim>) -> Vec<Claim> {
    let mut latest: Vec<Claim> = Vec::new();
    for claim in claims {
        match latest.iter_mut().find(|known| known.source == claim.source && known.by == claim.by) {
            Some(known)
                if (start(known), known.on.map(MonthOrDay::first_day))
                    <= (start(&claim), claim.on.map(MonthOrDay::first_day)) =>
            {
                *known = claim;
            }
            Some(_) => {}
            None => latest.push(claim),
        }
    }
    latest
}

fn is_stale(engine: &Engine, decl: &FieldDecl, claim: &Claim, view: &View) -> bool {
    let (Some(period), Some(said)) = (decl.valid_for, claim.on.or(claim.since)) else { return false };
    ends(engine, period, said.last_day(), view).is_some_and(|end| end <= view.as_of)
}

/// The day a period after another; `None` outside the calendar.
fn ends(engine: &Engine, period: ExprId, from: Date, view: &View) -> Option<Date> {
    let value = constant(engine, view.dates(), period);
    let count = value.as_num()?.known()?.floor().to_i64()?;
    let in_months =
        matches!(engine.checked.type_of(period), Type::Quantity(unit) if unit.dimension == Dimension::base(MONTH));
    if in_months { from.add_months(count) } else { from.add_days(count) }
}
