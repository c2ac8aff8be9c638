//! A doctrine read once and analysed again and again, with items typed in beside its files: what a session stands on.

use super::analysis::{Analysis, analyse_parsed, parse_all, prefixes, read_project};
use super::{DoctrineRoot, FilePlace, Project, RuleFile};
use crate::base::{FileId, Loc, SourceFile, Span};
use crate::syntax::ast::{Item, ItemKind};
use crate::syntax::{Parsed, parse, parse_without_tests};
use std::borrow::Cow;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The files of a doctrine, parsed.
#[derive(Clone, Debug)]
pub struct Reading {
    project: Project,
    /// Each with the rank of its file.
    parsed: Vec<(usize, Arc<Parsed>)>,
}

/// Items typed in, as the text of a file of their own.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What it is called where its mistakes are shown.
    pub path: String,
    pub text: Arc<str>,
}

/// What makes two items the same one: the space of its name, and the name; the title of a test.
type Key = (u8, String);

impl Reading {
    /// Reads a doctrine without its tests.
    pub fn new(root: &DoctrineRoot) -> Reading {
        let (project, parsed) = read_project(Project::load(root), |files| parse_all(files, parse_without_tests));
        Reading { project, parsed }
    }

    /// The same texts with their tests.
    pub fn with_tests(&self) -> Reading {
        let read = |rank: &usize| {
            let file = self.project.files.get(*rank)?;
            let text = self.project.sources.get(file.id).map(|source| Arc::clone(&source.text))?;
            Some((*rank, Arc::new(parse(file.id, &text, file.literate))))
        };
        let parsed = self.parsed.iter().filter_map(|(rank, _)| read(rank)).collect();
        Reading { project: self.project.clone(), parsed }
    }

    /// The doctrine that was read.
    pub fn root(&self) -> &DoctrineRoot {
        &self.project.root
    }

    /// Its files, those of the doctrines that it uses included.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Runs every stage on the doctrine and the items typed in. An item typed in stands for the one of the same name.
    pub fn analyse(&self, typed: &[Typed]) -> Analysis {
        let mut project = self.project.clone();
        let mut added = Vec::new();
        for one in typed {
            let id = project.sources.add(SourceFile::new(one.path.clone(), Arc::clone(&one.text)));
            let place = FilePlace::Disk(PathBuf::from(&one.path));
            let rank = project.files.len();
            project.files.push(RuleFile { id, path: one.path.clone(), place, literate: false, import: 0 });
            added.push((rank, parse(id, &one.text, false)));
        }
        let keys: HashSet<Key> = added.iter().flat_map(|(_, parsed)| &parsed.file.items).filter_map(key).collect();
        let prefixes = prefixes(&project, &self.parsed);
        let is_prefixed = |rank: usize| {
            let import = project.files.get(rank).and_then(|file| usize::try_from(file.import).ok()).unwrap_or(0);
            prefixes.get(import).is_some_and(Option::is_some)
        };
        let known = self.parsed.iter().map(|(rank, parsed)| {
            let parsed = if is_prefixed(*rank) { Cow::Borrowed(&**parsed) } else { without(parsed, &keys) };
            (*rank, parsed)
        });
        let parsed: Vec<(usize, Cow<'_, Parsed>)> =
            known.chain(added.into_iter().map(|(rank, parsed)| (rank, Cow::Owned(parsed)))).collect();
        let (sources, diagnostics) = (project.sources.clone(), project.diagnostics.clone());
        analyse_parsed(project, sources, diagnostics, &parsed, &[], None)
    }
}

impl Typed {
    /// The names of the items of the text, as another text may declare them.
    pub fn shadows(&self, other: &Typed) -> bool {
        let keys = |one: &Typed| -> HashSet<Key> {
            parse(FileId(u32::MAX), &one.text, false).file.items.iter().filter_map(key).collect()
        };
        !keys(self).is_disjoint(&keys(other))
    }
}

/// A file without the items that are typed in, nor what was found wrong in them.
fn without<'p>(parsed: &'p Parsed, keys: &HashSet<Key>) -> Cow<'p, Parsed> {
    let is_typed = |item: &Item| key(item).is_some_and(|key| keys.contains(&key));
    let gone: Vec<Span> = parsed.file.items.iter().filter(|item| is_typed(item)).map(|item| item.span).collect();
    if gone.is_empty() {
        return Cow::Borrowed(parsed);
    }
    let mut left = parsed.clone();
    left.file.items.retain(|item| !is_typed(item));
    let inside = |at: Loc| gone.iter().any(|span| span.start <= at.span.start && at.span.end <= span.end);
    left.diagnostics.retain(|diagnostic| !inside(diagnostic.at));
    Cow::Owned(left)
}

fn key(item: &Item) -> Option<Key> {
    let space = match item.kind {
        ItemKind::Test => return item.title.as_ref().map(|title| (5, title.text.clone())),
        ItemKind::Source => 0,
        ItemKind::Unit | ItemKind::Choice { .. } | ItemKind::Record => 1,
        ItemKind::Actor => 2,
        ItemKind::Facts
        | ItemKind::Parameter
        | ItemKind::Define
        | ItemKind::Table { .. }
        | ItemKind::Criterion
        | ItemKind::Checklist
        | ItemKind::Scenario
        | ItemKind::Body
        | ItemKind::Milestone => 3,
        ItemKind::Dataset => 4,
        ItemKind::Doctrine | ItemKind::Uncoded | ItemKind::Use | ItemKind::Error => return None,
    };
    item.name.as_ref().map(|name| (space, name.text.clone()))
}
