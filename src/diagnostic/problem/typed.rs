//! R053 and R054: what a facts file says, against the doctrine.

use super::Words;
use super::facts::cited;
use crate::base::{Date, Lang, tr};
use crate::diagnostic::Code;

/// So many names are offered where none is near.
const OFFERED: usize = 8;

#[derive(Clone, Debug, PartialEq)]
pub enum TypedProblem {
    UnknownGroup {
        name: String,
        suggestion: Option<String>,
    },
    UnknownFact {
        group: String,
        name: String,
        suggestion: Option<String>,
    },
    UnknownField {
        name: String,
        suggestion: Option<String>,
        among: Vec<String>,
    },
    UnknownValue {
        name: String,
        suggestion: Option<String>,
        among: Vec<String>,
    },
    UnknownActor {
        name: String,
        suggestion: Option<String>,
    },
    UnknownScenario {
        name: String,
        suggestion: Option<String>,
    },
    UnknownMilestone {
        name: String,
        suggestion: Option<String>,
    },
    UnknownBody {
        name: String,
        suggestion: Option<String>,
    },
    /// The options beyond a limit are not read.
    TooManyOptions {
        limit: usize,
    },
    /// A value of a choice said on a day on which it is none.
    ValueNotInUse {
        name: String,
        when: NotInUse,
        /// The values that took its place.
        becomes: Vec<String>,
    },
    /// Two spellings of one name; the first is used.
    SameFactTwice {
        name: String,
    },
    WrongType {
        expected: Words,
        found: String,
        shape: Shape,
    },
    WrongUnit {
        expected: Words,
        found: String,
    },
    /// Something after a number that is no unit.
    UnknownUnit {
        expected: Words,
        found: String,
    },
    PercentWithoutSign {
        written: String,
    },
    /// Limits that leave nothing between them.
    LimitsReversed,
    NotOptional {
        name: String,
    },
    NoLimits {
        expected: Words,
    },
    OutOfBounds {
        name: String,
        bounds: Words,
    },
    /// Any source may be named, but this one is nearly that of the doctrine.
    NearSource {
        name: String,
        source: String,
    },
    /// `keep` names a source that no claim has.
    KeptNothing {
        source: String,
        suggestion: Option<String>,
    },
    TooManyClaims {
        name: String,
        limit: usize,
    },
}

/// When a value of a choice is none: from a day on, or before one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotInUse {
    Since(Date),
    Before(Date),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    YesNo,
    Number,
    Whole,
    Percent,
    Date,
    OneText,
    List,
    Fields,
}

fn said(words: &Words, lang: Lang) -> String {
    lang.quoted(match lang {
        Lang::En => &words.en,
        Lang::Fr => &words.fr,
    })
}

fn offered<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    names.take(OFFERED).map(str::to_string).collect()
}

impl TypedProblem {
    pub(crate) fn unknown_group(name: &str, suggestion: Option<String>) -> Self {
        TypedProblem::UnknownGroup { name: cited(name), suggestion }
    }

    pub(crate) fn unknown_fact(group: &str, name: &str, suggestion: Option<String>) -> Self {
        TypedProblem::UnknownFact { group: group.to_string(), name: cited(name), suggestion }
    }

    pub(crate) fn unknown_field<'n>(
        name: &str,
        suggestion: Option<String>,
        among: impl Iterator<Item = &'n str>,
    ) -> Self {
        TypedProblem::UnknownField { name: cited(name), suggestion, among: offered(among) }
    }

    pub(crate) fn unknown_value<'n>(
        name: &str,
        suggestion: Option<String>,
        among: impl Iterator<Item = &'n str>,
    ) -> Self {
        TypedProblem::UnknownValue { name: cited(name), suggestion, among: offered(among) }
    }

    pub(crate) fn unknown_actor(name: &str, suggestion: Option<String>) -> Self {
        TypedProblem::UnknownActor { name: cited(name), suggestion }
    }

    pub(crate) fn unknown_scenario(name: &str, suggestion: Option<String>) -> Self {
        TypedProblem::UnknownScenario { name: cited(name), suggestion }
    }

    pub(crate) fn unknown_milestone(name: &str, suggestion: Option<String>) -> Self {
        TypedProblem::UnknownMilestone { name: cited(name), suggestion }
    }

    pub(crate) fn unknown_body(name: &str, suggestion: Option<String>) -> Self {
        TypedProblem::UnknownBody { name: cited(name), suggestion }
    }

    pub(crate) fn same_fact_twice(name: &str) -> Self {
        TypedProblem::SameFactTwice { name: cited(name) }
    }

    pub(crate) fn wrong_type(expected: Words, found: &str, shape: Shape) -> Self {
        TypedProblem::WrongType { expected, found: cited(found), shape }
    }

    pub(crate) fn wrong_unit(expected: Words, found: &str) -> Self {
        TypedProblem::WrongUnit { expected, found: cited(found) }
    }

    pub(crate) fn unknown_unit(expected: Words, found: &str) -> Self {
        TypedProblem::UnknownUnit { expected, found: cited(found) }
    }

    pub(crate) fn percent_without_sign(written: &str) -> Self {
        TypedProblem::PercentWithoutSign { written: cited(written) }
    }

    pub(crate) fn not_optional(name: &str) -> Self {
        TypedProblem::NotOptional { name: name.to_string() }
    }

    pub(crate) fn near_source(name: &str, source: &str) -> Self {
        TypedProblem::NearSource { name: cited(name), source: source.to_string() }
    }

    pub(crate) fn kept_nothing(source: &str, suggestion: Option<&str>) -> Self {
        TypedProblem::KeptNothing { source: cited(source), suggestion: suggestion.map(cited) }
    }

    pub(super) fn code(&self) -> Code {
        match self {
            TypedProblem::UnknownGroup { .. }
            | TypedProblem::UnknownFact { .. }
            | TypedProblem::UnknownField { .. } => Code::R0530,
            TypedProblem::UnknownValue { .. } => Code::R0531,
            TypedProblem::UnknownActor { .. }
            | TypedProblem::UnknownScenario { .. }
            | TypedProblem::UnknownMilestone { .. }
            | TypedProblem::UnknownBody { .. } => Code::R0532,
            TypedProblem::SameFactTwice { .. } => Code::R0533,
            TypedProblem::WrongType { .. } => Code::R0534,
            TypedProblem::WrongUnit { .. } | TypedProblem::UnknownUnit { .. } => Code::R0535,
            TypedProblem::PercentWithoutSign { .. } => Code::R0536,
            TypedProblem::LimitsReversed => Code::R0537,
            TypedProblem::NotOptional { .. } => Code::R0538,
            TypedProblem::NoLimits { .. } => Code::R0539,
            TypedProblem::OutOfBounds { .. } => Code::R0540,
            TypedProblem::NearSource { .. } => Code::R0541,
            TypedProblem::KeptNothing { .. } => Code::R0542,
            TypedProblem::ValueNotInUse { .. } => Code::R0543,
            TypedProblem::TooManyClaims { .. } | TypedProblem::TooManyOptions { .. } => Code::R0516,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            TypedProblem::UnknownGroup { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "the doctrine has no group of facts {name}",
                    fr: "la doctrine n’a pas de groupe de faits {name}")
            }
            TypedProblem::UnknownFact { group, name, .. } => {
                let (group, name) = (lang.quoted(group), lang.quoted(name));
                tr!(lang; en: "the group {group} has no fact {name}", fr: "le groupe {group} n’a pas de fait {name}")
            }
            TypedProblem::UnknownField { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "unknown field {name}", fr: "champ inconnu\u{a0}: {name}")
            }
            TypedProblem::UnknownValue { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "{name} is not one of the values possible here",
                    fr: "{name} n’est pas une des valeurs possibles ici")
            }
            TypedProblem::UnknownActor { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "the doctrine knows no actor or body {name}",
                    fr: "la doctrine ne connaît pas d’acteur ni d’instance {name}")
            }
            TypedProblem::UnknownScenario { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the doctrine has no scenario {name}", fr: "la doctrine n’a pas de scénario {name}")
            }
            TypedProblem::UnknownMilestone { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the doctrine has no milestone {name}", fr: "la doctrine n’a pas de jalon {name}")
            }
            TypedProblem::ValueNotInUse { name, when: NotInUse::Since(day), .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} has not been in use since {day}", fr: "{name} n’a plus cours depuis le {day}")
            }
            TypedProblem::ValueNotInUse { name, when: NotInUse::Before(day), .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} is in use only from {day}", fr: "{name} n’a cours qu’à partir du {day}")
            }
            TypedProblem::UnknownBody { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the doctrine has no governance body {name}", fr: "la doctrine n’a pas d’instance {name}")
            }
            TypedProblem::TooManyOptions { limit } => tr!(lang;
                en: "more than {limit} options: those from here on are not read",
                fr: "plus de {limit} options\u{a0}: celles qui suivent ne sont pas lues"),
            TypedProblem::SameFactTwice { name } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "{name} is given twice under two spellings",
                    fr: "{name} est donné deux fois, sous deux orthographes")
            }
            TypedProblem::WrongType { expected, found, .. } => {
                let (expected, found) = (said(expected, lang), lang.quoted(found));
                tr!(lang;
                    en: "{expected} is expected here, this is {found}",
                    fr: "on attend ici {expected}, ceci est {found}")
            }
            TypedProblem::WrongUnit { expected, found } => {
                let (expected, found) = (said(expected, lang), lang.quoted(found));
                tr!(lang;
                    en: "this is in {found}, and {expected} is expected",
                    fr: "ceci est en {found}, et on attend {expected}")
            }
            TypedProblem::UnknownUnit { found, .. } => {
                let found = lang.quoted(found);
                tr!(lang;
                    en: "{found} is not a unit of the doctrine",
                    fr: "{found} n’est pas une unité de la doctrine")
            }
            TypedProblem::PercentWithoutSign { written } => {
                let written = lang.quoted(written);
                tr!(lang;
                    en: "a percentage is expected, and {written} has no “%”",
                    fr: "on attend un pourcentage, et {written} n’a pas de «\u{a0}%\u{a0}»")
            }
            TypedProblem::LimitsReversed => {
                tr!(lang; en: "nothing is between these limits", fr: "il n’y a rien entre ces limites")
            }
            TypedProblem::NotOptional { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} cannot be absent", fr: "{name} ne peut pas être absent")
            }
            TypedProblem::NoLimits { expected } => {
                let expected = said(expected, lang);
                tr!(lang;
                    en: "a fact of type {expected} has no limits",
                    fr: "un fait de type {expected} n’a pas de limites")
            }
            TypedProblem::OutOfBounds { name, bounds } => {
                let bounds = match lang {
                    Lang::En => &bounds.en,
                    Lang::Fr => &bounds.fr,
                };
                let name = lang.quoted(name);
                tr!(lang; en: "{name} must be {bounds}", fr: "pour {name}, on attend {bounds}")
            }
            TypedProblem::NearSource { name, source } => {
                let (name, source) = (lang.quoted(name), lang.quoted(source));
                tr!(lang;
                    en: "{name} is nearly the source {source} of the doctrine",
                    fr: "{name} est presque la source {source} de la doctrine")
            }
            TypedProblem::KeptNothing { source, .. } => {
                let source = lang.quoted(source);
                tr!(lang; en: "the source {source} says nothing here", fr: "la source {source} ne dit rien ici")
            }
            TypedProblem::TooManyClaims { name, limit } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} has more than {limit} claims", fr: "{name} a plus de {limit} déclarations")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            TypedProblem::UnknownGroup { suggestion: Some(name), .. }
            | TypedProblem::UnknownFact { suggestion: Some(name), .. }
            | TypedProblem::UnknownField { suggestion: Some(name), .. }
            | TypedProblem::UnknownValue { suggestion: Some(name), .. }
            | TypedProblem::UnknownActor { suggestion: Some(name), .. }
            | TypedProblem::UnknownScenario { suggestion: Some(name), .. }
            | TypedProblem::UnknownMilestone { suggestion: Some(name), .. }
            | TypedProblem::UnknownBody { suggestion: Some(name), .. }
            | TypedProblem::KeptNothing { suggestion: Some(name), .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "did you mean {name}?", fr: "vouliez-vous dire {name}\u{a0}?")
            }
            TypedProblem::UnknownValue { among, .. } | TypedProblem::UnknownField { among, .. } => {
                let list: Vec<String> = among.iter().map(|name| lang.quoted(name)).collect();
                let list = list.join(", ");
                tr!(lang; en: "write one of {list}", fr: "écrivez l’un de {list}")
            }
            TypedProblem::UnknownGroup { .. }
            | TypedProblem::UnknownFact { .. }
            | TypedProblem::UnknownActor { .. }
            | TypedProblem::UnknownScenario { .. }
            | TypedProblem::UnknownMilestone { .. }
            | TypedProblem::UnknownBody { .. } => tr!(lang;
                en: "check the spelling, or remove the line: it is not used",
                fr: "vérifiez l’orthographe, ou retirez la ligne\u{a0}: elle ne sert pas"),
            TypedProblem::SameFactTwice { .. } => {
                tr!(lang; en: "keep one of them; the first counts", fr: "gardez-en une\u{a0}; la première compte")
            }
            TypedProblem::WrongType { shape, .. } => shape.help(lang),
            TypedProblem::WrongUnit { expected, .. } => {
                let expected = said(expected, lang);
                tr!(lang; en: "give the value in {expected}", fr: "donnez la valeur en {expected}")
            }
            TypedProblem::UnknownUnit { expected, .. } => {
                let expected = said(expected, lang);
                tr!(lang;
                    en: "write it in {expected}, or the number alone",
                    fr: "écrivez-la en {expected}, ou le nombre seul")
            }
            TypedProblem::PercentWithoutSign { .. } => Shape::Percent.help(lang),
            TypedProblem::LimitsReversed => {
                tr!(lang; en: "write the lowest first", fr: "écrivez la plus petite d’abord")
            }
            TypedProblem::NotOptional { .. } => tr!(lang;
                en: "leave the line empty when nobody knows; “null” says that there is none",
                fr: "laissez la ligne vide si personne ne sait\u{a0}; «\u{a0}null\u{a0}» dit qu’il n’y en a pas"),
            TypedProblem::NoLimits { .. } => tr!(lang;
                en: "write the values possible after “one_of”",
                fr: "écrivez les valeurs possibles après «\u{a0}parmi\u{a0}»"),
            TypedProblem::OutOfBounds { .. } => {
                tr!(lang; en: "correct the value; it is not used", fr: "corrigez la valeur\u{a0}; elle n’est pas utilisée")
            }
            TypedProblem::NearSource { source, .. } => {
                let source = lang.quoted(source);
                tr!(lang;
                    en: "write {source} if it is the same, or leave it if it is another",
                    fr: "écrivez {source} si c’est la même, ou laissez si c’en est une autre")
            }
            TypedProblem::KeptNothing { suggestion: None, .. } => tr!(lang;
                en: "write the source of one of the claims",
                fr: "écrivez la source de l’une des déclarations"),
            TypedProblem::TooManyClaims { .. } => tr!(lang;
                en: "keep the last ones; the fact is not read",
                fr: "gardez les dernières\u{a0}; le fait n’est pas lu"),
            TypedProblem::ValueNotInUse { becomes, .. } => match becomes.as_slice() {
                [] => tr!(lang;
                    en: "choose a value in use that day, or correct the date",
                    fr: "choisissez une valeur qui a cours ce jour-là, ou corrigez la date"),
                [only] => {
                    let only = lang.quoted(only);
                    tr!(lang; en: "write {only}, as it is read", fr: "écrivez {only}, comme elle est comprise")
                }
                several => {
                    let several: Vec<String> = several.iter().map(|name| lang.quoted(name)).collect();
                    let several = several.join(", ");
                    tr!(lang;
                        en: "say which of these: {several}; until then it may be any of them",
                        fr: "dites laquelle de celles-ci\u{a0}: {several}\u{a0}; d’ici là, ce peut être n’importe laquelle")
                }
            },
            TypedProblem::TooManyOptions { .. } => tr!(lang;
                en: "keep those that are still weighed",
                fr: "gardez celles que l’on compare encore"),
        })
    }
}

impl Shape {
    fn help(self, lang: Lang) -> String {
        match self {
            Shape::YesNo => tr!(lang; en: "write yes or no", fr: "écrivez oui ou non"),
            Shape::Number => {
                tr!(lang;
                    en: "write a number, as in 4 or 2.5",
                    fr: "écrivez un nombre, comme 4 ou 2.5")
            }
            Shape::Whole => tr!(lang; en: "write a whole number, as in 4", fr: "écrivez un nombre entier, comme 4"),
            Shape::Percent => {
                tr!(lang;
                    en: "write it with “%”, or as a fraction such as “2/5”",
                    fr: "écrivez-le avec «\u{a0}%\u{a0}», ou en fraction comme «\u{a0}2/5\u{a0}»")
            }
            Shape::Date => {
                tr!(lang;
                    en: "write a day, as in 2024-03-20, or a month, as in 2024-03",
                    fr: "écrivez un jour, comme 2024-03-20, ou un mois, comme 2024-03")
            }
            Shape::OneText => tr!(lang; en: "write a single name or text", fr: "écrivez un seul nom ou texte"),
            Shape::List => {
                tr!(lang; en: "write it between brackets: [a, b]", fr: "écrivez-la entre crochets\u{a0}: [a, b]")
            }
            Shape::Fields => {
                tr!(lang;
                    en: "write its fields, each with a colon and a value",
                    fr: "écrivez ses champs, chacun avec deux-points et une valeur")
            }
        }
    }
}
