//! `perenne fmt`: files laid out, or turned into the other language.

use super::arguments::CallError;
use super::language::choose_lang;
use super::options::{FmtOptions, Shared};
use super::output::{print, print_diagnostics, refuse, refuse_with};
use super::style::{Stream, style_for};
use super::{Exit, replace};
use crate::base::{FileId, Lang, SourceFile, Sources, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::FilesProblem;
use crate::format::{Fault, Options, Refusal, format};
use crate::project::{
    DoctrineRoot, Project, RootPlace, Vocabulary, is_rules_path, near, nearest_doctrine, rules_below, shown, vocabulary,
};
use crate::syntax::looks_literate;
use similar::TextDiff;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest standard input that is read, as for a file.
const INPUT_LIMIT: u64 = crate::project::FILE_LIMIT;

pub(super) fn run(options: &FmtOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    let mut formatter = Formatter { options, shared, exit: Exit::Done, known: HashMap::new(), lang: None };
    if options.paths.iter().any(|path| path == Path::new("-")) {
        if options.paths.len() > 1 {
            let message = tr!(asked;
                en: "standard input (-) and other paths cannot be formatted at once",
                fr: "l’entrée standard (-) ne se met pas en forme avec d’autres chemins");
            return refuse_with(&message, asked);
        }
        formatter.standard_input();
        return formatter.exit;
    }
    let files = formatter.files(asked);
    let (mut changed, mut kept) = (0, 0);
    for path in &files {
        match formatter.file(path) {
            Some(true) => changed += 1,
            Some(false) => kept += 1,
            None => {}
        }
    }
    formatter.summary(changed, kept);
    formatter.exit
}

struct Formatter<'o> {
    options: &'o FmtOptions,
    shared: &'o Shared,
    exit: Exit,
    /// The vocabulary of each doctrine met.
    known: HashMap<PathBuf, Vocabulary>,
    /// The language of the first file.
    lang: Option<Lang>,
}

impl Formatter<'_> {
    /// The worst of what happened decides how the program ends.
    fn note(&mut self, exit: Exit) {
        if exit.code() > self.exit.code() {
            self.exit = exit;
        }
    }

    /// The files to format, each once, in the order asked for.
    fn files(&mut self, lang: Lang) -> Vec<PathBuf> {
        let mut files = Vec::new();
        if self.options.paths.is_empty() {
            match nearest_doctrine(Path::new(".")) {
                Some(root) => files.extend(files_of(&root)),
                None => {
                    let message = tr!(lang;
                        en: "there is no doctrine here or above: say which files or folders to format",
                        fr: "aucune doctrine ici ni au-dessus\u{a0}: dites quels fichiers ou dossiers mettre en forme");
                    self.note(refuse_with(&message, lang));
                }
            }
        }
        for path in &self.options.paths {
            match std::fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => {
                    let (below, problems) = rules_below(path);
                    if below.is_empty() && problems.is_empty() {
                        let problem = FilesProblem::NoRules { path: shown(path) };
                        self.note(refuse(&CallError::Files(problem), lang));
                    }
                    files.extend(below);
                    for problem in problems {
                        self.note(refuse(&CallError::Files(problem), lang));
                    }
                }
                Ok(_) if is_rules_path(path) => files.push(path.clone()),
                Ok(_) => self.note(refuse(&CallError::NotRules { path: path.clone() }, lang)),
                Err(_) => {
                    let problem = FilesProblem::PathNotFound { path: shown(path), suggestion: near(path) };
                    self.note(refuse(&CallError::Files(problem), lang));
                }
            }
        }
        let mut seen = std::collections::HashSet::new();
        files.retain(|path| seen.insert(path.clone()));
        files
    }

    /// Formats a file; whether it changes, or nothing when it could not be formatted.
    fn file(&mut self, path: &Path) -> Option<bool> {
        let root = DoctrineRoot { place: RootPlace::File(path.to_path_buf()), name: None, part: None };
        let project = Project::load(&root);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let doctrine = nearest_doctrine(folder).unwrap_or(root);
        let lang = self.lang_of(Some(&doctrine));
        let Some(file) = project.files.first() else {
            print_diagnostics(&project.diagnostics, &project.sources, lang, self.shared);
            self.note(Exit::Call);
            return None;
        };
        let text = project.sources.get(file.id).map_or("", |source| &*source.text);
        let formatted = self.formatted(&project.sources, file.id, text, file.literate, Some(&doctrine))?;
        if formatted == text {
            return Some(false);
        }
        if self.options.check {
            self.show(&shown(path), text, &formatted);
            self.note(Exit::No);
            return Some(true);
        }
        if let Err(error) = replace::replace(path, &formatted) {
            let (path, why) = (shown(path), replace::reason(&error, lang));
            let message =
                tr!(lang; en: "{path} cannot be written: {why}", fr: "{path} ne peut pas être écrit\u{a0}: {why}");
            self.note(refuse_with(&message, lang));
            return None;
        }
        Some(true)
    }

    fn standard_input(&mut self) {
        let doctrine = nearest_doctrine(Path::new("."));
        let asked = choose_lang(self.shared.lang, None);
        let name = tr!(asked; en: "standard input", fr: "entrée standard");
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(INPUT_LIMIT + 1).read_to_end(&mut bytes);
        if read.is_err() || bytes.len() as u64 > INPUT_LIMIT {
            let message = tr!(asked;
                en: "standard input cannot be read, or is larger than a file of rules may be",
                fr: "l’entrée standard ne se lit pas, ou dépasse la taille permise à un fichier de règles");
            return self.note(refuse_with(&message, asked));
        }
        let Ok(text) = String::from_utf8(bytes) else {
            let message = tr!(asked;
                en: "standard input is not UTF-8 text",
                fr: "l’entrée standard n’est pas un texte UTF-8");
            return self.note(refuse_with(&message, asked));
        };
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new(name.as_str(), text.as_str()));
        let literate = looks_literate(&text);
        let Some(formatted) = self.formatted(&sources, id, &text, literate, doctrine.as_ref()) else { return };
        if !self.options.check {
            return print(&formatted);
        }
        if formatted != text {
            self.show(&name, &text, &formatted);
            self.note(Exit::No);
        }
    }

    /// The text formatted; nothing, and the reason told, when it must stay as it is.
    fn formatted(
        &mut self,
        sources: &Sources,
        id: FileId,
        text: &str,
        literate: bool,
        doctrine: Option<&DoctrineRoot>,
    ) -> Option<String> {
        let lang = self.lang_of(doctrine);
        let types = self.vocabulary(doctrine).types.clone();
        let refusal = match format(id, text, literate, Options { to: self.options.to, types: Some(&types) }) {
            Ok(formatted) => return Some(formatted),
            Err(refusal) => refusal,
        };
        let path = sources.path(id);
        match refusal {
            Refusal::Mistakes(found) => {
                let errors: Vec<Diagnostic> = found.into_iter().filter(Diagnostic::is_error).collect();
                print_diagnostics(&errors, sources, lang, self.shared);
                eprintln!(
                    "{}",
                    tr!(lang;
                    en: "{path} is left as it is: what cannot be read cannot be formatted",
                    fr: "{path} est laissé tel quel\u{a0}: ce qui ne se lit pas ne se met pas en forme")
                );
                self.note(Exit::No);
            }
            Refusal::Unsure { fault, .. } => {
                let what = what(fault, lang);
                eprintln!(
                    "{}",
                    tr!(lang;
                    en: "{path} is left as it is: formatting it would change {what}. This is a mistake of perenne: please report it, with the file.",
                    fr: "{path} est laissé tel quel\u{a0}: sa mise en forme changerait {what}. C’est une erreur de perenne\u{a0}: merci de la signaler, avec le fichier.")
                );
                self.note(Exit::Internal);
            }
        }
        None
    }

    /// What the doctrine of a file declares; a text that belongs to none has its own words alone.
    fn vocabulary(&mut self, doctrine: Option<&DoctrineRoot>) -> &Vocabulary {
        let key = doctrine.map_or_else(PathBuf::new, |root| PathBuf::from(root.shown_path()));
        self.known.entry(key).or_insert_with(|| doctrine.map(vocabulary).unwrap_or_default())
    }

    fn lang_of(&mut self, doctrine: Option<&DoctrineRoot>) -> Lang {
        let own = self.vocabulary(doctrine).lang;
        self.lang = self.lang.or(own);
        choose_lang(self.shared.lang, own)
    }

    /// What would change, line by line.
    fn show(&self, path: &str, before: &str, after: &str) {
        let style = style_for(Stream::Output, self.shared.color, self.shared.plain);
        let diff = TextDiff::from_lines(before, after);
        let diff = diff.unified_diff().header(path, path).to_string();
        print(&if style.color { coloured(&diff) } else { diff });
    }

    fn summary(&self, changed: usize, kept: usize) {
        let lang = choose_lang(self.shared.lang, self.lang);
        if changed + kept == 0 {
            return;
        }
        if self.options.check {
            eprint!("{}", counted(changed, kept, Told::Check, lang));
        } else {
            print(&counted(changed, kept, Told::Done, lang));
        }
    }
}

/// Whether files were written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Done,
    Check,
}

/// `2 files formatted, 11 left as they were`
fn counted(changed: usize, kept: usize, told: Told, lang: Lang) -> String {
    let files = |count: usize| {
        let many = if lang == Lang::En { count != 1 } else { count > 1 };
        let s = if many { "s" } else { "" };
        tr!(lang; en: "{count} file{s}", fr: "{count} fichier{s}")
    };
    let rest = match (kept, told) {
        (0, _) => String::new(),
        (_, Told::Done) => tr!(lang; en: ", {kept} left as they were", fr: ", {kept} sans changement"),
        (_, Told::Check) => tr!(lang; en: ", {kept} as they should be", fr: ", {kept} sans changement"),
    };
    let count = files(if changed == 0 { kept } else { changed });
    match told {
        Told::Done | Told::Check if changed == 0 => {
            tr!(lang; en: "{count}, nothing to change\n", fr: "{count}, rien à changer\n")
        }
        Told::Done => tr!(lang; en: "{count} formatted{rest}\n", fr: "{count} mis en forme{rest}\n"),
        Told::Check => tr!(lang; en: "{count} to format{rest}\n", fr: "{count} à mettre en forme{rest}\n"),
    }
}

fn what(fault: Fault, lang: Lang) -> String {
    match fault {
        Fault::Unreadable => tr!(lang; en: "it into what cannot be read", fr: "ce fichier en un texte illisible"),
        Fault::Meaning => tr!(lang; en: "its meaning", fr: "son sens"),
        Fault::Comment => tr!(lang; en: "its comments", fr: "ses commentaires"),
        Fault::Text => tr!(lang; en: "its texts", fr: "ses textes"),
        Fault::Prose => tr!(lang; en: "its prose", fr: "sa prose"),
        Fault::Unstable => tr!(lang; en: "it each time anew", fr: "le fichier chaque fois à nouveau"),
    }
}

/// The files of a doctrine, without those of the doctrines below it.
fn files_of(root: &DoctrineRoot) -> Vec<PathBuf> {
    let files = Project::load(root).files;
    files
        .into_iter()
        .filter_map(|file| match file.place {
            crate::project::FilePlace::Disk(path) => Some(path),
            crate::project::FilePlace::Shipped(_) => None,
        })
        .collect()
}

fn coloured(diff: &str) -> String {
    let mut text = String::new();
    for line in diff.split_inclusive('\n') {
        let colour = match line.chars().next() {
            Some('+') => "\u{1b}[32m",
            Some('-') => "\u{1b}[31m",
            Some('@') => "\u{1b}[36m",
            _ => "",
        };
        let (shown, end) = line.strip_suffix('\n').map_or((line, ""), |shown| (shown, "\n"));
        let reset = if colour.is_empty() { "" } else { "\u{1b}[0m" };
        text.push_str(&format!("{colour}{shown}{reset}{end}"));
    }
    text
}
