//! Which doctrine a command works with, and how its first line says so.

use super::arguments::{CallError, Targets};
use crate::base::{Lang, tr};
use crate::project::{
    DoctrineRoot, doctrines_for, holds_rules, nearest_doctrine, resolve_named_by_facts, shipped_root,
};
use std::path::{Path, PathBuf};

/// The doctrines chosen: one, unless the rules given are a folder with several below.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub doctrines: Vec<DoctrineRoot>,
    pub why: Why,
}

/// What decided the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The call names it, by this path.
    Given(PathBuf),
    /// The facts file names it.
    NamedByFacts,
    /// It is at or above the working folder.
    Nearest,
    /// It is in the `rules/` of the working folder.
    RulesFolder,
    /// Nothing else is at hand.
    Shipped,
}

/// The doctrine to work with: the rules given; else what the facts file names, with the folder of that file; else the
/// nearest doctrine at or above the working folder; else its `rules/`; else the one shipped. Give `.` as the working
/// folder for paths to be shown from there.
pub fn choose_doctrine(
    targets: &Targets,
    named_by_facts: Option<(&str, &Path)>,
    working: &Path,
) -> Result<Choice, CallError> {
    if let Some(rules) = &targets.rules {
        let doctrines = doctrines_for(rules).map_err(CallError::Files)?;
        return Ok(Choice { doctrines, why: Why::Given(rules.clone()) });
    }
    if let Some((target, folder)) = named_by_facts {
        let doctrines = resolve_named_by_facts(folder, target).map_err(CallError::Files)?;
        return Ok(Choice { doctrines, why: Why::NamedByFacts });
    }
    if let Some(root) = nearest_doctrine(working) {
        return Ok(Choice { doctrines: vec![root], why: Why::Nearest });
    }
    let rules = if working == Path::new(".") { PathBuf::from("rules") } else { working.join("rules") };
    if holds_rules(&rules) {
        return Ok(Choice { doctrines: doctrines_for(&rules).map_err(CallError::Files)?, why: Why::RulesFolder });
    }
    Ok(Choice { doctrines: vec![shipped_root()], why: Why::Shipped })
}

impl Choice {
    /// `doctrine pérennisation (rules)`: what the first line printed says of the choice.
    pub fn label(&self, lang: Lang) -> String {
        let place = match &self.why {
            Why::Given(path) => crate::project::shown(path),
            Why::NamedByFacts => tr!(lang; en: "named by the facts file", fr: "nommée par le fichier de faits"),
            Why::Nearest | Why::RulesFolder => self.doctrines.first().map(DoctrineRoot::shown_path).unwrap_or_default(),
            Why::Shipped => tr!(lang; en: "shipped with the program", fr: "livrée avec le programme"),
        };
        match self.doctrines.as_slice() {
            [one] => match &one.name {
                Some(name) => tr!(lang; en: "doctrine {name} ({place})", fr: "doctrine {name} ({place})"),
                None => tr!(lang; en: "rules without a doctrine ({place})", fr: "règles sans doctrine ({place})"),
            },
            several => {
                let count = several.len();
                tr!(lang; en: "{count} doctrines ({place})", fr: "{count} doctrines ({place})")
            }
        }
    }
}
