//! The promises of the language, against an evaluator of its own that is as simple as can be: complete dossiers mean
//! what the page says, what is unknown is never decided wrongly, and is decided whenever each fact occurs once.

// A test stops where something is not as it says; helpers outside `#[test]` functions too.
#![allow(clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "properties/calendar.rs"]
mod calendar;
#[path = "properties/checklists.rs"]
mod checklists;
mod naive;
#[path = "properties/turns.rs"]
mod turns;

use naive::dossier::{Dossier, Told, completions, facts_file};
use naive::evaluate::{Days, Found, GUESSES, Outcome, run};
use naive::library::{Evaluated, Library, Named};
use naive::program::{FACTS, Program, Value, first_day};
use naive::random::Random;
use naive::{dossier, print, write};
use perenne::eval::{Cause, Trace};
use std::collections::HashMap;

/// The numbers of the cases: so many, or as many times more as `PERENNE_CASES` says, to search longer.
fn seeds(count: u64) -> std::ops::RangeInclusive<u64> {
    let times: u64 = std::env::var("PERENNE_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    1..=count * times
}

/// One program with its text, read by the library.
struct Case {
    program: Program,
    text: String,
    library: Library,
    items: Vec<Named>,
    days: Days,
    random: Random,
}

impl Case {
    fn new(seed: u64, once: bool) -> Case {
        let program = write::random_program(seed, once);
        let text = print::print(&program, seed.is_multiple_of(2), seed);
        let library = Library::read(&text);
        let items = library.items(&program);
        let mut random = Random::new(seed ^ 0x5eed);
        let today = first_day().plus_days(*random.pick(&[2, 3, 5, 40]));
        let texts =
            if random.once_in(2) { today } else { first_day().plus_days(*random.pick(&[-500, -400, -100, 100, 300])) };
        Case { program, text, library, items, days: Days { today, texts }, random }
    }

    fn evaluate(&mut self, dossier: &Dossier) -> (Evaluated, String) {
        let file = facts_file(&self.program, dossier, &mut self.random);
        (self.library.evaluate(&file, self.days), file)
    }

    /// The message of a failure: everything needed to see it.
    fn context(&self, rank: usize, file: &str, found: &Evaluated) -> String {
        let days = self.days;
        format!(
            "{} on {} with the texts of {}: the library says {}\n{}\n{file}",
            self.program.name(rank),
            days.today,
            days.texts,
            found.shown(self.items[rank]),
            self.text,
        )
    }
}

/// The one run of a complete dossier, or one for each guess where something has no value.
fn every_run(case: &Case, facts: &[Value]) -> Vec<Outcome> {
    let first = run(&case.program, facts, case.days, 0);
    let more = if first.guessed { GUESSES } else { 1 };
    let others = (1..more).map(|guess| run(&case.program, facts, case.days, guess));
    [first].into_iter().chain(others).collect()
}

#[test]
fn complete_dossiers_mean_what_the_page_says() {
    let (mut cases, mut guessed, mut verdicts) = (0, 0, [0u32; 4]);
    for seed in seeds(300) {
        let mut case = Case::new(seed, false);
        let dossier = dossier::complete(&mut case.random);
        let (found, file) = case.evaluate(&dossier);
        let facts = completions(&case.program, &dossier).all.remove(0);
        let runs = every_run(&case, &facts);
        cases += 1;
        guessed += u32::from(runs[0].guessed);
        for rank in 0..case.items.len() {
            for run in &runs {
                let one = &run.items[rank];
                assert!(found.allows(case.items[rank], one), "{one:?}: {}", case.context(rank, &file, &found));
            }
            if let Found::Verdict(verdict) = runs[0].items[rank] {
                verdicts[verdict as usize] += 1;
            }
            if !runs.iter().any(|run| run.guessed) {
                assert!(found.is_decided(case.items[rank]), "{}", case.context(rank, &file, &found));
            }
        }
    }
    println!("{cases} programs, {guessed} with something of no value; verdicts {verdicts:?}");
    assert!(guessed * 3 < cases, "{guessed} of {cases} programs leave something without a value");
    let all: u32 = verdicts.iter().sum();
    assert!(verdicts.iter().all(|one| one * 20 >= all), "met, not met, not applicable, exempt: {verdicts:?}");
}

/// What the programs are made of: each form stands in at least one in fifty, in either language.
#[test]
fn the_generator_writes_every_form() {
    let forms = [
        ["parameter v", "paramètre v"],
        ["define v", "définition v"],
        ["table v", "table v"],
        [" first\n", " premier\n"],
        ["otherwise", "sinon |"],
        ["criterion k", "critère k"],
        ["checklist g", "grille g"],
        ["applies when", "s'applique si"],
        ["except when", "sauf si"],
        [" then ", " alors "],
        ["for each", "pour chaque"],
        ["from 2", "dès 2"],
        ["until 2", "jusqu'au 2"],
        ["  recommendation\n", "  recommandation\n"],
        [", recommendation ", ", recommandation "],
        ["none of (k", "aucune (k"],
        ["at least 2 of (", "au moins 2 parmi ("],
        ["exactly 1 of (", "exactement 1 parmi ("],
        ["every t in", "chaque t dans"],
        ["satisfies", "vérifie"],
        ["count of t", "nombre de t"],
        ["sum of ", "somme de "],
        ["last t in", "dernier t dans"],
        ["at least every", "au moins tous les"],
        ["share of", "part de"],
        ["min (", "min ("],
        ["round (", "arrondi ("],
        ["between ", "entre "],
        ["one of (", "parmi ("],
        ["or else", "à défaut"],
        ["is none", "est a"],
        ["f.delay", "f.delay"],
        ["f.wait", "f.wait"],
        ["months between", "mois entre"],
        ["today", "aujourd'hui"],
        ["unspecified", "non précisé"],
        ["is exempt", "est exempté"],
        [" applies", " s'applique"],
    ];
    let texts: Vec<String> =
        (1..=800).map(|seed| print::print(&write::random_program(seed, false), seed % 2 == 0, seed)).collect();
    let mut rare = Vec::new();
    for form in forms {
        for (word, french) in form.iter().zip([false, true]) {
            let of_language = texts.iter().filter(|text| text.starts_with("langue") == french);
            let found = of_language
                .filter(|text| text.splitn(3, "\n}\n").nth(2).is_some_and(|items| items.contains(word)))
                .count();
            if found * 50 < texts.len() / 2 {
                rare.push((*word, found));
            }
        }
    }
    assert!(rare.is_empty(), "rare among {} programs of a language: {rare:?}", texts.len() / 2);
}

/// What a run over many cases came across.
#[derive(Default, Debug)]
struct Seen {
    verdicts: usize,
    undecided: usize,
    on_bound: usize,
}

impl Seen {
    /// A property proves little where nothing is unknown, or no comparison has equal sides.
    fn is_telling(&self) {
        println!("{self:?}");
        assert!(self.undecided * 10 >= self.verdicts, "{self:?}: too few were undecided");
        assert!(self.on_bound * 10 >= self.verdicts, "{self:?}: too few were on a bound");
    }
}

/// Evaluates a random dossier and every completion of it. Checks that nothing is decided wrongly and, where the facts
/// occur once, that what is left possible is exactly what the completions give.
fn against_completions(seed: u64, once: bool, seen: &mut Seen) {
    let mut case = Case::new(seed, once);
    for _ in 0..2 {
        let dossier = dossier::partial(&case.program, !once, &mut case.random);
        let (found, file) = case.evaluate(&dossier);
        let completions = completions(&case.program, &dossier);
        let runs: Vec<_> = completions.all.iter().flat_map(|facts| every_run(&case, facts)).collect();
        for (rank, named) in case.items.iter().enumerate() {
            let mut all: Vec<Found> = Vec::new();
            for run in &runs {
                if !all.contains(&run.items[rank]) {
                    all.push(run.items[rank].clone());
                }
            }
            for one in &all {
                assert!(found.allows(*named, one), "{one:?}: {}", case.context(rank, &file, &found));
            }
            if once {
                assert!(completions.whole && !runs.iter().any(|run| run.guessed), "{}", case.text);
                assert!(found.allows_only(*named, &all), "{all:?}: {}", case.context(rank, &file, &found));
            }
            if let Named::Rule(_) = named {
                seen.verdicts += 1;
                seen.undecided += usize::from(!found.is_decided(*named));
                seen.on_bound += usize::from(runs.iter().any(|run| run.on_bound[rank]));
            }
        }
    }
}

#[test]
fn unknowns_never_decide_wrongly() {
    let mut seen = Seen::default();
    seeds(220).for_each(|seed| against_completions(seed, false, &mut seen));
    seen.is_telling();
}

#[test]
fn unknowns_decide_when_each_fact_occurs_once() {
    let mut seen = Seen::default();
    seeds(220).for_each(|seed| against_completions(seed, true, &mut seen));
    seen.is_telling();
}

/// Whatever is told of the facts that are not listed as missing, what was undecided stays so.
#[test]
fn the_missing_list_leaves_nothing_out() {
    let (mut undecided, mut some_left) = (0, 0);
    for seed in seeds(150) {
        let mut case = Case::new(seed, false);
        let dossier = dossier::partial(&case.program, true, &mut case.random);
        let (found, _) = case.evaluate(&dossier);
        let open = case.items.iter().enumerate().filter(|(_, named)| !found.is_decided(**named));
        for rank in open.map(|(rank, _)| rank).collect::<Vec<_>>() {
            undecided += 1;
            let missing = case.library.missing(&found, case.items[rank]);
            let unlisted = |fact: usize| !missing.contains(&fact);
            let unknown = |fact: usize| !matches!(dossier[fact], Told::Exactly(_));
            some_left += usize::from(
                dossier::facts_behind(&case.program, rank).into_iter().any(|fact| unlisted(fact) && unknown(fact)),
            );
            for _ in 0..2 {
                let told = dossier::filled_in(&dossier, &mut case.random, unlisted);
                let (again, file) = case.evaluate(&told);
                let listed: Vec<&str> = missing.iter().map(|fact| FACTS[*fact].0).collect();
                assert!(!again.is_decided(case.items[rank]), "{listed:?}: {}", case.context(rank, &file, &again));
            }
        }
    }
    println!("{undecided} undecided verdicts, {some_left} with unknown facts that are not listed");
    assert!(undecided >= 50 && some_left * 10 >= undecided, "{undecided}, {some_left}");
}

/// How many facts are listed as missing for undecided verdicts, and how many of them in vain: no completion of the others
/// lets two of their values give different verdicts. The naive evaluator runs every completion.
fn listed_in_vain(seed: u64, once: bool, told: &mut Vec<String>) -> (usize, usize) {
    let mut case = Case::new(seed, once);
    let dossier = dossier::partial(&case.program, !once, &mut case.random);
    let (found, file) = case.evaluate(&dossier);
    let all = completions(&case.program, &dossier).all;
    let runs: Vec<Vec<Outcome>> = all.iter().map(|facts| every_run(&case, facts)).collect();
    let (mut listed, mut in_vain) = (0, 0);
    for (rank, named) in case.items.iter().enumerate() {
        if !matches!(named, Named::Rule(_)) || found.is_decided(*named) {
            continue;
        }
        for fact in case.library.missing(&found, *named) {
            listed += 1;
            let mut verdicts: HashMap<String, &Found> = HashMap::new();
            let matters = all.iter().zip(&runs).any(|(facts, runs)| {
                let others: Vec<&Value> =
                    facts.iter().enumerate().filter(|(other, _)| *other != fact).map(|(_, value)| value).collect();
                let others = format!("{others:?}");
                runs.iter().any(|run| **verdicts.entry(others.clone()).or_insert(&run.items[rank]) != run.items[rank])
            });
            if !matters {
                in_vain += 1;
                told.push(format!("{}: {}", FACTS[fact].0, case.context(rank, &file, &found)));
            }
        }
    }
    (listed, in_vain)
}

/// Within the promise, where each fact occurs once, no fact is listed of which no value matters. Where facts are repeated,
/// a fact too many is allowed; these are counted, and must be few.
#[test]
fn the_missing_list_lists_nothing_in_vain() {
    let count = |once: bool, told: &mut Vec<String>| {
        seeds(150).map(|seed| listed_in_vain(seed, once, told)).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    };
    let (mut told, mut allowed) = (Vec::new(), Vec::new());
    let (listed, in_vain) = count(true, &mut told);
    let (listed_again, too_many) = count(false, &mut allowed);
    println!("facts once: {listed} listed, {in_vain} in vain; repeated: {listed_again} listed, {too_many} in vain");
    assert!(listed >= 100 && listed_again >= 100, "{listed}, {listed_again}");
    assert_eq!(in_vain, 0, "of {listed}: {}", told.join("\n———\n"));
    assert!(too_many * 4 <= listed_again, "{too_many} of {listed_again}: {}", allowed.join("\n———\n"));
}

/// Random conditions over operands of any type: those that check never meet a type error when they run.
#[test]
fn a_checked_program_meets_no_type_error() {
    let declared = "langue fr\nchoix couleur { bleu, blanc, rouge }\nfaits f {\n  a : entier bornes entre 0 et 3\n  \
        b : entier\n  d : oui/non\n  e : oui/non\n  g : couleur\n}\n";
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
    let told = ["f:\n  a: 2\n  b: 0\n  d: oui\n  g: rouge\n", "f:\n  b: { au_moins: 1 }\n  e: non\n", "f: {}\n"];
    let days = Days { today: first_day(), texts: first_day() };
    let (mut tried, mut sound) = (0, 0);
    let mut random = Random::new(7);
    for _ in 0..2000 {
        let mut condition = String::from(*random.pick(&atoms));
        for _ in 0..=random.below(2) {
            let (operator, atom) = (random.pick(&operators), random.pick(&atoms));
            let bracketed = if random.once_in(2) { format!("({condition})") } else { condition };
            condition = format!("{bracketed}{operator}{atom}");
        }
        tried += 1;
        let (mut library, errors) = Library::read_anything(&format!("{declared}critère x\n  exige {condition}\n"));
        if !errors.is_empty() {
            continue;
        }
        sound += 1;
        for facts in told {
            let trace = library.evaluate(facts, days).trace;
            for expr in (0..library.engine.checked.program.exprs.len()).map(perenne::model::ids::ExprId::new) {
                assert_ne!(trace.cause_of(Trace::TOP, expr), Some(&Cause::AbsentOperand), "{condition}");
                assert_ne!(trace.get(Trace::TOP, expr), Some(&perenne::eval::value::Value::Any), "{condition}");
            }
        }
    }
    assert!(sound * 50 >= tried, "{sound} of {tried} programs were sound");
}
