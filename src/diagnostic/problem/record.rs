//! R05: a foreign record, read through a dataset.

use super::facts::cited;
use crate::base::{Lang, tr};
use crate::diagnostic::Code;

/// So many names are offered.
const OFFERED: usize = 8;

#[derive(Clone, Debug, PartialEq)]
pub enum RecordProblem {
    /// A value that is neither that of a choice nor translated by the dataset.
    Untranslated { value: String, dataset: String, among: Vec<String> },
    /// A number where a percentage is expected: of what, nothing says.
    BarePercent { written: String, dataset: String },
    /// The path of the dataset goes on below a value that holds no keys.
    NotAnObject { path: String, found: String },
    /// The path of the dataset leads to or through a list, and the fact is one value.
    SeveralValues { path: String },
}

impl RecordProblem {
    pub(crate) fn untranslated<'n>(value: &str, dataset: &str, among: impl Iterator<Item = &'n str>) -> Self {
        let among = among.take(OFFERED).map(str::to_string).collect();
        RecordProblem::Untranslated { value: cited(value), dataset: dataset.to_string(), among }
    }

    pub(crate) fn bare_percent(written: &str, dataset: &str) -> Self {
        RecordProblem::BarePercent { written: cited(written), dataset: dataset.to_string() }
    }

    pub(crate) fn not_an_object(path: &str, found: &str) -> Self {
        RecordProblem::NotAnObject { path: path.to_string(), found: cited(found) }
    }

    pub(crate) fn several_values(path: String) -> Self {
        RecordProblem::SeveralValues { path }
    }

    pub(super) fn code(&self) -> Code {
        match self {
            RecordProblem::Untranslated { .. } => Code::R0531,
            RecordProblem::BarePercent { .. } => Code::R0536,
            RecordProblem::NotAnObject { .. } => Code::R0523,
            RecordProblem::SeveralValues { .. } => Code::R0534,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            RecordProblem::Untranslated { value, .. } => {
                let value = lang.quoted(value);
                tr!(lang;
                    en: "{value} is not one of the values possible here",
                    fr: "{value} n’est pas une des valeurs possibles ici")
            }
            RecordProblem::BarePercent { written, .. } => {
                let written = lang.quoted(written);
                tr!(lang;
                    en: "a percentage is expected, and nothing says whether {written} is one",
                    fr: "on attend un pourcentage, et rien ne dit si {written} en est un")
            }
            RecordProblem::NotAnObject { path, found } => {
                let (path, found) = (lang.quoted(path), lang.quoted(found));
                tr!(lang;
                    en: "{path} leads further than this, and {found} holds no keys",
                    fr: "{path} mène plus loin que ceci, et {found} n’a pas de clés")
            }
            RecordProblem::SeveralValues { path } => {
                let path = lang.quoted(path);
                tr!(lang;
                    en: "{path} leads to a list, and one value is expected",
                    fr: "{path} mène à une liste, et on attend une seule valeur")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> String {
        match self {
            RecordProblem::Untranslated { value, dataset, among } if among.is_empty() => {
                let (value, dataset) = (lang.quoted(value), lang.quoted(dataset));
                tr!(lang;
                    en: "say in the dataset {dataset} what it stands for: {value} = …",
                    fr: "dites dans les données {dataset} ce qu’elle vaut\u{a0}: {value} = …")
            }
            RecordProblem::Untranslated { dataset, among, .. } => {
                let dataset = lang.quoted(dataset);
                let among: Vec<String> = among.iter().map(|name| lang.quoted(name)).collect();
                let among = among.join(", ");
                tr!(lang;
                    en: "in the dataset {dataset}, translate it into one of {among}",
                    fr: "dans les données {dataset}, traduisez-la par l’un de {among}")
            }
            RecordProblem::BarePercent { dataset, .. } => {
                let dataset = lang.quoted(dataset);
                tr!(lang;
                    en: "if 40 stands for 40%, write “%” after the path in the dataset {dataset}",
                    fr: "si 40 y vaut 40 %, écrivez «\u{a0}%\u{a0}» après le chemin dans les données {dataset}")
            }
            RecordProblem::NotAnObject { .. } => tr!(lang;
                en: "shorten the path in the dataset, or correct the record",
                fr: "raccourcissez le chemin dans les données, ou corrigez l’enregistrement"),
            RecordProblem::SeveralValues { .. } => tr!(lang;
                en: "declare the fact as a list, or give the path of one value",
                fr: "déclarez le fait comme une liste, ou donnez le chemin d’une seule valeur"),
        }
    }
}
