//! Which files make up a doctrine, and which doctrines a path stands for.

use super::load::read_text;
use super::{DoctrineRoot, RootPlace, paths, scan};
use crate::base::name::did_you_mean;
use crate::diagnostic::problem::{FilesProblem, ReadFailure};
use std::fs;
use std::path::{Path, PathBuf};

/// Whether the name is that of a file of rules: `*.perenne` or `*.perenne.md`. Hidden files, such as those that editors
/// leave beside an open one, are not.
pub fn is_rules_path(path: &Path) -> bool {
    let Some(name) = path.file_name() else { return false };
    let name = name.to_string_lossy();
    !name.starts_with('.') && (name.ends_with(".perenne") || name.ends_with(".perenne.md"))
}

/// Whether the rules stand in fences of a Markdown text.
pub fn is_literate(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// The doctrines that a path stands for, never none:
///
/// - the nearest doctrine at or above it, of which the path may be a part;
/// - else, for a folder with doctrines below, each of them in the order of their paths;
/// - else the folder or the file by itself, without a name.
///
/// The error is that the path does not exist or cannot be looked at.
pub fn doctrines_for(path: &Path) -> Result<Vec<DoctrineRoot>, FilesProblem> {
    doctrines_within(path, None)
}

/// The same, as if there were nothing above the folder `top`.
pub fn doctrines_within(path: &Path, top: Option<&Path>) -> Result<Vec<DoctrineRoot>, FilesProblem> {
    let metadata = fs::metadata(path).map_err(|error| not_there(path, &error))?;
    let folder = if metadata.is_dir() { path.to_path_buf() } else { paths::parent(path) };
    if let Some(mut root) = nearest_below(&folder, top) {
        root.part = part_of(&root, path);
        return Ok(vec![root]);
    }
    if !metadata.is_dir() {
        return Ok(vec![DoctrineRoot { place: RootPlace::File(path.to_path_buf()), name: None, part: None }]);
    }
    let below = doctrines_below(path);
    if below.is_empty() {
        return Ok(vec![DoctrineRoot { place: RootPlace::Folder(path.to_path_buf()), name: None, part: None }]);
    }
    Ok(below)
}

/// The doctrine of the nearest folder at or above `folder` that holds a `doctrine` item.
pub fn nearest_doctrine(folder: &Path) -> Option<DoctrineRoot> {
    nearest_below(folder, None)
}

/// The same, in no folder above `top`.
fn nearest_below(folder: &Path, top: Option<&Path>) -> Option<DoctrineRoot> {
    let mut folder = folder.to_path_buf();
    for _ in paths::absolute(&folder).components() {
        if let Some(root) = doctrine_in(&folder) {
            return Some(root);
        }
        if top == Some(folder.as_path()) {
            return None;
        }
        folder = paths::parent(&folder);
    }
    None
}

/// The folder of the doctrine to which a file belongs, or would belong.
pub(super) fn nearest_folder(path: &Path) -> Option<PathBuf> {
    match nearest_doctrine(&paths::parent(path))?.place {
        RootPlace::Folder(folder) => Some(folder),
        RootPlace::File(_) | RootPlace::Shipped(_) => None,
    }
}

/// The doctrine whose item stands in a file directly in the folder. When several do, which is an error that the model
/// reports, the first by file name gives the name.
pub(super) fn doctrine_in(folder: &Path) -> Option<DoctrineRoot> {
    let mut files: Vec<PathBuf> = entries(folder).unwrap_or_default().files;
    files.sort();
    let name = files.iter().find_map(|file| scan::doctrine_name(&read_text(file).ok()?, is_literate(file)))?;
    Some(DoctrineRoot { place: RootPlace::Folder(folder.to_path_buf()), name: Some(name), part: None })
}

/// Whether a file of rules stands in the folder or below it, another doctrine's included.
pub fn holds_rules(folder: &Path) -> bool {
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = entries(&folder) else { continue };
        if !entries.files.is_empty() {
            return true;
        }
        pending.extend(entries.folders);
    }
    false
}

/// The files of a doctrine, and what could not be looked into.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub files: Vec<PathBuf>,
    pub failures: Vec<(PathBuf, ReadFailure)>,
}

/// Every file of rules in the folder and below, sorted by path, without hidden folders, links to folders, and folders
/// that are doctrines of their own.
pub(super) fn rule_files(folder: &Path) -> Found {
    walk(folder, |below| doctrine_in(below).is_none())
}

/// Every file of rules in the folder and below, whichever doctrine it belongs to, sorted by path; and what could not be
/// looked into.
pub fn rules_below(folder: &Path) -> (Vec<PathBuf>, Vec<FilesProblem>) {
    let found = walk(folder, |_| true);
    let unreadable =
        |(path, failure): (PathBuf, ReadFailure)| FilesProblem::Unreadable { path: paths::shown(&path), failure };
    (found.files, found.failures.into_iter().map(unreadable).collect())
}

/// The files of rules in the folder and in the folders below that are to be entered.
fn walk(folder: &Path, enters: impl Fn(&Path) -> bool) -> Found {
    let mut found = Found::default();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        match entries(&folder) {
            Ok(entries) => {
                found.files.extend(entries.files);
                pending.extend(entries.folders.into_iter().filter(|below| enters(below)));
            }
            Err(error) => found.failures.push((folder, ReadFailure::of(&error))),
        }
    }
    found.files.sort();
    found.failures.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

fn doctrines_below(folder: &Path) -> Vec<DoctrineRoot> {
    let mut below = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = entries(&folder) else { continue };
        for folder in entries.folders {
            below.extend(doctrine_in(&folder).map(|root| (folder.clone(), root)));
            pending.push(folder);
        }
    }
    below.sort_by(|(one, _), (other, _)| one.cmp(other));
    below.into_iter().map(|(_, root)| root).collect()
}

#[derive(Default)]
struct Entries {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

/// The files of rules directly in a folder, and the folders to go on with.
fn entries(folder: &Path) -> std::io::Result<Entries> {
    let mut entries = Entries::default();
    // A folder named `.` would put `./` before every path.
    let listed = if folder == Path::new(".") { Path::new("") } else { folder };
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = listed.join(entry.file_name());
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            entries.folders.push(path);
        } else if is_rules_path(&path) && !path.is_dir() {
            entries.files.push(path);
        }
    }
    Ok(entries)
}

/// The path inside the doctrine's folder; `None` for the whole.
fn part_of(root: &DoctrineRoot, path: &Path) -> Option<PathBuf> {
    let RootPlace::Folder(folder) = &root.place else { return None };
    let (folder, path) = (paths::absolute(folder), paths::absolute(path));
    path.strip_prefix(folder).ok().map(Path::to_path_buf).filter(|part| !part.as_os_str().is_empty())
}

fn not_there(path: &Path, error: &std::io::Error) -> FilesProblem {
    match ReadFailure::of(error) {
        ReadFailure::Gone => FilesProblem::PathNotFound { path: paths::shown(path), suggestion: near(path) },
        failure => FilesProblem::Unreadable { path: paths::shown(path), failure },
    }
}

/// For a path that does not exist, what its folder holds under a name like it.
pub fn near(path: &Path) -> Option<String> {
    let folder = paths::parent(path);
    let wanted = path.file_name()?.to_string_lossy();
    let mut names: Vec<String> =
        fs::read_dir(&folder).ok()?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    did_you_mean(&wanted, names.iter().map(String::as_str)).map(|name| paths::shown(&folder.join(name)))
}
