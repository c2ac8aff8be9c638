//! `use "../commun"`: which doctrine it names, and all that a doctrine brings in.

use super::{DoctrineRoot, FilePlace, Project, RootPlace, RuleFile, find, paths, shipped};
use crate::base::Loc;
use crate::base::name::did_you_mean;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FilesProblem, Problem};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A `use` as written in a file: the text between its quotation marks and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseRequest {
    pub target: String,
    pub at: Loc,
}

/// A `use` that leads to a doctrine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    pub at: Loc,
    /// The doctrine of the file that holds the `use`, in [`Project::imports`].
    pub from: u32,
    /// The doctrine it brings in, in [`Project::imports`].
    pub import: u32,
}

impl Project {
    /// Reads a doctrine and every doctrine that it uses, or that those use, each once. `uses_of` lists what a file uses,
    /// given the file and its text: parsing is not this folder's job. A target that is not found, or a circle, is a
    /// diagnostic at the `use`, which is then left out of [`Project::uses`].
    pub fn load_with_uses(root: &DoctrineRoot, uses_of: impl FnMut(&RuleFile, &str) -> Vec<UseRequest>) -> Project {
        let mut uses_of = uses_of;
        Project::load(root).with_uses(|files| files.iter().map(|(file, text)| uses_of(file, text)).collect())
    }

    /// Reads every doctrine that one already read uses. `uses_of` is given the files of all doctrines found so far and
    /// not yet asked, together, so that they can be read at the same time.
    pub(super) fn with_uses(self, mut uses_of: impl FnMut(&[(&RuleFile, &str)]) -> Vec<Vec<UseRequest>>) -> Project {
        let mut project = self;
        let root = &project.root.clone();
        let mut known = HashMap::from([(identity(root), 0)]);
        let mut asked = 0;
        // Files of newly found doctrines are added at the end while this goes on.
        while asked < project.files.len() {
            let text = |file: &RuleFile| project.sources.get(file.id).map_or("", |source| &source.text);
            let files: Vec<(&RuleFile, &str)> =
                project.files.iter().skip(asked).map(|file| (file, text(file))).collect();
            let requests = uses_of(&files);
            asked = project.files.len();
            let asking: Vec<RuleFile> = files.into_iter().map(|(file, _)| file.clone()).collect();
            for (file, request) in
                asking.iter().zip(requests).flat_map(|(file, all)| all.into_iter().map(move |one| (file, one)))
            {
                project.follow(file, &request, &mut known);
            }
        }
        project
    }

    fn follow(&mut self, file: &RuleFile, request: &UseRequest, known: &mut HashMap<String, u32>) {
        let root = match resolve_use(&file.place, &request.target) {
            Ok(root) => root,
            Err(problem) => return self.report(problem, request.at),
        };
        let import = match known.get(&identity(&root)) {
            Some(&import) => import,
            None => {
                let import = self.import(&root);
                known.insert(identity(&root), import);
                import
            }
        };
        let back = self.chain(import, file.import);
        if back.is_empty() {
            self.uses.push(Use { at: request.at, from: file.import, import });
            return;
        }
        let mut circle = vec![file.import];
        circle.extend(back);
        let label = |import: u32| self.imports.get(import as usize).map_or_else(String::new, DoctrineRoot::label);
        let doctrines = circle.into_iter().map(label).collect();
        self.report(FilesProblem::UseCircle { doctrines }, request.at);
    }

    /// The doctrines by which `from` leads to `to`, both included; empty when it does not. The uses accepted so far hold
    /// no circle.
    fn chain(&self, from: u32, to: u32) -> Vec<u32> {
        let mut came_from: HashMap<u32, u32> = HashMap::from([(from, from)]);
        let mut pending = vec![from];
        while let Some(at) = pending.pop() {
            for used in self.uses.iter().filter(|used| used.from == at) {
                if let std::collections::hash_map::Entry::Vacant(entry) = came_from.entry(used.import) {
                    entry.insert(at);
                    pending.push(used.import);
                }
            }
        }
        if !came_from.contains_key(&to) {
            return Vec::new();
        }
        let mut chain = vec![to];
        let mut at = to;
        while let Some(&before) = came_from.get(&at).filter(|_| at != from) {
            chain.push(before);
            at = before;
        }
        chain.reverse();
        chain
    }

    fn report(&mut self, problem: FilesProblem, at: Loc) {
        self.diagnostics.push(Diagnostic::new(Problem::Files(problem), at));
    }
}

/// The doctrine that `use "target"` names in a file: a folder by its path from that file, else a shipped doctrine by
/// its name. A folder comes first, so that a release that ships a new name changes no existing doctrine.
pub fn resolve_use(from: &FilePlace, target: &str) -> Result<DoctrineRoot, FilesProblem> {
    match from {
        FilePlace::Disk(path) => resolve_on_disk(&paths::parent(path), target),
        FilePlace::Shipped(path) => resolve_in_shipped(path, target),
    }
}

fn resolve_on_disk(folder: &Path, target: &str) -> Result<DoctrineRoot, FilesProblem> {
    if target.is_empty() {
        return Err(not_found(target, None));
    }
    let path = paths::clean(&folder.join(target));
    let path = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path };
    if let Some(root) = find::doctrine_in(&path).or_else(|| shipped::shipped_named(target)) {
        return Ok(root);
    }
    if path.exists() {
        return Err(FilesProblem::NotADoctrine { target: target.to_string() });
    }
    Err(not_found(target, nearby(&path, target)))
}

/// The doctrines that a facts file in `folder` names as those it is judged by: a path from that folder, to a doctrine
/// or to a part of one, else a shipped doctrine by its name.
pub fn resolve_named_by_facts(folder: &Path, target: &str) -> Result<Vec<DoctrineRoot>, FilesProblem> {
    let path = paths::clean(&folder.join(target));
    let path = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path };
    if find::is_rules_path(&path) && path.is_file() || find::holds_rules(&path) {
        return find::doctrines_for(&path);
    }
    resolve_on_disk(folder, target).map(|root| vec![root])
}

fn resolve_in_shipped(from: &str, target: &str) -> Result<DoctrineRoot, FilesProblem> {
    let path = paths::clean(&Path::new(shipped::folder_of(from)).join(target));
    let folder = path.to_string_lossy().replace('\\', "/");
    let by_path = |root: &DoctrineRoot| root.place == RootPlace::Shipped(folder.clone());
    let found = shipped::shipped_doctrines().into_iter().find(by_path).or_else(|| shipped::shipped_named(target));
    found.ok_or_else(|| not_found(target, None))
}

fn not_found(target: &str, suggestion: Option<String>) -> FilesProblem {
    let names: Vec<String> = shipped::shipped_doctrines().into_iter().filter_map(|root| root.name).collect();
    let shipped = || did_you_mean(target, names.iter().map(String::as_str)).map(str::to_string);
    FilesProblem::UseNotFound { target: target.to_string(), suggestion: suggestion.or_else(shipped) }
}

/// A target like the one written, with the last folder's name put right.
fn nearby(path: &Path, target: &str) -> Option<String> {
    let near = find::near(path)?;
    let name = near.rsplit('/').next()?;
    Some(match target.trim_end_matches('/').rsplit_once('/') {
        Some((above, _)) => format!("{above}/{name}"),
        None => name.to_string(),
    })
}

/// The same for every way to name one doctrine, so that each is loaded once.
fn identity(root: &DoctrineRoot) -> String {
    match &root.place {
        RootPlace::Folder(path) | RootPlace::File(path) => {
            let real = std::fs::canonicalize(path).unwrap_or_else(|_| paths::absolute(path));
            format!("disk:{}", real.to_string_lossy())
        }
        RootPlace::Shipped(folder) => format!("shipped:{folder}"),
    }
}
