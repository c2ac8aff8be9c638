//! Nothing may depend on itself. The circle is cut where it is reported, so that evaluation always ends.

use super::Step;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::RuleProblem;
use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId, RuleId};
use crate::model::item::{Body, MemberKind, Members};
use std::collections::HashMap;

/// What can stand on a circle.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(super) enum Node {
    Derived(DerivedId),
    Rule(RuleId),
}

pub(super) fn name(program: &Program, node: Node) -> String {
    match node {
        Node::Derived(id) => program.derived_item(id).map_or_else(String::new, |derived| derived.meta.name.clone()),
        Node::Rule(id) => program.rule(id).map_or_else(String::new, |rule| rule.meta.name.clone()),
    }
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
    }
    roots
}

/// What a node mentions directly, with the place of the mention.
pub(super) fn mentions(program: &Program, node: Node) -> Vec<(Node, crate::base::Loc)> {
    let mut found = Vec::new();
    let mut stack = roots(program, node);
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        match kind {
            ExprKind::Derived(derived) => found.push((Node::Derived(*derived), program.at(id))),
            ExprKind::Rule(rule, _) => found.push((Node::Rule(*rule), program.at(id))),
            _ => {}
        }
        stack.extend(kind.children());
    }
    if let Node::Rule(id) = node {
        for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
            if let Some(members) = &version.members {
                member_mentions(members, &mut found);
            }
        }
    }
    found
}

fn member_mentions(members: &Members, found: &mut Vec<(Node, crate::base::Loc)>) {
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(rule) => found.push((Node::Rule(*rule), member.at)),
            MemberKind::Nested(nested) => member_mentions(nested, found),
        }
    }
}

/// Reports each circle once, and empties the items on it. Gives the order in which everything else can be evaluated.
pub(super) fn check(program: &mut Program) -> (Vec<Step>, Vec<Diagnostic>) {
    let mut order = Vec::new();
    let nodes: Vec<Node> = program.derived_ids().map(Node::Derived).chain(program.rule_ids().map(Node::Rule)).collect();
    let edges: HashMap<Node, Vec<(Node, crate::base::Loc)>> =
        nodes.iter().map(|node| (*node, mentions(program, *node))).collect();
    let mut done: HashMap<Node, bool> = HashMap::new();
    let mut diagnostics = Vec::new();
    let mut cut = Vec::new();
    for start in nodes {
        if done.contains_key(&start) {
            continue;
        }
        // A depth-first walk with its own stack: a long chain of definitions must not exhaust the thread's.
        let mut path: Vec<(Node, usize)> = vec![(start, 0)];
        done.insert(start, false);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some((target, at)) = edges.get(&node).and_then(|edges| edges.get(*next)).copied() else {
                done.insert(node, true);
                order.push(match node {
                    Node::Derived(id) => Step::Derived(id),
                    Node::Rule(id) => Step::Rule(id),
                });
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
                    let mut names: Vec<String> = path.iter().skip(from).map(|(node, _)| name(program, *node)).collect();
                    names.push(name(program, target));
                    diagnostics.push(Diagnostic::new(RuleProblem::Circular { path: names }.into(), at));
                    cut.extend(path.iter().skip(from).map(|(node, _)| *node));
                }
                Some(true) => {}
            }
        }
    }
    for node in cut {
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
        }
    }
    (order, diagnostics)
}
