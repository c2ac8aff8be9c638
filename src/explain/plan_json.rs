//! Scenarios, options, milestones and bodies in the result of `eval` for machines.

use super::calendar::Basis;
use super::json::date_json;
use super::notes::{AllNotes, add_notes};
use super::plan::{MilestoneState, OptionOutlook, Outlook, Plans, Stance};
use super::report::Evaluation;
use crate::base::MonthOrDay;
use crate::facts::meta::OptionState;
use crate::model::ids::FactId;
use crate::model::item::Meta;
use crate::model::plan::{Point, RiskState};
use crate::model::{Program, ValueRef};
use serde_json::{Map, Value as Json, json};

pub(super) struct PlansJson<'a> {
    pub program: &'a Program,
    pub plans: &'a Plans,
    pub evaluation: &'a Evaluation<'a>,
    pub notes: &'a AllNotes<'a>,
}

/// The option and the scenario that the dossier is looked at under.
pub(super) fn under_json(program: &Program, stance: Option<&Stance>) -> Json {
    let Some(stance) = stance else { return Json::Null };
    let scenario = stance.scenario.and_then(|rank| program.scenarios.get(rank));
    json!({ "option": stance.option, "scenario": scenario.map(|scenario| &scenario.meta.name) })
}

impl PlansJson<'_> {
    /// By the name of the scenario, each under what it supposes.
    pub fn scenarios(&self) -> Map<String, Json> {
        let mut all = Map::new();
        for outlook in &self.plans.scenarios {
            let Some(scenario) = self.program.scenarios.get(outlook.scenario) else { continue };
            let mut json = self.outlook(outlook);
            let version = outlook.version_in(self.program);
            json.insert("title".into(), json!(scenario.meta.title));
            json.insert("precedents".into(), json!(version.map(|version| &version.precedents)));
            json.insert("next_steps".into(), json!(version.map(|version| &version.next_steps)));
            let own = || self.plans.options.iter().filter(|option| option.scenario == Some(outlook.scenario));
            if own().next().is_some() {
                let first = own().next().map(|option| option.state);
                let agreed = first.filter(|state| own().all(|option| option.state == *state));
                json.insert("state".into(), json!(agreed.map(state_key)));
                json.insert("options".into(), json!(own().map(|option| &option.name).collect::<Vec<_>>()));
            }
            let mut json = Json::Object(json);
            add_notes(self.notes, self.evaluation, ValueRef::Scenario(outlook.scenario), &mut json);
            all.insert(scenario.meta.name.clone(), json);
        }
        all
    }

    /// By the name that the dossier gives.
    pub fn options(&self) -> Map<String, Json> {
        self.plans.options.iter().map(|option| (option.name.clone(), Json::Object(self.option(option)))).collect()
    }

    pub fn option(&self, option: &OptionOutlook) -> Map<String, Json> {
        let mut json = match &option.outlook {
            Some(outlook) => self.outlook(outlook),
            None => Map::from_iter([
                (String::from("feasible"), Json::Null),
                (String::from("missing"), json!([])),
                (String::from("advantages"), json!([])),
                (String::from("risks"), json!([])),
            ]),
        };
        let scenario = option.scenario.and_then(|rank| self.program.scenarios.get(rank));
        json.insert("scenario".into(), json!(scenario.map(|scenario| &scenario.meta.name)));
        json.insert("state".into(), json!(state_key(option.state)));
        json.insert("reason".into(), json!(option.reason));
        json.insert("by".into(), json!(option.by));
        json.insert("on".into(), json!(option.on.map(|on| on.to_string())));
        json
    }

    pub fn outlook(&self, outlook: &Outlook) -> Map<String, Json> {
        let version = outlook.version_in(self.program);
        let points = |points: Option<&Vec<Point>>, states: &[RiskState]| -> Vec<Json> {
            let points = points.into_iter().flatten().zip(states);
            points
                .map(|(point, state)| json!({ "name": point.name, "text": point.text, "state": risk_key(*state) }))
                .collect()
        };
        let mut json = Map::new();
        json.insert("feasible".into(), json!(outlook.feasible.known()));
        json.insert("missing".into(), json!(self.paths(&outlook.missing)));
        let advantages = points(version.map(|version| &version.advantages), &outlook.advantages);
        json.insert("advantages".into(), json!(advantages));
        let risks = points(version.map(|version| &version.risks), &outlook.risks);
        json.insert("risks".into(), json!(risks));
        json
    }

    /// By the name of the milestone.
    pub fn milestones(&self) -> Map<String, Json> {
        let mut all = Map::new();
        for state in &self.plans.milestones {
            let Some(milestone) = self.program.milestones.get(state.rank) else { continue };
            let mut json = self.milestone(&milestone.meta, state);
            add_notes(self.notes, self.evaluation, ValueRef::Milestone(state.rank), &mut json);
            all.insert(milestone.meta.name.clone(), json);
        }
        all
    }

    fn milestone(&self, meta: &Meta, state: &MilestoneState) -> Json {
        let written = |date: MonthOrDay| date.to_string();
        let expected = state.expected.map(|(from, to)| json!({ "from": written(from), "to": to.map(written) }));
        let body = state.decided_by.and_then(|rank| self.program.bodies.get(rank));
        let blocked_by = state.blocked_by.iter().map(|blocker| {
            json!({
                "condition": blocker.written,
                "holds": blocker.holds,
                "missing": self.paths(&blocker.missing),
            })
        });
        let inversions = state.place.inversions.iter().map(|inversion| {
            json!({
                "follows": self.milestone_name(inversion.follows),
                "date": basis_key(inversion.own),
                "against": basis_key(inversion.other),
                "months": inversion.months,
                "days": inversion.days,
            })
        });
        let place = &state.place;
        json!({
            "title": meta.title,
            "expected": expected,
            "planned": state.planned.as_ref().map(date_json),
            "reached": state.reached.as_ref().map(date_json),
            "late_months": place.late_months,
            "behind_plan_months": place.behind_months,
            "earliest": place.earliest.map(written),
            "plan_too_early": place.is_too_early,
            "effect": place.effect.as_ref().map(|(days, basis)| json!({ "on": date_json(days), "from": basis_key(*basis) })),
            "requires": state.requires.known(),
            "blocked_by": blocked_by.collect::<Vec<_>>(),
            "waits_for": place.waits_for.iter().filter_map(|rank| self.milestone_name(*rank)).collect::<Vec<_>>(),
            "inversions": inversions.collect::<Vec<_>>(),
            "outside_window": place.outside.iter().map(|basis| basis_key(*basis)).collect::<Vec<_>>(),
            "decided_by": body.map(|body| body.meta.name.clone()),
        })
    }

    /// By the name of the body.
    pub fn bodies(&self) -> Map<String, Json> {
        let mut all = Map::new();
        for state in &self.plans.bodies {
            let Some(body) = self.program.bodies.get(state.rank) else { continue };
            let members = state.members.iter().filter_map(|actor| self.program.actor(*actor));
            let json = json!({
                "title": body.meta.title,
                "members": members.map(|actor| &actor.meta.name).collect::<Vec<_>>(),
                "meetings": state.meetings.as_ref().map(|days| days.iter().map(date_json).collect::<Vec<_>>()),
                "regular": state.regular.and_then(|regular| regular.known()),
            });
            all.insert(body.meta.name.clone(), json);
        }
        all
    }

    fn milestone_name(&self, rank: usize) -> Option<&str> {
        self.program.milestones.get(rank).map(|milestone| milestone.meta.name.as_str())
    }

    fn paths(&self, facts: &[FactId]) -> Vec<&str> {
        facts.iter().filter_map(|fact| self.program.fact(*fact)).map(|fact| fact.path.as_str()).collect()
    }
}

fn risk_key(state: RiskState) -> &'static str {
    match state {
        RiskState::Present => "present",
        RiskState::Absent => "absent",
        RiskState::ToCheck => "to_check",
    }
}

fn state_key(state: OptionState) -> &'static str {
    match state {
        OptionState::Open => "open",
        OptionState::Closed => "closed",
        OptionState::Chosen => "chosen",
        OptionState::Fallback => "fallback",
    }
}

fn basis_key(basis: Basis) -> &'static str {
    match basis {
        Basis::Reached => "reached",
        Basis::Planned => "planned",
        Basis::Earliest => "earliest",
    }
}
