//! Which language a file is written in.

use super::keyword::Role;
use super::lex::{Lexed, TokenKind};
use crate::base::{Lang, Span};

/// The language, and the first line that says it if one does.
#[derive(Debug)]
pub struct Detected {
    pub lang: Lang,
    pub line: Option<Span>,
    /// The position of the first token after that line.
    pub after: usize,
    /// Whether a line or a keyword says it, and not only the quotation marks.
    pub sure: bool,
}

/// The first line `language en` says it; else the first keyword of an item that is not spelled the same in both, else
/// the first such keyword of a clause; else the quotation marks.
pub fn detect(lexed: &Lexed, text: &str) -> Detected {
    if let Some(detected) = told(lexed, text) {
        return detected;
    }
    let by_keyword = by_keyword(lexed);
    let lang = by_keyword.unwrap_or_else(|| by_marks(lexed, text));
    Detected { lang, line: None, after: 0, sure: by_keyword.is_some() }
}

fn told(lexed: &Lexed, text: &str) -> Option<Detected> {
    let (first, second) = (lexed.tokens.first()?, lexed.tokens.get(1)?);
    let is_language = lexed.keywords(first).iter().any(|found| found.keyword.id == "language");
    let alone = lexed.tokens.get(2).is_none_or(|third| third.line_start);
    if !is_language || second.line_start || !alone {
        return None;
    }
    let lang = match second.span.slice(text) {
        "fr" => Lang::Fr,
        "en" => Lang::En,
        _ => return None,
    };
    Some(Detected { lang, line: Some(first.span.to(second.span)), after: 2, sure: true })
}

fn by_keyword(lexed: &Lexed) -> Option<Lang> {
    let mut of_clause = None;
    for token in lexed.tokens.iter().filter(|token| token.line_start) {
        let found = lexed.keywords(token);
        let only = |role: Role| {
            let one = found.iter().find(|found| found.keyword.role == role)?;
            match one.langs {
                [lang] => Some(*lang),
                _ => None,
            }
        };
        if token.column == 0
            && let Some(lang) = only(Role::Item)
        {
            return Some(lang);
        }
        of_clause = of_clause.or_else(|| only(Role::Clause).or_else(|| only(Role::Force)));
    }
    of_clause
}

fn by_marks(lexed: &Lexed, text: &str) -> Lang {
    let texts = lexed.tokens.iter().filter(|token| matches!(token.kind, TokenKind::Text { .. }));
    match texts.map(|token| token.span.slice(text)).next() {
        Some(first) if !first.starts_with('«') => Lang::En,
        _ => Lang::Fr,
    }
}
