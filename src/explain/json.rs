//! The result of `eval` for machines: `perenne.eval/1`. Keys, verdicts and units are English whatever the language.

use super::calendar::as_written;
use super::notes::{AllNotes, add_notes};
use super::plan::{Plans, Stance};
use super::plan_json::{PlansJson, under_json};
use super::report::{Evaluation, Node, Report};
use super::{missing, reason::Reason};
use crate::base::Num;
use crate::eval::set::{Bound, DateSet, NumSet};
use crate::eval::value::Value;
use crate::eval::verdict::VerdictSet;
use crate::model::expr::Verdict;
use crate::model::ids::{FactId, RuleId};
use crate::model::item::{Citation, DerivedKind, Force, RuleKind, Section};
use crate::model::ty::Type;
use crate::model::{Program, ValueRef};
use serde_json::{Map, Value as Json, json};
use std::collections::HashSet;

/// The version of the format.
pub const FORMAT: &str = "perenne.eval/1";
const CALENDAR: &str = "perenne.calendar/1";

/// Everything of one evaluation. `errors` are the diagnostics, already as JSON.
pub fn report_json(evaluation: &Evaluation<'_>, report: &Report, errors: Json) -> Json {
    let program = &evaluation.engine.checked.program;
    let notes = AllNotes::new(evaluation);
    // Named rules come with those under them, and no other.
    let mut shown = HashSet::new();
    report.roots.iter().for_each(|root| rules_of(root, &mut shown));
    let mut verdicts = Map::new();
    for id in program.rule_ids().filter(|id| !report.named || shown.contains(id)) {
        if let (Some(rule), Some(mut json)) = (program.rule(id), rule_json(evaluation, &notes, id)) {
            add_notes(&notes, evaluation, ValueRef::Rule(id), &mut json);
            verdicts.insert(rule.meta.name.clone(), json);
        }
    }
    let mut values = Map::new();
    for id in program.derived_ids() {
        let (Some(derived), Some(value)) = (program.derived_item(id), evaluation.outcome.derived(id)) else { continue };
        let mut json = value_json(evaluation, value, &derived.ty);
        if let Json::Object(fields) = &mut json {
            let kind = match derived.kind {
                DerivedKind::Parameter => "parameter",
                DerivedKind::Definition => "definition",
                DerivedKind::Table => "table",
            };
            fields.insert("kind".into(), json!(kind));
            let open = missing::open_of_derived(
                evaluation.engine,
                evaluation.situation,
                evaluation.outcome,
                evaluation.trace,
                id,
            );
            fields.insert("unspecified".into(), json!(!open.unspecified.is_empty()));
        }
        add_notes(&notes, evaluation, ValueRef::Derived(id), &mut json);
        values.insert(derived.meta.name.clone(), json);
    }
    let plans = PlansJson { program, plans: &report.plans, evaluation, notes: &notes };
    json!({
        "format": FORMAT,
        "doctrine": report.doctrine,
        "as_of": report.as_of.to_string(),
        "texts_as_of": report.texts_as_of.to_string(),
        "dossier": report.dossier,
        "under": under_json(program, report.under.as_ref()),
        "verdicts": verdicts,
        "values": values,
        "scenarios": plans.scenarios(),
        "options": plans.options(),
        "milestones": plans.milestones(),
        "bodies": plans.bodies(),
        "missing": report.missing.iter().filter_map(|(fact, _)| path(evaluation, *fact)).collect::<Vec<_>>(),
        "unspecified": report.unspecified.iter().filter_map(|owner| owner.meta(program)).map(|meta| &meta.name).collect::<Vec<_>>(),
        "left_out": report.left_out,
        "errors": errors,
    })
}

/// The milestones and bodies of a dossier, `perenne.calendar/1`. `under` is what it is looked at under; `errors` are the
/// diagnostics, already as JSON.
pub fn calendar_json(
    evaluation: &Evaluation<'_>,
    dossier: Option<&str>,
    under: Option<&Stance>,
    plans: &Plans,
    errors: Json,
) -> Json {
    let program = &evaluation.engine.checked.program;
    let notes = AllNotes::new(evaluation);
    let told = PlansJson { program, plans, evaluation, notes: &notes };
    json!({
        "format": CALENDAR,
        "doctrine": program.doctrine.as_ref().map(|doctrine| &doctrine.name),
        "as_of": evaluation.situation.dates.as_of.to_string(),
        "texts_as_of": evaluation.situation.dates.texts_as_of.to_string(),
        "dossier": dossier,
        "under": under_json(program, under),
        "milestones": told.milestones(),
        "bodies": told.bodies(),
        "errors": errors,
    })
}

fn rules_of(node: &Node, found: &mut HashSet<RuleId>) {
    found.extend(node.rule);
    node.children.iter().for_each(|child| rules_of(child, found));
}

fn path(evaluation: &Evaluation<'_>, fact: FactId) -> Option<String> {
    evaluation.engine.checked.program.fact(fact).map(|fact| fact.path.clone())
}

fn rule_json(evaluation: &Evaluation<'_>, notes: &AllNotes<'_>, id: RuleId) -> Option<Json> {
    let (rule, version, outcome) = evaluation.rule(id)?;
    let per = version.map_or(&rule.meta.per, |version| &version.per);
    let open = evaluation.open(id);
    let missing: Vec<String> = open.facts.iter().filter_map(|fact| path(evaluation, *fact)).collect();
    let reasons: Vec<Json> = evaluation.reasons(id, rule.meta.lang).iter().map(reason_json).collect();
    let day = |date: Option<crate::base::Date>| date.map(|date| date.to_string());
    Some(json!({
        "kind": match rule.kind { RuleKind::Criterion => "criterion", RuleKind::Checklist => "checklist" },
        "verdict": verdict_key(outcome.verdict()),
        "possible": possible(outcome.verdicts),
        "force": version.map(|version| force_key(version.force)),
        "title": rule.meta.title,
        "refs": notes.of(ValueRef::Rule(id)).map(|notes| notes.refs.as_slice()).unwrap_or_default(),
        "version": version.map(|version| json!({ "from": day(version.period.from), "until": day(version.period.until) })),
        "sources": per.iter().map(|citation| citation_json(&evaluation.engine.checked.program, citation)).collect::<Vec<_>>(),
        "missing": missing,
        "unspecified": !open.unspecified.is_empty(),
        "reason": reasons,
    }))
}

fn reason_json(reason: &Reason) -> Json {
    json!({ "text": reason.text, "holds": reason.holds, "details": reason.details })
}

/// A text that is cited, with its section and the words quoted.
pub fn citation_json(program: &Program, citation: &Citation) -> Json {
    let source = program.source(citation.source);
    let (section, title) = match &citation.section {
        Some(Section { id, title }) => (id.clone(), title.clone()),
        None => (None, None),
    };
    json!({
        "source": source.map(|source| source.meta.name.clone()),
        "title": source.and_then(|source| source.meta.title.clone()),
        "section": section,
        "section_title": title,
        "quote": citation.quote.as_ref().map(|(text, _)| text),
    })
}

/// A verdict as machines read it.
pub fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not_met",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "not_applicable",
        Verdict::Exempt => "exempt",
    }
}

fn possible(verdicts: VerdictSet) -> Vec<&'static str> {
    let all = [
        (VerdictSet::MET, Verdict::Met),
        (VerdictSet::NOT_MET, Verdict::NotMet),
        (VerdictSet::NOT_APPLICABLE, Verdict::NotApplicable),
        (VerdictSet::EXEMPT, Verdict::Exempt),
    ];
    all.iter().filter(|(set, _)| verdicts.contains(*set)).map(|(_, verdict)| verdict_key(*verdict)).collect()
}

fn force_key(force: Force) -> &'static str {
    match force {
        Force::Obligation => "obligation",
        Force::Requirement => "requirement",
        Force::Recommendation => "recommendation",
        Force::BestEffort => "best_effort",
        Force::Indicative => "indicative",
    }
}

/// A value: exact text and unit when it is known, else `null` and its bounds.
pub fn value_json(evaluation: &Evaluation<'_>, value: &Value, ty: &Type) -> Json {
    let program = &evaluation.engine.checked.program;
    let unit = match ty {
        Type::Percent => Some(String::from("%")),
        Type::Quantity(unit) => Some(unit.symbol.stable().to_string()),
        _ => None,
    };
    let plain = |value: Json| json!({ "value": value, "unit": unit });
    let open = |bounds: Json| json!({ "value": null, "unit": unit, "bounds": bounds });
    match value {
        Value::Bool(set) => match set.known() {
            Some(truth) => plain(json!(truth)),
            None => open(json!({ "one_of": [true, false] })),
        },
        Value::Num(set) => match set.known() {
            Some(number) => plain(json!(exact(number, ty))),
            None => open(num_bounds(set, ty)),
        },
        Value::Date(set) => match set.known() {
            Some(date) => plain(json!(date.to_string())),
            None => open(date_bounds(set)),
        },
        Value::Choice(set) => {
            let names: Vec<String> = match ty {
                Type::Choice(id) => program
                    .choice(*id)
                    .map(|choice| set.iter().filter_map(|rank| Some(choice.values.get(rank)?.name.clone())).collect())
                    .unwrap_or_default(),
                _ => Vec::new(),
            };
            one_of(names, plain, open)
        }
        Value::Actor(set) => {
            let names = set.iter().filter_map(|rank| Some(program.actors.get(rank)?.meta.name.clone())).collect();
            one_of(names, plain, open)
        }
        Value::Text(set) => match (set.known(), set.options()) {
            (Some(text), _) => plain(json!(text.as_ref())),
            (None, Some(texts)) => open(json!({ "one_of": texts.iter().map(AsRef::as_ref).collect::<Vec<&str>>() })),
            (None, None) => open(json!({})),
        },
        Value::List(list) => {
            let item_ty = match ty {
                Type::List(item) => item.as_ref(),
                _ => &Type::Error,
            };
            let items: Vec<Json> = list.items.iter().map(|item| value_json(evaluation, &item.value, item_ty)).collect();
            json!({ "value": items, "complete": !list.open })
        }
        Value::Record(fields) => {
            let decls = match ty {
                Type::Record(id) => program.record(*id).map(|record| record.fields.as_slice()).unwrap_or_default(),
                _ => &[],
            };
            let fields: Map<String, Json> = decls
                .iter()
                .zip(fields.iter())
                .map(|(decl, value)| (decl.name.clone(), value_json(evaluation, value, &decl.ty)))
                .collect();
            json!({ "value": fields })
        }
        Value::Absent => json!({ "value": null, "absent": true }),
        Value::MaybeAbsent(inner) => {
            let mut json = value_json(evaluation, inner, ty);
            if let Json::Object(fields) = &mut json {
                fields.insert("value".into(), Json::Null);
                fields.insert("may_be_absent".into(), json!(true));
            }
            json
        }
        Value::Any => json!({ "value": null, "bounds": {} }),
    }
}

fn one_of(mut names: Vec<String>, plain: impl Fn(Json) -> Json, open: impl Fn(Json) -> Json) -> Json {
    match names.len() {
        1 => plain(json!(names.pop())),
        _ => open(json!({ "one_of": names })),
    }
}

/// In the unit of its type: a percentage is written over 100, years in years.
fn exact(number: &Num, ty: &Type) -> String {
    match ty {
        Type::Percent => (number * &Num::HUNDRED).to_exact_string(),
        Type::Quantity(unit) => number.checked_div(&unit.scale).unwrap_or_else(|| number.clone()).to_exact_string(),
        _ => number.to_exact_string(),
    }
}

fn num_bounds(set: &NumSet, ty: &Type) -> Json {
    let mut bounds = Map::new();
    let ends = [(set.lower(), "at_least", "more_than"), (set.upper(), "at_most", "less_than")];
    for (end, closed, open) in ends {
        match end {
            Bound::Infinite => {}
            Bound::Closed(number) => {
                bounds.insert(closed.into(), json!(exact(&number, ty)));
            }
            Bound::Open(number) => {
                bounds.insert(open.into(), json!(exact(&number, ty)));
            }
        }
    }
    Json::Object(bounds)
}

/// The first and the last day that a date may be, where there are such.
fn date_bounds(set: &DateSet) -> Json {
    use crate::base::Date;
    let mut bounds = Map::new();
    if let Some(first) = set.first().filter(|first| *first != Date::MIN) {
        bounds.insert("on_or_after".into(), json!(first.to_string()));
    }
    if let Some(last) = set.last().filter(|last| *last != Date::MAX) {
        bounds.insert("on_or_before".into(), json!(last.to_string()));
    }
    Json::Object(bounds)
}

/// A day or a month as it is written; else the days between which it is.
pub fn date_json(days: &DateSet) -> Json {
    match as_written(days) {
        Some(date) => json!(date.to_string()),
        None => date_bounds(days),
    }
}
