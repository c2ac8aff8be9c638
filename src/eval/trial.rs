//! Conditions tried with the values of what they speak of supposed, without any dossier.

use super::value::Value;
use super::verdict::VerdictSet;
use super::{Engine, Evaluator, NoTrace, Situation};
use crate::model::ids::{ExprId, RuleId};
use crate::model::item::RuleVersion;

/// Values supposed of some expressions; evaluates others from them.
pub struct Trial<'a>(Evaluator<'a, NoTrace>);

impl std::fmt::Debug for Trial<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Trial").field(&self.0.fixed).finish()
    }
}

impl<'a> Trial<'a> {
    pub fn new(engine: &'a Engine, situation: &'a Situation) -> Self {
        Trial(Evaluator::new(engine, situation, NoTrace))
    }

    /// From now on the expression has this value, wherever it stands.
    pub fn suppose(&mut self, id: ExprId, value: Value) {
        self.0.fixed.insert(id, value);
    }

    /// From now on the rule has one of these verdicts, as a member of a checklist.
    pub fn suppose_verdict(&mut self, id: RuleId, verdicts: VerdictSet) {
        self.0.settle(id, verdicts);
    }

    pub fn value(&mut self, id: ExprId) -> Value {
        self.0.eval(id).into_owned()
    }

    /// The verdicts that a version gives: of one element, when it is about each of a list.
    pub fn verdicts(&mut self, version: &RuleVersion) -> VerdictSet {
        self.0.judged(version).verdicts
    }
}
