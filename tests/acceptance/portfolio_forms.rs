//! `perenne portfolio`: the forms of data, what is asked of many dossiers, threads, and runs that do not end well.

use crate::harness::{Run, material_in, perenne, perenne_in, root, scratch};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder() -> PathBuf {
    root().join("tests/acceptance/portfolio")
}

fn portfolio(arguments: &[&str]) -> Run {
    perenne_in(&folder(), &[&["portfolio", "portfolio.perenne"], arguments].concat())
}

fn lines(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// The verdicts of each line, with what names the record.
fn verdicts(run: &Run) -> Vec<Json> {
    lines(&run.out).iter().map(|line| json!([line["key"], line["verdicts"]])).collect()
}

#[test]
fn a_table_says_what_lines_say() {
    let table = portfolio(&["dossiers.csv", "--format", "jsonl"]);
    assert_eq!(table.code, 0, "{}", table.err);
    insta::assert_snapshot!("portfolio_table", format!("{}\n———\n{}", table.out, table.err));
    let as_lines = [
        json!({"dossier": {"nom": "Aubépine", "au": "2026-08-20"}, "équipe": {"internes": 3, "externes": 2},
               "produit": {"adresse": "https://aubepine.gouv.fr", "état": "ouvert"}}),
        json!({"dossier": {"nom": "Bruyère", "au": "2026-08-20"}, "équipe": {"internes": 1, "externes": 4},
               "produit": {"état": "fermé"}}),
        json!({"dossier": {"nom": "Chèvrefeuille", "au": "2026-08-20"}, "équipe": {"internes": 2.5, "externes": 2.5},
               "produit": {"adresse": "https://chevrefeuille.example", "état": "ouvert"}}),
    ];
    let folder = scratch("portfolio_forms");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    std::fs::write(folder.join("d.jsonl"), as_lines.iter().map(|one| format!("{one}\n")).collect::<String>()).unwrap();
    std::fs::write(folder.join("d.json"), format!("{:#}", Json::from(as_lines.to_vec()))).unwrap();
    let of = |file: &str| verdicts(&perenne_in(&folder, &["portfolio", &rules, file, "--format", "jsonl"]));
    assert_eq!(of("d.jsonl"), verdicts(&table)[..3]);
    assert_eq!(of("d.json"), of("d.jsonl"));
}

#[test]
fn a_folder_of_facts_files_is_a_portfolio() {
    let run = portfolio(&["dossiers", "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
    insta::assert_snapshot!("portfolio_folder", format!("{}\n———\n{}", run.out, run.err));
    // No file of it is written over.
    let copy = scratch("portfolio_folder");
    std::fs::copy(folder().join("dossiers/aubépine.yaml"), copy.join("a.json")).unwrap();
    let rules = folder().join("portfolio.perenne").to_string_lossy().into_owned();
    let run = perenne_in(&copy, &["portfolio", &rules, "--facts", ".", "-o", "a.json"]);
    assert!(run.code == 2 && run.err.contains("contient les données"), "{}", run.err);
    assert!(std::fs::metadata(copy.join("a.json")).unwrap().len() > 0);
}

#[test]
fn a_list_says_where_its_mistakes_are() {
    let folder = scratch("portfolio_list");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    let text =
        "[\n  {\"équipe\": {\"internes\": 3,\n    \"externe\": 2}}, {\"équipe\": {\"internes\": tru}},\n  7\n]\n";
    std::fs::write(folder.join("d.json"), text).unwrap();
    let run = perenne_in(&folder, &["portfolio", &rules, "d.json", "--format", "jsonl"]);
    let places: Vec<Json> = lines(&run.out)
        .iter()
        .map(|line| json!([line["line"], line["errors"][0]["line"], line["errors"][0]["column"]]))
        .collect();
    assert_eq!(places, [json!([2, 3, 5]), json!([3, 3, 48]), json!([4, 4, 3])]);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn a_table_is_read_by_a_dataset_too_and_from_a_pipe() {
    let folder = scratch("portfolio_dataset");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    let text = "\u{feff}nom,jour,internes,externes,hors sujet\nAubépine,2026-08-20,3,2,x\nBruyère,2026-08-20,1,,\n";
    std::fs::write(folder.join("d.csv"), text).unwrap();
    let run = perenne_in(&folder, &["portfolio", &rules, "d.csv", "--dataset", "relevé", "--format", "jsonl"]);
    assert_eq!((run.code, run.err.contains("hors sujet")), (0, false), "{}", run.err);
    let found: Vec<Json> =
        lines(&run.out).iter().map(|line| json!([line["key"], line["verdicts"]["internalisée"]])).collect();
    assert_eq!(found, [json!(["Aubépine", "met"]), json!(["Bruyère", "unknown"])]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .args(["portfolio", &rules, "-", "--dataset", "relevé", "--format", "jsonl", "--lang", "fr"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), run.out);
}

#[test]
fn a_table_without_facts_is_refused_in_words() {
    let folder = scratch("portfolio_heads");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    let refused = |text: &str, words: &str| {
        std::fs::write(folder.join("d.csv"), text).unwrap();
        let run = perenne_in(&folder, &["portfolio", &rules, "d.csv"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{text}");
        assert!(run.err.contains(words), "{}", run.err);
    };
    refused("a,équipe.interne\n1,2\n", "(vouliez-vous dire «\u{a0}équipe.internes\u{a0}»\u{a0}?)");
    refused("", "d.csv est vide");
    refused("équipe.internes,EQUIPE.internes\n1,2\n", "disent la même chose");
    // As spreadsheets save it unless they are asked for UTF-8.
    std::fs::write(folder.join("d.csv"), b"\xe9quipe.internes;a\n1;2\n").unwrap();
    let run = perenne_in(&folder, &["portfolio", &rules, "d.csv"]);
    assert!(run.code == 2 && run.err.contains("«\u{a0}CSV UTF-8\u{a0}»"), "{}", run.err);
    std::fs::create_dir(folder.join("vide")).unwrap();
    let run = perenne_in(&folder, &["portfolio", &rules, "vide"]);
    assert!(run.code == 2 && run.err.contains("ne contient aucun fichier de faits"), "{}", run.err);
}

#[test]
fn rows_of_csv_go_where_they_are_asked_to() {
    let folder = scratch("portfolio_rows");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    std::fs::copy(self::folder().join("dossiers.csv"), folder.join("d.csv")).unwrap();
    let arguments = ["portfolio", &rules, "d.csv", "--set", "plancher=55 %", "--flips", "--group-by", "produit.etat"];
    let to_file = perenne_in(&folder, &[&arguments[..], &["-o", "o.csv"]].concat());
    assert_eq!(to_file.code, 0, "{}", to_file.err);
    let written = std::fs::read_to_string(folder.join("o.csv")).unwrap();
    insta::assert_snapshot!("portfolio_rows", written);
    assert_eq!(perenne_in(&folder, &[&arguments[..], &["--format", "csv"]].concat()).out, written);
}

#[test]
fn what_changes_is_told_by_group_and_under_a_condition() {
    let asked = ["dossiers.csv", "--set", "plancher=55 %", "--flips", "--group-by", "produit.état"];
    let runs = [
        portfolio(&asked),
        portfolio(&[&asked[..], &["--plain", "--lang", "en", "--where", "équipe.internes plus de 1 ETP"]].concat()),
        portfolio(&[
            "dossiers.csv",
            "--set",
            "plancher=41 %",
            "--flips",
            "--only",
            "internalisée",
            "--group-by",
            "part",
        ]),
    ];
    assert!(runs.iter().all(|run| run.code == 0), "{runs:?}");
    insta::assert_snapshot!("portfolio_asked", runs.map(|run| run.out).join("\n———\n"));
}

#[test]
fn what_is_asked_beside_must_mean_something() {
    let refused = |arguments: &[&str], words: &str| {
        let run = portfolio(&[&["dossiers.csv"], arguments].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(words), "{}", run.err);
    };
    refused(&["--group-by", "produit.etats"], "vouliez-vous dire «\u{a0}produit.état\u{a0}»");
    refused(&["--group-by", "équipe"], "aucun fait, aucune définition ni aucune règle");
    refused(&["--where", "équipe.internes"], "la condition de «\u{a0}--where\u{a0}» ne peut pas être évaluée");
    refused(&["--where", "équipe.interne = 2 ETP"], "vouliez-vous dire «\u{a0}internes\u{a0}»");
    refused(&["--where", ""], "la condition de");
    refused(&["--flips"], "--set");
    refused(&["--threads", "0"], "--threads");
}

/// Some thousand dossiers, among them ones that cannot be read.
fn many(folder: &Path) -> String {
    let mut text = String::new();
    for rank in 0..2_000 {
        let (internal, end) = (rank % 9, if rank % 97 == 5 { "" } else { "}" });
        let _ = writeln!(
            text,
            "{{\"dossier\": {{\"nom\": \"n° {rank}\", \"au\": \"2026-08-20\"}}, \"équipe\": {{\"internes\": {internal}, \
             \"externes\": {}}}{end}",
            if rank % 11 == 0 { "null" } else { "4" }
        );
    }
    std::fs::write(folder.join("many.jsonl"), &text).unwrap();
    text
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let folder = scratch("portfolio_threads");
    many(&folder);
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    for format in ["jsonl", "csv"] {
        let of = |threads: &str| {
            let asked = ["--set", "plancher=55 %", "--flips", "--group-by", "équipe.internes", "--threads", threads];
            let run =
                perenne_in(&folder, &[&["portfolio", &rules, "many.jsonl", "--format", format], &asked[..]].concat());
            assert_eq!(run.code, 0, "{}", run.err);
            (run.out, run.err)
        };
        let one = of("1");
        assert_eq!(one.0.lines().count(), 2_000 + usize::from(format == "csv"));
        for threads in ["2", "3", "8"] {
            assert!(of(threads) == one, "{threads} threads, {format}");
        }
    }
}

#[test]
fn data_cut_in_the_middle_of_a_record_are_judged_as_far_as_they_go_and_fail() {
    let folder = scratch("portfolio_cut");
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    let one = "{\"équipe\": {\"internes\": 3, \"externes\": 2}}";
    let files = [
        ("d.jsonl", format!("{one}\n{one}\n{{\"équipe\": {{\"inter")),
        ("d.json", format!("[{one},\n{one},\n{{\"équipe\": {{\"inter")),
        ("e.json", format!("[{one},\n{one}\n")),
        ("d.csv", String::from("équipe.internes,équipe.externes\n3,2\n3,2\n3,\"2")),
    ];
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
        let run = perenne_in(&folder, &["portfolio", &rules, file, "-o", "o.jsonl", "--only", "internalisée"]);
        assert_eq!(run.code, 2, "{file}: {}", run.err);
        assert!(run.err.contains("s’arrête au milieu d’un enregistrement"), "{file}: {}", run.err);
        assert!(run.out.contains("2 oui"), "{file}: {}", run.out);
        let written = lines(&std::fs::read_to_string(folder.join("o.jsonl")).unwrap());
        let met = written.iter().filter(|line| line["verdicts"]["internalisée"] == "met").count();
        assert_eq!(met, 2, "{file}");
    }
    // A line that is wrong and whole is a mistake of that record alone.
    std::fs::write(folder.join("d.jsonl"), format!("{one}\n{{\"équipe\": {{\"inter\n")).unwrap();
    assert_eq!(perenne_in(&folder, &["portfolio", &rules, "d.jsonl"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_is_claimed() {
    let folder = scratch("portfolio_full");
    many(&folder);
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    for threads in ["1", "4"] {
        let run = perenne_in(&folder, &["portfolio", &rules, "many.jsonl", "-o", "/dev/full", "--threads", threads]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert_eq!(run.err, "erreur\u{a0}: /dev/full ne peut pas être écrit\u{a0}: le disque est plein\n");
    }
}

/// A limit on the size of files stands for a disk that fills in the middle of a line.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_keeps_whole_lines() {
    let folder = scratch("portfolio_fills");
    many(&folder);
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    let limited = |call: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 300; exec {call}");
        let arguments = ["-c", &script, env!("CARGO_BIN_EXE_perenne"), &rules];
        Command::new("sh").args(arguments).current_dir(&folder).stdin(Stdio::null()).output().unwrap()
    };
    let to_file = limited("\"$0\" portfolio \"$1\" many.jsonl --lang fr -o o.jsonl");
    let to_output = limited("\"$0\" portfolio \"$1\" many.jsonl --lang fr --format jsonl >> p.jsonl");
    for (run, file) in [(to_file, "o.jsonl"), (to_output, "p.jsonl")] {
        assert_eq!((run.status.code(), run.stdout.as_slice()), (Some(2), &b""[..]), "{run:?}");
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(told.lines().count() == 1 && told.contains("ne peut pas être écrit"), "{told}");
        let written = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(written.ends_with('\n') && lines(&written).len() > 300, "{file}: {}", written.len());
    }
}

/// What stands in the file when the program is stopped from outside is whole lines.
#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_whole_lines() {
    use std::os::unix::process::ExitStatusExt;
    let folder = scratch("portfolio_stopped");
    let text = many(&folder);
    let rules = root().join("tests/acceptance/portfolio/portfolio.perenne").to_string_lossy().into_owned();
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .args(["portfolio", &rules, "-", "-o", "o.jsonl"])
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    // More than is held back, and then no end of the data.
    input.write_all(text.as_bytes()).unwrap();
    let output = folder.join("o.jsonl");
    for _ in 0..600 {
        if std::fs::metadata(&output).is_ok_and(|file| file.len() > 100_000) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    child.kill().unwrap();
    let ended = child.wait_with_output().unwrap();
    drop(input);
    assert!(ended.status.signal().is_some() && ended.stdout.is_empty(), "{ended:?}");
    let written = std::fs::read_to_string(&output).unwrap();
    assert!(written.len() > 100_000 && written.ends_with('\n'), "{}", written.len());
    lines(&written);
}

/// The counts that the README of the data gives for each floor, and the services that fall when it rises.
#[test]
fn the_directory_falls_as_its_own_counts_say() {
    let Some(data) = material_in("data", "the floors of the directory") else { return };
    let data = data.join("services.jsonl").to_string_lossy().into_owned();
    let folder = scratch("portfolio_floors");
    let rules = std::fs::read_to_string(root().join("tests/acceptance/directory/directory.perenne")).unwrap();
    // The tests of that file read a record beside it.
    let (rules, _) = rules.split_once("test «").unwrap();
    let rules = rules.replace("dossier = « title »", "dossier = « id »");
    let floor = "paramètre plancher : pourcentage\n  = 40 %\n\ncritère internalisée\n  exige part au moins plancher\n";
    std::fs::write(folder.join("r.perenne"), format!("{rules}\n{floor}")).unwrap();
    let of = |floor: u32| {
        let set = format!("plancher={floor} %");
        let asked = ["--dataset", "annuaire", "--where", "active", "--only", "internalisée", "--set", &set, "--flips"];
        let run = perenne_in(&folder, &[&["portfolio", "r.perenne", &data, "--format", "jsonl"], &asked[..]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        (lines(&run.out), run.err)
    };
    let count =
        |lines: &[Json], verdict: &str| lines.iter().filter(|line| line["verdicts"]["internalisée"] == verdict).count();
    for (floor, met) in [(20, 68), (30, 52), (40, 39), (50, 26), (60, 16)] {
        let (lines, _) = of(floor);
        assert_eq!((lines.len(), count(&lines, "met"), count(&lines, "unknown")), (99, met, 4), "{floor} %");
    }
    let (lines, told) = of(50);
    let fall = |line: &&Json| line["flips"] == json!([{"name": "internalisée", "from": "met", "to": "not_met"}]);
    let fallen: Vec<&str> = lines.iter().filter(fall).filter_map(|line| line["key"].as_str()).collect();
    let expected = "bambin, emile, envirogend, experts, fondation, fonds-prevention-argile, lucca, mistral-penal, otelo, \
                    reglementation-nitrates, sante-psy-etudiant, suite-numerique, transport";
    assert_eq!(fallen.join(", "), expected);
    // The terminal names the same, on as many lines as it takes.
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("satisfait → non satisfait : 13 {expected}")), "{told}");
}

/// The shipped doctrine and the published records as they are, in one command.
#[test]
fn the_shipped_floor_moves_in_one_command() {
    let Some(data) = material_in("data", "the shipped floor") else { return };
    let data = data.join("services.jsonl").to_string_lossy().into_owned();
    let phase =
        "(dernier p dans parcours.phases par p.début).nom est parmi (construction, accélération, consolidation, opéré)";
    let asked = ["--dataset", "annuaire", "--only", "équipe_internalisée", "--where", phase];
    let set = ["--set", "plancher_internalisation=50 %", "--flips"];
    let run = perenne(&[&["portfolio", &data], &asked[..], &set[..]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let told = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("26 oui · 69 non · 4 à compléter"), "{told}");
    assert!(told.contains("satisfait → non satisfait : 13 diagBruit, "), "{told}");
}
