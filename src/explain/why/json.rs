//! Explanations for machines: `perenne.why/1`. Keys, verdicts and units are English whatever the language; the words of
//! conditions are the authors'.

use super::{Why, Whys};
use crate::base::Num;
use crate::eval::set::NumSet;
use crate::eval::value::Value;
use crate::explain::json::{citation_json, value_json, verdict_key};
use crate::explain::parts::Part;
use crate::explain::plan_json::under_json;
use crate::explain::report::Evaluation;
use crate::explain::turn::{Change, Turns};
use crate::model::item::RuleKind;
use crate::model::ty::Type;
use serde_json::{Map, Value as Json, json};

const FORMAT: &str = "perenne.why/1";

/// Everything of these explanations. `errors` are the diagnostics, already as JSON.
pub fn why_json(evaluation: &Evaluation<'_>, whys: &Whys, errors: Json) -> Json {
    json!({
        "format": FORMAT,
        "doctrine": whys.doctrine,
        "as_of": whys.as_of.to_string(),
        "texts_as_of": whys.texts_as_of.to_string(),
        "dossier": whys.dossier,
        "under": under_json(&evaluation.engine.checked.program, whys.under.as_ref()),
        "rules": whys.rules.iter().map(|why| rule_json(evaluation, why)).collect::<Vec<_>>(),
        "errors": errors,
    })
}

fn rule_json(evaluation: &Evaluation<'_>, why: &Why) -> Json {
    let program = &evaluation.engine.checked.program;
    let (kind, per) = match evaluation.rule(why.rule) {
        Some((rule, version, _)) => {
            let kind = match rule.kind {
                RuleKind::Criterion => "criterion",
                RuleKind::Checklist => "checklist",
            };
            (kind, version.map_or(rule.meta.per.as_slice(), |version| version.per.as_slice()))
        }
        None => ("criterion", &[][..]),
    };
    let missing = why.missing.iter().filter_map(|fact| program.fact(*fact)).map(|fact| &fact.path);
    json!({
        "name": why.name,
        "title": why.title,
        "kind": kind,
        "verdict": verdict_key(why.verdict),
        "conditions": why.parts.iter().map(part_json).collect::<Vec<_>>(),
        "exceptions": why.exceptions.iter().map(part_json).collect::<Vec<_>>(),
        "members": why.members.iter().map(|member| rule_json(evaluation, member)).collect::<Vec<_>>(),
        "members_left_out": why.more,
        "missing": missing.collect::<Vec<_>>(),
        "sources": per.iter().map(|citation| citation_json(program, citation)).collect::<Vec<_>>(),
        "turn": why.turns.as_ref().map(|turns| turns_json(evaluation, turns)),
    })
}

fn part_json(part: &Part) -> Json {
    json!({
        "text": part.text,
        "holds": part.holds,
        "details": part.details,
        "conditions": part.parts.iter().map(part_json).collect::<Vec<_>>(),
    })
}

/// What would turn a verdict. `complete` is false where the search was stopped before its end.
pub fn turns_json(evaluation: &Evaluation<'_>, turns: &Turns) -> Json {
    let program = &evaluation.engine.checked.program;
    let changes =
        |changes: &[Change]| changes.iter().filter_map(|one| change_json(evaluation, one)).collect::<Vec<_>>();
    json!({
        "alone": changes(&turns.alone),
        "together": turns.together.iter().map(|set| changes(set)).collect::<Vec<_>>(),
        "opening": changes(&turns.opening),
        "possible": !(turns.hopeless && turns.untried.is_empty()),
        "untried": turns.untried.iter().filter_map(|fact| program.fact(*fact)).map(|fact| &fact.path).collect::<Vec<_>>(),
        "complete": !turns.cut,
    })
}

/// A fact, the value that is enough, and the limit itself where it lies between two steps.
fn change_json(evaluation: &Evaluation<'_>, change: &Change) -> Option<Json> {
    let fact = evaluation.engine.checked.program.fact(change.fact)?;
    let mut json = Map::new();
    json.insert("fact".into(), json!(fact.path));
    if let Json::Object(value) = value_json(evaluation, &change.value, &fact.decl.ty) {
        json.extend(value);
    }
    if let Some(limit) = &change.limit {
        let at = value_json(evaluation, &Value::Num(NumSet::exact(limit.at.clone())), &fact.decl.ty);
        json.insert("limit".into(), at.get("value").cloned().unwrap_or_default());
        json.insert("limit_included".into(), json!(limit.inclusive));
    }
    if let Some(difference) = difference(evaluation, change) {
        let ty: &Type = &fact.decl.ty;
        let shown = value_json(evaluation, &Value::Num(NumSet::exact(difference)), ty);
        json.insert("difference".into(), shown.get("value").cloned().unwrap_or_default());
    }
    Some(Json::Object(json))
}

fn difference(evaluation: &Evaluation<'_>, change: &Change) -> Option<Num> {
    let number = |value: &Value| value.as_num().and_then(NumSet::known).cloned();
    let present = evaluation.situation.slots.value(change.fact).and_then(number)?;
    Some(&number(&change.value)? - &present)
}
