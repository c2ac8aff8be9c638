//! One layout for every file: stable, and nothing of what a file says is changed or lost, in either language.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use perenne::base::FileId;
use perenne::format::{Options, Refusal, format};
use perenne::syntax::parse;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of rules of the project that has no mistake of syntax, with its text.
fn files() -> Vec<(String, String)> {
    let mut pending = ["rules", "examples", "tests"].map(|folder| root().join(folder)).to_vec();
    let mut files = Vec::new();
    while let Some(folder) = pending.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let shown = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                pending.push(path);
            } else if shown.ends_with(".perenne") || shown.ends_with(".perenne.md") {
                files.push((shown, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.retain(|(path, text)| !parse(FileId(0), text, literate(path)).diagnostics.iter().any(|d| d.is_error()));
    files.sort();
    assert!(files.len() > 50, "{} files", files.len());
    files
}

fn literate(path: &str) -> bool {
    path.ends_with(".md")
}

/// The text formatted, which must not be refused.
fn formatted(path: &str, text: &str, options: Options<'_>) -> String {
    match format(FileId(0), text, literate(path), options) {
        Ok(formatted) => formatted,
        Err(Refusal::Mistakes(mistakes)) => panic!("{path}: {mistakes:?}\n{text}"),
        Err(Refusal::Unsure { fault, written }) => panic!("{path}: {fault:?}\n{text}\n────\n{written}"),
    }
}

/// The tree without its places, an item a line.
fn tree(path: &str, text: &str) -> Vec<String> {
    let items = parse(FileId(0), text, literate(path)).file.items;
    items.iter().map(|item| without_places(&format!("{item:?}"))).collect()
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

fn comments(path: &str, text: &str) -> Vec<String> {
    let comments = parse(FileId(0), text, literate(path)).file.comments;
    let mut comments: Vec<String> = comments.iter().map(|span| span.slice(text).to_string()).collect();
    comments.sort();
    comments
}

/// What holds of every text: formatted once is formatted for good, and says the same with the same comments.
fn check(path: &str, text: &str) -> String {
    let once = formatted(path, text, Options::default());
    assert_eq!(formatted(path, &once, Options::default()), once, "{path} is not stable");
    assert_eq!(tree(path, text), tree(path, &once), "{path}");
    assert_eq!(comments(path, text), comments(path, &once), "{path}");
    once
}

#[test]
fn every_file_keeps_its_meaning_and_its_comments() {
    for (path, text) in files() {
        let once = check(&path, &text);
        assert!(!once.lines().any(|line| line.ends_with(' ')) || literate(&path), "{path}");
    }
}
