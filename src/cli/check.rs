//! `perenne check`: everything that can be known of the rules without a dossier.

use super::Exit;
use super::fix::{Fixed, fix, fixed_line, mendable};
use super::language::choose_lang;
use super::options::{CheckFormat, CheckOptions, Shared};
use super::output::{print, print_diagnostics_of_json, refuse_with, rules_of, summary_line};
use crate::base::{Lang, tr};
use crate::check::{Quotes, check_quotes};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{Sarif, add_to_sarif, to_github, to_json};
use crate::explain::json::citation_json;
use crate::model::ids::SourceId;
use crate::model::plan::Uncoded;
use crate::project::{Analysis, analyse, shown};
use serde_json::{Value as Json, json};
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
    let (mut all_json, mut uncoded, mut fixed_json) = (Vec::new(), Vec::new(), Vec::new());
    let mut sarif = Sarif::new(asked);
    let mut exit = Exit::Done;
    for root in &choice.doctrines {
        let fixed = options.fix.then(|| fix(root));
        let analysis = analyse(root);
        let mut diagnostics = selected(&analysis);
        let quotes = check_quotes(&analysis.engine.checked.program, &texts(&analysis, options.texts.as_deref()));
        diagnostics.extend(quotes.diagnostics.iter().cloned());
        if exit == Exit::Done && diagnostics.iter().any(Diagnostic::is_error) {
            exit = Exit::No;
        }
        let lang = choose_lang(shared.lang, analysis.lang);
        if let Some(fixed) = &fixed {
            tell_fixed(fixed, options.format, lang);
            if fixed.left.iter().any(|(_, why)| why.is_failure()) {
                exit = Exit::Call;
            }
            fixed_json.extend(fixed.files.iter().map(|(path, count)| json!({ "file": shown(path), "count": count })));
        }
        match options.format {
            CheckFormat::Sarif => add_to_sarif(&mut sarif, &diagnostics, &analysis.sources),
            CheckFormat::Github => print(&to_github(&diagnostics, &analysis.sources, lang)),
            CheckFormat::Json => {
                uncoded.extend(passages(&analysis).map(|passage| uncoded_json(&analysis, passage)));
                match to_json(&diagnostics, &analysis.sources, lang) {
                    Json::Array(items) => all_json.extend(items),
                    other => all_json.push(other),
                }
            }
            CheckFormat::Text => {
                print_diagnostics_of_json(&diagnostics, &analysis.sources, lang, shared);
                if fixed.is_none() {
                    tell_mendable(mendable(&analysis), lang);
                }
                if diagnostics.is_empty() {
                    let quoted = quotes_line(&analysis, &quotes, options.texts.is_some(), lang);
                    let label = root.label();
                    let counts = counts(&analysis, lang);
                    let line = summary_line(&diagnostics, lang);
                    print(&tr!(lang; en: "{label}: {counts}; {line}\n", fr: "{label} : {counts} ; {line}\n"));
                    print(&quoted);
                }
                print(&uncoded_line(&analysis, lang));
            }
        }
    }
    match options.format {
        CheckFormat::Json => {
            let mut out = json!({ "format": "perenne.check/1", "diagnostics": all_json, "uncoded": uncoded });
            if let (true, Some(fields)) = (options.fix, out.as_object_mut()) {
                fields.insert("fixed".to_string(), Json::Array(fixed_json));
            }
            print(&format!("{out:#}\n"));
        }
        CheckFormat::Sarif => print(&format!("{:#}\n", sarif.finish())),
        CheckFormat::Text | CheckFormat::Github => {}
    }
    exit
}

/// Says what was fixed, apart from a format that programs read, and what was not and why.
fn tell_fixed(fixed: &Fixed, format: CheckFormat, lang: Lang) {
    let done: String = fixed.files.iter().map(|(path, count)| fixed_line(path, *count, lang)).collect();
    match format {
        CheckFormat::Text if done.is_empty() => {
            print(&tr!(lang; en: "nothing to fix without you\n", fr: "rien à corriger sans vous\n"));
        }
        CheckFormat::Text => print(&done),
        CheckFormat::Json | CheckFormat::Sarif | CheckFormat::Github => eprint!("{done}"),
    }
    for (path, why) in &fixed.left {
        eprintln!("{}", why.message(path, lang));
    }
}

/// Says how many mistakes need nobody, if any.
fn tell_mendable(count: usize, lang: Lang) {
    let command = lang.quoted("perenne check --fix");
    match count {
        0 => {}
        1 => eprintln!("{}", tr!(lang; en: "{command} corrects 1 of them", fr: "{command} en corrige\u{a0}1")),
        _ => eprintln!(
            "{}",
            tr!(lang; en: "{command} corrects {count} of them", fr: "{command} en corrige\u{a0}{count}")
        ),
    }
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

/// The passages deliberately not turned into rules, in the files asked for.
fn passages(analysis: &Analysis) -> impl Iterator<Item = &Uncoded> {
    let project = &analysis.project;
    analysis.engine.checked.program.uncoded.iter().filter(move |passage| {
        project.files.iter().any(|file| file.id == passage.meta.at.file && project.is_selected(file))
    })
}

/// How many passages are not turned into rules, and the first few; nothing when there are none.
fn uncoded_line(analysis: &Analysis, lang: Lang) -> String {
    const SHOWN: usize = 3;
    let passages: Vec<&Uncoded> = passages(analysis).collect();
    let labels: Vec<String> = passages
        .iter()
        .map(|passage| passage.meta.label())
        .filter(|label| !label.is_empty())
        .take(SHOWN)
        .map(|label| lang.quoted(label))
        .collect();
    let more = if passages.len() > labels.len() && !labels.is_empty() { ", …" } else { "" };
    let labels = if labels.is_empty() { String::new() } else { format!(" ({}{more})", labels.join(", ")) };
    match passages.len() {
        0 => String::new(),
        1 => tr!(lang; en: "1 passage not coded{labels}\n", fr: "1 passage non codé{labels}\n"),
        count => tr!(lang; en: "{count} passages not coded{labels}\n", fr: "{count} passages non codés{labels}\n"),
    }
}

fn uncoded_json(analysis: &Analysis, passage: &Uncoded) -> Json {
    let program = &analysis.engine.checked.program;
    let Uncoded { meta, because } = passage;
    let file = analysis.sources.get(meta.at.file);
    let (line, column) = file.map_or((0, 0), |file| file.line_column(meta.item.span.start as usize));
    json!({
        "name": (!meta.name.is_empty()).then_some(&meta.name),
        "title": meta.title,
        "refs": meta.notes.refs,
        "sources": meta.per.iter().map(|citation| citation_json(program, citation)).collect::<Vec<_>>(),
        "because": because,
        "file": analysis.sources.path(meta.at.file),
        "line": line,
        "column": column,
    })
}

fn counts(analysis: &Analysis, lang: Lang) -> String {
    let program = &analysis.engine.checked.program;
    let declared = program.facts.iter().filter(|fact| fact.is_declared()).count();
    let (rules, facts, tests) = (program.rules.len(), declared, program.tests.len());
    tr!(lang;
        en: "{rules} criteria and checklists, {facts} facts, {tests} tests",
        fr: "{rules} critères et grilles, {facts} faits, {tests} tests")
}
