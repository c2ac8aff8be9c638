//! What the state of a session comes to: the doctrine made ready, the dossier read, everything evaluated.

use super::line::with_rows;
use super::state::{Assigned, State};
use crate::base::{Date, FileId, Lang, SourceFile, tr};
use crate::diagnostic::Diagnostic;
use crate::eval::Situation;
use crate::explain::missing::Owner;
use crate::explain::report::{Evaluated, Evaluation};
use crate::facts::dossier::{Dossier, read_dossier};
use crate::facts::resolve::{Under, View};
use crate::model::Setting;
use crate::model::expr::Verdict;
use crate::model::plan::{Given, Subject};
use crate::project::Analysis;
use crate::syntax::ast;
use std::collections::HashMap;
use std::sync::Arc;

/// Made from a state, and never changed but with it.
#[derive(Clone, Debug)]
pub struct Live {
    pub analysis: Arc<Analysis>,
    pub dossier: Arc<Dossier>,
    /// One for each thing assigned.
    givens: Vec<Vec<Given>>,
    pub view: View,
    pub under: Under,
    evaluated: Arc<Evaluated>,
}

/// The verdict of each rule, by name: what a change is told against.
pub type Verdicts = HashMap<String, Verdict>;

impl Live {
    /// Everything anew; with what is wrong in the doctrine, in the facts and in what was assigned before.
    pub fn build(state: &State, lang: Lang) -> (Live, Vec<Diagnostic>) {
        let mut analysis = state.reading.analyse(&state.items);
        let mut problems: Vec<Diagnostic> = analysis.diagnostics.clone();
        let (dossier, of_facts) = match &state.facts {
            Some(facts) => {
                let id = analysis.sources.add(SourceFile::new(facts.path.clone(), Arc::clone(&facts.text)));
                read_dossier(&analysis.engine, id, &facts.text)
            }
            None => (Dossier::empty(&analysis.engine), Vec::new()),
        };
        problems.extend(of_facts);
        let situation = Situation::empty(&analysis.engine, crate::eval::Dates::on(Date::today()));
        let evaluated = Evaluated::of(&analysis.engine, situation);
        let mut live = Live {
            analysis: Arc::new(analysis),
            dossier: Arc::new(dossier),
            givens: Vec::new(),
            view: View::on(Date::today()),
            under: Under::Dossier,
            evaluated: Arc::new(evaluated),
        };
        problems.extend(live.settle(state, lang));
        (live, problems)
    }

    /// The same doctrine and facts file with other things assigned, on another day or under another scenario.
    pub fn settle(&mut self, state: &State, lang: Lang) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        self.givens.clear();
        for assigned in &state.assigned {
            let (givens, found) = self.read_assigned(assigned, lang);
            problems.extend(found);
            self.givens.push(givens);
        }
        self.look(state);
        problems
    }

    /// Lays one thing more over the situation: the last of those assigned; `replaced` is the rank of what it replaces.
    pub fn assign(&mut self, givens: Vec<Given>, replaced: Option<usize>, state: &State) {
        if let Some(rank) = replaced.filter(|rank| *rank < self.givens.len()) {
            self.givens.remove(rank);
        }
        self.givens.push(givens);
        self.look(state);
    }

    /// Takes one thing assigned away.
    pub fn take_away(&mut self, rank: usize, state: &State) {
        if rank < self.givens.len() {
            self.givens.remove(rank);
        }
        self.look(state);
    }

    fn read_assigned(&mut self, assigned: &Assigned, lang: Lang) -> (Vec<Given>, Vec<Diagnostic>) {
        let path = tr!(lang; en: "entry", fr: "saisie");
        let analysis = Arc::make_mut(&mut self.analysis);
        let rows = with_rows(&assigned.text, None, assigned.lang);
        let text = rows.as_ref().map_or(assigned.text.as_str(), |rows| rows.shown.as_str());
        let file = analysis.sources.add(SourceFile::new(path, text));
        let (given, mut problems) = match &rows {
            Some(rows) => rows.read(file),
            None => crate::syntax::parse_given(file, &assigned.text, assigned.lang),
        };
        let Some(given) = given else { return (Vec::new(), problems) };
        let (givens, found) = self.add_given(file, assigned.lang, given);
        problems.extend(found);
        // What a doctrine no longer understands is told once, and left out.
        if problems.iter().any(Diagnostic::is_error) { (Vec::new(), problems) } else { (givens, problems) }
    }

    /// Resolves a given; it is not laid over the situation yet.
    pub fn add_given(&mut self, file: FileId, lang: Lang, given: ast::Given) -> (Vec<Given>, Vec<Diagnostic>) {
        let analysis = Arc::make_mut(&mut self.analysis);
        analysis.engine.add_given(&Setting { file, lang, given }, &analysis.sources)
    }

    /// Evaluates as the state looks at it.
    fn look(&mut self, state: &State) {
        let as_of = state.as_of.or(self.dossier.as_of).unwrap_or_else(Date::today);
        self.view =
            View { as_of, texts_as_of: state.texts_as_of.unwrap_or(as_of), known_by: state.known_by, source: None };
        let analysis = Arc::make_mut(&mut self.analysis);
        analysis.engine.checked.program.settings = self.givens.iter().flatten().cloned().collect();
        let program = &self.analysis.engine.checked.program;
        let named = state.under.as_ref().and_then(|name| self.dossier.under(program, name).ok());
        self.under = named.unwrap_or_default();
        self.evaluated = Arc::new(self.evaluate_with(&[]));
    }

    fn evaluate_with(&self, more: &[Given]) -> Evaluated {
        Evaluated::supposing(&self.analysis.engine, &self.dossier, &self.view, self.under, more)
    }

    /// The present situation.
    pub fn present(&self) -> &Situation {
        self.evaluated.situation()
    }

    /// What everything comes to.
    pub fn evaluation(&self) -> Evaluation<'_> {
        self.evaluation_of(&self.evaluated)
    }

    fn evaluation_of<'a>(&'a self, evaluated: &'a Evaluated) -> Evaluation<'a> {
        evaluated.evaluation(&self.analysis.engine, &self.analysis.sources)
    }

    /// What `told` says with more told for the occasion.
    pub fn supposing<T>(&self, more: &[Given], told: impl FnOnce(&Evaluation<'_>) -> T) -> T {
        told(&self.evaluation_of(&self.evaluate_with(more)))
    }

    /// The verdicts, by name.
    pub fn verdicts(&self) -> Verdicts {
        verdicts_of(&self.evaluation())
    }

    /// Whether a file is in the part of the doctrine that was asked for, or was typed in.
    pub fn is_selected(&self, file: FileId, state: &State) -> bool {
        let project = &self.analysis.project;
        let selected = project.files.iter().any(|known| known.id == file && project.is_selected(known));
        selected || state.items.iter().any(|item| item.path == self.analysis.sources.path(file))
    }

    /// What could not be evaluated in what is selected.
    pub fn failures(&self, state: &State) -> Vec<Diagnostic> {
        let program = &self.analysis.engine.checked.program;
        self.evaluation()
            .failures(|owner: Owner| owner.meta(program).is_some_and(|meta| self.is_selected(meta.at.file, state)))
    }

    /// The name of what a given speaks of.
    pub fn subject_name(&self, subject: Subject) -> String {
        let program = &self.analysis.engine.checked.program;
        match subject {
            Subject::Fact(id) => program.fact(id).map_or_else(String::new, |fact| fact.path.clone()),
            Subject::Parameter(id) => program.derived_item(id).map_or_else(String::new, |one| one.meta.name.clone()),
        }
    }
}

/// The verdicts of an evaluation, by name.
pub fn verdicts_of(evaluation: &Evaluation<'_>) -> Verdicts {
    let program = &evaluation.engine.checked.program;
    let rules = program.rule_ids().zip(&program.rules);
    rules.map(|(id, rule)| (rule.meta.name.clone(), evaluation.outcome.verdicts(id).verdict())).collect()
}
