//! Dates and months, in the library and in the language, against a calendar that counts days one by one.

use crate::naive::calendar::{Day, day};
use crate::naive::evaluate::{Days, Found};
use crate::naive::library::{self, Library, Named};
use crate::naive::program::{Value, Verdict, whole};
use crate::naive::random::Random;

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
