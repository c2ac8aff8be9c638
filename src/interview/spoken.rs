//! What people type: a way to move, or an answer, turned into the spelling of facts files.

use crate::base::{Date, Lang, name, tr};
use crate::eval::words::date_text;
use crate::facts::dates::date_meant;
use crate::facts::meta::parse_bool;
use crate::model::Program;
use crate::model::item::FieldDecl;
use crate::model::ty::Type;
use serde_json::Value as Json;

/// What a line means before any question is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said<'t> {
    /// Nothing: the question stands.
    Nothing,
    DontKnow,
    Back,
    /// Why this is asked.
    Why,
    /// What can be typed.
    Help,
    Stop,
    /// A line in quotation marks is an answer whatever it says.
    Answer(&'t str),
}

/// Reads a line.
pub fn said(line: &str) -> Said<'_> {
    let line = line.trim();
    let quoted = [('"', '"'), ('«', '»'), ('“', '”')]
        .iter()
        .find_map(|(open, close)| line.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close)));
    if let Some(inside) = quoted {
        return Said::Answer(inside.trim_matches([' ', '\u{a0}', '\u{202f}']));
    }
    match name::fold(line).replace('’', "'").as_str() {
        "" => Said::Nothing,
        "?" | "je ne sais pas" | "ne sait pas" | "sais pas" | "nsp" | "i don't know" | "dont know" | "don't know" => {
            Said::DontKnow
        }
        "<" | "retour" | "revenir" | "back" => Said::Back,
        "pourquoi" | "pourquoi ?" | "why" | "why?" => Said::Why,
        "aide" | "help" => Said::Help,
        "fin" | "stop" | "quitter" | "quit" | "exit" => Said::Stop,
        _ => Said::Answer(line),
    }
}

/// The values to choose from, as they are shown; none where the answer is free.
pub fn choices(ty: &Type, program: &Program, day: Date, lang: Lang) -> Vec<String> {
    match ty {
        Type::Bool => vec![tr!(lang; en: "yes", fr: "oui"), tr!(lang; en: "no", fr: "non")],
        _ => named(ty, program, day).into_iter().map(|(_, label)| label).collect(),
    }
}

/// The names of the values in use that day, with what they are called.
fn named(ty: &Type, program: &Program, day: Date) -> Vec<(String, String)> {
    match ty {
        Type::Choice(id) => {
            let values = program.choice(*id).map(|choice| choice.values.as_slice()).unwrap_or_default();
            let in_use = values.iter().filter(|value| value.period.holds(day));
            in_use.map(|value| (value.name.clone(), value.label().to_string())).collect()
        }
        Type::Actor => {
            let actors = program.actors.iter().map(|actor| &actor.meta);
            actors.map(|meta| (meta.name.clone(), meta.label().to_string())).collect()
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
        | Type::Record(_)
        | Type::List(_) => Vec::new(),
    }
}

/// What kind of answer is expected, with an example; nothing where the values are listed.
pub fn expected(decl: &FieldDecl, program: &Program, lang: Lang) -> Option<String> {
    let unit = || decl.ty.words(program, lang);
    let example = Date::new(2026, 6, 15).map(|day| date_text(day, lang)).unwrap_or_default();
    Some(match &decl.ty {
        Type::Number | Type::Ratio => tr!(lang; en: "a number, such as 2.5", fr: "un nombre, comme 2,5"),
        Type::Integer => tr!(lang; en: "a whole number, such as 3", fr: "un nombre entier, comme 3"),
        Type::Percent => tr!(lang; en: "a percentage, such as 40 %", fr: "un pourcentage, comme 40 %"),
        Type::Quantity(_) => {
            let unit = unit();
            tr!(lang; en: "a number of {unit}, such as 2.5", fr: "un nombre en {unit}, comme 2,5")
        }
        Type::Date => tr!(lang;
            en: "a date: {example}, 2026-06-15, or a month: June 2026",
            fr: "une date\u{a0}: {example}, 15/06/2026, ou un mois\u{a0}: juin 2026"),
        Type::Text => tr!(lang; en: "a few words", fr: "quelques mots"),
        Type::Error | Type::Bool | Type::Choice(_) | Type::Actor | Type::Record(_) | Type::List(_) => return None,
    })
}

/// An answer as a facts file spells it; why not, where it cannot be one. Lists and records are made from their parts by
/// whoever asks.
pub fn told(decl: &FieldDecl, text: &str, program: &Program, day: Date, lang: Lang) -> Result<Json, String> {
    let folded = name::fold(text.trim());
    if decl.optional && matches!(folded.as_str(), "aucun" | "aucune" | "none" | "null" | "pas encore" | "not yet") {
        return Ok(Json::Null);
    }
    match &decl.ty {
        Type::Bool => match (parse_bool(text), folded.as_str()) {
            (Some(true), _) | (None, "o" | "y" | "1") => Ok(Json::from(tr!(lang; en: "yes", fr: "oui"))),
            (Some(false), _) | (None, "n" | "2") => Ok(Json::from(tr!(lang; en: "no", fr: "non"))),
            (None, _) => Err(tr!(lang; en: "answer yes or no", fr: "répondez par oui ou par non")),
        },
        Type::Choice(_) | Type::Actor => {
            chosen(&named(&decl.ty, program, day), text).map(Json::from).ok_or_else(|| {
                tr!(lang;
                en: "answer with a number of the list, or with the words of a value",
                fr: "répondez par un numéro de la liste, ou par les mots d’une valeur")
            })
        }
        Type::Date => date_meant(text).map(|date| Json::from(date.to_string())).ok_or_else(|| {
            tr!(lang;
                en: "this is no date: write 2026-06-15, or June 2026",
                fr: "ce n’est pas une date\u{a0}: écrivez 15/06/2026, ou juin 2026")
        }),
        Type::Number | Type::Integer | Type::Ratio | Type::Quantity(_) => Ok(Json::from(number(text))),
        Type::Percent => {
            let number = number(text);
            // A bare 40 is forty per cent; what may be a share of one is left to the reader, who asks.
            let is_bare = number.chars().all(|c| c.is_ascii_digit() || c == '.');
            let is_large = number.split('.').next().and_then(|whole| whole.parse::<u64>().ok()).is_some_and(|n| n > 1);
            Ok(Json::from(if is_bare && (is_large || number == "0") { format!("{number} %") } else { number }))
        }
        Type::Text | Type::Error | Type::Record(_) | Type::List(_) => Ok(Json::from(text.trim())),
    }
}

/// The value of that number in the list, of those words, or of which only one starts so.
fn chosen(values: &[(String, String)], text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    if let Ok(number) = text.parse::<usize>() {
        return values.get(number.checked_sub(1)?).map(|(name, _)| name.clone());
    }
    let wanted = name::fold(text);
    let is_same = |one: &str| name::fold(one) == wanted;
    if let Some((name, _)) = values.iter().find(|(name, label)| is_same(name) || is_same(label)) {
        return Some(name.clone());
    }
    let starts = |one: &str| name::fold(one).starts_with(&wanted);
    let mut near = values.iter().filter(|(name, label)| starts(name) || starts(label));
    match (near.next(), near.next()) {
        (Some((name, _)), None) => Some(name.clone()),
        _ => None,
    }
}

/// A number as files write it: a point, and no blank between digits.
fn number(text: &str) -> String {
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    let characters: Vec<char> = text.trim().chars().map(|c| if c == ',' { '.' } else { c }).collect();
    let is_digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let kept = characters.iter().enumerate().filter(|(at, c)| {
        let between = *at > 0 && is_digit(at - 1) && is_digit(at + 1);
        !(is_blank(**c) && between)
    });
    kept.map(|(_, c)| if is_blank(*c) { ' ' } else { *c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_moves_or_answers() {
        assert_eq!(said(" ? "), Said::DontKnow);
        assert_eq!(said("Je ne sais pas"), Said::DontKnow);
        assert_eq!(said("<"), Said::Back);
        assert_eq!(said("Pourquoi ?"), Said::Why);
        assert_eq!(said("fin"), Said::Stop);
        assert_eq!(said("« fin »"), Said::Answer("fin"));
        assert_eq!(said("\"?\""), Said::Answer("?"));
        assert_eq!(said(" 2,5 ETP "), Said::Answer("2,5 ETP"));
        assert_eq!(said(""), Said::Nothing);
    }

    #[test]
    fn numbers_are_written_as_files_write_them() {
        for (typed, written) in [
            ("2,5", "2.5"),
            ("12 000,5 €", "12000.5 €"),
            ("1\u{202f}000", "1000"),
            ("2.5 ETP", "2.5 ETP"),
            ("5/3", "5/3"),
        ] {
            assert_eq!(number(typed), written);
        }
    }

    #[test]
    fn a_value_is_chosen_by_its_number_its_words_or_their_start() {
        let values = [("agent_public", "Agent public"), ("contractuel", "Contractuel"), ("consultant", "Consultant")]
            .map(|(name, label)| (name.to_string(), label.to_string()));
        for (typed, meant) in [
            ("1", Some("agent_public")),
            ("3.", Some("consultant")),
            ("AGENT public", Some("agent_public")),
            ("ag", Some("agent_public")),
            ("con", None),
            ("contr", Some("contractuel")),
            ("0", None),
            ("4", None),
            ("x", None),
        ] {
            assert_eq!(chosen(&values, typed).as_deref(), meant, "{typed}");
        }
    }
}
