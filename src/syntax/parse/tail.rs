//! What follows a value in a comparison.

use super::{Input, Node, Reader, Rule, expr};
use crate::base::Span;
use crate::diagnostic::problem::SyntaxProblem;
use crate::syntax::ast::{Comparison, Expr, ExprKind, Tail, TailKind, Verdict};

impl Reader<'_> {
    /// A tail, and whether what it says is denied where the tree has no room for it (`is not exempt`).
    pub(super) fn tail<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> (Tail, bool) {
        let span = input.span(&node);
        let Some(child) = node.into_inner().next() else { return (broken(span), false) };
        match child.as_rule() {
            Rule::is_tail => self.is_tail(input, child),
            Rule::does_not_apply => (Tail { kind: TailKind::Applies, span }, true),
            _ => (self.simple_tail(input, child), false),
        }
    }

    /// `between`, `compare`, `contains` and others that deny nothing.
    pub(super) fn simple_tail<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Tail {
        let span = input.span(&node);
        let kind = match node.as_rule() {
            Rule::applies => TailKind::Applies,
            Rule::recurs => {
                let mut sums = self.sums(input, node).into_iter();
                let every = Box::new(sums.next().unwrap_or(expr::error(span)));
                TailKind::Recurs { every, since: sums.next().map(Box::new) }
            }
            Rule::between => {
                let mut sums = self.sums(input, node).into_iter();
                let mut bound = || Box::new(sums.next().unwrap_or(expr::error(span)));
                TailKind::Between(bound(), bound())
            }
            Rule::compare => {
                let comparison = node.clone().into_inner().next().map(|child| self.comparison(input, child));
                let value = self.only_sum(input, node, span);
                TailKind::Compare(comparison.unwrap_or(Comparison::Equal), value)
            }
            Rule::contains => TailKind::Contains(self.only_sum(input, node, span)),
            Rule::starts_with => TailKind::StartsWith(self.only_sum(input, node, span)),
            Rule::ends_with => TailKind::EndsWith(self.only_sum(input, node, span)),
            Rule::one_of => TailKind::OneOf { negated: false, values: self.one_of(input, node) },
            _ => return broken(span),
        };
        Tail { kind, span }
    }

    fn sums<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<Expr> {
        let is_sum = |child: &Node<'t>| child.as_rule() == Rule::sum;
        node.into_inner().filter(is_sum).map(|child| self.sum(input, child)).collect()
    }

    /// The values between brackets, or the name of a list of them.
    fn one_of<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<Expr> {
        let listed = node.clone().into_inner().find(|child| child.as_rule() == Rule::listed);
        let Some(path) = listed.and_then(|listed| listed.into_inner().next()) else { return self.list(input, node) };
        let path = self.path(input, path);
        let span = path.span;
        vec![Expr { kind: ExprKind::Path(path), span }]
    }

    pub(super) fn only_sum<'t>(&mut self, input: Input<'t>, node: Node<'t>, span: Span) -> Box<Expr> {
        Box::new(self.sums(input, node).pop().unwrap_or(expr::error(span)))
    }

    fn is_tail<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> (Tail, bool) {
        let span = input.span(&node);
        let mut negated = false;
        let mut word = None;
        let mut found = (broken(span), false);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::kw_is => {}
                Rule::kw_is_not => negated = true,
                Rule::not_applicable => found = (Tail { kind: TailKind::Verdict(Verdict::NotApplicable), span }, false),
                Rule::compare_word => word = Some(self.comparison(input, child)),
                Rule::sum => {
                    let value = Box::new(self.sum(input, child));
                    let kind = TailKind::Compare(word.unwrap_or(Comparison::Equal), value);
                    found = (Tail { kind, span }, negated);
                }
                _ => found = self.is_what(input, child, negated),
            }
        }
        found.0.span = span;
        found
    }

    fn is_what<'t>(&mut self, input: Input<'t>, node: Node<'t>, negated: bool) -> (Tail, bool) {
        let span = input.span(&node);
        let mut denied = false;
        let kind = match node.as_rule() {
            Rule::one_of => TailKind::OneOf { negated, values: self.one_of(input, node) },
            Rule::is_under => TailKind::Under { negated, host: self.only_sum(input, node, span) },
            Rule::is_value => {
                let comparison = if negated { Comparison::NotEqual } else { Comparison::Equal };
                TailKind::Compare(comparison, self.only_sum(input, node, span))
            }
            Rule::state => state(node, negated),
            Rule::verdict => match (verdict(node), negated) {
                // `x is not met` asks for the verdict, as `x est non satisfait` does.
                (Verdict::Met, true) => TailKind::Verdict(Verdict::NotMet),
                (verdict, _) => {
                    denied = negated;
                    TailKind::Verdict(verdict)
                }
            },
            _ => {
                denied = negated;
                self.simple_tail(input, node).kind
            }
        };
        (Tail { kind, span }, denied)
    }

    fn comparison<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Comparison {
        let span = input.span(&node);
        if node.as_rule() == Rule::compare_symbol {
            return self.symbol(span);
        }
        match node.into_inner().next().map(|child| child.as_rule()) {
            Some(Rule::kw_at_least) => Comparison::AtLeast,
            Some(Rule::kw_at_most) => Comparison::AtMost,
            Some(Rule::kw_more_than) => Comparison::MoreThan,
            Some(Rule::kw_less_than) => Comparison::LessThan,
            Some(Rule::kw_before) => Comparison::Before,
            Some(Rule::kw_after) => Comparison::After,
            Some(Rule::kw_on_or_before) => Comparison::OnOrBefore,
            Some(Rule::kw_on_or_after) => Comparison::OnOrAfter,
            _ => Comparison::Equal,
        }
    }

    fn symbol(&mut self, span: Span) -> Comparison {
        let written = self.written(span);
        let (comparison, right) = match written {
            ">=" | "≥" => (Comparison::AtLeast, None),
            "<=" | "≤" => (Comparison::AtMost, None),
            ">" => (Comparison::MoreThan, None),
            "<" => (Comparison::LessThan, None),
            "≠" | "=\u{338}" => (Comparison::NotEqual, None),
            "=>" => (Comparison::AtLeast, Some(">=")),
            "=<" => (Comparison::AtMost, Some("<=")),
            "<>" | "!=" => (Comparison::NotEqual, Some("≠")),
            "==" => (Comparison::Equal, Some("=")),
            _ => (Comparison::Equal, None),
        };
        if let Some(right) = right {
            let problem = SyntaxProblem::WrongOperator { written: written.to_string(), right: right.to_string() };
            self.report_fix(problem, span, right);
        }
        comparison
    }
}

fn broken(span: Span) -> Tail {
    Tail { kind: TailKind::Compare(Comparison::Equal, Box::new(expr::error(span))), span }
}

fn state(node: Node<'_>, negated: bool) -> TailKind {
    match node.into_inner().next().map(|child| child.as_rule()) {
        Some(Rule::kw_missing) => TailKind::Missing { negated },
        Some(Rule::kw_contested) => TailKind::Contested { negated },
        Some(Rule::kw_absent_value) => TailKind::None { negated },
        _ => TailKind::Known { negated },
    }
}

pub(super) fn verdict(node: Node<'_>) -> Verdict {
    match node.into_inner().next().map(|child| child.as_rule()) {
        Some(Rule::kw_met) => Verdict::Met,
        Some(Rule::kw_not_met) => Verdict::NotMet,
        Some(Rule::kw_not_applicable) => Verdict::NotApplicable,
        Some(Rule::kw_exempt) => Verdict::Exempt,
        _ => Verdict::Unknown,
    }
}
