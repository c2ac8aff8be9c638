//! First doctrine and examples.

use crate::harness::{material, perenne};

#[test]
fn the_quotes_of_the_note_are_found_in_its_text() {
    let Some(folder) = material("the quotes of the note") else { return };
    let folder = folder.to_string_lossy().into_owned();
    let run = perenne(&["check", "rules", "--texts", &folder]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("citations retrouvées"), "{}", run.out);
}

#[test]
fn a_quote_that_the_text_does_not_hold_is_an_error() {
    let folder = crate::harness::scratch("quotes");
    std::fs::write(folder.join("note.txt"), "Le service doit être\n  accessible à tous.").expect("written");
    let rules = |quote: &str| {
        format!(
            "langue fr\nsource note « La note »\nfaits f {{\n  a : oui/non\n}}\ncritère c\n  selon note cite « {quote} »\n  exige f.a\n"
        )
    };
    for (quote, code) in [("être accessible", 0), ("être beau", 1)] {
        std::fs::write(folder.join("r.perenne"), rules(quote)).expect("written");
        let run = crate::harness::perenne_in(&folder, &["check", "r.perenne", "--texts", "."]);
        assert_eq!(run.code, code, "{quote}: {}{}", run.out, run.err);
    }
}

#[test]
fn no_citation_exceeds_15_words() {
    let root = perenne::project::doctrines_for(&crate::harness::root().join("rules")).expect("the rules");
    let analysis = perenne::project::analyse(root.first().expect("a doctrine"));
    let program = &analysis.engine.checked.program;
    let rules =
        program.rules.iter().flat_map(|rule| rule.meta.per.iter().chain(rule.versions.iter().flat_map(|v| &v.per)));
    let derived =
        program.derived.iter().flat_map(|one| one.meta.per.iter().chain(one.versions.iter().flat_map(|v| &v.per)));
    let mut quotes = 0;
    for (quote, _) in rules.chain(derived).filter_map(|citation| citation.quote.as_ref()) {
        assert!(quote.split_whitespace().count() <= 15, "{quote}");
        quotes += 1;
    }
    assert!(quotes > 10, "{quotes} quotes");
}

/// The worked cases, by their numbers: each is a test of the language, in the rules or beside the examples.
const CASES: [&str; 10] = ["C-1", "C-3", "C-4", "C-7", "C-9", "C-11", "C-13", "C-15", "C-17", "C-19"];

#[test]
fn every_worked_case_is_a_test_of_the_language_and_passes() {
    let mut titles = Vec::new();
    for path in ["rules", "examples"] {
        let run = perenne(&["test", path, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!((run.code, &report["failed"]), (0, &serde_json::json!(0)), "{path}: {}", run.err);
        let tests = report["tests"].as_array().expect("tests").iter();
        titles.extend(tests.filter_map(|test| test["title"].as_str().map(str::to_string)));
    }
    for case in CASES {
        let of_case = titles.iter().filter_map(|title| title.strip_prefix(case));
        let count = of_case.filter(|rest| !rest.starts_with(|next: char| next.is_ascii_digit())).count();
        assert!(count >= 1, "no test of {case}");
    }
}

#[test]
fn eval_on_each_example_says_what_is_known_by_whom_and_what_to_find_out_next() {
    let folder = crate::harness::root().join("examples");
    let files = std::fs::read_dir(folder).expect("the examples").flatten().map(|entry| entry.path());
    let files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    assert_eq!(files.len(), 6, "{files:?}");
    for file in files {
        let run = perenne(&["eval", "--as-of", "2026-08-20", &file.to_string_lossy()]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", file.display());
        for part in ["à renseigner d’abord :", "textes :", "manque : "] {
            assert!(run.out.contains(part), "{} does not say “{part}”:\n{}", file.display(), run.out);
        }
        // Who said what is known, and when: the note, or a later text.
        assert!(["(note, décembre 2023)", "(annuaire, 20 août 2026)"].iter().any(|who| run.out.contains(who)));
    }
}

#[test]
fn no_not_evaluated_yet_diagnostic_is_left() {
    for code in perenne::diagnostic::code::CATALOGUE {
        let titles = [perenne::base::Lang::En, perenne::base::Lang::Fr].map(|lang| code.title(lang));
        assert!(!titles.iter().any(|title| title.contains("not evaluated") || title.contains("pas encore évalué")));
    }
    for path in ["rules", "examples"] {
        let run = perenne(&["check", path, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!((run.code, &report["diagnostics"]), (0, &serde_json::json!([])), "{path}");
    }
}
