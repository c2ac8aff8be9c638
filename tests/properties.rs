//! The promises of the language about what is unknown: never decided wrongly, and decided whenever each fact occurs once.

// A test stops where something is not as it says; helpers outside `#[test]` functions too.
#![allow(clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

use perenne::base::{Date, Num, SourceFile, Sources};
use perenne::eval::set::{BoolSet, ChoiceSet, NumSet};
use perenne::eval::slot::{Slot, Slots, Status};
use perenne::eval::value::Value;
use perenne::eval::{Cause, Dates, Engine, NoTrace, Situation, Trace, evaluate};
use perenne::model::ids::FactId;

/// Integers from 0 to 3, a yes/no, a choice of three.
const FACTS: &str = "langue fr
choix couleur { bleu, blanc, rouge }
faits f {
  a : entier bornes entre 0 et 3
  b : entier bornes entre 0 et 3
  c : entier bornes entre 0 et 3
  d : oui/non
  e : oui/non
  g : couleur
}
";

const INTEGERS: [&str; 3] = ["f.a", "f.b", "f.c"];

/// A small generator of its own, so that a failure is found again from its number alone.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[usize::try_from(self.below(texts.len() as u64)).unwrap_or(0)]
    }
}

/// Writes random conditions. With `once`, no fact is used twice.
struct Writer {
    random: Random,
    once: bool,
    used: Vec<&'static str>,
}

impl Writer {
    fn fact(&mut self, among: &[&'static str]) -> Option<&'static str> {
        let free: Vec<&'static str> =
            among.iter().copied().filter(|fact| !self.once || !self.used.contains(fact)).collect();
        if free.is_empty() {
            return None;
        }
        let fact = self.random.pick(&free);
        self.used.push(fact);
        Some(fact)
    }

    fn number(&mut self, depth: u32) -> String {
        let leaf = depth == 0 || self.random.below(3) == 0;
        if leaf {
            let literal = self.random.below(5).to_string();
            return if self.random.below(4) == 0 {
                literal
            } else {
                self.fact(&INTEGERS).map_or(literal, str::to_string)
            };
        }
        match self.random.below(6) {
            0 => format!("({} + {})", self.number(depth - 1), self.number(depth - 1)),
            1 => format!("({} - {})", self.number(depth - 1), self.number(depth - 1)),
            2 => format!("({} * {})", self.number(depth - 1), self.number(depth - 1)),
            3 => format!("min({}, {})", self.number(depth - 1), self.number(depth - 1)),
            4 => format!("max({}, {})", self.number(depth - 1), self.number(depth - 1)),
            _ => format!(
                "(si {} alors {} sinon {})",
                self.condition(depth - 1),
                self.number(depth - 1),
                self.number(depth - 1)
            ),
        }
    }

    fn comparison(&mut self, depth: u32) -> String {
        let left = self.number(depth);
        match self.random.below(4) {
            0 => format!("{left} entre {} et {}", self.random.below(3), self.random.below(5)),
            1 => format!("{left} est parmi ({}, {})", self.random.below(4), self.random.below(4)),
            _ => {
                let words = self.random.pick(&["au moins", "au plus", "plus de", "moins de", "est", "n'est pas"]);
                format!("{left} {words} {}", self.number(depth.saturating_sub(1)))
            }
        }
    }

    fn condition(&mut self, depth: u32) -> String {
        if depth == 0 {
            return match self.random.below(3) {
                0 => self.fact(&["f.d", "f.e"]).map_or_else(|| String::from("oui"), str::to_string),
                1 => self.fact(&["f.g"]).map_or_else(|| String::from("non"), |fact| format!("{fact} est blanc")),
                _ => self.comparison(0),
            };
        }
        let inner = |writer: &mut Self| writer.condition(depth - 1);
        match self.random.below(7) {
            0 => format!("({} et {})", inner(self), inner(self)),
            1 => format!("({} ou {})", inner(self), inner(self)),
            2 => format!("(non ({}))", inner(self)),
            3 => format!("(si {} alors {} sinon {})", inner(self), inner(self), inner(self)),
            4 => format!("au moins 2 parmi ({}, {}, {})", inner(self), inner(self), inner(self)),
            _ => format!("({})", self.comparison(depth.min(2))),
        }
    }
}

fn engine(text: &str) -> Engine {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("p.perenne", text));
    let parsed = perenne::syntax::parse(id, text, false);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let input = perenne::model::Input { id, file: &parsed.file, prefix: None, imported: false };
    let (program, problems) = perenne::model::build(&[input], &[], &sources);
    assert_eq!(problems, [], "{text}");
    let (checked, problems) = perenne::check::check(program, &[]);
    assert!(problems.iter().all(|problem| !problem.is_error()), "{text}\n{problems:?}");
    Engine::new(checked)
}

fn situation(engine: &Engine, values: &[(usize, Value)]) -> Situation {
    let mut slots = Slots::new(engine.checked.program.facts.len());
    for (fact, value) in values {
        let status = if value.is_known() { Status::Known } else { Status::Partial };
        slots.set(FactId::new(*fact), Slot { status, value: Some(value.clone()), claims: Vec::new() });
    }
    let dates = Dates::on(Date::new(2026, 1, 1).expect("a day"));
    Situation { slots, ..Situation::empty(engine, dates) }
}

/// Every value a fact may have, given what is known of it.
fn members(value: &Value) -> Vec<Value> {
    match value {
        Value::Num(set) => (0..4).map(Num::from_i64).filter(|n| set.contains(n)).map(Value::num).collect(),
        Value::Bool(set) => [true, false].into_iter().filter(|b| set.contains(*b)).map(Value::from).collect(),
        Value::Choice(set) => set.iter().map(|rank| Value::Choice(ChoiceSet::single(rank))).collect(),
        other => vec![other.clone()],
    }
}

/// What is told of each fact in a random dossier.
fn random_facts(random: &mut Random) -> Vec<(usize, Value)> {
    let mut told = Vec::new();
    for fact in 0..3 {
        let n = |random: &mut Random| Num::from_i64(i64::try_from(random.below(4)).unwrap_or(0));
        told.push((
            fact,
            Value::Num(match random.below(4) {
                0 => NumSet::exact(n(random)),
                1 => {
                    let (low, high) = (n(random), n(random));
                    let (low, high) = if low <= high { (low, high) } else { (high, low) };
                    NumSet::between(low, high).on_grid(&Num::ONE)
                }
                2 => NumSet::one_of([n(random), n(random)]).on_grid(&Num::ONE),
                _ => NumSet::between(Num::ZERO, Num::from_i64(3)).on_grid(&Num::ONE),
            }),
        ));
    }
    for fact in 3..5 {
        told.push((
            fact,
            Value::Bool(match random.below(3) {
                0 => BoolSet::TRUE,
                1 => BoolSet::FALSE,
                _ => BoolSet::ANY,
            }),
        ));
    }
    let choice = match random.below(3) {
        0 => ChoiceSet::all(3),
        1 => ChoiceSet::single(0).union(ChoiceSet::single(2)),
        _ => ChoiceSet::single(1),
    };
    told.push((5, Value::Choice(choice)));
    told
}

fn truth(engine: &Engine, values: &[(usize, Value)]) -> BoolSet {
    let (outcome, _) = evaluate(engine, &situation(engine, values), NoTrace);
    outcome.derived.first().and_then(Clone::clone).map_or(BoolSet::NONE, |value| value.truth())
}

/// The truths over every completion of the facts that the condition mentions.
fn enumerated(engine: &Engine, told: &[(usize, Value)], used: &[&str]) -> BoolSet {
    let names = ["f.a", "f.b", "f.c", "f.d", "f.e", "f.g"];
    let mut completions: Vec<Vec<(usize, Value)>> = vec![Vec::new()];
    for (fact, value) in told {
        let open =
            if used.contains(&names[*fact]) { members(value) } else { members(value).into_iter().take(1).collect() };
        completions = completions
            .iter()
            .flat_map(|before| open.iter().map(move |value| [before.clone(), vec![(*fact, value.clone())]].concat()))
            .collect();
    }
    completions.iter().fold(BoolSet::NONE, |all, completion| all.union(truth(engine, completion)))
}

fn random_condition(seed: u64, once: bool) -> (String, Vec<&'static str>, Random) {
    let random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut writer = Writer { random, once, used: Vec::new() };
    for _ in 0..8 {
        writer.random.below(2);
    }
    let depth = 1 + u32::try_from(writer.random.below(2)).unwrap_or(0);
    let condition = writer.condition(depth);
    (condition, writer.used, writer.random)
}

fn engine_for(condition: &str) -> Engine {
    engine(&format!("{FACTS}définition x : oui/non\n  = {condition}\n"))
}

#[test]
fn unknowns_never_decide_wrongly() {
    let (mut cases, mut unknown) = (0u32, 0u32);
    for seed in 1..=400 {
        let (condition, used, mut random) = random_condition(seed, false);
        let engine = engine_for(&condition);
        for _ in 0..3 {
            let told = random_facts(&mut random);
            let found = truth(&engine, &told);
            let all = enumerated(&engine, &told, &used);
            assert_eq!(found.union(all), found, "{condition} with {told:?}: {found:?}, enumeration gives {all:?}");
            cases += 1;
            unknown += u32::from(found == BoolSet::ANY);
        }
    }
    assert!(unknown * 10 >= cases, "{unknown} of {cases} cases were unknown");
}

#[test]
fn unknowns_decide_when_each_fact_occurs_once() {
    let (mut cases, mut unknown) = (0u32, 0u32);
    for seed in 1..=400 {
        let (condition, used, mut random) = random_condition(seed, true);
        let engine = engine_for(&condition);
        for _ in 0..3 {
            let told = random_facts(&mut random);
            let found = truth(&engine, &told);
            let all = enumerated(&engine, &told, &used);
            assert_eq!(found, all, "{condition} with {told:?}");
            cases += 1;
            unknown += u32::from(found == BoolSet::ANY);
        }
    }
    assert!(unknown * 10 >= cases, "{unknown} of {cases} cases were unknown");
}

/// Random conditions with the operands of any type: those that check never meet a type error when they run.
#[test]
fn a_checked_program_meets_no_type_error() {
    let atoms = [
        "f.a",
        "f.d",
        "f.g",
        "1",
        "0,5",
        "40 %",
        "2 ETP",
        "3 mois",
        "2024-03-01",
        "2024-03",
        "oui",
        "blanc",
        "\"texte\"",
        "aujourd'hui",
        "1/3",
        "f.b",
        "f.e",
    ];
    let operators = [" + ", " - ", " * ", " au moins ", " est ", " et ", " ou ", " avant ", " contient ", " moins de "];
    let (mut tried, mut checked_count) = (0u32, 0u32);
    let mut random = Random(0x1234_5678_9abc_def1);
    for _ in 0..4000 {
        let mut condition = String::from(random.pick(&atoms));
        for _ in 0..=random.below(2) {
            let (operator, atom) = (random.pick(&operators), random.pick(&atoms));
            condition = if random.below(2) == 0 {
                format!("({condition}){operator}{atom}")
            } else {
                format!("{condition}{operator}{atom}")
            };
        }
        let text = format!("{FACTS}critère x\n  exige {condition}\n");
        tried += 1;
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("p.perenne", text.as_str()));
        let parsed = perenne::syntax::parse(id, &text, false);
        let input = perenne::model::Input { id, file: &parsed.file, prefix: None, imported: false };
        let (program, mut problems) = perenne::model::build(&[input], &[], &sources);
        problems.extend(parsed.diagnostics);
        let (checked, more) = perenne::check::check(program, &problems);
        problems.extend(more);
        if problems.iter().any(perenne::diagnostic::Diagnostic::is_error) {
            continue;
        }
        checked_count += 1;
        let engine = Engine::new(checked);
        for _ in 0..3 {
            let situation = situation(&engine, &random_facts(&mut random));
            let (_, trace) = evaluate(&engine, &situation, Trace::default());
            let exprs = (0..engine.checked.program.exprs.len()).map(perenne::model::ids::ExprId::new);
            for expr in exprs {
                assert_ne!(trace.cause_of(Trace::TOP, expr), Some(&Cause::AbsentOperand), "{condition}");
                assert_ne!(trace.get(Trace::TOP, expr), Some(&Value::Any), "{condition}");
            }
        }
    }
    assert!(checked_count * 50 >= tried, "{checked_count} of {tried} programs were sound");
}
