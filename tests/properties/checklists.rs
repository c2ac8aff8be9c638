//! Checklists over members each of which may still have any set of verdicts.

use crate::naive::evaluate::{Days, count};
use crate::naive::library::{Library, all_of};
use crate::naive::program::{Quantity, Verdict, first_day};

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
            assert_eq!(found.verdicts(*member), all_of(possible), "{facts}");
        }
        for (rule, checklist) in rules.iter().zip(&checklists) {
            let mut all = Vec::new();
            for first in &possible[0] {
                for second in &possible[1] {
                    all.extend(possible[2].iter().map(|third| (checklist.of)(&[*first, *second, *third])));
                }
            }
            let verdicts = found.verdicts(*rule);
            assert_eq!(verdicts, all_of(&all), "{} with {possible:?}", checklist.text);
            cases += 1;
            undecided += usize::from(!verdicts.is_decided());
        }
    }
    println!("{cases} checklists, {undecided} undecided");
    assert!(undecided * 10 >= cases, "{undecided} of {cases} were undecided");
}
