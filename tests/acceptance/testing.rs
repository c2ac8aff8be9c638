//! `perenne test`: the formats that other programs read, and coverage.

use crate::harness::{perenne, perenne_in, scratch};
use roxmltree::{Document, Node};

const FAILING: &str = "tests/language/failing/failing.perenne";

fn named<'a>(document: &'a Document<'_>, name: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name(name)).collect()
}

#[test]
fn junit_is_xml_with_a_suite_a_file_and_the_text_of_each_failure() {
    let run = perenne(&["test", FAILING, "--format", "junit", "--lang", "en"]);
    assert_eq!(run.code, 1, "{}", run.err);
    insta::assert_snapshot!("junit", run.out);
    let document = Document::parse(&run.out).expect("XML");
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.attribute("tests")), ("testsuites", Some("11")));
    let [suite] = named(&document, "testsuite")[..] else { panic!("one suite") };
    assert_eq!(suite.attribute("name"), Some(FAILING));
    let count = |name: &str| suite.attribute(name).and_then(|count| count.parse::<usize>().ok());
    assert_eq!(count("tests"), Some(named(&document, "testcase").len()));
    assert_eq!(count("failures"), Some(named(&document, "failure").len()));
    assert_eq!(count("errors"), Some(named(&document, "error").len()));
    // Every number is that of the JSON.
    let json = perenne(&["test", FAILING, "--format", "json"]).json();
    let cases = json["tests"].as_array().expect("cases");
    for (case, node) in cases.iter().zip(named(&document, "testcase")) {
        assert_eq!(node.attribute("file"), case["file"].as_str());
        assert_eq!(node.attribute("line").map(str::to_string), Some(case["line"].to_string()));
        assert_eq!(node.attribute("classname"), Some("tests.language.failing.failing"));
        assert_eq!(node.children().any(|inner| inner.is_element()), case["result"] != "passed");
    }
    let failure = named(&document, "failure")[0];
    assert_eq!(failure.attribute("type"), Some("condition"));
    assert!(failure.text().unwrap_or_default().contains("internalisée: expected met, found not met"));
}

#[test]
fn junit_holds_any_title_and_the_suites_of_every_doctrine() {
    let folder = scratch("junit");
    for (name, title) in [("un", "a < b & « c » \u{1} ]]>"), ("deux", "d > 'e'")] {
        std::fs::create_dir_all(folder.join(name)).expect("a folder");
        let text = format!(
            "langue fr\ndoctrine {name} « T »\ncritère c\n  exige oui\ntest « {title} »\n  attend c non satisfait\n"
        );
        std::fs::write(folder.join(name).join("r.perenne"), text).expect("written");
    }
    let run = perenne_in(&folder, &["test", ".", "--format", "junit"]);
    let document = Document::parse(&run.out).expect("XML");
    let suites: Vec<_> = named(&document, "testsuite").iter().filter_map(|one| one.attribute("name")).collect();
    assert_eq!(suites, ["deux/r.perenne", "un/r.perenne"]);
    assert_eq!(document.root_element().attribute("failures"), Some("2"));
    let titles: Vec<_> = named(&document, "testcase").iter().filter_map(|one| one.attribute("name")).collect();
    assert_eq!(titles, ["d > 'e'", "a < b & « c » \u{fffd} ]]>"]);
}

#[test]
fn coverage_is_of_the_files_asked_for_and_changes_no_exit_code() {
    let run = perenne(&["test", "rules/accessibilite/accessibilite.perenne.md", "--coverage"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let counted = run.out.lines().rev().take(2).collect::<Vec<_>>();
    assert!(counted[0].ends_with("passed, 0 failed"), "{}", run.out);
    assert!(counted[1].starts_with("couverture\u{a0}: critères "), "{}", run.out);
    let listed = run.out.split("ce que les essais ne couvrent pas").nth(1).unwrap_or_default();
    assert!(
        listed.lines().filter(|line| line.starts_with("  ")).all(|line| line.contains("accessibilite.perenne.md:"))
    );
    let json =
        perenne(&["test", "rules/accessibilite/accessibilite.perenne.md", "--coverage", "--format", "json"]).json();
    let rules = json["coverage"]["rules"].as_array().expect("rules");
    assert!(
        !rules.is_empty() && rules.iter().all(|rule| rule["file"] == "rules/accessibilite/accessibilite.perenne.md")
    );
    let rows = &json["coverage"]["summary"]["table_rows"];
    assert_eq!(
        rows["of"].as_u64().unwrap_or(0) as usize,
        json["coverage"]["table_rows"].as_array().map_or(0, Vec::len)
    );
    assert!(perenne(&["test", "rules", "--format", "json"]).json().get("coverage").is_none());
}

#[test]
fn coverage_has_no_place_in_junit() {
    let run = perenne(&["test", "rules", "--coverage", "--format", "junit"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.contains("JUnit"), "{}", run.err);
}

#[test]
fn a_facts_file_that_is_not_there_is_said_in_the_language_asked_for() {
    let out = |lang| perenne(&["test", FAILING, "--filter", "un fichier", "--lang", lang]).out;
    assert!(out("fr").contains("inutilisable\u{a0}: ce fichier n’existe pas"), "{}", out("fr"));
    assert!(out("en").contains("cannot be used: there is no such file"), "{}", out("en"));
}

#[test]
fn a_title_that_no_test_has_is_said() {
    let run = perenne(&["test", FAILING, "introuvable"]);
    assert!(run.err.contains("aucun test n’a «\u{a0}introuvable\u{a0}» dans son titre"), "{}", run.err);
    assert_eq!(run.out, "0 passed, 0 failed\n");
}
