use super::edits::edits;
use super::find::{find, steps};
use super::prove::Prover;
use super::words::line;
use super::{Choice, Fate, Ground, Mutation, run_mutants};
use crate::base::{FileId, Lang, Num, SourceFile, Sources};
use crate::diagnostic::Diagnostic;
use crate::eval::slot::{Slot, Status};
use crate::eval::value::Value;
use crate::eval::{Dates, Engine, NoTrace, Situation, evaluate};
use crate::model::expr::LiteralUnit;
use crate::testing::Readings;
use crate::testing::text::Words;
use crate::{check, model, syntax};

/// Compiles a doctrine, which must be without errors.
fn compiled(text: &str) -> (Engine, Sources) {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("t.perenne", text));
    let parsed = syntax::parse(id, text, false);
    let mut diagnostics = parsed.diagnostics;
    let input = model::Input { id, file: &parsed.file, prefix: None, imported: false };
    let (program, problems) = model::build(&[input], &[], &sources);
    diagnostics.extend(problems);
    let (checked, problems) = check::check(program, &diagnostics);
    diagnostics.extend(problems);
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    (Engine::new(checked), sources)
}

fn mutation(engine: &Engine, sources: &Sources) -> Mutation {
    let choice = Choice { filter: None, every: 1 };
    run_mutants(engine, sources, &Readings::new(), choice, |_| true, &mut |_, _| {})
}

/// Every change with its fate, in the order of the file: `unnoticed  c: “3” became “4”`.
fn told(text: &str) -> Vec<String> {
    let (engine, sources) = compiled(text);
    let words = Words { sources: &sources, engine: &engine, lang: Lang::En };
    let changes = mutation(&engine, &sources).changes;
    changes.iter().map(|one| format!("{}  {}", fate(one.fate), line(&words, one))).collect()
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Noticed => "noticed",
        Fate::Unnoticed => "unnoticed",
        Fate::Refused => "refused",
        Fate::Equivalent(Ground::Bounds) => "bounds",
        Fate::Equivalent(Ground::Implied) => "implied",
        Fate::Equivalent(Ground::NotCounted) => "not counted",
        Fate::Equivalent(Ground::SameVersions) => "same versions",
    }
}

const FACTS: &str = "language en
choice state { open, closed, lost }
unit agent
  plural agents
record post {
  filled : yes/no
  rank : integer
    bounds between 0 and 9
}
facts f \"F\" {
  n : integer
    bounds between 0 and 9
  m : integer
  share : percent
    bounds between 0 % and 100 %
  team : FTE
    bounds at least 0 FTE
    step 0.5 FTE
  a : yes/no
  b : yes/no
  c : yes/no
  s : state
  day : date
  posts : list of post
}
";

/// The fates and changes of one criterion, its requirement dropped left out.
fn of_condition(condition: &str) -> Vec<String> {
    let all = told(&format!("{FACTS}criterion c\n  requires {condition}\n"));
    all.into_iter().filter(|line| !line.contains("requirement “")).collect()
}

#[test]
fn each_kind_of_condition_has_its_changes() {
    let cases: [(&str, &[&str]); 14] = [
        ("f.m at least 3", &["“at least” became “more than” in “f.m at least 3”", "“3” became “4”", "“3” became “2”"]),
        (
            "f.day before 2024-06-30",
            &[
                "“before” became “on or before” in “f.day before 2024-06-30”",
                "“2024-06-30” became “2024-07-01”",
                "“2024-06-30” became “2024-06-29”",
            ],
        ),
        (
            "f.day after 2024-06",
            &[
                "“after” became “on or after” in “f.day after 2024-06”",
                "“2024-06” became “2024-07”",
                "“2024-06” became “2024-05”",
            ],
        ),
        ("f.s = open", &["“=” became “≠” in “f.s = open”"]),
        ("f.a and f.b", &["“and” became “or” in “f.a and f.b”", "condition “f.a” dropped", "condition “f.b” dropped"]),
        ("not f.a", &["“not” dropped from “not f.a”"]),
        (
            "at least 1 of (f.a, f.b)",
            &[
                "“at least 1” became “at least 2” in “at least 1 of (f.a, f.b)”",
                "“at least 1” became “at least 0” in “at least 1 of (f.a, f.b)”",
                "condition “f.a” dropped",
                "condition “f.b” dropped",
            ],
        ),
        (
            "f.s is one of (open, closed)",
            &[
                "“f.s is one of (open, closed)” denied",
                "value “open” dropped from its list",
                "value “closed” dropped from its list",
            ],
        ),
        ("f.a is not known", &["“f.a is not known” no longer denied"]),
        ("every p in f.posts satisfies p.filled", &["“all” became “any” in “every p in f.posts satisfies p.filled”"]),
        (
            "(count of p in f.posts where p.filled) >= 2",
            &[
                "“at least” became “more than” in “(count of p in f.posts where p.filled) >= 2”",
                "filter “p.filled” dropped",
                "“2” became “3”",
                "“2” became “1”",
            ],
        ),
        (
            "f.share at most 2.5 %",
            &[
                "“at most” became “less than” in “f.share at most 2.5 %”",
                "“2.5 %” became “2.6 %”",
                "“2.5 %” became “2.4 %”",
            ],
        ),
        ("f.m between 3 and 5", &["“3” became “4”", "“3” became “2”", "“5” became “6”", "“5” became “4”"]),
        (
            "if f.a then f.m > 1 else f.b",
            &["“more than” became “at least” in “f.m > 1”", "“1” became “2”", "“1” became “0”"],
        ),
    ];
    for (condition, expected) in cases {
        let expected: Vec<String> = expected.iter().map(|change| format!("unnoticed  c: {change}")).collect();
        assert_eq!(of_condition(condition), expected, "{condition}");
    }
}

#[test]
fn clauses_members_rows_and_days_are_changed() {
    let text = format!(
        "{FACTS}
criterion c
  applies when f.a
  except when f.b
  requires f.c
criterion d
  from 2024-01-01 until 2024-06-30 {{
    requires f.a
  }}
  from 2025-01-01 {{
    requires f.b
  }}
checklist all
  all of (c, any of (d, c))
define e : integer
  = f.n
  except when f.a then 12
table t : integer first
  | f.m       | f.s  | result |
  | at most 3 | open | 1      |
  | otherwise |      | 2      |
scenario s
  feasible when f.a
  risk \"R\" when f.b
milestone m
  only between 03-01 and 09-30
  takes effect on 01-01
  requires f.c
"
    );
    let found = told(&text);
    for change in [
        "c: condition to apply “f.a” dropped",
        "c: exception “except when f.b” dropped",
        "c: requirement “f.c” dropped",
        "d: first day: “2024-01-01” became “2023-12-31”",
        "d: last day: “2024-06-30” became “2024-07-01”",
        "d: first day: “2025-01-01” became “2025-01-02”",
        "all: “all” became “any” in “all of (c, any of (d, c))”",
        "all: “any” became “all” in “any of (d, c)”",
        "all: member “d” dropped",
        "e: exception “except when f.a then 12” dropped",
        "e: “12” became “13”",
        "t: row “| at most 3 | open | 1 |” dropped",
        "t: cell “open” emptied",
        "t: “2” became “1”",
        "s: condition of feasibility “f.a” dropped",
        "s: condition “f.b” of the risk or advantage dropped",
        "m: “03-01” became “02-29”",
        "m: “01-01” became “12-31”",
        "m: requirement “f.c” dropped",
    ] {
        assert!(found.iter().any(|line| line.ends_with(change)), "{change}\n{found:#?}");
    }
}

#[test]
fn what_versions_share_is_changed_in_all_of_them_at_once() {
    let text = format!(
        "{FACTS}
criterion c
  requires f.m at least 3
  from 2024-01-01 {{
    requirement
  }}
  from 2025-01-01 {{
    recommendation
  }}
test \"the older version\"
  as of 2024-06-01
  given f.m = 3
  expect c met
"
    );
    let found = told(&text);
    assert_eq!(found.iter().filter(|line| line.contains("“at least”")).count(), 1, "{found:#?}");
    assert!(found.contains(&String::from("noticed  c: “3” became “4”")), "{found:#?}");
}

/// The fate of the only change of that text.
fn only(condition: &str, change: &str) -> String {
    let found = of_condition(condition);
    let found: Vec<&String> = found.iter().filter(|line| line.contains(change)).collect();
    assert_eq!(found.len(), 1, "{condition}: {change}: {found:?}");
    found[0].split("  ").next().unwrap_or_default().to_string()
}

#[test]
fn what_is_the_same_within_the_declarations_makes_no_difference() {
    // Each with a neighbour that does.
    for (condition, change, fate) in [
        ("f.n at least 0", "“0” became “-1”", "bounds"),
        ("f.n at least 0", "“0” became “1”", "unnoticed"),
        ("f.n more than 9", "“9” became “10”", "bounds"),
        ("f.n more than 9", "became “at least”", "unnoticed"),
        ("f.n at most 2.5", "became “less than”", "bounds"),
        ("f.n at most 2.5", "“2.5” became “2.6”", "bounds"),
        ("f.m at least 0", "“0” became “-1”", "unnoticed"),
        ("f.team at least 0.7 FTE", "“0.7 FTE” became “0.8 FTE”", "bounds"),
        ("f.team at least 0.9 FTE", "“0.9 FTE” became “1 FTE”", "bounds"),
        ("f.team at least 1.0 FTE", "“1.0 FTE” became “1.1 FTE”", "unnoticed"),
        ("f.share at most 100 %", "“100 %” became “101 %”", "bounds"),
        ("f.share at most 100 %", "became “less than”", "unnoticed"),
        ("share of f.n among (f.n, f.m) at most 100 %", "became “less than”", "unnoticed"),
        ("share of f.n among (f.n, f.n) at least 0 %", "“0 %” became “-1 %”", "bounds"),
        ("count of f.posts at least 0", "“0” became “-1”", "bounds"),
        ("some p in f.posts satisfies p.rank at most 9", "“9” became “10”", "bounds"),
        ("some p in f.posts satisfies p.rank at most 9", "“9” became “8”", "unnoticed"),
        ("f.day after today", "became “on or after”", "unnoticed"),
    ] {
        assert_eq!(only(condition, change), fate, "{condition}: {change}");
    }
}

#[test]
fn what_the_rest_of_a_condition_decides_makes_no_difference() {
    for (condition, change, fate) in [
        ("f.m at least 3 and f.m at least 2", "condition “f.m at least 2” dropped", "bounds"),
        ("f.m at least 3 and f.m at least 2", "condition “f.m at least 3” dropped", "unnoticed"),
        ("f.m at least 3 and f.m at least 2", "became “or”", "unnoticed"),
        ("f.m at least 4 and (f.m more than 1 or f.a)", "“1” became “2”", "implied"),
        ("f.m at least 4 and (f.m more than 1 or f.a)", "condition “f.a” dropped", "implied"),
        ("f.a and (f.a or f.b)", "condition “f.b” dropped", "implied"),
        ("f.a and f.a", "became “or”", "bounds"),
        ("f.s is open or f.s is not open", "“=” became “≠”", "unnoticed"),
    ] {
        assert_eq!(only(condition, change), fate, "{condition}: {change}");
    }
    let rule = format!("{FACTS}criterion c\n  applies when f.m at least 3\n  requires f.m more than 1 and f.a\n");
    let found = told(&rule);
    for line in ["implied  c: “1” became “2”", "implied  c: “1” became “0”", "unnoticed  c: condition “f.a” dropped"]
    {
        assert!(found.contains(&String::from(line)), "{line}\n{found:#?}");
    }
}

#[test]
fn checklists_versions_and_tables_have_proofs_of_their_own() {
    let text = format!(
        "{FACTS}
criterion c
  requires f.a
criterion d
  recommendation
  requires f.b
checklist both
  all of (c, d)
checklist twice
  all of (c, any of (c, c))
source old \"O\"
source new \"N\"
parameter floor : percent
  = 40 %  from 2024-01-01  per old
  = 40 %  from 2025-01-01  per new
  = 50 %  from 2026-01-01  per new
table t : integer
  | f.n       | f.a | result |
  | at most 3 | yes | 1      |
  | at most 3 | no  | 1      |
  | more than 3 |   | 2      |
define e : integer
  = f.n
  except when f.n more than 9 then 1
criterion u
  requires t = 1 and e = 1 and floor = 40 %
"
    );
    let found = told(&text);
    for line in [
        "not counted  both: member “d” dropped",
        "unnoticed  both: member “c” dropped",
        "implied  twice: member “any of (c, c)” dropped",
        "same versions  floor: first day: “2025-01-01” became “2025-01-02”",
        "unnoticed  floor: first day: “2026-01-01” became “2026-01-02”",
        "implied  t: cell “yes” emptied",
        "refused  t: row “| at most 3 | yes | 1 |” dropped",
        "bounds  e: exception “except when f.n more than 9 then 1” dropped",
    ] {
        assert!(found.contains(&String::from(line)), "{line}\n{found:#?}");
    }
}

#[test]
fn a_parameter_that_bounds_and_givens_lean_on_is_tried_from_the_start() {
    let text = "language en
parameter top : integer
  = 5
facts f \"F\" {
  n : integer
    bounds at most top
}
criterion c
  requires f.n less than 6
test \"never above\"
  given f.n at least 0
  expect c met
";
    let found = told(text);
    assert!(found.contains(&String::from("noticed  top: “5” became “6”")), "{found:#?}");
    assert!(found.contains(&String::from("unnoticed  top: “5” became “4”")), "{found:#?}");
}

#[test]
fn a_step_is_one_of_the_last_digit_written() {
    let eur = model::unit::Units::default().find("k€").cloned().unwrap();
    let texts = |written: &str, value: Num, unit: &LiteralUnit, lang| {
        steps(written, &value, unit, lang)
            .into_iter()
            .map(|(to, text)| format!("{} {text}", to.to_exact_string()))
            .collect::<Vec<_>>()
    };
    let percent = |n: i64, d: i64| Num::ratio(n, d).unwrap();
    assert_eq!(texts("40 %", percent(2, 5), &LiteralUnit::Percent, Lang::Fr), ["0.41 41 %", "0.39 39 %"]);
    assert_eq!(texts("2,95%", percent(295, 10_000), &LiteralUnit::Percent, Lang::Fr), ["0.0296 2,96%", "0.0294 2,94%"]);
    let bare = |written, n| texts(written, Num::from_i64(n), &LiteralUnit::Bare, Lang::Fr);
    assert_eq!(bare("1 000 000", 1_000_000), ["1000001 1\u{202f}000\u{202f}001", "999999 999\u{202f}999"]);
    assert_eq!(bare("0", 0), ["1 1", "-1 -1"]);
    let unit = LiteralUnit::Unit(eur);
    assert_eq!(texts("1.1 k€", Num::from_i64(1100), &unit, Lang::En), ["1200 1.2 k€", "1000 1 k€"]);
}

/// A condition over two small whole numbers, a yes/no and a choice.
fn random_condition(random: &mut fastrand::Rng, depth: usize) -> String {
    let number = random.u8(0..5);
    let fact = ["f.x", "f.y"][random.usize(0..2)];
    match random.u8(0..if depth == 0 { 5 } else { 9 }) {
        0 => format!(
            "{fact} {} {number}",
            ["at least", "at most", "more than", "less than", "=", "is not"][random.usize(0..6)]
        ),
        1 => String::from("f.a"),
        2 => format!("{fact} between {number} and {}", number + random.u8(0..3)),
        3 => format!("f.s {} {}", ["is", "is not"][random.usize(0..2)], ["open", "shut", "lost"][random.usize(0..3)]),
        4 => String::from("f.s is one of (open, lost)"),
        5 => format!("not ({})", random_condition(random, depth - 1)),
        6 => {
            let parts = [random_condition(random, depth - 1), random_condition(random, depth - 1)];
            format!("at least 1 of ({}, {})", parts[0], parts[1])
        }
        kind => {
            let word = if kind == 7 { "and" } else { "or" };
            format!("({}) {word} ({})", random_condition(random, depth - 1), random_condition(random, depth - 1))
        }
    }
}

/// Every complete dossier of the facts above.
fn dossiers(engine: &Engine) -> Vec<Situation> {
    let program = &engine.checked.program;
    let values = |path: &str, values: Vec<Value>| (program.find_fact(path).unwrap(), values);
    let numbers = |range: std::ops::Range<i64>| range.map(|n| Value::num(Num::from_i64(n))).collect();
    let choice = |rank| Value::Choice(crate::eval::set::ChoiceSet::single(rank));
    let mut all = vec![Situation::empty(engine, Dates::on(crate::base::Date::MAX))];
    for (fact, values) in [
        values("f.x", numbers(0..4)),
        values("f.y", numbers(-1..7)),
        values("f.a", vec![Value::TRUE, Value::FALSE]),
        values("f.s", (0..3).map(choice).collect()),
    ] {
        let mut more = Vec::new();
        for situation in &all {
            for value in &values {
                let mut situation = situation.clone();
                situation
                    .slots
                    .set(fact, Slot { status: Status::Known, value: Some(value.clone()), claims: Vec::new() });
                more.push(situation);
            }
        }
        all = more;
    }
    all
}

/// Whatever is proven to make no difference makes none in any dossier; and most of what makes none is proven.
#[test]
fn a_proof_never_lies() {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut proven, mut without_effect, mut with_effect) = (0, 0, 0);
    for _ in 0..60 {
        let text = format!(
            "language en\nchoice state {{ open, shut, lost }}\nfacts f \"F\" {{\n  x : integer\n    bounds between 0 and 3\n  y : integer\n  a : yes/no\n  s : state\n}}\ncriterion c\n  applies when {}\n  except when {}\n  requires {}\n",
            random_condition(&mut random, 1),
            random_condition(&mut random, 1),
            random_condition(&mut random, 2)
        );
        let (engine, sources) = compiled(&text);
        let dossiers = dossiers(&engine);
        let rule = engine.checked.program.find_rule("c").unwrap();
        let verdicts = |engine: &Engine| -> Vec<_> {
            dossiers.iter().map(|dossier| evaluate(engine, dossier, NoTrace).0.verdicts(rule)).collect()
        };
        let before = verdicts(&engine);
        for mutant in find(&engine.checked, &sources, &|_: FileId| true) {
            let mut after = engine.clone();
            after.exchange(&mut edits(&engine.checked.program, &mutant));
            let same = verdicts(&after) == before;
            let ground = Prover::new(&engine, &after).ground(&mutant);
            assert!(same || ground.is_none(), "{ground:?} for {:?} in\n{text}", mutant.change);
            proven += usize::from(ground.is_some());
            *(if same { &mut without_effect } else { &mut with_effect }) += 1;
        }
    }
    assert!(with_effect > 300 && without_effect > 80, "{with_effect} {without_effect}");
    assert!(proven * 10 > without_effect * 8, "{proven} of {without_effect}");
}
