//! From a mutant to what is exchanged in the compiled doctrine.

use super::change::{Dropped, InExpr, InItem, Mutant, Target, Yearly};
use crate::base::{Date, Loc};
use crate::eval::edit::Edit;
use crate::model::Program;
use crate::model::expr::{ExprKind, LiteralUnit};
use crate::model::ids::ExprId;
use crate::model::item::{Body, Derived, MemberKind, Members, Period, Rule};
use crate::model::plan::{Milestone, MonthDay, Scenario};
use crate::testing::item::Item;

/// What to exchange in the program; nothing when the mutant is of another one.
pub(super) fn edits(program: &Program, mutant: &Mutant) -> Vec<Edit> {
    match &mutant.target {
        Target::Exprs(exprs) => {
            exprs.iter().filter_map(|(id, change)| Some(Edit::Expr(*id, in_expr(program, *id, change)?))).collect()
        }
        Target::Item(change) => in_item(program, mutant.item, change).into_iter().collect(),
    }
}

fn in_expr(program: &Program, id: ExprId, change: &InExpr) -> Option<ExprKind> {
    let kind = program.kind(id).clone();
    Some(match (change, kind) {
        (InExpr::Number(to), ExprKind::Number { unit, .. }) => number(to.clone(), unit),
        (InExpr::Date(to), ExprKind::Date(_)) => ExprKind::Date(*to),
        (InExpr::Order(to), ExprKind::Compare(_, left, right)) => ExprKind::Compare(*to, left, right),
        (InExpr::Logic(to), ExprKind::Logic(_, parts)) => ExprKind::Logic(*to, parts),
        (InExpr::Quantity(to), ExprKind::Combine(_, parts)) => ExprKind::Combine(*to, parts),
        (InExpr::Quantity(to), ExprKind::Quantified { var, list, condition, .. }) => {
            ExprKind::Quantified { quantity: *to, var, list, condition }
        }
        (InExpr::Deny, kind) => denied(kind)?,
        (InExpr::Unwrap, ExprKind::Not(of)) => program.kind(of).clone(),
        (InExpr::DropPart(rank), ExprKind::Logic(op, parts)) => ExprKind::Logic(op, without(parts, *rank)),
        (InExpr::DropPart(rank), ExprKind::Combine(quantity, parts)) => {
            ExprKind::Combine(quantity, without(parts, *rank))
        }
        (InExpr::DropValue(rank), ExprKind::OneOf { subject, values, negated }) => {
            ExprKind::OneOf { subject, values: without(values, *rank), negated }
        }
        (InExpr::DropFilter, ExprKind::Aggregated { aggregate, body, var, list, .. }) => {
            ExprKind::Aggregated { aggregate, body, var, list, condition: None }
        }
        (InExpr::DropFilter, ExprKind::Selected { last, var, list, by, .. }) => {
            ExprKind::Selected { last, var, list, by, condition: None }
        }
        _ => return None,
    })
}

fn number(value: crate::base::Num, unit: LiteralUnit) -> ExprKind {
    ExprKind::Number { value, unit }
}

fn denied(kind: ExprKind) -> Option<ExprKind> {
    Some(match kind {
        ExprKind::OneOf { subject, values, negated } => ExprKind::OneOf { subject, values, negated: !negated },
        ExprKind::Under { subject, host, negated } => ExprKind::Under { subject, host, negated: !negated },
        ExprKind::Knowledge { what, subject, negated } => ExprKind::Knowledge { what, subject, negated: !negated },
        ExprKind::IsAbsent { subject, negated } => ExprKind::IsAbsent { subject, negated: !negated },
        _ => return None,
    })
}

fn without(mut parts: Vec<ExprId>, rank: usize) -> Vec<ExprId> {
    if rank < parts.len() {
        parts.remove(rank);
    }
    parts
}

fn in_item(program: &Program, item: Item, change: &InItem) -> Option<Edit> {
    Some(match item {
        Item::Rule(id) => Edit::Rule(id, Box::new(in_rule(program, program.rule(id)?.clone(), change))),
        Item::Derived(id) => Edit::Derived(id, Box::new(in_derived(program.derived_item(id)?.clone(), change))),
        Item::Scenario(rank) => {
            Edit::Scenario(rank, Box::new(in_scenario(program, program.scenarios.get(rank)?.clone(), change)))
        }
        Item::Milestone(rank) => {
            Edit::Milestone(rank, Box::new(in_milestone(program, program.milestones.get(rank)?.clone(), change)))
        }
    })
}

fn in_rule(program: &Program, mut rule: Rule, change: &InItem) -> Rule {
    let kept = |at: Loc| move |id: &ExprId| program.at(*id) != at;
    match change {
        InItem::Drop(Dropped::Applicability, at) => {
            rule.versions.iter_mut().for_each(|version| version.applies.retain(kept(*at)));
        }
        InItem::Drop(Dropped::Requirement, at) => {
            rule.versions.iter_mut().for_each(|version| version.requires.retain(kept(*at)));
        }
        InItem::Drop(Dropped::Exception, at) => {
            rule.versions.iter_mut().for_each(|version| version.exceptions.retain(|exception| exception.at != *at));
        }
        InItem::Drop(Dropped::Member, at) => {
            let members = rule.versions.iter_mut().filter_map(|version| version.members.as_mut());
            members.for_each(|members| drop_member(members, *at));
        }
        InItem::Quantity(at, to) => {
            let members = rule.versions.iter_mut().filter_map(|version| version.members.as_mut());
            members.flat_map(|members| find_members(members, *at)).for_each(|members| members.quantity = *to);
        }
        InItem::Begin(rank, day) => begin(&mut rule.versions, *rank, *day, |version| &mut version.period),
        InItem::End(rank, day) => end(&mut rule.versions, *rank, *day, |version| &mut version.period),
        InItem::Drop(..) | InItem::Widen(..) | InItem::Yearly(..) => {}
    }
    rule
}

fn in_derived(mut derived: Derived, change: &InItem) -> Derived {
    match change {
        InItem::Drop(Dropped::Exception, at) => {
            derived.versions.iter_mut().for_each(|version| version.exceptions.retain(|exception| exception.at != *at));
        }
        InItem::Drop(Dropped::Row, at) => tables(&mut derived).for_each(|table| table.rows.retain(|row| row.at != *at)),
        InItem::Widen(at, column) => {
            let rows = tables(&mut derived).flat_map(|table| &mut table.rows).filter(|row| row.at == *at);
            rows.filter_map(|row| row.cells.get_mut(*column)).for_each(|cell| *cell = None);
        }
        InItem::Begin(rank, day) => begin(&mut derived.versions, *rank, *day, |version| &mut version.period),
        InItem::End(rank, day) => end(&mut derived.versions, *rank, *day, |version| &mut version.period),
        InItem::Drop(..) | InItem::Quantity(..) | InItem::Yearly(..) => {}
    }
    derived
}

fn tables(derived: &mut Derived) -> impl Iterator<Item = &mut crate::model::item::Table> {
    derived.versions.iter_mut().filter_map(|version| match &mut version.body {
        Body::Table(table) => Some(table),
        Body::Expr(_) => None,
    })
}

fn in_scenario(program: &Program, mut scenario: Scenario, change: &InItem) -> Scenario {
    match change {
        InItem::Drop(Dropped::Feasibility, at) => {
            scenario.versions.iter_mut().for_each(|version| version.feasible.retain(|id| program.at(*id) != *at));
        }
        InItem::Drop(Dropped::PointCondition, at) => {
            let points = |version: &'_ mut crate::model::plan::ScenarioVersion| {
                for point in version.advantages.iter_mut().chain(&mut version.risks) {
                    point.when = point.when.filter(|when| program.at(*when) != *at);
                }
            };
            scenario.versions.iter_mut().for_each(points);
        }
        InItem::Begin(rank, day) => begin(&mut scenario.versions, *rank, *day, |version| &mut version.period),
        InItem::End(rank, day) => end(&mut scenario.versions, *rank, *day, |version| &mut version.period),
        InItem::Drop(..) | InItem::Widen(..) | InItem::Quantity(..) | InItem::Yearly(..) => {}
    }
    scenario
}

fn in_milestone(program: &Program, mut milestone: Milestone, change: &InItem) -> Milestone {
    match change {
        InItem::Drop(Dropped::Requirement, at) => {
            milestone.versions.iter_mut().for_each(|version| version.requires.retain(|id| program.at(*id) != *at));
        }
        InItem::Begin(rank, day) => begin(&mut milestone.versions, *rank, *day, |version| &mut version.period),
        InItem::End(rank, day) => end(&mut milestone.versions, *rank, *day, |version| &mut version.period),
        InItem::Yearly(rank, which, (month, day)) => {
            let Some(version) = milestone.versions.get_mut(*rank) else { return milestone };
            let place: Option<&mut MonthDay> = match which {
                Yearly::WindowFirst => version.only_between.as_mut().map(|(first, _)| first),
                Yearly::WindowLast => version.only_between.as_mut().map(|(_, last)| last),
                Yearly::Effect => version.takes_effect_on.as_mut(),
            };
            if let Some(place) = place {
                (place.month, place.day) = (*month, *day);
            }
        }
        InItem::Drop(..) | InItem::Widen(..) | InItem::Quantity(..) => {}
    }
    milestone
}

/// Moves the first day of a version, and the last of the one before where it ended on the eve.
fn begin<V>(versions: &mut [V], rank: usize, day: Date, period: impl Fn(&mut V) -> &mut Period) {
    let Some(moved) = versions.get_mut(rank).map(&period) else { return };
    let before = moved.from;
    moved.from = Some(day);
    let previous = rank.checked_sub(1).and_then(|rank| versions.get_mut(rank)).map(period);
    if let (Some(previous), Some(before)) = (previous, before)
        && previous.until == Some(before.yesterday())
    {
        previous.until = Some(day.yesterday());
    }
}

fn end<V>(versions: &mut [V], rank: usize, day: Date, period: impl Fn(&mut V) -> &mut Period) {
    if let Some(moved) = versions.get_mut(rank).map(period) {
        moved.until = Some(day);
    }
}

/// The checklist at a place, the nested ones included. Nesting is as deep as the text, which is bounded.
fn find_members(members: &mut Members, at: Loc) -> Option<&mut Members> {
    if members.at == at {
        return Some(members);
    }
    members.members.iter_mut().find_map(|member| match &mut member.kind {
        MemberKind::Nested(nested) => find_members(nested, at),
        MemberKind::Rule(_) => None,
    })
}

fn drop_member(members: &mut Members, at: Loc) {
    members.members.retain(|member| member.at != at);
    for member in &mut members.members {
        if let MemberKind::Nested(nested) = &mut member.kind {
            drop_member(nested, at);
        }
    }
}
