//! `perenne test`: the tests that the rules hold.

use super::Exit;
use super::language::choose_lang;
use super::options::{Shared, TestFormat, TestOptions};
use super::output::{print, print_diagnostics, refuse_with, rules_of};
use crate::base::{FileId, Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::to_json as diagnostics_json;
use crate::model::plan::Base;
use crate::project::{Analysis, analyse};
use crate::testing::{
    Coverage, Junit, Readings, Report, Summary, counts, coverage_json, coverage_summary, coverage_text,
    run as run_tests, run_covered, to_json, to_text,
};
use serde_json::{Value as Json, json};
use std::io::ErrorKind;
use std::path::PathBuf;

/// One doctrine after its tests ran.
struct Ran {
    analysis: Analysis,
    lang: Lang,
    /// The errors of the doctrine: what they touch does not run.
    problems: Vec<Diagnostic>,
    report: Report,
    coverage: Option<Coverage>,
}

pub(super) fn run(options: &TestOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    if options.coverage && options.format == TestFormat::Junit {
        let message = tr!(asked;
            en: "JUnit has no place for --coverage; ask for it as text or as JSON",
            fr: "JUnit n’a pas de place pour --coverage\u{a0}; demandez-le en texte ou en JSON");
        return refuse_with(&message, asked);
    }
    let (choice, names) = match rules_of(&options.places, asked) {
        Ok(rules) => rules,
        Err(exit) => return exit,
    };
    let filter = options.filter.as_ref().or(names.first()).map(String::as_str);
    let mut all = Vec::new();
    for root in &choice.doctrines {
        let ran = Ran::new(analyse(root), filter, options.coverage, shared);
        print_diagnostics(&ran.problems, &ran.analysis.sources, ran.lang, shared);
        // What is read by people is shown as it comes; programs get one document.
        if options.format == TestFormat::Text {
            ran.print_text();
        }
        all.push(ran);
    }
    if let Some(filter) = filter.filter(|_| all.iter().all(|ran| ran.report.cases.is_empty())) {
        // On standard error, so that what programs read stays as it is.
        let title = asked.quoted(filter);
        eprintln!(
            "{}",
            tr!(asked; en: "no test has {title} in its title", fr: "aucun test n’a {title} dans son titre")
        );
    }
    match options.format {
        TestFormat::Text => print_counts(&all, asked),
        TestFormat::Json => print(&format!("{:#}\n", document(&all))),
        TestFormat::Junit => {
            let mut junit = Junit::default();
            for Ran { report, analysis, lang, .. } in &all {
                junit.add(report, &analysis.sources, &analysis.engine, *lang);
            }
            print(&junit.finish());
        }
    }
    let failed = all.iter().any(|ran| ran.report.failed() > 0 || !ran.problems.is_empty());
    if failed { Exit::No } else { Exit::Done }
}

impl Ran {
    fn new(analysis: Analysis, filter: Option<&str>, covered: bool, shared: &Shared) -> Self {
        let lang = choose_lang(shared.lang, analysis.lang);
        let problems = analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
        let (engine, sources, project) = (&analysis.engine, &analysis.sources, &analysis.project);
        let readings = readings(&analysis, lang);
        let selected = |file: FileId| project.files.iter().any(|known| known.id == file && project.is_selected(known));
        let (report, coverage) = if covered {
            let (report, coverage) = run_covered(engine, sources, &readings, filter, selected);
            (report, Some(coverage))
        } else {
            (run_tests(engine, sources, &readings, filter, selected), None)
        };
        Ran { lang, problems, report, coverage, analysis }
    }

    fn print_text(&self) {
        let (engine, sources) = (&self.analysis.engine, &self.analysis.sources);
        print(&to_text(&self.report, sources, engine, self.lang));
        if let Some(coverage) = &self.coverage {
            print(&coverage_text(coverage, sources, engine, self.lang));
        }
    }

    fn summary(&self) -> Option<Summary> {
        Some(self.coverage.as_ref()?.summary(&self.analysis.engine.checked.program))
    }
}

/// What is covered, when that was asked; then the counts, which come last since programs read that line.
fn print_counts(all: &[Ran], asked: Lang) {
    if let Some(summary) = all.iter().filter_map(Ran::summary).reduce(Summary::plus) {
        let lang = all.first().map_or(asked, |ran| ran.lang);
        print(&format!("\n{}", coverage_summary(&summary, lang)));
    }
    let (passed, failed) = totals(all);
    print(&counts(passed, failed));
}

fn totals(all: &[Ran]) -> (usize, usize) {
    (all.iter().map(|ran| ran.report.passed()).sum(), all.iter().map(|ran| ran.report.failed()).sum())
}

fn document(all: &[Ran]) -> Json {
    let (passed, failed) = totals(all);
    let (mut tests, mut errors) = (Vec::new(), Vec::new());
    for Ran { report, analysis, lang, problems, .. } in all {
        tests.extend(to_json(report, &analysis.sources, &analysis.engine, *lang));
        if let Json::Array(problems) = diagnostics_json(problems, &analysis.sources, *lang) {
            errors.extend(problems);
        }
    }
    let mut document =
        json!({ "format": "perenne.test/1", "passed": passed, "failed": failed, "tests": tests, "errors": errors });
    let covered =
        all.iter().filter_map(|ran| Some((ran.coverage.as_ref()?, &ran.analysis.sources, &ran.analysis.engine)));
    let covered: Vec<_> = covered.collect();
    if let (Json::Object(fields), false) = (&mut document, covered.is_empty()) {
        fields.insert("coverage".into(), coverage_json(&covered));
    }
    document
}

/// The facts files that tests start from, each found from the file that names it.
fn readings(analysis: &Analysis, lang: Lang) -> Readings {
    let mut readings = Readings::new();
    for test in &analysis.engine.checked.program.tests {
        for base in &test.bases {
            let Base::File(path, at, _) = base else { continue };
            let rules = PathBuf::from(analysis.sources.path(at.file));
            let facts = rules.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path));
            let read = std::fs::read_to_string(&facts).map_err(|error| unreadable(&error, lang));
            readings.insert((at.file, path.clone()), read);
        }
    }
    readings
}

/// Why a file cannot be read, in words where the system's own are not the user's.
fn unreadable(error: &std::io::Error, lang: Lang) -> String {
    match error.kind() {
        ErrorKind::NotFound => tr!(lang; en: "there is no such file", fr: "ce fichier n’existe pas"),
        ErrorKind::PermissionDenied => tr!(lang; en: "reading it is not allowed", fr: "sa lecture n’est pas autorisée"),
        ErrorKind::InvalidData => tr!(lang; en: "it is not text in UTF-8", fr: "ce n’est pas du texte en UTF-8"),
        ErrorKind::IsADirectory => tr!(lang; en: "it is a folder", fr: "c’est un dossier"),
        _ => error.to_string(),
    }
}
