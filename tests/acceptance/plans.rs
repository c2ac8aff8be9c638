//! Options, milestones and bodies of a dossier, as `eval` shows them.

use crate::harness::{Run, perenne};
use serde_json::json;

const RULES: &str = "tests/acceptance/plans/reprise.perenne";
const FACTS: &str = "tests/acceptance/plans/reprise.yaml";

fn eval(more: &[&str]) -> Run {
    perenne(&[&["eval", RULES, FACTS], more].concat())
}

/// What it prints, and what it says beside.
fn shown(more: &[&str]) -> String {
    let run = eval(more);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out + &run.err
}

#[test]
fn options_milestones_and_bodies_stand_under_the_verdicts() {
    insta::assert_snapshot!("plans_fr", shown(&[]));
    insta::assert_snapshot!("plans_en_plain", shown(&["--lang", "en", "--plain"]));
}

#[test]
fn an_option_is_looked_at_by_its_name_and_so_is_a_scenario() {
    insta::assert_snapshot!("plans_option", shown(&["--scenario", "Sud"]));
    insta::assert_snapshot!("plans_scenario", shown(&["--scenario", "transferer", "--lang", "en"]));
}

/// Names ask for verdicts alone.
#[test]
fn nothing_stands_beside_what_is_asked_by_name() {
    let out = eval(&["dirigé"]).out;
    assert!(!out.contains("jalons") && !out.contains("options"), "{out}");
}

#[test]
fn neither_an_option_nor_a_scenario_is_a_call_error_with_a_guess() {
    let run = eval(&["--scenario", "agance"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("vouliez-vous dire «\u{a0}agence\u{a0}»"), "{}", run.err);
    let run = eval(&["--scenario", "zzz", "--lang", "en"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there are: nord, sud, agence, autre, internaliser, transférer"), "{}", run.err);
}

#[test]
fn machines_read_options_by_name_each_under_itself() {
    let json = eval(&["--format", "json"]).json();
    assert_eq!(json["under"], json!(null));
    let nord = &json["options"]["nord"];
    assert_eq!(nord["scenario"], "internaliser");
    assert_eq!((&nord["state"], &nord["by"], &nord["on"]), (&json!("chosen"), &json!("comité"), &json!("2024-07-20")));
    assert_eq!(nord["feasible"], true);
    assert_eq!(nord["risks"][0]["state"], "present");
    assert_eq!(json["options"]["sud"]["risks"][0]["state"], "absent");
    assert_eq!(json["options"]["agence"]["feasible"], false);
    assert_eq!(json["options"]["autre"]["missing"], json!(["structure.volontaire", "structure.compétences"]));
    // A scenario is what it supposes and no more.
    let scenario = &json["scenarios"]["internaliser"];
    assert_eq!((&scenario["feasible"], &scenario["missing"]), (&json!(null), &json!(["structure.volontaire"])));
    assert_eq!((&scenario["options"], &scenario["state"]), (&json!(["nord", "sud"]), &json!(null)));
    // On an earlier day nothing is chosen yet, and no milestone reached that was later.
    let json = eval(&["--format", "json", "--as-of", "2024-04-01"]).json();
    assert_eq!((&json["options"]["nord"]["state"], &json["options"]["nord"]["reason"]), (&json!("open"), &json!(null)));
    assert_eq!(json["milestones"]["choix"]["reached"], json!(null));
    // Under an option the verdicts are its own.
    let json = eval(&["--format", "json", "--scenario", "sud"]).json();
    assert_eq!(json["under"], json!({ "option": "sud", "scenario": "internaliser" }));
}

#[test]
fn machines_read_the_calendar() {
    let json = eval(&["--format", "json"]).json();
    let choice = &json["milestones"]["choix"];
    assert_eq!((&choice["planned"], &choice["reached"]), (&json!("2024-03"), &json!("2024-07-20")));
    assert_eq!((&choice["late_months"], &choice["behind_plan_months"]), (&json!(4), &json!(4)));
    assert_eq!(
        choice["inversions"],
        json!([{ "follows": "audit", "date": "reached", "against": "reached", "months": 2, "days": null }])
    );
    let convention = &json["milestones"]["convention"];
    assert_eq!((&convention["earliest"], &convention["plan_too_early"]), (&json!("2025-01-20"), &json!(true)));
    let means = &json["milestones"]["moyens"];
    assert_eq!(means["effect"], json!({ "on": "2026-01-01", "from": "earliest" }));
    assert_eq!(
        means["blocked_by"],
        json!([{ "condition": "budget.ouvert", "holds": null, "missing": ["budget.ouvert"] }])
    );
    assert_eq!(json["milestones"]["bilan"]["waits_for"], json!(["transfert"]));
    assert_eq!(json["verdicts"]["choisi_à_temps"]["verdict"], "not_met");
    let body = &json["bodies"]["comité"];
    assert_eq!((&body["members"], &body["regular"]), (&json!(["direction", "sponsor"]), &json!(false)));
    assert_eq!(body["meetings"], json!(["2024-01-10", "2024-03-20"]));
}
