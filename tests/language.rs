//! The language's own tests: those of the rules and the examples, and small doctrines for each rule of the language.

use perenne::base::{FileId, Lang};
use perenne::diagnostic::Diagnostic;
use perenne::diagnostic::render::{Style, to_text};
use perenne::model::plan::Base;
use perenne::project::{Analysis, analyse, doctrines_for};
use perenne::testing::{self, Readings};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The facts files that tests start from, each beside the file of its test.
fn readings(analysis: &Analysis) -> Readings {
    let bases = analysis.engine.checked.program.tests.iter().flat_map(|test| &test.bases);
    let files = bases.filter_map(|base| match base {
        Base::File(path, at, _) => Some((at.file, path)),
        Base::Test(..) => None,
    });
    let read = |file: FileId, path: &String| {
        let rules = PathBuf::from(analysis.sources.path(file));
        let folder = rules.parent().map(Path::to_path_buf).unwrap_or_default();
        std::fs::read_to_string(folder.join(path)).map_err(|_| String::from("introuvable"))
    };
    files.map(|(file, path)| ((file, path.clone()), read(file, path))).collect()
}

/// What is wrong with the doctrine: its errors, else its tests that fail; `None` when all is well.
fn complaint(analysis: &Analysis) -> Option<String> {
    let errors: Vec<Diagnostic> =
        analysis.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned().collect();
    let lang = analysis.lang.unwrap_or(Lang::En);
    if !errors.is_empty() {
        return Some(to_text(&errors, &analysis.sources, lang, Style::default()));
    }
    let report = testing::run(&analysis.engine, &analysis.sources, &readings(analysis), None, |_| true);
    let text = testing::to_text(&report, &analysis.sources, &analysis.engine, lang);
    let failed = text.lines().filter(|line| !line.starts_with('✓')).map(|line| format!("{line}\n"));
    (report.failed() > 0).then(|| failed.collect())
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

/// The shapes of the published doctrine that are hardest to write, each a doctrine by itself.
#[test]
fn the_hardest_shapes_of_the_doctrine_are_written_in_it() {
    let folder = root().join("tests/language/shapes");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "perenne"))
        .collect();
    files.push(folder.join("hotes/hotes.perenne"));
    assert_eq!(files.len(), 12);
    for file in &files {
        all_pass(file);
        let analysis = analyse(&doctrines_for(file).expect("it is there")[0]);
        assert_eq!(analysis.diagnostics, [], "{}", file.display());
        let text = std::fs::read_to_string(file).expect("it is there");
        for verdicts in [["satisfait ", " met "], ["non satisfait", "not met"], ["indéterminé", "unknown"]] {
            assert!(verdicts.iter().any(|verdict| text.contains(verdict)), "{}: {verdicts:?}", file.display());
        }
    }
}

/// What fails is said with its place, what was expected, what was found and why, in both languages.
#[test]
fn failures_in_words_and_as_json() {
    let path = root().join("tests/language/failing/failing.perenne");
    let doctrines = doctrines_for(&path).expect("it is there");
    let analysis = analyse(&doctrines[0]);
    let (engine, sources) = (&analysis.engine, &analysis.sources);
    let report = testing::run(engine, sources, &readings(&analysis), None, |_| true);
    let shown = |text: String| text.replace(&format!("{}/", root().display()), "");
    let words: String =
        [Lang::Fr, Lang::En].map(|lang| shown(testing::to_text(&report, sources, engine, lang))).join("\n");
    insta::assert_snapshot!("failures", words + &testing::counts(report.passed(), report.failed()));
    let json = serde_json::Value::Array(testing::to_json(&report, sources, engine, Lang::En));
    insta::assert_snapshot!("failures_json", shown(format!("{json:#}")));
}

/// What tests reach and leave, each kind of it in a doctrine made for that, in both languages.
#[test]
fn coverage_in_words_and_as_json() {
    let path = root().join("tests/language/covering/covering.perenne");
    let analysis = analyse(&doctrines_for(&path).expect("it is there")[0]);
    let (engine, sources) = (&analysis.engine, &analysis.sources);
    let (report, coverage) = testing::run_covered(engine, sources, &readings(&analysis), None, |_| true);
    assert_eq!(report.failed(), 0);
    let shown = |text: String| text.replace(&format!("{}/", root().display()), "");
    let summary = coverage.summary(&engine.checked.program);
    let words = [Lang::Fr, Lang::En].map(|lang| {
        shown(testing::coverage_text(&coverage, sources, engine, lang)) + &testing::coverage_summary(&summary, lang)
    });
    insta::assert_snapshot!("coverage", words.join("\n"));
    let json = testing::coverage_json(&[(&coverage, sources, engine)]);
    insta::assert_snapshot!("coverage_json", shown(format!("{json:#}")));
}

#[test]
fn a_filter_ignores_accents_and_case() {
    let path = root().join("tests/language/failing/failing.perenne");
    let analysis = analyse(&doctrines_for(&path).expect("it is there")[0]);
    let report = testing::run(&analysis.engine, &analysis.sources, &readings(&analysis), Some("SCENARIO"), |_| true);
    assert_eq!(report.cases.len(), 1);
}
