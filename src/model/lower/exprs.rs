//! Expressions: sugar out, names in.

use super::Lowerer;
use super::paths::joined;
use crate::base::{Date, MonthOrDay, Num, Span};
use crate::diagnostic::problem::{NameKind, NameProblem};
use crate::model::expr::{ExprKind, FieldRef, Knowledge, LiteralUnit, LogicOp, Order, RuleTest};
use crate::model::ids::{ExprId, LocalId};
use crate::syntax::ast::{self, Comparison, ExprKind as Ast, Tail, TailKind};

/// Comparisons of dates are orders like the others.
pub(super) fn order(comparison: Comparison) -> Order {
    match comparison {
        Comparison::Equal => Order::Equal,
        Comparison::NotEqual => Order::NotEqual,
        Comparison::AtLeast | Comparison::OnOrAfter => Order::AtLeast,
        Comparison::AtMost | Comparison::OnOrBefore => Order::AtMost,
        Comparison::MoreThan | Comparison::After => Order::MoreThan,
        Comparison::LessThan | Comparison::Before => Order::LessThan,
    }
}

/// The month that an expression is, written out.
fn written_month(value: &ast::Expr) -> Option<MonthOrDay> {
    match &value.kind {
        Ast::Date(date @ MonthOrDay::Month { .. }) => Some(*date),
        Ast::Bracketed(inner) => written_month(inner),
        _ => None,
    }
}

impl Lowerer<'_> {
    pub(super) fn expr(&mut self, written: &ast::Expr) -> ExprId {
        let span = written.span;
        match &written.kind {
            Ast::Number { value, unit } => self.number(value, unit.as_ref(), span),
            Ast::Bool(value) => self.push(ExprKind::Bool(*value), span),
            Ast::Text(text) => self.push(ExprKind::Text(text.as_str().into()), span),
            Ast::Date(date) => self.push(ExprKind::Date(*date), span),
            Ast::Path(path) => self.path(path),
            Ast::Unspecified => self.push(ExprKind::Unspecified, span),
            Ast::None => self.push(ExprKind::Absent, span),
            Ast::Today => self.push(ExprKind::Today, span),
            Ast::Error => self.push(ExprKind::Error, span),
            Ast::Bracketed(inner) => self.expr(inner),
            Ast::Negate(of) => {
                let of = self.expr(of);
                self.push(ExprKind::Negate(of), span)
            }
            Ast::Not(of) => {
                let of = self.expr(of);
                self.push(ExprKind::Not(of), span)
            }
            Ast::Arithmetic(op, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.push(ExprKind::Arithmetic(*op, left, right), span)
            }
            Ast::OrElse(parts) => {
                let parts = self.exprs(parts);
                self.push(ExprKind::OrElse(parts), span)
            }
            Ast::Logic(op, parts) => {
                let parts = self.exprs(parts);
                self.push(ExprKind::Logic(*op, parts), span)
            }
            Ast::Combine(quantity, parts) => {
                let parts = self.exprs(parts);
                self.push(ExprKind::Combine(*quantity, parts), span)
            }
            Ast::Call(function, parts) => {
                let parts = self.exprs(parts);
                self.push(ExprKind::Call(*function, parts), span)
            }
            Ast::List(parts) => {
                let parts = self.exprs(parts);
                self.push(ExprKind::List(parts), span)
            }
            Ast::If(condition, then, otherwise) => {
                let (condition, then) = (self.expr(condition), self.expr(then));
                let otherwise = otherwise.as_ref().map(|otherwise| self.expr(otherwise));
                self.push(ExprKind::If(condition, then, otherwise), span)
            }
            Ast::Test(subject, tail) => self.test(subject, tail, span),
            Ast::Share { part, among } => self.share(part, among, span),
            Ast::Field(of, name) => {
                let of = self.expr(of);
                self.push(ExprKind::Field(of, FieldRef::Name(name.text.clone())), span)
            }
            Ast::Quantified { .. } | Ast::Aggregated { .. } | Ast::Selected { .. } => self.over_list(written),
        }
    }

    pub(super) fn exprs(&mut self, written: &[ast::Expr]) -> Vec<ExprId> {
        written.iter().map(|part| self.expr(part)).collect()
    }

    fn number(&mut self, value: &Num, unit: Option<&ast::UnitExpr>, span: Span) -> ExprId {
        let (value, unit) = match unit {
            None => (value.clone(), LiteralUnit::Bare),
            Some(unit) if unit.numerator.text == "%" && unit.denominators.is_empty() => {
                (value.checked_div(&Num::from_i64(100)).unwrap_or(Num::ZERO), LiteralUnit::Percent)
            }
            Some(written) => match self.unit(written) {
                Some(unit) => (value * &unit.scale, LiteralUnit::Unit(unit)),
                None => return self.push(ExprKind::Error, span),
            },
        };
        self.push(ExprKind::Number { value, unit }, span)
    }

    /// Opens the scope of a variable.
    pub(super) fn bind(&mut self, name: &ast::Name) -> LocalId {
        let id = LocalId::new(self.program.locals.len());
        self.program.locals.push(name.text.clone());
        self.locals.push((name.text.clone(), id));
        id
    }

    fn over_list(&mut self, written: &ast::Expr) -> ExprId {
        let depth = self.locals.len();
        let kind = match &written.kind {
            Ast::Quantified { quantity, var, list, condition } => {
                let list = self.expr(list);
                let var = self.bind(var);
                let condition = self.expr(condition);
                ExprKind::Quantified { quantity: *quantity, var, list, condition }
            }
            Ast::Aggregated { aggregate, body, var, list, condition } => {
                let list = self.expr(list);
                let var = var.as_ref().map(|var| self.bind(var));
                let condition = condition.as_ref().map(|condition| self.expr(condition));
                let body = body.as_ref().map(|body| self.expr(body));
                ExprKind::Aggregated { aggregate: *aggregate, body, var, list, condition }
            }
            Ast::Selected { last, var, list, by, condition } => {
                let list = self.expr(list);
                let var = self.bind(var);
                let condition = condition.as_ref().map(|condition| self.expr(condition));
                let by = by.as_ref().map(|by| self.expr(by));
                ExprKind::Selected { last: *last, var, list, by, condition }
            }
            _ => ExprKind::Error,
        };
        self.locals.truncate(depth);
        self.push(kind, written.span)
    }

    /// A share whose part is listed among the whole keeps the others apart, so that its bounds are exact.
    fn share(&mut self, part: &ast::Expr, among: &[ast::Expr], span: Span) -> ExprId {
        let same = |other: &ast::Expr| match (&unbracketed(part).kind, &unbracketed(other).kind) {
            (Ast::Path(left), Ast::Path(right)) => {
                joined(left, left.names.len()).map(|(name, _)| name)
                    == joined(right, right.names.len()).map(|(name, _)| name)
            }
            _ => false,
        };
        let listed = among.iter().position(same);
        let lowered = self.expr(part);
        let others = among
            .iter()
            .enumerate()
            .filter(|(rank, _)| Some(*rank) != listed)
            .map(|(_, other)| other)
            .cloned()
            .collect::<Vec<_>>();
        let others = self.exprs(&others);
        self.push(ExprKind::Share { part: lowered, others, part_listed: listed.is_some() }, span)
    }

    fn test(&mut self, subject: &ast::Expr, tail: &Tail, span: Span) -> ExprId {
        match &tail.kind {
            // A rule has an unknown verdict; a value is unknown when nothing tells which it is.
            TailKind::Verdict(ast::Verdict::Unknown) if !self.names_a_rule(subject) => {
                let subject = self.expr(subject);
                self.push(ExprKind::Knowledge { what: Knowledge::Known, subject, negated: true }, span)
            }
            TailKind::Verdict(verdict) => self.rule_test(subject, RuleTest::Is(*verdict), span),
            TailKind::Applies => self.rule_test(subject, RuleTest::Applies, span),
            _ => {
                let subject = self.expr(subject);
                self.tail(subject, tail, span)
            }
        }
    }

    fn names_a_rule(&self, subject: &ast::Expr) -> bool {
        let Ast::Path(path) = &subject.kind else { return false };
        let name = joined(path, path.names.len()).map_or_else(String::new, |(name, _)| name);
        matches!(self.lookup(&name), Some(crate::model::ValueRef::Rule(_)) | None)
    }

    fn rule_test(&mut self, subject: &ast::Expr, test: RuleTest, span: Span) -> ExprId {
        if let Ast::Path(path) = &subject.kind {
            let id = self.rule_path(path);
            let kind = id.map_or(ExprKind::Error, |id| ExprKind::Rule(id, test));
            return self.push(kind, span);
        }
        let name = self.written(subject.span);
        self.report(NameProblem::WrongKind { name, expected: NameKind::Rule }, subject.span);
        self.push(ExprKind::Error, span)
    }

    /// A condition on `subject`; also what a cell or a bound says of it.
    pub(super) fn tail(&mut self, subject: ExprId, tail: &Tail, span: Span) -> ExprId {
        let kind = match &tail.kind {
            TailKind::Compare(comparison, value) => self.comparison(subject, order(*comparison), value),
            TailKind::Between(low, high) => {
                let (low, high) = (self.end(low, MonthOrDay::first_day), self.end(high, MonthOrDay::last_day));
                ExprKind::Between(subject, low, high)
            }
            TailKind::OneOf { negated, values } => {
                ExprKind::OneOf { subject, values: self.exprs(values), negated: *negated }
            }
            TailKind::Contains(value) => ExprKind::Contains(subject, self.expr(value)),
            TailKind::Under { negated, host } => ExprKind::Under { subject, host: self.expr(host), negated: *negated },
            TailKind::StartsWith(value) => ExprKind::StartsWith(subject, self.expr(value)),
            TailKind::EndsWith(value) => ExprKind::EndsWith(subject, self.expr(value)),
            TailKind::Known { negated } => ExprKind::Knowledge { what: Knowledge::Known, subject, negated: *negated },
            TailKind::Missing { negated } => {
                ExprKind::Knowledge { what: Knowledge::Missing, subject, negated: *negated }
            }
            TailKind::Contested { negated } => {
                ExprKind::Knowledge { what: Knowledge::Contested, subject, negated: *negated }
            }
            TailKind::None { negated } => ExprKind::IsAbsent { subject, negated: *negated },
            TailKind::Recurs { every, since } => ExprKind::Recurs {
                dates: subject,
                every: self.expr(every),
                since: since.as_ref().map(|since| self.expr(since)),
            },
            TailKind::Verdict(_) | TailKind::Applies => {
                let name = self.written(tail.span);
                self.report(NameProblem::WrongKind { name, expected: NameKind::Value }, tail.span);
                ExprKind::Error
            }
        };
        self.push(kind, span)
    }

    /// A month written in a condition is the whole of it: `before 2024-06` ends on its first day, `after 2024-06` begins
    /// after its last, `= 2024-06` is any day of it.
    fn comparison(&mut self, subject: ExprId, order: Order, value: &ast::Expr) -> ExprKind {
        if written_month(value).is_none() {
            let value = self.expr(value);
            return match (order, self.program.kind(value)) {
                // `x = none` asks what `x is none` asks.
                (Order::Equal, ExprKind::Absent) => ExprKind::IsAbsent { subject, negated: false },
                (Order::NotEqual, ExprKind::Absent) => ExprKind::IsAbsent { subject, negated: true },
                _ => ExprKind::Compare(order, subject, value),
            };
        }
        match order {
            Order::LessThan | Order::AtLeast => {
                ExprKind::Compare(order, subject, self.end(value, MonthOrDay::first_day))
            }
            Order::MoreThan | Order::AtMost => ExprKind::Compare(order, subject, self.end(value, MonthOrDay::last_day)),
            Order::Equal | Order::NotEqual => {
                let (first, last) = (self.end(value, MonthOrDay::first_day), self.end(value, MonthOrDay::last_day));
                let within = ExprKind::Between(subject, first, last);
                if order == Order::NotEqual { ExprKind::Not(self.push(within, value.span)) } else { within }
            }
        }
    }

    /// A limit: of a month written out, its first or its last day.
    fn end(&mut self, value: &ast::Expr, of_month: impl Fn(MonthOrDay) -> Date) -> ExprId {
        match written_month(value) {
            Some(month) => self.push(ExprKind::Date(MonthOrDay::Day(of_month(month))), value.span),
            None => self.expr(value),
        }
    }

    /// What a cell says of its head: `None` when it says nothing.
    pub(super) fn cell_condition(&mut self, head: ExprId, cell: &ast::Cell) -> Option<ExprId> {
        match &cell.kind {
            ast::CellKind::Empty | ast::CellKind::AsOf | ast::CellKind::Missing | ast::CellKind::Verdict(_) => None,
            ast::CellKind::Error => Some(self.push(ExprKind::Error, cell.span)),
            ast::CellKind::None => Some(self.push(ExprKind::IsAbsent { subject: head, negated: false }, cell.span)),
            ast::CellKind::Expr(value) => {
                let kind = self.comparison(head, Order::Equal, value);
                let condition = self.push(kind, cell.span);
                Some(self.all_of_cell(head, vec![condition], cell.span))
            }
            ast::CellKind::Tails(tails) => {
                let conditions = tails.iter().map(|tail| self.tail(head, tail, tail.span)).collect();
                Some(self.all_of_cell(head, conditions, cell.span))
            }
        }
    }

    /// The conditions of one cell together. A row for some value is no row for the absence of any, so that a head that
    /// may be absent is also asked to be there.
    fn all_of_cell(&mut self, head: ExprId, mut conditions: Vec<ExprId>, span: Span) -> ExprId {
        let asks =
            |id: &ExprId| matches!(self.program.kind(*id), ExprKind::IsAbsent { subject, .. } if *subject == head);
        if self.may_be_absent(head) && !conditions.iter().any(asks) {
            conditions.insert(0, self.push(ExprKind::IsAbsent { subject: head, negated: true }, span));
        }
        match conditions.as_slice() {
            [only] => *only,
            _ => self.push(ExprKind::Logic(LogicOp::And, conditions), span),
        }
    }

    fn may_be_absent(&self, head: ExprId) -> bool {
        match self.program.kind(head) {
            ExprKind::Fact(fact) => self.program.fact(*fact).is_some_and(|fact| fact.decl.optional),
            kind => !kind.children().is_empty() || matches!(kind, ExprKind::Derived(_)),
        }
    }
}

/// What brackets around a whole expression leave as it is.
fn unbracketed(expr: &ast::Expr) -> &ast::Expr {
    let mut inner = expr;
    while let Ast::Bracketed(within) = &inner.kind {
        inner = within;
    }
    inner
}
