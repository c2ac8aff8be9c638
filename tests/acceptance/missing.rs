//! `perenne missing`: the facts that could still change a verdict.

use crate::harness::{Run, perenne_in, root};

fn missing(arguments: &[&str]) -> Run {
    let folder = root().join("tests/acceptance/missing");
    perenne_in(&folder, &[&["missing", "missing.perenne"], arguments].concat())
}

fn facts(run: &Run) -> Vec<String> {
    let json = run.json();
    let missing = json["missing"].as_array().expect("a list").clone();
    missing.iter().map(|one| one["fact"].as_str().unwrap_or_default().to_string()).collect()
}

#[test]
fn the_facts_come_with_the_authors_words_and_what_waits_for_them() {
    let texts = [
        missing(&["missing.yaml"]),
        missing(&["missing.yaml", "--lang", "en"]),
        missing(&["missing.yaml", "--plain", "prête"]),
    ];
    assert!(texts.iter().all(|run| run.code == 0), "{texts:?}");
    insta::assert_snapshot!("missing", texts.map(|run| run.out).join("\n———\n"));
    insta::assert_snapshot!("missing_json", missing(&["missing.yaml", "--format", "json"]).out);
}

#[test]
fn nothing_missing_is_said_in_words() {
    let said = |arguments: &[&str]| missing(arguments).out;
    let decided = said(&["missing.yaml", "prête", "--set", "équipe.pilotage=privé"]);
    assert!(decided.contains("rien ne manque\u{a0}: plus aucun fait ne peut changer ce verdict"), "{decided}");
    // What the text does not say is no fact: it is never asked.
    let open = said(&["missing.yaml", "réguliers", "--lang", "en"]);
    assert!(open.contains("nothing is missing: what is still open, no fact can tell"), "{open}");
    assert!(open.contains("1 point the texts leave open: rythme"), "{open}");
    let json = missing(&["missing.yaml", "réguliers", "--format", "json"]).json();
    assert_eq!(json["missing"], serde_json::json!([]));
    assert_eq!(json["unspecified"][0]["name"], "rythme");
    assert_eq!(json["unspecified"][0]["waiting"], serde_json::json!(["réguliers"]));
    assert_eq!(json["unspecified"][0]["sources"][0]["quote"], "régulièrement");
}

#[test]
fn only_facts_that_can_change_what_is_named() {
    let of = |arguments: &[&str]| facts(&missing(&[arguments, &["--format", "json"]].concat()));
    assert_eq!(of(&["missing.yaml", "un_agent"]), ["équipe.internes"]);
    assert_eq!(
        of(&["missing.yaml", "--only", "prête", "--set", "équipe.internes=1 ETP"]),
        ["équipe.externes", "équipe.pilotage"]
    );
    // One agent beside at least two others: the share cannot reach 40 %, so nothing else counts for the checklist.
    let hopeless = ["--set", "équipe.internes=1 ETP", "--set", "équipe.externes=2 ETP"];
    assert_eq!(of(&[&["missing.yaml", "prête"], &hopeless[..]].concat()), Vec::<String>::new());
}

#[test]
fn the_day_the_texts_and_the_source_are_those_asked_for() {
    let of = |arguments: &[&str]| facts(&missing(&[&["missing.yaml", "--format", "json"], arguments].concat()));
    assert!(of(&["pilotée"]).contains(&"équipe.pilotage".to_string()));
    assert_eq!(of(&["pilotée", "--source", "annuaire"]), Vec::<String>::new());
    assert_eq!(of(&["pilotée", "--known-by", "2024-01-31"]), Vec::<String>::new());
    assert_eq!(of(&["pilotée", "--known-by", "2023-12-31"]), ["équipe.pilotage"]);
    let json =
        missing(&["missing.yaml", "--as-of", "2025-01-01", "--texts-as-of", "2023-01-01", "--format", "json"]).json();
    assert_eq!((json["as_of"].as_str(), json["texts_as_of"].as_str()), (Some("2025-01-01"), Some("2023-01-01")));
}

#[test]
fn a_name_that_is_not_known_is_refused_with_a_suggestion() {
    let run = missing(&["missing.yaml", "--only", "internalise"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("internalisée"), "{}", run.err);
}

/// What `eval` says to find out first is what `missing` lists first.
#[test]
fn the_order_is_that_of_eval() {
    let listed = facts(&missing(&["missing.yaml", "--format", "json"]));
    let folder = root().join("tests/acceptance/missing");
    let eval = perenne_in(&folder, &["eval", "missing.perenne", "missing.yaml", "--format", "json"]).json();
    assert_eq!(eval["missing"], serde_json::json!(listed));
}
