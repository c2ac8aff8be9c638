//! What is run on demand: tests, evaluations, explanations, pages of diagnostics. Texts and counts out.

use super::judged::Judged;
use super::snapshot::Snapshot;
use crate::base::{FileId, Lang, name, tr};
use crate::diagnostic::Code;
use crate::diagnostic::pages::page;
use crate::explain::json::report_json;
use crate::explain::why::why_markdown;
use crate::model::plan::Base;
use crate::testing::{CaseOutcome, Readings, Report, run as run_tests, to_text};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What tests gave.
#[derive(Clone, Debug)]
pub struct Tested {
    pub passed: usize,
    pub failed: usize,
    pub text: String,
    /// Those that failed, by their titles.
    pub failures: Vec<String>,
}

/// Runs the tests of the doctrine itself, those of that title or all.
pub fn tests(snapshot: &Snapshot, title: Option<&str>, lang: Lang) -> Tested {
    let imported = &snapshot.program().imported;
    let report = run_tests(snapshot.engine(), &snapshot.sources, &readings(snapshot, lang), title, |file| {
        !imported.contains(&file)
    });
    // A filter finds every title that holds it.
    let wanted = title.map(name::fold);
    let cases =
        report.cases.into_iter().filter(|case| wanted.as_ref().is_none_or(|wanted| name::fold(&case.title) == *wanted));
    let report = Report { cases: cases.collect() };
    let failed = report.cases.iter().filter(|case| !matches!(case.outcome, CaseOutcome::Passed));
    Tested {
        passed: report.passed(),
        failed: report.failed(),
        failures: failed.map(|case| case.title.clone()).collect(),
        text: to_text(&report, &snapshot.sources, snapshot.engine(), lang),
    }
}

/// The texts of the facts files that tests start from: as they stand in their buffers, else on disk.
fn readings(snapshot: &Snapshot, lang: Lang) -> Readings {
    let bases = snapshot.program().tests.iter().flat_map(|test| &test.bases);
    let found = bases.filter_map(|base| {
        let Base::File(path, at, _) = base else { return None };
        let file = snapshot.path_of(at.file)?.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path));
        Some(((at.file, path.clone()), read(snapshot, &file, lang)))
    });
    found.collect()
}

fn read(snapshot: &Snapshot, path: &Path, lang: Lang) -> Result<String, String> {
    if let Some(facts) = snapshot.facts.iter().find(|facts| facts.path == path) {
        return Ok(facts.text.to_string());
    }
    std::fs::read_to_string(path).map_err(|_| tr!(lang; en: "it cannot be read", fr: "il ne peut pas être lu"))
}

/// The whole reason of a verdict, in Markdown; `None` for a name that no rule has.
pub fn why(snapshot: &Snapshot, judged: &Judged, rule: &str, lang: Lang) -> Option<String> {
    let program = snapshot.program();
    let folded = name::fold(rule);
    let is_it =
        |id: &crate::model::ids::RuleId| program.rule(*id).is_some_and(|rule| name::fold(&rule.meta.name) == folded);
    let id = program.find_rule(rule).or_else(|| program.rule_ids().find(is_it))?;
    let evaluation = judged.evaluation(snapshot);
    let whys = evaluation.why(Some(judged.name.clone()), &[id], lang);
    Some(why_markdown(&evaluation, &whys, lang))
}

/// The verdicts of a dossier, as `eval --format json` gives them.
pub fn verdicts(snapshot: &Snapshot, judged: &Judged) -> Value {
    let evaluation = judged.evaluation(snapshot);
    let imported = &snapshot.program().imported;
    let report = evaluation.report(Some(judged.name.clone()), &[], |file: FileId| !imported.contains(&file));
    report_json(&evaluation, &report, json!([]))
}

/// The page of a diagnostic, in Markdown.
pub fn explain(code: &str, lang: Lang) -> Option<&'static str> {
    page(Code::parse(code)?, lang)
}
