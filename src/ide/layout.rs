//! The formatter, as edits of what differs.

use super::Edit;
use super::snapshot::Snapshot;
use crate::base::{FileId, Lang, Loc, Span};
use crate::format::{Options, declared_types, format};
use similar::{DiffOp, TextDiff};
use std::collections::HashSet;

/// What the formatter would change in a file of rules, all of it or what touches `within`. Nothing for a text that it
/// refuses: one that cannot be read.
pub fn layout(snapshot: &Snapshot, file: FileId, within: Option<Span>, to: Option<Lang>) -> Option<Vec<Edit>> {
    snapshot.tree(file)?;
    let text = snapshot.text(file);
    let trees = snapshot.rule_files().filter_map(|file| snapshot.tree(file));
    let types: HashSet<String> = trees.flat_map(declared_types).collect();
    let options = Options { to, types: Some(&types) };
    let written = format(file, text, snapshot.is_literate(file), options).ok()?;
    let touches =
        |edit: &Edit| within.is_none_or(|within| edit.at.span.start <= within.end && within.start <= edit.at.span.end);
    Some(differences(file, text, &written).into_iter().filter(touches).collect())
}

/// The edits that turn one text into another, line by line.
pub fn differences(file: FileId, before: &str, after: &str) -> Vec<Edit> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (Starts::new(diff.old_slices()), Starts::new(diff.new_slices()));
    let edits = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(|op| {
        let (gone, come) = (op.old_range(), op.new_range());
        let at = Loc::new(file, Span::new(old.at(gone.start), old.at(gone.end)));
        Edit::new(at, after.get(new.at(come.start)..new.at(come.end)).unwrap_or(""))
    });
    edits.collect()
}

/// Where lines begin.
struct Starts(Vec<usize>);

impl Starts {
    fn new(lines: &[&str]) -> Starts {
        let mut at = 0;
        let mut starts = vec![0];
        for line in lines {
            at += line.len();
            starts.push(at);
        }
        Starts(starts)
    }

    fn at(&self, line: usize) -> usize {
        self.0.get(line).or(self.0.last()).copied().unwrap_or(0)
    }
}
