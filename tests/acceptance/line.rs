//! A rule file and a facts file in, verdicts out.

use crate::harness::{Run, perenne, perenne_in, root, scratch};
use serde_json::Value;

const TRANSPORT: &str = "examples/transport.data.gouv.fr.yaml";

fn eval(arguments: &[&str]) -> Run {
    perenne(&[&["eval"], arguments].concat())
}

fn has(text: &str, wanted: &str) {
    let spaced = text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(spaced.contains(wanted), "{wanted:?} is not in:\n{spaced}");
}

fn verdict<'j>(json: &'j Value, name: &str) -> &'j str {
    json["verdicts"][name]["verdict"].as_str().unwrap_or_else(|| panic!("no verdict {name} in {json:#}"))
}

fn source_of<'j>(json: &'j Value, name: &str) -> &'j str {
    json["verdicts"][name]["sources"][0]["source"].as_str().unwrap_or_default()
}

#[test]
fn transport_in_2024_shows_20_against_40_who_says_so_the_section_and_what_is_missing() {
    let run = eval(&[TRANSPORT, "--as-of", "2024-10-01"]);
    assert_eq!(run.code, 0, "{}", run.err);
    has(&run.out, "transport.data.gouv.fr, au 1er octobre 2024");
    has(&run.out, "internalisation = 20 %, il faut au moins 40 %");
    has(&run.out, "équipe.internes = 1 ETP (note, décembre 2023)");
    has(&run.out, "environ 4 ETP");
    has(&run.out, "note, § « S'assurer que le produit est prêt à sortir d'incubation »");
    has(&run.out, "manque : ");
    has(&run.out, "à renseigner d’abord :");
}

#[test]
fn in_june_2026_two_texts_give_two_verdicts_each_naming_its_text_and_version() {
    let json = eval(&[TRANSPORT, "--as-of", "2026-06-15", "--format", "json"]).json();
    assert_eq!(verdict(&json, "équipe_internalisée_guide"), "not_met");
    assert_eq!(source_of(&json, "équipe_internalisée_guide"), "guide");
    assert_eq!(json["verdicts"]["équipe_internalisée_guide"]["version"]["from"], "2024-09-18");
    assert_eq!(verdict(&json, "membres_internalisés"), "unknown");
    assert_eq!(source_of(&json, "membres_internalisés"), "liste");
    assert_eq!(json["verdicts"]["membres_internalisés"]["version"]["from"], "2026-05-29");
    // The check-list has no figure any more.
    assert_eq!(verdict(&json, "part_externe_contenue"), "not_applicable");
    let text = eval(&[TRANSPORT, "--as-of", "2026-06-15"]).out;
    has(&text, "en vigueur depuis le 18 septembre 2024");
    has(&text, "en vigueur depuis le 29 mai 2026");
}

#[test]
fn in_2022_neither_floor_is_in_force() {
    let json = eval(&[TRANSPORT, "--as-of", "2022-01-01", "--format", "json"]).json();
    assert_eq!(verdict(&json, "équipe_internalisée"), "not_applicable");
    assert_eq!(verdict(&json, "équipe_internalisée_guide"), "not_applicable");
    let text = eval(&[TRANSPORT, "--as-of", "2022-01-01"]).out;
    has(&text, "pas encore en vigueur : commence le 1er décembre 2023");
}

#[test]
fn the_frame_is_english_on_request() {
    let text = eval(&[TRANSPORT, "--as-of", "2024-10-01", "--lang", "en"]).out;
    has(&text, "as of 1 October 2024");
    has(&text, "internalisation = 20%, must be at least 40%");
    has(&text, "find out first:");
}

#[test]
fn the_specimen_checks_without_a_warning_and_its_tests_pass() {
    let check = perenne(&["check", "tests/acceptance/specimen/specimen.perenne", "--format", "json"]);
    assert_eq!(check.code, 0, "{}", check.out);
    assert_eq!(check.json()["diagnostics"], serde_json::json!([]));
    let test = perenne(&["test", "tests/acceptance/specimen/specimen.perenne"]);
    assert_eq!(test.code, 0, "{}{}", test.out, test.err);
    assert!(test.out.trim_end().ends_with("6 passed, 0 failed"), "{}", test.out);
}

#[test]
fn five_mistakes_give_five_diagnostics_and_five_verdicts() {
    let check = perenne(&["check", "tests/acceptance/five/five_mistakes.perenne", "--format", "json"]);
    assert_eq!(check.code, 1);
    let json = check.json();
    let found: Vec<(&str, u64)> = json["diagnostics"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|one| (one["code"].as_str().unwrap_or_default(), one["line"].as_u64().unwrap_or_default()))
        .collect();
    assert_eq!(found.len(), 5, "{json:#}");
    let lines: Vec<u64> = found.iter().map(|(_, line)| *line).collect();
    assert_eq!(lines, [25, 31, 37, 43, 49], "{json:#}");
    let eval = eval(&[
        "tests/acceptance/five/five_mistakes.perenne",
        "tests/acceptance/five/five_mistakes.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(eval.code, 1, "{}", eval.err);
    let json = eval.json();
    let verdicts = json["verdicts"].as_object().expect("an object");
    assert_eq!(verdicts.len(), 5, "{json:#}");
    assert!(verdicts.values().all(|one| one["verdict"] == "met"), "{json:#}");
    assert_eq!(json["left_out"].as_array().map(Vec::len), Some(5));
}

#[test]
fn a_facts_file_with_four_errors_still_reports_what_does_not_depend_on_them() {
    let run = eval(&[
        "tests/acceptance/four/four_facts_errors.perenne",
        "tests/acceptance/four/four_facts_errors.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1);
    let json = run.json();
    let mut lines: Vec<u64> =
        json["errors"].as_array().expect("an array").iter().filter_map(|one| one["line"].as_u64()).collect();
    lines.sort_unstable();
    assert_eq!(lines, [4, 5, 7, 8], "{json:#}");
    assert_eq!(verdict(&json, "assez"), "met");
    assert_eq!(verdict(&json, "suivi"), "met");
    assert_eq!(verdict(&json, "formation"), "met");
    assert_eq!(verdict(&json, "peu_de_prestataires"), "unknown");
    assert_eq!(verdict(&json, "commencé"), "unknown");
}

#[test]
fn numbers_are_exact() {
    let folder = scratch("exact_numbers");
    let rules = "langue fr\n\
        paramètre prix : € = 1 000 000 000 000 000 000 000 000 000 000,01 €\n\
        paramètre mille : € = 1 000 000 000 000 000 000 000 000 000 000 €\n\
        définition centime : € = prix - mille\n\
        définition tiers : nombre = 1/3 + 1/3 + 1/3\n\
        critère juste\n  exige tiers est 1 et centime est 0,01 €\n\
        test « deux sur cinq font exactement 40 % »\n  attend 2/5 = 40 %\n  attend tiers = 1\n  attend centime = 0,01 €\n  attend juste satisfait\n";
    std::fs::write(folder.join("exact.perenne"), rules).expect("written");
    let test = perenne_in(&folder, &["test", "exact.perenne"]);
    assert_eq!(test.code, 0, "{}{}", test.out, test.err);
    let json = perenne_in(&folder, &["eval", "exact.perenne", "--format", "json", "--as-of", "2026-01-01"]).json();
    assert_eq!(json["values"]["prix"]["value"], "1000000000000000000000000000000.01");
    assert_eq!(json["values"]["tiers"]["value"], "1");
}

/// None of these may abort, panic or hang; each is answered with an error or a verdict.
#[test]
fn hostile_texts_are_answered() {
    let folder = scratch("hostile");
    let deep = |n: usize| format!("critère x\n  exige {}oui{}\n", "(".repeat(n), ")".repeat(n));
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let words =
        ["critère", "exige", "si", "et", "ou", "non", "sauf", "toutes", "(", ")", "=", "faits", "{", "}", "dès"];
    let random_words: Vec<&str> = (0..100_000).map(|_| words[usize::try_from(next() % 15).unwrap_or(0)]).collect();
    let random_bytes: Vec<u8> = (0..1 << 20).map(|_| next().to_le_bytes()[0]).collect();
    let texts: Vec<(&str, Vec<u8>, &[i32])> = vec![
        ("brackets", format!("critère x\n  exige {}", "(".repeat(10_000)).into_bytes(), &[1]),
        ("negations", format!("critère x\n  exige {}oui\n", "non ".repeat(20_000)).into_bytes(), &[1]),
        ("line", format!("# {}\ncritère x exige oui\n", "a".repeat(1 << 20)).into_bytes(), &[0, 1]),
        ("bytes", random_bytes, &[1, 2]),
        ("words", random_words.join(" ").into_bytes(), &[1]),
        ("depth_64", deep(64).into_bytes(), &[0]),
        ("depth_65", deep(65).into_bytes(), &[1]),
    ];
    for (name, text, codes) in texts {
        let file = format!("{name}.perenne");
        std::fs::write(folder.join(&file), text).expect("written");
        let run = perenne_in(&folder, &["check", &file]);
        assert!(codes.contains(&run.code), "{name}: {} {}", run.code, run.err.chars().take(600).collect::<String>());
    }
}

#[test]
fn large_facts_files_are_read_or_refused_with_the_limit() {
    let folder = scratch("large");
    std::fs::write(folder.join("r.perenne"), "faits a {\n  b : oui/non\n}\ncritère c\n  exige a.b\n").expect("written");
    let mut text = String::from("dossier: { au: 2024-01-01 }\na:\n  b: oui\nz:\n");
    while text.len() < (8 << 20) - 64 {
        text.push_str("  clef_inconnue: [1, 2, 3]\n");
    }
    std::fs::write(folder.join("large.yaml"), &text).expect("written");
    let run = perenne_in(&folder, &["eval", "r.perenne", "large.yaml", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(verdict(&run.json(), "c"), "met");
    std::fs::write(folder.join("huge.yaml"), "#".repeat(50 << 20)).expect("written");
    let run = perenne_in(&folder, &["eval", "r.perenne", "huge.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("8 Mio") && run.err.contains("portfolio"), "{}", run.err);
}

#[test]
fn depth_64_holds_on_a_small_stack() {
    let text = format!("critère x\n  exige {}oui{}\n", "(non ".repeat(32), ")".repeat(32));
    let worker = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
        let mut sources = perenne::base::Sources::default();
        let id = sources.add(perenne::base::SourceFile::new("x.perenne", text.as_str()));
        let parsed = perenne::syntax::parse(id, &text, false);
        assert_eq!(parsed.diagnostics, []);
        let input = perenne::model::Input { id, file: &parsed.file, prefix: None, imported: false };
        let (program, problems) = perenne::model::build(&[input], &[], &sources);
        assert_eq!(problems, []);
        let (checked, problems) = perenne::check::check(program, &[]);
        assert_eq!(problems, []);
        let engine = perenne::eval::Engine::new(checked);
        let dates = perenne::eval::Dates::on(perenne::base::Date::new(2026, 1, 1).expect("a day"));
        let situation = perenne::eval::Situation::empty(&engine, dates);
        let (outcome, _) = perenne::eval::evaluate(&engine, &situation, perenne::eval::Trace::default());
        let program = &engine.checked.program;
        assert!(program.rule_ids().all(|rule| outcome.verdicts(rule).is_decided()));
    });
    worker.expect("a thread").join().expect("no overflow");
}

#[test]
fn the_commands_of_the_readme_are_those_that_ci_runs() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let ci = std::fs::read_to_string(root().join(".ci/run")).expect(".ci/run");
    let main_job = "cargo run --release -- eval examples/transport.data.gouv.fr.yaml --as-of 2024-10-01";
    assert!(readme.contains(main_job));
    assert!(readme.contains("cargo test"));
    assert!(ci.contains(main_job));
}

/// Every console block of the README shows what the program prints, and its rule block checks and passes.
#[test]
fn the_session_of_the_readme_is_what_the_program_prints() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let mut sessions = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("\n```").next().unwrap_or_default();
        let (command, shown) = block.split_once('\n').expect("a command and its output");
        let arguments = words(command.trim_start_matches("$ perenne "));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_eq!(perenne(&arguments).out.trim_end(), shown, "{command}");
        sessions += 1;
    }
    assert_eq!(sessions, 3);
    let rules = readme.split("```perenne\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a rule block");
    let folder = scratch("readme");
    std::fs::write(folder.join("readme.perenne"), rules).expect("written");
    let run = perenne_in(&folder, &["test", "readme.perenne"]);
    assert_eq!((run.code, run.out.trim_end().ends_with("1 passed, 0 failed")), (0, true), "{}{}", run.out, run.err);
}

/// A command line split as a shell does it, double quotes only.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words
}

/// Long chains and shared parts: what is said of them must neither exhaust the stack nor grow out of proportion.
#[test]
fn deep_and_shared_rules_are_explained() {
    let folder = scratch("deep_and_shared");
    let head = "langue fr\nfaits f {\n  a : nombre\n}\ncritère c\n  exige f.a au moins 1\n";
    let repeated = |n: usize, item: &dyn Fn(usize) -> String| (1..n).map(item).collect::<String>();
    let chain = repeated(5_000, &|n| format!("définition d{n} : nombre = d{} + 1\n", n - 1));
    let shared = repeated(60, &|n| format!("définition d{n} : nombre = d{0} + d{0}\n", n - 1));
    let tree = repeated(40, &|n| format!("grille g{n}\n  toutes (g{0}, au moins une (g{0}))\n", n - 1));
    let tower = repeated(2_000, &|n| format!("grille g{n}\n  toutes (g{})\n", n - 1));
    let texts = [
        ("chain", format!("définition d0 : nombre = f.a\n{chain}critère x\n  exige d4999 au moins 3\n")),
        ("shared", format!("définition d0 : nombre = f.a\n{shared}critère x\n  exige d59 au moins 3\n")),
        ("tree", format!("grille g0\n  toutes (c)\n{tree}")),
        ("tower", format!("grille g0\n  toutes (c)\n{tower}")),
    ];
    for (name, text) in texts {
        let file = format!("{name}.perenne");
        std::fs::write(folder.join(&file), format!("{head}{text}")).expect("written");
        let run = perenne_in(&folder, &["eval", &file, "--as-of", "2026-01-01"]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        assert!(run.out.len() < 8 << 20, "{name}: {} bytes", run.out.len());
        assert!(run.out.contains("à renseigner d’abord") && run.out.contains("\n  f.a"), "{name}");
    }
}
