//! How deeply a piece nests, counted on its words before anything recursive touches it.
//!
//! Brackets, prefix words (`not`, `count of`), `if` and what follows `where` or `satisfies` each make a level; so does
//! each operator after the first in a chain of arithmetic, which the tree holds as nested pairs. A prefix word and the
//! bracket right after it are one level.

use super::keyword::Role;
use super::lex::{Bracket, Lexed, Token, TokenKind};
use crate::base::Span;
use std::ops::Range;

/// The deepest nesting that is read.
pub const LIMIT: usize = 64;

/// What stands between two brackets, or in the piece as a whole.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Prefix words before the operand being read.
    prefixes: usize,
    /// Levels that last to the end: `if`, `where`.
    lasting: usize,
    /// Arithmetic operators in the chain being read.
    operators: usize,
    /// The deepest operand of that chain.
    operand: usize,
    /// The deepest of what came before.
    deepest: usize,
}

impl Level {
    /// The depth of what is being read, as far as it goes.
    fn depth(&self) -> usize {
        self.lasting + self.operators.saturating_sub(1) + self.operand.max(self.prefixes)
    }

    fn end_chain(&mut self) {
        self.deepest = self.deepest.max(self.depth());
        (self.operators, self.operand, self.prefixes) = (0, 0, 0);
    }

    fn take_operand(&mut self, depth: usize) {
        self.operand = self.operand.max(self.prefixes + depth);
        self.prefixes = 0;
    }

    fn above(&self) -> usize {
        self.prefixes + self.lasting
    }
}

/// The place where a piece goes deeper than the limit, if it does.
pub fn too_deep(lexed: &Lexed, text: &str, tokens: &Range<usize>) -> Option<Span> {
    // Each level takes at least one token.
    if tokens.len() <= LIMIT {
        return None;
    }
    let mut above = Vec::new();
    let mut level = Level::default();
    let mut outside = 0;
    let mut keyword_end = 0;
    let mut after_prefix = false;
    for token in lexed.slice(tokens) {
        // The second word of a keyword was counted with the first.
        if token.span.start < keyword_end {
            continue;
        }
        let was_prefix = std::mem::take(&mut after_prefix);
        match token.kind {
            TokenKind::Open(_) => {
                if was_prefix {
                    level.prefixes = level.prefixes.saturating_sub(1);
                }
                outside += level.above() + 1;
                above.push(std::mem::take(&mut level));
            }
            TokenKind::Close(_) => {
                level.end_chain();
                let depth = level.deepest + 1;
                level = above.pop().unwrap_or_default();
                outside = outside.saturating_sub(level.above() + 1);
                level.take_operand(depth);
            }
            TokenKind::Comma => {
                level.end_chain();
                level.lasting = 0;
            }
            TokenKind::Symbol => symbol(&mut level, token.span.slice(text)),
            TokenKind::Word => {
                let before = level.prefixes;
                keyword_end = word(&mut level, lexed, token);
                after_prefix = level.prefixes > before;
            }
            TokenKind::Number | TokenKind::Text { .. } | TokenKind::Backquoted | TokenKind::Bar => {
                level.take_operand(0);
            }
        }
        if outside + level.depth() > LIMIT || level.deepest > LIMIT {
            return Some(token.span);
        }
    }
    None
}

fn symbol(level: &mut Level, mark: &str) {
    match mark {
        // A minus before an operand nests as well as one between two.
        "+" | "-" | "−" | "*" | "×" | "/" => level.operators += 1,
        "." | "%" | "€" | "§" => {}
        _ => level.end_chain(),
    }
}

/// Takes a word or a keyword of several; gives where it ends.
fn word(level: &mut Level, lexed: &Lexed, token: &Token) -> u32 {
    let found = lexed.keywords(token);
    let Some(first) = found.first() else {
        level.take_operand(0);
        return token.span.end;
    };
    let is = |id: &str| found.iter().any(|found| found.keyword.id == id);
    if is("if") || is("where") || is("satisfies") {
        level.end_chain();
        level.lasting += 1;
    } else if is("or_else") {
        level.operators += 1;
    } else if found.iter().any(|found| found.keyword.role == Role::Prefix) || is("list_of") {
        level.prefixes += 1;
    } else {
        match first.keyword.role {
            Role::Operator | Role::Part | Role::Clause => level.end_chain(),
            Role::Item | Role::Prefix | Role::Type | Role::Verdict | Role::Force | Role::State | Role::Literal => {
                level.take_operand(0);
            }
        }
    }
    Span::new(token.span.start as usize, token.span.start as usize + first.len).end
}

/// Whether braces hold braces beyond the limit.
pub fn braces_too_deep(lexed: &Lexed, tokens: &Range<usize>) -> Option<Span> {
    let mut depth = 0_usize;
    for token in lexed.slice(tokens) {
        match token.kind {
            TokenKind::Open(Bracket::Curly) => depth += 1,
            TokenKind::Close(Bracket::Curly) => depth = depth.saturating_sub(1),
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
        if depth > LIMIT {
            return Some(token.span);
        }
    }
    None
}
