//! Tests written from what is at hand: a rule alone, or the verdict that a dossier gives.

use super::{Action, Desk};
use crate::base::{Date, Lang, tr};
use crate::document::links::Links;
use crate::eval::value::Value;
use crate::eval::words::value_text;
use crate::ide::judged::Judged;
use crate::model::ValueRef;
use crate::model::expr::Verdict;
use crate::model::ids::{FactId, RuleId};
use crate::model::ty::Type;
use crate::syntax::ast::Item;
use std::collections::HashSet;

/// So many facts are given in a test that is written for somebody to complete.
const MOST_FACTS: usize = 40;

/// Tests of the rule under the cursor.
pub(super) fn of_rule(desk: &Desk<'_>, item: &Item, judged: Option<&Judged>) -> Vec<Action> {
    if !crate::ide::walk::is_rule(item.kind) {
        return Vec::new();
    }
    let program = desk.snapshot.program();
    let Some(name) = &item.name else { return Vec::new() };
    let is_it = |id: &RuleId| program.rule(*id).is_some_and(|rule| rule.meta.at == desk.at(name.span));
    let Some(rule) = program.rule_ids().find(is_it) else { return Vec::new() };
    let facts = facts_behind(desk, rule);
    let mut actions = vec![blank(desk, item, &name.text, &facts)];
    if let Some(judged) = judged {
        actions.extend(from_dossier(desk, item, &name.text, rule, &facts, judged));
    }
    actions
}

/// The facts that a rule leans on, through whatever stands between.
fn facts_behind(desk: &Desk<'_>, rule: RuleId) -> Vec<FactId> {
    let links = Links::new(desk.snapshot.program());
    let mut seen = HashSet::new();
    let mut pending = vec![ValueRef::Rule(rule)];
    let mut facts = Vec::new();
    while let Some(value) = pending.pop() {
        if !seen.insert(value) {
            continue;
        }
        match value {
            ValueRef::Fact(id) => facts.push(id),
            other => pending.extend(links.leans_on(other)),
        }
    }
    facts.sort();
    facts.retain(|id| desk.snapshot.program().fact(*id).is_some_and(crate::model::item::Fact::is_declared));
    facts.truncate(MOST_FACTS);
    facts
}

/// A test to be completed: every fact that the rule leans on, missing, and what it then gives.
fn blank(desk: &Desk<'_>, item: &Item, rule: &str, facts: &[FactId]) -> Action {
    let program = desk.snapshot.program();
    let missing = desk.word("missing");
    let givens: Vec<String> =
        facts.iter().filter_map(|id| program.fact(*id)).map(|fact| format!("{} {missing}", fact.path)).collect();
    let label = item.title.as_ref().map_or(rule, |title| title.text.as_str());
    let test = written(desk, label, Date::today(), &givens, rule, "unknown");
    let title = tr!(desk.lang; en: "write a test of this rule", fr: "écrire un test de cette règle");
    desk.rewrite(title, vec![desk.insert(item.span.end, test)])
}

/// The facts of the dossier that the rule leans on, and the verdict they give.
fn from_dossier(
    desk: &Desk<'_>,
    item: &Item,
    rule: &str,
    id: RuleId,
    facts: &[FactId],
    judged: &Judged,
) -> Option<Action> {
    let verdict = match judged.verdict(id)? {
        Verdict::Met => "met",
        Verdict::NotMet => "not_met",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "not_applicable",
        Verdict::Exempt => "exempt",
    };
    let evaluation = judged.evaluation(desk.snapshot);
    let slots = &evaluation.situation.slots;
    let givens: Vec<String> = facts.iter().filter_map(|fact| given(desk, *fact, slots.value(*fact)?)).collect();
    let test = written(desk, &judged.name, evaluation.situation.dates.as_of, &givens, rule, verdict);
    let name = desk.lang.quoted(&judged.name);
    let title =
        tr!(desk.lang; en: "write a test from the dossier {name}", fr: "écrire un test d’après le dossier {name}");
    Some(desk.rewrite(title, vec![desk.insert(item.span.end, test)]))
}

fn written(desk: &Desk<'_>, label: &str, day: Date, givens: &[String], rule: &str, verdict: &str) -> String {
    let mut test = format!("\n\n{} {}\n  {} {day}", desk.word("test"), desk.quoted(label), desk.word("as_of"));
    if !givens.is_empty() {
        let lines = givens.join(",\n    ");
        test.push_str(&format!("\n  {}\n    {lines}", desk.word("given")));
    }
    test.push_str(&format!("\n  {} {rule} {}", desk.word("expect"), desk.word(verdict)));
    test
}

/// `équipe.internes = 1 ETP`, for a value that one can write; lists and what is not known for sure are left out.
fn given(desk: &Desk<'_>, fact: FactId, value: &Value) -> Option<String> {
    let program = desk.snapshot.program();
    let declared = program.fact(fact)?;
    // A judgement only counts with its author, whom the value does not tell.
    if declared.decl.judgement.is_some() {
        return None;
    }
    let written = match value {
        Value::Bool(set) => desk.word(if set.known()? { "yes" } else { "no" }),
        Value::Num(set) => {
            set.known()?;
            value_text(desk.snapshot.engine(), value, &declared.decl.ty, desk.own())
        }
        Value::Date(set) => set.known()?.to_string(),
        Value::Choice(set) => match declared.decl.ty {
            Type::Choice(id) => program.choice(id)?.values.get(set.known()?)?.name.clone(),
            _ => return None,
        },
        Value::Text(set) => match desk.own() {
            Lang::En => format!("\"{}\"", set.known()?),
            Lang::Fr => format!("« {} »", set.known()?),
        },
        Value::Absent => return Some(format!("{} {}", declared.path, desk.word("absent_value"))),
        Value::Actor(_) | Value::List(_) | Value::Record(_) | Value::MaybeAbsent(_) | Value::Any => return None,
    };
    Some(format!("{} = {written}", declared.path))
}
