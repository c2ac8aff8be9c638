//! The top level of a facts file: who the dossier is about, its fact groups, options and calendar.

use super::attribute::{Reader, folded};
use super::read::{Entry, Key, Node, NodeKind, RawFacts};
use crate::base::{Date, FileId, MonthOrDay, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{ClaimProblem, KeyPlace};
use std::collections::HashSet;

pub use super::attribute::parse_bool;

/// A whole dossier, before types are known.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RawDossier {
    pub name: Option<(String, Span)>,
    pub as_of: Option<(Date, Span)>,
    /// A path from this file, or the name of a doctrine shipped with the program.
    pub doctrine: Option<(String, Span)>,
    /// The fact groups, each with a mapping as its value, and each key once.
    pub groups: Vec<Entry>,
    pub scenarios: Vec<RawOption>,
    pub calendar: Vec<RawMilestone>,
    pub bodies: Vec<RawBody>,
    /// Whether the file says by a key `dossier` that it is a facts file.
    pub has_dossier_key: bool,
}

/// One option of the dossier: a host, a plan.
#[derive(Clone, PartialEq, Debug)]
pub struct RawOption {
    pub name: Key,
    /// The scenario it follows; by default the one that has its name.
    pub model: Option<(String, Span)>,
    pub state: Option<(OptionState, Span)>,
    pub reason: Option<(String, Span)>,
    pub on: Option<(MonthOrDay, Span)>,
    pub by: Option<(String, Span)>,
    /// Fact groups that prevail over the dossier's, in the same form.
    pub facts: Vec<Entry>,
    pub span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OptionState {
    /// `open`, `ouvert`
    Open,
    /// `closed`, `fermé`
    Closed,
    /// `chosen`, `retenu`
    Chosen,
    /// `fallback`, `repli`
    Fallback,
}

/// When a milestone was to be reached, and when it was: dates, or claims of them as of any fact.
#[derive(Clone, PartialEq, Debug)]
pub struct RawMilestone {
    pub name: Key,
    pub planned: Option<Entry>,
    pub actual: Option<Entry>,
}

/// When a governance body met: a list of dates, or claims of it as of any fact.
#[derive(Clone, PartialEq, Debug)]
pub struct RawBody {
    pub name: Key,
    pub meetings: Option<Entry>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TopKey {
    Dossier,
    Scenarios,
    Calendar,
    Bodies,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DossierKey {
    Name,
    AsOf,
    Doctrine,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OptionKey {
    Model,
    State,
    Reason,
    On,
    By,
    Facts,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MilestoneKey {
    Planned,
    Actual,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyKey {
    Meetings,
}

const DOSSIER_KEYS: &[&str] = &["nom", "name", "au", "as_of", "doctrine"];
const OPTION_KEYS: &[&str] =
    &["modèle", "model", "état", "state", "motif", "reason", "le", "on", "par", "by", "faits", "facts"];
const MILESTONE_KEYS: &[&str] = &["prévu", "planned", "réel", "actual"];
const BODY_KEYS: &[&str] = &["réunions", "meetings"];
const STATES: &[&str] = &["ouvert", "open", "fermé", "closed", "retenu", "chosen", "repli", "fallback"];

impl TopKey {
    fn of(key: &str) -> Option<TopKey> {
        Some(match folded(key).as_str() {
            "dossier" => TopKey::Dossier,
            "scenarios" => TopKey::Scenarios,
            "calendar" | "calendrier" => TopKey::Calendar,
            "bodies" | "instances" => TopKey::Bodies,
            _ => return None,
        })
    }
}

impl DossierKey {
    fn of(key: &str) -> Option<DossierKey> {
        Some(match folded(key).as_str() {
            "name" | "nom" => DossierKey::Name,
            "as_of" | "au" => DossierKey::AsOf,
            "doctrine" => DossierKey::Doctrine,
            _ => return None,
        })
    }
}

impl OptionKey {
    fn of(key: &str) -> Option<OptionKey> {
        Some(match folded(key).as_str() {
            "model" | "modele" => OptionKey::Model,
            "state" | "etat" => OptionKey::State,
            "reason" | "motif" => OptionKey::Reason,
            "on" | "le" => OptionKey::On,
            "by" | "par" => OptionKey::By,
            "facts" | "faits" => OptionKey::Facts,
            _ => return None,
        })
    }
}

impl MilestoneKey {
    fn of(key: &str) -> Option<MilestoneKey> {
        Some(match folded(key).as_str() {
            "planned" | "prevu" | "prevue" => MilestoneKey::Planned,
            "actual" | "reel" | "reelle" => MilestoneKey::Actual,
            _ => return None,
        })
    }
}

impl BodyKey {
    fn of(key: &str) -> Option<BodyKey> {
        Some(match folded(key).as_str() {
            "meetings" | "reunions" => BodyKey::Meetings,
            _ => return None,
        })
    }
}

impl OptionState {
    /// Reads a state in either language, in any case, with or without accents, masculine or feminine.
    pub fn parse(text: &str) -> Option<OptionState> {
        Some(match folded(text).as_str() {
            "open" | "ouvert" | "ouverte" => OptionState::Open,
            "closed" | "ferme" | "fermee" => OptionState::Closed,
            "chosen" | "retenu" | "retenue" => OptionState::Chosen,
            "fallback" | "repli" => OptionState::Fallback,
            _ => return None,
        })
    }
}

/// Reads the top level of `raw`, adding mistakes to `diagnostics` (those of the tree itself are in `raw`). The keys
/// `dossier`, `scenarios`, `calendar` and `bodies`, in either language, are never fact groups; every other key is.
pub fn dossier(raw: &RawFacts, id: FileId, diagnostics: &mut Vec<Diagnostic>) -> RawDossier {
    let mut reader = Reader { id, diagnostics };
    let mut dossier = RawDossier::default();
    let mut seen: Vec<(TopKey, &Key)> = Vec::new();
    let mut groups: Vec<&Entry> = Vec::new();
    for entry in &raw.root {
        let Some(key) = TopKey::of(&entry.key.text) else {
            groups.push(entry);
            continue;
        };
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == key) {
            reader.same_meaning(first, &entry.key);
            continue;
        }
        seen.push((key, &entry.key));
        match key {
            TopKey::Dossier => reader.about(entry, &mut dossier),
            TopKey::Scenarios => dossier.scenarios = reader.options(entry),
            TopKey::Calendar => dossier.calendar = reader.calendar(entry),
            TopKey::Bodies => dossier.bodies = reader.bodies(entry),
        }
    }
    dossier.groups = reader.groups(groups);
    dossier
}

impl Reader<'_> {
    /// `dossier: { nom: …, au: …, doctrine: … }`, or only its name.
    fn about(&mut self, entry: &Entry, dossier: &mut RawDossier) {
        dossier.has_dossier_key = true;
        if entry.value.text().is_some() {
            dossier.name = self.text(entry);
            return;
        }
        let entries = self.keys(entry);
        for (key, entry) in self.by_meaning(entries, KeyPlace::Dossier, DOSSIER_KEYS, DossierKey::of) {
            match key {
                DossierKey::Name => dossier.name = self.text(entry),
                DossierKey::AsOf => dossier.as_of = self.day(entry),
                DossierKey::Doctrine => dossier.doctrine = self.text(entry),
            }
        }
    }

    /// Fact groups: keys that hold keys. The first of two equal keys is taken; the reader of the tree reported it.
    fn groups<'n>(&mut self, entries: impl IntoIterator<Item = &'n Entry>) -> Vec<Entry> {
        let mut seen = HashSet::new();
        let mut groups = Vec::new();
        for entry in entries {
            if !seen.insert(entry.key.text.as_str()) {
                continue;
            }
            match &entry.value.kind {
                NodeKind::Mapping(_) => groups.push(entry.clone()),
                NodeKind::Null => {
                    let value = Node { kind: NodeKind::Mapping(Vec::new()), span: entry.value.span };
                    groups.push(Entry { key: entry.key.clone(), value });
                }
                NodeKind::Scalar { .. } | NodeKind::Sequence(_) => {
                    self.keys(entry);
                }
            }
        }
        groups
    }

    fn options(&mut self, entry: &Entry) -> Vec<RawOption> {
        let mut seen = HashSet::new();
        let entries = self.keys(entry).iter().filter(|entry| seen.insert(entry.key.text.as_str()));
        entries.map(|entry| self.option(entry)).collect()
    }

    fn option(&mut self, entry: &Entry) -> RawOption {
        let (name, span) = (entry.key.clone(), entry.key.span.to(entry.value.span));
        let mut option =
            RawOption { name, model: None, state: None, reason: None, on: None, by: None, facts: Vec::new(), span };
        if entry.value.text().is_some() {
            // `dgitm: internaliser` names the scenario and says no more.
            option.model = self.text(entry);
            return option;
        }
        let entries = self.keys(entry);
        for (key, entry) in self.by_meaning(entries, KeyPlace::Option, OPTION_KEYS, OptionKey::of) {
            match key {
                OptionKey::Model => option.model = self.text(entry),
                OptionKey::State => option.state = self.state(entry),
                OptionKey::Reason => option.reason = self.text(entry),
                OptionKey::On => option.on = self.date(entry),
                OptionKey::By => option.by = self.text(entry),
                OptionKey::Facts => {
                    option.facts = {
                        let entries = self.keys(entry);
                        self.groups(entries)
                    }
                }
            }
        }
        option
    }

    fn state(&mut self, entry: &Entry) -> Option<(OptionState, Span)> {
        let (text, span) = self.text(entry)?;
        let state = OptionState::parse(&text);
        if state.is_none() {
            let suggestion = super::attribute::near(&text, STATES).map(str::to_string);
            self.report(ClaimProblem::unknown_state(&text, suggestion), span);
        }
        state.map(|state| (state, span))
    }

    fn calendar(&mut self, entry: &Entry) -> Vec<RawMilestone> {
        let mut seen = HashSet::new();
        let entries = self.keys(entry).iter().filter(|entry| seen.insert(entry.key.text.as_str()));
        entries.map(|entry| self.milestone(entry)).collect()
    }

    fn milestone(&mut self, entry: &Entry) -> RawMilestone {
        let mut milestone = RawMilestone { name: entry.key.clone(), planned: None, actual: None };
        if entry.value.text().is_some() {
            self.report(ClaimProblem::MilestoneDate, entry.value.span);
            return milestone;
        }
        let entries = self.keys(entry);
        for (key, entry) in self.by_meaning(entries, KeyPlace::Milestone, MILESTONE_KEYS, MilestoneKey::of) {
            match key {
                MilestoneKey::Planned => milestone.planned = Some(entry.clone()),
                MilestoneKey::Actual => milestone.actual = Some(entry.clone()),
            }
        }
        milestone
    }

    fn bodies(&mut self, entry: &Entry) -> Vec<RawBody> {
        let mut seen = HashSet::new();
        let entries = self.keys(entry).iter().filter(|entry| seen.insert(entry.key.text.as_str()));
        entries.map(|entry| self.body(entry)).collect()
    }

    fn body(&mut self, entry: &Entry) -> RawBody {
        let mut body = RawBody { name: entry.key.clone(), meetings: None };
        let entries = self.keys(entry);
        for (key, entry) in self.by_meaning(entries, KeyPlace::Body, BODY_KEYS, BodyKey::of) {
            match key {
                BodyKey::Meetings => body.meetings = Some(entry.clone()),
            }
        }
        body
    }
}

#[cfg(test)]
mod tests;
