//! A facts file read against a doctrine: groups and facts found by name, values by type, claims with their dates.

use super::claim::{RawClaim, RawKeep, read_fact_of};
use super::json::read_object;
use super::meta::{OptionState, RawBody, RawDossier, RawMilestone, RawOption, dossier};
use super::names::{Names, Vocabulary};
use super::read::{Entry, Key, LIMIT, MISTAKE_LIMIT, RawFacts, read};
use super::resolve::{Under, View, has_happened};
use super::typed::Typist;
use crate::base::{Date, FileId, Loc, MonthOrDay, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FactsProblem, TypedProblem};
use crate::eval::Engine;
use crate::eval::slot::Claim;
use crate::model::Program;
use crate::model::ids::FactId;
use crate::model::ty::Type;
use std::collections::HashMap;

/// A fact with more claims is not read: no dossier has as many.
const CLAIM_LIMIT: usize = 1000;

/// Each option is evaluated by itself, and no dossier weighs as many.
const OPTION_LIMIT: usize = 100;

/// Everything a facts file says. Claims are not yet filtered by date.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub name: Option<String>,
    pub as_of: Option<Date>,
    pub doctrine: Option<String>,
    /// By fact id.
    pub facts: Vec<FactTold>,
    pub options: Vec<DossierOption>,
}

#[derive(Clone, Debug, Default)]
pub struct FactTold {
    pub claims: Vec<Claim>,
    pub keep: Option<Keep>,
}

/// What settles a disagreement between sources.
#[derive(Clone, Debug, PartialEq)]
pub struct Keep {
    /// The source whose claims count.
    pub source: String,
    /// Who decided so, as written.
    pub by: Option<String>,
    /// When it was decided; before that day the sources still disagree.
    pub on: Option<MonthOrDay>,
}

#[derive(Clone, Debug)]
pub struct DossierOption {
    pub name: String,
    /// Rank of its model among the program's scenarios.
    pub scenario: Option<usize>,
    pub state: Option<OptionState>,
    pub reason: Option<String>,
    pub on: Option<MonthOrDay>,
    pub by: Option<String>,
    pub facts: Vec<(FactId, FactTold)>,
}

impl DossierOption {
    /// Whether what is said of its state had been decided, and was known, by the day of the view.
    pub fn is_settled(&self, view: &View) -> bool {
        has_happened(self.on, view)
    }

    /// Where it stands that day: open until something else is decided.
    pub fn state_on(&self, view: &View) -> OptionState {
        self.state.filter(|_| self.is_settled(view)).unwrap_or(OptionState::Open)
    }
}

impl Dossier {
    /// A dossier that says nothing.
    pub fn empty(engine: &Engine) -> Self {
        let program = &engine.checked.program;
        Dossier {
            name: None,
            as_of: None,
            doctrine: None,
            facts: vec![FactTold::default(); program.facts.len()],
            options: Vec::new(),
        }
    }
}

impl Dossier {
    /// The option of that name, else the scenario, accents and case left out; the nearest name for one that is neither.
    pub fn under(&self, program: &Program, wanted: &str) -> Result<Under, Option<String>> {
        let options = Names::new(self.options.iter().map(|option| option.name.as_str()));
        if let Some(rank) = options.find(wanted) {
            return Ok(Under::Option(rank));
        }
        let scenarios = Names::of_items(program.scenarios.iter().map(|scenario| &scenario.meta));
        if let Some(rank) = scenarios.find(wanted) {
            return Ok(Under::Scenario(rank));
        }
        let all: Vec<&str> = options.iter().chain(scenarios.iter()).collect();
        Err(super::attribute::near(wanted, &all).map(str::to_string))
    }
}

/// The head of a facts file, before any doctrine is known: its diagnostics are left to [`read_dossier`].
pub fn header(id: FileId, text: &str) -> RawDossier {
    dossier(&read(id, text), id, &mut Vec::new())
}

/// Reads a facts file; what cannot be read is reported and the rest is kept.
pub fn read_dossier(engine: &Engine, id: FileId, text: &str) -> (Dossier, Vec<Diagnostic>) {
    Reader::new(engine).read(id, text)
}

/// Reads the dossiers of one doctrine. Made once; threads may share it.
#[derive(Debug)]
pub struct Reader<'e> {
    engine: &'e Engine,
    vocabulary: Vocabulary,
}

impl<'e> Reader<'e> {
    pub fn new(engine: &'e Engine) -> Self {
        Reader { engine, vocabulary: Vocabulary::new(&engine.checked.program) }
    }

    /// Reads one dossier, in JSON or YAML, from the text of the file `id`.
    pub fn read(&self, id: FileId, text: &str) -> (Dossier, Vec<Diagnostic>) {
        if text.len() <= LIMIT
            && let Some(root) = read_object(text)
        {
            // The quick reader does not know the places of keys: with a mistake, the other one tells it.
            let (dossier, diagnostics) = self.judge(id, &RawFacts { root, diagnostics: Vec::new() });
            if diagnostics.is_empty() {
                return (dossier, diagnostics);
            }
        }
        self.judge(id, &read(id, text))
    }

    fn judge(&self, id: FileId, raw: &RawFacts) -> (Dossier, Vec<Diagnostic>) {
        let engine = self.engine;
        let mut diagnostics = raw.diagnostics.clone();
        let told = dossier(raw, id, &mut diagnostics);
        let typist = Typist::new(engine, &self.vocabulary, id, diagnostics);
        let day = told.as_of.map(|(date, _)| MonthOrDay::Day(date));
        let mut reader = DossierReader { engine, vocabulary: &self.vocabulary, typist, day };
        let mut result = Dossier::empty(engine);
        result.name = told.name.as_ref().map(|(name, _)| name.clone());
        result.as_of = told.as_of.map(|(date, _)| date);
        result.doctrine = told.doctrine.as_ref().map(|(name, _)| name.clone());
        let calendar = reader.calendar(&told.calendar).into_iter().chain(reader.bodies(&told.bodies));
        let calendar: Vec<(FactId, FactTold)> = calendar.collect();
        for (fact, told) in reader.groups(&told.groups).into_iter().chain(calendar) {
            if let Some(place) = result.facts.get_mut(fact.index()) {
                *place = told;
            }
        }
        if let Some(beyond) = told.scenarios.get(OPTION_LIMIT) {
            reader.typist.report(TypedProblem::TooManyOptions { limit: OPTION_LIMIT }, beyond.name.span);
        }
        result.options = told.scenarios.iter().take(OPTION_LIMIT).map(|option| reader.option(option)).collect();
        (result, listed(reader.typist.diagnostics, id))
    }
}

/// The mistakes in the order of their places, and no more than can be listed.
pub(super) fn listed(mut diagnostics: Vec<Diagnostic>, id: FileId) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| diagnostic.at.span.start);
    if let Some(next) = diagnostics.get(MISTAKE_LIMIT).map(|next| next.at.span) {
        diagnostics.truncate(MISTAKE_LIMIT);
        let problem = FactsProblem::TooManyMistakes { shown: MISTAKE_LIMIT };
        diagnostics.push(Diagnostic::new(problem.into(), Loc::new(id, next)));
    }
    diagnostics
}

struct DossierReader<'a> {
    engine: &'a Engine,
    vocabulary: &'a Vocabulary,
    typist: Typist<'a>,
    /// The day of the dossier, on which what has no date of its own is said.
    day: Option<MonthOrDay>,
}

impl<'a> DossierReader<'a> {
    /// Reports an unknown key with the nearest known one, as a fix.
    fn unknown(&mut self, key: &Key, known: &Names, problem: impl FnOnce(Option<String>) -> TypedProblem) {
        if self.typist.is_full() {
            return;
        }
        let suggestion = known.near(&key.text);
        let fix = suggestion.map(|name| key.respelt(name));
        self.typist.report_fix(problem(suggestion.map(str::to_string)), key.span, fix);
    }

    /// The facts of groups, each once: of two spellings of one name the first is used.
    fn groups(&mut self, groups: &[Entry]) -> Vec<(FactId, FactTold)> {
        let program = &self.engine.checked.program;
        let mut seen: HashMap<FactId, (usize, &Key)> = HashMap::new();
        let mut told = Vec::new();
        for (place, group) in groups.iter().enumerate() {
            let Some(rank) = self.vocabulary.groups.find(&group.key.text) else {
                let problem = |suggestion| TypedProblem::unknown_group(&group.key.text, suggestion);
                self.unknown(&group.key, &self.vocabulary.groups, problem);
                continue;
            };
            let (Some(declared), Some(names)) = (program.groups.get(rank), self.vocabulary.facts.get(rank)) else {
                continue;
            };
            for entry in group.value.entries().unwrap_or_default() {
                let key = &entry.key;
                let Some(fact) = names.find(&key.text).and_then(|rank| declared.facts.get(rank)).copied() else {
                    let problem = |suggestion| TypedProblem::unknown_fact(&declared.meta.name, &key.text, suggestion);
                    self.unknown(key, names, problem);
                    continue;
                };
                if let Some((first_place, first)) = seen.get(&fact) {
                    // Two keys that are spelt alike in one group were reported with the text.
                    if *first_place != place || first.text != key.text {
                        self.typist.named_twice(&key.text, first.span, key.span);
                    }
                    continue;
                }
                seen.insert(fact, (place, key));
                told.push((fact, self.fact(fact, entry)));
            }
        }
        told
    }

    fn fact(&mut self, fact: FactId, entry: &Entry) -> FactTold {
        let Some(decl) = self.engine.checked.program.fact(fact).map(|fact| &fact.decl) else {
            return FactTold::default();
        };
        let fields: Vec<&str> = match &decl.ty {
            Type::Record(id) => self.vocabulary.records.get(id.index()).map(|names| names.iter().collect()),
            _ => None,
        }
        .unwrap_or_default();
        let id = self.typist.id;
        let raw = read_fact_of(&entry.key, &entry.value, &fields, id, &mut self.typist.diagnostics);
        if raw.claims.len() > CLAIM_LIMIT {
            let problem = TypedProblem::TooManyClaims { name: decl.label().to_string(), limit: CLAIM_LIMIT };
            self.typist.report(problem, entry.key.span);
            return FactTold::default();
        }
        let keep = raw.keep.as_ref().map(|keep| self.keep(keep, &raw.claims));
        FactTold { claims: raw.claims.iter().filter_map(|claim| self.claim(fact, claim)).collect(), keep }
    }

    fn claim(&mut self, fact: FactId, raw: &RawClaim) -> Option<Claim> {
        let decl = &self.engine.checked.program.fact(fact)?.decl;
        self.typist.said = self.day;
        self.typist.claim(raw, decl, self.engine.top(fact))
    }

    /// An actor or a body in the doctrine's own spelling, else the name as it is written.
    fn party(&mut self, name: &str, span: Span) -> String {
        let program = &self.engine.checked.program;
        let (actor, body) = self.typist.author(name, span);
        let actor = actor.and_then(|actor| program.actor(actor)).map(|actor| &actor.meta);
        let body = body.and_then(|body| program.bodies.get(body)).map(|body| &body.meta);
        actor.or(body).map_or_else(|| name.to_string(), |meta| meta.name.clone())
    }

    fn keep(&mut self, raw: &RawKeep, claims: &[RawClaim]) -> Keep {
        let (name, span) = &raw.source;
        let sources = &self.vocabulary.sources;
        let declared = |name: &str| sources.find(name).and_then(|rank| sources.get(rank)).unwrap_or(name).to_string();
        let kept = declared(name);
        let told: Vec<&str> = claims.iter().filter_map(|claim| Some(claim.source.as_ref()?.0.as_str())).collect();
        if !told.iter().any(|source| declared(source) == kept) {
            let suggestion = super::attribute::near(name, &told);
            self.typist.report(TypedProblem::kept_nothing(name, suggestion), *span);
        }
        if let Some((name, span)) = &raw.by {
            self.typist.author(name, *span);
        }
        Keep { source: kept, by: raw.by.as_ref().map(|(by, _)| by.clone()), on: raw.on.map(|(on, _)| on) }
    }

    fn option(&mut self, raw: &RawOption) -> DossierOption {
        let names = &self.vocabulary.scenarios;
        let named = raw.model.clone().map(|(text, span)| Key { text, span });
        let model = named.as_ref().unwrap_or(&raw.name);
        let scenario = names.find(&model.text);
        if scenario.is_none() {
            self.unknown(model, names, |suggestion| TypedProblem::unknown_scenario(&model.text, suggestion));
        }
        let by = raw.by.as_ref().map(|(by, span)| self.party(by, *span));
        DossierOption {
            name: raw.name.text.clone(),
            scenario,
            state: raw.state.map(|(state, _)| state),
            reason: raw.reason.as_ref().map(|(reason, _)| reason.clone()),
            on: raw.on.map(|(on, _)| on),
            by,
            facts: self.groups(&raw.facts),
        }
    }

    fn calendar(&mut self, written: &[RawMilestone]) -> Vec<(FactId, FactTold)> {
        let names = &self.vocabulary.milestones;
        let mut seen = HashMap::new();
        let mut told = Vec::new();
        for raw in written {
            let Some(rank) = self.once(&raw.name, names, &mut seen, TypedProblem::unknown_milestone) else { continue };
            let Some(milestone) = self.engine.checked.program.milestones.get(rank) else { continue };
            let dates = [(milestone.planned, &raw.planned), (milestone.reached, &raw.actual)];
            for (fact, entry) in dates {
                told.extend(entry.as_ref().map(|entry| (fact, self.fact(fact, entry))));
            }
        }
        told
    }

    fn bodies(&mut self, written: &[RawBody]) -> Vec<(FactId, FactTold)> {
        let names = &self.vocabulary.bodies;
        let mut seen = HashMap::new();
        let mut told = Vec::new();
        for raw in written {
            let Some(rank) = self.once(&raw.name, names, &mut seen, TypedProblem::unknown_body) else { continue };
            let Some(body) = self.engine.checked.program.bodies.get(rank) else { continue };
            told.extend(raw.meetings.as_ref().map(|entry| (body.meetings, self.fact(body.meetings, entry))));
        }
        told
    }

    /// The rank of a name; one that is unknown, or that stands for one met before, is reported.
    fn once(
        &mut self,
        key: &Key,
        names: &Names,
        seen: &mut HashMap<usize, Span>,
        problem: impl Fn(&str, Option<String>) -> TypedProblem,
    ) -> Option<usize> {
        let Some(rank) = names.find(&key.text) else {
            self.unknown(key, names, |suggestion| problem(&key.text, suggestion));
            return None;
        };
        if let Some(first) = seen.get(&rank) {
            self.typist.named_twice(&key.text, *first, key.span);
            return None;
        }
        seen.insert(rank, key.span);
        Some(rank)
    }
}

#[cfg(test)]
mod tests;
