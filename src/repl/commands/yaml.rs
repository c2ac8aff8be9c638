//! One value put into the text of a facts file, the rest of it left as it is written.

use crate::base::{FileId, Lang, MonthOrDay, Num, name, tr};
use crate::eval::Engine;
use crate::eval::set::{Bound, DateSet, NumSet};
use crate::eval::slot::Claim;
use crate::eval::value::Value;
use crate::facts::read::{Entry, Node, read};
use crate::model::ids::FactId;
use crate::model::item::FactOrigin;
use crate::model::ty::Type;

/// The keys that lead to a fact; of each, how it is written, then how else it may be.
pub fn keys(engine: &Engine, fact: FactId, lang: Lang) -> Option<Vec<Vec<String>>> {
    let program = &engine.checked.program;
    let fact = program.fact(fact)?;
    let both = |en: &str, fr: &str| match lang {
        Lang::En => vec![en.to_string(), fr.to_string()],
        Lang::Fr => vec![fr.to_string(), en.to_string()],
    };
    let milestone = |rank: usize| Some(vec![program.milestones.get(rank)?.meta.name.clone()]);
    Some(match fact.origin {
        FactOrigin::Group(group) => vec![vec![program.group(group)?.meta.name.clone()], vec![fact.decl.name.clone()]],
        FactOrigin::Reached(rank) => vec![both("calendar", "calendrier"), milestone(rank)?, both("actual", "réel")],
        FactOrigin::Planned(rank) => vec![both("calendar", "calendrier"), milestone(rank)?, both("planned", "prévu")],
        FactOrigin::Meetings(rank) => {
            vec![
                both("bodies", "instances"),
                vec![program.bodies.get(rank)?.meta.name.clone()],
                both("meetings", "réunions"),
            ]
        }
    })
}

/// The text with a value at the end of these keys: in the place of the one that is there, else added.
pub fn with_value(text: &str, keys: &[Vec<String>], value: &str) -> String {
    let raw = read(FileId(u32::MAX), text);
    put(text, &raw.root, None, keys, value).unwrap_or_else(|| {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        format!("{text}{end}{}", nested(keys, value, 0))
    })
}

/// Puts the value under the entries of one mapping; `None` when nothing of it is there at all.
fn put(text: &str, entries: &[Entry], around: Option<&Node>, keys: &[Vec<String>], value: &str) -> Option<String> {
    let (first, rest) = keys.split_first()?;
    let is = |entry: &&Entry| first.iter().any(|key| name::fold(key) == name::fold(&entry.key.text));
    let Some(entry) = entries.iter().find(is) else {
        let around = around?;
        return Some(added(text, entries, around, keys, value));
    };
    let (start, end) = (entry.key.span.end as usize, entry.value.span.end as usize);
    match entry.value.entries() {
        Some(inner) if !rest.is_empty() && !inner.is_empty() => put(text, inner, Some(&entry.value), rest, value),
        _ => {
            let body = text.get(start..end.max(start)).unwrap_or("");
            let end = start + body.trim_end().len();
            let end = end.max(start + text.get(start..).and_then(|rest| rest.find(':')).map_or(0, |colon| colon + 1));
            let value = rest.iter().rev().fold(value.to_string(), |inner, key| {
                format!("{{ {}: {inner} }}", key.first().map_or("", String::as_str))
            });
            Some(format!("{}: {value}{}", text.get(..start).unwrap_or(""), text.get(end..).unwrap_or("")))
        }
    }
}

/// An entry more in a mapping, written as the others are.
fn added(text: &str, entries: &[Entry], around: &Node, keys: &[Vec<String>], value: &str) -> String {
    let at = entries.first().map_or(around.span.start, |entry| entry.key.span.start) as usize;
    let start = around.span.start as usize;
    let flow = text.get(start..).is_some_and(|rest| rest.starts_with('{'));
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    if flow {
        let inner = keys.iter().rev().fold(value.to_string(), |inner, key| {
            let key = key.first().map_or("", String::as_str);
            if inner == value { format!("{key}: {inner}") } else { format!("{key}: {{ {inner} }}") }
        });
        return format!("{before}{inner}, {after}");
    }
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let indent = at - line;
    let block = nested(keys, value, indent);
    format!("{before}{}\n{}{after}", block.trim(), " ".repeat(indent))
}

/// Keys one under the other, and the value after the last.
fn nested(keys: &[Vec<String>], value: &str, indent: usize) -> String {
    let mut text = String::new();
    for (rank, key) in keys.iter().enumerate() {
        let key = key.first().map_or("", String::as_str);
        let blanks = " ".repeat(indent + 2 * rank);
        let after = if rank + 1 == keys.len() { format!(" {value}") } else { String::new() };
        text.push_str(&format!("{blanks}{key}:{after}\n"));
    }
    text
}

/// What is told of a fact, on one line; `None` for what a facts file has no form for.
pub fn claims(engine: &Engine, fact: FactId, claims: &[Claim], lang: Lang) -> Option<String> {
    let decl = &engine.checked.program.fact(fact)?.decl;
    let written: Option<Vec<String>> = claims.iter().map(|one| claim(engine, one, &decl.ty, lang)).collect();
    match written?.as_slice() {
        // Nobody said.
        [] => Some(String::new()),
        [only] => Some(only.clone()),
        several => {
            let key = tr!(lang; en: "claims", fr: "déclarations");
            Some(format!("{{ {key}: [ {} ] }}", several.join(", ")))
        }
    }
}

fn claim(engine: &Engine, claim: &Claim, ty: &Type, lang: Lang) -> Option<String> {
    let program = &engine.checked.program;
    if !claim.parts.is_empty() {
        return None;
    }
    let (key, value) = shape(engine, &claim.value, ty, lang)?;
    let mut fields = vec![format!("{key}: {value}")];
    if let Some(source) = &claim.source {
        fields.push(format!("source: {}", quoted(source)));
    }
    let actor = claim.by.and_then(|by| program.actor(by)).map(|actor| &actor.meta.name);
    let body = claim.body.and_then(|body| program.bodies.get(body)).map(|body| &body.meta.name);
    let dated = |date: MonthOrDay| match date {
        MonthOrDay::Day(day) => day.to_string(),
        MonthOrDay::Month { year, month } => format!("{year:04}-{month:02}"),
    };
    let by = actor.or(body).map(|by| (tr!(lang; en: "by", fr: "par"), by.clone()));
    let on = claim.on.map(|on| (tr!(lang; en: "on", fr: "le"), dated(on)));
    fields.extend(by.into_iter().chain(on).map(|(key, text)| format!("{key}: {text}")));
    let plain = fields.len() == 1 && key == plain_key(lang);
    Some(if plain { value } else { format!("{{ {} }}", fields.join(", ")) })
}

fn plain_key(lang: Lang) -> String {
    tr!(lang; en: "value", fr: "valeur")
}

/// The key under which a value is said, and how.
fn shape(engine: &Engine, value: &Value, ty: &Type, lang: Lang) -> Option<(String, String)> {
    if let Some(exact) = exact(engine, value, ty, lang) {
        return Some((plain_key(lang), exact));
    }
    let one_of = |texts: Vec<String>| Some((tr!(lang; en: "one_of", fr: "parmi"), format!("[{}]", texts.join(", "))));
    match value {
        Value::Num(set) => limits(set, ty, lang),
        Value::Date(set) => dates(set, lang),
        Value::Choice(set) => {
            let Type::Choice(id) = ty else { return None };
            let choice = engine.checked.program.choice(*id)?;
            one_of(set.iter().filter_map(|rank| choice.values.get(rank)).map(|one| one.name.clone()).collect())
        }
        Value::Text(set) => one_of(set.options()?.iter().map(|text| quoted(text)).collect()),
        Value::List(list) if list.open => {
            let Type::List(item) = ty else { return None };
            let items: Option<Vec<String>> =
                list.items.iter().map(|one| exact(engine, &one.value, item, lang)).collect();
            let (items, none) = (items?.join(", "), tr!(lang; en: "no", fr: "non"));
            let complete = tr!(lang; en: "complete", fr: "complet");
            Some((tr!(lang; en: "items", fr: "éléments"), format!("[{items}], {complete}: {none}")))
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

/// A value that is known, as a facts file spells it.
fn exact(engine: &Engine, value: &Value, ty: &Type, lang: Lang) -> Option<String> {
    let program = &engine.checked.program;
    Some(match value {
        Value::Bool(set) => match set.known()? {
            true => tr!(lang; en: "yes", fr: "oui"),
            false => tr!(lang; en: "no", fr: "non"),
        },
        Value::Num(set) => number(set.known()?, ty),
        Value::Date(set) => match set.known() {
            Some(day) => day.to_string(),
            None => whole_month(set)?,
        },
        Value::Choice(set) => match ty {
            Type::Choice(id) => program.choice(*id)?.values.get(set.known()?)?.name.clone(),
            _ => return None,
        },
        Value::Actor(set) => program.actors.get(set.known()?)?.meta.name.clone(),
        Value::Text(set) => quoted(set.known()?),
        Value::Absent => String::from("null"),
        Value::List(list) if !list.open && list.items.iter().all(|item| item.certain) => {
            let Type::List(of) = ty else { return None };
            let items: Option<Vec<String>> =
                list.items.iter().map(|item| exact(engine, &item.value, of, lang)).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Record(values) => {
            let Type::Record(id) = ty else { return None };
            let fields = program.record(*id)?.fields.iter().zip(values.iter());
            let told = fields.filter_map(|(field, value)| {
                Some(format!("{}: {}", field.name, exact(engine, value, &field.ty, lang)?))
            });
            format!("{{ {} }}", told.collect::<Vec<_>>().join(", "))
        }
        Value::List(_) | Value::MaybeAbsent(_) | Value::Any => return None,
    })
}

fn number(number: &Num, ty: &Type) -> String {
    match ty {
        Type::Percent => {
            let text = (number * &Num::HUNDRED).to_exact_string();
            if text.contains('/') { quoted(&number.to_exact_string()) } else { quoted(&format!("{text} %")) }
        }
        Type::Quantity(unit) => {
            let shown = number.checked_div(&unit.scale).unwrap_or_else(|| number.clone());
            let text = shown.to_exact_string();
            if text.contains('/') { quoted(&text) } else { text }
        }
        _ => {
            let text = number.to_exact_string();
            if text.contains('/') { quoted(&text) } else { text }
        }
    }
}

fn limits(set: &NumSet, ty: &Type, lang: Lang) -> Option<(String, String)> {
    let intervals = set.intervals();
    if intervals.len() > 1 {
        let points: Option<Vec<String>> = intervals.iter().map(|one| Some(number(one.known()?, ty))).collect();
        return Some((tr!(lang; en: "one_of", fr: "parmi"), format!("[{}]", points?.join(", "))));
    }
    match (set.lower(), set.upper()) {
        (Bound::Closed(low), Bound::Infinite) => Some((tr!(lang; en: "at_least", fr: "au_moins"), number(&low, ty))),
        (Bound::Infinite, Bound::Closed(high)) => Some((tr!(lang; en: "at_most", fr: "au_plus"), number(&high, ty))),
        (Bound::Closed(low), Bound::Closed(high)) => {
            let (low, high) = (number(&low, ty), number(&high, ty));
            Some((tr!(lang; en: "between", fr: "entre"), format!("[{low}, {high}]")))
        }
        // A facts file has no word for a limit that is not reached.
        _ => None,
    }
}

fn dates(set: &DateSet, lang: Lang) -> Option<(String, String)> {
    let [(first, last)] = set.ranges() else { return None };
    use crate::base::Date;
    match (*first == Date::MIN, *last == Date::MAX) {
        (true, true) => None,
        (true, false) => Some((tr!(lang; en: "at_most", fr: "au_plus"), last.to_string())),
        (false, true) => Some((tr!(lang; en: "at_least", fr: "au_moins"), first.to_string())),
        (false, false) => Some((tr!(lang; en: "between", fr: "entre"), format!("[{first}, {last}]"))),
    }
}

fn whole_month(set: &DateSet) -> Option<String> {
    let [(first, last)] = set.ranges() else { return None };
    let month = MonthOrDay::Month { year: first.year(), month: first.month() };
    let whole = month.first_day() == *first && month.last_day() == *last;
    whole.then(|| format!("{:04}-{:02}", first.year(), first.month()))
}

/// A text between quotation marks that YAML and JSON both read.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(keys: &[&str]) -> Vec<Vec<String>> {
        keys.iter().map(|key| vec![(*key).to_string()]).collect()
    }

    #[test]
    fn a_value_takes_its_place_and_nothing_else_changes() {
        let text = "dossier: { nom: x }\n\n# dit\néquipe:\n  internes: 1 # tête\n  externes:\n    valeur: 4\n    source: note\nfin: {}\n";
        let internes = with_value(text, &path(&["équipe", "internes"]), "2");
        assert_eq!(internes, text.replace("internes: 1", "internes: 2"));
        let externes = with_value(text, &path(&["equipe", "externes"]), "5");
        assert_eq!(externes, text.replace("externes:\n    valeur: 4\n    source: note", "externes: 5"));
        let pilotage = with_value(text, &path(&["équipe", "pilotage"]), "vacant");
        assert_eq!(pilotage, text.replace("  internes", "  pilotage: vacant\n  internes"));
        let day = with_value(text, &path(&["dossier", "au"]), "2024-10-01");
        assert_eq!(day, text.replace("{ nom", "{ au: 2024-10-01, nom"));
        let new = with_value(text, &path(&["produit", "adresse"]), "\"x.fr\"");
        assert_eq!(new, format!("{text}produit:\n  adresse: \"x.fr\"\n"));
    }
}
