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
