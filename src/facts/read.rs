//! YAML or JSON text into a positioned tree that keeps every spelling and never loses what could be read.
//!
//! The tree is built from the events of granit-parser rather than through serde-saphyr, which stands on it: serde's
//! interface types a scalar before we see it (`1.10` would arrive as a float), forgets whether it was quoted, gives no
//! place for every key, and throws away at the first syntax error what had been read before it.

use super::mistake::Mistake;
use super::recover;
use super::tree::{self, Root};
use crate::base::{FileId, Loc, Span};
use crate::diagnostic::problem::{FactsProblem, Note};
use crate::diagnostic::{Diagnostic, Problem};
use std::collections::HashMap;

/// A longer text is refused unread: one dossier is small, and many belong to the `portfolio` command. In bytes.
pub const LIMIT: usize = 8 * 1024 * 1024;

/// How many collections may stand inside one another.
pub const DEPTH_LIMIT: usize = 64;

/// How many values one file may hold. An honest file of [`LIMIT`] bytes stays far below; a hostile one of `[[],[],…`
/// would otherwise take dozens of times its size in memory.
pub const NODE_LIMIT: usize = 1_500_000;

/// Mistakes beyond this number are not listed.
pub const MISTAKE_LIMIT: usize = 100;

/// A value and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    pub kind: NodeKind,
    /// Byte offsets in the text, quotes and brackets included.
    pub span: Span,
}

#[derive(Clone, PartialEq, Debug)]
pub enum NodeKind {
    /// `null`, `~`, or nothing after the colon; the last has an empty span.
    Null,
    /// A text as it was spelled: numbers, dates and booleans are read later, by the declared type. `quoted` is only a
    /// hint: a quoted `"oui"` is still a yes where a yes is expected.
    Scalar {
        text: String,
        quoted: bool,
    },
    Sequence(Vec<Node>),
    /// Entries in the order written, duplicates kept.
    Mapping(Vec<Entry>),
}

#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub key: Key,
    pub value: Node,
}

/// A key, its text in Unicode NFC.
#[derive(Clone, PartialEq, Debug)]
pub struct Key {
    pub text: String,
    pub span: Span,
}

/// What could be read of a facts file, and the mistakes met, in the order of their places.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RawFacts {
    pub root: Vec<Entry>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Key {
    /// Another name as it is to be written in place of this one.
    pub fn respelt(&self, name: &str) -> String {
        // A key that is longer in the file than in itself has quotes around it, as in JSON.
        let quoted = (self.span.end - self.span.start) as usize != self.text.len();
        if quoted { format!("\"{name}\"") } else { name.to_string() }
    }
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::Null | NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// The entries of a mapping.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            NodeKind::Mapping(entries) => Some(entries),
            NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Sequence(_) => None,
        }
    }

    /// Whether nothing at all was written, as after the colon of `internes:`. Nobody said anything then, while a
    /// written `null` says that there is none.
    pub fn is_blank(&self) -> bool {
        self.kind == NodeKind::Null && self.span.is_empty()
    }
}

/// Reads the YAML or JSON `text` of the file `id`. A syntax error ends its top-level group only: what stands before it
/// in that group is kept, and reading resumes at the next group. With duplicate keys both entries are kept and the
/// second is reported: whoever uses the tree takes the first.
pub fn read(id: FileId, text: &str) -> RawFacts {
    if text.len() > LIMIT {
        let at = Loc::new(id, Span::new(0, 0));
        let problem = FactsProblem::TooLarge { mebibytes: LIMIT / (1024 * 1024) };
        return RawFacts { root: Vec::new(), diagnostics: vec![Diagnostic::new(Problem::Facts(problem), at)] };
    }
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text.get(start..).unwrap_or("");
    let mut findings = Findings::new(id);
    let mut first_pass = Findings::new(id);
    let first = tree::read_whole(body, start, &mut first_pass);
    let mut root = first.entries;
    match first.broken {
        Some(broken) => {
            // The group that broke is read again alone, with those after it; what came before it stands.
            first_pass.diagnostics.retain(|found| (found.at.span.start as usize) < broken.resume);
            root.retain(|entry| (entry.key.span.start as usize) < broken.resume);
            findings.append(first_pass);
            recover::recover(text, &first.root, broken, &mut root, &mut findings);
        }
        None => {
            findings.append(first_pass);
            findings.root(&first.root);
        }
    }
    findings.duplicates(&root);
    findings.diagnostics.sort_by_key(|found| found.at.span.start);
    RawFacts { root, diagnostics: findings.diagnostics }
}

/// The mistakes of one file, and what its reading has cost so far.
pub(super) struct Findings {
    id: FileId,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) nodes: usize,
}

impl Findings {
    fn new(id: FileId) -> Self {
        Findings { id, diagnostics: Vec::new(), nodes: 0 }
    }

    fn append(&mut self, other: Findings) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Adds a mistake whose places are in the whole text.
    pub(super) fn add(&mut self, mistake: Mistake) {
        if self.diagnostics.len() > MISTAKE_LIMIT {
            return;
        }
        if self.diagnostics.len() < MISTAKE_LIMIT {
            self.diagnostics.push(mistake.at(self.id));
            return;
        }
        let problem = FactsProblem::TooManyMistakes { shown: MISTAKE_LIMIT };
        self.diagnostics.push(Mistake::new(problem, mistake.span).at(self.id));
    }

    /// Says what is wrong with a top level that is not made of keys.
    pub(super) fn root(&mut self, root: &Root) {
        match root {
            Root::Empty | Root::Block | Root::Flow => {}
            Root::Sequence(span) => self.add(Mistake::new(FactsProblem::NotKeys { list: true }, *span)),
            Root::Scalar(span, text) => self.add(Mistake::keyless(text, *span, FactsProblem::NotKeys { list: false })),
        }
    }

    /// The same for what stands among groups.
    pub(super) fn group(&mut self, root: &Root) {
        match root {
            Root::Empty | Root::Block | Root::Flow => {}
            Root::Sequence(span) => self.add(Mistake::new(FactsProblem::ListAndKeys, *span)),
            Root::Scalar(span, text) => {
                self.add(Mistake::keyless(text, *span, FactsProblem::missing_colon(text)));
            }
        }
    }

    /// Reports each key that an earlier entry of the same mapping already has.
    pub(super) fn duplicates(&mut self, entries: &[Entry]) {
        let mut first: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
        for Entry { key, .. } in entries {
            let Some(&earlier) = first.get(key.text.as_str()) else {
                first.insert(&key.text, key.span);
                continue;
            };
            let problem = FactsProblem::duplicate_key(&key.text);
            self.add(Mistake::new(problem, key.span).related(earlier, Note::FirstHere));
        }
    }
}

#[cfg(test)]
mod tests;
