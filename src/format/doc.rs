//! A small pretty printer, after Wadler's: groups stay on one line where they fit, and break at all their places else.

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

/// Lays a unit out. What holds a comment is broken, however short, so that a comment stands in the same place whatever
/// the language. A comment in the middle of a line goes to its end, or above it where another comment ends it or where
/// the line may end sooner: a comment never makes a word the first of a line, which might then be read as the beginning
/// of something else.
pub fn render(docs: &[Doc], indent: usize) -> Vec<Line> {
    let mut renderer = Renderer::new(indent);
    renderer.run(docs, indent);
    renderer.finished()
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

fn holds_comment(docs: &[Doc]) -> bool {
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

/// The distance from the margin of the line that begins after the comments to come, if one does.
fn next_line(parts: &[Part<'_>]) -> Option<usize> {
    let mut parts = parts.iter().rev().filter(|part| !matches!(part.doc, Doc::Own(_) | Doc::After(_)));
    let mut next = *parts.next()?;
    while let Doc::Nest(by, inside) = next.doc {
        next = Part { indent: next.indent + by, doc: inside.first()?, ..next };
    }
    matches!(next.doc, Doc::Line(_)).then_some(next.indent).filter(|_| !next.flat)
}

/// Whether the line goes on to a place where it breaks in any case.
fn ends_with_certainty(parts: &[Part<'_>]) -> bool {
    let mut parts: Vec<&Doc> = parts.iter().map(|part| part.doc).collect();
    while let Some(doc) = parts.pop() {
        match doc {
            Doc::Line(_) => return true,
            Doc::Group(inside) if !holds_comment(inside) => {
                if holds_line(inside) {
                    return false;
                }
            }
            Doc::Group(inside) | Doc::Nest(_, inside) => parts.extend(inside.iter().rev()),
            Doc::Text(_) | Doc::Blank | Doc::Flat(_) | Doc::Cut | Doc::After(_) | Doc::Own(_) => {}
        }
    }
    true
}

fn holds_line(docs: &[Doc]) -> bool {
    docs.iter().any(|doc| match doc {
        Doc::Line(_) => true,
        Doc::Group(inside) | Doc::Nest(_, inside) => holds_line(inside),
        Doc::Text(_) | Doc::Blank | Doc::Flat(_) | Doc::Cut | Doc::After(_) | Doc::Own(_) => false,
    })
}

struct Renderer {
    lines: Vec<Line>,
    current: Line,
    column: usize,
}

impl Renderer {
    fn new(indent: usize) -> Self {
        let current = Line { indent, ..Line::default() };
        Renderer { lines: Vec::new(), current, column: indent }
    }

    fn run(&mut self, docs: &[Doc], indent: usize) {
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
                Doc::After(comment) => {
                    self.lift_comment();
                    if ends_with_certainty(&parts) {
                        self.current.comment = Some(comment.clone());
                    } else {
                        self.put_above(comment.clone());
                    }
                }
                Doc::Own(comment) => {
                    if let Some(indent) = next_line(&parts) {
                        self.end_line(indent);
                    }
                    self.lift_comment();
                    self.put_above(comment.clone());
                }
            }
        }
    }

    /// Puts the comment that was to end the line above it.
    fn lift_comment(&mut self) {
        if let Some(comment) = self.current.comment.take() {
            self.put_above(comment);
        }
    }

    fn put_above(&mut self, text: String) {
        self.lines.push(Line { indent: self.current.indent, text, ..Line::default() });
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
        let next = Line { indent, ..Line::default() };
        let mut done = std::mem::replace(&mut self.current, next);
        self.column = indent;
        // A line that holds nothing yet only changes its distance from the margin.
        if done.text.is_empty() {
            done.text = done.comment.take().unwrap_or_default();
        }
        if !done.text.is_empty() {
            self.lines.push(done);
        }
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
