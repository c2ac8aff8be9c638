//! Options, bodies, milestones and tests: what a doctrine says of the decision itself.

use super::expr::{Order, Verdict};
use super::ids::{ActorId, DerivedId, ExprId, FactId, RuleId};
use super::item::{Citation, Meta, Period};
use crate::base::{Date, Loc, MonthOrDay};

pub use crate::syntax::ast::{MilestoneExpectation, MonthDay, RiskState};

/// An option's model.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub meta: Meta,
    /// In the order of time.
    pub versions: Vec<ScenarioVersion>,
}

#[derive(Clone, Debug)]
pub struct ScenarioVersion {
    pub period: Period,
    pub at: Loc,
    pub per: Vec<Citation>,
    pub assuming: Vec<Given>,
    pub feasible: Vec<ExprId>,
    pub advantages: Vec<Point>,
    pub risks: Vec<Point>,
    pub precedents: Vec<String>,
    pub next_steps: Vec<String>,
}

impl ScenarioVersion {
    /// Advantages, then risks.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.advantages.iter().chain(&self.risks)
    }

    /// Every condition written in it.
    pub fn conditions(&self) -> impl Iterator<Item = ExprId> {
        self.feasible.iter().copied().chain(self.points().filter_map(|point| point.when))
    }
}

/// An advantage or a risk; without a condition it is always there.
#[derive(Clone, Debug)]
pub struct Point {
    pub name: Option<String>,
    pub text: String,
    pub when: Option<ExprId>,
    pub at: Loc,
}

/// A governance body.
#[derive(Clone, Debug)]
pub struct Body {
    pub meta: Meta,
    /// The days on which it met.
    pub meetings: FactId,
    /// In the order of time.
    pub versions: Vec<BodyVersion>,
}

#[derive(Clone, Debug)]
pub struct BodyVersion {
    pub period: Period,
    pub at: Loc,
    pub per: Vec<Citation>,
    pub members: Vec<ActorId>,
    /// How it meets, in words.
    pub meets: Option<String>,
    /// `meets every 6 months`: that it met that often up to today.
    pub regular: Option<ExprId>,
}

/// A calendar point.
#[derive(Clone, Debug)]
pub struct Milestone {
    pub meta: Meta,
    /// The day on which a dossier says that it was reached.
    pub reached: FactId,
    /// The day on which a dossier plans it.
    pub planned: FactId,
    /// In the order of time.
    pub versions: Vec<MilestoneVersion>,
}

#[derive(Clone, Debug)]
pub struct MilestoneVersion {
    pub period: Period,
    pub at: Loc,
    pub per: Vec<Citation>,
    pub expected: Option<(MonthOrDay, Option<MonthOrDay>)>,
    pub after: Vec<After>,
    pub takes_at_least: Option<ExprId>,
    pub only_between: Option<(MonthDay, MonthDay)>,
    pub takes_effect_on: Option<MonthDay>,
    pub requires: Vec<ExprId>,
    /// Rank among the program's bodies.
    pub decided_by: Option<usize>,
    pub reached_on: Option<ExprId>,
}

impl MilestoneVersion {
    /// Every condition and value written in it.
    pub fn exprs(&self) -> impl Iterator<Item = ExprId> {
        self.requires.iter().copied().chain(self.takes_at_least).chain(self.reached_on)
    }
}

/// A milestone that must come before, by its rank, with the place where it is named.
#[derive(Clone, Copy, Debug)]
pub struct After {
    pub milestone: usize,
    pub at: Loc,
}

impl Scenario {
    /// The version in force on a day.
    pub fn on(&self, day: Date) -> Option<&ScenarioVersion> {
        self.versions.iter().find(|version| version.period.holds(day))
    }
}

impl Body {
    /// The version in force on a day.
    pub fn on(&self, day: Date) -> Option<&BodyVersion> {
        self.versions.iter().find(|version| version.period.holds(day))
    }
}

impl Milestone {
    /// The version in force on a day.
    pub fn on(&self, day: Date) -> Option<&MilestoneVersion> {
        self.versions.iter().find(|version| version.period.holds(day))
    }
}

/// A passage deliberately not turned into a rule.
#[derive(Clone, Debug)]
pub struct Uncoded {
    pub meta: Meta,
    pub because: Option<String>,
}

/// An example with its expectations.
#[derive(Clone, Debug)]
pub struct Test {
    pub title: String,
    /// The place of the title.
    pub at: Loc,
    pub item: Loc,
    pub lang: crate::base::Lang,
    pub as_of: Option<Date>,
    pub texts_as_of: Option<Date>,
    pub known_by: Option<Date>,
    pub under: Option<TestUnder>,
    /// What it starts from, in order: facts files and other tests.
    pub bases: Vec<Base>,
    pub givens: Vec<Given>,
    pub expectations: Vec<Expectation>,
    pub examples: Vec<Examples>,
}

/// `scenario NAME`: a scenario, or an option of the facts file that a test starts from.
#[derive(Clone, Debug)]
pub struct TestUnder {
    pub name: String,
    /// Rank among the program's scenarios; `None` where only an option can have that name.
    pub scenario: Option<usize>,
    pub at: Loc,
}

/// What a test starts from, with the place of the path or title.
#[derive(Clone, Debug)]
pub enum Base {
    /// `file "facts.yaml"`, relative to the file of the test; a foreign record where a dataset, by its rank among the
    /// program's, says how to read it.
    File(String, Loc, Option<usize>),
    /// `as in "other test"`
    Test(String, Loc),
}

/// What a test, or a scenario, takes as given.
#[derive(Clone, Debug)]
pub struct Given {
    pub subject: Subject,
    pub claims: Vec<GivenClaim>,
    pub at: Loc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Fact(FactId),
    /// A parameter replaced for the occasion.
    Parameter(DerivedId),
}

#[derive(Clone, Debug)]
pub struct GivenClaim {
    pub value: GivenValue,
    pub by: Option<ActorId>,
    /// A governance body, by its rank among the program's.
    pub body: Option<usize>,
    pub per: Option<String>,
    pub on: Option<MonthOrDay>,
}

/// A value, or what is known of one. Expressions are constants.
#[derive(Clone, Debug)]
pub enum GivenValue {
    Equals(ExprId),
    Compare(Order, ExprId),
    Between(ExprId, ExprId),
    OneOf(Vec<ExprId>),
    Missing,
    Absent,
}

#[derive(Clone, Debug)]
pub struct Expectation {
    pub kind: ExpectationKind,
    pub at: Loc,
}

#[derive(Clone, Debug)]
pub enum ExpectationKind {
    Verdict(RuleId, Verdict),
    Condition(ExprId),
    Missing { facts: Vec<FactId>, rule: RuleId },
    PassesWith { rule: RuleId, givens: Vec<Given> },
    Feasible { scenario: usize, verdict: Verdict },
    Risk { scenario: Option<usize>, name: String, state: RiskState },
    Late { milestone: usize, by: ExprId },
    Milestone { milestone: usize, expects: MilestoneExpectation },
}

/// A table of cases: each row is a test of its own.
#[derive(Clone, Debug)]
pub struct Examples {
    pub rows: Vec<ExampleRow>,
}

#[derive(Clone, Debug)]
pub struct ExampleRow {
    pub as_of: Option<Date>,
    pub givens: Vec<Given>,
    pub expectations: Vec<Expectation>,
    pub at: Loc,
}

/// What a head of an examples table stands for.
#[derive(Clone, Copy, Debug)]
pub enum ExampleHead {
    AsOf,
    Input(Subject),
    Rule(RuleId),
    Value(ExprId),
    Unknown,
}
