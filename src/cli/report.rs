//! `perenne report`: the preparatory note of one dossier.

use super::Exit;
use super::dossier::{Opened, open};
use super::options::{DocFormat, DossierOptions, ReportOptions, Shared};
use super::output::refuse_with;
use super::page::{format_of, path_in, put};
use crate::base::{Date, Lang};
use crate::document::{to_html, to_markdown};
use crate::note::{Receipt, Request, Stamp, note};
use crate::project::shown;
use std::path::Path;

pub(super) fn run(options: &ReportOptions, shared: &Shared) -> Exit {
    let opened = match open(&options.dossier, shared) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let lang = opened.lang;
    let format = match format_of(options.format, options.output.as_deref(), lang) {
        Ok(format) => format,
        Err(message) => return refuse_with(&message, lang),
    };
    let evaluated = opened.evaluate();
    let evaluation = opened.evaluation(&evaluated);
    let problems = opened.problems_of(&evaluation);
    // The note tells them too; they are told here for those who only look at the terminal.
    opened.print_problems(&problems, shared);
    if opened.is_refused() {
        return opened.exit(&problems);
    }
    let comparison = evaluation.compare(opened.title.clone(), &opened.dossier, &opened.view, &[], lang);
    let document = note(&Request {
        evaluation: &evaluation,
        report: &opened.report(&evaluation, true),
        questions: &opened.questions(&evaluation),
        comparison: &comparison,
        problems: &problems,
        view: &opened.view,
        settings: &options.dossier.set,
        receipt: &receipt(&opened, &options.dossier, format),
        lang,
    });
    let written = match format {
        DocFormat::Markdown => to_markdown(&document),
        DocFormat::Html => to_html(&document),
    };
    match put(&written, options.output.as_deref(), lang) {
        Ok(()) => opened.exit(&problems),
        Err(message) => refuse_with(&message, lang),
    }
}

fn receipt(opened: &Opened, options: &DossierOptions, format: DocFormat) -> Receipt {
    let project = &opened.analysis.project;
    let files: Vec<Stamp> = project
        .files
        .iter()
        .filter_map(|file| {
            let text = &opened.analysis.sources.get(file.id)?.text;
            let import = usize::try_from(file.import).unwrap_or(0);
            let root = project.imports.get(import).unwrap_or(&project.root);
            let path = path_in(&root.place, &file.place, &file.path);
            // Paths in another doctrine start with its name, so that none stands for two files.
            let path = if import == 0 { path } else { format!("{}/{path}", root.label()) };
            Some(Stamp::of(&path, text))
        })
        .collect();
    Receipt {
        version: env!("CARGO_PKG_VERSION").to_string(),
        doctrine: Stamp::of_all(&project.root.label(), &files),
        files,
        facts: opened.facts.as_ref().map(|facts| Stamp::of(&facts.path, &facts.text)),
        command: command(options, opened.view.as_of, opened.lang, format),
    }
}

/// The call as it was typed, with the day, the language and the format that it left to the surroundings.
fn command(options: &DossierOptions, as_of: Date, lang: Lang, format: DocFormat) -> String {
    let mut words: Vec<String> = vec![String::from("perenne"), String::from("report")];
    words.extend(options.places.targets.iter().map(|target| quoted(&shown(target))));
    let mut add = |option: &str, value: Option<String>| {
        if let Some(value) = value {
            words.extend([option.to_string(), quoted(&value)]);
        }
    };
    let path = |path: &Option<std::path::PathBuf>| path.as_deref().map(|path: &Path| shown(path));
    add("--rules", path(&options.places.rules));
    add("--facts", path(&options.facts));
    add("--dataset", options.dataset.clone());
    add("--as-of", Some(as_of.to_string()));
    add("--texts-as-of", options.texts_as_of.map(|day| day.to_string()));
    add("--known-by", options.known_by.map(|day| day.to_string()));
    add("--source", options.source.clone());
    add("--scenario", options.scenario.clone());
    options.only.iter().for_each(|name| add("--only", Some(name.clone())));
    options.set.iter().for_each(|setting| add("--set", Some(setting.clone())));
    add("--lang", Some(lang.code().to_string()));
    add(
        "--format",
        Some(String::from(match format {
            DocFormat::Markdown => "markdown",
            DocFormat::Html => "html",
        })),
    );
    words.join(" ")
}

/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | ':' | ',' | '+' | '@');
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
