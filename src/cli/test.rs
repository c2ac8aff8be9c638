//! `perenne test`: the tests that the rules hold.

use super::Exit;
use super::language::choose_lang;
use super::options::{Shared, TestFormat, TestOptions};
use super::output::{Progress, print, print_diagnostics, refuse_with, rules_of};
use super::watch::{Watched, watch};
use crate::base::{FileId, Lang, Num, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::to_json as diagnostics_json;
use crate::model::plan::Base;
use crate::project::{Analysis, analyse};
use crate::testing::{
    Choice, Coverage, Junit, Mutation, Readings, Report, Score, Summary, counts, coverage_json, coverage_summary,
    coverage_text, mutants_json, mutants_summary, mutants_text, percent_text, run as run_tests, run_covered,
    run_mutants, to_json, to_text,
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
    mutation: Option<Mutation>,
}

pub(super) fn run(options: &TestOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    if let Some(message) = contradiction(options, asked) {
        return refuse_with(&message, asked);
    }
    if options.watch {
        return watch(asked, shared.plain, || {
            let (all, _) = once(options, shared, asked)?;
            let mut watched = Watched::default();
            for ran in &all {
                watched.add_rules(&ran.analysis);
                // The facts beside rules that never change do not change either.
                if watched.is_empty() {
                    continue;
                }
                facts_files(&ran.analysis).into_iter().for_each(|(_, path)| watched.add_file(path));
            }
            Ok((watched, all.iter().map(|ran| ran.report.cases.len()).sum()))
        });
    }
    match once(options, shared, asked) {
        Ok((_, exit)) | Err(exit) => exit,
    }
}

/// One run with all that it prints, and how it ends; `Err` when the call cannot be carried out.
fn once(options: &TestOptions, shared: &Shared, asked: Lang) -> Result<(Vec<Ran>, Exit), Exit> {
    let (choice, names) = rules_of(&options.places, asked)?;
    let filter = options.filter.as_ref().or(names.first()).map(String::as_str);
    let mut all = Vec::new();
    for root in &choice.doctrines {
        let ran = Ran::new(analyse(root), filter, options, shared);
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
    let below = is_below_threshold(&all, options, asked);
    let exit = if failed || below { Exit::No } else { Exit::Done };
    Ok((all, exit))
}

/// What a call asks for that does not go together.
fn contradiction(options: &TestOptions, lang: Lang) -> Option<String> {
    let extra = [(options.coverage, "--coverage"), (options.mutants, "--mutants")];
    let extra = extra.into_iter().find(|(asked, _)| *asked).map(|(_, name)| name);
    if options.watch && options.format != TestFormat::Text {
        return Some(tr!(lang;
            en: "--watch prints text: programs read one document, not several",
            fr: "--watch écrit du texte\u{a0}: les programmes lisent un seul document, pas plusieurs"));
    }
    match (extra, options.format, &options.threshold) {
        (Some(name), TestFormat::Junit, _) => Some(tr!(lang;
            en: "JUnit has no place for {name}; ask for it as text or as JSON",
            fr: "JUnit n’a pas de place pour {name}\u{a0}; demandez-le en texte ou en JSON")),
        (None, _, Some(_)) => Some(tr!(lang;
            en: "--threshold is of --coverage or of --mutants; ask for one of them",
            fr: "--threshold porte sur --coverage ou sur --mutants\u{a0}; demandez l’un des deux")),
        (_, TestFormat::Text | TestFormat::Json | TestFormat::Junit, _) => None,
    }
}

/// Whether what is covered, or the mutation score, is below the threshold asked for; which is then said on standard error.
fn is_below_threshold(all: &[Ran], options: &TestOptions, asked: Lang) -> bool {
    let Some(threshold) = &options.threshold else { return false };
    let lang = all.first().map_or(asked, |ran| ran.lang);
    let mut below = false;
    let mut hold = |found: Option<Num>, en: &str, fr: &str| {
        let Some(found) = found.filter(|found| found < threshold) else { return };
        let (found, threshold) = (percent_text(&found, lang), percent_text(threshold, lang));
        eprintln!(
            "{}",
            tr!(lang; en: "{en}: {found}, below {threshold}", fr: "{fr}\u{a0}: {found}, en dessous de {threshold}")
        );
        below = true;
    };
    let covered = all.iter().filter_map(Ran::summary).reduce(Summary::plus);
    hold(covered.and_then(Summary::percent), "covered", "couverture");
    let scores = all.iter().filter_map(|ran| Some(ran.mutation.as_ref()?.score())).reduce(Score::plus);
    hold(scores.and_then(Score::percent), "mutation score", "score de mutation");
    below
}

impl Ran {
    fn new(analysis: Analysis, filter: Option<&str>, options: &TestOptions, shared: &Shared) -> Self {
        let lang = choose_lang(shared.lang, analysis.lang);
        let problems = analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
        let (engine, sources, project) = (&analysis.engine, &analysis.sources, &analysis.project);
        let readings = readings(&analysis, lang);
        let selected = |file: FileId| project.files.iter().any(|known| known.id == file && project.is_selected(known));
        let (report, coverage) = if options.coverage {
            let (report, coverage) = run_covered(engine, sources, &readings, filter, selected);
            (report, Some(coverage))
        } else {
            (run_tests(engine, sources, &readings, filter, selected), None)
        };
        let mutation = options.mutants.then(|| {
            let choice = Choice { filter, every: 1 };
            let mut progress = Progress::new();
            let mutation = run_mutants(engine, sources, &readings, choice, selected, &mut |done, of| {
                progress.tell(|| tr!(lang; en: "{done} changes of {of}", fr: "{done} changements sur {of}"));
            });
            progress.finish();
            mutation
        });
        Ran { lang, problems, report, coverage, mutation, analysis }
    }

    fn print_text(&self) {
        let (engine, sources) = (&self.analysis.engine, &self.analysis.sources);
        print(&to_text(&self.report, sources, engine, self.lang));
        if let Some(coverage) = &self.coverage {
            print(&coverage_text(coverage, sources, engine, self.lang));
        }
        if let Some(mutation) = &self.mutation {
            print(&mutants_text(mutation, sources, engine, self.lang));
        }
    }

    fn summary(&self) -> Option<Summary> {
        Some(self.coverage.as_ref()?.summary(&self.analysis.engine.checked.program))
    }
}

/// What is covered, when that was asked; then the counts, which come last since programs read that line.
fn print_counts(all: &[Ran], asked: Lang) {
    let lang = all.first().map_or(asked, |ran| ran.lang);
    if let Some(summary) = all.iter().filter_map(Ran::summary).reduce(Summary::plus) {
        print(&format!("\n{}", coverage_summary(&summary, lang)));
    }
    let mutations: Vec<&Mutation> = all.iter().filter_map(|ran| ran.mutation.as_ref()).collect();
    if !mutations.is_empty() {
        print(&format!("\n{}", mutants_summary(&mutations, lang)));
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
    let changed = all
        .iter()
        .filter_map(|ran| Some((ran.mutation.as_ref()?, &ran.analysis.sources, &ran.analysis.engine, ran.lang)));
    let changed: Vec<_> = changed.collect();
    if let (Json::Object(fields), false) = (&mut document, changed.is_empty()) {
        fields.insert("mutants".into(), mutants_json(&changed));
    }
    document
}

/// The texts of the facts files that tests start from.
fn readings(analysis: &Analysis, lang: Lang) -> Readings {
    let read = |path: PathBuf| std::fs::read_to_string(path).map_err(|error| unreadable(&error, lang));
    facts_files(analysis).into_iter().map(|(named, path)| (named, read(path))).collect()
}

/// The facts files that tests start from, by where they are named, each found from the file that names it.
fn facts_files(analysis: &Analysis) -> Vec<((FileId, String), PathBuf)> {
    let bases = analysis.engine.checked.program.tests.iter().flat_map(|test| &test.bases);
    let found = bases.filter_map(|base| {
        let Base::File(path, at, _) = base else { return None };
        let rules = PathBuf::from(analysis.sources.path(at.file));
        let facts = rules.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path));
        Some(((at.file, path.clone()), facts))
    });
    found.collect()
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
