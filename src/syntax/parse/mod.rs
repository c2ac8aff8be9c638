//! From pieces of text to nodes of the tree, by the grammar of `grammar/*.pest`.
//!
//! Invariant: only this folder names pest, and its `Rule` stays here.

mod block;
mod clause;
mod expected;
mod expr;
mod given;
mod habits;
mod item;
mod keywords;
mod literal;
mod piece;
mod table;
mod tail;

#[cfg(test)]
mod keyword_grammar;

use super::ast::{Expr, Given, Table, UnitExpr};
use super::keyword::Keyword;
use super::lex::Lexed;
use crate::base::{FileId, Lang, Loc, Num, Span};
use crate::diagnostic::problem::SyntaxProblem;
use crate::diagnostic::{Diagnostic, Problem};
use pest::Parser;
use pest::iterators::{Pair, Pairs};
use pest_derive::Parser;

/// The parser that pest makes of the grammar.
#[derive(Parser, Debug)]
#[grammar = "../grammar/keywords.pest"]
#[grammar = "../grammar/perenne.pest"]
struct Grammar;

/// Reads one file: its text, how it was cut, and what was found wrong so far.
#[derive(Debug)]
pub struct Reader<'t> {
    file: FileId,
    lang: Lang,
    text: &'t str,
    lexed: &'t Lexed,
    pub diagnostics: Vec<Diagnostic>,
    /// Keywords of the other language in the item being read, and what they are called in the file's own.
    foreign: Vec<(Span, String)>,
    /// The name of the item being read, when it was written as several words.
    joined: Option<crate::syntax::ast::Name>,
    /// The table under the piece being read, until a clause takes it.
    table: Option<Table>,
    /// Every keyword that the grammar read, with its place; kept only for those who ask.
    pub keywords: Option<Vec<(Span, &'static Keyword)>>,
}

type Node<'t> = Pair<'t, Rule>;

/// A piece as the grammar reads it: the nodes and the offset in the file of what it read.
#[derive(Clone, Copy, Debug)]
struct Input<'t> {
    text: &'t str,
    base: usize,
}

impl<'t> Reader<'t> {
    pub fn new(file: FileId, lang: Lang, text: &'t str, lexed: &'t Lexed) -> Self {
        Reader {
            file,
            lang,
            text,
            lexed,
            diagnostics: Vec::new(),
            foreign: Vec::new(),
            joined: None,
            table: None,
            keywords: None,
        }
    }

    /// The given that the whole text is.
    pub fn lone_given(&mut self) -> Option<Given> {
        let (input, node) = self.lone(Rule::in_givens)?;
        Some(self.given(input, node))
    }

    /// The expression that the whole text is.
    pub fn lone_expression(&mut self) -> Option<Expr> {
        let (input, node) = self.lone(Rule::in_expression)?;
        Some(self.expression(input, node))
    }

    /// The one node that the whole text is, by a rule.
    fn lone(&mut self, rule: Rule) -> Option<(Input<'t>, Node<'t>)> {
        let tokens = 0..self.lexed.tokens.len();
        let input = self.input(Span::new(0, self.text.len()));
        if !self.is_readable(&tokens) {
            return None;
        }
        match input.read(rule) {
            Ok(nodes) => {
                self.check_keywords(input, nodes.clone());
                self.report_foreign();
                nodes.flat_map(Node::into_inner).next().map(|node| (input, node))
            }
            Err(error) => {
                self.explain(input, &error, &tokens);
                None
            }
        }
    }

    fn loc(&self, span: Span) -> Loc {
        Loc::new(self.file, span)
    }

    fn diagnostic(&self, problem: SyntaxProblem, span: Span) -> Diagnostic {
        Diagnostic::new(Problem::Syntax(problem), self.loc(span))
    }

    fn report(&mut self, problem: SyntaxProblem, span: Span) {
        let diagnostic = self.diagnostic(problem, span);
        self.diagnostics.push(diagnostic);
    }

    fn report_fix(&mut self, problem: SyntaxProblem, span: Span, with: impl Into<String>) {
        let diagnostic = self.diagnostic(problem, span).fix(self.loc(span), with);
        self.diagnostics.push(diagnostic);
    }

    fn report_guess(&mut self, problem: SyntaxProblem, span: Span, with: impl Into<String>) {
        let diagnostic = self.diagnostic(problem, span).guess(self.loc(span), with);
        self.diagnostics.push(diagnostic);
    }

    /// Whether more is wrong than will be told: guessing what was meant has a price.
    fn is_crowded(&self) -> bool {
        self.diagnostics.len() > super::MOST_DIAGNOSTICS
    }

    /// What the grammar reads between two offsets of the file.
    fn input(&self, span: Span) -> Input<'t> {
        Input { text: self.lexed.mask.get(span.range()).unwrap_or(""), base: span.start as usize }
    }

    /// What the author wrote under a span.
    fn written(&self, span: Span) -> &'t str {
        span.slice(self.text)
    }
}

impl<'t> Input<'t> {
    fn read(self, rule: Rule) -> Result<Pairs<'t, Rule>, Box<pest::error::Error<Rule>>> {
        Grammar::parse(rule, self.text).map_err(Box::new)
    }

    /// The place of a node in the file, without the blanks after it.
    fn span(self, node: &Node<'t>) -> Span {
        let span = node.as_span();
        let len = span.as_str().trim_end().len();
        Span::new(self.base + span.start(), self.base + span.start() + len)
    }

    /// The offset in the file of an offset in this input.
    fn offset(self, at: usize) -> usize {
        self.base + at
    }
}

/// See [`super::parse_quantity`].
pub fn quantity(text: &str) -> Option<(Num, Option<UnitExpr>)> {
    // No honest number is longer; what is told of one that is not a number is the caller's.
    if text.len() > 1000 {
        return None;
    }
    let lexed = super::lex_whole(text, Lang::Fr);
    let reader = Reader::new(FileId(0), Lang::Fr, text, &lexed);
    let input = reader.input(Span::new(0, text.len()));
    let node = input.read(Rule::in_quantity).ok()?.next()?;
    let mut numbers: Vec<Num> = Vec::new();
    let mut unit = None;
    let mut negative = false;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::minus => negative = true,
            Rule::decimal => {
                numbers.push(Num::parse_decimal(&literal::plain_digits(reader.written(input.span(&child))))?)
            }
            Rule::unit => unit = Some(reader.unit(input, child)),
            _ => {}
        }
    }
    let value = match numbers.as_slice() {
        [number] => number.clone(),
        [numerator, denominator] => numerator.checked_div(denominator)?,
        _ => return None,
    };
    Some((if negative { value.neg() } else { value }, unit))
}
