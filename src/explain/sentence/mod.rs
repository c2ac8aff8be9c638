//! Rules in sentences: what a condition asks, in plain French or English, made from the condition itself. Facts,
//! definitions and rules are called by their titles; a reader needs no word of the language of rules.
//!
//! Invariant: a sentence says what the condition means, never less: what no turn of phrase fits is spelled out.

mod clause;
mod compare;
mod noun;
mod phrase;
mod value;

#[cfg(test)]
mod tests;

use crate::base::{Date, Lang};
use crate::check::Checked;
use crate::model::expr::{Expr, ExprKind};
use crate::model::ids::ExprId;
use crate::model::item::{Period, RuleVersion};
use crate::model::plan::GivenValue;
use crate::model::ty::Type;
use crate::model::{Program, ValueRef};
pub use phrase::{Clause, Part, Phrase};

/// How a condition is said: as what must be, or as what is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Must,
    Is,
}

/// Makes the sentences of one doctrine, in one language. A title keeps its author's.
#[derive(Clone, Copy, Debug)]
pub struct Sentences<'a> {
    checked: &'a Checked,
    lang: Lang,
    /// The day whose value of a parameter is told first.
    day: Date,
    /// When what is said holds: the values that a parameter has at other times are left out.
    within: Period,
}

/// What surrounds an expression that is being said.
#[derive(Clone, Copy, Debug)]
struct Writer<'a> {
    checked: &'a Checked,
    program: &'a Program,
    lang: Lang,
    day: Date,
    within: Period,
    /// Whether the elements of lists need names, because several are spoken of at once.
    named: bool,
}

impl<'a> Sentences<'a> {
    /// `day`: that whose values are given for parameters whose values changed.
    pub fn new(checked: &'a Checked, lang: Lang, day: Date) -> Self {
        Sentences { checked, lang, day, within: Period::default() }
    }

    /// The same for what holds in a period alone, as a version does.
    #[must_use]
    pub fn within(self, period: Period) -> Self {
        Sentences { within: period, ..self }
    }

    fn writer(&self, roots: &[ExprId], around: usize) -> Writer<'a> {
        let program = &self.checked.program;
        let deepest = roots.iter().map(|root| bindings(program, *root)).max().unwrap_or(0);
        Writer {
            checked: self.checked,
            program,
            lang: self.lang,
            day: self.day,
            within: self.within,
            named: deepest + around > 1,
        }
    }

    /// What a version of a criterion requires: every one of its conditions.
    pub fn requirement(&self, version: &RuleVersion) -> Clause {
        let around = usize::from(version.for_each.is_some());
        let clause = self.writer(&version.requires, around).all(&version.requires, Mood::Must);
        self.for_each(version, clause)
    }

    /// When a version of a criterion applies; `None` when always.
    pub fn applies(&self, version: &RuleVersion) -> Option<Clause> {
        let around = usize::from(version.for_each.is_some());
        let writer = self.writer(&version.applies, around);
        (!version.applies.is_empty()).then(|| writer.all(&version.applies, Mood::Is))
    }

    /// A condition as something that is so.
    pub fn condition(&self, conditions: &[ExprId]) -> Clause {
        self.writer(conditions, 0).all(conditions, Mood::Is)
    }

    /// Conditions as something that must be so.
    pub fn demand(&self, conditions: &[ExprId]) -> Clause {
        self.writer(conditions, 0).all(conditions, Mood::Must)
    }

    /// The value of a definition or a parameter.
    pub fn value(&self, id: ExprId) -> Clause {
        self.writer(&[id], 0).value_clause(id)
    }

    /// What the head of a column is about: a value, or a condition.
    pub fn head(&self, id: ExprId) -> Phrase {
        let writer = self.writer(&[id], 0);
        match self.checked.program.kind(id) {
            ExprKind::Fact(_) | ExprKind::Derived(_) => writer.value_clause(id).on_one_line(self.lang),
            _ if writer.is_bool(id) => writer.line(id, Mood::Is),
            _ => writer.value_clause(id).on_one_line(self.lang),
        }
    }

    /// What a cell of a table says of its head, which stands above it.
    pub fn cell(&self, condition: ExprId) -> Phrase {
        self.writer(&[condition], 0).cell(condition)
    }

    /// What a test or a scenario takes as given, without the name of the fact. `ty` is the fact's type.
    pub fn given(&self, value: &GivenValue, ty: &Type) -> Phrase {
        self.writer(&[], 0).given(value, ty)
    }

    /// The title between quotation marks, else the name.
    pub fn name(&self, of: ValueRef) -> Phrase {
        self.writer(&[], 0).quoted_name(of)
    }

    /// The title without quotation marks, else the name.
    pub fn title(&self, of: ValueRef) -> Phrase {
        self.writer(&[], 0).bare_name(of)
    }

    /// What stands for `{name}` in a text of an author: the value of a parameter on the day, else the title.
    pub fn called(&self, of: ValueRef) -> Phrase {
        self.writer(&[], 0).called(of)
    }

    /// `Pour chaque élément de « Les homologations »`, before what each must be.
    fn for_each(&self, version: &RuleVersion, clause: Clause) -> Clause {
        let Some(each) = &version.for_each else { return clause };
        let writer = self.writer(&version.requires, 1);
        clause.after(&writer.each(each.var, each.list))
    }
}

/// How many variables are in scope at the deepest point of an expression.
fn bindings(program: &Program, id: ExprId) -> usize {
    let kind = program.kind(id);
    let own = match kind {
        ExprKind::Quantified { .. } | ExprKind::Selected { .. } => 1,
        ExprKind::Aggregated { var, .. } => usize::from(var.is_some()),
        _ => 0,
    };
    own + kind.children().into_iter().map(|child| bindings(program, child)).max().unwrap_or(0)
}

impl Writer<'_> {
    fn kind(&self, id: ExprId) -> &ExprKind {
        self.program.kind(id)
    }

    fn ty(&self, id: ExprId) -> &Type {
        self.checked.type_of(id)
    }

    fn is_bool(&self, id: ExprId) -> bool {
        matches!(self.ty(id), Type::Bool)
    }

    fn text(&self, en: &str, fr: &str) -> Phrase {
        self.fill(en, fr, &[])
    }

    /// A turn of phrase in the reader's language, `@0`, `@1`… standing for its parts.
    fn fill(&self, en: &str, fr: &str, parts: &[Phrase]) -> Phrase {
        let template = match self.lang {
            Lang::En => en,
            Lang::Fr => fr,
        };
        Phrase::filled(template, parts)
    }

    fn expr(&self, id: ExprId) -> Option<&Expr> {
        self.program.exprs.get(id.index())
    }
}
