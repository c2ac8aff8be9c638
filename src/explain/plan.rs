//! Scenarios, options, milestones and bodies, as far as the evaluation tells: feasible or not and why, risks present or
//! not, late or not, blocked by what.

use super::calendar::{Duration, Place, Point as CalendarPoint, calendar};
use super::missing;
use super::reason::Reason;
use super::report::{Evaluated, Evaluation};
use crate::base::{Lang, MonthOrDay, Num};
use crate::eval::Trace;
use crate::eval::set::{BoolSet, DateSet, NumSet};
use crate::eval::value::Value;
use crate::facts::dossier::{Dossier, DossierOption};
use crate::facts::meta::OptionState;
use crate::facts::resolve::{Under, View};
use crate::model::Program;
use crate::model::expr::{ExprKind, LogicOp};
use crate::model::ids::{ActorId, ExprId, FactId};
use crate::model::plan::{MilestoneVersion, Point, RiskState, ScenarioVersion};
use crate::model::ty::Type;
use crate::model::unit::{Dimension, MONTH};

/// Everything a report says beside the verdicts.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    /// The scenarios in force that day, each under what it supposes itself.
    pub scenarios: Vec<Outlook>,
    pub options: Vec<OptionOutlook>,
    pub milestones: Vec<MilestoneState>,
    pub bodies: Vec<BodyState>,
}

/// What a dossier is looked at under: an option of it, and the scenario that this follows, or a scenario alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stance {
    pub option: Option<String>,
    /// Its rank among the program's.
    pub scenario: Option<usize>,
}

/// What a scenario comes to.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Its rank among the program's.
    pub scenario: usize,
    /// The rank of its version in force.
    pub version: usize,
    pub feasible: BoolSet,
    /// The conditions that keep it from being feasible, or that leave it open, in the language asked for.
    pub against: Vec<Reason>,
    /// The facts that can still change whether it is feasible.
    pub missing: Vec<FactId>,
    /// One per advantage, then one per risk, in the order of the text.
    pub advantages: Vec<RiskState>,
    pub risks: Vec<RiskState>,
}

/// An option of the dossier, under its own facts and what its scenario supposes.
#[derive(Clone, Debug)]
pub struct OptionOutlook {
    pub name: String,
    /// Rank of its scenario; `None` for one that the doctrine does not have.
    pub scenario: Option<usize>,
    /// Where it stands that day.
    pub state: OptionState,
    /// Why, by whom and when, once that day has come.
    pub reason: Option<String>,
    pub by: Option<String>,
    pub on: Option<MonthOrDay>,
    /// `None` when its scenario is unknown, not in force, or wrong.
    pub outlook: Option<Outlook>,
}

/// Where a calendar point stands on the day of the evaluation.
#[derive(Clone, Debug)]
pub struct MilestoneState {
    /// Its rank among the program's.
    pub rank: usize,
    pub expected: Option<(MonthOrDay, Option<MonthOrDay>)>,
    pub planned: Option<DateSet>,
    /// When it was reached, as far as is known; `None` when nobody tells, or while that day is to come.
    pub reached: Option<DateSet>,
    pub place: Place,
    /// Whether what it requires holds.
    pub requires: BoolSet,
    /// The requirements that do not hold, or may not, as long as it is not reached.
    pub blocked_by: Vec<Blocker>,
    /// Rank of the body that decides.
    pub decided_by: Option<usize>,
}

/// A condition that does not hold, or that the facts leave open.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocker {
    pub condition: ExprId,
    /// The condition in the author's words.
    pub written: String,
    pub holds: Option<bool>,
    pub missing: Vec<FactId>,
}

/// What is known of a governance body.
#[derive(Clone, Debug)]
pub struct BodyState {
    /// Its rank among the program's.
    pub rank: usize,
    pub members: Vec<ActorId>,
    /// Whether it met as often as it should; `None` when no text says how often.
    pub regular: Option<BoolSet>,
    /// The days on which it met, when somebody tells.
    pub meetings: Option<Vec<DateSet>>,
    /// Whether there may have been other meetings.
    pub may_be_more: bool,
}

impl Outlook {
    /// The version of its scenario.
    pub(super) fn version_in<'p>(&self, program: &'p Program) -> Option<&'p ScenarioVersion> {
        program.scenarios.get(self.scenario)?.versions.get(self.version)
    }
}

impl OptionOutlook {
    /// Where an option stands on the day of the view, with what its scenario comes to.
    pub(super) fn of(option: &DossierOption, view: &View, outlook: Option<Outlook>) -> Self {
        let is_settled = option.is_settled(view);
        OptionOutlook {
            name: option.name.clone(),
            scenario: option.scenario,
            state: option.state_on(view),
            reason: option.reason.clone().filter(|_| is_settled),
            by: option.by.clone().filter(|_| is_settled),
            on: option.on.filter(|_| is_settled),
            outlook,
        }
    }
}

impl Evaluation<'_> {
    /// What to call what the dossier is looked at under; `None` for the dossier as it is.
    pub fn stance(&self, dossier: &Dossier, under: Under) -> Option<Stance> {
        match under {
            Under::Dossier => None,
            Under::Scenario(scenario) => Some(Stance { option: None, scenario: Some(scenario) }),
            Under::Option(rank) => {
                let option = dossier.options.get(rank)?;
                Some(Stance { option: Some(option.name.clone()), scenario: option.scenario })
            }
        }
    }

    /// What stands beside the verdicts. Scenarios and options are evaluated each in turn, from the dossier itself;
    /// milestones and bodies as this evaluation has them.
    pub fn plans(&self, dossier: &Dossier, view: &View, lang: Lang) -> Plans {
        let scenarios = 0..self.engine.checked.program.scenarios.len();
        let options = dossier.options.iter().enumerate();
        Plans {
            scenarios: scenarios
                .filter_map(|rank| self.outlook_under(dossier, view, Under::Scenario(rank), rank, lang))
                .collect(),
            options: options.map(|(rank, option)| self.option(dossier, view, rank, option, lang)).collect(),
            ..self.course()
        }
    }

    /// The milestones and bodies alone, as this evaluation has them.
    pub fn course(&self) -> Plans {
        Plans {
            milestones: self.milestones().into_iter().flatten().collect(),
            bodies: self.bodies(),
            ..Plans::default()
        }
    }

    fn option(&self, dossier: &Dossier, view: &View, rank: usize, option: &DossierOption, lang: Lang) -> OptionOutlook {
        let outlook =
            option.scenario.and_then(|scenario| self.outlook_under(dossier, view, Under::Option(rank), scenario, lang));
        OptionOutlook::of(option, view, outlook)
    }

    /// A scenario evaluated under itself or under an option that follows it; `None` for one that says nothing that day.
    fn outlook_under(
        &self,
        dossier: &Dossier,
        view: &View,
        under: Under,
        scenario: usize,
        lang: Lang,
    ) -> Option<Outlook> {
        let in_force = self.scenario_version(scenario, view)?;
        self.looked_at(dossier, view, under, |evaluation| evaluation.outlook(scenario, in_force, lang))
    }

    /// The rank of the version of a scenario that the texts of the day have; `None` for one that says nothing that day,
    /// or that is not sound.
    pub(super) fn scenario_version(&self, scenario: usize, view: &View) -> Option<usize> {
        let item = self.engine.checked.program.scenarios.get(scenario)?;
        let sound = self.engine.checked.sound.scenario(scenario);
        item.versions.iter().position(|version| version.period.holds(view.texts_as_of)).filter(|_| sound)
    }

    /// What `told` says of the dossier evaluated under an option or a scenario.
    pub(super) fn looked_at<T>(
        &self,
        dossier: &Dossier,
        view: &View,
        under: Under,
        told: impl FnOnce(&Evaluation<'_>) -> T,
    ) -> T {
        let evaluated = Evaluated::new(self.engine, dossier, view, under);
        told(&evaluated.evaluation(self.engine, self.sources))
    }

    /// What a scenario comes to in this evaluation, which is under it.
    pub(super) fn outlook(&self, scenario: usize, in_force: usize, lang: Lang) -> Option<Outlook> {
        let version = self.engine.checked.program.scenarios.get(scenario)?.versions.get(in_force)?;
        let feasible = self.feasible(version);
        let mut missing: Vec<FactId> = Vec::new();
        if feasible.known().is_none() {
            for fact in version.feasible.iter().flat_map(|condition| self.missing_of(*condition)) {
                if !missing.contains(&fact) {
                    missing.push(fact);
                }
            }
        }
        let against = match feasible.known() {
            Some(true) => Vec::new(),
            wanted => self.conditions(Trace::TOP, &version.feasible, wanted, lang),
        };
        let states = |points: &[Point]| points.iter().map(|point| self.point_state(point)).collect();
        let (advantages, risks) = (states(&version.advantages), states(&version.risks));
        Some(Outlook { scenario, version: in_force, feasible, against, missing, advantages, risks })
    }

    fn truth_of(&self, id: ExprId) -> BoolSet {
        self.trace.get(Trace::TOP, id).map_or(BoolSet::ANY, Value::truth)
    }

    fn missing_of(&self, id: ExprId) -> Vec<FactId> {
        missing::of_expr(self.engine, self.situation, self.outcome, self.trace, id)
    }

    /// Whether every condition of a scenario holds; one without any is feasible.
    pub fn feasible(&self, version: &ScenarioVersion) -> BoolSet {
        version.feasible.iter().map(|id| self.truth_of(*id)).fold(BoolSet::TRUE, BoolSet::and)
    }

    /// Whether an advantage or a risk is there.
    pub fn point_state(&self, point: &Point) -> RiskState {
        match point.when.map_or(BoolSet::TRUE, |when| self.truth_of(when)).known() {
            Some(true) => RiskState::Present,
            Some(false) => RiskState::Absent,
            None => RiskState::ToCheck,
        }
    }

    /// Where every milestone stands, by rank; `None` for those that say nothing that day, or that have errors.
    pub fn milestones(&self) -> Vec<Option<MilestoneState>> {
        let program = &self.engine.checked.program;
        let (sound, day) = (&self.engine.checked.sound, self.situation.dates.texts_as_of);
        let versions = program.milestones.iter().enumerate();
        let versions: Vec<Option<&MilestoneVersion>> =
            versions.map(|(rank, milestone)| milestone.on(day).filter(|_| sound.milestone(rank))).collect();
        let points: Vec<Option<CalendarPoint>> = versions
            .iter()
            .enumerate()
            .map(|(rank, version)| version.map(|version| self.point(rank, version)))
            .collect();
        let places = calendar(&points, self.situation.dates.as_of);
        let all = versions.into_iter().zip(points).zip(places).enumerate();
        all.map(|(rank, ((version, point), place))| Some(self.milestone(rank, version?, point?, place?))).collect()
    }

    fn milestone(&self, rank: usize, version: &MilestoneVersion, point: CalendarPoint, place: Place) -> MilestoneState {
        let requires = version.requires.iter().map(|id| self.truth_of(*id)).fold(BoolSet::TRUE, BoolSet::and);
        let blocked_by = match point.reached {
            Some(_) => Vec::new(),
            None => self.blockers(&version.requires),
        };
        MilestoneState {
            rank,
            expected: point.expected,
            planned: point.planned,
            reached: point.reached,
            place,
            requires,
            blocked_by,
            decided_by: version.decided_by,
        }
    }

    /// The dates of one milestone.
    fn point(&self, rank: usize, version: &MilestoneVersion) -> CalendarPoint {
        let told =
            |value: Option<&Value>| value.and_then(Value::as_date).filter(|days| **days != DateSet::all()).cloned();
        let milestone = self.engine.checked.program.milestones.get(rank);
        let planned = milestone.and_then(|milestone| self.situation.slots.get(milestone.planned));
        let planned = told(planned.and_then(|slot| slot.value));
        let date = told(self.outcome.milestones.get(rank).and_then(|value| value.as_ref()));
        // A day still to come is no more than a plan.
        let today = self.situation.dates.as_of;
        let has_come = date.as_ref().and_then(DateSet::first).is_some_and(|first| first <= today);
        let (reached, announced) = if has_come { (date, None) } else { (None, date) };
        CalendarPoint {
            expected: version.expected,
            planned: planned.or(announced),
            reached,
            after: version.after.iter().map(|after| after.milestone).collect(),
            takes_at_least: version.takes_at_least.and_then(|id| self.least_duration(id)),
            only_between: version.only_between,
            takes_effect_on: version.takes_effect_on,
        }
    }

    /// The shortest that a duration may be; parts of a day or a month are dropped, as they are when added to a date.
    fn least_duration(&self, id: ExprId) -> Option<Duration> {
        let value = self.trace.get(Trace::TOP, id)?;
        let least = value.as_num().map(NumSet::lower)?.value().map(Num::floor)?;
        // What does not fit is beyond any calendar.
        let least = if least.is_negative() { 0 } else { least.to_i64().unwrap_or(i64::MAX) };
        let in_months = matches!(
            self.engine.checked.type_of(id),
            Type::Quantity(unit) if unit.dimension == Dimension::base(MONTH)
        );
        Some(if in_months { Duration::Months(least) } else { Duration::Days(least) })
    }

    /// The parts of conditions joined by `and` that do not hold, each with the facts that can still change it.
    fn blockers(&self, conditions: &[ExprId]) -> Vec<Blocker> {
        let mut blockers = Vec::new();
        let mut stack: Vec<ExprId> = conditions.iter().rev().copied().collect();
        while let Some(condition) = stack.pop() {
            if let ExprKind::Logic(LogicOp::And, parts) = self.engine.checked.program.kind(condition) {
                stack.extend(parts.iter().rev());
                continue;
            }
            let holds = self.truth_of(condition).known();
            if holds != Some(true) {
                let written = self.written(self.engine.checked.program.at(condition));
                blockers.push(Blocker { condition, written, holds, missing: self.missing_of(condition) });
            }
        }
        blockers
    }

    fn bodies(&self) -> Vec<BodyState> {
        let program = &self.engine.checked.program;
        let day = self.situation.dates.texts_as_of;
        let sound = program.bodies.iter().enumerate().filter(|(rank, _)| self.engine.checked.sound.body(*rank));
        let state = |(rank, body): (usize, &crate::model::plan::Body)| {
            let version = body.on(day)?;
            let told = self.situation.slots.get(body.meetings).and_then(|slot| slot.value?.as_list());
            let days = |list: &crate::eval::value::ListValue| {
                list.items.iter().filter_map(|item| item.value.as_date().cloned()).collect()
            };
            Some(BodyState {
                rank,
                members: version.members.clone(),
                regular: version.regular.map(|id| self.truth_of(id)),
                meetings: told.map(days),
                may_be_more: told.is_some_and(|list| list.open || list.items.iter().any(|item| !item.certain)),
            })
        };
        sound.filter_map(state).collect()
    }
}
