//! Conditions joined: all of them, one of them, if and then, for each element of a list.

use super::phrase::{Clause, Phrase};
use super::{Mood, Writer};
use crate::model::expr::{ExprKind, LogicOp, Quantity};
use crate::model::ids::{ExprId, LocalId};

impl Writer<'_> {
    /// Every one of several conditions.
    pub(super) fn all(&self, conditions: &[ExprId], mood: Mood) -> Clause {
        match conditions {
            [one] => self.clause(*one, mood, false),
            several => self.logic(LogicOp::And, several, mood, false),
        }
    }

    /// One condition; `negated` when it must not hold.
    pub(super) fn clause(&self, id: ExprId, mood: Mood, negated: bool) -> Clause {
        match self.kind(id) {
            ExprKind::Not(inner) => self.clause(*inner, mood, !negated),
            ExprKind::Logic(op, parts) => self.logic(*op, parts, mood, negated),
            ExprKind::Combine(quantity, parts) => self.combine(*quantity, parts, mood, negated),
            ExprKind::If(condition, then, otherwise) if !negated => {
                self.implication(*condition, *then, *otherwise, mood)
            }
            ExprKind::Quantified { quantity, var, list, condition } => match (quantity, negated) {
                (Quantity::All, true) => self.quantified(Quantity::Any, *var, *list, (*condition, true), mood),
                (Quantity::Any, true) => self.quantified(Quantity::None, *var, *list, (*condition, false), mood),
                (Quantity::None, true) => self.quantified(Quantity::Any, *var, *list, (*condition, false), mood),
                (Quantity::AtLeast(_) | Quantity::Exactly(_), true) => self.denied(id, mood),
                (_, false) => self.quantified(*quantity, *var, *list, (*condition, false), mood),
            },
            ExprKind::If(..) => self.denied(id, mood),
            _ => Clause::Plain(self.atom(id, mood, negated)),
        }
    }

    /// The same on one line.
    pub(super) fn line(&self, id: ExprId, mood: Mood) -> Phrase {
        self.clause(id, mood, false).on_one_line(self.lang)
    }

    /// What no shorter turn denies.
    fn denied(&self, id: ExprId, mood: Mood) -> Clause {
        let head = match mood {
            Mood::Must => self.text("this condition must not hold:", "cette condition ne doit pas être remplie\u{a0}:"),
            Mood::Is => self.text("this condition does not hold:", "cette condition n’est pas remplie\u{a0}:"),
        };
        Clause::List { head, items: vec![self.clause(id, Mood::Is, false)] }
    }

    /// Two short conditions on one line; otherwise a list.
    fn logic(&self, op: LogicOp, parts: &[ExprId], mood: Mood, negated: bool) -> Clause {
        // What is not all so is not so in one at least.
        let op = match (op, negated) {
            (LogicOp::And, false) | (LogicOp::Or, true) => LogicOp::And,
            (LogicOp::Or, false) | (LogicOp::And, true) => LogicOp::Or,
        };
        // What is compound goes in a list, and is made once: it may hold others in its turn.
        if let [first, second] = parts
            && !self.is_compound(*first)
            && !self.is_compound(*second)
            && let (Clause::Plain(one), Clause::Plain(other)) =
                (self.clause(*first, mood, negated), self.clause(*second, mood, negated))
        {
            return Clause::Plain(match op {
                LogicOp::And => self.fill("@0 and @1", "@0 et @1", &[one, other]),
                LogicOp::Or => self.fill("@0 or @1", "@0 ou @1", &[one, other]),
            });
        }
        let quantity = match op {
            LogicOp::And => Quantity::All,
            LogicOp::Or => Quantity::Any,
        };
        let items = parts.iter().map(|part| self.clause(*part, Mood::Is, negated)).collect();
        Clause::List { head: self.quantity_head(quantity, mood), items }
    }

    /// Whether a condition would be misread beside another on the same line.
    fn is_compound(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Not(inner) => self.is_compound(*inner),
            ExprKind::Logic(..) | ExprKind::If(..) | ExprKind::Combine(..) | ExprKind::Quantified { .. } => true,
            _ => false,
        }
    }

    fn combine(&self, quantity: Quantity, parts: &[ExprId], mood: Mood, negated: bool) -> Clause {
        let quantity = match (quantity, negated) {
            (kept, false) => kept,
            (Quantity::Any, true) => Quantity::None,
            (Quantity::None, true) => Quantity::Any,
            (Quantity::All | Quantity::AtLeast(_) | Quantity::Exactly(_), true) => {
                let items = vec![self.combine(quantity, parts, Mood::Is, false)];
                let head = match mood {
                    Mood::Must => {
                        self.text("this condition must not hold:", "cette condition ne doit pas être remplie\u{a0}:")
                    }
                    Mood::Is => self.text("this condition does not hold:", "cette condition n’est pas remplie\u{a0}:"),
                };
                return Clause::List { head, items };
            }
        };
        let items = parts.iter().map(|part| self.clause(*part, Mood::Is, false)).collect();
        Clause::List { head: self.quantity_head(quantity, mood), items }
    }

    /// How many of the conditions below.
    fn quantity_head(&self, quantity: Quantity, mood: Mood) -> Phrase {
        match (quantity, mood) {
            (Quantity::All, Mood::Must) => {
                self.text("all these conditions must hold:", "toutes ces conditions doivent être remplies\u{a0}:")
            }
            (Quantity::All, Mood::Is) => {
                self.text("all these conditions hold:", "toutes ces conditions sont remplies\u{a0}:")
            }
            (Quantity::Any | Quantity::AtLeast(1), Mood::Must) => self.text(
                "at least one of these conditions must hold:",
                "au moins une de ces conditions doit être remplie\u{a0}:",
            ),
            (Quantity::Any | Quantity::AtLeast(1), Mood::Is) => self
                .text("at least one of these conditions holds:", "au moins une de ces conditions est remplie\u{a0}:"),
            (Quantity::None, Mood::Must) => {
                self.text("none of these conditions may hold:", "aucune de ces conditions ne doit être remplie\u{a0}:")
            }
            (Quantity::None, Mood::Is) => {
                self.text("none of these conditions holds:", "aucune de ces conditions n’est remplie\u{a0}:")
            }
            (Quantity::AtLeast(count), mood) => {
                self.counted(count, mood, ("at least @0 of these conditions", "au moins @0 de ces conditions"))
            }
            (Quantity::Exactly(count), mood) => {
                self.counted(count, mood, ("exactly @0 of these conditions", "exactement @0 de ces conditions"))
            }
        }
    }

    fn counted(&self, count: u32, mood: Mood, (en, fr): (&str, &str)) -> Phrase {
        let subject = self.fill(en, fr, &[Phrase::text(count.to_string())]);
        match (mood, count) {
            (Mood::Must, 0 | 1) => self.fill("@0 must hold:", "@0 doit être remplie\u{a0}:", &[subject]),
            (Mood::Must, _) => self.fill("@0 must hold:", "@0 doivent être remplies\u{a0}:", &[subject]),
            (Mood::Is, 0 | 1) => self.fill("@0 holds:", "@0 est remplie\u{a0}:", &[subject]),
            (Mood::Is, _) => self.fill("@0 hold:", "@0 sont remplies\u{a0}:", &[subject]),
        }
    }

    /// `si A, alors B`, and `sinon, C`.
    fn implication(&self, condition: ExprId, then: ExprId, otherwise: Option<ExprId>, mood: Mood) -> Clause {
        let when = self.premise(condition);
        let first = self.clause(then, mood, false).after(&self.fill("if @0, then ", "si @0, alors ", &[when]));
        let Some(otherwise) = otherwise else { return first };
        let mut items = vec![first];
        let mut last = otherwise;
        // A chain of cases is one list.
        while let ExprKind::If(condition, then, Some(next)) = self.kind(last) {
            let when = self.premise(*condition);
            let before = self.fill("otherwise, if @0, then ", "sinon, si @0, alors ", &[when]);
            items.push(self.clause(*then, mood, false).after(&before));
            last = *next;
        }
        items.push(self.clause(last, mood, false).after(&self.text("otherwise, ", "sinon, ")));
        Clause::List { head: self.text("case by case:", "selon le cas\u{a0}:"), items }
    }

    /// A condition after `if`, in brackets where its end would be missed.
    pub(super) fn premise(&self, condition: ExprId) -> Phrase {
        let line = self.line(condition, Mood::Is);
        if self.is_compound(condition) && !matches!(self.kind(condition), ExprKind::Logic(_, parts) if parts.len() == 2)
        {
            return line.in_brackets();
        }
        line
    }

    /// `pour chaque élément de L, `
    pub(super) fn each(&self, var: LocalId, list: ExprId) -> Phrase {
        let of = self.value(list).of(self.lang);
        match self.var(var) {
            Some(var) => self.fill("for each element @1 @0, ", "pour chaque élément @1 @0, ", &[of, var]),
            None => self.fill("for each element @0, ", "pour chaque élément @0, ", &[of]),
        }
    }

    /// The name of a variable, where the elements need names.
    pub(super) fn var(&self, var: LocalId) -> Option<Phrase> {
        let name = self.program.locals.get(var.index()).filter(|_| self.named)?;
        Some(Phrase::text(name.clone()))
    }

    fn quantified(
        &self,
        quantity: Quantity,
        var: LocalId,
        list: ExprId,
        (condition, negated): (ExprId, bool),
        mood: Mood,
    ) -> Clause {
        if quantity == Quantity::All {
            return self.clause(condition, mood, negated).after(&self.each(var, list));
        }
        let of = self.value(list).of(self.lang);
        let among = match self.var(var) {
            Some(var) => self.fill("@1 @0", "@1 @0", &[of, var]),
            None => of,
        };
        let (subject, several) = self.some(quantity, among);
        let none = quantity == Quantity::None;
        let verb = match (mood, none, several) {
            (Mood::Must, true, _) => self.text(" may be such that", " ne doit être tel que"),
            (Mood::Is, true, _) => self.text(" is such that", " n’est tel que"),
            (Mood::Must, false, false) => self.text(" must be such that", " doit être tel que"),
            (Mood::Is, false, false) => self.text(" is such that", " est tel que"),
            (Mood::Must, false, true) => self.text(" must be such that", " doivent être tels que"),
            (Mood::Is, false, true) => self.text(" are such that", " sont tels que"),
        };
        let head = subject.then(verb);
        // Several conditions on one element stand under it, so that nobody takes them apart.
        if let ExprKind::Logic(LogicOp::And, parts) = self.kind(condition)
            && !negated
        {
            let items = parts.iter().map(|part| self.clause(*part, Mood::Is, false)).collect();
            return Clause::List { head: head.then(self.text(", all at once:", ", à la fois\u{a0}:")), items };
        }
        // A colon spares the elision of `que`.
        self.clause(condition, Mood::Is, negated).after(&head.then(self.text(" ", "\u{a0}: ")))
    }

    /// How many elements, as a subject, and whether the verb is in the plural.
    fn some(&self, quantity: Quantity, among: Phrase) -> (Phrase, bool) {
        let counted = |count: u32| Phrase::text(count.to_string());
        match quantity {
            Quantity::All | Quantity::Any | Quantity::AtLeast(0 | 1) => {
                (self.fill("at least one element @0", "au moins un élément @0", &[among]), false)
            }
            Quantity::None => (self.fill("no element @0", "aucun élément @0", &[among]), false),
            Quantity::AtLeast(count) => {
                let parts = [among, counted(count)];
                (self.fill("at least @1 elements @0", "au moins @1 éléments @0", &parts), true)
            }
            Quantity::Exactly(1) => (self.fill("exactly one element @0", "un élément et un seul @0", &[among]), false),
            Quantity::Exactly(count) => {
                let parts = [among, counted(count)];
                (self.fill("exactly @1 elements @0", "exactement @1 éléments @0", &parts), true)
            }
        }
    }
}
