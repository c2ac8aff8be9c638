//! What is told in a session, as a facts file says it.

use crate::base::{Date, Lang, MonthOrDay, Num, tr};
use crate::eval::Engine;
use crate::eval::set::{Bound, DateSet, NumSet};
use crate::eval::slot::Claim;
use crate::eval::value::Value;
use crate::model::ids::FactId;
use crate::model::ty::Type;
use serde_json::{Map, Value as Json, json};

/// What is told of a fact: nothing, one thing, or several. `None` for what a facts file has no form for.
pub fn claims(engine: &Engine, fact: FactId, claims: &[Claim], lang: Lang) -> Option<Option<Json>> {
    let decl = &engine.checked.program.fact(fact)?.decl;
    let written: Option<Vec<Json>> = claims.iter().map(|one| claim(engine, one, &decl.ty, lang)).collect();
    let mut written = written?;
    Some(match written.len() {
        0 | 1 => written.pop(),
        _ => Some(json!({ tr!(lang; en: "claims", fr: "déclarations"): written })),
    })
}

fn claim(engine: &Engine, claim: &Claim, ty: &Type, lang: Lang) -> Option<Json> {
    let program = &engine.checked.program;
    if !claim.parts.is_empty() {
        return None;
    }
    let mut fields = shape(engine, &claim.value, ty, lang)?;
    let is_shaped = fields.len() != 1 || !fields.contains_key(&plain_key(lang));
    if let Some(source) = &claim.source {
        fields.insert(String::from("source"), Json::from(source.as_str()));
    }
    let actor = claim.by.and_then(|by| program.actor(by)).map(|actor| &actor.meta.name);
    let body = claim.body.and_then(|body| program.bodies.get(body)).map(|body| &body.meta.name);
    let dated = |date: MonthOrDay| match date {
        MonthOrDay::Day(day) => day.to_string(),
        MonthOrDay::Month { year, month } => format!("{year:04}-{month:02}"),
    };
    let by = actor.or(body).map(|by| (tr!(lang; en: "by", fr: "par"), by.clone()));
    let on = claim.on.map(|on| (tr!(lang; en: "on", fr: "le"), dated(on)));
    let told = by.into_iter().chain(on).map(|(key, text)| (key, Json::from(text)));
    fields.extend(told);
    // A value by itself needs no keys.
    if !is_shaped && fields.len() == 1 {
        return fields.remove(&plain_key(lang));
    }
    Some(Json::Object(fields))
}

fn plain_key(lang: Lang) -> String {
    tr!(lang; en: "value", fr: "valeur")
}

/// The keys under which a value is said, and how.
fn shape(engine: &Engine, value: &Value, ty: &Type, lang: Lang) -> Option<Map<String, Json>> {
    if let Some(exact) = exact(engine, value, ty, lang) {
        return Some(one(plain_key(lang), exact));
    }
    let one_of = |values: Vec<Json>| Some(one(tr!(lang; en: "one_of", fr: "parmi"), Json::from(values)));
    match value {
        Value::Num(set) => limits(set, ty, lang),
        Value::Date(set) => dates(set, lang),
        Value::Choice(set) => {
            let Type::Choice(id) = ty else { return None };
            let choice = engine.checked.program.choice(*id)?;
            one_of(set.iter().filter_map(|rank| choice.values.get(rank)).map(|one| Json::from(&*one.name)).collect())
        }
        Value::Text(set) => one_of(set.options()?.iter().map(|text| Json::from(&**text)).collect()),
        Value::List(list) if list.open => {
            let Type::List(item) = ty else { return None };
            let items: Option<Vec<Json>> = list.items.iter().map(|one| exact(engine, &one.value, item, lang)).collect();
            let mut told = one(tr!(lang; en: "items", fr: "éléments"), Json::from(items?));
            told.insert(tr!(lang; en: "complete", fr: "complet"), Json::from(tr!(lang; en: "no", fr: "non")));
            Some(told)
        }
        Value::Bool(_)
        | Value::Actor(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Absent
        | Value::MaybeAbsent(_)
        | Value::Any => None,
    }
}

fn one(key: String, value: Json) -> Map<String, Json> {
    Map::from_iter([(key, value)])
}

/// A value that is known, as a facts file spells it.
fn exact(engine: &Engine, value: &Value, ty: &Type, lang: Lang) -> Option<Json> {
    let program = &engine.checked.program;
    Some(match value {
        Value::Bool(set) => Json::from(match set.known()? {
            true => tr!(lang; en: "yes", fr: "oui"),
            false => tr!(lang; en: "no", fr: "non"),
        }),
        Value::Num(set) => number(set.known()?, ty),
        Value::Date(set) => match set.known() {
            Some(day) => Json::from(day.to_string()),
            None => Json::from(whole_month(set)?),
        },
        Value::Choice(set) => match ty {
            Type::Choice(id) => Json::from(&*program.choice(*id)?.values.get(set.known()?)?.name),
            _ => return None,
        },
        Value::Actor(set) => Json::from(&*program.actors.get(set.known()?)?.meta.name),
        Value::Text(set) => Json::from(&**set.known()?),
        Value::Absent => Json::Null,
        Value::List(list) if !list.open && list.items.iter().all(|item| item.certain) => {
            let Type::List(of) = ty else { return None };
            let items: Option<Vec<Json>> = list.items.iter().map(|item| exact(engine, &item.value, of, lang)).collect();
            Json::from(items?)
        }
        Value::Record(values) => {
            let Type::Record(id) = ty else { return None };
            let fields = program.record(*id)?.fields.iter().zip(values.iter());
            let told =
                fields.filter_map(|(field, value)| Some((field.name.clone(), exact(engine, value, &field.ty, lang)?)));
            Json::Object(told.collect())
        }
        Value::List(_) | Value::MaybeAbsent(_) | Value::Any => return None,
    })
}

/// A number by its spelling, in the unit of its type.
fn number(number: &Num, ty: &Type) -> Json {
    Json::from(match ty {
        Type::Percent => {
            let text = (number * &Num::HUNDRED).to_exact_string();
            if text.contains('/') { number.to_exact_string() } else { format!("{text} %") }
        }
        Type::Quantity(unit) => number.checked_div(&unit.scale).unwrap_or_else(|| number.clone()).to_exact_string(),
        _ => number.to_exact_string(),
    })
}

fn limits(set: &NumSet, ty: &Type, lang: Lang) -> Option<Map<String, Json>> {
    let intervals = set.intervals();
    if intervals.len() > 1 {
        let points: Option<Vec<Json>> = intervals.iter().map(|one| Some(number(one.known()?, ty))).collect();
        return Some(one(tr!(lang; en: "one_of", fr: "parmi"), Json::from(points?)));
    }
    match (set.lower(), set.upper()) {
        (Bound::Closed(low), Bound::Infinite) => Some(one(tr!(lang; en: "at_least", fr: "au_moins"), number(&low, ty))),
        (Bound::Infinite, Bound::Closed(high)) => Some(one(tr!(lang; en: "at_most", fr: "au_plus"), number(&high, ty))),
        (Bound::Closed(low), Bound::Closed(high)) => {
            Some(one(tr!(lang; en: "between", fr: "entre"), json!([number(&low, ty), number(&high, ty)])))
        }
        // A facts file has no word for a limit that is not reached.
        _ => None,
    }
}

fn dates(set: &DateSet, lang: Lang) -> Option<Map<String, Json>> {
    let [(first, last)] = set.ranges() else { return None };
    let (from, to) = (first.to_string(), last.to_string());
    match (*first == Date::MIN, *last == Date::MAX) {
        (true, true) => None,
        (true, false) => Some(one(tr!(lang; en: "at_most", fr: "au_plus"), Json::from(to))),
        (false, true) => Some(one(tr!(lang; en: "at_least", fr: "au_moins"), Json::from(from))),
        (false, false) => Some(one(tr!(lang; en: "between", fr: "entre"), json!([from, to]))),
    }
}

fn whole_month(set: &DateSet) -> Option<String> {
    let [(first, last)] = set.ranges() else { return None };
    let month = MonthOrDay::Month { year: first.year(), month: first.month() };
    let whole = month.first_day() == *first && month.last_day() == *last;
    whole.then(|| format!("{:04}-{:02}", first.year(), first.month()))
}
