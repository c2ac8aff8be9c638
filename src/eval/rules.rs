//! Parameters, definitions, tables, criteria and checklists as of a date.

use super::checklist::combine;
use super::engine::Engine;
use super::quick::Rank;
use super::set::BoolSet;
use super::value::Value;
use super::verdict::{Gap, MemberOutcome, RuleOutcome, VerdictSet};
use super::{Cause, Evaluator, Tracer};
use crate::base::Date;
use crate::check::Step;
use crate::model::expr::{ExprKind, Quantity};
use crate::model::ids::{DerivedId, ExprId, FactId, RuleId};
use crate::model::item::{Body, Exception, Force, Member, MemberKind, Members, Period, Rule, RuleVersion, Table};
use crate::model::ty::Type;

/// The rank of the version in force on a day, else why there is none. Versions are in the order of time.
pub fn version_on(periods: impl Iterator<Item = Period>, day: Date) -> Result<usize, Gap> {
    let mut ended: Option<Date> = None;
    for (rank, period) in periods.enumerate() {
        if period.holds(day) {
            return Ok(rank);
        }
        if let Some(from) = period.from.filter(|from| day < *from) {
            return Err(ended.map_or(Gap::Before(from), |until| Gap::Between(until, from)));
        }
        ended = period.until;
    }
    Err(ended.map_or(Gap::Nothing, Gap::After))
}

impl<T: Tracer> Evaluator<'_, T> {
    pub(super) fn run_derived(&mut self, id: DerivedId) {
        let Some(derived) = self.program.derived_item(id) else { return };
        let day = self.situation.dates.texts_as_of;
        let in_force = version_on(derived.versions.iter().map(|version| version.period), day);
        let value = match (self.situation.parameters.get(&id), in_force) {
            (Some(value), _) => value.clone(),
            (None, Ok(rank)) => match derived.versions.get(rank) {
                Some(version) => {
                    let base = match &version.body {
                        Body::Expr(body) => self.eval(*body).into_owned(),
                        Body::Table(table) => self.table(table),
                    };
                    self.with_exceptions(&derived.ty, base, &version.exceptions)
                }
                None => Value::Any,
            },
            (None, Err(_)) => {
                // Whoever mentions it notes the cause; there is no expression here to hang it on.
                Value::top(&derived.ty, self.program)
            }
        };
        if let Some(place) = self.outcome.derived_versions.get_mut(id.index()) {
            *place = in_force.ok();
        }
        if let Some(place) = self.outcome.derived.get_mut(id.index()) {
            *place = Some(value);
        }
    }

    /// Exceptions that hold together must agree, else there is no value at all; an unknown one leaves its value and the
    /// base's both possible.
    fn with_exceptions(&mut self, ty: &Type, base: Value, exceptions: &[Exception]) -> Value {
        let mut sure: Option<(usize, Value)> = None;
        let mut possible: Vec<Value> = Vec::new();
        for (rank, exception) in exceptions.iter().enumerate() {
            let truth = self.truth(exception.condition);
            let Some(value) = exception.value else { continue };
            if !truth.can_be_true() {
                continue;
            }
            let value = self.eval(value).into_owned();
            match (&sure, truth.can_be_false()) {
                (_, true) => possible.push(value),
                (None, false) => sure = Some((rank, value)),
                (Some((first, known)), false) => match super::compare::equal(known, &value) {
                    BoolSet::TRUE => {}
                    BoolSet::FALSE => {
                        self.tracer.cause(exception.condition, Cause::Conflict(*first, rank));
                        return Value::top(ty, self.program);
                    }
                    // They may still turn out to agree.
                    _ => possible.push(value),
                },
            }
        }
        let start = sure.map_or(base, |(_, value)| value);
        possible.into_iter().fold(start, Value::union)
    }

    /// Tries the rows that can still match. In a `first` table a sure match hides those below.
    fn table(&mut self, table: &Table) -> Value {
        for head in &table.heads {
            self.eval(*head);
        }
        let mut result: Option<Value> = None;
        let mut surely_matched = false;
        for row in &table.rows {
            if row.otherwise && surely_matched {
                break;
            }
            let matches = row.cells.iter().flatten().fold(BoolSet::TRUE, |all, cell| all.and(self.truth(*cell)));
            if !matches.can_be_true() {
                continue;
            }
            let value = self.eval(row.result).into_owned();
            result = Some(match result {
                Some(before) => before.union(value),
                None => value,
            });
            if matches == BoolSet::TRUE {
                surely_matched = true;
                if table.first {
                    break;
                }
            }
        }
        result.unwrap_or(Value::Any)
    }

    /// Every sound item, in the order in which they lean on each other: what a verdict takes, and no more.
    pub(super) fn run_steps(&mut self) {
        let engine = self.engine;
        for step in engine.steps() {
            let (id, verdicts) = match step {
                QuickStep::Told(id, fact) => (*id, VerdictSet::of_condition(self.fact(*fact).truth())),
                QuickStep::Answered(id, rank) => (*id, VerdictSet::of_condition(self.quick_truth(*rank))),
                QuickStep::Condition(id, condition) => (*id, VerdictSet::of_condition(self.truth(*condition))),
                QuickStep::Checklist(id, quantity, members) => {
                    (*id, combine(*quantity, members.iter().map(|member| self.outcome.verdicts(*member))))
                }
                QuickStep::Whole(step) => {
                    self.run_step(*step);
                    continue;
                }
            };
            self.settle(id, verdicts);
        }
    }

    pub(super) fn run_rule(&mut self, id: RuleId) {
        let Some(rule) = self.program.rule(id) else { return };
        let outcome = match self.rule_version_on(rule) {
            Ok(rank) => match rule.versions.get(rank) {
                Some(version) => {
                    let mut outcome = self.rule_version(version);
                    outcome.version = u32::try_from(rank).ok();
                    outcome
                }
                None => RuleOutcome::of(VerdictSet::ANY),
            },
            Err(gap) => RuleOutcome { gap: Some(gap), ..RuleOutcome::of(VerdictSet::NOT_APPLICABLE) },
        };
        self.settle(id, outcome.verdicts);
        if let Some(place) = self.outcome.rules.get_mut(id.index()) {
            *place = Some(outcome);
        }
    }

    pub(super) fn settle(&mut self, id: RuleId, verdicts: VerdictSet) {
        if let Some(place) = self.outcome.verdicts.get_mut(id.index()) {
            *place = verdicts;
        }
    }

    /// The version of a rule in force on the day of the texts.
    fn rule_version_on(&self, rule: &Rule) -> Result<usize, Gap> {
        version_on(rule.versions.iter().map(|version| version.period), self.situation.dates.texts_as_of)
    }

    fn rule_version(&mut self, version: &RuleVersion) -> RuleOutcome {
        let Some(for_each) = &version.for_each else { return self.judged(version) };
        let list = self.elements(for_each.list);
        let (mut elements, mut counted) = (Vec::new(), Vec::new());
        for rank in 0..list.items.len() {
            let Some((element, certain)) = super::lists::element(&list, rank) else { break };
            self.tracer.enter(for_each.list, rank);
            self.bind(for_each.var, element);
            let outcome = self.judged(version);
            // One that is in the list of one source alone may not be there: then it passes, and counts for nothing.
            let left_out = if certain { VerdictSet::NONE } else { VerdictSet::NOT_APPLICABLE };
            counted.push(outcome.verdicts.union(left_out));
            elements.push(outcome);
            self.tracer.leave();
        }
        let mut verdicts = combine(Quantity::All, counted);
        if list.open {
            // An element nobody told may fail, and may be the first to apply.
            verdicts = match verdicts {
                VerdictSet::NOT_MET => VerdictSet::NOT_MET,
                other => other.union(VerdictSet::NOT_MET).union(VerdictSet::MET),
            };
        }
        let mut outcome = RuleOutcome::of(verdicts);
        outcome.parts().elements = elements;
        outcome
    }

    pub(super) fn judged(&mut self, version: &RuleVersion) -> RuleOutcome {
        let mut outcome = RuleOutcome::of(VerdictSet::NONE);
        outcome.applies = self.all(&version.applies);
        if outcome.applies.can_be_false() {
            outcome.verdicts = outcome.verdicts.union(VerdictSet::NOT_APPLICABLE);
        }
        if !outcome.applies.can_be_true() {
            outcome.requires = BoolSet::NONE;
            return outcome;
        }
        let mut excused = BoolSet::FALSE;
        for exception in &version.exceptions {
            let truth = self.truth(exception.condition);
            excused = excused.or(truth);
            if T::FULL {
                outcome.parts().exceptions.push(truth);
            }
        }
        if excused.can_be_true() {
            outcome.verdicts = outcome.verdicts.union(VerdictSet::EXEMPT);
        }
        if excused.can_be_false() {
            outcome.requires = self.all(&version.requires);
            let required = match &version.members {
                Some(members) => {
                    let mut seen = Vec::with_capacity(if T::FULL { members.members.len() } else { 0 });
                    let verdicts = self.members(members, &mut seen);
                    if T::FULL {
                        outcome.parts().members = seen;
                    }
                    verdicts
                }
                None => VerdictSet::of_condition(outcome.requires),
            };
            outcome.verdicts = outcome.verdicts.union(required);
        }
        outcome
    }

    fn all(&mut self, conditions: &[ExprId]) -> BoolSet {
        let mut all = BoolSet::TRUE;
        for condition in conditions {
            all = all.and(self.truth(*condition));
        }
        all
    }

    fn members(&mut self, members: &Members, seen: &mut Vec<MemberOutcome>) -> VerdictSet {
        let blocking = members.members.iter().filter_map(|member| {
            let mut nested = Vec::new();
            let (verdicts, blocking) = self.member(member, &mut nested);
            if T::FULL {
                seen.push(MemberOutcome { verdicts, blocking, members: nested });
            }
            blocking.then_some(verdicts)
        });
        combine(members.quantity, blocking)
    }

    /// The force of the version in force; of the first, when none is.
    fn own_force(&self, id: RuleId) -> Option<Force> {
        let rule = self.program.rule(id)?;
        rule.versions.get(self.rule_version_on(rule).unwrap_or(0)).map(|version| version.force)
    }

    fn member(&mut self, member: &Member, nested: &mut Vec<MemberOutcome>) -> (VerdictSet, bool) {
        match &member.kind {
            MemberKind::Rule(id) => {
                let blocking = match (member.force, self.engine.blocking(*id)) {
                    (Some(force), _) => is_blocking(force),
                    (None, Some(blocking)) => blocking,
                    (None, None) => self.own_force(*id).is_none_or(is_blocking),
                };
                (self.outcome.verdicts(*id), blocking)
            }
            MemberKind::Nested(inner) => {
                let verdicts = self.members(inner, nested);
                (verdicts, is_blocking(member.force.unwrap_or(Force::Requirement)))
            }
        }
    }
}

/// What there is to evaluate when nobody listens, worked out once so that the commonest rules cost little.
#[derive(Clone, Debug)]
pub(super) enum QuickStep {
    /// A rule that holds at all times and is nothing but one fact.
    Told(RuleId, FactId),
    /// The same with a condition that is answered in place.
    Answered(RuleId, Rank),
    /// The same with any condition.
    Condition(RuleId, ExprId),
    /// It holds at all times and combines these, which block.
    Checklist(RuleId, Quantity, Box<[RuleId]>),
    Whole(Step),
}

impl QuickStep {
    /// Of every sound item of a doctrine whose conditions are ready.
    pub fn all(engine: &Engine) -> Vec<QuickStep> {
        let checked = &engine.checked;
        let is_sound = |step: &Step| match *step {
            Step::Derived(id) => checked.sound.derived(id),
            Step::Rule(id) => checked.sound.rule(id),
            Step::Milestone(rank) => checked.sound.reached(rank),
        };
        let sound = checked.order.iter().copied().filter(is_sound);
        sound.map(|step| QuickStep::of(engine, step).unwrap_or(QuickStep::Whole(step))).collect()
    }

    /// `None` for a step that takes the whole evaluator.
    fn of(engine: &Engine, step: Step) -> Option<QuickStep> {
        let Step::Rule(id) = step else { return None };
        let [version] = engine.checked.program.rule(id)?.versions.as_slice() else { return None };
        let is_plain = version.period == Period::default()
            && version.for_each.is_none()
            && version.applies.is_empty()
            && version.exceptions.is_empty();
        match (version.requires.as_slice(), &version.members) {
            ([condition], None) if is_plain => {
                Some(match (engine.checked.program.kind(*condition), engine.quick().of(*condition)) {
                    (ExprKind::Fact(fact), _) => QuickStep::Told(id, *fact),
                    (_, Some(rank)) => QuickStep::Answered(id, rank),
                    (_, None) => QuickStep::Condition(id, *condition),
                })
            }
            ([], Some(members)) if is_plain => {
                let blocks = |member: &Member| match (&member.kind, member.force) {
                    (MemberKind::Rule(id), Some(force)) => is_blocking(force).then_some(*id),
                    (MemberKind::Rule(id), None) => engine.blocking(*id).filter(|blocks| *blocks).map(|_| *id),
                    (MemberKind::Nested(_), _) => None,
                };
                let all_that_block: Option<Box<[RuleId]>> = members.members.iter().map(blocks).collect();
                all_that_block.map(|ids| QuickStep::Checklist(id, members.quantity, ids))
            }
            _ => None,
        }
    }
}

/// Whether a rule blocks, by rule, when that is the same at all times.
pub(super) fn blocking(rules: &[Rule]) -> Vec<Option<bool>> {
    let of = |rule: &Rule| match rule.versions.as_slice() {
        [version] => Some(is_blocking(version.force)),
        _ => None,
    };
    rules.iter().map(of).collect()
}

/// Obligations and requirements block; the other forces are reported beside.
pub fn is_blocking(force: Force) -> bool {
    match force {
        Force::Obligation | Force::Requirement => true,
        Force::Recommendation | Force::BestEffort | Force::Indicative => false,
    }
}
