//! The types of every item's parts.

use super::infer::Checker;
use crate::diagnostic::problem::TypeProblem;
use crate::model::expr::ExprKind;
use crate::model::ids::ExprId;
use crate::model::item::{Body, Bound, Derived, FieldDecl, RuleVersion, Table};
use crate::model::plan::{Expectation, ExpectationKind, Given, GivenValue, MilestoneVersion, ScenarioVersion, Subject};
use crate::model::ty::Type;

impl Checker {
    pub(super) fn check_items(&mut self) {
        let facts: Vec<FieldDecl> = self.program.facts.iter().map(|fact| fact.decl.clone()).collect();
        let fields: Vec<FieldDecl> = self.program.records.iter().flat_map(|record| record.fields.clone()).collect();
        for decl in facts.iter().chain(&fields) {
            self.field_decl(decl);
        }
        for derived in self.program.derived.clone() {
            self.derived(&derived);
        }
        let versions: Vec<RuleVersion> = self.program.rules.iter().flat_map(|rule| rule.versions.clone()).collect();
        for version in &versions {
            self.rule_version(version);
        }
        for scenario in self.program.scenarios.clone() {
            scenario.versions.iter().for_each(|version| self.scenario(version));
        }
        for milestone in self.program.milestones.clone() {
            milestone.versions.iter().for_each(|version| self.milestone(version));
        }
        self.datasets();
        let bodies = self.program.bodies.iter().flat_map(|body| &body.versions);
        let regular: Vec<ExprId> = bodies.filter_map(|version| version.regular).collect();
        self.conditions(&regular);
        self.givens(&self.program.settings.clone());
        for test in self.program.tests.clone() {
            self.givens(&test.givens);
            self.expectations(&test.expectations);
            for row in test.examples.iter().flat_map(|examples| &examples.rows) {
                self.givens(&row.givens);
                self.expectations(&row.expectations);
            }
        }
    }

    fn field_decl(&mut self, decl: &FieldDecl) {
        for bound in &decl.bounds {
            match bound {
                Bound::Compare(_, value) => self.constant_of(*value, &decl.ty),
                Bound::Between(low, high) => {
                    self.constant_of(*low, &decl.ty);
                    self.constant_of(*high, &decl.ty);
                }
                Bound::OneOf(values) => {
                    for value in values {
                        self.constant_of(*value, &decl.ty);
                    }
                }
            }
        }
        if let Some(step) = decl.step {
            self.constant_of(step, &decl.ty);
        }
        if let Some(period) = decl.valid_for {
            self.infer(period);
        }
    }

    /// A value written out, of a type.
    pub(super) fn constant_of(&mut self, id: ExprId, ty: &Type) {
        self.expect(id, ty);
        if !self.is_constant(id) {
            self.report(TypeProblem::NotConstant, id);
        }
    }

    fn is_constant(&self, id: ExprId) -> bool {
        let kind = self.program.kind(id);
        let own = match kind {
            ExprKind::Fact(_) | ExprKind::Rule(..) | ExprKind::Local(_) | ExprKind::Milestone(_) => false,
            ExprKind::Derived(derived) => self.is_parameter(*derived),
            _ => true,
        };
        own && kind.children().into_iter().all(|child| self.is_constant(child))
    }

    fn derived(&mut self, derived: &Derived) {
        for version in &derived.versions {
            match &version.body {
                Body::Expr(body) => self.expect(*body, &derived.ty),
                Body::Table(table) => self.table(table, &derived.ty),
            }
            for exception in &version.exceptions {
                self.condition(exception.condition);
                if let Some(value) = exception.value {
                    self.expect(value, &derived.ty);
                }
            }
        }
    }

    fn table(&mut self, table: &Table, ty: &Type) {
        for head in &table.heads {
            self.infer(*head);
        }
        for row in &table.rows {
            for cell in row.cells.iter().flatten() {
                self.condition(*cell);
            }
            self.expect(row.result, ty);
        }
    }

    fn rule_version(&mut self, version: &RuleVersion) {
        if let Some(for_each) = &version.for_each {
            let item = self.list_item(for_each.list);
            self.bind(for_each.var, item);
        }
        self.conditions(&version.applies);
        self.conditions(&version.requires);
        for exception in &version.exceptions {
            self.condition(exception.condition);
        }
    }

    fn scenario(&mut self, version: &ScenarioVersion) {
        self.givens(&version.assuming);
        self.conditions(&version.conditions().collect::<Vec<_>>());
    }

    fn milestone(&mut self, version: &MilestoneVersion) {
        self.conditions(&version.requires);
        if let Some(duration) = version.takes_at_least {
            self.duration(duration);
        }
        if let Some(reached) = version.reached_on {
            self.date(reached);
        }
    }

    pub(super) fn givens(&mut self, givens: &[Given]) {
        for given in givens {
            let ty = match given.subject {
                Subject::Fact(fact) => self.program.fact(fact).map(|fact| fact.decl.ty.clone()),
                Subject::Parameter(id) => self.program.derived_item(id).map(|derived| derived.ty.clone()),
            };
            let Some(ty) = ty else { continue };
            for claim in &given.claims {
                match &claim.value {
                    GivenValue::Equals(value) | GivenValue::Compare(_, value) => self.constant_of(*value, &ty),
                    GivenValue::Between(low, high) => {
                        self.constant_of(*low, &ty);
                        self.constant_of(*high, &ty);
                    }
                    GivenValue::OneOf(values) => {
                        for value in values {
                            self.constant_of(*value, &ty);
                        }
                    }
                    GivenValue::Missing | GivenValue::Absent => {}
                }
            }
        }
    }

    fn expectations(&mut self, expectations: &[Expectation]) {
        for expectation in expectations {
            match &expectation.kind {
                ExpectationKind::Condition(condition) => self.condition(*condition),
                ExpectationKind::PassesWith { givens, .. } => self.givens(givens),
                ExpectationKind::Late { by, .. } => {
                    self.infer(*by);
                }
                ExpectationKind::Verdict(..)
                | ExpectationKind::Missing { .. }
                | ExpectationKind::Milestone { .. }
                | ExpectationKind::Feasible { .. }
                | ExpectationKind::Risk { .. } => {}
            }
        }
    }
}
