//! One layout for every file, and files turned from one language into the other.
//!
//! What is written comes from the words of the text (`writer.rs`), which keeps each of them; the tree only says where a
//! line may break (`expr.rs`, `clause.rs`) and what stands on lines of its own (`layout.rs`, `table.rs`). What was
//! written is read again and compared with what was given: it is refused when a meaning, a comment or a text between
//! quotation marks would change, or when formatting it once more would change it again.
//!
//! Invariant: `format` writes no file, and knows nothing of what names mean.

mod assemble;
mod clause;
mod doc;
mod expr;
mod layout;
mod same;
mod spell;
mod table;
mod writer;

use crate::base::{FileId, Lang, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::Code;
use crate::syntax::ast::{File, ItemKind};
use crate::syntax::{Parsed, TokenKind, Words, parse_with_words};
use std::borrow::Cow;
use std::collections::HashSet;
use writer::Source;

/// What is asked of the formatter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The language to write in; `None` leaves each file in its own.
    pub to: Option<Lang>,
    /// Choices and records declared in other files of the doctrine: they may have the name of a built-in unit, and are
    /// no unit then.
    pub types: Option<&'a HashSet<String>>,
}

/// Why a text was left as it is.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// It cannot be read as a whole; all that was found, warnings included.
    Mistakes(Vec<Diagnostic>),
    /// What would be written does not say the same: a mistake of the formatter.
    Unsure { fault: Fault, written: String },
}

/// What the formatter would have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What was written cannot be read.
    Unreadable,
    Meaning,
    Comment,
    Text,
    /// The prose around the rules of a literate file.
    Prose,
    /// Formatting again would change it again.
    Unstable,
}

/// So many times a text is formatted until nothing changes any more.
const MOST_TURNS: usize = 5;

/// Formats a text: the whole of it, or the fences of a literate one.
///
/// # Errors
///
/// A text with an error of syntax, or one that would not come out the same, is refused.
pub fn format(id: FileId, text: &str, literate: bool, options: Options<'_>) -> Result<String, Refusal> {
    let given = Read::new(id, text, literate);
    if given.parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Refusal::Mistakes(given.parsed.diagnostics));
    }
    let types = types(&given.parsed.file, options.types);
    let to = options.to.unwrap_or(given.parsed.file.lang);
    let translates = options.to.is_some();
    let pass = Pass { to, types: &types, translates, unquotes: true, says_language: false };
    match pass.formatted(&given) {
        // Where a name cannot do without its backquotes, all names keep theirs.
        Err(Refusal::Unsure { .. }) => Pass { unquotes: false, ..pass }.formatted(&given),
        other => other,
    }
}

/// A text and what was read in it.
struct Read<'t> {
    id: FileId,
    text: Cow<'t, str>,
    literate: bool,
    parsed: Parsed,
    words: Words,
}

impl<'t> Read<'t> {
    fn new(id: FileId, text: impl Into<Cow<'t, str>>, literate: bool) -> Self {
        let text = text.into();
        let (parsed, words) = parse_with_words(id, &text, literate);
        Read { id, text, literate, parsed, words }
    }

    fn of(&self, text: String) -> Read<'static> {
        Read::new(self.id, text, self.literate)
    }
}

/// Choices and records that the file or another one declares.
fn types(file: &File, others: Option<&HashSet<String>>) -> HashSet<String> {
    others.into_iter().flatten().cloned().chain(declared_types(file)).collect()
}

/// The names of the choices and records of a file, which [`Options::types`] wants of the others.
pub fn declared_types(file: &File) -> impl Iterator<Item = String> {
    let items = file.items.iter().filter(|item| matches!(item.kind, ItemKind::Choice { .. } | ItemKind::Record));
    items.filter_map(|item| item.name.as_ref().map(|name| name.text.clone()))
}

/// Whether a text is read otherwise than it was meant, for want of a word that tells its language.
fn depends_on_language(parsed: &Parsed) -> bool {
    let told = [Code::R0106, Code::R0108, Code::R0109];
    parsed.diagnostics.iter().any(|diagnostic| diagnostic.is_error() || told.contains(&diagnostic.code()))
}

/// What stays the same from one turn to the next.
#[derive(Clone, Copy)]
struct Pass<'t> {
    to: Lang,
    types: &'t HashSet<String>,
    translates: bool,
    unquotes: bool,
    /// Whether to add a line that says the language.
    says_language: bool,
}

impl Pass<'_> {
    /// What is written when writing it again changes nothing, if it says the same as what was given.
    fn formatted(self, given: &Read<'_>) -> Result<String, Refusal> {
        let mut read = given.of(self.write(given));
        if self.to != read.parsed.file.lang && depends_on_language(&read.parsed) {
            read = given.of(Pass { says_language: true, ..self }.write(given));
        }
        for _ in 0..MOST_TURNS {
            let again = self.write(&read);
            if again == read.text {
                return match fault(given, &read, self.types) {
                    Some(fault) => Err(Refusal::Unsure { fault, written: again }),
                    None => Ok(again),
                };
            }
            read = given.of(again);
        }
        Err(Refusal::Unsure { fault: Fault::Unstable, written: read.text.into_owned() })
    }

    fn write(&self, read: &Read<'_>) -> String {
        let (text, words, file) = (read.text.as_ref(), &read.words, &read.parsed.file);
        let source = Source {
            text,
            tokens: &words.tokens,
            keywords: words.keywords.iter().map(|(span, keyword)| (span.start, (*span, *keyword))).collect(),
            comments: &file.comments,
            from: file.lang,
            to: self.to,
            translates: self.translates,
            unquotes: self.unquotes,
            types: self.types,
        };
        let end = assemble::line_end(text, file, words);
        let mut written = String::with_capacity(text.len());
        let mut done = 0;
        let mut says_language = self.says_language;
        for (region, tokens) in file.regions.iter().zip(&words.regions) {
            let start = region.start as usize;
            written.push_str(text.get(done..start).unwrap_or(""));
            let first = file.items.partition_point(|item| item.span.start < region.start);
            let last = file.items.partition_point(|item| item.span.start < region.end);
            let items = file.items.get(first..last).unwrap_or(&[]);
            let line = file.language_line.filter(|line| region.start <= line.start && line.end <= region.end);
            let mut lines = layout::region(&source, tokens.clone(), *region, line, items);
            if says_language && !tokens.is_empty() {
                says_language = false;
                layout::say_language(&mut lines, self.to);
            }
            written.push_str(&assemble::text(lines, end));
            done = region.end as usize;
        }
        written.push_str(text.get(done..).unwrap_or(""));
        written
    }
}

/// What is not the same in two texts.
fn fault(before: &Read<'_>, after: &Read<'_>, types: &HashSet<String>) -> Option<Fault> {
    if after.parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Some(Fault::Unreadable);
    }
    let kept = |spans: fn(&Read<'_>) -> Vec<Span>| {
        let slices = |read: &Read<'_>| -> Vec<String> {
            spans(read).into_iter().map(|span| span.slice(&read.text).to_string()).collect()
        };
        slices(before) == slices(after)
    };
    if !kept(|read| read.parsed.file.comments.clone()) {
        return Some(Fault::Comment);
    }
    if !kept(texts) {
        return Some(Fault::Text);
    }
    if !kept(prose) {
        return Some(Fault::Prose);
    }
    let (one, other) = (&before.parsed.file, &after.parsed.file);
    let same = same::same(one, other, types) || said_now(one, other, types);
    (!same).then_some(Fault::Meaning)
}

/// Whether the only difference is that the language is said now.
fn said_now(before: &File, after: &File, types: &HashSet<String>) -> bool {
    let unsaid = File { language_line: None, ..after.clone() };
    before.language_line.is_none() && same::same(before, &unsaid, types)
}

/// The texts between quotation marks.
fn texts(read: &Read<'_>) -> Vec<Span> {
    let texts = read.words.tokens.iter().filter(|token| matches!(token.kind, TokenKind::Text { .. }));
    texts.map(|token| token.span).collect()
}

/// What stands outside the regions.
fn prose(read: &Read<'_>) -> Vec<Span> {
    let regions = &read.parsed.file.regions;
    let whole = Span::new(0, read.text.len());
    let starts = std::iter::once(0).chain(regions.iter().map(|region| region.end));
    let ends = regions.iter().map(|region| region.start).chain(std::iter::once(whole.end));
    starts.zip(ends).map(|(start, end)| Span { start, end }).collect()
}
