//! Which items may run: those without errors that depend on none with errors.

use super::cycles::{Node, mentions, nodes, roots};
use crate::base::Loc;
use crate::diagnostic::Diagnostic;
use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId, FactId, RuleId};
use std::collections::{HashMap, HashSet};

/// The sound items of a program, by id.
#[derive(Clone, Debug, Default)]
pub struct Soundness {
    pub facts: Vec<bool>,
    pub derived: Vec<bool>,
    pub rules: Vec<bool>,
    pub scenarios: Vec<bool>,
    pub milestones: Vec<bool>,
    pub datasets: Vec<bool>,
    /// The milestones whose date can be evaluated, whatever else is wrong with them.
    pub reached: Vec<bool>,
    pub bodies: Vec<bool>,
    pub tests: Vec<bool>,
}

impl Soundness {
    pub(super) fn new<'d>(program: &Program, diagnostics: impl Iterator<Item = &'d Diagnostic>) -> Self {
        let mut errors: Vec<Loc> = diagnostics.filter(|diagnostic| diagnostic.is_error()).map(|d| d.at).collect();
        errors.extend(&program.broken);
        errors.sort_unstable();
        let hit = |item: Loc| {
            // The first error at or after the item's start decides, since errors are sorted by place.
            let from = errors.partition_point(|at| (at.file, at.span.start) < (item.file, item.span.start));
            errors.get(from).is_some_and(|at| at.file == item.file && at.span.start <= item.span.end)
        };
        let facts: Vec<bool> = program.facts.iter().map(|fact| !hit(fact.decl.item)).collect();
        let mut unsound: HashSet<Node> = HashSet::new();
        for (id, derived) in program.derived_ids().zip(&program.derived) {
            if hit(derived.meta.item) {
                unsound.insert(Node::Derived(id));
            }
        }
        for (id, rule) in program.rule_ids().zip(&program.rules) {
            if hit(rule.meta.item) {
                unsound.insert(Node::Rule(id));
            }
        }
        for (rank, milestone) in program.milestones.iter().enumerate() {
            if hit(milestone.meta.item) {
                unsound.insert(Node::Milestone(rank));
            }
        }
        spread(program, &facts, &mut unsound);
        let fine = |root: ExprId| expr_is_sound(program, root, &facts, &unsound);
        let scenarios = program.scenarios.iter().map(|scenario| {
            !hit(scenario.meta.item) && scenario.versions.iter().flat_map(|version| version.conditions()).all(fine)
        });
        let milestones = program.milestones.iter().map(|milestone| {
            !hit(milestone.meta.item) && milestone.versions.iter().flat_map(|version| version.exprs()).all(fine)
        });
        let bodies = program
            .bodies
            .iter()
            .map(|body| !hit(body.meta.item) && body.versions.iter().filter_map(|version| version.regular).all(fine));
        let (scenarios, milestones, bodies) = (scenarios.collect(), milestones.collect(), bodies.collect());
        Soundness {
            derived: program.derived_ids().map(|id| !unsound.contains(&Node::Derived(id))).collect(),
            rules: program.rule_ids().map(|id| !unsound.contains(&Node::Rule(id))).collect(),
            scenarios,
            milestones,
            datasets: program.datasets.iter().map(|dataset| !hit(dataset.meta.item)).collect(),
            bodies,
            reached: (0..program.milestones.len()).map(|rank| !unsound.contains(&Node::Milestone(rank))).collect(),
            tests: program.tests.iter().map(|test| !hit(test.item)).collect(),
            facts,
        }
    }

    /// Whether the date on which a milestone was reached can be evaluated.
    pub fn reached(&self, rank: usize) -> bool {
        self.reached.get(rank).copied().unwrap_or(false)
    }

    pub fn scenario(&self, rank: usize) -> bool {
        self.scenarios.get(rank).copied().unwrap_or(false)
    }

    pub fn milestone(&self, rank: usize) -> bool {
        self.milestones.get(rank).copied().unwrap_or(false)
    }

    pub fn body(&self, rank: usize) -> bool {
        self.bodies.get(rank).copied().unwrap_or(false)
    }

    /// Keeps only what is sound on both sides.
    pub(super) fn narrow(&mut self, other: &Soundness) {
        let pairs = [
            (&mut self.facts, &other.facts),
            (&mut self.derived, &other.derived),
            (&mut self.rules, &other.rules),
            (&mut self.scenarios, &other.scenarios),
            (&mut self.milestones, &other.milestones),
            (&mut self.datasets, &other.datasets),
            (&mut self.reached, &other.reached),
            (&mut self.bodies, &other.bodies),
            (&mut self.tests, &other.tests),
        ];
        for (mine, theirs) in pairs {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine &= *theirs;
            }
        }
    }

    pub fn fact(&self, id: FactId) -> bool {
        self.facts.get(id.index()).copied().unwrap_or(false)
    }

    pub fn derived(&self, id: DerivedId) -> bool {
        self.derived.get(id.index()).copied().unwrap_or(false)
    }

    pub fn rule(&self, id: RuleId) -> bool {
        self.rules.get(id.index()).copied().unwrap_or(false)
    }
}

fn expr_is_sound(program: &Program, root: ExprId, facts: &[bool], unsound: &HashSet<Node>) -> bool {
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        let own = match kind {
            ExprKind::Error => false,
            ExprKind::Fact(fact) => facts.get(fact.index()).copied().unwrap_or(false),
            ExprKind::Derived(derived) => !unsound.contains(&Node::Derived(*derived)),
            ExprKind::Rule(rule, _) => !unsound.contains(&Node::Rule(*rule)),
            ExprKind::Milestone(rank) => !unsound.contains(&Node::Milestone(*rank)),
            _ => true,
        };
        if !own {
            return false;
        }
        stack.extend(kind.children());
    }
    true
}

/// Marks everything that leans on something unsound.
fn spread(program: &Program, facts: &[bool], unsound: &mut HashSet<Node>) {
    let nodes: Vec<Node> = nodes(program).collect();
    let mut users: HashMap<Node, Vec<Node>> = HashMap::new();
    for node in &nodes {
        for (target, _) in mentions(program, *node) {
            users.entry(target).or_default().push(*node);
        }
        let none = HashSet::new();
        if !roots(program, *node).into_iter().all(|root| expr_is_sound(program, root, facts, &none)) {
            unsound.insert(*node);
        }
    }
    let mut stack: Vec<Node> = unsound.iter().copied().collect();
    while let Some(node) = stack.pop() {
        for user in users.get(&node).into_iter().flatten() {
            if unsound.insert(*user) {
                stack.push(*user);
            }
        }
    }
}
