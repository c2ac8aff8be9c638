//! Coverage as machines read it, under the key `coverage` of `perenne.test/1`.

use super::{ComparisonCoverage, Coverage, PartCoverage, Ratio, RuleCoverage, Side, Summary, words::owner};
use crate::base::{Date, Lang, Sources};
use crate::eval::Engine;
use crate::explain::json::verdict_key;
use crate::model::expr::Verdict;
use crate::model::item::RuleKind;
use crate::testing::json::place;
use crate::testing::text::Words;
use serde_json::{Map, Value as Json, json};

/// Everything that can be reached, with what was; several doctrines stand one after the other.
pub fn coverage_json(doctrines: &[(&Coverage, &Sources, &Engine)]) -> Json {
    let mut summary = Summary::default();
    let (mut rules, mut exceptions, mut rows, mut comparisons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (coverage, sources, engine) in doctrines {
        let words = Words { sources, engine, lang: Lang::En };
        summary = summary.plus(coverage.summary(&engine.checked.program));
        rules.extend(coverage.rules.iter().map(|one| rule_json(&words, one)));
        exceptions.extend(coverage.exceptions.iter().map(|one| part_json(&words, one)));
        rows.extend(coverage.rows.iter().map(|one| part_json(&words, one)));
        comparisons.extend(coverage.comparisons.iter().map(|one| comparison_json(&words, one)));
    }
    json!({
        "summary": {
            "criteria": ratio(summary.criteria),
            "checklists": ratio(summary.checklists),
            "exceptions": ratio(summary.exceptions),
            "table_rows": ratio(summary.rows),
            "comparisons": ratio(summary.comparisons),
            "percent": summary.percent().map(|percent| percent.to_exact_string()),
        },
        "rules": rules,
        "exceptions": exceptions,
        "table_rows": rows,
        "comparisons": comparisons,
    })
}

fn ratio(Ratio { covered, of }: Ratio) -> Json {
    json!({ "covered": covered, "of": of })
}

fn rule_json(words: &Words<'_>, one: &RuleCoverage) -> Json {
    let rule = words.engine.checked.program.rule(one.rule);
    let version = one.version.and_then(|rank| rule?.versions.get(rank));
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let keys = |verdicts: Vec<Verdict>| verdicts.into_iter().map(verdict_key).collect::<Vec<_>>();
    let kind = rule.map(|rule| match rule.kind {
        RuleKind::Criterion => "criterion",
        RuleKind::Checklist => "checklist",
    });
    let mut json = Map::new();
    json.insert("name".into(), json!(words.rule(one.rule)));
    json.insert("kind".into(), json!(kind));
    place(words, one.at, &mut json);
    // `null` for the time outside the rule's dates.
    let period = version.map(|version| json!({ "from": day(version.period.from), "until": day(version.period.until) }));
    json.insert("version".into(), json!(period));
    json.insert("seen".into(), json!(keys(one.seen.clone())));
    json.insert("not_seen".into(), json!(keys(one.unseen().collect())));
    Json::Object(json)
}

fn part_json(words: &Words<'_>, one: &PartCoverage) -> Json {
    let mut json = Map::new();
    json.insert("name".into(), json!(owner(words, one.of)));
    json.insert("number".into(), json!(one.number));
    place(words, one.at, &mut json);
    json.insert("text".into(), json!(words.written(one.at)));
    json.insert("seen".into(), json!(one.seen));
    Json::Object(json)
}

fn comparison_json(words: &Words<'_>, one: &ComparisonCoverage) -> Json {
    let name = one.item.meta(&words.engine.checked.program).map(|meta| meta.name.clone());
    let keys = |sides: Vec<Side>| sides.into_iter().map(side_key).collect::<Vec<_>>();
    let mut json = Map::new();
    json.insert("name".into(), json!(name));
    place(words, one.at, &mut json);
    json.insert("text".into(), json!(words.written(one.at)));
    json.insert("seen".into(), json!(keys(one.seen.clone())));
    json.insert("not_seen".into(), json!(keys(one.unseen().collect())));
    Json::Object(json)
}

fn side_key(side: Side) -> &'static str {
    match side {
        Side::True => "true",
        Side::False => "false",
        Side::Bound => "bound",
        Side::LowerBound => "lower_bound",
        Side::UpperBound => "upper_bound",
    }
}
