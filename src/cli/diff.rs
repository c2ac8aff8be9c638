//! `perenne diff`: what changes between two doctrines, and for which dossiers.

use super::Exit;
use super::arguments::{CallError, FactsPath, Targets};
use super::doctrine::{Choice, Why};
use super::dossier::{cannot_read, single};
use super::language::choose_lang;
use super::options::{DiffOptions, DossierOptions, ExplanationFormat, Places, Shared};
use super::output::{Progress, print, print_diagnostics, refuse, refuse_with};
use super::portfolio::input::Input;
use super::portfolio::records::Readers;
use super::style::{Stream, style_for};
use crate::base::{Date, Lang, SourceFile, Sources, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::to_json;
use crate::diff::{Diff, Impact, Side, Told, diff_json, diff_markdown, diff_text};
use crate::explain::text::Layout;
use crate::facts::records::Raw;
use crate::project::{
    Analysis, Exported, Revision, RevisionError, analyse_without_tests, doctrines_for, doctrines_within, shipped_named,
    shown,
};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

pub(super) fn run(options: &DiffOptions, shared: &Shared) -> Exit {
    match compare(options, shared) {
        Ok(exit) | Err(exit) => exit,
    }
}

/// One of the two doctrines, with what it is called.
struct Opened {
    analysis: Analysis,
    label: String,
}

impl Opened {
    fn side(&self) -> Side<'_> {
        Side { engine: &self.analysis.engine, sources: &self.analysis.sources }
    }

    fn errors(&self) -> Vec<Diagnostic> {
        self.analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect()
    }
}

fn compare(options: &DiffOptions, shared: &Shared) -> Result<Exit, Exit> {
    let asked = choose_lang(shared.lang, None);
    let (old, new) = (open(&options.old, asked)?, open(&options.new, asked)?);
    let lang = choose_lang(shared.lang, new.analysis.lang);
    let errors = [(old.errors(), &old), (new.errors(), &new)];
    if options.format != ExplanationFormat::Json {
        errors.iter().for_each(|(errors, of)| print_diagnostics(errors, &of.analysis.sources, lang, shared));
    }
    let diff = Diff::new(old.side(), new.side(), lang, options.as_of.unwrap_or_else(Date::today));
    let mut broken = None;
    let impact = match &options.data {
        Some(data) => {
            let (impact, ended) = impact(options, data, &diff, (&old, &new), lang, shared)?;
            broken = ended;
            Some(impact)
        }
        None => None,
    };
    let data = options.data.as_deref().map(shown_data).unwrap_or_default();
    let told = impact.as_ref().map(|impact| (impact, data.as_str()));
    let sides = ((old.label.as_str(), old.side()), (new.label.as_str(), new.side()));
    match options.format {
        ExplanationFormat::Json => {
            let errors = errors.iter().flat_map(|(errors, of)| listed(to_json(errors, &of.analysis.sources, lang)));
            print(&format!("{:#}\n", diff_json(&diff, sides.0, sides.1, told, errors.collect())));
        }
        ExplanationFormat::Markdown => print(&diff_markdown(&diff, sides.0, sides.1, told, lang)),
        ExplanationFormat::Text => {
            let layout = Layout::of(style_for(Stream::Output, shared.color, shared.plain), lang);
            let impact = told.map(|(impact, data)| impact.text(data, layout)).unwrap_or_default();
            print(&format!("{}{impact}", diff_text(&diff, sides.0, sides.1, layout)));
        }
    }
    if let Some(message) = broken {
        return Err(refuse_with(&message, lang));
    }
    Ok(if errors.iter().all(|(errors, _)| errors.is_empty()) { Exit::Done } else { Exit::No })
}

fn listed(errors: Json) -> Vec<Json> {
    match errors {
        Json::Array(errors) => errors,
        other => vec![other],
    }
}

fn shown_data(data: &Path) -> String {
    if data == Path::new("-") { String::from("-") } else { shown(data) }
}

/// A folder, a file, a revision of git, or the name of a doctrine shipped with the program.
fn open(written: &str, lang: Lang) -> Result<Opened, Exit> {
    let path = Path::new(written);
    let revision = Revision::parse(written).filter(|_| !path.exists());
    let Some(revision) = revision else {
        let shipped = shipped_named(written).filter(|_| !path.exists());
        let doctrines = match shipped {
            Some(root) => vec![root],
            None => doctrines_for(path).map_err(|problem| refuse(&CallError::Files(problem), lang))?,
        };
        let choice = Choice { doctrines, why: Why::Given(path.to_path_buf()) };
        let analysis = analyse_without_tests(single(&choice, lang)?, &[]);
        return Ok(Opened { analysis, label: choice.label(lang) });
    };
    let exported = revision.export().map_err(|error| refuse_with(&no_revision(written, &error, lang), lang))?;
    let doctrines = doctrines_within(&exported.path, Some(exported.folder()))
        .map_err(|problem| refuse(&CallError::Files(problem), lang))?;
    let choice = Choice { doctrines, why: Why::Given(PathBuf::from(written)) };
    let mut analysis = analyse_without_tests(single(&choice, lang)?, &[]);
    call_files(&mut analysis, &exported, revision.revision);
    Ok(Opened { analysis, label: choice.label(lang) })
}

/// Calls the files of a revision as git does, rather than by where they are laid out meanwhile.
fn call_files(analysis: &mut Analysis, exported: &Exported, revision: &str) {
    let folder = shown(exported.folder());
    let mut sources = Sources::default();
    for (_, file) in analysis.sources.iter() {
        let path = match file.path.strip_prefix(&folder) {
            Some(rest) => format!("{revision}:{}", rest.trim_start_matches('/')),
            None => file.path.clone(),
        };
        sources.add(SourceFile::new(path, file.text.clone()));
    }
    analysis.sources = sources;
}

/// What becomes of the dossiers, and why the data could not be read to their end.
fn impact<'d>(
    options: &DiffOptions,
    data: &Path,
    diff: &'d Diff,
    (old, new): (&'d Opened, &'d Opened),
    lang: Lang,
    shared: &Shared,
) -> Result<(Impact<'d>, Option<String>), Exit> {
    let facts = match data == Path::new("-") {
        true => FactsPath::Stdin,
        false => FactsPath::Path(data.to_path_buf()),
    };
    let targets = Targets { facts: Some(facts), ..Targets::default() };
    let mut input = Input::open(&targets, true, lang).map_err(|message| refuse_with(&message, lang))?;
    let call = call(options);
    let before = Readers::new(&old.analysis, &call, None, lang, shared)?;
    let after = Readers::new(&new.analysis, &call, None, lang, shared)?;
    let left = input
        .match_columns(&new.analysis.engine, options.dataset.is_some(), lang)
        .map_err(|message| refuse_with(&message, lang))?;
    left.into_iter().for_each(|left| eprintln!("{left}"));
    let mut impact = Impact::new(diff, old.side(), new.side(), lang);
    let mut progress = Progress::new();
    let broken = loop {
        let raw = match input.next_record() {
            Ok(Some(raw)) => raw,
            Ok(None) => break None,
            Err(error) => break Some(cannot_read(&input.path, &error.to_string(), lang)),
        };
        if raw.is_there() {
            weigh(&mut impact, &before, &after, &raw, &input.path, lang);
        }
        let records = impact.records;
        progress.tell(|| tr!(lang; en: "{records} records…", fr: "{records} enregistrements…"));
        if raw.cut {
            let (path, line) = (&input.path, raw.line);
            break Some(tr!(lang;
                en: "{path} ends in the middle of a record, the one that begins on line {line}",
                fr: "{path} s’arrête au milieu d’un enregistrement, celui qui commence à la ligne {line}"));
        }
    };
    progress.finish();
    Ok((impact, broken))
}

/// Judges a record by both doctrines.
fn weigh(impact: &mut Impact<'_>, before: &Readers<'_>, after: &Readers<'_>, raw: &Raw, path: &str, lang: Lang) {
    let (was, _) = before.read(raw);
    let (is, mistakes) = after.read(raw);
    let first = mistakes.iter().find(|mistake| mistake.is_error()).map(|mistake| {
        let (line, column) = raw.place(mistake.at.span.start as usize);
        let file = raw.file.clone().unwrap_or_else(|| path.to_string());
        Told { file, line, column, message: mistake.problem.message(lang), code: mistake.code().text() }
    });
    let (Some(was), Some(is)) = (was, is) else { return impact.skip(first) };
    impact.note(first);
    let name = match (&is.name, &raw.file) {
        (Some(name), _) => name.clone(),
        (None, Some(file)) => file.clone(),
        (None, None) => {
            let line = raw.line;
            tr!(lang; en: "line {line}", fr: "ligne {line}")
        }
    };
    let (old_view, new_view) = (before.view(&was), after.view(&is));
    impact.add(&name, &before.situation(&was, &old_view), &after.situation(&is, &new_view));
}

/// How both doctrines look at a dossier.
fn call(options: &DiffOptions) -> DossierOptions {
    DossierOptions {
        places: Places { targets: Vec::new(), rules: None },
        facts: None,
        dataset: options.dataset.clone(),
        as_of: options.as_of,
        texts_as_of: None,
        known_by: None,
        source: None,
        scenario: None,
        only: Vec::new(),
        set: Vec::new(),
        strict: false,
    }
}

fn no_revision(written: &str, error: &RevisionError, lang: Lang) -> String {
    let quoted = lang.quoted(written);
    match error {
        RevisionError::NoGit => tr!(lang;
            en: "{quoted} is neither a file nor a folder; to read it as a revision takes the “git” program, which is not on this machine",
            fr: "{quoted} n’est ni un fichier ni un dossier\u{a0}; pour le lire comme une révision il faut le programme «\u{a0}git\u{a0}», qui n’est pas sur cette machine"),
        RevisionError::Git(said) => tr!(lang;
            en: "git cannot read {quoted}: {said}",
            fr: "git ne peut pas lire {quoted}\u{a0}: {said}"),
        RevisionError::NoRules => tr!(lang;
            en: "there are no rules at {quoted}; the path goes from the top of the repository, or with “./” from the working folder",
            fr: "il n’y a pas de règles à {quoted}\u{a0}; le chemin part de la racine du dépôt, ou avec «\u{a0}./\u{a0}» du dossier de travail"),
        RevisionError::TooMany => tr!(lang;
            en: "{quoted} has too many files of rules",
            fr: "{quoted} a trop de fichiers de règles"),
        RevisionError::System(error) => cannot_read(written, &error.to_string(), lang),
    }
}
