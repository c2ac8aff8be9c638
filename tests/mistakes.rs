//! Mistakes in rules: each case of the files in `tests/check/` gives the codes it names and no others, with a message and
//! a help in both languages. What stands before the first case of a file is put before each.

use perenne::base::Lang;
use perenne::diagnostic::render::{Style, to_text};
use perenne::project::{Analysis, analyse, doctrines_for};
use std::path::{Path, PathBuf};

#[test]
fn each_mistake_gives_its_message_and_no_other() {
    let complaints = complaints("mistakes", 30);
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn each_mistake_in_a_dataset_gives_its_message_and_no_other() {
    let complaints = complaints("datasets", 30);
    assert!(complaints.is_empty(), "{complaints}");
}

/// What is wrong with the cases of a file, which has at least so many.
fn complaints(name: &str, least: usize) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/check/{name}.txt"));
    let text = std::fs::read_to_string(path).expect("the cases");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let mut complaints = String::new();
    let mut cases = text.split("\n==");
    let head = cases.next().unwrap_or_default();
    let cases: Vec<&str> = cases.collect();
    assert!(cases.len() >= least, "{} cases", cases.len());
    for (rank, case) in cases.iter().enumerate() {
        let (codes, rules) = case.split_once('\n').unwrap_or((*case, ""));
        let expected: Vec<&str> = codes.split_whitespace().collect();
        let file = folder.join(format!("case_{rank}.perenne"));
        std::fs::write(&file, format!("{head}\n{rules}")).expect("written");
        let doctrines = doctrines_for(&file).expect("a doctrine");
        let analysis = analyse(doctrines.first().expect("a doctrine"));
        let mut found = analysis.diagnostics.clone();
        found.sort_by_key(|diagnostic| diagnostic.at);
        let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code().text()).collect();
        if codes != expected {
            complaints.push_str(&format!("case {rank}: {codes:?} instead of {expected:?}\n{rules}\n"));
        }
        for diagnostic in &found {
            let (en, fr) = (diagnostic.problem.message(Lang::En), diagnostic.problem.message(Lang::Fr));
            assert!(!en.is_empty() && !fr.is_empty() && en != fr, "{en} / {fr}");
        }
    }
    complaints
}

#[test]
fn a_choice_of_more_than_128_values_is_too_long() {
    let codes = |count: usize| -> Vec<&str> {
        let values: Vec<String> = (0..count).map(|rank| format!("commune_{rank}")).collect();
        let values = values.join(", ");
        let rules = format!(
            "choix commune {{ {values} }}\nfaits f {{\n  lieu : commune\n}}\ncritère c\n  exige f.lieu est commune_7\n"
        );
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes");
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let file = folder.join(format!("choice_{count}.perenne"));
        std::fs::write(&file, rules).expect("written");
        let analysis = analyse(doctrines_for(&file).expect("a doctrine").first().expect("a doctrine"));
        analysis.diagnostics.iter().map(|diagnostic| diagnostic.code().text()).collect()
    };
    assert_eq!(codes(128), Vec::<&str>::new());
    assert_eq!(codes(129), ["R0209"]);
}

/// What the fix says in place of an absent value leaves the verdict as it was, and is no mistake.
#[test]
fn an_absent_value_is_mended_by_its_fixes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mended");
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let file = folder.join("absent.perenne");
    let mut mended = 0;
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/mistakes.txt"));
    for case in text.expect("the cases").split("\n==").filter(|case| case.starts_with(" R0313")) {
        let mut rules = case.split_once('\n').expect("codes, then rules").1.to_string();
        let codes = |rules: &str| {
            std::fs::write(&file, rules).expect("written");
            analyse(doctrines_for(&file).expect("a doctrine").first().expect("a doctrine")).diagnostics
        };
        let mut fixes: Vec<_> = codes(&rules).into_iter().flat_map(|diagnostic| diagnostic.fixes).collect();
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.at.span.start));
        for fix in fixes {
            rules.replace_range(fix.at.span.range(), &fix.with);
        }
        assert_eq!(codes(&rules), [], "{rules}");
        mended += 1;
    }
    assert!(mended >= 6, "{mended} cases");
}

/// The files of `tests/mistakes/` in one language, by name.
fn beginners(lang: Lang) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let end = format!(".{}.perenne", lang.code());
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(&end))
        .collect();
    files.sort();
    files
}

fn analysed(path: &Path) -> Analysis {
    analyse(doctrines_for(path).expect("a doctrine").first().expect("a doctrine"))
}

/// What a beginner writes, in whole files: one message each, at its place, that says what to do.
#[test]
fn a_beginner_is_told_once_and_what_to_do() {
    for lang in [Lang::Fr, Lang::En] {
        let files = beginners(lang);
        assert!(files.len() >= 30, "{} files", files.len());
        let mut told = String::new();
        for path in &files {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let analysis = analysed(path);
            let text = to_text(&analysis.diagnostics, &analysis.sources, lang, Style::default());
            assert_eq!(analysis.diagnostics.len(), 1, "{name}\n{text}");
            assert!(analysis.diagnostics.iter().all(|one| one.problem.help(lang).is_some()), "{name}\n{text}");
            // The folder of the checkout is nobody's business, and the count is always one.
            let text = text.replace(&*path.to_string_lossy(), &name);
            let shown: Vec<&str> = text.lines().take_while(|line| !line.starts_with("1 ")).collect();
            told.push_str(&format!("== {name}\n{}\n\n", shown.join("\n").trim_end()));
        }
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("beginners_{}", lang.code()), told)
        });
    }
}

/// A fix that is offered leaves nothing to say, be it certain or a guess.
#[test]
fn the_fixes_offered_to_a_beginner_mend_the_file() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mended-beginners");
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let mut mended = 0;
    for path in [Lang::Fr, Lang::En].into_iter().flat_map(beginners) {
        let mut fixes: Vec<_> = analysed(&path).diagnostics.into_iter().flat_map(|one| one.fixes).collect();
        if fixes.is_empty() {
            continue;
        }
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.at.span.start));
        let mut text = std::fs::read_to_string(&path).expect("the file");
        for fix in fixes {
            text.replace_range(fix.at.span.range(), &fix.with);
        }
        let file = folder.join("mended.perenne");
        std::fs::write(&file, &text).expect("written");
        let left = analysed(&file).diagnostics;
        assert_eq!(left, [], "{}\n{text}", path.display());
        mended += 1;
    }
    assert!(mended >= 40, "{mended} files");
}
