//! The comparisons of conditions: seen to hold, seen not to, and seen exactly at their limit.
//!
//! Asked for is what can come out: within the declared bounds, some comparisons always hold, and some limits are never
//! met. A comparison written once is one, however many versions share it, and one element of a list is enough.

use super::reached::Reached;
use crate::base::{FileId, Loc};
use crate::eval::set::BoolSet;
use crate::eval::trial::Trial;
use crate::eval::value::Value;
use crate::eval::{Dates, Engine, Situation, Trace, constant};
use crate::model::Program;
use crate::model::expr::{ExprKind, Order};
use crate::model::ids::ExprId;
use crate::model::item::Body;
use crate::testing::Seen;
use crate::testing::item::{Item, roots};
use crate::testing::subject::{can_be, tries};
use std::collections::HashSet;

/// What a comparison can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    True,
    False,
    /// What is compared is exactly what it is compared with.
    Bound,
    /// Of `between`.
    LowerBound,
    UpperBound,
}

/// One comparison, and what was seen of it.
#[derive(Clone, Debug)]
pub struct ComparisonCoverage {
    pub item: Item,
    pub at: Loc,
    /// What it can show, in order.
    pub can: Vec<Side>,
    /// Those among them that were seen.
    pub seen: Vec<Side>,
}

impl ComparisonCoverage {
    pub fn unseen(&self) -> impl Iterator<Item = Side> {
        self.can.iter().copied().filter(|side| !self.seen.contains(side))
    }

    pub fn is_covered(&self) -> bool {
        self.unseen().next().is_none()
    }
}

/// Whether an expression compares something; a value alone in a cell is the row's affair.
pub(super) fn is_comparison(program: &Program, id: ExprId) -> bool {
    match program.kind(id) {
        ExprKind::Compare(_, _, right) => program.at(*right) != program.at(id),
        ExprKind::Between(..) | ExprKind::OneOf { .. } => true,
        _ => false,
    }
}

/// The sides of one comparison that an evaluation shows, in the frame of an element or in the outermost one.
pub(super) fn sides(program: &Program, seen: &Seen, frame: u32, id: ExprId) -> Vec<Side> {
    let value = |id: ExprId| seen.trace.get(frame, id);
    let truth = match value(id).map(Value::truth) {
        Some(BoolSet::TRUE) => Some(Side::True),
        Some(BoolSet::FALSE) => Some(Side::False),
        _ => None,
    };
    let met = |one: ExprId, other: ExprId| {
        value(one).zip(value(other)).is_some_and(|(one, other)| one.is_known() && one == other)
    };
    let limits = limits(program.kind(id)).into_iter().filter(|(_, subject, limit)| met(*subject, *limit));
    truth.into_iter().chain(limits.map(|(side, ..)| side)).collect()
}

/// The limits of a comparison: which, of what, and what is at it.
fn limits(kind: &ExprKind) -> Vec<(Side, ExprId, ExprId)> {
    match kind {
        ExprKind::Compare(Order::AtLeast | Order::AtMost | Order::MoreThan | Order::LessThan, left, right) => {
            vec![(Side::Bound, *left, *right)]
        }
        ExprKind::Between(subject, low, high) => {
            vec![(Side::LowerBound, *subject, *low), (Side::UpperBound, *subject, *high)]
        }
        _ => Vec::new(),
    }
}

/// Every comparison of the sound items of these files, in the order of the program, with what was seen of it.
pub(super) fn comparisons(
    engine: &Engine,
    reached: &Reached,
    selected: &dyn Fn(FileId) -> bool,
) -> Vec<ComparisonCoverage> {
    let program = &engine.checked.program;
    let mut found = Vec::new();
    let mut known = HashSet::new();
    for item in Item::sound(&engine.checked) {
        if !item.meta(program).is_some_and(|meta| selected(meta.at.file)) {
            continue;
        }
        let mut stack = roots(program, item);
        stack.reverse();
        while let Some(id) = stack.pop() {
            stack.extend(program.kind(id).children().into_iter().rev());
            let at = program.at(id);
            if is_comparison(program, id) && known.insert(at) {
                let seen: Vec<Side> = reached.sides(at).into_iter().collect();
                let mut can = possible(engine, id);
                can.extend(seen.iter().copied().filter(|side| !can.contains(side)).collect::<Vec<_>>());
                can.sort_unstable();
                found.push(ComparisonCoverage { item, at, can, seen });
            }
        }
    }
    found
}

/// What a comparison can show within the declared bounds of what it compares; everything where that is not known.
fn possible(engine: &Engine, id: ExprId) -> Vec<Side> {
    let kind = engine.checked.program.kind(id);
    let limits = limits(kind);
    let all = || [Side::True, Side::False].into_iter().chain(limits.iter().map(|(side, ..)| *side)).collect();
    let (subject, compared) = match kind {
        ExprKind::Compare(_, left, right) => (*left, vec![*right]),
        ExprKind::Between(subject, low, high) => (*subject, vec![*low, *high]),
        ExprKind::OneOf { subject, values, .. } => (*subject, values.clone()),
        _ => return all(),
    };
    // What the text leaves open decides nothing, whatever the facts.
    if compared.iter().chain([&subject]).any(|id| is_left_open(&engine.checked.program, *id)) {
        return Vec::new();
    }
    if !compared.iter().all(|id| is_literal(engine.checked.program.kind(*id))) {
        return all();
    }
    let day = Dates::on(crate::base::Date::MAX);
    let constants: Vec<Value> = compared.iter().map(|id| constant(engine, day, *id)).collect();
    let Some(tries) = tries(engine, subject, &constants) else { return all() };
    let situation = Situation::empty(engine, day);
    let mut trial = Trial::new(engine, &situation);
    let mut truths = HashSet::new();
    for value in tries {
        trial.suppose(subject, value);
        truths.extend(trial.value(id).truth().known());
    }
    let sides = [(Side::True, true), (Side::False, false)].into_iter().filter(|(_, truth)| truths.contains(truth));
    let limits = limits.iter().filter(|(_, subject, limit)| can_be(engine, *subject, &constant(engine, day, *limit)));
    sides.map(|(side, _)| side).chain(limits.map(|(side, ..)| *side)).collect()
}

/// Whether an expression names a value that the text leaves open on every day.
fn is_left_open(program: &Program, id: ExprId) -> bool {
    let ExprKind::Derived(derived) = program.kind(id) else { return false };
    let versions = program.derived_item(*derived).map_or(&[][..], |derived| &derived.versions);
    let open = |body: &Body| matches!(body, Body::Expr(body) if matches!(program.kind(*body), ExprKind::Unspecified));
    !versions.is_empty() && versions.iter().all(|version| version.exceptions.is_empty() && open(&version.body))
}

fn is_literal(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Bool(_)
            | ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Choice(..)
            | ExprKind::Actor(_)
    )
}

/// The comparisons that an evaluation shows inside lists, with the frame of the element.
pub(super) fn within_lists<'a>(program: &'a Program, trace: &'a Trace) -> impl Iterator<Item = (u32, ExprId)> + 'a {
    trace.within_lists().filter(|(_, id)| is_comparison(program, *id))
}
