//! The promises of the language, against an evaluator of its own that is as simple as can be: complete dossiers mean
//! what the page says, what is unknown is never decided wrongly, and is decided whenever each fact occurs once.

// A test stops where something is not as it says; helpers outside `#[test]` functions too.
#![allow(clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

mod naive;

use naive::calendar::{Day, day};
use naive::dossier::{Dossier, Told, completions, facts_file};
use naive::evaluate::{Days, Found, GUESSES, count, run};
use naive::library::{Evaluated, Library, Named};
use naive::program::{FACTS, Program, Quantity, Value, Verdict, first_day, whole};
use naive::random::Random;
use naive::{dossier, library, print, write};
use perenne::eval::{Cause, Trace};

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
        let file = facts_file(dossier, &mut self.random);
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

#[test]
fn complete_dossiers_mean_what_the_page_says() {
    let (mut cases, mut guessed, mut verdicts) = (0, 0, [0u32; 4]);
    for seed in seeds(400) {
        let mut case = Case::new(seed, false);
        let dossier = dossier::complete(&mut case.random);
        let (found, file) = case.evaluate(&dossier);
        let facts = completions(&case.program, &dossier).all.remove(0);
        let runs: Vec<_> = (0..GUESSES).map(|guess| run(&case.program, &facts, case.days, guess)).collect();
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
        let guesses = if once { 1 } else { GUESSES };
        let runs: Vec<_> = completions
            .all
            .iter()
            .flat_map(|facts| (0..guesses).map(|guess| run(&case.program, facts, case.days, guess)))
            .collect();
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
    seeds(300).for_each(|seed| against_completions(seed, false, &mut seen));
    seen.is_telling();
}

#[test]
fn unknowns_decide_when_each_fact_occurs_once() {
    let mut seen = Seen::default();
    seeds(300).for_each(|seed| against_completions(seed, true, &mut seen));
    seen.is_telling();
}

/// Whatever is told of the facts that are not listed as missing, what was undecided stays so.
#[test]
fn the_missing_list_leaves_nothing_out() {
    let (mut undecided, mut some_left) = (0, 0);
    for seed in seeds(200) {
        let mut case = Case::new(seed, false);
        let dossier = dossier::partial(&case.program, true, &mut case.random);
        let (found, _) = case.evaluate(&dossier);
        let open = case.items.iter().enumerate().filter(|(_, named)| !found.is_decided(**named));
        let open: Vec<usize> =
            open.filter(|(_, named)| matches!(named, Named::Rule(_))).map(|(rank, _)| rank).collect();
        for rank in open {
            let Named::Rule(rule) = case.items[rank] else { continue };
            undecided += 1;
            let missing = case.library.missing(&found, rule);
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
    assert!(undecided >= 60 && some_left * 10 >= undecided, "{undecided}, {some_left}");
}

/// Of each member, one fact for whether it applies, one for whether it is excused, one for whether it is met.
fn member_facts(set: usize) -> [&'static str; 3] {
    // The verdicts that the set holds: met, not met, not applicable, exempt.
    let [met, not_met, out, excused] = [1, 2, 4, 8].map(|bit| set & bit != 0);
    let told = |yes: bool, no: bool| match (yes, no) {
        (true, true) => "",
        (true, false) => "yes",
        (false, _) => "no",
    };
    [told(met || not_met || excused, out), told(excused, met || not_met), told(met, not_met)]
}

const VERDICTS: [Verdict; 4] = [Verdict::Met, Verdict::NotMet, Verdict::NotApplicable, Verdict::Exempt];

/// A checklist of two or three members, as text and as what it makes of their verdicts.
struct Counted {
    text: String,
    of: fn(&[Verdict]) -> Verdict,
}

fn checklists() -> Vec<Counted> {
    let plain = |text: &str, of: fn(&[Verdict]) -> Verdict| Counted { text: text.to_string(), of };
    vec![
        plain("all of (k0, k1, k2)", |of| count(Quantity::All, of)),
        plain("any of (k0, k1, k2)", |of| count(Quantity::Any, of)),
        plain("none of (k0, k1, k2)", |of| count(Quantity::None, of)),
        plain("at least 1 of (k0, k1, k2)", |of| count(Quantity::AtLeast(1), of)),
        plain("at least 2 of (k0, k1, k2)", |of| count(Quantity::AtLeast(2), of)),
        plain("at least 3 of (k0, k1, k2)", |of| count(Quantity::AtLeast(3), of)),
        plain("exactly 1 of (k0, k1, k2)", |of| count(Quantity::Exactly(1), of)),
        // A recommendation is reported beside and never blocks.
        plain("all of (k0, recommendation k1, k2)", |of| count(Quantity::All, &[of[0], of[2]])),
        plain("any of (best effort k0, indicative k1, k2)", |of| count(Quantity::Any, &[of[2]])),
        plain("all of (recommendation k0, best effort k1)", |of| count(Quantity::All, &of[3..])),
        // A criterion that only recommends blocks where its force is replaced.
        plain("all of (k0, obligation k3)", |of| count(Quantity::All, &of[..2])),
        plain("all of (k0, k3)", |of| count(Quantity::All, &of[..1])),
        plain("all of (k0, any of (k1, k2))", |of| count(Quantity::All, &[of[0], count(Quantity::Any, &of[1..])])),
        plain("any of (k0, all of (k1, k2))", |of| count(Quantity::Any, &[of[0], count(Quantity::All, &of[1..])])),
        plain("none of (k0, none of (k1, k2))", |of| count(Quantity::None, &[of[0], count(Quantity::None, &of[1..])])),
        plain("at least 2 of (k0, k1, at least 1 of (k2))", |of| {
            count(Quantity::AtLeast(2), &[of[0], of[1], count(Quantity::AtLeast(1), &of[2..])])
        }),
        plain("all of (k0, recommendation any of (k1, k2))", |of| count(Quantity::All, &of[..1])),
    ]
}

/// Every checklist over members each of which may still have any set of verdicts.
#[test]
fn checklists_combine_sets_of_verdicts_as_their_completions_do() {
    let checklists = checklists();
    let mut text = String::from("language en\nfacts f {\n");
    for member in 0..3 {
        text.push_str(&format!("  a{member} : yes/no\n  e{member} : yes/no\n  r{member} : yes/no\n"));
    }
    text.push_str("}\n");
    for (rank, force) in [(0, "requirement"), (1, "obligation"), (2, "requirement"), (3, "recommendation")] {
        // The fourth stands beside the second, with another force.
        let fact = if rank == 3 { 1 } else { rank };
        text.push_str(&format!(
            "criterion k{rank}\n  {force}\n  applies when f.a{fact}\n  except when f.e{fact}\n  requires f.r{fact}\n"
        ));
    }
    for (rank, checklist) in checklists.iter().enumerate() {
        text.push_str(&format!("checklist g{rank}\n  {}\n", checklist.text));
    }
    let mut library = Library::read(&text);
    let rule = |library: &Library, name: String| library.engine.checked.program.find_rule(&name).expect("a rule");
    let rules: Vec<_> = (0..checklists.len()).map(|rank| rule(&library, format!("g{rank}"))).collect();
    let members: Vec<_> = (0..3).map(|rank| rule(&library, format!("k{rank}"))).collect();
    let days = Days { today: first_day(), texts: first_day() };
    let (mut cases, mut undecided) = (0, 0);
    for rank in 0..15 * 15 * 15 {
        let sets = [rank % 15 + 1, rank / 15 % 15 + 1, rank / 225 + 1];
        let mut facts = String::from("f:\n");
        for (member, set) in sets.iter().enumerate() {
            for (name, told) in ["a", "e", "r"].iter().zip(member_facts(*set)).filter(|(_, told)| !told.is_empty()) {
                facts.push_str(&format!("  {name}{member}: {told}\n"));
            }
        }
        let found = library.evaluate(&facts, days);
        let possible: Vec<Vec<Verdict>> = sets
            .iter()
            .map(|set| (0..4).filter(|rank| set & (1 << rank) != 0).map(|rank| VERDICTS[rank]).collect())
            .collect();
        for (member, possible) in members.iter().zip(&possible) {
            assert_eq!(found.verdicts(*member), naive::library::all_of(possible), "{facts}");
        }
        for (rule, checklist) in rules.iter().zip(&checklists) {
            let mut all = Vec::new();
            for first in &possible[0] {
                for second in &possible[1] {
                    all.extend(possible[2].iter().map(|third| (checklist.of)(&[*first, *second, *third])));
                }
            }
            let verdicts = found.verdicts(*rule);
            assert_eq!(verdicts, naive::library::all_of(&all), "{} with {possible:?}", checklist.text);
            cases += 1;
            undecided += usize::from(!verdicts.is_decided());
        }
    }
    println!("{cases} checklists, {undecided} undecided");
    assert!(undecided * 10 >= cases, "{undecided} of {cases} were undecided");
}

/// The last days of long and short months: in a leap year and others, in a century that is leap and one that is not.
fn remarkable_days() -> Vec<Day> {
    let months = [(2023, 12), (2024, 1), (2024, 2), (2024, 4), (2023, 1), (1899, 12), (1900, 2), (2000, 1), (2000, 2)];
    let last_days = |(year, month)| Day::of_month(year, month).into_iter().rev().take(3);
    months.into_iter().flat_map(last_days).chain([day(2024, 3, 1), day(2023, 3, 15)]).collect()
}

#[test]
fn days_and_months_agree_with_a_naive_calendar() {
    let days = remarkable_days();
    let (mut clamped, mut cases) = (0, 0);
    for from in &days {
        let ours = library::date(*from);
        for months in -40..=40 {
            let moved = from.plus_months(months);
            assert_eq!(ours.add_months(months), Some(library::date(moved)), "{from} + {months} months");
            cases += 1;
            clamped += usize::from(moved.day != from.day);
        }
        for count in -70..=70 {
            assert_eq!(ours.add_days(count), Some(library::date(from.plus_days(count))), "{from} + {count} days");
        }
        for to in days.iter().filter(|to| (to.year - from.year).abs() < 5) {
            let theirs = library::date(*to);
            assert_eq!(ours.days_until(theirs), from.days_until(*to), "{from} to {to}");
            assert_eq!(ours.months_until(theirs), from.months_until(*to), "{from} to {to}");
        }
    }
    assert!(clamped * 10 >= cases, "{clamped} of {cases} came to the end of a shorter month");
}

/// What the language does with dates: whole days, months and years, additions, windows of validity, and regular dates.
#[test]
fn dates_in_the_language_agree_with_a_naive_calendar() {
    let text = "langue fr\nfaits f {\n  p : date\n  q : date\n  n : mois\n  audit : oui/non\n    valable 6 mois\n  revues : liste de date\n}\n\
        définition jours_ : jours = jours entre f.p et f.q\n\
        définition mois_ : mois = mois entre f.p et f.q\n\
        définition années : ans = ans entre f.p et f.q\n\
        définition plus_tard : date = f.p + f.n\n\
        définition plus_tôt : date = f.p - f.n\n\
        critère audité\n  exige f.audit\n\
        critère régulier\n  exige f.revues au moins tous les 6 mois\n\
        critère depuis\n  exige f.revues au moins tous les 6 mois depuis f.p\n";
    let mut library = Library::read(text);
    let program = &library.engine.checked.program;
    let names = ["jours_", "mois_", "années", "plus_tard", "plus_tôt"];
    let values = names.map(|name| {
        let id = program.derived_ids().find(|id| program.derived_item(*id).is_some_and(|one| one.meta.name == name));
        Named::Derived(id.expect("a definition"))
    });
    let rules = ["audité", "régulier", "depuis"].map(|name| Named::Rule(program.find_rule(name).expect("a criterion")));
    let mut random = Random::new(3);
    let remarkable = remarkable_days();
    let (mut cases, mut at_the_end) = (0, 0);
    for _ in 0..250 {
        let p = *random.pick(&remarkable);
        let n = i64::try_from(random.below(30)).expect("small");
        // Half of the time the last day on which something still holds, or the next.
        let q = match random.below(4) {
            0 => p.plus_months(n),
            1 => p.plus_months(n).previous(),
            _ => p.plus_days(i64::try_from(random.below(900)).expect("small")),
        };
        let today = match random.below(3) {
            0 => p.plus_months(6),
            1 => p.plus_months(6).next(),
            _ => p.plus_days(i64::try_from(random.below(400)).expect("small")),
        };
        let reviews: Vec<Day> = match random.below(3) {
            0 => vec![p.plus_months(6), p.plus_months(6).plus_months(6)],
            1 => vec![p.plus_days(i64::try_from(random.below(300)).expect("small"))],
            _ => Vec::new(),
        };
        let shown = reviews.iter().map(Day::to_string).collect::<Vec<_>>().join(", ");
        let facts =
            format!("f:\n  p: {p}\n  q: {q}\n  n: {n}\n  audit: {{ valeur: oui, le: {p} }}\n  revues: [{shown}]\n");
        let found = library.evaluate(&facts, Days { today, texts: today });
        let number = |n: i64| Found::Value(Value::Number(whole(n)));
        let expected = [
            number(p.days_until(q)),
            number(p.months_until(q)),
            number(12 * p.years_until(q)),
            Found::Value(Value::Day(p.plus_months(n))),
            Found::Value(Value::Day(p.plus_months(-n))),
        ];
        for (named, expected) in values.iter().zip(&expected) {
            assert!(
                found.allows_only(*named, std::slice::from_ref(expected)),
                "{expected:?} with {facts}: {}",
                found.shown(*named)
            );
        }
        let until = p.plus_months(6);
        at_the_end += usize::from(today == until || today == until.next());
        cases += 1;
        let verdict = |holds: bool| if holds { vec![Verdict::Met] } else { vec![Verdict::NotMet] };
        let audited = if today <= until { vec![Verdict::Met] } else { vec![Verdict::Met, Verdict::NotMet] };
        let expected =
            [audited, verdict(is_regular(&reviews, None, today)), verdict(is_regular(&reviews, Some(p), today))];
        for (named, expected) in rules.iter().zip(&expected) {
            let expected: Vec<Found> = expected.iter().map(|verdict| Found::Verdict(*verdict)).collect();
            assert!(
                found.allows_only(*named, &expected),
                "{expected:?} on {today} with {facts}: {}",
                found.shown(*named)
            );
        }
    }
    assert!(at_the_end * 10 >= cases, "{at_the_end} of {cases} at the end of the window");
}

/// No stretch of more than six months up to today, from a day or from the first review.
fn is_regular(reviews: &[Day], since: Option<Day>, today: Day) -> bool {
    let mut past: Vec<Day> = reviews.iter().copied().filter(|review| *review <= today).collect();
    past.sort_unstable();
    let Some(mut last) = since.or_else(|| past.first().copied()) else { return false };
    for next in past.into_iter().chain([today]) {
        if last.plus_months(6) < next {
            return false;
        }
        last = next;
    }
    true
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
    for _ in 0..3000 {
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
