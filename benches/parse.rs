//! How fast doctrines are read and checked: `cargo bench --bench parse`.

mod common;

use common::{Limit, analyse, doctrine, line, plain, shortest};
use perenne::base::FileId;
use perenne::syntax::{parse, rules_of};
use std::hint::black_box;
use std::path::{Path, PathBuf};

fn main() {
    reading();
    checking();
    growing();
}

fn reading() {
    let rules = doctrine::text(40);
    let shipped = shipped();
    println!("text to tree");
    for (what, text) in [("  24 rules, 40 times", &rules), ("  the shipped doctrine", &shipped)] {
        let time = shortest(|| {
            black_box(parse(FileId(0), black_box(text), false));
        });
        let speed = text.len() as f64 / 1e6 / time.as_secs_f64();
        line(what, speed, "MB/s", Limit::AtLeast(15.0));
    }
}

/// The rules of the shipped files, one after the other: those inside the fences, where a file is literate.
fn shipped() -> String {
    let mut rules = String::new();
    for path in files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules"))) {
        let literate = path.to_string_lossy().ends_with(".perenne.md");
        let text = std::fs::read_to_string(path).unwrap_or_default();
        for part in rules_of(&text, literate) {
            rules.push_str(part.slice(&text));
            rules.push('\n');
        }
    }
    rules
}

/// The rule files of a folder and of those in it, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("the shipped rules").flatten().map(|e| e.path()).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    let is_rules = |path: &PathBuf| [".perenne", ".perenne.md"].iter().any(|end| path.to_string_lossy().ends_with(end));
    paths.into_iter().flat_map(below).filter(is_rules).collect()
}

fn checking() {
    // Three thousand lines: a criterion of the benchmark takes three.
    let text = doctrine::text(41);
    let lines = text.lines().count();
    let time = shortest(|| {
        black_box(analyse(black_box(&text)));
    });
    println!("parse and check");
    line(&format!("  {lines} lines"), time.as_secs_f64() * 1e3, "ms", Limit::AtMost(30.0));
}

fn growing() {
    let times: Vec<f64> = [250, 500, 1_000]
        .into_iter()
        .map(|copies| {
            let text = doctrine::text(copies);
            let start = std::time::Instant::now();
            black_box(analyse(black_box(&text)));
            start.elapsed().as_secs_f64()
        })
        .collect();
    if let [quarter, half, whole] = times.as_slice() {
        plain("  6 000 rules", quarter * 1e3, "ms");
        plain("  12 000 rules", half * 1e3, "ms");
        line("  24 000 rules", *whole, "s", Limit::AtMost(2.0));
        line("  24 000 against 12 000", whole / half, "×", Limit::AtMost(2.5));
    }
}
