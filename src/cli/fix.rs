//! `perenne check --fix`: the fixes that leave no doubt, written into the files of the doctrine.

use super::replace;
use crate::base::{Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::mend::{Mended, is_mendable, mend};
use crate::project::{Analysis, DoctrineRoot, FilePlace, RootPlace, RuleFile, Texts, analyse, analyse_as, shown};
use crate::syntax::rules_of;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How often the rules are read again for the fixes that touched others, or that others brought to light.
const MOST_PASSES: usize = 10;

/// What was done to the files of one doctrine.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// Each file written, and how many mistakes were mended in it.
    pub files: Vec<(PathBuf, usize)>,
    /// The files with fixes that were left out, and why.
    pub left: Vec<(PathBuf, Left)>,
}

/// Why fixes were left out.
#[derive(Debug)]
pub(super) enum Left {
    /// With them, more would be wrong than without.
    Worse,
    /// A link of the doctrine leads to a file that is not of it.
    Elsewhere,
    /// Somebody wrote into the file meanwhile.
    Changed,
    NotWritten(std::io::Error),
}

impl Left {
    /// Whether a file that should have been written was not.
    pub(super) fn is_failure(&self) -> bool {
        match self {
            Left::Changed | Left::NotWritten(_) => true,
            Left::Worse | Left::Elsewhere => false,
        }
    }

    pub(super) fn message(&self, path: &Path, lang: Lang) -> String {
        let path = shown(path);
        match self {
            Left::Worse => tr!(lang;
                en: "{path}: fixes were left out, for more errors would show with them than without; correct the others first",
                fr: "{path}\u{a0}: des corrections n’ont pas été faites, car il y aurait avec elles plus d’erreurs que sans\u{a0}; corrigez d’abord les autres"),
            Left::Elsewhere => tr!(lang;
                en: "{path} is a link to a file outside the doctrine, and is left as it is",
                fr: "{path} est un lien vers un fichier hors de la doctrine, et reste tel quel"),
            Left::Changed => tr!(lang;
                en: "{path} was changed meanwhile, and is left as it is: run the command again",
                fr: "{path} a changé entre-temps, et reste tel quel\u{a0}: relancez la commande"),
            Left::NotWritten(error) => {
                let why = replace::reason(error, lang);
                tr!(lang; en: "{path} cannot be written: {why}", fr: "{path} ne peut pas être écrit\u{a0}: {why}")
            }
        }
    }
}

/// `a.perenne: 2 fixes`
pub(super) fn fixed_line(path: &Path, count: usize, lang: Lang) -> String {
    let path = shown(path);
    let s = if count == 1 { "" } else { "s" };
    let es = if count == 1 { "" } else { "es" };
    tr!(lang; en: "{path}: {count} fix{es}\n", fr: "{path}\u{a0}: {count} correction{s}\n")
}

/// How many of these mistakes [`fix`] would try to mend.
pub(super) fn mendable(analysis: &Analysis) -> usize {
    let writable = |diagnostic: &&Diagnostic| {
        analysis.project.files.iter().any(|file| file.id == diagnostic.at.file && path_of(analysis, file).is_some())
    };
    analysis.diagnostics.iter().filter(|diagnostic| is_mendable(diagnostic)).filter(writable).count()
}

/// Applies the certain fixes to the files asked for, pass after pass, and writes what has changed. Doctrines that are
/// used, and shipped ones, are never written.
pub(super) fn fix(root: &DoctrineRoot) -> Fixed {
    let mut work = Work { root, analysis: analyse(root), texts: Texts::new(), done: BTreeMap::new(), left: Vec::new() };
    for _ in 0..MOST_PASSES {
        if !work.pass() {
            break;
        }
    }
    work.write()
}

struct Work<'r> {
    root: &'r DoctrineRoot,
    /// Of the texts as they stand after the fixes so far.
    analysis: Analysis,
    texts: Texts,
    /// For each file with fixes, its text on disk and how many mistakes are mended.
    done: BTreeMap<PathBuf, (String, usize)>,
    left: Vec<(PathBuf, Left)>,
}

impl Work<'_> {
    /// Applies all that can be applied at once; whether anything was.
    fn pass(&mut self) -> bool {
        let proposals = self.proposals();
        if proposals.is_empty() {
            return false;
        }
        if self.accept(&proposals) {
            return true;
        }
        // Something is worse for it: which file, shows when each is tried by itself.
        let mut any = false;
        for proposal in proposals {
            let path = proposal.0.clone();
            match self.accept(&[proposal]) {
                true => any = true,
                false => self.left.push((path, Left::Worse)),
            }
        }
        any
    }

    fn proposals(&mut self) -> Vec<(PathBuf, Mended)> {
        let mut proposals = Vec::new();
        let mut elsewhere = Vec::new();
        for file in &self.analysis.project.files {
            let Some(path) = path_of(&self.analysis, file) else { continue };
            if self.left.iter().any(|(left, _)| left == path) {
                continue;
            }
            let text = self.analysis.sources.get(file.id).map_or("", |source| &*source.text);
            let diagnostics: Vec<Diagnostic> =
                self.analysis.diagnostics.iter().filter(|found| found.at.file == file.id).cloned().collect();
            let Some(mended) = mend(file.id, text, &diagnostics, &rules_of(text, file.literate)) else { continue };
            match leads_outside(self.root, path) {
                true => elsewhere.push((path.to_path_buf(), Left::Elsewhere)),
                false => proposals.push((path.to_path_buf(), mended)),
            }
        }
        self.left.extend(elsewhere);
        proposals
    }

    /// Takes the new texts if no file shows more errors with them than without.
    fn accept(&mut self, proposals: &[(PathBuf, Mended)]) -> bool {
        let mut texts = self.texts.clone();
        texts.extend(proposals.iter().map(|(path, mended)| (path.clone(), mended.text.clone())));
        let after = analyse_as(self.root, &texts);
        let before = errors(&self.analysis);
        if errors(&after).iter().any(|(path, count)| before.get(path).is_none_or(|before| count > before)) {
            return false;
        }
        for (path, mended) in proposals {
            let before = text_of(&self.analysis, path);
            let (_, count) = self.done.entry(path.clone()).or_insert_with(|| (before, 0));
            *count += mended.count;
        }
        self.texts = texts;
        self.analysis = after;
        true
    }

    fn write(mut self) -> Fixed {
        let mut files = Vec::new();
        for (path, (before, count)) in self.done {
            let Some(text) = self.texts.get(&path) else { continue };
            if *text == before {
                continue;
            }
            let unchanged = std::fs::read_to_string(&path).is_ok_and(|now| now == before);
            let written = if unchanged { replace::replace(&path, text) } else { Ok(()) };
            match written {
                Ok(()) if unchanged => files.push((path, count)),
                Ok(()) => self.left.push((path, Left::Changed)),
                Err(error) => self.left.push((path, Left::NotWritten(error))),
            }
        }
        Fixed { files, left: self.left }
    }
}

/// How many errors each file with any has, by its path as shown.
fn errors(analysis: &Analysis) -> BTreeMap<String, usize> {
    let mut errors = BTreeMap::new();
    for diagnostic in analysis.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        *errors.entry(analysis.sources.path(diagnostic.at.file).to_string()).or_insert(0) += 1;
    }
    errors
}

/// Where a file is, if it is one of the files asked for.
fn path_of<'a>(analysis: &Analysis, file: &'a RuleFile) -> Option<&'a Path> {
    match &file.place {
        FilePlace::Disk(path) if analysis.project.is_selected(file) => Some(path),
        FilePlace::Disk(_) | FilePlace::Shipped(_) => None,
    }
}

fn text_of(analysis: &Analysis, path: &Path) -> String {
    let is_it = |file: &&RuleFile| matches!(&file.place, FilePlace::Disk(place) if place == path);
    let file = analysis.project.files.iter().find(is_it).and_then(|file| analysis.sources.get(file.id));
    file.map_or_else(String::new, |source| source.text.to_string())
}

/// Whether a file found in the folder of a doctrine is really somewhere else.
fn leads_outside(root: &DoctrineRoot, path: &Path) -> bool {
    let RootPlace::Folder(folder) = &root.place else { return false };
    match (std::fs::canonicalize(folder), std::fs::canonicalize(path)) {
        (Ok(folder), Ok(path)) => !path.starts_with(folder),
        (Ok(_) | Err(_), _) => true,
    }
}
