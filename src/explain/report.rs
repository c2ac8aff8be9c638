//! The verdicts of one dossier as a tree: checklists above the criteria they combine, each with its reason.

use super::missing::{self, Open, Owner};
use super::plan::{Plans, Stance};
use crate::base::{Date, FileId, Sources};
use crate::eval::verdict::{MemberOutcome, RuleOutcome, VerdictSet};
use crate::eval::{Engine, Outcome, Situation, Trace, evaluate};
use crate::facts::dossier::Dossier;
use crate::facts::givens::apply;
use crate::facts::resolve::{Under, View, situation_under};
use crate::model::expr::{Quantity, Verdict};
use crate::model::ids::{FactId, RuleId};
use crate::model::item::{Force, MemberKind, Members, Rule, RuleKind, RuleVersion};
use crate::model::plan::Given;
use std::collections::HashSet;

/// One evaluation, with what the words are made from.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation<'a> {
    pub engine: &'a Engine,
    pub sources: &'a Sources,
    pub situation: &'a Situation,
    pub outcome: &'a Outcome,
    pub trace: &'a Trace,
}

/// One evaluation with everything it owns.
#[derive(Clone, Debug)]
pub struct Evaluated {
    situation: Situation,
    outcome: Outcome,
    trace: Trace,
}

impl Evaluated {
    /// What a dossier makes of the doctrine, as the view has it, under an option or a scenario.
    pub fn new(engine: &Engine, dossier: &Dossier, view: &View, under: Under) -> Self {
        Evaluated::supposing(engine, dossier, view, under, &[])
    }

    /// The same with more told for the occasion.
    pub fn supposing(engine: &Engine, dossier: &Dossier, view: &View, under: Under, more: &[Given]) -> Self {
        let mut situation = situation_under(engine, dossier, view, under);
        apply(engine, &mut situation, &engine.checked.program.settings, view);
        apply(engine, &mut situation, more, view);
        Evaluated::of(engine, situation)
    }

    /// What the doctrine makes of a situation.
    pub fn of(engine: &Engine, situation: Situation) -> Self {
        let (outcome, trace) = evaluate(engine, &situation, Trace::default());
        Evaluated { situation, outcome, trace }
    }

    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    pub fn evaluation<'a>(&'a self, engine: &'a Engine, sources: &'a Sources) -> Evaluation<'a> {
        Evaluation { engine, sources, situation: &self.situation, outcome: &self.outcome, trace: &self.trace }
    }
}

/// The tree, and what is missing under it.
#[derive(Clone, Debug)]
pub struct Report {
    pub dossier: Option<String>,
    pub doctrine: Option<String>,
    pub as_of: Date,
    pub texts_as_of: Date,
    /// The scenario or the option that the dossier is looked at under.
    pub under: Option<Stance>,
    pub roots: Vec<Node>,
    /// Whether rules were named: then nothing stands beside them.
    pub named: bool,
    /// The facts to find out, those that most criteria wait for first.
    pub missing: Vec<(FactId, usize)>,
    /// The items in which the text leaves something open that weighs on a verdict, in the order of the tree.
    pub unspecified: Vec<Owner>,
    /// The items that could not be evaluated because of errors.
    pub left_out: Vec<String>,
    /// Scenarios, options, milestones and bodies; left empty here, see [`Evaluation::plans`].
    pub plans: Plans,
}

#[derive(Clone, Debug)]
pub struct Node {
    /// `None` for a group written inside a checklist.
    pub rule: Option<RuleId>,
    pub verdicts: VerdictSet,
    pub force: Option<Force>,
    pub blocking: bool,
    /// How the children combine.
    pub quantity: Option<Quantity>,
    pub children: Vec<Node>,
}

/// How many criteria under a checklist have which verdict, a criterion in two places counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub met: usize,
    pub not_met: usize,
    pub unknown: usize,
    pub not_applicable: usize,
    pub exempt: usize,
}

impl Count {
    /// Counts one criterion more.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Met => self.met += 1,
            Verdict::NotMet => self.not_met += 1,
            Verdict::Unknown => self.unknown += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
            Verdict::Exempt => self.exempt += 1,
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn merge(&mut self, other: Count) {
        self.met += other.met;
        self.not_met += other.not_met;
        self.unknown += other.unknown;
        self.not_applicable += other.not_applicable;
        self.exempt += other.exempt;
    }
}

impl<'a> Evaluation<'a> {
    /// The version of a rule that was in force, and what was seen of it.
    pub fn rule(&self, id: RuleId) -> Option<(&'a Rule, Option<&'a RuleVersion>, &'a RuleOutcome)> {
        let outcome = self.outcome.rule(id)?;
        let rule = self.engine.checked.program.rule(id)?;
        Some((rule, outcome.version().and_then(|rank| rule.versions.get(rank)), outcome))
    }

    /// Builds the tree of the rules that `selected` files declare, or of `only` those named.
    pub fn report(&self, dossier: Option<String>, only: &[RuleId], selected: impl Fn(FileId) -> bool) -> Report {
        let program = &self.engine.checked.program;
        let shown = |id: &RuleId| {
            program.rule(*id).is_some_and(|rule| selected(rule.meta.at.file)) && self.outcome.rule(*id).is_some()
        };
        let rules: Vec<RuleId> = program.rule_ids().filter(shown).collect();
        let mut inner: HashSet<RuleId> = HashSet::new();
        for id in &rules {
            if let Some((_, Some(version), _)) = self.rule(*id)
                && let Some(members) = &version.members
            {
                inside(members, &mut inner);
            }
        }
        let tops: Vec<RuleId> = match only {
            [] => {
                let mut tops: Vec<RuleId> = rules.iter().copied().filter(|id| !inner.contains(id)).collect();
                // Checklists first: they say the most.
                // What does not apply comes last.
                tops.sort_by_key(|id| {
                    let idle = self.outcome.rule(*id).is_none_or(|one| one.verdicts == VerdictSet::NOT_APPLICABLE);
                    (idle, program.rule(*id).is_none_or(|rule| rule.kind != RuleKind::Checklist))
                });
                tops
            }
            only => only.to_vec(),
        };
        let mut growth = Growth::default();
        let roots: Vec<Node> = tops.into_iter().filter_map(|id| self.node(id, None, &mut growth)).collect();
        let (mut asked, mut open) = (HashSet::new(), Open::default());
        for root in &roots {
            self.open_under(root, &mut asked, &mut open);
        }
        let wanted: HashSet<FactId> = open.facts.into_iter().collect();
        let missing = missing::of_all(self.engine, self.situation, self.outcome, self.trace);
        let left_out = program
            .rule_ids()
            .filter(|id| !self.engine.checked.sound.rule(*id))
            .filter_map(|id| program.rule(id).map(|rule| rule.meta.name.clone()))
            .collect();
        Report {
            named: !only.is_empty(),
            dossier,
            doctrine: program.doctrine.as_ref().map(|doctrine| doctrine.name.clone()),
            as_of: self.situation.dates.as_of,
            texts_as_of: self.situation.dates.texts_as_of,
            under: None,
            roots,
            missing: missing.into_iter().filter(|(fact, _)| wanted.contains(fact)).collect(),
            unspecified: open.unspecified,
            left_out,
            plans: Plans::default(),
        }
    }

    /// The sources cited by the rules of a node and those under it, each once.
    pub fn cited(&self, node: &Node, sources: &mut Vec<crate::model::ids::SourceId>) {
        if let Some((rule, version, _)) = node.rule.and_then(|rule| self.rule(rule)) {
            let per = version.or(rule.versions.last()).map_or(&rule.meta.per, |version| &version.per);
            for citation in per {
                if !sources.contains(&citation.source) {
                    sources.push(citation.source);
                }
            }
        }
        for child in &node.children {
            self.cited(child, sources);
        }
    }

    /// What keeps a rule's verdict undecided.
    pub fn open(&self, id: RuleId) -> Open {
        missing::open_of_rule(self.engine, self.situation, self.outcome, self.trace, id)
    }

    fn open_under(&self, node: &Node, asked: &mut HashSet<RuleId>, all: &mut Open) {
        if let Some(rule) = node.rule.filter(|rule| asked.insert(*rule)) {
            let open = self.open(rule);
            all.facts.extend(open.facts);
            for owner in open.unspecified {
                if !all.unspecified.contains(&owner) {
                    all.unspecified.push(owner);
                }
            }
        }
        for child in &node.children {
            self.open_under(child, asked, all);
        }
    }

    fn node(&self, id: RuleId, force: Option<Force>, growth: &mut Growth) -> Option<Node> {
        // Circles are refused before; this only keeps a mistake elsewhere from becoming an endless tree.
        if growth.path.contains(&id) {
            return None;
        }
        let (rule, version, outcome) = self.rule(id)?;
        let last = rule.versions.last();
        let force = force.or_else(|| version.or(last).map(|version| version.force));
        growth.nodes += 1;
        let members = version.and_then(|version| version.members.as_ref());
        let shown = members.filter(|_| growth.nodes < Growth::NODES && growth.path.len() < Growth::DEPTH);
        growth.path.push(id);
        let children = shown.map(|members| self.children(members, outcome.members(), growth)).unwrap_or_default();
        growth.path.pop();
        Some(Node {
            rule: Some(id),
            verdicts: outcome.verdicts,
            force,
            blocking: force.is_none_or(crate::eval::is_blocking),
            quantity: members.map(|members| members.quantity),
            children,
        })
    }

    fn children(&self, members: &Members, outcomes: &[MemberOutcome], growth: &mut Growth) -> Vec<Node> {
        let mut children = Vec::new();
        for (rank, member) in members.members.iter().enumerate() {
            let outcome = outcomes.get(rank);
            match &member.kind {
                MemberKind::Rule(rule) => children.extend(self.node(*rule, member.force, growth)),
                MemberKind::Nested(nested) => {
                    let inner = outcome.map(|outcome| outcome.members.as_slice()).unwrap_or_default();
                    children.push(Node {
                        rule: None,
                        verdicts: outcome.map_or(VerdictSet::ANY, |outcome| outcome.verdicts),
                        force: member.force,
                        blocking: outcome.is_none_or(|outcome| outcome.blocking),
                        quantity: Some(nested.quantity),
                        children: self.children(nested, inner, growth),
                    });
                }
            }
        }
        children
    }
}

/// The tree while it grows.
#[derive(Default)]
struct Growth {
    /// The checklists above.
    path: Vec<RuleId>,
    nodes: usize,
}

impl Growth {
    /// Far more than anybody reads. Checklists that share members, or stand in long chains, make a tree out of
    /// proportion to their text: beyond, they stand without their members.
    const NODES: usize = 10_000;
    const DEPTH: usize = 64;
}

/// The rules inside a checklist, at any depth of brackets.
fn inside(members: &Members, found: &mut HashSet<RuleId>) {
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(rule) => {
                found.insert(*rule);
            }
            MemberKind::Nested(nested) => inside(nested, found),
        }
    }
}

impl Node {
    /// The criteria under this node.
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        self.count_into(&mut count, &mut HashSet::new());
        count
    }

    fn count_into(&self, count: &mut Count, seen: &mut HashSet<RuleId>) {
        if self.children.is_empty() && self.quantity.is_none() {
            if self.rule.is_some_and(|rule| !seen.insert(rule)) {
                return;
            }
            count.add(self.verdicts.verdict());
        }
        for child in &self.children {
            child.count_into(count, seen);
        }
    }
}
