//! The cases in words: a line each, and under one that failed what was expected, where, and what was found.

use super::{CaseOutcome, CaseResult, Failure, FailureKind, Lateness, MilestoneFound, NotRun, Report};
use crate::base::{Lang, Loc, Num, Sources, tr};
use crate::eval::Engine;
use crate::eval::value::Value;
use crate::eval::verdict::VerdictSet;
use crate::eval::words::{date_set_text, date_text, value_text, written_date_text};
use crate::explain::parts::Part;
use crate::explain::reason::{Reason, verdict_text};
use crate::explain::report::Evaluation;
use crate::model::expr::Verdict;
use crate::model::ids::{FactId, RuleId};
use crate::model::plan::RiskState;
use crate::model::ty::Type;

/// A line a case; under those that failed, what was expected, where, and what was found.
pub fn to_text(report: &Report, sources: &Sources, engine: &Engine, lang: Lang) -> String {
    let words = Words { sources, engine, lang };
    report.cases.iter().map(|case| words.case(case)).collect()
}

/// The line that every run of tests ends with, the same in both languages since programs read it.
pub fn counts(passed: usize, failed: usize) -> String {
    format!("{passed} passed, {failed} failed\n")
}

/// A percentage with one decimal, rounded down, so that what is below a threshold never looks as if it reached it.
pub fn percent_text(percent: &Num, lang: Lang) -> String {
    let (number, _) = percent.rounded_down(1).to_decimal(lang, 1);
    let point = match lang {
        Lang::En => '.',
        Lang::Fr => ',',
    };
    let number = if number.contains(point) { number } else { format!("{number}{point}0") };
    format!("{number}\u{a0}%")
}

/// What the words are made from.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub sources: &'a Sources,
    pub engine: &'a Engine,
    pub lang: Lang,
}

impl Words<'_> {
    fn case(&self, case: &CaseResult) -> String {
        let (title, lang) = (self.title(case), self.lang);
        match &case.outcome {
            CaseOutcome::Passed => format!("✓ {title}\n"),
            CaseOutcome::NotRun(why) => {
                let (place, why) = (self.place(case.at), self.not_run(why));
                let why = tr!(lang; en: "not run: {why}", fr: "non lancé\u{a0}: {why}");
                format!("✗ {title}\n  {place}\n    {why}\n")
            }
            CaseOutcome::Failed(failures) => {
                let failures: String = failures.iter().map(|failure| self.failure(case, failure)).collect();
                format!("✗ {title}\n{failures}")
            }
        }
    }

    pub fn title(&self, case: &CaseResult) -> String {
        let (title, lang) = (&case.title, self.lang);
        match case.row {
            None => title.clone(),
            Some(row) => tr!(lang; en: "{title}, row {row}", fr: "{title}, ligne {row}"),
        }
    }

    /// What was expected, where, what was found and why, over several lines.
    pub fn failure(&self, case: &CaseResult, failure: &Failure) -> String {
        // A cell alone says little: its whole row is shown.
        let in_row = case.row.is_some()
            && case.at.file == failure.at.file
            && (case.at.span.start..=case.at.span.end).contains(&failure.at.span.start);
        let expected = self.written(if in_row { case.at } else { failure.at });
        let (place, found) = (self.place(failure.at), self.found(failure));
        let mut text = format!("  {place}\n    {expected}\n    {found}\n");
        match self.parts(failure) {
            Some(parts) => parts.iter().for_each(|part| part_lines(part, 6, &mut text)),
            None => {
                for reason in self.reasons(failure) {
                    text.push_str(&format!("      {}\n", reason.text));
                    for detail in &reason.details {
                        text.push_str(&format!("        {detail}\n"));
                    }
                }
            }
        }
        let missing = self.missing(failure);
        if !missing.is_empty() {
            let (lang, facts) = (self.lang, self.facts(missing));
            text.push_str("      ");
            text.push_str(&tr!(lang; en: "missing: {facts}", fr: "manque\u{a0}: {facts}"));
            text.push('\n');
        }
        text
    }

    /// What was found, in one line.
    pub fn found(&self, failure: &Failure) -> String {
        let lang = self.lang;
        match &failure.kind {
            FailureKind::Verdict { rule, expected, found, .. } => {
                let (name, expected, found) = (self.rule(*rule), verdict_text(*expected, lang), self.verdicts(*found));
                tr!(lang;
                    en: "{name}: expected {expected}, found {found}",
                    fr: "{name}\u{a0}: attendu {expected}, trouvé {found}")
            }
            FailureKind::Condition { found, .. } => match found.known() {
                Some(_) => tr!(lang; en: "this does not hold", fr: "cette condition est fausse"),
                None => tr!(lang; en: "the facts do not decide this", fr: "les faits ne permettent pas d’en décider"),
            },
            FailureKind::Missing { rule, expected, found } => {
                let (name, none, found) = (self.rule(*rule), expected.is_empty(), self.facts(found));
                let expected = self.facts(expected);
                match none {
                    true => tr!(lang;
                        en: "{name}: expected to miss nothing, misses {found}",
                        fr: "{name}\u{a0}: rien ne devait manquer, il manque {found}"),
                    false => tr!(lang;
                        en: "{name}: expected to miss {expected}, misses {found}",
                        fr: "{name}\u{a0}: il devait manquer {expected}, il manque {found}"),
                }
            }
            FailureKind::PassesWith { rule, found, .. } => {
                let (name, found) = (self.rule(*rule), self.verdicts(*found));
                tr!(lang; en: "{name}: still {found} with that", fr: "{name}\u{a0}: toujours {found} avec cela")
            }
            FailureKind::Feasible { scenario, expected, found, .. } => {
                let scenario = self.engine.checked.program.scenarios.get(*scenario);
                let name = scenario.map_or_else(String::new, |scenario| scenario.meta.name.clone());
                let expected = feasible_text(*expected, lang);
                if *found == Verdict::NotApplicable {
                    let day = failure.seen.situation.dates.texts_as_of;
                    return tr!(lang;
                        en: "{name}: expected {expected}, but on {day} it does not apply: no version holds",
                        fr: "{name}\u{a0}: attendu {expected}, mais il est non applicable le {day}\u{a0}: aucune version ne vaut ce jour-là");
                }
                let found = feasible_text(*found, lang);
                tr!(lang;
                    en: "{name}: expected {expected}, found {found}",
                    fr: "{name}\u{a0}: attendu {expected}, trouvé {found}")
            }
            FailureKind::Risk { name, expected, found: Some(found), .. } => {
                let (expected, found) = (risk_text(*expected, lang), risk_text(*found, lang));
                tr!(lang;
                    en: "{name}: expected {expected}, found {found}",
                    fr: "{name}\u{a0}: attendu {expected}, trouvé {found}")
            }
            FailureKind::Risk { name, found: None, otherwise: Some(scenario), .. } => {
                let scenario = self.engine.checked.program.scenarios.get(*scenario);
                let scenario = scenario.map_or_else(String::new, |scenario| scenario.meta.name.clone());
                let day = failure.seen.situation.dates.texts_as_of;
                tr!(lang;
                    en: "{name}: on {day}, {scenario} has no such risk",
                    fr: "{name}\u{a0}: le {day}, {scenario} n’a pas ce risque")
            }
            FailureKind::Risk { name, found: None, otherwise: None, .. } => {
                tr!(lang;
                    en: "no scenario has a risk named {name}",
                    fr: "aucun scénario n’a de risque nommé {name}")
            }
            FailureKind::Late { milestone, found, .. } => {
                let milestone = self.engine.checked.program.milestones.get(*milestone);
                let name = milestone.map_or_else(String::new, |milestone| milestone.meta.name.clone());
                let found = late_text(*found, lang);
                tr!(lang; en: "{name}: {found}", fr: "{name}\u{a0}: {found}")
            }
            FailureKind::Milestone { milestone, found, .. } => {
                let milestone = self.engine.checked.program.milestones.get(*milestone);
                let name = milestone.map_or_else(String::new, |milestone| milestone.meta.name.clone());
                let found = milestone_text(found.as_ref(), lang);
                tr!(lang; en: "{name}: {found}", fr: "{name}\u{a0}: {found}")
            }
        }
    }

    /// Every part of the condition that decides an expectation, with its value; `None` where no condition does.
    fn parts(&self, failure: &Failure) -> Option<Vec<Part>> {
        let evaluation = failure.seen.evaluation(self.engine, self.sources);
        match &failure.kind {
            FailureKind::Verdict { rule, .. } | FailureKind::PassesWith { rule, .. } => {
                evaluation.rule_parts(*rule, self.lang)
            }
            FailureKind::Condition { condition, .. } => Some(evaluation.condition_parts(&[*condition], self.lang)),
            FailureKind::Feasible { scenario, .. } => {
                let scenario = self.engine.checked.program.scenarios.get(*scenario)?;
                let version = scenario.on(failure.seen.situation.dates.texts_as_of)?;
                Some(evaluation.condition_parts(&version.feasible, self.lang))
            }
            FailureKind::Risk { when, .. } => Some(evaluation.condition_parts(when.as_slice(), self.lang)),
            FailureKind::Late { .. } | FailureKind::Milestone { .. } | FailureKind::Missing { .. } => None,
        }
    }

    fn reasons(&self, failure: &Failure) -> Vec<Reason> {
        let evaluation = failure.seen.evaluation(self.engine, self.sources);
        match &failure.kind {
            FailureKind::Verdict { rule, .. } | FailureKind::PassesWith { rule, .. } => {
                evaluation.reasons(*rule, self.lang)
            }
            FailureKind::Condition { condition, .. } => evaluation.condition_reasons(*condition, self.lang),
            FailureKind::Feasible { scenario, .. } => {
                let scenario = self.engine.checked.program.scenarios.get(*scenario);
                let version = scenario.and_then(|scenario| scenario.on(failure.seen.situation.dates.texts_as_of));
                let conditions = version.into_iter().flat_map(|version| &version.feasible);
                conditions.flat_map(|condition| evaluation.condition_reasons(*condition, self.lang)).collect()
            }
            FailureKind::Risk { when, .. } => {
                when.map_or_else(Vec::new, |when| evaluation.condition_reasons(when, self.lang))
            }
            FailureKind::Late { milestone, .. } | FailureKind::Milestone { milestone, .. } => {
                self.dates(&evaluation, *milestone).into_iter().collect()
            }
            FailureKind::Missing { .. } => Vec::new(),
        }
    }

    /// When a milestone was expected, and when it was reached.
    fn dates(&self, evaluation: &Evaluation<'_>, rank: usize) -> Option<Reason> {
        let lang = self.lang;
        let state = evaluation.milestones().into_iter().nth(rank)??;
        let (from, to) = state.expected?;
        let from = written_date_text(from, lang);
        let expected = match to {
            None => from,
            Some(to) => {
                let to = written_date_text(to, lang);
                tr!(lang; en: "from {from} to {to}", fr: "de {from} à {to}")
            }
        };
        let text = match state.reached {
            Some(reached) => {
                let reached = value_text(self.engine, &Value::Date(reached), &Type::Date, lang);
                tr!(lang;
                    en: "expected: {expected}; reached: {reached}",
                    fr: "attendu\u{a0}: {expected}\u{a0}; atteint\u{a0}: {reached}")
            }
            None => {
                let day = date_text(evaluation.situation.dates.as_of, lang);
                tr!(lang;
                    en: "expected: {expected}; not reached by {day}",
                    fr: "attendu\u{a0}: {expected}\u{a0}; pas atteint au {day}")
            }
        };
        Some(Reason { text, holds: None, details: Vec::new(), only_missing: false })
    }

    /// What was found and why, in one sentence.
    pub fn message(&self, failure: &Failure) -> String {
        let reasons: Vec<String> = self.reasons(failure).into_iter().map(|reason| reason.text).collect();
        match reasons.is_empty() {
            true => self.found(failure),
            false => format!("{} ({})", self.found(failure), reasons.join(" ; ")),
        }
    }

    pub fn missing<'f>(&self, failure: &'f Failure) -> &'f [FactId] {
        match &failure.kind {
            FailureKind::Verdict { missing, .. }
            | FailureKind::Condition { missing, .. }
            | FailureKind::PassesWith { missing, .. }
            | FailureKind::Feasible { missing, .. }
            | FailureKind::Risk { missing, .. } => missing,
            FailureKind::Missing { .. } | FailureKind::Late { .. } | FailureKind::Milestone { .. } => &[],
        }
    }

    pub fn not_run(&self, why: &NotRun) -> String {
        let lang = self.lang;
        match why {
            NotRun::Unsound(None) => {
                tr!(lang; en: "there is an error in this test", fr: "il y a une erreur dans ce test")
            }
            NotRun::Unsound(Some(name)) => tr!(lang;
                en: "there is an error in {name}, or in what it leans on",
                fr: "il y a une erreur dans {name}, ou dans ce dont il dépend"),
            NotRun::Circle => tr!(lang;
                en: "tests that start from one another in a circle",
                fr: "des tests partent les uns des autres en cercle"),
            NotRun::NoOption { name, suggestion } => {
                let name = lang.quoted(name);
                let text = tr!(lang;
                    en: "no scenario is called {name}, nor any option of the facts file",
                    fr: "aucun scénario ne s’appelle {name}, ni aucune option du fichier de faits");
                match suggestion {
                    Some(near) => {
                        let near = lang.quoted(near);
                        tr!(lang; en: "{text}; did you mean {near}?", fr: "{text}\u{a0}; vouliez-vous dire {near}\u{a0}?")
                    }
                    None => text,
                }
            }
            NotRun::File { path, reason } => {
                let path = lang.quoted(path);
                tr!(lang;
                    en: "the facts file {path} cannot be used: {reason}",
                    fr: "le fichier de faits {path} est inutilisable\u{a0}: {reason}")
            }
        }
    }

    /// The author's words at a place, blanks made single.
    pub fn written(&self, at: Loc) -> String {
        let text = self.sources.get(at.file).map_or("", |file| file.slice(at.span));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `rules/team.perenne:12`
    pub fn place(&self, at: Loc) -> String {
        format!("{}:{}", self.sources.path(at.file), self.line(at))
    }

    /// The line of a place, counted from 1.
    pub fn line(&self, at: Loc) -> usize {
        self.sources.get(at.file).map_or(0, |file| file.line_column(at.span.start as usize).0)
    }

    pub fn rule(&self, id: RuleId) -> String {
        self.engine.checked.program.rule(id).map_or_else(String::new, |rule| rule.meta.name.clone())
    }

    fn verdicts(&self, found: VerdictSet) -> String {
        let lang = self.lang;
        let text = verdict_text(found.verdict(), lang);
        if found.is_decided() || found == VerdictSet::ANY {
            return text;
        }
        let all = [
            (VerdictSet::MET, Verdict::Met),
            (VerdictSet::NOT_MET, Verdict::NotMet),
            (VerdictSet::NOT_APPLICABLE, Verdict::NotApplicable),
            (VerdictSet::EXEMPT, Verdict::Exempt),
        ];
        let possible = all.iter().filter(|(set, _)| found.contains(*set));
        let possible: Vec<String> = possible.map(|(_, verdict)| verdict_text(*verdict, lang)).collect();
        let possible = possible.join(tr!(lang; en: " or ", fr: " ou ").as_str());
        format!("{text} ({possible})")
    }

    fn facts(&self, facts: &[FactId]) -> String {
        let lang = self.lang;
        if facts.is_empty() {
            return tr!(lang; en: "nothing", fr: "rien");
        }
        let program = &self.engine.checked.program;
        let paths: Vec<&str> = facts.iter().filter_map(|id| program.fact(*id)).map(|fact| fact.path.as_str()).collect();
        paths.join(", ")
    }
}

/// A part marked as it holds, does not, or may; what is behind it and what it is made of under it.
fn part_lines(part: &Part, indent: usize, text: &mut String) {
    let mark = match part.holds {
        Some(true) => '✓',
        Some(false) => '✗',
        None => '?',
    };
    let blanks = " ".repeat(indent);
    text.push_str(&format!("{blanks}{mark} {}\n", part.text));
    for detail in &part.details {
        text.push_str(&format!("{blanks}    {detail}\n"));
    }
    part.parts.iter().for_each(|part| part_lines(part, indent + 2, text));
}

fn feasible_text(verdict: Verdict, lang: Lang) -> String {
    match verdict {
        Verdict::Met => tr!(lang; en: "feasible", fr: "faisable"),
        Verdict::NotMet => tr!(lang; en: "not feasible", fr: "non faisable"),
        Verdict::Unknown => tr!(lang; en: "feasible or not, unknown", fr: "faisable ou non, indéterminé"),
        Verdict::NotApplicable | Verdict::Exempt => verdict_text(verdict, lang),
    }
}

fn risk_text(state: RiskState, lang: Lang) -> String {
    match state {
        RiskState::Present => tr!(lang; en: "present", fr: "présent"),
        RiskState::Absent => tr!(lang; en: "absent", fr: "absent"),
        RiskState::ToCheck => tr!(lang; en: "to check", fr: "à vérifier"),
    }
}

fn milestone_text(found: Option<&MilestoneFound>, lang: Lang) -> String {
    match found {
        None => tr!(lang; en: "says nothing on that day", fr: "ne dit rien ce jour-là"),
        Some(MilestoneFound::Blocked(Verdict::Met)) => tr!(lang; en: "blocked", fr: "bloqué"),
        Some(MilestoneFound::Blocked(Verdict::NotMet)) => tr!(lang; en: "not blocked", fr: "non bloqué"),
        Some(MilestoneFound::Blocked(_)) => {
            tr!(lang; en: "whether it is blocked is not known", fr: "on ne sait pas s’il est bloqué")
        }
        Some(MilestoneFound::InOrder(true)) => tr!(lang; en: "not out of order", fr: "pas dans le désordre"),
        Some(MilestoneFound::InOrder(false)) => tr!(lang; en: "out of order", fr: "dans le désordre"),
        Some(MilestoneFound::Earliest(Some(date))) => {
            tr!(lang; en: "possible from {date}", fr: "possible dès {date}")
        }
        Some(MilestoneFound::Earliest(None)) => tr!(lang;
            en: "reached already, or never possible",
            fr: "déjà atteint, ou jamais possible"),
        Some(MilestoneFound::Effect(Some(days))) => {
            let days = date_set_text(days, lang);
            tr!(lang; en: "takes effect: {days}", fr: "prend effet\u{a0}: {days}")
        }
        Some(MilestoneFound::Effect(None)) => {
            tr!(lang; en: "takes effect on no day", fr: "ne prend effet aucun jour")
        }
    }
}

fn late_text(found: Lateness, lang: Lang) -> String {
    match found {
        Lateness::OnTime => tr!(lang; en: "not late", fr: "pas en retard"),
        Lateness::Months(1) => tr!(lang; en: "late by 1 month", fr: "en retard d’un mois"),
        Lateness::Months(count) => tr!(lang; en: "late by {count} months", fr: "en retard de {count} mois"),
        Lateness::Days(1) => tr!(lang; en: "late by 1 day", fr: "en retard d’un jour"),
        Lateness::Days(count) => tr!(lang; en: "late by {count} days", fr: "en retard de {count} jours"),
        Lateness::Unknown => {
            tr!(lang; en: "whether it is late is not known", fr: "on ne sait pas s’il est en retard")
        }
    }
}
