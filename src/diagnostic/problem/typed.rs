//! R053: what a facts file says, against the doctrine.

use super::Words;
use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum TypedProblem {
    UnknownGroup { name: String, suggestion: Option<String> },
    UnknownFact { group: String, name: String, suggestion: Option<String> },
    UnknownField { name: String, suggestion: Option<String>, among: Vec<String> },
    UnknownValue { name: String, suggestion: Option<String>, among: Vec<String> },
    UnknownActor { name: String, suggestion: Option<String> },
    UnknownScenario { name: String, suggestion: Option<String> },
    UnknownMilestone { name: String, suggestion: Option<String> },
    SameFactTwice { name: String },
    WrongType { expected: Words, found: String },
    WrongUnit { expected: Words, found: String },
    PercentWithoutSign { written: String },
    ImpossibleDate { written: String },
    NotOptional { name: String },
    NoLimits { expected: Words },
    OutOfBounds { name: String, bounds: Words },
}

fn said(words: &Words, lang: Lang) -> String {
    lang.quoted(match lang {
        Lang::En => &words.en,
        Lang::Fr => &words.fr,
    })
}

impl TypedProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            TypedProblem::UnknownGroup { .. }
            | TypedProblem::UnknownFact { .. }
            | TypedProblem::UnknownField { .. } => Code::R0530,
            TypedProblem::UnknownValue { .. } => Code::R0531,
            TypedProblem::UnknownActor { .. }
            | TypedProblem::UnknownScenario { .. }
            | TypedProblem::UnknownMilestone { .. } => Code::R0532,
            TypedProblem::SameFactTwice { .. } => Code::R0533,
            TypedProblem::WrongType { .. } => Code::R0534,
            TypedProblem::WrongUnit { .. } => Code::R0535,
            TypedProblem::PercentWithoutSign { .. } => Code::R0536,
            TypedProblem::ImpossibleDate { .. } => Code::R0537,
            TypedProblem::NotOptional { .. } => Code::R0538,
            TypedProblem::NoLimits { .. } => Code::R0539,
            TypedProblem::OutOfBounds { .. } => Code::R0540,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            TypedProblem::UnknownGroup { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the doctrine has no group of facts {name}", fr: "la doctrine n’a pas de groupe de faits {name}")
            }
            TypedProblem::UnknownFact { group, name, .. } => {
                let (group, name) = (lang.quoted(group), lang.quoted(name));
                tr!(lang; en: "the group {group} has no fact {name}", fr: "le groupe {group} n’a pas de fait {name}")
            }
            TypedProblem::UnknownField { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "unknown field {name}", fr: "champ inconnu : {name}")
            }
            TypedProblem::UnknownValue { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} is not one of the values possible here", fr: "{name} n’est pas une des valeurs possibles ici")
            }
            TypedProblem::UnknownActor { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the doctrine knows no actor {name}", fr: "la doctrine ne connaît pas d’acteur {name}")
            }
            TypedProblem::UnknownScenario { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the doctrine has no scenario {name}", fr: "la doctrine n’a pas de scénario {name}")
            }
            TypedProblem::UnknownMilestone { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the doctrine has no milestone {name}", fr: "la doctrine n’a pas de jalon {name}")
            }
            TypedProblem::SameFactTwice { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} is given twice under two spellings", fr: "{name} est donné deux fois, sous deux orthographes")
            }
            TypedProblem::WrongType { expected, found } => {
                let (expected, found) = (said(expected, lang), lang.quoted(found));
                tr!(lang; en: "{expected} is expected here, this is {found}", fr: "on attend ici {expected}, ceci est {found}")
            }
            TypedProblem::WrongUnit { expected, found } => {
                let (expected, found) = (said(expected, lang), lang.quoted(found));
                tr!(lang; en: "this is in {found}, and {expected} is expected", fr: "ceci est en {found}, et on attend {expected}")
            }
            TypedProblem::PercentWithoutSign { written } => {
                let written = lang.quoted(written);
                tr!(lang;
                    en: "a percentage is expected, and {written} has no “%”",
                    fr: "on attend un pourcentage, et {written} n’a pas de « % »")
            }
            TypedProblem::ImpossibleDate { written } => {
                let written = lang.quoted(written);
                tr!(lang; en: "the calendar has no {written}", fr: "le calendrier n’a pas de {written}")
            }
            TypedProblem::NotOptional { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} cannot be absent", fr: "{name} ne peut pas être absent")
            }
            TypedProblem::NoLimits { expected } => {
                let expected = said(expected, lang);
                tr!(lang; en: "a fact of type {expected} has no limits", fr: "un fait de type {expected} n’a pas de limites")
            }
            TypedProblem::OutOfBounds { name, bounds } => {
                let (name, bounds) = (lang.quoted(name), said(bounds, lang));
                tr!(lang; en: "{name} must be {bounds}", fr: "pour {name}, on attend {bounds}")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        match self {
            TypedProblem::UnknownGroup { suggestion: Some(suggestion), .. }
            | TypedProblem::UnknownFact { suggestion: Some(suggestion), .. }
            | TypedProblem::UnknownField { suggestion: Some(suggestion), .. }
            | TypedProblem::UnknownValue { suggestion: Some(suggestion), .. }
            | TypedProblem::UnknownActor { suggestion: Some(suggestion), .. }
            | TypedProblem::UnknownScenario { suggestion: Some(suggestion), .. }
            | TypedProblem::UnknownMilestone { suggestion: Some(suggestion), .. } => {
                let suggestion = lang.quoted(suggestion);
                Some(tr!(lang; en: "did you mean {suggestion}?", fr: "vouliez-vous dire {suggestion} ?"))
            }
            TypedProblem::UnknownValue { among, .. } | TypedProblem::UnknownField { among, .. } => {
                let list: Vec<String> = among.iter().take(8).map(|name| lang.quoted(name)).collect();
                let list = list.join(", ");
                Some(tr!(lang; en: "write one of {list}", fr: "écrivez l’un de {list}"))
            }
            TypedProblem::UnknownGroup { .. }
            | TypedProblem::UnknownFact { .. }
            | TypedProblem::UnknownActor { .. }
            | TypedProblem::UnknownScenario { .. }
            | TypedProblem::UnknownMilestone { .. } => Some(tr!(lang;
                en: "check the spelling, or remove the line: it is not used",
                fr: "vérifiez l’orthographe, ou retirez la ligne : elle ne sert pas")),
            TypedProblem::SameFactTwice { .. } => {
                Some(tr!(lang; en: "keep one of them; the first counts", fr: "gardez-en une ; la première compte"))
            }
            TypedProblem::WrongUnit { expected, .. } => {
                let expected = said(expected, lang);
                Some(tr!(lang; en: "convert it to {expected}", fr: "convertissez-la en {expected}"))
            }
            TypedProblem::PercentWithoutSign { .. } => Some(
                tr!(lang; en: "write it with “%”, or as a fraction such as “2/5”", fr: "écrivez-le avec « % », ou en fraction comme « 2/5 »"),
            ),
            TypedProblem::ImpossibleDate { .. } => Some(
                tr!(lang; en: "write an existing day, or the month alone: 2024-02", fr: "écrivez un jour qui existe, ou le mois seul : 2024-02"),
            ),
            TypedProblem::NotOptional { .. } => Some(tr!(lang;
                en: "leave the line empty when nobody knows; “null” says that there is none",
                fr: "laissez la ligne vide si personne ne sait ; « null » dit qu’il n’y en a pas")),
            TypedProblem::OutOfBounds { .. } => Some(
                tr!(lang; en: "correct the value; it is not used", fr: "corrigez la valeur ; elle n’est pas utilisée"),
            ),
            TypedProblem::WrongType { .. } | TypedProblem::NoLimits { .. } => None,
        }
    }
}
