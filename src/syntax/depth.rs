//! How deeply a piece nests, counted on its words before anything recursive touches it.
//!
//! Brackets, prefix words (`not`, `count of`), `if` and what follows `where` or `satisfies` each make a level; so does
//! each operator of a chain of arithmetic, which the tree holds as nested pairs.

use super::keyword::Role;
use super::lex::{Lexed, Token, TokenKind};
use super::split::keyword_at;
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
    fn end_chain(&mut self) {
        self.deepest = self.deepest.max(self.lasting + self.operators + self.operand.max(self.prefixes));
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
    for token in lexed.slice(tokens) {
        match token.kind {
            TokenKind::Open(_) => {
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
            TokenKind::Word => word(&mut level, text, token),
            TokenKind::Number | TokenKind::Text { .. } | TokenKind::Backquoted | TokenKind::Bar => {
                level.take_operand(0);
            }
        }
        let chain = level.lasting + level.operators + level.operand.max(level.prefixes);
        if outside + chain > LIMIT || level.deepest > LIMIT {
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

fn word(level: &mut Level, text: &str, token: &Token) {
    let found = keyword_at(text, token);
    let Some(first) = found.first() else { return level.take_operand(0) };
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
}
