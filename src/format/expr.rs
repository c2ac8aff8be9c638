//! Where an expression may break, when it is too long for its line: before an operator, or inside brackets.

use super::doc::STEP;
use super::spell::{self, Counted, Place};
use super::writer::Writer;
use crate::base::{Lang, Num, Span};
use crate::syntax::ast::{
    ArithmeticOp, Expr, ExprKind, Function, LogicOp, Tail, TailKind, TypeExpr, TypeKind, UnitExpr, Verdict,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::{Bracket, TokenKind};

impl Writer<'_> {
    pub fn expr(&mut self, expr: &Expr) {
        self.expr_going_on(expr, STEP);
    }

    /// An expression whose own continuation stands `step` columns further from the margin than its first line.
    fn expr_going_on(&mut self, expr: &Expr, step: usize) {
        let span = expr.span;
        self.upto(span.start);
        match &expr.kind {
            ExprKind::Number { value, unit } => self.number(span, value, unit.as_ref()),
            ExprKind::Text(_) | ExprKind::Date(_) | ExprKind::Error => self.as_is(span),
            ExprKind::Bool(_) | ExprKind::Unspecified | ExprKind::None | ExprKind::Today => {}
            ExprKind::Path(path) => self.path(path),
            ExprKind::Negate(operand) => {
                self.upto(span.start + 1);
                self.join();
                self.expr(operand);
            }
            ExprKind::Not(operand) => self.expr(operand),
            ExprKind::Bracketed(inside) => self.bracketed(inside),
            ExprKind::List(values) => self.list(values, values.len() == 1),
            ExprKind::Field(record, name) => {
                self.expr(record);
                self.name(name);
            }
            ExprKind::Arithmetic(..) => self.group(|w| w.arithmetic(expr, step)),
            ExprKind::OrElse(sides) => self.chain(sides, step),
            ExprKind::Logic(LogicOp::And | LogicOp::Or, operands) => self.chain(operands, step),
            ExprKind::Test(operand, tail) => self.group(|w| w.test(operand, tail)),
            ExprKind::If(..) => self.choice(expr, step),
            ExprKind::Combine(_, values) => self.list(values, false),
            ExprKind::Call(function, values) => self.call(*function, values),
            ExprKind::Share { part, among } => self.group(|w| {
                w.expr(part);
                w.nest(STEP, |w| {
                    w.line();
                    w.list(among, false);
                });
            }),
            ExprKind::Quantified { var, list, condition, .. } => self.group(|w| {
                w.name(var);
                w.expr(list);
                // A bracket opens at the end of the line; what else is asked of each begins the next.
                let opens = matches!(condition.kind, ExprKind::Bracketed(_));
                w.nest(if opens { 0 } else { STEP }, |w| {
                    if !opens {
                        w.line();
                    }
                    w.expr(condition);
                });
            }),
            ExprKind::Aggregated { body, var, list, condition, .. } => {
                self.group(|w| {
                    if let Some(body) = body {
                        w.expr(body);
                    }
                    w.nest(STEP, |w| {
                        if body.is_some() {
                            w.line();
                        }
                        if let Some(var) = var {
                            w.name(var);
                        }
                        w.expr(list);
                        if let Some(condition) = condition {
                            w.line();
                            w.expr(condition);
                        }
                    });
                });
            }
            ExprKind::Selected { var, list, by, condition, .. } => self.group(|w| {
                w.name(var);
                w.expr(list);
                w.nest(STEP, |w| {
                    for part in [by, condition].into_iter().flatten() {
                        w.line();
                        w.expr(part);
                    }
                });
            }),
        }
        self.upto(span.end);
    }

    /// Operands with the same operator between them, each on its line where they do not fit on one.
    fn chain(&mut self, operands: &[Expr], step: usize) {
        self.group(|w| {
            let mut operands = operands.iter();
            if let Some(first) = operands.next() {
                w.expr(first);
            }
            w.nest(step, |w| {
                for operand in operands {
                    w.line();
                    w.expr(operand);
                }
            });
        });
    }

    /// Sums and differences break before their products.
    fn arithmetic(&mut self, expr: &Expr, step: usize) {
        let ExprKind::Arithmetic(operator, ..) = &expr.kind else { return self.expr(expr) };
        let additive = |operator: &ArithmeticOp| matches!(operator, ArithmeticOp::Add | ArithmeticOp::Subtract);
        let mut operands = Vec::new();
        let mut first = expr;
        let mut divided = false;
        while let ExprKind::Arithmetic(inner, left, right) = &first.kind {
            if additive(inner) != additive(operator) || (is_fraction(first) && !divided) {
                break;
            }
            operands.push(&**right);
            divided = *inner == ArithmeticOp::Divide;
            first = left;
        }
        if is_fraction(first) {
            self.fraction(first);
        } else {
            self.expr(first);
        }
        self.nest(step, |w| {
            for operand in operands.into_iter().rev() {
                w.line();
                w.expr(operand);
            }
        });
    }

    /// `4/9`, which is one number to its reader.
    fn fraction(&mut self, expr: &Expr) {
        let ExprKind::Arithmetic(_, left, right) = &expr.kind else { return };
        self.expr(left);
        self.join();
        self.upto(right.span.start);
        self.join();
        self.expr(right);
    }

    fn test(&mut self, operand: &Expr, tail: &Tail) {
        self.expr(operand);
        self.nest(STEP, |w| {
            w.upto(tail.span.start);
            w.safe_line();
            w.tail(tail);
        });
    }

    pub fn tail(&mut self, tail: &Tail) {
        self.upto(tail.span.start);
        self.is(tail);
        match &tail.kind {
            TailKind::Compare(_, value)
            | TailKind::Contains(value)
            | TailKind::StartsWith(value)
            | TailKind::EndsWith(value)
            | TailKind::Under { host: value, .. } => self.expr(value),
            TailKind::Between(low, high) => {
                self.expr(low);
                self.expr(high);
            }
            TailKind::OneOf { values, .. } => self.one_of(values),
            TailKind::Recurs { every, since } => {
                self.expr(every);
                if let Some(since) = since {
                    self.expr(since);
                }
            }
            TailKind::Verdict(_)
            | TailKind::Applies
            | TailKind::Known { .. }
            | TailKind::Missing { .. }
            | TailKind::Contested { .. }
            | TailKind::None { .. } => {}
        }
        self.in_place(Place::State, |w| w.upto(tail.span.end));
    }

    /// `is` and `is not` before what they say. French asks for the verdict itself, `est non satisfait`, which English
    /// writes `is not met`.
    fn is(&mut self, tail: &Tail) {
        let is_word = |keyword: &Keyword| matches!(keyword.id, "is" | "is_not");
        let Some(keyword) = self.peek_keyword().filter(|keyword| is_word(keyword)) else { return };
        let TailKind::Verdict(verdict) = &tail.kind else { return self.token() };
        if keyword.id != "is_not" {
            return self.token();
        }
        let id = match (verdict, self.second_keyword().map(|keyword| keyword.id)) {
            (Verdict::NotMet, Some("met")) => "not_met",
            (Verdict::NotApplicable, Some("applicable")) => "not_applicable",
            _ => return self.token(),
        };
        if self.next_lang() == Lang::En {
            return self.token();
        }
        for id in ["is", id] {
            self.keyword_as(Keyword::by_id(id).map(|keyword| keyword.canonical(Lang::Fr)).unwrap_or_default());
        }
    }

    fn bracketed(&mut self, inside: &Expr) {
        self.group(|w| {
            w.upto_open();
            w.nest(STEP, |w| {
                w.line_or("");
                w.expr_going_on(inside, 0);
            });
            w.line_or("");
            w.token();
        });
    }

    /// A list between brackets, on one line or one element a line. A last comma stays only where it makes the list.
    fn list(&mut self, values: &[Expr], keeps_comma: bool) {
        self.elements(values.len(), keeps_comma, |w, index| {
            if let Some(value) = values.get(index) {
                w.expr(value);
            }
        });
    }

    /// The values of `one of`, between brackets or the name of a list of them.
    fn one_of(&mut self, values: &[Expr]) {
        match values {
            [only] if !self.opens_before(only.span.start) => self.expr(only),
            _ => self.list(values, false),
        }
    }

    /// What stands between brackets, `count` things with commas between them.
    pub fn elements(&mut self, count: usize, keeps_comma: bool, mut write: impl FnMut(&mut Self, usize)) {
        self.group(|w| {
            w.upto_open();
            w.nest(STEP, |w| {
                for index in 0..count {
                    w.line_or(if index == 0 { "" } else { " " });
                    write(w, index);
                    let last = index + 1 == count;
                    if w.peek_is(",") {
                        if last && !keeps_comma { w.skip() } else { w.token() }
                    }
                }
            });
            if count > 0 {
                w.line_or("");
            }
            w.token();
        });
    }

    /// Writes up to the next round bracket that opens, that one included.
    fn upto_open(&mut self) {
        while let Some(token) = self.peek() {
            self.token();
            if token.kind == TokenKind::Open(Bracket::Round) {
                break;
            }
        }
    }

    fn call(&mut self, function: Function, values: &[Expr]) {
        match function {
            Function::Min | Function::Max | Function::Round | Function::Floor | Function::Ceil | Function::Abs => {
                self.list(values, false)
            }
            Function::DaysBetween | Function::MonthsBetween | Function::YearsBetween | Function::DateOf => {
                values.iter().for_each(|value| self.expr(value));
            }
        }
    }

    /// `if A then B else C`: the branches under the condition. In a chain of them each condition has its line.
    fn choice(&mut self, expr: &Expr, step: usize) {
        let ExprKind::If(condition, then, otherwise) = &expr.kind else { return };
        let next = otherwise.as_deref().filter(|next| matches!(next.kind, ExprKind::If(..)));
        let Some(mut next) = next else {
            return self.group(|w| {
                w.nest(STEP, |w| w.expr(condition));
                w.nest(step, |w| {
                    w.line();
                    w.expr(then);
                    if let Some(otherwise) = otherwise {
                        w.line();
                        w.expr(otherwise);
                    }
                });
            });
        };
        self.group(|w| {
            w.branch(condition, then);
            w.nest(step, |w| {
                w.line();
                while let ExprKind::If(condition, then, otherwise) = &next.kind {
                    w.branch(condition, then);
                    let Some(otherwise) = otherwise else { break };
                    w.line();
                    if !matches!(otherwise.kind, ExprKind::If(..)) {
                        w.expr(otherwise);
                        break;
                    }
                    next = otherwise;
                }
            });
        });
    }

    fn branch(&mut self, condition: &Expr, then: &Expr) {
        self.group(|w| {
            w.nest(STEP, |w| w.expr(condition));
            w.nest(STEP + STEP, |w| {
                w.line();
                w.expr(then);
            });
        });
    }

    fn number(&mut self, span: Span, value: &Num, unit: Option<&UnitExpr>) {
        self.upto(span.start);
        let Some(token) = self.peek() else { return };
        let (from, to) = if self.source.to == Lang::En { (',', ".") } else { ('.', ",") };
        self.leaf(token.span, self.slice(token.span).replace(from, to));
        if let Some(unit) = unit {
            self.unit(unit, Counted::By(value), true);
        }
    }

    /// A unit after its number, or as a type.
    pub fn unit(&mut self, unit: &UnitExpr, counted: Counted<'_>, beside_number: bool) {
        if unit.numerator.text == "%" && beside_number && self.source.to == Lang::En {
            self.join();
        }
        let simple = unit.denominators.is_empty();
        let own = !beside_number && simple && self.source.types.contains(&unit.numerator.text);
        let is_type = simple && !beside_number;
        let numerator = self.slice(unit.numerator.span);
        let mut written = if own { numerator } else { self.unit_word(numerator, counted, is_type) }.to_string();
        for below in &unit.denominators {
            written.push('/');
            written.push_str(self.unit_word(self.slice(below.span), Counted::One, false));
        }
        self.leaf(unit.span, written);
    }

    /// A word of the language where it is one, in the language wanted.
    fn unit_word<'w>(&self, written: &'w str, counted: Counted<'_>, is_type: bool) -> &'w str {
        let Some(own) = spell::lang_of_unit(written) else { return written };
        // Without translation, a word of the other language stays as a keyword does.
        let lang = if self.source.translates { self.source.to } else { own };
        let actors = spell::actor_type(written, lang).filter(|_| is_type);
        spell::unit(written, lang, counted).or(actors).unwrap_or(written)
    }

    pub fn type_name(&mut self, ty: &TypeExpr) {
        self.upto(ty.span.start);
        match &ty.kind {
            TypeKind::Judgement { by: Some(by) } => self.name(by),
            TypeKind::List(of) => self.type_name(of),
            TypeKind::Named(unit) => self.unit(unit, Counted::Many, false),
            TypeKind::Judgement { by: None }
            | TypeKind::YesNo
            | TypeKind::Number
            | TypeKind::Integer
            | TypeKind::Percent
            | TypeKind::Text
            | TypeKind::Date
            | TypeKind::Error => {}
        }
        self.upto(ty.span.end);
    }

    /// Bounds, or what a cell asks of its value.
    pub fn tails(&mut self, tails: &[Tail]) {
        let mut tails = tails.iter();
        if let Some(first) = tails.next() {
            self.tail(first);
        }
        for tail in tails {
            self.tail(tail);
        }
    }
}

/// Two plain numbers, one over the other; the first may be negative.
fn is_fraction(expr: &Expr) -> bool {
    let ExprKind::Arithmetic(ArithmeticOp::Divide, left, right) = &expr.kind else { return false };
    let above = if let ExprKind::Negate(positive) = &left.kind { positive } else { left };
    [above, right].into_iter().all(|side| matches!(side.kind, ExprKind::Number { unit: None, .. }))
}
