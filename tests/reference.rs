//! The reference of the language: every example in it is laid out as the formatter does, runs in the language it is
//! written in and turned into the other one, and every word of the language is in it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::indexing_slicing)]

use perenne::base::{FileId, Lang, SourceFile};
use perenne::diagnostic::render::{Style, to_text};
use perenne::facts::dossier::read_dossier;
use perenne::format::{Options, format};
use perenne::model::plan::Base;
use perenne::project::{Analysis, analyse, doctrines_for};
use perenne::syntax::keyword::{KEYWORDS, Role};
use perenne::testing::{self, Readings};
use std::path::{Path, PathBuf};

const REFERENCE: &str = include_str!("../grammar/REFERENCE.md");
const CHEATSHEET: &str = include_str!("../grammar/CHEATSHEET.md");

/// A block of code and the line on which it opens.
struct Block {
    info: &'static str,
    line: usize,
    text: String,
}

fn blocks(page: &'static str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<usize> = None;
    for (number, line) in page.lines().enumerate() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match open {
            Some(opening) if ticks == opening && line.len() == ticks => open = None,
            Some(_) => {
                let text = &mut blocks.last_mut().unwrap().text;
                text.push_str(line);
                text.push('\n');
            }
            None if ticks >= 3 => {
                open = Some(ticks);
                blocks.push(Block { info: &line[ticks..], line: number + 1, text: String::new() });
            }
            None => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// A doctrine of the reference and the facts, records and Markdown that follow it.
struct Example<'b> {
    doctrine: &'b Block,
    facts: Vec<&'b Block>,
    records: Vec<&'b Block>,
}

fn examples(blocks: &[Block]) -> Vec<Example<'_>> {
    let mut examples: Vec<Example<'_>> = Vec::new();
    for block in blocks {
        let place = block.line;
        match block.info {
            "perenne" | "markdown" => {
                examples.push(Example { doctrine: block, facts: Vec::new(), records: Vec::new() });
            }
            "yaml" => {
                examples.last_mut().unwrap_or_else(|| panic!("line {place}: no doctrine above")).facts.push(block)
            }
            "json" => {
                examples.last_mut().unwrap_or_else(|| panic!("line {place}: no doctrine above")).records.push(block);
            }
            "sh" | "text" => {}
            other => panic!("line {place}: an unknown kind of block, {other:?}"),
        }
    }
    examples
}

fn analysed(rules: &str, info: &str, test: &str) -> Analysis {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reference").join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(if info == "markdown" { "example.perenne.md" } else { "example.perenne" });
    std::fs::write(&file, rules).unwrap();
    let analysis = analyse(doctrines_for(&file).unwrap().first().unwrap());
    std::fs::remove_file(&file).unwrap();
    analysis
}

/// What the files named by the tests hold: the first block of facts, or of records, under the doctrine.
fn readings(analysis: &Analysis, example: &Example<'_>) -> Readings {
    let bases = analysis.engine.checked.program.tests.iter().flat_map(|test| &test.bases);
    let files = bases.filter_map(|base| match base {
        Base::File(path, at, _) => Some((at.file, path.clone())),
        Base::Test(..) => None,
    });
    let held = |path: &String| {
        let blocks = if path.ends_with(".json") { &example.records } else { &example.facts };
        blocks.first().map(|block| block.text.clone()).ok_or_else(|| "no such block".to_string())
    };
    files.map(|file: (FileId, String)| (file.clone(), held(&file.1))).collect()
}

/// Everything wrong with an example; nothing when all is well. Counts the tests and the dossiers that ran.
fn complaint(example: &Example<'_>, rules: &str, ran: &mut (usize, usize)) -> String {
    let mut analysis = analysed(rules, example.doctrine.info, "runs");
    let words = |found: &[_], analysis: &Analysis| {
        to_text(found, &analysis.sources, Lang::En, Style { plain: true, ..Style::default() })
    };
    if !analysis.diagnostics.is_empty() {
        return words(&analysis.diagnostics, &analysis);
    }
    let readings = readings(&analysis, example);
    let report = testing::run(&analysis.engine, &analysis.sources, &readings, None, |_| true);
    ran.0 += report.passed();
    let mut complaints = String::new();
    if report.failed() > 0 {
        let text = testing::to_text(&report, &analysis.sources, &analysis.engine, Lang::En);
        complaints.extend(text.lines().filter(|line| !line.starts_with('✓')).map(|line| format!("{line}\n")));
    }
    for facts in &example.facts {
        let id = analysis.sources.add(SourceFile::new("facts.yaml", facts.text.as_str()));
        let (_, found) = read_dossier(&analysis.engine, id, &facts.text);
        complaints.push_str(&words(&found, &analysis));
        ran.1 += 1;
    }
    complaints
}

#[test]
fn every_example_runs_in_both_languages() {
    let blocks = blocks(REFERENCE);
    let examples = examples(&blocks);
    let (mut complaints, mut ran) = (String::new(), (0, 0));
    for example in &examples {
        let line = example.doctrine.line;
        let own = complaint(example, &example.doctrine.text, &mut ran);
        if !own.is_empty() {
            complaints.push_str(&format!("REFERENCE.md, line {line}:\n{own}\n"));
            continue;
        }
        let literate = example.doctrine.info == "markdown";
        let laid_out = |to| {
            format(FileId(0), &example.doctrine.text, literate, Options { to, types: None })
                .unwrap_or_else(|refusal| panic!("line {line}: {refusal:?}"))
        };
        if laid_out(None) != example.doctrine.text {
            complaints.push_str(&format!("REFERENCE.md, line {line}: perenne fmt writes\n{}\n", laid_out(None)));
        }
        for to in [Lang::Fr, Lang::En] {
            let turned = laid_out(Some(to));
            let other = complaint(example, &turned, &mut ran);
            if !other.is_empty() {
                complaints.push_str(&format!("REFERENCE.md, line {line}, in {}:\n{other}\n{turned}\n", to.code()));
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
    assert!(examples.len() >= 55 && ran.0 >= 400 && ran.1 >= 9, "{} examples, {ran:?} ran", examples.len());
}

/// What stands between backquotes, in tables and sentences, and in blocks: the language itself, and no prose.
fn code(page: &'static str) -> Vec<String> {
    let mut code: Vec<String> = blocks(page).into_iter().map(|block| block.text).collect();
    let prose = page.lines().filter(|line| !line.starts_with("```"));
    code.extend(prose.flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_string));
    code
}

/// Whether a word or words stand in a piece of code, and not inside a longer word.
fn holds(code: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let mut parts = code.match_indices(word);
    parts.any(|(start, _)| {
        let before = code[..start].chars().next_back();
        let after = code[start + word.len()..].chars().next();
        !before.is_some_and(joins) && (word.ends_with('\'') || !after.is_some_and(joins))
    })
}

/// Both spellings of a word stand on one line of a table, so that each is beside what it means.
#[test]
fn every_word_of_the_language_is_in_the_reference() {
    let rows: Vec<Vec<String>> = REFERENCE
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.split('`').skip(1).step_by(2).map(|code| code.replace('’', "'")).collect())
        .collect();
    let mut lacking = String::new();
    for keyword in KEYWORDS {
        let (en, fr) = (keyword.canonical(Lang::En), keyword.canonical(Lang::Fr));
        let both =
            rows.iter().any(|row| row.iter().any(|code| holds(code, &en)) && row.iter().any(|code| holds(code, &fr)));
        if !both {
            lacking.push_str(&format!("{}: no row of a table has both `{en}` and `{fr}`\n", keyword.id));
        }
    }
    assert!(lacking.is_empty(), "{lacking}");
}

/// Each kind of item, clause and type is shown at work in a file of each language.
#[test]
fn every_item_and_clause_is_in_an_example_of_each_language() {
    let blocks = blocks(REFERENCE);
    let mut shown: [String; 2] = Default::default();
    for example in examples(&blocks) {
        let Block { info, text, .. } = example.doctrine;
        let rank = usize::from(analysed(text, info, "shows").lang == Some(Lang::Fr));
        shown[rank].push_str(&text.replace('’', "'"));
    }
    let mut lacking = String::new();
    let kinds = [Role::Item, Role::Clause, Role::Type, Role::Verdict, Role::Force];
    for keyword in KEYWORDS.iter().filter(|keyword| kinds.contains(&keyword.role)) {
        for (lang, text) in [Lang::En, Lang::Fr].into_iter().zip(&shown) {
            if !keyword.spellings(lang).iter().any(|word| holds(text, word)) {
                lacking.push_str(&format!("{}: `{}` is in no example\n", keyword.id, keyword.canonical(lang)));
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking}");
}

/// The page that is printed leaves out no item, clause, force or verdict.
#[test]
fn the_cheat_sheet_has_every_item_and_clause() {
    let code = code(CHEATSHEET).join("\n").replace('’', "'");
    let mut lacking = String::new();
    let shown = [Role::Item, Role::Clause, Role::Type, Role::Verdict, Role::Force, Role::Operator, Role::Prefix];
    for keyword in KEYWORDS.iter().filter(|keyword| shown.contains(&keyword.role)) {
        for lang in [Lang::En, Lang::Fr] {
            let word = keyword.canonical(lang);
            if !holds(&code, &word) {
                lacking.push_str(&format!("{}: `{word}` is not there\n", keyword.id));
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking}");
    let lines = CHEATSHEET.lines().count();
    assert!(lines <= 120, "{lines} lines are more than a page");
}

/// Links to other pages of the project lead somewhere.
#[test]
fn links_lead_to_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar");
    let mut seen = 0;
    for page in [REFERENCE, CHEATSHEET] {
        for (start, _) in page.match_indices("](") {
            let target = page[start + 2..].split(')').next().unwrap();
            if let Some(anchor) = target.strip_prefix('#') {
                let found = page.lines().filter(|line| line.starts_with("## ")).any(|line| slug(line) == anchor);
                assert!(found, "no section {anchor}");
            } else {
                assert!(folder.join(target).exists(), "{target} is not there");
            }
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen} links");
}

/// The anchor of a heading, as Markdown readers make it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
