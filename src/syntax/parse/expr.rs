//! Expressions.

use super::{Input, Node, Reader, Rule};
use crate::base::Span;
use crate::diagnostic::problem::SyntaxProblem;
use crate::syntax::ast::{Aggregate, ArithmeticOp, Expr, ExprKind, Function, LogicOp, Name, Quantity};

/// An operator between two terms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SumOp {
    Arithmetic(ArithmeticOp),
    OrElse,
}

/// A chain of terms with the operators before each of them but the first.
struct Chain {
    first: Expr,
    rest: Vec<(SumOp, Expr)>,
}

impl Reader<'_> {
    /// `if_then` or `logic`.
    pub(super) fn expression<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        if node.as_rule() == Rule::if_then { self.if_then(input, node) } else { self.logic(input, node) }
    }

    fn if_then<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let mut parts = self.expressions(input, node).into_iter();
        let (Some(condition), Some(then)) = (parts.next(), parts.next()) else { return error(span) };
        let kind = ExprKind::If(Box::new(condition), Box::new(then), parts.next().map(Box::new));
        Expr { kind, span }
    }

    /// The expressions directly under a node.
    pub(super) fn expressions<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<Expr> {
        let is_expression = |child: &Node<'t>| matches!(child.as_rule(), Rule::if_then | Rule::logic);
        node.into_inner().filter(is_expression).map(|child| self.expression(input, child)).collect()
    }

    fn logic<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let mut operands = Vec::new();
        let mut operators = Vec::new();
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::condition => operands.push(self.condition(input, child)),
                Rule::kw_and => operators.push(LogicOp::And),
                Rule::kw_or => operators.push(LogicOp::Or),
                Rule::bad_logic => operators.push(self.bad_logic(input.span(&child))),
                _ => {}
            }
        }
        let Some(first) = operators.first().copied() else { return operands.pop().unwrap_or(error(span)) };
        if operators.iter().any(|other| *other != first) {
            self.mixed_logic(span, &operands, &operators);
            return error(span);
        }
        Expr { kind: ExprKind::Logic(first, operands), span }
    }

    fn bad_logic(&mut self, span: Span) -> LogicOp {
        let written = self.written(span);
        let operator = if written == "&&" { LogicOp::And } else { LogicOp::Or };
        let right = match (operator, self.lang) {
            (LogicOp::And, crate::base::Lang::En) => "and",
            (LogicOp::And, crate::base::Lang::Fr) => "et",
            (LogicOp::Or, crate::base::Lang::En) => "or",
            (LogicOp::Or, crate::base::Lang::Fr) => "ou",
        };
        let problem = SyntaxProblem::WrongOperator { written: written.to_string(), right: right.to_string() };
        self.report_fix(problem, span, right);
        operator
    }

    /// The fix puts brackets around each run of `and`; the author decides whether that is what was meant.
    fn mixed_logic(&mut self, span: Span, operands: &[Expr], operators: &[LogicOp]) {
        let mut diagnostic = self.diagnostic(SyntaxProblem::MixedLogic, span);
        let mut run: Option<(Span, Span)> = None;
        let mut runs = Vec::new();
        for (operator, pair) in operators.iter().zip(operands.windows(2)) {
            let [left, right] = pair else { continue };
            match operator {
                LogicOp::And => run = Some((run.map_or(left.span, |(start, _)| start), right.span)),
                LogicOp::Or => runs.extend(run.take()),
            }
        }
        runs.extend(run);
        for (start, end) in runs {
            diagnostic = diagnostic.guess(self.loc(start.at_start()), "(").guess(self.loc(end.at_end()), ")");
        }
        self.diagnostics.push(diagnostic);
    }

    fn condition<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let mut negations = Vec::new();
        let mut value = None;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::negation => negations.push(input.span(&child)),
                Rule::sum => value = Some(self.sum(input, child)),
                Rule::tail => {
                    let operand = value.take().unwrap_or(error(span));
                    value = Some(self.tested(input, operand, child));
                }
                _ => {}
            }
        }
        let value = value.unwrap_or(error(span));
        negations.into_iter().rev().fold(value, |operand, negation| Expr {
            span: negation.to(operand.span),
            kind: ExprKind::Not(Box::new(operand)),
        })
    }

    /// A value and its tail, which may deny.
    fn tested<'t>(&mut self, input: Input<'t>, operand: Expr, node: Node<'t>) -> Expr {
        let (tail, denied) = self.tail(input, node);
        let span = operand.span.to(tail.span);
        let test = Expr { kind: ExprKind::Test(Box::new(operand), tail), span };
        if denied { Expr { kind: ExprKind::Not(Box::new(test)), span } } else { test }
    }

    /// Arithmetic and `or else`: the tighter operators first.
    pub(super) fn sum<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let chain = self.chain(input, node);
        or_else(chain)
    }

    fn chain<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Chain {
        let mut first: Option<Expr> = None;
        let mut rest: Vec<(SumOp, Expr)> = Vec::new();
        let mut operator = SumOp::OrElse;
        let span = input.span(&node);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::arithmetic => operator = arithmetic(&child),
                Rule::term => {
                    // `sum of a + b` without `for` takes `a` alone: what follows belongs to this chain.
                    let chain = self.term(input, child);
                    match first {
                        None => first = Some(chain.first),
                        Some(_) => rest.push((operator, chain.first)),
                    }
                    rest.extend(chain.rest);
                }
                _ => {}
            }
        }
        Chain { first: first.unwrap_or(error(span)), rest }
    }

    /// A term alone, where no operator can follow.
    pub(super) fn lone_term<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let chain = self.term(input, node);
        or_else(chain)
    }

    fn term<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Chain {
        let mut minuses = Vec::new();
        let mut chain = None;
        let span = input.span(&node);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::minus => minuses.push(input.span(&child)),
                Rule::field => chain = chain.map(|chain| self.field(input, chain, child)),
                Rule::aggregated => chain = Some(self.aggregated(input, child)),
                _ => {
                    let first = self.primary(input, child);
                    chain = Some(Chain { first, rest: Vec::new() });
                }
            }
        }
        let Chain { first, rest } = chain.unwrap_or(Chain { first: error(span), rest: Vec::new() });
        let first = minuses.into_iter().rev().fold(first, |operand, minus| Expr {
            span: minus.to(operand.span),
            kind: ExprKind::Negate(Box::new(operand)),
        });
        Chain { first, rest }
    }

    fn field<'t>(&mut self, input: Input<'t>, chain: Chain, node: Node<'t>) -> Chain {
        let Some(name) = self.names(input, node).pop() else { return chain };
        let span = chain.first.span.to(name.span);
        let first = Expr { kind: ExprKind::Field(Box::new(chain.first), name), span };
        Chain { first, rest: chain.rest }
    }

    fn primary<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        match node.as_rule() {
            Rule::bracketed => self.bracketed(input, node),
            Rule::number => self.number(input, node),
            Rule::combined => self.combined(input, node),
            Rule::quantified => self.quantified(input, node),
            Rule::selected => self.selected(input, node),
            Rule::share => self.share(input, node),
            Rule::span_between => self.span_between(input, node),
            Rule::call => self.call(input, node),
            _ => self.simple(input, node),
        }
    }

    /// What holds no other expression.
    fn simple<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let kind = match node.as_rule() {
            Rule::path => ExprKind::Path(self.path(input, node)),
            Rule::text => ExprKind::Text(self.text_node(input, &node).text),
            Rule::date => match self.date_at(span) {
                (value, true) => ExprKind::Date(value),
                (_, false) => ExprKind::Error,
            },
            Rule::date_of => {
                let path = node.into_inner().find(|child| child.as_rule() == Rule::path);
                let path = path.map(|path| self.path(input, path));
                let argument = path.map(|path| Expr { span: path.span, kind: ExprKind::Path(path) });
                ExprKind::Call(Function::DateOf, argument.into_iter().collect())
            }
            Rule::literal => literal(node),
            _ => ExprKind::Error,
        };
        Expr { kind, span }
    }

    fn bracketed<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let has_comma = node.clone().into_inner().any(|child| child.as_rule() == Rule::comma);
        let mut values = self.expressions(input, node);
        let kind = match values.pop() {
            Some(only) if values.is_empty() && !has_comma => ExprKind::Bracketed(Box::new(only)),
            last => {
                values.extend(last);
                ExprKind::List(values)
            }
        };
        Expr { kind, span }
    }

    /// The values of a `list` node under this one.
    pub(super) fn list<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<Expr> {
        let list = node.into_inner().find(|child| child.as_rule() == Rule::list);
        list.map_or_else(Vec::new, |list| self.expressions(input, list))
    }

    fn combined<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let quantity = node.clone().into_inner().find(|child| child.as_rule() == Rule::quantity);
        let quantity = quantity.map_or(Quantity::All, quantity_of);
        Expr { kind: ExprKind::Combine(quantity, self.list(input, node)), span }
    }

    fn call<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let function = node.clone().into_inner().find_map(|child| match child.as_rule() {
            Rule::kw_fn_min => Some(Function::Min),
            Rule::kw_fn_max => Some(Function::Max),
            Rule::kw_fn_round => Some(Function::Round),
            Rule::kw_fn_floor => Some(Function::Floor),
            Rule::kw_fn_ceil => Some(Function::Ceil),
            Rule::kw_fn_abs => Some(Function::Abs),
            _ => None,
        });
        let Some(function) = function else { return error(span) };
        Expr { kind: ExprKind::Call(function, self.list(input, node)), span }
    }

    fn span_between<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let mut function = Function::DaysBetween;
        let mut ends = Vec::new();
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::kw_months_between => function = Function::MonthsBetween,
                Rule::kw_years_between => function = Function::YearsBetween,
                Rule::sum => ends.push(self.sum(input, child)),
                _ => {}
            }
        }
        Expr { kind: ExprKind::Call(function, ends), span }
    }

    fn share<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let part = node.clone().into_inner().find(|child| child.as_rule() == Rule::sum);
        let part = part.map_or(error(span), |part| self.sum(input, part));
        let among = self.list(input, node);
        Expr { kind: ExprKind::Share { part: Box::new(part), among }, span }
    }

    fn quantified<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let parts = self.loop_parts(input, node);
        let quantity = if parts.keyword == Some(Rule::kw_some) { Quantity::Any } else { Quantity::All };
        let (Some(var), Some(list), Some(condition)) = (parts.var, parts.list, parts.condition) else {
            return error(span);
        };
        let (list, condition) = (Box::new(list), Box::new(condition));
        Expr { kind: ExprKind::Quantified { quantity, var, list, condition }, span }
    }

    fn selected<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let parts = self.loop_parts(input, node);
        let last = parts.keyword == Some(Rule::kw_last_in);
        let (Some(var), Some(list)) = (parts.var, parts.list) else { return error(span) };
        let by = parts.body.map(or_else).map(Box::new);
        let condition = parts.condition.map(Box::new);
        Expr { kind: ExprKind::Selected { last, var, list: Box::new(list), by, condition }, span }
    }

    fn aggregated<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Chain {
        let span = input.span(&node);
        let parts = self.loop_parts(input, node);
        let aggregate = match parts.keyword {
            Some(Rule::kw_sum_of) => Aggregate::Sum,
            Some(Rule::kw_min_of) => Aggregate::Min,
            Some(Rule::kw_max_of) => Aggregate::Max,
            Some(Rule::kw_values_of) => Aggregate::Values,
            _ => Aggregate::Count,
        };
        let condition = parts.condition.map(Box::new);
        let var = parts.var;
        let (body, list, span, rest) = match (parts.body, parts.list) {
            (Some(body), Some(list)) => (Some(Box::new(or_else(body))), list, span, Vec::new()),
            (None, Some(list)) => (None, list, span, Vec::new()),
            // A list alone: the operators after it belong outside.
            (Some(body), None) => {
                let span = span.at_start().to(body.first.span);
                (None, body.first, span, body.rest)
            }
            (None, None) => (None, error(span), span, Vec::new()),
        };
        let kind = ExprKind::Aggregated { aggregate, body, var, list: Box::new(list), condition };
        Chain { first: Expr { kind, span }, rest }
    }

    fn loop_parts<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> LoopParts {
        let mut parts = LoopParts { keyword: None, var: None, list: None, body: None, condition: None };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::name => parts.var = Some(self.name(input, &child)),
                Rule::term => parts.list = Some(self.lone_term(input, child)),
                Rule::sum => parts.body = Some(self.chain(input, child)),
                Rule::if_then | Rule::logic => parts.condition = Some(self.expression(input, child)),
                Rule::kw_in | Rule::kw_for | Rule::kw_where | Rule::kw_by | Rule::kw_satisfies => {}
                rule => parts.keyword = parts.keyword.or(Some(rule)),
            }
        }
        parts
    }
}

/// The parts of `sum of E for m in L where C` and of what looks like it.
struct LoopParts {
    keyword: Option<Rule>,
    var: Option<Name>,
    list: Option<Expr>,
    body: Option<Chain>,
    condition: Option<Expr>,
}

pub(super) fn error(span: Span) -> Expr {
    Expr { kind: ExprKind::Error, span }
}

fn literal(node: Node<'_>) -> ExprKind {
    match node.into_inner().next().map(|child| child.as_rule()) {
        Some(Rule::kw_yes) => ExprKind::Bool(true),
        Some(Rule::kw_no) => ExprKind::Bool(false),
        Some(Rule::kw_none) => ExprKind::None,
        Some(Rule::kw_today) => ExprKind::Today,
        Some(Rule::kw_unspecified) => ExprKind::Unspecified,
        _ => ExprKind::Error,
    }
}

/// A quantity; a count too large to be one is as large as can be.
pub(super) fn quantity_of(node: Node<'_>) -> Quantity {
    let count = node.clone().into_inner().find(|child| child.as_rule() == Rule::integer);
    let count = count.and_then(|count| count.as_str().parse().ok()).unwrap_or(u32::MAX);
    match node.into_inner().next().map(|child| child.as_rule()) {
        Some(Rule::kw_any_of) => Quantity::Any,
        Some(Rule::kw_none_of) => Quantity::None,
        Some(Rule::kw_at_least_n) => Quantity::AtLeast(count),
        Some(Rule::kw_exactly_n) => Quantity::Exactly(count),
        _ => Quantity::All,
    }
}

fn arithmetic(node: &Node<'_>) -> SumOp {
    match node.as_str().trim_end() {
        "+" => SumOp::Arithmetic(ArithmeticOp::Add),
        "-" | "−" => SumOp::Arithmetic(ArithmeticOp::Subtract),
        "*" | "×" => SumOp::Arithmetic(ArithmeticOp::Multiply),
        "/" => SumOp::Arithmetic(ArithmeticOp::Divide),
        _ => SumOp::OrElse,
    }
}

/// The loosest level of a chain: `a or else b`, each side a sum.
fn or_else(chain: Chain) -> Expr {
    let mut sides = Vec::new();
    let mut sum = Chain { first: chain.first, rest: Vec::new() };
    for (operator, operand) in chain.rest {
        match operator {
            SumOp::OrElse => {
                let done = std::mem::replace(&mut sum, Chain { first: operand, rest: Vec::new() });
                sides.push(additions(done));
            }
            SumOp::Arithmetic(_) => sum.rest.push((operator, operand)),
        }
    }
    let last = additions(sum);
    let Some(first) = sides.first() else { return last };
    let span = first.span.to(last.span);
    sides.push(last);
    Expr { kind: ExprKind::OrElse(sides), span }
}

/// Additions and subtractions of products, from the left.
fn additions(chain: Chain) -> Expr {
    let mut sum: Option<(Expr, ArithmeticOp)> = None;
    let mut product = chain.first;
    for (operator, operand) in chain.rest {
        let SumOp::Arithmetic(operator) = operator else { continue };
        match operator {
            ArithmeticOp::Multiply | ArithmeticOp::Divide => product = joined(operator, product, operand),
            ArithmeticOp::Add | ArithmeticOp::Subtract => {
                let done = std::mem::replace(&mut product, operand);
                let left = match sum {
                    Some((left, before)) => joined(before, left, done),
                    None => done,
                };
                sum = Some((left, operator));
            }
        }
    }
    match sum {
        Some((left, operator)) => joined(operator, left, product),
        None => product,
    }
}

fn joined(operator: ArithmeticOp, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Arithmetic(operator, Box::new(left), Box::new(right)), span }
}
