//! Which cases can see an item: those whose expectations lean on it, at any remove, in any version.

use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId};
use crate::model::item::{Bound, FactOrigin, FieldDecl, MemberKind, Members};
use crate::model::plan::{Expectation, ExpectationKind, Given, GivenValue};
use crate::testing::case::Posed;
use crate::testing::item::{Item, roots};
use std::collections::{HashMap, HashSet, VecDeque};

/// What each item mentions.
pub(super) struct Graph {
    edges: HashMap<Item, Vec<Item>>,
    /// The parameters that constants lean on: declared bounds, and what tests and scenarios take as given. With another
    /// value of these, cases start from another situation.
    constants: HashSet<DerivedId>,
}

impl Graph {
    pub fn new(program: &Program) -> Self {
        let derived = program.derived_ids().map(Item::Derived);
        let rules = program.rule_ids().map(Item::Rule);
        let scenarios = (0..program.scenarios.len()).map(Item::Scenario);
        let milestones = (0..program.milestones.len()).map(Item::Milestone);
        let items = derived.chain(rules).chain(scenarios).chain(milestones);
        let mut graph =
            Graph { edges: items.map(|item| (item, edges(program, item))).collect(), constants: HashSet::new() };
        let named = mentioned(program, constants(program));
        graph.constants = graph
            .distances(named)
            .into_keys()
            .filter_map(|item| match item {
                Item::Derived(id) => Some(id),
                Item::Rule(_) | Item::Scenario(_) | Item::Milestone(_) => None,
            })
            .collect();
        graph
    }

    /// Whether a change of the item changes what cases start from.
    pub fn is_in_constants(&self, item: Item) -> bool {
        matches!(item, Item::Derived(id) if self.constants.contains(&id))
    }

    /// Everything that an expectation of a case leans on, with how many steps away it is.
    pub fn seen_by(&self, program: &Program, case: &Posed<'_>) -> HashMap<Item, usize> {
        let mut named = Vec::new();
        for expectation in &case.expectations {
            self.expected(program, expectation, &mut named);
        }
        named.extend(case.start.under.scenario.map(Item::Scenario));
        let mut seen = self.distances(named);
        // Far from the point, but every case hangs on them.
        for constant in &self.constants {
            seen.entry(Item::Derived(*constant)).or_insert(usize::MAX);
        }
        seen
    }

    /// Whether one item leans on the other.
    pub fn leans(&self, item: Item, on: Item) -> bool {
        self.distances(vec![item]).contains_key(&on)
    }

    fn expected(&self, program: &Program, expectation: &Expectation, named: &mut Vec<Item>) {
        let scenarios = || (0..program.scenarios.len()).map(Item::Scenario);
        let milestones = || (0..program.milestones.len()).map(Item::Milestone);
        match &expectation.kind {
            ExpectationKind::Verdict(rule, _)
            | ExpectationKind::Missing { rule, .. }
            | ExpectationKind::PassesWith { rule, .. } => named.push(Item::Rule(*rule)),
            ExpectationKind::Condition(id) => named.extend(mentioned(program, vec![*id])),
            ExpectationKind::Feasible { scenario, .. } => named.push(Item::Scenario(*scenario)),
            ExpectationKind::Risk { scenario: Some(scenario), .. } => named.push(Item::Scenario(*scenario)),
            ExpectationKind::Risk { scenario: None, .. } => named.extend(scenarios()),
            // Their order is that of all of them.
            ExpectationKind::Milestone { .. } => named.extend(milestones()),
            ExpectationKind::Late { by, .. } => {
                named.extend(milestones());
                named.extend(mentioned(program, vec![*by]));
            }
        }
    }

    fn distances(&self, named: Vec<Item>) -> HashMap<Item, usize> {
        let mut distances = HashMap::new();
        let mut waiting: VecDeque<(Item, usize)> = named.into_iter().map(|item| (item, 0)).collect();
        while let Some((item, distance)) = waiting.pop_front() {
            if distances.contains_key(&item) {
                continue;
            }
            distances.insert(item, distance);
            let next = self.edges.get(&item).into_iter().flatten();
            waiting.extend(next.map(|item| (*item, distance + 1)));
        }
        distances
    }
}

fn edges(program: &Program, item: Item) -> Vec<Item> {
    let mut found = mentioned(program, roots(program, item));
    if let Item::Rule(id) = item {
        let versions = program.rule(id).into_iter().flat_map(|rule| &rule.versions);
        versions.filter_map(|version| version.members.as_ref()).for_each(|members| counted(members, &mut found));
    }
    found
}

fn counted(members: &Members, found: &mut Vec<Item>) {
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(id) => found.push(Item::Rule(*id)),
            MemberKind::Nested(nested) => counted(nested, found),
        }
    }
}

/// The items that expressions name.
fn mentioned(program: &Program, mut stack: Vec<ExprId>) -> Vec<Item> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        let kind = program.kind(id);
        match kind {
            ExprKind::Derived(derived) => found.push(Item::Derived(*derived)),
            ExprKind::Rule(rule, _) => found.push(Item::Rule(*rule)),
            ExprKind::Milestone(rank) => found.push(Item::Milestone(*rank)),
            ExprKind::Fact(fact) => match program.fact(*fact).map(|fact| fact.origin) {
                Some(FactOrigin::Reached(rank) | FactOrigin::Planned(rank)) => found.push(Item::Milestone(rank)),
                Some(FactOrigin::Group(_) | FactOrigin::Meetings(_)) | None => {}
            },
            _ => {}
        }
        stack.extend(kind.children());
    }
    found
}

/// Every constant that a situation is made with.
fn constants(program: &Program) -> Vec<ExprId> {
    let mut found = Vec::new();
    let fields = program.records.iter().flat_map(|record| &record.fields);
    program.facts.iter().map(|fact| &fact.decl).chain(fields).for_each(|decl| declared(decl, &mut found));
    let supposed = program.scenarios.iter().flat_map(|scenario| &scenario.versions);
    supposed.flat_map(|version| &version.assuming).for_each(|given| given_constants(given, &mut found));
    program.settings.iter().for_each(|given| given_constants(given, &mut found));
    for test in &program.tests {
        let rows = || test.examples.iter().flat_map(|examples| &examples.rows);
        test.givens
            .iter()
            .chain(rows().flat_map(|row| &row.givens))
            .for_each(|given| given_constants(given, &mut found));
        for expectation in test.expectations.iter().chain(rows().flat_map(|row| &row.expectations)) {
            if let ExpectationKind::PassesWith { givens, .. } = &expectation.kind {
                givens.iter().for_each(|given| given_constants(given, &mut found));
            }
        }
    }
    found
}

fn declared(decl: &FieldDecl, found: &mut Vec<ExprId>) {
    for bound in &decl.bounds {
        match bound {
            Bound::Compare(_, value) => found.push(*value),
            Bound::Between(low, high) => found.extend([low, high]),
            Bound::OneOf(values) => found.extend(values),
        }
    }
    found.extend(decl.step.iter().chain(&decl.valid_for));
}

fn given_constants(given: &Given, found: &mut Vec<ExprId>) {
    for claim in &given.claims {
        match &claim.value {
            GivenValue::Equals(value) | GivenValue::Compare(_, value) => found.push(*value),
            GivenValue::Between(low, high) => found.extend([low, high]),
            GivenValue::OneOf(values) => found.extend(values),
            GivenValue::Missing | GivenValue::Absent => {}
        }
    }
}
