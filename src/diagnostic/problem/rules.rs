//! R04: rules, their dates and their tests.

use crate::base::{Date, Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum RuleProblem {
    /// `clause` and `item` are the words the author wrote.
    ClauseOutOfPlace {
        clause: String,
        item: String,
    },
    MissingClause {
        item: String,
        clause: &'static str,
        clause_fr: &'static str,
    },
    ClauseTwice {
        clause: String,
    },
    VersionsOverlap {
        name: String,
        day: Date,
    },
    /// `name` has no version on these days, on which `by` holds and uses it.
    VersionMissing {
        name: String,
        by: String,
        first: Date,
        last: Date,
    },
    Circular {
        path: Vec<String>,
    },
    Unused {
        name: String,
    },
    TestWithoutExpectation,
    TestWithoutDate,
    TestTitleTwice {
        title: String,
    },
    PeriodReversed,
    KnowledgeDecides {
        name: String,
    },
    /// `situation` makes both rows match.
    RowsOverlap {
        table: String,
        situation: Vec<(String, Shown)>,
    },
    TableGap {
        table: String,
        situation: Vec<(String, Shown)>,
    },
    RowUnreached,
    QuoteNotFound {
        source: String,
    },
}

/// A value in a situation.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    Text(String),
    YesNo(bool),
    Absent,
}

fn situation_text(situation: &[(String, Shown)], lang: Lang) -> String {
    let parts = situation.iter().map(|(name, value)| {
        let value = match value {
            Shown::Text(text) => text.clone(),
            Shown::YesNo(true) => tr!(lang; en: "yes", fr: "oui"),
            Shown::YesNo(false) => tr!(lang; en: "no", fr: "non"),
            Shown::Absent => tr!(lang; en: "none", fr: "absent"),
        };
        format!("{name} = {value}")
    });
    parts.collect::<Vec<_>>().join(", ")
}

impl RuleProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            RuleProblem::ClauseOutOfPlace { .. } => Code::R0401,
            RuleProblem::MissingClause { .. } => Code::R0402,
            RuleProblem::ClauseTwice { .. } => Code::R0403,
            RuleProblem::VersionsOverlap { .. } => Code::R0404,
            RuleProblem::VersionMissing { .. } => Code::R0420,
            RuleProblem::Circular { .. } => Code::R0405,
            RuleProblem::Unused { .. } => Code::R0406,
            RuleProblem::TestWithoutExpectation => Code::R0407,
            RuleProblem::TestWithoutDate => Code::R0408,
            RuleProblem::TestTitleTwice { .. } => Code::R0410,
            RuleProblem::PeriodReversed => Code::R0411,
            RuleProblem::KnowledgeDecides { .. } => Code::R0412,
            RuleProblem::RowsOverlap { .. } => Code::R0414,
            RuleProblem::TableGap { .. } => Code::R0415,
            RuleProblem::RowUnreached => Code::R0416,
            RuleProblem::QuoteNotFound { .. } => Code::R0417,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            RuleProblem::ClauseOutOfPlace { clause, item } => {
                let (clause, item) = (lang.quoted(clause), lang.quoted(item));
                tr!(lang; en: "{clause} has no place in {item}", fr: "{clause} n’a pas sa place dans {item}")
            }
            RuleProblem::MissingClause { item, clause, clause_fr } => {
                let item = lang.quoted(item);
                let clause = lang.quoted(match lang {
                    Lang::En => clause,
                    Lang::Fr => clause_fr,
                });
                tr!(lang; en: "{item} says nothing yet: {clause} is missing", fr: "{item} ne dit rien encore : il manque {clause}")
            }
            RuleProblem::ClauseTwice { clause } => {
                let clause = lang.quoted(clause);
                tr!(lang;
                    en: "{clause} says a second time what is said only once",
                    fr: "{clause} redit ce qui ne se dit qu’une fois")
            }
            RuleProblem::VersionsOverlap { name, day } => {
                let name = lang.quoted(name);
                tr!(lang; en: "two versions of {name} hold on {day}", fr: "deux versions de {name} valent le {day}")
            }
            RuleProblem::VersionMissing { name, by, first, last } => {
                let (name, by) = (lang.quoted(name), lang.quoted(by));
                if first == last {
                    return tr!(lang;
                        en: "{name} has no version on {first}, when {by} uses it",
                        fr: "{name} n’a pas de version le {first}, alors que {by} l’utilise");
                }
                tr!(lang;
                    en: "{name} has no version from {first} until {last}, when {by} uses it",
                    fr: "{name} n’a pas de version du {first} au {last}, alors que {by} l’utilise")
            }
            RuleProblem::Circular { path } => {
                let path = path.join(" → ");
                tr!(lang; en: "this depends on itself: {path}", fr: "ceci dépend de soi-même : {path}")
            }
            RuleProblem::Unused { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "{name} is never used", fr: "{name} ne sert nulle part")
            }
            RuleProblem::TestWithoutExpectation => {
                tr!(lang; en: "this test expects nothing", fr: "ce test n’attend rien")
            }
            RuleProblem::TestWithoutDate => tr!(lang;
                en: "this test depends on dated rules and says no date",
                fr: "ce test dépend de règles datées et ne dit pas sa date"),
            RuleProblem::TestTitleTwice { title } => {
                let title = lang.quoted(title);
                tr!(lang; en: "two tests are called {title}", fr: "deux tests s’appellent {title}")
            }
            RuleProblem::PeriodReversed => {
                tr!(lang; en: "this period ends before it begins", fr: "cette période finit avant de commencer")
            }
            RuleProblem::KnowledgeDecides { name } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "the blocking verdict of {name} hangs on whether a fact is known",
                    fr: "le verdict bloquant de {name} dépend de ce qu’un fait soit connu ou non")
            }
            RuleProblem::RowsOverlap { table, situation } => {
                let (table, situation) = (lang.quoted(table), situation_text(situation, lang));
                tr!(lang;
                    en: "in {table}, this row and an earlier one both match when {situation}, with different results",
                    fr: "dans {table}, cette ligne et une précédente valent toutes deux quand {situation}, avec des résultats différents")
            }
            RuleProblem::TableGap { table, situation } => {
                let (table, situation) = (lang.quoted(table), situation_text(situation, lang));
                tr!(lang; en: "no row of {table} covers {situation}", fr: "aucune ligne de {table} ne couvre {situation}")
            }
            RuleProblem::QuoteNotFound { source } => {
                let source = lang.quoted(source);
                tr!(lang; en: "the text of {source} does not hold this quote", fr: "le texte de {source} ne contient pas cette citation")
            }
            RuleProblem::RowUnreached => {
                tr!(lang; en: "no situation reaches this row", fr: "aucune situation n’atteint cette ligne")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        match self {
            RuleProblem::ClauseOutOfPlace { .. } => Some(
                tr!(lang; en: "remove it, or move it to the item it speaks of", fr: "retirez cette clause, ou déplacez-la dans l’élément qu’elle concerne"),
            ),
            RuleProblem::MissingClause { .. } => None,
            RuleProblem::ClauseTwice { .. } => Some(tr!(lang;
                    en: "keep one of the two, or date each between braces: from 2025-01-01 {{ … }}",
                    fr: "gardez l’une des deux, ou datez chacune entre accolades\u{a0}: dès 2025-01-01 {{ … }}")),
            RuleProblem::VersionsOverlap { .. } => Some(
                tr!(lang; en: "end the first the day before the second begins", fr: "terminez la première la veille du début de la seconde"),
            ),
            RuleProblem::VersionMissing { name, by, .. } => {
                let (name, by) = (lang.quoted(name), lang.quoted(by));
                Some(tr!(lang;
                    en: "have a version of {name} cover those days, or let {by} hold on other days only",
                    fr: "faites couvrir ces jours par une version de {name}, ou limitez {by} aux autres jours"))
            }
            RuleProblem::Circular { .. } => Some(
                tr!(lang; en: "cut the circle: one of them must not mention the next", fr: "coupez le cercle : l’un d’eux ne doit pas mentionner le suivant"),
            ),
            RuleProblem::Unused { .. } => {
                Some(tr!(lang; en: "use it in a rule, or remove it", fr: "utilisez-le dans une règle, ou retirez-le"))
            }
            RuleProblem::TestWithoutExpectation => {
                Some(tr!(lang; en: "add: expect NAME met", fr: "ajoutez : attend NOM satisfait"))
            }
            RuleProblem::TestWithoutDate => Some(tr!(lang; en: "add: as of 2026-01-01", fr: "ajoutez : au 2026-01-01")),
            RuleProblem::TestTitleTwice { .. } => {
                Some(tr!(lang; en: "give each test its own title", fr: "donnez à chaque test son propre titre"))
            }
            RuleProblem::PeriodReversed => Some(tr!(lang; en: "exchange the two dates", fr: "échangez les deux dates")),
            RuleProblem::KnowledgeDecides { .. } => Some(tr!(lang;
                en: "a missing fact would then pass or fail silently; test the fact itself",
                fr: "un fait manquant passerait ou échouerait alors en silence ; testez le fait lui-même")),
            RuleProblem::RowsOverlap { .. } => Some(tr!(lang;
                en: "narrow one of the two, or write “first” after “table” to let the first row win",
                fr: "resserrez l’une des deux, ou écrivez « premier » pour que la première ligne l’emporte")),
            RuleProblem::TableGap { .. } => Some(tr!(lang;
                en: "add a row for it, or close the table with “otherwise”",
                fr: "ajoutez une ligne pour ce cas, ou fermez la table par « sinon »")),
            RuleProblem::QuoteNotFound { .. } => Some(tr!(lang;
                en: "copy the words as the text has them, its typography included",
                fr: "recopiez les mots tels que le texte les porte, typographie comprise")),
            RuleProblem::RowUnreached => Some(tr!(lang;
                en: "remove it, or move it above the row that hides it",
                fr: "retirez-la, ou placez-la avant la ligne qui la cache")),
        }
    }
}
