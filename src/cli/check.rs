//! `perenne check`: everything that can be known of the rules without a dossier.

use super::Exit;
use super::language::choose_lang;
use super::options::{CheckOptions, EvalFormat, Shared};
use super::output::{print, print_diagnostics, refuse_with, rules_of, summary_line};
use crate::base::{Lang, tr};
use crate::check::{Quotes, check_quotes};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::to_json;
use crate::model::ids::SourceId;
use crate::project::{Analysis, analyse};
use serde_json::json;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub(super) fn run(options: &CheckOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    let (choice, names) = match rules_of(&options.places, asked) {
        Ok(rules) => rules,
        Err(exit) => return exit,
    };
    if let Some(name) = names.first() {
        let name = asked.quoted(name);
        let message = tr!(asked;
            en: "{name} is neither a folder nor a file of rules",
            fr: "{name} n’est ni un dossier ni un fichier de règles");
        return refuse_with(&message, asked);
    }
    let mut all_json = Vec::new();
    let mut failed = false;
    for root in &choice.doctrines {
        let analysis = analyse(root);
        let mut diagnostics = selected(&analysis);
        let quotes = check_quotes(&analysis.engine.checked.program, &texts(&analysis, options.texts.as_deref()));
        diagnostics.extend(quotes.diagnostics.iter().cloned());
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
                    let quoted = quotes_line(&analysis, &quotes, options.texts.is_some(), lang);
                    let label = root.label();
                    let counts = counts(&analysis, lang);
                    let line = summary_line(&diagnostics, lang);
                    print(&tr!(lang; en: "{label}: {counts}; {line}\n", fr: "{label} : {counts} ; {line}\n"));
                    print(&quoted);
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

/// The texts at hand: those that sources name beside the rules, and those of the folder asked for.
fn texts(analysis: &Analysis, folder: Option<&Path>) -> HashMap<SourceId, String> {
    let program = &analysis.engine.checked.program;
    let mut texts = HashMap::new();
    for (rank, source) in program.sources.iter().enumerate() {
        let named = source.text.as_ref().map(|(path, at)| {
            let rules = Path::new(analysis.sources.path(at.file));
            rules.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path))
        });
        let asked = folder.map(|folder| folder.join(format!("{}.txt", source.meta.name)));
        if let Some(text) = asked.into_iter().chain(named).find_map(|path| std::fs::read_to_string(path).ok()) {
            texts.insert(SourceId::new(rank), text);
        }
    }
    texts
}

/// How many quotes were found, and which sources have no text to look in; nothing when nobody asked.
fn quotes_line(analysis: &Analysis, quotes: &Quotes, asked: bool, lang: Lang) -> String {
    if !asked && quotes.found == 0 {
        return String::new();
    }
    let program = &analysis.engine.checked.program;
    let found = quotes.found;
    let mut line = tr!(lang; en: "quotes found: {found}", fr: "citations retrouvées : {found}");
    let names: Vec<&str> = quotes
        .without_text
        .iter()
        .filter_map(|id| program.source(*id))
        .map(|source| source.meta.name.as_str())
        .collect();
    if !names.is_empty() {
        let (count, names) = (names.len(), names.join(", "));
        line.push_str(&tr!(lang;
            en: "; sources without a text here: {count} ({names})",
            fr: " ; sources sans texte ici : {count} ({names})"));
    }
    line.push('\n');
    line
}

fn counts(analysis: &Analysis, lang: Lang) -> String {
    let program = &analysis.engine.checked.program;
    let declared = program.facts.iter().filter(|fact| fact.is_declared()).count();
    let (rules, facts, tests) = (program.rules.len(), declared, program.tests.len());
    tr!(lang;
        en: "{rules} criteria and checklists, {facts} facts, {tests} tests",
        fr: "{rules} critères et grilles, {facts} faits, {tests} tests")
}
