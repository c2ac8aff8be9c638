//! The texts of one doctrine and of those it uses.

use super::{DoctrineRoot, FilePlace, RootPlace, Use, find, paths, shipped};
use crate::base::{FileId, Loc, SourceFile, Sources, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FilesProblem, Problem, ReadFailure};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file of rules that is read, in bytes.
pub const FILE_LIMIT: u64 = 8 * 1024 * 1024;

/// The texts to analyse together, and what is wrong with the files themselves.
#[derive(Clone, Debug)]
pub struct Project {
    /// Every file, those that could not be read included, so that their diagnostics have a place.
    pub sources: Sources,
    /// The files to parse: those of the doctrine by path, then those of each doctrine used.
    pub files: Vec<RuleFile>,
    /// The doctrine and the part of it that was asked for.
    pub root: DoctrineRoot,
    /// The doctrines loaded, by the number that [`RuleFile::import`] and [`Use::import`] hold; `root` is the first.
    pub imports: Vec<DoctrineRoot>,
    /// Each `use` that was followed, and the doctrine it leads to.
    pub uses: Vec<Use>,
    pub diagnostics: Vec<Diagnostic>,
    instead: Texts,
}

/// Texts that stand for those on disk, by the path of [`FilePlace::Disk`]: what is not written yet.
pub type Texts = HashMap<PathBuf, String>;

/// One file of rules that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFile {
    pub id: FileId,
    /// As shown to the user.
    pub path: String,
    pub place: FilePlace,
    pub literate: bool,
    /// The doctrine it belongs to, in [`Project::imports`].
    pub import: u32,
}

impl Project {
    /// Reads every file of one doctrine; the doctrines it uses are left to [`Project::load_with_uses`].
    pub fn load(root: &DoctrineRoot) -> Project {
        Project::load_as(root, Texts::new())
    }

    /// The same with other texts than those on disk for some of the files.
    pub(super) fn load_as(root: &DoctrineRoot, instead: Texts) -> Project {
        let mut project = Project {
            sources: Sources::default(),
            files: Vec::new(),
            root: root.clone(),
            imports: Vec::new(),
            uses: Vec::new(),
            diagnostics: Vec::new(),
            instead,
        };
        project.import(root);
        project.warn_if_nothing_is_selected();
        project
    }

    /// Whether a file is in the part that was asked for: always, when the whole was; never for the files of a doctrine
    /// that is used.
    pub fn is_selected(&self, file: &RuleFile) -> bool {
        if file.import != 0 {
            return false;
        }
        let (Some(part), RootPlace::Folder(folder), FilePlace::Disk(path)) =
            (&self.root.part, &self.root.place, &file.place)
        else {
            return true;
        };
        paths::absolute(path).starts_with(paths::absolute(&folder.join(part)))
    }

    /// Reads the files of another doctrine into the same project and gives its number.
    pub(super) fn import(&mut self, root: &DoctrineRoot) -> u32 {
        let import = u32::try_from(self.imports.len()).unwrap_or(u32::MAX);
        self.imports.push(root.clone());
        match &root.place {
            RootPlace::Folder(folder) => {
                let found = find::rule_files(folder);
                let unwritten = self.unwritten(folder, &found.files);
                for path in found.files.iter().chain(&unwritten) {
                    self.read(path, import);
                }
                for (path, failure) in found.failures {
                    let path = paths::shown(&path);
                    self.refuse(&path, FilesProblem::Unreadable { path: path.clone(), failure });
                }
            }
            RootPlace::File(path) => self.read(path, import),
            RootPlace::Shipped(folder) => {
                for (path, text) in shipped::files_in(folder) {
                    let place = FilePlace::Shipped(path.to_string());
                    self.add(shipped::shown_path(path), place, text.to_string(), import);
                }
            }
        }
        import
    }

    /// The texts that stand for files of the folder which are not on disk yet.
    fn unwritten(&self, folder: &Path, found: &[PathBuf]) -> Vec<PathBuf> {
        let is_new = |path: &&PathBuf| path.starts_with(folder) && find::is_rules_path(path) && !found.contains(path);
        let mut unwritten: Vec<PathBuf> = self.instead.keys().filter(is_new).cloned().collect();
        // One on disk that was not found is of another doctrine, or hidden.
        unwritten.retain(|path| !path.exists() && find::nearest_folder(path).is_some_and(|nearest| nearest == *folder));
        unwritten.sort();
        unwritten
    }

    fn read(&mut self, path: &Path, import: u32) {
        let shown = paths::shown(path);
        if let Some(text) = self.instead.get(path) {
            return self.add(shown, FilePlace::Disk(path.to_path_buf()), text.clone(), import);
        }
        match read_text(path) {
            Ok(text) => self.add(shown, FilePlace::Disk(path.to_path_buf()), text, import),
            Err(ReadError::System(failure)) => {
                self.refuse(&shown, FilesProblem::Unreadable { path: shown.clone(), failure });
            }
            Err(ReadError::TooLarge { size }) => {
                self.refuse(&shown, FilesProblem::TooLarge { path: shown.clone(), size, limit: FILE_LIMIT });
            }
            Err(ReadError::NotUtf8 { lossy, offset }) => {
                let file = self.sources.add(SourceFile::new(shown.clone(), lossy));
                let bad = Span::new(offset, offset + char::REPLACEMENT_CHARACTER.len_utf8());
                let problem = Problem::Files(FilesProblem::NotUtf8 { path: shown });
                self.diagnostics.push(Diagnostic::new(problem, Loc::new(file, bad)));
            }
        }
    }

    fn add(&mut self, path: String, place: FilePlace, text: String, import: u32) {
        let literate = path.ends_with(".md");
        let id = self.sources.add(SourceFile::new(path.clone(), text));
        self.files.push(RuleFile { id, path, place, literate, import });
    }

    /// A problem with a file of which there is no text.
    fn refuse(&mut self, path: &str, problem: FilesProblem) {
        let file = self.sources.add(SourceFile::new(path, ""));
        self.diagnostics.push(Diagnostic::new(Problem::Files(problem), Loc::new(file, Span::default())));
    }

    fn warn_if_nothing_is_selected(&mut self) {
        if !self.diagnostics.is_empty() || self.files.iter().any(|file| self.is_selected(file)) {
            return;
        }
        let path = match (&self.root.part, &self.root.place) {
            (Some(part), RootPlace::Folder(folder)) => paths::shown(&folder.join(part)),
            _ => self.root.shown_path(),
        };
        self.refuse(&path, FilesProblem::NoRules { path: path.clone() });
    }
}

/// Why a file gives no text.
#[derive(Debug)]
pub(super) enum ReadError {
    System(ReadFailure),
    /// In bytes.
    TooLarge {
        size: u64,
    },
    /// The text with replacement characters, and the offset of the first.
    NotUtf8 {
        lossy: String,
        offset: usize,
    },
}

/// The text of a regular file of at most [`FILE_LIMIT`] bytes, byte for byte.
pub(super) fn read_text(path: &Path) -> Result<String, ReadError> {
    let system = |error: std::io::Error| ReadError::System(ReadFailure::of(&error));
    // Asked before opening, since opening a pipe waits for somebody to write into it.
    let metadata = std::fs::metadata(path).map_err(system)?;
    if !metadata.is_file() {
        return Err(ReadError::System(ReadFailure::NotAFile));
    }
    if metadata.len() > FILE_LIMIT {
        return Err(ReadError::TooLarge { size: metadata.len() });
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    File::open(path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes)).map_err(system)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(ReadError::TooLarge { size: bytes.len() as u64 });
    }
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        offset: error.utf8_error().valid_up_to(),
        lossy: String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}
