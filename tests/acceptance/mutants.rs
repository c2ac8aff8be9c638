//! `perenne test --mutants`, `--coverage --threshold` and `--watch`: what the tests of a doctrine do not hold.

use crate::harness::{perenne, perenne_in, scratch};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Two rules, of which the tests hold one at its limit and the other in the middle of nowhere.
const RULES: &str = "langue fr
doctrine essai « Essai »

faits é « Équipe » {
  n : entier
    bornes au moins 0
  a : oui/non
}

critère tenu
  exige é.n au moins 3

critère lâche
  exige é.n au plus 8 et é.n au moins 0

test « à la limite »
  exemples
    | é.n | tenu          | lâche         |
    | 3   | satisfait     | satisfait     |
    | 2   | non satisfait |               |
    | 20  |               | non satisfait |
";

fn written(name: &str, rules: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    std::fs::write(folder.join("r.perenne"), rules).expect("written");
    folder
}

#[test]
fn a_change_that_no_test_notices_is_listed_and_one_without_effect_is_left_out() {
    let folder = written("mutants", RULES);
    let run = perenne_in(&folder, &["test", "r.perenne", "--mutants"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    insta::assert_snapshot!("mutants", run.out);
    insta::assert_snapshot!("mutants_en", perenne_in(&folder, &["test", "r.perenne", "--mutants", "--lang", "en"]).out);
    let json = perenne_in(&folder, &["test", "r.perenne", "--mutants", "--format", "json"]).json();
    let mutants = &json["mutants"];
    assert_eq!((&mutants["noticed"], &mutants["unnoticed"]), (&7.into(), &5.into()), "{mutants:#}");
    assert_eq!(mutants["score"], "175/3");
    let changes: Vec<String> = mutants["unnoticed_changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|one| format!("{}:{} {} {} → {}", one["file"], one["line"], one["change"], one["from"], one["to"]))
        .collect();
    assert_eq!(
        changes,
        [
            "\"r.perenne\":14 \"order\" \"at most\" → \"less than\"",
            "\"r.perenne\":14 \"number\" \"8\" → \"9\"",
            "\"r.perenne\":14 \"number\" \"8\" → \"7\"",
            "\"r.perenne\":14 \"order\" \"at least\" → \"more than\"",
            "\"r.perenne\":14 \"number\" \"0\" → \"1\"",
        ],
        "{mutants:#}"
    );
    let grounds: Vec<_> = mutants["left_out"].as_array().expect("changes").iter().map(|one| &one["ground"]).collect();
    assert_eq!(grounds, ["bounds", "bounds"], "{mutants:#}");
}

#[test]
fn one_threshold_is_for_what_is_asked() {
    let folder = written("threshold", RULES);
    let code = |arguments: &[&str]| {
        let all: Vec<&str> = ["test", "r.perenne"].iter().chain(arguments).copied().collect();
        let run = perenne_in(&folder, &all);
        (run.code, run.err.trim().to_string())
    };
    assert_eq!(code(&["--mutants", "--threshold", "58"]), (0, String::new()));
    let below = (1, String::from("score de mutation\u{a0}: 58,3\u{a0}%, en dessous de 58,4\u{a0}%"));
    assert_eq!(code(&["--mutants", "--threshold", "58,4"]), below);
    assert_eq!(code(&["--mutants", "--threshold", "58.4 %"]), below);
    assert_eq!(code(&["--coverage", "--threshold", "20"]).0, 0);
    let (code_of_coverage, said) = code(&["--coverage", "--threshold", "100"]);
    assert!(code_of_coverage == 1 && said.starts_with("couverture\u{a0}: 20,0\u{a0}%"), "{said}");
    let both = code(&["--coverage", "--mutants", "--threshold", "58", "--lang", "en"]);
    assert_eq!(both, (1, String::from("covered: 20.0\u{a0}%, below 58.0\u{a0}%")));
    assert_eq!(code(&["--threshold", "58"]).0, 2);
    assert_eq!(code(&["--mutants", "--threshold", "101"]).0, 2);
    assert_eq!(code(&["--mutants", "--format", "junit"]).0, 2);
    assert_eq!(code(&["--watch", "--format", "json"]).0, 2);
}

#[test]
fn tests_of_other_files_notice_and_a_filter_leaves_some_out() {
    let folder = scratch("mutants_parts");
    let (rules, tests) = RULES.split_once("test ").expect("rules and tests");
    std::fs::write(folder.join("r.perenne"), rules).expect("written");
    std::fs::write(folder.join("t.perenne"), format!("langue fr\ntest {tests}")).expect("written");
    let score = |arguments: &[&str]| {
        let all: Vec<&str> =
            ["test"].iter().chain(arguments).chain(&["--mutants", "--format", "json"]).copied().collect();
        perenne_in(&folder, &all).json()["mutants"]["score"].clone()
    };
    assert_eq!(score(&["."]), "175/3");
    assert_eq!(score(&["r.perenne"]), "175/3", "the tests of the whole doctrine count");
    assert_eq!(score(&["t.perenne"]), serde_json::Value::Null, "nothing is declared there");
    assert_eq!(score(&[".", "--filter", "introuvable"]), "0");
}

/// A doctrine whose every change would be noticed says so, and what a failing test would notice does not count.
#[test]
fn only_tests_that_pass_notice() {
    let failing = RULES.replace("| 2   | non satisfait |", "| 2   | satisfait     |");
    let run =
        perenne_in(&written("mutants_failing", &failing), &["test", "r.perenne", "--mutants", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.json()["mutants"]["noticed"], 5, "{}", run.out);
}

/// A run that goes on, and what it printed so far.
struct Watching {
    child: Child,
    folder: std::path::PathBuf,
}

impl Watching {
    fn start(folder: &Path, arguments: &[&str]) -> Watching {
        let file = |name: &str| std::fs::File::create(folder.join(name)).expect("a file");
        let child = Command::new(env!("CARGO_BIN_EXE_perenne"))
            .args(["test", ".", "--watch"])
            .args(arguments)
            .current_dir(folder)
            .env("PERENNE_LANG", "fr")
            .stdin(Stdio::null())
            .stdout(file("out.txt"))
            .stderr(file("err.txt"))
            .spawn()
            .expect("the program starts");
        Watching { child, folder: folder.to_path_buf() }
    }

    fn read(&self, name: &str) -> String {
        let mut text = String::new();
        let mut file = std::fs::File::open(self.folder.join(name)).expect("a file");
        file.read_to_string(&mut text).expect("UTF-8");
        text
    }

    /// Waits for a number of runs, for as long as a slow machine may take.
    fn until_runs(&self, count: usize) {
        let since = Instant::now();
        while self.read("err.txt").matches("en attente d’un changement").count() < count {
            assert!(since.elapsed() < Duration::from_secs(60), "{}\n{}", self.read("out.txt"), self.read("err.txt"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watch_runs_again_on_every_change_and_outlives_mistakes() {
    let folder = scratch("watch");
    let rules = format!("{RULES}\ntest « d’un fichier »\n  étant donné fichier « f.yaml »\n  attend tenu satisfait\n");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    write("r.perenne", &rules);
    write("f.yaml", "é:\n  n: 4\n");
    let mut watching = Watching::start(&folder, &["--filter", "fichier", "--coverage"]);
    watching.until_runs(1);
    assert!(watching.read("out.txt").ends_with("1 passed, 0 failed\n"), "{}", watching.read("out.txt"));
    assert!(watching.read("err.txt").contains("tests\u{a0}: 1, en "), "{}", watching.read("err.txt"));
    // A facts file that a test starts from.
    write("f.yaml", "é:\n  n: 1  # un de moins\n");
    watching.until_runs(2);
    assert!(watching.read("out.txt").ends_with("0 passed, 1 failed\n"), "{}", watching.read("out.txt"));
    // A mistake is shown, and waited out.
    write("r.perenne", &format!("{rules}\ncritère"));
    watching.until_runs(3);
    assert!(watching.read("err.txt").contains("R0118"), "{}", watching.read("err.txt"));
    // A new file of rules.
    write("r.perenne", &rules);
    watching.until_runs(4);
    write("s.perenne", "langue fr\ntest « un autre fichier »\n  étant donné é.n = 3\n  attend tenu satisfait\n");
    watching.until_runs(5);
    let out = watching.read("out.txt");
    assert!(out.ends_with("1 passed, 1 failed\n") && !out.contains('\u{1b}'), "{out}");
    assert!(out.contains("ce que les essais ne couvrent pas"), "{out}");
    assert!(watching.child.try_wait().expect("a state").is_none(), "it goes on");
}

#[cfg(unix)]
#[test]
fn a_watch_ends_when_it_is_interrupted() {
    use std::os::unix::process::ExitStatusExt;
    let mut watching = Watching::start(&written("watch_interrupted", RULES), &[]);
    watching.until_runs(1);
    let sent = Command::new("kill").args(["-INT", &watching.child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let status = watching.child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(2));
    assert_eq!(watching.read("err.txt").lines().count(), 1, "{}", watching.read("err.txt"));
}

#[test]
fn a_watch_of_what_never_changes_is_refused() {
    let folder = scratch("watch_shipped");
    let run = perenne_in(&folder, &["test", "--watch", "--filter", "introuvable"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("rien à surveiller"), "{}", run.err);
    assert_eq!(perenne(&["test", "nulle_part/r.perenne", "--watch"]).code, 2);
}

#[test]
fn a_comparison_is_asked_for_both_sides_and_its_limit_where_they_can_come_out() {
    let folder = written(
        "comparisons",
        "langue fr
fiche poste {
  rang : entier
}
faits é « Équipe » {
  n : entier
    bornes au moins 0
  postes : liste de poste
}
critère a
  exige é.n au moins 0
critère b
  exige é.n au moins 2,5
critère c
  exige é.n entre 2 et 4
critère d
  exige chaque p dans é.postes vérifie p.rang au plus 3
critère e
  exige é.n est parmi (1, 2)
test « un »
  étant donné é.n = 2, é.postes
    | rang |
    | 3    |
    | 5    |
  attend a satisfait, b non satisfait, c satisfait, d non satisfait
",
    );
    let run = perenne_in(&folder, &["test", "r.perenne", "--coverage", "--format", "json"]);
    let json = run.json();
    let comparisons = json["coverage"]["comparisons"].as_array().expect("comparisons");
    let shown: Vec<String> =
        comparisons.iter().map(|one| format!("{}: {} / {}", one["name"], one["seen"], one["not_seen"])).collect();
    assert_eq!(
        shown,
        [
            r#""a": ["true"] / ["bound"]"#,
            r#""b": ["false"] / ["true"]"#,
            r#""c": ["true","lower_bound"] / ["false","upper_bound"]"#,
            r#""d": ["true","false","bound"] / []"#,
            r#""e": [] / ["true","false"]"#,
        ],
        "{run:?}"
    );
    let summary = &json["coverage"]["summary"];
    assert_eq!(summary["comparisons"], serde_json::json!({ "covered": 1, "of": 5 }));
}
