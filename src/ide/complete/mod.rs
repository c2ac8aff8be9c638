//! What may come next where the cursor stands.
//!
//! Half-written text has no tree worth looking at: the words before the cursor say which item and which clause it is in
//! (`position.rs`), and that says what is offered (`offer.rs`, `names.rs`); facts files have their own reading of the
//! same (`facts.rs`).

mod facts;
mod items;
mod names;
mod offer;
mod position;

use super::snapshot::Snapshot;
use super::symbols::Symbol;
use crate::base::{FileId, Lang, Span, name};
pub use items::snippet_of;
pub use position::{Place, place};

/// What an entry is, for its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Keyword,
    Item,
    Name(Symbol),
    Unit,
    Type,
    Date,
    Value,
    Key,
    File,
}

/// One thing that may be put.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub label: String,
    pub kind: Kind,
    /// What it is, in a few words.
    pub detail: String,
    /// What is put; with `$1`, `${2:words}` and `$0` for where the cursor stops, where `is_snippet`.
    pub insert: String,
    pub is_snippet: bool,
    /// What it replaces: the letters already typed.
    pub replaces: Span,
    /// Less comes first.
    pub rank: u8,
}

/// So many entries are offered.
const MOST_ENTRIES: usize = 400;

/// What may come at an offset, best first. Accents and case of the letters already typed do not matter. Without
/// `snippets`, what is put is plain text.
pub fn complete(snapshot: &Snapshot, file: FileId, offset: usize, snippets: bool, lang: Lang) -> Vec<Entry> {
    let mut entries = match snapshot.facts_file(file) {
        Some(facts) => facts::entries(snapshot, facts, offset, lang),
        None => match place(snapshot, file, offset) {
            Some(place) => offer::entries(snapshot, &place, lang),
            None => Vec::new(),
        },
    };
    let text = snapshot.text(file);
    entries.retain(|entry| answers(entry, text.get(entry.replaces.start as usize..offset).unwrap_or("")));
    if !snippets {
        for entry in entries.iter_mut().filter(|entry| entry.is_snippet) {
            entry.insert = items::without_stops(&entry.insert);
            entry.is_snippet = false;
        }
    }
    entries.sort_by(|one, other| (one.rank, &one.label).cmp(&(other.rank, &other.label)));
    entries.dedup_by(|one, other| one.label == other.label && one.insert == other.insert);
    entries.truncate(MOST_ENTRIES);
    entries
}

/// Whether an entry is what the letters typed may mean: it begins with them, or one of its words does, or its title
/// holds them.
fn answers(entry: &Entry, typed: &str) -> bool {
    let typed = name::fold(typed);
    let label = name::fold(&entry.label);
    let words = || label.split(['.', '_', ' ', '\'']).any(|word| word.starts_with(&typed));
    typed.is_empty()
        || label.starts_with(&typed)
        || words()
        || typed.len() > 2 && name::fold(&entry.detail).contains(&typed)
}
