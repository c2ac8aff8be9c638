//! Bodies of parameters, definitions, tables, criteria and checklists, with their versions.

use super::clauses::{Allowed, WrittenVersion};
use super::{Lowerer, Pending, Target};
use crate::base::Span;
use crate::diagnostic::problem::RuleProblem;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId, RuleId};
use crate::model::item::{
    Body, Citation, DerivedKind, DerivedVersion, Exception, ForEach, Force, Member, MemberKind, Members, Notes, Period,
    RuleKind, RuleVersion, Table, TableRow,
};
use crate::syntax::ast::{self, Clause, ClauseKind, ItemKind};

impl Lowerer<'_> {
    pub(super) fn resolve(&mut self, work: &Pending<'_>) {
        self.locals.clear();
        match work.target {
            Target::Fields(id) => self.resolve_group(id, work.item),
            Target::RecordFields(id) => self.resolve_record(id, work.item),
            Target::Derived(id) => self.resolve_derived(id, work.item),
            Target::Rule(id) => self.resolve_rule(id, work.item),
            Target::Scenario(rank) => self.resolve_scenario(rank, work.item),
            Target::Body(rank) => self.resolve_body(rank, work.item),
            Target::Milestone(rank) => self.resolve_milestone(rank, work.item),
            Target::Dataset(rank) => self.resolve_dataset(rank, work.item),
            Target::Test => self.resolve_test(work.item),
        }
    }

    fn resolve_derived(&mut self, id: DerivedId, item: &ast::Item) {
        let Some((kind, name)) = self.program.derived_item(id).map(|derived| (derived.kind, derived.meta.name.clone()))
        else {
            return;
        };
        let own = match kind {
            DerivedKind::Parameter => [Allowed::Values, Allowed::Values],
            DerivedKind::Definition => [Allowed::Value, Allowed::ExceptWhen],
            DerivedKind::Table => [Allowed::Rows, Allowed::Rows],
        };
        let [first, second] = own;
        self.allow(item, &[Allowed::Common, Allowed::Version, first, second]);
        self.finish_meta(item, |program| program.derived.get_mut(id.index()).map(|derived| &mut derived.meta));
        let common = self.program.derived_item(id).map(|derived| derived.meta.per.clone()).unwrap_or_default();
        let mut versions = match kind {
            DerivedKind::Parameter => self.parameter_versions(item, &common),
            DerivedKind::Definition | DerivedKind::Table => self.derived_versions(item, &common),
        };
        if versions.is_empty() && !has_errors(&item.clauses) {
            let keyword = self.written(item.keyword);
            let problem = RuleProblem::MissingClause { item: keyword, clause: "= VALUE", clause_fr: "= VALEUR" };
            self.report(problem, item.name.as_ref().map_or(item.keyword, |name| name.span));
        }
        let periods: Vec<(Period, Span)> = versions.iter().map(|version| (version.period, version.at.span)).collect();
        self.undated_twice(&periods);
        self.in_order(&name, &mut versions, |version| (&mut version.period, version.at.span));
        if let Some(derived) = self.program.derived.get_mut(id.index()) {
            derived.versions = versions;
        }
    }

    /// Reports a second value that holds always, of a parameter whose sources are not dated either.
    fn undated_twice(&mut self, periods: &[(Period, Span)]) {
        let always = |period: &Period| period.from.is_none() && period.until.is_none();
        let mut undated = periods.iter().filter(|(period, _)| always(period)).map(|(_, span)| *span);
        let Some(first) = undated.next() else { return };
        for span in undated {
            self.said_twice(first, span);
        }
    }

    /// Each `= value from D per S` of a parameter is a version.
    fn parameter_versions(&mut self, item: &ast::Item, common: &[Citation]) -> Vec<DerivedVersion> {
        let mut versions = Vec::new();
        for written in self.versions(item) {
            for clause in &written.clauses {
                let ClauseKind::Value { value, period, per } = &clause.kind else { continue };
                let mut per = self.citations(per);
                if per.is_empty() {
                    per = common.to_vec();
                }
                let mut period = self.period(period, clause.span);
                if period.from.is_none() && period.until.is_none() {
                    period = written.period;
                }
                period.from = period.from.or_else(|| self.dated_by(&per));
                let body = Body::Expr(self.expr(value));
                versions.push(DerivedVersion {
                    period,
                    at: self.loc(clause.span),
                    body,
                    exceptions: Vec::new(),
                    per,
                    notes: Notes::default(),
                });
            }
        }
        versions
    }

    fn derived_versions(&mut self, item: &ast::Item, common: &[Citation]) -> Vec<DerivedVersion> {
        let mut versions = Vec::new();
        for written in self.versions(item) {
            let per = self.version_citations(&written, item, common);
            let mut body = None;
            let mut exceptions = Vec::new();
            for clause in &written.clauses {
                match &clause.kind {
                    // A block's value replaces the common one: the last written counts.
                    ClauseKind::Value { value, .. } => body = Some(Body::Expr(self.expr(value))),
                    ClauseKind::Rows(table) => {
                        let first = matches!(item.kind, ItemKind::Table { first: true });
                        body = self.table(table, first).map(Body::Table);
                    }
                    ClauseKind::ExceptWhen { condition, value, per } => {
                        let exception = self.exception(condition, value.as_ref(), per, clause);
                        exceptions.push(exception);
                    }
                    _ => {}
                }
            }
            let Some(body) = body else { continue };
            let period = self.dated(written.period, &per);
            let notes = self.version_notes(&written, item);
            versions.push(DerivedVersion { period, at: self.loc(written.span), body, exceptions, per, notes });
        }
        versions
    }

    fn exception(
        &mut self,
        condition: &ast::Expr,
        value: Option<&ast::Expr>,
        per: &[ast::Citation],
        clause: &Clause,
    ) -> Exception {
        let condition = self.expr(condition);
        let value = value.map(|value| self.expr(value));
        Exception { condition, value, per: self.citations(per), at: self.loc(clause.span) }
    }

    /// A version's own citations, else the common ones.
    pub(super) fn version_citations(
        &mut self,
        written: &WrittenVersion<'_>,
        item: &ast::Item,
        common: &[Citation],
    ) -> Vec<Citation> {
        let cited: Vec<ast::Citation> = written
            .own(item)
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Per(citation) => Some(citation.clone()),
                _ => None,
            })
            .collect();
        if cited.is_empty() { common.to_vec() } else { self.citations(&cited) }
    }

    /// The notes of one version alone.
    fn version_notes(&mut self, written: &WrittenVersion<'_>, item: &ast::Item) -> Notes {
        let mut notes = Notes::default();
        for clause in written.own(item) {
            self.note(clause, &mut notes);
        }
        notes
    }

    pub(super) fn dated(&self, mut period: Period, per: &[Citation]) -> Period {
        if period.from.is_none() {
            period.from = self.dated_by(per).filter(|from| period.until.is_none_or(|until| *from <= until));
        }
        period
    }

    fn table(&mut self, written: &ast::Table, first: bool) -> Option<Table> {
        let (_, heads) = written.heads.split_last()?;
        let heads: Vec<ExprId> = heads
            .iter()
            .map(|head| match &head.kind {
                ast::CellKind::Expr(expr) => self.expr(expr),
                _ => self.push(ExprKind::Error, head.span),
            })
            .collect();
        let mut rows = Vec::new();
        for row in &written.rows {
            let Some((result, cells)) = row.cells.split_last() else { continue };
            let mut conditions: Vec<Option<ExprId>> =
                heads.iter().zip(cells).map(|(head, cell)| self.cell_condition(*head, cell)).collect();
            conditions.resize(heads.len(), None);
            let result = match &result.kind {
                ast::CellKind::Expr(expr) => self.expr(expr),
                ast::CellKind::None => self.push(ExprKind::Absent, result.span),
                _ => self.push(ExprKind::Error, result.span),
            };
            rows.push(TableRow { at: self.loc(row.span), cells: conditions, result, otherwise: row.otherwise });
        }
        Some(Table { first, heads, rows })
    }

    fn resolve_rule(&mut self, id: RuleId, item: &ast::Item) {
        let Some((kind, name)) = self.program.rule(id).map(|rule| (rule.kind, rule.meta.name.clone())) else { return };
        let own = match kind {
            RuleKind::Criterion => Allowed::Rule,
            RuleKind::Checklist => Allowed::Members,
        };
        self.allow(item, &[Allowed::Common, Allowed::Version, Allowed::ExceptWhen, Allowed::Rule, own]);
        self.finish_meta(item, |program| program.rules.get_mut(id.index()).map(|rule| &mut rule.meta));
        let common = self.program.rule(id).map(|rule| rule.meta.per.clone()).unwrap_or_default();
        let mut versions = Vec::new();
        for written in self.versions(item) {
            let version = self.rule_version(&written, item, &common);
            let says_nothing = match kind {
                RuleKind::Criterion => version.requires.is_empty(),
                RuleKind::Checklist => version.members.is_none(),
            };
            let broken = written.clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::Error));
            if says_nothing && !broken {
                let keyword = self.written(item.keyword);
                let (clause, clause_fr) = match kind {
                    RuleKind::Criterion => ("requires CONDITION", "exige CONDITION"),
                    RuleKind::Checklist => ("all of (…)", "toutes (…)"),
                };
                let problem = RuleProblem::MissingClause { item: keyword, clause, clause_fr };
                self.report(problem, item.name.as_ref().map_or(item.keyword, |name| name.span));
            }
            versions.push(version);
        }
        self.in_order(&name, &mut versions, |version| (&mut version.period, version.at.span));
        if let Some(rule) = self.program.rules.get_mut(id.index()) {
            rule.versions = versions;
        }
    }

    fn rule_version(&mut self, written: &WrittenVersion<'_>, item: &ast::Item, common: &[Citation]) -> RuleVersion {
        let per = self.version_citations(written, item, common);
        let mut version = RuleVersion {
            period: self.dated(written.period, &per),
            at: self.loc(written.span),
            force: Force::Requirement,
            per,
            for_each: None,
            applies: Vec::new(),
            requires: Vec::new(),
            exceptions: Vec::new(),
            members: None,
            remedy: None,
            notes: self.version_notes(written, item),
        };
        self.locals.clear();
        // The variable of `for each` must be known wherever the clause stands.
        for clause in &written.clauses {
            if let ClauseKind::ForEach { var, list } = &clause.kind {
                let list = self.expr(list);
                version.for_each = Some(ForEach { var: self.bind(var), list });
            }
        }
        for clause in &written.clauses {
            match &clause.kind {
                ClauseKind::Force(force) => version.force = *force,
                ClauseKind::AppliesWhen(condition) => version.applies.push(self.expr(condition)),
                ClauseKind::Requires(condition) => version.requires.push(self.expr(condition)),
                ClauseKind::Remedy(text) => version.remedy = Some(text.text.clone()),
                ClauseKind::Members(members) => version.members = Some(self.members(members)),
                ClauseKind::ExceptWhen { condition, value, per } => {
                    let exception = self.exception(condition, value.as_ref(), per, clause);
                    version.exceptions.push(exception);
                }
                _ => {}
            }
        }
        self.locals.clear();
        version
    }

    fn members(&mut self, written: &ast::Members) -> Members {
        let mut members = Vec::new();
        for member in &written.members {
            let kind = match &member.kind {
                ast::MemberKind::Rule(path) => self.rule_path(path).map(MemberKind::Rule),
                ast::MemberKind::Nested(nested) => Some(MemberKind::Nested(self.members(nested))),
                ast::MemberKind::Error => None,
            };
            if let Some(kind) = kind {
                members.push(Member { force: member.force, kind, at: self.loc(member.span) });
            }
        }
        Members { quantity: written.quantity, members, at: self.loc(written.span) }
    }
}

fn has_errors(clauses: &[Clause]) -> bool {
    clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::Error))
}
