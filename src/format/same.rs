//! Whether two trees say the same: the places of words, the language of a file and what a language calls a unit apart.

use super::spell::common_type;
use crate::base::{Lang, Span};
use crate::syntax::ast::{
    Cell, CellKind, ChoiceValue, Citation, Clause, ClauseKind, DateLit, Expectation, Expr, ExprKind, Field, File,
    Given, GivenClaim, GivenKind, GivenValue, Item, Mapping, MappingValue, Member, MemberKind, Members,
    MilestoneExpectation, MonthDay, Name, Path, Period, Section, SectionDecl, Table, Tail, TailKind, Text, TypeExpr,
    TypeKind, UnitExpr,
};
use std::collections::HashSet;

/// Whether two files say the same. Names in `types` are no units, although they may be called so.
pub fn same(one: &File, other: &File, types: &HashSet<String>) -> bool {
    bare(one, types) == bare(other, types)
}

/// A file without what does not matter.
fn bare(file: &File, types: &HashSet<String>) -> File {
    let mut file = file.clone();
    file.lang = Lang::default();
    file.language_line = file.language_line.map(|_| Span::default());
    file.comments.clear();
    file.regions.clear();
    let eraser = Eraser { types };
    file.items.iter_mut().for_each(|item| eraser.item(item));
    file
}

struct Eraser<'t> {
    types: &'t HashSet<String>,
}

impl Eraser<'_> {
    fn item(&self, item: &mut Item) {
        (item.span, item.keyword) = (Span::default(), Span::default());
        item.name.iter_mut().for_each(name);
        item.title.iter_mut().for_each(text);
        item.ty.iter_mut().for_each(|ty| self.ty(ty));
        self.clauses(&mut item.clauses);
    }

    fn clauses(&self, clauses: &mut [Clause]) {
        clauses.iter_mut().for_each(|clause| self.clause(clause));
    }

    fn clause(&self, clause: &mut Clause) {
        (clause.span, clause.keyword) = (Span::default(), Span::default());
        match &mut clause.kind {
            ClauseKind::Per(citation) => cite(citation),
            ClauseKind::Ref(names)
            | ClauseKind::Formerly(names)
            | ClauseKind::BodyMembers(names)
            | ClauseKind::After(names) => names.iter_mut().for_each(name),
            ClauseKind::Remark(words)
            | ClauseKind::Vague(words)
            | ClauseKind::Authority(words)
            | ClauseKind::Publisher(words)
            | ClauseKind::Url(words)
            | ClauseKind::SourceText(words)
            | ClauseKind::Role(words)
            | ClauseKind::Symbol(words)
            | ClauseKind::Question(words)
            | ClauseKind::Hint(words)
            | ClauseKind::Remedy(words)
            | ClauseKind::Precedent(words)
            | ClauseKind::NextStep(words)
            | ClauseKind::Because(words) => text(words),
            ClauseKind::InTensionWith { other, why } => {
                name(other);
                why.iter_mut().for_each(text);
            }
            ClauseKind::Version { period: dates, clauses } => {
                period(dates);
                clauses.iter_mut().for_each(|clauses| self.clauses(clauses));
            }
            ClauseKind::Date(day) | ClauseKind::AsOf(day) | ClauseKind::KnownBy(day) | ClauseKind::TextsAsOf(day) => {
                date(day)
            }
            ClauseKind::Sections(sections) => sections.iter_mut().for_each(section),
            ClauseKind::Plural(only) | ClauseKind::DecidedBy(only) | ClauseKind::UnderScenario(only) => name(only),
            ClauseKind::Value { value, period: dates, per } => {
                self.expr(value);
                period(dates);
                per.iter_mut().for_each(cite);
            }
            ClauseKind::ChoiceValues(values) => values.iter_mut().for_each(choice_value),
            ClauseKind::Fields(fields) => fields.iter_mut().for_each(|field| self.field(field)),
            ClauseKind::Bounds(tails) => tails.iter_mut().for_each(|tail| self.tail(tail)),
            ClauseKind::ExceptWhen { condition, value, per } => {
                self.expr(condition);
                value.iter_mut().for_each(|value| self.expr(value));
                per.iter_mut().for_each(cite);
            }
            ClauseKind::Rows(table) | ClauseKind::Examples(table) => self.table(table),
            ClauseKind::Step(value)
            | ClauseKind::ValidFor(value)
            | ClauseKind::AppliesWhen(value)
            | ClauseKind::Requires(value)
            | ClauseKind::FeasibleWhen(value)
            | ClauseKind::TakesAtLeast(value)
            | ClauseKind::ReachedOn(value) => self.expr(value),
            ClauseKind::ForEach { var, list } => {
                name(var);
                self.expr(list);
            }
            ClauseKind::Members(all) => members(all),
            ClauseKind::Assuming(givens) | ClauseKind::Given(givens) => self.givens(givens),
            ClauseKind::Advantage { name: label, text: words, when }
            | ClauseKind::Risk { name: label, text: words, when } => {
                label.iter_mut().for_each(name);
                text(words);
                when.iter_mut().for_each(|when| self.expr(when));
            }
            ClauseKind::Meets { text: words, every } => {
                words.iter_mut().for_each(text);
                every.iter_mut().for_each(|every| self.expr(every));
            }
            ClauseKind::Expected { from, to } => {
                date(from);
                to.iter_mut().for_each(date);
            }
            ClauseKind::OnlyBetween { from, to } => {
                month_day(from);
                month_day(to);
            }
            ClauseKind::TakesEffectOn(day) => month_day(day),
            ClauseKind::Mapping(mapping) => self.mapping(mapping),
            ClauseKind::Expect(expectation) => self.expectation(expectation),
            ClauseKind::Optional | ClauseKind::Open | ClauseKind::Force(_) | ClauseKind::Error => {}
        }
    }

    fn field(&self, field: &mut Field) {
        field.span = Span::default();
        name(&mut field.name);
        self.ty(&mut field.ty);
        field.title.iter_mut().for_each(text);
        self.clauses(&mut field.clauses);
    }

    fn ty(&self, ty: &mut TypeExpr) {
        ty.span = Span::default();
        match &mut ty.kind {
            TypeKind::Judgement { by } => by.iter_mut().for_each(name),
            TypeKind::List(of) => self.ty(of),
            TypeKind::Named(named) => {
                let own = named.denominators.is_empty() && self.types.contains(&named.numerator.text);
                unit(named, own);
            }
            TypeKind::YesNo
            | TypeKind::Number
            | TypeKind::Integer
            | TypeKind::Percent
            | TypeKind::Text
            | TypeKind::Date
            | TypeKind::Error => {}
        }
    }

    fn expr(&self, expr: &mut Expr) {
        expr.span = Span::default();
        match &mut expr.kind {
            ExprKind::Number { unit: written, .. } => written.iter_mut().for_each(|written| unit(written, false)),
            ExprKind::Path(names) => path(names),
            ExprKind::Negate(operand) | ExprKind::Not(operand) | ExprKind::Bracketed(operand) => self.expr(operand),
            ExprKind::Arithmetic(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::OrElse(sides)
            | ExprKind::Logic(_, sides)
            | ExprKind::Combine(_, sides)
            | ExprKind::Call(_, sides)
            | ExprKind::List(sides) => self.exprs(sides),
            ExprKind::Test(operand, tail) => {
                self.expr(operand);
                self.tail(tail);
            }
            ExprKind::If(condition, then, otherwise) => {
                self.expr(condition);
                self.expr(then);
                otherwise.iter_mut().for_each(|otherwise| self.expr(otherwise));
            }
            ExprKind::Share { part, among } => {
                self.expr(part);
                self.exprs(among);
            }
            ExprKind::Quantified { var, list, condition, .. } => {
                name(var);
                self.expr(list);
                self.expr(condition);
            }
            ExprKind::Aggregated { body, var, list, condition, .. } => {
                var.iter_mut().for_each(name);
                self.expr(list);
                [body, condition].into_iter().flatten().for_each(|part| self.expr(part));
            }
            ExprKind::Selected { var, list, by, condition, .. } => {
                name(var);
                self.expr(list);
                [by, condition].into_iter().flatten().for_each(|part| self.expr(part));
            }
            ExprKind::Field(record, field) => {
                self.expr(record);
                name(field);
            }
            ExprKind::Bool(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Unspecified
            | ExprKind::None
            | ExprKind::Today
            | ExprKind::Error => {}
        }
    }

    fn exprs(&self, exprs: &mut [Expr]) {
        exprs.iter_mut().for_each(|expr| self.expr(expr));
    }

    fn tail(&self, tail: &mut Tail) {
        tail.span = Span::default();
        match &mut tail.kind {
            TailKind::Compare(_, value)
            | TailKind::Contains(value)
            | TailKind::StartsWith(value)
            | TailKind::EndsWith(value)
            | TailKind::Under { host: value, .. } => self.expr(value),
            TailKind::Between(low, high) => {
                self.expr(low);
                self.expr(high);
            }
            TailKind::OneOf { values, .. } => self.exprs(values),
            TailKind::Recurs { every, since } => {
                self.expr(every);
                since.iter_mut().for_each(|since| self.expr(since));
            }
            TailKind::Verdict(_)
            | TailKind::Applies
            | TailKind::Known { .. }
            | TailKind::Missing { .. }
            | TailKind::Contested { .. }
            | TailKind::None { .. } => {}
        }
    }

    fn table(&self, table: &mut Table) {
        table.span = Span::default();
        table.heads.iter_mut().for_each(|cell| self.cell(cell));
        for row in &mut table.rows {
            row.span = Span::default();
            row.cells.iter_mut().for_each(|cell| self.cell(cell));
        }
    }

    fn cell(&self, cell: &mut Cell) {
        cell.span = Span::default();
        match &mut cell.kind {
            CellKind::Expr(expr) => self.expr(expr),
            CellKind::Tails(tails) => tails.iter_mut().for_each(|tail| self.tail(tail)),
            CellKind::Empty
            | CellKind::Verdict(_)
            | CellKind::AsOf
            | CellKind::Missing
            | CellKind::None
            | CellKind::Error => {}
        }
    }

    fn givens(&self, givens: &mut [Given]) {
        for given in givens {
            given.span = Span::default();
            match &mut given.kind {
                GivenKind::Fact { path: fact, claims } => {
                    path(fact);
                    claims.iter_mut().for_each(|claim| self.claim(claim));
                }
                GivenKind::Rows { path: fact, table } => {
                    path(fact);
                    self.table(table);
                }
                GivenKind::File { path, dataset } => {
                    text(path);
                    dataset.iter_mut().for_each(name);
                }
                GivenKind::AsIn(words) => text(words),
                GivenKind::Rest { group, value } => {
                    path(group);
                    self.expr(value);
                }
                GivenKind::Error => {}
            }
        }
    }

    fn claim(&self, claim: &mut GivenClaim) {
        claim.span = Span::default();
        match &mut claim.value {
            GivenValue::Equals(value) => self.expr(value),
            GivenValue::Tail(tail) => self.tail(tail),
            GivenValue::Missing | GivenValue::None => {}
        }
        [&mut claim.by, &mut claim.per].into_iter().flatten().for_each(name);
        claim.on.iter_mut().for_each(date);
    }

    fn expectation(&self, expectation: &mut Expectation) {
        match expectation {
            Expectation::Verdict { rule, .. } => path(rule),
            Expectation::Condition(condition) => self.expr(condition),
            Expectation::Missing { facts, rule } => {
                facts.iter_mut().for_each(path);
                path(rule);
            }
            Expectation::Feasible { scenario: named, .. } | Expectation::Risk { name: named, .. } => path(named),
            Expectation::Late { milestone, by } => {
                path(milestone);
                self.expr(by);
            }
            Expectation::Milestone { milestone, expects } => {
                path(milestone);
                match expects {
                    MilestoneExpectation::Earliest(day) | MilestoneExpectation::Effect(day) => date(day),
                    MilestoneExpectation::Blocked(_) | MilestoneExpectation::InOrder(_) => {}
                }
            }
            Expectation::PassesWith { rule, givens } => {
                path(rule);
                self.givens(givens);
            }
            Expectation::Error => {}
        }
    }

    fn mapping(&self, mapping: &mut Mapping) {
        path(&mut mapping.fact);
        match &mut mapping.value {
            MappingValue::Paths { paths, unit: written, about: _ } => {
                paths.iter_mut().for_each(text);
                written.iter_mut().for_each(|written| unit(written, false));
            }
            MappingValue::Choices { path: words, values } => {
                text(words);
                for (words, value) in values {
                    text(words);
                    self.expr(value);
                }
            }
            MappingValue::Fields { path: words, fields } => {
                text(words);
                fields.iter_mut().for_each(|field| self.mapping(field));
            }
            MappingValue::Constant(value) => self.expr(value),
        }
    }
}

fn name(name: &mut Name) {
    name.span = Span::default();
}

fn path(path: &mut Path) {
    path.span = Span::default();
    path.names.iter_mut().for_each(name);
}

fn text(text: &mut Text) {
    text.span = Span::default();
}

fn date(date: &mut DateLit) {
    date.span = Span::default();
}

fn month_day(day: &mut MonthDay) {
    day.span = Span::default();
}

fn period(period: &mut Period) {
    [&mut period.from, &mut period.until].into_iter().flatten().for_each(date);
}

fn cite(citation: &mut Citation) {
    citation.span = Span::default();
    name(&mut citation.source);
    match &mut citation.section {
        Some(Section::Id(id)) => name(id),
        Some(Section::Title(title)) => text(title),
        None => {}
    }
    citation.quote.iter_mut().for_each(text);
}

fn section(section: &mut SectionDecl) {
    name(&mut section.id);
    text(&mut section.title);
}

fn choice_value(value: &mut ChoiceValue) {
    value.span = Span::default();
    name(&mut value.name);
    value.title.iter_mut().for_each(text);
    period(&mut value.period);
    value.becomes.iter_mut().for_each(name);
}

fn unit(unit: &mut UnitExpr, own: bool) {
    unit.span = Span::default();
    name(&mut unit.numerator);
    if !own {
        unit.numerator.text = common_type(&unit.numerator.text).to_string();
    }
    for below in &mut unit.denominators {
        name(below);
        below.text = common_type(&below.text).to_string();
    }
}

fn members(all: &mut Members) {
    all.span = Span::default();
    all.members.iter_mut().for_each(member);
}

fn member(member: &mut Member) {
    member.span = Span::default();
    match &mut member.kind {
        MemberKind::Rule(rule) => path(rule),
        MemberKind::Nested(inside) => members(inside),
        MemberKind::Error => {}
    }
}
