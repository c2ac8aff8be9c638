//! Where a clause may break, and how its parts are set apart.

use super::doc::{Doc, STEP};
use super::spell::{Counted, Place};
use super::writer::Writer;
use crate::base::Span;
use crate::syntax::ast::{
    Citation, Clause, ClauseKind, Expectation, Expr, Given, GivenClaim, GivenKind, GivenValue, Mapping, MappingValue,
    Member, MemberKind, Members, Name, Period, Section, Text,
};

impl Writer<'_> {
    /// A clause without its table or its block.
    pub fn clause(&mut self, clause: &Clause) {
        let span = clause.span;
        match &clause.kind {
            ClauseKind::Per(citation) => self.citation(citation),
            ClauseKind::Ref(names)
            | ClauseKind::Formerly(names)
            | ClauseKind::BodyMembers(names)
            | ClauseKind::After(names) => self.names(names),
            ClauseKind::Value { value, period, per } => self.value(value, period, per),
            ClauseKind::Bounds(tails) => self.tails(tails),
            ClauseKind::Step(value)
            | ClauseKind::ValidFor(value)
            | ClauseKind::AppliesWhen(value)
            | ClauseKind::Requires(value)
            | ClauseKind::FeasibleWhen(value)
            | ClauseKind::TakesAtLeast(value)
            | ClauseKind::ReachedOn(value) => self.expr(value),
            ClauseKind::ExceptWhen { condition, value, per } => self.group(|w| {
                w.nest(STEP, |w| w.expr(condition));
                w.nest(STEP, |w| {
                    if let Some(value) = value {
                        w.line();
                        w.expr(value);
                    }
                    for citation in per {
                        w.line();
                        w.citation(citation);
                    }
                });
            }),
            ClauseKind::ForEach { list, .. } => self.expr(list),
            ClauseKind::Members(members) => self.members(members),
            ClauseKind::Assuming(givens) | ClauseKind::Given(givens) => return self.givens_below(givens, span),
            ClauseKind::Advantage { text, when, .. } | ClauseKind::Risk { text, when, .. } => self.group(|w| {
                w.as_is(text.span);
                if let Some(when) = when {
                    w.nest(STEP, |w| {
                        w.line();
                        w.expr(when);
                    });
                }
            }),
            ClauseKind::Meets { every: Some(every), .. } => self.expr(every),
            ClauseKind::Mapping(mapping) => self.mapping(mapping),
            ClauseKind::Expect(expectation) => self.expectation(expectation, span),
            // Their blocks and tables are laid out apart.
            ClauseKind::Version { clauses: Some(_), .. }
            | ClauseKind::Sections(_)
            | ClauseKind::Fields(_)
            | ClauseKind::ChoiceValues(_)
            | ClauseKind::Rows(_)
            | ClauseKind::Examples(_) => return,
            ClauseKind::Version { clauses: None, .. }
            | ClauseKind::Remark(_)
            | ClauseKind::InTensionWith { .. }
            | ClauseKind::Vague(_)
            | ClauseKind::Authority(_)
            | ClauseKind::Publisher(_)
            | ClauseKind::Date(_)
            | ClauseKind::Url(_)
            | ClauseKind::SourceText(_)
            | ClauseKind::Role(_)
            | ClauseKind::Plural(_)
            | ClauseKind::Symbol(_)
            | ClauseKind::Question(_)
            | ClauseKind::Hint(_)
            | ClauseKind::Optional
            | ClauseKind::Open
            | ClauseKind::Force(_)
            | ClauseKind::Remedy(_)
            | ClauseKind::Precedent(_)
            | ClauseKind::NextStep(_)
            | ClauseKind::Meets { every: None, .. }
            | ClauseKind::Expected { .. }
            | ClauseKind::OnlyBetween { .. }
            | ClauseKind::TakesEffectOn(_)
            | ClauseKind::DecidedBy(_)
            | ClauseKind::Because(_)
            | ClauseKind::AsOf(_)
            | ClauseKind::KnownBy(_)
            | ClauseKind::TextsAsOf(_)
            | ClauseKind::UnderScenario(_)
            | ClauseKind::Error => {}
        }
        self.upto(span.end);
    }

    fn citation(&mut self, citation: &Citation) {
        self.name(&citation.source);
        if let Some(Section::Id(id)) = &citation.section {
            self.name(id);
        }
        self.upto(citation.span.end);
    }

    /// Names with commas between them, as many on a line as fit.
    fn names(&mut self, names: &[Name]) {
        self.filled(names.len(), |w, index| {
            if let Some(name) = names.get(index) {
                w.name(name);
            }
        });
    }

    /// Things with commas between them, as many on a line as fit.
    pub fn filled(&mut self, count: usize, mut write: impl FnMut(&mut Self, usize)) {
        for index in 0..count {
            if index == 0 {
                write(self, index);
            } else {
                self.nest(STEP, |w| {
                    w.group(|w| {
                        w.safe_line();
                        write(w, index);
                    });
                });
            }
            if self.peek_is(",") && index + 1 < count {
                self.token();
            }
        }
    }

    /// The value of a parameter, its period and its sources in columns; the sources under it where they do not fit.
    fn value(&mut self, value: &Expr, period: &Period, per: &[Citation]) {
        let dates = [period.from, period.until].into_iter().flatten().map(|date| date.span);
        let last_date = dates.clone().map(|date| date.end).max();
        let first_date = dates.map(|date| date.start).min();
        self.group(|w| {
            w.expr(value);
            let mut dated = false;
            for citation in per {
                let dates_come = first_date.is_some_and(|date| date < citation.span.start);
                if !dated && dates_come {
                    dated = true;
                    w.period(last_date);
                }
                w.nest(STEP, |w| {
                    w.line_or("  ");
                    w.insert(Doc::Cut);
                    w.citation(citation);
                });
            }
            if !dated {
                w.period(last_date);
            }
        });
    }

    fn period(&mut self, end: Option<u32>) {
        if let Some(end) = end {
            self.cut("  ");
            self.upto(end);
        }
    }

    fn members(&mut self, members: &Members) {
        self.upto(members.span.start);
        self.elements(members.members.len(), false, |w, index| {
            if let Some(member) = members.members.get(index) {
                w.member(member);
            }
        });
    }

    fn member(&mut self, member: &Member) {
        self.upto(member.span.start);
        match &member.kind {
            MemberKind::Rule(path) => self.path(path),
            MemberKind::Nested(members) => self.members(members),
            MemberKind::Error => {}
        }
        self.upto(member.span.end);
    }

    // ── what tests give and expect ──

    /// Givens after their keyword: on its line, or one a line under it.
    fn givens_below(&mut self, givens: &[Given], span: Span) {
        let start = givens.first().map_or(span.end, |given| given.span.start);
        self.group(|w| {
            w.upto(start);
            let alone = givens.len() < 2;
            w.nest(if alone { 0 } else { STEP }, |w| {
                w.givens(givens, |w, _| {
                    if !alone {
                        w.safe_line();
                    }
                });
            });
        });
    }

    fn givens(&mut self, givens: &[Given], mut before: impl FnMut(&mut Self, usize)) {
        for (index, given) in givens.iter().enumerate() {
            before(self, index);
            self.given(given);
            let last = index + 1 == givens.len();
            if self.peek_is(",") && !last {
                self.token();
            } else if !last && self.peek_keyword().is_none_or(|keyword| keyword.id != "and") {
                self.insert(Doc::Text(",".to_string()));
            }
        }
    }

    fn given(&mut self, given: &Given) {
        self.upto(given.span.start);
        match &given.kind {
            GivenKind::Fact { path, claims } => self.group(|w| {
                w.path(path);
                for (index, claim) in claims.iter().enumerate() {
                    let last = index + 1 == claims.len();
                    if index == 0 {
                        w.claim(claim);
                    } else {
                        w.nest(STEP, |w| {
                            w.safe_line();
                            w.claim(claim);
                        });
                    }
                    if !last && w.peek_is(",") {
                        w.token();
                    }
                }
            }),
            // The table is laid out apart.
            GivenKind::Rows { path, .. } => return self.path(path),
            GivenKind::Rest { group, value } => {
                self.path(group);
                self.expr(value);
            }
            GivenKind::File { .. } | GivenKind::AsIn(_) | GivenKind::Error => {}
        }
        self.upto(given.span.end);
    }

    fn claim(&mut self, claim: &GivenClaim) {
        self.upto(claim.span.start);
        let place =
            if self.peek_keyword().is_some_and(|keyword| keyword.id == "is") { Place::State } else { Place::Elsewhere };
        match &claim.value {
            GivenValue::Equals(value) => self.expr(value),
            GivenValue::Tail(tail) => self.tail(tail),
            GivenValue::Missing | GivenValue::None => {}
        }
        self.in_place(place, |w| w.upto(claim.span.end));
    }

    fn expectation(&mut self, expectation: &Expectation, span: Span) {
        match expectation {
            Expectation::Verdict { rule, .. } => self.path(rule),
            Expectation::Condition(condition) => self.expr(condition),
            Expectation::Missing { facts, rule } => {
                self.elements(facts.len(), false, |w, index| {
                    if let Some(fact) = facts.get(index) {
                        w.path(fact);
                    }
                });
                self.path(rule);
            }
            Expectation::Feasible { scenario, .. } => {
                self.path(scenario);
                self.skip_is();
            }
            Expectation::Risk { name, .. } => self.path(name),
            Expectation::Late { milestone, by } => {
                self.path(milestone);
                self.expr(by);
            }
            Expectation::Milestone { milestone, .. } => {
                self.path(milestone);
                self.skip_is();
            }
            Expectation::PassesWith { rule, givens } => {
                self.path(rule);
                let start = givens.first().map_or(span.end, |given| given.span.start);
                self.group(|w| {
                    w.upto(start);
                    w.nest(STEP, |w| {
                        w.givens(givens, |w, index| {
                            if index > 0 {
                                w.safe_line();
                            }
                        });
                    });
                });
            }
            Expectation::Error => {}
        }
    }

    /// Leaves `is` out before what a scenario or a milestone is not: English would read `is not feasible` as a comparison.
    fn skip_is(&mut self) {
        let is = self.peek_keyword().is_some_and(|keyword| keyword.id == "is");
        if is && self.second_keyword().is_some_and(|keyword| keyword.id.starts_with("not_")) {
            self.skip_keyword();
        }
    }

    // ── datasets ──

    fn mapping(&mut self, mapping: &Mapping) {
        self.path(&mapping.fact);
        match &mapping.value {
            MappingValue::Paths { paths, unit, about: _ } => self.group(|w| {
                let mut paths = paths.iter();
                if let Some(first) = paths.next() {
                    w.upto(first.span.start);
                    w.as_is(first.span);
                }
                w.nest(STEP, |w| {
                    for path in paths {
                        w.line();
                        w.as_is(path.span);
                    }
                });
                if let Some(unit) = unit {
                    w.unit(unit, Counted::Many, false);
                }
            }),
            MappingValue::Choices { path, values } => self.mapped_block(path, values.len(), |w, index| {
                if let Some((text, value)) = values.get(index) {
                    w.as_is(text.span);
                    w.expr(value);
                }
            }),
            MappingValue::Fields { path, fields } => self.mapped_block(path, fields.len(), |w, index| {
                if let Some(field) = fields.get(index) {
                    w.mapping(field);
                }
            }),
            MappingValue::Constant(value) => self.expr(value),
        }
    }

    /// Values or fields of a foreign record between braces, one a line where they do not fit on one.
    fn mapped_block(&mut self, path: &Text, count: usize, mut write: impl FnMut(&mut Self, usize)) {
        self.group(|w| {
            w.as_is(path.span);
            // The brace.
            w.token();
            w.nest(STEP, |w| {
                for index in 0..count {
                    w.line();
                    write(w, index);
                    if w.peek_is(",") {
                        w.skip();
                    }
                    if index + 1 < count {
                        w.insert(Doc::Flat(","));
                    }
                }
            });
            w.line();
            w.token();
        });
    }
}
