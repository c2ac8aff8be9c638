//! Where items start.

use super::{opens_clause, used_as_name};
use crate::syntax::keyword::Role;
use crate::syntax::lex::{Bracket, Lexed, Token, TokenKind};
use crate::syntax::split::Context;
use crate::syntax::suggest;
use std::ops::Range;

/// The lines of one item, as positions in `Lexed::tokens`.
#[derive(Clone, Debug)]
pub struct Chunk {
    pub tokens: Range<usize>,
    pub start: ChunkStart,
    /// Lines in it that stand at the left margin and should not.
    pub unindented: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChunkStart {
    /// By the keyword of an item.
    Item,
    /// By the keyword of an item, away from the margin.
    IndentedItem,
    /// By a word that opens no item.
    Unknown,
    /// By a clause that no item precedes, or by what is not a word.
    Stray,
}

/// Beyond so many lines, a word that opens no item is no longer compared with those that open one.
const MOST_GUESSES: usize = 2000;

/// Cuts a region into items.
pub fn items(lexed: &Lexed, text: &str, region: Range<usize>) -> Vec<Chunk> {
    let mut finder = Finder { lexed, text, chunks: Vec::new(), braces: 0, guesses: 0 };
    for at in region.clone() {
        let Some(token) = lexed.tokens.get(at) else { break };
        if token.line_start {
            finder.line(at, token);
        }
        match token.kind {
            TokenKind::Open(Bracket::Curly) => finder.braces += 1,
            TokenKind::Close(Bracket::Curly) => finder.braces = finder.braces.saturating_sub(1),
            TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text { .. }
            | TokenKind::Backquoted
            | TokenKind::Bar
            | TokenKind::Comma
            | TokenKind::Symbol => {}
        }
        if let Some(chunk) = finder.chunks.last_mut() {
            chunk.tokens.end = at + 1;
        }
    }
    finder.chunks
}

struct Finder<'a> {
    lexed: &'a Lexed,
    text: &'a str,
    chunks: Vec<Chunk>,
    /// Braces open in the item being read.
    braces: usize,
    /// Lines whose first word was unknown.
    guesses: usize,
}

impl Finder<'_> {
    fn line(&mut self, at: usize, token: &Token) {
        let at_margin = token.column == 0;
        if self.opens_item(at, token, at_margin) {
            let start = if at_margin { ChunkStart::Item } else { ChunkStart::IndentedItem };
            return self.open(at, start);
        }
        if self.chunks.is_empty() {
            let clause = opens_clause(self.lexed, self.text, at, Context::Clauses);
            let start = if token.kind == TokenKind::Word && !clause { ChunkStart::Unknown } else { ChunkStart::Stray };
            return self.open(at, start);
        }
        if !at_margin || matches!(token.kind, TokenKind::Open(_) | TokenKind::Close(_) | TokenKind::Bar) {
            return;
        }
        let belongs = self.braces > 0 || opens_clause(self.lexed, self.text, at, Context::Milestone);
        if belongs {
            if let Some(chunk) = self.chunks.last_mut() {
                chunk.unindented.push(at);
            }
            return;
        }
        let start = if token.kind == TokenKind::Word { ChunkStart::Unknown } else { ChunkStart::Stray };
        // A page of prose is one mistake, not one a line.
        let goes_on =
            self.chunks.last().is_some_and(|last| matches!(last.start, ChunkStart::Unknown | ChunkStart::Stray));
        // Guessing has a price, which a text that is not of the language at all need not pay.
        self.guesses += 1;
        if !goes_on || self.guesses < MOST_GUESSES && suggest::item(token.span.slice(self.text)).is_some() {
            self.open(at, start);
        }
    }

    fn open(&mut self, at: usize, start: ChunkStart) {
        self.braces = 0;
        self.chunks.push(Chunk { tokens: at..at + 1, start, unindented: Vec::new() });
    }

    /// The keyword of an item counts when a name or a title follows, or nothing. Away from the margin it must be beyond
    /// doubt: a name and then a title, a colon or a brace.
    fn opens_item(&self, at: usize, token: &Token, at_margin: bool) -> bool {
        let found = self.lexed.keywords(token);
        let Some(item) = found.iter().find(|found| found.keyword.role == Role::Item) else { return false };
        let end = token.span.start as usize + item.len;
        if !at_margin && (!item.exact || found.len() > 1 || self.braces > 0) {
            return false;
        }
        if used_as_name(self.lexed, self.text, at, end) {
            return false;
        }
        let next = self.lexed.first_from(at, end);
        let Some(after) = self.lexed.tokens.get(next).filter(|after| !after.line_start) else { return at_margin };
        match after.kind {
            TokenKind::Word | TokenKind::Backquoted if at_margin => true,
            TokenKind::Word | TokenKind::Backquoted => self.goes_on_as_item(next + 1),
            TokenKind::Text { .. } => at_margin || matches!(item.keyword.id, "test" | "uncoded" | "use"),
            TokenKind::Number
            | TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Bar
            | TokenKind::Comma
            | TokenKind::Symbol => at_margin && self.braces == 0,
        }
    }

    fn goes_on_as_item(&self, at: usize) -> bool {
        let Some(token) = self.lexed.tokens.get(at).filter(|token| !token.line_start) else { return false };
        match token.kind {
            TokenKind::Text { .. } | TokenKind::Open(Bracket::Curly) => true,
            TokenKind::Symbol => token.span.slice(self.text) == ":",
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Backquoted
            | TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Bar
            | TokenKind::Comma => false,
        }
    }
}
