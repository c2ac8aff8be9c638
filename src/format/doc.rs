//! A small pretty printer, after Wadler's: groups stay on one line where they fit, and break at all their places else.

use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// The widest that a line should be, in columns.
pub const WIDTH: usize = 100;

/// How much further from the margin a continuation stands.
pub const STEP: usize = 2;

/// What a unit of text is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Doc {
    Text(String),
    /// A blank between two words.
    Blank,
    /// Where a line may break; on one line, this stands there.
    Line(&'static str),
    /// What is written only where the group is on one line.
    Flat(&'static str),
    /// On one line, or broken at each of its own places.
    Group(Vec<Doc>),
    /// Further from the margin by so many columns.
    Nest(usize, Vec<Doc>),
    /// Where what follows may be moved right, to stand under its likes.
    Cut,
    /// A comment that ends the line it comes on.
    After(String),
    /// A comment on a line of its own.
    Own(String),
}

/// A line of the result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Columns before the text.
    pub indent: usize,
    /// The text; of a line that is a comment alone, the comment.
    pub text: String,
    /// The comment after the text.
    pub comment: Option<String>,
    /// Offsets in the text where blanks may be added.
    pub cuts: Vec<usize>,
}

/// The columns that a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Lays a unit out. A comment that meets another one on its line is left where it was written, and ends the line there.
pub fn render(docs: &[Doc], indent: usize) -> Vec<Line> {
    if let Some(line) = with_its_comment_last(docs, indent) {
        return vec![line];
    }
    let mut ending = HashSet::new();
    loop {
        let mut renderer = Renderer::new(indent, &ending);
        match renderer.run(docs, indent) {
            Ok(()) => return renderer.finished(),
            // Each turn adds a comment, so there is an end.
            Err(comment) => ending.insert(comment),
        };
    }
}

/// Moves the one comment inside a unit to its end, where the unit then fits on a line.
fn with_its_comment_last(docs: &[Doc], indent: usize) -> Option<Line> {
    let mut comments = Vec::new();
    let plain = without_comments(docs, &mut comments)?;
    let [comment] = comments.as_slice() else { return None };
    let nothing = HashSet::new();
    let mut renderer = Renderer::new(indent, &nothing);
    renderer.run(&plain, indent).ok()?;
    let mut lines = renderer.finished();
    let line = lines.pop().filter(|_| lines.is_empty())?;
    Some(Line { comment: Some(comment.clone()), ..line })
}

/// The same without its comments, which are put aside; nothing where one stands on a line of its own.
fn without_comments(docs: &[Doc], comments: &mut Vec<String>) -> Option<Vec<Doc>> {
    let mut plain = Vec::new();
    for doc in docs {
        match doc {
            Doc::Own(_) => return None,
            Doc::After(comment) => comments.push(comment.clone()),
            Doc::Group(inside) => plain.push(Doc::Group(without_comments(inside, comments)?)),
            Doc::Nest(by, inside) => plain.push(Doc::Nest(*by, without_comments(inside, comments)?)),
            Doc::Text(_) | Doc::Blank | Doc::Line(_) | Doc::Flat(_) | Doc::Cut => plain.push(doc.clone()),
        }
    }
    Some(plain)
}

/// The text on one line; comments are left out.
pub fn flat(docs: &[Doc]) -> String {
    let mut text = String::new();
    for doc in docs {
        match doc {
            Doc::Text(words) => text.push_str(words),
            Doc::Blank => text.push(' '),
            Doc::Line(words) | Doc::Flat(words) => text.push_str(words),
            Doc::Group(inside) | Doc::Nest(_, inside) => text.push_str(&flat(inside)),
            Doc::Cut | Doc::After(_) | Doc::Own(_) => {}
        }
    }
    text
}

pub fn holds_comment(docs: &[Doc]) -> bool {
    docs.iter().any(|doc| match doc {
        Doc::After(_) | Doc::Own(_) => true,
        Doc::Group(inside) | Doc::Nest(_, inside) => holds_comment(inside),
        Doc::Text(_) | Doc::Blank | Doc::Line(_) | Doc::Flat(_) | Doc::Cut => false,
    })
}

/// A part still to be laid out: its distance from the margin, and whether it must stay on one line.
#[derive(Clone, Copy)]
struct Part<'d> {
    indent: usize,
    flat: bool,
    doc: &'d Doc,
}

struct Renderer<'c> {
    /// Columns before the first line.
    base: usize,
    lines: Vec<Line>,
    current: Line,
    column: usize,
    /// The number of the comment that will end the current line.
    pending: Option<usize>,
    comments: usize,
    /// Comments after which the line ends.
    ending: &'c HashSet<usize>,
}

impl<'c> Renderer<'c> {
    fn new(indent: usize, ending: &'c HashSet<usize>) -> Self {
        let current = Line { indent, ..Line::default() };
        Renderer { base: indent, lines: Vec::new(), current, column: indent, pending: None, comments: 0, ending }
    }

    fn run(&mut self, docs: &[Doc], indent: usize) -> Result<(), usize> {
        let mut parts: Vec<Part<'_>> = docs.iter().rev().map(|doc| Part { indent, flat: false, doc }).collect();
        while let Some(part) = parts.pop() {
            match part.doc {
                Doc::Text(text) => self.text(text),
                Doc::Blank => self.blanks(" "),
                Doc::Line(words) if part.flat => self.blanks(words),
                Doc::Line(_) => self.end_line(part.indent),
                Doc::Flat(text) if part.flat => self.text(text),
                Doc::Flat(_) => {}
                Doc::Cut => self.current.cuts.push(self.current.text.len()),
                Doc::Nest(by, inside) => {
                    let indent = part.indent + by;
                    parts.extend(inside.iter().rev().map(|doc| Part { indent, doc, ..part }));
                }
                Doc::Group(inside) => {
                    let flat = part.flat || (!holds_comment(inside) && self.fits(inside, &parts));
                    parts.extend(inside.iter().rev().map(|doc| Part { flat, doc, ..part }));
                }
                Doc::After(comment) => self.comment(comment, part.indent)?,
                Doc::Own(comment) => {
                    let indent = self.further(part.indent);
                    self.end_line(indent);
                    self.current.text.clone_from(comment);
                    self.end_line(indent);
                    self.comments += 1;
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.current.text.push_str(text);
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => columns(last),
            None => self.column + columns(text),
        };
    }

    /// No blank opens a line.
    fn blanks(&mut self, blanks: &str) {
        if !self.current.text.is_empty() {
            self.text(blanks);
        }
    }

    fn end_line(&mut self, indent: usize) {
        self.pending = None;
        let next = Line { indent, ..Line::default() };
        // A line that holds nothing yet only changes its distance from the margin.
        let done = std::mem::replace(&mut self.current, next);
        self.column = indent;
        if !done.text.is_empty() {
            self.lines.push(done);
        }
    }

    /// Where a line goes on after a comment: further from the margin than the first, which begins a clause or an item.
    fn further(&self, indent: usize) -> usize {
        let opens = self.lines.is_empty() && self.current.text.is_empty();
        if opens { indent } else { indent.max(self.base + STEP) }
    }

    fn comment(&mut self, comment: &str, indent: usize) -> Result<(), usize> {
        let number = self.comments;
        self.comments += 1;
        if let Some(before) = self.pending {
            return Err(before);
        }
        self.current.comment = Some(comment.to_string());
        self.pending = Some(number);
        if self.ending.contains(&number) {
            self.end_line(self.further(indent));
        }
        Ok(())
    }

    /// Whether what is inside fits on the rest of the line, with what follows it up to the next place to break.
    fn fits(&self, inside: &[Doc], after: &[Part<'_>]) -> bool {
        let Some(mut room) = WIDTH.checked_sub(self.column) else { return false };
        let mut after = after.iter().rev();
        let mut parts: Vec<(bool, &Doc)> = inside.iter().rev().map(|doc| (true, doc)).collect();
        loop {
            let Some((flat, doc)) = parts.pop().or_else(|| after.next().map(|part| (part.flat, part.doc))) else {
                return true;
            };
            let words = match doc {
                Doc::Text(text) => text.as_str(),
                Doc::Blank => " ",
                Doc::Line(words) | Doc::Flat(words) if flat => words,
                Doc::Line(_) | Doc::Own(_) => return true,
                // A group that follows may break at its first place.
                Doc::Group(inside) | Doc::Nest(_, inside) => {
                    parts.extend(inside.iter().rev().map(|doc| (flat, doc)));
                    ""
                }
                Doc::Flat(_) | Doc::Cut | Doc::After(_) => "",
            };
            let first = words.split('\n').next().unwrap_or(words);
            match room.checked_sub(columns(first)) {
                Some(left) => room = left,
                None => return false,
            }
            if first.len() < words.len() {
                return true;
            }
        }
    }

    fn finished(mut self) -> Vec<Line> {
        self.end_line(0);
        self.lines
    }
}
