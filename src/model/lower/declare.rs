//! First pass: every name of every file, before any body.

use super::{Lowerer, NamedType, Pending, Space, Target};
use crate::base::{Lang, Span};
use crate::diagnostic::problem::{NameKind, NameProblem};
use crate::model::ids::{ActorId, ChoiceId, DerivedId, FactId, GroupId, RecordId, RuleId, SourceId};
use crate::model::item::{
    Actor, Choice, ChoiceValue, Derived, DerivedKind, Fact, FactOrigin, FieldDecl, Group, Meta, Notes, Period, Record,
    Rule, RuleKind, Source,
};
use crate::model::plan::{Body, Milestone, Scenario, Uncoded};
use crate::model::ty::Type;
use crate::model::unit::UnitSymbol;
use crate::model::{Doctrine, Input, ValueRef};
use crate::syntax::ast::{self, ClauseKind, ExprKind, ItemKind};

impl<'a> Lowerer<'a> {
    /// Sources, actors, units, choices and records: what types and citations mention.
    pub(super) fn declare_types(&mut self, file: &ast::File) {
        for item in &file.items {
            match item.kind {
                ItemKind::Doctrine => self.declare_doctrine(item),
                ItemKind::Source => self.declare_source(item),
                ItemKind::Actor => self.declare_actor(item),
                ItemKind::Unit => self.declare_unit(item),
                ItemKind::Choice { ordered } => self.declare_choice(item, ordered),
                ItemKind::Record => self.declare_record(item),
                ItemKind::Facts
                | ItemKind::Parameter
                | ItemKind::Define
                | ItemKind::Table { .. }
                | ItemKind::Criterion
                | ItemKind::Checklist
                | ItemKind::Scenario
                | ItemKind::Body
                | ItemKind::Milestone
                | ItemKind::Dataset
                | ItemKind::Uncoded
                | ItemKind::Test
                | ItemKind::Use => {}
                ItemKind::Error => {
                    self.broken_names.extend(item.name.iter().map(|name| name.text.clone()));
                }
            }
        }
    }

    /// What conditions mention; bodies are put aside for the second pass.
    pub(super) fn declare_values(&mut self, input: &Input<'a>) {
        if input.imported {
            self.program.imported.insert(input.id);
        }
        let index = self.input_index;
        self.input_index += 1;
        for item in &input.file.items {
            let target = match item.kind {
                ItemKind::Facts => self.declare_group(item).map(Target::Fields),
                ItemKind::Record => item
                    .name
                    .as_ref()
                    .and_then(|name| match self.type_names.get(&self.qualified(&name.text)) {
                        Some(NamedType::Record(id)) => Some(*id),
                        Some(NamedType::Choice(_) | NamedType::Unit) | None => None,
                    })
                    .map(Target::RecordFields),
                ItemKind::Parameter => self.declare_derived(item, DerivedKind::Parameter),
                ItemKind::Define => self.declare_derived(item, DerivedKind::Definition),
                ItemKind::Table { .. } => self.declare_derived(item, DerivedKind::Table),
                ItemKind::Criterion => self.declare_rule(item, RuleKind::Criterion),
                ItemKind::Checklist => self.declare_rule(item, RuleKind::Checklist),
                ItemKind::Scenario | ItemKind::Body | ItemKind::Milestone => self.declare_plan(item),
                ItemKind::Test => (!input.imported).then_some(Target::Test),
                ItemKind::Uncoded => {
                    self.declare_uncoded(item);
                    None
                }
                ItemKind::Dataset => self.declare_dataset(item),
                ItemKind::Use
                | ItemKind::Doctrine
                | ItemKind::Source
                | ItemKind::Actor
                | ItemKind::Unit
                | ItemKind::Choice { .. }
                | ItemKind::Error => None,
            };
            if let Some(target) = target {
                self.pending.push(Pending { input: index, item, target });
            }
        }
    }

    /// The name of an item that needs one; an item without it was reported when it was read.
    pub(super) fn named(&mut self, item: &ast::Item, space: Space) -> Option<(String, Span)> {
        let name = item.name.as_ref()?;
        let full = self.qualified(&name.text);
        self.declare(space, &full, name.span).then_some((full, name.span))
    }

    fn declare_doctrine(&mut self, item: &ast::Item) {
        self.allow(item, &[super::clauses::Allowed::Authority, super::clauses::Allowed::Common]);
        if self.program.doctrine.is_some() {
            // An imported doctrine keeps its own header; only a second one in the same doctrine is a mistake.
            if self.prefix.is_none()
                && self.program.doctrine.as_ref().is_some_and(|known| known.imported == self.imported)
            {
                self.report(NameProblem::TooManyDoctrines, item.keyword);
            }
            return;
        }
        let Some(name) = &item.name else { return };
        let authority = item.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Authority(text) => Some(text.text.clone()),
            _ => None,
        });
        let mut notes = Notes::default();
        for clause in &item.clauses {
            // What a doctrine stands in tension with would have to be declared before it.
            if matches!(clause.kind, ClauseKind::Ref(_) | ClauseKind::Remark(_) | ClauseKind::Vague(_)) {
                self.note(clause, &mut notes);
            }
        }
        self.program.doctrine = Some(Doctrine {
            name: name.text.clone(),
            title: item.title.as_ref().map(|title| title.text.clone()),
            authority,
            notes,
            at: self.loc(name.span),
            imported: self.imported,
        });
    }

    fn declare_source(&mut self, item: &ast::Item) {
        use super::clauses::Allowed as A;
        self.allow(item, &[A::Publisher, A::Date, A::Url, A::Sections, A::SourceText, A::Remark]);
        let Some((name, _)) = self.named(item, Space::Source) else { return };
        let mut source = Source {
            meta: self.meta(item, name.clone()),
            publisher: None,
            date: None,
            url: None,
            sections: Vec::new(),
            text: None,
        };
        for clause in &item.clauses {
            match &clause.kind {
                ClauseKind::Publisher(text) => source.publisher = Some(text.text.clone()),
                ClauseKind::Date(date) => source.date = Some(date.value),
                ClauseKind::Url(text) => source.url = Some(text.text.clone()),
                ClauseKind::SourceText(text) => source.text = Some((text.text.clone(), self.loc(text.span))),
                ClauseKind::Sections(sections) => source
                    .sections
                    .extend(sections.iter().map(|section| (section.id.text.clone(), section.title.text.clone()))),
                _ => {}
            }
        }
        let id = SourceId::new(self.program.sources.len());
        self.program.sources.push(source);
        self.source_names.insert(name, id);
    }

    fn declare_actor(&mut self, item: &ast::Item) {
        self.allow(item, &[super::clauses::Allowed::Role, super::clauses::Allowed::Common]);
        let Some((name, _)) = self.named(item, Space::Actor) else { return };
        let role = item.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Role(text) => Some(text.text.clone()),
            _ => None,
        });
        let id = ActorId::new(self.program.actors.len());
        let meta = self.meta(item, name.clone());
        self.program.actors.push(Actor { meta, role });
        // Rules of its own doctrine name it without what it is brought in under.
        let own = item.name.as_ref().map(|own| (own.text.clone(), ()));
        self.choice_value_names.extend(own.into_iter().chain([(name.clone(), ())]));
        self.actor_names.insert(name, id);
    }

    fn declare_unit(&mut self, item: &ast::Item) {
        use super::clauses::Allowed as A;
        self.allow(item, &[A::Plural, A::Symbol, A::Value, A::Remark]);
        let Some((name, _)) = self.named(item, Space::Type) else { return };
        let (mut plural, mut symbol, mut multiple) = (name.clone(), None, None);
        for clause in &item.clauses {
            match &clause.kind {
                ClauseKind::Plural(name) => plural.clone_from(&name.text),
                ClauseKind::Symbol(text) => symbol = Some(text.text.clone()),
                ClauseKind::Value {
                    value: ast::Expr { kind: ExprKind::Number { value, unit: Some(unit) }, .. },
                    ..
                } => {
                    let of = self.program.units.find(&unit.numerator.text).cloned();
                    match of {
                        Some(of) => multiple = Some((value.clone(), of)),
                        None => self.unknown_unit(&unit.numerator),
                    }
                }
                _ => {}
            }
        }
        let written = match &symbol {
            Some(symbol) => UnitSymbol::same(symbol),
            None => UnitSymbol { en: (name.clone(), plural.clone()), fr: (name.clone(), plural.clone()) },
        };
        let mut names = vec![name.as_str(), plural.as_str()];
        names.extend(symbol.as_deref());
        self.program.units.declare(&names, written, multiple.as_ref().map(|(count, of)| (count.clone(), of)));
        self.type_names.insert(name, NamedType::Unit);
    }

    fn declare_choice(&mut self, item: &ast::Item, ordered: bool) {
        use super::clauses::Allowed as A;
        self.allow(item, &[A::ChoiceValues, A::Common]);
        let Some((name, _)) = self.named(item, Space::Type) else { return };
        let written: Vec<&ast::ChoiceValue> = item
            .clauses
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::ChoiceValues(values) => Some(values),
                _ => None,
            })
            .flatten()
            .collect();
        if written.len() > 128 {
            self.report(NameProblem::TooManyValues { name: name.clone() }, item.keyword);
        }
        let mut values: Vec<ChoiceValue> = Vec::new();
        for value in written.iter().take(128) {
            if values.iter().any(|known| known.name == value.name.text) {
                self.report(NameProblem::Duplicate { name: value.name.text.clone() }, value.name.span);
                continue;
            }
            self.choice_value_names.insert(value.name.text.clone(), ());
            let becomes = value.becomes.iter().filter_map(|name| self.rank_among(name, &written)).collect();
            values.push(ChoiceValue {
                name: value.name.text.clone(),
                title: value.title.as_ref().map(|title| title.text.clone()),
                at: self.loc(value.span),
                period: Period { from: value.period.first_day(), until: value.period.last_day() },
                becomes,
            });
        }
        let id = ChoiceId::new(self.program.choices.len());
        let meta = self.meta(item, name.clone());
        self.program.choices.push(Choice { meta, ordered, values });
        self.type_names.insert(name, NamedType::Choice(id));
    }

    fn rank_among(&mut self, name: &ast::Name, values: &[&ast::ChoiceValue]) -> Option<u8> {
        let rank = values.iter().position(|value| value.name.text == name.text);
        if rank.is_none() {
            self.unknown(
                NameKind::ChoiceValue,
                &name.text,
                name.span,
                values.iter().map(|value| value.name.text.as_str()),
            );
        }
        rank.and_then(|rank| u8::try_from(rank).ok())
    }

    fn declare_record(&mut self, item: &ast::Item) {
        let Some((name, _)) = self.named(item, Space::Type) else { return };
        let id = RecordId::new(self.program.records.len());
        let meta = self.meta(item, name.clone());
        self.program.records.push(Record { meta, fields: Vec::new() });
        self.type_names.insert(name, NamedType::Record(id));
    }

    fn declare_group(&mut self, item: &ast::Item) -> Option<GroupId> {
        let (name, _) = self.named(item, Space::Value)?;
        let id = GroupId::new(self.program.groups.len());
        let meta = self.meta(item, name.clone());
        self.program.groups.push(Group { meta, facts: Vec::new() });
        self.program.values.insert(name.clone(), ValueRef::Group(id));
        for clause in &item.clauses {
            let ClauseKind::Fields(fields) = &clause.kind else { continue };
            for field in fields {
                let path = format!("{name}.{}", field.name.text);
                if !self.declare(Space::Value, &path, field.name.span) {
                    continue;
                }
                let fact = FactId::new(self.program.facts.len());
                let decl = self.empty_field(field);
                self.program.facts.push(Fact { path: path.clone(), origin: FactOrigin::Group(id), decl });
                self.program.values.insert(path, ValueRef::Fact(fact));
                if let Some(group) = self.program.groups.get_mut(id.index()) {
                    group.facts.push(fact);
                }
            }
        }
        Some(id)
    }

    fn declare_derived(&mut self, item: &ast::Item, kind: DerivedKind) -> Option<Target> {
        let (name, _) = self.named(item, Space::Value)?;
        let id = DerivedId::new(self.program.derived.len());
        let meta = self.meta(item, name.clone());
        let ty = match &item.ty {
            Some(ty) => self.lower_type(ty).0,
            None => Type::Error,
        };
        if item.ty.is_none() {
            let item_word = self.written(item.keyword);
            self.report(
                crate::diagnostic::problem::RuleProblem::MissingClause {
                    item: item_word,
                    clause: ": TYPE",
                    clause_fr: ": TYPE",
                },
                item.name.as_ref().map_or(item.keyword, |name| name.span),
            );
        }
        self.program.derived.push(Derived { kind, meta, ty, versions: Vec::new() });
        self.program.values.insert(name, ValueRef::Derived(id));
        Some(Target::Derived(id))
    }

    fn declare_rule(&mut self, item: &ast::Item, kind: RuleKind) -> Option<Target> {
        let (name, _) = self.named(item, Space::Value)?;
        let id = RuleId::new(self.program.rules.len());
        let meta = self.meta(item, name.clone());
        self.program.rules.push(Rule { kind, meta, versions: Vec::new() });
        self.program.values.insert(name, ValueRef::Rule(id));
        Some(Target::Rule(id))
    }

    fn declare_plan(&mut self, item: &ast::Item) -> Option<Target> {
        let (name, _) = self.named(item, Space::Value)?;
        let meta = self.meta(item, name.clone());
        let (value, target) = match item.kind {
            ItemKind::Scenario => {
                let rank = self.program.scenarios.len();
                self.program.scenarios.push(Scenario { meta, versions: Vec::new() });
                (ValueRef::Scenario(rank), Target::Scenario(rank))
            }
            ItemKind::Body => {
                let rank = self.program.bodies.len();
                let ty = Type::List(Box::new(Type::Date));
                let meetings = self.fact_of(&meta, Some(("meetings", "réunions")), ty, FactOrigin::Meetings(rank));
                self.program.bodies.push(Body { meta, meetings, versions: Vec::new() });
                (ValueRef::Body(rank), Target::Body(rank))
            }
            _ => {
                let rank = self.program.milestones.len();
                let reached = self.fact_of(&meta, None, Type::Date, FactOrigin::Reached(rank));
                let planned = Some(("planned", "prévu"));
                let planned = self.fact_of(&meta, planned, Type::Date, FactOrigin::Planned(rank));
                self.program.milestones.push(Milestone { meta, reached, planned, versions: Vec::new() });
                (ValueRef::Milestone(rank), Target::Milestone(rank))
            }
        };
        self.program.values.insert(name, value);
        Some(target)
    }

    /// A fact that comes with an item, under its name or as a field of it in both languages.
    fn fact_of(&mut self, meta: &Meta, field: Option<(&str, &str)>, ty: Type, origin: FactOrigin) -> FactId {
        let id = FactId::new(self.program.facts.len());
        let full = |field: &str| format!("{}.{field}", meta.name);
        let path = match (field, meta.lang) {
            (None, _) => meta.name.clone(),
            (Some((en, _)), Lang::En) => full(en),
            (Some((_, fr)), Lang::Fr) => full(fr),
        };
        for field in field.into_iter().flat_map(|(en, fr)| [en, fr]) {
            self.program.values.insert(full(field), ValueRef::Fact(id));
        }
        let decl = FieldDecl {
            name: path.clone(),
            title: meta.title.clone(),
            at: meta.at,
            item: meta.item,
            ty,
            judgement: None,
            question: None,
            hint: None,
            bounds: Vec::new(),
            step: None,
            optional: false,
            open: false,
            valid_for: None,
        };
        self.program.facts.push(Fact { path, origin, decl });
        id
    }

    fn declare_uncoded(&mut self, item: &ast::Item) {
        let because = item.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Because(text) => Some(text.text.clone()),
            _ => None,
        });
        let name = item.name.as_ref().map_or_else(String::new, |name| self.qualified(&name.text));
        let mut meta = self.meta(item, name);
        self.common_clauses(&item.clauses, &mut meta);
        self.program.uncoded.push(Uncoded { meta, because });
    }
}
