//! Whole files: what parses, and what the mistakes say.

#![allow(clippy::unwrap_used)]

use perenne::base::{FileId, Lang};
use perenne::syntax::{Parsed, parse};

fn read(path: &str) -> String {
    let path = format!("{}/tests/syntax/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

fn told(parsed: &Parsed, text: &str) -> String {
    let line = |at: u32| text.get(..at as usize).map_or(0, |before| before.matches('\n').count() + 1);
    let one = |d: &perenne::diagnostic::Diagnostic| {
        let span = d.at.span;
        format!("{:?} line {} {:?} {}\n", d.code(), line(span.start), span.slice(text), d.problem.message(Lang::En))
    };
    parsed.diagnostics.iter().map(one).collect()
}

/// The tree without its places, a line an item.
fn tree(parsed: &Parsed) -> String {
    parsed.file.items.iter().map(|item| without_places(&format!("{item:?}")) + "\n").collect()
}

fn without_places(tree: &str) -> String {
    let mut out = String::new();
    let mut rest = tree;
    while let Some(at) = ["span: ", "keyword: "].iter().filter_map(|mark| rest.find(mark)).min() {
        let (before, after) = rest.split_at(at);
        out.push_str(before.strip_suffix(", ").unwrap_or(before));
        rest = after.find([',', '}']).and_then(|end| after.get(end..)).unwrap_or("");
    }
    out + rest
}

#[test]
fn the_specimen_of_the_language_parses_without_a_diagnostic() {
    let text = read("specimen.perenne");
    let parsed = parse(FileId(0), &text, false);
    assert_eq!(told(&parsed, &text), "");
    assert_eq!(parsed.file.items.len(), 19);
}

/// Each file of the corpus is written twice, word for word, and both give the same tree.
#[test]
fn both_languages_say_the_same() {
    for name in
        ["common", "source", "actor_unit_choice", "facts", "values", "criteria", "planning", "tests", "expressions"]
    {
        let [fr, en] = ["fr", "en"].map(|lang| read(&format!("{lang}/{name}.perenne")));
        let (french, english) = (parse(FileId(0), &fr, false), parse(FileId(0), &en, false));
        assert_eq!(told(&french, &fr), "", "fr/{name}");
        assert_eq!(told(&english, &en), "", "en/{name}");
        assert_eq!(french.file.lang, Lang::Fr);
        assert_eq!(english.file.lang, Lang::En);
        for (left, right) in tree(&french).lines().zip(tree(&english).lines()) {
            assert_eq!(left, right, "{name}");
        }
    }
}
