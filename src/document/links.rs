//! Who leans on whom: what each item mentions in any of its versions, and the same the other way round.

use super::target::home;
use crate::base::FileId;
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, GroupId, RuleId};
use crate::model::item::{Body, Citation, MemberKind, Members};
use crate::model::plan::{Expectation, ExpectationKind, Given, Subject, Test};
use crate::model::{Program, ValueRef};
use std::collections::{HashMap, HashSet};

/// The items in the order of the program, and the links between them.
#[derive(Debug, Default)]
pub struct Links {
    leans_on: HashMap<ValueRef, Vec<ValueRef>>,
    serves: HashMap<ValueRef, Vec<ValueRef>>,
    /// The tests whose expectations name an item, by rank.
    tests: HashMap<ValueRef, Vec<usize>>,
}

impl Links {
    pub fn new(program: &Program) -> Self {
        let mut links = Links::default();
        for of in items(program) {
            let mut found = Vec::new();
            for root in roots(program, of) {
                mentions(program, root, &mut found);
            }
            found.extend(direct(program, of));
            let mut known = HashSet::new();
            let once: Vec<ValueRef> = found.into_iter().filter(|one| *one != of && known.insert(*one)).collect();
            for one in &once {
                links.serves.entry(*one).or_default().push(of);
            }
            links.leans_on.insert(of, once);
        }
        for (rank, test) in program.tests.iter().enumerate() {
            for of in tested(program, test) {
                let tests = links.tests.entry(of).or_default();
                if tests.last() != Some(&rank) {
                    tests.push(rank);
                }
            }
        }
        links
    }

    pub fn leans_on(&self, of: ValueRef) -> &[ValueRef] {
        self.leans_on.get(&of).map_or(&[], Vec::as_slice)
    }

    pub fn serves(&self, of: ValueRef) -> &[ValueRef] {
        self.serves.get(&of).map_or(&[], Vec::as_slice)
    }

    pub fn tests(&self, of: ValueRef) -> &[usize] {
        self.tests.get(&of).map_or(&[], Vec::as_slice)
    }
}

/// Everything that may lean on something else.
pub fn items(program: &Program) -> impl Iterator<Item = ValueRef> + use<> {
    let derived = program.derived_ids().map(ValueRef::Derived);
    let rules = program.rule_ids().map(ValueRef::Rule);
    let scenarios = (0..program.scenarios.len()).map(ValueRef::Scenario);
    let milestones = (0..program.milestones.len()).map(ValueRef::Milestone);
    let bodies = (0..program.bodies.len()).map(ValueRef::Body);
    derived.chain(rules).chain(scenarios).chain(milestones).chain(bodies)
}

/// Every expression of an item, at its top.
fn roots(program: &Program, of: ValueRef) -> Vec<ExprId> {
    let mut roots = Vec::new();
    match of {
        ValueRef::Derived(id) => {
            for version in program.derived_item(id).into_iter().flat_map(|item| &item.versions) {
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
                roots
                    .extend(version.exceptions.iter().flat_map(|one| Some(one.condition).into_iter().chain(one.value)));
            }
        }
        ValueRef::Rule(id) => {
            for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
                roots.extend(version.for_each.iter().map(|each| each.list));
                roots.extend(version.applies.iter().chain(&version.requires));
                roots.extend(version.exceptions.iter().map(|one| one.condition));
            }
        }
        ValueRef::Scenario(rank) => {
            let versions = program.scenarios.get(rank).into_iter().flat_map(|scenario| &scenario.versions);
            roots.extend(versions.flat_map(|version| version.conditions()));
        }
        ValueRef::Milestone(rank) => {
            let versions = program.milestones.get(rank).into_iter().flat_map(|milestone| &milestone.versions);
            roots.extend(versions.flat_map(|version| version.exprs()));
        }
        ValueRef::Body(rank) => {
            let versions = program.bodies.get(rank).into_iter().flat_map(|body| &body.versions);
            roots.extend(versions.filter_map(|version| version.regular));
        }
        ValueRef::Group(_) | ValueRef::Fact(_) | ValueRef::Uncoded(_) => {}
    }
    roots
}

/// What an expression mentions, in the order of the text.
fn mentions(program: &Program, root: ExprId, found: &mut Vec<ValueRef>) {
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        match kind {
            ExprKind::Fact(fact) => found.push(home(program, *fact)),
            ExprKind::Derived(derived) => found.push(ValueRef::Derived(*derived)),
            ExprKind::Rule(rule, _) => found.push(ValueRef::Rule(*rule)),
            ExprKind::Milestone(rank) => found.push(ValueRef::Milestone(*rank)),
            _ => {}
        }
        stack.extend(kind.children().into_iter().rev());
    }
}

/// What an item names outside its conditions: members, the facts it supposes, the milestones before it, a body.
fn direct(program: &Program, of: ValueRef) -> Vec<ValueRef> {
    match of {
        ValueRef::Rule(id) => {
            let versions = program.rule(id).into_iter().flat_map(|rule| &rule.versions);
            versions.filter_map(|version| version.members.as_ref()).flat_map(members).map(ValueRef::Rule).collect()
        }
        ValueRef::Scenario(rank) => {
            let versions = program.scenarios.get(rank).into_iter().flat_map(|scenario| &scenario.versions);
            versions.flat_map(|version| &version.assuming).map(|given| subject(program, given)).collect()
        }
        ValueRef::Milestone(rank) => {
            let versions = program.milestones.get(rank).into_iter().flat_map(|milestone| &milestone.versions);
            let named = versions.flat_map(|version| {
                let after = version.after.iter().map(|after| ValueRef::Milestone(after.milestone));
                after.chain(version.decided_by.map(ValueRef::Body))
            });
            named.collect()
        }
        ValueRef::Derived(_) | ValueRef::Body(_) | ValueRef::Group(_) | ValueRef::Fact(_) | ValueRef::Uncoded(_) => {
            Vec::new()
        }
    }
}

/// What is given: a fact, or the item that has it; or a parameter.
pub fn subject(program: &Program, given: &Given) -> ValueRef {
    match given.subject {
        Subject::Fact(fact) => home(program, fact),
        Subject::Parameter(derived) => ValueRef::Derived(derived),
    }
}

/// The rules a checklist names, those of nested ones included.
pub fn members(members: &Members) -> Vec<RuleId> {
    let mut found = Vec::new();
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(rule) => found.push(*rule),
            MemberKind::Nested(nested) => found.extend(self::members(nested)),
        }
    }
    found
}

/// What a test's expectations name.
fn tested(program: &Program, test: &Test) -> Vec<ValueRef> {
    let rows = test.examples.iter().flat_map(|examples| &examples.rows);
    let expectations = test.expectations.iter().chain(rows.flat_map(|row| &row.expectations));
    expectations.flat_map(|expectation| expected(program, expectation)).collect()
}

/// What one expectation is about.
pub fn expected(program: &Program, expectation: &Expectation) -> Vec<ValueRef> {
    match &expectation.kind {
        ExpectationKind::Verdict(rule, _)
        | ExpectationKind::Missing { rule, .. }
        | ExpectationKind::PassesWith { rule, .. } => vec![ValueRef::Rule(*rule)],
        ExpectationKind::Condition(condition) => {
            let mut found = Vec::new();
            mentions(program, *condition, &mut found);
            found.retain(|of| !matches!(of, ValueRef::Fact(_)));
            found
        }
        ExpectationKind::Feasible { scenario, .. } => vec![ValueRef::Scenario(*scenario)],
        ExpectationKind::Risk { scenario, .. } => scenario.map(ValueRef::Scenario).into_iter().collect(),
        ExpectationKind::Late { milestone, .. } | ExpectationKind::Milestone { milestone, .. } => {
            vec![ValueRef::Milestone(*milestone)]
        }
    }
}

/// Every citation of an item, those of each version and exception included, each once.
pub fn citations(program: &Program, of: ValueRef) -> Vec<&Citation> {
    let mut found: Vec<&Citation> = program.meta(of).into_iter().flat_map(|meta| &meta.per).collect();
    match of {
        ValueRef::Rule(id) => {
            for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
                found.extend(&version.per);
                found.extend(version.exceptions.iter().flat_map(|one| &one.per));
            }
        }
        ValueRef::Derived(id) => {
            for version in program.derived_item(id).into_iter().flat_map(|item| &item.versions) {
                found.extend(&version.per);
                found.extend(version.exceptions.iter().flat_map(|one| &one.per));
            }
        }
        ValueRef::Scenario(rank) => {
            found
                .extend(program.scenarios.get(rank).into_iter().flat_map(|one| &one.versions).flat_map(|one| &one.per));
        }
        ValueRef::Milestone(rank) => {
            found.extend(
                program.milestones.get(rank).into_iter().flat_map(|one| &one.versions).flat_map(|one| &one.per),
            );
        }
        ValueRef::Body(rank) => {
            found.extend(program.bodies.get(rank).into_iter().flat_map(|one| &one.versions).flat_map(|one| &one.per));
        }
        ValueRef::Group(_) | ValueRef::Fact(_) | ValueRef::Uncoded(_) => {}
    }
    found
}

/// The sources that something shown cites, or whose word a test takes; by rank.
pub fn used_sources(program: &Program, is_shown: impl Fn(FileId) -> bool) -> HashSet<usize> {
    let mut values: Vec<ValueRef> = items(program).collect();
    values.extend((0..program.groups.len()).map(|rank| ValueRef::Group(GroupId::new(rank))));
    values.extend((0..program.uncoded.len()).map(ValueRef::Uncoded));
    values.retain(|of| program.meta(*of).is_some_and(|meta| is_shown(meta.at.file)));
    let metas = program.choices.iter().map(|one| &one.meta).chain(program.records.iter().map(|one| &one.meta));
    let metas = metas.chain(program.actors.iter().map(|one| &one.meta));
    let metas = metas.chain(program.datasets.iter().map(|one| &one.meta));
    let of_metas = metas.filter(|meta| is_shown(meta.at.file)).flat_map(|meta| &meta.per);
    let of_values = values.iter().flat_map(|of| citations(program, *of));
    let mut used: HashSet<usize> = of_values.chain(of_metas).map(|citation| citation.source.index()).collect();
    let tests = program.tests.iter().filter(|test| is_shown(test.at.file));
    let names: HashSet<&str> =
        tests.flat_map(givens).flat_map(|given| &given.claims).filter_map(|one| one.per.as_deref()).collect();
    let sources = program.sources.iter().enumerate();
    used.extend(sources.filter(|(_, source)| names.contains(source.meta.name.as_str())).map(|(rank, _)| rank));
    used
}

/// Everything a test takes as given, those of its rows and of what would make a rule pass included.
fn givens(test: &Test) -> impl Iterator<Item = &Given> {
    let rows = || test.examples.iter().flat_map(|examples| &examples.rows);
    let expectations = test.expectations.iter().chain(rows().flat_map(|row| &row.expectations));
    let of_expectations = expectations.flat_map(|one| match &one.kind {
        ExpectationKind::PassesWith { givens, .. } => givens.as_slice(),
        _ => &[],
    });
    test.givens.iter().chain(rows().flat_map(|row| &row.givens)).chain(of_expectations)
}
