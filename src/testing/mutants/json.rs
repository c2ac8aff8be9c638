//! The mutants as machines read them, under the key `mutants` of `perenne.test/1`. All that are not noticed, and all that
//! are left out with the reason; those that are noticed are counted.

use super::change::Dropped;
use super::words::{line, logic_text, order_text, quantity_text, yearly_text};
use super::{Change, Fate, Ground, Judged, Mutation, Score};
use crate::base::{Lang, Sources};
use crate::eval::Engine;
use crate::model::expr::LogicOp;
use crate::testing::json::place;
use crate::testing::text::Words;
use serde_json::{Map, Value as Json, json};

/// Several doctrines stand one after the other. `message` alone depends on the language.
pub fn mutants_json(doctrines: &[(&Mutation, &Sources, &Engine, Lang)]) -> Json {
    let mut total = Score::default();
    let (mut files, mut unnoticed, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (mutation, sources, engine, lang) in doctrines {
        let words = Words { sources, engine, lang: *lang };
        total = total.plus(mutation.score());
        for (file, score) in mutation.files(sources) {
            let mut json = Map::new();
            json.insert("file".into(), json!(sources.path(file)));
            json.extend(score_json(score));
            files.push(Json::Object(json));
        }
        unnoticed.extend(mutation.unnoticed().map(|one| Json::Object(change_json(&words, one))));
        left_out.extend(mutation.changes.iter().filter_map(|one| {
            let mut json = change_json(&words, one);
            json.insert("ground".into(), json!(ground(one.fate)?));
            Some(Json::Object(json))
        }));
    }
    let mut json = score_json(total);
    json.insert("files".into(), Json::Array(files));
    json.insert("unnoticed_changes".into(), Json::Array(unnoticed));
    json.insert("left_out".into(), Json::Array(left_out));
    Json::Object(json)
}

/// Exact, as every number: a fraction where the decimals do not end.
fn score_json(score: Score) -> Map<String, Json> {
    let mut json = Map::new();
    json.insert("score".into(), json!(score.percent().map(|percent| percent.to_exact_string())));
    json.insert("noticed".into(), json!(score.noticed));
    json.insert("unnoticed".into(), json!(score.unnoticed));
    json.insert("equivalent".into(), json!(score.equivalent));
    json.insert("refused".into(), json!(score.refused));
    json
}

fn ground(fate: Fate) -> Option<&'static str> {
    Some(match fate {
        Fate::Noticed | Fate::Unnoticed => return None,
        Fate::Refused => "refused",
        Fate::Equivalent(Ground::Bounds) => "bounds",
        Fate::Equivalent(Ground::Implied) => "implied",
        Fate::Equivalent(Ground::NotCounted) => "not_counted",
        Fate::Equivalent(Ground::SameVersions) => "same_versions",
    })
}

fn change_json(words: &Words<'_>, judged: &Judged) -> Map<String, Json> {
    let name = judged.item.meta(&words.engine.checked.program).map(|meta| meta.name.clone());
    let (from, to) = from_to(words, judged);
    let mut json = Map::new();
    json.insert("name".into(), json!(name));
    place(words, judged.at, &mut json);
    json.insert("change".into(), json!(kind(&judged.change)));
    json.insert("text".into(), json!(words.written(judged.at)));
    json.insert("from".into(), json!(from));
    json.insert("to".into(), json!(to));
    json.insert("message".into(), json!(line(words, judged)));
    json
}

/// What stood there and what stands there now, where one takes the place of the other: written as in the rules, else in
/// English.
fn from_to(words: &Words<'_>, judged: &Judged) -> (Option<String>, Option<String>) {
    let pair = |from: String, to: String| (Some(from), Some(to));
    match &judged.change {
        Change::Number(to) | Change::Date(to) => pair(words.written(judged.at), to.clone()),
        Change::Order { from, to, of_dates } => {
            pair(order_text(*from, *of_dates, Lang::En), order_text(*to, *of_dates, Lang::En))
        }
        Change::Logic(LogicOp::Or) => pair(logic_text(LogicOp::And, Lang::En), logic_text(LogicOp::Or, Lang::En)),
        Change::Logic(LogicOp::And) => pair(logic_text(LogicOp::Or, Lang::En), logic_text(LogicOp::And, Lang::En)),
        Change::Quantity { from, to } => pair(quantity_text(*from, Lang::En), quantity_text(*to, Lang::En)),
        Change::FirstDay { from, to } | Change::LastDay { from, to } => pair(from.to_string(), to.to_string()),
        Change::YearlyDay { from, to } => pair(yearly_text(*from), yearly_text(*to)),
        Change::Denied(_) | Change::Negation | Change::Dropped(_) => (None, None),
    }
}

fn kind(change: &Change) -> &'static str {
    match change {
        Change::Number(_) => "number",
        Change::Date(_) => "date",
        Change::Order { .. } => "order",
        Change::Logic(_) => "logic",
        Change::Quantity { .. } => "quantity",
        Change::Denied(true) => "denied",
        Change::Denied(false) => "no_longer_denied",
        Change::Negation => "negation_dropped",
        Change::Dropped(Dropped::Condition) => "condition_dropped",
        Change::Dropped(Dropped::Value) => "value_dropped",
        Change::Dropped(Dropped::Filter) => "filter_dropped",
        Change::Dropped(Dropped::Applicability) => "applicability_dropped",
        Change::Dropped(Dropped::Requirement) => "requirement_dropped",
        Change::Dropped(Dropped::Exception) => "exception_dropped",
        Change::Dropped(Dropped::Member) => "member_dropped",
        Change::Dropped(Dropped::Row) => "row_dropped",
        Change::Dropped(Dropped::Cell) => "cell_emptied",
        Change::Dropped(Dropped::Feasibility) => "feasibility_dropped",
        Change::Dropped(Dropped::PointCondition) => "point_condition_dropped",
        Change::FirstDay { .. } => "first_day",
        Change::LastDay { .. } => "last_day",
        Change::YearlyDay { .. } => "yearly_day",
    }
}
