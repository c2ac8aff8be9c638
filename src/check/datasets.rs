//! What datasets read, against the types of the facts they feed.

use super::infer::Checker;
use crate::base::{Lang, Loc, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{DatasetProblem, NameKind, NameProblem, Problem, TypeProblem, Words};
use crate::model::dataset::{FieldMapping, Origin, OriginKind, OriginUnit};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, RecordId};
use crate::model::ty::Type;
use crate::model::unit::Unit;

impl Checker {
    pub(super) fn datasets(&mut self) {
        for dataset in self.program.datasets.clone() {
            if let Some(origin) = &dataset.name {
                self.origin(origin, &Type::Text, false);
            }
            for origin in dataset.as_of.iter().chain(&dataset.said_on) {
                self.origin(origin, &Type::Date, false);
            }
            for mapping in &dataset.facts {
                let Some(decl) = self.program.fact(mapping.fact).map(|fact| fact.decl.clone()) else { continue };
                if decl.judgement.is_some() {
                    let problem = DatasetProblem::JudgementFromRecord { name: decl.label().to_string() };
                    self.report_at(problem, mapping.at);
                }
                self.origin(&mapping.origin, &decl.ty, decl.optional);
            }
        }
    }

    fn report_at(&mut self, problem: impl Into<Problem>, at: Loc) {
        self.push(Diagnostic::new(problem.into(), at));
    }

    fn origin(&mut self, origin: &Origin, ty: &Type, optional: bool) {
        let element = ty.innermost();
        match &origin.kind {
            OriginKind::Constant(value) => self.foreign_constant(*value, ty, optional),
            OriginKind::Paths { .. } | OriginKind::Translated { .. } if matches!(element, Type::Record(_)) => {
                self.without_fields(element, origin.at);
            }
            OriginKind::Paths { paths, unit, about } => {
                let one_number = paths.len() > 1 || *about;
                if one_number && !ty.is_numeric() {
                    let found = self.words(ty);
                    self.report_at(TypeProblem::NumberExpected { found }, origin.at);
                } else if let Some(unit) = unit {
                    self.origin_unit(unit, element);
                }
            }
            OriginKind::Translated { values, .. } => {
                let optional = optional && !matches!(ty, Type::List(_));
                for (_, value) in values {
                    self.foreign_constant(*value, element, optional);
                }
            }
            OriginKind::Fields { fields, .. } => match element {
                Type::Record(id) => self.origin_fields(*id, fields),
                Type::Error => {}
                other => {
                    let found = self.words(other);
                    self.report_at(DatasetProblem::FieldsOfNoRecord { found }, origin.at);
                }
            },
        }
    }

    fn foreign_constant(&mut self, value: ExprId, ty: &Type, optional: bool) {
        if matches!(self.program.kind(value), ExprKind::Absent) && !optional {
            let right = Words { en: String::from("none"), fr: String::from("aucun") };
            let left = self.words(ty);
            self.report(TypeProblem::UnlikeTypes { left, right }, value);
            return;
        }
        self.constant_of(value, ty);
    }

    fn origin_unit(&mut self, written: &OriginUnit, ty: &Type) {
        let fits = match (ty, &written.unit) {
            (Type::Error, _) | (Type::Percent | Type::Ratio, None) => true,
            (Type::Quantity(declared), Some(unit)) => unit.alike(declared),
            _ => false,
        };
        if fits {
            return;
        }
        if !ty.is_numeric() {
            let found = self.words(ty);
            self.report_at(TypeProblem::NumberExpected { found }, written.at);
            return;
        }
        let (left, right) = (self.words(ty), unit_words(written.unit.as_ref()));
        self.report_at(TypeProblem::UnlikeUnits { left, right }, written.at);
    }

    fn without_fields(&mut self, record: &Type, at: Loc) {
        let field = match record {
            Type::Record(id) => self.program.record(*id).and_then(|record| record.fields.first()),
            _ => None,
        };
        let field = field.map_or("…", |field| field.name.as_str());
        let example = format!("{{ {field} = \"{field}\" }}");
        let record = self.words(record);
        self.report_at(DatasetProblem::WithoutFields { record, example }, at);
    }

    fn origin_fields(&mut self, record: RecordId, fields: &[FieldMapping]) {
        let decls = self.program.record(record).map(|record| record.fields.clone()).unwrap_or_default();
        for field in fields {
            match decls.iter().find(|decl| decl.name == field.name) {
                Some(decl) => {
                    if decl.judgement.is_some() {
                        let problem = DatasetProblem::JudgementFromRecord { name: decl.label().to_string() };
                        self.report_at(problem, field.origin.at);
                    }
                    self.origin(&field.origin, &decl.ty, decl.optional);
                }
                None => {
                    let names = || decls.iter().map(|decl| decl.name.as_str());
                    let suggestion = name::did_you_mean(&field.name, names()).map(str::to_string);
                    let among = names().take(6).map(str::to_string).collect();
                    let problem = NameProblem::Unknown {
                        expected: NameKind::Field,
                        name: field.name.clone(),
                        suggestion: suggestion.clone(),
                        among,
                    };
                    let mut diagnostic = Diagnostic::new(problem.into(), field.at);
                    if let Some(suggestion) = suggestion {
                        diagnostic = diagnostic.guess(field.at, suggestion);
                    }
                    self.push(diagnostic);
                }
            }
        }
    }
}

fn unit_words(unit: Option<&Unit>) -> Words {
    let symbol = |lang: Lang| match (unit, lang) {
        (None, _) => String::from("%"),
        (Some(unit), Lang::En) => unit.symbol.en.1.clone(),
        (Some(unit), Lang::Fr) => unit.symbol.fr.1.clone(),
    };
    Words { en: symbol(Lang::En), fr: symbol(Lang::Fr) }
}
