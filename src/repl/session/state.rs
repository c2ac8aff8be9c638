//! What a session holds, as its user made it: small enough to be kept for each line, so that everything can be undone.

use crate::base::{Date, Lang};
use crate::project::{Reading, Typed};
use std::sync::Arc;

/// From this everything else in a session is made.
#[derive(Clone, Debug)]
pub struct State {
    pub reading: Arc<Reading>,
    /// How the doctrine was chosen, as it is told.
    pub label: String,
    /// The facts file, when one was read.
    pub facts: Option<Arc<FactsText>>,
    /// Items typed in.
    pub items: Vec<Typed>,
    /// Facts and parameters told in the session, in order; one for each.
    pub assigned: Vec<Assigned>,
    pub as_of: Option<Date>,
    pub texts_as_of: Option<Date>,
    pub known_by: Option<Date>,
    /// The option or the scenario looked at, as it was named.
    pub under: Option<String>,
}

/// The text of a facts file.
#[derive(Clone, Debug)]
pub struct FactsText {
    /// As shown; also where it was read from.
    pub path: String,
    pub text: Arc<str>,
}

/// A fact or a parameter told in the session.
#[derive(Clone, Debug, PartialEq)]
pub struct Assigned {
    /// What the doctrine calls it.
    pub name: String,
    /// The line as it was read, to be read again when the doctrine changes.
    pub text: String,
    pub lang: Lang,
}

impl State {
    /// Whether two states have the same rules and the same facts file: then only what was told differs.
    pub fn has_same_texts(&self, other: &State) -> bool {
        let same_facts = match (&self.facts, &other.facts) {
            (None, None) => true,
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (Some(_), None) | (None, Some(_)) => false,
        };
        let items = self.items.iter().map(|item| &item.text);
        same_facts && Arc::ptr_eq(&self.reading, &other.reading) && items.eq(other.items.iter().map(|item| &item.text))
    }
}
