//! The doctrine as a document that people read, print and link to: first a tree of blocks in the reader's language, then
//! Markdown or one page of HTML.
//!
//! Invariant: the document of a doctrine is made from the rules alone, and the same rules give the same document, byte
//! for byte. It shows everything that its chapters declare, and leads nowhere that it does not show. The blocks and their
//! two writers also serve the note of a dossier (`note/`).

mod annexes;
pub(crate) mod block;
mod builder;
mod chapters;
mod facts;
mod html;
pub mod links;
mod markdown;
mod picture;
mod plans;
mod prose;
mod rules;
mod target;
mod tests_shown;
mod values;

use crate::base::{Date, FileId, Lang, Sources};
use crate::eval::Engine;
pub use block::Block;
pub use html::{PALETTE, to_html};
pub use markdown::to_markdown;
pub use picture::{Drawing, Picture, svg_file, timeline_svg};

/// What a document is made from.
#[derive(Debug)]
pub struct Request<'a> {
    pub engine: &'a Engine,
    pub sources: &'a Sources,
    /// The files to show, in the order of their paths.
    pub files: Vec<ShownFile>,
    /// The language of the frame; titles and prose keep their authors'.
    pub lang: Lang,
    /// The day whose versions come first.
    pub as_of: Date,
    /// What the doctrine is called when it has no title.
    pub label: String,
    /// Whether only a part of the doctrine is shown.
    pub is_part: bool,
}

/// One file of rules to show.
#[derive(Clone, Debug)]
pub struct ShownFile {
    pub id: FileId,
    /// Its path from the doctrine's folder, with `/`.
    pub path: String,
    pub literate: bool,
}

/// A doctrine, ready to be written.
#[derive(Debug)]
pub struct Document {
    pub lang: Lang,
    pub title: String,
    /// The language of the title.
    pub title_lang: Lang,
    /// Under the title: authority, state, counts, remarks.
    pub cover: Vec<Block>,
    pub body: Vec<Block>,
    /// The lines of the table of contents, the chapters before the annexes.
    pub contents: Vec<ContentsLine>,
    /// Where relative links between the files of the doctrine lead.
    chapters: chapters::ChapterLinks,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentsLine {
    /// 2 for chapters and annexes, 3 for what is in them.
    pub level: u8,
    pub anchor: String,
    pub title: String,
    /// The language of the title.
    pub lang: Lang,
}

impl Document {
    /// A document of other blocks than a doctrine's: its table of contents is made from their headings.
    pub fn of(lang: Lang, title: String, title_lang: Lang, cover: Vec<Block>, body: Vec<Block>) -> Self {
        let contents = builder::contents(&body, lang);
        Document { lang, title, title_lang, cover, contents, body, chapters: chapters::ChapterLinks::default() }
    }
}

/// Makes the document.
pub fn document(request: &Request<'_>) -> Document {
    builder::build(request)
}

/// The picture of what leans on what among everything shown.
pub fn whole_picture(request: &Request<'_>) -> Picture {
    builder::whole_picture(request)
}
