//! What the arguments of a command are: rules, facts or names, told apart by what they are, in any order.

use crate::base::{Lang, name, tr};
use crate::diagnostic::problem::{FilesProblem, Problem};
use crate::project::{holds_rules, is_rules_path, near, shown};
use std::path::{Path, PathBuf};

/// The endings of files of facts.
const FACTS_ENDINGS: [&str; 6] = ["yaml", "yml", "json", "jsonl", "ndjson", "csv"];

/// What a command was given to work on.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Targets {
    /// A folder with rules or a file of rules, as written.
    pub rules: Option<PathBuf>,
    pub facts: Option<FactsPath>,
    /// Names of rules, scenarios or facts, in NFC.
    pub names: Vec<String>,
}

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactsPath {
    /// A file, or a folder of them.
    Path(PathBuf),
    /// `-`
    Stdin,
}

/// A call that cannot be carried out; the program exits with 2.
#[derive(Clone, Debug, PartialEq)]
pub enum CallError {
    TwoRules {
        one: PathBuf,
        other: PathBuf,
    },
    TwoFacts {
        one: FactsPath,
        other: FactsPath,
    },
    /// A file that is given as a path and holds neither.
    NeitherRulesNorFacts {
        path: PathBuf,
    },
    /// `--rules` with a file of another kind.
    NotRules {
        path: PathBuf,
    },
    /// A path that is not there, or a doctrine that is not found.
    Files(FilesProblem),
}

/// Tells the arguments apart; `rules` and `facts` are the values of `--rules` and `--facts`.
///
/// A folder with rules or a file of rules is the rules; a file of facts, `-`, a pipe, or a folder without rules is the
/// facts; anything else is a name, unless it looks like a path: then it must be one.
pub fn classify(arguments: &[PathBuf], rules: Option<PathBuf>, facts: Option<PathBuf>) -> Result<Targets, CallError> {
    let mut targets = Targets::default();
    if let Some(path) = rules {
        targets.add_rules(named_rules(path)?)?;
    }
    if let Some(path) = facts {
        targets.add_facts(named_facts(path)?)?;
    }
    for argument in arguments {
        match kind_of(argument)? {
            Kind::Rules => targets.add_rules(argument.clone())?,
            Kind::Facts => targets.add_facts(FactsPath::Path(argument.clone()))?,
            Kind::Stdin => targets.add_facts(FactsPath::Stdin)?,
            Kind::Name => targets.names.push(name::normalise(&argument.to_string_lossy())),
        }
    }
    Ok(targets)
}

impl Targets {
    fn add_rules(&mut self, path: PathBuf) -> Result<(), CallError> {
        match self.rules.take() {
            Some(one) => Err(CallError::TwoRules { one, other: path }),
            None => {
                self.rules = Some(path);
                Ok(())
            }
        }
    }

    fn add_facts(&mut self, facts: FactsPath) -> Result<(), CallError> {
        match self.facts.take() {
            Some(one) => Err(CallError::TwoFacts { one, other: facts }),
            None => {
                self.facts = Some(facts);
                Ok(())
            }
        }
    }
}

enum Kind {
    Rules,
    Facts,
    Stdin,
    Name,
}

fn kind_of(argument: &Path) -> Result<Kind, CallError> {
    if argument == Path::new("-") {
        return Ok(Kind::Stdin);
    }
    let is_file_name = is_rules_path(argument) || is_facts_path(argument);
    let has_separator = argument.to_string_lossy().contains(['/', std::path::MAIN_SEPARATOR]);
    let Ok(metadata) = std::fs::metadata(argument) else {
        return if is_file_name || has_separator { Err(not_there(argument)) } else { Ok(Kind::Name) };
    };
    if metadata.is_dir() {
        return Ok(if holds_rules(argument) { Kind::Rules } else { Kind::Facts });
    }
    if is_rules_path(argument) {
        return Ok(Kind::Rules);
    }
    // What is neither a file nor a folder is a pipe, as shells make for `<(command)`.
    if is_facts_path(argument) || !metadata.is_file() {
        return Ok(Kind::Facts);
    }
    // Without a separator, a rule may well have the name of some file in the working folder.
    if has_separator { Err(CallError::NeitherRulesNorFacts { path: argument.to_path_buf() }) } else { Ok(Kind::Name) }
}

fn named_rules(path: PathBuf) -> Result<PathBuf, CallError> {
    if !path.exists() {
        return Err(not_there(&path));
    }
    if path.is_dir() || is_rules_path(&path) { Ok(path) } else { Err(CallError::NotRules { path }) }
}

fn named_facts(path: PathBuf) -> Result<FactsPath, CallError> {
    if path == Path::new("-") {
        return Ok(FactsPath::Stdin);
    }
    if path.exists() { Ok(FactsPath::Path(path)) } else { Err(not_there(&path)) }
}

fn is_facts_path(path: &Path) -> bool {
    let Some(ending) = path.extension() else { return false };
    let ending = ending.to_string_lossy();
    FACTS_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn not_there(path: &Path) -> CallError {
    CallError::Files(FilesProblem::PathNotFound { path: shown(path), suggestion: near(path) })
}

impl FactsPath {
    /// The path as shown, or words for the standard input.
    pub fn shown(&self, lang: Lang) -> String {
        match self {
            FactsPath::Path(path) => shown(path),
            FactsPath::Stdin => tr!(lang; en: "the standard input (-)", fr: "l’entrée standard (-)"),
        }
    }
}

impl CallError {
    /// One sentence that says what is wrong.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            CallError::TwoRules { one, other } => {
                let (one, other) = (shown(one), shown(other));
                tr!(lang;
                    en: "two paths are rules, {one} and {other}, where one is expected",
                    fr: "deux chemins désignent des règles, {one} et {other}, et un seul est attendu")
            }
            CallError::TwoFacts { one, other } => {
                let (one, other) = (one.shown(lang), other.shown(lang));
                tr!(lang;
                    en: "two paths are facts, {one} and {other}, where one is expected",
                    fr: "deux chemins désignent des faits, {one} et {other}, et un seul est attendu")
            }
            CallError::NeitherRulesNorFacts { path } => {
                let path = shown(path);
                tr!(lang; en: "{path} is neither rules nor facts", fr: "{path} n’est ni des règles ni des faits")
            }
            CallError::NotRules { path } => {
                let path = shown(path);
                tr!(lang; en: "{path} is not rules", fr: "{path} n’est pas un fichier de règles")
            }
            CallError::Files(problem) => Problem::Files(problem.clone()).message(lang),
        }
    }

    /// What to do about it.
    pub fn help(&self, lang: Lang) -> Option<String> {
        match self {
            CallError::TwoRules { .. } => Some(tr!(lang;
                en: "give the folder that holds both, or one of the two",
                fr: "donnez le dossier qui contient les deux, ou l’un des deux")),
            CallError::TwoFacts { .. } => Some(tr!(lang;
                en: "give one of the two; `perenne portfolio` reads a file of many dossiers, one a line",
                fr: "donnez l’un des deux\u{a0}; `perenne portfolio` lit un fichier de nombreux dossiers, un par ligne")),
            CallError::NeitherRulesNorFacts { .. } => Some(tr!(lang;
                en: "rules end in .perenne or .perenne.md, facts in .yaml, .json, .jsonl or .csv; `--facts` takes any file",
                fr: "les règles se terminent par .perenne ou .perenne.md, les faits par .yaml, .json, .jsonl ou .csv\u{a0}; `--facts` accepte tout fichier")),
            CallError::NotRules { .. } => Some(tr!(lang;
                en: "give a folder, or a file that ends in .perenne or .perenne.md",
                fr: "donnez un dossier, ou un fichier qui se termine par .perenne ou .perenne.md")),
            CallError::Files(problem) => Problem::Files(problem.clone()).help(lang),
        }
    }
}
