//! `perenne check` as a user runs it: `--fix`, and the formats of other tools.

// A test stops where something is not as it says; helpers outside `#[test]` functions too.
#![allow(clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "harness/mod.rs"]
mod harness;

use harness::{perenne_in, scratch};
use serde_json::Value;
use std::path::Path;

const FACTS: &str = "faits équipe {\n  internes : ETP\n  formée : oui/non\n  part : pourcentage\n}\n";

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn what_leaves_no_doubt_is_fixed_and_the_rest_is_told() {
    let folder = scratch("check-fix");
    let untidy = format!(
        "{FACTS}\ncritere a\n  exige equipe.part => 40 && equipe.formee\n\ncritère b\n  exige équipe.internes au moins 3\n\ncritère c\n  exige équipe.formé\n"
    );
    write(&folder, &[("a.perenne", &untidy)]);
    let plain = perenne_in(&folder, &["check", "a.perenne"]);
    assert!(plain.err.contains("perenne check --fix") && plain.err.ends_with("en corrige\u{a0}5\n"), "{}", plain.err);
    assert_eq!(read(&folder, "a.perenne"), untidy);

    let run = perenne_in(&folder, &["check", "a.perenne", "--fix"]);
    assert_eq!((run.out.as_str(), run.code), ("a.perenne\u{a0}: 6 corrections\n", 1));
    let mended = format!(
        "{FACTS}\ncritère a\n  exige équipe.part >= 40 % et équipe.formée\n\ncritère b\n  exige équipe.internes au moins 3\n\ncritère c\n  exige équipe.formé\n"
    );
    assert_eq!(read(&folder, "a.perenne"), mended);
    // A number may lack another unit, and a name be another: those are guesses.
    assert!(run.err.contains("R0304") && run.err.contains("R0201") && run.err.contains("2 erreurs"), "{}", run.err);

    let again = perenne_in(&folder, &["check", "a.perenne", "--fix"]);
    assert_eq!((again.out.as_str(), again.code), ("rien à corriger sans vous\n", 1));
    assert_eq!(read(&folder, "a.perenne"), mended);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn the_exit_code_is_that_of_what_is_left() {
    let folder = scratch("check-fix-all");
    write(&folder, &[("a.perenne", &format!("{FACTS}\ncritere a\n  exige équipe.formée et équipe.part >= 40\n"))]);
    let run = perenne_in(&folder, &["check", "a.perenne", "--fix", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, "a.perenne: 2 fixes\n");
    assert!(!run.err.contains("error"), "{}", run.err);
}

#[test]
fn names_that_two_accents_could_mend_are_left_to_the_author() {
    let folder = scratch("check-fix-names");
    let text = "faits f {\n  côte : oui/non\n  coté : oui/non\n}\n\ncritère a\n  exige f.cote\n";
    write(&folder, &[("a.perenne", text)]);
    let run = perenne_in(&folder, &["check", "a.perenne", "--fix"]);
    assert_eq!(run.code, 1);
    assert_eq!(read(&folder, "a.perenne"), text);
}

#[test]
fn a_literate_file_is_fixed_inside_its_fences() {
    let folder = scratch("check-fix-literate");
    let text = "# critere\r\n\r\nUn texte => 40.\r\n\r\n```perenne\r\nfaits f\r\n  a : nombre\r\n\r\ncritere c\r\n  exige f.a => 2.5\r\n```\r\n\r\ncritere d\r\n";
    write(&folder, &[("a.perenne.md", text)]);
    let run = perenne_in(&folder, &["check", "a.perenne.md", "--fix"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mended = "# critere\r\n\r\nUn texte => 40.\r\n\r\n```perenne\r\nfaits f {\r\n  a : nombre\r\n}\r\n\r\ncritère c\r\n  exige f.a >= 2,5\r\n```\r\n\r\ncritere d\r\n";
    assert_eq!(read(&folder, "a.perenne.md"), mended);
}

#[test]
fn what_is_outside_the_doctrine_is_never_written() {
    let folder = scratch("check-fix-outside");
    let broken = "critere a\n  exige oui\n";
    write(
        &folder,
        &[
            ("main/doctrine.perenne", "doctrine d\nutilise \"../other\"\n"),
            ("main/part/a.perenne", broken),
            ("main/b.perenne", "critere b\n  exige oui\n"),
            ("other/doctrine.perenne", "doctrine o\ncritere c\n  exige oui\n"),
            ("elsewhere.perenne", "critere e\n  exige oui\n"),
        ],
    );
    // A part of a doctrine is all that is asked for.
    let run = perenne_in(&folder, &["check", "main/part", "--fix"]);
    assert_eq!(run.out.lines().next(), Some("main/part/a.perenne\u{a0}: 1 correction"), "{}{}", run.out, run.err);
    assert_eq!(read(&folder, "main/b.perenne"), "critere b\n  exige oui\n");
    let run = perenne_in(&folder, &["check", "main", "--fix"]);
    assert_eq!(run.out.lines().next(), Some("main/b.perenne\u{a0}: 1 correction"), "{}{}", run.out, run.err);
    assert_eq!(read(&folder, "other/doctrine.perenne"), "doctrine o\ncritere c\n  exige oui\n");
    assert_eq!(run.code, 1, "{}", run.err);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../elsewhere.perenne", folder.join("main/link.perenne")).unwrap();
        let run = perenne_in(&folder, &["check", "main", "--fix"]);
        assert!(run.err.contains("main/link.perenne est un lien vers un fichier hors de la doctrine"), "{}", run.err);
        assert_eq!(read(&folder, "elsewhere.perenne"), "critere e\n  exige oui\n");
    }
}

#[test]
fn a_fix_that_brings_more_errors_to_light_is_not_written() {
    let folder = scratch("check-fix-worse");
    let hiding = "critère ou\n  exige inconnu et autre\n";
    write(
        &folder,
        &[("doctrine.perenne", "doctrine d\n"), ("a.perenne", hiding), ("b.perenne", "critere b\n  exige oui\n")],
    );
    let run = perenne_in(&folder, &["check", ".", "--fix"]);
    assert_eq!((run.out.as_str(), run.code), ("b.perenne\u{a0}: 1 correction\n", 1), "{}", run.err);
    assert!(run.err.starts_with("a.perenne\u{a0}: des corrections n’ont pas été faites"), "{}", run.err);
    assert_eq!(read(&folder, "a.perenne"), hiding);
    assert_eq!(read(&folder, "b.perenne"), "critère b\n  exige oui\n");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = scratch("check-fix-closed");
    write(&folder, &[("a.perenne", "critere a\n  exige oui\n")]);
    std::fs::set_permissions(folder.join("a.perenne"), std::fs::Permissions::from_mode(0o440)).unwrap();
    let run = perenne_in(&folder, &["check", "a.perenne", "--fix"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("a.perenne ne peut pas être écrit"), "{}", run.err);
    assert_eq!(read(&folder, "a.perenne"), "critere a\n  exige oui\n");
}

#[test]
fn json_says_which_fixes_are_certain_and_what_was_fixed() {
    let folder = scratch("check-fix-json");
    write(&folder, &[("a.perenne", &format!("{FACTS}\ncritere a\n  exige équipe.formé\n"))]);
    let json = perenne_in(&folder, &["check", "a.perenne", "--format", "json"]).json();
    let told: Vec<&str> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["fixes"][0]["applicability"].as_str().unwrap_or("none"))
        .collect();
    assert_eq!(told, ["certain", "guess"], "{json:#}");
    assert!(json.get("fixed").is_none());
    let json = perenne_in(&folder, &["check", "a.perenne", "--format", "json", "--fix"]).json();
    assert_eq!(json["fixed"], serde_json::json!([{ "file": "a.perenne", "count": 1 }]));
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 1);
}

#[test]
fn fifty_are_shown_and_the_rest_counted() {
    let folder = scratch("check-many");
    let rules: String = (0..60).map(|n| format!("critère c{n}\n  exige inconnu{n}_{n}\n")).collect();
    write(&folder, &[("a.perenne", &rules)]);
    let run = perenne_in(&folder, &["check", "a.perenne"]);
    assert_eq!(run.err.matches("erreur R0201").count(), 50);
    let err = run.err.replace('\u{a0}', " ");
    assert!(err.contains("10 autres ne sont pas montrées\n60 erreurs\n"), "{err}");
    assert!(err.ends_with("« --format json » les donne toutes\n"), "{err}");
    let json = perenne_in(&folder, &["check", "a.perenne", "--format", "json"]).json();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 60);
}

const SEVERAL: &str = "langue fr\n\nfaits f {\n  a : nombre\n  b : oui/non\n}\n\ncritère c\n  exige f.a => 2.5 et f.b ou f.b\n\ncritère c\n  exige\n    f.a\n    au moins 3 €\n";

#[test]
fn github_reads_the_commands() {
    let folder = scratch("check-github");
    write(&folder, &[("a,b:100%.perenne", SEVERAL)]);
    let run = perenne_in(&folder, &["check", "a,b:100%.perenne", "--format", "github"]);
    assert_eq!(run.code, 1);
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("github", run.out) });
    for line in run.out.lines() {
        let (head, message) = line.strip_prefix("::").and_then(|line| line.split_once("::")).unwrap();
        let (kind, properties) = head.split_once(' ').unwrap();
        assert!(matches!(kind, "error" | "warning") && !message.is_empty());
        let keys: Vec<&str> = properties.split(',').map(|one| one.split_once('=').unwrap().0).collect();
        assert!(
            keys == ["file", "line", "col", "endLine", "endColumn", "title"]
                || keys == ["file", "line", "endLine", "title"],
            "{line}"
        );
        assert!(properties.starts_with("file=a%2Cb%3A100%25.perenne,"), "{line}");
    }
}

/// What the schema of SARIF 2.1.0 demands of each part that is written.
#[test]
fn the_log_is_what_sarif_demands() {
    let folder = scratch("check-sarif");
    write(
        &folder,
        &[
            ("un/doctrine.perenne", "doctrine un\n"),
            ("un/é a.perenne", SEVERAL),
            ("deux/doctrine.perenne", "doctrine deux\ncritere d\n  exige oui\n"),
        ],
    );
    let run = perenne_in(&folder, &["check", ".", "--format", "sarif"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let log = run.json();
    insta::with_settings!({ omit_expression => true }, {
        let text = format!("{log:#}").replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_snapshot!("sarif", text)
    });
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let rules = runs[0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(runs[0]["tool"]["driver"]["name"].is_string());
    assert_eq!(runs[0]["columnKind"], "unicodeCodePoints");
    let (mut fixes, mut related) = (0, 0);
    let results = runs[0]["results"].as_array().unwrap();
    for result in results {
        assert!(matches!(result["level"].as_str(), Some("error" | "warning")));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["shortDescription"]["text"].is_string());
        for location in result["locations"].as_array().unwrap() {
            physical(&location["physicalLocation"]);
        }
        for location in result["relatedLocations"].as_array().into_iter().flatten() {
            physical(&location["physicalLocation"]);
            assert!(location["message"]["text"].is_string());
            related += 1;
        }
        for change in result["fixes"].as_array().into_iter().flatten().map(|fix| &fix["artifactChanges"]) {
            let change = &change.as_array().unwrap()[0];
            assert!(change["artifactLocation"]["uri"].is_string());
            for replacement in change["replacements"].as_array().unwrap() {
                region(&replacement["deletedRegion"]);
                assert!(replacement["insertedContent"]["text"].is_string());
            }
            fixes += 1;
        }
    }
    assert!(results.len() >= 5 && fixes >= 3 && related >= 1, "{log:#}");
    let codes: std::collections::BTreeSet<&str> =
        results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), rules.len());
}

/// A doctrine brought in means its own words, whatever the one that uses it declares.
#[test]
fn names_of_the_user_do_not_reach_the_doctrine_it_uses() {
    let folder = scratch("check-use-names");
    let common = "doctrine commun\nchoix porteur { ministère « Un ministère », agence « Une agence » }\n\
                  faits service {\n  porteur : porteur\n}\n\
                  critère public\n  exige service.porteur est parmi (agence, ministère)\n\
                  critère ministériel\n  exige service.porteur est ministère\n";
    for (what, used) in [("use", "utilise \"../commun\"\n"), ("prefix", "utilise \"../commun\" sous c\n")] {
        for (kind, item) in [
            ("group", "faits ministère {\n  formé : oui/non\n}\ncritère formé\n  exige ministère.formé\n"),
            ("rule", "faits x {\n  formé : oui/non\n}\ncritère ministère\n  exige x.formé\n"),
            ("scenario", "scénario ministère « Au ministère »\n  avantage « Simple »\n"),
        ] {
            let name = format!("{what}-{kind}");
            let own = format!("doctrine chez_nous\n{used}{item}");
            write(
                &folder,
                &[(&format!("{name}/commun/a.perenne"), common), (&format!("{name}/ministère/a.perenne"), &own)],
            );
            let output = perenne_in(&folder, &["check", &format!("{name}/ministère")]);
            assert!(output.out.contains("aucune erreur, aucun avertissement"), "{name}: {}", output.out);
        }
    }
}

fn physical(location: &Value) {
    let uri = location["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
    region(&location["region"]);
}

fn region(region: &Value) {
    let number = |key: &str| region[key].as_u64().unwrap();
    let (start, end) = ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
    assert!(start.0 >= 1 && start.1 >= 1 && start <= end, "{region}");
}
