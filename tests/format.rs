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

/// A small generator of its own, so that a failure is found again from its number alone.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % n.max(1)
    }
}

/// Each item of the project's files by itself, with the line that says its language.
fn items() -> Vec<String> {
    let mut items = Vec::new();
    for (path, text) in files() {
        let file = parse(FileId(0), &text, literate(&path)).file;
        let alone = |span: perenne::base::Span| format!("langue {}\n\n{}\n", file.lang.code(), span.slice(&text));
        items.extend(file.items.iter().map(|item| alone(item.span)));
    }
    items.retain(|item| !parse(FileId(0), item, false).diagnostics.iter().any(|d| d.is_error()));
    items
}

/// Where a comment may stand: at blanks, and beside brackets and commas.
fn gaps(text: &str) -> Vec<usize> {
    let mut gaps = Vec::new();
    let mut previous = 'x';
    for (at, c) in text.char_indices() {
        let mark = |c: char| "(){},|".contains(c);
        if c.is_whitespace() || mark(c) || mark(previous) {
            gaps.push(at);
        }
        previous = c;
    }
    gaps.push(text.len());
    gaps
}

/// The text with comments at some of its gaps, if it still says the same there.
fn commented(text: &str, gaps: &[usize], own_line: bool) -> Option<String> {
    let mut with = String::new();
    let mut done = 0;
    for (number, gap) in gaps.iter().enumerate() {
        with.push_str(&text[done..*gap]);
        let start = if own_line { "\n    " } else { " " };
        // Some indentation, so that what follows does not begin an item; none at the end of a line.
        let end = if text[*gap..].starts_with('\n') { "" } else { "\n      " };
        with.push_str(&format!("{start}# remarque {number}{end}"));
        done = *gap;
    }
    with.push_str(&text[done..]);
    let parsed = parse(FileId(0), &with, false);
    let sound = !parsed.diagnostics.iter().any(|d| d.is_error()) && parsed.file.comments.len() >= gaps.len();
    (sound && tree("", &with) == tree("", text)).then_some(with)
}

/// The items of the project's files, with comments wherever one may stand: alone and several, after words and on lines
/// of their own.
#[test]
fn a_comment_may_stand_anywhere() {
    let mut random = Random(0x5eed_0000_c0ff_ee01);
    let items: Vec<String> = items().into_iter().filter(|item| item.len() < 700).collect();
    let (mut tried, mut stood) = (0, 0);
    for item in &items {
        let mut gaps = gaps(item);
        gaps.retain(|gap| *gap > "langue fr".len());
        for several in 0..3 {
            let mut chosen: Vec<usize> = (0..=several * 2).map(|_| gaps[random.below(gaps.len())]).collect();
            chosen.sort_unstable();
            chosen.dedup();
            tried += 1;
            if let Some(text) = commented(item, &chosen, random.below(2) == 0) {
                check("", &text);
                stood += 1;
            }
        }
    }
    println!("{stood} of {tried} comments stood");
    assert!(stood * 3 > tried && stood > 500, "{stood} of {tried}");
}
