//! Options, scenarios, milestones and bodies under the tree of verdicts, in a few lines each.

use super::{Writer, sign};
use crate::base::{Lang, tr};
use crate::eval::set::BoolSet;
use crate::explain::course::on_text;
use crate::explain::plan::{BodyState, MilestoneState, OptionOutlook, Outlook, Plans, Stance};
use crate::explain::reason::colon;
use crate::facts::meta::OptionState;
use crate::model::Program;
use crate::model::expr::{ExprKind, Verdict};
use crate::model::ids::FactId;
use crate::model::plan::{Point, RiskState};

/// How many facts or risks a line names before it only counts.
const NAMED: usize = 4;

/// ` · option dgitm (Internaliser)`, after the day and the doctrine.
pub fn stance_text(program: &Program, stance: &Stance, lang: Lang) -> String {
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
            let names: Vec<String> = untold.iter().map(|state| self.evaluation.milestone_label(state.rank)).collect();
            let names = names.join(", ");
            self.wrapped(
                "  ",
                &tr!(lang;
                en: "no date in the dossier for: {names}",
                fr: "aucune date dans le dossier pour\u{a0}: {names}"),
            );
        }
    }

    pub(super) fn milestone(&mut self, state: &MilestoneState) {
        let lang = self.layout.lang;
        let mark = self.evaluation.milestone_mark(state);
        self.entry(&self.painted(sign(mark), mark), &self.evaluation.milestone_line(state, lang));
        self.indented(self.evaluation.milestone_lines(state, lang));
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
            let Some(line) = self.evaluation.body_line(state, lang) else { continue };
            self.entry(&sign, &line);
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
pub(in crate::explain) fn fact_names(program: &Program, facts: &[FactId], lang: Lang) -> String {
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
