//! R07: what could not be evaluated for one dossier, although nothing it leans on is missing.

use super::Words;
use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum EvalProblem {
    /// `written` is the division in the author's words.
    DivisionByZero { written: String },
    /// Two exceptions on a definition that hold together and bring unlike values.
    Disagree { name: String, first: Brought, second: Brought },
    /// A parameter or a definition without a version on that day; `gap` says since when or until when.
    NotInForce { name: String, day: Words, gap: Words },
    /// A date outside the calendar, or a number beyond any use.
    OutOfRange { written: String },
}

/// What an exception brings, and the texts it comes from, when it names any.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    pub value: Words,
    pub sources: Option<Words>,
}

impl Brought {
    fn words(&self, lang: Lang) -> String {
        let value = self.value.plain(lang);
        match &self.sources {
            Some(sources) => format!("{value} ({})", sources.plain(lang)),
            None => value.to_string(),
        }
    }
}

impl EvalProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            EvalProblem::DivisionByZero { .. } => Code::R0701,
            EvalProblem::Disagree { .. } => Code::R0702,
            EvalProblem::NotInForce { .. } => Code::R0703,
            EvalProblem::OutOfRange { .. } => Code::R0704,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            EvalProblem::DivisionByZero { written } => {
                let written = lang.quoted(written);
                tr!(lang; en: "division by zero in {written}", fr: "division par zéro dans {written}")
            }
            EvalProblem::Disagree { name, first, second } => {
                let (name, first, second) = (lang.quoted(name), first.words(lang), second.words(lang));
                tr!(lang;
                    en: "two exceptions on {name} both hold and disagree: {first} and {second}",
                    fr: "deux exceptions à {name} valent ensemble et se contredisent\u{a0}: {first} et {second}")
            }
            EvalProblem::NotInForce { name, day, gap } => {
                let (name, day, gap) = (lang.quoted(name), day.plain(lang), gap.plain(lang));
                tr!(lang;
                    en: "{name} has no value on {day} ({gap})",
                    fr: "{name} n’a pas de valeur au {day} ({gap})")
            }
            EvalProblem::OutOfRange { written } => {
                let written = lang.quoted(written);
                tr!(lang;
                    en: "{written} goes beyond the calendar or any number",
                    fr: "{written} sort du calendrier ou des nombres")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            EvalProblem::DivisionByZero { .. } => tr!(lang;
                en: "say in the rule what follows when the divisor is zero",
                fr: "dites dans la règle ce qui suit quand le diviseur est nul"),
            EvalProblem::Disagree { .. } => tr!(lang;
                en: "say which text prevails: add to one of the exceptions that the other does not hold",
                fr: "dites quel texte prévaut\u{a0}: ajoutez à l’une des exceptions que l’autre ne vaut pas"),
            EvalProblem::NotInForce { .. } => tr!(lang;
                en: "give it a value for that time, or begin the rules that use it when it begins",
                fr: "donnez-lui une valeur pour cette période, ou faites commencer avec lui les règles qui l’emploient"),
            EvalProblem::OutOfRange { .. } => tr!(lang;
                en: "correct the date or the number told",
                fr: "corrigez la date ou le nombre donné"),
        })
    }
}
