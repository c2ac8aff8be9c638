//! What could not be evaluated although nothing it leans on is missing: a division by zero, exceptions that disagree, a
//! parameter without a value that day.

use super::missing::{self, Failure, Open, Owner};
use super::reason::gap_text;
use super::report::Evaluation;
use crate::base::{Lang, Loc};
use crate::diagnostic::problem::{Brought, EvalProblem, Note, Words};
use crate::diagnostic::{Diagnostic, Problem};
use crate::eval::words::{date_text, value_text};
use crate::eval::{Cause, Trace, version_on};
use crate::model::ids::{DerivedId, ExprId};
use crate::model::item::Exception;
use std::collections::HashSet;

impl Evaluation<'_> {
    /// Every failure that leaves a verdict or a value undecided, of the items asked for, each once, in the order of the
    /// text.
    pub fn failures(&self, asked: impl Fn(Owner) -> bool) -> Vec<Diagnostic> {
        let program = &self.engine.checked.program;
        let (engine, situation, outcome, trace) = (self.engine, self.situation, self.outcome, self.trace);
        let owners = program.rule_ids().map(Owner::Rule).chain(program.derived_ids().map(Owner::Derived));
        let mut seen: HashSet<(ExprId, Cause)> = HashSet::new();
        let mut found: Vec<Diagnostic> = owners
            .filter(|owner| asked(*owner))
            .flat_map(|owner| match owner {
                Owner::Rule(id) => missing::open_of_rule(engine, situation, outcome, trace, id).failures,
                Owner::Derived(id) => missing::open_of_derived(engine, situation, outcome, trace, id).failures,
            })
            .filter(|failure| seen.insert((failure.at, failure.cause.clone())))
            .filter_map(|failure| self.failure(&failure))
            .collect();
        found.sort_by_key(|diagnostic| (diagnostic.at.file, diagnostic.at.span.start));
        found
    }

    /// The failures behind an expression that is undecided, a sentence each.
    pub(super) fn failure_lines(&self, frame: u32, id: ExprId, lang: Lang) -> Vec<String> {
        let (engine, situation, outcome, trace) = (self.engine, self.situation, self.outcome, self.trace);
        let Open { failures, .. } = missing::open_of_expr(engine, situation, outcome, trace, (frame, id));
        let mut lines = Vec::new();
        for failure in failures.iter().filter_map(|failure| self.failure(failure)) {
            let line = failure.problem.message(lang);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    fn failure(&self, failure: &Failure) -> Option<Diagnostic> {
        let at = self.engine.checked.program.at(failure.at);
        let told = |problem: EvalProblem| Some(Diagnostic::new(Problem::Eval(problem), at));
        match &failure.cause {
            Cause::DivisionByZero => told(EvalProblem::DivisionByZero { written: self.written(at) }),
            Cause::OutOfRange => told(EvalProblem::OutOfRange { written: self.written(at) }),
            Cause::NotInForce(id) => told(self.not_in_force(*id)?),
            Cause::Conflict(first, second) => {
                let Some(Owner::Derived(id)) = failure.owner else { return None };
                let (problem, first) = self.disagreement(id, *first, *second)?;
                Some(Diagnostic::new(Problem::Eval(problem), at).related(first, Note::FirstHere))
            }
            // What the text leaves open is no failure, and check asks what to do with what may be absent.
            Cause::Unspecified | Cause::AbsentOperand => None,
        }
    }

    fn not_in_force(&self, id: DerivedId) -> Option<EvalProblem> {
        let derived = self.engine.checked.program.derived_item(id)?;
        let day = self.situation.dates.texts_as_of;
        let gap = version_on(derived.versions.iter().map(|version| version.period), day).err()?;
        Some(EvalProblem::NotInForce {
            name: derived.meta.name.clone(),
            day: in_both(|lang| date_text(day, lang)),
            gap: in_both(|lang| gap_text(gap, lang)),
        })
    }

    /// Two exceptions on a definition by their ranks, and the place of the first.
    fn disagreement(&self, id: DerivedId, first: usize, second: usize) -> Option<(EvalProblem, Loc)> {
        let program = &self.engine.checked.program;
        let derived = program.derived_item(id)?;
        let exceptions = &self.derived_version(id)?.exceptions;
        let (first, second) = (exceptions.get(first)?, exceptions.get(second)?);
        let brought = |exception: &Exception| {
            let value = self.trace.get(Trace::TOP, exception.value?)?;
            let sources = (!exception.per.is_empty()).then(|| {
                in_both(|lang| {
                    let sources = exception.per.iter().map(|citation| self.citation_text(citation, lang));
                    sources.collect::<Vec<_>>().join(", ")
                })
            });
            Some(Brought { value: in_both(|lang| value_text(self.engine, value, &derived.ty, lang)), sources })
        };
        let problem =
            EvalProblem::Disagree { name: derived.meta.name.clone(), first: brought(first)?, second: brought(second)? };
        Some((problem, program.at(first.condition)))
    }
}

fn in_both(words: impl Fn(Lang) -> String) -> Words {
    Words { en: words(Lang::En), fr: words(Lang::Fr) }
}
