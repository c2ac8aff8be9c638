//! The verdicts that each version of a rule can have.

use super::reached::conditions;
use crate::base::Date;
use crate::eval::verdict::{RuleOutcome, VerdictSet};
use crate::eval::{Dates, Engine, Outcome, Situation, Trace, evaluate};
use crate::model::Program;
use crate::model::expr::{ExprKind, RuleTest, Verdict};
use crate::model::ids::ExprId;
use crate::model::item::{Body, Period, RuleVersion};
use std::collections::{BTreeSet, HashSet};

pub(super) type Verdicts = HashSet<Verdict>;

/// More days than any doctrine has. Beyond, only some of them are tried, since each costs an evaluation of everything.
const DAYS: usize = 256;

/// By rule, then by version: the verdicts that the evaluator leaves possible when nobody has told anything, on any day
/// on which something of the doctrine begins while the version holds; and unknown, where they are several.
///
/// Two things escape that, and are put right. A condition that asks what is known of the dossier is decided when
/// nothing is: it can be met and not met. A criterion that needs what the text leaves wholly open is only ever
/// unknown.
pub(super) fn possible(engine: &Engine) -> Vec<Vec<Verdicts>> {
    let program = &engine.checked.program;
    let mut found: Vec<Vec<Verdicts>> =
        program.rules.iter().map(|rule| vec![Verdicts::new(); rule.versions.len()]).collect();
    for day in days(program) {
        let situation = Situation::empty(engine, Dates::on(day));
        let (outcome, _) = evaluate(engine, &situation, Trace::default());
        for ((id, rule), places) in program.rule_ids().zip(&program.rules).zip(&mut found) {
            let Some(one) = outcome.rule(id) else { continue };
            let version = one.version().and_then(|rank| rule.versions.get(rank));
            let place = one.version().and_then(|rank| places.get_mut(rank));
            if let (Some(version), Some(place)) = (version, place) {
                add(program, version, one, &outcome, place);
            }
        }
    }
    for (rule, places) in program.rules.iter().zip(&mut found) {
        for (version, place) in rule.versions.iter().zip(places).filter(|(_, place)| place.is_empty()) {
            *place = by_clauses(version);
        }
    }
    found
}

fn add(program: &Program, version: &RuleVersion, one: &RuleOutcome, outcome: &Outcome, found: &mut Verdicts) {
    let leaning = leaning(program, version, outcome);
    if leaning.left_open {
        found.insert(Verdict::Unknown);
        return;
    }
    let each = [
        (VerdictSet::MET, Verdict::Met),
        (VerdictSet::NOT_MET, Verdict::NotMet),
        (VerdictSet::NOT_APPLICABLE, Verdict::NotApplicable),
        (VerdictSet::EXEMPT, Verdict::Exempt),
    ];
    found.extend(each.iter().filter(|(set, _)| one.verdicts.contains(*set)).map(|(_, verdict)| *verdict));
    if !one.verdicts.is_decided() {
        found.insert(Verdict::Unknown);
    }
    if leaning.on_knowledge {
        found.extend([Verdict::Met, Verdict::NotMet]);
    }
}

/// The days on which something begins to hold, and one before them all.
fn days(program: &Program) -> Vec<Date> {
    let rules = program.rules.iter().flat_map(|rule| rule.versions.iter().map(|version| version.period));
    let derived = program.derived.iter().flat_map(|derived| derived.versions.iter().map(|version| version.period));
    let periods: Vec<Period> = rules.chain(derived).collect();
    let begins: BTreeSet<Date> = periods.iter().filter_map(|period| period.from).collect();
    let ends = periods.iter().filter_map(|period| period.until);
    let before = begins.first().map(|first| first.yesterday()).into_iter().chain(ends).min();
    let stride = begins.len() / DAYS + 1;
    before.or(Date::new(2000, 1, 1)).into_iter().chain(begins.into_iter().step_by(stride)).collect()
}

/// What a version can be as far as its clauses tell, for one that no day tried falls in.
fn by_clauses(version: &RuleVersion) -> Verdicts {
    let mut found = Verdicts::from([Verdict::Met, Verdict::NotMet, Verdict::Unknown]);
    if !version.applies.is_empty() {
        found.insert(Verdict::NotApplicable);
    }
    if !version.exceptions.is_empty() {
        found.insert(Verdict::Exempt);
    }
    found
}

/// What a version leans on beside the facts.
#[derive(Default)]
struct Leaning {
    on_knowledge: bool,
    /// What the text does not say, written in a condition or as the whole value of a definition or a parameter, or a
    /// parameter without a value on that day. A single row or branch that is left open leaves the others.
    left_open: bool,
}

/// Follows definitions, not the rules that a condition mentions: those answer for themselves.
fn leaning(program: &Program, version: &RuleVersion, outcome: &Outcome) -> Leaning {
    let mut leaning = Leaning::default();
    let mut derived_seen = HashSet::new();
    let mut stack: Vec<(ExprId, bool)> = conditions(version).map(|id| (id, true)).collect();
    while let Some((id, whole)) = stack.pop() {
        let kind = program.kind(id);
        match kind {
            ExprKind::Unspecified => leaning.left_open |= whole,
            ExprKind::Knowledge { .. } | ExprKind::Rule(_, RuleTest::Is(Verdict::Unknown)) => {
                leaning.on_knowledge = true;
            }
            ExprKind::Derived(derived) if derived_seen.insert(*derived) => {
                let rank = outcome.derived_versions.get(derived.index()).copied().flatten();
                let item = program.derived_item(*derived);
                let Some(version) = item.and_then(|item| item.versions.get(rank?)) else {
                    // No value on that day: as open as what the text does not say.
                    leaning.left_open |= whole;
                    continue;
                };
                match &version.body {
                    Body::Expr(body) => {
                        let plain = version.exceptions.is_empty();
                        let open = plain && matches!(program.kind(*body), ExprKind::Unspecified);
                        stack.push((*body, open));
                    }
                    Body::Table(table) => {
                        stack.extend(table.heads.iter().map(|head| (*head, false)));
                    }
                }
            }
            _ => {}
        }
        // Below an `if` stand branches: one that is left open leaves the other.
        let whole = whole && !matches!(kind, ExprKind::If(..));
        stack.extend(kind.children().into_iter().map(|child| (child, whole)));
    }
    leaning
}
