//! Texts that nothing honest looks like: an answer in no time, whatever they are.

#![allow(clippy::unwrap_used)]

use perenne::base::{FileId, Lang};
use perenne::diagnostic::Code;
use perenne::syntax::{parse, parse_expression, parse_given};

/// Runs on a stack of 1 MiB, dropping of the tree included.
fn on_a_small_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).expect("a thread").join().expect("no overflow")
}

fn codes(text: String) -> Vec<Code> {
    on_a_small_stack(move || parse(FileId(0), &text, false).diagnostics.iter().map(|d| d.code()).collect())
}

fn requires(condition: &str) -> Vec<Code> {
    codes(format!("critère c\n  exige {condition}\n"))
}

/// Ways to nest, each giving a condition of that many levels.
fn nested(levels: usize) -> Vec<String> {
    let chain =
        |open: &str, inside: &str, close: &str| format!("{}{inside}{}", open.repeat(levels), close.repeat(levels));
    vec![
        chain("(", "a", ")"),
        chain("(a et b + ", "a", ")"),
        chain("non ", "a", ""),
        chain("-", "a", ""),
        chain("si a alors b sinon ", "c", ""),
        chain("si ", "a", " alors b"),
        chain("nombre de ", "a", ""),
        chain("chaque m dans L vérifie ", "a", ""),
        chain("nombre de m dans L où ", "a", ""),
        chain("min (a, ", "a", ")"),
        chain("toutes (", "a", ")"),
        chain("somme de ", "a", ""),
        chain("part de ", "a", " parmi (b, c)"),
        chain("a + ", "a", ""),
        chain("a - ", "a", ""),
        chain("a * ", "a", ""),
        chain("a est parmi (", "a", ")"),
    ]
}

#[test]
fn sixty_four_levels_are_read() {
    for condition in nested(63) {
        assert_eq!(requires(&condition), [], "{condition}");
    }
    for condition in [format!("{}a{}", "(".repeat(64), ")".repeat(64)), format!("{}a", "non ".repeat(64))] {
        assert_eq!(requires(&condition), [], "{condition}");
    }
}

#[test]
fn more_are_refused_with_a_place() {
    for condition in nested(67) {
        assert_eq!(requires(&condition), [Code::R0115], "{condition}");
    }
    for condition in [format!("{}a{}", "(".repeat(65), ")".repeat(65)), format!("{}a", "non ".repeat(65))] {
        assert_eq!(requires(&condition), [Code::R0115], "{condition}");
    }
}

#[test]
fn checklists_and_types_nest_as_deeply() {
    let checklist = |n: usize| format!("grille g\n  {}a{}\n", "toutes (".repeat(n), ")".repeat(n));
    assert_eq!(codes(checklist(64)), []);
    assert_eq!(codes(checklist(65)), [Code::R0115]);
    let facts = |n: usize| format!("faits f {{\n  a : {}entier\n}}\n", "liste de ".repeat(n));
    assert_eq!(codes(facts(63)), []);
    assert_eq!(codes(facts(66)), [Code::R0115]);
    let versions = |n: usize| format!("critère c\n  {}exige a{}\n", "dès 2024-01 { ".repeat(n), " }".repeat(n));
    assert_eq!(codes(versions(64)).len(), 0);
    assert!(codes(versions(10_000)).contains(&Code::R0115));
}

#[test]
fn long_nesting_is_answered() {
    let brackets = "(".repeat(10_000);
    assert_eq!(requires(&brackets), [Code::R0113]);
    assert_eq!(requires(&format!("{brackets}a{}", ")".repeat(10_000))), [Code::R0115]);
    assert_eq!(requires(&"non ".repeat(20_000)), [Code::R0115]);
    assert_eq!(requires(&"- ".repeat(20_000)), [Code::R0115]);
    assert_eq!(requires(&format!("a{}", " + a".repeat(20_000))), [Code::R0115]);
    assert_eq!(codes("{".repeat(10_000)).len(), 1);
}

#[test]
fn long_chains_are_answered() {
    assert_eq!(requires(&format!("a{}", " et a".repeat(20_000))), []);
    assert_eq!(requires(&format!("(a{})", ", a".repeat(20_000))), []);
}

#[test]
fn long_lines_are_answered() {
    assert!(!codes("a ".repeat(500_000)).is_empty());
    assert!(!requires(&"9".repeat(1 << 20)).is_empty());
    assert!(!requires(&"é".repeat(1 << 19)).contains(&Code::R0115));
}

#[test]
fn long_texts_are_answered() {
    assert!(!codes("«".repeat(100_000)).is_empty());
    assert!(!requires(&"\"".repeat(100_001)).is_empty());
}

#[test]
fn random_keywords_are_answered() {
    let words = [
        "critère", "exige", "et", "non", "(", ")", "si", "alors", "«", "»", "{", "}", "|", "\n", "\n  ", "a", "3",
        "selon", ",",
    ];
    let mut state = 7_u64;
    let mut text = String::new();
    for _ in 0..100_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        text.push_str(words[(state >> 33) as usize % words.len()]);
        text.push(' ');
    }
    assert!(!codes(text).is_empty());
}

#[test]
fn random_bytes_are_answered() {
    let mut state = 11_u64;
    let bytes: Vec<u8> = (0..1 << 20)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as u8
        })
        .collect();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!codes(text).is_empty());
}

#[test]
fn lone_expressions_have_the_same_limits() {
    for text in ["(".repeat(10_000), "non ".repeat(20_000), String::new(), "\n".to_string(), "a = ".repeat(1000)] {
        on_a_small_stack(move || {
            assert!(parse_expression(FileId(0), &text, Lang::Fr).0.is_none());
            assert!(parse_given(FileId(0), &text, Lang::En).0.is_none());
        });
    }
}

/// Only the first mistakes of a file are told, and the last message counts the others.
#[test]
fn beyond_a_number_of_mistakes_the_others_are_counted() {
    let codes = codes("critère c\n  exige a => 3\n".repeat(500));
    let (last, before) = codes.split_last().expect("mistakes");
    assert_eq!(*last, Code::R0127);
    assert!(before.iter().all(|code| *code == Code::R0110) && before.len() < 500, "{}", before.len());
}
