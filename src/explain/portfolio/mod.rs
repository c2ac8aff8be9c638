//! Many dossiers judged one after another: what is kept of each, as a line for machines, and how many have which
//! verdict.

mod group;
mod line;
mod summary;
mod table;
mod tally;

use super::missing::Owner;
use super::report::Evaluation;
use crate::base::{FileId, Sources};
use crate::diagnostic::Diagnostic;
use crate::eval::verdict::VerdictSet;
use crate::eval::{Engine, NoTrace, Situation, Trace, evaluate};
use crate::model::expr::Verdict;
use crate::model::ids::{DerivedId, FactId, RuleId};
use crate::model::item::{MemberKind, Members, Rule};
pub use group::{Group, GroupBy};
pub use line::{FORMAT, Place, Record, record_line};
use std::collections::HashSet;
pub use summary::summary_text;
pub use table::{table_head, table_row};
pub use tally::{Read, Tally};

/// Which rules dossiers are judged by. Made once.
#[derive(Debug)]
pub struct Portfolio<'a> {
    pub engine: &'a Engine,
    pub sources: &'a Sources,
    /// The rules whose verdicts are counted: those named, then the members of the checklists among them; else every
    /// sound one of the part asked for.
    rules: Vec<RuleId>,
    /// How many of them, the first ones, stand in the line of a dossier.
    in_lines: usize,
    /// The rules named; every rule when empty.
    only: Vec<RuleId>,
    /// The files of the part asked for.
    files: HashSet<FileId>,
    /// The names of the rules asked for that are not evaluated, because of errors in them.
    left_out: Vec<String>,
    pub asked: Asked,
}

/// What else is asked of each dossier.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The yes or no that a dossier must give to be counted.
    pub filter: Option<DerivedId>,
    pub group_by: Option<GroupBy>,
    /// Whether verdicts are compared with those of the same dossier without settings.
    pub flips: bool,
}

/// Whether a dossier is counted.
#[derive(Clone, Debug)]
pub enum Judgement {
    Counted(Judged),
    /// The condition does not hold of it.
    Left,
    /// Nobody knows whether the condition holds of it.
    Undecided,
}

/// What one dossier makes of the doctrine.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// In the order of the rules counted; empty when the dossier could not be read.
    pub verdicts: Vec<VerdictSet>,
    /// The facts that can still change one of them, most decisive first.
    pub missing: Vec<FactId>,
    /// What could not be evaluated.
    pub failures: Vec<Diagnostic>,
    pub group: Option<Group>,
    /// The verdicts that are others without settings: the rank of the rule among those counted, and its verdict then.
    pub flips: Vec<(usize, Verdict)>,
}

impl<'a> Portfolio<'a> {
    /// `selected` says whether a rule is in the part of the doctrine asked for.
    pub fn new(engine: &'a Engine, sources: &'a Sources, only: Vec<RuleId>, selected: impl Fn(&Rule) -> bool) -> Self {
        let program = &engine.checked.program;
        let asked: Vec<RuleId> = match only.as_slice() {
            [] => program.rule_ids().filter(|id| program.rule(*id).is_some_and(&selected)).collect(),
            only => only.to_vec(),
        };
        let unsound = asked.iter().filter(|id| !engine.checked.sound.rule(**id)).filter_map(|id| program.rule(*id));
        let left_out = unsound.map(|rule| rule.meta.name.clone()).collect();
        let mut rules: Vec<RuleId> = Vec::new();
        let mut known = HashSet::new();
        rules.extend(asked.into_iter().filter(|id| engine.checked.sound.rule(*id) && known.insert(*id)));
        let in_lines = rules.len();
        let mut next = 0;
        while let Some(rule) = rules.get(next).filter(|_| !only.is_empty()).and_then(|id| program.rule(*id)) {
            rules.extend(members(rule).into_iter().filter(|id| engine.checked.sound.rule(*id) && known.insert(*id)));
            next += 1;
        }
        let files = rules.iter().filter_map(|id| program.rule(*id)).map(|rule| rule.meta.at.file).collect();
        Portfolio { engine, sources, rules, in_lines, only, files, left_out, asked: Asked::default() }
    }

    /// Judges one dossier; `before` is the same without settings, where flips are asked for. Reasons are looked for only
    /// when a verdict is open: most of the work is theirs.
    pub fn judge(&self, situation: &Situation, before: Option<&Situation>) -> Judgement {
        let (outcome, _) = evaluate(self.engine, situation, NoTrace);
        if let Some(filter) = self.asked.filter {
            match outcome.derived(filter).and_then(|value| value.truth().known()) {
                Some(true) => {}
                Some(false) => return Judgement::Left,
                None => return Judgement::Undecided,
            }
        }
        let verdicts: Vec<VerdictSet> = self.rules.iter().map(|rule| outcome.verdicts(*rule)).collect();
        let flips = before.map(|before| self.flips(&verdicts, before)).unwrap_or_default();
        let group = self.asked.group_by.map(|by| by.of(self.engine, situation, &outcome));
        let judged = Judged { verdicts, group, flips, ..Judged::default() };
        if judged.verdicts.iter().take(self.in_lines).all(|verdict| verdict.is_decided()) {
            return Judgement::Counted(judged);
        }
        let (outcome, trace) = evaluate(self.engine, situation, Trace::default());
        let evaluation =
            Evaluation { engine: self.engine, sources: self.sources, situation, outcome: &outcome, trace: &trace };
        let questions = evaluation.questions(None, &self.only, |file| self.files.contains(&file));
        let failures = match trace.has_failures() {
            true => evaluation.failures(|owner| matches!(owner, Owner::Rule(id) if self.given().contains(&id))),
            false => Vec::new(),
        };
        let missing = questions.missing.into_iter().map(|question| question.fact).collect();
        Judgement::Counted(Judged { missing, failures, ..judged })
    }

    fn flips(&self, verdicts: &[VerdictSet], before: &Situation) -> Vec<(usize, Verdict)> {
        let (outcome, _) = evaluate(self.engine, before, NoTrace);
        let pairs = self.rules.iter().zip(verdicts).enumerate();
        let flips = pairs.filter_map(|(rank, (rule, now))| {
            let before = outcome.verdicts(*rule).verdict();
            (before != now.verdict()).then_some((rank, before))
        });
        flips.collect()
    }

    /// The rules whose verdicts stand in lines.
    fn given(&self) -> &[RuleId] {
        self.rules.get(..self.in_lines).unwrap_or_default()
    }

    /// The name of a rule.
    fn name(&self, rule: RuleId) -> &'a str {
        self.engine.checked.program.rule(rule).map_or("", |rule| rule.meta.name.as_str())
    }
}

/// The rules directly inside a checklist in any of its versions, each once, in the order written.
fn members(rule: &Rule) -> Vec<RuleId> {
    fn add(members: &Members, found: &mut Vec<RuleId>) {
        for member in &members.members {
            match &member.kind {
                MemberKind::Rule(rule) if !found.contains(rule) => found.push(*rule),
                MemberKind::Rule(_) => {}
                MemberKind::Nested(nested) => add(nested, found),
            }
        }
    }
    let mut found = Vec::new();
    rule.versions.iter().rev().filter_map(|version| version.members.as_ref()).for_each(|one| add(one, &mut found));
    found
}
