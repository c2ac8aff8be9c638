//! `perenne why`: the whole reason of a verdict, and what would turn it.

use crate::harness::{Run, perenne, perenne_in, root};

fn why(arguments: &[&str]) -> Run {
    let folder = root().join("tests/acceptance/why");
    perenne_in(&folder, &[&["why", "why.perenne", "why.yaml"], arguments].concat())
}

#[test]
fn each_condition_with_its_value_its_facts_its_text_and_what_would_turn_it() {
    let all = ["internalisée", "assez", "mûr", "ouvert_tôt", "jamais_suspendu", "voulu", "publié_et_testé", "audité"];
    let runs = [
        why(&all),
        why(&["prêt", "sans_issue", "--lang", "en"]),
        why(&["publié_et_testé", "--plain"]),
        why(&["internalisée", "--set", "équipe.internes=4 ETP", "--as-of", "2025-06-01"]),
        why(&["prêt", "publié_et_testé", "--format", "markdown"]),
    ];
    assert!(runs.iter().all(|run| run.code == 0 && run.err.is_empty()), "{runs:?}");
    insta::assert_snapshot!("why", runs.map(|run| run.out).join("\n———\n"));
}

#[test]
fn what_is_printed_is_enough_when_it_is_typed_back() {
    let typed = |setting: &str| perenne_verdict("internalisée", setting);
    assert_eq!(typed("équipe.internes=2,67 ETP"), "met");
    assert_eq!(typed("équipe.internes=2,66 ETP"), "not_met");
    assert_eq!(typed("équipe.externes=1,5 ETP"), "met");
    assert_eq!(typed("équipe.externes=1,51 ETP"), "not_met");
    let out = why(&["internalisée"]).out;
    assert!(out.contains("équipe.internes = 2,67\u{a0}ETP (1,67\u{a0}ETP de plus)"), "{out}");
    assert!(out.contains("équipe.externes = 1,5\u{a0}ETP (2,5\u{a0}ETP de moins)"), "{out}");
    // The exact fraction is for machines.
    let json = why(&["internalisée", "--format", "json"]).json();
    let change = &json["rules"][0]["turn"]["alone"][0];
    assert_eq!((&change["limit"], &change["limit_included"]), (&"8/3".into(), &true.into()), "{change:#}");
}

fn perenne_verdict(rule: &str, setting: &str) -> String {
    let folder = root().join("tests/acceptance/why");
    let json = perenne_in(&folder, &["eval", "why.perenne", "why.yaml", "--set", setting, "--format", "json"]).json();
    json["verdicts"][rule]["verdict"].as_str().unwrap_or_default().to_string()
}

#[test]
fn the_services_of_the_note_are_explained() {
    let calls: [&[&str]; 4] = [
        &["examples/transport.data.gouv.fr.yaml", "équipe_internalisée", "--as-of", "2024-10-01"],
        &["examples/transport.data.gouv.fr.yaml", "sortie", "--as-of", "2026-06-15", "--lang", "en"],
        &["examples/signalconso.yaml", "sortie"],
        &["examples/jeveuxaider.gouv.fr.yaml", "sortie"],
    ];
    let told = calls.map(|call| {
        let run = perenne(&[&["why"], call].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{call:?}");
        format!("$ perenne why {}\n{}", call.join(" "), run.out)
    });
    insta::assert_snapshot!("why_services", told.join("\n———\n"));
}

#[test]
fn a_call_that_names_no_rule_is_told_what_to_do() {
    let run = why(&[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nommez un critère ou une grille"), "{}", run.err);
    // Accents are optional; other mistakes are guessed.
    assert_eq!(why(&["internalisee"]).code, 0);
    let run = why(&["internalisés", "--lang", "en"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("internalisée"), "{}", run.err);
}
