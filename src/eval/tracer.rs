//! Who listens to an evaluation. There is one evaluator; explanations and plain verdicts differ by the listener alone.

use super::set::BoolSet;
use super::value::Value;
use crate::model::ids::{DerivedId, ExprId};
use rustc_hash::FxHashMap;

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
    /// Before anything else: how many expressions there are.
    fn start(&mut self, expressions: usize);
    fn value(&mut self, id: ExprId, value: &Value);
    /// The value of a condition.
    fn truth(&mut self, id: ExprId, truth: BoolSet);
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
    fn start(&mut self, _: usize) {}
    fn value(&mut self, _: ExprId, _: &Value) {}
    fn truth(&mut self, _: ExprId, _: BoolSet) {}
    fn cause(&mut self, _: ExprId, _: Cause) {}
    fn enter(&mut self, _: ExprId, _: usize) {}
    fn leave(&mut self) {}
}

/// Keeps every value, by expression and by the elements it was evaluated for.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Of the outermost frame, by expression: most of a trace. See [`Entry`].
    top: Vec<Entry>,
    /// The values that entries point to.
    kept: Vec<Value>,
    /// Of the other frames.
    values: FxHashMap<(u32, ExprId), Value>,
    causes: FxHashMap<(u32, ExprId), Cause>,
    frames: FxHashMap<(u32, ExprId, usize), u32>,
    stack: Vec<u32>,
}

/// What the outermost frame holds of an expression: nothing, the value of a condition, or where its value is kept. Most
/// expressions are conditions, and doctrines have many more than one dossier reaches.
#[derive(Clone, Copy, Debug, Default)]
struct Entry(u32);

enum Found {
    Nothing,
    Truth(BoolSet),
    Kept(usize),
}

impl Entry {
    /// Below are nothing and the four sets of yes and no.
    const FIRST_KEPT: u32 = 5;

    fn truth(truth: BoolSet) -> Entry {
        Entry(1 + u32::from(truth.bits()))
    }

    /// A trace of more values than there are numbers for them stops growing.
    fn kept(place: usize) -> Entry {
        Entry(u32::try_from(place).ok().and_then(|place| place.checked_add(Entry::FIRST_KEPT)).unwrap_or(0))
    }

    fn read(self) -> Found {
        match self.0 {
            0 => Found::Nothing,
            1..Entry::FIRST_KEPT => Found::Truth(BoolSet::new((self.0 - 1) & 1 != 0, (self.0 - 1) & 2 != 0)),
            place => Found::Kept((place - Entry::FIRST_KEPT) as usize),
        }
    }
}

fn of_truth(truth: BoolSet) -> &'static Value {
    match truth {
        BoolSet::TRUE => &Value::TRUE,
        BoolSet::FALSE => &Value::FALSE,
        BoolSet::ANY => &Value::ANY_BOOL,
        _ => &Value::Bool(BoolSet::NONE),
    }
}

impl Trace {
    /// The frame outside any element.
    pub const TOP: u32 = 0;

    fn frame(&self) -> u32 {
        self.stack.last().copied().unwrap_or(Trace::TOP)
    }

    fn note(&mut self, id: ExprId, truth: BoolSet) {
        if let Some(entry) = self.top.get_mut(id.index()) {
            *entry = Entry::truth(truth);
        }
    }

    /// The value of an expression in a frame, or in the outermost one.
    pub fn get(&self, frame: u32, id: ExprId) -> Option<&Value> {
        let inner = if frame == Trace::TOP { None } else { self.values.get(&(frame, id)) };
        inner.or_else(|| match self.top.get(id.index())?.read() {
            Found::Nothing => None,
            Found::Truth(truth) => Some(of_truth(truth)),
            Found::Kept(place) => self.kept.get(place),
        })
    }

    /// What was evaluated for elements of lists, each with its frame.
    pub fn within_lists(&self) -> impl Iterator<Item = (u32, ExprId)> {
        self.values.keys().copied()
    }

    pub fn cause_of(&self, frame: u32, id: ExprId) -> Option<&Cause> {
        self.causes.get(&(frame, id))
    }

    /// Whether something could not be evaluated, for another reason than that the text leaves it open.
    pub fn has_failures(&self) -> bool {
        self.causes.values().any(|cause| *cause != Cause::Unspecified)
    }

    /// The frame of an element of the list that `id` goes through.
    pub fn element(&self, frame: u32, id: ExprId, element: usize) -> Option<u32> {
        self.frames.get(&(frame, id, element)).copied()
    }
}

impl Tracer for Trace {
    const FULL: bool = true;

    fn start(&mut self, expressions: usize) {
        self.top = vec![Entry::default(); expressions];
        // About half of what one evaluation meets are values of facts and constants.
        self.kept.reserve((expressions / 2).min(1024));
    }

    fn value(&mut self, id: ExprId, value: &Value) {
        let frame = self.frame();
        if frame != Trace::TOP {
            self.values.insert((frame, id), value.clone());
            return;
        }
        if let Value::Bool(truth) = value {
            return self.note(id, *truth);
        }
        let Some(entry) = self.top.get_mut(id.index()) else { return };
        match entry.read() {
            Found::Kept(place) => {
                if let Some(kept) = self.kept.get_mut(place) {
                    *kept = value.clone();
                }
            }
            Found::Nothing | Found::Truth(_) => {
                *entry = Entry::kept(self.kept.len());
                self.kept.push(value.clone());
            }
        }
    }

    fn truth(&mut self, id: ExprId, truth: BoolSet) {
        let frame = self.frame();
        if frame != Trace::TOP {
            self.values.insert((frame, id), Value::Bool(truth));
            return;
        }
        self.note(id, truth);
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
