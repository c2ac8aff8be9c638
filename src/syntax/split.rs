//! Cuts a region into items, and an item into pieces, by its lines. A piece is what the grammar reads at once: it begins
//! on a line that opens a clause and ends before the next such line, a block between braces, or after a table. A mistake
//! in one piece therefore hides nothing in the others.

mod items;

use super::keyword::Role;
use super::lex::{Bracket, Lexed, TokenKind};
use crate::base::Span;
pub use items::{Chunk, ChunkStart, items};
use std::ops::Range;

/// What the lines being cut belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The clauses of most items.
    Clauses,
    /// Where a line that begins with `=` opens a clause: parameters, definitions, units.
    Valued,
    /// Where `after` opens a clause and does not compare.
    Milestone,
    /// Where `all of (…)` opens a clause.
    Checklist,
    /// Lines that may begin with a path and `=`.
    Dataset,
    /// `name : type`
    Fields,
    /// `value "Title"`
    Choice,
    /// `N5 "Title"`
    Sections,
}

/// Tokens that the grammar reads at once. All are positions in `Lexed::tokens`.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Without the block and the table.
    pub tokens: Range<usize>,
    pub block: Option<Block>,
    pub table: Option<Range<usize>>,
}

/// What stands between braces.
#[derive(Clone, Debug)]
pub struct Block {
    pub open: usize,
    pub inner: Range<usize>,
    /// `None` when it is never closed.
    pub close: Option<usize>,
}

/// The parts of a region beside its tests, found by their lines alone: a test begins at the margin with its keyword and its
/// title, and lasts until the next line at the margin that begins with a letter. Tests are most of a doctrine, and whoever
/// evaluates a dossier need not even look at their words.
pub fn around_tests(text: &str, region: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut start, mut at, mut inside) = (region.start as usize, region.start as usize, false);
    for line in region.slice(text).split_inclusive('\n') {
        let opens =
            line.strip_prefix("test").is_some_and(|rest| rest.trim_start_matches(' ').starts_with(['«', '"', '“']));
        if opens && !inside {
            parts.push(Span::new(start, at));
        }
        if opens {
            inside = true;
        } else if inside && line.starts_with(char::is_alphabetic) {
            (inside, start) = (false, at);
        }
        at += line.len();
    }
    if !inside {
        parts.push(Span::new(start, at));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether an item is a test.
pub fn is_test(lexed: &Lexed, chunk: &Chunk) -> bool {
    let first = lexed.tokens.get(chunk.tokens.start).filter(|_| chunk.start == ChunkStart::Item);
    first.is_some_and(|token| lexed.keywords(token).iter().any(|found| found.keyword.id == "test"))
}

/// The partner of each bracket among `tokens[range]`, at its position in the range; `None` for those without.
pub fn partners(lexed: &Lexed, range: &Range<usize>) -> Vec<Option<usize>> {
    let mut partners = vec![None; range.len()];
    let mut stack: Vec<(usize, Bracket)> = Vec::new();
    for (at, token) in range.clone().zip(lexed.slice(range)) {
        match token.kind {
            TokenKind::Open(bracket) => stack.push((at, bracket)),
            TokenKind::Close(bracket) => {
                // A bracket left open inside another kind is the one at fault.
                let Some(depth) = stack.iter().rposition(|(_, open)| *open == bracket) else { continue };
                // A round bracket never reaches out of its braces.
                if bracket != Bracket::Curly && stack.iter().skip(depth).any(|(_, open)| *open == Bracket::Curly) {
                    continue;
                }
                let Some((open, _)) = stack.get(depth).copied() else { continue };
                stack.truncate(depth);
                set(&mut partners, range, open, at);
                set(&mut partners, range, at, open);
            }
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text { .. }
            | TokenKind::Backquoted
            | TokenKind::Bar
            | TokenKind::Comma
            | TokenKind::Symbol => {}
        }
    }
    partners
}

fn set(partners: &mut [Option<usize>], range: &Range<usize>, at: usize, partner: usize) {
    if let Some(slot) = at.checked_sub(range.start).and_then(|index| partners.get_mut(index)) {
        *slot = Some(partner);
    }
}

/// Cuts the lines of an item, or of a block of it, into pieces.
pub fn pieces(lexed: &Lexed, text: &str, range: Range<usize>, context: Context) -> Vec<Piece> {
    let partners = partners(lexed, &range);
    let partner = |at: usize| at.checked_sub(range.start).and_then(|i| partners.get(i)).copied().flatten();
    let mut cutter = Cutter { lexed, text, context, pieces: Vec::new(), start: range.start, begin: range.start };
    let mut at = range.start;
    while at < range.end {
        let Some(token) = lexed.tokens.get(at) else { break };
        if token.line_start && at > cutter.start && cutter.opens_piece(at) {
            cutter.cut(at, None, None, at);
        }
        match token.kind {
            TokenKind::Open(Bracket::Curly) if context != Context::Dataset => {
                let close = partner(at);
                let end = close.unwrap_or(range.end);
                let next = close.map_or(range.end, |close| close + 1);
                cutter.cut(at, Some(Block { open: at, inner: at + 1..end, close }), None, next);
                at = next;
            }
            TokenKind::Open(_) => at = partner(at).map_or(at + 1, |close| close + 1),
            TokenKind::Bar if token.line_start => {
                let end = cutter.table_end(at, range.end);
                cutter.cut(at, None, Some(at..end), end);
                at = end;
            }
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text { .. }
            | TokenKind::Backquoted
            | TokenKind::Close(_)
            | TokenKind::Bar
            | TokenKind::Comma
            | TokenKind::Symbol => at += 1,
        }
    }
    if cutter.start < range.end {
        cutter.cut(range.end, None, None, range.end);
    }
    cutter.pieces
}

struct Cutter<'a> {
    lexed: &'a Lexed,
    text: &'a str,
    context: Context,
    pieces: Vec<Piece>,
    /// Where the piece being gathered starts.
    start: usize,
    /// Where the first piece started.
    begin: usize,
}

impl Cutter<'_> {
    /// Ends the piece at `end`; the next one starts at `next`.
    fn cut(&mut self, end: usize, block: Option<Block>, table: Option<Range<usize>>, next: usize) {
        self.pieces.push(Piece { tokens: self.start..end, block, table });
        self.start = next;
    }

    /// Whether the line that begins at this token opens a piece of its own.
    fn opens_piece(&self, at: usize) -> bool {
        let Some(token) = self.lexed.tokens.get(at) else { return false };
        match self.context {
            Context::Fields if self.is_before_colon(at) => true,
            Context::Fields if self.is_in_column_of_first(at) => !opens_clause(self.lexed, self.text, at, self.context),
            Context::Choice => {
                let found = self.lexed.keywords(token);
                let part = found.iter().any(|found| matches!(found.keyword.id, "from" | "until" | "becomes"));
                token.kind != TokenKind::Text { sound: true } && (!part || self.is_titled(at))
            }
            Context::Sections => true,
            Context::Dataset if self.is_mapping(at) => true,
            Context::Valued if token.kind == TokenKind::Symbol && self.slice(at) == "=" => true,
            Context::Checklist if self.is_members(at) => true,
            Context::Clauses
            | Context::Valued
            | Context::Milestone
            | Context::Checklist
            | Context::Dataset
            | Context::Fields => {
                opens_clause(self.lexed, self.text, at, self.context) && !self.belongs_to_exception(at)
            }
        }
    }

    fn slice(&self, at: usize) -> &str {
        self.lexed.tokens.get(at).map_or("", |token| token.span.slice(self.text))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.lexed.tokens.get(at).map(|token| token.kind)
    }

    fn is_before_colon(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Word | TokenKind::Backquoted)) && self.slice(at + 1) == ":"
    }

    /// A word under the first one of the block, where a field stands even if its colon lacks.
    fn is_in_column_of_first(&self, at: usize) -> bool {
        let (Some(token), Some(first)) = (self.lexed.tokens.get(at), self.lexed.tokens.get(self.begin)) else {
            return false;
        };
        token.kind == TokenKind::Word && first.line_start && token.column == first.column
    }

    fn is_titled(&self, at: usize) -> bool {
        matches!(self.kind(at + 1), Some(TokenKind::Text { .. }))
    }

    /// `equipe.internes =`
    fn is_mapping(&self, at: usize) -> bool {
        let mut at = at;
        while matches!(self.kind(at), Some(TokenKind::Word | TokenKind::Backquoted)) {
            match self.slice(at + 1) {
                "=" => return true,
                "." => at += 2,
                _ => return false,
            }
        }
        false
    }

    /// `all of (`, `at least 2 of (`
    fn is_members(&self, at: usize) -> bool {
        let Some(token) = self.lexed.tokens.get(at) else { return false };
        let found = self.lexed.keywords(token);
        let Some(end) = found.first().map(|found| token.span.start as usize + found.len) else { return false };
        let next = self.lexed.first_from(at, end);
        let ids: Vec<&str> = found.iter().map(|found| found.keyword.id).collect();
        let counted = ids.iter().any(|id| matches!(*id, "at_least_n" | "exactly_n"));
        let all = ids.iter().any(|id| matches!(*id, "all_of" | "any_of" | "none_of"));
        (all && self.kind(next) == Some(TokenKind::Open(Bracket::Round)))
            || (counted && self.kind(next) == Some(TokenKind::Number))
    }

    /// `per` under an `except when` and further from the margin is the exception's own source.
    fn belongs_to_exception(&self, at: usize) -> bool {
        let (Some(token), Some(first)) = (self.lexed.tokens.get(at), self.lexed.tokens.get(self.start)) else {
            return false;
        };
        token.column > first.column
            && first.line_start
            && self.lexed.keywords(token).iter().any(|found| found.keyword.id == "per")
            && self.lexed.keywords(first).iter().any(|found| found.keyword.id == "except_when")
    }

    /// The end of the rows that start here: lines that begin with a bar, and the one that closes a table.
    fn table_end(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            let Some(token) = self.lexed.tokens.get(at) else { break };
            if token.line_start && token.kind != TokenKind::Bar && !self.is_otherwise(at) {
                break;
            }
            at += 1;
        }
        at
    }

    fn is_otherwise(&self, at: usize) -> bool {
        let Some(token) = self.lexed.tokens.get(at) else { return false };
        self.kind(at + 1) == Some(TokenKind::Bar)
            && self.lexed.keywords(token).iter().any(|found| found.keyword.id == "otherwise")
    }
}

/// Whether a clause opens at this token: a word of a clause that is not used as a name.
pub fn opens_clause(lexed: &Lexed, text: &str, at: usize, context: Context) -> bool {
    let Some(token) = lexed.tokens.get(at) else { return false };
    let found = lexed.keywords(token);
    let opens = found.iter().any(|found| match found.keyword.role {
        Role::Clause => context == Context::Milestone || found.keyword.id != "after_milestone",
        Role::Force => true,
        Role::Item
        | Role::Part
        | Role::Operator
        | Role::Prefix
        | Role::Type
        | Role::Verdict
        | Role::State
        | Role::Literal => false,
    });
    let Some(len) = found.first().map(|found| found.len) else { return false };
    opens && !used_as_name(lexed, text, at, token.span.start as usize + len)
}

/// What follows, from `end` on, makes a name of the word at `at`: a dot, a colon, an operator, a closing bracket.
fn used_as_name(lexed: &Lexed, text: &str, at: usize, end: usize) -> bool {
    let rank = lexed.first_from(at, end);
    let Some(next) = lexed.tokens.get(rank) else { return false };
    if next.line_start {
        return false;
    }
    match next.kind {
        TokenKind::Symbol => {
            let mark = next.span.slice(text);
            let compares = matches!(mark, "≥" | "≤" | ">" | "<" | "=") && keyword_takes_tail(lexed, at);
            !matches!(mark, "§" | "-" | "−") && !compares
        }
        TokenKind::Comma | TokenKind::Close(_) => true,
        TokenKind::Word => {
            let found = lexed.keywords(next);
            let operator = found.iter().any(|found| found.keyword.role == Role::Operator);
            operator && !keyword_takes_tail(lexed, at) && !counts_conditions(lexed, rank)
        }
        TokenKind::Number | TokenKind::Text { .. } | TokenKind::Backquoted | TokenKind::Open(_) | TokenKind::Bar => {
            false
        }
    }
}

/// `at least 2 of (…)`, which opens a condition where `at least 2` compares what stands before it.
fn counts_conditions(lexed: &Lexed, at: usize) -> bool {
    let Some(token) = lexed.tokens.get(at) else { return false };
    let found = lexed.keywords(token);
    let Some(at_least) = found.iter().find(|found| found.keyword.id == "at_least_n") else { return false };
    let number = lexed.first_from(at, token.span.start as usize + at_least.len);
    let is_number = lexed.tokens.get(number).is_some_and(|token| token.kind == TokenKind::Number);
    let of = lexed.tokens.get(number + 1).map(|of| lexed.keywords(of)).unwrap_or_default();
    is_number && of.iter().any(|found| found.keyword.id == "of")
}

/// `bounds at least 0`, `meets at least every 6 months`: an operator may follow these words.
fn keyword_takes_tail(lexed: &Lexed, at: usize) -> bool {
    let Some(token) = lexed.tokens.get(at) else { return false };
    lexed.keywords(token).iter().any(|found| matches!(found.keyword.id, "bounds" | "meets"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_passed_over_by_their_lines() {
        let text = "langue fr\n\ntest « un »\n  attend a\n\n# dit\n  | x |\ntest \"deux\"\n  attend b\ncritère k\n  exige x\ntest « fin »\n  attend k\n";
        let parts: Vec<&str> =
            around_tests(text, Span::new(0, text.len())).iter().map(|part| part.slice(text)).collect();
        assert_eq!(parts, ["langue fr\n\n", "critère k\n  exige x\n"]);
        // A fact may be called so, even at the margin where it should not stand.
        let text = "faits f {\ntest : oui/non\n}\n";
        assert_eq!(around_tests(text, Span::new(0, text.len())).len(), 1);
        assert!(around_tests("test « seul »\n  attend x", Span::new(0, 24)).is_empty());
    }
}
