//! What a test gives, and what it expects.

use super::{Input, Node, Reader, Rule, expr, tail};
use crate::base::Span;
use crate::diagnostic::problem::{Expected, SyntaxProblem};
use crate::syntax::ast::{
    Expectation, Given, GivenClaim, GivenKind, GivenValue, MilestoneExpectation, Path, RiskState, TailKind, Verdict,
};

impl<'t> Reader<'t> {
    /// The `given` nodes directly under a node, each on a line of its own or after a comma.
    pub(super) fn givens(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<Given> {
        let mut givens: Vec<Given> = Vec::new();
        let mut separated = true;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::comma | Rule::kw_and => separated = true,
                Rule::given => {
                    let given = self.given(input, child);
                    let before = givens.last().map_or(given.span, |before| before.span);
                    let gap = Span { start: before.end, end: given.span.start.max(before.end) };
                    if !separated && !self.written(gap).contains('\n') {
                        self.comma_expected(given.span);
                    }
                    givens.push(given);
                    separated = false;
                }
                _ => {}
            }
        }
        givens
    }

    /// A comma lacks before what stands here.
    fn comma_expected(&mut self, span: Span) {
        let found = self.written(span).split_whitespace().next().map(str::to_string);
        let len = found.as_ref().map_or(0, String::len);
        let span = Span::new(span.start as usize, span.start as usize + len);
        self.report(SyntaxProblem::Expected { expected: vec![Expected::Comma], found, suggestion: None }, span);
    }

    pub(super) fn given(&mut self, input: Input<'t>, node: Node<'t>) -> Given {
        let span = input.span(&node);
        let Some(child) = node.into_inner().next() else { return Given { kind: GivenKind::Error, span } };
        let kind = match child.as_rule() {
            Rule::given_file => {
                let path = self.maybe_text(input, &child);
                let dataset = self.names(input, child).pop();
                path.map_or(GivenKind::Error, |path| GivenKind::File { path, dataset })
            }
            Rule::given_as_in => self.maybe_text(input, &child).map_or(GivenKind::Error, GivenKind::AsIn),
            Rule::given_rest => self.rest_of_group(input, child),
            _ => self.given_fact(input, child),
        };
        let span = match &kind {
            GivenKind::Rows { table, .. } => span.to(table.span),
            GivenKind::Fact { .. }
            | GivenKind::File { .. }
            | GivenKind::AsIn(_)
            | GivenKind::Rest { .. }
            | GivenKind::Error => span,
        };
        Given { kind, span }
    }

    fn rest_of_group(&mut self, input: Input<'t>, node: Node<'t>) -> GivenKind {
        let span = input.span(&node);
        let group = self.first_path(input, &node);
        let value = *self.only_sum(input, node, span);
        group.map_or(GivenKind::Error, |group| GivenKind::Rest { group, value })
    }

    fn given_fact(&mut self, input: Input<'t>, node: Node<'t>) -> GivenKind {
        let Some(path) = self.first_path(input, &node) else { return GivenKind::Error };
        let mut claims: Vec<GivenClaim> = Vec::new();
        let mut separated = true;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::table_mark => {
                    let table = self.table_below(input.span(&child));
                    return table.map_or(GivenKind::Error, |table| GivenKind::Rows { path, table });
                }
                Rule::comma => separated = true,
                Rule::claim => {
                    let claim = self.claim(input, child);
                    self.check_separated(separated, claims.last(), &claim);
                    claims.push(claim);
                    separated = false;
                }
                _ => {}
            }
        }
        GivenKind::Fact { path, claims }
    }

    /// `a = 1 b = 2` lacks a comma, where `a = 1 per x = 2 per y` does not.
    fn check_separated(&mut self, separated: bool, before: Option<&GivenClaim>, claim: &GivenClaim) {
        let Some(before) = before.filter(|_| !separated) else { return };
        if before.by.is_some() || before.per.is_some() || before.on.is_some() {
            return;
        }
        self.comma_expected(claim.span);
    }

    fn claim(&mut self, input: Input<'t>, node: Node<'t>) -> GivenClaim {
        let span = input.span(&node);
        let mut claim = GivenClaim { value: GivenValue::Missing, by: None, per: None, on: None, span };
        let mut by = false;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::claim_value => claim.value = self.claim_value(input, child),
                Rule::kw_by => by = true,
                Rule::kw_per => by = false,
                Rule::name if by => claim.by = Some(self.name(input, &child)),
                Rule::name => claim.per = Some(self.name(input, &child)),
                Rule::date => claim.on = Some(self.date(input, &child)),
                _ => {}
            }
        }
        claim
    }

    fn claim_value(&mut self, input: Input<'t>, node: Node<'t>) -> GivenValue {
        let span = input.span(&node);
        let mut value = GivenValue::Missing;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::kw_missing => value = GivenValue::Missing,
                Rule::kw_absent_value => value = GivenValue::None,
                Rule::given_value => value = GivenValue::Equals(*self.only_sum(input, child, span)),
                Rule::one_of | Rule::between | Rule::compare => {
                    let tail = self.simple_tail(input, child);
                    // `== 3` is an equal sign too.
                    value = match tail.kind {
                        TailKind::Compare(crate::syntax::ast::Comparison::Equal, exact) => GivenValue::Equals(*exact),
                        _ => GivenValue::Tail(tail),
                    };
                }
                _ => {}
            }
        }
        value
    }

    fn first_path(&mut self, input: Input<'t>, node: &Node<'t>) -> Option<Path> {
        let path = node.clone().into_inner().find(|child| child.as_rule() == Rule::path)?;
        Some(self.path(input, path))
    }

    fn paths(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<Path> {
        let paths = node.into_inner().filter(|child| child.as_rule() == Rule::path);
        paths.map(|child| self.path(input, child)).collect()
    }

    pub(super) fn expectation(&mut self, input: Input<'t>, node: Node<'t>) -> Expectation {
        let Some(child) = node.into_inner().next() else { return Expectation::Error };
        if matches!(child.as_rule(), Rule::if_then | Rule::logic) {
            return Expectation::Condition(self.expression(input, child));
        }
        if child.as_rule() == Rule::expect_missing {
            let mut facts = self.paths(input, child);
            return facts.pop().map_or(Expectation::Error, |rule| Expectation::Missing { facts, rule });
        }
        let Some(path) = self.first_path(input, &child) else { return Expectation::Error };
        match child.as_rule() {
            Rule::expect_risk => Expectation::Risk { name: path, state: risk_state(child) },
            Rule::expect_milestone => self.milestone_expectation(input, child, path),
            Rule::expect_feasible => Expectation::Feasible { scenario: path, verdict: feasibility(child) },
            Rule::expect_passes => Expectation::PassesWith { rule: path, givens: self.givens(input, child) },
            Rule::expect_verdict => {
                let verdict = child.into_inner().find(|part| part.as_rule() == Rule::verdict);
                let verdict = verdict.map_or(Verdict::Unknown, tail::verdict);
                Expectation::Verdict { rule: path, verdict }
            }
            _ => Expectation::Error,
        }
    }

    fn milestone_expectation(&mut self, input: Input<'t>, node: Node<'t>, milestone: Path) -> Expectation {
        let span = input.span(&node);
        let state = node.into_inner().find(|part| part.as_rule() == Rule::milestone_state);
        let parts: Vec<Node<'t>> = state.map_or_else(Vec::new, |state| state.into_inner().collect());
        let has = |rule: Rule| parts.iter().any(|part| part.as_rule() == rule);
        let date = parts.iter().find(|part| part.as_rule() == Rule::date).map(|part| self.date(input, part));
        let expects = match date {
            Some(date) if has(Rule::kw_possible_from) => MilestoneExpectation::Earliest(date),
            Some(date) => MilestoneExpectation::Effect(date),
            None if has(Rule::kw_unknown) => MilestoneExpectation::Blocked(Verdict::Unknown),
            None if has(Rule::kw_blocked) => MilestoneExpectation::Blocked(Verdict::Met),
            None if has(Rule::kw_not_blocked) => MilestoneExpectation::Blocked(Verdict::NotMet),
            None if has(Rule::kw_not_out_of_order) => MilestoneExpectation::InOrder(true),
            None if has(Rule::kw_out_of_order) => MilestoneExpectation::InOrder(false),
            None => {
                let by = parts.into_iter().find(|part| part.as_rule() == Rule::sum);
                let by = by.map_or(expr::error(span), |by| self.sum(input, by));
                return Expectation::Late { milestone, by };
            }
        };
        Expectation::Milestone { milestone, expects }
    }
}

fn risk_state(node: Node<'_>) -> RiskState {
    let state = node.into_inner().find_map(|part| match part.as_rule() {
        Rule::kw_present => Some(RiskState::Present),
        Rule::kw_absent => Some(RiskState::Absent),
        _ => None,
    });
    state.unwrap_or(RiskState::ToCheck)
}

fn feasibility(node: Node<'_>) -> Verdict {
    let words = node.into_inner().find(|part| part.as_rule() == Rule::feasibility);
    let words: Vec<Rule> = words.map_or_else(Vec::new, |words| words.into_inner().map(|word| word.as_rule()).collect());
    if words.contains(&Rule::kw_unknown) {
        Verdict::Unknown
    } else if words.contains(&Rule::kw_not_feasible) {
        Verdict::NotMet
    } else {
        Verdict::Met
    }
}
