//! The order of the folders of `src/` and who may name which package, as `src/ARCHITECTURE.md` promises. One crate
//! would allow any cycle, so this test reads the sources.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is wrong")]

use std::path::{Path, PathBuf};

/// A folder uses only those before it.
const LAYERS: [&str; 16] = [
    "base",
    "diagnostic",
    "syntax",
    "format",
    "model",
    "check",
    "eval",
    "facts",
    "explain",
    "testing",
    "document",
    "note",
    "interview",
    "diff",
    "project",
    "ide",
];

/// The front ends come last and do not use each other, but for the command line, which starts them.
const FRONT_ENDS: [&str; 2] = ["lsp", "repl"];
const COMMAND_LINE: &str = "cli";

/// Packages with a single home: the name, the names of its companions included (`clap_complete`), and the folder.
const PACKAGES: [(&str, &str); 6] = [
    ("miette", "diagnostic"),
    ("pest", "syntax/parse"),
    ("pulldown_cmark", "document/prose"),
    ("clap", "cli"),
    ("tower_lsp", "lsp"),
    ("rustyline", "repl/terminal"),
];

const LONGEST_FILE: usize = 800;
const LONGEST_MAIN: usize = 30;

#[test]
fn the_sources_keep_to_the_architecture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let files = rust_files(&root);
    assert!(files.len() > 10, "src/ is not where this test looks for it");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        found.extend(violations(&path, &text));
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    files
}

/// What one file breaks; `path` is its path in `src/`.
fn violations(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = text.lines().count();
    let longest = if path == "main.rs" { LONGEST_MAIN - 1 } else { LONGEST_FILE };
    if lines > longest {
        found.push(format!("{path}: {lines} lines, where {longest} is the most"));
    }
    if path == "lib.rs" || path == "main.rs" {
        return found;
    }
    let layer = path.split(['/', '.']).next().unwrap();
    if rank(layer).is_none() {
        found.push(format!("{path}: {layer}/ has no place in the order of the folders"));
    }
    let tokens = tokens(text);
    for (line, used) in used_modules(&tokens, depth(path)) {
        if let Some(why) = forbidden(layer, &used) {
            found.push(format!("{path}:{line}: {why}"));
        }
    }
    for token in &tokens {
        let package = PACKAGES.iter().find(|(package, home)| is_named(&token.text, package) && !is_in(path, home));
        if let Some((package, home)) = package {
            found.push(format!("{path}:{}: only {home}/ names {package}", token.line));
        }
    }
    found
}

fn rank(folder: &str) -> Option<usize> {
    let front_end = || FRONT_ENDS.contains(&folder).then_some(LAYERS.len());
    let command_line = || (folder == COMMAND_LINE).then_some(LAYERS.len() + 1);
    LAYERS.iter().position(|&layer| layer == folder).or_else(front_end).or_else(command_line)
}

fn forbidden(layer: &str, used: &str) -> Option<String> {
    if used == layer {
        return None;
    }
    match (rank(layer), rank(used)) {
        (_, None) => Some(format!("crate::{used} is of the façade, which is for others")),
        (Some(own), Some(other)) if other >= own => Some(format!("{layer}/ may not use {used}/")),
        (_, Some(_)) => None,
    }
}

fn is_named(token: &str, package: &str) -> bool {
    token == package || token.strip_prefix(package).is_some_and(|rest| rest.starts_with('_'))
}

fn is_in(path: &str, home: &str) -> bool {
    path.strip_prefix(home).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

/// How many modules down from the crate's root the file is: 1 for `base/mod.rs`, 2 for `base/span.rs`.
fn depth(path: &str) -> usize {
    let names = path.split('/').count();
    if path.ends_with("/mod.rs") { names - 1 } else { names }
}

/// The modules at the crate's root that the code names, by `crate::x`, `crate::{x, y}` or enough `super::`, each with
/// its line.
fn used_modules(tokens: &[Token], depth: usize) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    let text = |index: usize| tokens.get(index).map_or("", |token: &Token| token.text.as_str());
    let mut index = 0;
    while index < tokens.len() {
        let mut next = index + 1;
        if text(index) == "crate" && text(next) == "::" {
            for name in names_after(tokens, next + 1) {
                used.push((name.line, name.text.clone()));
            }
        } else if text(index) == "super" {
            let mut levels = 1;
            while text(next) == "::" && text(next + 1) == "super" {
                levels += 1;
                next += 2;
            }
            // A module of tests inside the file is one level further down, so only known folders count here.
            if levels >= depth && text(next) == "::" {
                let names = names_after(tokens, next + 1).into_iter().filter(|name| rank(&name.text).is_some());
                used.extend(names.map(|name| (name.line, name.text.clone())));
            }
        }
        index = next;
    }
    used
}

/// The first name of each path after `crate::`: the one name, or those at the top of the braces.
fn names_after(tokens: &[Token], start: usize) -> Vec<&Token> {
    let Some(first) = tokens.get(start) else { return Vec::new() };
    if first.text != "{" {
        return vec![first];
    }
    let mut names = Vec::new();
    let (mut depth, mut opens) = (1, true);
    for token in tokens.iter().skip(start + 1) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => {
                opens = true;
                continue;
            }
            _ if depth == 1 && opens => names.push(token),
            _ => {}
        }
        opens = false;
        if depth == 0 {
            break;
        }
    }
    names
}

#[derive(Debug, Clone, PartialEq)]
struct Token {
    line: usize,
    text: String,
}

/// The words and marks of Rust code, without comments, texts and characters.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let (mut index, mut line) = (0, 1);
    while index < chars.len() {
        let start = index;
        match (at(index), at(index + 1)) {
            ('/', '/') => index = find(&chars, index, |c| c == '\n'),
            ('/', '*') => index = after_block_comment(&chars, index),
            ('"', _) => index = after_text(&chars, index),
            ('\'', '\\') => index = find(&chars, index + 3, |c| c == '\'') + 1,
            ('\'', _) if at(index + 2) == '\'' => index += 3,
            ('r', '"' | '#') if at(index + 1) == '"' || raw_text_follows(&chars, index + 1) => {
                index = after_raw_text(&chars, index + 1);
            }
            (':', ':') => {
                tokens.push(Token { line, text: "::".to_string() });
                index += 2;
            }
            (c, _) if is_word(c) => {
                index = find(&chars, index, |c| !is_word(c));
                // The letters before a raw or a byte text belong to it: `br"…"`.
                if matches!(at(index), '"') && chars[start..index] == ['b', 'r'] {
                    index = after_raw_text(&chars, index);
                } else {
                    tokens.push(Token { line, text: chars[start..index].iter().collect() });
                }
            }
            (c, _) => {
                if !c.is_whitespace() {
                    tokens.push(Token { line, text: c.to_string() });
                }
                index += 1;
            }
        }
        line += chars[start..index.min(chars.len())].iter().filter(|&&c| c == '\n').count();
    }
    tokens
}

fn find(chars: &[char], from: usize, stop: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|&index| stop(chars[index])).unwrap_or(chars.len())
}

fn after_text(chars: &[char], quote: usize) -> usize {
    let mut index = quote + 1;
    while index < chars.len() && chars[index] != '"' {
        index += if chars[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

fn raw_text_follows(chars: &[char], hashes: usize) -> bool {
    chars.get(find(chars, hashes, |c| c != '#')) == Some(&'"')
}

fn after_raw_text(chars: &[char], hashes: usize) -> usize {
    let quote = find(chars, hashes, |c| c != '#');
    let count = quote - hashes;
    let closes = |&index: &usize| chars[index] == '"' && chars[index + 1..].iter().take(count).all(|&c| c == '#');
    (quote + 1..chars.len()).find(closes).map_or(chars.len(), |index| index + 1 + count)
}

fn after_block_comment(chars: &[char], start: usize) -> usize {
    let (mut index, mut open) = (start, 0);
    while index < chars.len() {
        match (chars[index], chars.get(index + 1)) {
            ('/', Some('*')) => (index, open) = (index + 2, open + 1),
            ('*', Some('/')) => (index, open) = (index + 2, open - 1),
            _ => index += 1,
        }
        if open == 0 {
            break;
        }
    }
    index
}

#[test]
fn a_folder_uses_only_those_before_it() {
    assert!(violations("eval/mod.rs", "use crate::{base::Lang, model::{Program, facts}, check};\n").is_empty());
    assert_eq!(violations("eval/mod.rs", "use crate::facts::Fact;\n"), ["eval/mod.rs:1: eval/ may not use facts/"]);
    assert_eq!(
        violations(
            "base/span.rs",
            "use std::fmt;\nuse crate::{\n    base::Lang,\n    eval::{self, X},\n    cli,\n};\n"
        ),
        ["base/span.rs:4: base/ may not use eval/", "base/span.rs:5: base/ may not use cli/"]
    );
    assert_eq!(
        violations("model/x.rs", "fn f() { crate::check::run() }\n"),
        ["model/x.rs:1: model/ may not use check/"]
    );
    assert_eq!(violations("model/x.rs", "use super::super::check;\n"), ["model/x.rs:1: model/ may not use check/"]);
    assert!(violations("model/x.rs", "use super::check;\nmod tests { use super::*; }\n").is_empty());
    assert_eq!(violations("model/mod.rs", "use super::check;\n"), ["model/mod.rs:1: model/ may not use check/"]);
}

#[test]
fn front_ends_do_not_use_each_other_and_nothing_uses_the_facade() {
    assert!(violations("lsp/mod.rs", "use crate::ide::hover;\n").is_empty());
    assert!(violations("cli/repl.rs", "use crate::repl::Session;\n").is_empty());
    assert_eq!(violations("lsp/mod.rs", "use crate::cli::style;\n"), ["lsp/mod.rs:1: lsp/ may not use cli/"]);
    assert_eq!(violations("lsp/mod.rs", "use crate::repl::Session;\n"), ["lsp/mod.rs:1: lsp/ may not use repl/"]);
    assert_eq!(
        violations("cli/eval.rs", "use crate::Doctrine;\n"),
        ["cli/eval.rs:1: crate::Doctrine is of the façade, which is for others"]
    );
    assert_eq!(violations("tools/mod.rs", ""), ["tools/mod.rs: tools/ has no place in the order of the folders"]);
}

#[test]
fn packages_stay_at_home() {
    let text = "use miette::Report;\nuse pest_derive::Parser;\n#[derive(clap::Parser)]\nuse tower_lsp::X;\n";
    assert_eq!(
        violations("eval/mod.rs", text),
        [
            "eval/mod.rs:1: only diagnostic/ names miette",
            "eval/mod.rs:2: only syntax/parse/ names pest",
            "eval/mod.rs:3: only cli/ names clap",
            "eval/mod.rs:4: only lsp/ names tower_lsp",
        ]
    );
    assert!(violations("diagnostic/render/x.rs", "use miette::Report;").is_empty());
    assert!(violations("syntax/parse/mod.rs", "use pest::Parser;").is_empty());
    assert!(violations("syntax/parse.rs", "use pest::Parser;").is_empty());
    assert_eq!(violations("syntax/lexer.rs", "use pest::Parser;").len(), 1);
}

#[test]
fn comments_and_texts_are_not_code() {
    let text = "// use crate::cli::X;\n/* crate::cli /* crate::cli */ crate::cli */\nconst A: &str = \"crate::cli \\\" miette\";\n\
                const B: &str = r#\"\"crate::cli\"\"#; const C: char = '\"'; const D: char = '\\''; fn f<'a>(x: &'a str) {}\n\
                use crate::cli::Y;\n";
    assert_eq!(violations("base/x.rs", text), ["base/x.rs:5: base/ may not use cli/"]);
}

#[test]
fn files_stay_short() {
    assert!(violations("main.rs", &"\n".repeat(29)).is_empty());
    assert_eq!(violations("main.rs", &"\n".repeat(30)), ["main.rs: 30 lines, where 29 is the most"]);
    assert_eq!(violations("base/x.rs", &"\n".repeat(801)), ["base/x.rs: 801 lines, where 800 is the most"]);
}
