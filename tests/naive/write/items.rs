//! The items of a random program.

use super::super::calendar::Day;
use super::super::print::turning_points;
use super::super::program::{
    Cell, Checklist, Criterion, Definition, Expr, Force, Item, Kind, Member, Members, Order, Period, Table, whole,
};
use super::Writer;

impl Writer {
    /// One version that always holds, or two in turn; without `once` there may be a time when none does.
    fn periods(&mut self) -> Vec<Period> {
        let always = Period { from: None, until: None };
        let [first, second, third] = turning_points();
        let (from, until) =
            (|day| Period { from: Some(day), until: None }, |day: Day| Period { from: None, until: Some(day) });
        match self.random.below(9) {
            0 => vec![until(second.previous()), from(second)],
            1 if !self.once => vec![from(first), from(second)],
            2 if !self.once => vec![Period { from: Some(first), until: Some(second) }, from(third)],
            3 if !self.once => vec![Period { from: Some(second), until: Some(third) }],
            _ => vec![always],
        }
    }

    pub(super) fn definition(&mut self) -> Definition {
        let kind = *self.random.pick(&[Kind::Integer, Kind::Integer, Kind::Share, Kind::Day, Kind::Truth, Kind::Hue]);
        let parameter = self.random.once_in(4);
        let mut periods = self.periods();
        if parameter && periods.iter().any(|period| period.from.is_none()) {
            // Values without a beginning but with an end are not written for a parameter.
            periods = vec![Period { from: None, until: None }];
        }
        let versions = periods
            .into_iter()
            .map(|period| {
                let body = if parameter { self.constant(kind) } else { self.of_kind(kind, 2) };
                (period, body)
            })
            .collect();
        let most = if parameter {
            0
        } else if self.once {
            1
        } else {
            2
        };
        let exceptions = (0..self.random.below(most + 1))
            .map(|_| {
                let condition = self.condition(1);
                let value = if self.random.once_in(2) { self.constant(kind) } else { self.of_kind(kind, 1) };
                (condition, value)
            })
            .collect();
        Definition { parameter, kind, versions, exceptions }
    }

    fn constant(&mut self, kind: Kind) -> Expr {
        match kind {
            Kind::Integer => self.literal(Kind::Integer, 4),
            Kind::Share => self.percent(),
            Kind::Day => Expr::Day(self.some_day()),
            Kind::Hue | Kind::Grade => Expr::Choice(kind, self.random.below(3)),
            _ => Expr::Truth(self.random.once_in(2)),
        }
    }

    pub(super) fn criterion(&mut self) -> Criterion {
        let for_each = self.random.once_in(5) && self.may_list();
        let force = self.random.once_in(2).then(|| self.force());
        let write = |writer: &mut Self| {
            let applies = (0..writer.random.below(2)).map(|_| writer.condition(1)).collect();
            let exceptions = (0..writer.random.below(2)).map(|_| writer.condition(1)).collect();
            let periods = writer.periods();
            let versions = periods.into_iter().map(|period| (period, writer.condition(2))).collect();
            Criterion { force, for_each, applies, exceptions, versions }
        };
        if for_each { self.in_task(write) } else { write(self) }
    }

    fn force(&mut self) -> Force {
        use Force::{BestEffort, Indicative, Obligation, Recommendation, Requirement};
        *self.random.pick(&[Obligation, Requirement, Obligation, Requirement, Recommendation, BestEffort, Indicative])
    }

    pub(super) fn checklist(&mut self) -> Checklist {
        let applies = self.random.once_in(4).then(|| self.condition(1));
        let members = self.members(1);
        let [first, second, _] = turning_points();
        let period = match self.random.below(9) {
            0 => Period { from: Some(second), until: None },
            1 => Period { from: None, until: Some(first) },
            _ => Period { from: None, until: None },
        };
        Checklist { period, applies, members: self.filled(members) }
    }

    fn members(&mut self, depth: u32) -> Members {
        let mut members = Vec::new();
        for _ in 0..1 + self.random.below(3) {
            let force = self.random.once_in(2).then(|| self.force());
            if depth > 0 && self.random.once_in(4) {
                let nested = self.members(depth - 1);
                if !nested.members.is_empty() {
                    members.push((force, Member::Nested(nested)));
                }
            } else if let Some(rank) = self.rule() {
                members.push((force, Member::Rule(rank)));
            }
        }
        Members { quantity: self.quantity(), members }
    }

    /// A checklist has at least one member: a criterion written for it, when no other is left.
    fn filled(&mut self, mut members: Members) -> Members {
        if members.members.is_empty() {
            let criterion = self.criterion();
            self.program.items.push(Item::Criterion(criterion));
            let rank = self.program.items.len() - 1;
            self.used_items.push(rank);
            members.members.push((None, Member::Rule(rank)));
        }
        members
    }

    pub(super) fn table(&mut self) -> Table {
        let kind = *self.random.pick(&[Kind::Integer, Kind::Truth, Kind::Hue, Kind::Share]);
        let mut columns: Vec<Column> = Vec::new();
        for of in [Kind::Integer, Kind::Truth, Kind::Hue] {
            if self.random.below(3) == 0 && !columns.is_empty() {
                continue;
            }
            let Some(head) = self.fact(of) else { continue };
            let size = if of == Kind::Integer {
                4
            } else if of == Kind::Hue {
                3
            } else {
                2
            };
            columns.push(Column { kind: of, head, size });
        }
        if columns.is_empty() {
            // Nothing is left to lean on: the table has one row that fits all.
            let head = Expr::Number(whole(1), Kind::Integer);
            columns.push(Column { kind: Kind::Integer, head, size: 1 });
        }
        let first = !self.once && self.random.once_in(3);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        if first {
            for _ in 0..1 + self.random.below(3) {
                let row = columns.iter().map(|column| self.some_cell(column)).collect();
                rows.push(row);
            }
        } else {
            let whole_ranges = columns.iter().map(|column| (0..column.size).collect()).collect();
            self.split(&columns, whole_ranges, 2, &mut rows);
        }
        let rows: Vec<(Vec<Cell>, Expr)> = rows.into_iter().map(|cells| (cells, self.result(kind))).collect();
        let (rows, otherwise) = if first || (!self.once && self.random.once_in(4)) {
            let kept = if first || rows.len() == 1 { rows } else { rows[1..].to_vec() };
            (kept, Some(self.result(kind)))
        } else {
            (rows, None)
        };
        Table { kind, first, heads: columns.into_iter().map(|column| column.head).collect(), rows, otherwise }
    }

    fn result(&mut self, kind: Kind) -> Expr {
        if !self.once && self.random.once_in(4) { self.of_kind(kind, 1) } else { self.constant(kind) }
    }

    /// Rows that cover everything and never meet: each range is cut in two, and again.
    fn split(&mut self, columns: &[Column], ranges: Vec<Vec<usize>>, depth: u32, rows: &mut Vec<Vec<Cell>>) {
        let column = self.random.below(columns.len());
        let range = ranges[column].clone();
        if range.len() < 2 || depth == 0 {
            rows.push(columns.iter().zip(&ranges).map(|(column, range)| self.cell_for(column, range)).collect());
            return;
        }
        let cut = 1 + self.random.below(range.len() - 1);
        for part in [&range[..cut], &range[cut..]] {
            let mut narrower = ranges.clone();
            narrower[column] = part.to_vec();
            self.split(columns, narrower, depth - 1, rows);
        }
    }

    fn cell_for(&mut self, column: &Column, range: &[usize]) -> Cell {
        if range.len() == column.size {
            return Cell::Any;
        }
        let (low, high) = (range[0], range[range.len() - 1]);
        let value = |rank: usize| match column.kind {
            Kind::Integer => Expr::Number(whole(i64::try_from(rank).expect("small")), Kind::Integer),
            Kind::Hue => Expr::Choice(Kind::Hue, rank),
            _ => Expr::Truth(rank == 0),
        };
        if low == high {
            return Cell::Is(value(low));
        }
        if column.kind == Kind::Hue {
            return Cell::OneOf(range.iter().map(|rank| value(*rank)).collect());
        }
        match (low, high + 1 == column.size) {
            (0, _) if self.random.once_in(2) => Cell::Order(Order::LessThan, value(high + 1)),
            (0, _) => Cell::Order(Order::AtMost, value(high)),
            (_, true) => Cell::Order(Order::AtLeast, value(low)),
            _ if self.random.once_in(2) => Cell::Between(value(low), value(high)),
            _ => Cell::From(value(low), value(high + 1)),
        }
    }

    fn some_cell(&mut self, column: &Column) -> Cell {
        let low = self.random.below(column.size);
        let high = low + self.random.below(column.size - low);
        let range: Vec<usize> = (low..=high).collect();
        self.cell_for(column, &range)
    }
}

/// A column of a table, and how many values its head may have.
struct Column {
    kind: Kind,
    head: Expr,
    size: usize,
}
