//! The paths that name a file, put right when it moves.

use super::Edit;
use super::facts_names::inside_quotes;
use super::snapshot::Snapshot;
use crate::base::{FileId, Loc, Span};
use crate::syntax::ast::{ClauseKind, GivenKind, ItemKind, Text};
use std::path::{Component, Path, PathBuf};

/// The edits of the files that stay, and of the one that moves, so that every path still leads to the same file.
pub fn moved(snapshot: &Snapshot, from: &Path, to: &Path) -> Vec<Edit> {
    let mut edits = Vec::new();
    for file in snapshot.rule_files() {
        let Some(place) = snapshot.path_of(file) else { continue };
        let text = snapshot.text(file);
        for written in paths(snapshot, file) {
            let at = Loc::new(file, inside(&written, text));
            edits.extend(edit(place, &written.text, from, to).map(|path| Edit::new(at, path)));
        }
    }
    for facts in &snapshot.facts {
        let named = facts
            .root
            .iter()
            .find(|entry| entry.key.text == "dossier")
            .and_then(|entry| entry.value.entries()?.iter().find(|entry| entry.key.text == "doctrine"));
        if let Some((node, path)) = named.and_then(|entry| Some((&entry.value, entry.value.text()?))) {
            let at = Loc::new(facts.id, inside_quotes(node.span, &facts.text));
            edits.extend(edit(&facts.path, path, from, to).map(|path| Edit::new(at, path)));
        }
    }
    edits
}

/// The texts of a file that are paths.
fn paths(snapshot: &Snapshot, file: FileId) -> Vec<Text> {
    let mut paths = Vec::new();
    for item in snapshot.tree(file).into_iter().flat_map(|tree| &tree.items) {
        if item.kind == ItemKind::Use {
            paths.extend(item.title.clone());
        }
        for clause in &item.clauses {
            match &clause.kind {
                ClauseKind::SourceText(path) => paths.push(path.clone()),
                ClauseKind::Given(givens) => paths.extend(givens.iter().filter_map(|given| match &given.kind {
                    GivenKind::File { path, .. } => Some(path.clone()),
                    _ => None,
                })),
                _ => {}
            }
        }
    }
    paths
}

/// A path written in the file at `place` as it must be once `from` is `to`.
fn edit(place: &Path, written: &str, from: &Path, to: &Path) -> Option<String> {
    let folder = place.parent()?;
    let target = clean(&folder.join(written));
    let moves = |path: &Path| {
        path.strip_prefix(from)
            .ok()
            .map(|rest| if rest.as_os_str().is_empty() { to.to_path_buf() } else { to.join(rest) })
    };
    // What no path leads to is the name of a doctrine, or a mistake.
    if !target.exists() {
        return None;
    }
    let (new_target, new_place) = (moves(&target), moves(place));
    if new_target.is_none() && new_place.is_none() {
        return None;
    }
    let new_place = new_place.unwrap_or_else(|| place.to_path_buf());
    let path = relative(&new_target.unwrap_or(target), new_place.parent()?);
    (path != written.trim_end_matches('/')).then_some(path)
}

fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                cleaned.pop();
            }
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => cleaned.push(component),
        }
    }
    cleaned
}

fn relative(target: &Path, folder: &Path) -> String {
    let common = target.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| "..".to_string());
    let down = target.components().skip(common).map(|component| component.as_os_str().to_string_lossy().into_owned());
    let path = up.chain(down).collect::<Vec<_>>().join("/");
    if path.is_empty() { ".".to_string() } else { path }
}

/// A text without its quotation marks and the blanks beside them.
fn inside(text: &Text, source: &str) -> Span {
    let written = text.span.slice(source);
    match written.find(text.text.as_str()) {
        Some(at) => Span::new(text.span.start as usize + at, text.span.start as usize + at + text.text.len()),
        None => text.span,
    }
}
