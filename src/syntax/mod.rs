//! Text to tree. Never fails: what cannot be read becomes an error node and a diagnostic.
//!
//! A text is cut into regions (the fences of a literate file), its characters into words ([`lex`]), its lines into items
//! and pieces ([`split`]); the grammar then reads each piece ([`parse`]).
//!
//! Invariant: `syntax` knows nothing of what names mean, nor which clause may stand in which item.

pub mod ast;
pub mod colour;
mod depth;
pub mod keyword;
mod language;
mod lex;
mod literate;
mod parse;
mod split;
mod suggest;

use crate::base::{FileId, Lang, Loc, Num, Span};
use crate::diagnostic::problem::SyntaxProblem;
use crate::diagnostic::{Diagnostic, Problem};
use keyword::Keyword;
use lex::Lexed;
pub(crate) use lex::{Bracket, Token, TokenKind};
pub use literate::{Fences, fences};
use parse::Reader;
use std::ops::Range;

/// A file and what was found wrong with it, in the order of the text.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub file: ast::File,
    pub diagnostics: Vec<Diagnostic>,
}

/// So many mistakes of one file are told; a text that is not of the language at all need not fill the screen.
const MOST_DIAGNOSTICS: usize = 200;

/// Reads a whole file. In a literate one, the rules are in the fences ```` ```perenne ```` at the left margin; places
/// are offsets in the whole text all the same.
pub fn parse(id: FileId, text: &str, literate: bool) -> Parsed {
    read(id, text, literate, Wanted::Whole).0
}

/// The same but for the tests, which are most of a doctrine and say nothing of a dossier.
pub fn parse_without_tests(id: FileId, text: &str, literate: bool) -> Parsed {
    read(id, text, literate, Wanted::WithoutTests).0
}

/// The words of a text in order, as the tree was read from them.
#[derive(Debug)]
pub(crate) struct Words {
    /// Without blanks and comments.
    pub tokens: Vec<Token>,
    /// The tokens of each region of the file.
    pub regions: Vec<Range<usize>>,
    /// The words that were read as keywords, with the keyword of each; not the line that says the language.
    pub keywords: Vec<(Span, &'static Keyword)>,
}

/// The same as [`parse`], with the words beside the tree.
pub(crate) fn parse_with_words(id: FileId, text: &str, literate: bool) -> (Parsed, Words) {
    read(id, text, literate, Wanted::WithWords)
}

/// The parts of a text that are rules, in order: all of it, or the inside of each fence of a literate file.
pub fn rules_of(text: &str, literate: bool) -> Vec<Span> {
    regions(FileId(0), text, literate, &mut Vec::new())
}

/// Whether the rules of a text stand in fences: no line of a text of rules alone looks like one.
pub fn looks_literate(text: &str) -> bool {
    !literate::fences(text).regions.is_empty()
}

/// What somebody wants of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Whole,
    WithWords,
    WithoutTests,
}

/// What of its regions somebody wants of a text.
fn asked_regions(text: &str, regions: &[Span], wanted: Wanted) -> Vec<Span> {
    match wanted {
        Wanted::WithoutTests => regions.iter().flat_map(|region| split::around_tests(text, *region)).collect(),
        Wanted::Whole | Wanted::WithWords => regions.to_vec(),
    }
}

fn read(id: FileId, text: &str, literate: bool, wanted: Wanted) -> (Parsed, Words) {
    let mut diagnostics = Vec::new();
    let regions = regions(id, text, literate, &mut diagnostics);
    let mut lexed = lex::lex(text, &asked_regions(text, &regions, wanted));
    let mut detected = language::detect(&lexed, text);
    // Only the words of its tests may say the language of a file.
    if wanted == Wanted::WithoutTests && !detected.sure {
        lexed = lex::lex(text, &regions);
        detected = language::detect(&lexed, text);
    }
    lexed.mask_for(text, detected.lang);
    diagnostics.extend(lexed.problems.iter().map(|found| lexical(id, found)));
    let mut reader = Reader::new(id, detected.lang, text, &lexed);
    reader.keywords = (wanted == Wanted::WithWords).then(Vec::new);
    let mut items = Vec::new();
    for region in &lexed.regions {
        let rules = region.start.max(detected.after)..region.end.max(detected.after);
        for chunk in split::items(&lexed, text, rules) {
            if wanted == Wanted::WithoutTests && split::is_test(&lexed, &chunk) {
                continue;
            }
            items.push(reader.item(&chunk));
        }
    }
    diagnostics.append(&mut reader.diagnostics);
    let keywords = reader.keywords.take().unwrap_or_default();
    let file =
        ast::File { lang: detected.lang, language_line: detected.line, items, comments: lexed.comments, regions };
    let words = Words { tokens: lexed.tokens, regions: lexed.regions, keywords };
    (Parsed { file, diagnostics: in_order(diagnostics) }, words)
}

/// Reads one `fact = value`, or `fact at least 4 FTE`, as `given` takes it.
pub fn parse_given(id: FileId, text: &str, lang: Lang) -> (Option<ast::Given>, Vec<Diagnostic>) {
    let lexed = lex_whole(text, lang);
    let mut reader = Reader::new(id, lang, text, &lexed);
    let given = reader.lone_given();
    finish(id, &lexed, reader.diagnostics, given)
}

/// Reads one expression.
pub fn parse_expression(id: FileId, text: &str, lang: Lang) -> (Option<ast::Expr>, Vec<Diagnostic>) {
    let lexed = lex_whole(text, lang);
    let mut reader = Reader::new(id, lang, text, &lexed);
    let expression = reader.lone_expression();
    finish(id, &lexed, reader.diagnostics, expression)
}

/// Reads a number as it may stand in a facts file, with its unit if it has one: `2,5`, `40 %`, `2/5`, `500 k€`. Either
/// decimal mark will do. Nothing for what is not a number.
pub fn parse_quantity(text: &str) -> Option<(Num, Option<ast::UnitExpr>)> {
    parse::quantity(text)
}

fn lex_whole(text: &str, lang: Lang) -> Lexed {
    let mut lexed = lex::lex(text, &[Span::new(0, text.len())]);
    lexed.mask_for(text, lang);
    lexed
}

fn finish<T>(id: FileId, lexed: &Lexed, mut found: Vec<Diagnostic>, node: Option<T>) -> (Option<T>, Vec<Diagnostic>) {
    let mut diagnostics: Vec<Diagnostic> = lexed.problems.iter().map(|found| lexical(id, found)).collect();
    diagnostics.append(&mut found);
    (node, in_order(diagnostics))
}

fn regions(id: FileId, text: &str, literate: bool, diagnostics: &mut Vec<Diagnostic>) -> Vec<Span> {
    if !literate {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        return vec![Span::new(mark, text.len())];
    }
    let fences = literate::fences(text);
    if let Some(span) = fences.unclosed {
        diagnostics.push(Diagnostic::new(Problem::Syntax(SyntaxProblem::UnclosedFence), Loc::new(id, span)));
    }
    fences.regions
}

fn lexical(id: FileId, found: &lex::LexProblem) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(Problem::Syntax(found.problem.clone()), Loc::new(id, found.span));
    for (span, with) in &found.fixes {
        diagnostic = diagnostic.fix(Loc::new(id, *span), with.clone());
    }
    diagnostic
}

/// By place, and no more than can be read.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| diagnostic.at.span.start);
    let Some(last) = diagnostics.get(MOST_DIAGNOSTICS).map(|diagnostic| diagnostic.at) else { return diagnostics };
    let left_out = diagnostics.len() - MOST_DIAGNOSTICS;
    diagnostics.truncate(MOST_DIAGNOSTICS);
    diagnostics.push(Diagnostic::new(Problem::Syntax(SyntaxProblem::TooMany { left_out }), last));
    diagnostics
}
