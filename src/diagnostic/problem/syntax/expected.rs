//! What could stand at a place, named in words with an example.

use crate::base::{Lang, tr};

/// A thing that a place asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Expected {
    Condition,
    Value,
    Name,
    Text,
    Date,
    MonthDay,
    WholeNumber,
    Type,
    Equals,
    /// The word that goes on, as in `if … then`.
    Then,
    In,
    Among,
    Satisfies,
    For,
    Open,
    Close,
    Operator,
    Comparison,
    Colon,
    Comma,
    And,
    Citation,
    Members,
    Given,
    Expectation,
    Table,
    Section,
    RiskState,
    Verdict,
    Clause,
    End,
}

impl Expected {
    fn words(self, lang: Lang) -> String {
        match self {
            Expected::Condition => tr!(lang; en: "a condition (team.internal at least 2 FTE)",
                fr: "une condition (équipe.internes au moins 2 ETP)"),
            Expected::Value => tr!(lang; en: "a value (team.internal, 40 %)", fr: "une valeur (équipe.internes, 40 %)"),
            Expected::Name => tr!(lang; en: "a name (budget_published)", fr: "un nom (budget_publié)"),
            Expected::Text => tr!(lang; en: "a text between quotation marks (\"Title\")",
                fr: "un texte entre guillemets («\u{a0}Titre\u{a0}»)"),
            Expected::Date => tr!(lang; en: "a date (2024-03-20)", fr: "une date (2024-03-20)"),
            Expected::MonthDay => tr!(lang; en: "a month and a day (04-30)", fr: "un mois et un jour (04-30)"),
            Expected::WholeNumber => tr!(lang; en: "a whole number (2)", fr: "un nombre entier (2)"),
            Expected::Type => tr!(lang; en: "a type (percent, FTE, yes/no)", fr: "un type (pourcentage, ETP, oui/non)"),
            Expected::Operator => tr!(lang; en: "an operator (and, at least)", fr: "un opérateur (et, au moins)"),
            Expected::Comparison => tr!(lang; en: "a comparison (at least 0, between 0 and 5)",
                fr: "une comparaison (au moins 0, entre 0 et 5)"),
            Expected::Comma => tr!(lang; en: "a comma", fr: "une virgule"),
            Expected::Clause => tr!(lang; en: "a clause (requires, per)", fr: "une clause (exige, selon)"),
            Expected::Then => quoted(lang, "then", "alors"),
            Expected::And => quoted(lang, "and", "et"),
            Expected::In => quoted(lang, "in", "dans"),
            Expected::Among => quoted(lang, "among", "parmi"),
            Expected::Satisfies => quoted(lang, "satisfies", "vérifie"),
            Expected::For => quoted(lang, "for", "pour"),
            Expected::Open => tr!(lang; en: "an opening bracket", fr: "une parenthèse ouvrante"),
            Expected::Close => tr!(lang; en: "a closing bracket", fr: "une parenthèse fermante"),
            Expected::Equals => tr!(lang; en: "an equals sign (= 2 FTE)", fr: "un signe égal (= 2 ETP)"),
            Expected::Colon => tr!(lang; en: "a colon and a type (: yes/no)", fr: "deux points et un type (: oui/non)"),
            Expected::Citation => tr!(lang; en: "a source (per note § N5)", fr: "une source (selon note § N5)"),
            Expected::Members => tr!(lang; en: "criteria (all of (a, b))", fr: "des critères (toutes (a, b))"),
            Expected::Given => tr!(lang; en: "a fact and its value (team.internal = 2 FTE)",
                fr: "un fait et sa valeur (équipe.internes = 2 ETP)"),
            Expected::Expectation => tr!(lang; en: "what the test expects (budget_published met)",
                fr: "ce que le test attend (budget_publié satisfait)"),
            Expected::Table => tr!(lang; en: "a table below (| team.internal | … |)",
                fr: "un tableau en dessous (| équipe.internes | … |)"),
            Expected::Section => {
                tr!(lang; en: "a section (N5, or \"Title\")", fr: "une section (N5, ou «\u{a0}Titre\u{a0}»)")
            }
            Expected::RiskState => tr!(lang; en: "“present”, “absent” or “to check”",
                fr: "«\u{a0}présent\u{a0}», «\u{a0}absent\u{a0}» ou «\u{a0}à vérifier\u{a0}»"),
            Expected::Verdict => tr!(lang; en: "a verdict (met, not met)", fr: "un verdict (satisfait, non satisfait)"),
            Expected::End => tr!(lang; en: "the end of the line", fr: "la fin de la ligne"),
        }
    }
}

fn quoted(lang: Lang, en: &str, fr: &str) -> String {
    match lang {
        Lang::En => lang.quoted(en),
        Lang::Fr => lang.quoted(fr),
    }
}

/// The sentence of an `Expected` problem.
pub(super) fn message(expected: &[Expected], found: Option<&str>, lang: Lang) -> String {
    let things: Vec<String> = expected.iter().take(3).map(|thing| thing.words(lang)).collect();
    let found = found.map(|found| lang.quoted(found));
    let Some((last, before)) = things.split_last() else {
        return match found {
            Some(found) => tr!(lang; en: "{found} has no place here", fr: "{found} n’a pas sa place ici"),
            None => tr!(lang; en: "this ends too early", fr: "ceci s’arrête trop tôt"),
        };
    };
    let list = match before {
        [] => last.clone(),
        _ => {
            let before = before.join(", ");
            tr!(lang; en: "{before} or {last}", fr: "{before} ou {last}")
        }
    };
    match found {
        Some(found) => tr!(lang; en: "{list} should stand here, before {found}",
            fr: "il faut ici, avant {found}, {list}"),
        None => tr!(lang; en: "{list} should stand here", fr: "il manque ici {list}"),
    }
}

/// What to do about an `Expected` problem, where it can be said.
pub(super) fn help(expected: &[Expected], found: Option<&str>, lang: Lang) -> Option<String> {
    match expected {
        [Expected::Open] => Some(tr!(lang;
            en: "a list stands between brackets: “all of (a, b)”",
            fr: "une liste se met entre parenthèses\u{a0}: «\u{a0}toutes (a, b)\u{a0}»")),
        [Expected::Date] => Some(tr!(lang;
            en: "a date is written year-month-day, “2024-10-01”, or year-month, “2024-10”",
            fr: "une date s’écrit année-mois-jour, «\u{a0}2024-10-01\u{a0}», ou année-mois, «\u{a0}2024-10\u{a0}»")),
        [Expected::Operator, ..] if found.is_some_and(|found| found.starts_with(char::is_alphabetic)) => {
            Some(tr!(lang;
            en: "a name is a single word (“budget_published”), and a title stands between quotation marks",
            fr: "un nom est un seul mot («\u{a0}budget_publié\u{a0}»), et un titre se met entre guillemets"))
        }
        _ => None,
    }
}
