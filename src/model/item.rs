//! What a doctrine declares, names resolved.

use super::ValueRef;
use super::expr::Quantity;
use super::ids::{ActorId, ExprId, FactId, GroupId, LocalId, RuleId, SourceId};
use super::ty::Type;
use crate::base::{Date, Lang, Loc, MonthOrDay};

pub use crate::syntax::ast::Force;

/// What every declaration has.
#[derive(Clone, Debug)]
pub struct Meta {
    /// Its name, with the prefix of the doctrine it was brought in under.
    pub name: String,
    pub title: Option<String>,
    /// The place of the name.
    pub at: Loc,
    /// The place of the whole item.
    pub item: Loc,
    /// The language it is written in.
    pub lang: Lang,
    /// Citations common to all versions.
    pub per: Vec<Citation>,
    /// What is written outside the versions.
    pub notes: Notes,
    pub formerly: Vec<String>,
}

/// What authors write beside a rule for those who read its results.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Stable ids given with `ref`.
    pub refs: Vec<String>,
    pub remarks: Vec<String>,
    /// Words that the text leaves open.
    pub vague: Vec<String>,
    /// Other items that say otherwise, and why.
    pub tensions: Vec<Tension>,
}

impl Meta {
    /// The title, else the name.
    pub fn label(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

#[derive(Clone, Debug)]
pub struct Tension {
    /// The name as written.
    pub other: String,
    /// `None` when nothing has that name, which is reported.
    pub target: Option<ValueRef>,
    pub why: Option<String>,
    pub at: Loc,
}

/// `per note § N5 quote "…"`
#[derive(Clone, Debug)]
pub struct Citation {
    pub source: SourceId,
    pub section: Option<Section>,
    pub quote: Option<(String, Loc)>,
    pub at: Loc,
}

/// A section by its id and title, as far as the text or the source's list says them.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub id: Option<String>,
    pub title: Option<String>,
}

impl Section {
    pub fn label(&self, lang: Lang) -> String {
        match (&self.title, &self.id) {
            (Some(title), _) => lang.quoted(title),
            (None, Some(id)) => id.clone(),
            (None, None) => String::new(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Source {
    pub meta: Meta,
    pub publisher: Option<String>,
    pub date: Option<MonthOrDay>,
    pub url: Option<String>,
    /// Sections by id and title; when empty, any section may be cited.
    pub sections: Vec<(String, String)>,
    /// A file beside the rules that holds the text.
    pub text: Option<(String, Loc)>,
}

#[derive(Clone, Debug)]
pub struct Actor {
    pub meta: Meta,
    pub role: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub meta: Meta,
    pub ordered: bool,
    pub values: Vec<ChoiceValue>,
}

#[derive(Clone, Debug)]
pub struct ChoiceValue {
    pub name: String,
    pub title: Option<String>,
    pub at: Loc,
    pub period: Period,
    /// Ranks of the values this one became.
    pub becomes: Vec<u8>,
}

impl ChoiceValue {
    pub fn label(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

#[derive(Clone, Debug)]
pub struct Record {
    pub meta: Meta,
    pub fields: Vec<FieldDecl>,
}

/// A fact of a group, or a field of a record.
#[derive(Clone, Debug)]
pub struct FieldDecl {
    pub name: String,
    pub title: Option<String>,
    pub at: Loc,
    /// The whole declaration.
    pub item: Loc,
    pub ty: Type,
    /// `Some` for a judgement: only this actor's assertion counts, or anybody named when the inner part is `None`.
    pub judgement: Option<Option<ActorId>>,
    pub question: Option<String>,
    pub hint: Option<String>,
    pub bounds: Vec<Bound>,
    pub step: Option<ExprId>,
    pub optional: bool,
    pub open: bool,
    pub valid_for: Option<ExprId>,
}

impl FieldDecl {
    pub fn label(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

/// A declared limit: both ends are constants.
#[derive(Clone, Debug)]
pub enum Bound {
    Compare(super::expr::Order, ExprId),
    Between(ExprId, ExprId),
    OneOf(Vec<ExprId>),
}

#[derive(Clone, Debug)]
pub struct Group {
    pub meta: Meta,
    pub facts: Vec<FactId>,
}

#[derive(Clone, Debug)]
pub struct Fact {
    /// `équipe.internes`; what a condition calls it.
    pub path: String,
    pub origin: FactOrigin,
    pub decl: FieldDecl,
}

/// What makes something a fact. Dates of the calendar and meetings are facts that come with their item: dossiers make
/// claims of them, they may be missing or contested, and verdicts may hang on them as on any other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FactOrigin {
    /// A group declares it.
    Group(GroupId),
    /// The day on which a milestone was reached, by its rank: `choice`.
    Reached(usize),
    /// The day on which a dossier plans it: `choice.planned`.
    Planned(usize),
    /// The days on which a body met, by its rank: `committee.meetings`.
    Meetings(usize),
}

impl Fact {
    /// Whether a group declares it.
    pub fn is_declared(&self) -> bool {
        matches!(self.origin, FactOrigin::Group(_))
    }
}

/// From when to when something holds; open where `None`. Both ends are inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Period {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl Period {
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DerivedKind {
    Parameter,
    Definition,
    Table,
}

/// A parameter, a definition or a table.
#[derive(Clone, Debug)]
pub struct Derived {
    pub kind: DerivedKind,
    pub meta: Meta,
    pub ty: Type,
    /// In the order of time.
    pub versions: Vec<DerivedVersion>,
}

#[derive(Clone, Debug)]
pub struct DerivedVersion {
    pub period: Period,
    pub at: Loc,
    pub body: Body,
    pub exceptions: Vec<Exception>,
    pub per: Vec<Citation>,
    /// Those of this version alone.
    pub notes: Notes,
}

#[derive(Clone, Debug)]
pub enum Body {
    Expr(ExprId),
    Table(Table),
}

/// A decision table, its heads evaluated once and its cells as conditions on them.
#[derive(Clone, Debug)]
pub struct Table {
    pub first: bool,
    pub heads: Vec<ExprId>,
    pub rows: Vec<TableRow>,
}

#[derive(Clone, Debug)]
pub struct TableRow {
    pub at: Loc,
    /// One per head; `None` for any value.
    pub cells: Vec<Option<ExprId>>,
    pub result: ExprId,
    pub otherwise: bool,
}

/// `except when C [then V] [per …]`
#[derive(Clone, Debug)]
pub struct Exception {
    pub condition: ExprId,
    pub value: Option<ExprId>,
    pub per: Vec<Citation>,
    pub at: Loc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    Criterion,
    Checklist,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub kind: RuleKind,
    pub meta: Meta,
    /// In the order of time.
    pub versions: Vec<RuleVersion>,
}

#[derive(Clone, Debug)]
pub struct RuleVersion {
    pub period: Period,
    pub at: Loc,
    pub force: Force,
    pub per: Vec<Citation>,
    pub for_each: Option<ForEach>,
    pub applies: Vec<ExprId>,
    pub requires: Vec<ExprId>,
    pub exceptions: Vec<Exception>,
    pub members: Option<Members>,
    pub remedy: Option<String>,
    /// Those of this version alone.
    pub notes: Notes,
}

#[derive(Clone, Copy, Debug)]
pub struct ForEach {
    pub var: LocalId,
    pub list: ExprId,
}

/// What a checklist combines.
#[derive(Clone, Debug)]
pub struct Members {
    pub quantity: Quantity,
    pub members: Vec<Member>,
    pub at: Loc,
}

#[derive(Clone, Debug)]
pub struct Member {
    pub force: Option<Force>,
    pub kind: MemberKind,
    pub at: Loc,
}

#[derive(Clone, Debug)]
pub enum MemberKind {
    Rule(RuleId),
    Nested(Members),
}
