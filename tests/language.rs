//! The language's own tests: those of the rules and the examples, and small doctrines for each rule of the language.

use perenne::base::Lang;
use perenne::diagnostic::Diagnostic;
use perenne::diagnostic::render::{Style, to_text};
use perenne::project::{Analysis, analyse, doctrines_for};
use perenne::testing::{self, Layout};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What is wrong with the doctrine: its errors, else its tests that fail; `None` when all is well.
fn complaint(analysis: &Analysis) -> Option<String> {
    let errors: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned().collect();
    let lang = analysis.lang.unwrap_or(Lang::En);
    if !errors.is_empty() {
        return Some(to_text(&errors, &analysis.sources, lang, Style::plain()));
    }
    let report = testing::run(&analysis.engine, None, |_| true);
    let text = testing::to_text(&report, &analysis.sources, &analysis.engine, lang, Layout::default());
    (report.failed() > 0).then_some(text)
}

/// Every doctrine under a path, with at least one test each.
fn all_pass(path: &Path) {
    let doctrines = doctrines_for(path).expect("there are rules");
    let mut complaints = String::new();
    for doctrine in &doctrines {
        let analysis = analyse(doctrine);
        if analysis.engine.checked.program.tests.is_empty() {
            complaints.push_str(&format!("{}: no test\n", doctrine.label()));
        }
        if let Some(complaint) = complaint(&analysis) {
            complaints.push_str(&format!("{}\n{complaint}\n", doctrine.label()));
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn the_rules_keep_their_tests() {
    all_pass(&root().join("rules"));
}

#[test]
fn the_examples_keep_their_tests() {
    all_pass(&root().join("examples"));
}

/// Each file is a doctrine by itself, whose tests say what the language means.
#[test]
fn the_language_means_what_it_says() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests/language"))
        .expect("the folder is there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "perenne"))
        .collect();
    files.sort();
    assert!(files.len() >= 10, "{} files", files.len());
    files.iter().for_each(|file| all_pass(file));
}
