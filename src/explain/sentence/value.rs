//! Values in words: figures, facts, what is worked out from them.

use super::noun::{Article, Noun};
use super::phrase::{Clause, Phrase};
use super::{Mood, Writer};
use crate::base::{Lang, MonthOrDay};
use crate::eval::words::{date_text, exact_text, written_date_text};
use crate::model::ValueRef;
use crate::model::expr::{Aggregate, ArithmeticOp, ExprKind, FieldRef, Function, LiteralUnit};
use crate::model::ids::{DerivedId, ExprId};
use crate::model::item::{Body, DerivedKind, DerivedVersion, Period};
use crate::model::plan::GivenValue;
use crate::model::ty::Type;

/// A parameter with more values than this is told by its title alone.
const MOST_VALUES: usize = 3;

impl Writer<'_> {
    /// A value as a noun.
    pub(super) fn value(&self, id: ExprId) -> Noun {
        let bare = |phrase: Phrase| Noun::bare(phrase);
        match self.kind(id) {
            ExprKind::Number { value, unit } => {
                bare(Phrase::text(exact_text(value, &self.literal_type(id, unit), self.lang)))
            }
            ExprKind::Bool(true) => bare(self.text("yes", "oui")),
            ExprKind::Bool(false) => bare(self.text("no", "non")),
            ExprKind::Text(text) => bare(self.own(text, self.lang_of(id))),
            ExprKind::Date(MonthOrDay::Day(day)) if self.lang == Lang::Fr => {
                Noun::with(Article::Le, Phrase::text(date_text(*day, self.lang)))
            }
            ExprKind::Date(date) => bare(Phrase::text(written_date_text(*date, self.lang))),
            ExprKind::Choice(choice, rank) => {
                let choice = self.program.choice(*choice);
                let value = choice.and_then(|choice| choice.values.get(usize::from(*rank)));
                let lang = choice.map_or(self.lang, |choice| choice.meta.lang);
                bare(value.map(|value| self.own(value.label(), lang)).unwrap_or_default())
            }
            ExprKind::Actor(rank) => {
                let actor = self.program.actors.get(usize::from(*rank));
                bare(actor.map(|actor| self.own(actor.meta.label(), actor.meta.lang)).unwrap_or_default())
            }
            ExprKind::ChoiceName(name) => bare(Phrase::text(name.clone())),
            ExprKind::Unspecified => bare(self.text("what the text does not say", "ce que le texte ne précise pas")),
            ExprKind::Absent => bare(self.text("none", "absent")),
            ExprKind::Today => match self.lang {
                Lang::En => bare(Phrase::text("today")),
                Lang::Fr => Noun::with(Article::La, Phrase::text("date du jour")),
            },
            ExprKind::Fact(fact) => self.named(ValueRef::Fact(*fact)),
            ExprKind::Derived(derived) => self.named(ValueRef::Derived(*derived)),
            ExprKind::Milestone(rank) => {
                let name = self.quoted_name(ValueRef::Milestone(*rank));
                self.feminine("date on which @0 is reached", "date à laquelle @0 est atteint", &[name])
            }
            ExprKind::Local(var) => match self.var(*var) {
                Some(var) => bare(var),
                None => bare(self.text("this element", "cet élément")),
            },
            ExprKind::Field(of, field) => self.field_of(*of, field),
            ExprKind::Negate(of) => bare(Phrase::text("−").then(self.operand(*of))),
            ExprKind::Arithmetic(ArithmeticOp::Divide, left, right) if self.is_fraction(id) => {
                bare(self.value(*left).plain().then_text("/").then(self.value(*right).plain()))
            }
            ExprKind::Arithmetic(op, left, right) => {
                let sign = match op {
                    ArithmeticOp::Add => " + ",
                    ArithmeticOp::Subtract => " − ",
                    ArithmeticOp::Multiply => " × ",
                    ArithmeticOp::Divide => " ÷ ",
                };
                bare(self.operand(*left).then_text(sign).then(self.operand(*right)))
            }
            ExprKind::OrElse(parts) => {
                let mut parts = parts.iter().map(|part| self.value(*part).plain());
                let first = parts.next().unwrap_or_default();
                bare(parts.fold(first, |all, part| all.then(self.fill(", or else @0", ", à défaut @0", &[part]))))
            }
            ExprKind::If(condition, then, otherwise) => bare(self.one_of_two(*condition, *then, *otherwise)),
            ExprKind::Share { part, others, part_listed } => self.share(*part, others, *part_listed),
            ExprKind::Call(function, parts) => self.call(*function, parts, id),
            ExprKind::Aggregated { .. } | ExprKind::Selected { .. } => self.of_list(id),
            ExprKind::List(parts) => {
                let parts: Vec<Phrase> = parts.iter().map(|part| self.value(*part).plain()).collect();
                match parts.is_empty() {
                    true => bare(self.text("nothing", "rien")),
                    false => bare(Phrase::joined(parts, self.and())),
                }
            }
            ExprKind::Record(fields) => bare(self.record(fields)),
            ExprKind::Error => bare(self.text("(this part could not be read)", "(cette partie n’a pas pu être lue)")),
            ExprKind::Rule(..)
            | ExprKind::Compare(..)
            | ExprKind::Between(..)
            | ExprKind::OneOf { .. }
            | ExprKind::Contains(..)
            | ExprKind::Under { .. }
            | ExprKind::StartsWith(..)
            | ExprKind::EndsWith(..)
            | ExprKind::Knowledge { .. }
            | ExprKind::IsAbsent { .. }
            | ExprKind::Recurs { .. }
            | ExprKind::Not(_)
            | ExprKind::Logic(..)
            | ExprKind::Combine(..)
            | ExprKind::Quantified { .. } => {
                bare(self.fill("whether @0", "oui ou non, selon que\u{a0}: @0", &[self.line(id, Mood::Is)]))
            }
        }
    }

    /// Whether it is a fraction as people write it: `2/5`.
    fn is_fraction(&self, id: ExprId) -> bool {
        let ExprKind::Arithmetic(ArithmeticOp::Divide, left, right) = self.kind(id) else { return false };
        [left, right].iter().all(|part| matches!(self.kind(**part), ExprKind::Number { unit: LiteralUnit::Bare, .. }))
    }

    /// A value that stands for itself, on several lines where it goes case by case.
    pub(super) fn value_clause(&self, id: ExprId) -> Clause {
        match self.kind(id) {
            ExprKind::If(_, _, Some(_)) if !self.is_bool(id) => self.cases(id),
            ExprKind::Unspecified => Clause::Plain(self.text("the text does not say", "le texte ne le précise pas")),
            ExprKind::Bool(value) => Clause::Plain(match value {
                true => self.text("yes", "oui"),
                false => self.text("no", "non"),
            }),
            ExprKind::Fact(_) | ExprKind::Derived(_) | ExprKind::Field(..) | ExprKind::Local(_) => {
                Clause::Plain(self.value(id).plain())
            }
            _ if self.is_bool(id) => self.clause(id, Mood::Is, false).after(&self.text("yes if ", "oui si ")),
            _ => Clause::Plain(self.value(id).plain()),
        }
    }

    fn cases(&self, id: ExprId) -> Clause {
        let (mut items, mut last) = (Vec::new(), id);
        while let ExprKind::If(condition, then, Some(next)) = self.kind(last) {
            let parts = [self.value(*then).plain(), self.line(*condition, Mood::Is)];
            items.push(Clause::Plain(self.fill("@0, if @1", "@0, si @1", &parts)));
            last = *next;
        }
        items.push(Clause::Plain(self.fill("@0, otherwise", "@0, sinon", &[self.value(last).plain()])));
        Clause::List { head: self.text("case by case:", "selon le cas\u{a0}:"), items }
    }

    fn one_of_two(&self, condition: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Phrase {
        let then = self.value(then).plain();
        let condition = self.line(condition, Mood::Is);
        match otherwise {
            Some(otherwise) => {
                let otherwise = self.value(otherwise).plain();
                self.fill("(@0 if @1, otherwise @2)", "(@0 si @1, sinon @2)", &[then, condition, otherwise])
            }
            None => self.fill("(@0 if @1)", "(@0 si @1)", &[then, condition]),
        }
    }

    /// A part of a sum or a product, in brackets where the signs would be misread.
    fn operand(&self, id: ExprId) -> Phrase {
        let phrase = self.value(id).plain();
        match self.kind(id) {
            ExprKind::Arithmetic(..) | ExprKind::Negate(_) | ExprKind::OrElse(_) => phrase.in_brackets(),
            _ => phrase,
        }
    }

    /// The type that tells the unit a literal was written with, when nothing around it does.
    fn literal_type(&self, id: ExprId, unit: &LiteralUnit) -> Type {
        match unit {
            LiteralUnit::Percent => Type::Percent,
            LiteralUnit::Unit(unit) => Type::Quantity(unit.clone()),
            // A plain fraction where a percentage is expected is shown as one.
            LiteralUnit::Bare => match self.ty(id) {
                Type::Percent => Type::Percent,
                Type::Quantity(unit) => Type::Quantity(unit.clone()),
                _ => Type::Number,
            },
        }
    }

    fn lang_of(&self, id: ExprId) -> Lang {
        let file = self.expr(id).map(|expr| expr.at.file);
        file.and_then(|file| self.program.languages.get(&file)).copied().unwrap_or(self.lang)
    }

    pub(super) fn and(&self) -> &'static str {
        match self.lang {
            Lang::En => "and",
            Lang::Fr => "et",
        }
    }

    fn masculine(&self, en: &str, fr: &str, parts: &[Phrase]) -> Noun {
        let article = if self.lang == Lang::Fr { Article::Le } else { Article::The };
        Noun::with(article, self.fill(en, fr, parts))
    }

    fn feminine(&self, en: &str, fr: &str, parts: &[Phrase]) -> Noun {
        let article = if self.lang == Lang::Fr { Article::La } else { Article::The };
        Noun::with(article, self.fill(en, fr, parts))
    }

    /// A field of the element that is spoken of, or of something else.
    fn field_of(&self, of: ExprId, field: &FieldRef) -> Noun {
        let noun = match (self.field(of, field), field) {
            (Some(decl), _) => self.field_noun(decl),
            (None, FieldRef::Name(name)) => Noun::bare(Phrase::text(name.clone())),
            (None, FieldRef::Rank(_)) => Noun::bare(Phrase::default()),
        };
        if matches!(self.kind(of), ExprKind::Local(_)) && !self.named {
            return noun;
        }
        let owner = self.value(of).of(self.lang);
        Noun { article: noun.article, words: noun.words.then_text(" ").then(owner) }
    }

    fn share(&self, part: ExprId, others: &[ExprId], part_listed: bool) -> Noun {
        let of_part = self.value(part).of(self.lang);
        let whole = part_listed.then_some(part).into_iter().chain(others.iter().copied());
        let whole: Vec<Phrase> = whole.map(|part| self.value(part).plain()).collect();
        let whole = Phrase::joined(whole, self.and());
        self.feminine("share @0 in the whole of @1", "part @0 dans l’ensemble formé par @1", &[of_part, whole])
    }

    fn call(&self, function: Function, parts: &[ExprId], id: ExprId) -> Noun {
        let nouns: Vec<Phrase> = parts.iter().map(|part| self.value(*part).plain()).collect();
        let all = [Phrase::joined(nouns.clone(), self.and())];
        let of_first = parts.first().map(|part| self.value(*part).of(self.lang)).unwrap_or_default();
        let is_date = self.ty(id) == &Type::Date;
        match function {
            Function::Min if is_date => self.feminine("earliest of @0", "première de ces dates\u{a0}: @0", &all),
            Function::Max if is_date => self.feminine("latest of @0", "dernière de ces dates\u{a0}: @0", &all),
            Function::Min => self.feminine("smallest of @0", "plus petite de ces valeurs\u{a0}: @0", &all),
            Function::Max => self.feminine("largest of @0", "plus grande de ces valeurs\u{a0}: @0", &all),
            Function::Round => self.feminine("nearest whole value @0", "valeur arrondie @0", &[of_first]),
            Function::Floor => {
                self.feminine("whole value @0, rounded down", "valeur @0, arrondie à l’entier inférieur", &[of_first])
            }
            Function::Ceil => {
                self.feminine("whole value @0, rounded up", "valeur @0, arrondie à l’entier supérieur", &[of_first])
            }
            Function::Abs => self.feminine("size @0, whatever its sign", "valeur absolue @0", &[of_first]),
            Function::DaysBetween => self.masculine("number of days between @0", "nombre de jours entre @0", &all),
            Function::MonthsBetween => {
                self.masculine("number of whole months between @0", "nombre de mois entiers entre @0", &all)
            }
            Function::YearsBetween => {
                self.masculine("number of whole years between @0", "nombre d’années entières entre @0", &all)
            }
            Function::DateOf => self.feminine("date on which @0 was told", "date à laquelle @0 a été dit", &all),
        }
    }

    /// What is drawn from a list: a count, a sum, its first element…
    fn of_list(&self, id: ExprId) -> Noun {
        match self.kind(id) {
            ExprKind::Aggregated { aggregate, body, var, list, condition } => {
                let elements = self.elements(*list, var.and_then(|var| self.var(var)), *condition);
                let Some(body) = body else {
                    return self.aggregate(*aggregate, None, elements, self.item_is_date(*list));
                };
                let is_date = self.ty(*body) == &Type::Date;
                self.aggregate(*aggregate, Some(self.value(*body)), elements, is_date)
            }
            ExprKind::Selected { last, var, list, by, condition } => {
                let elements = self.elements(*list, self.var(*var), *condition);
                let by = by.map(|by| {
                    self.fill(", in the order of @0", ", dans l’ordre de\u{a0}: @0", &[self.value(by).plain()])
                });
                let noun = match last {
                    true => self.masculine("last element @0", "dernier élément @0", &[elements]),
                    false => self.masculine("first element @0", "premier élément @0", &[elements]),
                };
                Noun { article: noun.article, words: noun.words.then(by.unwrap_or_default()) }
            }
            _ => Noun::bare(Phrase::default()),
        }
    }

    fn item_is_date(&self, list: ExprId) -> bool {
        matches!(self.ty(list), Type::List(item) if item.as_ref() == &Type::Date)
    }

    /// `de « Les phases » où « Premier jour » est…`, after a word such as `éléments`.
    fn elements(&self, list: ExprId, var: Option<Phrase>, condition: Option<ExprId>) -> Phrase {
        let of = self.value(list).of(self.lang);
        let of = match var {
            Some(var) => var.then_text(" ").then(of),
            None => of,
        };
        match condition {
            Some(condition) => self.fill("@0 where @1", "@0 où @1", &[of, self.line(condition, Mood::Is)]),
            None => of,
        }
    }

    fn aggregate(&self, aggregate: Aggregate, body: Option<Noun>, elements: Phrase, is_date: bool) -> Noun {
        let Some(body) = body else {
            let parts = [elements];
            return match aggregate {
                Aggregate::Count => self.masculine("number of elements @0", "nombre d’éléments @0", &parts),
                Aggregate::Sum => self.feminine("sum of the elements @0", "somme des éléments @0", &parts),
                Aggregate::Min if is_date => self.feminine("earliest date @0", "première date @0", &parts),
                Aggregate::Max if is_date => self.feminine("latest date @0", "dernière date @0", &parts),
                Aggregate::Min => self.feminine("smallest value @0", "plus petite valeur @0", &parts),
                Aggregate::Max => self.feminine("largest value @0", "plus grande valeur @0", &parts),
                Aggregate::Values => self.feminine("list of the elements @0", "liste des éléments @0", &parts),
            };
        };
        let of_body = body.clone().of(self.lang);
        match aggregate {
            Aggregate::Count => self.masculine("number of elements @0", "nombre d’éléments @0", &[elements]),
            Aggregate::Sum => {
                self.feminine("sum @0 over the elements @1", "somme @0, pour les éléments @1", &[of_body, elements])
            }
            Aggregate::Min if is_date => self.feminine(
                "earliest value @0 among the elements @1",
                "plus ancienne valeur @0 parmi les éléments @1",
                &[of_body, elements],
            ),
            Aggregate::Max if is_date => self.feminine(
                "latest value @0 among the elements @1",
                "plus récente valeur @0 parmi les éléments @1",
                &[of_body, elements],
            ),
            Aggregate::Min => self.feminine(
                "smallest value @0 among the elements @1",
                "plus petite valeur @0 parmi les éléments @1",
                &[of_body, elements],
            ),
            Aggregate::Max => self.feminine(
                "largest value @0 among the elements @1",
                "plus grande valeur @0 parmi les éléments @1",
                &[of_body, elements],
            ),
            Aggregate::Values => self.feminine(
                "list of values @0 over the elements @1",
                "liste des valeurs @0, pour les éléments @1",
                &[of_body, elements],
            ),
        }
    }

    fn record(&self, fields: &[(FieldRef, ExprId)]) -> Phrase {
        let values = fields.iter().map(|(_, value)| self.value(*value).plain()).collect();
        Phrase::joined(values, self.and()).in_brackets()
    }

    /// A figure with its unit, or a name; a parameter with its value, which is what readers look for.
    pub(super) fn with_value(&self, id: ExprId) -> Phrase {
        let ExprKind::Derived(derived) = self.kind(id) else { return self.value(id).plain() };
        let name = self.value(id).plain();
        match self.parameter_values(*derived) {
            Some((Some(value), None)) => self.fill("@0 (@1)", "@0 (@1)", &[value, name]),
            Some((_, Some(values))) => self.fill("@0 (@1)", "@0 (@1)", &[name, values]),
            Some((None, None)) | None => name,
        }
    }

    /// Whether [`Writer::with_value`] opens with a figure.
    pub(super) fn opens_with_figure(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Number { .. } => true,
            ExprKind::Arithmetic(..) => self.is_fraction(id),
            ExprKind::Derived(derived) => matches!(self.parameter_values(*derived), Some((Some(_), None))),
            _ => false,
        }
    }

    /// After `à`, with the values of a parameter.
    pub(super) fn at_with_value(&self, id: ExprId) -> Phrase {
        let at = self.value(id).at();
        let ExprKind::Derived(derived) = self.kind(id) else { return at };
        match self.parameter_values(*derived) {
            Some((_, Some(values))) => self.fill("@0 (@1)", "@0 (@1)", &[at, values]),
            Some((_, None)) | None => at,
        }
    }

    /// The one value of a parameter, or its few values with their dates.
    fn parameter_values(&self, id: DerivedId) -> Option<(Option<Phrase>, Option<Phrase>)> {
        let parameter = self.program.derived_item(id).filter(|item| item.kind == DerivedKind::Parameter)?;
        let mut told: Vec<(Phrase, &DerivedVersion)> = Vec::new();
        for version in parameter.versions.iter().filter(|version| overlaps(&version.period, &self.within)) {
            let Body::Expr(body) = version.body else { return None };
            if matches!(self.kind(body), ExprKind::Unspecified) {
                let open = self.text("the text does not say which", "le texte ne dit pas lequel");
                return Some((None, Some(open)));
            }
            told.push((self.value(body).plain(), version));
        }
        let (first, _) = told.first()?;
        if told.iter().all(|(value, _)| value == first) {
            return Some((Some(first.clone()), None));
        }
        if told.len() > MOST_VALUES {
            let now = told.iter().find(|(_, version)| version.period.holds(self.day))?;
            let day = Phrase::text(date_text(self.day, self.lang));
            return Some((None, Some(self.fill("@0 on @1", "@0 le @1", &[now.0.clone(), day]))));
        }
        let mut values = Phrase::default();
        for (rank, (value, version)) in told.iter().enumerate() {
            if rank > 0 {
                values.push_text(", ");
            }
            values.push(value.clone().then(self.period(&version.period)));
        }
        Some((None, Some(values)))
    }

    /// ` à partir du 1er janvier 2025`
    fn period(&self, period: &Period) -> Phrase {
        let day = |day: crate::base::Date| Phrase::text(date_text(day, self.lang));
        match (period.from.map(day), period.until.map(day)) {
            (None, None) => Phrase::default(),
            (Some(from), None) => self.fill(" from @0", " à partir du @0", &[from]),
            (None, Some(until)) => self.fill(" until @0", " jusqu’au @0", &[until]),
            (Some(from), Some(until)) => self.fill(" from @0 to @1", " du @0 au @1", &[from, until]),
        }
    }

    /// What a test or a scenario takes as given, without the name of the fact.
    pub(super) fn given(&self, value: &GivenValue, ty: &Type) -> Phrase {
        match value {
            GivenValue::Equals(id) => self.value(*id).plain_given(),
            GivenValue::Compare(order, id) if ty == &Type::Date => self.date_tail(*order, *id),
            GivenValue::Compare(order, id) if matches!(ty, Type::Choice(_)) => self.ranked(*order, *id),
            GivenValue::Compare(order, id) => self.tail(*order, self.value(*id).plain()),
            GivenValue::Between(low, high) => {
                let parts = [self.end(*low), self.end(*high)];
                self.fill("between @0 and @1", "entre @0 et @1", &parts)
            }
            GivenValue::OneOf(values) => {
                let values: Vec<Phrase> = values.iter().map(|value| self.value(*value).plain()).collect();
                Phrase::joined(values, if self.lang == Lang::Fr { "ou" } else { "or" })
            }
            GivenValue::Missing => self.text("missing", "non renseigné"),
            GivenValue::Absent => self.text("none", "absent"),
        }
    }
}

/// Whether two periods have a day in common.
fn overlaps(one: &Period, other: &Period) -> bool {
    let begins_in_time = |one: &Period, other: &Period| match (one.from, other.until) {
        (Some(from), Some(until)) => from <= until,
        _ => true,
    };
    begins_in_time(one, other) && begins_in_time(other, one)
}

impl Noun {
    /// A day given needs no article: `2 juin 2026`.
    fn plain_given(self) -> Phrase {
        self.words
    }
}
