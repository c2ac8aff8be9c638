//! R02: a name that is unknown, used twice, or of the wrong kind.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

/// What a name was expected to stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Value,
    Fact,
    Rule,
    Source,
    Section,
    Type,
    Unit,
    ChoiceValue,
    Field,
    Actor,
    Scenario,
    Body,
    Milestone,
    Risk,
    Item,
    Test,
    Dataset,
}

impl NameKind {
    /// With its article, as the object of "unknown …".
    fn words(self, lang: Lang) -> &'static str {
        let (en, fr) = match self {
            NameKind::Value => ("name", "nom"),
            NameKind::Fact => ("fact", "fait"),
            NameKind::Rule => ("criterion or checklist", "critère ou grille"),
            NameKind::Source => ("source", "source"),
            NameKind::Section => ("section", "section"),
            NameKind::Type => ("type", "type"),
            NameKind::Unit => ("unit", "unité"),
            NameKind::ChoiceValue => ("choice value", "valeur de choix"),
            NameKind::Field => ("field", "champ"),
            NameKind::Actor => ("actor", "acteur"),
            NameKind::Scenario => ("scenario", "scénario"),
            NameKind::Body => ("body", "instance"),
            NameKind::Milestone => ("milestone", "jalon"),
            NameKind::Risk => ("risk", "risque"),
            NameKind::Item => ("item", "élément"),
            NameKind::Test => ("test", "test"),
            NameKind::Dataset => ("dataset", "jeu de données"),
        };
        match lang {
            Lang::En => en,
            Lang::Fr => fr,
        }
    }

    fn feminine(self) -> bool {
        matches!(self, NameKind::Source | NameKind::Section | NameKind::Unit | NameKind::ChoiceValue | NameKind::Body)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum NameProblem {
    Unknown {
        expected: NameKind,
        name: String,
        suggestion: Option<String>,
        /// What may stand there, when few.
        among: Vec<String>,
    },
    Duplicate {
        name: String,
    },
    WrongKind {
        name: String,
        expected: NameKind,
    },
    GroupIsNoValue {
        name: String,
        example: Option<String>,
    },
    TooManyDoctrines,
    TooManyValues {
        name: String,
    },
}

impl NameProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            NameProblem::Unknown { expected, .. } => match expected {
                NameKind::Source | NameKind::Section => Code::R0202,
                NameKind::Type | NameKind::Unit => Code::R0203,
                NameKind::ChoiceValue => Code::R0204,
                NameKind::Value
                | NameKind::Fact
                | NameKind::Rule
                | NameKind::Field
                | NameKind::Actor
                | NameKind::Scenario
                | NameKind::Body
                | NameKind::Milestone
                | NameKind::Risk
                | NameKind::Item
                | NameKind::Test
                | NameKind::Dataset => Code::R0201,
            },
            NameProblem::Duplicate { .. } => Code::R0205,
            NameProblem::WrongKind { .. } => Code::R0206,
            NameProblem::GroupIsNoValue { .. } => Code::R0207,
            NameProblem::TooManyDoctrines => Code::R0208,
            NameProblem::TooManyValues { .. } => Code::R0209,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            NameProblem::Unknown { expected, name, .. } => {
                let (what, name) = (expected.words(lang), lang.quoted(name));
                let unknown = if expected.feminine() { "inconnue" } else { "inconnu" };
                tr!(lang; en: "unknown {what} {name}", fr: "{what} {unknown} : {name}")
            }
            NameProblem::Duplicate { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} is declared twice", fr: "{name} est déclaré deux fois")
            }
            NameProblem::WrongKind { name, expected } => {
                let (what, name) = (expected.words(lang), lang.quoted(name));
                let article = if expected.feminine() { "une" } else { "un" };
                tr!(lang; en: "{name} is not a {what}", fr: "{name} n’est pas {article} {what}")
            }
            NameProblem::GroupIsNoValue { name, .. } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} is a group of facts, not a value", fr: "{name} est un groupe de faits, pas une valeur")
            }
            NameProblem::TooManyDoctrines => tr!(lang;
                en: "a doctrine has one “doctrine” item, and this is a second one",
                fr: "une doctrine n’a qu’un élément « doctrine », et celui-ci est le second"),
            NameProblem::TooManyValues { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} has more than 128 values", fr: "{name} a plus de 128 valeurs")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        match self {
            NameProblem::Unknown { suggestion: Some(suggestion), .. } => {
                let suggestion = lang.quoted(suggestion);
                Some(tr!(lang; en: "did you mean {suggestion}?", fr: "vouliez-vous dire {suggestion} ?"))
            }
            NameProblem::Unknown { among, .. } if !among.is_empty() => {
                let mut names: Vec<String> = among.iter().map(|name| lang.quoted(name)).collect();
                let last = names.pop().unwrap_or_default();
                let list = match names.as_slice() {
                    [] => last,
                    before => {
                        let before = before.join(", ");
                        tr!(lang; en: "{before} or {last}", fr: "{before} ou {last}")
                    }
                };
                Some(tr!(lang; en: "write {list}", fr: "écrivez {list}"))
            }
            NameProblem::Unknown { expected, .. } => Some(match expected {
                NameKind::Source => tr!(lang;
                    en: "declare it: source NAME “Title”",
                    fr: "déclarez-la : source NOM « Titre »"),
                NameKind::Value | NameKind::Fact => tr!(lang;
                    en: "declare it as a fact in a “facts” group, or as a “define”",
                    fr: "déclarez-le comme fait dans un groupe « faits », ou par une « définition »"),
                NameKind::Unit => tr!(lang; en: "declare it: unit NAME", fr: "déclarez-la : unité NOM"),
                NameKind::Rule
                | NameKind::Section
                | NameKind::Type
                | NameKind::ChoiceValue
                | NameKind::Field
                | NameKind::Actor
                | NameKind::Scenario
                | NameKind::Body
                | NameKind::Milestone
                | NameKind::Risk
                | NameKind::Item
                | NameKind::Test
                | NameKind::Dataset => tr!(lang;
                    en: "check the spelling, or declare it",
                    fr: "vérifiez l’orthographe, ou ajoutez la déclaration qui manque"),
            }),
            NameProblem::Duplicate { .. } => {
                Some(tr!(lang;
                    en: "remove one of the two if they say the same, or give it another name",
                    fr: "retirez l’un des deux s’ils disent la même chose, ou donnez-lui un autre nom"))
            }
            NameProblem::WrongKind { .. } => None,
            NameProblem::GroupIsNoValue { name, example } => example.as_ref().map(|example| {
                let path = lang.quoted(&format!("{name}.{example}"));
                tr!(lang; en: "name one of its facts, such as {path}", fr: "nommez l’un de ses faits, par exemple {path}")
            }),
            NameProblem::TooManyDoctrines => Some(tr!(lang;
                en: "remove it, or move it with its rules to a folder of its own",
                fr: "retirez-le, ou placez-le avec ses règles dans un dossier à part")),
            NameProblem::TooManyValues { .. } => {
                Some(tr!(lang; en: "split the choice, or use a text", fr: "partagez ce choix, ou utilisez un texte"))
            }
        }
    }
}
