//! A report of tests as text and as JSON.

use super::{Case, CaseResult, Failure, Found, Report};
use crate::base::{Lang, Loc, Sources, tr};
use crate::eval::Engine;
use crate::eval::words::value_text;
use crate::explain::reason::verdict_text;
use crate::model::ids::FactId;
use crate::model::plan::RiskState;
use serde_json::{Value as Json, json};

/// A line a case, what was found under those that failed, and at the end the counts.
pub fn to_text(report: &Report, sources: &Sources, engine: &Engine, lang: Lang) -> String {
    let mut text = String::new();
    for case in &report.cases {
        text.push_str(&case_text(case, sources, engine, lang));
    }
    text
}

/// The line that every run of tests ends with, the same in both languages.
pub fn counts(passed: usize, failed: usize) -> String {
    format!("{passed} passed, {failed} failed\n")
}

fn title(case: &Case, lang: Lang) -> String {
    match case.row {
        Some(row) => {
            let title = &case.title;
            tr!(lang; en: "{title} (row {row})", fr: "{title} (ligne {row})")
        }
        None => case.title.clone(),
    }
}

fn place(at: Loc, sources: &Sources) -> String {
    let line = sources.get(at.file).map_or(0, |file| file.line_column(at.span.start as usize).0);
    format!("{}:{line}", sources.path(at.file))
}

fn case_text(case: &Case, sources: &Sources, engine: &Engine, lang: Lang) -> String {
    let title = title(case, lang);
    match &case.result {
        CaseResult::Passed => format!("✓ {title}\n"),
        CaseResult::NotRun => {
            let place = place(case.at, sources);
            let why = tr!(lang; en: "not run, because of errors in what it leans on", fr: "non lancé, à cause d’erreurs dans ce dont il dépend");
            format!("✗ {title}\n    {place}\n    {why}\n")
        }
        CaseResult::Failed(failures) => {
            let mut text = format!("✗ {title}\n");
            for failure in failures {
                let place = place(failure.at, sources);
                let written = written(failure.at, sources);
                let found = found_text(failure, sources, engine, lang);
                text.push_str(&format!("    {place}: {written}\n        {found}\n"));
            }
            text
        }
    }
}

fn written(at: Loc, sources: &Sources) -> String {
    let text = sources.get(at.file).map_or("", |file| file.slice(at.span));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn names(facts: &[FactId], engine: &Engine) -> String {
    let names = facts.iter().filter_map(|fact| Some(engine.checked.program.fact(*fact)?.path.clone()));
    names.collect::<Vec<_>>().join(", ")
}

fn found_text(failure: &Failure, sources: &Sources, engine: &Engine, lang: Lang) -> String {
    match &failure.found {
        Found::Verdict(verdict) => {
            let verdict = verdict_text(*verdict, lang);
            tr!(lang; en: "found: {verdict}", fr: "trouvé : {verdict}")
        }
        Found::Condition { truth, parts, missing } => {
            let values: Vec<String> = parts
                .iter()
                .map(|(id, value)| {
                    let name = written(engine.checked.program.at(*id), sources);
                    let value = value_text(engine, value, engine.checked.type_of(*id), lang);
                    format!("{name} = {value}")
                })
                .collect();
            let mut text = match truth {
                Some(_) => tr!(lang; en: "does not hold", fr: "n’est pas vrai"),
                None => tr!(lang; en: "cannot be known", fr: "ne peut pas être su"),
            };
            if !values.is_empty() {
                let values = values.join(", ");
                text.push_str(&tr!(lang; en: ": {values}", fr: " : {values}"));
            }
            if truth.is_none() && !missing.is_empty() {
                let names = names(missing, engine);
                text.push_str(&tr!(lang; en: "; missing: {names}", fr: " ; manque : {names}"));
            }
            text
        }
        Found::Missing(facts) if facts.is_empty() => {
            tr!(lang; en: "found: nothing missing", fr: "trouvé : rien ne manque")
        }
        Found::Missing(facts) => {
            let names = names(facts, engine);
            tr!(lang; en: "found missing: {names}", fr: "trouvé manquant : {names}")
        }
        Found::Feasible(found) => match found {
            Some(true) => tr!(lang; en: "found: feasible", fr: "trouvé : faisable"),
            Some(false) => tr!(lang; en: "found: not feasible", fr: "trouvé : non faisable"),
            None => tr!(lang; en: "found: cannot be known", fr: "trouvé : ne peut pas être su"),
        },
        Found::Risk(found) => match found {
            Some(RiskState::Present) => tr!(lang; en: "found: present", fr: "trouvé : présent"),
            Some(RiskState::Absent) => tr!(lang; en: "found: absent", fr: "trouvé : absent"),
            Some(RiskState::ToCheck) => tr!(lang; en: "found: to check", fr: "trouvé : à vérifier"),
            None => tr!(lang; en: "no risk or advantage has that name", fr: "aucun risque ni avantage ne porte ce nom"),
        },
        Found::Late(Some(months)) => {
            tr!(lang; en: "found: late by {months} months", fr: "trouvé : en retard de {months} mois")
        }
        Found::Late(None) => tr!(lang; en: "found: not late", fr: "trouvé : pas en retard"),
        Found::File(reason) => {
            tr!(lang; en: "the facts file cannot be used: {reason}", fr: "le fichier de faits est inutilisable : {reason}")
        }
    }
}

/// The cases as machines read them, under the key `tests` of `perenne.test/1`.
pub fn to_json(report: &Report, sources: &Sources, engine: &Engine, lang: Lang) -> Vec<Json> {
    report
        .cases
        .iter()
        .map(|case| {
            let (result, failures) = match &case.result {
                CaseResult::Passed => ("passed", Vec::new()),
                CaseResult::NotRun => ("not_run", Vec::new()),
                CaseResult::Failed(failures) => ("failed", failures.clone()),
            };
            let failures: Vec<Json> = failures
                .iter()
                .map(|failure| {
                    let line =
                        sources.get(failure.at.file).map(|file| file.line_column(failure.at.span.start as usize).0);
                    json!({
                        "expected": written(failure.at, sources),
                        "found": found_text(failure, sources, engine, lang),
                        "file": sources.path(failure.at.file),
                        "line": line,
                    })
                })
                .collect();
            let line = sources.get(case.at.file).map(|file| file.line_column(case.at.span.start as usize).0);
            json!({
                "title": case.title,
                "row": case.row,
                "result": result,
                "file": sources.path(case.at.file),
                "line": line,
                "failures": failures,
            })
        })
        .collect()
}
