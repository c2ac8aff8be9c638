//! R0520 and following: what a facts file says of a fact, an option or a milestone.

use super::facts::cited;
use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum ClaimProblem {
    /// A key that means nothing in its place.
    UnknownKey { key: String, place: KeyPlace, suggestion: Option<String> },
    /// `2024-02-30`
    ImpossibleDate { text: String },
    /// `20/03/2024`
    BadDate { text: String, suggestion: Option<String> },
    /// A month where a day is needed.
    DayRequired { month: String },
    /// A list or keys where one text is expected.
    NotText { key: String },
    /// Something else than a list with elements.
    NotList { key: String },
    /// A list, keys or nothing where one value is expected.
    NotOneValue { key: String },
    /// `between` without exactly two values.
    NotTwoBounds { key: String },
    /// Something else than yes or no.
    NotYesNo { key: String },
    /// Something else than keys, where a group, an option or a milestone has them.
    NotKeys { key: String },
    /// A date alone where a milestone says planned or actual.
    MilestoneDate,
    /// Attributes and no value.
    NoValue,
    /// Two keys that both say the value.
    TwoValues { first: String, second: String },
    /// `keep` without the source that settles.
    KeepWithoutSource,
    /// A key beside the list of claims that belongs inside it.
    StrayKey { key: String, list: String },
    /// `complete` without a list.
    CompleteAlone { key: String },
    /// `until` before `since`.
    PeriodReversed,
    /// A state that options do not have.
    UnknownState { text: String, suggestion: Option<String> },
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    Claim,
    /// A claim in a list of claims.
    ListedClaim,
    Keep,
    Dossier,
    Option,
    Milestone,
    /// A governance body.
    Body,
}

impl ClaimProblem {
    pub(crate) fn unknown_key(key: &str, place: KeyPlace, suggestion: Option<String>) -> Self {
        ClaimProblem::UnknownKey { key: cited(key), place, suggestion }
    }

    pub(crate) fn impossible_date(text: &str) -> Self {
        ClaimProblem::ImpossibleDate { text: cited(text) }
    }

    pub(crate) fn bad_date(text: &str, suggestion: Option<String>) -> Self {
        ClaimProblem::BadDate { text: cited(text), suggestion }
    }

    pub(crate) fn not_text(key: &str) -> Self {
        ClaimProblem::NotText { key: cited(key) }
    }

    pub(crate) fn not_list(key: &str) -> Self {
        ClaimProblem::NotList { key: cited(key) }
    }

    pub(crate) fn not_one_value(key: &str) -> Self {
        ClaimProblem::NotOneValue { key: cited(key) }
    }

    pub(crate) fn not_two_bounds(key: &str) -> Self {
        ClaimProblem::NotTwoBounds { key: cited(key) }
    }

    pub(crate) fn not_yes_no(key: &str) -> Self {
        ClaimProblem::NotYesNo { key: cited(key) }
    }

    pub(crate) fn not_keys(key: &str) -> Self {
        ClaimProblem::NotKeys { key: cited(key) }
    }

    pub(crate) fn two_values(first: &str, second: &str) -> Self {
        ClaimProblem::TwoValues { first: cited(first), second: cited(second) }
    }

    pub(crate) fn stray_key(key: &str, list: &str) -> Self {
        ClaimProblem::StrayKey { key: cited(key), list: cited(list) }
    }

    pub(crate) fn complete_alone(key: &str) -> Self {
        ClaimProblem::CompleteAlone { key: cited(key) }
    }

    pub(crate) fn unknown_state(text: &str, suggestion: Option<String>) -> Self {
        ClaimProblem::UnknownState { text: cited(text), suggestion }
    }

    pub(super) fn code(&self) -> Code {
        match self {
            ClaimProblem::UnknownKey { .. } => Code::R0520,
            ClaimProblem::ImpossibleDate { .. } => Code::R0521,
            ClaimProblem::BadDate { .. } | ClaimProblem::DayRequired { .. } => Code::R0522,
            ClaimProblem::NotText { .. }
            | ClaimProblem::NotList { .. }
            | ClaimProblem::NotOneValue { .. }
            | ClaimProblem::NotTwoBounds { .. }
            | ClaimProblem::NotYesNo { .. }
            | ClaimProblem::NotKeys { .. }
            | ClaimProblem::MilestoneDate => Code::R0523,
            ClaimProblem::NoValue | ClaimProblem::TwoValues { .. } | ClaimProblem::KeepWithoutSource => Code::R0524,
            ClaimProblem::StrayKey { .. } | ClaimProblem::CompleteAlone { .. } => Code::R0525,
            ClaimProblem::PeriodReversed => Code::R0526,
            ClaimProblem::UnknownState { .. } => Code::R0527,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            ClaimProblem::UnknownKey { key, place, .. } => {
                let (key, place) = (lang.quoted(key), place.words(lang));
                tr!(lang; en: "{key} is not a key of {place}", fr: "{key} n’est pas une clé {place}")
            }
            ClaimProblem::ImpossibleDate { text } => {
                tr!(lang; en: "{text} is not in the calendar", fr: "{text} n’existe pas dans le calendrier")
            }
            ClaimProblem::BadDate { text, .. } => {
                let text = lang.quoted(text);
                tr!(lang; en: "{text} is not a date", fr: "{text} n’est pas une date")
            }
            ClaimProblem::DayRequired { month } => {
                tr!(lang;
                    en: "a full day is needed here, {month} is a month",
                    fr: "il faut ici un jour précis, {month} est un mois")
            }
            ClaimProblem::NotText { key } => {
                let key = lang.quoted(key);
                tr!(lang; en: "{key} takes one text", fr: "{key} attend un seul texte")
            }
            ClaimProblem::NotList { key } => {
                let key = lang.quoted(key);
                tr!(lang; en: "{key} takes a list", fr: "{key} attend une liste")
            }
            ClaimProblem::NotOneValue { key } => {
                let key = lang.quoted(key);
                tr!(lang; en: "{key} takes one value", fr: "{key} attend une valeur")
            }
            ClaimProblem::NotTwoBounds { key } => {
                let key = lang.quoted(key);
                tr!(lang; en: "{key} takes two values", fr: "{key} attend deux valeurs")
            }
            ClaimProblem::NotYesNo { key } => {
                let key = lang.quoted(key);
                tr!(lang; en: "{key} takes yes or no", fr: "{key} attend oui ou non")
            }
            ClaimProblem::NotKeys { key } => {
                let key = lang.quoted(key);
                tr!(lang; en: "{key} takes keys and their values", fr: "{key} attend des clés et leurs valeurs")
            }
            ClaimProblem::MilestoneDate => {
                tr!(lang; en: "is this date planned or actual?", fr: "cette date est-elle prévue ou réelle\u{a0}?")
            }
            ClaimProblem::NoValue => {
                tr!(lang; en: "this claim does not say a value", fr: "cette déclaration ne dit pas de valeur")
            }
            ClaimProblem::TwoValues { first, second } => {
                let (first, second) = (lang.quoted(first), lang.quoted(second));
                tr!(lang;
                    en: "{first} and {second} both say the value",
                    fr: "{first} et {second} disent tous deux la valeur")
            }
            ClaimProblem::KeepWithoutSource => {
                tr!(lang;
                    en: "this does not say which source settles the fact",
                    fr: "ceci ne dit pas quelle source tranche")
            }
            ClaimProblem::StrayKey { key, list } => {
                let (key, list) = (lang.quoted(key), lang.quoted(list));
                tr!(lang; en: "{key} has no place beside {list}", fr: "{key} n’a pas sa place à côté de {list}")
            }
            ClaimProblem::CompleteAlone { key } => {
                let key = lang.quoted(key);
                tr!(lang; en: "{key} is only said of a list", fr: "{key} ne se dit que d’une liste")
            }
            ClaimProblem::PeriodReversed => {
                tr!(lang; en: "this period ends before it begins", fr: "cette période finit avant de commencer")
            }
            ClaimProblem::UnknownState { text, .. } => {
                let text = lang.quoted(text);
                tr!(lang; en: "{text} is not a state of an option", fr: "{text} n’est pas un état d’option")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> String {
        match self {
            ClaimProblem::UnknownKey { suggestion: Some(suggestion), .. }
            | ClaimProblem::UnknownState { suggestion: Some(suggestion), .. } => {
                let suggestion = lang.quoted(suggestion);
                tr!(lang; en: "did you mean {suggestion}?", fr: "vouliez-vous dire {suggestion}\u{a0}?")
            }
            ClaimProblem::UnknownKey { suggestion: None, place, .. } => place.help(lang),
            ClaimProblem::ImpossibleDate { .. } => {
                tr!(lang;
                    en: "correct the day or the month: year, month, day, as in 2024-03-20",
                    fr: "corrigez le jour ou le mois\u{a0}: année, mois, jour, comme 2024-03-20")
            }
            ClaimProblem::BadDate { suggestion: Some(suggestion), .. } => {
                tr!(lang; en: "write {suggestion}", fr: "écrivez {suggestion}")
            }
            ClaimProblem::BadDate { suggestion: None, .. } => {
                tr!(lang;
                    en: "write a day, as in 2024-03-20, or a month, as in 2024-03",
                    fr: "écrivez un jour, comme 2024-03-20, ou un mois, comme 2024-03")
            }
            ClaimProblem::DayRequired { month } => {
                tr!(lang; en: "add the day, as in {month}-01", fr: "ajoutez le jour, comme {month}-01")
            }
            ClaimProblem::NotText { .. } => {
                tr!(lang; en: "write a single name or text", fr: "écrivez un seul nom ou texte")
            }
            ClaimProblem::NotList { .. } => {
                tr!(lang; en: "write it between brackets: [a, b]", fr: "écrivez-la entre crochets\u{a0}: [a, b]")
            }
            ClaimProblem::NotOneValue { key } => {
                tr!(lang;
                    en: "write a value after it, as in “{key}: 4”",
                    fr: "écrivez une valeur à la suite, comme «\u{a0}{key}: 4\u{a0}»")
            }
            ClaimProblem::NotTwoBounds { key } => {
                tr!(lang;
                    en: "write the lowest and the highest, as in “{key}: [2, 3]”",
                    fr: "écrivez la plus petite et la plus grande, comme «\u{a0}{key}: [2, 3]\u{a0}»")
            }
            ClaimProblem::NotYesNo { .. } => tr!(lang; en: "write yes or no", fr: "écrivez oui ou non"),
            ClaimProblem::NotKeys { .. } => {
                tr!(lang;
                    en: "write a name, a colon and a value on each of the indented lines below it",
                    fr: "écrivez en dessous, sur des lignes décalées, un nom, deux-points et une valeur")
            }
            ClaimProblem::MilestoneDate => {
                tr!(lang;
                    en: "write “{{ planned: … }}” or “{{ actual: … }}”",
                    fr: "écrivez «\u{a0}{{ prévu: … }}\u{a0}» ou «\u{a0}{{ réel: … }}\u{a0}»")
            }
            ClaimProblem::NoValue => {
                tr!(lang;
                    en: "add “value: …”, or one of at_least, at_most, between",
                    fr: "ajoutez «\u{a0}valeur: …\u{a0}», ou l’un de au_moins, au_plus, entre")
            }
            ClaimProblem::TwoValues { .. } => {
                tr!(lang;
                    en: "keep one of the two; to state both, make two claims of them",
                    fr: "gardez l’un des deux\u{a0}; pour dire les deux, faites-en deux déclarations")
            }
            ClaimProblem::KeepWithoutSource => {
                tr!(lang; en: "add “source: …”", fr: "ajoutez «\u{a0}source: …\u{a0}»")
            }
            ClaimProblem::StrayKey { .. } => {
                tr!(lang;
                    en: "write it inside the claim that it is about",
                    fr: "écrivez-la dans la déclaration qu’elle concerne")
            }
            ClaimProblem::CompleteAlone { .. } => {
                tr!(lang;
                    en: "add “items: […]”, or remove it",
                    fr: "ajoutez «\u{a0}éléments: […]\u{a0}», ou supprimez-la")
            }
            ClaimProblem::PeriodReversed => {
                tr!(lang; en: "correct one of the two dates", fr: "corrigez l’une des deux dates")
            }
            ClaimProblem::UnknownState { suggestion: None, .. } => {
                tr!(lang; en: "write open, closed, chosen or fallback", fr: "écrivez ouvert, fermé, retenu ou repli")
            }
        }
    }
}

impl KeyPlace {
    fn words(self, lang: Lang) -> String {
        match self {
            KeyPlace::Claim => tr!(lang; en: "a claim", fr: "d’une déclaration"),
            KeyPlace::ListedClaim => tr!(lang; en: "one claim of a list", fr: "d’une déclaration dans une liste"),
            KeyPlace::Keep => tr!(lang; en: "“keep”", fr: "de «\u{a0}retenir\u{a0}»"),
            KeyPlace::Dossier => tr!(lang; en: "“dossier”", fr: "de «\u{a0}dossier\u{a0}»"),
            KeyPlace::Option => tr!(lang; en: "an option", fr: "d’une option"),
            KeyPlace::Milestone => tr!(lang; en: "a milestone", fr: "d’un jalon"),
            KeyPlace::Body => tr!(lang; en: "a governance body", fr: "d’une instance"),
        }
    }

    fn help(self, lang: Lang) -> String {
        match self {
            KeyPlace::Claim => {
                tr!(lang;
                    en: "a claim has a value, a source, a date: “{{ value: 4, source: note, on: 2024-03 }}”",
                    fr: "une déclaration a une valeur, une source, une date\u{a0}: \
                         «\u{a0}{{ valeur: 4, source: note, le: 2024-03 }}\u{a0}»")
            }
            KeyPlace::ListedClaim => {
                tr!(lang;
                    en: "write it beside the list of claims",
                    fr: "écrivez-la à côté de la liste des déclarations")
            }
            KeyPlace::Keep => tr!(lang; en: "write source, by or on", fr: "écrivez source, par ou le"),
            KeyPlace::Dossier => tr!(lang; en: "write name, as_of or doctrine", fr: "écrivez nom, au ou doctrine"),
            KeyPlace::Option => {
                tr!(lang;
                    en: "an option has a model, a state, facts, among others",
                    fr: "une option a un modèle, un état, des faits, entre autres")
            }
            KeyPlace::Milestone => tr!(lang; en: "write planned or actual", fr: "écrivez prévu ou réel"),
            KeyPlace::Body => {
                tr!(lang; en: "write meetings, and a list of dates", fr: "écrivez réunions, et une liste de dates")
            }
        }
    }
}
