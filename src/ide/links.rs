//! Addresses and paths in a file, to be followed.

use super::facts_names::inside_quotes;
use super::snapshot::Snapshot;
use crate::base::{FileId, Span};
use crate::facts::read::Entry;
use crate::project::{FilePlace, RootPlace, resolve_named_by_facts, resolve_use};
use crate::syntax::ast::{Clause, ClauseKind, GivenKind, ItemKind, Text};
use std::path::{Path, PathBuf};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Address(String),
    File(PathBuf),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub span: Span,
    pub target: Target,
}

/// The addresses of sources, the files that tests and sources name, the doctrines brought in or named.
pub fn links(snapshot: &Snapshot, file: FileId) -> Vec<Link> {
    let mut links = Vec::new();
    let folder = snapshot.path_of(file).and_then(Path::parent).map(Path::to_path_buf);
    if let Some(facts) = snapshot.facts_file(file) {
        links.extend(folder.as_deref().and_then(|folder| doctrine_link(&facts.root, folder, &facts.text)));
    }
    let text = snapshot.text(file);
    for item in snapshot.tree(file).into_iter().flat_map(|tree| &tree.items) {
        if let (ItemKind::Use, Some(path)) = (item.kind, &item.title) {
            links.extend(use_link(snapshot, file, path));
        }
        for clause in &item.clauses {
            clause_links(clause, folder.as_deref(), text, &mut links);
        }
    }
    links
}

fn clause_links(clause: &Clause, folder: Option<&Path>, text: &str, links: &mut Vec<Link>) {
    let file_link = |written: &Text| {
        let target = folder?.join(&written.text);
        Some(Link { span: inside(written, text), target: Target::File(clean(&target)) }).filter(|_| target.is_file())
    };
    match &clause.kind {
        ClauseKind::Url(address) if address.text.starts_with("http://") || address.text.starts_with("https://") => {
            links.push(Link { span: inside(address, text), target: Target::Address(address.text.clone()) });
        }
        ClauseKind::SourceText(path) => links.extend(file_link(path)),
        ClauseKind::Given(givens) => {
            for given in givens {
                if let GivenKind::File { path, .. } = &given.kind {
                    links.extend(file_link(path));
                }
            }
        }
        _ => {}
    }
}

fn use_link(snapshot: &Snapshot, file: FileId, path: &Text) -> Option<Link> {
    let place =
        snapshot.rules.analysis.project.files.iter().find(|known| known.id == file).map(|known| &known.place)?;
    let root = resolve_use(place, &path.text).ok()?;
    let target = doctrine_file(snapshot, &root.place)?;
    Some(Link { span: inside(path, snapshot.text(file)), target: Target::File(target) })
}

/// The file that holds the `doctrine` item, as far as it was read.
fn doctrine_file(snapshot: &Snapshot, place: &RootPlace) -> Option<PathBuf> {
    let RootPlace::Folder(folder) = place else { return None };
    let files = &snapshot.rules.analysis.project.files;
    let holds = |file: FileId| {
        snapshot.tree(file).is_some_and(|tree| tree.items.iter().any(|it| it.kind == ItemKind::Doctrine))
    };
    files.iter().find_map(|file| match &file.place {
        FilePlace::Disk(path) if path.parent() == Some(folder) && holds(file.id) => Some(path.clone()),
        FilePlace::Disk(_) | FilePlace::Shipped(_) => None,
    })
}

/// `dossier: { doctrine: ../rules }`
fn doctrine_link(root: &[Entry], folder: &Path, text: &str) -> Option<Link> {
    let dossier = root.iter().find(|entry| entry.key.text == "dossier")?.value.entries()?;
    let named = dossier.iter().find(|entry| entry.key.text == "doctrine")?;
    let roots = resolve_named_by_facts(folder, named.value.text()?).ok()?;
    let RootPlace::Folder(doctrine) = &roots.first()?.place else { return None };
    let mut files: Vec<PathBuf> = std::fs::read_dir(doctrine)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| crate::project::is_rules_path(path))
        .collect();
    files.sort();
    let target = files.into_iter().find(|path| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        crate::project::doctrine_name(&text, crate::project::is_literate(path)).is_some()
    })?;
    Some(Link { span: inside_quotes(named.value.span, text), target: Target::File(target) })
}

/// A text without its quotation marks.
fn inside(text: &Text, source: &str) -> Span {
    let written = text.span.slice(source);
    match written.find(text.text.as_str()) {
        Some(at) => Span::new(text.span.start as usize + at, text.span.start as usize + at + text.text.len()),
        None => text.span,
    }
}

/// A path without the `..` in it.
fn clean(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}
