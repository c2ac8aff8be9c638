//! `perenne portfolio`: many dossiers, one a line.

use crate::harness::{Run, material_in, perenne, perenne_in, root, scratch};
use serde_json::{Value as Json, json};
use std::io::Write;
use std::process::{Command, Stdio};

fn portfolio(arguments: &[&str]) -> Run {
    let folder = root().join("tests/acceptance/portfolio");
    perenne_in(&folder, &[&["portfolio", "portfolio.perenne"], arguments].concat())
}

const FOREIGN: [&str; 3] = ["services.jsonl", "--dataset", "relevé"];

fn lines(run: &Run) -> Vec<Json> {
    run.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// The records have a byte order mark, Windows line ends, blank lines, no last line end, a key twice, values of other
/// types and lines that are no object.
#[test]
fn every_record_gives_a_line_and_dirt_stops_nothing() {
    let run = portfolio(&[&FOREIGN[..], &["--format", "jsonl"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    insta::assert_snapshot!("portfolio_lines", run.out);
    insta::assert_snapshot!("portfolio_summary_beside_lines", run.err);
}

#[test]
fn the_counts_have_bars_or_words() {
    let runs = [
        portfolio(&FOREIGN),
        portfolio(&[&FOREIGN[..], &["--only", "en_ligne", "--lang", "en"]].concat()),
        portfolio(&[&FOREIGN[..], &["--plain"]].concat()),
        portfolio(&["dossiers.ndjson", "--set", "plancher=10 %"]),
    ];
    assert!(runs.iter().all(|run| run.code == 0 && run.err.is_empty()), "{runs:?}");
    insta::assert_snapshot!("portfolio_summary", runs.map(|run| run.out).join("\n———\n"));
}

#[test]
fn each_line_says_what_eval_says_of_that_dossier() {
    let folder = scratch("portfolio_eval");
    let text = std::fs::read_to_string(root().join("tests/acceptance/portfolio/dossiers.ndjson")).expect("dossiers");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    let all = lines(&portfolio(&["dossiers.ndjson", "--format", "jsonl"]));
    assert_eq!(all.len(), text.lines().count());
    for (line, dossier) in all.iter().zip(text.lines()) {
        std::fs::write(folder.join("one.json"), dossier).expect("written");
        let json = perenne_in(&folder, &["eval", &rules, "one.json", "--format", "json"]).json();
        for (name, verdict) in line["verdicts"].as_object().expect("verdicts") {
            assert_eq!(json["verdicts"][name]["verdict"], *verdict, "{dossier}");
        }
        assert_eq!(line["missing"], json["missing"], "{dossier}");
        let codes = |errors: &Json| {
            let of = |error: &Json| (error["code"].clone(), error["column"].clone());
            errors.as_array().expect("errors").iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(codes(&line["errors"]), codes(&json["errors"]), "{dossier}");
    }
}

#[test]
fn the_days_the_settings_and_the_names_are_those_asked_for() {
    let of = |arguments: &[&str], name: &str| {
        let run = portfolio(&[&FOREIGN[..], &["--format", "jsonl"], arguments].concat());
        let verdicts = lines(&run).into_iter().map(|line| line["verdicts"][name].clone());
        verdicts.map(|verdict| verdict.as_str().unwrap_or("-").to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of(&[], "internalisée"), "met not_met - unknown not_met unknown - met");
    assert_eq!(of(&["--set", "plancher=55 %"], "internalisée"), "met not_met - unknown not_met unknown - not_met");
    assert_eq!(
        of(&["--set", "équipe.internes=9 ETP", "--only", "internalisée"], "internalisée"),
        "met met - met met met - met"
    );
    assert_eq!(of(&["--source", "autre"], "internalisée"), "unknown unknown - unknown unknown unknown - unknown");
    // Only those named stand in lines.
    assert_eq!(of(&["--only", "prête"], "internalisée"), "- - - - - - - -");
    assert_eq!(of(&["prête"], "prête"), "met not_met - unknown not_met unknown - met");
    // With errors nothing is judged under --strict.
    assert_eq!(of(&["--strict"], "internalisée"), "met not_met - - not_met - - met");
}

#[test]
fn all_records_are_judged_by_one_doctrine() {
    let folder = scratch("portfolio_doctrine");
    let rules = std::fs::read(root().join("tests/acceptance/portfolio/portfolio.perenne")).expect("rules");
    std::fs::create_dir(folder.join("ici")).expect("a folder");
    std::fs::write(folder.join("ici/r.perenne"), rules).expect("written");
    let record = |doctrine: &str| {
        format!("{{\"dossier\": {{\"doctrine\": \"{doctrine}\"}}, \"produit\": {{\"état\": \"fermé\"}}}}\n")
    };
    std::fs::write(folder.join("d.jsonl"), record("ici") + &record("ailleurs") + "{\"produit\": {}}").expect("written");
    let run = perenne_in(&folder, &["portfolio", "d.jsonl", "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("nommée par le fichier de faits"), "{}", run.err);
    let found: Vec<Json> =
        lines(&run).iter().map(|line| json!([line["verdicts"]["en_ligne"], line["errors"][0]["code"]])).collect();
    assert_eq!(found, [json!(["not_applicable", null]), json!([null, "R0604"]), json!(["unknown", null])]);
    // Rules given outright judge all.
    let run = perenne_in(&folder, &["portfolio", "ici", "d.jsonl", "--format", "jsonl"]);
    assert!(lines(&run).iter().all(|line| line["errors"] == json!([])), "{}", run.out);
}

#[test]
fn lines_go_where_they_are_asked_to() {
    let folder = scratch("portfolio_output");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    std::fs::copy(root().join("tests/acceptance/portfolio/dossiers.ndjson"), folder.join("d.jsonl")).expect("copied");
    let on_output = perenne_in(&folder, &["portfolio", &rules, "d.jsonl", "-o", "-"]);
    let to_file = perenne_in(&folder, &["portfolio", &rules, "d.jsonl", "--output", "o.jsonl"]);
    assert_eq!((to_file.code, to_file.err.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(folder.join("o.jsonl")).expect("lines"), on_output.out);
    assert_eq!(to_file.out, on_output.err);
    // The data is not written over.
    let run = perenne_in(&folder, &["portfolio", &rules, "d.jsonl", "-o", "./d.jsonl"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("contient les données"), "{}", run.err);
    let run = perenne_in(&folder, &["portfolio", &rules, "d.jsonl", "-o", "nulle/part.jsonl"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nulle/part.jsonl ne peut pas être écrit"), "{}", run.err);
}

#[test]
fn what_is_no_json_lines_is_refused_in_words() {
    let refused = |arguments: &[&str], words: &str| {
        let run = portfolio(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(words), "{}", run.err);
    };
    refused(&[], "aucun enregistrement n’est donné");
    refused(&["../missing/missing.yaml"], "que lit «\u{a0}perenne eval\u{a0}»");
    refused(&["../directory/record.json"], "--facts ../directory/record.json");
    refused(&["services.jsonl", "--dataset", "releve2"], "vouliez-vous dire «\u{a0}relevé\u{a0}»");
    refused(&["services.jsonl", "--only", "internalise"], "vouliez-vous dire «\u{a0}internalisée\u{a0}»");
    refused(&["services.jsonl", "--scenario", "absent"], "aucun scénario ne s’appelle");
    let run = portfolio(&["--facts", "../directory/record.json", "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
}

/// The program reads what it is given as it comes, and answers as it goes.
#[test]
fn a_pipe_is_read_as_it_comes() {
    let folder = root().join("tests/acceptance/portfolio");
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .args(["portfolio", "portfolio.perenne", "-", "--dataset", "relevé", "--only", "prête", "--lang", "en"])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    for rank in 0..3_000 {
        let end = if rank % 1000 == 7 { "" } else { "}" };
        writeln!(input, "{{\"internes\": {}, \"externes\": 4, \"état\": \"fermé\"{end}", rank % 8).expect("written");
    }
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("-: 3000 records, 3 with errors (3 could not be judged)"), "{text}");
    // 3, 4, 5, 6 and 7 of them are 40 % or more.
    assert!(text.contains("1872 met · 1125 not met"), "{text}");
    assert!(text.contains("line 8, column 1: this “{” is not closed"), "{text}");
}

#[test]
fn eval_reads_the_first_record_and_says_so() {
    let folder = root().join("tests/acceptance/portfolio");
    let run = perenne_in(&folder, &["eval", "portfolio.perenne", "dossiers.ndjson", "--format", "json"]);
    let json = run.json();
    assert_eq!((&json["dossier"], run.code), (&json!("Aubépine"), 0));
    let warning = &json["errors"][0];
    assert_eq!(warning["code"], "R0517");
    assert_eq!(warning["message"], "ce qui suit le premier dossier n’est pas lu");
    assert!(warning["help"].as_str().is_some_and(|help| help.contains("«\u{a0}perenne portfolio\u{a0}» les lit tous")));
}

/// The counts that the README of the data gives, by the command alone.
#[test]
fn the_directory_gives_its_own_counts_through_the_command() {
    let Some(folder) = material_in("data", "the portfolio of the directory") else { return };
    let data = folder.join("services.jsonl").to_string_lossy().into_owned();
    let run =
        perenne(&["portfolio", "tests/acceptance/directory", &data, "--dataset", "annuaire", "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let all = lines(&run);
    assert_eq!(all.len(), 325);
    assert!(all.iter().all(|line| line["errors"] == json!([])));
    let count = |rule: &str, verdict: &str| all.iter().filter(|line| line["verdicts"][rule] == verdict).count();
    let phases = [
        ("investigation", 14),
        ("construction", 45),
        ("accélération", 37),
        ("consolidation", 11),
        ("opéré", 6),
        ("transféré", 57),
        ("abandon", 54),
        ("abandon_investigation", 100),
    ];
    for (phase, services) in phases {
        // One has not begun its only phase.
        let rule = format!("en_{phase}");
        assert_eq!((count(&rule, "met"), count(&rule, "unknown")), (services, 1), "{phase}");
    }
    for (floor, at_least, more_than) in [(20, 68, 64), (30, 52, 52), (40, 39, 34), (50, 26, 17), (60, 16, 15)] {
        let (rule, over) = (format!("plancher_{floor}"), format!("dessus_{floor}"));
        assert_eq!((count(&rule, "met"), count(&over, "met")), (at_least, more_than), "{floor} %");
        // Four without a team, and the one without a phase.
        assert_eq!(count(&rule, "unknown"), 5, "{floor} %");
    }
    // The terminal says the same.
    let out =
        perenne(&["portfolio", "tests/acceptance/directory", &data, "--dataset", "annuaire", "--only", "plancher_40"])
            .out;
    assert!(out.contains("39 oui · 56 non · 5 à compléter · 225 sans objet"), "{out}");
}

#[test]
fn the_shipped_doctrine_judges_the_directory() {
    let Some(folder) = material_in("data", "the portfolio by the shipped doctrine") else { return };
    let data = folder.join("services.jsonl").to_string_lossy().into_owned();
    let run = perenne(&["portfolio", &data, "--dataset", "annuaire", "--only", "équipe_internalisée", "-o", "-"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let decided = lines(&run).iter().filter(|line| line["verdicts"]["équipe_internalisée"] != "unknown").count();
    assert_eq!(decided, 166);
}
