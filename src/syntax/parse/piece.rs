//! Reads one piece: what of it makes sense, and one message for what does not.

use super::{Input, Node, Reader, Rule};
use crate::base::Span;
use crate::diagnostic::problem::SyntaxProblem;
use crate::syntax::depth;
use crate::syntax::keyword::Role;
use crate::syntax::lex::{Bracket, Token, TokenKind};
use crate::syntax::split::{self, Piece};
use std::ops::Range;

/// What of a piece could be read.
#[derive(Debug)]
pub(super) struct ReadPiece<'t> {
    pub input: Input<'t>,
    pub nodes: Vec<Node<'t>>,
    /// The part that could not be read, already told.
    pub broken: Option<Span>,
}

impl<'t> Reader<'t> {
    /// The place of a range of tokens.
    pub(super) fn span_of(&self, tokens: &Range<usize>) -> Span {
        let tokens = self.lexed.slice(tokens);
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        }
    }

    /// The tokens that stand inside a place.
    pub(super) fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.lexed.tokens.partition_point(|token| token.span.start < span.start);
        let end = self.lexed.tokens.partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// Reads a piece with a rule of the grammar and, on a mistake, with its strict form for the message.
    pub(super) fn read_piece(&mut self, piece: &Piece, rule: Rule) -> ReadPiece<'t> {
        // The first bar of the table tells the grammar that one follows.
        let bar = piece.table.as_ref().map_or(0, |_| 1);
        let tokens = piece.tokens.start..piece.tokens.end + bar;
        let span = self.span_of(&tokens);
        let input = self.input(span);
        if !self.is_readable(&piece.tokens) {
            let nodes = if rule == Rule::in_item { self.head_alone(input) } else { Vec::new() };
            return ReadPiece { input, nodes, broken: Some(span) };
        }
        let guessed = self.lexed.slice(&piece.tokens).iter().any(|t| t.kind == TokenKind::Text { sound: false });
        let pairs = match input.read(rule) {
            Ok(pairs) => pairs,
            Err(error) => {
                if !guessed {
                    self.explain(input, &error, &tokens);
                }
                return ReadPiece { input, nodes: Vec::new(), broken: Some(span) };
            }
        };
        let mut nodes: Vec<Node<'t>> = pairs.flat_map(Node::into_inner).collect();
        let rest = nodes.iter().find(|node| node.as_rule() == Rule::rest).map(|node| input.span(node));
        nodes.retain(|node| !matches!(node.as_rule(), Rule::rest | Rule::EOI));
        let rest = rest.filter(|rest| !rest.is_empty());
        let broken = match rest {
            Some(rest) => Some(self.broken_part(input, rule, &tokens, rest, &mut nodes, guessed)),
            None => guessed.then_some(span.at_end()),
        };
        for node in &nodes {
            self.check_keyword_nodes(input, node);
        }
        ReadPiece { input, nodes, broken }
    }

    /// The name and keyword of an item whose first piece cannot be read as a whole.
    fn head_alone(&mut self, input: Input<'t>) -> Vec<Node<'t>> {
        let line = input.text.lines().next().unwrap_or("");
        let first = Input { text: line, base: input.base };
        let pairs = first.read(Rule::head_alone);
        pairs.map_or_else(|_| Vec::new(), |pairs| pairs.flat_map(Node::into_inner).take(1).collect())
    }

    /// Whether brackets are in pairs and not too deep; what is wrong is told once.
    pub(super) fn is_readable(&mut self, tokens: &Range<usize>) -> bool {
        let is_bracket = |token: &Token| matches!(token.kind, TokenKind::Open(_) | TokenKind::Close(_));
        let bracketed = self.lexed.slice(tokens).iter().any(is_bracket);
        let partners = if bracketed { split::partners(self.lexed, tokens) } else { Vec::new() };
        for (token, partner) in self.lexed.slice(tokens).iter().zip(&partners) {
            if partner.is_some() {
                continue;
            }
            match token.kind {
                TokenKind::Open(bracket) => {
                    self.report(SyntaxProblem::UnclosedBracket { open: open_mark(bracket) }, token.span);
                    return false;
                }
                TokenKind::Close(bracket) => {
                    self.report(SyntaxProblem::UnopenedBracket { close: close_mark(bracket) }, token.span);
                    return false;
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
        if let Some(span) = depth::too_deep(self.lexed, self.text, tokens) {
            self.report(SyntaxProblem::TooDeep { limit: depth::LIMIT }, span);
            return false;
        }
        true
    }

    /// Tells what is wrong with `rest`, takes away the clause that it breaks, and gives the part that is lost.
    fn broken_part(
        &mut self,
        input: Input<'t>,
        rule: Rule,
        tokens: &Range<usize>,
        rest: Span,
        nodes: &mut Vec<Node<'t>>,
        guessed: bool,
    ) -> Span {
        let first = tokens.clone().find(|at| self.lexed.tokens.get(*at).is_some_and(|t| t.span.start >= rest.start));
        let new_line = first.is_some_and(|at| self.opens_unknown_line(at));
        if !guessed {
            let before = self.diagnostics.len();
            if let Err(error) = input.read(strict(rule)) {
                self.explain(input, &error, tokens);
            }
            if self.diagnostics.len() == before {
                self.unexpected(rest);
            }
        }
        if new_line {
            return rest;
        }
        match nodes.pop() {
            // What declares a name keeps it, so that its uses are no mistakes too.
            Some(node) if matches!(node.as_rule(), Rule::item_head | Rule::field_head | Rule::choice_value) => {
                nodes.push(node);
                rest
            }
            Some(node) => input.span(&node).to(rest),
            None => rest,
        }
    }

    /// Whether a line starts here that goes on nothing before it.
    pub(super) fn opens_unknown_line(&self, at: usize) -> bool {
        let Some(token) = self.lexed.tokens.get(at).filter(|token| token.line_start) else { return false };
        let goes_on = self
            .lexed
            .keywords(token)
            .iter()
            .any(|found| found.exact && matches!(found.keyword.role, Role::Operator | Role::Part));
        token.kind == TokenKind::Word && !goes_on
    }
}

/// The rule that reads the same and refuses what it does not know.
fn strict(rule: Rule) -> Rule {
    match rule {
        Rule::in_item => Rule::strict_item,
        Rule::in_use => Rule::strict_use,
        Rule::in_fields => Rule::strict_fields,
        Rule::in_choice => Rule::strict_choice,
        Rule::in_sections => Rule::strict_sections,
        Rule::in_dataset => Rule::strict_dataset,
        _ => Rule::strict_clauses,
    }
}

fn open_mark(bracket: Bracket) -> char {
    match bracket {
        Bracket::Round => '(',
        Bracket::Curly => '{',
        Bracket::Square => '[',
    }
}

fn close_mark(bracket: Bracket) -> char {
    match bracket {
        Bracket::Round => ')',
        Bracket::Curly => '}',
        Bracket::Square => ']',
    }
}
