//! Mistakes in rules: each case of the files in `tests/check/` gives the codes it names and no others, with a message and
//! a help in both languages. What stands before the first case of a file is put before each.

use perenne::base::Lang;
use perenne::project::{analyse, doctrines_for};
use std::path::Path;

#[test]
fn each_mistake_gives_its_message_and_no_other() {
    let complaints = complaints("mistakes", 30);
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn each_mistake_in_a_dataset_gives_its_message_and_no_other() {
    let complaints = complaints("datasets", 30);
    assert!(complaints.is_empty(), "{complaints}");
}

/// What is wrong with the cases of a file, which has at least so many.
fn complaints(name: &str, least: usize) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/check/{name}.txt"));
    let text = std::fs::read_to_string(path).expect("the cases");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let mut complaints = String::new();
    let mut cases = text.split("\n==");
    let head = cases.next().unwrap_or_default();
    let cases: Vec<&str> = cases.collect();
    assert!(cases.len() >= least, "{} cases", cases.len());
    for (rank, case) in cases.iter().enumerate() {
        let (codes, rules) = case.split_once('\n').unwrap_or((*case, ""));
        let expected: Vec<&str> = codes.split_whitespace().collect();
        let file = folder.join(format!("case_{rank}.perenne"));
        std::fs::write(&file, format!("{head}\n{rules}")).expect("written");
        let doctrines = doctrines_for(&file).expect("a doctrine");
        let analysis = analyse(doctrines.first().expect("a doctrine"));
        let mut found = analysis.diagnostics.clone();
        found.sort_by_key(|diagnostic| diagnostic.at);
        let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code().text()).collect();
        if codes != expected {
            complaints.push_str(&format!("case {rank}: {codes:?} instead of {expected:?}\n{rules}\n"));
        }
        for diagnostic in &found {
            let (en, fr) = (diagnostic.problem.message(Lang::En), diagnostic.problem.message(Lang::Fr));
            assert!(!en.is_empty() && !fr.is_empty() && en != fr, "{en} / {fr}");
        }
    }
    complaints
}

#[test]
fn a_choice_of_more_than_128_values_is_too_long() {
    let codes = |count: usize| -> Vec<&str> {
        let values: Vec<String> = (0..count).map(|rank| format!("commune_{rank}")).collect();
        let values = values.join(", ");
        let rules = format!(
            "choix commune {{ {values} }}\nfaits f {{\n  lieu : commune\n}}\ncritère c\n  exige f.lieu est commune_7\n"
        );
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes");
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let file = folder.join(format!("choice_{count}.perenne"));
        std::fs::write(&file, rules).expect("written");
        let analysis = analyse(doctrines_for(&file).expect("a doctrine").first().expect("a doctrine"));
        analysis.diagnostics.iter().map(|diagnostic| diagnostic.code().text()).collect()
    };
    assert_eq!(codes(128), Vec::<&str>::new());
    assert_eq!(codes(129), ["R0209"]);
}

/// What the fix says in place of an absent value leaves the verdict as it was, and is no mistake.
#[test]
fn an_absent_value_is_mended_by_its_fixes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mended");
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let file = folder.join("absent.perenne");
    let mut mended = 0;
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/mistakes.txt"));
    for case in text.expect("the cases").split("\n==").filter(|case| case.starts_with(" R0313")) {
        let mut rules = case.split_once('\n').expect("codes, then rules").1.to_string();
        let codes = |rules: &str| {
            std::fs::write(&file, rules).expect("written");
            analyse(doctrines_for(&file).expect("a doctrine").first().expect("a doctrine")).diagnostics
        };
        let mut fixes: Vec<_> = codes(&rules).into_iter().flat_map(|diagnostic| diagnostic.fixes).collect();
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.at.span.start));
        for fix in fixes {
            rules.replace_range(fix.at.span.range(), &fix.with);
        }
        assert_eq!(codes(&rules), [], "{rules}");
        mended += 1;
    }
    assert!(mended >= 6, "{mended} cases");
}
