//! `perenne test`: the tests that the rules hold.

use super::Exit;
use super::language::choose_lang;
use super::options::{EvalFormat, Shared, TestOptions};
use super::output::{print, print_diagnostics, rules_of};
use crate::diagnostic::Diagnostic;
use crate::model::plan::Base;
use crate::project::{Analysis, analyse};
use crate::testing::{Readings, counts, run as run_tests, to_json, to_text};
use serde_json::json;
use std::path::PathBuf;

pub(super) fn run(options: &TestOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    let (choice, names) = match rules_of(&options.places, asked) {
        Ok(rules) => rules,
        Err(exit) => return exit,
    };
    let filter = options.filter.clone().or_else(|| names.first().cloned());
    let (mut passed, mut failed, mut errors) = (0, 0, false);
    let mut cases = Vec::new();
    for root in &choice.doctrines {
        let analysis = analyse(root);
        let lang = choose_lang(shared.lang, analysis.lang);
        let problems: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
        errors |= !problems.is_empty();
        let report = run_tests(&analysis.engine, &analysis.sources, &readings(&analysis), filter.as_deref(), |file| {
            analysis.project.files.iter().any(|known| known.id == file && analysis.project.is_selected(known))
        });
        passed += report.passed();
        failed += report.failed();
        match options.format {
            EvalFormat::Json => cases.extend(to_json(&report, &analysis.sources, &analysis.engine, lang)),
            EvalFormat::Text => {
                print_diagnostics(&problems, &analysis.sources, lang, shared);
                print(&to_text(&report, &analysis.sources, &analysis.engine, lang));
            }
        }
    }
    match options.format {
        EvalFormat::Json => {
            let json = json!({ "format": "perenne.test/1", "passed": passed, "failed": failed, "tests": cases });
            print(&format!("{json:#}\n"));
        }
        EvalFormat::Text => print(&counts(passed, failed)),
    }
    if failed > 0 || errors { Exit::No } else { Exit::Done }
}

/// The facts files that tests start from, each found from the file that names it.
fn readings(analysis: &Analysis) -> Readings {
    let mut readings = Readings::new();
    for test in &analysis.engine.checked.program.tests {
        for base in &test.bases {
            let Base::File(path, at, _) = base else { continue };
            let rules = PathBuf::from(analysis.sources.path(at.file));
            let facts = rules.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path));
            let read = std::fs::read_to_string(&facts).map_err(|error| error.to_string());
            readings.insert((at.file, path.clone()), read);
        }
    }
    readings
}
