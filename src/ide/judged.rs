//! A dossier evaluated: what hovers, hints and lenses tell of values.

use super::snapshot::{FactsFile, Snapshot};
use crate::base::{Date, FileId, Lang};
use crate::explain::reason::verdict_text;
use crate::explain::report::{Evaluated, Evaluation};
use crate::explain::text::sign;
use crate::facts::resolve::{Under, View};
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use std::sync::Arc;

/// One evaluation of a facts file, on its own day.
#[derive(Debug)]
pub struct Judged {
    pub name: String,
    evaluated: Evaluated,
}

impl Judged {
    pub fn new(snapshot: &Snapshot, facts: &FactsFile) -> Judged {
        let view = View::on(facts.dossier.as_of.unwrap_or_else(Date::today));
        let evaluated = Evaluated::new(snapshot.engine(), &facts.dossier, &view, Under::Dossier);
        let shown = || facts.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Judged { name: facts.dossier.name.clone().unwrap_or_else(shown), evaluated }
    }

    pub fn evaluation<'a>(&'a self, snapshot: &'a Snapshot) -> Evaluation<'a> {
        self.evaluated.evaluation(snapshot.engine(), &snapshot.sources)
    }

    /// `None` for a rule that errors keep from being evaluated.
    pub fn verdict(&self, rule: RuleId) -> Option<Verdict> {
        self.evaluated.outcome().rule(rule).map(|outcome| outcome.verdict())
    }
}

impl Snapshot {
    /// The evaluation of one of its facts files, made once.
    pub fn judged(&self, file: FileId) -> Option<Arc<Judged>> {
        let facts = self.facts_file(file)?;
        let mut known = self.judged.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let judged = known.entry(file).or_insert_with(|| Arc::new(Judged::new(self, facts)));
        Some(judged.clone())
    }
}

/// A sign and the word: `✗ non satisfait`.
pub fn verdict_sign(verdict: Verdict, lang: Lang) -> String {
    format!("{} {}", sign(verdict), verdict_text(verdict, lang))
}
