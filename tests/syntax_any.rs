//! Properties of reading, on texts made at random.

#![allow(clippy::unwrap_used)]

use perenne::base::{FileId, Lang};
use perenne::syntax::ast::{Clause, ClauseKind, File, Item, ItemKind};
use perenne::syntax::keyword::KEYWORDS;
use perenne::syntax::{parse, parse_expression, parse_given, parse_quantity};
use proptest::prelude::*;

/// What every tree promises of its places, and every diagnostic of its own.
fn check(text: &str, literate: bool) {
    let parsed = parse(FileId(0), text, literate);
    let inside = |span: perenne::base::Span| text.get(span.range()).is_some();
    for diagnostic in &parsed.diagnostics {
        assert!(inside(diagnostic.at.span), "{diagnostic:?}");
        assert!(diagnostic.fixes.iter().all(|fix| inside(fix.at.span)), "{diagnostic:?}");
        for lang in [Lang::En, Lang::Fr] {
            assert!(!diagnostic.problem.message(lang).is_empty());
            diagnostic.problem.help(lang);
        }
    }
    check_order(&parsed.file, inside);
    // An error in the tree was told.
    if parsed.file.items.iter().any(has_error) {
        assert!(parsed.diagnostics.iter().any(|d| d.is_error()), "an error in the tree and none told:\n{text}");
    }
}

fn check_order(file: &File, inside: impl Fn(perenne::base::Span) -> bool) {
    let mut end = 0;
    for item in &file.items {
        assert!(inside(item.span) && item.span.start >= end, "{item:?}");
        end = item.span.end;
        let mut clause_end = item.span.start;
        for clause in &item.clauses {
            assert!(inside(clause.span), "{clause:?}");
            assert!(clause.span.start >= clause_end || clause.kind == ClauseKind::Error, "{item:?}");
            assert!(clause.span.end <= item.span.end, "{item:?}");
            clause_end = clause.span.start;
        }
    }
    assert!(file.comments.iter().all(|comment| inside(*comment)));
}

fn has_error(item: &Item) -> bool {
    item.kind == ItemKind::Error || item.clauses.iter().any(|clause: &Clause| clause.kind == ClauseKind::Error)
}

fn spellings() -> Vec<String> {
    KEYWORDS.iter().flat_map(|keyword| [Lang::En, Lang::Fr].map(|lang| keyword.spellings(lang))).flatten().collect()
}

/// A word of the language, a name, a mark or a blank.
fn piece() -> impl Strategy<Value = String> {
    let marks = [
        "(", ")", "{", "}", "[", "]", "|", ",", ".", ":", "=", ">=", "=>", "+", "-", "*", "/", "«", "»", "\"", "“",
        "”", "`", "#", "§", "%", "€", "\u{a0}", "\u{200b}", "é", "e\u{301}", "’", "'", "\\", "\0", "😀",
    ];
    prop_oneof![
        6 => proptest::sample::select(spellings()),
        3 => proptest::sample::select(vec!["a", "b.c", "équipe", "x_1", "date", "ETP"]).prop_map(String::from),
        2 => proptest::sample::select(vec!["3", "2,5", "40 %", "1 000 €", "2024-03-20", "2024-02-30", "« T »", "\"T\""])
            .prop_map(String::from),
        4 => proptest::sample::select(marks.to_vec()).prop_map(String::from),
        3 => proptest::sample::select(vec!["\n", "\n  ", "\n    ", "\r\n", "\t", "\n\n", "\n```perenne\n", "\n```\n"]).prop_map(String::from),
    ]
}

fn salad() -> impl Strategy<Value = String> {
    proptest::collection::vec((piece(), any::<bool>()), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, glued)| if glued { piece } else { piece + " " }).collect())
}

/// A sound text in which some bytes were replaced, removed or doubled.
fn damaged() -> impl Strategy<Value = String> {
    let sound = [
        include_str!("syntax/specimen.perenne"),
        include_str!("syntax/fr/tests.perenne"),
        include_str!("syntax/en/values.perenne"),
        include_str!("syntax/fr/planning.perenne"),
        include_str!("syntax/en/facts.perenne"),
        include_str!("syntax/fr/expressions.perenne"),
    ];
    let edits = proptest::collection::vec((any::<proptest::sample::Index>(), piece(), 0..12_usize), 1..5);
    (proptest::sample::select(sound.to_vec()), edits).prop_map(|(text, edits)| {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, with, removed) in edits {
            let at = at.index(chars.len());
            let end = (at + removed).min(chars.len());
            chars.splice(at..end, with.chars());
        }
        chars.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        check(&text, false);
        check(&text, true);
    }

    #[test]
    fn any_words_are_answered(text in salad()) {
        check(&text, false);
        check(&text, true);
        parse_expression(FileId(0), &text, Lang::Fr);
        parse_given(FileId(0), &text, Lang::En);
        parse_quantity(&text);
    }

    #[test]
    fn any_damage_is_answered(text in damaged()) {
        check(&text, false);
    }

    #[test]
    fn an_item_reads_the_same_wherever_it_stands(text in salad()) {
        // What precedes it cannot change an item, but by the language of the file.
        let item = "critère sonde « Sonde »\n  exige a et b\n";
        let alone = parse(FileId(0), &format!("langue fr\n{item}"), false);
        let after = parse(FileId(0), &format!("langue fr\n{text}\n{item}"), false);
        let last = after.file.items.last().unwrap();
        prop_assert_eq!(last.clauses.len(), alone.file.items[0].clauses.len());
        prop_assert_eq!(&last.name.as_ref().unwrap().text, "sonde");
    }
}

/// Found by chance: a name of two words in an item of no known kind was given to the next one.
#[test]
fn an_item_of_no_known_kind_leaves_nothing_to_the_next() {
    let text = "langue fr\n language non codé \ncritère sonde « Sonde »\n  exige a\n";
    let parsed = parse(FileId(0), text, false);
    let names: Vec<&str> =
        parsed.file.items.iter().filter_map(|item| item.name.as_ref()).map(|name| name.text.as_str()).collect();
    assert_eq!(names.last(), Some(&"sonde"), "{names:?}");
}

#[test]
fn quantities() {
    let read = |text: &str| {
        let (value, unit) = parse_quantity(text)?;
        Some(format!("{value} {}", unit.map_or(String::new(), |unit| unit.numerator.text)).trim().to_string())
    };
    for (text, value) in [
        ("2,5", "2.5"),
        ("2.5 ETP", "2.5 ETP"),
        ("40 %", "40 %"),
        ("40%", "40 %"),
        ("2/5", "0.4"),
        ("-3", "-3"),
        ("500 k€", "500 k€"),
        ("1 000 000,50 €", "1000000.5 €"),
        ("1\u{202f}234", "1234"),
        ("12 345 FTE", "12345 FTE"),
        (" 7 ", "7"),
        ("1/3", "1/3"),
    ] {
        assert_eq!(read(text).as_deref(), Some(value), "{text}");
    }
    for text in ["", "abc", "1/0", "1,2,3", "3 4", "3 ETP ETP", "2024-03-20", "--3", "« 3 »"] {
        assert_eq!(read(text), None, "{text}");
    }
}
