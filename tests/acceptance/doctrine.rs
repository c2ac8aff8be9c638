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
