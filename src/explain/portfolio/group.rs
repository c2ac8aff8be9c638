//! What dossiers are sorted by: a fact, a definition, or the verdict of a rule.

use crate::base::{Date, Lang, Num, tr};
use crate::eval::value::Value;
use crate::eval::words::{exact_text, value_text};
use crate::eval::{Engine, Outcome, Situation};
use crate::explain::json::verdict_key;
use crate::explain::reason::verdict_text;
use crate::model::ValueRef;
use crate::model::expr::Verdict;
use crate::model::ids::{DerivedId, FactId, RuleId};
use crate::model::ty::Type;

/// So many groups are told apart; dossiers with yet another value make one group together.
pub(super) const MOST_GROUPS: usize = 200;

/// What dossiers are grouped by.
#[derive(Clone, Copy, Debug)]
pub struct GroupBy {
    subject: Subject,
    lang: Lang,
}

#[derive(Clone, Copy, Debug)]
enum Subject {
    Fact(FactId),
    Derived(DerivedId),
    Rule(RuleId),
}

/// The dossiers that have one value in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Group {
    order: Order,
    /// The value as people read it.
    pub label: String,
    /// The value as machines read it; nothing where it is not known.
    pub key: Option<String>,
}

/// How groups follow one another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Order {
    Rank(usize),
    Number(Num),
    Day(Date),
    Words,
    Unknown,
    /// Of values beyond those that are told apart.
    Beyond,
}

impl GroupBy {
    /// `None` for an item that has no value.
    pub fn new(of: ValueRef, engine: &Engine, lang: Lang) -> Option<Self> {
        let subject = match of {
            ValueRef::Fact(id) => Subject::Fact(id),
            ValueRef::Derived(id) => Subject::Derived(id),
            ValueRef::Rule(id) => Subject::Rule(id),
            // The name of a milestone is that of the day on which it was reached.
            ValueRef::Milestone(rank) => Subject::Fact(engine.checked.program.milestones.get(rank)?.reached),
            ValueRef::Group(_) | ValueRef::Scenario(_) | ValueRef::Body(_) | ValueRef::Uncoded(_) => return None,
        };
        Some(GroupBy { subject, lang })
    }

    pub(super) fn of(self, engine: &Engine, situation: &Situation, outcome: &Outcome) -> Group {
        let program = &engine.checked.program;
        let lang = self.lang;
        match self.subject {
            Subject::Fact(id) => {
                let value = situation.slots.value(id);
                program.fact(id).map_or_else(|| unknown(lang), |fact| group(engine, value, &fact.decl.ty, lang))
            }
            Subject::Derived(id) => {
                let ty = program.derived_item(id).map(|item| &item.ty);
                ty.map_or_else(|| unknown(lang), |ty| group(engine, outcome.derived(id), ty, lang))
            }
            Subject::Rule(id) => {
                let verdict = outcome.verdicts(id).verdict();
                let rank = match verdict {
                    Verdict::Met => 0,
                    Verdict::NotMet => 1,
                    Verdict::Unknown => 2,
                    Verdict::NotApplicable => 3,
                    Verdict::Exempt => 4,
                };
                let (label, key) = (verdict_text(verdict, lang), verdict_key(verdict).to_string());
                Group { order: Order::Rank(rank), label, key: Some(key) }
            }
        }
    }
}

impl Group {
    /// That of all values beyond those that are told apart.
    pub(super) fn beyond(lang: Lang) -> Self {
        Group { order: Order::Beyond, label: tr!(lang; en: "other values", fr: "autres valeurs"), key: None }
    }
}

fn unknown(lang: Lang) -> Group {
    Group { order: Order::Unknown, label: tr!(lang; en: "unknown", fr: "inconnu"), key: None }
}

fn group(engine: &Engine, value: Option<&Value>, ty: &Type, lang: Lang) -> Group {
    let Some(value) = value.filter(|value| value.is_known()) else { return unknown(lang) };
    let label = value_text(engine, value, ty, lang);
    let (order, key) = match value {
        Value::Bool(set) => {
            let truth = set.known().unwrap_or_default();
            (Order::Rank(usize::from(!truth)), truth.to_string())
        }
        Value::Num(set) => match set.known() {
            Some(number) => (Order::Number(number.clone()), exact_text(number, ty, Lang::En)),
            None => return unknown(lang),
        },
        Value::Date(set) => match set.known() {
            Some(day) => (Order::Day(day), day.to_string()),
            None => return unknown(lang),
        },
        Value::Choice(set) => {
            let rank = set.iter().next().unwrap_or_default();
            let choice = match ty {
                Type::Choice(id) => engine.checked.program.choice(*id),
                _ => None,
            };
            let name = choice.and_then(|choice| choice.values.get(rank)).map(|value| value.name.clone());
            (Order::Rank(rank), name.unwrap_or_else(|| label.clone()))
        }
        Value::Text(set) => {
            let text = set.options().and_then(|texts| texts.iter().next().map(ToString::to_string));
            return text.map_or_else(
                || unknown(lang),
                |text| Group { order: Order::Words, label: text.clone(), key: Some(text) },
            );
        }
        Value::Actor(_) | Value::List(_) | Value::Record(_) | Value::Absent | Value::MaybeAbsent(_) | Value::Any => {
            (Order::Words, label.clone())
        }
    };
    Group { order, label, key: Some(key) }
}
