//! Types of expressions, bottom up, with the expected type passed down where it can settle the name of a choice value.

use crate::base::{Lang, Loc, Num, name};
use crate::diagnostic::problem::{NameKind, NameProblem, TypeProblem, Words};
use crate::diagnostic::{Diagnostic, Problem};
use crate::model::Program;
use crate::model::expr::{Aggregate, ExprKind, FieldRef, Function, LiteralUnit, Order};
use crate::model::ids::{ExprId, LocalId};
use crate::model::item::DerivedKind;
use crate::model::ty::Type;
use crate::model::unit::{self, Dimension};

pub(super) struct Checker {
    pub(super) program: Program,
    types: Vec<Type>,
    locals: Vec<Type>,
    diagnostics: Vec<Diagnostic>,
}

impl Checker {
    pub(super) fn new(program: Program) -> Self {
        let types = vec![Type::Error; program.exprs.len()];
        let locals = vec![Type::Error; program.locals.len()];
        Checker { program, types, locals, diagnostics: Vec::new() }
    }

    /// Goes on with a program that was checked, and to which expressions were added since.
    pub(super) fn resume(program: Program, mut types: Vec<Type>) -> Self {
        types.resize(program.exprs.len(), Type::Error);
        let locals = vec![Type::Error; program.locals.len()];
        Checker { program, types, locals, diagnostics: Vec::new() }
    }

    pub(super) fn finish(self) -> (Program, Vec<Type>, Vec<Diagnostic>) {
        (self.program, self.types, self.diagnostics)
    }

    pub(super) fn report(&mut self, problem: impl Into<Problem>, at: ExprId) {
        let at = self.program.at(at);
        self.diagnostics.push(Diagnostic::new(problem.into(), at));
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn words(&self, ty: &Type) -> Words {
        Words { en: ty.words(&self.program, Lang::En), fr: ty.words(&self.program, Lang::Fr) }
    }

    fn note(&mut self, id: ExprId, ty: Type) -> Type {
        if let Some(place) = self.types.get_mut(id.index()) {
            place.clone_from(&ty);
        }
        ty
    }

    pub(super) fn bind(&mut self, local: LocalId, ty: Type) {
        if let Some(place) = self.locals.get_mut(local.index()) {
            *place = ty;
        }
    }

    /// The type of an expression where nothing in particular is expected.
    pub(super) fn infer(&mut self, id: ExprId) -> Type {
        self.infer_expecting(id, None)
    }

    /// A condition; anything else is reported.
    pub(super) fn condition(&mut self, id: ExprId) {
        let found = self.infer_expecting(id, Some(&Type::Bool));
        if !matches!(found, Type::Bool | Type::Error) {
            let found = self.words(&found);
            self.report(TypeProblem::ConditionExpected { found }, id);
        }
    }

    pub(super) fn conditions(&mut self, ids: &[ExprId]) {
        for id in ids {
            self.condition(*id);
        }
    }

    /// A value that must fit `expected`; a misfit is reported once.
    pub(super) fn expect(&mut self, id: ExprId, expected: &Type) {
        let found = self.infer_expecting(id, Some(expected));
        if let Type::List(item) = expected
            && let ExprKind::List(parts) = self.program.kind(id).clone()
        {
            for part in parts {
                self.expect(part, item);
            }
            self.note(id, expected.clone());
            return;
        }
        self.fit(id, expected, &found);
    }

    /// Reports `found` at `id` unless it may stand where `expected` is asked for.
    fn fit(&mut self, id: ExprId, expected: &Type, found: &Type) {
        if assignable(expected, found) || self.literal_without_unit(id, expected, found) {
            return;
        }
        if let (Type::Quantity(_), Type::Quantity(_)) = (expected, found) {
            let (left, right) = (self.words(expected), self.words(found));
            self.report(TypeProblem::UnlikeUnits { left, right }, id);
            return;
        }
        let (left, right) = (self.words(expected), self.words(found));
        self.report(TypeProblem::UnlikeTypes { left, right }, id);
    }

    /// A bare number where a percentage or a quantity is asked for has its own message and fix.
    fn literal_without_unit(&mut self, id: ExprId, expected: &Type, found: &Type) -> bool {
        if !matches!(found, Type::Number | Type::Integer) {
            return false;
        }
        let ExprKind::Number { value, unit: LiteralUnit::Bare } = self.program.kind(id).clone() else { return false };
        let at = self.program.at(id);
        let lang = self.program.languages.get(&at.file).copied().unwrap_or_default();
        let end = Loc::new(at.file, at.span.at_end());
        let written = spelled(&value, lang);
        let sign = match lang {
            Lang::En => "%",
            Lang::Fr => " %",
        };
        match expected {
            Type::Percent => {
                let share = value < Num::ONE && !value.is_integer();
                let percent = if share { &value * &Num::from_i64(100) } else { value.clone() };
                let with = format!("{}{sign}", spelled(&percent, lang));
                let problem = TypeProblem::PercentWithoutSign { written, with: with.clone() };
                let diagnostic = Diagnostic::new(problem.into(), at);
                // 0.4 and 1 may be meant as parts of one; what is above cannot.
                self.push(if value > Num::ONE { diagnostic.fix(end, sign) } else { diagnostic.guess(at, with) });
                true
            }
            Type::Quantity(unit) => {
                let with = format!(" {}", unit.symbol.beside(lang, &value));
                let unit = self.words(expected);
                let problem = TypeProblem::NumberWithoutUnit { written, unit };
                // 3 may be meant in a smaller or a larger unit of the same kind.
                self.push(Diagnostic::new(problem.into(), at).guess(end, with));
                true
            }
            _ => false,
        }
    }

    pub(super) fn infer_expecting(&mut self, id: ExprId, expected: Option<&Type>) -> Type {
        let kind = self.program.kind(id).clone();
        let ty = self.infer_kind(id, &kind, expected);
        self.note(id, ty)
    }

    fn infer_kind(&mut self, id: ExprId, kind: &ExprKind, expected: Option<&Type>) -> Type {
        match kind {
            ExprKind::Error => Type::Error,
            ExprKind::Bool(_) => Type::Bool,
            ExprKind::Number { value, unit } => match unit {
                LiteralUnit::Bare if value.is_integer() => Type::Integer,
                LiteralUnit::Bare => Type::Number,
                LiteralUnit::Percent => Type::Percent,
                LiteralUnit::Unit(unit) => Type::Quantity(unit.clone()),
            },
            ExprKind::Text(text) => self.text(id, text, expected),
            ExprKind::Date(_) | ExprKind::Today => Type::Date,
            ExprKind::Choice(choice, _) => Type::Choice(*choice),
            ExprKind::Actor(_) => Type::Actor,
            ExprKind::ChoiceName(name) => self.choice_name(id, name, expected),
            ExprKind::Unspecified | ExprKind::Absent => expected.cloned().unwrap_or(Type::Error),
            ExprKind::Fact(fact) => self.value_or_choice(id, expected, |program| {
                program.fact(*fact).map_or(Type::Error, |fact| fact.decl.ty.clone())
            }),
            ExprKind::Derived(derived) => self.value_or_choice(id, expected, |program| {
                program.derived_item(*derived).map_or(Type::Error, |derived| derived.ty.clone())
            }),
            ExprKind::Rule(..) => self.value_or_choice(id, expected, |_| Type::Bool),
            ExprKind::Milestone(_) => self.value_or_choice(id, expected, |_| Type::Date),
            ExprKind::Local(local) => self.locals.get(local.index()).cloned().unwrap_or(Type::Error),
            ExprKind::Field(of, field) => self.field(id, *of, field),
            ExprKind::Negate(of) => self.numeric(*of),
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(id, *op, *left, *right),
            ExprKind::OrElse(parts) => self.alike(parts, expected),
            ExprKind::Compare(order, left, right) => {
                self.compare(*order, *left, *right);
                Type::Bool
            }
            ExprKind::Between(subject, low, high) => {
                self.compare(Order::AtLeast, *subject, *low);
                self.compare_known(Order::AtMost, *subject, *high);
                Type::Bool
            }
            ExprKind::OneOf { subject, values, .. } => self.one_of(*subject, values),
            ExprKind::Contains(subject, value) => {
                let of = self.infer(*subject);
                match of {
                    Type::List(item) => self.expect(*value, &item),
                    Type::Error => {
                        self.infer(*value);
                    }
                    _ => {
                        self.text_operand(*subject);
                        self.text_operand(*value);
                    }
                }
                Type::Bool
            }
            ExprKind::Under { subject, host: value, .. }
            | ExprKind::StartsWith(subject, value)
            | ExprKind::EndsWith(subject, value) => {
                self.text_operand(*subject);
                self.text_operand(*value);
                Type::Bool
            }
            ExprKind::Knowledge { subject, .. } | ExprKind::IsAbsent { subject, .. } => {
                self.infer(*subject);
                Type::Bool
            }
            ExprKind::Recurs { dates, every, since } => {
                self.expect(*dates, &Type::List(Box::new(Type::Date)));
                self.duration(*every);
                if let Some(since) = since {
                    self.date(*since);
                }
                Type::Bool
            }
            ExprKind::Not(of) => {
                self.condition(*of);
                Type::Bool
            }
            ExprKind::Logic(_, parts) | ExprKind::Combine(_, parts) => {
                self.conditions(parts);
                Type::Bool
            }
            ExprKind::If(condition, then, otherwise) => {
                self.condition(*condition);
                match otherwise {
                    Some(otherwise) => self.alike(&[*then, *otherwise], expected),
                    None => {
                        self.condition(*then);
                        Type::Bool
                    }
                }
            }
            ExprKind::Share { part, others, .. } => {
                let ty = self.numeric(*part);
                for other in others {
                    let found = self.infer(*other);
                    self.same_numbers(*other, &ty, &found);
                }
                Type::Percent
            }
            ExprKind::Call(function, parts) => self.call(*function, parts, expected),
            ExprKind::Quantified { var, list, condition, .. } => {
                let item = self.list_item(*list);
                self.bind(*var, item);
                self.condition(*condition);
                Type::Bool
            }
            ExprKind::Aggregated { aggregate, body, var, list, condition } => {
                self.aggregated(*aggregate, *body, *var, *list, *condition)
            }
            ExprKind::Selected { var, list, by, condition, .. } => {
                let item = self.list_item(*list);
                self.bind(*var, item.clone());
                if let Some(condition) = condition {
                    self.condition(*condition);
                }
                if let Some(by) = by {
                    let of = self.infer(*by);
                    self.ordered(*by, &of);
                }
                item
            }
            ExprKind::Record(fields) => self.record(id, fields, expected),
            ExprKind::List(parts) => {
                let item = match expected {
                    Some(Type::List(item)) => Some(item.as_ref().clone()),
                    _ => None,
                };
                Type::List(Box::new(self.alike(parts, item.as_ref())))
            }
        }
    }

    /// A record written out: each field is looked up in the record expected.
    fn record(&mut self, id: ExprId, fields: &[(FieldRef, ExprId)], expected: Option<&Type>) -> Type {
        let Some(Type::Record(record)) = expected else {
            let left = expected.map_or(Words { en: "value".into(), fr: "valeur".into() }, |ty| self.words(ty));
            let right = Words { en: "record".into(), fr: "fiche".into() };
            self.report(TypeProblem::UnlikeTypes { left, right }, id);
            return Type::Error;
        };
        let decls = self.program.record(*record).map(|record| record.fields.clone()).unwrap_or_default();
        let mut ranked = Vec::new();
        for (field, value) in fields {
            let rank = match field {
                FieldRef::Rank(rank) => Some(usize::from(*rank)),
                FieldRef::Name(name) => decls.iter().position(|decl| decl.name == *name),
            };
            match (rank.and_then(|rank| decls.get(rank)), field) {
                (Some(decl), _) => {
                    self.expect(*value, &decl.ty);
                    let rank = rank.and_then(|rank| u16::try_from(rank).ok()).unwrap_or(0);
                    ranked.push((FieldRef::Rank(rank), *value));
                }
                (None, FieldRef::Name(name)) => {
                    let suggestion =
                        name::did_you_mean(name, decls.iter().map(|decl| decl.name.as_str())).map(str::to_string);
                    let among = decls.iter().take(6).map(|decl| decl.name.clone()).collect();
                    let problem =
                        NameProblem::Unknown { expected: NameKind::Field, name: name.clone(), suggestion, among };
                    self.report(problem, id);
                    return Type::Error;
                }
                (None, FieldRef::Rank(_)) => {}
            }
        }
        self.settle(id, ExprKind::Record(ranked));
        Type::Record(*record)
    }

    /// A text where a choice is expected is the title of one of its values.
    fn text(&mut self, id: ExprId, text: &str, expected: Option<&Type>) -> Type {
        let Some(Type::Choice(choice)) = expected else { return Type::Text };
        let values = self.program.choice(*choice).map(|choice| choice.values.clone()).unwrap_or_default();
        let rank = values.iter().position(|value| value.title.as_deref() == Some(text));
        match rank.and_then(|rank| u8::try_from(rank).ok()) {
            Some(rank) => self.settle(id, ExprKind::Choice(*choice, rank)),
            None => self.unknown_choice(id, text, values.iter().filter_map(|value| value.title.as_deref())),
        }
        Type::Choice(*choice)
    }

    fn settle(&mut self, id: ExprId, kind: ExprKind) {
        if let Some(expr) = self.program.exprs.get_mut(id.index()) {
            expr.kind = kind;
        }
    }

    fn unknown_choice<'c>(&mut self, id: ExprId, name: &str, candidates: impl Iterator<Item = &'c str>) {
        let candidates: Vec<&str> = candidates.collect();
        let suggestion = name::did_you_mean(name, candidates.iter().copied()).map(str::to_string);
        let among = match &suggestion {
            None if candidates.len() <= 6 => candidates.iter().map(|&candidate| candidate.to_string()).collect(),
            _ => Vec::new(),
        };
        let at = self.program.at(id);
        let problem = NameProblem::Unknown {
            expected: NameKind::ChoiceValue,
            name: name.to_string(),
            suggestion: suggestion.clone(),
            among,
        };
        let mut diagnostic = Diagnostic::new(problem.into(), at);
        if let Some(suggestion) = suggestion {
            let is_text = matches!(self.program.kind(id), ExprKind::Text(_));
            diagnostic = diagnostic.guess(at, if is_text { format!("\"{suggestion}\"") } else { suggestion });
        }
        self.push(diagnostic);
        self.settle(id, ExprKind::Error);
    }

    /// The party that a bare name stands for: one of the doctrine in which it is written, before any of another.
    fn actor_named(&self, id: ExprId, name: &str) -> Option<usize> {
        let named = |name: &str| self.program.actors.iter().position(|actor| actor.meta.name == name);
        let prefix = self.program.prefixes.get(&self.program.at(id).file);
        prefix.and_then(|prefix| named(&format!("{prefix}.{name}"))).or_else(|| named(name))
    }

    fn choice_name(&mut self, id: ExprId, name: &str, expected: Option<&Type>) -> Type {
        match expected {
            Some(Type::Choice(choice)) => {
                let values = self.program.choice(*choice).map(|choice| choice.values.clone()).unwrap_or_default();
                let rank = values.iter().position(|value| value.name == name);
                match rank.and_then(|rank| u8::try_from(rank).ok()) {
                    Some(rank) => self.settle(id, ExprKind::Choice(*choice, rank)),
                    None => self.unknown_choice(id, name, values.iter().map(|value| value.name.as_str())),
                }
                Type::Choice(*choice)
            }
            Some(Type::Actor) => {
                let rank = self.actor_named(id, name);
                match rank.and_then(|rank| u8::try_from(rank).ok()) {
                    Some(rank) => self.settle(id, ExprKind::Actor(rank)),
                    None => {
                        let names: Vec<String> =
                            self.program.actors.iter().map(|actor| actor.meta.name.clone()).collect();
                        self.unknown_choice(id, name, names.iter().map(String::as_str));
                    }
                }
                Type::Actor
            }
            // What it is compared with was reported already.
            Some(Type::Error) => {
                self.settle(id, ExprKind::Error);
                Type::Error
            }
            _ => {
                self.report(TypeProblem::ChoiceOfNoChoice { name: name.to_string() }, id);
                self.settle(id, ExprKind::Error);
                Type::Error
            }
        }
    }

    /// A bare name that is both a value and a choice value is the latter where that choice is expected.
    fn value_or_choice(&mut self, id: ExprId, expected: Option<&Type>, ty: impl Fn(&Program) -> Type) -> Type {
        let own = ty(&self.program);
        if let Some(expected @ (Type::Choice(_) | Type::Actor)) = expected
            && own != *expected
            && let Some(name) = self.program.shadowed.get(&id).cloned()
        {
            return self.choice_name(id, &name, Some(expected));
        }
        own
    }

    fn field(&mut self, id: ExprId, of: ExprId, field: &FieldRef) -> Type {
        let record = match self.infer(of) {
            Type::Record(record) => record,
            Type::Error => return Type::Error,
            _ => {
                let FieldRef::Name(name) = field else { return Type::Error };
                self.report(
                    NameProblem::Unknown {
                        expected: NameKind::Field,
                        name: name.clone(),
                        suggestion: None,
                        among: Vec::new(),
                    },
                    id,
                );
                return Type::Error;
            }
        };
        let fields = self.program.record(record).map(|record| record.fields.clone()).unwrap_or_default();
        let rank = match field {
            FieldRef::Rank(rank) => Some(usize::from(*rank)),
            FieldRef::Name(name) => fields.iter().position(|field| field.name == *name),
        };
        match (rank.and_then(|rank| fields.get(rank)), field) {
            (Some(decl), _) => {
                let rank = rank.and_then(|rank| u16::try_from(rank).ok()).unwrap_or(0);
                self.settle(id, ExprKind::Field(of, FieldRef::Rank(rank)));
                decl.ty.clone()
            }
            (None, FieldRef::Name(name)) => {
                let suggestion =
                    name::did_you_mean(name, fields.iter().map(|field| field.name.as_str())).map(str::to_string);
                let among = fields.iter().take(6).map(|field| field.name.clone()).collect();
                self.report(
                    NameProblem::Unknown { expected: NameKind::Field, name: name.clone(), suggestion, among },
                    id,
                );
                Type::Error
            }
            (None, FieldRef::Rank(_)) => Type::Error,
        }
    }

    pub(super) fn numeric(&mut self, id: ExprId) -> Type {
        let found = self.infer(id);
        if found.is_numeric() {
            return found;
        }
        let words = self.words(&found);
        self.report(TypeProblem::NumberExpected { found: words }, id);
        Type::Error
    }

    /// A date; anything else is reported.
    pub(super) fn date(&mut self, id: ExprId) {
        let found = self.infer_expecting(id, Some(&Type::Date));
        if !assignable(&Type::Date, &found) {
            let found = self.words(&found);
            self.report(TypeProblem::DateExpected { found }, id);
        }
    }

    fn text_operand(&mut self, id: ExprId) {
        let found = self.infer(id);
        if !matches!(found, Type::Text | Type::Error) {
            let found = self.words(&found);
            self.report(TypeProblem::TextExpected { found }, id);
        }
    }

    pub(super) fn duration(&mut self, id: ExprId) {
        match self.infer(id) {
            Type::Error => {}
            Type::Quantity(unit)
                if unit.dimension == Dimension::base(unit::DAY) || unit.dimension == Dimension::base(unit::MONTH) => {}
            found => {
                let left = Words { en: "months".into(), fr: "mois".into() };
                let right = self.words(&found);
                self.report(TypeProblem::UnlikeUnits { left, right }, id);
            }
        }
    }

    /// Parts of one type: the first that has one says which, unless one is expected.
    fn alike(&mut self, parts: &[ExprId], expected: Option<&Type>) -> Type {
        let mut common = expected.cloned();
        for part in parts {
            if common.is_none() && !matches!(self.program.kind(*part), ExprKind::ChoiceName(_)) {
                let found = self.infer(*part);
                common = (!found.is_error()).then_some(found);
            }
        }
        let Some(mut common) = common else {
            for part in parts {
                self.infer(*part);
            }
            return Type::Error;
        };
        for part in parts {
            let found = self.infer_expecting(*part, Some(&common));
            if common.is_numeric() && found.is_numeric() && expected.is_none() {
                self.same_numbers(*part, &common, &found);
                common = wider(&common, &found);
            } else {
                self.fit(*part, &common, &found);
            }
        }
        common
    }

    fn one_of(&mut self, subject: ExprId, values: &[ExprId]) -> Type {
        let ty = self.infer(subject);
        for value in values {
            let found = self.infer_expecting(*value, Some(&ty));
            match (&ty, &found) {
                // `is one of (list)` with one list in brackets, or a parameter that is a list.
                (_, Type::List(item)) if !matches!(ty, Type::List(_)) => match item.is_numeric() && ty.is_numeric() {
                    true => self.same_numbers(*value, &ty, item),
                    false => self.fit(*value, &ty, item),
                },
                _ if ty.is_numeric() && found.is_numeric() => self.same_numbers(*value, &ty, &found),
                _ => self.fit(*value, &ty, &found),
            }
        }
        Type::Bool
    }

    fn compare(&mut self, order: Order, left: ExprId, right: ExprId) {
        // The side that names a choice value learns its choice from the other.
        if matches!(self.program.kind(left), ExprKind::ChoiceName(_) | ExprKind::Text(_)) {
            let ty = self.infer(right);
            let left_ty = self.infer_expecting(left, Some(&ty));
            self.comparable(order, right, &ty, &left_ty);
            return;
        }
        self.infer(left);
        self.compare_known(order, left, right);
    }

    /// Compares with a left side whose type is noted already.
    fn compare_known(&mut self, order: Order, left: ExprId, right: ExprId) {
        let left_ty = self.types.get(left.index()).cloned().unwrap_or(Type::Error);
        let found = self.infer_expecting(right, Some(&left_ty));
        if left_ty.is_numeric() && found.is_numeric() {
            if matches!(left_ty, Type::Integer | Type::Number) && self.literal_without_unit(left, &found, &left_ty) {
                return;
            }
            self.same_numbers(right, &left_ty, &found);
            return;
        }
        if let (ExprKind::Rule(rule, _), true) = (self.program.kind(left), found.is_numeric()) {
            let name = self.program.rule(*rule).map_or_else(String::new, |rule| rule.meta.name.clone());
            self.report(TypeProblem::VerdictIsNoNumber { name }, left);
            return;
        }
        self.comparable(order, right, &left_ty, &found);
    }

    fn comparable(&mut self, order: Order, right: ExprId, left: &Type, found: &Type) {
        if left.is_error() || found.is_error() {
            return;
        }
        if left != found {
            self.fit(right, left, found);
            return;
        }
        if matches!(order, Order::Equal | Order::NotEqual) {
            return;
        }
        self.ordered(right, left);
    }

    /// Reports a type whose values have no order, where one is needed.
    fn ordered(&mut self, id: ExprId, ty: &Type) {
        let ordered = match ty {
            Type::Date
            | Type::Error
            | Type::Number
            | Type::Integer
            | Type::Percent
            | Type::Ratio
            | Type::Quantity(_) => true,
            Type::Choice(choice) => self.program.choice(*choice).is_some_and(|choice| choice.ordered),
            Type::Bool | Type::Text | Type::Actor | Type::Record(_) | Type::List(_) => false,
        };
        if !ordered {
            let found = self.words(ty);
            self.report(TypeProblem::NotOrdered { found }, id);
        }
    }

    /// Two numbers that meet in a comparison or a sum.
    pub(super) fn same_numbers(&mut self, id: ExprId, left: &Type, found: &Type) {
        if numbers_alike(left, found) || self.literal_without_unit(id, left, found) {
            return;
        }
        let (left_words, right) = (self.words(left), self.words(found));
        match (left, found) {
            (Type::Quantity(_), _) | (_, Type::Quantity(_)) => {
                self.report(TypeProblem::UnlikeUnits { left: left_words, right }, id);
            }
            _ => self.report(TypeProblem::UnlikeTypes { left: left_words, right }, id),
        }
    }

    fn call(&mut self, function: Function, parts: &[ExprId], expected: Option<&Type>) -> Type {
        let of = |rank: u16| Dimension::base(rank);
        match function {
            Function::Min | Function::Max => {
                if let [only] = parts
                    && let Type::List(item) = self.infer(*only)
                {
                    self.ordered(*only, &item);
                    return *item;
                }
                let of = self.alike(parts, expected.filter(|ty| !matches!(ty, Type::Bool)));
                if let Some(first) = parts.first() {
                    self.ordered(*first, &of);
                }
                of
            }
            Function::Round | Function::Floor | Function::Ceil => match parts.first().map(|part| self.numeric(*part)) {
                Some(Type::Number | Type::Ratio) => Type::Integer,
                Some(ty) => ty,
                None => Type::Error,
            },
            Function::Abs => parts.first().map_or(Type::Error, |part| self.numeric(*part)),
            Function::DaysBetween | Function::MonthsBetween | Function::YearsBetween => {
                for part in parts {
                    self.date(*part);
                }
                let spelling = match function {
                    Function::DaysBetween => "days",
                    Function::MonthsBetween => "months",
                    _ => "years",
                };
                let rank = if function == Function::DaysBetween { unit::DAY } else { unit::MONTH };
                let unit = self.program.units.find(spelling).cloned();
                Type::Quantity(unit.unwrap_or_else(|| self.program.units.of_dimension(&of(rank))))
            }
            Function::DateOf => {
                for part in parts {
                    self.infer(*part);
                }
                Type::Date
            }
        }
    }

    pub(super) fn list_item(&mut self, list: ExprId) -> Type {
        match self.infer(list) {
            Type::List(item) => *item,
            Type::Error => Type::Error,
            found => {
                let found = self.words(&found);
                self.report(TypeProblem::ListExpected { found }, list);
                Type::Error
            }
        }
    }

    fn aggregated(
        &mut self,
        aggregate: Aggregate,
        body: Option<ExprId>,
        var: Option<LocalId>,
        list: ExprId,
        condition: Option<ExprId>,
    ) -> Type {
        let item = self.list_item(list);
        if let Some(var) = var {
            self.bind(var, item.clone());
        }
        if let Some(condition) = condition {
            self.condition(condition);
        }
        let of = body.map_or(item, |body| self.infer(body));
        match aggregate {
            Aggregate::Count => Type::Integer,
            Aggregate::Values => Type::List(Box::new(of)),
            Aggregate::Min | Aggregate::Max => {
                self.ordered(body.unwrap_or(list), &of);
                of
            }
            Aggregate::Sum => {
                if !of.is_numeric() {
                    let found = self.words(&of);
                    self.report(TypeProblem::NumberExpected { found }, body.unwrap_or(list));
                    return Type::Error;
                }
                of
            }
        }
    }

    /// Whether a derived value is a constant: a parameter.
    pub(super) fn is_parameter(&self, id: crate::model::ids::DerivedId) -> bool {
        self.program.derived_item(id).is_some_and(|derived| derived.kind == DerivedKind::Parameter)
    }
}

/// Whether a value of type `found` may stand where `expected` is declared.
pub(super) fn assignable(expected: &Type, found: &Type) -> bool {
    match (expected, found) {
        (Type::Error, _) | (_, Type::Error) => true,
        (Type::Number, Type::Integer | Type::Ratio) | (Type::Percent, Type::Ratio) => true,
        (Type::Quantity(left), Type::Quantity(right)) => left.alike(right),
        (Type::List(left), Type::List(right)) => assignable(left, right),
        _ => expected == found,
    }
}

/// Whether two numbers may be compared or added.
pub(super) fn numbers_alike(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Quantity(left), Type::Quantity(right)) => left.alike(right),
        (Type::Error, _) | (_, Type::Error) => true,
        (Type::Quantity(_), _) | (_, Type::Quantity(_)) => false,
        (Type::Percent, Type::Number | Type::Integer) | (Type::Number | Type::Integer, Type::Percent) => false,
        _ => true,
    }
}

/// The type of a sum of two alike numbers.
pub(super) fn wider(left: &Type, right: &Type) -> Type {
    match (left, right) {
        (Type::Error, other) | (other, Type::Error) => other.clone(),
        (Type::Percent, _) | (_, Type::Percent) => Type::Percent,
        (Type::Integer, Type::Integer) => Type::Integer,
        (Type::Ratio, Type::Ratio | Type::Integer) | (Type::Integer, Type::Ratio) => Type::Ratio,
        (Type::Quantity(_), _) => left.clone(),
        _ => Type::Number,
    }
}

/// A literal as it may be written in a file: thousands stand apart by a space, never by a comma.
fn spelled(value: &Num, lang: Lang) -> String {
    match lang {
        Lang::En => value.to_decimal(lang, 6).0.replace(',', " "),
        Lang::Fr => value.to_decimal(lang, 6).0,
    }
}
