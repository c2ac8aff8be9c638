//! A whole condition taken apart: each part in the author's words, with its value and the facts behind it, those that
//! hold beside those that do not. Where reasons tell what decided, this shows where an expectation and the rules part.

use super::report::Evaluation;
use crate::base::{Lang, tr};
use crate::eval::Trace;
use crate::eval::set::BoolSet;
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, RuleId};
use crate::model::ty::Type;

/// One part, and the parts it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// In the author's words, with the value.
    pub text: String,
    /// `None` while it is open.
    pub holds: Option<bool>,
    /// The facts behind it that its text does not tell.
    pub details: Vec<String>,
    pub parts: Vec<Part>,
}

impl Evaluation<'_> {
    /// The parts of conditions that are joined by `and`, in the order of the text.
    pub fn condition_parts(&self, conditions: &[ExprId], lang: Lang) -> Vec<Part> {
        conditions.iter().flat_map(|condition| self.joined(*condition, lang)).collect()
    }

    /// What stands in the way of a criterion applying, what excuses from it, and what it requires. `None` for one that
    /// is about each of a list, for a checklist, and outside its dates: reasons tell of these.
    pub fn rule_parts(&self, id: RuleId, lang: Lang) -> Option<Vec<Part>> {
        let (_, version, outcome) = self.rule(id)?;
        let version = version.filter(|version| version.for_each.is_none() && version.members.is_none())?;
        let mut parts = Vec::new();
        for part in self.condition_parts(&version.applies, lang).into_iter().filter(|part| part.holds != Some(true)) {
            let text = part.text;
            let text = tr!(lang; en: "applies when: {text}", fr: "s’applique si\u{a0}: {text}");
            parts.push(Part { text, ..part });
        }
        for (exception, truth) in version.exceptions.iter().zip(outcome.exceptions()) {
            if *truth != BoolSet::FALSE {
                let part = self.part(exception.condition, lang);
                let text = part.text;
                let text = tr!(lang; en: "except when: {text}", fr: "sauf si\u{a0}: {text}");
                parts.push(Part { text, ..part });
            }
        }
        if outcome.applies.can_be_true() {
            parts.extend(self.condition_parts(&version.requires, lang));
        }
        Some(parts)
    }

    /// Parts joined by `and` stand side by side.
    fn joined(&self, id: ExprId, lang: Lang) -> Vec<Part> {
        use crate::model::expr::LogicOp;
        match self.engine.checked.program.kind(id) {
            ExprKind::Logic(LogicOp::And, parts) => parts.iter().flat_map(|part| self.joined(*part, lang)).collect(),
            _ => vec![self.part(id, lang)],
        }
    }

    /// Conditions nest as deep as their text, which is bounded.
    fn part(&self, id: ExprId, lang: Lang) -> Part {
        let inner = self.inner(id);
        let whole = self.condition(Trace::TOP, id, lang);
        if inner.is_empty() {
            let is_fact = matches!(self.engine.checked.program.kind(id), ExprKind::Fact(_));
            let mut details = whole.details;
            // A fact is told with who said it; a comparison tells those it names.
            let text = if is_fact && !details.is_empty() { details.remove(0) } else { whole.text };
            details.retain(|detail| !text.starts_with(detail.as_str()));
            return Part { text, holds: whole.holds, details, parts: Vec::new() };
        }
        let parts = inner.into_iter().map(|part| self.part(part, lang)).collect();
        Part { text: whole.text, holds: whole.holds, details: Vec::new(), parts }
    }

    /// The conditions that a condition is made of; of an `if`, the branch that counts.
    fn inner(&self, id: ExprId) -> Vec<ExprId> {
        let program = &self.engine.checked.program;
        match program.kind(id) {
            ExprKind::Logic(_, parts) | ExprKind::Combine(_, parts) => parts.clone(),
            ExprKind::Not(of) if !self.inner(*of).is_empty() => vec![*of],
            ExprKind::If(condition, then, otherwise) if matches!(self.engine.checked.type_of(id), Type::Bool) => {
                let holds = self.trace.get(Trace::TOP, *condition).and_then(|value| value.truth().known());
                let then = Some(*then).filter(|_| holds != Some(false));
                let otherwise = otherwise.filter(|_| holds != Some(true));
                [Some(*condition), then, otherwise].into_iter().flatten().collect()
            }
            _ => Vec::new(),
        }
    }
}
