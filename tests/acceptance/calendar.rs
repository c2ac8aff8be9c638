//! `perenne calendar`: the milestones drawn and told.

use crate::harness::{Run, perenne, perenne_in, root};

fn calendar(arguments: &[&str]) -> Run {
    let folder = root().join("tests/acceptance/plans");
    perenne_in(&folder, &[&["calendar", "reprise.perenne", "reprise.yaml"], arguments].concat())
}

#[test]
fn planned_reached_late_blocked_and_the_earliest_dates() {
    let runs = [calendar(&[]), calendar(&["--lang", "en", "--plain"]), calendar(&["--as-of", "2024-12-20"])];
    assert!(runs.iter().all(|run| run.code == 0), "{runs:?}");
    insta::assert_snapshot!("calendar", runs.map(|run| run.out).join("\n———\n"));
}

#[test]
fn the_services_of_the_note_have_their_calendar() {
    let calls: [&[&str]; 3] = [
        &["examples/transport.data.gouv.fr.yaml", "--as-of", "2024-10-01", "--lang", "en"],
        &["examples/signalconso.yaml", "--as-of", "2024-03-15"],
        &["examples/jeveuxaider.gouv.fr.yaml"],
    ];
    let told = calls.map(|call| {
        let run = perenne(&[&["calendar"], call].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{call:?}");
        format!("$ perenne calendar {}\n{}", call.join(" "), run.out)
    });
    insta::assert_snapshot!("calendar_services", told.join("\n———\n"));
}

#[test]
fn what_a_decision_of_a_day_can_still_reach() {
    let effect = |day: &str| {
        let setting = format!("ressources_validées={day}");
        let call = ["calendar", "examples/signalconso.yaml", "--as-of", day, "--set", &setting, "--format", "json"];
        let json = perenne(&call).json();
        json["milestones"]["moyens_ouverts"]["effect"]["on"].clone()
    };
    assert_eq!(effect("2024-10-20"), "2025-01-01");
    assert_eq!(effect("2025-03-02"), "2026-01-01");
}

#[test]
fn a_date_known_to_the_month_stays_a_month() {
    let run = calendar(&["--format", "json"]);
    assert_eq!(run.json()["milestones"]["audit"]["reached"], "2024-09");
    let out = calendar(&[]).out;
    assert!(out.contains("Audit — atteint en septembre 2024"), "{out}");
}

#[test]
fn the_drawing_is_one_file_with_its_words() {
    let run = perenne(&["calendar", "examples/jeveuxaider.gouv.fr.yaml", "--format", "svg"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let drawing = roxmltree::Document::parse(&run.out).unwrap();
    let description =
        drawing.descendants().find(|node| node.has_tag_name("desc")).and_then(|node| node.text()).unwrap();
    assert!(description.contains("Transfert du produit, prévu 2025-01, attendu 2025-01"), "{description}");
    let bars = drawing.descendants().filter(|node| node.attribute("class") == Some("planned")).count();
    assert_eq!(bars, 8, "{}", run.out);
    insta::assert_snapshot!("calendar_drawing", run.out);
}

#[test]
fn it_says_what_it_is_looked_at_under_and_takes_no_name() {
    let under = calendar(&["--scenario", "sud"]);
    assert_eq!(under.code, 0);
    assert!(under.out.contains("au 1er octobre 2024 · doctrine reprise · option sud (Internaliser"), "{}", under.out);
    let drawn = calendar(&["--scenario", "sud", "--format", "svg"]).out;
    assert!(drawn.contains("doctrine reprise · option sud"), "{drawn}");
    for names in [&["dirigé"][..], &["--only", "dirigé"]] {
        let named = calendar(names);
        assert_eq!((named.code, named.out.as_str()), (2, ""), "{named:?}");
        assert!(named.err.contains("calendar montre tous les jalons"), "{named:?}");
    }
}

#[test]
fn an_empty_dossier_and_a_doctrine_without_milestones_are_told_so() {
    let folder = root().join("tests/acceptance/compare");
    let told = perenne_in(&folder, &["calendar", "compare.perenne", "empty.yaml"]);
    assert_eq!(told.code, 0);
    assert!(told.out.contains("la doctrine n’a pas de jalon ce jour-là"), "{}", told.out);
    let drawn = perenne_in(&folder, &["calendar", "compare.perenne", "empty.yaml", "--format", "svg"]);
    assert_eq!((drawn.code, drawn.out.as_str()), (2, ""), "{drawn:?}");
    let nobody = perenne_in(&folder, &["calendar", "../plans/reprise.perenne", "empty.yaml"]);
    assert_eq!(nobody.code, 0);
    assert!(nobody.out.contains("attendu en mars 2024"), "{}", nobody.out);
}
