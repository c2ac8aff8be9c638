//! The names that a tree mentions outside plain conditions, and the places where conditions bind names of their own.
//! What conditions themselves mention is known to the model, which has resolved it.

use crate::syntax::ast::{
    CellKind, Citation, Clause, ClauseKind, Expectation, Expr, ExprKind, Given, GivenClaim, GivenKind, GivenValue,
    Item, ItemKind, Mapping, MappingValue, Member, MemberKind, Name, Path, Section, Table, Tail, TailKind, Text,
    TypeExpr, TypeKind, UnitExpr,
};

/// A name in a tree, and what it can be the name of.
#[derive(Clone, Copy, Debug)]
pub enum Mention<'a> {
    Source(&'a Name),
    Section {
        source: &'a Name,
        section: &'a Section,
    },
    /// Anything that conditions mention: the other side of a tension.
    Value(&'a Name),
    /// A rule, a fact or another value by its path.
    Path(&'a Path, Touch),
    /// A path in a condition, which the model has resolved unless it did without it.
    Condition(&'a Path),
    /// A choice, a record or a unit.
    Type(&'a Name),
    Unit(&'a Name),
    /// An actor or a governance body.
    Party(&'a Name),
    Scenario(&'a Name),
    Milestone(&'a Name),
    Body(&'a Name),
    Dataset(&'a Name),
    /// A risk or an advantage.
    Point(&'a Name),
    /// Another value of the same choice.
    Sibling {
        choice: &'a Item,
        name: &'a Name,
    },
    /// A field of the records of a list.
    Field {
        list: &'a Path,
        name: &'a Name,
    },
    /// The title of another test.
    Test(&'a Text),
    /// A text in which names may stand between braces.
    Prose(&'a Text),
    /// A name that a condition binds.
    Binding(&'a Name),
    /// The use of a name bound there.
    Bound {
        binding: &'a Name,
        name: &'a Name,
    },
}

/// Whether a mention reads a value or says one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    Read,
    Write,
}

/// Tells every mention of an item, in no particular order.
pub fn mentions<'a>(item: &'a Item, tell: &mut dyn FnMut(Mention<'a>)) {
    let mut walk = Walk { tell, scope: Vec::new(), item };
    if let Some(ty) = &item.ty {
        walk.ty(ty);
    }
    walk.clauses(&item.clauses);
}

struct Walk<'a, 't> {
    tell: &'t mut dyn FnMut(Mention<'a>),
    /// The names bound around the present place, innermost last.
    scope: Vec<&'a Name>,
    item: &'a Item,
}

impl<'a> Walk<'a, '_> {
    fn tell(&mut self, mention: Mention<'a>) {
        (self.tell)(mention);
    }

    fn clauses(&mut self, clauses: &'a [Clause]) {
        let before = self.scope.len();
        // What `for each` binds is known in all clauses beside it.
        for clause in clauses {
            if let ClauseKind::ForEach { var, list } = &clause.kind {
                self.expr(list);
                self.bind(var);
            }
        }
        for clause in clauses {
            self.clause(clause);
        }
        self.scope.truncate(before);
    }

    fn clause(&mut self, clause: &'a Clause) {
        match &clause.kind {
            ClauseKind::Per(citation) => self.citation(citation),
            ClauseKind::InTensionWith { other, .. } => self.tell(Mention::Value(other)),
            ClauseKind::Version { clauses, .. } => self.clauses(clauses.as_deref().unwrap_or_default()),
            ClauseKind::Remark(text)
            | ClauseKind::Remedy(text)
            | ClauseKind::Precedent(text)
            | ClauseKind::NextStep(text) => self.tell(Mention::Prose(text)),
            ClauseKind::Value { value, per, .. } => {
                self.expr(value);
                per.iter().for_each(|citation| self.citation(citation));
            }
            ClauseKind::ChoiceValues(values) => {
                for name in values.iter().flat_map(|value| &value.becomes) {
                    self.tell(Mention::Sibling { choice: self.item, name });
                }
            }
            ClauseKind::Fields(fields) => {
                for field in fields {
                    self.ty(&field.ty);
                    self.clauses(&field.clauses);
                }
            }
            ClauseKind::Bounds(tails) => tails.iter().for_each(|tail| self.tail(tail)),
            ClauseKind::Step(expr)
            | ClauseKind::ValidFor(expr)
            | ClauseKind::AppliesWhen(expr)
            | ClauseKind::Requires(expr)
            | ClauseKind::FeasibleWhen(expr)
            | ClauseKind::TakesAtLeast(expr)
            | ClauseKind::ReachedOn(expr) => self.expr(expr),
            ClauseKind::ExceptWhen { condition, value, per } => {
                self.expr(condition);
                value.iter().for_each(|value| self.expr(value));
                per.iter().for_each(|citation| self.citation(citation));
            }
            ClauseKind::Rows(table) => self.table(table),
            ClauseKind::Members(members) => members.members.iter().for_each(|member| self.member(member)),
            ClauseKind::Assuming(givens) | ClauseKind::Given(givens) => {
                givens.iter().for_each(|given| self.given(given))
            }
            ClauseKind::Advantage { name, text, when } | ClauseKind::Risk { name, text, when } => {
                name.iter().for_each(|name| self.tell(Mention::Point(name)));
                self.tell(Mention::Prose(text));
                when.iter().for_each(|when| self.expr(when));
            }
            ClauseKind::BodyMembers(names) => names.iter().for_each(|name| self.tell(Mention::Party(name))),
            ClauseKind::Meets { every, .. } => every.iter().for_each(|every| self.expr(every)),
            ClauseKind::After(names) => names.iter().for_each(|name| self.tell(Mention::Milestone(name))),
            ClauseKind::DecidedBy(name) => self.tell(Mention::Body(name)),
            ClauseKind::Mapping(mapping) => self.mapping(mapping),
            ClauseKind::UnderScenario(name) => self.tell(Mention::Scenario(name)),
            ClauseKind::Expect(expectation) => self.expectation(expectation),
            ClauseKind::Examples(table) => self.examples(table),
            // Their list and name were met above.
            ClauseKind::ForEach { .. } => {}
            ClauseKind::Ref(_)
            | ClauseKind::Vague(_)
            | ClauseKind::Formerly(_)
            | ClauseKind::Authority(_)
            | ClauseKind::Publisher(_)
            | ClauseKind::Date(_)
            | ClauseKind::Url(_)
            | ClauseKind::Sections(_)
            | ClauseKind::SourceText(_)
            | ClauseKind::Role(_)
            | ClauseKind::Plural(_)
            | ClauseKind::Symbol(_)
            | ClauseKind::Question(_)
            | ClauseKind::Hint(_)
            | ClauseKind::Optional
            | ClauseKind::Open
            | ClauseKind::Force(_)
            | ClauseKind::Expected { .. }
            | ClauseKind::OnlyBetween { .. }
            | ClauseKind::TakesEffectOn(_)
            | ClauseKind::Because(_)
            | ClauseKind::AsOf(_)
            | ClauseKind::KnownBy(_)
            | ClauseKind::TextsAsOf(_)
            | ClauseKind::Error => {}
        }
    }

    fn citation(&mut self, citation: &'a Citation) {
        self.tell(Mention::Source(&citation.source));
        if let Some(section) = &citation.section {
            self.tell(Mention::Section { source: &citation.source, section });
        }
    }

    fn ty(&mut self, ty: &'a TypeExpr) {
        match &ty.kind {
            TypeKind::Judgement { by } => by.iter().for_each(|by| self.tell(Mention::Party(by))),
            TypeKind::List(inner) => self.ty(inner),
            TypeKind::Named(unit) => {
                self.tell(Mention::Type(&unit.numerator));
                unit.denominators.iter().for_each(|unit| self.tell(Mention::Unit(unit)));
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

    fn unit(&mut self, unit: &'a UnitExpr) {
        self.tell(Mention::Unit(&unit.numerator));
        unit.denominators.iter().for_each(|unit| self.tell(Mention::Unit(unit)));
    }

    fn bind(&mut self, name: &'a Name) {
        self.tell(Mention::Binding(name));
        self.scope.push(name);
    }

    fn member(&mut self, member: &'a Member) {
        match &member.kind {
            MemberKind::Rule(path) => self.tell(Mention::Path(path, Touch::Read)),
            MemberKind::Nested(nested) => nested.members.iter().for_each(|member| self.member(member)),
            MemberKind::Error => {}
        }
    }

    fn given(&mut self, given: &'a Given) {
        match &given.kind {
            GivenKind::Fact { path, claims } => {
                self.tell(Mention::Path(path, Touch::Write));
                claims.iter().for_each(|claim| self.claim(claim));
            }
            GivenKind::Rows { path, table } => {
                self.tell(Mention::Path(path, Touch::Write));
                for head in &table.heads {
                    if let CellKind::Expr(Expr { kind: ExprKind::Path(Path { names, .. }), .. }) = &head.kind
                        && let [name] = names.as_slice()
                    {
                        self.tell(Mention::Field { list: path, name });
                    }
                }
                self.rows(table);
            }
            GivenKind::File { dataset, .. } => dataset.iter().for_each(|name| self.tell(Mention::Dataset(name))),
            GivenKind::AsIn(title) => self.tell(Mention::Test(title)),
            GivenKind::Rest { group, value } => {
                self.tell(Mention::Path(group, Touch::Write));
                self.expr(value);
            }
            GivenKind::Error => {}
        }
    }

    fn claim(&mut self, claim: &'a GivenClaim) {
        claim.by.iter().for_each(|by| self.tell(Mention::Party(by)));
        claim.per.iter().for_each(|per| self.tell(Mention::Source(per)));
        match &claim.value {
            GivenValue::Equals(expr) => self.expr(expr),
            GivenValue::Tail(tail) => self.tail(tail),
            GivenValue::Missing | GivenValue::None => {}
        }
    }

    fn expectation(&mut self, expectation: &'a Expectation) {
        match expectation {
            Expectation::Verdict { rule, .. } => self.tell(Mention::Path(rule, Touch::Read)),
            Expectation::Condition(condition) => self.expr(condition),
            Expectation::Missing { facts, rule } => {
                facts.iter().chain([rule]).for_each(|path| self.tell(Mention::Path(path, Touch::Read)));
            }
            Expectation::Feasible { scenario, .. } => self.tell(Mention::Path(scenario, Touch::Read)),
            Expectation::Risk { name, .. } => {
                if let Some(name) = name.names.last() {
                    self.tell(Mention::Point(name));
                }
            }
            Expectation::Late { milestone, by } => {
                self.tell(Mention::Path(milestone, Touch::Read));
                self.expr(by);
            }
            Expectation::Milestone { milestone, .. } => self.tell(Mention::Path(milestone, Touch::Read)),
            Expectation::PassesWith { rule, givens } => {
                self.tell(Mention::Path(rule, Touch::Read));
                givens.iter().for_each(|given| self.given(given));
            }
            Expectation::Error => {}
        }
    }

    fn mapping(&mut self, mapping: &'a Mapping) {
        self.tell(Mention::Path(&mapping.fact, Touch::Write));
        match &mapping.value {
            MappingValue::Paths { unit, .. } => unit.iter().for_each(|unit| self.unit(unit)),
            MappingValue::Choices { values, .. } => values.iter().for_each(|(_, value)| self.expr(value)),
            MappingValue::Fields { fields, .. } => {
                for field in fields {
                    if let [name] = field.fact.names.as_slice() {
                        self.tell(Mention::Field { list: &mapping.fact, name });
                    }
                }
            }
            MappingValue::Constant(value) => self.expr(value),
        }
    }

    fn table(&mut self, table: &'a Table) {
        table.heads.iter().for_each(|head| self.cell(&head.kind));
        self.rows(table);
    }

    /// A head of examples is an input, or what is expected.
    fn examples(&mut self, table: &'a Table) {
        for head in &table.heads {
            match &head.kind {
                CellKind::Expr(Expr { kind: ExprKind::Path(path), .. }) => {
                    self.tell(Mention::Path(path, Touch::Write));
                }
                other => self.cell(other),
            }
        }
        self.rows(table);
    }

    fn rows(&mut self, table: &'a Table) {
        table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.cell(&cell.kind));
    }

    fn cell(&mut self, cell: &'a CellKind) {
        match cell {
            CellKind::Expr(expr) => self.expr(expr),
            CellKind::Tails(tails) => tails.iter().for_each(|tail| self.tail(tail)),
            CellKind::Empty
            | CellKind::Verdict(_)
            | CellKind::AsOf
            | CellKind::Missing
            | CellKind::None
            | CellKind::Error => {}
        }
    }

    fn tail(&mut self, tail: &'a Tail) {
        match &tail.kind {
            TailKind::Compare(_, expr)
            | TailKind::Contains(expr)
            | TailKind::Under { host: expr, .. }
            | TailKind::StartsWith(expr)
            | TailKind::EndsWith(expr) => self.expr(expr),
            TailKind::Between(low, high) => {
                self.expr(low);
                self.expr(high);
            }
            TailKind::OneOf { values, .. } => values.iter().for_each(|value| self.expr(value)),
            TailKind::Recurs { every, since } => {
                self.expr(every);
                since.iter().for_each(|since| self.expr(since));
            }
            TailKind::Verdict(_)
            | TailKind::Applies
            | TailKind::Known { .. }
            | TailKind::Missing { .. }
            | TailKind::Contested { .. }
            | TailKind::None { .. } => {}
        }
    }

    /// Expressions nest no deeper than the parser lets them.
    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Number { unit, .. } => unit.iter().for_each(|unit| self.unit(unit)),
            ExprKind::Path(path) => self.path(path),
            ExprKind::Negate(inner) | ExprKind::Not(inner) | ExprKind::Field(inner, _) | ExprKind::Bracketed(inner) => {
                self.expr(inner)
            }
            ExprKind::Arithmetic(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::OrElse(parts)
            | ExprKind::Logic(_, parts)
            | ExprKind::Combine(_, parts)
            | ExprKind::Call(_, parts)
            | ExprKind::List(parts) => parts.iter().for_each(|part| self.expr(part)),
            ExprKind::Test(subject, tail) => {
                self.expr(subject);
                self.tail(tail);
            }
            ExprKind::If(condition, then, otherwise) => {
                self.expr(condition);
                self.expr(then);
                otherwise.iter().for_each(|otherwise| self.expr(otherwise));
            }
            ExprKind::Share { part, among } => {
                self.expr(part);
                among.iter().for_each(|part| self.expr(part));
            }
            ExprKind::Quantified { var, list, condition, .. } => {
                self.expr(list);
                self.within(Some(var), [Some(&**condition), None]);
            }
            ExprKind::Aggregated { body, var, list, condition, .. } => {
                self.expr(list);
                self.within(var.as_ref(), [body.as_deref(), condition.as_deref()]);
            }
            ExprKind::Selected { var, list, by, condition, .. } => {
                self.expr(list);
                self.within(Some(var), [by.as_deref(), condition.as_deref()]);
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

    fn within(&mut self, var: Option<&'a Name>, parts: [Option<&'a Expr>; 2]) {
        let before = self.scope.len();
        var.into_iter().for_each(|var| self.bind(var));
        parts.into_iter().flatten().for_each(|part| self.expr(part));
        self.scope.truncate(before);
    }

    fn path(&mut self, path: &'a Path) {
        let Some(name) = path.names.first() else { return };
        if let Some(binding) = self.scope.iter().rev().find(|binding| binding.text == name.text).copied() {
            self.tell(Mention::Bound { binding, name });
        } else {
            self.tell(Mention::Condition(path));
        }
    }
}

/// The names bound around an offset of an item, innermost last.
pub fn bound_at(item: &Item, offset: usize) -> Vec<&Name> {
    let mut bound = Vec::new();
    // A name is offered from its binding to the end of the item: half-written conditions have no tree to look at.
    mentions(item, &mut |mention| {
        if let Mention::Binding(name) = mention
            && (name.span.end as usize) <= offset
        {
            bound.push(name);
        }
    });
    bound
}

/// Whether an item is one that a test or a dossier judges by itself.
pub fn is_rule(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Criterion | ItemKind::Checklist)
}
