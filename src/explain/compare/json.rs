//! A comparison for machines: `perenne.compare/1`.

use super::{Column, Compared, Comparison};
use crate::explain::json::verdict_key;
use crate::explain::notes::AllNotes;
use crate::explain::plan::Plans;
use crate::explain::plan_json::PlansJson;
use crate::explain::report::Evaluation;
use crate::model::ids::RuleId;
use serde_json::{Value as Json, json};

const FORMAT: &str = "perenne.compare/1";

/// Everything compared. `errors` are the diagnostics, already as JSON.
pub fn compare_json(evaluation: &Evaluation<'_>, comparison: &Comparison, errors: Json) -> Json {
    let program = &evaluation.engine.checked.program;
    let (notes, none) = (AllNotes::new(evaluation), Plans::default());
    let plans = PlansJson { program, plans: &none, evaluation, notes: &notes };
    let dominated = comparison.dominated.iter().map(|one| {
        json!({
            "column": one.column,
            "by": one.by,
            "in_feasibility": one.in_feasibility,
            "criteria": names(evaluation, &one.rules),
        })
    });
    json!({
        "format": FORMAT,
        "doctrine": comparison.doctrine,
        "as_of": comparison.as_of.to_string(),
        "texts_as_of": comparison.texts_as_of.to_string(),
        "dossier": comparison.dossier,
        "criteria": names(evaluation, &comparison.rules),
        "columns": comparison.columns.iter().map(|one| column(&plans, comparison, one)).collect::<Vec<_>>(),
        "dominated": dominated.collect::<Vec<_>>(),
        "pairs_not_compared": comparison.unknown_pairs,
        "errors": errors,
    })
}

/// An option, or a scenario with `option` null.
fn column(plans: &PlansJson<'_>, comparison: &Comparison, column: &Column) -> Json {
    let evaluation = plans.evaluation;
    let mut json = match &column.compared {
        Compared::Option(option) => plans.option(option),
        Compared::Scenario(outlook) => {
            let scenario = plans.program.scenarios.get(outlook.scenario);
            let mut json = plans.outlook(outlook);
            json.insert("scenario".into(), json!(scenario.map(|scenario| &scenario.meta.name)));
            json
        }
    };
    let version = column.outlook().and_then(|outlook| outlook.version_in(plans.program));
    let against = column.outlook().into_iter().flat_map(|outlook| &outlook.against).map(|reason| &reason.text);
    let texts = |texts: Option<&Vec<String>>| texts.cloned().unwrap_or_default();
    json.insert("option".into(), json!(column.option().map(|option| &option.name)));
    json.insert("against".into(), json!(against.collect::<Vec<_>>()));
    json.insert("opened_by".into(), json!(column.opened_by));
    json.insert("precedents".into(), json!(texts(version.map(|version| &version.precedents))));
    json.insert("next_steps".into(), json!(texts(version.map(|version| &version.next_steps))));
    let names = names(evaluation, &comparison.rules);
    let verdicts = names.iter().enumerate();
    let verdicts =
        verdicts.map(|(rank, name)| (name.to_string(), json!(verdict_key(comparison.verdict(column, rank)))));
    json.insert("verdicts".into(), Json::Object(verdicts.collect()));
    Json::Object(json)
}

fn names<'a>(evaluation: &'a Evaluation<'_>, rules: &[RuleId]) -> Vec<&'a str> {
    let program = &evaluation.engine.checked.program;
    rules.iter().map(|rule| program.rule(*rule).map_or("", |rule| rule.meta.name.as_str())).collect()
}
