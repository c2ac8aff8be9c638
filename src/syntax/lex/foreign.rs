//! Words of the other language's conditions that are names here: only those of the file's own language are reserved, so
//! a French file may well have a fact called `or`. They still parse as keywords where they cannot be names.

use super::{Lexed, Token, TokenKind};
use crate::base::{Lang, Span};
use crate::syntax::keyword::{Found, Role};

/// The places of these names.
pub(super) fn names(lexed: &Lexed, text: &str, lang: Lang) -> Vec<Span> {
    let mut names = Vec::new();
    let mut previous: Option<&Token> = None;
    for (at, token) in lexed.tokens.iter().enumerate() {
        let found = lexed.keywords(token);
        let foreign = !found.is_empty() && found.iter().all(|found| found.exact && !found.langs.contains(&lang));
        let alone = found.first().is_some_and(|found| found.len == token.span.slice(text).len());
        if foreign && alone {
            let next = lexed.tokens.get(at + 1).filter(|next| !next.line_start);
            let closes_table = found.iter().any(|found| found.keyword.id == "otherwise");
            let infix = !closes_table
                && has(found, &[Role::Operator, Role::Part])
                && !has(found, &[Role::Prefix, Role::Clause]);
            // `si` is `when` too, after which an operand stands all the same.
            let only_before =
                found.iter().all(|found| found.keyword.role == Role::Prefix || found.keyword.id == "when");
            let prefix = only_before && has(found, &[Role::Prefix]);
            let is_name = (infix && !previous.is_some_and(|before| ends_operand(lexed, text, before, lang)))
                || (prefix && !next.is_some_and(|next| starts_operand(lexed, text, next, lang)));
            if is_name {
                names.push(token.span);
            }
        }
        previous = Some(token);
    }
    names
}

fn has(found: &[Found], roles: &[Role]) -> bool {
    found.iter().any(|found| roles.contains(&found.keyword.role))
}

/// Whether a token can be the last of an operand, after which an operator stands.
fn ends_operand(lexed: &Lexed, text: &str, token: &Token, lang: Lang) -> bool {
    match token.kind {
        TokenKind::Number | TokenKind::Text { .. } | TokenKind::Backquoted | TokenKind::Close(_) => true,
        TokenKind::Word => {
            let found = lexed.keywords(token);
            let own = found.iter().any(|found| found.langs.contains(&lang));
            !own || !has(found, &[Role::Operator, Role::Part, Role::Prefix, Role::Clause])
        }
        TokenKind::Symbol => !matches!(token.span.slice(text), "=" | "<" | ">" | "+" | "-" | "*" | "/" | "." | ":"),
        TokenKind::Open(_) | TokenKind::Bar | TokenKind::Comma => false,
    }
}

/// Whether a token can be the first of an operand, before which a prefix word stands.
fn starts_operand(lexed: &Lexed, text: &str, token: &Token, lang: Lang) -> bool {
    match token.kind {
        TokenKind::Number | TokenKind::Text { .. } | TokenKind::Backquoted | TokenKind::Open(_) => true,
        TokenKind::Word => {
            let own = lexed.keywords(token);
            !own.iter().any(|found| found.langs.contains(&lang) && found.keyword.role == Role::Operator)
        }
        TokenKind::Symbol => matches!(token.span.slice(text), "-" | "−"),
        TokenKind::Close(_) | TokenKind::Bar | TokenKind::Comma => false,
    }
}
