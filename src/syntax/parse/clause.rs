//! Clauses.

use super::{Input, Node, Reader, Rule, expr, keywords};
use crate::base::Span;
use crate::diagnostic::problem::{Expected, SyntaxProblem};
use crate::syntax::ast::{
    Citation, Clause, ClauseKind, DateLit, Expr, Force, Mapping, MappingValue, Member, MemberKind, Members, Name,
    Period, Quantity, Section, Table, Text,
};

impl<'t> Reader<'t> {
    /// Adds the clause that a node stands for; several where `expect` lists several expectations.
    pub(super) fn clause(&mut self, input: Input<'t>, node: Node<'t>, clauses: &mut Vec<Clause>) {
        let span = input.span(&node);
        let keyword = keyword_span(input, &node);
        if node.as_rule() == Rule::c_expect {
            let expectations = node.into_inner().filter(|child| child.as_rule() == Rule::expectation);
            for (index, child) in expectations.enumerate() {
                let own = input.span(&child);
                let (span, keyword) = if index == 0 { (keyword.to(own), keyword) } else { (own, own.at_start()) };
                let kind = ClauseKind::Expect(self.expectation(input, child));
                clauses.push(Clause { span, keyword, kind });
            }
            return;
        }
        let table_end = self.table.as_ref().map(|table| table.span);
        let kind = self.clause_kind(input, node);
        // A table that the clause took makes it longer.
        let span = if self.table.is_none() { table_end.map_or(span, |table| span.to(table)) } else { span };
        clauses.push(Clause { span, keyword, kind });
    }

    fn clause_kind(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        match node.as_rule() {
            Rule::c_per => ClauseKind::Per(self.citation(input, node)),
            Rule::c_ref => ClauseKind::Ref(self.names(input, node)),
            Rule::c_formerly => ClauseKind::Formerly(self.names(input, node)),
            Rule::c_in_tension_with => {
                let why = self.maybe_text(input, &node);
                ClauseKind::InTensionWith { other: self.one_name(input, node), why }
            }
            Rule::c_version => ClauseKind::Version { period: self.period(input, node), clauses: None },
            Rule::c_plural => ClauseKind::Plural(self.one_name(input, node)),
            Rule::c_sections => ClauseKind::Sections(Vec::new()),
            Rule::c_optional => ClauseKind::Optional,
            Rule::c_open => ClauseKind::Open,
            Rule::c_force => ClauseKind::Force(force(node)),
            Rule::c_bounds => self.bounds(input, node),
            Rule::c_except_when => self.except_when(input, node),
            Rule::c_for_each => self.for_each(input, node),
            Rule::c_checklist_members => self.members_clause(input, node),
            Rule::c_assuming => ClauseKind::Assuming(self.givens(input, node)),
            Rule::c_given => ClauseKind::Given(self.givens(input, node)),
            Rule::c_advantage | Rule::c_risk => self.advantage_or_risk(input, node),
            Rule::c_meets => {
                let text = self.maybe_text(input, &node);
                ClauseKind::Meets { text, every: self.maybe_expr(input, node) }
            }
            Rule::c_after_milestone => ClauseKind::After(self.names(input, node)),
            Rule::c_members => ClauseKind::BodyMembers(self.names(input, node)),
            Rule::c_decided_by => ClauseKind::DecidedBy(self.one_name(input, node)),
            Rule::c_under_scenario => ClauseKind::UnderScenario(self.one_name(input, node)),
            Rule::c_rows => self.table_below(input.span(&node)).map_or(ClauseKind::Error, ClauseKind::Rows),
            Rule::c_examples => self.table_below(input.span(&node)).map_or(ClauseKind::Error, ClauseKind::Examples),
            Rule::mapping => self.mapping(input, node).map_or(ClauseKind::Error, ClauseKind::Mapping),
            _ => self.clause_of_text(input, node),
        }
    }

    /// The table that a bar at the end of this place announces; a bar that begins no line announces none.
    pub(super) fn table_below(&mut self, span: Span) -> Option<Table> {
        let table = self.table.take();
        if table.is_none() {
            let bar = Span { start: span.end.saturating_sub(1), end: span.end };
            let found = Some("|".to_string());
            let problem = SyntaxProblem::Expected { expected: vec![Expected::Table], found, suggestion: None };
            self.report(problem, bar);
        }
        table
    }

    /// Clauses that hold one text.
    fn clause_of_text(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let make = match node.as_rule() {
            Rule::c_remark => ClauseKind::Remark,
            Rule::c_vague => ClauseKind::Vague,
            Rule::c_authority => ClauseKind::Authority,
            Rule::c_publisher => ClauseKind::Publisher,
            Rule::c_url => ClauseKind::Url,
            Rule::c_text => ClauseKind::SourceText,
            Rule::c_role => ClauseKind::Role,
            Rule::c_symbol => ClauseKind::Symbol,
            Rule::c_question => ClauseKind::Question,
            Rule::c_hint => ClauseKind::Hint,
            Rule::c_remedy => ClauseKind::Remedy,
            Rule::c_precedent => ClauseKind::Precedent,
            Rule::c_next_step => ClauseKind::NextStep,
            Rule::c_because => ClauseKind::Because,
            _ => return self.clause_of_value(input, node),
        };
        self.maybe_text(input, &node).map_or(ClauseKind::Error, make)
    }

    /// Clauses that hold one expression.
    fn clause_of_value(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let make: fn(Expr) -> ClauseKind = match node.as_rule() {
            Rule::c_value => |value| ClauseKind::Value { value, period: Period::default(), per: Vec::new() },
            Rule::c_step => ClauseKind::Step,
            Rule::c_valid_for => ClauseKind::ValidFor,
            Rule::c_requires => ClauseKind::Requires,
            Rule::c_applies_when => ClauseKind::AppliesWhen,
            Rule::c_feasible_when => ClauseKind::FeasibleWhen,
            Rule::c_takes_at_least => ClauseKind::TakesAtLeast,
            Rule::c_reached_on => ClauseKind::ReachedOn,
            _ => return self.clause_of_dates(input, node),
        };
        self.maybe_expr(input, node).map_or(ClauseKind::Error, make)
    }

    fn clause_of_dates(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let rule = node.as_rule();
        if matches!(rule, Rule::c_only_between | Rule::c_takes_effect_on) {
            let days = node.into_inner().filter(|child| child.as_rule() == Rule::month_day);
            let days: Vec<_> = days.map(|child| self.month_day(input, &child)).collect();
            return match days.as_slice() {
                [from, to] => ClauseKind::OnlyBetween { from: *from, to: *to },
                [day] => ClauseKind::TakesEffectOn(*day),
                _ => ClauseKind::Error,
            };
        }
        let mut dates = self.dates(input, node).into_iter();
        let Some(date) = dates.next() else { return ClauseKind::Error };
        match rule {
            Rule::c_date => ClauseKind::Date(date),
            Rule::c_as_of => ClauseKind::AsOf(date),
            Rule::c_known_by => ClauseKind::KnownBy(date),
            Rule::c_texts_as_of => ClauseKind::TextsAsOf(date),
            Rule::c_expected => ClauseKind::Expected { from: date, to: dates.next() },
            _ => ClauseKind::Error,
        }
    }

    pub(super) fn maybe_text(&self, input: Input<'t>, node: &Node<'t>) -> Option<Text> {
        let text = node.clone().into_inner().find(|child| child.as_rule() == Rule::text)?;
        Some(self.text_node(input, &text))
    }

    /// The first name under a node that has one.
    pub(super) fn one_name(&self, input: Input<'t>, node: Node<'t>) -> Name {
        let span = input.span(&node);
        self.names(input, node).into_iter().next().unwrap_or(Name { text: String::new(), span })
    }

    /// The first expression, sum or term under a node.
    fn maybe_expr(&mut self, input: Input<'t>, node: Node<'t>) -> Option<Expr> {
        node.into_inner().find_map(|child| self.any_expr(input, child))
    }

    fn any_expr(&mut self, input: Input<'t>, node: Node<'t>) -> Option<Expr> {
        match node.as_rule() {
            Rule::if_then | Rule::logic => Some(self.expression(input, node)),
            Rule::sum => Some(self.sum(input, node)),
            Rule::term => Some(self.lone_term(input, node)),
            _ => None,
        }
    }

    fn dates(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<DateLit> {
        let dates = node.into_inner().filter(|child| child.as_rule() == Rule::date);
        dates.map(|child| self.date(input, &child)).collect()
    }

    /// `from D until D`, directly under a node.
    pub(super) fn period(&mut self, input: Input<'t>, node: Node<'t>) -> Period {
        let mut period = Period::default();
        let mut until = false;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::kw_from => until = false,
                Rule::kw_until => until = true,
                Rule::date if until => period.until = Some(self.date(input, &child)),
                Rule::date => period.from = Some(self.date(input, &child)),
                _ => {}
            }
        }
        period
    }

    fn citation(&mut self, input: Input<'t>, node: Node<'t>) -> Citation {
        let span = input.span(&node);
        let mut citation = Citation { source: Name { text: String::new(), span }, section: None, quote: None, span };
        let mut quoting = false;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::name => citation.source = self.name(input, &child),
                Rule::stable_id => citation.section = Some(Section::Id(self.name(input, &child))),
                Rule::kw_quote => quoting = true,
                Rule::text if quoting => citation.quote = Some(self.text_node(input, &child)),
                Rule::text => citation.section = Some(Section::Title(self.text_node(input, &child))),
                _ => {}
            }
        }
        citation
    }

    fn bounds(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let tails = node.into_inner().filter(|child| child.as_rule() == Rule::tail);
        ClauseKind::Bounds(tails.map(|child| self.tail(input, child).0).collect())
    }

    fn except_when(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let mut parts = Vec::new();
        let mut per = Vec::new();
        for child in node.into_inner() {
            if child.as_rule() == Rule::c_per {
                per.push(self.citation(input, child));
            } else {
                parts.extend(self.any_expr(input, child));
            }
        }
        let mut parts = parts.into_iter();
        let Some(condition) = parts.next() else { return ClauseKind::Error };
        ClauseKind::ExceptWhen { condition, value: parts.next(), per }
    }

    fn for_each(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let var = self.one_name(input, node.clone());
        let list = self.maybe_expr(input, node);
        list.map_or(ClauseKind::Error, |list| ClauseKind::ForEach { var, list })
    }

    fn advantage_or_risk(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let risk = node.as_rule() == Rule::c_risk;
        let name = self.names(input, node.clone()).into_iter().next();
        let Some(text) = self.maybe_text(input, &node) else { return ClauseKind::Error };
        let when = self.maybe_expr(input, node);
        if risk { ClauseKind::Risk { name, text, when } } else { ClauseKind::Advantage { name, text, when } }
    }

    fn members_clause(&mut self, input: Input<'t>, node: Node<'t>) -> ClauseKind {
        let members = node.into_inner().find(|child| child.as_rule() == Rule::members);
        members.map_or(ClauseKind::Error, |members| ClauseKind::Members(self.members(input, members)))
    }

    fn members(&mut self, input: Input<'t>, node: Node<'t>) -> Members {
        let span = input.span(&node);
        let mut members = Members { quantity: Quantity::All, members: Vec::new(), span };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::quantity => members.quantity = expr::quantity_of(child),
                Rule::member => members.members.push(self.member(input, child)),
                _ => {}
            }
        }
        members
    }

    fn member(&mut self, input: Input<'t>, node: Node<'t>) -> Member {
        let mut member = Member { force: None, kind: MemberKind::Error, span: input.span(&node) };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::force => member.force = Some(force_word(child)),
                Rule::members => member.kind = MemberKind::Nested(self.members(input, child)),
                Rule::path => member.kind = MemberKind::Rule(self.path(input, child)),
                _ => {}
            }
        }
        member
    }

    fn mapping(&mut self, input: Input<'t>, node: Node<'t>) -> Option<Mapping> {
        let mut fact = None;
        let mut value = None;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::path => fact = Some(self.path(input, child)),
                Rule::mapped_block => value = self.mapped_block(input, child),
                Rule::mapped_paths => value = Some(self.mapped_paths(input, child)),
                Rule::mapped_constant => value = self.maybe_expr(input, child).map(MappingValue::Constant),
                _ => {}
            }
        }
        Some(Mapping { fact: fact?, value: value? })
    }

    /// The first entry says whether braces hold values or fields.
    fn mapped_block(&mut self, input: Input<'t>, node: Node<'t>) -> Option<MappingValue> {
        let path = self.maybe_text(input, &node)?;
        let (mut values, mut fields) = (Vec::new(), Vec::new());
        for child in node.into_inner() {
            let span = input.span(&child);
            let rule = child.as_rule();
            match rule {
                Rule::mapped_value if fields.is_empty() => {
                    let text = self.maybe_text(input, &child);
                    let value = self.maybe_expr(input, child);
                    values.extend(text.zip(value));
                }
                Rule::mapping if values.is_empty() => fields.extend(self.mapping(input, child)),
                Rule::mapped_value | Rule::mapping => {
                    let expected = if rule == Rule::mapping { Expected::Text } else { Expected::Name };
                    let found = self.written(span).split_whitespace().next().map(str::to_string);
                    let problem = SyntaxProblem::Expected { expected: vec![expected], found, suggestion: None };
                    self.report(problem, span);
                }
                _ => {}
            }
        }
        Some(if fields.is_empty() {
            MappingValue::Choices { path, values }
        } else {
            MappingValue::Fields { path, fields }
        })
    }

    fn mapped_paths(&mut self, input: Input<'t>, node: Node<'t>) -> MappingValue {
        let mut paths = Vec::new();
        let (mut unit, mut about) = (None, false);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::kw_about => about = true,
                Rule::text => paths.push(self.text_node(input, &child)),
                Rule::unit => unit = Some(self.unit(input, child)),
                _ => {}
            }
        }
        MappingValue::Paths { paths, unit, about }
    }
}

fn keyword_span<'t>(input: Input<'t>, node: &Node<'t>) -> Span {
    let first = match node.as_rule() {
        Rule::c_force => node.clone().into_inner().next().and_then(|force| force.into_inner().next()),
        _ => node.clone().into_inner().next(),
    };
    match first {
        Some(first) if keywords::of_rule(first.as_rule()).is_some() => input.span(&first),
        _ => input.span(node).at_start(),
    }
}

fn force(node: Node<'_>) -> Force {
    node.into_inner().next().map_or(Force::Requirement, force_word)
}

fn force_word(node: Node<'_>) -> Force {
    match node.into_inner().next().map(|child| child.as_rule()) {
        Some(Rule::kw_obligation) => Force::Obligation,
        Some(Rule::kw_recommendation) => Force::Recommendation,
        Some(Rule::kw_best_effort) => Force::BestEffort,
        Some(Rule::kw_indicative) => Force::Indicative,
        _ => Force::Requirement,
    }
}
