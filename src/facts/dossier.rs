//! A facts file read against a doctrine: groups and facts found by name, values by type, claims with their dates.

use super::claim::{RawClaim, RawKeep, RawValue, read_fact_of};
use super::json::read_object;
use super::meta::{OptionState, RawDossier, RawMilestone, RawOption, dossier};
use super::names::{Names, Vocabulary};
use super::read::{Entry, Key, LIMIT, MISTAKE_LIMIT, RawFacts, read};
use super::typed::Typist;
use crate::base::{Date, FileId, Loc, MonthOrDay, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FactsProblem, TypedProblem};
use crate::eval::Engine;
use crate::eval::slot::Claim;
use crate::model::ids::{ActorId, FactId};
use crate::model::ty::Type;
use std::collections::HashMap;

/// A fact with more claims is not read: no dossier has as many.
const CLAIM_LIMIT: usize = 1000;

/// Everything a facts file says. Claims are not yet filtered by date.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub name: Option<String>,
    pub as_of: Option<Date>,
    pub doctrine: Option<String>,
    /// By fact id.
    pub facts: Vec<FactTold>,
    pub options: Vec<DossierOption>,
    /// By milestone rank.
    pub milestones: Vec<MilestoneTold>,
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

#[derive(Clone, Copy, Debug, Default)]
pub struct MilestoneTold {
    pub planned: Option<MonthOrDay>,
    pub actual: Option<MonthOrDay>,
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
            milestones: vec![MilestoneTold::default(); program.milestones.len()],
        }
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
        let typist = Typist { engine, vocabulary: &self.vocabulary, id, diagnostics };
        let mut reader = DossierReader { engine, vocabulary: &self.vocabulary, typist };
        let mut result = Dossier::empty(engine);
        result.name = told.name.as_ref().map(|(name, _)| name.clone());
        result.as_of = told.as_of.map(|(date, _)| date);
        result.doctrine = told.doctrine.as_ref().map(|(name, _)| name.clone());
        for (fact, told) in reader.groups(&told.groups) {
            if let Some(place) = result.facts.get_mut(fact.index()) {
                *place = told;
            }
        }
        result.options = told.scenarios.iter().map(|option| reader.option(option)).collect();
        reader.calendar(&told.calendar, &mut result.milestones);
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
        let (by, body) = raw.by.as_ref().map_or((None, None), |(name, span)| self.author(name, *span));
        let source = raw.source.as_ref().map(|(name, span)| self.source(name, *span));
        let value = self.typist.raw_value(&raw.value, decl, raw.span)?;
        // The claim is kept as it was told; its limits meet those of the declaration when it counts.
        self.typist.fit(value.clone(), self.engine.top(fact), decl, raw.span)?;
        Some(Claim {
            value,
            source,
            by,
            body,
            on: raw.on.map(|(date, _)| date),
            since: raw.since.map(|(date, _)| date),
            until: raw.until.map(|(date, _)| date),
            about: matches!(raw.value, RawValue::About(_)),
            at: Some(Loc::new(self.typist.id, raw.span)),
        })
    }

    /// Who said it: an actor, or a body by its rank. Neither for a name that the doctrine does not know, which is
    /// reported.
    fn author(&mut self, name: &str, span: Span) -> (Option<ActorId>, Option<usize>) {
        let vocabulary = self.vocabulary;
        if let Some(rank) = vocabulary.actors.find(name) {
            return (Some(ActorId::new(rank)), None);
        }
        let body = vocabulary.bodies.find(name);
        if body.is_none() && !self.typist.is_full() {
            let suggestion = vocabulary.actors.near(name).or_else(|| vocabulary.bodies.near(name));
            let problem = TypedProblem::unknown_actor(name, suggestion.map(str::to_string));
            self.typist.report(problem, span);
        }
        (None, body)
    }

    /// A source in the doctrine's own spelling where it is one of its sources; any other is a source as well.
    fn source(&mut self, name: &str, span: Span) -> String {
        let sources = &self.vocabulary.sources;
        if let Some(known) = sources.find(name).and_then(|rank| sources.get(rank)) {
            return known.to_string();
        }
        if !self.typist.is_full()
            && let Some(near) = sources.near(name)
        {
            self.typist.report(TypedProblem::near_source(name, near), span);
        }
        name.to_string()
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
            self.author(name, *span);
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
        if let Some((by, span)) = &raw.by {
            self.author(by, *span);
        }
        DossierOption {
            name: raw.name.text.clone(),
            scenario,
            state: raw.state.map(|(state, _)| state),
            reason: raw.reason.as_ref().map(|(reason, _)| reason.clone()),
            on: raw.on.map(|(on, _)| on),
            by: raw.by.as_ref().map(|(by, _)| by.clone()),
            facts: self.groups(&raw.facts),
        }
    }

    fn calendar(&mut self, milestones: &[RawMilestone], told: &mut [MilestoneTold]) {
        let mut seen: HashMap<usize, Span> = HashMap::new();
        for raw in milestones {
            let names = &self.vocabulary.milestones;
            let Some(rank) = names.find(&raw.name.text) else {
                self.unknown(&raw.name, names, |suggestion| {
                    TypedProblem::unknown_milestone(&raw.name.text, suggestion)
                });
                continue;
            };
            if let Some(first) = seen.get(&rank) {
                self.typist.named_twice(&raw.name.text, *first, raw.name.span);
                continue;
            }
            seen.insert(rank, raw.name.span);
            if let Some(place) = told.get_mut(rank) {
                *place = MilestoneTold {
                    planned: raw.planned.map(|(date, _)| date),
                    actual: raw.actual.map(|(date, _)| date),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests;
