//! The language's own tests.

use super::Lowerer;
use super::clauses::Allowed;
use crate::base::{Date, Span};
use crate::diagnostic::problem::{NameKind, NameProblem, RuleProblem};
use crate::model::ValueRef;
use crate::model::expr::{ExprKind, RuleTest, Verdict};
use crate::model::plan::{
    Base, ExampleHead, ExampleRow, Examples, Expectation, ExpectationKind, Given, GivenClaim, GivenValue, Subject,
    Test, TestUnder,
};
use crate::syntax::ast::{self, Cell, CellKind, ClauseKind};

impl Lowerer<'_> {
    fn names_scenario(&self, path: &ast::Path) -> bool {
        let name = super::paths::joined(path, path.names.len());
        name.is_some_and(|(name, _)| matches!(self.lookup(&name), Some(ValueRef::Scenario(_))))
    }

    pub(super) fn resolve_test(&mut self, item: &ast::Item) {
        self.allow(item, &[Allowed::Test, Allowed::Remark]);
        let title = item.title.as_ref().map_or_else(String::new, |title| title.text.clone());
        let at = item.title.as_ref().map_or(item.keyword, |title| title.span);
        if self.program.tests.iter().any(|test| test.title == title) {
            self.report(RuleProblem::TestTitleTwice { title: title.clone() }, at);
        }
        let mut test = Test {
            title,
            at: self.loc(at),
            item: self.loc(item.span),
            lang: self.lang,
            as_of: None,
            texts_as_of: None,
            known_by: None,
            under: None,
            bases: Vec::new(),
            givens: Vec::new(),
            expectations: Vec::new(),
            examples: Vec::new(),
        };
        for clause in &item.clauses {
            match &clause.kind {
                ClauseKind::AsOf(date) => test.as_of = Some(date.value.first_day()),
                ClauseKind::TextsAsOf(date) => test.texts_as_of = Some(date.value.first_day()),
                ClauseKind::KnownBy(date) => test.known_by = Some(date.value.last_day()),
                ClauseKind::UnderScenario(name) => test.under = Some(self.test_under(name, item)),
                ClauseKind::Given(givens) => {
                    for given in givens {
                        match &given.kind {
                            ast::GivenKind::File { path, dataset } => {
                                let at = self.loc(path.span);
                                let dataset = match dataset {
                                    Some(name) => match self.dataset(name) {
                                        Some(rank) => Some(rank),
                                        None => continue,
                                    },
                                    None => None,
                                };
                                test.bases.push(Base::File(path.text.clone(), at, dataset));
                            }
                            ast::GivenKind::AsIn(title) => {
                                test.bases.push(Base::Test(title.text.clone(), self.loc(title.span)));
                            }
                            _ => {}
                        }
                    }
                    let givens = self.givens_after(&test.givens, givens);
                    test.givens.extend(givens);
                }
                ClauseKind::Expect(expected) => test.expectations.extend(self.expectation(expected, clause.span)),
                ClauseKind::Examples(table) => test.examples.push(self.examples(table)),
                _ => {}
            }
        }
        self.program.tests.push(test);
    }

    /// A name that no scenario has may be an option's, which only what the test starts from can tell.
    fn test_under(&mut self, name: &ast::Name, item: &ast::Item) -> TestUnder {
        let given = item.clauses.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Given(givens) => Some(givens),
            _ => None,
        });
        let starts_elsewhere =
            given.flatten().any(|given| matches!(given.kind, ast::GivenKind::File { .. } | ast::GivenKind::AsIn(_)));
        let scenario = match self.lookup(&name.text) {
            Some(ValueRef::Scenario(rank)) => Some(rank),
            Some(_) | None if starts_elsewhere => None,
            Some(_) | None => self.scenario(&ast::Path { names: vec![name.clone()], span: name.span }),
        };
        TestUnder { name: name.text.clone(), scenario, at: self.loc(name.span) }
    }

    /// A test that starts from another needs that other to exist.
    pub(super) fn check_bases(&mut self) {
        let titles: Vec<String> = self.program.tests.iter().map(|test| test.title.clone()).collect();
        let bases: Vec<Base> = self.program.tests.iter().flat_map(|test| test.bases.clone()).collect();
        for base in bases {
            let Base::Test(title, at) = base else { continue };
            if !titles.contains(&title) {
                self.file = at.file;
                self.unknown(NameKind::Test, &title, at.span, titles.iter().map(String::as_str));
            }
        }
    }

    fn expectation(&mut self, written: &ast::Expectation, span: Span) -> Option<Expectation> {
        let kind = match written {
            // A scenario has no other verdict than whether it is feasible, and none outside its dates.
            ast::Expectation::Verdict { rule, verdict: verdict @ Verdict::NotApplicable }
                if self.names_scenario(rule) =>
            {
                ExpectationKind::Feasible { scenario: self.scenario(rule)?, verdict: *verdict }
            }
            ast::Expectation::Verdict { rule, verdict } => ExpectationKind::Verdict(self.rule_path(rule)?, *verdict),
            ast::Expectation::Condition(condition) => ExpectationKind::Condition(self.expr(condition)),
            ast::Expectation::Missing { facts, rule } => {
                let rule = self.rule_path(rule)?;
                let mut ids = Vec::new();
                for path in facts {
                    if let Some(Subject::Fact(id)) = self.subject(path) {
                        ids.push(id);
                    }
                }
                ExpectationKind::Missing { facts: ids, rule }
            }
            ast::Expectation::PassesWith { rule, givens } => {
                ExpectationKind::PassesWith { rule: self.rule_path(rule)?, givens: self.givens(givens) }
            }
            ast::Expectation::Feasible { scenario, verdict } => {
                ExpectationKind::Feasible { scenario: self.scenario(scenario)?, verdict: *verdict }
            }
            ast::Expectation::Risk { name, state } => self.risk(name, *state)?,
            ast::Expectation::Late { milestone, by } => {
                ExpectationKind::Late { milestone: self.milestone(milestone)?, by: self.expr(by) }
            }
            ast::Expectation::Milestone { milestone, expects } => {
                ExpectationKind::Milestone { milestone: self.milestone(milestone)?, expects: *expects }
            }
            ast::Expectation::Error => return None,
        };
        Some(Expectation { kind, at: self.loc(span) })
    }

    /// A risk by its name, or by its scenario's and its own.
    fn risk(&mut self, path: &ast::Path, state: ast::RiskState) -> Option<ExpectationKind> {
        let (last, before) = path.names.split_last()?;
        let scenario = match before {
            [] => None,
            _ => {
                let span = before.first()?.span.to(before.last()?.span);
                Some(self.scenario(&ast::Path { names: before.to_vec(), span })?)
            }
        };
        Some(ExpectationKind::Risk { scenario, name: last.text.clone(), state })
    }

    fn examples(&mut self, table: &ast::Table) -> Examples {
        let heads: Vec<ExampleHead> = table.heads.iter().map(|head| self.example_head(head)).collect();
        let mut rows = Vec::new();
        for row in &table.rows {
            let mut example =
                ExampleRow { as_of: None, givens: Vec::new(), expectations: Vec::new(), at: self.loc(row.span) };
            for (head, cell) in heads.iter().zip(&row.cells) {
                self.example_cell(*head, cell, &mut example);
            }
            rows.push(example);
        }
        Examples { rows }
    }

    fn example_head(&mut self, cell: &Cell) -> ExampleHead {
        match &cell.kind {
            CellKind::AsOf => ExampleHead::AsOf,
            CellKind::Expr(expr) => {
                let id = self.expr(expr);
                match self.program.kind(id) {
                    ExprKind::Fact(fact) => ExampleHead::Input(Subject::Fact(*fact)),
                    ExprKind::Milestone(rank) => match self.program.milestones.get(*rank) {
                        Some(milestone) if milestone.versions.iter().all(|version| version.reached_on.is_none()) => {
                            ExampleHead::Input(Subject::Fact(milestone.reached))
                        }
                        Some(_) | None => ExampleHead::Value(id),
                    },
                    ExprKind::Rule(rule, RuleTest::Passes) => ExampleHead::Rule(*rule),
                    ExprKind::Error => ExampleHead::Unknown,
                    _ => ExampleHead::Value(id),
                }
            }
            CellKind::Empty
            | CellKind::Tails(_)
            | CellKind::Verdict(_)
            | CellKind::Missing
            | CellKind::None
            | CellKind::Error => ExampleHead::Unknown,
        }
    }

    fn example_cell(&mut self, head: ExampleHead, cell: &Cell, example: &mut ExampleRow) {
        let at = self.loc(cell.span);
        match head {
            ExampleHead::Unknown => {}
            ExampleHead::AsOf => example.as_of = cell_date(cell),
            ExampleHead::Input(subject) => {
                let value = match &cell.kind {
                    CellKind::Empty | CellKind::Missing => Some(GivenValue::Missing),
                    CellKind::None => Some(GivenValue::Absent),
                    CellKind::Expr(value) => Some(GivenValue::Equals(self.expr(value))),
                    CellKind::Tails(tails) => tails.first().and_then(|tail| self.given_tail(tail)),
                    CellKind::AsOf | CellKind::Verdict(_) | CellKind::Error => None,
                };
                if let Some(value) = value {
                    let claims = vec![GivenClaim { value, by: None, body: None, per: None, on: None }];
                    example.givens.push(Given { subject, claims, at });
                }
            }
            ExampleHead::Rule(rule) => match &cell.kind {
                CellKind::Empty | CellKind::Error => {}
                CellKind::Verdict(verdict) => {
                    let kind = ExpectationKind::Verdict(rule, *verdict);
                    example.expectations.push(Expectation { kind, at });
                }
                _ => {
                    let name = self.written(cell.span);
                    self.report(NameProblem::WrongKind { name, expected: NameKind::Rule }, cell.span);
                }
            },
            ExampleHead::Value(value) => {
                let condition = match &cell.kind {
                    CellKind::Verdict(ast::Verdict::Unknown) => {
                        let what = crate::model::expr::Knowledge::Known;
                        Some(self.push(ExprKind::Knowledge { what, subject: value, negated: true }, cell.span))
                    }
                    _ => self.cell_condition(value, cell),
                };
                if let Some(condition) = condition {
                    example.expectations.push(Expectation { kind: ExpectationKind::Condition(condition), at });
                }
            }
        }
    }
}

fn cell_date(cell: &Cell) -> Option<Date> {
    match &cell.kind {
        CellKind::Expr(ast::Expr { kind: ast::ExprKind::Date(date), .. }) => Some(date.first_day()),
        _ => None,
    }
}
