//! Who listens to an evaluation. There is one evaluator; explanations and plain verdicts differ by the listener alone.

use super::value::Value;
use crate::model::ids::{DerivedId, ExprId};
use std::collections::HashMap;

/// Why a value is unknown although no fact is missing.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Cause {
    DivisionByZero,
    /// The text leaves it open.
    Unspecified,
    /// A parameter or a definition without a version on that day.
    NotInForce(DerivedId),
    /// An absent value where one is needed.
    AbsentOperand,
    /// A date outside the calendar, or a number beyond any use.
    OutOfRange,
    /// Exceptions that hold together and disagree: their ranks.
    Conflict(usize, usize),
}

pub trait Tracer {
    /// Whether to evaluate parts that can no longer change the result, so that they can be shown.
    const FULL: bool;
    fn value(&mut self, id: ExprId, value: &Value);
    fn cause(&mut self, id: ExprId, cause: Cause);
    /// Enters an element of the list that `id` goes through.
    fn enter(&mut self, id: ExprId, element: usize);
    fn leave(&mut self);
}

/// Nobody listens: verdicts alone.
#[derive(Debug, Default)]
pub struct NoTrace;

impl Tracer for NoTrace {
    const FULL: bool = false;
    fn value(&mut self, _: ExprId, _: &Value) {}
    fn cause(&mut self, _: ExprId, _: Cause) {}
    fn enter(&mut self, _: ExprId, _: usize) {}
    fn leave(&mut self) {}
}

/// Keeps every value, by expression and by the elements it was evaluated for.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Of the outermost frame, by expression: most of a trace.
    top: Vec<Option<Value>>,
    /// Of the other frames.
    values: HashMap<(u32, ExprId), Value>,
    causes: HashMap<(u32, ExprId), Cause>,
    frames: HashMap<(u32, ExprId, usize), u32>,
    stack: Vec<u32>,
}

impl Trace {
    /// The frame outside any element.
    pub const TOP: u32 = 0;

    fn frame(&self) -> u32 {
        self.stack.last().copied().unwrap_or(Trace::TOP)
    }

    /// The value of an expression in a frame, or in the outermost one.
    pub fn get(&self, frame: u32, id: ExprId) -> Option<&Value> {
        let inner = if frame == Trace::TOP { None } else { self.values.get(&(frame, id)) };
        inner.or_else(|| self.top.get(id.index())?.as_ref())
    }

    /// What was evaluated for elements of lists, each with its frame.
    pub fn within_lists(&self) -> impl Iterator<Item = (u32, ExprId)> {
        self.values.keys().copied()
    }

    pub fn cause_of(&self, frame: u32, id: ExprId) -> Option<&Cause> {
        self.causes.get(&(frame, id))
    }

    /// The frame of an element of the list that `id` goes through.
    pub fn element(&self, frame: u32, id: ExprId, element: usize) -> Option<u32> {
        self.frames.get(&(frame, id, element)).copied()
    }
}

impl Tracer for Trace {
    const FULL: bool = true;

    fn value(&mut self, id: ExprId, value: &Value) {
        let frame = self.frame();
        if frame != Trace::TOP {
            self.values.insert((frame, id), value.clone());
            return;
        }
        let rank = id.index();
        if rank >= self.top.len() {
            self.top.resize(rank + 1, None);
        }
        if let Some(place) = self.top.get_mut(rank) {
            *place = Some(value.clone());
        }
    }

    fn cause(&mut self, id: ExprId, cause: Cause) {
        self.causes.insert((self.frame(), id), cause);
    }

    fn enter(&mut self, id: ExprId, element: usize) {
        let next = u32::try_from(self.frames.len() + 1).unwrap_or(u32::MAX);
        let frame = *self.frames.entry((self.frame(), id, element)).or_insert(next);
        self.stack.push(frame);
    }

    fn leave(&mut self) {
        self.stack.pop();
    }
}
