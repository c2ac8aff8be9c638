//! The facts of one dossier as the evaluator reads them: one slot a fact.

use super::value::Value;
use crate::base::{Loc, MonthOrDay};
use crate::model::ids::{ActorId, FactId};

/// How much a dossier says of a fact on the day of the evaluation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Status {
    /// Nobody said.
    #[default]
    Missing,
    /// One value.
    Known,
    /// Limits, but no value.
    Partial,
    /// Sources disagree.
    Contested,
    /// Said too long ago.
    Stale,
    /// A judgement that nobody entitled asserted.
    Unasserted,
}

/// One thing said of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub value: Value,
    pub source: Option<String>,
    pub by: Option<ActorId>,
    /// The governance body that said it, by its rank among the program's bodies.
    pub body: Option<usize>,
    /// When it was said.
    pub on: Option<MonthOrDay>,
    pub since: Option<MonthOrDay>,
    pub until: Option<MonthOrDay>,
    /// The value was given as approximate, and is taken as exact.
    pub about: bool,
    pub at: Option<Loc>,
}

#[derive(Clone, Debug, Default)]
pub struct Slot {
    pub status: Status,
    /// What the claims that count leave possible; `None` where that is all that the declaration allows.
    pub value: Option<Value>,
    /// The claims that count on that day.
    pub claims: Vec<Claim>,
}

/// The slots of a dossier, by fact.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    slots: Vec<Slot>,
}

impl Slots {
    pub fn new(count: usize) -> Self {
        Slots { slots: vec![Slot::default(); count] }
    }

    #[inline]
    pub fn get(&self, id: FactId) -> Option<&Slot> {
        self.slots.get(id.index())
    }

    pub fn set(&mut self, id: FactId, slot: Slot) {
        if let Some(place) = self.slots.get_mut(id.index()) {
            *place = slot;
        }
    }
}
