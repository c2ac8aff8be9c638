//! A facts file read against a doctrine: groups and facts found by name, values by type, claims with their dates.

use super::claim::{RawClaim, RawFact, RawValue, read_fact, read_fact_of};
use super::meta::{OptionState, RawDossier, RawMilestone, RawOption, dossier};
use super::read::{Entry, Key, read};
use super::typed::Typist;
use crate::base::{Date, FileId, Loc, MonthOrDay, Span, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FactsProblem, Note, TypedProblem};
use crate::eval::Engine;
use crate::eval::slot::Claim;
use crate::eval::value::Value;
use crate::model::ValueRef;
use crate::model::ids::{ActorId, FactId};
use crate::model::ty::Type;
use std::collections::HashMap;

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
    /// The source that settles a disagreement.
    pub keep: Option<String>,
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
    let raw = read(id, text);
    let mut reader = DossierReader { engine, id, diagnostics: raw.diagnostics.clone() };
    let told = dossier(&raw, id, &mut reader.diagnostics);
    let mut result = Dossier::empty(engine);
    result.name = told.name.as_ref().map(|(name, _)| name.clone());
    result.as_of = told.as_of.map(|(date, _)| date);
    result.doctrine = told.doctrine.as_ref().map(|(name, _)| name.clone());
    for (fact, told) in reader.groups(&told.groups) {
        if let Some(place) = result.facts.get_mut(fact.index()) {
            *place = told;
        }
    }
    for option in &told.scenarios {
        let option = reader.option(option);
        result.options.push(option);
    }
    for milestone in &told.calendar {
        if let Some((rank, told)) = reader.milestone(milestone)
            && let Some(place) = result.milestones.get_mut(rank)
        {
            *place = told;
        }
    }
    (result, reader.diagnostics)
}

struct DossierReader<'a> {
    engine: &'a Engine,
    id: FileId,
    diagnostics: Vec<Diagnostic>,
}

impl DossierReader<'_> {
    fn report(&mut self, problem: TypedProblem, span: Span) {
        let problem = FactsProblem::Typed(problem);
        self.diagnostics.push(Diagnostic::new(problem.into(), Loc::new(self.id, span)));
    }

    /// Reports an unknown key with the nearest known one, as a fix.
    fn unknown(&mut self, problem: impl Fn(String, Option<String>) -> TypedProblem, key: &Key, known: &[String]) {
        let suggestion = name::did_you_mean(&key.text, known.iter().map(String::as_str)).map(str::to_string);
        let at = Loc::new(self.id, key.span);
        let problem = FactsProblem::Typed(problem(key.text.clone(), suggestion.clone()));
        let mut diagnostic = Diagnostic::new(problem.into(), at);
        if let Some(suggestion) = suggestion {
            diagnostic = diagnostic.fix(at, suggestion);
        }
        self.diagnostics.push(diagnostic);
    }

    fn groups(&mut self, groups: &[Entry]) -> Vec<(FactId, FactTold)> {
        let program = &self.engine.checked.program;
        let mut seen: HashMap<FactId, Span> = HashMap::new();
        let mut told = Vec::new();
        for group in groups {
            let names: Vec<String> = program.groups.iter().map(|group| group.meta.name.clone()).collect();
            let Some(rank) = find(&names, &group.key.text) else {
                self.unknown(|name, suggestion| TypedProblem::UnknownGroup { name, suggestion }, &group.key, &names);
                continue;
            };
            let facts: Vec<FactId> = program.groups.get(rank).map(|group| group.facts.clone()).unwrap_or_default();
            let fields: Vec<String> =
                facts.iter().filter_map(|fact| program.fact(*fact).map(|fact| fact.decl.name.clone())).collect();
            for entry in group.value.entries().unwrap_or_default() {
                let Some(fact) = find(&fields, &entry.key.text).and_then(|rank| facts.get(rank)).copied() else {
                    let group = names.get(rank).cloned().unwrap_or_default();
                    let problem =
                        |name, suggestion| TypedProblem::UnknownFact { group: group.clone(), name, suggestion };
                    self.unknown(problem, &entry.key, &fields);
                    continue;
                };
                if let Some(first) = seen.get(&fact).copied() {
                    // The reader of the text already reports two keys spelt alike; this is for two spellings of one.
                    let exact = group.value.entries().unwrap_or_default().iter();
                    let same = exact.filter(|other| other.key.text == entry.key.text).count();
                    if same < 2 {
                        let problem = FactsProblem::Typed(TypedProblem::SameFactTwice { name: entry.key.text.clone() });
                        let at = Loc::new(self.id, entry.key.span);
                        let diagnostic = Diagnostic::new(problem.into(), at);
                        self.diagnostics.push(diagnostic.related(Loc::new(self.id, first), Note::FirstHere));
                    }
                    continue;
                }
                seen.insert(fact, entry.key.span);
                told.push((fact, self.fact(fact, entry)));
            }
        }
        told
    }

    fn fact(&mut self, fact: FactId, entry: &Entry) -> FactTold {
        let program = &self.engine.checked.program;
        let Some(decl) = program.fact(fact).map(|fact| &fact.decl) else { return FactTold::default() };
        let raw: RawFact = match record_fields(self.engine, &decl.ty) {
            Some(fields) => {
                let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
                read_fact_of(&entry.key, &entry.value, &fields, self.id, &mut self.diagnostics)
            }
            None => read_fact(&entry.key, &entry.value, self.id, &mut self.diagnostics),
        };
        let claims = raw.claims.iter().filter_map(|claim| self.claim(fact, claim)).collect();
        FactTold { claims, keep: raw.keep.map(|keep| keep.source.0) }
    }

    fn claim(&mut self, fact: FactId, raw: &RawClaim) -> Option<Claim> {
        let decl = &self.engine.checked.program.fact(fact)?.decl;
        let mut typist = Typist { engine: self.engine, id: self.id, diagnostics: &mut self.diagnostics };
        let value = typist.raw_value(&raw.value, decl, raw.span)?;
        if value != Value::Absent && !within(self.engine, fact, &value) {
            let bounds = crate::facts::typed::bounds_words(self.engine, decl);
            self.report(TypedProblem::OutOfBounds { name: decl.label().to_string(), bounds }, raw.span);
            return None;
        }
        let by = raw.by.as_ref().and_then(|(name, span)| self.actor(name, *span));
        Some(Claim {
            value,
            source: raw.source.as_ref().map(|(source, _)| source.clone()),
            by,
            on: raw.on.map(|(date, _)| date),
            since: raw.since.map(|(date, _)| date),
            until: raw.until.map(|(date, _)| date),
            about: matches!(raw.value, RawValue::About(_)),
            at: Some(Loc::new(self.id, raw.span)),
        })
    }

    /// Who said it. A body's assertion counts as such only where the declaration asks for no actor in particular.
    fn actor(&mut self, name: &str, span: Span) -> Option<ActorId> {
        let program = &self.engine.checked.program;
        let names: Vec<String> = program.actors.iter().map(|actor| actor.meta.name.clone()).collect();
        if let Some(rank) = find(&names, name) {
            return Some(ActorId::new(rank));
        }
        let titled = program.actors.iter().position(|actor| actor.meta.title.as_deref() == Some(name));
        if let Some(rank) = titled {
            return Some(ActorId::new(rank));
        }
        if matches!(program.values.get(name), Some(ValueRef::Body(_))) {
            return None;
        }
        let key = Key { text: name.to_string(), span };
        self.unknown(|name, suggestion| TypedProblem::UnknownActor { name, suggestion }, &key, &names);
        None
    }

    fn option(&mut self, raw: &RawOption) -> DossierOption {
        let program = &self.engine.checked.program;
        let names: Vec<String> = program.scenarios.iter().map(|scenario| scenario.meta.name.clone()).collect();
        let (model, span) = raw.model.clone().unwrap_or((raw.name.text.clone(), raw.name.span));
        let scenario = find(&names, &model);
        if scenario.is_none() {
            let key = Key { text: model, span };
            self.unknown(|name, suggestion| TypedProblem::UnknownScenario { name, suggestion }, &key, &names);
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

    fn milestone(&mut self, raw: &RawMilestone) -> Option<(usize, MilestoneTold)> {
        let program = &self.engine.checked.program;
        let names: Vec<String> = program.milestones.iter().map(|milestone| milestone.meta.name.clone()).collect();
        let Some(rank) = find(&names, &raw.name.text) else {
            self.unknown(|name, suggestion| TypedProblem::UnknownMilestone { name, suggestion }, &raw.name, &names);
            return None;
        };
        let told =
            MilestoneTold { planned: raw.planned.map(|(date, _)| date), actual: raw.actual.map(|(date, _)| date) };
        Some((rank, told))
    }
}

/// The rank of a name, exactly first, then without accents or case.
fn find(names: &[String], wanted: &str) -> Option<usize> {
    let folded = name::fold(wanted);
    names.iter().position(|name| name == wanted).or_else(|| names.iter().position(|known| name::fold(known) == folded))
}

/// The fields of a record, where a value is one.
fn record_fields(engine: &Engine, ty: &Type) -> Option<Vec<String>> {
    let Type::Record(id) = ty else { return None };
    let record = engine.checked.program.record(*id)?;
    Some(record.fields.iter().map(|field| field.name.clone()).collect())
}

/// Whether some of the values are within what the fact allows.
fn within(engine: &Engine, fact: FactId, value: &Value) -> bool {
    let top = match engine.top(fact) {
        Value::MaybeAbsent(inner) => inner,
        top => top,
    };
    !value.intersect(top).is_empty()
}
