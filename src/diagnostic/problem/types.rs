//! R03: types and units that do not fit.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

/// A type or a value in words, in both languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub en: String,
    pub fr: String,
}

impl Words {
    /// Without quotation marks.
    pub(super) fn plain(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }

    pub(super) fn get(&self, lang: Lang) -> String {
        lang.quoted(self.plain(lang))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeProblem {
    UnlikeUnits {
        left: Words,
        right: Words,
    },
    UnlikeTypes {
        left: Words,
        right: Words,
    },
    /// `with` is the percentage probably meant.
    PercentWithoutSign {
        written: String,
        with: String,
    },
    NumberWithoutUnit {
        written: String,
        unit: Words,
    },
    ConditionExpected {
        found: Words,
    },
    NumberExpected {
        found: Words,
    },
    /// A criterion compared with a number.
    VerdictIsNoNumber {
        name: String,
    },
    ListExpected {
        found: Words,
    },
    TextExpected {
        found: Words,
    },
    ChoiceOfNoChoice {
        name: String,
    },
    NotOrdered {
        found: Words,
    },
    DateExpected {
        found: Words,
    },
    NotConstant,
    DivisionByZero {
        divisor: String,
    },
    MayBeAbsent {
        name: String,
    },
}

impl TypeProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            TypeProblem::UnlikeUnits { .. } => Code::R0301,
            TypeProblem::UnlikeTypes { .. } | TypeProblem::TextExpected { .. } => Code::R0302,
            TypeProblem::PercentWithoutSign { .. } => Code::R0303,
            TypeProblem::NumberWithoutUnit { .. } => Code::R0304,
            TypeProblem::ConditionExpected { .. } => Code::R0305,
            TypeProblem::NumberExpected { .. } | TypeProblem::VerdictIsNoNumber { .. } => Code::R0306,
            TypeProblem::ListExpected { .. } => Code::R0307,
            TypeProblem::ChoiceOfNoChoice { .. } => Code::R0308,
            TypeProblem::NotOrdered { .. } => Code::R0309,
            TypeProblem::DateExpected { .. } => Code::R0310,
            TypeProblem::NotConstant => Code::R0311,
            TypeProblem::DivisionByZero { .. } => Code::R0312,
            TypeProblem::MayBeAbsent { .. } => Code::R0313,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            TypeProblem::UnlikeUnits { left, right } => {
                let (left, right) = (left.get(lang), right.get(lang));
                tr!(lang;
                    en: "{left} and {right} are not the same unit",
                    fr: "{left} et {right} ne sont pas la même unité")
            }
            TypeProblem::UnlikeTypes { left, right } => {
                let (left, right) = (left.get(lang), right.get(lang));
                tr!(lang; en: "{left} is expected here, this is {right}", fr: "on attend ici {left}, ceci est {right}")
            }
            TypeProblem::PercentWithoutSign { written, .. } => {
                let written = lang.quoted(written);
                tr!(lang;
                    en: "a percentage is expected, and {written} has no “%”",
                    fr: "on attend un pourcentage, et {written} n’a pas de « % »")
            }
            TypeProblem::NumberWithoutUnit { written, unit } => {
                let (written, unit) = (lang.quoted(written), unit.get(lang));
                tr!(lang;
                    en: "{written} has no unit, and {unit} is expected",
                    fr: "{written} n’a pas d’unité, et on attend {unit}")
            }
            TypeProblem::ConditionExpected { found } => {
                let found = found.get(lang);
                tr!(lang; en: "a condition is expected here, this is {found}", fr: "on attend ici une condition, ceci est {found}")
            }
            TypeProblem::NumberExpected { found } => {
                let found = found.get(lang);
                tr!(lang; en: "a number is expected here, this is {found}", fr: "on attend ici un nombre, ceci est {found}")
            }
            TypeProblem::VerdictIsNoNumber { name } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "{name} is a criterion: it is met or not, and is no number to compare",
                    fr: "{name} est un critère\u{a0}: il est satisfait ou non, et n’est pas un nombre à comparer")
            }
            TypeProblem::ListExpected { found } => {
                let found = found.get(lang);
                tr!(lang; en: "a list is expected here, this is {found}", fr: "on attend ici une liste, ceci est {found}")
            }
            TypeProblem::TextExpected { found } => {
                let found = found.get(lang);
                tr!(lang; en: "a text is expected here, this is {found}", fr: "on attend ici un texte, ceci est {found}")
            }
            TypeProblem::ChoiceOfNoChoice { name } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "{name} is the value of a choice, and nothing here says which choice",
                    fr: "{name} est une valeur de choix, et rien ici ne dit de quel choix")
            }
            TypeProblem::NotOrdered { found } => {
                let found = found.get(lang);
                tr!(lang; en: "the values of {found} have no order", fr: "les valeurs de {found} n’ont pas d’ordre")
            }
            TypeProblem::DateExpected { found } => {
                let found = found.get(lang);
                tr!(lang; en: "a date is expected here, this is {found}", fr: "on attend ici une date, ceci est {found}")
            }
            TypeProblem::NotConstant => tr!(lang;
                en: "a value written out is expected here, not one that depends on facts",
                fr: "on attend ici une valeur écrite, pas une valeur qui dépend de faits"),
            TypeProblem::DivisionByZero { divisor } => {
                let divisor = lang.quoted(divisor);
                tr!(lang; en: "{divisor} may be zero", fr: "{divisor} peut valoir zéro")
            }
            TypeProblem::MayBeAbsent { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} may be absent", fr: "{name} peut être absent")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        match self {
            TypeProblem::UnlikeUnits { .. } => Some(tr!(lang;
                en: "only amounts of one unit are compared or added: change one of the two",
                fr: "on ne compare et n’ajoute que des quantités de même unité\u{a0}: changez l’une des deux")),
            TypeProblem::PercentWithoutSign { with, .. } => {
                let with = lang.quoted(with);
                Some(tr!(lang; en: "write {with}", fr: "écrivez {with}"))
            }
            TypeProblem::NumberWithoutUnit { written, unit } => {
                let unit = match lang {
                    Lang::En => &unit.en,
                    Lang::Fr => &unit.fr,
                };
                let with = lang.quoted(&format!("{written} {unit}"));
                Some(tr!(lang; en: "write {with}", fr: "écrivez {with}"))
            }
            TypeProblem::ChoiceOfNoChoice { .. } => Some(tr!(lang;
                en: "compare it with a fact of that choice: team.steering is …",
                fr: "comparez-la à un fait de ce choix : équipe.pilotage est …")),
            TypeProblem::NotOrdered { .. } => Some(tr!(lang;
                en: "declare the choice “ordered”, or use “is one of (…)”",
                fr: "déclarez le choix « ordonné », ou utilisez « est parmi (…) »")),
            TypeProblem::DivisionByZero { .. } => Some(tr!(lang;
                en: "guard it with “if … more than 0”, give the facts bounds, or use “share of … among (…)”",
                fr: "protégez-la par « si … plus de 0 », donnez des bornes aux faits, ou utilisez « part de … parmi (…) »")),
            TypeProblem::MayBeAbsent { .. } => Some(tr!(lang;
                en: "say what to do then: “… or else VALUE” (“unspecified” if the text does not say), or test “is none” first",
                fr: "dites que faire alors\u{a0}: «\u{a0}… à défaut VALEUR\u{a0}» («\u{a0}non précisé\u{a0}» si le texte ne le dit pas), ou testez d’abord «\u{a0}est absent\u{a0}»")),
            TypeProblem::DateExpected { .. } => Some(tr!(lang;
                en: "write a day, such as 2024-03-20, or name a fact that is a date",
                fr: "écrivez un jour, comme 2024-03-20, ou nommez un fait qui est une date")),
            TypeProblem::VerdictIsNoNumber { name } => Some(tr!(lang;
                en: "compare the amount that it measures, or write “{name} is met”",
                fr: "comparez la quantité qu’il mesure, ou écrivez «\u{a0}{name} est satisfait\u{a0}»")),
            TypeProblem::UnlikeTypes { .. }
            | TypeProblem::ConditionExpected { .. }
            | TypeProblem::NumberExpected { .. }
            | TypeProblem::ListExpected { .. }
            | TypeProblem::TextExpected { .. }
            | TypeProblem::NotConstant => None,
        }
    }
}
