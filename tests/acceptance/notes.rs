//! What authors write beside their rules reaches those who read the results.

use crate::harness::{Run, perenne_in, root, scratch};
use serde_json::{Value, json};

fn run(command: &str, arguments: &[&str]) -> Run {
    let folder = root().join("tests/acceptance/notes");
    perenne_in(&folder, &[&[command, "notes.perenne"], arguments].concat())
}

fn eval(arguments: &[&str]) -> Value {
    run("eval", &[&["notes.yaml", "--format", "json"], arguments].concat()).json()
}

#[test]
fn remarks_vague_words_and_tensions_stand_under_the_verdicts() {
    let texts = [
        run("eval", &["notes.yaml"]),
        run("eval", &["notes.yaml", "--lang", "en"]),
        run("eval", &["notes.yaml", "--plain", "--only", "semestriels"]),
    ];
    assert!(texts.iter().all(|run| run.code == 0), "{texts:?}");
    insta::assert_snapshot!("notes", texts.map(|run| run.out).join("\n———\n"));
}

#[test]
fn they_stand_in_the_json_on_both_sides() {
    let json = eval(&[]);
    let verdicts = &json["verdicts"];
    assert_eq!(verdicts["suivi"]["vague"], json!(["notamment"]));
    assert_eq!(verdicts["suivi"]["remarks"], json!(["La note ne dit pas comment les réunir."]));
    // Written on one side, shown on both, each with the verdict of the other.
    let why = "Mêmes comités, deux textes.";
    let title = "Les comités sont semestriels, selon le guide";
    let other = json!([{ "with": "semestriels", "title": title, "verdict": "met", "why": why }]);
    assert_eq!(verdicts["réguliers"]["tensions"], other);
    assert_eq!(verdicts["semestriels"]["tensions"][0]["with"], "réguliers");
    assert_eq!(verdicts["semestriels"]["tensions"][0]["verdict"], "unknown");
    let of_guide = &json["values"]["rythme_du_guide"]["tensions"][0];
    assert_eq!((of_guide["with"].as_str(), &of_guide["value"]), (Some("rythme"), &Value::Null));
    assert_eq!(json["values"]["rythme"]["tensions"][0]["value"], "6");
    assert_eq!(json["values"]["rythme"]["vague"], json!(["régulièrement"]));
}

#[test]
fn what_is_written_in_a_version_is_shown_while_it_holds() {
    let notes = |day: &str| {
        let verdict = eval(&["--as-of", day])["verdicts"]["ouverts"].clone();
        json!([verdict["remarks"], verdict["vague"], verdict["refs"]])
    };
    assert_eq!(notes("2024-10-01"), json!([["Jusqu’en 2024."], ["si possible"], ["C-1", "C-2023"]]));
    assert_eq!(notes("2025-10-01"), json!([["Depuis 2025."], [], ["C-1"]]));
}

#[test]
fn what_the_text_does_not_say_is_marked_and_never_missing() {
    let json = eval(&[]);
    assert_eq!(json["unspecified"], json!(["rythme"]));
    assert_eq!(json["values"]["rythme"]["unspecified"], true);
    assert_eq!(json["values"]["rythme_du_guide"]["unspecified"], false);
    assert_eq!(json["verdicts"]["réguliers"]["unspecified"], true);
    assert_eq!(json["verdicts"]["réguliers"]["missing"], json!([]));
    assert_eq!(json["verdicts"]["semestriels"]["unspecified"], false);
    assert_eq!(json["missing"], json!(["comités.ouverts"]));
}

#[test]
fn check_counts_the_passages_that_are_not_coded() {
    let run_check = run("check", &[]);
    assert_eq!(run_check.code, 0, "{}", run_check.err);
    let last = run_check.out.lines().last().unwrap_or_default();
    assert!(last.starts_with("2 passages non codés («\u{a0}Les comités extraordinaires\u{a0}»"), "{last}");
    let json = run("check", &["--format", "json"]).json();
    let first = &json["uncoded"][0];
    assert_eq!(first["title"], "Les comités extraordinaires");
    assert_eq!((&first["refs"], &first["because"]), (&json!(["C-9"]), &json!("Rien ne dit quand il en faut un.")));
    assert_eq!((&first["sources"][0]["source"], &first["sources"][0]["quote"]), (&json!("note"), &json!("au besoin")));
    assert_eq!((first["line"].as_u64(), &json["uncoded"][1]["because"]), (Some(52), &Value::Null));
}

#[test]
fn a_rule_answers_to_the_names_it_had_and_rules_that_use_them_are_mended() {
    let folder = scratch("formerly");
    let rules = "langue fr\nfaits é {\n  n : entier\n}\n\ncritère rencontre_usagers\n  anciennement contact_usagers\n  exige é.n au moins 4\n\ngrille prêt\n  toutes (contact_usagers)\n";
    std::fs::write(folder.join("r.perenne"), rules).expect("written");
    let told = perenne_in(&folder, &["check", "r.perenne"]);
    assert_eq!(told.code, 1);
    assert!(told.err.contains("rencontre_usagers"), "{}", told.err);
    assert_eq!(perenne_in(&folder, &["check", "r.perenne", "--fix"]).code, 0);
    let fixed = std::fs::read_to_string(folder.join("r.perenne")).expect("read");
    assert!(fixed.ends_with("toutes (rencontre_usagers)\n"), "{fixed}");
    std::fs::write(folder.join("f.yaml"), "é:\n  n: 5\n").expect("written");
    let run = perenne_in(&folder, &["eval", "r.perenne", "f.yaml", "contact_usagers"]);
    assert!(run.code == 0 && run.out.contains("✓ rencontre_usagers"), "{run:?}");
}
