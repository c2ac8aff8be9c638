//! `perenne check`: everything that can be known of the rules without a dossier.

use super::Exit;
use super::arguments::classify;
use super::doctrine::choose_doctrine;
use super::language::choose_lang;
use super::options::{CheckOptions, EvalFormat, Shared};
use super::output::{print, print_diagnostics, refuse, summary_line};
use crate::base::tr;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::to_json;
use crate::project::{Analysis, analyse};
use serde_json::json;
use std::path::Path;

pub(super) fn run(options: &CheckOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    let targets = match classify(&options.places.targets, options.places.rules.clone(), None) {
        Ok(targets) => targets,
        Err(error) => return refuse(&error, asked),
    };
    let choice = match choose_doctrine(&targets, None, Path::new(".")) {
        Ok(choice) => choice,
        Err(error) => return refuse(&error, asked),
    };
    let mut all_json = Vec::new();
    let mut failed = false;
    for root in &choice.doctrines {
        let analysis = analyse(root);
        let diagnostics = selected(&analysis);
        failed |= diagnostics.iter().any(Diagnostic::is_error);
        let lang = choose_lang(shared.lang, analysis.lang);
        match options.format {
            EvalFormat::Json => match to_json(&diagnostics, &analysis.sources, lang) {
                serde_json::Value::Array(items) => all_json.extend(items),
                other => all_json.push(other),
            },
            EvalFormat::Text => {
                print_diagnostics(&diagnostics, &analysis.sources, lang, shared);
                if diagnostics.is_empty() {
                    let label = root.label();
                    let counts = counts(&analysis, lang);
                    let line = summary_line(&diagnostics, lang);
                    print(&tr!(lang; en: "{label}: {counts}; {line}\n", fr: "{label} : {counts} ; {line}\n"));
                }
            }
        }
    }
    if options.format == EvalFormat::Json {
        print(&format!("{:#}\n", json!({ "format": "perenne.check/1", "diagnostics": all_json })));
    }
    if failed { Exit::No } else { Exit::Done }
}

/// The diagnostics of the part that was asked for; those of a doctrine used from it are shown too.
pub(super) fn selected(analysis: &Analysis) -> Vec<Diagnostic> {
    let hidden: Vec<_> = analysis
        .project
        .files
        .iter()
        .filter(|file| file.import == 0 && !analysis.project.is_selected(file))
        .map(|file| file.id)
        .collect();
    analysis.diagnostics.iter().filter(|diagnostic| !hidden.contains(&diagnostic.at.file)).cloned().collect()
}

fn counts(analysis: &Analysis, lang: crate::base::Lang) -> String {
    let program = &analysis.engine.checked.program;
    let (rules, facts, tests) = (program.rules.len(), program.facts.len(), program.tests.len());
    tr!(lang;
        en: "{rules} criteria and checklists, {facts} facts, {tests} tests",
        fr: "{rules} critères et grilles, {facts} faits, {tests} tests")
}
