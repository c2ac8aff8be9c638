//! One condition: a subject and what is said of it.

use super::noun::Noun;
use super::phrase::Phrase;
use super::{Mood, Writer};
use crate::base::{Lang, MonthOrDay};
use crate::eval::words::date_text;
use crate::explain::reason::verdict_text;
use crate::model::ValueRef;
use crate::model::expr::{ExprKind, Knowledge, LogicOp, Order, RuleTest, Verdict};
use crate::model::ids::{ExprId, RuleId};
use crate::model::item::{FactOrigin, FieldDecl};
use crate::model::ty::Type;

/// The order that holds when this one does not.
fn opposite(order: Order) -> Order {
    match order {
        Order::Equal => Order::NotEqual,
        Order::NotEqual => Order::Equal,
        Order::AtLeast => Order::LessThan,
        Order::AtMost => Order::MoreThan,
        Order::MoreThan => Order::AtMost,
        Order::LessThan => Order::AtLeast,
    }
}

impl Writer<'_> {
    /// A condition that is not made of others.
    pub(super) fn atom(&self, id: ExprId, mood: Mood, negated: bool) -> Phrase {
        match self.kind(id) {
            ExprKind::Bool(value) => match *value != negated {
                true => self.text("nothing more is asked", "rien de plus n’est demandé"),
                false => self.text("this can never hold", "ce n’est jamais le cas"),
            },
            ExprKind::Rule(rule, test) => self.rule_test(*rule, *test, mood, negated),
            ExprKind::Compare(order, left, right) => {
                let order = if negated { opposite(*order) } else { *order };
                self.comparison(order, *left, *right, mood)
            }
            ExprKind::Between(subject, ..)
            | ExprKind::OneOf { subject, .. }
            | ExprKind::Contains(subject, _)
            | ExprKind::Under { subject, .. }
            | ExprKind::StartsWith(subject, _)
            | ExprKind::EndsWith(subject, _)
            | ExprKind::Recurs { dates: subject, .. } => {
                let said = self.predicate(id, mood, negated);
                self.value(*subject).plain().then_text(" ").then(said)
            }
            ExprKind::Knowledge { what, subject, negated: not } => {
                self.knowledge(*what, *subject, mood, *not != negated)
            }
            ExprKind::IsAbsent { subject, negated: not } => {
                let noun = self.value(*subject);
                let absent = if noun.is_feminine() { "absente" } else { "absent" };
                let said = self.be(mood, *not != negated).then(self.fill(" absent", " @0", &[Phrase::text(absent)]));
                noun.plain().then_text(" ").then(said)
            }
            ExprKind::Unspecified => self.text("the text does not say", "le texte ne le dit pas"),
            ExprKind::Error => self.text("(this part could not be read)", "(cette partie n’a pas pu être lue)"),
            _ => self.truth(id, mood, negated),
        }
    }

    /// What is said of the subject, the verb first.
    fn predicate(&self, id: ExprId, mood: Mood, negated: bool) -> Phrase {
        match self.kind(id) {
            ExprKind::Between(_, low, high) => {
                let (low, high) = (self.end(*low), self.end(*high));
                let said =
                    self.fill(" between @0 and @1, both included", " entre @0 et @1, bornes comprises", &[low, high]);
                self.be(mood, negated).then(said)
            }
            ExprKind::OneOf { values, negated: not, .. } => {
                let values: Vec<Phrase> = values.iter().map(|value| self.value(*value).plain()).collect();
                let values = Phrase::joined(values, if self.lang == Lang::Fr { "ou" } else { "or" });
                self.be(mood, *not != negated).then_text(" ").then(values)
            }
            ExprKind::Contains(_, part) => {
                let part = self.value(*part).plain();
                self.does(mood, negated, ("contain", "contains"), ("contenir", "contient")).then_text(" ").then(part)
            }
            ExprKind::Under { host, negated: not, .. } => {
                let host = self.value(*host).plain();
                let said = self.fill(" under the domain @0", " sous le domaine @0", &[host]);
                self.be(mood, *not != negated).then(said)
            }
            ExprKind::StartsWith(_, part) => {
                let part = self.value(*part).plain();
                let verb = self.does(mood, negated, ("start with", "starts with"), ("commencer par", "commence par"));
                verb.then_text(" ").then(part)
            }
            ExprKind::EndsWith(_, part) => {
                let part = self.value(*part).plain();
                let verb = self.does(mood, negated, ("end with", "ends with"), ("finir par", "finit par"));
                verb.then_text(" ").then(part)
            }
            ExprKind::Recurs { dates, every, since } => {
                let every = self.with_value(*every);
                let verb = match self.is_meetings(*dates) {
                    true => self.does(mood, negated, ("meet", "meets"), ("se réunir", "se réunit")),
                    false => self.does(mood, negated, ("come back", "comes back"), ("revenir", "revient")),
                };
                let said = self.fill(" at intervals of at most @0", " à intervalles d’au plus @0", &[every]);
                let since = since.map(|since| self.fill(" since @0", " depuis @0", &[self.end(since)]));
                verb.then(said).then(since.unwrap_or_default())
            }
            _ => Phrase::default(),
        }
    }

    /// `doit être`, `n’est pas`…
    pub(super) fn be(&self, mood: Mood, negated: bool) -> Phrase {
        match (mood, negated) {
            (Mood::Must, false) => self.text("must be", "doit être"),
            (Mood::Must, true) => self.text("must not be", "ne doit pas être"),
            (Mood::Is, false) => self.text("is", "est"),
            (Mood::Is, true) => self.text("is not", "n’est pas"),
        }
    }

    /// Another verb, in the infinitive and as it stands after one thing.
    fn does(&self, mood: Mood, negated: bool, en: (&str, &str), fr: (&str, &str)) -> Phrase {
        let word = |word: &str| Phrase::text(word);
        match (mood, negated, self.lang) {
            (Mood::Must, false, Lang::En) => Phrase::filled("must @0", &[word(en.0)]),
            (Mood::Must, true, Lang::En) => Phrase::filled("must not @0", &[word(en.0)]),
            (Mood::Is, false, Lang::En) => word(en.1),
            (Mood::Is, true, Lang::En) => Phrase::filled("does not @0", &[word(en.0)]),
            (Mood::Must, false, Lang::Fr) => Phrase::filled("doit @0", &[word(fr.0)]),
            (Mood::Must, true, Lang::Fr) => Phrase::filled("ne doit pas @0", &[word(fr.0)]),
            (Mood::Is, false, Lang::Fr) => word(fr.1),
            // The verbs used here all start with a consonant.
            (Mood::Is, true, Lang::Fr) => match fr.1.split_once(' ') {
                Some(("se", verb)) => Phrase::filled("ne se @0 pas", &[word(verb)]),
                Some((verb, rest)) => Phrase::filled("ne @0 pas @1", &[word(verb), word(rest)]),
                None => Phrase::filled("ne @0 pas", &[word(fr.1)]),
            },
        }
    }

    /// Whether dates are the meetings of a body, which is what its name then stands for.
    fn is_meetings(&self, dates: ExprId) -> bool {
        let ExprKind::Fact(fact) = self.kind(dates) else { return false };
        self.program.fact(*fact).is_some_and(|fact| matches!(fact.origin, FactOrigin::Meetings(_)))
    }

    /// A yes or a no. A title that asks is answered; another is said to be true; what somebody must say is asserted.
    fn truth(&self, id: ExprId, mood: Mood, negated: bool) -> Phrase {
        let noun = match self.kind(id) {
            ExprKind::Fact(fact) => Noun::bare(self.quoted_name(ValueRef::Fact(*fact))),
            ExprKind::Derived(derived) => Noun::bare(self.quoted_name(ValueRef::Derived(*derived))),
            _ => self.value(id),
        };
        let decl = self.declaration(id);
        if decl.is_some_and(|decl| decl.label().trim_end().ends_with('?')) {
            let parts = [noun.plain()];
            return match (mood, negated) {
                (Mood::Must, false) => {
                    self.fill("the answer to @0 must be yes", "la réponse à @0 doit être oui", &parts)
                }
                (Mood::Must, true) => self.fill("the answer to @0 must be no", "la réponse à @0 doit être non", &parts),
                (Mood::Is, false) => self.fill("the answer to @0 is yes", "la réponse à @0 est oui", &parts),
                (Mood::Is, true) => self.fill("the answer to @0 is no", "la réponse à @0 est non", &parts),
            };
        }
        let be = self.be(mood, false);
        let (true_word, false_word) = if noun.is_feminine() { ("vraie", "fausse") } else { ("vrai", "faux") };
        let subject = noun.plain().then_text(" ").then(be);
        if negated {
            return subject.then(self.fill(" false", " @0", &[Phrase::text(false_word)]));
        }
        let Some(judge) = decl.and_then(|decl| decl.judgement) else {
            return subject.then(self.fill(" true", " @0", &[Phrase::text(true_word)]));
        };
        match judge.and_then(|actor| self.program.actor(actor)) {
            Some(actor) => {
                let by = self.own(actor.meta.label(), actor.meta.lang);
                subject.then(self.fill(" asserted by @0", " affirmé par @0", &[by]))
            }
            None => subject.then(
                self.text(" asserted by a named person or body", " affirmé par une personne ou une instance nommée"),
            ),
        }
    }

    fn declaration(&self, id: ExprId) -> Option<&FieldDecl> {
        match self.kind(id) {
            ExprKind::Fact(fact) => self.program.fact(*fact).map(|fact| &fact.decl),
            ExprKind::Field(of, field) => self.field(*of, field),
            _ => None,
        }
    }

    fn rule_test(&self, rule: RuleId, test: RuleTest, mood: Mood, negated: bool) -> Phrase {
        let name = self.quoted_name(ValueRef::Rule(rule));
        match test {
            RuleTest::Passes => match (mood, negated) {
                (Mood::Must, false) => self.fill("@0 must pass", "@0 doit passer", &[name]),
                (Mood::Must, true) => self.fill("@0 must not pass", "@0 ne doit pas passer", &[name]),
                (Mood::Is, false) => self.fill("@0 passes", "@0 passe", &[name]),
                (Mood::Is, true) => self.fill("@0 does not pass", "@0 ne passe pas", &[name]),
            },
            // `not met` is a verdict; that a rule is not `met` leaves others.
            RuleTest::Is(verdict) => {
                let verdict = match (verdict, self.lang) {
                    (Verdict::Unknown, Lang::En) => String::from("undecided"),
                    _ => verdict_text(verdict, self.lang),
                };
                name.then_text(" ").then(self.be(mood, negated)).then_text(" ").then_text(&verdict)
            }
            RuleTest::Applies => {
                let verb = match (mood, negated) {
                    (Mood::Must, false) => self.text(" must apply", " doit s’appliquer"),
                    (Mood::Must, true) => self.text(" must not apply", " ne doit pas s’appliquer"),
                    (Mood::Is, false) => self.text(" applies", " s’applique"),
                    (Mood::Is, true) => self.text(" does not apply", " ne s’applique pas"),
                };
                name.then(verb)
            }
        }
    }

    fn knowledge(&self, what: Knowledge, subject: ExprId, mood: Mood, negated: bool) -> Phrase {
        if let ExprKind::Milestone(rank) = self.kind(subject)
            && what == Knowledge::Known
        {
            let name = self.quoted_name(ValueRef::Milestone(*rank));
            return name.then_text(" ").then(self.be(mood, negated)).then(self.text(" reached", " atteint"));
        }
        if self.is_bool(subject)
            && !matches!(self.kind(subject), ExprKind::Fact(_) | ExprKind::Derived(_) | ExprKind::Field(..))
        {
            let inner = self.line(subject, Mood::Is).in_brackets();
            return self.known(what, Noun::bare(inner), mood, negated);
        }
        self.known(what, self.value(subject), mood, negated)
    }

    fn known(&self, what: Knowledge, noun: Noun, mood: Mood, negated: bool) -> Phrase {
        let feminine = noun.is_feminine();
        let agree =
            |masculine: &'static str, other: &'static str| Phrase::text(if feminine { other } else { masculine });
        let subject = noun.plain().then_text(" ").then(self.be(mood, negated));
        match what {
            Knowledge::Known => subject.then(self.fill(" known", " @0", &[agree("connu", "connue")])),
            Knowledge::Missing => subject.then(self.fill(" missing", " @0", &[agree("manquant", "manquante")])),
            Knowledge::Contested => subject.then(self.fill(" contested", " @0", &[agree("contesté", "contestée")])),
        }
    }

    fn comparison(&self, order: Order, left: ExprId, right: ExprId, mood: Mood) -> Phrase {
        if self.is_bool(left) {
            return self.same_answer(order, left, right, mood);
        }
        let noun = self.value(left);
        let feminine = noun.is_feminine();
        noun.plain().then_text(" ").then(self.compared(order, self.ty(left), right, mood, feminine))
    }

    fn same_answer(&self, order: Order, left: ExprId, right: ExprId, mood: Mood) -> Phrase {
        let negated = order == Order::NotEqual;
        if let ExprKind::Bool(wanted) = self.kind(right) {
            return self.clause(left, mood, *wanted == negated).on_one_line(self.lang);
        }
        let (left, right) = (self.line(left, Mood::Is).in_brackets(), self.line(right, Mood::Is).in_brackets());
        let parts = [left, right];
        match (mood, negated) {
            (Mood::Must, false) => self.fill("@0 and @1 must go together", "@0 et @1 doivent aller ensemble", &parts),
            (Mood::Must, true) => self.fill("@0 and @1 must exclude each other", "@0 et @1 doivent s’exclure", &parts),
            (Mood::Is, false) => self.fill("@0 and @1 go together", "@0 et @1 vont ensemble", &parts),
            (Mood::Is, true) => self.fill("@0 and @1 exclude each other", "@0 et @1 s’excluent", &parts),
        }
    }

    /// What a comparison says of its subject, the verb first.
    fn compared(&self, order: Order, ty: &Type, right: ExprId, mood: Mood, feminine: bool) -> Phrase {
        let equal = matches!(order, Order::Equal | Order::NotEqual);
        let negated = order == Order::NotEqual;
        if ty.is_numeric() && !ty.is_error() {
            if self.lang == Lang::Fr && !equal && !self.opens_with_figure(right) {
                return self.be(mood, false).then_text(" ").then(self.amount_of(
                    order,
                    self.at_with_value(right),
                    feminine,
                ));
            }
            let right = self.with_value(right);
            if equal && self.lang == Lang::Fr {
                return self.does(mood, negated, ("be", "is"), ("valoir", "vaut")).then_text(" ").then(right);
            }
            return self.be(mood, negated).then_text(" ").then(self.amount(order, right));
        }
        match ty {
            Type::Date => self.date_compared(order, right, mood),
            _ if equal => self.be(mood, negated).then_text(" ").then(self.value(right).plain()),
            Type::Choice(_) if order == Order::LessThan => {
                let verb = self.does(mood, false, ("come before", "comes before"), ("venir avant", "vient avant"));
                verb.then_text(" ").then(self.value(right).plain())
            }
            Type::Choice(_) if order == Order::MoreThan => {
                let verb = self.does(mood, false, ("come after", "comes after"), ("venir après", "vient après"));
                verb.then_text(" ").then(self.value(right).plain())
            }
            Type::Choice(_) => self.be(mood, false).then_text(" ").then(self.ranked(order, right)),
            _ => self.be(mood, false).then_text(" ").then(self.amount(order, self.with_value(right))),
        }
    }

    /// `d’au moins 40 %`; the figure alone where it must be equal.
    fn amount(&self, order: Order, value: Phrase) -> Phrase {
        let parts = [value];
        match order {
            Order::Equal | Order::NotEqual => self.fill("@0", "@0", &parts),
            Order::AtLeast => self.fill("at least @0", "d’au moins @0", &parts),
            Order::AtMost => self.fill("at most @0", "d’au plus @0", &parts),
            Order::MoreThan => self.fill("more than @0", "de plus de @0", &parts),
            Order::LessThan => self.fill("less than @0", "de moins de @0", &parts),
        }
    }

    /// `inférieure à la rémunération du marché`: French, where what is compared with is no figure.
    fn amount_of(&self, order: Order, at: Phrase, feminine: bool) -> Phrase {
        let words = match (order, feminine) {
            (Order::Equal | Order::NotEqual, _) => "égal @0",
            (Order::AtLeast, false) => "au moins égal @0",
            (Order::AtLeast, true) => "au moins égale @0",
            (Order::AtMost, false) => "au plus égal @0",
            (Order::AtMost, true) => "au plus égale @0",
            (Order::MoreThan, false) => "supérieur @0",
            (Order::MoreThan, true) => "supérieure @0",
            (Order::LessThan, false) => "inférieur @0",
            (Order::LessThan, true) => "inférieure @0",
        };
        Phrase::filled(words, &[at])
    }

    /// A value of a choice whose values have an order.
    pub(super) fn ranked(&self, order: Order, right: ExprId) -> Phrase {
        let parts = [self.value(right).plain()];
        match order {
            Order::Equal | Order::NotEqual => self.fill("@0", "@0", &parts),
            Order::AtLeast => self.fill("@0 or beyond", "@0 ou au-delà", &parts),
            Order::AtMost => self.fill("@0 or short of it", "@0 ou en deçà", &parts),
            Order::MoreThan => self.fill("beyond @0", "au-delà de @0", &parts),
            Order::LessThan => self.fill("short of @0", "en deçà de @0", &parts),
        }
    }

    fn date_compared(&self, order: Order, right: ExprId, mood: Mood) -> Phrase {
        if matches!(order, Order::Equal | Order::NotEqual) {
            let negated = order == Order::NotEqual;
            return match self.kind(right) {
                ExprKind::Date(_) => self.be(mood, negated).then_text(" ").then(self.end(right)),
                _ => {
                    let verb = self.does(
                        mood,
                        negated,
                        ("be the same day as", "is the same day as"),
                        ("tomber le même jour que", "tombe le même jour que"),
                    );
                    verb.then_text(" ").then(self.value(right).plain())
                }
            };
        }
        self.be(mood, false).then_text(" ").then(self.date_tail(order, right))
    }

    /// `au plus tard le 1er mai 2024`, `avant l’échéance`.
    pub(super) fn date_tail(&self, order: Order, right: ExprId) -> Phrase {
        let is_day = matches!(self.kind(right), ExprKind::Date(_));
        let parts = [match (self.lang, order, is_day) {
            (Lang::Fr, Order::AtLeast | Order::AtMost, false) => self.value(right).at(),
            _ => self.end(right),
        }];
        match order {
            Order::Equal | Order::NotEqual => self.fill("on @0", "@0", &parts),
            Order::AtLeast => self.fill("on or after @0", "au plus tôt @0", &parts),
            Order::AtMost => self.fill("on or before @0", "au plus tard @0", &parts),
            Order::MoreThan => self.fill("after @0", "après @0", &parts),
            Order::LessThan => self.fill("before @0", "avant @0", &parts),
        }
    }

    /// A limit: French gives a day its article.
    pub(super) fn end(&self, id: ExprId) -> Phrase {
        match self.kind(id) {
            ExprKind::Date(MonthOrDay::Day(day)) => {
                self.fill("@0", "le @0", &[Phrase::text(date_text(*day, self.lang))])
            }
            _ => self.with_value(id),
        }
    }

    /// A condition on the head of a column, without the head.
    pub(super) fn cell(&self, condition: ExprId) -> Phrase {
        match self.kind(condition) {
            ExprKind::Compare(Order::Equal, _, right) => self.value(*right).plain(),
            ExprKind::Compare(Order::NotEqual, _, right) => {
                self.fill("other than @0", "autre que @0", &[self.value(*right).plain()])
            }
            ExprKind::Compare(order, left, right) if self.ty(*left) == &Type::Date => self.date_tail(*order, *right),
            ExprKind::Compare(order, left, right) if matches!(self.ty(*left), Type::Choice(_)) => {
                self.ranked(*order, *right)
            }
            ExprKind::Compare(order, _, right) => self.tail(*order, self.value(*right).plain()),
            ExprKind::Logic(LogicOp::And, parts) => {
                let parts: Vec<Phrase> = parts.iter().map(|part| self.cell(*part)).collect();
                Phrase::joined(parts, if self.lang == Lang::Fr { "et" } else { "and" })
            }
            ExprKind::Not(inner) => self.fill("not: @0", "non\u{a0}: @0", &[self.cell(*inner)]),
            ExprKind::IsAbsent { negated, .. } => match negated {
                false => self.text("none", "absent"),
                true => self.text("not none", "présent"),
            },
            ExprKind::Knowledge { .. } | ExprKind::Error | ExprKind::Bool(_) => self.atom(condition, Mood::Is, false),
            // The verb goes without saying in a cell.
            _ => {
                let verb = self.be(Mood::Is, false).plain();
                self.predicate(condition, Mood::Is, false).without_start(&format!("{verb} "))
            }
        }
    }

    /// `au moins 40 %`, as in a table.
    pub(super) fn tail(&self, order: Order, value: Phrase) -> Phrase {
        let parts = [value];
        match order {
            Order::Equal => self.fill("@0", "@0", &parts),
            Order::NotEqual => self.fill("other than @0", "autre que @0", &parts),
            Order::AtLeast => self.fill("at least @0", "au moins @0", &parts),
            Order::AtMost => self.fill("at most @0", "au plus @0", &parts),
            Order::MoreThan => self.fill("more than @0", "plus de @0", &parts),
            Order::LessThan => self.fill("less than @0", "moins de @0", &parts),
        }
    }
}
