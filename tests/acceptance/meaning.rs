//! What rules mean. That unknowns never decide wrongly, and decide whenever promised, is in `tests/properties.rs`.

use crate::harness::{Run, perenne, perenne_in, root, scratch};
use serde_json::Value;
use std::path::PathBuf;

/// A folder with rules and facts in it.
fn written(name: &str, rules: &str, facts: &str) -> PathBuf {
    let folder = scratch(name);
    std::fs::write(folder.join("r.perenne"), rules).expect("written");
    std::fs::write(folder.join("f.yaml"), facts).expect("written");
    folder
}

fn eval(folder: &std::path::Path, as_of: &str, more: &[&str]) -> Run {
    perenne_in(folder, &[&["eval", "r.perenne", "f.yaml", "--as-of", as_of], more].concat())
}

fn json(folder: &std::path::Path, as_of: &str) -> Value {
    eval(folder, as_of, &["--format", "json"]).json()
}

/// Every text of a reason, its lines and those under them.
fn reason(json: &Value, rule: &str) -> String {
    let mut words = String::new();
    for line in json["verdicts"][rule]["reason"].as_array().expect("reasons") {
        words.push_str(&format!("{}\n", line["text"].as_str().unwrap_or_default()));
        for detail in line["details"].as_array().into_iter().flatten() {
            words.push_str(&format!("{}\n", detail.as_str().unwrap_or_default()));
        }
    }
    words.replace(['\u{a0}', '\u{202f}'], " ")
}

fn has(text: &str, wanted: &str) {
    let spaced = text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(spaced.contains(wanted), "{wanted:?} is not in:\n{spaced}");
}

fn errors(json: &Value) -> Vec<(&str, u64)> {
    let errors = json["errors"].as_array().expect("an array");
    errors.iter().map(|one| (one["code"].as_str().unwrap(), one["line"].as_u64().unwrap())).collect()
}

// ── the table of section 7 ──

/// The table as the page has it; the first row may be mended, and the rows taken in order.
fn table_of_the_page(order: &str, second: &str) -> String {
    format!(
        "langue fr
choix mention {{
  totalement_conforme « Totalement conforme »
  partiellement_conforme « Partiellement conforme »
  non_conforme « Non conforme »
}}
faits rgaa « Accessibilité » {{
  taux : pourcentage
    bornes entre 0 % et 100 %
  déclaration_valide : oui/non
}}
table mention_rgaa : mention{order} « Mention d'accessibilité »
  | rgaa.taux        | rgaa.déclaration_valide | résultat               |
  | 100 %            | oui                     | totalement_conforme    |
  | {second} | oui                     | partiellement_conforme |
  | moins de 50 %    | oui                     | non_conforme           |
  |                  | non                     | non_conforme           |
critère conforme
  exige mention_rgaa n'est pas non_conforme
"
    )
}

#[test]
fn the_table_of_the_page_is_refused_with_the_situation_that_two_rows_match() {
    let folder = written("table_refused", &table_of_the_page("", "au moins 50 %"), "rgaa: {}\n");
    let check = perenne_in(&folder, &["check", "r.perenne", "--format", "json"]);
    assert_eq!(check.code, 1);
    let json = check.json();
    let found = json["diagnostics"].as_array().expect("an array");
    assert_eq!(found.len(), 1, "{json:#}");
    assert_eq!(found[0]["code"], "R0414");
    let message = found[0]["message"].as_str().expect("a message");
    has(message, "rgaa.taux = 100 %");
    has(message, "rgaa.déclaration_valide = oui");
    has(message, "mention_rgaa");
    // Both rows are shown: one as the place, one beside.
    let lines = [found[0]["line"].as_u64(), found[0]["related"][0]["line"].as_u64()];
    assert_eq!(lines, [Some(15), Some(14)], "{json:#}");
    let english = perenne_in(&folder, &["check", "r.perenne", "--lang", "en"]);
    has(&english.err, "this row and an earlier one both match when rgaa.taux = 100");
}

#[test]
fn the_table_mended_gives_each_mention() {
    for (name, order, second) in
        [("table_bounds", "", "au moins 50 % et moins de 100 %"), ("table_first", " premier", "au moins 50 %")]
    {
        let folder = written(name, &table_of_the_page(order, second), "rgaa: {}\n");
        let check = perenne_in(&folder, &["check", "r.perenne", "--format", "json"]);
        assert_eq!((check.code, &check.json()["diagnostics"]), (0, &serde_json::json!([])), "{}", check.out);
        for (rate, valid, mention) in [
            ("100 %", "oui", "totalement_conforme"),
            ("99,9 %", "oui", "partiellement_conforme"),
            ("50 %", "oui", "partiellement_conforme"),
            ("49,9 %", "oui", "non_conforme"),
            ("0 %", "oui", "non_conforme"),
            ("100 %", "non", "non_conforme"),
        ] {
            let facts = format!("rgaa: {{ taux: \"{rate}\", déclaration_valide: {valid} }}\n");
            std::fs::write(folder.join("f.yaml"), facts).expect("written");
            let json = json(&folder, "2026-01-01");
            assert_eq!(json["values"]["mention_rgaa"]["value"], mention, "{name}: {rate}, {valid}");
        }
    }
}

#[test]
fn a_table_tries_the_rows_that_an_unknown_input_can_still_match() {
    let rules = table_of_the_page("", "au moins 50 % et moins de 100 %");
    let folder = written("table_unknown", &rules, "rgaa: {}\n");
    let found = |facts: &str| {
        std::fs::write(folder.join("f.yaml"), facts).expect("written");
        json(&folder, "2026-01-01")
    };
    let known = found("rgaa: { déclaration_valide: non }\n");
    assert_eq!(known["values"]["mention_rgaa"]["value"], "non_conforme");
    assert_eq!(known["verdicts"]["conforme"]["missing"], serde_json::json!([]));
    let known = found("rgaa: { taux: { au_plus: \"49 %\" } }\n");
    assert_eq!(known["values"]["mention_rgaa"]["value"], "non_conforme");
    let open = found("rgaa: { taux: { au_moins: \"60 %\" }, déclaration_valide: oui }\n");
    let bounds = serde_json::json!({ "one_of": ["totalement_conforme", "partiellement_conforme"] });
    assert_eq!(open["values"]["mention_rgaa"]["bounds"], bounds);
    assert_eq!(open["verdicts"]["conforme"]["verdict"], "met");
}

// ── what fails ──

const EXCEPTIONS: &str = "langue fr
source circulaire « Circulaire sur les petits services »
source arrêté « Arrêté sur les services ruraux »
  sections {
    A2 « Article 2 »
  }
faits f {
  petit : oui/non
  rural : oui/non
  part : pourcentage
    bornes entre 0 % et 100 %
}
définition plancher : pourcentage
  = 40 %
  sauf si f.petit alors 20 % selon circulaire
  sauf si f.rural alors 30 % selon arrêté § A2
critère assez
  exige f.part au moins plancher
critère largement
  exige f.part au moins plancher ou f.part au moins 90 %
";

#[test]
fn exceptions_that_disagree_are_an_error_that_names_both_and_their_sources() {
    let folder = written("disagree", EXCEPTIONS, "f: { petit: oui, rural: oui, part: 50 % }\n");
    let run = eval(&folder, "2026-01-01", &["--format", "json"]);
    assert_eq!(run.code, 1);
    let json = run.json();
    assert_eq!(errors(&json), [("R0702", 16)], "{json:#}");
    let message = json["errors"][0]["message"].as_str().expect("a message");
    has(message, "« plancher »");
    has(message, "20 % (circulaire) et 30 % (arrêté, § « Article 2 »)");
    assert_eq!(json["errors"][0]["related"][0]["line"], 15);
    // Half is above both, and still: no text says which floor holds.
    assert_eq!(json["verdicts"]["assez"]["verdict"], "unknown");
    assert_eq!(json["verdicts"]["assez"]["missing"], serde_json::json!([]));
    has(&reason(&json, "assez"), "20 % (circulaire) et 30 % (arrêté, § « Article 2 »)");
    let english = eval(&folder, "2026-01-01", &["--lang", "en"]);
    has(&english.err.split_whitespace().collect::<Vec<_>>().join(" "), "both hold and disagree: 20% (circulaire)");
}

#[test]
fn exceptions_of_which_one_holds_or_that_agree_are_no_error() {
    let agree = EXCEPTIONS.replace("alors 30 %", "alors 20 %");
    let cases = [
        (EXCEPTIONS, "f: { petit: oui, rural: non, part: 25 % }\n", "20", "met"),
        (EXCEPTIONS, "f: { petit: non, rural: oui, part: 25 % }\n", "30", "not_met"),
        (EXCEPTIONS, "f: { petit: non, rural: non, part: 40 % }\n", "40", "met"),
        (agree.as_str(), "f: { petit: oui, rural: oui, part: 19 % }\n", "20", "not_met"),
    ];
    for (rules, facts, value, verdict) in cases {
        let json = json(&written("agree", rules, facts), "2026-01-01");
        assert_eq!(errors(&json), [], "{facts}");
        assert_eq!(json["values"]["plancher"]["value"], value, "{facts}");
        assert_eq!(json["verdicts"]["assez"]["verdict"], verdict, "{facts}");
    }
}

#[test]
fn exceptions_that_may_disagree_leave_each_value_possible_and_are_no_error_yet() {
    let folder = written("may_disagree", EXCEPTIONS, "f: { part: 50 % }\n");
    let found = json(&folder, "2026-01-01");
    assert_eq!(errors(&found), []);
    assert_eq!(found["verdicts"]["assez"]["verdict"], "met");
    std::fs::write(folder.join("f.yaml"), "f: { petit: oui, part: 25 % }\n").expect("written");
    let found = json(&folder, "2026-01-01");
    assert_eq!(errors(&found), []);
    assert_eq!(found["verdicts"]["assez"]["verdict"], "unknown");
    assert_eq!(found["verdicts"]["assez"]["missing"], serde_json::json!(["f.rural"]));
}

#[test]
fn a_failure_that_cannot_change_the_verdict_does_not_keep_it_unknown() {
    let json = json(&written("decided", EXCEPTIONS, "f: { petit: oui, rural: oui, part: 95 % }\n"), "2026-01-01");
    assert_eq!(json["verdicts"]["largement"]["verdict"], "met");
    assert_eq!(json["verdicts"]["assez"]["verdict"], "unknown");
}

const DATED: &str = "langue fr
source note « Note »
faits f {
  agents : ETP
}
paramètre attendus : ETP
  = 2 ETP dès 2024-01-01 jusqu'au 2024-12-31 selon note
  = 3 ETP dès 2026-01-01 selon note
critère assez
  exige f.agents au moins attendus
critère quelques_uns
  exige f.agents au moins 1 ETP
";

#[test]
fn a_parameter_without_a_version_that_day_is_named_with_its_dates() {
    let folder = written("no_version", DATED, "f: { agents: 5 }\n");
    let cases = [
        ("2023-12-31", "pas encore en vigueur : commence le 1er janvier 2024"),
        ("2025-06-01", "a pris fin le 31 décembre 2024, reprend le 1er janvier 2026"),
    ];
    for (day, why) in cases {
        let run = eval(&folder, day, &["--format", "json"]);
        assert_eq!(run.code, 1, "{day}");
        let json = run.json();
        assert_eq!(errors(&json), [("R0703", 10)], "{day}");
        has(json["errors"][0]["message"].as_str().expect("a message"), why);
        has(json["errors"][0]["message"].as_str().expect("a message"), "« attendus »");
        assert_eq!(json["verdicts"]["assez"]["verdict"], "unknown", "{day}");
        assert_eq!(json["verdicts"]["assez"]["missing"], serde_json::json!([]), "{day}");
        has(&reason(&json, "assez"), why);
        assert_eq!(json["verdicts"]["quelques_uns"]["verdict"], "met", "{day}");
    }
    let text = eval(&folder, "2025-06-01", &["--lang", "en"]).out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    has(&text, "“attendus” has no value on 1 June 2025 (not in force: ended on 31 December 2024, begins again on");
    for (day, verdict) in [("2024-01-01", "met"), ("2024-12-31", "met"), ("2026-01-01", "met")] {
        let json = json(&folder, day);
        assert_eq!((errors(&json).len(), &json["verdicts"]["assez"]["verdict"]), (0, &Value::from(verdict)), "{day}");
    }
    // Given for the occasion, it has one.
    let given = eval(&folder, "2025-06-01", &["--set", "attendus = 6 ETP", "--format", "json"]).json();
    assert_eq!((errors(&given).len(), &given["verdicts"]["assez"]["verdict"]), (0, &Value::from("not_met")));
}

const DIVISION: &str = "langue fr
faits f {
  coût : €
  usagers : entier
    bornes au moins 0
}
critère peu_coûteux
  exige f.coût / f.usagers au plus 2 €
critère gardé
  exige f.usagers plus de 0 et f.coût / f.usagers au plus 2 €
critère repose
  exige peu_coûteux est satisfait
";

#[test]
fn a_division_by_zero_leaves_its_criterion_unknown_and_stands_in_errors() {
    let folder = written("by_zero", DIVISION, "f: { coût: 100 €, usagers: 0 }\n");
    let run = eval(&folder, "2026-01-01", &["--format", "json"]);
    assert_eq!(run.code, 1);
    let found = run.json();
    assert_eq!(errors(&found), [("R0701", 8)], "{found:#}");
    assert_eq!(found["verdicts"]["peu_coûteux"]["verdict"], "unknown");
    assert_eq!(found["verdicts"]["peu_coûteux"]["missing"], serde_json::json!([]));
    has(&reason(&found, "peu_coûteux"), "division par zéro dans « f.coût / f.usagers »");
    assert_eq!(found["verdicts"]["repose"]["verdict"], "unknown");
    // Behind a guard nothing is divided.
    assert_eq!(found["verdicts"]["gardé"]["verdict"], "not_met");
    for (usagers, verdict) in [(49, "not_met"), (50, "met"), (51, "met")] {
        std::fs::write(folder.join("f.yaml"), format!("f: {{ coût: 100 €, usagers: {usagers} }}\n")).expect("written");
        let json = json(&folder, "2026-01-01");
        assert_eq!((errors(&json).len(), &json["verdicts"]["peu_coûteux"]["verdict"]), (0, &Value::from(verdict)));
    }
}

#[test]
fn a_division_that_may_fail_asks_for_the_fact_and_is_no_error_yet() {
    let json = json(&written("may_fail", DIVISION, "f: { coût: 100 € }\n"), "2026-01-01");
    assert_eq!(errors(&json), []);
    assert_eq!(json["verdicts"]["peu_coûteux"]["verdict"], "unknown");
    assert_eq!(json["verdicts"]["peu_coûteux"]["missing"], serde_json::json!(["f.usagers"]));
    assert!(!reason(&json, "peu_coûteux").contains("division par zéro"), "{json:#}");
}

#[test]
fn failures_of_what_was_not_asked_for_are_not_told() {
    let folder = written("asked", DIVISION, "f: { coût: 100 €, usagers: 0 }\n");
    let run = eval(&folder, "2026-01-01", &["gardé", "--format", "json"]);
    assert_eq!((run.code, errors(&run.json()).len()), (0, 0), "{}", run.out);
    let run = eval(&folder, "2026-01-01", &["repose", "--format", "json"]);
    assert_eq!((run.code, errors(&run.json()).len()), (1, 1), "{}", run.out);
}

// ── the twelve hardest shapes of the published doctrine ──

/// Each shape is a doctrine in tests/language/shapes, whose tests have cases met, not met and unknown, at the bound and
/// on both sides.
fn shape(path: &str, least: usize) {
    let path = format!("tests/language/shapes/{path}");
    assert!(root().join(&path).is_file(), "{path}");
    let check = perenne(&["check", &path, "--format", "json"]);
    assert_eq!(check.json()["diagnostics"], serde_json::json!([]), "{path}");
    let test = perenne(&["test", &path]);
    assert_eq!(test.code, 0, "{}{}", test.out, test.err);
    let last = test.out.trim_end().lines().last().unwrap_or_default();
    let passed: usize = last.split_whitespace().next().and_then(|count| count.parse().ok()).unwrap_or_default();
    assert!(passed >= least && last.ends_with("passed, 0 failed"), "{path}: {last}");
}

#[test]
fn an_ordered_fallback_to_the_incubator_else_the_sponsor_else_beta() {
    shape("repli_ordonne.perenne", 14);
}

#[test]
fn windows_of_homologation_that_expire_soon() {
    shape("fenetre_homologation.perenne", 25);
}

#[test]
fn a_declaration_for_three_years_or_eighteen_months_after_a_version_whichever_comes_first() {
    shape("whichever_comes_first.perenne", 21);
}

#[test]
fn all_of_five_and_at_least_one_of_four_with_one_unknown() {
    shape("toutes_et_au_moins_une.perenne", 15);
}

#[test]
fn every_member_attended() {
    shape("every_member.perenne", 11);
}

#[test]
fn a_committee_at_least_every_six_months() {
    shape("comite_regulier.perenne", 22);
}

#[test]
fn the_name_of_a_phase_that_became_several() {
    shape("phase_devenue_plusieurs.perenne", 12);
}

#[test]
fn a_contested_headcount_on_which_all_claims_agree_and_one_on_which_they_do_not() {
    shape("effectif_conteste.perenne", 10);
}

#[test]
fn a_judgement_by_the_wrong_actor() {
    shape("appreciation_d_un_autre.perenne", 9);
}

#[test]
fn a_milestone_known_to_the_month() {
    shape("jalon_au_mois.perenne", 16);
}

#[test]
fn an_implication_and_its_contrapositive() {
    shape("implication_et_contraposee.perenne", 19);
}

#[test]
fn two_hosts_for_one_scenario() {
    shape("hotes/hotes.perenne", 6);
    let option = |name: &str| {
        let (rules, facts) = ("tests/language/shapes/hotes/hotes.perenne", "tests/language/shapes/hotes/dossier.yaml");
        perenne(&["eval", rules, facts, "--scenario", name, "--format", "json"]).json()
    };
    let (mobility, agency) = (option("mobilités"), option("agence"));
    assert_eq!(mobility["verdicts"]["sait_faire"]["verdict"], "met");
    assert_eq!(mobility["verdicts"]["a_les_agents"]["verdict"], "unknown");
    assert_eq!(mobility["verdicts"]["a_les_agents"]["missing"], serde_json::json!(["structure.agents"]));
    assert_eq!(agency["verdicts"]["sait_faire"]["verdict"], "not_met");
    assert_eq!(agency["verdicts"]["a_les_agents"]["verdict"], "met");
    // The scenario supposes an operator although the dossier says otherwise.
    let scenario = |json: &Value| json["scenarios"]["transférer"].clone();
    assert!(scenario(&mobility).is_object() && scenario(&agency).is_object(), "{mobility:#}");
}

#[test]
fn reasons_name_things_by_their_titles_and_say_things_once() {
    let rules = "langue fr
fiche incident { clos : date }
faits f {
  sorti : oui/non « Le produit est sorti »
  n : nombre
  incidents : liste de incident « Incidents »
  suivis : liste de incident « Incidents suivis »
    ouverte
  oubliés : liste de incident « Incidents oubliés »
}
définition déjà_sorti : oui/non « Le produit est déjà sorti »
  = f.sorti
critère si_sorti
  s'applique si déjà_sorti
  exige f.n au moins 1
critère deux_fois
  exige (non précisé) ou (non précisé)
critère clos
  pour chaque i dans f.incidents
  exige i.clos au plus tard le aujourd'hui
critère suivis_clos
  pour chaque i dans f.suivis
  exige i.clos au plus tard le aujourd'hui
critère oubliés_clos
  pour chaque i dans f.oubliés
  exige i.clos au plus tard le aujourd'hui
";
    let facts = "f: { n: 2, suivis: [{ clos: 2024-01-01 }], oubliés: [] }\n";
    let json = json(&written("readable-reasons", rules, facts), "2025-01-01");
    let said = |rule: &str| reason(&json, rule);
    has(&said("si_sorti"), "ne s’applique que si : Le produit est déjà sorti : inconnu");
    assert_eq!(said("deux_fois").matches("le texte ne le dit pas").count(), 1, "{}", said("deux_fois"));
    assert!(said("clos").starts_with("Incidents : liste inconnue\n"), "{}", said("clos"));
    assert!(said("suivis_clos").starts_with("Incidents suivis : la liste est peut-être incomplète\n"));
    assert!(said("oubliés_clos").starts_with("Incidents oubliés : rien dans la liste\n"));
}
