//! The doctrines shipped inside the program: the folder `rules/` of the crate.

use super::{DoctrineRoot, Project, RootPlace, is_literate, is_rules_path, scan};
use include_dir::{Dir, include_dir};
use std::path::Path;

static RULES: Dir = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The doctrine that answers when there is none at hand, read from the program itself.
pub fn shipped() -> Project {
    Project::load(&shipped_root())
}

/// Where that doctrine is: in `rules/` itself, else in the first folder below that holds one.
pub fn shipped_root() -> DoctrineRoot {
    let top = DoctrineRoot { place: RootPlace::Shipped(String::new()), name: None, part: None };
    shipped_doctrines().into_iter().next().unwrap_or(top)
}

/// Every shipped doctrine, that of `rules/` itself first, then by path.
pub fn shipped_doctrines() -> Vec<DoctrineRoot> {
    let root = |(folder, name)| DoctrineRoot { place: RootPlace::Shipped(folder), name: Some(name), part: None };
    doctrines_among(&files()).into_iter().map(root).collect()
}

/// The shipped doctrine of that name.
pub fn shipped_named(name: &str) -> Option<DoctrineRoot> {
    let name = crate::base::name::normalise(name);
    shipped_doctrines().into_iter().find(|root| root.name.as_ref() == Some(&name))
}

/// The path that users are shown for a path in `rules/`.
pub(super) fn shown_path(path: &str) -> String {
    if path.is_empty() { "rules".to_string() } else { format!("rules/{path}") }
}

/// The files of the doctrine in a folder of `rules/`, as paths in `rules/` and texts, by path.
pub(super) fn files_in(folder: &str) -> Vec<(&'static str, &'static str)> {
    let files = files();
    let doctrines = doctrines_among(&files);
    let roots: Vec<&str> = doctrines.iter().map(|(root, _)| root.as_str()).collect();
    files.into_iter().filter(|(path, _)| owner(path, &roots) == folder).collect()
}

fn files() -> Vec<(&'static str, &'static str)> {
    let mut files = Vec::new();
    let mut pending = vec![&RULES];
    while let Some(folder) = pending.pop() {
        pending.extend(folder.dirs().filter(|below| !is_hidden(below.path())));
        for file in folder.files().filter(|file| is_rules_path(file.path())) {
            files.extend(file.path().to_str().zip(file.contents_utf8()));
        }
    }
    files.sort();
    files
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// The folders that hold a `doctrine` item directly, each with its name, by path.
fn doctrines_among(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut doctrines: Vec<(String, String)> = Vec::new();
    for (path, text) in files {
        let folder = folder_of(path);
        if doctrines.iter().any(|(known, _)| known == folder) {
            continue;
        }
        let name = scan::doctrine_name(text, is_literate(Path::new(path)));
        doctrines.extend(name.map(|name| (folder.to_string(), name)));
    }
    doctrines.sort();
    doctrines
}

/// The nearest of the doctrines' folders at or above a file; `rules/` itself, the empty one, when there is none.
fn owner<'a>(path: &'a str, doctrines: &[&str]) -> &'a str {
    let mut folder = folder_of(path);
    while !folder.is_empty() && !doctrines.contains(&folder) {
        folder = folder_of(folder);
    }
    folder
}

pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doctrines_are_told_apart_by_their_folders() {
        let files = [
            ("a.perenne", "doctrine tout"),
            ("commun/unités.perenne", "unité km\n"),
            ("commun/x.perenne.md", "```perenne\ndoctrine commun\n```"),
            ("commun/détail/y.perenne", ""),
            ("part/z.perenne", ""),
        ];
        let doctrines = doctrines_among(&files);
        assert_eq!(doctrines, [(String::new(), "tout".into()), ("commun".into(), "commun".into())]);
        let roots: Vec<&str> = doctrines.iter().map(|(folder, _)| folder.as_str()).collect();
        let owners: Vec<&str> = files.iter().map(|(path, _)| owner(path, &roots)).collect();
        assert_eq!(owners, ["", "commun", "commun", "commun", ""]);
    }

    /// Cargo does not see a file added to `rules/`; this says so where a stale build would otherwise be a riddle.
    #[test]
    fn the_program_embeds_the_rules_as_they_are() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let mut on_disk = Vec::new();
        let mut pending = vec![folder.clone()];
        while let Some(below) = pending.pop() {
            for entry in std::fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path()) {
                if is_hidden(&entry) {
                    continue;
                }
                if entry.is_dir() {
                    pending.push(entry);
                } else if is_rules_path(&entry) {
                    let inside = entry.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
                    on_disk.push((inside, std::fs::read_to_string(&entry).unwrap()));
                }
            }
        }
        on_disk.sort();
        let embedded: Vec<(String, String)> = files().into_iter().map(|(p, t)| (p.into(), t.into())).collect();
        assert!(embedded == on_disk, "rules/ has changed since the build: touch src/project/shipped.rs");
    }
}
