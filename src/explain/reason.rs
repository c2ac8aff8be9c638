//! Why a criterion has its verdict: its conditions with their values, the facts behind them with who said so, and the
//! text it comes from. The author's own words, around them the reader's language.

use super::report::Evaluation;
use crate::base::{Lang, Loc, MonthOrDay, tr};
use crate::eval::slot::{Claim, SlotRef, Status};
use crate::eval::value::Value;
use crate::eval::verdict::{Gap, RuleOutcome, VerdictSet};
use crate::eval::words::{date_text, value_text, written_date_text};
use crate::eval::{Cause, Trace};
use crate::model::expr::{ExprKind, LogicOp, Order, Quantity, Verdict};
use crate::model::ids::{DerivedId, ExprId, FactId, RuleId};
use crate::model::item::{
    Body, Citation, DerivedKind, DerivedVersion, Member, MemberKind, Members, Period, RuleVersion,
};
use std::collections::HashSet;

/// One line of a reason, and the lines under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub text: String,
    /// Whether the condition holds; `None` while it is open, or for a line that is no condition.
    pub holds: Option<bool>,
    pub details: Vec<String>,
    /// Whether it only says that a fact is unknown of which nobody said anything: a list of what is missing says it too.
    pub only_missing: bool,
}

impl Reason {
    fn plain(text: String) -> Self {
        Reason { text, holds: None, details: Vec::new(), only_missing: false }
    }
}

impl<'a> Evaluation<'a> {
    /// The reasons of a rule's verdict, the deciding ones only.
    pub fn reasons(&self, id: RuleId, lang: Lang) -> Vec<Reason> {
        let Some((_, version, outcome)) = self.rule(id) else { return Vec::new() };
        if let Some(gap) = outcome.gap {
            return vec![Reason::plain(gap_text(gap, lang))];
        }
        let Some(version) = version else { return Vec::new() };
        if let Some(for_each) = &version.for_each {
            let mut reasons = self.element_reasons(version, outcome, lang);
            reasons.extend(self.list_reason(for_each.list, outcome, lang));
            return reasons;
        }
        let mut reasons = self.version_reasons(Trace::TOP, version, outcome, lang);
        if let (Some(members), Verdict::Met | Verdict::NotMet | Verdict::Unknown) =
            (&version.members, outcome.verdict())
        {
            reasons.extend(self.member_reasons(members, outcome, lang));
        }
        reasons
    }

    /// The members that decide a checklist, or keep it open. Where all must pass, those that do not; elsewhere a single
    /// one says little, so all that count.
    fn member_reasons(&self, members: &Members, outcome: &RuleOutcome, lang: Lang) -> Vec<Reason> {
        let verdict = outcome.verdict();
        let counted = members.members.iter().zip(outcome.members()).filter(|(_, member)| member.blocking);
        let told = counted.filter(|(_, member)| match (members.quantity, verdict) {
            (_, Verdict::Unknown) | (Quantity::All, _) => {
                member.verdicts.verdict() == verdict && verdict != Verdict::Met
            }
            (Quantity::Any | Quantity::None | Quantity::AtLeast(_) | Quantity::Exactly(_), _) => true,
        });
        told.map(|(member, outcome)| {
            let verdict = outcome.verdicts.verdict();
            let words = verdict_text(verdict, lang);
            let text = format!("{}{}{words}", self.member_label(member), colon(lang));
            Reason {
                text,
                holds: outcome.verdicts.among(VerdictSet::PASSING).known(),
                details: Vec::new(),
                only_missing: false,
            }
        })
        .collect()
    }

    fn member_label(&self, member: &Member) -> String {
        match &member.kind {
            MemberKind::Rule(rule) => {
                self.engine.checked.program.rule(*rule).map_or_else(String::new, |rule| rule.meta.label().to_string())
            }
            MemberKind::Nested(nested) => self.written(nested.at),
        }
    }

    fn version_reasons(&self, frame: u32, version: &RuleVersion, outcome: &RuleOutcome, lang: Lang) -> Vec<Reason> {
        match outcome.verdict() {
            Verdict::NotApplicable => self
                .leaves_of(frame, &version.applies, Some(false))
                .into_iter()
                .map(|leaf| {
                    let condition = self.condition(frame, leaf, lang);
                    let text = condition.text;
                    Reason {
                        text: tr!(lang; en: "does not apply: {text}", fr: "ne s’applique pas : {text}"),
                        ..condition
                    }
                })
                .collect(),
            Verdict::Exempt => version
                .exceptions
                .iter()
                .zip(outcome.exceptions())
                .filter(|(_, truth)| truth.known() == Some(true))
                .map(|(exception, _)| {
                    let text = self.written(self.engine.checked.program.at(exception.condition));
                    let mut details = self.fact_lines(exception.condition, lang);
                    details.extend(exception.per.iter().map(|citation| self.citation_text(citation, lang)));
                    let text = tr!(lang; en: "exempt: {text}", fr: "exempté\u{a0}: {text}");
                    Reason { text, holds: Some(true), details, only_missing: false }
                })
                .collect(),
            Verdict::NotMet => self.conditions(frame, &version.requires, Some(false), lang),
            Verdict::Met => self.conditions(frame, &version.requires, Some(true), lang),
            Verdict::Unknown => {
                let mut reasons = Vec::new();
                if outcome.applies.known().is_none() {
                    for leaf in self.leaves_of(frame, &version.applies, None) {
                        let condition = self.condition(frame, leaf, lang);
                        let text = condition.text;
                        let text = tr!(lang; en: "applies only if: {text}", fr: "ne s’applique que si : {text}");
                        reasons.push(Reason { text, only_missing: false, ..condition });
                    }
                }
                for exception in &version.exceptions {
                    if self.truth(frame, exception.condition).is_none() {
                        let text = self.written(self.engine.checked.program.at(exception.condition));
                        reasons.push(Reason::plain(tr!(lang; en: "unless: {text}", fr: "sauf si : {text}")));
                    }
                }
                reasons.extend(self.conditions(frame, &version.requires, None, lang));
                reasons
            }
        }
    }

    fn element_reasons(&self, version: &RuleVersion, outcome: &RuleOutcome, lang: Lang) -> Vec<Reason> {
        let Some(for_each) = &version.for_each else { return Vec::new() };
        let wanted = outcome.verdict();
        let mut reasons = Vec::new();
        for (rank, element) in outcome.elements().iter().enumerate() {
            if element.verdict() != wanted {
                continue;
            }
            let Some(frame) = self.trace.element(Trace::TOP, for_each.list, rank) else { continue };
            let number = rank + 1;
            for reason in self.version_reasons(frame, version, element, lang) {
                let text = reason.text;
                let text = tr!(lang; en: "element {number}: {text}", fr: "élément {number} : {text}");
                reasons.push(Reason { text, only_missing: false, ..reason });
            }
        }
        reasons
    }

    /// What the list itself has to do with the verdict: nothing in it, nothing told of it, or not all of it.
    fn list_reason(&self, list: ExprId, outcome: &RuleOutcome, lang: Lang) -> Option<Reason> {
        let may_hold_more = self.trace.get(Trace::TOP, list).and_then(Value::as_list).is_none_or(|list| list.open);
        let name = self.label_of(list);
        let text = match (outcome.elements().is_empty(), outcome.verdict()) {
            (true, Verdict::NotApplicable) => {
                tr!(lang; en: "{name}: there is nothing in it", fr: "{name}\u{a0}: rien dans la liste")
            }
            (true, Verdict::Unknown) => {
                tr!(lang; en: "{name}: what it holds is not known", fr: "{name}\u{a0}: liste inconnue")
            }
            (false, Verdict::Unknown) if may_hold_more => {
                tr!(lang; en: "{name}: there may be more in it", fr: "{name}\u{a0}: la liste est peut-être incomplète")
            }
            (true | false, _) => return None,
        };
        let only_missing = outcome.elements().is_empty() && self.is_untold(list);
        Some(Reason { text, holds: None, details: self.fact_lines(list, lang), only_missing })
    }

    /// The title of what an expression names, else its words.
    fn label_of(&self, id: ExprId) -> String {
        let program = &self.engine.checked.program;
        let label = match program.kind(id) {
            ExprKind::Fact(fact) => program.fact(*fact).map(|fact| fact.decl.label().to_string()),
            ExprKind::Derived(derived) => program.derived_item(*derived).map(|item| item.meta.label().to_string()),
            ExprKind::Rule(rule, _) => program.rule(*rule).map(|rule| rule.meta.label().to_string()),
            _ => Some(self.written(program.at(id))),
        };
        label.unwrap_or_default()
    }

    /// Whether it is a fact of which nobody said anything.
    fn is_untold(&self, id: ExprId) -> bool {
        let told = |fact| self.situation.slots.get(fact).is_some_and(|slot| !slot.claims.is_empty());
        matches!(self.engine.checked.program.kind(id), ExprKind::Fact(fact) if !told(*fact))
    }

    /// Why a condition evaluated beside the rules holds, fails or stays open: the deciding parts.
    pub fn condition_reasons(&self, condition: ExprId, lang: Lang) -> Vec<Reason> {
        self.conditions(Trace::TOP, &[condition], self.truth(Trace::TOP, condition), lang)
    }

    /// The parts joined by `and` that are as wanted, in words.
    pub(super) fn conditions(
        &self,
        frame: u32,
        conditions: &[ExprId],
        wanted: Option<bool>,
        lang: Lang,
    ) -> Vec<Reason> {
        let leaves = self.leaves_of(frame, conditions, wanted);
        leaves.into_iter().map(|leaf| self.condition(frame, leaf, lang)).collect()
    }

    /// The parts joined by `and` that are as wanted.
    fn leaves_of(&self, frame: u32, conditions: &[ExprId], wanted: Option<bool>) -> Vec<ExprId> {
        let mut leaves = Vec::new();
        let mut stack: Vec<ExprId> = conditions.iter().rev().copied().collect();
        while let Some(id) = stack.pop() {
            match self.engine.checked.program.kind(id) {
                ExprKind::Logic(LogicOp::And, parts) => stack.extend(parts.iter().rev()),
                _ if self.truth(frame, id) == wanted => leaves.push(id),
                _ => {}
            }
        }
        leaves
    }

    fn truth(&self, frame: u32, id: ExprId) -> Option<bool> {
        self.trace.get(frame, id)?.truth().known()
    }

    /// A condition in the author's words with its value, and the facts behind it.
    pub(super) fn condition(&self, frame: u32, id: ExprId, lang: Lang) -> Reason {
        let program = &self.engine.checked.program;
        let holds = self.truth(frame, id);
        let text = match program.kind(id) {
            ExprKind::Compare(order, left, right) => self.comparison(frame, *order, *left, *right, lang),
            ExprKind::Rule(rule, _) => {
                let verdict = self.outcome.verdicts(*rule).verdict();
                format!("{}{}{}", self.label_of(id), colon(lang), verdict_text(verdict, lang))
            }
            _ => format!("{}{}{}", self.label_of(id), colon(lang), self.shown(frame, id, lang)),
        };
        let mut details = self.fact_lines(id, lang);
        details.extend(self.cause_lines(frame, id, lang));
        let only_missing = holds.is_none() && self.is_untold(id);
        Reason { text, holds, details, only_missing }
    }

    fn comparison(&self, frame: u32, order: Order, left: ExprId, right: ExprId, lang: Lang) -> String {
        let program = &self.engine.checked.program;
        let (name, found, wanted) =
            (self.written(program.at(left)), self.shown(frame, left, lang), self.shown(frame, right, lang));
        let joined = match self.trace.get(frame, left).is_some_and(Value::is_known) {
            true if found.starts_with('≈') => " ",
            true => " = ",
            false => colon(lang),
        };
        if matches!(program.kind(right), ExprKind::Derived(derived) if self.is_left_open(*derived)) {
            let right = self.written(program.at(right));
            return tr!(lang;
                en: "{name}{joined}{found}; what it must be is not specified ({right})",
                fr: "{name}{joined}{found}\u{a0}; ce qu’il faut n’est pas précisé ({right})");
        }
        let is_name = matches!(program.kind(right), ExprKind::Derived(_) | ExprKind::Fact(_));
        let is_known = self.trace.get(frame, right).is_some_and(Value::is_known);
        if !is_known && !is_name {
            let written = self.written(program.at(right));
            let is_date = matches!(self.engine.checked.type_of(left), crate::model::ty::Type::Date);
            let words = order_text(order, is_date, lang);
            // The article goes with a day alone.
            let words = words.strip_suffix("le ").unwrap_or(&words);
            return tr!(lang;
                en: "{name}{joined}{found}, must be {words}{written} ({wanted})",
                fr: "{name}{joined}{found}, il faut {words}{written} ({wanted})");
        }
        let wanted = if is_name { format!("{wanted} ({})", self.written(program.at(right))) } else { wanted };
        let is_date = is_known && matches!(self.engine.checked.type_of(left), crate::model::ty::Type::Date);
        let words = order_text(order, is_date, lang);
        tr!(lang; en: "{name}{joined}{found}, must be {words}{wanted}", fr: "{name}{joined}{found}, il faut {words}{wanted}")
    }

    /// The value of a definition, a parameter or a table in words; what the text leaves wholly open is no unknown fact.
    pub fn derived_text(&self, id: DerivedId, lang: Lang) -> Option<String> {
        let derived = self.engine.checked.program.derived_item(id)?;
        if self.is_left_open(id) {
            return Some(tr!(lang; en: "not specified", fr: "non précisé"));
        }
        Some(value_text(self.engine, self.outcome.derived(id)?, &derived.ty, lang))
    }

    fn is_left_open(&self, id: DerivedId) -> bool {
        let version = self.derived_version(id).filter(|version| version.exceptions.is_empty());
        let body = version.map(|version| &version.body);
        let given = self.situation.parameters.contains_key(&id);
        !given
            && matches!(body, Some(Body::Expr(body)) if matches!(self.engine.checked.program.kind(*body), ExprKind::Unspecified))
    }

    fn shown(&self, frame: u32, id: ExprId, lang: Lang) -> String {
        if let ExprKind::Derived(derived) = self.engine.checked.program.kind(id)
            && let Some(text) = self.derived_text(*derived, lang)
        {
            return text;
        }
        match self.trace.get(frame, id) {
            Some(value) => value_text(self.engine, value, self.engine.checked.type_of(id), lang),
            None => tr!(lang; en: "unknown", fr: "inconnu"),
        }
    }

    /// The author's words at a place, blanks made single.
    pub fn written(&self, at: Loc) -> String {
        let text = self.sources.get(at.file).map_or("", |file| file.slice(at.span));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The facts that a condition leans on, each with its value and who said so; and the dated parameters.
    fn fact_lines(&self, id: ExprId, lang: Lang) -> Vec<String> {
        let (facts, parameters) = self.collect(id);
        let mut lines: Vec<String> = parameters.iter().filter_map(|id| self.parameter_line(*id, lang)).collect();
        lines.extend(facts.iter().filter_map(|fact| self.fact_line(*fact, lang)));
        lines
    }

    /// Depth first, in the order of the text, with a stack of its own: a long chain of definitions must not exhaust the
    /// thread's.
    fn collect(&self, id: ExprId) -> (Vec<FactId>, Vec<DerivedId>) {
        let program = &self.engine.checked.program;
        let (mut facts, mut derived) = (Vec::new(), Vec::new());
        let (mut known_facts, mut known_derived) = (HashSet::new(), HashSet::new());
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            let kind = program.kind(id);
            match kind {
                ExprKind::Fact(fact) if known_facts.insert(*fact) => facts.push(*fact),
                // What the day on which a milestone was reached is told by, or worked out from.
                ExprKind::Milestone(rank) => {
                    let Some(milestone) = program.milestones.get(*rank) else { continue };
                    if known_facts.insert(milestone.reached) {
                        facts.push(milestone.reached);
                    }
                    let version = milestone.on(self.situation.dates.texts_as_of);
                    stack.extend(version.and_then(|version| version.reached_on));
                }
                ExprKind::Derived(id) if known_derived.insert(*id) => {
                    derived.push(*id);
                    match self.derived_version(*id).map(|version| &version.body) {
                        Some(Body::Expr(body)) => stack.push(*body),
                        Some(Body::Table(table)) => stack.extend(table.heads.iter().rev()),
                        None => {}
                    }
                }
                _ => stack.extend(kind.children().into_iter().rev()),
            }
        }
        (facts, derived)
    }

    /// The version in force of a definition, a parameter or a table.
    pub fn derived_version(&self, id: DerivedId) -> Option<&'a DerivedVersion> {
        let rank = self.outcome.derived_versions.get(id.index()).copied().flatten()?;
        self.engine.checked.program.derived_item(id)?.versions.get(rank)
    }

    /// The definitions, parameters and tables that the conditions of a rule in force lean on.
    pub fn leaned_on(&self, id: RuleId) -> Vec<DerivedId> {
        let mut found = Vec::new();
        for derived in self.conditions_of(id).flat_map(|condition| self.collect(condition).1) {
            if !found.contains(&derived) {
                found.push(derived);
            }
        }
        found
    }

    /// Whether the dossier says anything of what a rule in force asks.
    pub fn is_told_of(&self, id: RuleId) -> bool {
        let told = |fact| self.situation.slots.get(fact).is_some_and(|slot| !slot.claims.is_empty());
        self.conditions_of(id).any(|condition| self.collect(condition).0.into_iter().any(told))
    }

    fn conditions_of(&self, id: RuleId) -> impl Iterator<Item = ExprId> {
        let version = self.rule(id).and_then(|(_, version, _)| version);
        version.into_iter().flat_map(|version| {
            let exceptions = version.exceptions.iter().map(|exception| &exception.condition);
            let list = version.for_each.iter().map(|for_each| &for_each.list);
            version.applies.iter().chain(&version.requires).chain(exceptions).chain(list).copied()
        })
    }

    fn parameter_line(&self, id: DerivedId, lang: Lang) -> Option<String> {
        let derived = self.engine.checked.program.derived_item(id)?;
        if derived.kind != DerivedKind::Parameter {
            return None;
        }
        let name = &derived.meta.name;
        let value = self.derived_text(id, lang)?;
        let Some(version) = self.derived_version(id) else {
            // Without a value that day, unless one is given for the occasion; the failure tells.
            return self.situation.parameters.contains_key(&id).then(|| format!("{name} = {value}"));
        };
        let period = period_text(&version.period, lang);
        let per: Vec<String> = version.per.iter().map(|citation| self.citation_text(citation, lang)).collect();
        let tail: Vec<String> = period.into_iter().chain(per).collect();
        Some(match tail.is_empty() {
            true => format!("{name} = {value}"),
            false => format!("{name} = {value} ({})", tail.join(&tr!(lang; en: "; ", fr: " ; "))),
        })
    }

    /// What was said of a fact, by whom and when; nothing when nobody said anything.
    pub fn fact_line(&self, id: FactId, lang: Lang) -> Option<String> {
        let fact = self.engine.checked.program.fact(id)?;
        let slot = self.situation.slots.get(id)?;
        if slot.claims.is_empty() {
            return None;
        }
        let said: Vec<String> = slot.claims.iter().map(|claim| self.claim_text(claim, &fact.decl.ty, lang)).collect();
        let status = status_text(slot, lang).map(|status| format!(" — {status}")).unwrap_or_default();
        Some(format!("{} = {}{status}", fact.path, said.join(" / ")))
    }

    /// `4 FTE, about (note, December 2023)`
    fn claim_text(&self, claim: &Claim, ty: &crate::model::ty::Type, lang: Lang) -> String {
        let mut value = value_text(self.engine, &claim.value, ty, lang);
        if claim.about {
            value = tr!(lang; en: "about {value}, taken as exact", fr: "environ {value}, pris pour exact");
        }
        let program = &self.engine.checked.program;
        let mut who: Vec<String> = Vec::new();
        if let Some(source) = &claim.source {
            who.push(source.clone());
        }
        let actor = claim.by.and_then(|by| program.actor(by)).map(|actor| &actor.meta);
        let body = claim.body.and_then(|body| program.bodies.get(body)).map(|body| &body.meta);
        if let Some(by) = actor.or(body) {
            let by = by.label();
            who.push(tr!(lang; en: "said by {by}", fr: "dit par {by}"));
        }
        if let Some(on) = claim.on {
            who.push(written_date_text(on, lang));
        }
        if who.is_empty() { value } else { format!("{value} ({})", who.join(", ")) }
    }

    /// Why a condition stays open although no fact is missing.
    pub fn cause_lines(&self, frame: u32, id: ExprId, lang: Lang) -> Vec<String> {
        let program = &self.engine.checked.program;
        let mut lines = self.failure_lines(frame, id, lang);
        let mut known = HashSet::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if self.trace.cause_of(frame, id) == Some(&Cause::Unspecified) {
                let line = tr!(lang; en: "the text does not say", fr: "le texte ne le dit pas");
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
            match program.kind(id) {
                ExprKind::Derived(derived) if known.insert(*derived) => {
                    if let Some(Body::Expr(body)) = self.derived_version(*derived).map(|version| &version.body) {
                        stack.push(*body);
                    }
                }
                kind => stack.extend(kind.children()),
            }
        }
        lines
    }

    /// The texts a rule comes from, with the version that applied.
    pub fn citations(&self, id: RuleId, lang: Lang) -> Vec<String> {
        let Some((rule, version, _)) = self.rule(id) else { return Vec::new() };
        let (per, period) = match version {
            Some(version) => (&version.per, self.stated_period(version, lang)),
            None => (rule.versions.last().map_or(&rule.meta.per, |version| &version.per), None),
        };
        let mut lines: Vec<String> = per.iter().map(|citation| self.citation_text(citation, lang)).collect();
        if let (Some(first), Some(period)) = (lines.first_mut(), period) {
            first.push_str(&format!(" — {period}"));
        }
        lines
    }

    /// When a version holds, unless that is only since the date of the text that it cites.
    fn stated_period(&self, version: &RuleVersion, lang: Lang) -> Option<String> {
        let program = &self.engine.checked.program;
        let sources = version.per.iter().filter_map(|citation| program.source(citation.source));
        let cited = sources.filter_map(|source| source.date).map(MonthOrDay::first_day).min();
        let is_of_text = version.period.until.is_none() && version.period.from == cited;
        if is_of_text { None } else { period_text(&version.period, lang) }
    }

    /// `note, § “Section”`: a source by its short name, whose title `sources_line` gives once.
    pub fn citation_text(&self, citation: &Citation, lang: Lang) -> String {
        let source = self.engine.checked.program.source(citation.source);
        let label = source.map_or("", |source| source.meta.name.as_str());
        match &citation.section {
            // A line never ends between the sign and what it names.
            Some(section) => format!("{label}, §\u{a0}{}", section.label(lang)),
            None => label.to_string(),
        }
    }
}

/// The colon between a name and what it is.
pub fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ": ",
        Lang::Fr => "\u{a0}: ",
    }
}

/// `in force since …`, or between two days.
pub fn period_text(period: &Period, lang: Lang) -> Option<String> {
    let day = |date| date_text(date, lang);
    match (period.from.map(day), period.until.map(day)) {
        (None, None) => None,
        (Some(from), None) => Some(tr!(lang; en: "in force since {from}", fr: "en vigueur depuis le {from}")),
        (None, Some(until)) => Some(tr!(lang; en: "in force until {until}", fr: "en vigueur jusqu’au {until}")),
        (Some(from), Some(until)) => {
            Some(tr!(lang; en: "in force from {from} to {until}", fr: "en vigueur du {from} au {until}"))
        }
    }
}

pub fn gap_text(gap: Gap, lang: Lang) -> String {
    let day = |date| date_text(date, lang);
    match gap {
        Gap::Before(from) => {
            let from = day(from);
            tr!(lang; en: "not in force yet: begins on {from}", fr: "pas encore en vigueur : commence le {from}")
        }
        Gap::After(until) => {
            let until = day(until);
            tr!(lang; en: "no longer in force: ended on {until}", fr: "plus en vigueur : a pris fin le {until}")
        }
        Gap::Between(until, from) => {
            let (until, from) = (day(until), day(from));
            tr!(lang;
                en: "not in force: ended on {until}, begins again on {from}",
                fr: "pas en vigueur : a pris fin le {until}, reprend le {from}")
        }
        Gap::Nothing => tr!(lang; en: "says nothing that can be read", fr: "ne dit rien qui se lise"),
    }
}

fn status_text(slot: SlotRef<'_>, lang: Lang) -> Option<String> {
    match slot.status {
        Status::Missing | Status::Known | Status::Partial => None,
        Status::Contested => Some(tr!(lang; en: "sources disagree", fr: "les sources divergent")),
        Status::Stale => Some(tr!(lang; en: "too old to count", fr: "trop ancien pour compter")),
        Status::Unasserted => Some(tr!(lang;
            en: "nobody entitled asserted it on a date",
            fr: "personne d’habilité ne l’a affirmé à une date")),
    }
}

/// The words before the value a comparison asks for.
fn order_text(order: Order, is_date: bool, lang: Lang) -> String {
    match (order, is_date) {
        (Order::Equal, _) => String::new(),
        (Order::NotEqual, _) => tr!(lang; en: "other than ", fr: "autre chose que "),
        (Order::AtLeast, false) => tr!(lang; en: "at least ", fr: "au moins "),
        (Order::AtMost, false) => tr!(lang; en: "at most ", fr: "au plus "),
        (Order::MoreThan, false) => tr!(lang; en: "more than ", fr: "plus de "),
        (Order::LessThan, false) => tr!(lang; en: "less than ", fr: "moins de "),
        (Order::AtLeast, true) => tr!(lang; en: "on or after ", fr: "au plus tôt le "),
        (Order::AtMost, true) => tr!(lang; en: "on or before ", fr: "au plus tard le "),
        (Order::MoreThan, true) => tr!(lang; en: "after ", fr: "après le "),
        (Order::LessThan, true) => tr!(lang; en: "before ", fr: "avant le "),
    }
}

/// A verdict in words.
pub fn verdict_text(verdict: Verdict, lang: Lang) -> String {
    match verdict {
        Verdict::Met => tr!(lang; en: "met", fr: "satisfait"),
        Verdict::NotMet => tr!(lang; en: "not met", fr: "non satisfait"),
        Verdict::Unknown => tr!(lang; en: "unknown", fr: "indéterminé"),
        Verdict::NotApplicable => tr!(lang; en: "not applicable", fr: "non applicable"),
        Verdict::Exempt => tr!(lang; en: "exempt", fr: "exempté"),
    }
}
