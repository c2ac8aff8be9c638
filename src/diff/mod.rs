//! What changes from one doctrine to another: items added, removed, renamed, changed, each in words and as text; bounds
//! that moved; and over dossiers, the verdicts that change, with the item that changed them and the reasons before and
//! after.
//!
//! Invariant: what is told to have changed has other words, comments and layout left out; an item that is the same but
//! for a name that was changed elsewhere is the same.

mod bounds;
mod impact;
mod items;
mod json;
mod markdown;
mod pairs;
mod text;
mod words;

use crate::base::{Date, Lang, Sources};
use crate::eval::Engine;
use crate::model::ids::RuleId;
pub use bounds::Moved;
pub use impact::{Impact, Told};
pub use items::{Item, Kind};
pub use json::diff_json;
pub use markdown::diff_markdown;
use similar::{ChangeTag, TextDiff};
pub use text::diff_text;

/// One of two doctrines.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    pub engine: &'a Engine,
    pub sources: &'a Sources,
}

impl Side<'_> {
    /// Where an item begins: its file, and its line from 1.
    pub fn place(&self, item: &Item) -> (String, usize) {
        let line = self.sources.get(item.file).map_or(1, |file| file.line_column(item.span.start as usize).0);
        (self.sources.path(item.file).to_string(), line)
    }
}

/// What became of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Added,
    Removed,
    Renamed,
    Changed,
}

/// One item that is not the same in both.
#[derive(Clone, Debug)]
pub struct Change {
    pub status: Status,
    pub old: Option<Item>,
    pub new: Option<Item>,
    /// Whether it is taken for the same item under another name because it is like it, nothing saying so.
    pub guessed: bool,
    /// What it says, in sentences; empty where no sentence is made of such an item.
    pub words: Vec<Line>,
    /// What is written.
    pub text: Vec<Line>,
    pub bounds: Vec<Moved>,
}

impl Change {
    /// The item as it is now, else as it was.
    pub fn item(&self) -> Option<&Item> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether it says something else than before.
    pub fn is_changed(&self) -> bool {
        self.status != Status::Renamed || self.text.iter().any(|line| line.tag != Tag::Same)
    }
}

/// A line on one side or on both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub tag: Tag,
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tag {
    Same,
    Removed,
    Added,
}

/// Everything that changes.
#[derive(Clone, Debug)]
pub struct Diff {
    /// In the order of the new doctrine, then what was removed in that of the old one.
    pub changes: Vec<Change>,
    /// How many items are the same.
    pub same: usize,
    /// The rules that both have, under their ids in each.
    pub rules: Vec<(RuleId, RuleId)>,
}

impl Diff {
    /// Compares two doctrines. Sentences are in `lang`, with the values of parameters on `day`.
    pub fn new(old: Side<'_>, new: Side<'_>, lang: Lang, day: Date) -> Self {
        let (before, after) = (items::items(old), items::items(new));
        let pairs = pairs::pairs(&before, &after);
        let renamed = pairs::renamings(&pairs, &before, &after);
        let mut diff = Diff { changes: Vec::new(), same: 0, rules: Vec::new() };
        for pair in pairs {
            let was = pair.old.and_then(|rank| before.get(rank));
            let is = pair.new.and_then(|rank| after.get(rank));
            if let (Some(was), Some(is)) = (was.and_then(Item::rule), is.and_then(Item::rule)) {
                diff.rules.push((was, is));
            }
            let status = match (was, is) {
                (None, _) => Status::Added,
                (_, None) => Status::Removed,
                (Some(was), Some(is)) if was.name != is.name => Status::Renamed,
                (Some(was), Some(is)) if was.says_the_same(is, &renamed) => {
                    diff.same += 1;
                    continue;
                }
                (Some(_), Some(_)) => Status::Changed,
            };
            let said =
                |side, item: Option<&Item>| item.map(|item| words::words(side, item, lang, day)).unwrap_or_default();
            let written =
                |side: Side<'_>, item: Option<&Item>| item.map(|item| item.text(side.sources)).unwrap_or_default();
            let unchanged = was.zip(is).is_some_and(|(was, is)| was.says_the_same(is, &renamed));
            let text = match unchanged {
                // Nothing but its name is another.
                true => Vec::new(),
                false => lines(&written(old, was), &written(new, is)),
            };
            let words = match unchanged {
                true => Vec::new(),
                false => lines(&said(old, was), &said(new, is)),
            };
            let bounds = match (was, is) {
                (Some(was), Some(is)) => bounds::moved(old, was, new, is, lang, day),
                _ => Vec::new(),
            };
            let (old, new) = (was.cloned(), is.cloned());
            diff.changes.push(Change { status, old, new, guessed: pair.guessed, words, text, bounds });
        }
        diff
    }

    pub fn count(&self, status: Status) -> usize {
        self.changes.iter().filter(|change| change.status == status).count()
    }
}

/// Longer texts are told one after the other: what they have in common would take too long to find.
const MOST_LINES: usize = 3_000;

/// The lines of two texts, those that both have once.
fn lines(old: &[String], new: &[String]) -> Vec<Line> {
    if old.len().max(new.len()) > MOST_LINES {
        let whole = |tag: Tag, lines: &[String]| -> Vec<Line> {
            lines.iter().map(|text| Line { tag, text: text.clone() }).collect()
        };
        return [whole(Tag::Removed, old), whole(Tag::Added, new)].concat();
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let diff = TextDiff::from_slices(&old, &new);
    let line = |change: similar::Change<&str>| Line {
        tag: match change.tag() {
            ChangeTag::Equal => Tag::Same,
            ChangeTag::Delete => Tag::Removed,
            ChangeTag::Insert => Tag::Added,
        },
        text: change.value().to_string(),
    };
    diff.iter_all_changes().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_out_of_proportion_stand_one_after_the_other() {
        let text = |count: usize| (0..count).map(|rank| rank.to_string()).collect::<Vec<String>>();
        let few = lines(&text(3), &text(4));
        let tags: Vec<Tag> = few.iter().map(|line| line.tag).collect();
        assert_eq!(tags, [Tag::Same, Tag::Same, Tag::Same, Tag::Added]);
        let many = lines(&text(MOST_LINES + 1), &text(2));
        assert_eq!((many.len(), many[0].tag, many[MOST_LINES + 1].tag), (MOST_LINES + 3, Tag::Removed, Tag::Added));
    }
}
