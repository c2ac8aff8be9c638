//! Decision tables before any dossier: rows that can both match with different results, situations that no row covers,
//! rows never reached. Each finding comes with a situation that shows it.
//!
//! Columns are taken as independent within their bounds. Each column is cut at the values its cells name, and one value
//! is tried in each piece, so that what holds of the tries holds of every value. A table with too many combinations for
//! that is not searched for gaps.

use super::set::{Bound as End, ChoiceSet, DateSet, NumSet, TextSet};
use super::value::Value;
use super::{Dates, Engine, Evaluator, NoTrace};
use crate::base::{Date, Num};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{Note, RuleProblem};
use crate::model::expr::ExprKind;
use crate::model::ids::{DerivedId, ExprId};
use crate::model::item::{Body, Derived, Table, TableRow};
use crate::model::ty::Type;

/// The most combinations of tries that are searched for a gap.
const MOST: usize = 200_000;

/// The findings on every sound table.
pub fn check(engine: &Engine) -> Vec<Diagnostic> {
    let sound = engine.checked.program.derived_ids().filter(|id| engine.checked.sound.derived(*id));
    on_last_day(engine, |trial| sound.flat_map(|id| check_with(trial, id)).collect())
}

/// The findings on one table; none on what is no table.
pub fn check_one(engine: &Engine, id: DerivedId) -> Vec<Diagnostic> {
    on_last_day(engine, |trial| check_with(trial, id))
}

/// Cells are tried at the end of time, where parameters have their last version.
fn on_last_day<R>(engine: &Engine, run: impl FnOnce(&mut Evaluator<'_, NoTrace>) -> R) -> R {
    super::without_facts(engine, Dates::on(Date::MAX), run)
}

fn check_with(trial: &mut Evaluator<'_, NoTrace>, id: DerivedId) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let Some(derived) = trial.program.derived_item(id) else { return diagnostics };
    for version in &derived.versions {
        if let Body::Table(table) = &version.body {
            Search::new(trial, table).run(trial, derived, &mut diagnostics);
        }
    }
    diagnostics
}

struct Search<'a> {
    engine: &'a Engine,
    table: &'a Table,
    /// The tries of each column.
    tries: Vec<Vec<Value>>,
    /// For each row and column, whether it matches each try.
    matches: Vec<Vec<Vec<bool>>>,
}

impl<'a> Search<'a> {
    fn new(trial: &mut Evaluator<'a, NoTrace>, table: &'a Table) -> Self {
        let tries: Vec<Vec<Value>> = (0..table.heads.len()).map(|column| column_tries(trial, table, column)).collect();
        let matches = table.rows.iter().map(|row| row_matches(trial, table, row, &tries)).collect();
        Search { engine: trial.engine, table, tries, matches }
    }

    fn run(&self, trial: &mut Evaluator<'a, NoTrace>, derived: &Derived, diagnostics: &mut Vec<Diagnostic>) {
        if !self.table.first {
            self.overlaps(trial, derived, diagnostics);
        }
        self.gap_and_unreached(derived, diagnostics);
    }

    /// Two rows overlap when in every column some try satisfies both.
    fn overlaps(&self, trial: &mut Evaluator<'a, NoTrace>, derived: &Derived, diagnostics: &mut Vec<Diagnostic>) {
        for (later, row) in self.table.rows.iter().enumerate() {
            for (earlier, before) in self.table.rows.iter().enumerate().take(later) {
                if row.otherwise || before.otherwise || self.same_result(trial, row, before) {
                    continue;
                }
                let shared: Option<Vec<usize>> = (0..self.tries.len())
                    .map(|column| {
                        (0..self.tries.get(column)?.len())
                            .find(|rank| self.hit(earlier, column, *rank) && self.hit(later, column, *rank))
                    })
                    .collect();
                let Some(shared) = shared else { continue };
                let problem =
                    RuleProblem::RowsOverlap { table: derived.meta.name.clone(), situation: self.situation(&shared) };
                diagnostics.push(Diagnostic::new(problem.into(), row.at).related(before.at, Note::FirstHere));
                // One overlap a row is enough to mend.
                break;
            }
        }
    }

    fn same_result(&self, trial: &mut Evaluator<'a, NoTrace>, row: &TableRow, other: &TableRow) -> bool {
        let mut value = |id| trial.eval(id).into_owned();
        let kind = |id| self.engine.checked.program.kind(id);
        match (kind(row.result), kind(other.result)) {
            (ExprKind::Unspecified, ExprKind::Unspecified) => true,
            (ExprKind::Unspecified, _) | (_, ExprKind::Unspecified) => false,
            _ => {
                let (row, other) = (value(row.result), value(other.result));
                row.is_known() && row == other
            }
        }
    }

    fn hit(&self, row: usize, column: usize, rank: usize) -> bool {
        self.matches
            .get(row)
            .and_then(|columns| columns.get(column))
            .and_then(|tries| tries.get(rank))
            .copied()
            .unwrap_or(false)
    }

    fn gap_and_unreached(&self, derived: &Derived, diagnostics: &mut Vec<Diagnostic>) {
        let total = self.tries.iter().try_fold(1usize, |total, tries| total.checked_mul(tries.len()));
        let Some(total) = total.filter(|total| *total <= MOST) else { return };
        let closed = self.table.rows.iter().any(|row| row.otherwise);
        let mut reached = vec![false; self.table.rows.len()];
        let mut gap: Option<Vec<usize>> = None;
        for number in 0..total {
            let ranks = self.ranks(number);
            let mut covered = false;
            for (row, place) in reached.iter_mut().enumerate() {
                let otherwise = self.table.rows.get(row).is_some_and(|row| row.otherwise);
                let matches = ranks.iter().enumerate().all(|(column, rank)| self.hit(row, column, *rank));
                if matches && !(covered && (otherwise || self.table.first)) {
                    *place = true;
                    covered = true;
                }
            }
            if !covered && gap.is_none() {
                gap = Some(ranks);
            }
        }
        if let Some(ranks) = gap.filter(|_| !closed) {
            let problem = RuleProblem::TableGap { table: derived.meta.name.clone(), situation: self.situation(&ranks) };
            diagnostics.push(Diagnostic::new(problem.into(), derived.meta.at));
        }
        for (row, reached) in self.table.rows.iter().zip(reached) {
            if !reached {
                diagnostics.push(Diagnostic::new(RuleProblem::RowUnreached.into(), row.at));
            }
        }
    }

    fn ranks(&self, mut number: usize) -> Vec<usize> {
        self.tries
            .iter()
            .map(|tries| {
                let count = tries.len().max(1);
                let rank = number % count;
                number /= count;
                rank
            })
            .collect()
    }

    /// `rgaa.taux = 100 %, rgaa.déclaration_valide = oui`
    fn situation(&self, ranks: &[usize]) -> Vec<(String, crate::diagnostic::problem::Shown)> {
        let program = &self.engine.checked.program;
        self.table
            .heads
            .iter()
            .zip(ranks)
            .enumerate()
            .filter_map(|(column, (head, rank))| {
                let value = self.tries.get(column)?.get(*rank)?;
                let name = match program.kind(*head) {
                    ExprKind::Fact(fact) => program.fact(*fact)?.path.clone(),
                    ExprKind::Derived(derived) => program.derived_item(*derived)?.meta.name.clone(),
                    ExprKind::Rule(rule, _) => program.rule(*rule)?.meta.name.clone(),
                    _ => format!("({})", column + 1),
                };
                Some((name, shown(program, value, self.engine.checked.type_of(*head))))
            })
            .collect()
    }
}

fn shown(program: &crate::model::Program, value: &Value, ty: &Type) -> crate::diagnostic::problem::Shown {
    use crate::diagnostic::problem::Shown;
    match (value, ty) {
        (Value::Bool(set), _) => Shown::YesNo(set.can_be_true()),
        (Value::Num(set), _) => {
            let number = set.known().cloned().unwrap_or(Num::ZERO);
            match ty {
                Type::Percent => Shown::Text(format!("{} %", (&number * &Num::HUNDRED).to_exact_string())),
                Type::Quantity(unit) => {
                    let number = number.checked_div(&unit.scale).unwrap_or(number);
                    Shown::Text(format!("{} {}", number.to_exact_string(), unit.symbol.fr.1))
                }
                _ => Shown::Text(number.to_exact_string()),
            }
        }
        (Value::Choice(set), Type::Choice(id)) => {
            let label = set.known().and_then(|rank| Some(program.choice(*id)?.values.get(rank)?.name.clone()));
            Shown::Text(label.unwrap_or_default())
        }
        (Value::Date(set), _) => Shown::Text(set.first().map_or_else(String::new, |date| date.to_string())),
        (Value::Text(set), _) => Shown::Text(set.known().map_or_else(String::new, |text| format!("\"{text}\""))),
        (Value::Absent, _) => Shown::Absent,
        _ => Shown::Text(String::from("…")),
    }
}

/// Whether each cell of a row is satisfied by each try of its column.
fn row_matches(
    trial: &mut Evaluator<'_, NoTrace>,
    table: &Table,
    row: &TableRow,
    tries: &[Vec<Value>],
) -> Vec<Vec<bool>> {
    table
        .heads
        .iter()
        .enumerate()
        .map(|(column, head)| {
            let cell = row.cells.get(column).copied().flatten();
            let tries = tries.get(column).map(Vec::as_slice).unwrap_or_default();
            tries.iter().map(|value| cell.is_none_or(|cell| holds(trial, *head, value, cell))).collect()
        })
        .collect()
}

/// A cell's condition with its head fixed to one value.
fn holds(trial: &mut Evaluator<'_, NoTrace>, head: ExprId, value: &Value, cell: ExprId) -> bool {
    trial.fixed.insert(head, value.clone());
    let holds = trial.eval(cell).truth().can_be_true();
    trial.fixed.remove(&head);
    holds
}

/// One value in each piece into which the cells of a column cut what its head may be.
fn column_tries(trial: &mut Evaluator<'_, NoTrace>, table: &Table, column: usize) -> Vec<Value> {
    let engine = trial.engine;
    let Some(head) = table.heads.get(column) else { return Vec::new() };
    let ty = engine.checked.type_of(*head);
    let mut constants = Vec::new();
    for cell in table.rows.iter().filter_map(|row| row.cells.get(column).copied().flatten()) {
        collect_constants(trial, cell, *head, &mut constants);
    }
    let top = match engine.checked.program.kind(*head) {
        ExprKind::Fact(fact) => engine.top(*fact).clone(),
        // What is worked out may be absent too, as far as its author says what then.
        _ if asks_for_absence(engine, table, column) => {
            Value::MaybeAbsent(Box::new(Value::top(ty, &engine.checked.program)))
        }
        _ => Value::top(ty, &engine.checked.program),
    };
    tries_within(&top, &constants)
}

fn asks_for_absence(engine: &Engine, table: &Table, column: usize) -> bool {
    let mut cells = table.rows.iter().filter_map(|row| row.cells.get(column).copied().flatten());
    cells.any(|cell| matches!(engine.checked.program.kind(cell), ExprKind::IsAbsent { negated: false, .. }))
}

fn tries_within(top: &Value, constants: &[Value]) -> Vec<Value> {
    match top {
        Value::Bool(_) => vec![Value::TRUE, Value::FALSE],
        Value::Choice(set) => set.iter().map(|rank| Value::Choice(ChoiceSet::single(rank))).collect(),
        Value::Actor(set) => set.iter().map(|rank| Value::Actor(ChoiceSet::single(rank))).collect(),
        Value::Num(set) => num_tries(set, constants).into_iter().map(Value::num).collect(),
        Value::Date(_) => {
            let mut days: Vec<Date> = constants
                .iter()
                .filter_map(Value::as_date)
                .flat_map(|set| [set.first(), set.last()])
                .flatten()
                .flat_map(|day| [day.yesterday(), day, day.tomorrow()])
                .collect();
            days.sort_unstable();
            days.dedup();
            days.into_iter().map(|day| Value::Date(DateSet::exact(day))).collect()
        }
        Value::Text(_) => {
            let mut tries: Vec<Value> = constants.iter().filter(|value| value.as_text().is_some()).cloned().collect();
            tries.push(Value::Text(TextSet::exact("…")));
            tries
        }
        Value::MaybeAbsent(inner) => {
            let mut tries = tries_within(inner, constants);
            tries.push(Value::Absent);
            tries
        }
        other => vec![other.clone()],
    }
}

fn num_tries(set: &NumSet, constants: &[Value]) -> Vec<Num> {
    let mut cuts: Vec<Num> = constants
        .iter()
        .filter_map(Value::as_num)
        .flat_map(|set| [set.lower().value().cloned(), set.upper().value().cloned()])
        .flatten()
        .collect();
    cuts.extend([set.lower(), set.upper()].iter().filter_map(End::value).cloned());
    cuts.sort();
    cuts.dedup();
    let half = Num::ratio(1, 2).unwrap_or(Num::ONE);
    let mut tries = Vec::new();
    if let (Some(first), Some(last)) = (cuts.first(), cuts.last()) {
        tries.push(first - &Num::ONE);
        tries.push(last + &Num::ONE);
    } else {
        tries.push(Num::ZERO);
    }
    for (rank, cut) in cuts.iter().enumerate() {
        tries.push(cut.clone());
        if let Some(next) = cuts.get(rank + 1) {
            let middle = &(cut + next) * &half;
            tries.extend([middle.floor(), middle.ceil()].into_iter().filter(|n| cut < n && n < next));
            tries.push(middle);
        }
    }
    tries.retain(|n| set.contains(n));
    tries.sort();
    tries.dedup();
    tries
}

/// The constants a cell compares its head with.
fn collect_constants(trial: &mut Evaluator<'_, NoTrace>, id: ExprId, head: ExprId, found: &mut Vec<Value>) {
    if id == head {
        return;
    }
    let children = trial.program.kind(id).children();
    if children.is_empty() {
        found.push(trial.eval(id).into_owned());
        return;
    }
    for child in children {
        collect_constants(trial, child, head, found);
    }
}
