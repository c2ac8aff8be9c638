//! What a dossier still lacks: the facts to ask for, with the authors' words, and the verdicts that wait for each.
//!
//! What the texts leave open is never asked: it is told apart.

mod json;
mod text;
mod words;

use super::missing::{Open, Owner};
use super::report::Evaluation;
use crate::base::{Date, FileId};
use crate::explain::plan::Stance;
use crate::model::ids::{FactId, RuleId};
use crate::model::item::{MemberKind, Members, RuleKind};
pub use json::questions_json;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
pub use text::questions_text;

/// The facts missing from one dossier, and what the texts leave open.
#[derive(Clone, Debug)]
pub struct Questions {
    pub dossier: Option<String>,
    pub doctrine: Option<String>,
    pub as_of: Date,
    pub texts_as_of: Date,
    /// What the dossier is looked at under.
    pub under: Option<Stance>,
    /// The rules asked for, when some are named.
    pub only: Vec<RuleId>,
    /// Most decisive first: those that the most undecided criteria wait for, then in the order of declaration.
    pub missing: Vec<Question>,
    /// What no dossier can tell, in the same order.
    pub unspecified: Vec<OpenPoint>,
    /// How many verdicts are undecided.
    pub undecided: usize,
    /// The items that could not be evaluated because of errors.
    pub left_out: Vec<String>,
}

/// A fact that can still change a verdict.
#[derive(Clone, Debug)]
pub struct Question {
    pub fact: FactId,
    /// The rules whose verdicts it can still change: criteria, then checklists, in the order of declaration.
    pub waiting: Vec<RuleId>,
}

/// An item in which the text leaves something open that can still change a verdict.
#[derive(Clone, Debug)]
pub struct OpenPoint {
    pub owner: Owner,
    pub waiting: Vec<RuleId>,
}

impl<'a> Evaluation<'a> {
    /// What the rules of the `selected` files wait for, or `only` those named and the members of the checklists among
    /// them. Under a name stand only facts that can change the verdict of that name: a checklist that is decided asks
    /// for nothing, whatever its members lack.
    pub fn questions(&self, dossier: Option<String>, only: &[RuleId], selected: impl Fn(FileId) -> bool) -> Questions {
        let program = &self.engine.checked.program;
        let rules = if only.is_empty() { self.declared_in(selected) } else { self.rules_under(only) };
        let mut waiting: Vec<(RuleId, Open)> = rules
            .into_iter()
            .filter(|id| self.outcome.rule(*id).is_some_and(|outcome| !outcome.verdicts.is_decided()))
            .map(|id| (id, self.open(id)))
            .collect();
        waiting.sort_by_key(|(id, _)| (self.is_checklist(*id), *id));
        let of_named = only.iter().map(|id| self.open(*id)).fold(Open::default(), |mut all, one| {
            all.facts.extend(one.facts);
            all.unspecified.extend(one.unspecified);
            all
        });
        let (facts, owners): (HashSet<_>, HashSet<_>) =
            (of_named.facts.into_iter().collect(), of_named.unspecified.into_iter().collect());
        let every = only.is_empty();
        let missing = self.gathered(&waiting, |open| &open.facts, |fact| every || facts.contains(fact));
        let unspecified = self.gathered(&waiting, |open| &open.unspecified, |owner| every || owners.contains(owner));
        let left_out = program.rules.iter().zip(&self.engine.checked.sound.rules).filter(|(_, sound)| !**sound);
        Questions {
            dossier,
            doctrine: program.doctrine.as_ref().map(|doctrine| doctrine.name.clone()),
            as_of: self.situation.dates.as_of,
            texts_as_of: self.situation.dates.texts_as_of,
            under: None,
            only: only.to_vec(),
            undecided: waiting.len(),
            missing: missing.into_iter().map(|(fact, waiting)| Question { fact, waiting }).collect(),
            unspecified: unspecified.into_iter().map(|(owner, waiting)| OpenPoint { owner, waiting }).collect(),
            left_out: left_out.map(|(rule, _)| rule.meta.name.clone()).collect(),
        }
    }

    fn is_checklist(&self, id: RuleId) -> bool {
        self.engine.checked.program.rule(id).is_some_and(|rule| rule.kind == RuleKind::Checklist)
    }

    /// How many of these rules are criteria.
    pub fn criteria_among(&self, rules: &[RuleId]) -> usize {
        rules.iter().filter(|rule| !self.is_checklist(**rule)).count()
    }

    /// Each thing that rules wait for with those rules; first what the most criteria wait for. Checklists do not weigh:
    /// they would count their criteria again.
    fn gathered<T: Copy + Eq + std::hash::Hash + Ord>(
        &self,
        waiting: &[(RuleId, Open)],
        of: impl Fn(&Open) -> &Vec<T>,
        wanted: impl Fn(&T) -> bool,
    ) -> Vec<(T, Vec<RuleId>)> {
        let mut rules: HashMap<T, Vec<RuleId>> = HashMap::new();
        for (rule, open) in waiting {
            for one in of(open).iter().filter(|one| wanted(one)) {
                rules.entry(*one).or_default().push(*rule);
            }
        }
        let mut gathered: Vec<(T, Vec<RuleId>)> = rules.into_iter().collect();
        gathered.sort_by_key(|(one, rules)| (Reverse(self.criteria_among(rules)), *one));
        gathered
    }

    fn declared_in(&self, selected: impl Fn(FileId) -> bool) -> Vec<RuleId> {
        let program = &self.engine.checked.program;
        program
            .rule_ids()
            .zip(&program.rules)
            .filter(|(_, rule)| selected(rule.meta.at.file))
            .map(|(id, _)| id)
            .collect()
    }

    /// These rules, and the members of the checklists among them at any depth, each once.
    pub fn rules_under(&self, only: &[RuleId]) -> Vec<RuleId> {
        let (mut found, mut known) = (Vec::new(), HashSet::new());
        let mut stack = only.to_vec();
        while let Some(id) = stack.pop() {
            if !known.insert(id) {
                continue;
            }
            found.push(id);
            let version = self.rule(id).and_then(|(_, version, _)| version);
            if let Some(members) = version.and_then(|version| version.members.as_ref()) {
                inside(members, &mut stack);
            }
        }
        found
    }
}

fn inside(members: &Members, found: &mut Vec<RuleId>) {
    for member in &members.members {
        match &member.kind {
            MemberKind::Rule(rule) => found.push(*rule),
            MemberKind::Nested(nested) => inside(nested, found),
        }
    }
}
