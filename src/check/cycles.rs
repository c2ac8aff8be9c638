//! Nothing may depend on itself. The circle is cut where it is reported, so that evaluation always ends.

use super::Step;
use crate::base::Loc;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::RuleProblem;
use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId, RuleId};
use crate::model::item::{Body, MemberKind, Members, Meta};
use std::collections::HashMap;
use std::hash::Hash;

/// What can stand on a circle.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(super) enum Node {
    Derived(DerivedId),
    Rule(RuleId),
    /// The date on which a milestone was reached.
    Milestone(usize),
}

/// Everything that may lean on something else.
pub(super) fn nodes(program: &Program) -> impl Iterator<Item = Node> + use<> {
    let milestones = (0..program.milestones.len()).map(Node::Milestone);
    program.derived_ids().map(Node::Derived).chain(program.rule_ids().map(Node::Rule)).chain(milestones)
}

fn meta(program: &Program, node: Node) -> Option<&Meta> {
    match node {
        Node::Derived(id) => program.derived_item(id).map(|derived| &derived.meta),
        Node::Rule(id) => program.rule(id).map(|rule| &rule.meta),
        Node::Milestone(rank) => program.milestones.get(rank).map(|milestone| &milestone.meta),
    }
}

fn name(program: &Program, node: Node) -> String {
    meta(program, node).map_or_else(String::new, |meta| meta.name.clone())
}

/// Every expression that belongs to a node, at its top.
pub(super) fn roots(program: &Program, node: Node) -> Vec<ExprId> {
    let mut roots = Vec::new();
    match node {
        Node::Derived(id) => {
            for version in program.derived_item(id).into_iter().flat_map(|derived| &derived.versions) {
                match &version.body {
                    Body::Expr(body) => roots.push(*body),
                    Body::Table(table) => {
                        roots.extend(&table.heads);
                        for row in &table.rows {
                            roots.extend(row.cells.iter().flatten());
                            roots.push(row.result);
                        }
                    }
                }
                for exception in &version.exceptions {
                    roots.push(exception.condition);
                    roots.extend(exception.value);
                }
            }
        }
        Node::Rule(id) => {
            for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
                roots.extend(version.for_each.iter().map(|for_each| for_each.list));
                roots.extend(version.applies.iter().chain(&version.requires));
                roots.extend(version.exceptions.iter().map(|exception| exception.condition));
            }
        }
        // Whether what a milestone requires holds moves no date.
        Node::Milestone(rank) => {
            let versions = program.milestones.get(rank).into_iter().flat_map(|milestone| &milestone.versions);
            roots.extend(versions.filter_map(|version| version.reached_on));
        }
    }
    roots
}

/// What a node mentions directly, with the place of the mention.
pub(super) fn mentions(program: &Program, node: Node) -> Vec<(Node, Loc)> {
    let mut found = mentioned_in(program, roots(program, node));
    if let Node::Rule(id) = node {
        for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
            if let Some(members) = &version.members {
                member_mentions(members, &mut found);
            }
        }
    }
    found
}

/// What expressions mention, with the places.
pub(super) fn mentioned_in(program: &Program, mut stack: Vec<ExprId>) -> Vec<(Node, Loc)> {
    let mut found = Vec::new();
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        match kind {
            ExprKind::Derived(derived) => found.push((Node::Derived(*derived), program.at(id))),
            ExprKind::Rule(rule, _) => found.push((Node::Rule(*rule), program.at(id))),
            ExprKind::Milestone(rank) => found.push((Node::Milestone(*rank), program.at(id))),
            _ => {}
        }
        stack.extend(kind.children());
    }
    found
}

fn member_mentions(members: &Members, found: &mut Vec<(Node, Loc)>) {
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(rule) => found.push((Node::Rule(*rule), member.at)),
            MemberKind::Nested(nested) => member_mentions(nested, found),
        }
    }
}

/// Reports each circle once, and empties the items on it. Gives the order in which everything else can be evaluated.
pub(super) fn check(program: &mut Program) -> (Vec<Step>, Vec<Diagnostic>) {
    let nodes: Vec<Node> = nodes(program).collect();
    let edges: HashMap<Node, Vec<(Node, Loc)>> = nodes.iter().map(|node| (*node, mentions(program, *node))).collect();
    let (order, circles) = walk(&nodes, &edges);
    let mut diagnostics: Vec<Diagnostic> =
        circles.iter().map(|circle| circle.told(|node| name(program, node))).collect();
    for node in circles.into_iter().flat_map(|circle| circle.path) {
        cut(program, node);
    }
    diagnostics.extend(order_of_milestones(program));
    let order = order.into_iter().map(|node| match node {
        Node::Derived(id) => Step::Derived(id),
        Node::Rule(id) => Step::Rule(id),
        Node::Milestone(rank) => Step::Milestone(rank),
    });
    (order.collect(), diagnostics)
}

/// No milestone comes after itself.
fn order_of_milestones(program: &mut Program) -> Vec<Diagnostic> {
    let ranks: Vec<usize> = (0..program.milestones.len()).collect();
    let after = |rank: &usize| {
        let versions = program.milestones.get(*rank).into_iter().flat_map(|milestone| &milestone.versions);
        versions.flat_map(|version| &version.after).map(|after| (after.milestone, after.at)).collect()
    };
    let edges: HashMap<usize, Vec<(usize, Loc)>> = ranks.iter().map(|rank| (*rank, after(rank))).collect();
    let (_, circles) = walk(&ranks, &edges);
    let diagnostics = circles.iter().map(|circle| circle.told(|rank| name(program, Node::Milestone(rank)))).collect();
    for rank in circles.into_iter().flat_map(|circle| circle.path) {
        for version in program.milestones.get_mut(rank).into_iter().flat_map(|milestone| &mut milestone.versions) {
            version.after.clear();
        }
        program.broken.extend(program.milestones.get(rank).map(|milestone| milestone.meta.at));
    }
    diagnostics
}

/// A circle, from one node back to it, with the place of the mention that closes it.
struct Circle<N> {
    path: Vec<N>,
    at: Loc,
}

impl<N: Copy> Circle<N> {
    fn told(&self, name: impl Fn(N) -> String) -> Diagnostic {
        let path = self.path.iter().chain(self.path.first()).map(|node| name(*node)).collect();
        Diagnostic::new(RuleProblem::Circular { path }.into(), self.at)
    }
}

/// Every node after those it leads to, and the circles that were met.
fn walk<N: Copy + Eq + Hash>(nodes: &[N], edges: &HashMap<N, Vec<(N, Loc)>>) -> (Vec<N>, Vec<Circle<N>>) {
    let (mut order, mut circles) = (Vec::new(), Vec::new());
    let mut done: HashMap<N, bool> = HashMap::new();
    for start in nodes {
        if done.contains_key(start) {
            continue;
        }
        // A depth-first walk with its own stack: a long chain of definitions must not exhaust the thread's.
        let mut path: Vec<(N, usize)> = vec![(*start, 0)];
        done.insert(*start, false);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some((target, at)) = edges.get(&node).and_then(|edges| edges.get(*next)).copied() else {
                done.insert(node, true);
                order.push(node);
                path.pop();
                continue;
            };
            *next += 1;
            match done.get(&target) {
                None => {
                    done.insert(target, false);
                    path.push((target, 0));
                }
                Some(false) => {
                    let from = path.iter().position(|(node, _)| *node == target).unwrap_or(0);
                    circles.push(Circle { path: path.iter().skip(from).map(|(node, _)| *node).collect(), at });
                }
                Some(true) => {}
            }
        }
    }
    (order, circles)
}

/// Empties an item on a circle, so that evaluation ends; what is emptied does not run.
fn cut(program: &mut Program, node: Node) {
    let at = meta(program, node).map(|meta| meta.at);
    program.broken.extend(at);
    match node {
        Node::Derived(id) => {
            if let Some(derived) = program.derived.get_mut(id.index()) {
                derived.versions.clear();
            }
        }
        Node::Rule(id) => {
            if let Some(rule) = program.rules.get_mut(id.index()) {
                rule.versions.clear();
            }
        }
        Node::Milestone(rank) => {
            for version in program.milestones.get_mut(rank).into_iter().flat_map(|milestone| &mut milestone.versions) {
                version.reached_on = None;
            }
        }
    }
}
