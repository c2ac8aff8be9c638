//! Scenarios, bodies and milestones.

use super::Lowerer;
use super::clauses::{Allowed, WrittenVersion};
use super::paths::joined;
use crate::diagnostic::problem::{NameKind, NameProblem, TypeProblem};
use crate::model::ValueRef;
use crate::model::expr::{ExprKind, FieldRef};
use crate::model::ids::{ActorId, FactId};
use crate::model::item::Citation;
use crate::model::plan::{
    After, BodyVersion, Given, GivenClaim, GivenValue, MilestoneVersion, Point, ScenarioVersion, Subject,
};
use crate::syntax::ast::{self, ClauseKind, GivenKind, TailKind};

impl Lowerer<'_> {
    pub(super) fn resolve_scenario(&mut self, rank: usize, item: &ast::Item) {
        self.allow(item, &[Allowed::Common, Allowed::Scenario, Allowed::Version]);
        self.finish_meta(item, |program| program.scenarios.get_mut(rank).map(|scenario| &mut scenario.meta));
        let Some(meta) = self.program.scenarios.get(rank).map(|scenario| scenario.meta.clone()) else { return };
        let mut versions = Vec::new();
        for written in self.versions(item) {
            let per = self.version_citations(&written, item, &meta.per);
            versions.push(self.scenario_version(&written, per));
        }
        self.in_order(&meta.name, &mut versions, |version| (&mut version.period, version.at.span));
        if let Some(scenario) = self.program.scenarios.get_mut(rank) {
            scenario.versions = versions;
        }
    }

    fn scenario_version(&mut self, written: &WrittenVersion<'_>, per: Vec<Citation>) -> ScenarioVersion {
        let mut version = ScenarioVersion {
            period: self.dated(written.period, &per),
            at: self.loc(written.span),
            per,
            assuming: Vec::new(),
            feasible: Vec::new(),
            advantages: Vec::new(),
            risks: Vec::new(),
            precedents: Vec::new(),
            next_steps: Vec::new(),
        };
        for clause in &written.clauses {
            match &clause.kind {
                ClauseKind::Assuming(givens) => version.assuming.extend(self.givens(givens)),
                ClauseKind::FeasibleWhen(condition) => version.feasible.push(self.expr(condition)),
                ClauseKind::Advantage { name, text, when } => {
                    let point = self.point(name.as_ref(), text, when.as_ref());
                    version.advantages.push(point);
                }
                ClauseKind::Risk { name, text, when } => {
                    let point = self.point(name.as_ref(), text, when.as_ref());
                    version.risks.push(point);
                }
                ClauseKind::Precedent(text) => version.precedents.push(text.text.clone()),
                ClauseKind::NextStep(text) => version.next_steps.push(text.text.clone()),
                _ => {}
            }
        }
        version
    }

    fn point(&mut self, name: Option<&ast::Name>, text: &ast::Text, when: Option<&ast::Expr>) -> Point {
        Point {
            name: name.map(|name| name.text.clone()),
            text: text.text.clone(),
            when: when.map(|when| self.expr(when)),
            at: self.loc(text.span),
        }
    }

    pub(super) fn resolve_body(&mut self, rank: usize, item: &ast::Item) {
        self.allow(item, &[Allowed::Common, Allowed::Body, Allowed::Version]);
        self.finish_meta(item, |program| program.bodies.get_mut(rank).map(|body| &mut body.meta));
        let Some((meta, meetings)) = self.program.bodies.get(rank).map(|body| (body.meta.clone(), body.meetings))
        else {
            return;
        };
        let mut versions = Vec::new();
        for written in self.versions(item) {
            let per = self.version_citations(&written, item, &meta.per);
            versions.push(self.body_version(&written, per, meetings));
        }
        self.in_order(&meta.name, &mut versions, |version| (&mut version.period, version.at.span));
        if let Some(body) = self.program.bodies.get_mut(rank) {
            body.versions = versions;
        }
    }

    fn body_version(&mut self, written: &WrittenVersion<'_>, per: Vec<Citation>, meetings: FactId) -> BodyVersion {
        let mut version = BodyVersion {
            period: self.dated(written.period, &per),
            at: self.loc(written.span),
            per,
            members: Vec::new(),
            meets: None,
            regular: None,
        };
        for clause in &written.clauses {
            match &clause.kind {
                ClauseKind::BodyMembers(names) => {
                    version.members.extend(names.iter().filter_map(|name| self.actor(name)));
                }
                ClauseKind::Meets { text: Some(text), .. } => version.meets = Some(text.text.clone()),
                ClauseKind::Meets { text: None, every: Some(every) } => {
                    let dates = self.push(ExprKind::Fact(meetings), clause.keyword);
                    let every = self.expr(every);
                    version.regular = Some(self.push(ExprKind::Recurs { dates, every, since: None }, clause.span));
                }
                _ => {}
            }
        }
        version
    }

    pub(super) fn resolve_milestone(&mut self, rank: usize, item: &ast::Item) {
        self.allow(item, &[Allowed::Common, Allowed::Milestone, Allowed::Version]);
        self.finish_meta(item, |program| program.milestones.get_mut(rank).map(|milestone| &mut milestone.meta));
        let Some(meta) = self.program.milestones.get(rank).map(|milestone| milestone.meta.clone()) else { return };
        let mut versions = Vec::new();
        for written in self.versions(item) {
            let per = self.version_citations(&written, item, &meta.per);
            versions.push(self.milestone_version(&written, per));
        }
        self.in_order(&meta.name, &mut versions, |version| (&mut version.period, version.at.span));
        if let Some(milestone) = self.program.milestones.get_mut(rank) {
            milestone.versions = versions;
        }
    }

    fn milestone_version(&mut self, written: &WrittenVersion<'_>, per: Vec<Citation>) -> MilestoneVersion {
        let mut version = MilestoneVersion {
            period: self.dated(written.period, &per),
            at: self.loc(written.span),
            per,
            expected: None,
            after: Vec::new(),
            takes_at_least: None,
            only_between: None,
            takes_effect_on: None,
            requires: Vec::new(),
            decided_by: None,
            reached_on: None,
        };
        for clause in &written.clauses {
            match &clause.kind {
                ClauseKind::Expected { from, to } => {
                    version.expected = Some((from.value, to.as_ref().map(|to| to.value)));
                }
                ClauseKind::After(names) => {
                    for name in names {
                        let path = ast::Path { names: vec![name.clone()], span: name.span };
                        let at = self.loc(name.span);
                        version.after.extend(self.milestone(&path).map(|milestone| After { milestone, at }));
                    }
                }
                ClauseKind::TakesAtLeast(duration) => version.takes_at_least = Some(self.expr(duration)),
                ClauseKind::OnlyBetween { from, to } => version.only_between = Some((*from, *to)),
                ClauseKind::TakesEffectOn(day) => version.takes_effect_on = Some(*day),
                ClauseKind::Requires(condition) => version.requires.push(self.expr(condition)),
                ClauseKind::ReachedOn(date) => version.reached_on = Some(self.expr(date)),
                ClauseKind::DecidedBy(name) => version.decided_by = self.body(name),
                _ => {}
            }
        }
        version
    }

    fn body(&mut self, name: &ast::Name) -> Option<usize> {
        match self.lookup(&name.text) {
            Some(ValueRef::Body(rank)) => Some(rank),
            Some(_) => {
                self.report(NameProblem::WrongKind { name: name.text.clone(), expected: NameKind::Body }, name.span);
                None
            }
            None => {
                let path = ast::Path { names: vec![name.clone()], span: name.span };
                self.unknown_path(&path, NameKind::Body);
                None
            }
        }
    }

    pub(super) fn milestone(&mut self, path: &ast::Path) -> Option<usize> {
        let (name, span) = joined(path, path.names.len())?;
        match self.lookup(&name) {
            Some(ValueRef::Milestone(rank)) => Some(rank),
            Some(_) => {
                self.report(NameProblem::WrongKind { name, expected: NameKind::Milestone }, span);
                None
            }
            None => {
                self.unknown_path(path, NameKind::Milestone);
                None
            }
        }
    }

    pub(super) fn scenario(&mut self, path: &ast::Path) -> Option<usize> {
        let (name, span) = joined(path, path.names.len())?;
        match self.lookup(&name) {
            Some(ValueRef::Scenario(rank)) => Some(rank),
            Some(_) => {
                self.report(NameProblem::WrongKind { name, expected: NameKind::Scenario }, span);
                None
            }
            None => {
                self.unknown_path(path, NameKind::Scenario);
                None
            }
        }
    }

    /// What a test or a scenario takes as given, sugar for several facts spread out.
    pub(super) fn givens(&mut self, written: &[ast::Given]) -> Vec<Given> {
        self.givens_after(&[], written)
    }

    /// The same after others, which say what is not part of `the rest of GROUP`.
    pub(super) fn givens_after(&mut self, before: &[Given], written: &[ast::Given]) -> Vec<Given> {
        let mut givens = Vec::new();
        for given in written {
            match &given.kind {
                GivenKind::Fact { path, claims } => {
                    let Some(subject) = self.subject(path) else { continue };
                    let claims = claims.iter().filter_map(|claim| self.given_claim(claim)).collect();
                    givens.push(Given { subject, claims, at: self.loc(given.span) });
                }
                GivenKind::Rest { group, value } => self.rest(group, value, given.span, before, &mut givens),
                GivenKind::Rows { path, table } => {
                    let Some(subject) = self.subject(path) else { continue };
                    let value = GivenValue::Equals(self.rows(table));
                    let claims = vec![GivenClaim { value, by: None, body: None, per: None, on: None }];
                    givens.push(Given { subject, claims, at: self.loc(given.span) });
                }
                // What a test starts from is read by the test itself.
                GivenKind::File { .. } | GivenKind::AsIn(_) | GivenKind::Error => {}
            }
        }
        givens
    }

    /// A list given as a table: each row a record whose fields the heads name; an empty cell is not told.
    fn rows(&mut self, table: &ast::Table) -> crate::model::ids::ExprId {
        let names: Vec<Option<String>> = table
            .heads
            .iter()
            .map(|head| match &head.kind {
                ast::CellKind::Expr(ast::Expr { kind: ast::ExprKind::Path(path), .. }) => {
                    path.names.last().map(|name| name.text.clone())
                }
                _ => None,
            })
            .collect();
        let mut rows = Vec::new();
        for row in &table.rows {
            let mut fields = Vec::new();
            for (name, cell) in names.iter().zip(&row.cells) {
                let Some(name) = name else { continue };
                let value = match &cell.kind {
                    ast::CellKind::Expr(value) => self.expr(value),
                    ast::CellKind::None => self.push(ExprKind::Absent, cell.span),
                    ast::CellKind::Empty | ast::CellKind::Missing | ast::CellKind::Error => continue,
                    // Leaving it out without a word would take it for a field that nobody told.
                    ast::CellKind::Tails(_) | ast::CellKind::Verdict(_) | ast::CellKind::AsOf => {
                        self.report(TypeProblem::NotConstant, cell.span);
                        continue;
                    }
                };
                fields.push((FieldRef::Name(name.clone()), value));
            }
            rows.push(self.push(ExprKind::Record(fields), row.span));
        }
        self.push(ExprKind::List(rows), table.span)
    }

    /// `the rest of GROUP = no`: every fact of the group that is not given before it.
    fn rest(
        &mut self,
        group: &ast::Path,
        value: &ast::Expr,
        span: crate::base::Span,
        before: &[Given],
        givens: &mut Vec<Given>,
    ) {
        let Some((name, at)) = joined(group, group.names.len()) else { return };
        let Some(ValueRef::Group(id)) = self.lookup(&name) else {
            self.unknown(NameKind::Fact, &name, at, std::iter::empty());
            return;
        };
        let facts = self.program.group(id).map(|group| group.facts.clone()).unwrap_or_default();
        for fact in facts {
            let subject = Subject::Fact(fact);
            if before.iter().chain(givens.iter()).any(|given| given.subject == subject) {
                continue;
            }
            let value = GivenValue::Equals(self.expr(value));
            let claims = vec![GivenClaim { value, by: None, body: None, per: None, on: None }];
            givens.push(Given { subject, claims, at: self.loc(span) });
        }
    }

    pub(super) fn subject(&mut self, path: &ast::Path) -> Option<Subject> {
        let (name, span) = joined(path, path.names.len())?;
        match self.lookup(&name) {
            Some(ValueRef::Fact(id)) => Some(Subject::Fact(id)),
            // A milestone is given by the day on which it was reached.
            Some(ValueRef::Milestone(rank)) => {
                self.program.milestones.get(rank).map(|milestone| Subject::Fact(milestone.reached))
            }
            Some(ValueRef::Derived(id))
                if self
                    .program
                    .derived_item(id)
                    .is_some_and(|derived| derived.kind == crate::model::item::DerivedKind::Parameter) =>
            {
                Some(Subject::Parameter(id))
            }
            Some(_) => {
                self.report(NameProblem::WrongKind { name, expected: NameKind::Fact }, span);
                None
            }
            None => {
                self.unknown_fact(path);
                None
            }
        }
    }

    /// Reports a fact that does not exist, against its group's facts when the group does.
    pub(super) fn unknown_fact(&mut self, path: &ast::Path) {
        if let Some((group, _)) = path.names.len().checked_sub(1).and_then(|length| joined(path, length))
            && let Some(ValueRef::Group(id)) = self.lookup(&group)
            && let Some(field) = path.names.last()
        {
            let names = self.fact_names(id);
            self.unknown(NameKind::Fact, &field.text, field.span, names.iter().map(String::as_str));
            return;
        }
        self.unknown_path(path, NameKind::Fact);
    }

    fn given_claim(&mut self, written: &ast::GivenClaim) -> Option<GivenClaim> {
        let value = match &written.value {
            ast::GivenValue::Equals(value) => GivenValue::Equals(self.expr(value)),
            ast::GivenValue::Missing => GivenValue::Missing,
            ast::GivenValue::None => GivenValue::Absent,
            ast::GivenValue::Tail(tail) => self.given_tail(tail)?,
        };
        let (by, body) = written.by.as_ref().map_or((None, None), |name| self.party(name));
        let per = written.per.as_ref().map(|name| name.text.clone());
        Some(GivenClaim { value, by, body, per, on: written.on.map(|on| on.value) })
    }

    /// Who says something: an actor, or a governance body by its rank.
    fn party(&mut self, name: &ast::Name) -> (Option<ActorId>, Option<usize>) {
        match self.lookup(&name.text) {
            Some(ValueRef::Body(rank)) if !self.names_an_actor(name) => (None, Some(rank)),
            Some(_) | None => (self.actor(name), None),
        }
    }

    pub(super) fn given_tail(&mut self, tail: &ast::Tail) -> Option<GivenValue> {
        Some(match &tail.kind {
            TailKind::Compare(comparison, value) => {
                let value = self.expr(value);
                match super::exprs::order(*comparison) {
                    crate::model::expr::Order::Equal => GivenValue::Equals(value),
                    other => GivenValue::Compare(other, value),
                }
            }
            TailKind::Between(low, high) => GivenValue::Between(self.expr(low), self.expr(high)),
            TailKind::OneOf { negated: false, values } => GivenValue::OneOf(self.exprs(values)),
            TailKind::Missing { negated: false } => GivenValue::Missing,
            TailKind::None { negated: false } => GivenValue::Absent,
            _ => {
                let (clause, item) = (self.written(tail.span), self.lang.quoted("test"));
                self.report(crate::diagnostic::problem::RuleProblem::ClauseOutOfPlace { clause, item }, tail.span);
                return None;
            }
        })
    }
}
