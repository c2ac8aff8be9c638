//! Dimensions of sums, products and quotients.

use super::infer::{Checker, wider};
use crate::diagnostic::problem::TypeProblem;
use crate::model::expr::ArithmeticOp;
use crate::model::ids::ExprId;
use crate::model::ty::Type;
use crate::model::unit::{self, Dimension, Unit};

impl Checker {
    pub(super) fn arithmetic(&mut self, id: ExprId, op: ArithmeticOp, left: ExprId, right: ExprId) -> Type {
        let left_ty = self.infer(left);
        if matches!(left_ty, Type::Date) {
            return self.date_arithmetic(op, right);
        }
        let left_ty = if left_ty.is_numeric() { left_ty } else { self.numeric(left) };
        let right_ty = self.infer(right);
        if matches!(right_ty, Type::Date) {
            let is_duration = matches!(&left_ty, Type::Quantity(unit) if is_time(unit));
            if op == ArithmeticOp::Add && is_duration {
                return Type::Date;
            }
        }
        let right_ty = if right_ty.is_numeric() { right_ty } else { self.numeric(right) };
        if left_ty.is_error() || right_ty.is_error() {
            return Type::Error;
        }
        match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => {
                self.same_numbers(right, &left_ty, &right_ty);
                wider(&left_ty, &right_ty)
            }
            ArithmeticOp::Multiply => self.product(&left_ty, &right_ty),
            ArithmeticOp::Divide => self.quotient(id, &left_ty, &right_ty),
        }
    }

    fn date_arithmetic(&mut self, op: ArithmeticOp, right: ExprId) -> Type {
        let right_ty = self.infer(right);
        match (&right_ty, op) {
            (Type::Error, _) => Type::Date,
            (Type::Date, ArithmeticOp::Subtract) => self.days(),
            (Type::Quantity(unit), ArithmeticOp::Add | ArithmeticOp::Subtract) if is_time(unit) => Type::Date,
            _ => {
                let left =
                    crate::diagnostic::problem::Words { en: "days or months".into(), fr: "jours ou mois".into() };
                let found = self.words(&right_ty);
                self.report(TypeProblem::UnlikeTypes { left, right: found }, right);
                Type::Error
            }
        }
    }

    fn days(&self) -> Type {
        Type::Quantity(self.program.units.of_dimension(&Dimension::base(unit::DAY)))
    }

    fn product(&self, left: &Type, right: &Type) -> Type {
        match (left, right) {
            (Type::Quantity(left), Type::Quantity(right)) => self.of(&left.dimension.combine(&right.dimension, 1)),
            (Type::Quantity(_), _) => left.clone(),
            (_, Type::Quantity(_)) => right.clone(),
            (Type::Percent, _) | (_, Type::Percent) => Type::Percent,
            (Type::Integer, Type::Integer) => Type::Integer,
            (Type::Ratio, Type::Ratio | Type::Integer) | (Type::Integer, Type::Ratio) => Type::Ratio,
            _ => Type::Number,
        }
    }

    fn quotient(&self, _id: ExprId, left: &Type, right: &Type) -> Type {
        match (left, right) {
            (Type::Quantity(left), Type::Quantity(right)) => self.of(&left.dimension.combine(&right.dimension, -1)),
            (Type::Quantity(_), _) => left.clone(),
            (_, Type::Quantity(right)) => self.of(&Dimension::default().combine(&right.dimension, -1)),
            (Type::Percent, Type::Percent) => Type::Ratio,
            (Type::Percent, _) => Type::Percent,
            _ => Type::Ratio,
        }
    }

    fn of(&self, dimension: &Dimension) -> Type {
        if dimension.is_plain() { Type::Ratio } else { Type::Quantity(self.program.units.of_dimension(dimension)) }
    }
}

/// Days or months: what may be added to a date.
fn is_time(unit: &Unit) -> bool {
    unit.dimension == Dimension::base(unit::DAY) || unit.dimension == Dimension::base(unit::MONTH)
}
