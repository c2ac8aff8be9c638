//! What a document is made of before it is Markdown or HTML: headings, items, sentences, lists and tables.

use super::picture::Drawing;
use crate::base::{FileId, Lang};

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words in the language of the document.
    Text(String),
    /// Words of an author, in their own language.
    Own {
        words: String,
        lang: Lang,
    },
    /// A name as it is written in the rules.
    Code(String),
    Strong(Vec<Inline>),
    /// A small mark beside a title: its kind, its force. `class` tells HTML how it looks.
    Tag {
        class: &'static str,
        words: String,
    },
    /// To an anchor of the document.
    Link {
        to: String,
        inlines: Vec<Inline>,
    },
    /// To another place of the web.
    Url(String),
}

/// A part of the document.
#[derive(Clone, Debug)]
pub enum Block {
    Heading {
        level: u8,
        anchor: String,
        title: Vec<Inline>,
    },
    Item(Item),
    /// The sentence of a rule, which stands out; and the list under it.
    Lead {
        sentence: Vec<Inline>,
        under: Vec<Block>,
    },
    Paragraph(Vec<Inline>),
    List {
        entries: Vec<Entry>,
        cards: bool,
    },
    Fields(Vec<Field>),
    Table(Table),
    /// Folded until the reader opens it.
    Details {
        anchor: Option<String>,
        summary: Vec<Inline>,
        body: Vec<Block>,
    },
    Prose(Prose),
    /// A picture, what is said before it, and the same in words.
    Picture {
        drawing: Box<Drawing>,
        about: String,
        words: Vec<Entry>,
        folded: bool,
    },
}

/// A rule or another declaration, under a heading of its own.
#[derive(Clone, Debug)]
pub struct Item {
    pub anchor: String,
    pub level: u8,
    /// What HTML calls it: `criterion`, `fact`…
    pub class: &'static str,
    pub tags: Vec<Inline>,
    pub title: Vec<Inline>,
    pub body: Vec<Block>,
}

/// One entry of a list.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub anchor: Option<String>,
    pub inlines: Vec<Inline>,
    pub under: Vec<Block>,
}

/// A label and what it is about: `S’applique si`, `Texte`.
#[derive(Clone, Debug)]
pub struct Field {
    pub label: String,
    pub inlines: Vec<Inline>,
    pub under: Vec<Block>,
}

/// A table with one row of heads.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it is about, for those who cannot see where it stands.
    pub caption: String,
    pub heads: Vec<Vec<Inline>>,
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A stretch of the authors' own Markdown, without headings.
#[derive(Clone, Debug)]
pub struct Prose {
    pub file: FileId,
    pub lang: Lang,
    pub text: String,
}

/// Plain words.
pub fn text(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

impl Entry {
    pub fn of(inlines: Vec<Inline>) -> Self {
        Entry { inlines, ..Entry::default() }
    }
}

impl Field {
    pub fn line(label: impl Into<String>, inlines: Vec<Inline>) -> Self {
        Field { label: label.into(), inlines, under: Vec::new() }
    }
}

impl Inline {
    /// The words alone.
    pub fn plain(&self) -> String {
        match self {
            Inline::Text(words) | Inline::Own { words, .. } | Inline::Code(words) | Inline::Tag { words, .. } => {
                words.clone()
            }
            Inline::Strong(inlines) | Inline::Link { inlines, .. } => plain(inlines),
            Inline::Url(url) => url.clone(),
        }
    }
}

/// The words of a line alone.
pub fn plain(inlines: &[Inline]) -> String {
    inlines.iter().map(Inline::plain).collect()
}

/// Lines joined by a mark.
pub fn joined(parts: Vec<Vec<Inline>>, between: &str) -> Vec<Inline> {
    let mut joined = Vec::new();
    for (rank, part) in parts.into_iter().enumerate() {
        if rank > 0 {
            joined.push(text(between));
        }
        joined.extend(part);
    }
    joined
}
