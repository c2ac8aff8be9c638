//! The words of the tree-sitter grammar, and what it makes of the files that are shipped.

use super::programs::{corpus, editors, is_literate, output, program, read, shipped};
use super::words::{self, apart, of_class};
use perenne::base::{FileId, Lang};
use perenne::syntax::colour::{Colour, coloured};
use perenne::syntax::keyword::{Keyword, expand};
use perenne::syntax::{parse, rules_of};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The classes in the order of `externals` in grammar.js.
const CLASSES: [&str; 11] =
    ["declared", "as_of", "force", "verdict", "state", "literal", "clause", "operator", "part", "type", "item"];

/// Words that the grammar itself holds.
const SHAPED: [&str; 7] = ["ref", "réf", "sections", "choice", "choix", "langue", "language"];

/// The table of words that the scanner searches, in the order of their characters.
pub fn header() -> String {
    let (last, others) = CLASSES.split_last().expect("classes");
    let mut classes = apart(others);
    // After a colon every type is one, whatever else its word may be.
    if let Some((_, declared)) = classes.first_mut() {
        *declared = of_class("type");
    }
    // `as of` heads a column where other words of clauses are names.
    if let (Some((_, heads)), Some(as_of)) = (classes.get_mut(1), Keyword::by_id("as_of")) {
        *heads = [Lang::En, Lang::Fr].iter().flat_map(|lang| as_of.patterns(*lang)).copied().collect();
    }
    classes.push((last, of_class(last)));
    let mut forms: BTreeMap<Vec<u16>, (String, u32)> = BTreeMap::new();
    for (rank, (_, patterns)) in classes.iter().enumerate() {
        for form in patterns.iter().flat_map(|pattern| expand(pattern)).filter(|form| !SHAPED.contains(&form.as_str()))
        {
            forms.entry(form.encode_utf16().collect()).or_insert((form, 0)).1 |= 1 << rank;
        }
    }
    let longest = forms.keys().map(Vec::len).max().unwrap_or(0);
    let mut out = String::from(
        "// Made by tests/editors from the compiler's table of words.\n#include <stdint.h>\n\n\
         static const struct {\n  const uint16_t *spelling;\n  uint16_t classes;\n} WORDS[] = {\n",
    );
    for (form, classes) in forms.values() {
        writeln!(out, "  {{u\"{}\", {classes}}},", escaped(form)).expect("written");
    }
    writeln!(
        out,
        "}};\n\nenum {{ WORD_COUNT = {}, LONGEST_WORD = {longest}, CLASS_COUNT = {} }};",
        forms.len(),
        CLASSES.len()
    )
    .expect("written");
    out
}

/// Letters beyond ASCII as any compiler reads them, whatever it takes the file to be written in.
fn escaped(form: &str) -> String {
    form.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) }).collect()
}

/// The module of units.
pub fn units() -> String {
    let units = words::units().join("|");
    format!(
        "// Made by tests/editors from the compiler's table of units.\nmodule.exports = '(?:{units})(?:/(?:{units}))*';\n"
    )
}

/// tree-sitter in the folder of the grammar, where it and a compiler of C are on this machine.
fn tree_sitter(test: &str) -> Option<Command> {
    program("cc", test)?;
    let mut command = program("tree-sitter", test)?;
    command.current_dir(editors("tree-sitter"));
    Some(command)
}

/// The rules of each file alone, the prose of the literate ones left out line by line.
fn rules_alone(name: &str, files: Vec<PathBuf>) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    let alone = |(rank, path): (usize, PathBuf)| {
        let text = read(&path);
        let mut rules: Vec<u8> = text.bytes().map(|byte| if byte == b'\n' { byte } else { b' ' }).collect();
        for region in rules_of(&text, is_literate(&path)) {
            let (start, end) = (region.start as usize, region.end as usize);
            rules[start..end].copy_from_slice(&text.as_bytes()[start..end]);
        }
        let rules: Vec<&str> = std::str::from_utf8(&rules).expect("UTF-8").lines().map(str::trim_end).collect();
        let rules = rules.join("\n") + "\n";
        let file = folder.join(format!("{rank}.perenne"));
        std::fs::write(&file, &rules).expect("written");
        (file, rules)
    };
    files.into_iter().enumerate().map(alone).collect()
}

/// Offsets of the lines of a text.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// `12, 5` as tree-sitter writes a place: a line and a byte of it.
fn offset(place: &str, lines: &[usize]) -> usize {
    let (line, column) = place.split_once(", ").expect("a line and a column");
    lines[line.parse::<usize>().expect("a line")] + column.parse::<usize>().expect("a column")
}

/// `src/parser.c` says what it was made from, so that a change of the grammar alone is told on any machine.
#[test]
fn the_parser_is_made_from_the_grammar() {
    let sources = read(&editors("tree-sitter/grammar.js")) + &read(&editors("tree-sitter/units.js"));
    let digest: String = Sha256::digest(sources.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let made_from = read(&editors("tree-sitter/src/made-from"));
    assert_eq!(made_from.trim(), digest, "src/parser.c is stale: editors/tree-sitter/generate.sh makes it anew");
}

#[test]
fn tree_sitter_passes_its_own_corpus() {
    let Some(mut tree_sitter) = tree_sitter("the corpus of tree-sitter") else { return };
    println!("{}", output(tree_sitter.arg("test")));
}

#[test]
fn tree_sitter_cuts_items_as_the_compiler_does() {
    let Some(mut tree_sitter) = tree_sitter("items of tree-sitter") else { return };
    let files = rules_alone("tree-sitter-items", [shipped(), corpus()].concat());
    // Fails where a file has an error.
    let trees = output(tree_sitter.arg("parse").args(files.iter().map(|(file, _)| file)));
    let mut trees = trees.split("(source_file").skip(1);
    for (file, text) in &files {
        let tree = trees.next().expect("a tree for each file");
        let lines = line_starts(text);
        let found: Vec<(usize, usize)> = tree
            .lines()
            .filter_map(|line| line.strip_prefix("  (item [")?.split_once("] - [")?.0.into())
            .zip(tree.lines().filter_map(|line| line.strip_prefix("    keyword: (item_keyword [")))
            .map(|(start, keyword)| {
                let end = keyword.split_once("] - [").and_then(|(_, end)| end.split(']').next()).expect("an end");
                (offset(start, &lines), offset(end, &lines))
            })
            .collect();
        let parsed = parse(FileId(0), text, false);
        let wanted: Vec<(usize, usize)> =
            parsed.file.items.iter().map(|item| (item.span.start as usize, item.keyword.end as usize)).collect();
        assert_eq!(found, wanted, "{}", file.display());
    }
}

/// What the highlight query calls each word, against what the compiler reads.
fn compare(name: &str, files: Vec<PathBuf>, most: usize) {
    let Some(mut tree_sitter) = tree_sitter("colours of tree-sitter") else { return };
    let files = rules_alone(name, files);
    let said = output(tree_sitter.args(["query", "queries/highlights.scm"]).args(files.iter().map(|(file, _)| file)));
    let mut captures = said.split(".perenne\n").skip(1);
    let (mut compared, mut differ) = (0, Vec::new());
    for (_, text) in &files {
        let lines = line_starts(text);
        let mut found = vec![None; text.len()];
        for line in captures.next().expect("captures for each file").lines() {
            let Some((name, place)) =
                line.trim_start().strip_prefix("capture: ").and_then(|rest| rest.split_once(", start: ("))
            else {
                continue;
            };
            let name = name.rsplit(" - ").next().unwrap_or(name);
            let colour = match name {
                "string" => Colour::Text,
                "number" => Colour::Number,
                "comment" => Colour::Comment,
                "keyword" | "keyword.operator" | "type.builtin" | "attribute" | "constant.builtin" => Colour::Keyword,
                _ => continue,
            };
            let (start, rest) = place.split_once("), end: (").expect("an end");
            let end = rest.split(')').next().expect("a place");
            found[offset(start, &lines)..offset(end, &lines)].fill(Some(colour));
        }
        let mut wanted = vec![None; text.len()];
        for (span, colour) in coloured(text, false) {
            wanted[span.start as usize..span.end as usize].fill(Some(colour));
        }
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            compared += 1;
            if found[at] != wanted[at] {
                let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
                let shown = text[line..].lines().next().unwrap_or("");
                differ.push(format!("{c} is {:?}, coloured {:?}: {shown}", wanted[at], found[at]));
            }
        }
    }
    println!("{compared} characters compared, {} differ", differ.len());
    assert!(compared > 0 && differ.len() <= most, "{}", differ.join("\n"));
}

#[test]
fn tree_sitter_colours_what_the_compiler_reads() {
    compare("tree-sitter-shipped", shipped(), 0);
}

/// Where words of the language stand as names, as in figure.rs; here the characters that differ are counted.
#[test]
fn tree_sitter_is_seldom_wrong_where_words_stand_as_names() {
    compare("tree-sitter-corpus", corpus(), 70);
}
