//! The facts of one dossier as the evaluator reads them: one slot a fact.

use super::value::Value;
use crate::base::{Loc, MonthOrDay};
use crate::model::ids::{ActorId, FactId, RecordId};

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
    /// What was said apart of fields within the value, which the value itself leaves open.
    pub parts: Vec<Part>,
}

/// What was said of one field of a record within a claim, with authors and dates of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Ranks of elements and of fields, from the claim's value to the field.
    pub path: Vec<usize>,
    pub record: RecordId,
    /// The field's rank in its record.
    pub field: usize,
    pub claims: Vec<Claim>,
}

#[derive(Clone, Debug, Default)]
pub struct Slot {
    pub status: Status,
    /// What the claims that count leave possible; `None` where that is all that the declaration allows.
    pub value: Option<Value>,
    /// The claims that count on that day.
    pub claims: Vec<Claim>,
}

/// A slot where it stands among the others.
#[derive(Clone, Copy, Debug)]
pub struct SlotRef<'s> {
    pub status: Status,
    pub value: Option<&'s Value>,
    pub claims: &'s [Claim],
}

/// The slots of a dossier, by fact. Values stand side by side: an evaluation reads them and nothing else.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    values: Vec<Option<Value>>,
    told: Vec<(Status, Vec<Claim>)>,
}

impl Slots {
    pub fn new(count: usize) -> Self {
        Slots { values: vec![None; count], told: vec![(Status::default(), Vec::new()); count] }
    }

    #[inline]
    pub fn value(&self, id: FactId) -> Option<&Value> {
        self.values.get(id.index())?.as_ref()
    }

    pub fn get(&self, id: FactId) -> Option<SlotRef<'_>> {
        let (status, claims) = self.told.get(id.index())?;
        Some(SlotRef { status: *status, value: self.value(id), claims })
    }

    pub fn set(&mut self, id: FactId, slot: Slot) {
        if let (Some(value), Some(told)) = (self.values.get_mut(id.index()), self.told.get_mut(id.index())) {
            *value = slot.value;
            *told = (slot.status, slot.claims);
        }
    }
}
