//! Days on which an item holds and leans on another that has no version: whatever needs it is then unknown.
//!
//! A criterion or a checklist without a version on some day is not applicable, which is meant. What has a value is not
//! meant to have none between two of its versions, nor when what uses it says itself that it already holds.

use crate::base::{Date, Loc};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{Note, RuleProblem};
use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId};
use crate::model::item::{Body, Derived, Exception, Meta, Period};
use std::collections::HashSet;

/// One version of an item, with every expression that belongs to it, at its top.
struct User<'p> {
    meta: &'p Meta,
    period: Period,
    roots: Vec<ExprId>,
}

/// The first hole of each pair of items, at the place of use.
pub(super) fn check(program: &Program) -> Vec<Diagnostic> {
    let mut told: HashSet<(Loc, DerivedId)> = HashSet::new();
    let mut diagnostics = Vec::new();
    for user in users(program) {
        // What a doctrine says of its own dates is told where that doctrine is checked.
        if program.imported.contains(&user.meta.at.file) {
            continue;
        }
        for (used, id) in uses(program, &user.roots) {
            let Some(derived) = program.derived_item(used) else { continue };
            let Some((first, last, version)) = hole(derived, user.period) else { continue };
            if told.insert((user.meta.at, used)) {
                let (name, by) = (derived.meta.name.clone(), user.meta.name.clone());
                let problem = RuleProblem::VersionMissing { name, by, first, last };
                diagnostics.push(Diagnostic::new(problem.into(), program.at(id)).related(version, Note::DeclaredHere));
            }
        }
    }
    diagnostics
}

fn users(program: &Program) -> Vec<User<'_>> {
    let mut users = Vec::new();
    for derived in &program.derived {
        for version in &derived.versions {
            let mut roots = exceptions(&version.exceptions);
            match &version.body {
                Body::Expr(body) => roots.push(*body),
                Body::Table(table) => {
                    roots.extend(&table.heads);
                    roots.extend(table.rows.iter().flat_map(|row| row.cells.iter().flatten().chain([&row.result])));
                }
            }
            users.push(User { meta: &derived.meta, period: version.period, roots });
        }
    }
    for rule in &program.rules {
        for version in &rule.versions {
            let mut roots = exceptions(&version.exceptions);
            roots.extend(version.for_each.iter().map(|for_each| for_each.list));
            roots.extend(version.applies.iter().chain(&version.requires));
            users.push(User { meta: &rule.meta, period: version.period, roots });
        }
    }
    for scenario in &program.scenarios {
        let versions = scenario.versions.iter();
        users.extend(versions.map(|version| User {
            meta: &scenario.meta,
            period: version.period,
            roots: version.conditions().collect(),
        }));
    }
    for milestone in &program.milestones {
        let versions = milestone.versions.iter();
        users.extend(versions.map(|version| User {
            meta: &milestone.meta,
            period: version.period,
            roots: version.exprs().collect(),
        }));
    }
    users
}

fn exceptions(exceptions: &[Exception]) -> Vec<ExprId> {
    exceptions.iter().flat_map(|exception| [Some(exception.condition), exception.value]).flatten().collect()
}

/// What has values in these expressions, in the order of the text. Branches that depend on the day are left out: they
/// may well be there so that a value is not asked for when there is none.
fn uses(program: &Program, roots: &[ExprId]) -> Vec<(DerivedId, ExprId)> {
    let mut found = Vec::new();
    let mut stack: Vec<ExprId> = roots.to_vec();
    while let Some(id) = stack.pop() {
        match program.kind(id) {
            ExprKind::Derived(derived) => found.push((*derived, id)),
            ExprKind::If(condition, ..) if asks_the_day(program, *condition) => stack.push(*condition),
            kind => stack.extend(kind.children()),
        }
    }
    found.sort_by_key(|(_, id)| program.at(*id).span.start);
    found
}

fn asks_the_day(program: &Program, condition: ExprId) -> bool {
    let mut stack = vec![condition];
    while let Some(id) = stack.pop() {
        let kind = program.kind(id);
        if matches!(kind, ExprKind::Today) {
            return true;
        }
        stack.extend(kind.children());
    }
    false
}

/// The first days of a period on which an item has no version although it should, with the place of the version that
/// ends the hole: between two versions always; before the first one where the period itself begins on a day.
fn hole(derived: &Derived, period: Period) -> Option<(Date, Date, Loc)> {
    let first = derived.versions.first()?;
    if let (Some(begins), Some(from)) = (period.from, first.period.from)
        && begins < from
    {
        let last = period.until.map_or(from.yesterday(), |until| until.min(from.yesterday()));
        return Some((begins, last, first.at));
    }
    derived.versions.iter().zip(derived.versions.iter().skip(1)).find_map(|(version, next)| {
        let (ended, begins) = (version.period.until?, next.period.from?);
        let from = period.from.map_or(ended.tomorrow(), |from| from.max(ended.tomorrow()));
        let until = period.until.map_or(begins.yesterday(), |until| until.min(begins.yesterday()));
        (from <= until).then_some((from, until, next.at))
    })
}
