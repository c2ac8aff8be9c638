//! What a name given to a command stands for: accents and case may be left out, and a rule answers to the names it had.

use super::Session;
use crate::base::{name, tr};
use crate::model::ValueRef;
use crate::model::ids::{ActorId, ChoiceId, RecordId, RuleId, SourceId};

/// Something of a doctrine that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Value(ValueRef),
    Choice(ChoiceId),
    Record(RecordId),
    Source(SourceId),
    Actor(ActorId),
}

impl Session {
    /// What a name stands for; else the sentence that says what may have been meant.
    pub(in crate::repl) fn named(&self, wanted: &str) -> Result<Named, String> {
        let wanted = wanted.trim().trim_matches('`');
        let names = self.all_names();
        let normal = name::normalise(wanted);
        if let Some((_, found)) = names.iter().find(|(known, _)| *known == normal) {
            return Ok(*found);
        }
        let folded = name::fold(wanted);
        let mut same = names.iter().filter(|(known, _)| name::fold(known) == folded).map(|(_, found)| *found);
        if let Some(found) = same.next()
            && same.all(|other| other == found)
        {
            return Ok(found);
        }
        let program = &self.live.analysis.engine.checked.program;
        let renamed = program.rule_ids().find(|id| {
            let former = program.rule(*id).map(|rule| rule.meta.formerly.as_slice()).unwrap_or_default();
            former.iter().any(|old| name::fold(old) == folded)
        });
        renamed.map(|id| Named::Value(ValueRef::Rule(id))).ok_or_else(|| self.unknown_name(wanted, &names))
    }

    /// The criterion or the checklist of a name.
    pub(in crate::repl) fn named_rule(&self, wanted: &str) -> Result<RuleId, String> {
        match self.named(wanted) {
            Ok(Named::Value(ValueRef::Rule(id))) => Ok(id),
            Ok(_) => {
                let wanted = self.lang.quoted(wanted.trim());
                Err(tr!(self.lang;
                    en: "{wanted} is neither a criterion nor a checklist",
                    fr: "{wanted} n’est ni un critère ni une grille"))
            }
            Err(_) => {
                let names = self.all_names();
                let rules: Vec<(String, Named)> =
                    names.into_iter().filter(|(_, one)| matches!(one, Named::Value(ValueRef::Rule(_)))).collect();
                Err(self.unknown_name(wanted, &rules))
            }
        }
    }

    fn unknown_name(&self, wanted: &str, names: &[(String, Named)]) -> String {
        let (lang, quoted) = (self.lang, self.lang.quoted(wanted));
        match name::did_you_mean(wanted, names.iter().map(|(known, _)| known.as_str())) {
            Some(near) => {
                let near = lang.quoted(near);
                tr!(lang;
                    en: "nothing is called {quoted}; did you mean {near}?",
                    fr: "rien ne s’appelle {quoted}\u{a0}; vouliez-vous dire {near}\u{a0}?")
            }
            None => tr!(lang; en: "nothing is called {quoted}", fr: "rien ne s’appelle {quoted}"),
        }
    }

    /// Every name of the doctrine, sorted; what conditions mention comes before sources and types.
    pub(in crate::repl) fn all_names(&self) -> Vec<(String, Named)> {
        let program = &self.live.analysis.engine.checked.program;
        let mut values: Vec<(String, Named)> =
            program.values.iter().map(|(name, value)| (name.clone(), Named::Value(*value))).collect();
        values.sort_by(|(one, _), (other, _)| one.cmp(other));
        let choices = program.choices.iter().enumerate();
        values.extend(choices.map(|(rank, one)| (one.meta.name.clone(), Named::Choice(ChoiceId::new(rank)))));
        let records = program.records.iter().enumerate();
        values.extend(records.map(|(rank, one)| (one.meta.name.clone(), Named::Record(RecordId::new(rank)))));
        let sources = program.sources.iter().enumerate();
        values.extend(sources.map(|(rank, one)| (one.meta.name.clone(), Named::Source(SourceId::new(rank)))));
        let actors = program.actors.iter().enumerate();
        values.extend(actors.map(|(rank, one)| (one.meta.name.clone(), Named::Actor(ActorId::new(rank)))));
        values
    }
}
