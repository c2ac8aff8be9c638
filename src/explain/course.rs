//! Milestones and bodies in words, a line each and what is to be known of it: the same on a terminal and in a note.

use super::calendar::{Basis, Inversion, as_written};
use super::plan::{Blocker, BodyState, MilestoneState};
use super::report::Evaluation;
use super::text::fact_names;
use crate::base::{Lang, MonthOrDay, tr};
use crate::eval::Trace;
use crate::eval::set::{BoolSet, DateSet};
use crate::eval::words::{date_set_text, written_date_text};
use crate::model::expr::Verdict;

/// So many of the conditions that block a milestone are told; the others are counted.
const BLOCKERS: usize = 4;

impl Evaluation<'_> {
    /// The title of a milestone, else its name.
    pub fn milestone_label(&self, rank: usize) -> String {
        let milestone = self.engine.checked.program.milestones.get(rank);
        milestone.map_or_else(String::new, |milestone| milestone.meta.label().to_string())
    }

    /// Met once it is reached, not met while what it requires does not hold.
    pub fn milestone_mark(&self, state: &MilestoneState) -> Verdict {
        match (&state.reached, state.requires.known()) {
            (Some(_), _) => Verdict::Met,
            (None, Some(false)) => Verdict::NotMet,
            (None, Some(true) | None) => Verdict::Unknown,
        }
    }

    /// `Transfer — planned in March 2025, expected from April to June 2025`
    pub fn milestone_line(&self, state: &MilestoneState, lang: Lang) -> String {
        let dates = self.milestone_dates(state, lang).join(", ");
        format!("{} — {dates}", self.milestone_label(state.rank))
    }

    /// What is to be known of a milestone: out of order, at the earliest, who decides, what blocks it.
    pub fn milestone_lines(&self, state: &MilestoneState, lang: Lang) -> Vec<String> {
        let mut lines = self.milestone_notes(state, lang);
        lines.extend(state.blocked_by.iter().take(BLOCKERS).map(|blocker| self.blocker(blocker, lang)));
        let more = state.blocked_by.len().saturating_sub(BLOCKERS);
        if more > 0 {
            lines.push(tr!(lang; en: "and {more} more conditions", fr: "et {more} autres conditions"));
        }
        lines
    }

    /// What is known of a body: how often it met, against how often it should.
    pub fn body_line(&self, state: &BodyState, lang: Lang) -> Option<String> {
        let body = self.engine.checked.program.bodies.get(state.rank)?;
        Some(format!("{} — {}", body.meta.label(), body_text(state, lang)))
    }

    /// When it was reached or is to be, against what its text expects.
    fn milestone_dates(&self, state: &MilestoneState, lang: Lang) -> Vec<String> {
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

    fn milestone_notes(&self, state: &MilestoneState, lang: Lang) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(months) = state.place.behind_months.filter(|months| state.place.late_months != Some(*months)) {
            let months = months_text(months, lang);
            notes.push(tr!(lang; en: "{months} behind its plan", fr: "{months} de retard sur ce qui était prévu"));
        }
        for inversion in &state.place.inversions {
            notes.push(self.inversion(inversion, lang));
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
        let today = self.situation.dates.as_of;
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
        if let Some(body) = state.decided_by.and_then(|rank| self.engine.checked.program.bodies.get(rank))
            && state.reached.is_none()
        {
            let body = body.meta.label();
            notes.push(tr!(lang; en: "decided by: {body}", fr: "décidé par\u{a0}: {body}"));
        }
        notes
    }

    fn inversion(&self, inversion: &Inversion, lang: Lang) -> String {
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

    fn blocker(&self, blocker: &Blocker, lang: Lang) -> String {
        let condition = self.condition(Trace::TOP, blocker.condition, lang).text;
        let text = match blocker.holds {
            Some(_) => tr!(lang; en: "blocked by: {condition}", fr: "bloqué par\u{a0}: {condition}"),
            None => tr!(lang; en: "may be blocked by: {condition}", fr: "peut être bloqué par\u{a0}: {condition}"),
        };
        if blocker.missing.is_empty() {
            return text;
        }
        let missing = fact_names(&self.engine.checked.program, &blocker.missing, lang);
        tr!(lang; en: "{text} (missing: {missing})", fr: "{text} (manque\u{a0}: {missing})")
    }
}

fn months_text(months: i64, lang: Lang) -> String {
    match months {
        1 => tr!(lang; en: "1 month", fr: "1 mois"),
        _ => tr!(lang; en: "{months} months", fr: "{months} mois"),
    }
}

fn body_text(state: &BodyState, lang: Lang) -> String {
    let often = match state.regular.map(BoolSet::known) {
        Some(Some(true)) => Some(tr!(lang; en: "met as often as it should", fr: "réunions aussi fréquentes que prévu")),
        Some(Some(false)) => Some(tr!(lang;
            en: "did not meet as often as it should",
            fr: "réunions moins fréquentes que prévu")),
        Some(None) => Some(tr!(lang;
            en: "whether it met as often as it should is not known",
            fr: "on ne sait pas si les réunions sont aussi fréquentes que prévu")),
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
pub(super) fn on_text(date: MonthOrDay, lang: Lang) -> String {
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
