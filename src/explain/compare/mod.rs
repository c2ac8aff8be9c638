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
use crate::facts::dossier::Dossier;
use crate::facts::resolve::{Under, View};
use crate::model::expr::Verdict;
use crate::model::ids::{FactId, RuleId};
use crate::model::item::RuleKind;
use crate::model::plan::Subject;
use std::collections::HashSet;

pub use json::compare_json;
pub use markdown::compare_markdown;
pub use text::{compare_text, label};
pub use words::{column_lines, column_title, conclusion, nothing};

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
    /// that were named. Unless they were named, those that apply under none are left out.
    pub rules: Vec<RuleId>,
    pub dominated: Vec<Dominated>,
    /// Pairs of columns that are not compared, since something of one of them is unknown.
    pub unknown_pairs: usize,
}

/// What one column is about.
#[derive(Clone, Debug)]
pub enum Compared {
    Option(OptionOutlook),
    /// A scenario that no option follows.
    Scenario(Outlook),
}

/// An option or a scenario, evaluated under itself.
#[derive(Clone, Debug)]
pub struct Column {
    pub compared: Compared,
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
        let options = (0..dossier.options.len()).map(Under::Option);
        let columns = options.chain(others.into_iter().map(Under::Scenario));
        let columns = columns.filter_map(|under| self.column(dossier, view, under, &rules, lang)).collect();
        let mut comparison = Comparison {
            dossier: title,
            doctrine: program.doctrine.as_ref().map(|doctrine| doctrine.name.clone()),
            as_of: view.as_of,
            texts_as_of: view.texts_as_of,
            columns,
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

    fn column(&self, dossier: &Dossier, view: &View, under: Under, rules: &[RuleId], lang: Lang) -> Option<Column> {
        let (option, scenario) = match under {
            Under::Option(rank) => {
                let option = dossier.options.get(rank)?;
                (Some(option), option.scenario)
            }
            Under::Scenario(rank) => (None, Some(rank)),
            Under::Dossier => (None, None),
        };
        let in_force = scenario.and_then(|scenario| Some((scenario, self.scenario_version(scenario, view)?)));
        self.looked_at(dossier, view, under, |evaluation| {
            let outlook = in_force.and_then(|(scenario, version)| evaluation.outlook(scenario, version, lang));
            let verdict = |rule: &RuleId| evaluation.outcome.rule(*rule).map_or(VerdictSet::ANY, |one| one.verdicts);
            Some(Column {
                opened_by: evaluation.opened_by(outlook.as_ref(), lang),
                verdicts: rules.iter().map(verdict).collect(),
                compared: match option {
                    Some(option) => Compared::Option(OptionOutlook::of(option, view, outlook)),
                    None => Compared::Scenario(outlook?),
                },
            })
        })
    }

    /// What would make a scenario feasible that is not.
    fn opened_by(&self, outlook: Option<&Outlook>, lang: Lang) -> Vec<String> {
        let Some(outlook) = outlook.filter(|outlook| outlook.feasible.known() == Some(false)) else {
            return Vec::new();
        };
        let version = outlook.version_in(&self.engine.checked.program);
        version.map_or_else(Vec::new, |version| turns_lines(self, &self.turns_of(&version.feasible), lang))
    }
}

impl Comparison {
    fn leave_out_what_applies_nowhere(&mut self) {
        let applies = |rank: usize| {
            self.columns.iter().any(|column| column.verdicts.get(rank) != Some(&VerdictSet::NOT_APPLICABLE))
        };
        let kept: Vec<bool> = (0..self.rules.len()).map(applies).collect();
        retain(&mut self.rules, &kept);
        self.columns.iter_mut().for_each(|column| retain(&mut column.verdicts, &kept));
    }

    /// The rules whose verdicts differ between the columns, then the others, by rank.
    pub fn apart(&self) -> (Vec<usize>, Vec<usize>) {
        let verdict = |column: &Column, rank: usize| column.verdicts.get(rank).map(|set| set.verdict());
        let differs = |rank: &usize| {
            let mut verdicts = self.columns.iter().map(|column| verdict(column, *rank));
            let first = verdicts.next();
            verdicts.any(|other| Some(other) != first)
        };
        (0..self.rules.len()).partition(differs)
    }

    /// The verdict of a column under the rule of that rank.
    pub fn verdict(&self, column: &Column, rank: usize) -> Verdict {
        column.verdicts.get(rank).map_or(Verdict::Unknown, |set| set.verdict())
    }
}

impl Column {
    pub fn option(&self) -> Option<&OptionOutlook> {
        match &self.compared {
            Compared::Option(option) => Some(option),
            Compared::Scenario(_) => None,
        }
    }

    /// What the scenario comes to; `None` for an option whose scenario says nothing that day, or is wrong.
    pub fn outlook(&self) -> Option<&Outlook> {
        match &self.compared {
            Compared::Option(option) => option.outlook.as_ref(),
            Compared::Scenario(outlook) => Some(outlook),
        }
    }

    /// Whether it can be done, as far as is known.
    pub fn feasible(&self) -> Option<bool> {
        self.outlook().and_then(|outlook| outlook.feasible.known())
    }
}

/// Keeps the elements whose rank is marked.
fn retain<T>(elements: &mut Vec<T>, kept: &[bool]) {
    let mut marks = kept.iter();
    elements.retain(|_| marks.next().copied().unwrap_or(false));
}
