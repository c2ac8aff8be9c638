//! `perenne compare`: options and scenarios side by side.

use crate::harness::{Run, perenne, perenne_in, root};

fn compare(arguments: &[&str]) -> Run {
    perenne_in(&root().join("tests/acceptance/compare"), &[&["compare", "compare.yaml"], arguments].concat())
}

#[test]
fn state_feasibility_verdicts_advantages_risks_precedents_and_next_steps() {
    let runs = [
        compare(&[]),
        compare(&["--lang", "en", "--plain"]),
        compare(&["--format", "markdown"]),
        compare(&["code_ouvert", "hôte_public"]),
        // The day on which a law opens one more scenario.
        compare(&["--as-of", "2030-06-01"]),
    ];
    assert!(runs.iter().all(|run| run.code == 0 && run.err.is_empty()), "{runs:?}");
    insta::assert_snapshot!("compare", runs.map(|run| run.out).join("\n———\n"));
}

#[test]
fn what_opens_a_scenario_opens_it_when_it_is_typed_back() {
    let feasible = |agents: &str| {
        let setting = format!("structure.agents={agents}");
        let folder = root().join("tests/acceptance/compare");
        let call = ["eval", "compare.yaml", "--scenario", "internaliser", "--set", &setting, "--format", "json"];
        perenne_in(&folder, &call).json()["scenarios"]["internaliser"]["feasible"].clone()
    };
    let json = compare(&["--format", "json"]).json();
    let opened_by = json["columns"][1]["opened_by"][0].as_str().unwrap_or_default();
    assert!(opened_by.contains("structure.agents = 3"), "{opened_by}");
    assert_eq!((feasible("3"), feasible("2")), (true.into(), false.into()));
}

#[test]
fn dominated_scenarios_are_shown_and_the_unknown_are_not_compared() {
    let json = compare(&["--format", "json"]).json();
    let pairs: Vec<(u64, u64)> = json["dominated"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["column"].as_u64().unwrap(), one["by"].as_u64().unwrap()))
        .collect();
    assert_eq!((pairs, &json["pairs_not_compared"]), (vec![(1, 0), (3, 2)], &4.into()));
    assert_eq!(json["dominated"][0]["criteria"], serde_json::json!(["assez_d_agents"]));
}

#[test]
fn an_empty_or_unreadable_dossier_is_told_so() {
    let folder = root().join("tests/acceptance/compare");
    let empty = perenne_in(&folder, &["compare", "compare.perenne", "empty.yaml", "--lang", "en"]);
    assert_eq!(empty.code, 0, "{empty:?}");
    assert!(empty.out.contains("3 ? Transférer à une association"), "{}", empty.out);
    let absent = perenne_in(&folder, &["compare", "compare.perenne", "absent.yaml"]);
    assert_eq!((absent.code, absent.out.as_str()), (2, ""), "{absent:?}");
    let narrowed = compare(&["--scenario", "grouper"]);
    assert_eq!((narrowed.code, narrowed.out.as_str()), (2, ""), "{narrowed:?}");
    // A doctrine without a scenario.
    let without =
        perenne_in(&root(), &["compare", "tests/acceptance/why/why.perenne", "tests/acceptance/why/why.yaml"]);
    assert!(without.out.contains("le dossier n’a pas d’option"), "{}", without.out);
}

#[test]
fn the_services_of_the_note_are_compared() {
    let calls: [&[&str]; 4] = [
        &["examples/transport.data.gouv.fr.yaml", "--as-of", "2024-10-01"],
        &["examples/signalconso.yaml"],
        &["examples/jeveuxaider.gouv.fr.yaml", "--lang", "en"],
        &["examples/pix.yaml", "--plain"],
    ];
    let told = calls.map(|call| {
        let run = perenne(&[&["compare"], call].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{call:?}");
        format!("$ perenne compare {}\n{}", call.join(" "), run.out)
    });
    insta::assert_snapshot!("compare_services", told.join("\n———\n"));
}
