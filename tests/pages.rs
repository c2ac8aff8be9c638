//! The page of every code, in both languages: its title is the catalogue's, its wrong example gives that code and no other
//! diagnostic, its mended one gives none.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

mod harness;

use harness::perenne;
use perenne::base::{Date, Lang, SourceFile};
use perenne::diagnostic::code::{CATALOGUE, Code, Entry};
use perenne::diagnostic::{Diagnostic, pages};
use perenne::eval::{Trace, evaluate};
use perenne::explain::report::Evaluation;
use perenne::facts::dossier::read_dossier;
use perenne::facts::resolve::{View, situation};
use perenne::project::{Analysis, analyse, doctrines_for};
use std::path::{Path, PathBuf};

/// Codes that one short text cannot show.
const UNSHOWN: &[Unshown] = &[
    Unshown {
        code: Code::R0115,
        why: "64 levels of brackets are no page to read",
        tested: ("tests/syntax_limits.rs", "more_are_refused_with_a_place"),
    },
    Unshown {
        code: Code::R0127,
        why: "it takes more than 200 mistakes",
        tested: ("tests/syntax_limits.rs", "beyond_a_number_of_mistakes_the_others_are_counted"),
    },
    Unshown {
        code: Code::R0209,
        why: "it takes more than 128 values",
        tested: ("tests/mistakes.rs", "a_choice_of_more_than_128_values_is_too_long"),
    },
    Unshown {
        code: Code::R0417,
        why: "a second file holds the text",
        tested: ("tests/acceptance/doctrine.rs", "a_quote_that_the_text_does_not_hold_is_an_error"),
    },
    Unshown {
        code: Code::R0516,
        why: "a file of this size is no page to read",
        tested: ("src/facts/read/tests.rs", "limits_hold"),
    },
    Unshown {
        code: Code::R0519,
        why: "it takes more mistakes than are listed",
        tested: ("src/facts/read/tests.rs", "limits_hold"),
    },
    Unshown {
        code: Code::R0601,
        why: "the system refuses the file",
        tested: ("src/project/tests.rs", "links_to_folders_are_skipped_and_broken_links_are_told"),
    },
    Unshown {
        code: Code::R0602,
        why: "the file would be too large",
        tested: ("src/project/tests.rs", "files_that_cannot_be_read_are_told_and_the_others_stay"),
    },
    Unshown {
        code: Code::R0603,
        why: "a page is text, and the file is not",
        tested: ("src/project/tests.rs", "files_that_cannot_be_read_are_told_and_the_others_stay"),
    },
    Unshown {
        code: Code::R0604,
        why: "it takes several folders",
        tested: ("src/project/tests.rs", "a_target_must_be_a_doctrine"),
    },
    Unshown {
        code: Code::R0605,
        why: "it takes several folders",
        tested: ("src/project/tests.rs", "a_target_must_be_a_doctrine"),
    },
    Unshown {
        code: Code::R0606,
        why: "it takes several folders",
        tested: ("src/project/tests.rs", "circles_are_shown_and_cut"),
    },
    Unshown {
        code: Code::R0607,
        why: "there is nothing to show",
        tested: ("src/project/tests.rs", "a_part_loads_the_whole_and_selects"),
    },
    Unshown {
        code: Code::R0608,
        why: "it is in the call",
        tested: ("src/project/tests.rs", "a_path_that_does_not_exist_is_guessed_at"),
    },
    Unshown {
        code: Code::R0701,
        why: "its rules have a warning of their own, R0312",
        tested: ("tests/acceptance/meaning.rs", "a_division_by_zero_leaves_its_criterion_unknown_and_stands_in_errors"),
    },
];

struct Unshown {
    code: Code,
    why: &'static str,
    /// The file and the function of the test that meets the code.
    tested: (&'static str, &'static str),
}

const LANGS: [Lang; 2] = [Lang::En, Lang::Fr];

#[test]
fn every_code_has_a_page_whose_examples_do_what_they_say() {
    let mut complaints = String::new();
    let mut run = 0;
    for entry in CATALOGUE {
        for lang in LANGS {
            match complaint(entry, lang) {
                Ok(examples) => run += examples,
                Err(what) => complaints.push_str(&format!("\n{}/{}: {what}\n", lang.code(), entry.text)),
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
    let written = CATALOGUE.len() - UNSHOWN.len();
    assert_eq!(run, written * LANGS.len() * 2, "examples run");
}

#[test]
fn explain_prints_a_page_or_lists_them_all() {
    let page = pages::page(Code::R0301, Lang::Fr).unwrap();
    for code in ["R0301", "r0301", "301"] {
        let run = perenne(&["explain", code]);
        assert_eq!((run.out.as_str(), run.code), (page, 0), "{}", run.err);
    }
    let plain = perenne(&["explain", "R0301", "--plain", "--lang", "en"]);
    assert!(plain.out.starts_with("R0301 · unlike units\n\n") && !plain.out.contains("```"), "{}", plain.out);
    let list = perenne(&["explain"]);
    assert!(list.out.starts_with("Syntaxe\n") && list.out.contains("\n  R0301  unités différentes\n"), "{}", list.out);
    let unknown = perenne(&["explain", "R0331"]);
    assert_eq!((unknown.out.as_str(), unknown.code), ("", 2));
    assert!(unknown.err.contains("vouliez-vous dire «\u{a0}R0301\u{a0}»"), "{}", unknown.err);
}

/// The page is named once, after the counts, and not in JSON.
#[test]
fn a_run_with_mistakes_names_the_page_of_the_first_error() {
    let folder = harness::scratch("named_page");
    for (name, type_of_b) in [("un", "€"), ("deux", "€/an")] {
        let rules = format!(
            "doctrine {name}\nfaits f {{\n  a : ETP\n  b : {type_of_b}\n}}\ncritère c\n  exige f.a au moins f.b\n"
        );
        std::fs::create_dir_all(folder.join(name)).unwrap();
        std::fs::write(folder.join(name).join("x.perenne"), rules).unwrap();
    }
    let run = harness::perenne_in(&folder, &["check", "."]);
    let line = "«\u{a0}perenne explain R0301\u{a0}» en dit plus";
    assert_eq!(run.err.matches("perenne explain").count(), 1, "{}", run.err);
    assert!(run.err.contains(&format!("1 erreur\n{line}\n")), "{}", run.err);
    let json = harness::perenne_in(&folder, &["check", ".", "--format", "json"]);
    assert_eq!(json.json()["diagnostics"].as_array().map(Vec::len), Some(2), "{}", json.out);
    assert!(!json.out.contains("perenne explain") && !json.err.contains("perenne explain"));
    let clean = perenne(&["check", "rules"]);
    assert!(!clean.err.contains("perenne explain"), "{}", clean.err);
}

#[test]
fn what_is_not_shown_says_why_and_is_tested_elsewhere() {
    for unshown in UNSHOWN {
        let (file, function) = unshown.tested;
        let text = std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(text.contains(&format!("fn {function}(")), "{:?}: no {function} in {file}", unshown.code);
        assert!(!unshown.why.is_empty());
    }
}

#[test]
fn pages_are_written_with_care() {
    let mut complaints = String::new();
    for entry in CATALOGUE.iter() {
        for lang in LANGS {
            let Some(page) = pages::page(entry.code, lang) else { continue };
            for line in prose(page).lines() {
                if let Some(what) = untidy(line, lang) {
                    complaints.push_str(&format!("{}/{}: {what}: {line}\n", lang.code(), entry.text));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

/// What is wrong with a page; else how many examples were run.
fn complaint(entry: &Entry, lang: Lang) -> Result<usize, String> {
    let page = pages::page(entry.code, lang).ok_or("there is no page")?;
    let title = format!("# {} · {}\n", entry.text, entry.title(lang));
    if !page.starts_with(&title) {
        return Err(format!("the title is not {title:?}"));
    }
    if !page.ends_with('\n') || page.ends_with("\n\n") {
        return Err("it does not end with one line feed".into());
    }
    let fences = fences(page);
    if UNSHOWN.iter().any(|unshown| unshown.code == entry.code) {
        let plain = !fences.is_empty() && fences.iter().all(|fence| fence.info == "text");
        return if plain { Ok(0) } else { Err("it is listed as not shown, and shows something".into()) };
    }
    let headings = headings(page);
    let expected = match lang {
        Lang::En => ["Wrong", "Mended"],
        Lang::Fr => ["À corriger", "Corrigé"],
    };
    if headings != expected {
        return Err(format!("the headings are {headings:?}"));
    }
    let (wrong, mended) = examples(&fences)?;
    // These two are mistakes in files of one language alone.
    let spoken = match entry.code {
        Code::R0108 => Lang::En,
        Code::R0109 => Lang::Fr,
        _ => lang,
    };
    let (found, shown) = diagnostics(&fences, wrong, spoken)?;
    if found.len() != 1 || found.iter().any(|diagnostic| diagnostic.code() != entry.code) {
        return Err(format!("the wrong example gives\n{shown}"));
    }
    let (found, shown) = diagnostics(&fences, mended, spoken)?;
    if !found.is_empty() {
        return Err(format!("the mended example gives\n{shown}"));
    }
    Ok(2)
}

/// A block of code of a page.
struct Fence<'p> {
    info: &'p str,
    text: String,
}

fn fences(page: &str) -> Vec<Fence<'_>> {
    let mut fences: Vec<Fence<'_>> = Vec::new();
    let mut open: Option<usize> = None;
    for line in page.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match open {
            Some(opening) if ticks == opening && line.len() == ticks => open = None,
            Some(_) => {
                let text = &mut fences.last_mut().unwrap().text;
                text.push_str(line);
                text.push('\n');
            }
            None if ticks >= 3 => {
                open = Some(ticks);
                fences.push(Fence { info: &line[ticks..], text: String::new() });
            }
            None => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    fences
}

/// A page without its blocks of code and without what stands between backquotes.
fn prose(page: &str) -> String {
    let mut prose = String::new();
    let mut open: Option<usize> = None;
    for line in page.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match open {
            Some(opening) if ticks == opening && line.len() == ticks => open = None,
            Some(_) => {}
            None if ticks >= 3 => open = Some(ticks),
            None => {
                for (rank, part) in line.split('`').enumerate() {
                    prose.push_str(if rank % 2 == 0 { part } else { "code" });
                }
                prose.push('\n');
            }
        }
    }
    prose
}

fn headings(page: &str) -> Vec<String> {
    prose(page).lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_string).collect()
}

/// Slips of typography in one line of prose.
fn untidy(line: &str, lang: Lang) -> Option<&'static str> {
    if line.contains(['\'', '"']) {
        return Some("a straight quotation mark or apostrophe");
    }
    if line.ends_with(' ') {
        return Some("a blank at the end");
    }
    if line.chars().count() > 100 {
        return Some("more than 100 characters");
    }
    let plain = [" :", " ;", " ?", " !", " »", "« ", " %"];
    if lang == Lang::Fr && plain.iter().any(|slip| line.contains(slip)) {
        return Some("a space that a line may break at");
    }
    if lang == Lang::Fr && line.contains(['“', '”']) {
        return Some("English quotation marks");
    }
    None
}

/// The wrong example and the mended one.
fn examples<'f>(fences: &'f [Fence<'f>]) -> Result<(&'f Fence<'f>, &'f Fence<'f>), String> {
    let examples: Vec<&Fence<'_>> =
        fences.iter().filter(|fence| fence.info.ends_with(" wrong") || fence.info.ends_with(" mended")).collect();
    let infos: Vec<&str> = examples.iter().map(|fence| fence.info).collect();
    match examples[..] {
        [wrong, mended]
            if ["perenne", "markdown", "yaml"].iter().any(|language| {
                wrong.info == format!("{language} wrong") && mended.info == format!("{language} mended")
            }) =>
        {
            Ok((wrong, mended))
        }
        _ => Err(format!("the examples are {infos:?}")),
    }
}

/// What an example gives, as data and in words.
fn diagnostics(fences: &[Fence<'_>], example: &Fence<'_>, spoken: Lang) -> Result<(Vec<Diagnostic>, String), String> {
    let shown = |found: &[Diagnostic], analysis: &Analysis| {
        let style = perenne::diagnostic::render::Style { plain: true, ..Default::default() };
        perenne::diagnostic::render::to_text(found, &analysis.sources, Lang::En, style)
    };
    if !example.info.starts_with("yaml") {
        let ending = if example.info.starts_with("markdown") { "perenne.md" } else { "perenne" };
        let analysis = analysed(&example.text, ending, spoken);
        let text = shown(&analysis.diagnostics, &analysis);
        if analysis.lang != Some(spoken) && example.info.ends_with("mended") {
            return Err("the rules are in the other language".into());
        }
        return Ok((analysis.diagnostics, text));
    }
    let rules = fences.iter().find(|fence| fence.info == "perenne rules").ok_or("no rules for these facts")?;
    let mut analysis = analysed(&rules.text, "perenne", spoken);
    if !analysis.diagnostics.is_empty() {
        return Err(format!("the rules give\n{}", shown(&analysis.diagnostics, &analysis)));
    }
    if analysis.lang != Some(spoken) {
        return Err("the rules are in the other language".into());
    }
    let id = analysis.sources.add(SourceFile::new("facts.yaml", example.text.as_str()));
    let (dossier, mut found) = read_dossier(&analysis.engine, id, &example.text);
    let view = View::on(dossier.as_of.unwrap_or_else(|| Date::new(2026, 1, 1).unwrap()));
    let situation = situation(&analysis.engine, &dossier, &view, None);
    let (outcome, trace) = evaluate(&analysis.engine, &situation, Trace::default());
    let (engine, sources) = (&analysis.engine, &analysis.sources);
    let evaluation = Evaluation { engine, sources, situation: &situation, outcome: &outcome, trace: &trace };
    found.extend(evaluation.failures(|_| true));
    let text = shown(&found, &analysis);
    Ok((found, text))
}

fn analysed(rules: &str, ending: &str, lang: Lang) -> Analysis {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages").join(lang.code());
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("example.{ending}"));
    std::fs::write(&file, rules).unwrap();
    analyse(doctrines_for(&file).unwrap().first().unwrap())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
