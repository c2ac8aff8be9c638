//! Values in words: with their unit, rounded for people, and with their limits when they are not known.

use super::Engine;
use super::set::{BoolSet, Bound, DateSet, Interval, NumSet};
use super::value::Value;
use crate::base::{Date, Lang, MonthOrDay, Num, tr};
use crate::model::item::Choice;
use crate::model::ty::Type;

/// How many decimals people are shown.
const DIGITS: u32 = 2;

/// A value of a type, as people read it: `20 %`, `between 2 FTE and 3 FTE`, `yes or no`.
pub fn value_text(engine: &Engine, value: &Value, ty: &Type, lang: Lang) -> String {
    match value {
        Value::Bool(set) => bool_text(*set, lang),
        Value::Num(set) => num_text(set, ty, lang),
        Value::Date(set) => date_set_text(set, lang),
        Value::Choice(set) => match ty {
            Type::Choice(id) => match engine.checked.program.choice(*id) {
                Some(choice) => any_of(set.iter().filter_map(|rank| choice_label(choice, rank)), lang),
                None => unknown(lang),
            },
            _ => unknown(lang),
        },
        Value::Actor(set) => any_of(
            set.iter().filter_map(|rank| Some(engine.checked.program.actors.get(rank)?.meta.label().to_string())),
            lang,
        ),
        Value::Text(set) => match set.options() {
            Some(texts) => any_of(texts.iter().map(|text| lang.quoted(text)), lang),
            None => unknown(lang),
        },
        Value::List(list) => {
            let item_ty = match ty {
                Type::List(item) => item.as_ref(),
                _ => &Type::Error,
            };
            let mut items: Vec<String> =
                list.items.iter().map(|item| value_text(engine, &item.value, item_ty, lang)).collect();
            if list.open {
                items.push(String::from("…"));
            }
            format!("({})", items.join(", "))
        }
        Value::Record(fields) => {
            let decls = match ty {
                Type::Record(id) => engine.checked.program.record(*id).map(|record| record.fields.as_slice()),
                _ => None,
            };
            let parts = decls.unwrap_or_default().iter().zip(fields.iter()).filter(|(_, value)| value.is_known());
            let parts: Vec<String> = parts
                .map(|(decl, value)| format!("{} = {}", decl.name, value_text(engine, value, &decl.ty, lang)))
                .collect();
            format!("{{ {} }}", parts.join(", "))
        }
        Value::Absent => tr!(lang; en: "none", fr: "absent"),
        Value::MaybeAbsent(inner) => {
            let inner = value_text(engine, inner, ty, lang);
            tr!(lang; en: "{inner}, or none", fr: "{inner}, ou absent")
        }
        Value::Any => unknown(lang),
    }
}

fn unknown(lang: Lang) -> String {
    tr!(lang; en: "unknown", fr: "inconnu")
}

fn bool_text(set: BoolSet, lang: Lang) -> String {
    match set.known() {
        Some(true) => tr!(lang; en: "yes", fr: "oui"),
        Some(false) => tr!(lang; en: "no", fr: "non"),
        None => unknown(lang),
    }
}

fn choice_label(choice: &Choice, rank: usize) -> Option<String> {
    choice.values.get(rank).map(|value| value.label().to_string())
}

fn any_of(texts: impl Iterator<Item = String>, lang: Lang) -> String {
    let texts: Vec<String> = texts.collect();
    match texts.len() {
        0 => unknown(lang),
        1..=4 => texts.join(&tr!(lang; en: " or ", fr: " ou ")),
        _ => unknown(lang),
    }
}

/// How many decimals a rule that people read may have before it is written as a fraction.
const EXACT_DIGITS: u32 = 9;

/// A number of a rule with its unit, never rounded: a fraction where it has no end.
pub fn exact_text(number: &Num, ty: &Type, lang: Lang) -> String {
    let (shown, unit) = in_unit(number, ty, lang);
    let (digits, rounded) = shown.to_decimal(lang, EXACT_DIGITS);
    let digits = if rounded { shown.to_exact_string() } else { digits };
    beside_unit(&digits, &unit, lang)
}

/// One exact number with its unit, rounded for people.
pub fn number_text(number: &Num, ty: &Type, lang: Lang) -> String {
    let (shown, unit) = in_unit(number, ty, lang);
    let (digits, rounded) = shown.to_decimal(lang, DIGITS);
    let about = if rounded { "≈\u{a0}" } else { "" };
    beside_unit(&format!("{about}{digits}"), &unit, lang)
}

/// The number in the unit of its type, and how that unit is written.
fn in_unit(number: &Num, ty: &Type, lang: Lang) -> (Num, String) {
    match ty {
        Type::Percent => (number * &Num::HUNDRED, String::from("%")),
        Type::Quantity(unit) => {
            let shown = number.checked_div(&unit.scale).unwrap_or_else(|| number.clone());
            let symbol = unit.symbol.beside(lang, &shown).to_string();
            (shown, symbol)
        }
        _ => (number.clone(), String::new()),
    }
}

fn beside_unit(digits: &str, unit: &str, lang: Lang) -> String {
    match unit {
        "" => digits.to_string(),
        "%" if lang == Lang::En => format!("{digits}%"),
        unit => format!("{digits}\u{a0}{unit}"),
    }
}

fn num_text(set: &NumSet, ty: &Type, lang: Lang) -> String {
    if let Some(number) = set.known() {
        return number_text(number, ty, lang);
    }
    let intervals = set.intervals();
    match intervals.as_ref() {
        [] => tr!(lang; en: "nothing possible", fr: "rien de possible"),
        intervals if intervals.len() > 4 => interval_text(&set.lower(), &set.upper(), ty, lang),
        intervals => {
            let texts: Vec<String> = intervals.iter().map(|interval| piece_text(interval, ty, lang)).collect();
            texts.join(&tr!(lang; en: " or ", fr: " ou "))
        }
    }
}

fn piece_text(interval: &Interval, ty: &Type, lang: Lang) -> String {
    match interval.known() {
        Some(number) => number_text(number, ty, lang),
        None => interval_text(interval.lower(), interval.upper(), ty, lang),
    }
}

fn interval_text(lower: &Bound, upper: &Bound, ty: &Type, lang: Lang) -> String {
    let text = |number: &Num| number_text(number, ty, lang);
    match (lower, upper) {
        (Bound::Infinite, Bound::Infinite) => unknown(lang),
        (Bound::Closed(low), Bound::Infinite) => {
            let low = text(low);
            tr!(lang; en: "at least {low}", fr: "au moins {low}")
        }
        (Bound::Open(low), Bound::Infinite) => {
            let low = text(low);
            tr!(lang; en: "more than {low}", fr: "plus de {low}")
        }
        (Bound::Infinite, Bound::Closed(high)) => {
            let high = text(high);
            tr!(lang; en: "at most {high}", fr: "au plus {high}")
        }
        (Bound::Infinite, Bound::Open(high)) => {
            let high = text(high);
            tr!(lang; en: "less than {high}", fr: "moins de {high}")
        }
        (Bound::Closed(low), Bound::Closed(high)) => {
            let (low, high) = (text(low), text(high));
            tr!(lang; en: "between {low} and {high}", fr: "entre {low} et {high}")
        }
        (Bound::Closed(low), Bound::Open(high)) => {
            let (low, high) = (text(low), text(high));
            tr!(lang; en: "at least {low} and less than {high}", fr: "au moins {low} et moins de {high}")
        }
        (Bound::Open(low), Bound::Closed(high)) => {
            let (low, high) = (text(low), text(high));
            tr!(lang; en: "more than {low} and at most {high}", fr: "plus de {low} et au plus {high}")
        }
        (Bound::Open(low), Bound::Open(high)) => {
            let (low, high) = (text(low), text(high));
            tr!(lang; en: "between {low} and {high}, both excluded", fr: "entre {low} et {high}, bornes exclues")
        }
    }
}

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn month_name(month: i8, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::En => &MONTHS_EN,
        Lang::Fr => &MONTHS_FR,
    };
    usize::try_from(month - 1).ok().and_then(|rank| names.get(rank)).copied().unwrap_or("")
}

/// `1er octobre 2024`, `1 October 2024`.
pub fn date_text(date: Date, lang: Lang) -> String {
    let (day, month, year) = (date.day(), month_name(date.month(), lang), date.year());
    match (lang, day) {
        (Lang::Fr, 1) => format!("1er {month} {year}"),
        _ => format!("{day} {month} {year}"),
    }
}

/// A date as it was written: a day, or a month.
pub fn written_date_text(date: MonthOrDay, lang: Lang) -> String {
    match date {
        MonthOrDay::Day(date) => date_text(date, lang),
        MonthOrDay::Month { year, month } => format!("{} {year}", month_name(month, lang)),
    }
}

/// Years outside these stand for no limit: no text means them.
const FIRST_YEAR_MEANT: i16 = 1000;
const LAST_YEAR_MEANT: i16 = 9000;

/// The days that a date may be.
pub fn date_set_text(set: &DateSet, lang: Lang) -> String {
    if let Some(date) = set.known() {
        return date_text(date, lang);
    }
    let (Some(first), Some(last)) = (set.first(), set.last()) else { return unknown(lang) };
    let whole_month = MonthOrDay::Month { year: first.year(), month: first.month() };
    if set.ranges().len() == 1 && whole_month.first_day() == first && whole_month.last_day() == last {
        return written_date_text(whole_month, lang);
    }
    let (from, to) = (date_text(first, lang), date_text(last, lang));
    // Reckoning from an end of the calendar ends near it: that is no limit either.
    match (first.year() < FIRST_YEAR_MEANT, last.year() > LAST_YEAR_MEANT) {
        (true, true) => unknown(lang),
        (true, false) => tr!(lang; en: "on or before {to}", fr: "au plus tard le {to}"),
        (false, true) => tr!(lang; en: "on or after {from}", fr: "au plus tôt le {from}"),
        (false, false) => tr!(lang; en: "between {from} and {to}", fr: "entre le {from} et le {to}"),
    }
}
