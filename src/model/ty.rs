//! Types of values.

use super::Program;
use super::ids::{ChoiceId, RecordId};
use super::unit::Unit;
use crate::base::{Lang, tr};

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// What has already been reported; it agrees with everything.
    Error,
    Bool,
    /// A plain number.
    Number,
    Integer,
    /// A share of 1, written with `%`.
    Percent,
    /// A fraction of two plain numbers, or a quotient of like things: a percentage or a number, as the place asks.
    Ratio,
    Quantity(Unit),
    Text,
    Date,
    Choice(ChoiceId),
    /// A party; actors form one choice.
    Actor,
    Record(RecordId),
    List(Box<Type>),
}

impl Type {
    pub fn is_numeric(&self) -> bool {
        match self {
            Type::Error | Type::Number | Type::Integer | Type::Percent | Type::Ratio | Type::Quantity(_) => true,
            Type::Bool | Type::Text | Type::Date | Type::Choice(_) | Type::Actor | Type::Record(_) | Type::List(_) => {
                false
            }
        }
    }

    /// The type of the elements of a list, of lists of them, or the type itself.
    pub fn innermost(&self) -> &Type {
        match self {
            Type::List(item) => item.innermost(),
            other => other,
        }
    }

    pub fn is_error(&self) -> bool {
        matches!(self, Type::Error)
    }

    /// The type in words, as authors write it.
    pub fn words(&self, program: &Program, lang: Lang) -> String {
        match self {
            Type::Error => tr!(lang; en: "an unknown type", fr: "un type inconnu"),
            Type::Bool => tr!(lang; en: "yes/no", fr: "oui/non"),
            Type::Number | Type::Ratio => tr!(lang; en: "number", fr: "nombre"),
            Type::Integer => tr!(lang; en: "integer", fr: "entier"),
            Type::Percent => tr!(lang; en: "percent", fr: "pourcentage"),
            Type::Quantity(unit) => match lang {
                Lang::En => unit.symbol.en.1.clone(),
                Lang::Fr => unit.symbol.fr.1.clone(),
            },
            Type::Text => tr!(lang; en: "text", fr: "texte"),
            Type::Date => String::from("date"),
            Type::Choice(id) => program.choice(*id).map_or_else(String::new, |choice| choice.meta.name.clone()),
            Type::Actor => tr!(lang; en: "actor", fr: "acteur"),
            Type::Record(id) => program.record(*id).map_or_else(String::new, |record| record.meta.name.clone()),
            Type::List(of) => {
                let of = of.words(program, lang);
                tr!(lang; en: "list of {of}", fr: "liste de {of}")
            }
        }
    }
}
