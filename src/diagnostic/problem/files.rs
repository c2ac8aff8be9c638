//! R06: files, folders and doctrines.

use crate::base::{Lang, tr};
use crate::diagnostic::Code;

/// What is wrong with a file, a folder, or the doctrine that a `use` names.
#[derive(Clone, Debug, PartialEq)]
pub enum FilesProblem {
    /// The system does not give the file or the folder.
    Unreadable { path: String, failure: ReadFailure },
    /// A file over the limit; both sizes in bytes.
    TooLarge { path: String, size: u64, limit: u64 },
    /// The first byte that is not UTF-8 is at the diagnostic's place.
    NotUtf8 { path: String },
    /// `use "target"` names neither a folder nor a shipped doctrine.
    UseNotFound { target: String, suggestion: Option<String> },
    /// `use "target"` names something that exists and is not the folder of a doctrine.
    NotADoctrine { target: String },
    /// The doctrines of the circle, the first one again at the end.
    UseCircle { doctrines: Vec<String> },
    /// A folder or a file given as rules holds none.
    NoRules { path: String },
    /// A path that does not exist.
    PathNotFound { path: String, suggestion: Option<String> },
}

/// Why the system refuses a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    Denied,
    Gone,
    /// A device, a pipe, a folder that bears a file's name.
    NotAFile,
    /// Anything else, in the system's own words.
    System(String),
}

impl FilesProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            FilesProblem::Unreadable { .. } => Code::R0601,
            FilesProblem::TooLarge { .. } => Code::R0602,
            FilesProblem::NotUtf8 { .. } => Code::R0603,
            FilesProblem::UseNotFound { .. } => Code::R0604,
            FilesProblem::NotADoctrine { .. } => Code::R0605,
            FilesProblem::UseCircle { .. } => Code::R0606,
            FilesProblem::NoRules { .. } => Code::R0607,
            FilesProblem::PathNotFound { .. } => Code::R0608,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            FilesProblem::Unreadable { path, failure } => {
                let why = failure.text(lang);
                tr!(lang; en: "{path} cannot be opened: {why}", fr: "{path} ne s’ouvre pas\u{a0}: {why}")
            }
            FilesProblem::TooLarge { path, size, limit } => {
                let (size, limit) = (megabytes(*size, lang), megabytes(*limit, lang));
                tr!(lang;
                    en: "{path} is too large: {size}, where at most {limit} are read",
                    fr: "{path} est trop gros\u{a0}: {size}, alors que {limit} au plus sont lus")
            }
            FilesProblem::NotUtf8 { path } => tr!(lang;
                en: "{path} is not UTF-8 text: the first character that cannot be read is here",
                fr: "{path} n’est pas un texte UTF-8\u{a0}: le premier caractère illisible est ici"),
            FilesProblem::UseNotFound { target, .. } => {
                let target = lang.quoted(target);
                tr!(lang; en: "{target} leads to no doctrine", fr: "{target} ne mène à aucune doctrine")
            }
            FilesProblem::NotADoctrine { target } => {
                let target = lang.quoted(target);
                tr!(lang; en: "{target} is not the folder of a doctrine", fr: "{target} n’est pas le dossier d’une doctrine")
            }
            FilesProblem::UseCircle { doctrines } => {
                let circle = doctrines.join(" → ");
                match doctrines.len() {
                    0..=2 => tr!(lang; en: "this doctrine uses itself", fr: "cette doctrine s’utilise elle-même"),
                    _ => tr!(lang;
                        en: "these doctrines use each other in a circle: {circle}",
                        fr: "ces doctrines s’utilisent en rond\u{a0}: {circle}"),
                }
            }
            FilesProblem::NoRules { path } => {
                let path = lang.quoted(path);
                tr!(lang; en: "there are no rules in {path}", fr: "il n’y a aucune règle dans {path}")
            }
            FilesProblem::PathNotFound { path, .. } => {
                let path = lang.quoted(path);
                tr!(lang; en: "{path} does not exist", fr: "{path} n’existe pas")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        match self {
            FilesProblem::Unreadable { failure, .. } => failure.help(lang),
            FilesProblem::TooLarge { .. } => Some(tr!(lang;
                en: "split the file: every file of the folder belongs to the doctrine",
                fr: "partagez-le en plusieurs fichiers\u{a0}: tous ceux du dossier font partie de la doctrine")),
            FilesProblem::NotUtf8 { .. } => Some(tr!(lang;
                en: "save the file again with the encoding UTF-8",
                fr: "enregistrez de nouveau le fichier, avec l’encodage UTF-8")),
            FilesProblem::UseNotFound { suggestion, .. } => Some(match suggestion {
                Some(near) => did_you_mean(near, lang),
                None => tr!(lang;
                    en: "write the path of a doctrine’s folder from this file, such as \"../common\", or the name of a doctrine shipped with the program",
                    fr: "écrivez le chemin du dossier d’une doctrine depuis ce fichier, comme «\u{a0}../commun\u{a0}», ou le nom d’une doctrine livrée avec le programme"),
            }),
            FilesProblem::NotADoctrine { .. } => Some(tr!(lang;
                en: "name the folder that holds the `doctrine` item; to make a doctrine of a folder, write `doctrine name` in one of its files",
                fr: "désignez le dossier qui contient l’élément `doctrine`\u{a0}; pour faire d’un dossier une doctrine, écrivez `doctrine nom` dans l’un de ses fichiers")),
            FilesProblem::UseCircle { doctrines } if doctrines.len() <= 2 => Some(tr!(lang;
                en: "remove this line: all files of a doctrine already see each other",
                fr: "supprimez cette ligne\u{a0}: les fichiers d’une doctrine se voient déjà tous")),
            FilesProblem::UseCircle { .. } => Some(tr!(lang;
                en: "move what they share into a doctrine of its own, which each of them uses",
                fr: "placez ce qu’elles partagent dans une autre doctrine, que chacune utilisera")),
            FilesProblem::NoRules { .. } => Some(tr!(lang;
                en: "rules are written in files ending in .perenne or .perenne.md; `perenne new` writes a first one",
                fr: "les règles s’écrivent dans des fichiers en .perenne ou .perenne.md\u{a0}; `perenne new` en écrit un premier")),
            FilesProblem::PathNotFound { suggestion, .. } => suggestion.as_ref().map(|near| did_you_mean(near, lang)),
        }
    }
}

impl ReadFailure {
    /// The reason in the user's language where the system has a word for it.
    pub fn of(error: &std::io::Error) -> ReadFailure {
        if error.kind() == std::io::ErrorKind::PermissionDenied {
            return ReadFailure::Denied;
        }
        if error.kind() == std::io::ErrorKind::NotFound {
            return ReadFailure::Gone;
        }
        ReadFailure::System(error.to_string())
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            ReadFailure::Denied => tr!(lang; en: "permission is denied", fr: "l’accès en est refusé"),
            ReadFailure::Gone => tr!(lang; en: "it is not there", fr: "il n’est pas là"),
            ReadFailure::NotAFile => tr!(lang; en: "it is not a regular file", fr: "ce n’est pas un fichier ordinaire"),
            ReadFailure::System(words) => words.clone(),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            ReadFailure::Denied => Some(tr!(lang;
                en: "give yourself the right to read it, or move it out of the doctrine",
                fr: "donnez-vous le droit de le lire, ou sortez-le de la doctrine")),
            ReadFailure::Gone => Some(tr!(lang;
                en: "if it is a link, its target has moved: mend or remove the link",
                fr: "si c’est un lien, sa cible a changé de place\u{a0}: réparez ou supprimez le lien")),
            ReadFailure::NotAFile => Some(tr!(lang;
                en: "only files can hold rules: give it another name",
                fr: "seuls des fichiers peuvent contenir des règles\u{a0}: donnez-lui un autre nom")),
            ReadFailure::System(_) => None,
        }
    }
}

fn did_you_mean(near: &str, lang: Lang) -> String {
    let near = lang.quoted(near);
    tr!(lang; en: "did you mean {near}?", fr: "vouliez-vous dire {near}\u{a0}?")
}

/// A size with one decimal, in mebibytes under their everyday name.
fn megabytes(bytes: u64, lang: Lang) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match (lang, tenth) {
        (Lang::En, 0) => format!("{whole} MB"),
        (Lang::Fr, 0) => format!("{whole}\u{a0}Mo"),
        (Lang::En, _) => format!("{whole}.{tenth} MB"),
        (Lang::Fr, _) => format!("{whole},{tenth}\u{a0}Mo"),
    }
}
