//! What is missing for machines: `perenne.missing/1`. Keys are English whatever the language; words are the authors'.

use super::{OpenPoint, Question, Questions};
use crate::eval::slot::Status;
use crate::explain::json::{citation_json, value_json};
use crate::explain::missing::Owner;
use crate::explain::plan_json::under_json;
use crate::explain::report::Evaluation;
use crate::model::ids::RuleId;
use crate::model::item::{Citation, DerivedKind, RuleKind};
use serde_json::{Map, Value as Json, json};

/// The version of the format.
const FORMAT: &str = "perenne.missing/1";

/// Everything that is missing. `errors` are the diagnostics, already as JSON.
pub fn questions_json(evaluation: &Evaluation<'_>, questions: &Questions, errors: Json) -> Json {
    json!({
        "format": FORMAT,
        "doctrine": questions.doctrine,
        "as_of": questions.as_of.to_string(),
        "texts_as_of": questions.texts_as_of.to_string(),
        "dossier": questions.dossier,
        "under": under_json(&evaluation.engine.checked.program, questions.under.as_ref()),
        "undecided": questions.undecided,
        "missing": questions.missing.iter().filter_map(|one| question_json(evaluation, one)).collect::<Vec<_>>(),
        "unspecified": questions.unspecified.iter().filter_map(|one| point_json(evaluation, one)).collect::<Vec<_>>(),
        "left_out": questions.left_out,
        "errors": errors,
    })
}

fn question_json(evaluation: &Evaluation<'_>, question: &Question) -> Option<Json> {
    let engine = evaluation.engine;
    let program = &engine.checked.program;
    let fact = program.fact(question.fact)?;
    let slot = evaluation.situation.slots.get(question.fact);
    let told = slot.and_then(|slot| slot.value).unwrap_or(engine.top(question.fact));
    let by = fact.decl.judgement.flatten().and_then(|actor| program.actor(actor));
    let mut json = Map::new();
    json.insert("fact".into(), json!(fact.path));
    json.insert("title".into(), json!(fact.decl.title));
    json.insert("question".into(), json!(fact.decl.question));
    json.insert("hint".into(), json!(fact.decl.hint));
    json.insert("judgement".into(), json!(fact.decl.judgement.is_some()));
    json.insert("by".into(), json!(by.map(|actor| &actor.meta.name)));
    json.insert("status".into(), json!(status_key(slot.map_or(Status::Missing, |slot| slot.status))));
    if let Json::Object(value) = value_json(evaluation, told, &fact.decl.ty) {
        json.extend(value);
    }
    json.insert("waiting".into(), json!(names(evaluation, &question.waiting)));
    Some(Json::Object(json))
}

fn point_json(evaluation: &Evaluation<'_>, point: &OpenPoint) -> Option<Json> {
    let meta = point.owner.meta(&evaluation.engine.checked.program)?;
    let per = citations(evaluation, point.owner);
    Some(json!({
        "name": meta.name,
        "kind": kind_key(evaluation, point.owner),
        "title": meta.title,
        "sources": per.iter().map(|citation| citation_json(&evaluation.engine.checked.program, citation)).collect::<Vec<_>>(),
        "waiting": names(evaluation, &point.waiting),
    }))
}

/// The texts of the version in force.
fn citations<'a>(evaluation: &Evaluation<'a>, owner: Owner) -> &'a [Citation] {
    match owner {
        Owner::Rule(id) => match evaluation.rule(id) {
            Some((rule, version, _)) => version.map_or(&rule.meta.per, |version| &version.per),
            None => &[],
        },
        Owner::Derived(id) => evaluation.derived_version(id).map_or(&[], |version| &version.per),
    }
}

fn kind_key(evaluation: &Evaluation<'_>, owner: Owner) -> &'static str {
    let program = &evaluation.engine.checked.program;
    match owner {
        Owner::Rule(id) => match program.rule(id).map(|rule| rule.kind) {
            Some(RuleKind::Checklist) => "checklist",
            Some(RuleKind::Criterion) | None => "criterion",
        },
        Owner::Derived(id) => match program.derived_item(id).map(|derived| derived.kind) {
            Some(DerivedKind::Parameter) => "parameter",
            Some(DerivedKind::Table) => "table",
            Some(DerivedKind::Definition) | None => "definition",
        },
    }
}

fn names(evaluation: &Evaluation<'_>, rules: &[RuleId]) -> Vec<String> {
    let program = &evaluation.engine.checked.program;
    rules.iter().filter_map(|id| program.rule(*id)).map(|rule| rule.meta.name.clone()).collect()
}

/// Something is told of a list or a record whose parts are not all told: that is partial.
fn status_key(status: Status) -> &'static str {
    match status {
        Status::Missing => "missing",
        Status::Known | Status::Partial => "partial",
        Status::Contested => "contested",
        Status::Stale => "stale",
        Status::Unasserted => "unasserted",
    }
}
