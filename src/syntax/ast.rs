//! The surface tree: what the author wrote, in the author's order, sugar kept. One tree for both languages.
//!
//! Every node has the span of its own text without surrounding blanks. A part that could not be read is an `Error` node;
//! the diagnostic that says why was emitted by `parse`. Which clause may stand in which item is not checked here.

use crate::base::{Date, Lang, MonthOrDay, Num, Span};

/// One file, pure or literate.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    pub lang: Lang,
    /// The first line `language fr`, where one says it.
    pub language_line: Option<Span>,
    pub items: Vec<Item>,
    /// Comments, `#` included, in order; the formatter puts them back.
    pub comments: Vec<Span>,
    /// For a literate file the inside of each fence; for a pure file the whole text.
    pub regions: Vec<Span>,
}

/// A name as written, without its backquotes, in NFC.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// `équipe.internes`: one or more names joined by dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub names: Vec<Name>,
    pub span: Span,
}

/// A text between quotation marks; `text` is the inside, its blanks at both ends removed, runs of blanks made one.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub text: String,
    pub span: Span,
}

/// A date as written, with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DateLit {
    pub value: MonthOrDay,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub span: Span,
    /// The first word or words: `critère`, `non codé`.
    pub keyword: Span,
    pub kind: ItemKind,
    pub name: Option<Name>,
    pub title: Option<Text>,
    /// The declared type of a parameter, a definition or a table.
    pub ty: Option<TypeExpr>,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    Doctrine,
    Source,
    Actor,
    Unit,
    /// `choice … ordered`
    Choice {
        ordered: bool,
    },
    Record,
    Facts,
    Parameter,
    Define,
    /// `table … first`
    Table {
        first: bool,
    },
    Criterion,
    Checklist,
    Scenario,
    Body,
    Milestone,
    Dataset,
    Uncoded,
    Test,
    /// `use "path" as p`: the path is the title, `p` the name.
    Use,
    /// An item that could not be read; its clauses are those that could.
    Error,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub span: Span,
    /// The word or words that open it; empty at its start where none does.
    pub keyword: Span,
    pub kind: ClauseKind,
}

/// `per note § N5 quote "…"`; with `§ « Title »` the section is a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    pub source: Name,
    pub section: Option<Section>,
    pub quote: Option<Text>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Section {
    /// `§ N4.1`
    Id(Name),
    /// `§ « Équipe »`
    Title(Text),
}

/// `from D until D`, either part optional.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Period {
    pub from: Option<DateLit>,
    pub until: Option<DateLit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Force {
    Obligation,
    Requirement,
    Recommendation,
    BestEffort,
    Indicative,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    // ── on most items ──
    /// `per note § N5 quote "…"`
    Per(Citation),
    /// `ref S-67, INT-40`
    Ref(Vec<Name>),
    /// `remark "…"`
    Remark(Text),
    /// `in tension with other "why"`
    InTensionWith {
        other: Name,
        why: Option<Text>,
    },
    /// `vague "regularly"`
    Vague(Text),
    /// `formerly old_name`
    Formerly(Vec<Name>),
    /// `from D [until D]` on the whole item, or with braces around a version's clauses.
    Version {
        period: Period,
        clauses: Option<Vec<Clause>>,
    },

    // ── doctrine, source, actor, unit ──
    /// `authority "DINUM"`
    Authority(Text),
    /// `publisher "DINUM"`
    Publisher(Text),
    /// `date 2023-12`
    Date(DateLit),
    /// `url "https://…"`
    Url(Text),
    /// `sections { N5 "Title" … }`
    Sections(Vec<SectionDecl>),
    /// `text "file.txt"`
    SourceText(Text),
    /// `role "…"`
    Role(Text),
    /// `plural persons`
    Plural(Name),
    /// `symbol "km"`
    Symbol(Text),
    /// `= 1000 m` on a unit, `= expression` on a definition or a parameter. A parameter's value carries its own period
    /// and citations: `= 40 % from 2023-12 per note § N5`.
    Value {
        value: Expr,
        period: Period,
        per: Vec<Citation>,
    },

    // ── choice, record, facts ──
    /// `{ public_agent "Public agent" from D becomes x, y, … }`
    ChoiceValues(Vec<ChoiceValue>),
    /// `{ name : type "title" clauses … }` of a record or a group of facts
    Fields(Vec<Field>),
    /// `question "…"`
    Question(Text),
    /// `hint "…"`
    Hint(Text),
    /// `bounds at least 0 FTE`; also `bounds between 0 and 5`
    Bounds(Vec<Tail>),
    /// `step 0.1 FTE`
    Step(Expr),
    /// `optional`
    Optional,
    /// `open`
    Open,
    /// `valid for 12 months`
    ValidFor(Expr),

    // ── define, table, criterion, checklist ──
    /// `except when C [then V] [per …]`
    ExceptWhen {
        condition: Expr,
        value: Option<Expr>,
        per: Vec<Citation>,
    },
    /// rows of a decision table, the first one its heads
    Rows(Table),
    Force(Force),
    /// `applies when C`
    AppliesWhen(Expr),
    /// `requires C`
    Requires(Expr),
    /// `remedy "…"`; `{name}` inside stands for a value
    Remedy(Text),
    /// `for each m in LIST`
    ForEach {
        var: Name,
        list: Expr,
    },
    /// `all of (a, recommendation b, any of (…))`
    Members(Members),

    // ── scenario, body, milestone ──
    /// `assuming fact = value, …`
    Assuming(Vec<Given>),
    /// `feasible when C`
    FeasibleWhen(Expr),
    /// `advantage [NAME] "…" [when C]`
    Advantage {
        name: Option<Name>,
        text: Text,
        when: Option<Expr>,
    },
    /// `risk [NAME] "…" [when C]`
    Risk {
        name: Option<Name>,
        text: Text,
        when: Option<Expr>,
    },
    /// `precedent "…"`
    Precedent(Text),
    /// `next step "…"`
    NextStep(Text),
    /// `members a, b`
    BodyMembers(Vec<Name>),
    /// `meets "…"` or `meets at least every 6 months`
    Meets {
        text: Option<Text>,
        every: Option<Expr>,
    },
    /// `expected D [to D]`
    Expected {
        from: DateLit,
        to: Option<DateLit>,
    },
    /// `after milestone, …`
    After(Vec<Name>),
    /// `takes at least 3 months`
    TakesAtLeast(Expr),
    /// `only between MM-DD and MM-DD`
    OnlyBetween {
        from: MonthDay,
        to: MonthDay,
    },
    /// `takes effect on MM-DD`
    TakesEffectOn(MonthDay),
    /// `decided by body`
    DecidedBy(Name),
    /// `reached on E`
    ReachedOn(Expr),

    // ── dataset, uncoded ──
    /// `team.internal = "path.in.record" FTE`, paths summed with `+`, values or fields in braces
    Mapping(Mapping),
    /// `because "…"`
    Because(Text),

    // ── test ──
    /// `as of D`
    AsOf(DateLit),
    /// `known by D`
    KnownBy(DateLit),
    /// `texts as of D`
    TextsAsOf(DateLit),
    /// `given a = 1, b missing, file "f.yaml", …`
    Given(Vec<Given>),
    /// `scenario NAME`
    UnderScenario(Name),
    /// `expect …`
    Expect(Expectation),
    /// `examples` and its table
    Examples(Table),

    /// A clause that could not be read.
    Error,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SectionDecl {
    pub id: Name,
    pub title: Text,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceValue {
    pub name: Name,
    pub title: Option<Text>,
    pub period: Period,
    /// `becomes v1, v2`
    pub becomes: Vec<Name>,
    pub span: Span,
}

/// A fact in a group or a field in a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub name: Name,
    pub ty: TypeExpr,
    pub title: Option<Text>,
    pub clauses: Vec<Clause>,
    pub span: Span,
}

/// A day of every year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthDay {
    pub month: i8,
    pub day: i8,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    pub kind: TypeKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    YesNo,
    Number,
    Integer,
    Percent,
    Text,
    Date,
    /// `judgement [by ACTOR]`
    Judgement {
        by: Option<Name>,
    },
    /// `list of T`
    List(Box<TypeExpr>),
    /// A unit or quotient (`FTE`, `EUR/year`), a choice, a record or an actor choice: told apart by `model`.
    Named(UnitExpr),
    Error,
}

/// `EUR`, `EUR/year`: a numerator and the units it is divided by. Spellings are as written (`€`, `k€`, `ETP`, `mois`).
#[derive(Clone, Debug, PartialEq)]
pub struct UnitExpr {
    pub numerator: Name,
    pub denominators: Vec<Name>,
    pub span: Span,
}

// ── expressions ──

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    /// `before`, dates only
    Before,
    /// `after`
    After,
    /// `on or before`
    OnOrBefore,
    /// `on or after`
    OnOrAfter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Met,
    NotMet,
    Unknown,
    NotApplicable,
    Exempt,
}

/// What follows a value in a comparison; also a table cell, a bound, a given.
#[derive(Clone, Debug, PartialEq)]
pub struct Tail {
    pub kind: TailKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TailKind {
    /// `at least 40 %`, `is x`, `= x`
    Compare(Comparison, Box<Expr>),
    /// `between a and b`; `negated` for `is not between`
    Between(Box<Expr>, Box<Expr>),
    /// `is one of (a, b)`, `is not one of (a, b)`; in cells `one of (a, b)`
    OneOf {
        negated: bool,
        values: Vec<Expr>,
    },
    /// `contains x`
    Contains(Box<Expr>),
    /// `is under "beta.gouv.fr"`
    Under {
        negated: bool,
        host: Box<Expr>,
    },
    StartsWith(Box<Expr>),
    EndsWith(Box<Expr>),
    /// `is met`, `is not met`, `is exempt`, `is not applicable`, `is unknown`
    Verdict(Verdict),
    /// `applies`
    Applies,
    /// `is known`, `is missing`, `is contested`; `negated` for `is not known`
    Known {
        negated: bool,
    },
    Missing {
        negated: bool,
    },
    Contested {
        negated: bool,
    },
    /// `is none`, `is not none`
    None {
        negated: bool,
    },
    /// `at least every 6 months [since D]`
    Recurs {
        every: Box<Expr>,
        since: Option<Box<Expr>>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogicOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    Min,
    Max,
    Round,
    Floor,
    Ceil,
    Abs,
    /// `days between a and b`
    DaysBetween,
    MonthsBetween,
    YearsBetween,
    /// `date of f`
    DateOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// `count of`
    Count,
    Sum,
    Min,
    Max,
    /// `values of`
    Values,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    All,
    Any,
    None,
    AtLeast(u32),
    Exactly(u32),
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `40`, `2,5 ETP`, `1,1 M€`, `40 %` (the unit is then named `%`)
    Number {
        value: Num,
        unit: Option<UnitExpr>,
    },
    Bool(bool),
    Text(String),
    /// `2024-03-20`, `2024-03`
    Date(MonthOrDay),
    Path(Path),
    /// `unspecified`
    Unspecified,
    /// `none`, an absent value
    None,
    /// `today`
    Today,
    Negate(Box<Expr>),
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `a or else b or else c`
    OrElse(Vec<Expr>),
    /// A value and its tail: `x at least 3`
    Test(Box<Expr>, Tail),
    Not(Box<Expr>),
    /// `a and b and c`: one operator for all, mixed ones are refused by `parse`.
    Logic(LogicOp, Vec<Expr>),
    /// `if A then B [else C]`
    If(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    /// `all of (a, b)`, `at least 2 of (…)`, `exactly 1 of (…)`
    Combine(Quantity, Vec<Expr>),
    /// `share of a among (a, b)`
    Share {
        part: Box<Expr>,
        among: Vec<Expr>,
    },
    Call(Function, Vec<Expr>),
    /// `every m in L satisfies C` (All), `some m in L satisfies C` (Any)
    Quantified {
        quantity: Quantity,
        var: Name,
        list: Box<Expr>,
        condition: Box<Expr>,
    },
    /// `sum of E for m in L where C`; `count of L`, `count of m in L where C` have no `body`.
    /// `sum of L` and `min of L` over a list of plain values have no `var`.
    Aggregated {
        aggregate: Aggregate,
        body: Option<Box<Expr>>,
        var: Option<Name>,
        list: Box<Expr>,
        condition: Option<Box<Expr>>,
    },
    /// `first m in L by E where C`
    Selected {
        last: bool,
        var: Name,
        list: Box<Expr>,
        by: Option<Box<Expr>>,
        condition: Option<Box<Expr>>,
    },
    /// `m.field` where m is not a plain path, as in `(first m in L by m.d).amount`
    Field(Box<Expr>, Name),
    /// `(a)`: brackets the author wrote, kept for the formatter
    Bracketed(Box<Expr>),
    /// `(a, b)`: a list written out
    List(Vec<Expr>),
    Error,
}

// ── checklists ──

/// `all of (a, recommendation b)`
#[derive(Clone, Debug, PartialEq)]
pub struct Members {
    pub quantity: Quantity,
    pub members: Vec<Member>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub force: Option<Force>,
    pub kind: MemberKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum MemberKind {
    Rule(Path),
    Nested(Members),
    Error,
}

// ── tables ──

/// Rows between bars. The first row is the heads.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub heads: Vec<Cell>,
    pub rows: Vec<Row>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// `otherwise | … | result`: the row that closes a table.
    pub otherwise: bool,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub kind: CellKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CellKind {
    Empty,
    Expr(Expr),
    /// One comparison tail, or two joined by `and`.
    Tails(Vec<Tail>),
    /// A verdict word, in examples.
    Verdict(Verdict),
    /// The head `as of` of examples.
    AsOf,
    /// `missing`, `none` in a cell of examples
    Missing,
    None,
    Error,
}

// ── tests and datasets ──

#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub kind: GivenKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum GivenKind {
    Fact {
        path: Path,
        claims: Vec<GivenClaim>,
    },
    /// a list given as a table under it: heads are the record's fields
    Rows {
        path: Path,
        table: Table,
    },
    /// `file "facts.yaml"`, or `file "record.json" dataset NAME`
    File {
        path: Text,
        dataset: Option<Name>,
    },
    /// `as in "other test"`
    AsIn(Text),
    /// `the rest of GROUP = no`
    Rest {
        group: Path,
        value: Expr,
    },
    Error,
}

/// One thing said of a fact; several of them contest it.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenClaim {
    pub value: GivenValue,
    /// `by sponsor`
    pub by: Option<Name>,
    /// `per directory`
    pub per: Option<Name>,
    /// `on 2026-06-10`
    pub on: Option<DateLit>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum GivenValue {
    /// `= v`
    Equals(Expr),
    /// `at least 4 FTE`, `between …`, `one of (…)`
    Tail(Tail),
    Missing,
    None,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// `expect staffed not met`
    Verdict {
        rule: Path,
        verdict: Verdict,
    },
    /// any condition, `internalisation = 20 %` included
    Condition(Expr),
    /// `missing (a, b) for X`; an empty list for `missing () for X`
    Missing {
        facts: Vec<Path>,
        rule: Path,
    },
    /// `SCENARIO feasible`, `not feasible`, `unknown feasible`: the verdict of its feasibility
    Feasible {
        scenario: Path,
        verdict: Verdict,
    },
    /// `risk NAME present|absent|to check`
    Risk {
        name: Path,
        state: RiskState,
    },
    /// `MILESTONE late by 17 months`
    Late {
        milestone: Path,
        by: Expr,
    },
    /// `MILESTONE blocked`, `possible from 2025-01`, `takes effect on 2025-01-01`, `out of order`
    Milestone {
        milestone: Path,
        expects: MilestoneExpectation,
    },
    /// `X passes with f = v, …`
    PassesWith {
        rule: Path,
        givens: Vec<Given>,
    },
    Error,
}

/// What a test says of a milestone in the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MilestoneExpectation {
    /// `blocked`, `not blocked`, `blocked unknown`: met where something it requires does not hold.
    Blocked(Verdict),
    /// `out of order`, `not out of order`: whether it comes before none of those it must follow.
    InOrder(bool),
    /// `possible from DATE`: the earliest date.
    Earliest(DateLit),
    /// `takes effect on DATE`
    Effect(DateLit),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RiskState {
    Present,
    Absent,
    ToCheck,
}

/// `équipe.internes = "derived.admin" + "derived.other" ETP`; inside braces `nom = "name"`, where the path is one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    pub fact: Path,
    pub value: MappingValue,
}

#[derive(Clone, Debug, PartialEq)]
pub enum MappingValue {
    /// Paths into the foreign record, summed, in a unit; `about` where the amount is taken as exact and is not.
    Paths { paths: Vec<Text>, unit: Option<UnitExpr>, about: bool },
    /// `"path" { "x" = value, … }`
    Choices { path: Text, values: Vec<(Text, Expr)> },
    /// `"path" { name = "key", … }`: a record, or each of a list, by its fields.
    Fields { path: Text, fields: Vec<Mapping> },
    /// `= value`: the same for every record.
    Constant(Expr),
}

impl Period {
    pub fn is_empty(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    /// The first day, a month meaning its first.
    pub fn first_day(&self) -> Option<Date> {
        self.from.map(|from| from.value.first_day())
    }

    /// The last day, a month meaning its last.
    pub fn last_day(&self) -> Option<Date> {
        self.until.map(|until| until.value.last_day())
    }
}
