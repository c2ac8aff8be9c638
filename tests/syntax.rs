//! Whole files: what parses, and what the mistakes say.

use perenne::base::{FileId, Lang};
use perenne::syntax::parse;

#[test]
fn the_specimen_of_the_language_parses_without_a_diagnostic() {
    let text = include_str!("syntax/specimen.perenne");
    let parsed = parse(FileId(0), text, false);
    let told: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|d| format!("{:?} {:?} {}", d.code(), d.at.span.slice(text), d.problem.message(Lang::En)))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(parsed.file.items.len(), 19);
}

/// The tree without its places, a line an item.
fn dump(text: &str) -> String {
    let parsed = parse(FileId(0), text, false);
    let mut out = String::new();
    for item in &parsed.file.items {
        let tree = format!("{item:?}");
        out.push_str(&without_places(&tree));
        out.push('\n');
    }
    for d in &parsed.diagnostics {
        out.push_str(&format!("{:?} {:?} {}\n", d.code(), d.at.span.slice(text), d.problem.message(Lang::En)));
    }
    out
}

fn without_places(tree: &str) -> String {
    let mut out = String::new();
    let mut rest = tree;
    while let Some(at) = ["span: ", "keyword: "].iter().filter_map(|mark| rest.find(mark)).min() {
        let (before, after) = rest.split_at(at);
        out.push_str(before.strip_suffix(", ").unwrap_or(before));
        let end = after.find([',', '}']).unwrap();
        rest = &after[end..];
    }
    out + rest
}

#[test]
fn show() {
    if let Ok(path) = std::env::var("SHOW") {
        println!("{}", dump(&std::fs::read_to_string(path).unwrap()));
    }
}
