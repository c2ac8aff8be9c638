//! Every change that can be made to the items of some files, in the order of the program.

use super::change::{Change, Dropped, InExpr, InItem, Mutant, Target, Yearly};
use crate::base::{Date, FileId, Lang, Loc, MonthOrDay, Num, Sources};
use crate::check::Checked;
use crate::model::Program;
use crate::model::expr::{ExprKind, LiteralUnit, LogicOp, Order, Quantity};
use crate::model::ids::ExprId;
use crate::model::item::{Body, Citation, Exception, MemberKind, Members, Period, Table};
use crate::model::plan::MonthDay;
use crate::model::ty::Type;
use crate::testing::item::Item;
use std::collections::{HashMap, HashSet};

/// The changes to the sound items that the `selected` files declare.
pub(super) fn find(checked: &Checked, sources: &Sources, selected: &dyn Fn(FileId) -> bool) -> Vec<Mutant> {
    let program = &checked.program;
    let mut finder =
        Finder { checked, program, sources, item: Item::Scenario(0), found: Vec::new(), known: HashMap::new() };
    for item in Item::sound(checked) {
        if item.meta(program).is_some_and(|meta| selected(meta.at.file)) {
            finder.item = item;
            match item {
                Item::Derived(id) => program.derived_item(id).into_iter().for_each(|derived| finder.derived(derived)),
                Item::Rule(id) => program.rule(id).into_iter().for_each(|rule| finder.rule(rule)),
                Item::Scenario(rank) => program.scenarios.get(rank).into_iter().for_each(|one| finder.scenario(one)),
                Item::Milestone(rank) => program.milestones.get(rank).into_iter().for_each(|one| finder.milestone(one)),
            }
        }
    }
    let mut found = finder.found;
    // Stable, so that the changes at one place stay in the order in which they are made.
    found.sort_by(|one, other| {
        let place = |mutant: &Mutant| mutant.at.span.start;
        sources.path(one.at.file).cmp(sources.path(other.at.file)).then(place(one).cmp(&place(other)))
    });
    found
}

struct Finder<'a> {
    checked: &'a Checked,
    program: &'a Program,
    sources: &'a Sources,
    item: Item,
    found: Vec<Mutant>,
    /// The rank of each change, so that what versions share is changed in all of them at once.
    known: HashMap<(Loc, Change), usize>,
}

impl Finder<'_> {
    fn push_in_item(&mut self, at: Loc, change: Change, target: InItem) {
        if self.known.contains_key(&(at, change.clone())) {
            return;
        }
        self.known.insert((at, change.clone()), self.found.len());
        self.found.push(Mutant { item: self.item, at, change, target: Target::Item(target) });
    }

    fn push(&mut self, at: Loc, change: Change, id: ExprId, target: InExpr) {
        let key = (at, change);
        if let Some(known) = self.known.get(&key).and_then(|rank| self.found.get_mut(*rank)) {
            if let Target::Exprs(exprs) = &mut known.target
                && !exprs.iter().any(|(known, _)| *known == id)
            {
                exprs.push((id, target));
            }
            return;
        }
        self.known.insert(key.clone(), self.found.len());
        let (at, change) = key;
        self.found.push(Mutant { item: self.item, at, change, target: Target::Exprs(vec![(id, target)]) });
    }

    fn drop(&mut self, what: Dropped, at: Loc) {
        self.push_in_item(at, Change::Dropped(what), InItem::Drop(what, at));
    }

    fn derived(&mut self, derived: &crate::model::item::Derived) {
        for version in &derived.versions {
            match &version.body {
                Body::Expr(body) => self.exprs([*body]),
                Body::Table(table) => self.table(table),
            }
            self.exceptions(&version.exceptions);
        }
        let periods = derived.versions.iter().map(|version| (version.period, version.at, version.per.as_slice()));
        self.periods(periods.collect());
    }

    fn table(&mut self, table: &Table) {
        self.exprs(table.heads.iter().copied());
        for row in &table.rows {
            self.drop(Dropped::Row, row.at);
            for (column, cell) in row.cells.iter().enumerate() {
                let Some(cell) = cell else { continue };
                let at = self.program.at(*cell);
                self.push_in_item(at, Change::Dropped(Dropped::Cell), InItem::Widen(row.at, column));
                self.exprs([*cell]);
            }
            self.exprs([row.result]);
        }
    }

    fn exceptions(&mut self, exceptions: &[Exception]) {
        for exception in exceptions {
            self.drop(Dropped::Exception, exception.at);
            self.exprs(std::iter::once(exception.condition).chain(exception.value));
        }
    }

    fn rule(&mut self, rule: &crate::model::item::Rule) {
        for version in &rule.versions {
            self.exprs(version.for_each.iter().map(|for_each| for_each.list));
            self.clauses(Dropped::Applicability, &version.applies);
            self.clauses(Dropped::Requirement, &version.requires);
            self.exceptions(&version.exceptions);
            if let Some(members) = &version.members {
                self.members(members);
            }
        }
        self.periods(
            rule.versions.iter().map(|version| (version.period, version.at, version.per.as_slice())).collect(),
        );
    }

    /// Conditions of which each is a clause, and can go.
    fn clauses(&mut self, what: Dropped, conditions: &[ExprId]) {
        for condition in conditions {
            self.drop(what, self.program.at(*condition));
            self.exprs([*condition]);
        }
    }

    fn members(&mut self, members: &Members) {
        for to in other_quantities(members.quantity) {
            let change = Change::Quantity { from: members.quantity, to };
            self.push_in_item(members.at, change, InItem::Quantity(members.at, to));
        }
        for member in &members.members {
            if members.members.len() > 1 {
                self.drop(Dropped::Member, member.at);
            }
            if let MemberKind::Nested(nested) = &member.kind {
                self.members(nested);
            }
        }
    }

    fn scenario(&mut self, scenario: &crate::model::plan::Scenario) {
        for version in &scenario.versions {
            self.clauses(Dropped::Feasibility, &version.feasible);
            let whens: Vec<ExprId> = version.points().filter_map(|point| point.when).collect();
            self.clauses(Dropped::PointCondition, &whens);
        }
        let periods = scenario.versions.iter().map(|version| (version.period, version.at, version.per.as_slice()));
        self.periods(periods.collect());
    }

    fn milestone(&mut self, milestone: &crate::model::plan::Milestone) {
        for (rank, version) in milestone.versions.iter().enumerate() {
            self.clauses(Dropped::Requirement, &version.requires);
            self.exprs(version.takes_at_least.iter().chain(&version.reached_on).copied());
            let file = version.at.file;
            let window = version.only_between.iter();
            let days = window
                .flat_map(|(first, last)| [(first, Yearly::WindowFirst), (last, Yearly::WindowLast)])
                .chain(version.takes_effect_on.iter().map(|day| (day, Yearly::Effect)));
            for (day, which) in days {
                self.yearly(rank, Loc::new(file, day.span), *day, which);
            }
        }
        let periods = milestone.versions.iter().map(|version| (version.period, version.at, version.per.as_slice()));
        self.periods(periods.collect());
    }

    fn yearly(&mut self, rank: usize, at: Loc, day: MonthDay, which: Yearly) {
        let from = (day.month, day.day);
        // In a year that has all its days.
        let Some(date) = Date::new(2024, day.month, day.day) else { return };
        for to in [date.tomorrow(), date.yesterday()] {
            let to = (to.month(), to.day());
            self.push_in_item(at, Change::YearlyDay { from, to }, InItem::Yearly(rank, which, to));
        }
    }

    /// The first and the last day of each version. Where one begins as the one before ends, both move: that is one date
    /// for its author. A day that is only the date of the text cited is not one that the author wrote here.
    fn periods(&mut self, versions: Vec<(Period, Loc, &[Citation])>) {
        for (rank, (period, at, per)) in versions.iter().enumerate() {
            let next = versions.get(rank + 1).and_then(|(next, ..)| next.from);
            let of_text = |day: &Date| super::super::coverage::is_date_of_a_text(self.program, per, *day);
            if let Some(from) = period.from.filter(|from| !of_text(from)) {
                for to in [from.tomorrow(), from.yesterday()] {
                    if to != from && period.until.is_none_or(|until| to <= until) {
                        self.push_in_item(*at, Change::FirstDay { from, to }, InItem::Begin(rank, to));
                    }
                }
            }
            if let Some(until) = period.until.filter(|until| next.is_none_or(|next| *until < next.yesterday())) {
                for to in [until.tomorrow(), until.yesterday()] {
                    if to != until && period.from.is_none_or(|from| from <= to) {
                        self.push_in_item(*at, Change::LastDay { from: until, to }, InItem::End(rank, to));
                    }
                }
            }
        }
    }

    /// Expressions and all their parts.
    fn exprs(&mut self, roots: impl IntoIterator<Item = ExprId>) {
        let mut stack: Vec<ExprId> = roots.into_iter().collect();
        stack.reverse();
        let mut seen = HashSet::new();
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            self.expr(id);
            let mut children = self.program.kind(id).children();
            children.reverse();
            stack.extend(children);
        }
    }

    fn expr(&mut self, id: ExprId) {
        let at = self.program.at(id);
        match self.program.kind(id) {
            ExprKind::Number { value, unit } => self.number(id, at, value, unit),
            ExprKind::Date(date) => self.date(id, at, *date),
            ExprKind::Compare(order, left, right) => self.comparison(id, at, *order, *left, *right),
            ExprKind::Logic(op, parts) => {
                let to = match op {
                    LogicOp::And => LogicOp::Or,
                    LogicOp::Or => LogicOp::And,
                };
                self.push(at, Change::Logic(to), id, InExpr::Logic(to));
                self.parts(id, parts, Dropped::Condition, InExpr::DropPart);
            }
            ExprKind::Combine(quantity, parts) => {
                self.quantity(id, at, *quantity);
                self.parts(id, parts, Dropped::Condition, InExpr::DropPart);
            }
            ExprKind::OneOf { values, negated, .. } => {
                self.push(at, Change::Denied(!negated), id, InExpr::Deny);
                self.parts(id, values, Dropped::Value, InExpr::DropValue);
            }
            ExprKind::Under { negated, .. }
            | ExprKind::Knowledge { negated, .. }
            | ExprKind::IsAbsent { negated, .. } => self.push(at, Change::Denied(!negated), id, InExpr::Deny),
            ExprKind::Not(_) => self.push(at, Change::Negation, id, InExpr::Unwrap),
            ExprKind::Quantified { quantity, .. } => self.quantity(id, at, *quantity),
            ExprKind::Aggregated { condition: Some(condition), .. }
            | ExprKind::Selected { condition: Some(condition), .. } => {
                self.push(self.program.at(*condition), Change::Dropped(Dropped::Filter), id, InExpr::DropFilter);
            }
            ExprKind::Error
            | ExprKind::Bool(_)
            | ExprKind::Text(_)
            | ExprKind::Choice(..)
            | ExprKind::Actor(_)
            | ExprKind::ChoiceName(_)
            | ExprKind::Unspecified
            | ExprKind::Absent
            | ExprKind::Today
            | ExprKind::Fact(_)
            | ExprKind::Derived(_)
            | ExprKind::Rule(..)
            | ExprKind::Milestone(_)
            | ExprKind::Local(_)
            | ExprKind::Field(..)
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic(..)
            | ExprKind::OrElse(_)
            | ExprKind::Between(..)
            | ExprKind::Contains(..)
            | ExprKind::StartsWith(..)
            | ExprKind::EndsWith(..)
            | ExprKind::Recurs { .. }
            | ExprKind::If(..)
            | ExprKind::Share { .. }
            | ExprKind::Call(..)
            | ExprKind::Aggregated { condition: None, .. }
            | ExprKind::Selected { condition: None, .. }
            | ExprKind::List(_)
            | ExprKind::Record(_) => {}
        }
    }

    fn parts(&mut self, id: ExprId, parts: &[ExprId], what: Dropped, drop: impl Fn(usize) -> InExpr) {
        if parts.len() < 2 {
            return;
        }
        for (rank, part) in parts.iter().enumerate() {
            self.push(self.program.at(*part), Change::Dropped(what), id, drop(rank));
        }
    }

    fn quantity(&mut self, id: ExprId, at: Loc, from: Quantity) {
        for to in other_quantities(from) {
            self.push(at, Change::Quantity { from, to }, id, InExpr::Quantity(to));
        }
    }

    fn comparison(&mut self, id: ExprId, at: Loc, from: Order, left: ExprId, right: ExprId) {
        // A value alone in a cell is compared without a word that could be another.
        if self.program.at(right) == at {
            return;
        }
        let to = match from {
            Order::Equal => Order::NotEqual,
            Order::NotEqual => Order::Equal,
            Order::AtLeast => Order::MoreThan,
            Order::MoreThan => Order::AtLeast,
            Order::AtMost => Order::LessThan,
            Order::LessThan => Order::AtMost,
        };
        let of_dates = matches!(self.checked.type_of(left), Type::Date);
        self.push(at, Change::Order { from, to, of_dates }, id, InExpr::Order(to));
    }

    fn written(&self, at: Loc) -> &str {
        self.sources.get(at.file).map_or("", |file| file.slice(at.span))
    }

    fn number(&mut self, id: ExprId, at: Loc, value: &Num, unit: &LiteralUnit) {
        let lang = self.program.languages.get(&at.file).copied().unwrap_or_default();
        for (to, text) in steps(self.written(at), value, unit, lang) {
            self.push(at, Change::Number(text), id, InExpr::Number(to));
        }
    }

    /// One day up and down; of a month written out, one month. A month in a comparison stands for its first or its last
    /// day.
    fn date(&mut self, id: ExprId, at: Loc, date: MonthOrDay) {
        let month = MonthOrDay::parse(self.written(at).trim()).filter(|date| matches!(date, MonthOrDay::Month { .. }));
        let Some(month) = month else {
            let MonthOrDay::Day(day) = date else { return };
            for to in [day.tomorrow(), day.yesterday()].into_iter().filter(|to| *to != day) {
                self.push(at, Change::Date(to.to_string()), id, InExpr::Date(MonthOrDay::Day(to)));
            }
            return;
        };
        for months in [1, -1] {
            let Some(first) = month.first_day().add_months(months) else { continue };
            let to = MonthOrDay::Month { year: first.year(), month: first.month() };
            let written = to.to_string();
            let to = match date {
                MonthOrDay::Month { .. } => to,
                MonthOrDay::Day(day) if day == month.first_day() => MonthOrDay::Day(to.first_day()),
                MonthOrDay::Day(_) => MonthOrDay::Day(to.last_day()),
            };
            self.push(at, Change::Date(written), id, InExpr::Date(to));
        }
    }
}

/// The quantities nearest to one.
fn other_quantities(quantity: Quantity) -> Vec<Quantity> {
    let near = |count: u32| [count.checked_add(1), count.checked_sub(1)].into_iter().flatten();
    match quantity {
        Quantity::All => vec![Quantity::Any],
        Quantity::Any => vec![Quantity::All],
        Quantity::None => vec![Quantity::Any],
        Quantity::AtLeast(count) => near(count).map(Quantity::AtLeast).collect(),
        Quantity::Exactly(count) => near(count).map(Quantity::Exactly).collect(),
    }
}

/// A number one step of its last written digit up, and one down, with the text that says so in the same unit.
pub(super) fn steps(written: &str, value: &Num, unit: &LiteralUnit, lang: Lang) -> Vec<(Num, String)> {
    let (length, decimals) = digits(written);
    let scale = match unit {
        LiteralUnit::Bare => Num::ONE,
        LiteralUnit::Percent => Num::ratio(1, 100).unwrap_or(Num::ONE),
        LiteralUnit::Unit(unit) => unit.scale.clone(),
    };
    let Some(grain) = Num::pow10(-i32::try_from(decimals).unwrap_or(0)) else { return Vec::new() };
    let (step, rest) = (&grain * &scale, written.get(length..).unwrap_or_default());
    [value + &step, value - &step]
        .into_iter()
        .filter_map(|to| {
            let shown = to.checked_div(&scale)?.to_decimal(lang, u32::try_from(decimals).ok()?).0;
            Some((to, format!("{shown}{rest}")))
        })
        .collect()
}

/// How long the digits at the start of a text are, in bytes, blanks between groups included; and how many are decimals.
fn digits(written: &str) -> (usize, usize) {
    let (mut length, mut decimals) = (0, None);
    for (at, letter) in written.char_indices() {
        match letter {
            digit if digit.is_ascii_digit() => {
                length = at + 1;
                decimals = decimals.map(|count: usize| count + 1);
            }
            ',' | '.' if decimals.is_none() => decimals = Some(0),
            blank if blank.is_whitespace() => {}
            _ => break,
        }
    }
    (length, decimals.unwrap_or(0))
}
