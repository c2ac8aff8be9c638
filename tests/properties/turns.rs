//! What is said to turn a verdict turns it, and nothing nearer does.

use super::naive::dossier;
use super::{Case, seeds};
use perenne::base::{Date, Lang, Num};
use perenne::eval::set::{DateSet, NumSet};
use perenne::eval::slot::{Slot, Status};
use perenne::eval::value::Value;
use perenne::eval::verdict::VerdictSet;
use perenne::eval::words::exact_text;
use perenne::eval::{Dates, NoTrace, Situation, constant, evaluate};
use perenne::explain::turn::Change;
use perenne::model::ids::{FactId, RuleId};
use perenne::model::ty::Type;
use perenne::syntax::parse_quantity;

fn told(situation: &Situation, changes: &[(FactId, Value)]) -> Situation {
    let mut situation = situation.clone();
    for (fact, value) in changes {
        situation.slots.set(*fact, Slot { status: Status::Known, value: Some(value.clone()), claims: Vec::new() });
    }
    situation
}

/// The number as it is printed, read again: what somebody types who copies it.
fn typed_back(number: &Num, ty: &Type) -> Num {
    let shown = exact_text(number, ty, Lang::En);
    let (read, _) = parse_quantity(&shown).unwrap_or_else(|| panic!("{shown} is no number"));
    match ty {
        Type::Percent => &read * &Num::ratio(1, 100).unwrap(),
        Type::Quantity(unit) => &read * &unit.scale,
        _ => read,
    }
}

fn number(value: &Value) -> Option<Num> {
    value.as_num().and_then(NumSet::known).cloned()
}

/// The values from the one told towards the one that is enough, in the steps of the fact: the nearest to the latter, and
/// some on the way.
fn nearer(present: &Value, enough: &Value, ty: &Type, declared: Option<Num>) -> Vec<Value> {
    let hundredth = Num::ratio(1, 100).unwrap();
    if let (Some(present), Some(enough)) = (number(present), number(enough)) {
        let step = match ty {
            Type::Integer => Num::ONE,
            Type::Percent => &hundredth * &hundredth,
            Type::Quantity(unit) => &unit.scale * &hundredth,
            _ => hundredth,
        };
        let step = declared.unwrap_or(step);
        let towards = if present < enough { step.neg() } else { step };
        let between = |n: &Num| (present < *n && *n < enough) || (enough < *n && *n < present);
        return [1, 2, 3, 7, 40, 500]
            .into_iter()
            .map(|steps| &enough + &(&Num::from_i64(steps) * &towards))
            .filter(between)
            .map(Value::num)
            .collect();
    }
    let day = |value: &Value| value.as_date().and_then(DateSet::known);
    let (Some(present), Some(enough)) = (day(present), day(enough)) else { return Vec::new() };
    let towards = if present < enough { -1 } else { 1 };
    let between = |day: &Date| (present < *day && *day < enough) || (enough < *day && *day < present);
    let days = [1, 2, 3, 7, 40, 500].into_iter().filter_map(|days| enough.add_days(days * towards));
    days.filter(between).map(|day| Value::Date(DateSet::exact(day))).collect()
}

#[test]
fn what_is_said_to_turn_a_verdict_turns_it_and_one_step_nearer_does_not() {
    let (mut not_met, mut turned, mut numbers, mut limits, mut together, mut nothing, mut met) = (0, 0, 0, 0, 0, 0, 0);
    for seed in seeds(3000) {
        let mut case = Case::new(seed, false);
        let dossier = dossier::complete(&mut case.random);
        let (found, file) = case.evaluate(&dossier);
        let other = dossier::complete(&mut case.random);
        let (other, _) = case.evaluate(&other);
        let evaluation = case.library.evaluation(&found);
        let program = &evaluation.engine.checked.program;
        let verdict =
            |rule: RuleId, situation: &Situation| evaluate(evaluation.engine, situation, NoTrace).0.verdicts(rule);
        for rule in program.rule_ids() {
            let Some(turns) = evaluation.turns(rule) else { continue };
            not_met += 1;
            let context = || format!("{} of\n{}\n{file}\n{turns:#?}", program.rule(rule).unwrap().meta.name, case.text);
            for Change { fact, value, limit } in &turns.alone {
                turned += 1;
                let decl = &program.fact(*fact).unwrap().decl;
                let ty = &decl.ty;
                let last_day = Dates::on(Date::MAX);
                let declared = decl.step.and_then(|step| number(&constant(evaluation.engine, last_day, step)));
                let typed = match number(value) {
                    Some(number) => Value::num(typed_back(&number, ty)),
                    None => value.clone(),
                };
                let after = told(&found.situation, &[(*fact, typed)]);
                assert_eq!(verdict(rule, &after), VerdictSet::MET, "{}", context());
                let Some(present) = found.situation.slots.value(*fact) else { continue };
                for value in nearer(present, value, ty, declared) {
                    numbers += 1;
                    let short = told(&found.situation, &[(*fact, value)]);
                    assert_ne!(verdict(rule, &short), VerdictSet::MET, "{}", context());
                }
                if let Some(limit) = limit {
                    limits += 1;
                    let at = told(&found.situation, &[(*fact, Value::num(limit.at.clone()))]);
                    assert_eq!(verdict(rule, &at) == VerdictSet::MET, limit.inclusive, "{}", context());
                }
            }
            for set in &turns.together {
                together += 1;
                let changes: Vec<(FactId, Value)> = set.iter().map(|one| (one.fact, one.value.clone())).collect();
                assert!(changes.len() > 1);
                assert_eq!(verdict(rule, &told(&found.situation, &changes)), VerdictSet::MET, "{}", context());
                for left_out in 0..changes.len() {
                    let mut fewer = changes.clone();
                    fewer.remove(left_out);
                    assert_ne!(verdict(rule, &told(&found.situation, &fewer)), VerdictSet::MET, "{}", context());
                }
            }
            nothing += u32::from(turns.is_empty());
            // Nothing is left out: a fact of which some other value does it is among those told.
            for fact in program.fact_ids() {
                let Some(value) = other.situation.slots.value(fact).filter(|value| value.as_list().is_none()) else {
                    continue;
                };
                if verdict(rule, &told(&found.situation, &[(fact, value.clone())])) == VerdictSet::MET {
                    met += 1;
                    assert!(turns.cut || turns.alone.iter().any(|one| one.fact == fact), "{fact:?} {}", context());
                }
            }
        }
    }
    println!(
        "{not_met} verdicts not met: {turned} changes alone, of which {numbers} values nearer were tried and {limits} \
         have an exact limit; {together} sets; {nothing} without any; {met} times a fact of another dossier did it"
    );
    assert!(
        turned * 4 > not_met && numbers * 10 > not_met && limits * 50 > not_met && together > 30 && met > 50,
        "too few cases"
    );
}
