//! The cases as machines read them: `perenne.test/1`. Keys and verdicts are English; `message` alone depends on the
//! language.

use super::text::Words;
use super::{CaseOutcome, CaseResult, Failure, FailureKind, Lateness, MilestoneFound, Report};
use crate::base::{Lang, Loc, Sources};
use crate::eval::Engine;
use crate::explain::json::{date_json, verdict_key};
use crate::model::ids::FactId;
use crate::model::plan::{MilestoneExpectation, RiskState};
use serde_json::{Map, Value as Json, json};

/// The cases, which stand under the key `tests`.
pub fn to_json(report: &Report, sources: &Sources, engine: &Engine, lang: Lang) -> Vec<Json> {
    let words = Words { sources, engine, lang };
    report.cases.iter().map(|case| case_json(&words, case)).collect()
}

fn case_json(words: &Words<'_>, case: &CaseResult) -> Json {
    let mut json = Map::new();
    json.insert("title".into(), json!(case.title));
    json.insert("row".into(), json!(case.row));
    place(words, case.at, &mut json);
    let (result, failures, message) = match &case.outcome {
        CaseOutcome::Passed => ("passed", Vec::new(), None),
        CaseOutcome::Failed(failures) => {
            ("failed", failures.iter().map(|one| failure_json(words, one)).collect(), None)
        }
        CaseOutcome::NotRun(why) => ("not_run", Vec::new(), Some(words.not_run(why))),
    };
    json.insert("result".into(), json!(result));
    json.insert("failures".into(), Json::Array(failures));
    if let Some(message) = message {
        json.insert("message".into(), json!(message));
    }
    Json::Object(json)
}

pub(super) fn place(words: &Words<'_>, at: Loc, json: &mut Map<String, Json>) {
    let (line, column) = words.sources.get(at.file).map_or((0, 0), |file| file.line_column(at.span.start as usize));
    json.insert("file".into(), json!(words.sources.path(at.file)));
    json.insert("line".into(), json!(line));
    json.insert("column".into(), json!(column));
}

fn failure_json(words: &Words<'_>, failure: &Failure) -> Json {
    let program = &words.engine.checked.program;
    let mut json = Map::new();
    place(words, failure.at, &mut json);
    let facts = |facts: &[FactId]| -> Vec<String> {
        facts.iter().filter_map(|id| program.fact(*id)).map(|fact| fact.path.clone()).collect()
    };
    let (name, expected, found) = match &failure.kind {
        FailureKind::Verdict { rule, expected, found, .. } => {
            (Some(words.rule(*rule)), json!(verdict_key(*expected)), json!(verdict_key(found.verdict())))
        }
        FailureKind::Condition { found, .. } => (None, json!(true), json!(found.known())),
        FailureKind::Missing { rule, expected, found } => {
            (Some(words.rule(*rule)), json!(facts(expected)), json!(facts(found)))
        }
        FailureKind::PassesWith { rule, found, .. } => {
            (Some(words.rule(*rule)), Json::Null, json!(verdict_key(found.verdict())))
        }
        FailureKind::Feasible { scenario, expected, found, .. } => {
            let name = program.scenarios.get(*scenario).map(|scenario| scenario.meta.name.clone());
            (name, json!(verdict_key(*expected)), json!(verdict_key(*found)))
        }
        FailureKind::Risk { name, expected, found, .. } => {
            (Some(name.clone()), json!(risk_key(*expected)), json!(found.map(risk_key)))
        }
        FailureKind::Late { milestone, by, found } => {
            let name = program.milestones.get(*milestone).map(|milestone| milestone.meta.name.clone());
            (name, json!(words.written(program.at(*by))), late_json(*found))
        }
        FailureKind::Milestone { milestone, expected, found } => {
            let name = program.milestones.get(*milestone).map(|milestone| milestone.meta.name.clone());
            let found = found.as_ref().map_or(Json::Null, found_json);
            (name, expected_json(*expected), found)
        }
    };
    json.insert("kind".into(), json!(kind_key(&failure.kind)));
    json.insert("name".into(), json!(name));
    json.insert("text".into(), json!(words.written(failure.at)));
    json.insert("expected".into(), expected);
    json.insert("found".into(), found);
    json.insert("message".into(), json!(words.message(failure)));
    json.insert("missing".into(), json!(facts(words.missing(failure))));
    Json::Object(json)
}

/// What kind of expectation failed.
pub(super) fn kind_key(kind: &FailureKind) -> &'static str {
    match kind {
        FailureKind::Verdict { .. } => "verdict",
        FailureKind::Condition { .. } => "condition",
        FailureKind::Missing { .. } => "missing",
        FailureKind::PassesWith { .. } => "passes_with",
        FailureKind::Feasible { .. } => "feasible",
        FailureKind::Risk { .. } => "risk",
        FailureKind::Late { .. } => "late",
        FailureKind::Milestone { .. } => "milestone",
    }
}

fn risk_key(state: RiskState) -> &'static str {
    match state {
        RiskState::Present => "present",
        RiskState::Absent => "absent",
        RiskState::ToCheck => "to_check",
    }
}

fn late_json(found: Lateness) -> Json {
    match found {
        Lateness::OnTime => json!({ "months": 0 }),
        Lateness::Months(count) => json!({ "months": count }),
        Lateness::Days(count) => json!({ "days": count }),
        Lateness::Unknown => Json::Null,
    }
}

fn expected_json(expected: MilestoneExpectation) -> Json {
    match expected {
        MilestoneExpectation::Blocked(verdict) => json!({ "blocked": verdict_key(verdict) }),
        MilestoneExpectation::InOrder(in_order) => json!({ "in_order": in_order }),
        MilestoneExpectation::Earliest(date) => json!({ "earliest": date.value.to_string() }),
        MilestoneExpectation::Effect(date) => json!({ "effect": date.value.to_string() }),
    }
}

fn found_json(found: &MilestoneFound) -> Json {
    match found {
        MilestoneFound::Blocked(verdict) => json!({ "blocked": verdict_key(*verdict) }),
        MilestoneFound::InOrder(in_order) => json!({ "in_order": in_order }),
        MilestoneFound::Earliest(date) => json!({ "earliest": date.map(|date| date.to_string()) }),
        MilestoneFound::Effect(days) => json!({ "effect": days.as_ref().map(date_json) }),
    }
}
