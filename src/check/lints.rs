//! What runs but is probably not meant: things never used, tests that say too little, verdicts that hang on knowledge.

use super::cycles::{Node, mentions, nodes, roots};
use crate::base::Loc;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::RuleProblem;
use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::ExprId;
use crate::model::item::{Force, Period, RuleKind};
use crate::model::plan::{Expectation, ExpectationKind, Test};
use std::collections::HashSet;

pub(super) fn check(program: &Program, before: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut diagnostics = unused(program, before);
    diagnostics.extend(tests(program, before));
    diagnostics.extend(knowledge(program));
    diagnostics
}

/// Whether an earlier stage already spoke of something inside `item`.
fn touched(before: &[Diagnostic], item: Loc) -> bool {
    before.iter().any(|diagnostic| {
        diagnostic.is_error()
            && diagnostic.at.file == item.file
            && item.span.start <= diagnostic.at.span.start
            && diagnostic.at.span.start <= item.span.end
    })
}

/// Facts, parameters, definitions and tables that nothing mentions. A doctrine with errors is left alone: what uses them
/// may be what could not be read.
fn unused(program: &Program, before: &[Diagnostic]) -> Vec<Diagnostic> {
    if before.iter().any(Diagnostic::is_error) {
        return Vec::new();
    }
    let mut used = HashSet::new();
    for expr in &program.exprs {
        match expr.kind {
            ExprKind::Fact(id) => {
                used.insert(("fact", id.index()));
            }
            ExprKind::Derived(id) => {
                used.insert(("derived", id.index()));
            }
            _ => {}
        }
    }
    // What is read from records may be asked for beside the rules, to group by it.
    let read = program.datasets.iter().flat_map(|dataset| &dataset.facts);
    used.extend(read.map(|mapping| ("fact", mapping.fact.index())));
    let templates: Vec<&str> =
        program.rules.iter().flat_map(|rule| &rule.versions).filter_map(|version| version.remedy.as_deref()).collect();
    let named = |name: &str| templates.iter().any(|template| template.contains(&format!("{{{name}}}")));
    let mut diagnostics = Vec::new();
    let mut report = |name: &str, at: Loc| {
        // What a doctrine offers and this one does not use is no mistake of this one.
        if !named(name) && !program.imported.contains(&at.file) {
            diagnostics.push(Diagnostic::new(RuleProblem::Unused { name: name.to_string() }.into(), at));
        }
    };
    for (index, fact) in program.facts.iter().enumerate() {
        if fact.is_declared() && !used.contains(&("fact", index)) {
            report(&fact.path, fact.decl.at);
        }
    }
    for (index, derived) in program.derived.iter().enumerate() {
        if !used.contains(&("derived", index)) {
            report(&derived.meta.name, derived.meta.at);
        }
    }
    diagnostics
}

fn tests(program: &Program, before: &[Diagnostic]) -> Vec<Diagnostic> {
    let dated = dated(program);
    let mut diagnostics = Vec::new();
    for test in &program.tests {
        if touched(before, test.item) {
            continue;
        }
        let expects = !test.expectations.is_empty()
            || test.examples.iter().flat_map(|table| &table.rows).any(|row| !row.expectations.is_empty());
        if !expects {
            diagnostics.push(Diagnostic::new(RuleProblem::TestWithoutExpectation.into(), test.at));
        } else if lacks_date(program, test, &dated) {
            diagnostics.push(Diagnostic::new(RuleProblem::TestWithoutDate.into(), test.at));
        }
    }
    diagnostics
}

fn lacks_date(program: &Program, test: &Test, dated: &HashSet<Node>) -> bool {
    if test.as_of.is_some() {
        return false;
    }
    let hangs = |expectations: &[Expectation]| {
        expectations.iter().any(|expectation| {
            is_dated(program, expectation)
                || expectation_nodes(program, expectation).iter().any(|node| dated.contains(node))
        })
    };
    hangs(&test.expectations)
        || test.examples.iter().flat_map(|table| &table.rows).any(|row| row.as_of.is_none() && hangs(&row.expectations))
}

/// Whether an expectation depends on the day by itself: what is late is late on some day.
fn is_dated(program: &Program, expectation: &Expectation) -> bool {
    let open = |period: Period| period.from.is_none() && period.until.is_none();
    match &expectation.kind {
        ExpectationKind::Late { .. } | ExpectationKind::Milestone { .. } => true,
        ExpectationKind::Feasible { scenario, .. } => {
            let scenario = program.scenarios.get(*scenario);
            scenario.is_some_and(|scenario| !scenario.versions.iter().all(|version| open(version.period)))
        }
        ExpectationKind::Verdict(..)
        | ExpectationKind::Missing { .. }
        | ExpectationKind::PassesWith { .. }
        | ExpectationKind::Condition(_)
        | ExpectationKind::Risk { .. } => false,
    }
}

fn expectation_nodes(program: &Program, expectation: &Expectation) -> Vec<Node> {
    match &expectation.kind {
        ExpectationKind::Verdict(rule, _)
        | ExpectationKind::Missing { rule, .. }
        | ExpectationKind::PassesWith { rule, .. } => vec![Node::Rule(*rule)],
        ExpectationKind::Condition(condition) => nodes_in(program, *condition),
        ExpectationKind::Feasible { scenario, .. } => program
            .scenarios
            .get(*scenario)
            .into_iter()
            .flat_map(|scenario| scenario.versions.iter().flat_map(|version| &version.feasible))
            .flat_map(|condition| nodes_in(program, *condition))
            .collect(),
        ExpectationKind::Risk { .. } | ExpectationKind::Late { .. } | ExpectationKind::Milestone { .. } => Vec::new(),
    }
}

fn nodes_in(program: &Program, root: ExprId) -> Vec<Node> {
    let mut found = Vec::new();
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        match program.kind(id) {
            ExprKind::Derived(derived) => found.push(Node::Derived(*derived)),
            ExprKind::Rule(rule, _) => found.push(Node::Rule(*rule)),
            ExprKind::Milestone(rank) => found.push(Node::Milestone(*rank)),
            _ => {}
        }
        stack.extend(program.kind(id).children());
    }
    found
}

/// Items whose answer depends on the date: those with a dated version, or that lean on one or on today.
fn dated(program: &Program) -> HashSet<Node> {
    let nodes: Vec<Node> = nodes(program).collect();
    let mut dated: HashSet<Node> = nodes.iter().copied().filter(|node| has_dates(program, *node)).collect();
    loop {
        let before = dated.len();
        for node in &nodes {
            if !dated.contains(node) && mentions(program, *node).iter().any(|(target, _)| dated.contains(target)) {
                dated.insert(*node);
            }
        }
        if dated.len() == before {
            return dated;
        }
    }
}

fn has_dates(program: &Program, node: Node) -> bool {
    let open = |period: Period| period.from.is_none() && period.until.is_none();
    let versions_open = match node {
        Node::Derived(id) => {
            program.derived_item(id).is_none_or(|derived| derived.versions.iter().all(|version| open(version.period)))
        }
        Node::Rule(id) => program.rule(id).is_none_or(|rule| rule.versions.iter().all(|version| open(version.period))),
        Node::Milestone(rank) => {
            let milestone = program.milestones.get(rank);
            milestone.is_none_or(|milestone| milestone.versions.iter().all(|version| open(version.period)))
        }
    };
    let today = roots(program, node).into_iter().any(|root| {
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if matches!(program.kind(id), ExprKind::Today) {
                return true;
            }
            stack.extend(program.kind(id).children());
        }
        false
    });
    !versions_open || today
}

/// A blocking criterion that asks whether a fact is known would pass or fail on silence.
fn knowledge(program: &Program) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in &program.rules {
        for version in &rule.versions {
            let blocking = matches!(version.force, Force::Obligation | Force::Requirement);
            if rule.kind != RuleKind::Criterion || !blocking {
                continue;
            }
            let mut stack = version.requires.clone();
            while let Some(id) = stack.pop() {
                if matches!(program.kind(id), ExprKind::Knowledge { .. }) {
                    let problem = RuleProblem::KnowledgeDecides { name: rule.meta.label().to_string() };
                    diagnostics.push(Diagnostic::new(problem.into(), program.at(id)));
                }
                stack.extend(program.kind(id).children());
            }
        }
    }
    diagnostics
}
