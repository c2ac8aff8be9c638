//! The items that hold conditions, and everything written in them.

use crate::check::Checked;
use crate::model::Program;
use crate::model::ids::{DerivedId, ExprId, RuleId};
use crate::model::item::{Body, Meta};

/// A parameter, a definition, a table, a criterion, a checklist, a scenario or a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    Derived(DerivedId),
    Rule(RuleId),
    /// By its rank among the program's.
    Scenario(usize),
    /// By its rank among the program's.
    Milestone(usize),
}

impl Item {
    /// Every item that may run, in the order of the program.
    pub(super) fn sound(checked: &Checked) -> Vec<Item> {
        let (program, sound) = (&checked.program, &checked.sound);
        let derived = program.derived_ids().filter(|id| sound.derived(*id)).map(Item::Derived);
        let rules = program.rule_ids().filter(|id| sound.rule(*id)).map(Item::Rule);
        let scenarios = (0..program.scenarios.len()).filter(|rank| sound.scenario(*rank)).map(Item::Scenario);
        let milestones = (0..program.milestones.len()).filter(|rank| sound.milestone(*rank)).map(Item::Milestone);
        derived.chain(rules).chain(scenarios).chain(milestones).collect()
    }

    pub(super) fn meta(self, program: &Program) -> Option<&Meta> {
        match self {
            Item::Derived(id) => program.derived_item(id).map(|derived| &derived.meta),
            Item::Rule(id) => program.rule(id).map(|rule| &rule.meta),
            Item::Scenario(rank) => program.scenarios.get(rank).map(|scenario| &scenario.meta),
            Item::Milestone(rank) => program.milestones.get(rank).map(|milestone| &milestone.meta),
        }
    }
}

/// Every expression at the top of an item.
pub(super) fn roots(program: &Program, item: Item) -> Vec<ExprId> {
    let mut roots = Vec::new();
    match item {
        Item::Derived(id) => {
            for version in program.derived_item(id).into_iter().flat_map(|derived| &derived.versions) {
                match &version.body {
                    Body::Expr(body) => roots.push(*body),
                    Body::Table(table) => {
                        roots.extend(&table.heads);
                        roots.extend(table.rows.iter().flat_map(|row| row.cells.iter().flatten()));
                        roots.extend(table.rows.iter().map(|row| row.result));
                    }
                }
                roots.extend(version.exceptions.iter().map(|exception| exception.condition));
                roots.extend(version.exceptions.iter().filter_map(|exception| exception.value));
            }
        }
        Item::Rule(id) => {
            for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
                roots.extend(version.for_each.iter().map(|for_each| for_each.list));
                roots.extend(version.applies.iter().chain(&version.requires));
                roots.extend(version.exceptions.iter().map(|exception| exception.condition));
            }
        }
        Item::Scenario(rank) => {
            let versions = program.scenarios.get(rank).into_iter().flat_map(|scenario| &scenario.versions);
            roots.extend(versions.flat_map(|version| version.conditions().collect::<Vec<_>>()));
        }
        Item::Milestone(rank) => {
            let versions = program.milestones.get(rank).into_iter().flat_map(|milestone| &milestone.versions);
            roots.extend(versions.flat_map(|version| version.exprs().collect::<Vec<_>>()));
        }
    }
    roots
}
