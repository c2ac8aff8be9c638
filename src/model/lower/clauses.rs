//! What the items have in common: citations, remarks, versions, and which clause may stand where.

use super::Lowerer;
use crate::base::Span;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{NameKind, Note, RuleProblem};
use crate::model::item::{Citation, Meta, Notes, Period, Section, Tension};
use crate::syntax::ast::{self, Clause, ClauseKind};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::mem::{Discriminant, discriminant};

/// The kinds of clauses an item may allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Allowed {
    /// `per`, `ref`, `remark`, `in tension with`, `vague`, `formerly`
    Common,
    Remark,
    Version,
    Authority,
    Publisher,
    Date,
    Url,
    Sections,
    SourceText,
    Role,
    Plural,
    Symbol,
    Value,
    /// Values with their own dates: those of a parameter.
    Values,
    ChoiceValues,
    Fields,
    FieldClauses,
    ExceptWhen,
    Rows,
    Rule,
    Members,
    Scenario,
    Body,
    Milestone,
    Mapping,
    Because,
    Test,
}

fn allowed_as(kind: &ClauseKind) -> Option<Allowed> {
    Some(match kind {
        ClauseKind::Per(_)
        | ClauseKind::Ref(_)
        | ClauseKind::InTensionWith { .. }
        | ClauseKind::Vague(_)
        | ClauseKind::Formerly(_) => Allowed::Common,
        ClauseKind::Remark(_) => Allowed::Remark,
        ClauseKind::Version { .. } => Allowed::Version,
        ClauseKind::Authority(_) => Allowed::Authority,
        ClauseKind::Publisher(_) => Allowed::Publisher,
        ClauseKind::Date(_) => Allowed::Date,
        ClauseKind::Url(_) => Allowed::Url,
        ClauseKind::Sections(_) => Allowed::Sections,
        ClauseKind::SourceText(_) => Allowed::SourceText,
        ClauseKind::Role(_) => Allowed::Role,
        ClauseKind::Plural(_) => Allowed::Plural,
        ClauseKind::Symbol(_) => Allowed::Symbol,
        ClauseKind::Value { .. } => Allowed::Value,
        ClauseKind::ChoiceValues(_) => Allowed::ChoiceValues,
        ClauseKind::Fields(_) => Allowed::Fields,
        ClauseKind::Question(_)
        | ClauseKind::Hint(_)
        | ClauseKind::Bounds(_)
        | ClauseKind::Step(_)
        | ClauseKind::Optional
        | ClauseKind::Open
        | ClauseKind::ValidFor(_) => Allowed::FieldClauses,
        ClauseKind::ExceptWhen { .. } => Allowed::ExceptWhen,
        ClauseKind::Rows(_) => Allowed::Rows,
        ClauseKind::Force(_) | ClauseKind::AppliesWhen(_) | ClauseKind::Remedy(_) | ClauseKind::ForEach { .. } => {
            Allowed::Rule
        }
        // A criterion and a milestone both require; each checks the other clauses it takes.
        ClauseKind::Requires(_) => return None,
        ClauseKind::Members(_) => Allowed::Members,
        ClauseKind::Assuming(_)
        | ClauseKind::FeasibleWhen(_)
        | ClauseKind::Advantage { .. }
        | ClauseKind::Risk { .. }
        | ClauseKind::Precedent(_)
        | ClauseKind::NextStep(_) => Allowed::Scenario,
        ClauseKind::BodyMembers(_) | ClauseKind::Meets { .. } => Allowed::Body,
        ClauseKind::Expected { .. }
        | ClauseKind::After(_)
        | ClauseKind::TakesAtLeast(_)
        | ClauseKind::OnlyBetween { .. }
        | ClauseKind::TakesEffectOn(_)
        | ClauseKind::DecidedBy(_)
        | ClauseKind::ReachedOn(_) => Allowed::Milestone,
        ClauseKind::Mapping(_) => Allowed::Mapping,
        ClauseKind::Because(_) => Allowed::Because,
        ClauseKind::AsOf(_)
        | ClauseKind::KnownBy(_)
        | ClauseKind::TextsAsOf(_)
        | ClauseKind::Given(_)
        | ClauseKind::UnderScenario(_)
        | ClauseKind::Expect(_)
        | ClauseKind::Examples(_) => Allowed::Test,
        ClauseKind::Error => return None,
    })
}

/// A clause without a keyword is cited up to this many characters.
const CITED: usize = 40;

/// Whether a clause says a thing that there is one of.
fn said_once(kind: &ClauseKind) -> bool {
    match kind {
        ClauseKind::Authority(_)
        | ClauseKind::Publisher(_)
        | ClauseKind::Date(_)
        | ClauseKind::Url(_)
        | ClauseKind::SourceText(_)
        | ClauseKind::Role(_)
        | ClauseKind::Plural(_)
        | ClauseKind::Symbol(_)
        | ClauseKind::Value { .. }
        | ClauseKind::Question(_)
        | ClauseKind::Hint(_)
        | ClauseKind::Step(_)
        | ClauseKind::Optional
        | ClauseKind::Open
        | ClauseKind::ValidFor(_)
        | ClauseKind::Force(_)
        | ClauseKind::Remedy(_)
        | ClauseKind::ForEach { .. }
        | ClauseKind::Rows(_)
        | ClauseKind::Members(_)
        | ClauseKind::Meets { .. }
        | ClauseKind::Expected { .. }
        | ClauseKind::TakesAtLeast(_)
        | ClauseKind::OnlyBetween { .. }
        | ClauseKind::TakesEffectOn(_)
        | ClauseKind::DecidedBy(_)
        | ClauseKind::ReachedOn(_)
        | ClauseKind::Because(_)
        | ClauseKind::AsOf(_)
        | ClauseKind::KnownBy(_)
        | ClauseKind::TextsAsOf(_)
        | ClauseKind::UnderScenario(_) => true,
        ClauseKind::Per(_)
        | ClauseKind::Ref(_)
        | ClauseKind::Remark(_)
        | ClauseKind::InTensionWith { .. }
        | ClauseKind::Vague(_)
        | ClauseKind::Formerly(_)
        | ClauseKind::Version { .. }
        | ClauseKind::Sections(_)
        | ClauseKind::ChoiceValues(_)
        | ClauseKind::Fields(_)
        | ClauseKind::Bounds(_)
        | ClauseKind::ExceptWhen { .. }
        | ClauseKind::AppliesWhen(_)
        | ClauseKind::Requires(_)
        | ClauseKind::Assuming(_)
        | ClauseKind::FeasibleWhen(_)
        | ClauseKind::Advantage { .. }
        | ClauseKind::Risk { .. }
        | ClauseKind::Precedent(_)
        | ClauseKind::NextStep(_)
        | ClauseKind::BodyMembers(_)
        | ClauseKind::After(_)
        | ClauseKind::Mapping(_)
        | ClauseKind::Given(_)
        | ClauseKind::Expect(_)
        | ClauseKind::Examples(_)
        | ClauseKind::Error => false,
    }
}

/// A version as written: its period, its own clauses, its place.
pub(super) struct WrittenVersion<'c> {
    pub period: Period,
    pub clauses: Vec<&'c Clause>,
    pub span: Span,
}

impl<'c> WrittenVersion<'c> {
    /// The clauses inside the block, without those common to all versions.
    pub fn own(&self, item: &ast::Item) -> impl Iterator<Item = &'c Clause> {
        let is_common = |clause: &Clause| item.clauses.iter().any(|outer| std::ptr::eq(outer, clause));
        self.clauses.iter().copied().filter(move |clause| !is_common(clause))
    }
}

impl Lowerer<'_> {
    /// Reports the clauses that have no place in this item.
    pub(super) fn allow(&mut self, item: &ast::Item, allowed: &[Allowed]) {
        self.allow_clauses(&item.clauses, allowed, item.keyword);
    }

    pub(super) fn allow_clauses(&mut self, clauses: &[Clause], allowed: &[Allowed], keyword: Span) {
        for clause in clauses {
            if let ClauseKind::Version { clauses: Some(inner), .. } = &clause.kind {
                self.allow_clauses(inner, allowed, keyword);
            }
            let fits = match allowed_as(&clause.kind) {
                Some(Allowed::Remark) => allowed.contains(&Allowed::Remark) || allowed.contains(&Allowed::Common),
                Some(Allowed::Value) => allowed.contains(&Allowed::Value) || allowed.contains(&Allowed::Values),
                Some(kind) => allowed.contains(&kind),
                None if matches!(clause.kind, ClauseKind::Requires(_)) => {
                    allowed.contains(&Allowed::Rule) || allowed.contains(&Allowed::Milestone)
                }
                None => true,
            };
            if !fits {
                let (word, item) = (self.written(clause.keyword), self.written(keyword));
                let span = if clause.keyword.is_empty() { clause.span } else { clause.keyword };
                self.report(RuleProblem::ClauseOutOfPlace { clause: word, item }, span);
            }
        }
        self.once(clauses, allowed.contains(&Allowed::Values));
    }

    /// Reports a clause that says again what there is one of. A version's own clause replaces the common one, so that
    /// only those side by side count.
    fn once(&mut self, clauses: &[Clause], dated_values: bool) {
        let mut seen: HashMap<Discriminant<ClauseKind>, Span> = HashMap::new();
        for clause in clauses.iter().filter(|clause| said_once(&clause.kind)) {
            if dated_values && matches!(clause.kind, ClauseKind::Value { .. }) {
                continue;
            }
            let span = if clause.keyword.is_empty() { clause.span } else { clause.keyword };
            match seen.entry(discriminant(&clause.kind)) {
                Entry::Vacant(place) => {
                    place.insert(span);
                }
                Entry::Occupied(first) => {
                    let first = *first.get();
                    self.said_twice(first, span);
                }
            }
        }
    }

    pub(super) fn said_twice(&mut self, first: Span, second: Span) {
        let problem = RuleProblem::ClauseTwice { clause: self.written(second).chars().take(CITED).collect() };
        let (at, first) = (self.loc(second), self.loc(first));
        self.diagnostics.push(Diagnostic::new(problem.into(), at).related(first, Note::FirstHere));
    }

    pub(super) fn meta(&mut self, item: &ast::Item, name: String) -> Meta {
        let at = self.loc(item.name.as_ref().map_or(item.keyword, |name| name.span));
        Meta {
            name,
            title: item.title.as_ref().map(|title| title.text.clone()),
            at,
            item: self.loc(item.span),
            lang: self.lang,
            per: Vec::new(),
            notes: Notes::default(),
            formerly: Vec::new(),
        }
    }

    /// Reads the clauses that most items may have. An item has the same old names in all its versions.
    pub(super) fn common_clauses(&mut self, clauses: &[Clause], meta: &mut Meta) {
        let inner = clauses.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Version { clauses, .. } => clauses.as_ref(),
            _ => None,
        });
        for clause in clauses.iter().chain(inner.flatten()) {
            if let ClauseKind::Formerly(names) = &clause.kind {
                meta.formerly.extend(names.iter().map(|name| name.text.clone()));
            }
        }
        for clause in clauses {
            match &clause.kind {
                ClauseKind::Per(citation) => meta.per.extend(self.citation(citation)),
                _ => self.note(clause, &mut meta.notes),
            }
        }
    }

    /// Takes a clause as a note if it is one.
    pub(super) fn note(&mut self, clause: &Clause, notes: &mut Notes) {
        match &clause.kind {
            ClauseKind::Ref(names) => notes.refs.extend(names.iter().map(|name| name.text.clone())),
            ClauseKind::Remark(text) => notes.remarks.push(text.text.clone()),
            ClauseKind::Vague(text) => notes.vague.push(text.text.clone()),
            ClauseKind::InTensionWith { other, why } => {
                let target = self.lookup(&other.text);
                if target.is_none() {
                    let names: Vec<String> = self.program.values.keys().cloned().collect();
                    self.unknown(NameKind::Item, &other.text, other.span, names.iter().map(String::as_str));
                }
                notes.tensions.push(Tension {
                    other: other.text.clone(),
                    target,
                    why: why.as_ref().map(|why| why.text.clone()),
                    at: self.loc(other.span),
                });
            }
            _ => {}
        }
    }

    pub(super) fn citations(&mut self, written: &[ast::Citation]) -> Vec<Citation> {
        written.iter().filter_map(|citation| self.citation(citation)).collect()
    }

    /// A citation; an unknown source or section is reported.
    pub(super) fn citation(&mut self, written: &ast::Citation) -> Option<Citation> {
        let name = &written.source;
        let id =
            self.source_names.get(&self.qualified(&name.text)).or_else(|| self.source_names.get(&name.text)).copied();
        let Some(id) = id else {
            let names: Vec<String> = self.source_names.keys().cloned().collect();
            self.unknown(NameKind::Source, &name.text, name.span, names.iter().map(String::as_str));
            return None;
        };
        let section = written.section.as_ref().map(|section| self.section(id, section));
        let quote = written.quote.as_ref().map(|quote| (quote.text.clone(), self.loc(quote.span)));
        Some(Citation { source: id, section, quote, at: self.loc(written.span) })
    }

    fn section(&mut self, source: crate::model::ids::SourceId, written: &ast::Section) -> Section {
        let known = self.program.source(source).map(|source| source.sections.clone()).unwrap_or_default();
        let (text, span, by_id) = match written {
            ast::Section::Id(name) => (&name.text, name.span, true),
            ast::Section::Title(title) => (&title.text, title.span, false),
        };
        let found = known.iter().find(|(id, title)| if by_id { id == text } else { title == text });
        if let Some((id, title)) = found {
            return Section { id: Some(id.clone()), title: Some(title.clone()) };
        }
        if !known.is_empty() {
            let candidates = known.iter().map(|(id, title)| if by_id { id.as_str() } else { title.as_str() });
            self.unknown(NameKind::Section, text, span, candidates);
        }
        match by_id {
            true => Section { id: Some(text.clone()), title: None },
            false => Section { id: None, title: Some(text.clone()) },
        }
    }

    /// The period written, checked to run forward.
    pub(super) fn period(&mut self, written: &ast::Period, span: Span) -> Period {
        let period = Period { from: written.first_day(), until: written.last_day() };
        if let (Some(from), Some(until)) = (period.from, period.until)
            && until < from
        {
            self.report(RuleProblem::PeriodReversed, span);
        }
        period
    }

    /// Splits clauses into those common to all versions and the versions as written. An item without any has one, open.
    pub(super) fn versions<'c>(&mut self, item: &'c ast::Item) -> Vec<WrittenVersion<'c>> {
        let common: Vec<&Clause> =
            item.clauses.iter().filter(|clause| !matches!(clause.kind, ClauseKind::Version { .. })).collect();
        let mut versions = Vec::new();
        for clause in &item.clauses {
            let ClauseKind::Version { period, clauses } = &clause.kind else { continue };
            let period = self.period(period, clause.span);
            let mut all = common.clone();
            all.extend(clauses.iter().flatten());
            versions.push(WrittenVersion { period, clauses: all, span: clause.span });
        }
        if versions.is_empty() {
            versions.push(WrittenVersion { period: Period::default(), clauses: common, span: item.span });
        }
        versions
    }

    /// The first day from which something that cites these texts holds, when it does not say: the earliest date among
    /// them; `None` when no text is dated.
    pub(super) fn dated_by(&self, per: &[Citation]) -> Option<crate::base::Date> {
        per.iter()
            .filter_map(|citation| self.program.source(citation.source)?.date)
            .map(crate::base::MonthOrDay::first_day)
            .min()
    }

    /// Puts the versions of an item in the order of time, each closed where the next begins. `place` gives the period and
    /// the place of one.
    pub(super) fn in_order<V>(
        &mut self,
        name: &str,
        versions: &mut Vec<V>,
        place: impl Fn(&mut V) -> (&mut Period, Span),
    ) {
        let placed = |mut version: V| {
            let (period, span) = place(&mut version);
            ((*period, span), version)
        };
        let mut pairs: Vec<((Period, Span), V)> = std::mem::take(versions).into_iter().map(placed).collect();
        pairs.sort_by_key(|((period, _), _)| period.from);
        let mut periods: Vec<(Period, Span)>;
        (periods, *versions) = pairs.into_iter().unzip();
        self.order_periods(name, &mut periods);
        for (version, (closed, _)) in versions.iter_mut().zip(periods) {
            *place(version).0 = closed;
        }
    }

    /// Closes each open period on the day before the next begins, and reports overlaps. They are in the order of time.
    /// Two that both hold from the first day on overlap as long as the shorter one does.
    fn order_periods(&mut self, name: &str, periods: &mut [(Period, Span)]) {
        for index in 0..periods.len() {
            let follower = periods.get(index + 1).map(|(next, span)| (*next, *span));
            let next = follower.and_then(|(next, _)| next.from);
            let Some((period, span)) = periods.get_mut(index) else { continue };
            let span = *span;
            if let Some((other, at)) = follower.filter(|(other, _)| other.from.is_none() && period.from.is_none())
                && let Some(day) = period.until.into_iter().chain(other.until).min()
            {
                self.report(RuleProblem::VersionsOverlap { name: name.to_string(), day }, at);
                continue;
            }
            match (period.until, next) {
                (None, Some(next)) if period.from < Some(next) => period.until = Some(next.yesterday()),
                (until, Some(next)) if until.is_none_or(|until| next <= until) => {
                    self.report(RuleProblem::VersionsOverlap { name: name.to_string(), day: next }, span);
                }
                _ => {}
            }
        }
    }
}
