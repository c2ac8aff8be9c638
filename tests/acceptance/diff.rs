//! `perenne diff`: what changes between two doctrines, and for which dossiers.

use crate::harness::{Run, perenne_in, root, scratch};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::process::Command;

fn diff(arguments: &[&str]) -> Run {
    perenne_in(&root().join("tests/acceptance/diff"), &[&["diff"], arguments].concat())
}

#[test]
fn what_changes_is_told_in_words_and_as_text() {
    let run = diff(&["avant", "après"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("diff_text", run.out);
}

#[test]
fn the_dossiers_whose_verdict_changes_stand_under_what_changes_it() {
    let run = diff(&["avant", "après", "--data", "dossiers.jsonl", "--format", "markdown"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("diff_markdown", run.out);
    let json = diff(&["avant", "après", "--data", "dossiers.jsonl", "--format", "json"]).json();
    let impact = &json["impact"];
    assert_eq!([&impact["records"], &impact["unread"], &impact["moved"]], [6, 1, 4]);
    let turned: Vec<Json> = impact["turned"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| json!([one["cause"], one["rule"], one["from"], one["to"], one["dossiers"][0]["name"]]))
        .collect();
    let expected = [
        json!(["plancher", "internalisée", "met", "not_met", "Aubépine"]),
        json!(["plancher", "sortie", "met", "not_met", "Aubépine"]),
        json!(["éprouvé", "éprouvé", "not_met", "met", "Bruyère"]),
        json!(["éprouvé", "sortie", "not_met", "met", "Bruyère"]),
        json!(["petite_équipe", "petite_équipe", "not_met", "exempt", "Cabaret"]),
        json!(["petite_équipe", "petite_équipe", "met", "unknown", "Fusain"]),
    ];
    for one in &expected {
        assert!(turned.contains(one), "{one} in {turned:#?}");
    }
    // And in words on a terminal.
    let run = diff(&["avant", "après", "--data", "dossiers.jsonl", "--lang", "en", "--plain"]);
    insta::assert_snapshot!("diff_impact", run.out.split_once("dossiers.jsonl").expect("the data").1);
}

#[test]
fn a_doctrine_is_the_same_as_itself() {
    let run = diff(&["avant", "avant", "--data", "dossiers.jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("rien ne change · 12 identiques"), "{}", run.out);
    assert!(run.out.contains("aucun verdict ne change"), "{}", run.out);
    let run = diff(&["avant", "avant", "--format", "json"]);
    assert_eq!(run.json()["changes"], json!([]));
}

fn git(folder: &Path, arguments: &[&str]) {
    let set = ["-c", "user.name=Essai", "-c", "user.email=essai@example.org", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").args(set).args(arguments).current_dir(folder).output().expect("git");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_revision_is_read_with_git() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: a revision is read with git: there is no git on this machine");
        return;
    }
    let folder = scratch("diff_git");
    let here = root().join("tests/acceptance/diff");
    let written = |from: &str| {
        std::fs::create_dir_all(folder.join("des règles")).expect("a folder");
        std::fs::copy(here.join(from).join("r.perenne"), folder.join("des règles/r.perenne")).expect("copied");
    };
    git(&folder, &["init", "--quiet"]);
    written("avant");
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "--quiet", "-m", "avant"]);
    written("après");
    let run = perenne_in(&folder, &["diff", "HEAD:des règles", "des règles", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let (found, expected) = (run.json(), diff(&["avant", "après", "--format", "json"]).json());
    assert_eq!(found["counts"], expected["counts"]);
    let old: Vec<&Json> = found["changes"].as_array().expect("a list").iter().map(|one| &one["old"]["file"]).collect();
    assert!(old.iter().all(|file| file.is_null() || *file == "HEAD:des règles/r.perenne"), "{old:?}");
    // From the working folder, and one file of it.
    let run = perenne_in(&folder.join("des règles"), &["diff", "HEAD:./r.perenne", "r.perenne", "--format", "json"]);
    assert_eq!(run.json()["counts"], expected["counts"], "{}", run.err);
    let refused = |old: &str, words: &str| {
        let run = perenne_in(&folder, &["diff", old, "des règles"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{old}");
        assert!(run.err.contains(words), "{}", run.err);
    };
    refused("nulle_part:des règles", "nulle_part");
    refused("HEAD:ailleurs", "il n’y a pas de règles");
    refused("HEAD:../..", "il n’y a pas de règles");
    refused("ailleurs", "ailleurs");
    // Without the program, it is said so.
    let run = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .args(["diff", "HEAD:des règles", "des règles", "--lang", "fr"])
        .current_dir(&folder)
        .env("PATH", "")
        .output()
        .expect("the program starts");
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.code() == Some(2) && told.contains("il faut le programme «\u{a0}git\u{a0}»"), "{told}");
}

#[test]
fn errors_are_told_and_what_is_sound_is_compared() {
    let folder = scratch("diff_errors");
    let text = std::fs::read_to_string(root().join("tests/acceptance/diff/avant/r.perenne")).expect("rules");
    std::fs::write(folder.join("a.perenne"), &text).expect("written");
    let broken = text.replace("exige part au moins plancher", "exige part au moins planchet");
    std::fs::write(folder.join("b.perenne"), broken).expect("written");
    let run = perenne_in(&folder, &["diff", "a.perenne", "b.perenne", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let json = run.json();
    assert_eq!(json["counts"]["changed"], 1);
    assert_eq!(json["errors"][0]["file"], "b.perenne");
}
