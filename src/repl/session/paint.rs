//! Which words of a line are what, by the same lexer that reads files: for whoever colours it.

use super::entry;
use crate::base::{FileId, Lang, Span};
use crate::repl::commands::{Meant, meant, split_command};
use crate::syntax::keyword::{Role, at_start};
use crate::syntax::{Token, TokenKind, parse_with_words};

/// What a stretch of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    Command,
    /// A command that does not exist.
    Wrong,
    /// The word that opens an item or a clause.
    Keyword,
    Operator,
    Text,
    Number,
    Comment,
}

/// A longer text is left as it is: a key must answer at once.
const LONGEST: usize = 20_000;

/// The stretches to shade, in order, none inside another.
pub fn shades(line: &str, lang: Lang) -> Vec<(Span, Shade)> {
    if line.len() > LONGEST {
        return Vec::new();
    }
    if line.starts_with(entry::COMMAND) {
        let Some((word, rest, at)) = split_command(line) else { return Vec::new() };
        let known = word.is_empty() || matches!(meant(word, lang), Meant::One(_) | Meant::Several(_));
        let shade = if known { Shade::Command } else { Shade::Wrong };
        let mut found = vec![(Span::new(0, 1 + word.len()), shade)];
        let of_rest = shades(rest, lang);
        found.extend(of_rest.into_iter().map(|(span, shade)| (span.shifted(at), shade)));
        return found;
    }
    let (parsed, words) = parse_with_words(FileId(u32::MAX), line, false);
    let mut found: Vec<(Span, Shade)> = parsed.file.comments.iter().map(|span| (*span, Shade::Comment)).collect();
    let mut taken = 0;
    for (rank, token) in words.tokens.iter().enumerate() {
        if (token.span.start as usize) < taken {
            continue;
        }
        let before = rank.checked_sub(1).and_then(|before| words.tokens.get(before));
        let after = words.tokens.get(rank + 1);
        if let Some((span, shade)) = shade(line, token, before, after) {
            taken = span.end as usize;
            found.push((span, shade));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

fn shade(line: &str, token: &Token, before: Option<&Token>, after: Option<&Token>) -> Option<(Span, Shade)> {
    match token.kind {
        TokenKind::Number => Some((token.span, Shade::Number)),
        TokenKind::Text { .. } => Some((token.span, Shade::Text)),
        TokenKind::Word if !is_in_name(line, token, before, after) => {
            let found = at_start(line.get(token.span.start as usize..)?);
            let longest = found.first()?;
            let shade = match longest.keyword.role {
                Role::Item | Role::Clause | Role::Force => Shade::Keyword,
                Role::Part
                | Role::Operator
                | Role::Prefix
                | Role::Type
                | Role::Verdict
                | Role::State
                | Role::Literal => Shade::Operator,
            };
            // What opens an item or a clause does so at the start of a line.
            let opens = token.line_start || found.iter().all(|one| one.keyword.role != Role::Item);
            let start = token.span.start as usize;
            opens.then(|| (Span::new(start, start + longest.len), shade))
        }
        TokenKind::Word
        | TokenKind::Backquoted
        | TokenKind::Open(_)
        | TokenKind::Close(_)
        | TokenKind::Bar
        | TokenKind::Comma
        | TokenKind::Symbol => None,
    }
}

/// Whether a word is a part of `équipe.source`, where every word is a name.
fn is_in_name(line: &str, token: &Token, before: Option<&Token>, after: Option<&Token>) -> bool {
    let is_dot = |other: Option<&Token>| other.is_some_and(|other| line.get(other.span.range()) == Some("."));
    is_dot(before) || is_dot(after.filter(|after| after.span.start == token.span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaded(line: &str) -> Vec<(&str, Shade)> {
        shades(line, Lang::Fr).into_iter().map(|(span, shade)| (span.slice(line), shade)).collect()
    }

    #[test]
    fn words_are_shaded_by_what_they_are() {
        assert_eq!(shaded("équipe.source = 2 ETP # dit"), [("2", Shade::Number), ("# dit", Shade::Comment)]);
        assert_eq!(
            shaded("critère a « A »\n  exige b au moins 2"),
            [
                ("critère", Shade::Keyword),
                ("« A »", Shade::Text),
                ("exige", Shade::Keyword),
                ("au moins", Shade::Operator),
                ("2", Shade::Number)
            ]
        );
        assert_eq!(shaded(":pourquoi a"), [(":pourquoi", Shade::Command)]);
        assert_eq!(shaded(":zut 2"), [(":zut", Shade::Wrong), ("2", Shade::Number)]);
    }
}
