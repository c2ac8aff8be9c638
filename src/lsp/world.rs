//! What the server knows at one moment: the open buffers, the folders, what the editor can do, and the doctrines
//! analysed so far. A world never changes; each edit makes another.

use super::position::Encoding;
use super::semantic::Sent;
use crate::base::{FileId, Lang};
use crate::facts::dossier::header;
use crate::ide::snapshot::{Rules, Snapshot};
use crate::project::{
    DoctrineRoot, FilePlace, Kept, RootPlace, Texts, doctrines_for, is_rules_path, nearest_doctrine,
    resolve_named_by_facts, shipped_root,
};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tower_lsp::lsp_types::Url;

/// One open buffer.
#[derive(Clone, Debug)]
pub struct Document {
    pub url: Url,
    pub path: PathBuf,
    pub text: Arc<str>,
    pub version: i32,
    /// `None` for what is neither rules nor facts, which is left alone.
    pub kind: Option<Kind>,
    /// Whether the editor says that it is rules, whatever its name.
    told_rules: bool,
    /// The doctrine that a facts file names.
    names: Option<String>,
}

/// What a file is to the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Rules,
    /// YAML or JSON with a top-level `dossier`.
    Facts,
}

impl Document {
    pub fn new(url: Url, language: &str, text: String, version: i32) -> Document {
        let path = path_of(&url);
        let told_rules = language == "perenne";
        let mut document = Document { url, path, text: "".into(), version, kind: None, told_rules, names: None };
        document.set(text, version);
        document
    }

    /// The next version of the text.
    pub fn set(&mut self, text: String, version: i32) {
        (self.kind, self.names) = match self.told_rules || is_rules_path(&self.path) {
            true => (Some(Kind::Rules), None),
            false => kind_of_data(&self.path, &text),
        };
        self.text = text.into();
        self.version = version;
    }
}

/// Whether YAML or JSON is a facts file, and the doctrine that it names.
fn kind_of_data(path: &Path, text: &str) -> (Option<Kind>, Option<String>) {
    // Most YAML and JSON is of other things: the word is looked for before the text is read.
    if !is_facts_path(path) || !text.contains("dossier") {
        return (None, None);
    }
    let head = header(FileId(0), text);
    (head.has_dossier_key.then_some(Kind::Facts), head.doctrine.map(|(named, _)| named))
}

/// What the editor told at the start, and what the user chose since.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub encoding: Encoding,
    pub lang: Option<Lang>,
    pub snippets: bool,
    /// Whether the editor asks for diagnostics itself.
    pub pulls: bool,
    pub refreshes_diagnostics: bool,
    pub refreshes_hints: bool,
    pub refreshes_lenses: bool,
    pub watches: bool,
    pub shows_documents: bool,
    pub progress: bool,
    /// The facts file whose values are shown in the rules.
    pub dossier: Option<PathBuf>,
}

#[derive(Clone, Debug)]
pub struct World {
    /// Grows with every edit.
    pub generation: u64,
    pub newest: Arc<AtomicU64>,
    pub documents: Arc<HashMap<Url, Arc<Document>>>,
    pub folders: Arc<Vec<PathBuf>>,
    pub settings: Arc<Settings>,
    /// Grows whenever files on disk may have changed.
    pub epoch: u64,
    pub cache: Arc<Cache>,
}

/// Doctrines as they were analysed last.
#[derive(Debug, Default)]
pub struct Cache {
    slots: Mutex<HashMap<String, Arc<Mutex<Slot>>>>,
    /// The doctrine of the rules in a folder, and of the facts files in one, as of an epoch.
    roots: Mutex<(u64, HashMap<PathBuf, Option<DoctrineRoot>>)>,
    /// The semantic tokens sent last for each text.
    pub tokens: Mutex<HashMap<Url, Sent>>,
}

#[derive(Debug, Default)]
struct Slot {
    kept: Kept,
    rules: Option<Built>,
    snapshot: Option<(FactsTexts, Arc<Snapshot>)>,
}

type FactsTexts = Vec<(PathBuf, Arc<str>)>;

#[derive(Debug)]
struct Built {
    epoch: u64,
    texts: Vec<(PathBuf, Arc<str>)>,
    rules: Arc<Rules>,
}

/// A file and the doctrine that it is looked at with.
#[derive(Clone, Debug)]
pub struct Opened {
    pub snapshot: Arc<Snapshot>,
    pub file: FileId,
}

/// A lock whose holder panicked still guards whole values: each is replaced at once.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The path of a URL; for a buffer that is no file, one that no file has.
pub fn path_of(url: &Url) -> PathBuf {
    url.to_file_path().unwrap_or_else(|()| PathBuf::from(url.as_str()))
}

pub fn is_facts_path(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("yaml" | "yml" | "json"))
}

impl World {
    pub fn is_stale(&self) -> bool {
        self.newest.load(Ordering::Acquire) != self.generation
    }

    /// The language to speak of a doctrine in.
    pub fn lang(&self, snapshot: &Snapshot) -> Lang {
        self.settings.lang.or(snapshot.rules.analysis.lang).unwrap_or_default()
    }

    /// A file, open or not, with its doctrine as it stands now; `None` for what is neither rules nor facts.
    pub fn open(&self, url: &Url) -> Option<Opened> {
        let path = path_of(url);
        let document = self.documents.get(url);
        let kind = match document {
            Some(document) => document.kind?,
            None if is_rules_path(&path) => Kind::Rules,
            None => self.read_facts(&path).map(|_| Kind::Facts)?,
        };
        let root = match kind {
            Kind::Rules => self.root_of_rules(&path),
            Kind::Facts => self.facts_root(&path)?.1,
        };
        let snapshot = self.snapshot(&root, (kind == Kind::Facts).then_some(path.as_path()));
        Some(Opened { file: snapshot.file_at(&path)?, snapshot })
    }

    /// A file with its doctrine and every facts file that is judged by it, below the editor's folders and that of the
    /// doctrine.
    pub fn open_widely(&self, url: &Url) -> Option<(Snapshot, FileId)> {
        let Opened { snapshot, file } = self.open(url)?;
        let path = snapshot.path_of(file)?.to_path_buf();
        let root = snapshot.rules.analysis.project.root.clone();
        let mut folders: Vec<PathBuf> = self.folders.to_vec();
        if let RootPlace::Folder(folder) = &root.place {
            folders.push(folder.clone());
        }
        let mut facts: FactsTexts =
            snapshot.facts.iter().map(|facts| (facts.path.clone(), facts.text.clone())).collect();
        for found in facts_below(&folders) {
            if facts.iter().any(|(known, _)| *known == found) {
                continue;
            }
            facts.extend(self.judged_by(&root, found));
        }
        facts.sort();
        let wide = Snapshot::new(snapshot.rules.clone(), &facts);
        let file = wide.file_at(&path)?;
        Some((wide, file))
    }

    /// The doctrine that a file of rules belongs to.
    pub fn root_of_rules(&self, path: &Path) -> DoctrineRoot {
        let alone = || DoctrineRoot { place: RootPlace::File(path.to_path_buf()), name: None, part: None };
        let Some(folder) = path.parent().filter(|_| path.is_absolute() && is_rules_path(path)) else { return alone() };
        self.known_root(folder, || match nearest_doctrine(folder) {
            // No doctrine holds what is hidden in its folder.
            Some(root) if !is_hidden(&root, path) => Some(root),
            Some(_) | None => None,
        })
        .unwrap_or_else(alone)
    }

    /// The doctrine that a facts file is judged by: the one it names, else the nearest at or above it, else the rules
    /// beside it, else the doctrine of a folder of the editor, else the one shipped with the program.
    pub fn root_of_facts(&self, path: &Path, named: Option<&str>) -> DoctrineRoot {
        let folder = path.parent().unwrap_or(Path::new("."));
        let named = named.and_then(|target| {
            self.known_root(&folder.join("?").join(target), || {
                let roots = resolve_named_by_facts(folder, target).ok()?;
                roots.into_iter().next().map(|root| DoctrineRoot { part: None, ..root })
            })
        });
        let of_folder = |folder: &PathBuf| nearest_doctrine(folder).or_else(|| nearest_doctrine(&folder.join("rules")));
        let other = || {
            self.known_root(&folder.join("?"), || {
                let beside = || rules_beside(folder);
                nearest_doctrine(folder).or_else(beside).or_else(|| self.folders.iter().find_map(of_folder))
            })
        };
        named.or_else(other).unwrap_or_else(shipped_root)
    }

    /// What was found before under a key, as long as nothing on disk may have changed.
    fn known_root(&self, key: &Path, find: impl FnOnce() -> Option<DoctrineRoot>) -> Option<DoctrineRoot> {
        let mut roots = lock(&self.cache.roots);
        if roots.0 != self.epoch {
            *roots = (self.epoch, HashMap::new());
        }
        if let Some(root) = roots.1.get(key) {
            return root.clone();
        }
        let found = find();
        roots.1.insert(key.to_path_buf(), found.clone());
        found
    }

    /// A doctrine as it stands now, with the open facts files that are judged by it, the chosen one, and `also`.
    pub fn snapshot(&self, root: &DoctrineRoot, also: Option<&Path>) -> Arc<Snapshot> {
        let slot = lock(&self.cache.slots).entry(key_of(root)).or_default().clone();
        let mut slot = lock(&slot);
        let rules = self.rules(root, &mut slot);
        let facts = self.facts_of(root, also);
        if let Some((known, snapshot)) = &slot.snapshot
            && Arc::ptr_eq(&snapshot.rules, &rules)
            && *known == facts
        {
            return snapshot.clone();
        }
        let snapshot = Arc::new(Snapshot::new(rules, &facts));
        slot.snapshot = Some((facts, snapshot.clone()));
        snapshot
    }

    fn rules(&self, root: &DoctrineRoot, slot: &mut Slot) -> Arc<Rules> {
        let rules = self.documents.values().filter(|document| document.kind == Some(Kind::Rules));
        let mut texts: Vec<(PathBuf, Arc<str>)> =
            rules.map(|document| (document.path.clone(), document.text.clone())).collect();
        texts.sort();
        if let Some(built) = &slot.rules {
            let is_its = |(path, _): &&(PathBuf, Arc<str>)| concerns(&built.rules, path);
            let same = texts.iter().filter(is_its).eq(built.texts.iter().filter(is_its));
            if same && built.epoch == self.epoch {
                return built.rules.clone();
            }
        }
        let instead: Texts = texts.iter().map(|(path, text)| (path.clone(), text.to_string())).collect();
        let rules = Arc::new(Rules::new(root, &instead, &mut slot.kept));
        slot.rules = Some(Built { epoch: self.epoch, texts, rules: rules.clone() });
        rules
    }

    fn facts_of(&self, root: &DoctrineRoot, also: Option<&Path>) -> FactsTexts {
        let open = self.documents.values().filter(|document| document.kind == Some(Kind::Facts));
        let mut paths: HashSet<PathBuf> = open.map(|document| document.path.clone()).collect();
        paths.extend(self.settings.dossier.clone());
        paths.extend(also.map(Path::to_path_buf));
        let mut facts: FactsTexts = paths.into_iter().filter_map(|path| self.judged_by(root, path)).collect();
        facts.sort();
        facts
    }

    /// A facts file with its text, if it is judged by that doctrine.
    fn judged_by(&self, root: &DoctrineRoot, path: PathBuf) -> Option<(PathBuf, Arc<str>)> {
        let (text, own) = self.facts_root(&path)?;
        (key_of(&own) == key_of(root)).then_some((path, text))
    }

    /// The text of a facts file, as it stands in its buffer or on disk, and the doctrine that it is judged by.
    fn facts_root(&self, path: &Path) -> Option<(Arc<str>, DoctrineRoot)> {
        let open = self.documents.values().find(|document| document.path == path);
        if let Some(document) = open {
            let root = self.root_of_facts(path, document.names.as_deref());
            return (document.kind == Some(Kind::Facts)).then(|| (document.text.clone(), root));
        }
        let (text, named) = self.read_facts(path)?;
        let root = self.root_of_facts(path, named.as_deref());
        Some((text, root))
    }

    /// A facts file on disk, and the doctrine that it names.
    fn read_facts(&self, path: &Path) -> Option<(Arc<str>, Option<String>)> {
        let size = std::fs::metadata(path).ok()?.len();
        if !is_facts_path(path) || size > crate::facts::read::LIMIT as u64 {
            return None;
        }
        let text = std::fs::read_to_string(path).ok()?;
        let (kind, named) = kind_of_data(path, &text);
        kind.map(|_| (text.into(), named))
    }

    /// The doctrines of the open buffers, each once.
    pub fn open_roots(&self) -> Vec<DoctrineRoot> {
        let mut roots: Vec<DoctrineRoot> = Vec::new();
        let mut documents: Vec<&Arc<Document>> = self.documents.values().collect();
        documents.sort_by(|one, other| one.url.cmp(&other.url));
        for document in documents {
            let root = match document.kind {
                Some(Kind::Rules) => self.root_of_rules(&document.path),
                Some(Kind::Facts) => self.root_of_facts(&document.path, document.names.as_deref()),
                None => continue,
            };
            if !roots.iter().any(|known| key_of(known) == key_of(&root)) {
                roots.push(root);
            }
        }
        roots
    }

    /// The doctrines of the open buffers, then those at and below the editor's folders.
    pub fn roots(&self) -> Vec<DoctrineRoot> {
        let mut roots = self.open_roots();
        for root in self.folders.iter().filter_map(|folder| doctrines_for(folder).ok()).flatten() {
            let root = DoctrineRoot { part: None, ..root };
            if !roots.iter().any(|known| key_of(known) == key_of(&root)) {
                roots.push(root);
            }
        }
        roots
    }

    /// Lets go of the doctrines that nothing open belongs to.
    pub fn forget_closed(&self, roots: &[DoctrineRoot]) {
        let open: HashSet<String> = roots.iter().map(key_of).collect();
        lock(&self.cache.slots).retain(|key, _| open.contains(key));
        lock(&self.cache.tokens).retain(|url, _| self.documents.contains_key(url));
    }

    /// The URL of a path, as the editor spells it where the file is open.
    pub fn url_of(&self, path: &Path) -> Option<Url> {
        let open = self.documents.values().find(|document| document.path == path);
        open.map(|document| document.url.clone()).or_else(|| Url::from_file_path(path).ok())
    }
}

/// So many entries of folders are looked at for facts files.
const MOST_ENTRIES: usize = 50_000;

/// The YAML and JSON files of some folders and of those below, hidden ones and those of other tools left out.
fn facts_below(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut pending: Vec<PathBuf> = folders.to_vec();
    let mut seen = HashSet::new();
    let (mut found, mut left) = (Vec::new(), MOST_ENTRIES);
    while let Some(folder) = pending.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        if !seen.insert(folder) {
            continue;
        }
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(rest) = left.checked_sub(1) else { return found };
            left = rest;
            if name.to_string_lossy().starts_with('.') || name == "node_modules" || name == "target" {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => pending.push(entry.path()),
                Ok(_) if is_facts_path(&entry.path()) => found.push(entry.path()),
                Ok(_) | Err(_) => {}
            }
        }
    }
    found.sort();
    found
}

/// A folder that holds rules and no doctrine is one by itself for the facts in it.
fn rules_beside(folder: &Path) -> Option<DoctrineRoot> {
    let mut entries = std::fs::read_dir(folder).ok()?.flatten();
    let root = DoctrineRoot { place: RootPlace::Folder(folder.to_path_buf()), name: None, part: None };
    entries.any(|entry| is_rules_path(&entry.path())).then_some(root)
}

/// Whether a folder between that of a doctrine and a file begins with a dot.
fn is_hidden(root: &DoctrineRoot, path: &Path) -> bool {
    let RootPlace::Folder(folder) = &root.place else { return false };
    let inside = path.strip_prefix(folder).unwrap_or(Path::new(""));
    inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
}

/// Whether a text may be of a doctrine: one of its files, or one below its folders.
fn concerns(rules: &Rules, path: &Path) -> bool {
    let project = &rules.analysis.project;
    let is_below = |root: &DoctrineRoot| match &root.place {
        RootPlace::Folder(folder) => path.starts_with(folder),
        RootPlace::File(file) => path == file,
        RootPlace::Shipped(_) => false,
    };
    let is_file = project.files.iter().any(|file| matches!(&file.place, FilePlace::Disk(place) if place == path));
    is_file || project.imports.iter().any(is_below)
}

fn key_of(root: &DoctrineRoot) -> String {
    format!("{:?}", root.place)
}
