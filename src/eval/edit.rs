//! A compiled doctrine with a part of it replaced: what would the rules say if this were written otherwise?
//!
//! Replacing keeps names, types and the order of evaluation, so that nothing is compiled again.

use super::Engine;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId, RuleId};
use crate::model::item::{Derived, Rule};
use crate::model::plan::{Milestone, Scenario};
use std::mem::swap;

/// A part of a doctrine, and what to put there. It must have the type of what it replaces, and may mention only what
/// that mentions.
#[derive(Clone, Debug)]
pub enum Edit {
    Expr(ExprId, ExprKind),
    Rule(RuleId, Box<Rule>),
    Derived(DerivedId, Box<Derived>),
    /// By its rank.
    Scenario(usize, Box<Scenario>),
    /// By its rank.
    Milestone(usize, Box<Milestone>),
}

impl Engine {
    /// Exchanges each part with what stands in its place; the same again puts all back.
    pub fn exchange(&mut self, edits: &mut [Edit]) {
        let program = &mut self.checked.program;
        let mut replaced = Vec::new();
        for edit in edits {
            match edit {
                Edit::Expr(id, kind) => {
                    if let Some(expr) = program.exprs.get_mut(id.index()) {
                        swap(&mut expr.kind, kind);
                    }
                    replaced.push(*id);
                }
                Edit::Rule(id, rule) => {
                    if let Some(place) = program.rules.get_mut(id.index()) {
                        swap(place, rule);
                    }
                }
                Edit::Derived(id, derived) => {
                    if let Some(place) = program.derived.get_mut(id.index()) {
                        swap(place, derived);
                    }
                }
                Edit::Scenario(rank, scenario) => {
                    if let Some(place) = program.scenarios.get_mut(*rank) {
                        swap(place, scenario);
                    }
                }
                Edit::Milestone(rank, milestone) => {
                    if let Some(place) = program.milestones.get_mut(*rank) {
                        swap(place, milestone);
                    }
                }
            }
        }
        replaced.into_iter().for_each(|id| self.relearn(id));
        self.forget_what_was_made_ready();
    }
}
