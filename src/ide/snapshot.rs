//! A doctrine as it stands at one moment, open buffers laid over the files on disk.

use super::judged::Judged;
use super::symbols::Symbols;
use crate::base::{FileId, Lang, SourceFile, Sources, Span};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::eval::Engine;
use crate::facts::dossier::{Dossier, read_dossier};
use crate::facts::read::{Entry, LIMIT, read};
use crate::model::Program;
use crate::project::{Analysis, DoctrineRoot, FilePlace, Kept, KeptFile, Texts, analyse_kept};
use crate::syntax::{Token, Words, ast};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// The rules of a doctrine, analysed.
#[derive(Debug)]
pub struct Rules {
    pub analysis: Analysis,
    kept: Kept,
    by_path: HashMap<PathBuf, FileId>,
}

impl Rules {
    /// Runs every stage on a doctrine, with other texts than those on disk for some files. Files that `kept` knows are
    /// not read again.
    pub fn new(root: &DoctrineRoot, texts: &Texts, kept: &mut Kept) -> Rules {
        let analysis = analyse_kept(root, texts, kept);
        let by_path = analysis.project.files.iter().filter_map(|file| match &file.place {
            FilePlace::Disk(path) => Some((path.clone(), file.id)),
            FilePlace::Shipped(_) => None,
        });
        Rules { by_path: by_path.collect(), kept: kept.clone(), analysis }
    }

    pub fn engine(&self) -> &Engine {
        &self.analysis.engine
    }

    /// Whether a file on disk is among those read.
    pub fn holds(&self, path: &Path) -> bool {
        self.by_path.contains_key(path)
    }
}

/// A facts file read against a doctrine.
#[derive(Debug)]
pub struct FactsFile {
    pub path: PathBuf,
    pub id: FileId,
    pub text: Arc<str>,
    /// The tree of keys and values, with their places.
    pub root: Vec<Entry>,
    pub dossier: Dossier,
    pub diagnostics: Vec<Diagnostic>,
}

impl FactsFile {
    /// Reads a text as the facts file of that number.
    pub fn new(rules: &Rules, id: FileId, path: PathBuf, text: Arc<str>) -> FactsFile {
        let (dossier, diagnostics) = read_dossier(rules.engine(), id, &text);
        // The reader of dossiers keeps no tree; a text that is too long has none.
        let root = if text.len() > LIMIT { Vec::new() } else { read(id, &text).root };
        FactsFile { path, id, text, root, dossier, diagnostics }
    }
}

/// Rules and the facts files that are open beside them.
#[derive(Debug)]
pub struct Snapshot {
    pub rules: Arc<Rules>,
    pub facts: Vec<Arc<FactsFile>>,
    /// The texts of both.
    pub sources: Sources,
    symbols: OnceLock<Symbols>,
    /// Evaluations of the facts files, those that were asked for.
    pub(super) judged: Mutex<HashMap<FileId, Arc<Judged>>>,
}

impl Snapshot {
    /// `facts`: paths and texts.
    pub fn new(rules: Arc<Rules>, facts: &[(PathBuf, Arc<str>)]) -> Snapshot {
        let mut sources = rules.analysis.sources.clone();
        let read = facts.iter().map(|(path, text)| {
            let id = sources.add(SourceFile::new(crate::project::shown(path), text.clone()));
            Arc::new(FactsFile::new(&rules, id, path.clone(), text.clone()))
        });
        let facts = read.collect();
        Snapshot { rules, facts, sources, symbols: OnceLock::new(), judged: Mutex::default() }
    }

    /// Everything named, found once.
    pub fn symbols(&self) -> &Symbols {
        self.symbols.get_or_init(|| Symbols::new(self))
    }

    pub fn engine(&self) -> &Engine {
        self.rules.engine()
    }

    pub fn checked(&self) -> &Checked {
        &self.engine().checked
    }

    pub fn program(&self) -> &Program {
        &self.engine().checked.program
    }

    /// The file of rules or of facts at a path.
    pub fn file_at(&self, path: &Path) -> Option<FileId> {
        let facts = || self.facts.iter().find(|facts| facts.path == path).map(|facts| facts.id);
        self.rules.by_path.get(path).copied().or_else(facts)
    }

    /// Where a file is on disk; `None` for those shipped with the program.
    pub fn path_of(&self, id: FileId) -> Option<&Path> {
        let rules = self.rules.analysis.project.files.iter().find(|file| file.id == id);
        match rules.map(|file| &file.place) {
            Some(FilePlace::Disk(path)) => Some(path),
            Some(FilePlace::Shipped(_)) => None,
            None => self.facts_file(id).map(|facts| facts.path.as_path()),
        }
    }

    pub fn facts_file(&self, id: FileId) -> Option<&FactsFile> {
        self.facts.iter().find(|facts| facts.id == id).map(Arc::as_ref)
    }

    pub fn text(&self, id: FileId) -> &str {
        self.sources.get(id).map_or("", |source| &source.text)
    }

    fn kept(&self, id: FileId) -> Option<&KeptFile> {
        self.rules.kept.file(id).map(Arc::as_ref)
    }

    /// The tree of a file of rules.
    pub fn tree(&self, id: FileId) -> Option<&ast::File> {
        self.kept(id).map(|kept| &kept.parsed.file)
    }

    pub(crate) fn words(&self, id: FileId) -> Option<&Words> {
        self.kept(id).map(|kept| &kept.words)
    }

    /// The words of a file of rules, blanks and comments left out.
    pub(crate) fn tokens(&self, id: FileId) -> &[Token] {
        self.words(id).map_or(&[], |words| &words.tokens)
    }

    /// Whether the rules of a file stand in fences.
    pub fn is_literate(&self, id: FileId) -> bool {
        self.kept(id).is_some_and(|kept| kept.literate)
    }

    /// The files of rules, those of doctrines brought in included.
    pub fn rule_files(&self) -> impl Iterator<Item = FileId> + '_ {
        self.rules.analysis.project.files.iter().map(|file| file.id)
    }

    /// The rank of the token that holds an offset, or that ends there; the one that begins there comes first.
    pub(crate) fn token_at(&self, id: FileId, offset: usize) -> Option<usize> {
        let tokens = self.tokens(id);
        let next = tokens.partition_point(|token| (token.span.end as usize) <= offset);
        let holds = |rank: usize| tokens.get(rank).is_some_and(|token| token.span.contains(offset));
        if holds(next) {
            return Some(next);
        }
        next.checked_sub(1).filter(|rank| holds(*rank))
    }

    /// The language a file is written in, else that of the doctrine.
    pub fn lang_of(&self, id: FileId) -> Lang {
        self.tree(id).map(|tree| tree.lang).or(self.rules.analysis.lang).unwrap_or_default()
    }

    /// The item of a file of rules that holds an offset.
    pub fn item_at(&self, id: FileId, offset: usize) -> Option<&ast::Item> {
        self.tree(id)?.items.iter().find(|item| item.span.contains(offset))
    }

    /// Whether an offset is inside the rules of a file, and not in the prose around them.
    pub fn is_in_rules(&self, id: FileId, offset: usize) -> bool {
        self.tree(id).is_some_and(|tree| tree.regions.iter().any(|region: &Span| region.contains(offset)))
    }
}
