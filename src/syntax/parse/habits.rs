//! What people write by habit of other languages, and of sentences: each has a message of its own.

use super::{Reader, Rule};
use crate::base::{Span, name};
use crate::diagnostic::problem::{Expected, SyntaxProblem};
use crate::syntax::ast::Name;
use crate::syntax::keyword::Role;
use crate::syntax::lex::{Token, TokenKind};
use crate::syntax::suggest;
use std::ops::Range;

/// The signs and abbreviations that many write before a number.
const UNITS: [&str; 10] = ["€", "k€", "M€", "EUR", "kEUR", "MEUR", "FTE", "ETP", "%", "$"];

impl Reader<'_> {
    /// Tells the mistake at a token that the grammar could not read, if it is one of habit.
    pub(super) fn habit(&mut self, at: usize, tokens: &Range<usize>, rules: &[Rule]) -> bool {
        self.slashes(at, tokens)
            || self.lone_if(at, tokens, rules)
            || self.several_words(at, tokens)
            || self.apostrophes(at, tokens)
            || self.not_after(at, rules)
            || self.unit_before(at, tokens)
    }

    fn token(&self, at: usize, tokens: &Range<usize>) -> Option<Token> {
        self.lexed.tokens.get(at).copied().filter(|_| tokens.contains(&at))
    }

    /// `// a comment`
    fn slashes(&mut self, at: usize, tokens: &Range<usize>) -> bool {
        let Some(first) = self.token(at, tokens) else { return false };
        let second = self.token(at + 1, tokens).filter(|second| second.span.start == first.span.end);
        let span = second.map_or(first.span, |second| first.span.to(second.span));
        let written = self.written(span);
        if written != "//" {
            return false;
        }
        let problem = SyntaxProblem::WrongOperator { written: written.to_string(), right: "#".to_string() };
        self.report_fix(problem, span, "#");
        true
    }

    /// A line that begins with a bare `if`.
    fn lone_if(&mut self, at: usize, tokens: &Range<usize>, rules: &[Rule]) -> bool {
        let Some(token) = self.token(at, tokens).filter(|token| token.line_start && at > tokens.start) else {
            return false;
        };
        let word = self.written(token.span);
        if !matches!(word, "si" | "if") || !rules.iter().any(|rule| super::expected::opens_line(*rule)) {
            return false;
        }
        let suggestion = suggest::clause(word);
        self.unknown_clause(token.span, suggestion);
        true
    }

    /// `criterion budget published`, `criterion budget-published`: the whole is kept as the name.
    fn several_words(&mut self, at: usize, tokens: &Range<usize>) -> bool {
        let Some(first) = at.checked_sub(1).and_then(|before| self.token(before, tokens)) else { return false };
        let Some(here) = self.token(at, tokens) else { return false };
        if self.name_after_item(tokens) != Some(at - 1) || suggest::clause(self.written(here.span)).is_some() {
            return false;
        }
        let is_part = |token: &Token| {
            let is_clause = |role| matches!(role, Role::Clause | Role::Force);
            match token.kind {
                TokenKind::Word => !self.lexed.keywords(token).iter().any(|found| is_clause(found.keyword.role)),
                TokenKind::Symbol => self.written(token.span) == "-",
                TokenKind::Number => true,
                TokenKind::Text { .. }
                | TokenKind::Backquoted
                | TokenKind::Open(_)
                | TokenKind::Close(_)
                | TokenKind::Bar
                | TokenKind::Comma => false,
            }
        };
        let rest = self.lexed.slice(&(at..tokens.end));
        let parts: Vec<Token> = rest.iter().take_while(|token| !token.line_start && is_part(token)).copied().collect();
        let Some(last) = parts.last() else { return false };
        let ends = rest.get(parts.len()).is_none_or(|next| {
            next.line_start || matches!(next.kind, TokenKind::Text { .. }) || self.written(next.span) == ":"
        });
        if !ends {
            return false;
        }
        let span = first.span.to(last.span);
        let written = self.written(span).to_string();
        let words = written.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
        let right = words.collect::<Vec<_>>().join("_");
        self.joined = Some(Name { text: name::normalise(&right), span });
        self.report_guess(SyntaxProblem::NameOfSeveralWords { written, right: right.clone() }, span, right);
        true
    }

    /// The token after the keyword of the item that these tokens open.
    fn name_after_item(&self, tokens: &Range<usize>) -> Option<usize> {
        let first = self.lexed.tokens.get(tokens.start)?;
        let found = self.lexed.keywords(first).iter().find(|found| found.keyword.role == Role::Item)?;
        let next = self.lexed.first_from(tokens.start, first.span.start as usize + found.len);
        let name = self.token(next, tokens)?;
        (name.kind == TokenKind::Word && !name.line_start).then_some(next)
    }

    /// `'Title'`
    fn apostrophes(&mut self, at: usize, tokens: &Range<usize>) -> bool {
        let Some(first) = self.token(at, tokens) else { return false };
        let rest = self.text.get(first.span.start as usize..).unwrap_or("").lines().next().unwrap_or("").trim_end();
        let Some(inside) = rest.strip_prefix(['\'', '’']) else { return false };
        let Some(end) = inside.rfind(['\'', '’']).filter(|end| *end > 0) else { return false };
        let start = first.span.start as usize;
        let mark = rest.len() - inside.len();
        let closing = inside.get(end..).and_then(|tail| tail.chars().next()).map_or(0, char::len_utf8);
        let span = Span::new(start, start + mark + end + closing);
        let quoted = self.in_quotes(inside.get(..end).unwrap_or("").trim());
        self.report_guess(SyntaxProblem::ApostropheQuotes, span, quoted);
        true
    }

    /// `team.trained not`
    fn not_after(&mut self, at: usize, rules: &[Rule]) -> bool {
        let Some(token) = self.lexed.tokens.get(at).copied().filter(|token| !token.line_start) else { return false };
        let word = self.written(token.span).to_string();
        if !matches!(word.as_str(), "non" | "not") {
            return false;
        }
        // A whole condition stands before: an operator could follow.
        let denied = super::expected::things(rules).contains(&Expected::Operator);
        if denied {
            self.report(SyntaxProblem::MisplacedNot { word }, token.span);
        }
        denied
    }

    /// `EUR 100`: a sign is what cannot be read, a word was taken for a name and its number cannot.
    fn unit_before(&mut self, at: usize, tokens: &Range<usize>) -> bool {
        let pair = |unit: usize, number: usize| Some((self.token(unit, tokens)?, self.token(number, tokens)?));
        let pairs = [pair(at, at + 1), at.checked_sub(1).and_then(|before| pair(before, at))];
        let is_pair = |(unit, number): &(Token, Token)| {
            number.kind == TokenKind::Number && !number.line_start && UNITS.contains(&self.written(unit.span))
        };
        let Some((unit, number)) = pairs.into_iter().flatten().find(is_pair) else { return false };
        let span = unit.span.to(number.span);
        let (unit, number) = (self.written(unit.span).to_string(), self.written(number.span).to_string());
        let right = format!("{number} {unit}");
        self.report_guess(SyntaxProblem::UnitBeforeNumber { unit, number }, span, right);
        true
    }
}
