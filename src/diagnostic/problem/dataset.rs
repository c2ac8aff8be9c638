//! R04: what a dataset says of the records that others publish.

use super::Words;
use crate::base::{Lang, tr};
use crate::diagnostic::Code;

#[derive(Clone, Debug, PartialEq)]
pub enum DatasetProblem {
    /// A fact, a field or a foreign value on the left of two mappings.
    MappedTwice { name: String },
    /// A path with an empty key, or with a backquote that lacks its pair.
    BadPath { path: String },
    /// A record, or a list of them, read as one value.
    WithoutFields { record: Words, example: String },
    /// Fields for something that has none.
    FieldsOfNoRecord { found: Words },
    /// A judgement counts only by its author, whom no record names.
    JudgementFromRecord { name: String },
    /// A dataset that maps nothing.
    Empty,
}

impl DatasetProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            DatasetProblem::MappedTwice { .. } => Code::R0403,
            DatasetProblem::BadPath { .. } => Code::R0418,
            DatasetProblem::WithoutFields { .. } | DatasetProblem::Empty => Code::R0402,
            DatasetProblem::FieldsOfNoRecord { .. } => Code::R0302,
            DatasetProblem::JudgementFromRecord { .. } => Code::R0419,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            DatasetProblem::MappedTwice { name } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "{name} stands twice on the left of an equals sign",
                    fr: "{name} figure deux fois à gauche d’un signe égal")
            }
            DatasetProblem::BadPath { path } => {
                let path = lang.quoted(path);
                tr!(lang; en: "{path} is not a path of keys", fr: "{path} n’est pas un chemin de clés")
            }
            DatasetProblem::WithoutFields { record, .. } => {
                let record = record.get(lang);
                tr!(lang;
                    en: "{record} has fields, and nothing says where each is read",
                    fr: "{record} a des champs, et rien ne dit où lire chacun")
            }
            DatasetProblem::FieldsOfNoRecord { found } => {
                let found = found.get(lang);
                tr!(lang; en: "a value of type {found} has no fields", fr: "une valeur de type {found} n’a pas de champs")
            }
            DatasetProblem::JudgementFromRecord { name } => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "{name} is a judgement, and no record says whose",
                    fr: "{name} est une appréciation, et aucun enregistrement ne dit de qui")
            }
            DatasetProblem::Empty => {
                tr!(lang; en: "this dataset maps no fact", fr: "ces données n’alimentent aucun fait")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            DatasetProblem::MappedTwice { .. } => {
                tr!(lang; en: "keep one of the two", fr: "gardez l’une des deux lignes")
            }
            DatasetProblem::BadPath { .. } => tr!(lang;
                en: "write the keys with dots between them, as in “team.admin”; a key that holds a dot stands between backquotes: “`a.b`.c”",
                fr: "écrivez les clés séparées par des points, comme «\u{a0}team.admin\u{a0}»\u{a0}; une clé qui contient un point se met entre accents graves\u{a0}: «\u{a0}`a.b`.c\u{a0}»"),
            DatasetProblem::WithoutFields { example, .. } => {
                let example = lang.quoted(example);
                tr!(lang; en: "add them in braces: {example}", fr: "ajoutez-les entre accolades\u{a0}: {example}")
            }
            DatasetProblem::FieldsOfNoRecord { .. } => tr!(lang;
                en: "give the path alone, or values: {{ “x” = value }}",
                fr: "donnez le chemin seul, ou des valeurs\u{a0}: {{ «\u{a0}x\u{a0}» = valeur }}"),
            DatasetProblem::JudgementFromRecord { .. } => tr!(lang;
                en: "it would never count; remove the line, or declare the fact as yes/no",
                fr: "elle ne compterait jamais\u{a0}; retirez la ligne, ou déclarez le fait en oui/non"),
            DatasetProblem::Empty => tr!(lang;
                en: "add a line such as: team.internal = \"team.admin\" FTE",
                fr: "ajoutez une ligne comme\u{a0}: équipe.internes = «\u{a0}team.admin\u{a0}» ETP"),
        })
    }
}
