//! Options, scenarios, milestones and bodies under the tree of verdicts, in a few lines each.

use super::Writer;
use crate::base::{Lang, MonthOrDay, tr};
use crate::eval::set::{BoolSet, DateSet};
use crate::eval::words::{date_set_text, written_date_text};
use crate::explain::calendar::{Basis, Inversion, as_written};
use crate::explain::plan::{Blocker, BodyState, MilestoneState, OptionOutlook, Outlook, Plans, Stance};
use crate::explain::reason::colon;
use crate::facts::meta::OptionState;
use crate::model::Program;
use crate::model::expr::{ExprKind, Verdict};
use crate::model::ids::FactId;
use crate::model::plan::{Point, RiskState};

/// How many facts or risks a line names before it only counts.
const NAMED: usize = 4;

/// ` · option dgitm (Internaliser)`, after the day and the doctrine.
pub(in crate::explain) fn stance_text(program: &Program, stance: &Stance, lang: Lang) -> String {
    let scenario = stance.scenario.and_then(|rank| program.scenarios.get(rank)).map(|scenario| scenario.meta.label());
    match (&stance.option, scenario) {
        (Some(option), Some(scenario)) => format!(" · option {option} ({scenario})"),
        (Some(option), None) => format!(" · option {option}"),
        (None, Some(scenario)) => tr!(lang; en: " · scenario {scenario}", fr: " · scénario {scenario}"),
        (None, None) => String::new(),
    }
}

impl Writer<'_> {
    fn program(&self) -> &Program {
        &self.evaluation.engine.checked.program
    }

    /// `under` is what the dossier is looked at under: then that alone is shown of the options and scenarios.
    pub(super) fn plans(&mut self, plans: &Plans, under: Option<&Stance>) {
        match under {
            None => self.options(plans),
            Some(under) => self.option_under(plans, under),
        }
        self.milestones(plans);
        self.bodies(&plans.bodies);
    }

    fn heading(&mut self, text: &str) {
        self.text.push('\n');
        self.line(text);
    }

    fn options(&mut self, plans: &Plans) {
        let lang = self.layout.lang;
        if !plans.options.is_empty() {
            self.heading(&tr!(lang; en: "options:", fr: "options\u{a0}:"));
            plans.options.iter().for_each(|option| self.option(option));
        }
        let is_followed = |outlook: &&Outlook| plans.options.iter().any(|one| one.scenario == Some(outlook.scenario));
        let others: Vec<&Outlook> = plans.scenarios.iter().filter(|outlook| !is_followed(outlook)).collect();
        if others.is_empty() {
            return;
        }
        if plans.options.is_empty() {
            self.heading(&tr!(lang; en: "scenarios:", fr: "scénarios\u{a0}:"));
            others.into_iter().for_each(|outlook| self.scenario(outlook));
            return;
        }
        let names: Vec<String> = others.iter().map(|outlook| self.scenario_label(outlook.scenario)).collect();
        let names = names.join(&tr!(lang; en: "; ", fr: "\u{a0}; "));
        self.wrapped(
            "  ",
            &tr!(lang;
            en: "scenarios that no option follows: {names}",
            fr: "scénarios qu’aucune option ne suit\u{a0}: {names}"),
        );
    }

    fn scenario(&mut self, outlook: &Outlook) {
        let sign = self.feasible_sign(Some(outlook.feasible));
        let (label, feasible) =
            (self.scenario_label(outlook.scenario), feasible_text(self.program(), outlook, self.layout.lang));
        self.entry(&sign, &format!("{label} — {feasible}"));
    }

    /// The one that was asked for, with its advantages.
    fn option_under(&mut self, plans: &Plans, under: &Stance) {
        let lang = self.layout.lang;
        let outlook = match &under.option {
            Some(name) => {
                let Some(option) = plans.options.iter().find(|option| option.name == *name) else { return };
                self.heading(&tr!(lang; en: "option:", fr: "option\u{a0}:"));
                self.option(option);
                option.outlook.as_ref()
            }
            None => {
                let outlook = plans.scenarios.iter().find(|outlook| Some(outlook.scenario) == under.scenario);
                let Some(outlook) = outlook else { return };
                self.heading(&tr!(lang; en: "scenario:", fr: "scénario\u{a0}:"));
                self.scenario(outlook);
                self.indented(risk_lines(self.program(), outlook, lang));
                Some(outlook)
            }
        };
        if let Some(outlook) = outlook {
            self.indented(advantage_lines(self.program(), outlook, lang));
        }
    }

    /// Lines under an entry.
    fn indented(&mut self, lines: Vec<String>) {
        let under = if self.layout.plain { "    " } else { "      " };
        lines.iter().for_each(|line| self.wrapped(under, line));
    }

    /// One thing of a list, after its sign where there are signs.
    fn entry(&mut self, sign: &str, text: &str) {
        match self.layout.plain {
            true => self.wrapped("  ", text),
            false => self.wrapped("  ", &format!("{sign}\u{a0}{text}")),
        }
    }

    fn option(&mut self, option: &OptionOutlook) {
        let lang = self.layout.lang;
        let sign = match option.state {
            OptionState::Closed => self.painted("–", Verdict::NotApplicable),
            OptionState::Open | OptionState::Chosen | OptionState::Fallback => {
                self.feasible_sign(option.outlook.as_ref().map(|outlook| outlook.feasible))
            }
        };
        self.entry(&sign, &option_title(self.program(), option, lang));
        if let Some(reason) = &option.reason {
            self.indented(vec![reason_text(reason, lang)]);
        }
        let Some(outlook) = option.outlook.as_ref().filter(|_| option.state != OptionState::Closed) else { return };
        let mut lines = vec![feasible_text(self.program(), outlook, lang)];
        lines.extend(risk_lines(self.program(), outlook, lang));
        self.indented(lines);
    }

    fn scenario_label(&self, rank: usize) -> String {
        self.program().scenarios.get(rank).map_or_else(String::new, |scenario| scenario.meta.label().to_string())
    }

    fn feasible_sign(&self, feasible: Option<BoolSet>) -> String {
        match feasible.and_then(BoolSet::known) {
            Some(true) => self.painted("✓", Verdict::Met),
            Some(false) => self.painted("✗", Verdict::NotMet),
            None => self.painted("?", Verdict::Unknown),
        }
    }

    /// Those of which something is known, or that come next; the others by their names.
    fn milestones(&mut self, plans: &Plans) {
        let lang = self.layout.lang;
        if plans.milestones.is_empty() {
            return;
        }
        self.heading(&tr!(lang; en: "milestones:", fr: "jalons\u{a0}:"));
        let is_dated = |state: &MilestoneState| state.reached.is_some() || state.planned.is_some();
        let dated: Vec<usize> = plans.milestones.iter().filter(|one| is_dated(one)).map(|one| one.rank).collect();
        let (shown, untold): (Vec<&MilestoneState>, Vec<&MilestoneState>) =
            plans.milestones.iter().partition(|state| {
                let comes_next = self.program().milestones.get(state.rank).is_some_and(|milestone| {
                    let day = self.evaluation.situation.dates.texts_as_of;
                    let after = milestone.on(day).map(|version| version.after.as_slice()).unwrap_or_default();
                    after.iter().any(|after| dated.contains(&after.milestone))
                });
                is_dated(state) || comes_next || !state.blocked_by.is_empty()
            });
        shown.iter().for_each(|state| self.milestone(state));
        if !untold.is_empty() {
            let names: Vec<String> = untold.iter().map(|state| self.milestone_label(state.rank)).collect();
            let names = names.join(", ");
            self.wrapped(
                "  ",
                &tr!(lang;
                en: "no date in the dossier for: {names}",
                fr: "aucune date dans le dossier pour\u{a0}: {names}"),
            );
        }
    }

    fn milestone_label(&self, rank: usize) -> String {
        self.program().milestones.get(rank).map_or_else(String::new, |milestone| milestone.meta.label().to_string())
    }

    pub(super) fn milestone(&mut self, state: &MilestoneState) {
        let lang = self.layout.lang;
        let sign = match (&state.reached, state.requires.known()) {
            (Some(_), _) => self.painted("✓", Verdict::Met),
            (None, Some(false)) => self.painted("✗", Verdict::NotMet),
            (None, Some(true) | None) => self.painted("?", Verdict::Unknown),
        };
        let dates = self.milestone_dates(state).join(", ");
        self.entry(&sign, &format!("{} — {dates}", self.milestone_label(state.rank)));
        let mut lines = self.milestone_notes(state);
        lines.extend(state.blocked_by.iter().take(NAMED).map(|blocker| self.blocker(blocker)));
        let more = state.blocked_by.len().saturating_sub(NAMED);
        if more > 0 {
            lines.push(tr!(lang; en: "and {more} more conditions", fr: "et {more} autres conditions"));
        }
        self.indented(lines);
    }

    /// When it was reached or is to be, against what its text expects.
    fn milestone_dates(&self, state: &MilestoneState) -> Vec<String> {
        let lang = self.layout.lang;
        let mut dates = Vec::new();
        match (&state.reached, &state.planned) {
            (Some(reached), _) => {
                let on = days_text(reached, lang);
                dates.push(tr!(lang; en: "reached{on}", fr: "atteint{on}"));
            }
            (None, Some(planned)) => {
                let on = days_text(planned, lang);
                dates.push(tr!(lang; en: "planned{on}", fr: "prévu{on}"));
            }
            (None, None) => dates
                .push(tr!(lang; en: "not reached as far as the dossier tells", fr: "pas atteint d’après le dossier")),
        }
        if let Some((from, to)) = state.expected {
            let when = match to {
                Some(to) => stretch_text(from, to, lang),
                None => on_text(from, lang),
            };
            dates.push(tr!(lang; en: "expected{when}", fr: "attendu{when}"));
        }
        if let Some(months) = state.place.late_months {
            let months = months_text(months, lang);
            dates.push(match &state.reached {
                Some(_) => tr!(lang; en: "late by {months}", fr: "{months} de retard"),
                None => tr!(lang; en: "overdue by {months}", fr: "dépassé de {months}"),
            });
        }
        dates
    }

    fn milestone_notes(&self, state: &MilestoneState) -> Vec<String> {
        let lang = self.layout.lang;
        let mut notes = Vec::new();
        if let Some(months) = state.place.behind_months.filter(|months| state.place.late_months != Some(*months)) {
            let months = months_text(months, lang);
            notes.push(tr!(lang; en: "{months} behind its plan", fr: "{months} de retard sur ce qui était prévu"));
        }
        for inversion in &state.place.inversions {
            notes.push(self.inversion(inversion));
        }
        for basis in &state.place.outside {
            notes.push(match basis {
                Basis::Reached => tr!(lang;
                    en: "reached outside the days of the year on which it may come",
                    fr: "atteint hors de la période de l’année où il peut l’être"),
                Basis::Planned | Basis::Earliest => tr!(lang;
                    en: "planned outside the days of the year on which it may come",
                    fr: "prévu hors de la période de l’année où il peut l’être"),
            });
        }
        let today = self.evaluation.situation.dates.as_of;
        if let Some(earliest) = state.place.earliest.filter(|earliest| today < earliest.first_day()) {
            let on = on_text(earliest, lang);
            notes.push(match state.place.is_too_early {
                true => {
                    tr!(lang; en: "planned too early: at the earliest{on}", fr: "prévu trop tôt\u{a0}: au plus tôt{on}")
                }
                false => tr!(lang; en: "at the earliest{on}", fr: "au plus tôt{on}"),
            });
        }
        if let Some((days, _)) = &state.place.effect {
            let on = days_text(days, lang);
            notes.push(tr!(lang; en: "takes effect{on}", fr: "prend effet{on}"));
        }
        if !state.place.waits_for.is_empty() {
            let names: Vec<String> = state.place.waits_for.iter().map(|rank| self.milestone_label(*rank)).collect();
            let names = names.join(", ");
            notes.push(tr!(lang; en: "after: {names}", fr: "après\u{a0}: {names}"));
        }
        if let Some(body) = state.decided_by.and_then(|rank| self.program().bodies.get(rank))
            && state.reached.is_none()
        {
            let body = body.meta.label();
            notes.push(tr!(lang; en: "decided by: {body}", fr: "décidé par\u{a0}: {body}"));
        }
        notes
    }

    fn inversion(&self, inversion: &Inversion) -> String {
        let lang = self.layout.lang;
        let other = lang.quoted(&self.milestone_label(inversion.follows));
        let months = months_text(inversion.months, lang);
        match inversion.own {
            Basis::Reached => tr!(lang;
                en: "out of order: reached {months} before {other}, which it must follow",
                fr: "dans le désordre\u{a0}: atteint {months} avant {other}, qu’il doit suivre"),
            Basis::Planned | Basis::Earliest => tr!(lang;
                en: "out of order: planned {months} before {other}, which it must follow",
                fr: "dans le désordre\u{a0}: prévu {months} avant {other}, qu’il doit suivre"),
        }
    }

    fn blocker(&self, blocker: &Blocker) -> String {
        let lang = self.layout.lang;
        let condition = self.evaluation.condition(crate::eval::Trace::TOP, blocker.condition, lang).text;
        let text = match blocker.holds {
            Some(_) => tr!(lang; en: "blocked by: {condition}", fr: "bloqué par\u{a0}: {condition}"),
            None => tr!(lang; en: "may be blocked by: {condition}", fr: "peut être bloqué par\u{a0}: {condition}"),
        };
        if blocker.missing.is_empty() {
            return text;
        }
        let missing = fact_names(self.program(), &blocker.missing, lang);
        tr!(lang; en: "{text} (missing: {missing})", fr: "{text} (manque\u{a0}: {missing})")
    }

    /// Those that must meet in time, or that met.
    pub(super) fn bodies(&mut self, bodies: &[BodyState]) {
        let lang = self.layout.lang;
        let told: Vec<&BodyState> =
            bodies.iter().filter(|body| body.regular.is_some() || body.meetings.is_some()).collect();
        if told.is_empty() {
            return;
        }
        self.heading(&tr!(lang; en: "governance bodies:", fr: "instances\u{a0}:"));
        for state in told {
            let sign = match state.regular.map(BoolSet::known) {
                Some(Some(true)) => self.painted("✓", Verdict::Met),
                Some(Some(false)) => self.painted("✗", Verdict::NotMet),
                Some(None) => self.painted("?", Verdict::Unknown),
                None => String::from("·"),
            };
            let Some(body) = self.program().bodies.get(state.rank) else { continue };
            let label = body.meta.label().to_string();
            let text = body_text(state, lang);
            self.entry(&sign, &format!("{label} — {text}"));
        }
    }
}

/// `dgitm: Stay with the sponsor — chosen on 20 March 2024 by Steering committee`
pub(in crate::explain) fn option_title(program: &Program, option: &OptionOutlook, lang: Lang) -> String {
    let (name, state) = (&option.name, option_state(program, option, lang));
    match option.scenario.and_then(|rank| program.scenarios.get(rank)) {
        Some(scenario) => format!("{name}{}{} — {state}", colon(lang), scenario.meta.label()),
        None => format!("{name} — {state}"),
    }
}

/// Why an option stands where it does.
pub(in crate::explain) fn reason_text(reason: &str, lang: Lang) -> String {
    tr!(lang; en: "reason: {reason}", fr: "motif\u{a0}: {reason}")
}

/// `chosen on 20 March 2024 by Steering committee`
fn option_state(program: &Program, option: &OptionOutlook, lang: Lang) -> String {
    let mut text = match option.state {
        OptionState::Open => tr!(lang; en: "open", fr: "ouverte"),
        OptionState::Closed => tr!(lang; en: "closed", fr: "fermée"),
        OptionState::Chosen => tr!(lang; en: "chosen", fr: "retenue"),
        OptionState::Fallback => tr!(lang; en: "kept as a fallback", fr: "gardée en repli"),
    };
    if let Some(on) = option.on {
        text.push_str(&on_text(on, lang));
    }
    if let Some(by) = &option.by {
        let actors = program.actors.iter().map(|actor| &actor.meta);
        let mut parties = actors.chain(program.bodies.iter().map(|body| &body.meta));
        let by = parties.find(|meta| meta.name == *by).map_or(by.as_str(), |meta| meta.label());
        text.push_str(&tr!(lang; en: " by {by}", fr: " par {by}"));
    }
    text
}

/// Whether it is feasible, and why not or what is missing.
pub(in crate::explain) fn feasible_text(program: &Program, outlook: &Outlook, lang: Lang) -> String {
    let against: Vec<&str> = outlook.against.iter().map(|reason| reason.text.as_str()).collect();
    let against = against.join(&tr!(lang; en: "; ", fr: "\u{a0}; "));
    match outlook.feasible.known() {
        Some(true) => tr!(lang; en: "feasible", fr: "faisable"),
        Some(false) => tr!(lang; en: "not feasible: {against}", fr: "pas faisable\u{a0}: {against}"),
        None if is_unspecified(program, outlook) => {
            tr!(lang; en: "feasible or not, the texts do not say", fr: "faisable ou non, les textes ne le disent pas")
        }
        None if outlook.missing.is_empty() => {
            tr!(lang; en: "feasible or not, unknown: {against}", fr: "faisable ou non, on ne sait pas\u{a0}: {against}")
        }
        None => {
            let missing = fact_names(program, &outlook.missing, lang);
            tr!(lang; en: "feasible? missing: {missing}", fr: "faisable\u{a0}? manque\u{a0}: {missing}")
        }
    }
}

/// Whether the text says that it does not say when the scenario is feasible, and nothing else about it.
fn is_unspecified(program: &Program, outlook: &Outlook) -> bool {
    let conditions = outlook.version_in(program).map(|version| version.feasible.as_slice()).unwrap_or_default();
    !conditions.is_empty() && conditions.iter().all(|id| matches!(program.kind(*id), ExprKind::Unspecified))
}

/// The advantages that are there, then those to check; the others are not told.
pub(in crate::explain) fn advantage_lines(program: &Program, outlook: &Outlook, lang: Lang) -> Vec<String> {
    let points = outlook.version_in(program).map(|version| version.advantages.as_slice()).unwrap_or_default();
    let present = points_in(points, &outlook.advantages, RiskState::Present, lang);
    let to_check = points_in(points, &outlook.advantages, RiskState::ToCheck, lang);
    let present = present.map(|points| tr!(lang; en: "advantages: {points}", fr: "avantages\u{a0}: {points}"));
    let to_check = to_check
        .map(|points| tr!(lang; en: "advantages to check: {points}", fr: "avantages à vérifier\u{a0}: {points}"));
    present.into_iter().chain(to_check).collect()
}

/// The same of risks.
pub(in crate::explain) fn risk_lines(program: &Program, outlook: &Outlook, lang: Lang) -> Vec<String> {
    let points = outlook.version_in(program).map(|version| version.risks.as_slice()).unwrap_or_default();
    let present = points_in(points, &outlook.risks, RiskState::Present, lang);
    let to_check = points_in(points, &outlook.risks, RiskState::ToCheck, lang);
    let present = present.map(|points| tr!(lang; en: "risks: {points}", fr: "risques\u{a0}: {points}"));
    let to_check =
        to_check.map(|points| tr!(lang; en: "risks to check: {points}", fr: "risques à vérifier\u{a0}: {points}"));
    present.into_iter().chain(to_check).collect()
}

/// The facts by name, the first ones where they are many.
fn fact_names(program: &Program, facts: &[FactId], lang: Lang) -> String {
    let named = facts.iter().take(NAMED).filter_map(|fact| program.fact(*fact));
    let mut names: Vec<String> = named.map(|fact| fact.path.clone()).collect();
    let more = facts.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(tr!(lang; en: "and {more} more", fr: "et {more} de plus"));
    }
    names.join(", ")
}

/// The advantages or the risks that are in that state, in a list; `None` when none is.
fn points_in(points: &[Point], states: &[RiskState], wanted: RiskState, lang: Lang) -> Option<String> {
    let points = points.iter().zip(states).filter(|(_, state)| **state == wanted);
    let texts: Vec<&str> = points.map(|(point, _)| point.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join(&tr!(lang; en: "; ", fr: "\u{a0}; ")))
}

fn months_text(months: i64, lang: Lang) -> String {
    match months {
        1 => tr!(lang; en: "1 month", fr: "1 mois"),
        _ => tr!(lang; en: "{months} months", fr: "{months} mois"),
    }
}

fn body_text(state: &BodyState, lang: Lang) -> String {
    let often = match state.regular.map(BoolSet::known) {
        Some(Some(true)) => {
            Some(tr!(lang; en: "met as often as it should", fr: "s’est réunie aussi souvent que prévu"))
        }
        Some(Some(false)) => Some(tr!(lang;
            en: "did not meet as often as it should",
            fr: "ne s’est pas réunie aussi souvent que prévu")),
        Some(None) => Some(tr!(lang;
            en: "whether it met as often as it should is not known",
            fr: "on ne sait pas si elle s’est réunie aussi souvent que prévu")),
        None => None,
    };
    let met = state.meetings.as_ref().map(|meetings| {
        let count = meetings.len();
        let last = meetings.iter().max_by_key(|days| days.first());
        match last {
            None => tr!(lang; en: "no meeting", fr: "aucune réunion"),
            Some(last) => {
                let on = days_text(last, lang);
                match count {
                    1 => tr!(lang; en: "one meeting,{on}", fr: "une réunion,{on}"),
                    _ => tr!(lang; en: "{count} meetings, the last{on}", fr: "{count} réunions, la dernière{on}"),
                }
            }
        }
    });
    let untold = state.regular.is_some() && state.meetings.is_none();
    let untold = untold.then(|| tr!(lang; en: "no meeting told", fr: "réunions non renseignées"));
    often.into_iter().chain(met).chain(untold).collect::<Vec<_>>().join(&tr!(lang; en: "; ", fr: "\u{a0}; "))
}

/// ` on 2 April 2024`, ` in March 2024`
fn on_text(date: MonthOrDay, lang: Lang) -> String {
    let written = written_date_text(date, lang);
    match date {
        MonthOrDay::Day(_) => tr!(lang; en: " on {written}", fr: " le {written}"),
        MonthOrDay::Month { .. } => tr!(lang; en: " in {written}", fr: " en {written}"),
    }
}

/// ` from April to October 2024`; in French, months take `d’` before a vowel and days `du` and `au`.
fn stretch_text(from: MonthOrDay, to: MonthOrDay, lang: Lang) -> String {
    let (first, last) = (written_date_text(from, lang), written_date_text(to, lang));
    match lang {
        Lang::En => format!(" from {first} to {last}"),
        Lang::Fr => {
            let before = match from {
                MonthOrDay::Day(_) => "du ",
                MonthOrDay::Month { .. } if first.starts_with(['a', 'o']) => "d’",
                MonthOrDay::Month { .. } => "de ",
            };
            let between = match to {
                MonthOrDay::Day(_) => "au",
                MonthOrDay::Month { .. } => "à",
            };
            format!(" {before}{first} {between} {last}")
        }
    }
}

/// The same of days of which several are possible.
fn days_text(days: &DateSet, lang: Lang) -> String {
    match as_written(days) {
        Some(date) => on_text(date, lang),
        None => format!(" {}", date_set_text(days, lang)),
    }
}
