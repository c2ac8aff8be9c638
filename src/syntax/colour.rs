//! What the words of a text are as far as the tree alone tells, for whoever colours it: what an editor shows before it
//! knows what the names mean.

use super::{TokenKind, parse_with_words};
use crate::base::{FileId, Span};

/// What a stretch of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    Keyword,
    /// Between quotation marks, they included.
    Text,
    /// Digits with the marks and blanks between them, without a unit; a date.
    Number,
    Comment,
}

/// The coloured stretches of a text, in order.
pub fn coloured(text: &str, literate: bool) -> Vec<(Span, Colour)> {
    let (parsed, words) = parse_with_words(FileId(0), text, literate);
    let mut found: Vec<(Span, Colour)> = Vec::new();
    found.extend(parsed.file.language_line.map(|span| (span, Colour::Keyword)));
    found.extend(words.keywords.iter().map(|(span, _)| (*span, Colour::Keyword)));
    found.extend(parsed.file.comments.iter().map(|span| (*span, Colour::Comment)));
    for token in &words.tokens {
        match token.kind {
            TokenKind::Text { .. } => found.push((token.span, Colour::Text)),
            TokenKind::Number if !is_in_id(text, token.span) => found.push((token.span, Colour::Number)),
            TokenKind::Number
            | TokenKind::Word
            | TokenKind::Backquoted
            | TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Bar
            | TokenKind::Comma
            | TokenKind::Symbol => {}
        }
    }
    found.sort();
    found.dedup();
    found
}

/// `67` in `S-67`, `1` in `N4.1`: part of the name of a passage. Not `9` in `4/9`.
fn is_in_id(text: &str, number: Span) -> bool {
    let before = text.get(..number.start as usize).unwrap_or("");
    let Some(name) = before.strip_suffix(['-', '.', '/']) else { return false };
    let in_name = |c: &char| *c == '_' || c.is_alphanumeric();
    name.chars().rev().take_while(in_name).any(|c| !c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_the_tree_took_them_for() {
        let text = "langue fr\nfaits f { date : date « le » }\ncritère k # ici\n  réf S-67\n  exige f.date avant 2024-01 et 1/3\n";
        let shown: Vec<(&str, Colour)> =
            coloured(text, false).iter().map(|(span, colour)| (span.slice(text), *colour)).collect();
        let keyword = |word| (word, Colour::Keyword);
        assert_eq!(
            shown,
            [
                keyword("langue fr"),
                keyword("faits"),
                keyword("date"),
                ("« le »", Colour::Text),
                keyword("critère"),
                ("# ici", Colour::Comment),
                keyword("réf"),
                keyword("exige"),
                keyword("avant"),
                ("2024-01", Colour::Number),
                keyword("et"),
                ("1", Colour::Number),
                ("3", Colour::Number),
            ]
        );
    }
}
