//! The search itself. It changes the facts of a copy of the situation and evaluates what the rule leans on.

use super::scale::{Scale, simplest};
use super::{Change, Limit, Turns};
use crate::base::Num;
use crate::check::Under;
use crate::eval::set::{BoolSet, ChoiceSet, NumSet, TextSet};
use crate::eval::slot::{Slot, Slots, Status};
use crate::eval::value::Value;
use crate::eval::verdict::VerdictSet;
use crate::eval::{Engine, Situation, evaluate_only};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, FactId, RuleId};
use std::sync::Arc;

/// So many evaluations for one rule in each part of the search; a rule leans on some tens of facts, each of which takes
/// some tens.
const EVALUATIONS: usize = 10_000;
/// So many for one fact in one direction: a condition whose sets say nothing would take all of them.
const FOR_ONE: usize = 600;
/// So many sets of facts are told.
const SETS: usize = 3;
/// So many facts are taken two by two and three by three.
const IN_PAIRS: usize = 60;
const IN_THREES: usize = 24;
/// How many times the place where a verdict turns is halved before its exact value is guessed and tried.
const HALVINGS: usize = 20;

/// What is asked of a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// It is met.
    Met,
    /// It may be met.
    Open,
}

/// Whose turn is looked for.
enum Asked {
    Rule(RuleId),
    /// All of them.
    Conditions(Vec<ExprId>),
}

pub(super) struct Search<'a> {
    engine: &'a Engine,
    asked: Asked,
    under: Under,
    situation: Situation,
    /// The situation as it is.
    present: Slots,
    left: usize,
    cut: bool,
}

impl<'a> Search<'a> {
    pub fn new(engine: &'a Engine, situation: &Situation, rule: RuleId) -> Self {
        Search::of(engine, situation, Asked::Rule(rule), engine.checked.under(rule))
    }

    /// Of conditions that stand by themselves, which are met when all of them hold.
    pub fn of_conditions(engine: &'a Engine, situation: &Situation, conditions: &[ExprId]) -> Self {
        let under = engine.checked.under_conditions(conditions);
        Search::of(engine, situation, Asked::Conditions(conditions.to_vec()), under)
    }

    fn of(engine: &'a Engine, situation: &Situation, asked: Asked, under: Under) -> Self {
        let (situation, present) = (situation.clone(), situation.slots.clone());
        Search { engine, asked, under, situation, present, left: EVALUATIONS, cut: false }
    }

    /// The changes of single facts alone.
    pub fn alone_only(mut self) -> Vec<Change> {
        self.movable().iter().flat_map(|fact| self.alone(*fact, Goal::Met)).collect()
    }

    pub fn run(mut self) -> Turns {
        let mut turns = Turns::default();
        // Where even all facts together cannot turn it, the text or the day decides.
        let facts = self.movable();
        turns.hopeless = !self.free(&facts);
        self.restore(&facts);
        turns.untried = self.under.facts.iter().copied().filter(|fact| !facts.contains(fact)).collect();
        if !turns.hopeless {
            turns.alone = facts.iter().flat_map(|fact| self.alone(*fact, Goal::Met)).collect();
            if turns.alone.is_empty() {
                self.left = EVALUATIONS;
                turns.together = self.together(&facts);
            }
            if turns.together.is_empty() && turns.alone.is_empty() {
                self.left = EVALUATIONS;
                turns.opening = facts.iter().flat_map(|fact| self.alone(*fact, Goal::Open)).collect();
            }
        }
        turns.cut = self.cut;
        turns
    }

    /// The facts that can be told otherwise one value at a time.
    fn movable(&self) -> Vec<FactId> {
        let is_single = |fact: &FactId| {
            matches!(
                present_of(self.engine.top(*fact)),
                Value::Bool(_) | Value::Num(_) | Value::Date(_) | Value::Choice(_) | Value::Actor(_) | Value::Text(_)
            )
        };
        self.under.facts.iter().copied().filter(is_single).collect()
    }

    fn verdicts(&mut self) -> VerdictSet {
        let Some(left) = self.left.checked_sub(1) else {
            self.cut = true;
            return VerdictSet::NONE;
        };
        self.left = left;
        match &self.asked {
            Asked::Rule(rule) => evaluate_only(self.engine, &self.situation, &self.under.steps, &[]).0.verdicts(*rule),
            Asked::Conditions(conditions) => {
                let (_, values) = evaluate_only(self.engine, &self.situation, &self.under.steps, conditions);
                VerdictSet::of_condition(values.iter().map(Value::truth).fold(BoolSet::TRUE, BoolSet::and))
            }
        }
    }

    fn reaches(&mut self, goal: Goal) -> bool {
        let verdicts = self.verdicts();
        match goal {
            Goal::Met => verdicts == VerdictSet::MET,
            Goal::Open => verdicts.contains(VerdictSet::MET),
        }
    }

    fn tell(&mut self, fact: FactId, value: Value) {
        let slot = Slot { status: Status::Known, value: Some(value), claims: Vec::new() };
        self.situation.slots.set(fact, slot);
    }

    fn restore(&mut self, facts: &[FactId]) {
        for fact in facts {
            let Some(told) = self.present.get(*fact) else { continue };
            let (status, value, claims) = (told.status, told.value.cloned(), told.claims.to_vec());
            self.situation.slots.set(*fact, Slot { status, value, claims });
        }
    }

    /// Lets facts be anything that their declarations allow; whether the rule can then be met.
    fn free(&mut self, facts: &[FactId]) -> bool {
        for fact in facts {
            let top = self.engine.top(*fact).clone();
            self.tell(*fact, top);
        }
        self.reaches(Goal::Open)
    }

    /// The changes of one fact that are enough. The fact is as it was afterwards.
    fn alone(&mut self, fact: FactId, goal: Goal) -> Vec<Change> {
        // What nobody told is everything it may be already: no value of it changes what is decided.
        if self.present.value(fact).is_none_or(|value| !value.is_known()) {
            return Vec::new();
        }
        let changes = if self.free(&[fact]) { self.changes(fact, goal) } else { Vec::new() };
        self.restore(&[fact]);
        changes
    }

    /// The nearest values of a fact with which the goal is reached, the present one left out.
    fn changes(&mut self, fact: FactId, goal: Goal) -> Vec<Change> {
        let top = self.engine.top(fact).clone();
        let present = self.present.value(fact).cloned();
        let mut changes = Vec::new();
        let change = |value| Change { fact, value, limit: None };
        match present_of(&top) {
            Value::Bool(_) => {
                let values = [BoolSet::TRUE, BoolSet::FALSE].map(Value::Bool);
                changes.extend(
                    values.into_iter().filter(|value| self.turns_with(fact, value, &present, goal)).map(change),
                );
            }
            Value::Choice(set) => changes.extend(self.choices(fact, *set, &present, goal, Value::Choice).map(change)),
            Value::Actor(set) => changes.extend(self.choices(fact, *set, &present, goal, Value::Actor).map(change)),
            Value::Text(_) => {
                let texts = self.texts();
                changes
                    .extend(texts.into_iter().filter(|value| self.turns_with(fact, value, &present, goal)).map(change));
            }
            Value::Num(_) | Value::Date(_) => changes.extend(self.along(fact, &present, goal)),
            Value::List(_) | Value::Record(_) | Value::Absent | Value::MaybeAbsent(_) | Value::Any => {}
        }
        if matches!(top, Value::MaybeAbsent(_)) && self.turns_with(fact, &Value::Absent, &present, goal) {
            changes.push(change(Value::Absent));
        }
        changes
    }

    fn turns_with(&mut self, fact: FactId, value: &Value, present: &Option<Value>, goal: Goal) -> bool {
        if present.as_ref() == Some(value) {
            return false;
        }
        self.tell(fact, value.clone());
        self.reaches(goal)
    }

    /// All the values of a choice that do it, as one.
    fn choices(
        &mut self,
        fact: FactId,
        all: ChoiceSet,
        present: &Option<Value>,
        goal: Goal,
        value: fn(ChoiceSet) -> Value,
    ) -> Option<Value> {
        let ranks = all.iter().map(ChoiceSet::single);
        let found = ranks.filter(|one| self.turns_with(fact, &value(*one), present, goal)).reduce(ChoiceSet::union);
        found.map(value)
    }

    /// The texts that the rules compare with.
    fn texts(&self) -> Vec<Value> {
        let mut texts: Vec<&Arc<str>> = Vec::new();
        for id in &self.under.exprs {
            if let ExprKind::Text(text) = self.engine.checked.program.kind(*id)
                && !texts.contains(&text)
            {
                texts.push(text);
            }
        }
        texts.into_iter().map(|text| Value::Text(TextSet::exact(text))).collect()
    }

    /// The nearest value above and the nearest below; of a fact that has none yet, the first.
    fn along(&mut self, fact: FactId, present: &Option<Value>, goal: Goal) -> Vec<Change> {
        let Some(decl) = self.engine.checked.program.fact(fact).map(|fact| fact.decl.clone()) else {
            return Vec::new();
        };
        let Some(scale) = Scale::of(self.engine, &decl) else { return Vec::new() };
        let allowed = present_of(self.engine.top(fact)).clone();
        let Some((first, last)) = scale.ends(&allowed) else { return Vec::new() };
        let mut line = Line { scale, fact, allowed, goal, left: FOR_ONE };
        let around = present.as_ref().filter(|value| value.is_known()).and_then(|value| line.scale.around(value));
        // From the value told outwards; of a fact without one, from nothing, or from its first value.
        let (below, above) = around.unwrap_or_else(|| {
            let start = if first <= 0 && 0 <= last { 0 } else { first };
            (start.saturating_sub(1), start.saturating_sub(1))
        });
        let exact = around.is_some_and(|(below, above)| below == above);
        let up = if exact || around.is_none() { above.saturating_add(1) } else { above };
        let down = if exact { below.saturating_sub(1) } else { below };
        let mut changes = Vec::new();
        let found_up = self.walk(&mut line, up.max(first), last, true);
        line.left = FOR_ONE;
        let found_down = self.walk(&mut line, first, down.min(last), false);
        for (rank, towards) in [(found_up, -1), (found_down, 1)] {
            let Some(rank) = rank else { continue };
            let Some(value) = line.scale.at(rank) else { continue };
            let limit = around.and_then(|_| self.limit(&line, &decl.ty, rank, towards, present.as_ref()));
            changes.push(Change { fact, value, limit });
        }
        changes
    }

    /// The rank nearest to the near end that reaches the goal: segments that double, each searched only where some value
    /// of it can reach it.
    fn walk(&mut self, line: &mut Line, low: i64, high: i64, upwards: bool) -> Option<i64> {
        let (mut low, mut high, mut width) = (low, high, 1_i64);
        while low <= high {
            let (from, to) = if upwards {
                (low, high.min(low.saturating_add(width - 1)))
            } else {
                (low.max(high.saturating_sub(width - 1)), high)
            };
            if let Some(found) = self.within(line, from, to, upwards) {
                return Some(found);
            }
            if line.left == 0 {
                return None;
            }
            if upwards {
                low = to.saturating_add(1);
            } else {
                high = from.saturating_sub(1);
            }
            width = width.saturating_mul(2);
        }
        None
    }

    fn within(&mut self, line: &mut Line, low: i64, high: i64, upwards: bool) -> Option<i64> {
        let Some(left) = line.left.checked_sub(1) else {
            self.cut = true;
            return None;
        };
        line.left = left;
        if low == high {
            let value = line.scale.at(low).filter(|value| !value.intersect(&line.allowed).is_empty())?;
            self.tell(line.fact, value);
            return self.reaches(line.goal).then_some(low);
        }
        let values = line.scale.between(low, high)?.intersect(&line.allowed);
        if values.is_empty() {
            return None;
        }
        self.tell(line.fact, values);
        if !self.reaches(Goal::Open) {
            return None;
        }
        let middle = low + (high - low) / 2;
        let (near, far) = ((low, middle), (middle + 1, high));
        let (near, far) = if upwards { (near, far) } else { (far, near) };
        self.within(line, near.0, near.1, upwards).or_else(|| self.within(line, far.0, far.1, upwards))
    }

    /// Where exactly the verdict turns between a value that does it and the step before, for a number of any fineness.
    fn limit(
        &mut self,
        line: &Line,
        ty: &crate::model::ty::Type,
        rank: i64,
        towards: i64,
        present: Option<&Value>,
    ) -> Option<Limit> {
        if matches!(ty, crate::model::ty::Type::Integer) {
            return None;
        }
        let number = |value: &Value| value.as_num().and_then(NumSet::known).cloned();
        let mut enough = number(&line.scale.at(rank)?)?;
        let before = number(&line.scale.at(rank + towards)?)?;
        let present = number(present?)?;
        // The value told may lie nearer than the step before.
        let nearer = if towards < 0 { present > before } else { present < before };
        let mut short = if nearer { present } else { before };
        let half = Num::ratio(1, 2)?;
        for _ in 0..HALVINGS {
            let middle = &(&enough + &short) * &half;
            if self.is_enough(line, &middle) { enough = middle } else { short = middle }
        }
        let (low, high) = if short < enough { (&short, &enough) } else { (&enough, &short) };
        let at = simplest(low, high)?;
        let inclusive = self.is_enough(line, &at);
        // A little on either side tells whether it is the place.
        let margin = (&enough - &short).abs();
        let inside = if towards < 0 { &at + &margin } else { &at - &margin };
        let outside = if towards < 0 { &at - &margin } else { &at + &margin };
        let turns = self.is_enough(line, &inside) && !self.is_enough(line, &outside);
        turns.then_some(Limit { at, inclusive })
    }

    fn is_enough(&mut self, line: &Line, number: &Num) -> bool {
        self.tell(line.fact, Value::num(number.clone()));
        self.reaches(line.goal)
    }

    /// Smallest sets of changes that are enough together.
    fn together(&mut self, facts: &[FactId]) -> Vec<Vec<Change>> {
        let mut found: Vec<Vec<Change>> = Vec::new();
        let pairs = facts.get(..facts.len().min(IN_PAIRS)).unwrap_or(facts);
        self.cut |= pairs.len() < facts.len();
        for (rank, one) in pairs.iter().enumerate() {
            for other in pairs.iter().skip(rank + 1) {
                self.try_set(&[*one, *other], &mut found);
            }
        }
        if !found.is_empty() {
            return found;
        }
        let threes = facts.get(..facts.len().min(IN_THREES)).unwrap_or(facts);
        self.cut |= threes.len() < facts.len();
        for (rank, one) in threes.iter().enumerate() {
            for (next, other) in threes.iter().enumerate().skip(rank + 1) {
                for third in threes.iter().skip(next + 1) {
                    self.try_set(&[*one, *other, *third], &mut found);
                }
            }
        }
        found
    }

    fn try_set(&mut self, facts: &[FactId], found: &mut Vec<Vec<Change>>) {
        if found.len() >= SETS || self.left == 0 {
            self.cut = true;
            return;
        }
        if self.free(facts) {
            let mut chosen = Vec::new();
            if self.realise(facts, &mut chosen) {
                found.push(chosen);
            }
        }
        self.restore(facts);
    }

    /// Gives each fact in turn its nearest value with which the others can still do it, the last one a value that does.
    fn realise(&mut self, facts: &[FactId], chosen: &mut Vec<Change>) -> bool {
        let Some((fact, others)) = facts.split_first() else { return true };
        let goal = if others.is_empty() { Goal::Met } else { Goal::Open };
        for change in self.changes(*fact, goal) {
            let value = first_of(&change.value);
            self.tell(*fact, value.clone());
            chosen.push(Change { value, ..change });
            for other in others {
                let top = self.engine.top(*other).clone();
                self.tell(*other, top);
            }
            if self.realise(others, chosen) {
                return true;
            }
            chosen.pop();
        }
        false
    }
}

/// The values of one fact that are looked at in order.
struct Line {
    scale: Scale,
    fact: FactId,
    /// What its declaration allows.
    allowed: Value,
    goal: Goal,
    /// Evaluations left.
    left: usize,
}

/// What a value may be where it is there.
fn present_of(value: &Value) -> &Value {
    match value {
        Value::MaybeAbsent(inner) => inner,
        other => other,
    }
}

/// One value of several: in a set, each change is one.
fn first_of(value: &Value) -> Value {
    let single = |set: &ChoiceSet| set.first().map_or(*set, ChoiceSet::single);
    match value {
        Value::Choice(set) => Value::Choice(single(set)),
        Value::Actor(set) => Value::Actor(single(set)),
        other => other.clone(),
    }
}
