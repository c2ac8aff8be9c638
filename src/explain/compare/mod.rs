//! The options of a dossier and the scenarios of the doctrine side by side: where each stands, whether it is feasible,
//! and the verdicts that depend on the choice, each evaluated under itself.
//!
//! No weights: the texts give none. All that is said of two columns is whether one is at least as good in everything.

mod dominance;
mod json;
mod markdown;
mod text;
mod words;

use super::plan::{OptionOutlook, Outlook};
use super::report::Evaluation;
use super::turn::turns_lines;
use crate::base::{Date, Lang};
use crate::eval::verdict::VerdictSet;
use crate::facts::dossier::{Dossier, DossierOption};
use crate::facts::resolve::{Under, View};
use crate::model::expr::Verdict;
use crate::model::ids::{FactId, RuleId};
use crate::model::item::RuleKind;
use crate::model::plan::{ScenarioVersion, Subject};
use std::collections::HashSet;

pub use json::compare_json;
pub use markdown::compare_markdown;
pub use text::compare_text;

/// Everything compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub dossier: Option<String>,
    pub doctrine: Option<String>,
    pub as_of: Date,
    pub texts_as_of: Date,
    /// The options of the dossier in its order, then the scenarios that no option follows, in the order of the texts.
    pub columns: Vec<Column>,
    /// The criteria whose verdicts are compared: those that lean on what an option tells or a scenario supposes, or those
    /// that were named. What applies under none is left out.
    pub rules: Vec<RuleId>,
    pub dominated: Vec<Dominated>,
    /// Pairs of columns that are not compared, since something of one of them is unknown.
    pub unknown_pairs: usize,
}

/// An option, or a scenario.
#[derive(Clone, Debug)]
pub struct Column {
    /// The option; `None` for a scenario that no option follows.
    pub option: Option<OptionOutlook>,
    /// What the scenario comes to; `None` for an option whose scenario says nothing that day.
    pub outlook: Option<Outlook>,
    /// What would open it, where it is not feasible, in words.
    pub opened_by: Vec<String>,
    /// One per rule of the comparison.
    pub verdicts: Vec<VerdictSet>,
}

/// A column of which another is at least as good in everything, and better in something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dominated {
    /// Ranks among the columns.
    pub column: usize,
    pub by: usize,
    /// Whether the other is feasible and this one is not.
    pub in_feasibility: bool,
    /// The criteria in which the other is better.
    pub rules: Vec<RuleId>,
}

impl Evaluation<'_> {
    /// Compares the options of a dossier and the scenarios of the doctrine. `only` are the rules to compare; when empty,
    /// every criterion that depends on the choice.
    pub fn compare(
        &self,
        title: Option<String>,
        dossier: &Dossier,
        view: &View,
        only: &[RuleId],
        lang: Lang,
    ) -> Comparison {
        let program = &self.engine.checked.program;
        let followed: HashSet<usize> = dossier.options.iter().filter_map(|option| option.scenario).collect();
        let others = (0..program.scenarios.len()).filter(|scenario| !followed.contains(scenario));
        let others: Vec<usize> = others.filter(|scenario| self.scenario_version(*scenario, view).is_some()).collect();
        let rules = if only.is_empty() { self.depending(dossier, view, &others) } else { only.to_vec() };
        let options = dossier.options.iter().enumerate();
        let options =
            options.map(|(rank, option)| self.column(dossier, view, Under::Option(rank), &rules, lang, Some(option)));
        let others = others.iter().map(|rank| self.column(dossier, view, Under::Scenario(*rank), &rules, lang, None));
        let mut comparison = Comparison {
            dossier: title,
            doctrine: program.doctrine.as_ref().map(|doctrine| doctrine.name.clone()),
            as_of: view.as_of,
            texts_as_of: view.texts_as_of,
            columns: options.chain(others).collect(),
            rules,
            dominated: Vec::new(),
            unknown_pairs: 0,
        };
        if only.is_empty() {
            comparison.leave_out_what_applies_nowhere();
        }
        (comparison.dominated, comparison.unknown_pairs) = dominance::dominated(&comparison.columns, &comparison.rules);
        comparison
    }

    /// The criteria that lean on a fact that an option tells or that its scenario, or one of the others, supposes.
    fn depending(&self, dossier: &Dossier, view: &View, others: &[usize]) -> Vec<RuleId> {
        let program = &self.engine.checked.program;
        let told = dossier.options.iter().flat_map(|option| option.facts.iter().map(|(fact, _)| *fact));
        let mut chosen: HashSet<FactId> = told.collect();
        let followed = dossier.options.iter().filter_map(|option| option.scenario);
        for scenario in followed.chain(others.iter().copied()) {
            let version = program.scenarios.get(scenario).and_then(|scenario| scenario.on(view.texts_as_of));
            let supposed =
                version.iter().flat_map(|version| &version.assuming).filter_map(|given| match given.subject {
                    Subject::Fact(fact) => Some(fact),
                    Subject::Parameter(_) => None,
                });
            chosen.extend(supposed);
        }
        let is_criterion = |id: &RuleId| program.rule(*id).is_some_and(|rule| rule.kind == RuleKind::Criterion);
        let leans = |id: &RuleId| self.engine.checked.under(*id).facts.iter().any(|fact| chosen.contains(fact));
        let evaluated = program.rule_ids().filter(|id| self.outcome.rule(*id).is_some());
        evaluated.filter(is_criterion).filter(leans).collect()
    }

    fn column(
        &self,
        dossier: &Dossier,
        view: &View,
        under: Under,
        rules: &[RuleId],
        lang: Lang,
        option: Option<&DossierOption>,
    ) -> Column {
        let scenario = match under {
            Under::Scenario(rank) => Some(rank),
            Under::Option(_) => option.and_then(|option| option.scenario),
            Under::Dossier => None,
        };
        let in_force = scenario.and_then(|scenario| Some((scenario, self.scenario_version(scenario, view)?)));
        self.looked_at(dossier, view, under, |evaluation| {
            let outlook = in_force.and_then(|(scenario, version)| evaluation.outlook(scenario, version, lang));
            let verdict = |rule: &RuleId| evaluation.outcome.rule(*rule).map_or(VerdictSet::ANY, |one| one.verdicts);
            Column {
                option: option.map(|option| OptionOutlook::of(option, view, outlook.clone())),
                opened_by: evaluation.opened_by(outlook.as_ref(), lang),
                verdicts: rules.iter().map(verdict).collect(),
                outlook,
            }
        })
    }

    /// What would make a scenario feasible that is not.
    fn opened_by(&self, outlook: Option<&Outlook>, lang: Lang) -> Vec<String> {
        let Some(outlook) = outlook.filter(|outlook| outlook.feasible.known() == Some(false)) else {
            return Vec::new();
        };
        let Some(version) = self.scenario_in(outlook) else { return Vec::new() };
        turns_lines(self, &self.turns_of(&version.feasible), lang)
    }

    /// The version of the scenario that an outlook is of.
    fn scenario_in(&self, outlook: &Outlook) -> Option<&ScenarioVersion> {
        self.engine.checked.program.scenarios.get(outlook.scenario)?.versions.get(outlook.version)
    }
}

impl Comparison {
    fn leave_out_what_applies_nowhere(&mut self) {
        let applies = |rank: usize| {
            self.columns.iter().any(|column| column.verdicts.get(rank) != Some(&VerdictSet::NOT_APPLICABLE))
        };
        let kept: Vec<bool> = (0..self.rules.len()).map(applies).collect();
        let is_kept = |rank: &usize| kept.get(*rank).copied().unwrap_or(true);
        self.rules =
            self.rules.iter().copied().enumerate().filter(|(rank, _)| is_kept(rank)).map(|(_, rule)| rule).collect();
        for column in &mut self.columns {
            let verdicts = column.verdicts.iter().copied().enumerate();
            column.verdicts = verdicts.filter(|(rank, _)| is_kept(rank)).map(|(_, verdict)| verdict).collect();
        }
    }

    /// The rules whose verdicts differ between the columns, then the others, by rank.
    fn apart(&self) -> (Vec<usize>, Vec<usize>) {
        let verdict = |column: &Column, rank: usize| column.verdicts.get(rank).map(|set| set.verdict());
        let differs = |rank: &usize| {
            let mut verdicts = self.columns.iter().map(|column| verdict(column, *rank));
            let first = verdicts.next();
            verdicts.any(|other| Some(other) != first)
        };
        (0..self.rules.len()).partition(differs)
    }

    fn verdict(&self, column: &Column, rank: usize) -> Verdict {
        column.verdicts.get(rank).map_or(Verdict::Unknown, |set| set.verdict())
    }
}

impl Column {
    /// Whether it can be done, as far as is known.
    fn feasible(&self) -> Option<bool> {
        self.outlook.as_ref().and_then(|outlook| outlook.feasible.known())
    }
}
