//! One layout for every file: stable, and nothing of what a file says is changed or lost, in either language.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod command;
#[path = "../harness/mod.rs"]
mod harness;
mod random;

use perenne::base::{FileId, Lang};
use perenne::diagnostic::render::{Style, to_text};
use perenne::format::{Options, Refusal, format};
use perenne::model::unit::Units;
use perenne::project::{analyse, doctrines_for};
use perenne::syntax::parse;
use perenne::testing::{self, Readings};
use random::Random;
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

/// The built-in units by the name that both languages know them by.
const UNITS: [(&str, &[&str]); 6] = [
    ("FTE", &["FTE", "ETP"]),
    ("days", &["day", "days", "jour", "jours"]),
    ("weeks", &["week", "weeks", "semaine", "semaines"]),
    ("months", &["month", "months", "mois"]),
    ("years", &["year", "years", "an", "ans", "année", "années"]),
    ("actor", &["actor", "acteur"]),
];

/// A tree in which units have the same name in both languages.
fn of_both_languages(tree: Vec<String>) -> Vec<String> {
    let common = |line: String| {
        UNITS.iter().fold(line, |line, (common, words)| {
            let name = |word: &str| format!("Name {{ text: \"{word}\"");
            words.iter().fold(line, |line, word| line.replace(&name(word), &name(common)))
        })
    };
    tree.into_iter().map(common).collect()
}

/// What holds of every text that is written in one language: turned into the other and back, it is as it was.
fn check_translation(path: &str, text: &str) -> String {
    let lang = parse(FileId(0), text, literate(path)).file.lang;
    // Words of the other language are not written in this one.
    let pure = formatted(path, text, Options { to: Some(lang), types: None });
    let there = formatted(path, text, Options { to: Some(lang.other()), types: None });
    let parsed = parse(FileId(0), &there, literate(path));
    assert!(
        parsed.diagnostics.is_empty() || !parse(FileId(0), &pure, literate(path)).diagnostics.is_empty(),
        "{there}"
    );
    assert_eq!(of_both_languages(tree(path, text)), of_both_languages(tree(path, &there)), "{path}");
    assert_eq!(comments(path, text), comments(path, &there), "{path}");
    assert_eq!(formatted(path, &there, Options { to: Some(lang), types: None }), pure, "{path}:\n{there}");
    there
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

#[test]
fn every_file_can_be_turned_into_the_other_language_and_back() {
    let mut pure = 0;
    for (path, text) in files() {
        let lang = parse(FileId(0), &text, literate(&path)).file.lang;
        let there = check_translation(&path, &text);
        assert_eq!(parse(FileId(0), &there, literate(&path)).file.lang, lang.other(), "{path}");
        // A file written in one language needs no turning into its own.
        pure += usize::from(
            formatted(&path, &text, Options::default())
                == formatted(&path, &text, Options { to: Some(lang), types: None }),
        );
    }
    assert!(pure > 45, "{pure} files are written in one language");
}

/// Copies the files that tests read beside the rules.
fn copy_others(from: &Path, to: &Path) {
    for path in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_others(&path, &copy);
        } else if !path.to_string_lossy().contains(".perenne") {
            std::fs::create_dir_all(to).unwrap();
            std::fs::copy(&path, copy).unwrap();
        }
    }
}

/// The verdicts of all tests of a folder of doctrines, as words; its files first become what `write` makes of them.
fn outcomes(folder: &Path, write: impl Fn(&str, &str) -> String) -> String {
    let mut outcomes = String::new();
    for (path, text) in files().iter().filter(|(path, _)| path.starts_with("rules/") || path.starts_with("examples/")) {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, write(path, text)).unwrap();
    }
    copy_others(&root().join("examples"), &folder.join("examples"));
    copy_others(&root().join("rules"), &folder.join("rules"));
    for doctrine in ["rules", "examples"].iter().flat_map(|name| doctrines_for(&folder.join(name)).unwrap()) {
        let analysis = analyse(&doctrine);
        let told = to_text(&analysis.diagnostics, &analysis.sources, Lang::En, Style::default());
        assert!(!analysis.diagnostics.iter().any(|one| one.is_error()), "{told}");
        let bases = analysis.engine.checked.program.tests.iter().flat_map(|test| &test.bases);
        let mut readings = Readings::new();
        for base in bases {
            let perenne::model::plan::Base::File(path, at, ..) = base else { continue };
            let beside = Path::new(analysis.sources.path(at.file)).parent().unwrap().join(path);
            let text = std::fs::read_to_string(&beside).map_err(|error| format!("{error}: {}", beside.display()));
            readings.insert((at.file, path.clone()), text);
        }
        let report = testing::run(&analysis.engine, &analysis.sources, &readings, None, |_| true);
        assert_eq!(report.failed(), 0, "{}", testing::to_text(&report, &analysis.sources, &analysis.engine, Lang::En));
        let text = testing::to_text(&report, &analysis.sources, &analysis.engine, Lang::En);
        outcomes.push_str(&text.replace(&folder.to_string_lossy().into_owned(), ""));
    }
    outcomes
}

#[test]
fn the_rules_evaluate_the_same_formatted_and_translated() {
    let folder = |name: &str| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("format-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        folder
    };
    let before = outcomes(&folder("before"), |_, text| text.to_string());
    assert!(before.lines().count() > 100, "{before}");
    assert_eq!(outcomes(&folder("after"), |path, text| formatted(path, text, Options::default())), before);
    for to in [Lang::En, Lang::Fr] {
        let written = |path: &str, text: &str| formatted(path, text, Options { to: Some(to), types: None });
        assert_eq!(outcomes(&folder(to.code()), written), before, "{to:?}");
    }
}

/// The formatter and the model know the same units by the same words.
#[test]
fn units_are_those_of_the_model() {
    let units = Units::default();
    for (common, words) in UNITS.iter().filter(|(common, _)| *common != "actor") {
        for word in *words {
            assert_eq!(units.find(word).unwrap().scale, units.find(common).unwrap().scale, "{word}");
            assert!(units.find(word).unwrap().alike(units.find(common).unwrap()), "{word}");
        }
    }
    // Those that the formatter leaves alone are symbols, the same in both languages.
    let known: Vec<&str> = UNITS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
    let others: Vec<&str> = units.spellings().filter(|word| !known.contains(word)).collect();
    assert_eq!(others, ["EUR", "€", "euro", "euros", "k€", "kEUR", "M€", "MEUR", "Md€", "GEUR"]);
}

/// What a careless hand wrote, and what it should be.
#[test]
fn a_messy_file() {
    let messy = include_str!("messy.perenne");
    let tidy = check("messy.perenne", messy);
    insta::assert_snapshot!("messy", tidy);
    insta::assert_snapshot!("messy_in_english", check_translation("messy.perenne", messy));
}

/// Line ends, the mark at the start, and the prose around the rules are not the formatter's.
#[test]
fn the_dress_of_a_file_is_kept() {
    let text = include_str!("messy.perenne").replace("\r\n", "\n");
    let tidy = formatted("messy.perenne", &text, Options::default());
    assert_eq!(formatted("", &text.replace('\n', "\r\n"), Options::default()), tidy.replace('\n', "\r\n"));
    assert_eq!(formatted("", &format!("\u{feff}{text}"), Options::default()), format!("\u{feff}{tidy}"));
    let prose = "# Titre  \n\n   ligne \t\n```perenne\ncritère a exige b\n```\n\n```\ncritère a exige b\n```\n```perenne\n\n\n```\n```perenne\n# seul\n   # deux\n```\nfin";
    let kept = "# Titre  \n\n   ligne \t\n```perenne\ncritère a\n  exige b\n```\n\n```\ncritère a exige b\n```\n```perenne\n```\n```perenne\n# seul\n# deux\n```\nfin";
    assert_eq!(formatted("a.md", prose, Options::default()), kept);
    let long = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(formatted("a.md", &long(prose), Options::default()), long(kept));
    assert_eq!(formatted("", "", Options::default()), "");
    assert_eq!(formatted("", "\n\n", Options::default()), "");
    assert_eq!(formatted("", "# rien", Options::default()), "# rien\n");
}

/// A text with mistakes is not touched; a name that the other language keeps for itself gets backquotes.
#[test]
fn what_cannot_be_read_or_named() {
    let refused = format(FileId(0), "critère a\n  exige b et ou c\n", false, Options::default());
    assert!(matches!(refused, Err(Refusal::Mistakes(_))));
    let text = "critère seuil\n  exige or au moins 3 et not = 4\n";
    assert_eq!(check("", text), text);
    let there = check_translation("", text);
    assert_eq!(there, "criterion seuil\n  requires `or` at least 3 and `not` = 4\n");
    assert_eq!(check("", "critère a\n  exige une et `or`\n"), "critère a\n  exige `une` et or\n");
    let needed = "critère a\n  exige `yes` et `or`\n";
    assert_eq!(check("", needed), needed);
    // A word of the other language stays, unless the file is turned into its own.
    let mixed = "critère a\n  requires b at least 2 weeks\n";
    assert_eq!(formatted("", mixed, Options::default()), mixed);
    let turned = formatted("", mixed, Options { to: Some(Lang::Fr), types: None });
    assert_eq!(turned, "critère a\n  exige b au moins 2 semaines\n");
    // Words that lean on what follows them.
    let leaning = "test « t »\n  attend jalon j est non bloqué\n  attend s est non faisable\n  attend s est faisable\n\ninstance i\n  se réunit tous les 2 semaines\n";
    let there = check_translation("", leaning);
    assert_eq!(
        there,
        "test « t »\n  expect milestone j not blocked\n  expect s not feasible\n  expect s is feasible\n\nbody i\n  meets every 2 weeks\n"
    );
    assert!(check("", leaning).ends_with("se réunit toutes les 2 semaines\n"));
    // Nothing else tells the language of this one.
    let table = "table t : nombre\n  | a   | b |\n  | 1,5 | 2 |\n";
    let there = formatted("", table, Options { to: Some(Lang::En), types: None });
    assert_eq!(there, "language en\n\ntable t : number\n  | a   | b |\n  | 1.5 | 2 |\n");
    // A choice may be called as a unit is.
    let own = "choix mois { a, b }\n\nfaits f { x : mois }\n\ncritère c\n  exige f.x est a\n";
    assert!(formatted("", own, Options { to: Some(Lang::En), types: None }).contains("x : mois"));
    let types = std::collections::HashSet::from(["jours".to_string()]);
    let other = "faits f { x : jours }\n";
    let with = |types| formatted("", other, Options { to: Some(Lang::En), types });
    assert_eq!([with(None), with(Some(&types))], ["facts f { x : days }\n", "facts f { x : jours }\n"]);
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
        with.push_str(text.get(done..*gap).unwrap());
        let start = if own_line { "\n    " } else { " " };
        // Some indentation, so that what follows does not begin an item; none at the end of a line.
        let end = if text.get(*gap..).unwrap().starts_with('\n') { "" } else { "\n      " };
        with.push_str(&format!("{start}# remarque {number}{end}"));
        done = *gap;
    }
    with.push_str(text.get(done..).unwrap());
    let parsed = parse(FileId(0), &with, false);
    let sound = !parsed.diagnostics.iter().any(|d| d.is_error()) && parsed.file.comments.len() >= gaps.len();
    (sound && tree("", &with) == tree("", text)).then_some(with)
}

/// The items of the project's files, with comments wherever one may stand: alone and several, after words and on lines
/// of their own.
#[test]
fn a_comment_may_stand_anywhere() {
    let mut random = Random(0x5eed_0000_c0ff_ee01);
    let (mut tried, mut stood) = (0, 0);
    for item in items().iter().filter(|item| item.len() < 700).step_by(3) {
        let mut gaps = gaps(item);
        gaps.retain(|gap| *gap > "langue fr".len());
        for several in 0..3 {
            let mut chosen: Vec<usize> = (0..=several * 2).map(|_| gaps[random.below(gaps.len())]).collect();
            chosen.sort_unstable();
            chosen.dedup();
            tried += 1;
            if let Some(text) = commented(item, &chosen, random.below(2) == 0) {
                check("", &text);
                check_translation("", &text);
                stood += 1;
            }
        }
    }
    println!("{stood} of {tried} comments stood");
    assert!(stood * 3 > tried && stood > 300, "{stood} of {tried}");
}

/// Items with words taken away, doubled or put elsewhere: whatever can still be read is formatted.
#[test]
fn damaged_items_are_formatted_or_refused() {
    let mut random = Random(0x0dd_ba11_5eed);
    let items: Vec<String> = items().into_iter().filter(|item| item.len() < 500).collect();
    let (mut tried, mut sound, mut refused) = (0, 0, 0);
    for _ in 0..1500 {
        let item = &items[random.below(items.len())];
        let mut words: Vec<String> = item.split_inclusive([' ', '\n', '(', ',']).map(String::from).collect();
        for _ in 0..=random.below(3) {
            let at = 2 + random.below(words.len().saturating_sub(2));
            let other = 2 + random.below(words.len().saturating_sub(2));
            let Some(word) = words.get(other).cloned() else { continue };
            match random.below(4) {
                0 if at < words.len() => drop(words.remove(at)),
                1 => words.insert(at.min(words.len()), word),
                2 => words.insert(
                    at.min(words.len()),
                    ["\n  ", "\n", "«\u{a0}t\u{a0}» ", "( ", ", ", "3 ", ") ", "\u{200b}", "\r"][random.below(9)]
                        .to_string(),
                ),
                _ if at < words.len() && other < words.len() => words.swap(at, other),
                _ => {}
            }
        }
        let text: String = words.concat();
        tried += 1;
        if !parse(FileId(0), &text, false).diagnostics.iter().any(|one| one.is_error()) {
            sound += 1;
            // A line that ends in the middle of words which are one keyword together reads otherwise once they are joined:
            // the formatter sees it and leaves the file alone.
            match format(FileId(0), &text, false, Options::default()) {
                Err(Refusal::Unsure { .. }) => refused += 1,
                Ok(_) | Err(Refusal::Mistakes(_)) => drop(check("", &text)),
            }
        }
    }
    println!("{sound} of {tried} damaged items could be read, {refused} of them refused");
    assert!(refused * 200 <= sound, "{refused} of {sound} refused");
    assert!(sound * 10 > tried, "{sound} of {tried}");
}

/// Files with a comment in every place where one can stand, all at once.
#[test]
fn a_file_full_of_comments_loses_none() {
    for (text, least) in [(include_str!("messy.perenne"), 150), (include_str!("../syntax/fr/facts.perenne"), 60)] {
        let mut chosen: Vec<usize> = Vec::new();
        for gap in gaps(text) {
            chosen.push(gap);
            if commented(text, &chosen, false).is_none() {
                chosen.pop();
            }
        }
        assert!(chosen.len() > least, "{} comments", chosen.len());
        check("", &commented(text, &chosen, false).unwrap());
    }
}
