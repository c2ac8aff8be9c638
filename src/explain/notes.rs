//! What authors wrote beside their rules, as reports show it: remarks, words that the text leaves open, and what says
//! otherwise, with what it says of this dossier.

use super::json::{value_json, verdict_key};
use super::reason::{colon, verdict_text};
use super::report::Evaluation;
use crate::base::{Lang, tr};
use crate::model::ValueRef;
use crate::model::ids::RuleId;
use crate::model::item::Notes;
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// The notes of one item: those of all its versions, then those of the version in force.
#[derive(Clone, Debug, Default)]
pub struct Shown<'a> {
    pub refs: Vec<&'a str>,
    pub remarks: Vec<&'a str>,
    pub vague: Vec<&'a str>,
    pub tensions: Vec<Opposed<'a>>,
}

/// An item that says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Opposed<'a> {
    pub other: ValueRef,
    pub why: Option<&'a str>,
}

/// The notes of every item that has some. A tension is written on one side and stands on both.
#[derive(Clone, Debug, Default)]
pub struct AllNotes<'a> {
    items: HashMap<ValueRef, Shown<'a>>,
}

impl<'a> AllNotes<'a> {
    /// Gathers the notes that hold in one evaluation.
    pub fn new(evaluation: &Evaluation<'a>) -> Self {
        let mut all = AllNotes::default();
        for (item, notes) in written(evaluation) {
            let place = all.items.entry(item).or_default();
            place.refs.extend(notes.refs.iter().map(String::as_str));
            place.remarks.extend(notes.remarks.iter().map(String::as_str));
            place.vague.extend(notes.vague.iter().map(String::as_str));
            for tension in &notes.tensions {
                let (Some(other), why) = (tension.target, tension.why.as_deref()) else { continue };
                all.oppose(item, other, why);
                all.oppose(other, item, why);
            }
        }
        all
    }

    /// Two items that name each other stand once on each side, with the first reason.
    fn oppose(&mut self, item: ValueRef, other: ValueRef, why: Option<&'a str>) {
        let tensions = &mut self.items.entry(item).or_default().tensions;
        match tensions.iter_mut().find(|known| known.other == other) {
            Some(known) => known.why = known.why.or(why),
            None => tensions.push(Opposed { other, why }),
        }
    }

    /// The notes of an item; `None` when it has none.
    pub fn of(&self, item: ValueRef) -> Option<&Shown<'a>> {
        self.items.get(&item)
    }
}

/// Every item's notes, those of a version that is not in force left out.
fn written<'a>(evaluation: &Evaluation<'a>) -> Vec<(ValueRef, &'a Notes)> {
    let program = &evaluation.engine.checked.program;
    let mut written = Vec::new();
    for (id, rule) in program.rule_ids().zip(&program.rules) {
        written.push((ValueRef::Rule(id), &rule.meta.notes));
        let version = evaluation.rule(id).and_then(|(_, version, _)| version);
        written.extend(version.map(|version| (ValueRef::Rule(id), &version.notes)));
    }
    for (id, derived) in program.derived_ids().zip(&program.derived) {
        written.push((ValueRef::Derived(id), &derived.meta.notes));
        written.extend(evaluation.derived_version(id).map(|version| (ValueRef::Derived(id), &version.notes)));
    }
    let scenarios = program.scenarios.iter().enumerate();
    written.extend(scenarios.map(|(rank, scenario)| (ValueRef::Scenario(rank), &scenario.meta.notes)));
    let milestones = program.milestones.iter().enumerate();
    written.extend(milestones.map(|(rank, milestone)| (ValueRef::Milestone(rank), &milestone.meta.notes)));
    let bodies = program.bodies.iter().enumerate();
    written.extend(bodies.map(|(rank, body)| (ValueRef::Body(rank), &body.meta.notes)));
    written
}

impl Shown<'_> {
    /// A line each, short enough to stand under the verdict of `rule`; a tension with that rule itself is told there.
    pub fn lines(&self, evaluation: &Evaluation<'_>, rule: RuleId, lang: Lang) -> Vec<String> {
        let vague = self.vague.iter().map(|words| {
            let words = lang.quoted(words);
            tr!(lang;
                en: "the text says {words} and does not say more",
                fr: "le texte dit {words}, sans préciser")
        });
        let others = self.tensions.iter().filter(|opposed| opposed.other != ValueRef::Rule(rule));
        let tensions = others.map(|opposed| opposed.line(evaluation, lang));
        let remarks =
            self.remarks.iter().map(|remark| tr!(lang; en: "remark: {remark}", fr: "remarque\u{a0}: {remark}"));
        vague.chain(tensions).chain(remarks).collect()
    }

    /// Adds the keys `remarks`, `vague` and `tensions`.
    fn add_to(&self, evaluation: &Evaluation<'_>, json: &mut Map<String, Json>) {
        let tensions: Vec<Json> = self.tensions.iter().map(|opposed| opposed.json(evaluation)).collect();
        json.insert("remarks".into(), json!(self.remarks));
        json.insert("vague".into(), json!(self.vague));
        json.insert("tensions".into(), json!(tensions));
    }
}

/// Adds the notes of an item to its JSON object: lists that are empty when it has none.
pub(super) fn add_notes(all: &AllNotes<'_>, evaluation: &Evaluation<'_>, item: ValueRef, json: &mut Json) {
    if let Json::Object(fields) = json {
        all.of(item).unwrap_or(&Shown::default()).add_to(evaluation, fields);
    }
}

impl Opposed<'_> {
    /// `in tension with “Another criterion”: met — why`
    fn line(&self, evaluation: &Evaluation<'_>, lang: Lang) -> String {
        let (name, title) = named(evaluation, self.other);
        let label = lang.quoted(title.unwrap_or(name));
        let state = match self.other {
            ValueRef::Rule(id) => rule_state(evaluation, id, lang),
            ValueRef::Derived(id) => evaluation.derived_text(id, lang),
            ValueRef::Scenario(rank) => {
                let scenario = evaluation.engine.checked.program.scenarios.get(rank);
                let version = scenario.and_then(|scenario| scenario.on(evaluation.situation.dates.texts_as_of));
                version.and_then(|version| evaluation.feasible(version).known()).map(|feasible| match feasible {
                    true => tr!(lang; en: "feasible", fr: "faisable"),
                    false => tr!(lang; en: "not feasible", fr: "non faisable"),
                })
            }
            ValueRef::Group(_)
            | ValueRef::Fact(_)
            | ValueRef::Body(_)
            | ValueRef::Milestone(_)
            | ValueRef::Uncoded(_) => None,
        };
        let state = state.map(|state| format!("{}{state}", colon(lang))).unwrap_or_default();
        let why = self.why.map(|why| format!(" — {why}")).unwrap_or_default();
        tr!(lang; en: "in tension with {label}{state}{why}", fr: "en divergence avec {label}{state}{why}")
    }

    fn json(&self, evaluation: &Evaluation<'_>) -> Json {
        let program = &evaluation.engine.checked.program;
        let (name, title) = named(evaluation, self.other);
        let mut json = Map::new();
        json.insert("with".into(), json!(name));
        json.insert("title".into(), json!(title));
        match self.other {
            ValueRef::Rule(id) => {
                let verdict = evaluation.outcome.rule(id).map(|outcome| verdict_key(outcome.verdict()));
                json.insert("verdict".into(), json!(verdict));
            }
            ValueRef::Derived(id) => {
                let value = evaluation.outcome.derived(id).zip(program.derived_item(id));
                let value = value.map(|(value, derived)| value_json(evaluation, value, &derived.ty));
                if let Some(Json::Object(fields)) = value {
                    json.extend(fields);
                }
            }
            ValueRef::Scenario(rank) => {
                let scenario = program.scenarios.get(rank);
                let version = scenario.and_then(|scenario| scenario.on(evaluation.situation.dates.texts_as_of));
                json.insert("feasible".into(), json!(version.and_then(|version| evaluation.feasible(version).known())));
            }
            ValueRef::Group(_)
            | ValueRef::Fact(_)
            | ValueRef::Body(_)
            | ValueRef::Milestone(_)
            | ValueRef::Uncoded(_) => {}
        }
        json.insert("why".into(), json!(self.why));
        Json::Object(json)
    }
}

/// The name and the title of an item.
fn named<'a>(evaluation: &Evaluation<'a>, item: ValueRef) -> (&'a str, Option<&'a str>) {
    let program = &evaluation.engine.checked.program;
    let meta = match item {
        ValueRef::Fact(id) => {
            return program.fact(id).map_or(("", None), |fact| (&fact.path, fact.decl.title.as_deref()));
        }
        ValueRef::Group(id) => program.group(id).map(|group| &group.meta),
        ValueRef::Derived(id) => program.derived_item(id).map(|derived| &derived.meta),
        ValueRef::Rule(id) => program.rule(id).map(|rule| &rule.meta),
        ValueRef::Scenario(rank) => program.scenarios.get(rank).map(|scenario| &scenario.meta),
        ValueRef::Body(rank) => program.bodies.get(rank).map(|body| &body.meta),
        ValueRef::Milestone(rank) => program.milestones.get(rank).map(|milestone| &milestone.meta),
        ValueRef::Uncoded(rank) => program.uncoded.get(rank).map(|uncoded| &uncoded.meta),
    };
    meta.map_or(("", None), |meta| (&meta.name, meta.title.as_deref()))
}

fn rule_state(evaluation: &Evaluation<'_>, id: RuleId, lang: Lang) -> Option<String> {
    evaluation.outcome.rule(id).map(|outcome| verdict_text(outcome.verdict(), lang))
}
