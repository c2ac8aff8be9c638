//! Which cases can see an item: those whose expectations lean on it, at any remove, in any version.

use crate::check::Step;
use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId};
use crate::model::item::{Bound, FactOrigin, FieldDecl, MemberKind, Members};
use crate::model::plan::{Base, Expectation, ExpectationKind, Given, GivenValue, Test, TestUnder};
use crate::testing::case::expectations;
use crate::testing::item::{Item, roots};
use std::collections::{HashMap, HashSet, VecDeque};

/// What each item mentions.
pub(super) struct Graph {
    edges: HashMap<Item, Vec<Item>>,
    /// What mentions each item.
    users: HashMap<Item, Vec<Item>>,
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
        let edges: HashMap<Item, Vec<Item>> = items.map(|item| (item, edges(program, item))).collect();
        let mut users: HashMap<Item, Vec<Item>> = HashMap::new();
        for (item, mentioned) in &edges {
            mentioned.iter().for_each(|other| users.entry(*other).or_default().push(*item));
        }
        let mut graph = Graph { edges, users, constants: HashSet::new() };
        let named = mentioned(program, constants(program));
        graph.constants = distances(&graph.edges, named)
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

    /// Everything that leans on an item, itself included, with how many steps away it is.
    pub fn leaning_on(&self, item: Item) -> HashMap<Item, usize> {
        distances(&self.users, vec![item])
    }

    /// What must be evaluated for these items, in order.
    pub fn steps(&self, named: Vec<Item>, order: &[Step]) -> Vec<Step> {
        let needed = distances(&self.edges, named);
        let is_needed = |step: &&Step| {
            needed.contains_key(&match **step {
                Step::Derived(id) => Item::Derived(id),
                Step::Rule(id) => Item::Rule(id),
                Step::Milestone(rank) => Item::Milestone(rank),
            })
        };
        order.iter().filter(is_needed).copied().collect()
    }

    /// Whether one item leans on the other.
    pub fn leans(&self, item: Item, on: Item) -> bool {
        distances(&self.edges, vec![item]).contains_key(&on)
    }
}

/// What the expectations of a case look at, and what it starts from.
pub(super) fn named(program: &Program, test: &Test, row: Option<usize>) -> Vec<Item> {
    let mut named = expected(program, &expectations(test, row));
    supposed(program, test, &mut named);
    named.sort_unstable();
    named.dedup();
    named
}

/// The scenarios that a test may suppose: its own, those of the tests it starts from, and those of the options of facts
/// files, which are not read here.
fn supposed(program: &Program, test: &Test, named: &mut Vec<Item>) {
    let (mut tests, mut from_files, mut rank) = (vec![test], false, 0);
    while let Some(test) = tests.get(rank).copied() {
        rank += 1;
        for base in &test.bases {
            match base {
                Base::File(..) => from_files = true,
                Base::Test(title, _) => {
                    let found = program.tests.iter().find(|other| other.title == *title);
                    tests.extend(found.filter(|found| !tests.iter().any(|known| std::ptr::eq(*known, *found))));
                }
            }
        }
    }
    let unders: Vec<&TestUnder> = tests.iter().filter_map(|test| test.under.as_ref()).collect();
    if from_files && !unders.is_empty() {
        named.extend((0..program.scenarios.len()).map(Item::Scenario));
    }
    named.extend(unders.into_iter().filter_map(|under| under.scenario).map(Item::Scenario));
}

/// What expectations look at.
pub(super) fn expected(program: &Program, expectations: &[&Expectation]) -> Vec<Item> {
    let mut named = Vec::new();
    expectations.iter().for_each(|expectation| looked_at(program, expectation, &mut named));
    named
}

fn looked_at(program: &Program, expectation: &Expectation, named: &mut Vec<Item>) {
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

fn distances(edges: &HashMap<Item, Vec<Item>>, from: Vec<Item>) -> HashMap<Item, usize> {
    let mut distances = HashMap::new();
    let mut waiting: VecDeque<(Item, usize)> = from.into_iter().map(|item| (item, 0)).collect();
    while let Some((item, distance)) = waiting.pop_front() {
        if distances.contains_key(&item) {
            continue;
        }
        distances.insert(item, distance);
        waiting.extend(edges.get(&item).into_iter().flatten().map(|item| (*item, distance + 1)));
    }
    distances
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
