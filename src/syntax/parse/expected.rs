//! From what the grammar says it tried, to a message that a person can use.

use super::{Input, Reader, Rule};
use crate::base::{Lang, Span};
use crate::diagnostic::problem::{Expected, SyntaxProblem};
use crate::syntax::keyword::Role;
use crate::syntax::lex::{Token, TokenKind};
use crate::syntax::suggest;
use pest::error::{Error, ErrorVariant, InputLocation};
use std::ops::Range;

impl<'t> Reader<'t> {
    /// Tells one mistake: what the grammar could not read, among these tokens.
    pub(super) fn explain(&mut self, input: Input<'t>, error: &Error<Rule>, tokens: &Range<usize>) {
        let offset = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => input.offset(at),
        };
        let rules = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
            ErrorVariant::CustomError { .. } => &[],
        };
        let at = self.lexed.first_from(tokens.start, offset).min(tokens.end);
        if at < tokens.end && self.special(at, tokens, rules) {
            return;
        }
        let (span, found) = self.place(at, tokens, offset);
        let suggestion = self.suggestion(at, tokens);
        self.report(SyntaxProblem::Expected { expected: things(rules), found, suggestion }, span);
    }

    /// What stands here, or the end of what stands before when the line ends too early.
    fn place(&self, at: usize, tokens: &Range<usize>, offset: usize) -> (Span, Option<String>) {
        let token = self.lexed.tokens.get(at).filter(|_| at < tokens.end);
        let before = at.checked_sub(1).filter(|before| *before >= tokens.start);
        let before = before.and_then(|before| self.lexed.tokens.get(before));
        match (token, before) {
            (Some(token), _) if !token.line_start => (token.span, Some(self.shown(token))),
            (_, Some(before)) => (before.span.at_end(), None),
            (Some(token), None) => (token.span, Some(self.shown(token))),
            (None, None) => (Span::new(offset, offset), None),
        }
    }

    /// What a mistyped word here, alone or with the one before, most likely meant.
    fn suggestion(&self, at: usize, tokens: &Range<usize>) -> Option<String> {
        if self.is_crowded() {
            return None;
        }
        let token = self.lexed.tokens.get(at).filter(|token| at < tokens.end && token.kind == TokenKind::Word)?;
        let before = at.checked_sub(1).filter(|before| *before >= tokens.start);
        let before = before.and_then(|before| self.lexed.tokens.get(before));
        let word = token.span.slice(self.text);
        let two = before.filter(|before| before.kind == TokenKind::Word && !token.line_start);
        let two = two.and_then(|before| suggest::operator(&format!("{} {word}", before.span.slice(self.text))));
        two.or_else(|| suggest::operator(word))
    }

    /// A token as messages quote it.
    fn shown(&self, token: &Token) -> String {
        let written = token.span.slice(self.text);
        let written = match token.kind {
            TokenKind::Text { .. } => written.trim_matches(|c: char| c.is_whitespace() || "«»\"“”".contains(c)),
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Backquoted
            | TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Bar
            | TokenKind::Comma
            | TokenKind::Symbol => written,
        };
        match written.char_indices().nth(24) {
            Some((at, _)) => format!("{}…", written.get(..at).unwrap_or("")),
            None => written.to_string(),
        }
    }

    pub(super) fn unexpected(&mut self, span: Span) {
        let end = self.written(span).split_whitespace().next().map_or(0, str::len);
        let found = self.written(span).get(..end).map(str::to_string);
        let span = Span::new(span.start as usize, span.start as usize + end);
        self.report(SyntaxProblem::Expected { expected: Vec::new(), found, suggestion: None }, span);
    }

    /// Mistakes that have a message of their own.
    fn special(&mut self, at: usize, tokens: &Range<usize>, rules: &[Rule]) -> bool {
        let Some(token) = self.lexed.tokens.get(at).copied() else { return false };
        let word = token.span.slice(self.text).to_string();
        if at > tokens.start && self.opens_unknown_line(at) && rules.iter().any(|rule| opens_line(*rule)) {
            let suggestion = if self.is_crowded() { None } else { suggest::clause(&word) };
            self.unknown_clause(token.span, suggestion);
            return true;
        }
        if self.mistyped_clause_before(at, tokens) || self.habit(at, tokens, rules) {
            return true;
        }
        if token.kind == TokenKind::Word && rules == [Rule::text] {
            self.text_expected(at, tokens, &word);
            return true;
        }
        if word == "=" && rules.contains(&Rule::colon) && at > tokens.start {
            let name = at.checked_sub(1).and_then(|before| self.lexed.tokens.get(before));
            let name = name.map_or_else(String::new, |name| name.span.slice(self.text).to_string());
            self.report_fix(SyntaxProblem::EqualsForColon { name }, token.span, ":");
            return true;
        }
        if self.is_reserved_as_name(at, tokens) {
            self.report_fix(SyntaxProblem::ReservedWord { word: word.clone() }, token.span, format!("`{word}`"));
            return true;
        }
        false
    }

    pub(super) fn unknown_clause(&mut self, span: Span, suggestion: Option<String>) {
        let fix = suggestion.clone();
        let problem = SyntaxProblem::UnknownClause { word: self.written(span).to_string(), suggestion };
        match fix {
            Some(fix) => self.report_guess(problem, span, fix),
            None => self.report(problem, span),
        }
    }

    /// The first word of this line was taken for a name, and is rather a clause's with a slip in it.
    fn mistyped_clause_before(&mut self, at: usize, tokens: &Range<usize>) -> bool {
        let Some(before) = at.checked_sub(1).filter(|before| *before > tokens.start) else { return false };
        let Some(first) = self.lexed.tokens.get(before).filter(|_| self.opens_unknown_line(before)) else {
            return false;
        };
        let word = self.written(first.span);
        if self.is_crowded() {
            return false;
        }
        let suggestion = suggest::clause(word).filter(|right| right != word);
        if suggestion.is_some() {
            self.unknown_clause(first.span, suggestion.clone());
        }
        suggestion.is_some()
    }

    /// A bare word where a text stands; the fix takes the rest of the line when no other text is on it.
    fn text_expected(&mut self, at: usize, tokens: &Range<usize>, word: &str) {
        let rest: Vec<Token> = self
            .lexed
            .slice(&(at..tokens.end))
            .iter()
            .enumerate()
            .take_while(|(index, token)| *index == 0 || !token.line_start)
            .map(|(_, token)| *token)
            .collect();
        let (Some(first), Some(last)) = (rest.first(), rest.last()) else { return };
        let span = self.taken_as_name(at).unwrap_or(first.span).to(last.span);
        let problem = SyntaxProblem::TextExpected { word: word.to_string() };
        let has_text = rest.iter().any(|token| matches!(token.kind, TokenKind::Text { .. }));
        if has_text {
            return self.report(problem, first.span);
        }
        let quoted = self.in_quotes(self.written(span));
        let diagnostic = self.diagnostic(problem, first.span).guess(self.loc(span), quoted);
        self.diagnostics.push(diagnostic);
    }

    /// A text between the quotation marks of the file's language.
    pub(super) fn in_quotes(&self, inside: &str) -> String {
        match self.lang {
            Lang::Fr => format!("« {inside} »"),
            Lang::En => format!("\"{inside}\""),
        }
    }

    /// In `risk Too few people`, the first word was taken for the risk's name.
    fn taken_as_name(&self, at: usize) -> Option<Span> {
        let keyword = at.checked_sub(2).and_then(|at| self.lexed.tokens.get(at))?;
        let found = self.lexed.keywords(keyword);
        let named = found.iter().any(|found| matches!(found.keyword.id, "risk" | "advantage"));
        let before = at.checked_sub(1).and_then(|at| self.lexed.tokens.get(at))?;
        named.then_some(before.span)
    }

    /// Whether a token is a word of conditions in the file's language.
    pub(super) fn is_reserved(&self, token: &Token) -> bool {
        self.lexed
            .keywords(token)
            .iter()
            .any(|found| found.langs.contains(&self.lang) && matches!(found.keyword.role, Role::Operator | Role::Part))
    }

    /// A word of the file's own conditions that an operator follows, as if it were a name.
    fn is_reserved_as_name(&self, at: usize, tokens: &Range<usize>) -> bool {
        let Some(token) = self.lexed.tokens.get(at) else { return false };
        let own = self.is_reserved(token);
        let Some(next) = self.lexed.tokens.get(at + 1).filter(|_| at + 1 < tokens.end) else { return false };
        let operator = match next.kind {
            TokenKind::Word => self.lexed.keywords(next).iter().any(|next| next.keyword.role == Role::Operator),
            TokenKind::Symbol => matches!(next.span.slice(self.text), "=" | "<" | ">" | "≥" | "≤" | "≠"),
            TokenKind::Number
            | TokenKind::Text { .. }
            | TokenKind::Backquoted
            | TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Bar
            | TokenKind::Comma => false,
        };
        own && operator
    }
}

/// Whether a rule opens a clause or a line of a block.
pub(super) fn opens_line(rule: Rule) -> bool {
    things(&[rule]).contains(&Expected::Clause)
}

/// The things that rules stand for, the most telling first.
pub(super) fn things(rules: &[Rule]) -> Vec<Expected> {
    let mut things: Vec<Expected> = rules.iter().filter_map(|rule| thing(*rule)).collect();
    things.sort_unstable();
    things.dedup();
    if things.len() > 1 {
        things.retain(|thing| *thing != Expected::End);
    }
    if things.contains(&Expected::Operator) {
        things.retain(|thing| !matches!(thing, Expected::Comparison | Expected::And));
    }
    if things.contains(&Expected::Clause) {
        // Where a clause may come, what an exception may go on with is not what lacks.
        things.retain(|thing| !matches!(thing, Expected::Equals | Expected::Then));
    }
    if things.contains(&Expected::Condition) {
        things.retain(|thing| *thing != Expected::Value);
    }
    if things.contains(&Expected::Condition) || things.contains(&Expected::Value) {
        things.retain(|thing| *thing != Expected::WholeNumber);
    }
    things.truncate(3);
    things
}

fn thing(rule: Rule) -> Option<Expected> {
    let thing = match rule {
        Rule::logic | Rule::if_then | Rule::condition | Rule::expression => Expected::Condition,
        Rule::sum | Rule::term | Rule::primary | Rule::number | Rule::is_value | Rule::given_value => Expected::Value,
        Rule::name | Rule::path | Rule::stable_id | Rule::item_name => Expected::Name,
        Rule::text => Expected::Text,
        Rule::date => Expected::Date,
        Rule::month_day => Expected::MonthDay,
        Rule::integer => Expected::WholeNumber,
        Rule::type_name | Rule::unit => Expected::Type,
        Rule::arithmetic | Rule::kw_or_else | Rule::kw_or | Rule::bad_logic => Expected::Operator,
        Rule::tail | Rule::tail_word | Rule::compare | Rule::between | Rule::is_tail | Rule::one_of => {
            Expected::Comparison
        }
        Rule::comma => Expected::Comma,
        Rule::kw_then => Expected::Then,
        Rule::kw_and => Expected::And,
        Rule::kw_in => Expected::In,
        Rule::kw_among => Expected::Among,
        Rule::kw_satisfies => Expected::Satisfies,
        Rule::kw_for => Expected::For,
        Rule::open | Rule::list => Expected::Open,
        Rule::close => Expected::Close,
        Rule::equals | Rule::claim | Rule::claim_value => Expected::Equals,
        Rule::colon => Expected::Colon,
        Rule::members | Rule::member => Expected::Members,
        Rule::given | Rule::given_fact => Expected::Given,
        Rule::expectation => Expected::Expectation,
        Rule::table_mark => Expected::Table,
        Rule::verdict | Rule::state => Expected::Verdict,
        Rule::EOI => Expected::End,
        Rule::kw_present | Rule::kw_absent | Rule::kw_to_check => Expected::RiskState,
        _ if format!("{rule:?}").starts_with("c_") => Expected::Clause,
        _ => return None,
    };
    Some(thing)
}
