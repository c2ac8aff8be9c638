//! Numbers by their spelling: units, percentages and fractions, never through floating point.

use super::read::Node;
use super::typed::{Typist, words};
use crate::base::Num;
use crate::diagnostic::problem::TypedProblem;
use crate::eval::value::Value;
use crate::model::ty::Type;
use crate::model::unit::Unit;
use crate::syntax::ast::UnitExpr;
use crate::syntax::parse_quantity;

impl Typist<'_> {
    /// A number of a numeric type, in base units. A bare number takes the declared unit, but a percentage says so.
    pub(super) fn number(&mut self, node: &Node, text: &str, ty: &Type) -> Option<Value> {
        let Some((number, unit)) = parse_quantity(text) else { return self.wrong(node, ty) };
        let value = match (ty, &unit) {
            (Type::Percent | Type::Ratio, Some(unit)) if is_percent(unit) => number.checked_div(&Num::HUNDRED)?,
            (Type::Percent | Type::Ratio, None) if text.contains('/') => number,
            (Type::Percent, None) => {
                let fix = percentage(&number).map(|percentage| format!("\"{percentage}\""));
                self.report_fix(TypedProblem::percent_without_sign(text), node.span, fix);
                return None;
            }
            (Type::Quantity(declared), None) => &number * &declared.scale,
            (Type::Quantity(declared), Some(written)) => match self.unit(written).filter(|unit| unit.alike(declared)) {
                Some(unit) => &number * &unit.scale,
                None => return self.wrong_unit(node, written, ty),
            },
            (Type::Integer, None) if !number.is_integer() => return self.wrong(node, ty),
            (_, Some(written)) => return self.wrong_unit(node, written, ty),
            (_, None) => number,
        };
        Some(Value::num(value))
    }

    fn wrong_unit(&mut self, node: &Node, written: &UnitExpr, ty: &Type) -> Option<Value> {
        let mut found = written.numerator.text.clone();
        for below in &written.denominators {
            found.push('/');
            found.push_str(&below.text);
        }
        let known = is_percent(written) || self.unit(written).is_some();
        let problem = if known {
            TypedProblem::wrong_unit(words(self.engine, ty), &found)
        } else {
            TypedProblem::unknown_unit(words(self.engine, ty), &found)
        };
        self.report(problem, node.span);
        None
    }

    fn unit(&self, written: &UnitExpr) -> Option<Unit> {
        let units = &self.engine.checked.program.units;
        let mut unit = units.find(&written.numerator.text)?.clone();
        for below in &written.denominators {
            unit = unit.per(units.find(&below.text)?);
        }
        Some(unit)
    }
}

fn is_percent(unit: &UnitExpr) -> bool {
    unit.numerator.text == "%" && unit.denominators.is_empty()
}

/// The percentage that a bare number stands for: 40 and 0.4 are 40 %. `None` for 1, which may be a hundredth or all.
fn percentage(number: &Num) -> Option<String> {
    if *number == Num::ONE {
        return None;
    }
    let is_share = number.abs() < Num::ONE;
    let percent = if is_share { number * &Num::HUNDRED } else { number.clone() };
    Some(format!("{} %", percent.to_exact_string()))
}
