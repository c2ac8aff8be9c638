//! What the YAML parser stumbled on, in words for those who wrote the file.
//!
//! The parser says where it could not go on; that is often after the slip itself, so that the lines around are looked
//! at for the slips people make.

use crate::base::{FileId, Loc, Span};
use crate::diagnostic::problem::{FactsProblem, Note};
use crate::diagnostic::{Diagnostic, Problem};
use granit_parser::ErrorKind;

/// A mistake before its file is known.
#[derive(Debug)]
pub(super) struct Mistake {
    pub problem: FactsProblem,
    pub span: Span,
    pub related: Option<(Span, Note)>,
    pub fix: Option<(Span, String)>,
}

impl Mistake {
    pub fn new(problem: FactsProblem, span: Span) -> Self {
        Mistake { problem, span, related: None, fix: None }
    }

    pub fn related(mut self, span: Span, note: Note) -> Self {
        self.related = Some((span, note));
        self
    }

    pub fn fix(mut self, span: Span, with: impl Into<String>) -> Self {
        self.fix = Some((span, with.into()));
        self
    }

    /// The diagnostic for it, once its places are those of the file `id`.
    pub fn at(self, id: FileId) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(Problem::Facts(self.problem), Loc::new(id, self.span));
        if let Some((span, note)) = self.related {
            diagnostic = diagnostic.related(Loc::new(id, span), note);
        }
        if let Some((span, with)) = self.fix {
            diagnostic = diagnostic.fix(Loc::new(id, span), with);
        }
        diagnostic
    }

    /// The same mistake with its places moved.
    pub fn moved(self, to: impl Fn(Span) -> Span) -> Self {
        Mistake {
            problem: self.problem,
            span: to(self.span),
            related: self.related.map(|(span, note)| (to(span), note)),
            fix: self.fix.map(|(span, with)| (to(span), with)),
        }
    }

    /// A text where keys are expected: `internes:1` lacks a space, `internes 1` a colon, anything else is `otherwise`.
    pub fn keyless(text: &str, span: Span, otherwise: FactsProblem) -> Self {
        let first = text.split(char::is_whitespace).next().unwrap_or("");
        if let Some(colon) = tight_colon(first) {
            return missing_space(first, span.start as usize, colon);
        }
        Mistake::new(otherwise, span)
    }
}

/// Explains why `text` could not be read at `offset`, given the innermost bracket still open. Places are in `text`.
pub(super) fn explain(kind: &ErrorKind, offset: usize, text: &str, open: Option<(char, usize)>) -> Mistake {
    let line = line_at(text, offset);
    // Between brackets a tab is a blank like another.
    if let (None, Some(tab)) = (open, tab_in_margin(text, offset)) {
        return Mistake::new(FactsProblem::Tab, tab);
    }
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => Mistake::new(FactsProblem::Tab, line),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            let quote = if character_at(text, offset) == Some('\'') { '\'' } else { '"' };
            Mistake::new(FactsProblem::UnclosedQuote { quote }, one_character(text, offset))
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => after_quote(text, offset, '\''),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => after_quote(text, offset, '"'),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => Mistake::new(FactsProblem::Backslash, line),
        ErrorKind::UnexpectedCharacter { character } => {
            Mistake::new(FactsProblem::ReservedCharacter { character: *character }, one_character(text, offset))
        }
        ErrorKind::RecursionLimitExceeded => {
            Mistake::new(FactsProblem::TooDeep { limit: super::read::DEPTH_LIMIT }, one_character(text, offset))
        }
        ErrorKind::MisplacedFlowCollectionEnd => match character_at(text, offset) {
            Some(close) => Mistake::new(FactsProblem::StrayBracket { close }, one_character(text, offset)),
            None => Mistake::new(FactsProblem::Unreadable, line),
        },
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let problem = FactsProblem::UnclosedBracket { open: *open, found: Some(*close) };
            Mistake::new(problem, one_character(text, offset))
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            let problem = FactsProblem::UnclosedBracket { open: *open, found: None };
            Mistake::new(problem, one_character(text, offset))
        }
        ErrorKind::MissingAnchorOrAliasName | ErrorKind::InvalidTagTerminator | ErrorKind::UndeclaredTagHandle => {
            Mistake::new(FactsProblem::Unreadable, line)
        }
        // The parser's own kinds are many and may grow: the rest is told by the lines around.
        _ => in_brackets(offset, text, open).unwrap_or_else(|| by_lines(kind, offset, text)),
    }
}

/// A mistake between brackets; `None` outside them.
fn in_brackets(offset: usize, text: &str, open: Option<(char, usize)>) -> Option<Mistake> {
    let (bracket, opened) = open?;
    let opener = one_character(text, opened);
    if text.get(offset..).is_none_or(|rest| rest.trim().is_empty()) {
        return Some(Mistake::new(FactsProblem::UnclosedBracket { open: bracket, found: None }, opener));
    }
    let line = line_at(text, offset);
    if let Some(colon) = tight_colon(line.slice(text)) {
        return Some(missing_space(line.slice(text), line.start as usize, colon));
    }
    let before = text.get(..offset).unwrap_or("");
    let entry = before.rfind([',', '{', '[', '\n']).and_then(|start| before.get(start + 1..)).unwrap_or("");
    if character_at(text, offset) == Some(':') && entry.contains(": ") {
        return Some(Mistake::new(FactsProblem::ColonInText, one_character(text, offset)));
    }
    let problem = FactsProblem::MissingComma { open: bracket };
    Some(Mistake::new(problem, line).related(opener, Note::OpenedHere))
}

/// A mistake among indented lines.
fn by_lines(kind: &ErrorKind, offset: usize, text: &str) -> Mistake {
    let line = line_at(text, offset);
    let above = text.get(..line_start(text, offset)).map_or(line, |before| line_at(text, before.trim_end().len()));
    for near in [line, above] {
        if let Some(colon) = tight_colon(near.slice(text)) {
            return missing_space(near.slice(text), near.start as usize, colon);
        }
    }
    let at = one_character(text, offset);
    match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            let before = text.get(line.start as usize..offset).unwrap_or("");
            if before.contains(": ") {
                return Mistake::new(FactsProblem::ColonInText, at);
            }
            Mistake::new(FactsProblem::Misaligned, line)
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            Mistake::new(FactsProblem::missing_colon(line.slice(text)), line)
        }
        ErrorKind::ExpectedBlockSequenceEntry => Mistake::new(FactsProblem::ListAndKeys, line),
        ErrorKind::BlockSequenceEntryNotAllowed => Mistake::new(FactsProblem::DashAfterKey, at),
        ErrorKind::ExpectedBlockMappingKey if line.slice(text).starts_with("- ") => {
            Mistake::new(FactsProblem::ListAndKeys, line)
        }
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            Mistake::new(FactsProblem::Misaligned, line)
        }
        // See above.
        _ => Mistake::new(FactsProblem::Unreadable, line),
    }
}

/// Text just after a closing quote. When the quotes of this line do not pair up, the closing one was meant to open,
/// and the quote to close is the last one of an earlier line.
fn after_quote(text: &str, offset: usize, quote: char) -> Mistake {
    let start = line_start(text, offset);
    let here = text.get(start..offset).unwrap_or("");
    let above = text.get(..start).unwrap_or("");
    if here.matches(quote).count() % 2 == 1
        && let Some(opening) = above.rfind(quote)
    {
        return Mistake::new(FactsProblem::UnclosedQuote { quote }, one_character(text, opening));
    }
    Mistake::new(FactsProblem::TextAfterQuote { quote }, one_character(text, offset))
}

/// The tabs before the first character of the line at `offset`.
fn tab_in_margin(text: &str, offset: usize) -> Option<Span> {
    let start = line_start(text, offset);
    let line = text.get(start..)?;
    let margin = line.len() - line.trim_start_matches([' ', '\t']).len();
    let tab = line.get(..margin)?.find('\t')?;
    Some(Span::new(start + tab, start + margin))
}

/// Where the colon of `word:value` stands, when a line begins like that: a key whose space was forgotten, and neither
/// an address nor an hour.
fn tight_colon(line: &str) -> Option<usize> {
    let word = line.strip_prefix("- ").unwrap_or(line);
    let skipped = line.len() - word.len();
    let colon = word.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))?;
    let after = word.get(colon..)?.strip_prefix(':')?;
    let key = word.get(..colon)?;
    let tight = after.starts_with(|c: char| !c.is_whitespace() && c != '/' && c != ':');
    (tight && key.starts_with(char::is_alphabetic)).then_some(skipped + colon)
}

fn missing_space(line: &str, start: usize, colon: usize) -> Mistake {
    let after = Span::new(start + colon + 1, start + colon + 1);
    let key = line.get(..colon).unwrap_or("");
    let problem = FactsProblem::missing_space(key.strip_prefix("- ").unwrap_or(key));
    Mistake::new(problem, Span::new(start, start + line.trim_end().len())).fix(after, " ")
}

/// The offset at which the line around `offset` starts.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The line around `offset` without its margins; the last line with words when `offset` is at the end of the text.
pub(super) fn line_at(text: &str, offset: usize) -> Span {
    let offset = offset.min(text.trim_end().len());
    let start = line_start(text, offset);
    let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or("");
    let margin = line.len() - line.trim_start().len();
    Span::new(start + margin, start + line.trim_end().len())
}

fn character_at(text: &str, offset: usize) -> Option<char> {
    text.get(offset..)?.chars().next()
}

fn one_character(text: &str, offset: usize) -> Span {
    Span::new(offset, offset + character_at(text, offset).map_or(0, char::len_utf8))
}

/// Where a text begins to say something: after its comments and the mark of its first document.
pub(super) fn first_word(text: &str) -> usize {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let preamble = words.is_empty() || words.starts_with(['#', '%']) || words.trim_end() == "---";
        if !preamble {
            return offset + line.len() - words.len();
        }
        offset += line.len();
    }
    text.len()
}
