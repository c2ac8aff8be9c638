//! Bounds that moved: the same condition or value with another number or another day in it.

use super::{Item, Side};
use crate::base::{Date, Lang};
use crate::eval::words::{exact_text, written_date_text};
use crate::explain::sentence::Sentences;
use crate::model::expr::ExprKind;
use crate::model::ids::ExprId;
use crate::model::item::{Body, Bound};
use crate::model::{Program, ValueRef};
use std::mem::discriminant;

/// A number or a day that became another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// What it is a bound of.
    pub of: String,
    pub from: String,
    pub to: String,
}

struct Walk<'a> {
    old: Side<'a>,
    new: Side<'a>,
    lang: Lang,
    day: Date,
    found: Vec<Moved>,
}

/// The bounds of an item that moved; none where the item is built otherwise than before.
pub(super) fn moved(old: Side<'_>, was: &Item, new: Side<'_>, is: &Item, lang: Lang, day: Date) -> Vec<Moved> {
    let (before, after) = (roots(&old.engine.checked.program, was), roots(&new.engine.checked.program, is));
    if before.len() != after.len() {
        return Vec::new();
    }
    let mut walk = Walk { old, new, lang, day, found: Vec::new() };
    for ((_, old), (label, new)) in before.into_iter().zip(after) {
        let found = walk.found.len();
        if !walk.pair(old, new, &label) {
            walk.found.truncate(found);
        }
    }
    walk.found
}

/// The expressions of an item, each with what it is a value of.
fn roots(program: &Program, item: &Item) -> Vec<(String, ExprId)> {
    let label = || item.title.clone().unwrap_or_else(|| item.name.clone());
    let mut roots: Vec<ExprId> = Vec::new();
    match item.of {
        Some(ValueRef::Rule(id)) => {
            for version in program.rule(id).into_iter().flat_map(|rule| &rule.versions) {
                roots.extend(version.applies.iter().chain(&version.requires));
                roots.extend(version.exceptions.iter().map(|one| one.condition));
            }
        }
        Some(ValueRef::Derived(id)) => {
            for version in program.derived_item(id).into_iter().flat_map(|item| &item.versions) {
                match &version.body {
                    Body::Expr(body) => roots.push(*body),
                    Body::Table(table) => {
                        for row in &table.rows {
                            roots.extend(row.cells.iter().flatten());
                            roots.push(row.result);
                        }
                    }
                }
                roots
                    .extend(version.exceptions.iter().flat_map(|one| Some(one.condition).into_iter().chain(one.value)));
            }
        }
        Some(ValueRef::Group(id)) => {
            let facts = program.group(id).into_iter().flat_map(|group| &group.facts);
            return facts
                .filter_map(|id| program.fact(*id))
                .flat_map(|fact| {
                    let ends = fact.decl.bounds.iter().flat_map(|bound| match bound {
                        Bound::Compare(_, end) => vec![*end],
                        Bound::Between(low, high) => vec![*low, *high],
                        Bound::OneOf(values) => values.clone(),
                    });
                    ends.map(|end| (fact.decl.label().to_string(), end)).collect::<Vec<_>>()
                })
                .collect();
        }
        Some(
            ValueRef::Fact(_)
            | ValueRef::Scenario(_)
            | ValueRef::Body(_)
            | ValueRef::Milestone(_)
            | ValueRef::Uncoded(_),
        )
        | None => {}
    }
    roots.into_iter().map(|root| (label(), root)).collect()
}

impl Walk<'_> {
    /// Whether both are built alike, numbers and days left out; those that differ are noted.
    fn pair(&mut self, old: ExprId, new: ExprId, label: &str) -> bool {
        let (before, after) = (self.old.engine.checked.program.kind(old), self.new.engine.checked.program.kind(new));
        match (before, after) {
            (ExprKind::Number { value: from, .. }, ExprKind::Number { value: to, .. }) => {
                if from != to {
                    let from = exact_text(from, self.old.engine.checked.type_of(old), self.lang);
                    let to = exact_text(to, self.new.engine.checked.type_of(new), self.lang);
                    self.note(label, from, to);
                }
                return true;
            }
            (ExprKind::Date(from), ExprKind::Date(to)) => {
                if from != to {
                    let (from, to) = (written_date_text(*from, self.lang), written_date_text(*to, self.lang));
                    self.note(label, from, to);
                }
                return true;
            }
            _ => {}
        }
        let (parts, others) = (before.children(), after.children());
        if discriminant(before) != discriminant(after) || parts.len() != others.len() {
            return false;
        }
        // What is compared names its bound.
        let label = match after {
            ExprKind::Compare(_, left, right) if !self.is_literal(*left) && self.is_literal(*right) => {
                self.called(*left)
            }
            ExprKind::Between(subject, ..) => self.called(*subject),
            _ => label.to_string(),
        };
        parts.into_iter().zip(others).all(|(old, new)| self.pair(old, new, &label))
    }

    fn is_literal(&self, id: ExprId) -> bool {
        matches!(self.new.engine.checked.program.kind(id), ExprKind::Number { .. } | ExprKind::Date(_))
    }

    fn called(&self, id: ExprId) -> String {
        Sentences::new(&self.new.engine.checked, self.lang, self.day).value(id).plain(self.lang)
    }

    fn note(&mut self, label: &str, from: String, to: String) {
        self.found.push(Moved { of: label.to_string(), from, to });
    }
}
