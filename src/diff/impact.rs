//! Over dossiers: the verdicts that change, by the item that changed them, with the reasons before and after.

use super::{Diff, Side, Status};
use crate::base::{Lang, Sources};
use crate::document::links::Links;
use crate::eval::value::Value;
use crate::eval::{Engine, NoTrace, Outcome, Situation, Trace, evaluate};
use crate::explain::report::Evaluation;
use crate::model::ValueRef;
use crate::model::expr::Verdict;
use crate::model::ids::{FactId, RuleId};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// So many dossiers are told under one change of a verdict; the others are counted.
const MOST_TOLD: usize = 200;

/// So many mistakes in records are told.
const MOST_ERRORS: usize = 20;

/// So many reasons are told of a verdict.
const MOST_REASONS: usize = 3;

/// The verdicts that change, counted as dossiers come. Its size does not grow with their number.
#[derive(Debug)]
pub struct Impact<'d> {
    pub(super) diff: &'d Diff,
    pub(super) old: Side<'d>,
    pub(super) new: Side<'d>,
    lang: Lang,
    links: Links,
    /// The change of each item of the new doctrine that changed.
    changed: HashMap<ValueRef, usize>,
    /// The same item in the old doctrine.
    before: HashMap<ValueRef, ValueRef>,
    /// The records met.
    pub records: usize,
    /// Those that cannot be judged by both.
    pub unread: usize,
    /// Those of which some verdict changes.
    pub moved: usize,
    /// By the rank of the change that is the cause, then by rule and verdicts.
    pub(super) causes: BTreeMap<Option<usize>, BTreeMap<Key, Turned>>,
    /// The first mistakes, where something could not be read.
    pub errors: Vec<Told>,
}

/// What is wrong with a record.
#[derive(Clone, Debug)]
pub struct Told {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub code: &'static str,
}

type Key = (RuleId, &'static str, &'static str);

/// The dossiers of which one verdict becomes another.
#[derive(Clone, Debug)]
pub(super) struct Turned {
    pub from: Verdict,
    pub to: Verdict,
    pub count: usize,
    pub dossiers: Vec<Dossier>,
}

#[derive(Clone, Debug)]
pub(super) struct Dossier {
    pub name: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

impl<'d> Impact<'d> {
    pub fn new(diff: &'d Diff, old: Side<'d>, new: Side<'d>, lang: Lang) -> Self {
        let mut changed = HashMap::new();
        for (rank, change) in diff.changes.iter().enumerate() {
            let told = change.status != Status::Removed && change.is_changed();
            let Some(of) = change.new.as_ref().filter(|_| told).and_then(|item| item.of) else { continue };
            changed.insert(of, rank);
            if let ValueRef::Group(id) = of {
                let facts = new.engine.checked.program.group(id).into_iter().flat_map(|group| &group.facts);
                changed.extend(facts.map(|fact| (ValueRef::Fact(*fact), rank)));
            }
        }
        Impact {
            diff,
            old,
            new,
            lang,
            links: Links::new(&new.engine.checked.program),
            changed,
            before: before(diff, old, new),
            records: 0,
            unread: 0,
            moved: 0,
            causes: BTreeMap::new(),
            errors: Vec::new(),
        }
    }

    /// Counts a dossier that both can judge.
    pub fn add(&mut self, name: &str, old: &Situation, new: &Situation) {
        self.records += 1;
        let (old_engine, new_engine) = (self.old.engine, self.new.engine);
        let (was, _) = evaluate(old_engine, old, NoTrace);
        let (is, _) = evaluate(new_engine, new, NoTrace);
        let sound = |(before, after): &&(RuleId, RuleId)| {
            old_engine.checked.sound.rule(*before) && new_engine.checked.sound.rule(*after)
        };
        let verdicts =
            |(before, after): &(RuleId, RuleId)| (was.verdicts(*before).verdict(), is.verdicts(*after).verdict());
        let turned = |pair: &&(RuleId, RuleId)| {
            let (from, to) = verdicts(pair);
            from != to
        };
        let turned: Vec<(RuleId, RuleId)> = self.diff.rules.iter().filter(sound).filter(turned).copied().collect();
        if turned.is_empty() {
            return;
        }
        self.moved += 1;
        let before = Reasons::new(old_engine, self.old.sources, old);
        let after = Reasons::new(new_engine, self.new.sources, new);
        for (old_rule, new_rule) in turned {
            let (from, to) = verdicts(&(old_rule, new_rule));
            let cause = self.cause(new_rule, &before, &after);
            let key = (new_rule, crate::explain::json::verdict_key(from), crate::explain::json::verdict_key(to));
            let turned = self.causes.entry(cause).or_default().entry(key);
            let turned = turned.or_insert_with(|| Turned { from, to, count: 0, dossiers: Vec::new() });
            turned.count += 1;
            if turned.dossiers.len() < MOST_TOLD {
                turned.dossiers.push(Dossier {
                    name: name.to_string(),
                    before: before.of(old_rule, self.lang),
                    after: after.of(new_rule, self.lang),
                });
            }
        }
    }

    /// Counts a record that one of the two cannot judge.
    pub fn skip(&mut self, error: Option<Told>) {
        self.records += 1;
        self.unread += 1;
        self.note(error);
    }

    /// Takes note of what is wrong with a record, as long as there is room.
    pub fn note(&mut self, error: Option<Told>) {
        self.errors.extend(error.filter(|_| self.errors.len() < MOST_ERRORS));
    }

    /// The change that turned a verdict: that of the rule itself, else the nearest one among what it leans on and what
    /// is another for this dossier.
    fn cause(&self, rule: RuleId, was: &Reasons<'_>, is: &Reasons<'_>) -> Option<usize> {
        let mut queue = VecDeque::from([ValueRef::Rule(rule)]);
        let mut seen: HashSet<ValueRef> = queue.iter().copied().collect();
        while let Some(of) = queue.pop_front() {
            if let Some(rank) = self.changed.get(&of) {
                return Some(*rank);
            }
            let next = self.links.leans_on(of).iter().copied();
            queue.extend(next.filter(|next| self.differs(*next, was, is) && seen.insert(*next)));
        }
        None
    }

    /// Whether an item says another thing of this dossier. One that was not there before does.
    fn differs(&self, of: ValueRef, was: &Reasons<'_>, is: &Reasons<'_>) -> bool {
        match (self.before.get(&of), of) {
            (Some(ValueRef::Rule(before)), ValueRef::Rule(now)) => {
                was.outcome.verdicts(*before) != is.outcome.verdicts(now)
            }
            (Some(ValueRef::Derived(before)), ValueRef::Derived(now)) => {
                was.outcome.derived(*before) != is.outcome.derived(now)
            }
            (Some(ValueRef::Fact(before)), ValueRef::Fact(now)) => was.value(*before) != is.value(now),
            (None, ValueRef::Rule(_) | ValueRef::Derived(_) | ValueRef::Fact(_)) => true,
            _ => self.changed.contains_key(&of),
        }
    }
}

/// What the items of the new doctrine were in the old one.
fn before(diff: &Diff, old: Side<'_>, new: Side<'_>) -> HashMap<ValueRef, ValueRef> {
    let (was, is) = (&old.engine.checked.program, &new.engine.checked.program);
    let mut before: HashMap<ValueRef, ValueRef> = HashMap::new();
    for (name, of) in &is.values {
        before.extend(was.values.get(name).map(|known| (*of, *known)));
    }
    for change in &diff.changes {
        let both = change.new.as_ref().zip(change.old.as_ref());
        before.extend(both.and_then(|(new, old)| Some((new.of?, old.of?))));
    }
    before
}

/// One dossier by one doctrine, with the reasons of its verdicts.
struct Reasons<'a> {
    engine: &'a Engine,
    sources: &'a Sources,
    situation: &'a Situation,
    outcome: Outcome,
    trace: Trace,
}

impl<'a> Reasons<'a> {
    fn new(engine: &'a Engine, sources: &'a Sources, situation: &'a Situation) -> Self {
        let (outcome, trace) = evaluate(engine, situation, Trace::default());
        Reasons { engine, sources, situation, outcome, trace }
    }

    /// What a fact may be.
    fn value(&self, fact: FactId) -> &Value {
        self.situation.slots.value(fact).unwrap_or_else(|| self.engine.top(fact))
    }

    fn of(&self, rule: RuleId, lang: Lang) -> Vec<String> {
        let evaluation = Evaluation {
            engine: self.engine,
            sources: self.sources,
            situation: self.situation,
            outcome: &self.outcome,
            trace: &self.trace,
        };
        evaluation.reasons(rule, lang).into_iter().take(MOST_REASONS).map(|reason| reason.text).collect()
    }
}
