use super::*;
use crate::base::{Lang, SourceFile};
use crate::diagnostic::Code;
use proptest::prelude::*;

fn of(text: &str) -> RawFacts {
    read(FileId(0), text)
}

/// The tree in one line: texts bare, quoted ones between quotes, nothing as `_` and null as `~`.
fn shown(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null if node.is_blank() => "_".to_string(),
        NodeKind::Null => "~".to_string(),
        NodeKind::Scalar { text, quoted: true } => format!("{text:?}"),
        NodeKind::Scalar { text, quoted: false } => text.clone(),
        NodeKind::Sequence(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        NodeKind::Mapping(entries) => format!("{{{}}}", all(entries)),
    }
}

fn all(entries: &[Entry]) -> String {
    entries.iter().map(|entry| format!("{}: {}", entry.key.text, shown(&entry.value))).collect::<Vec<_>>().join(", ")
}

/// What was read, without mistakes.
fn clean(text: &str) -> String {
    let facts = of(text);
    assert_eq!(facts.diagnostics, [], "in {text:?}");
    all(&facts.root)
}

/// What was read, then each mistake as `line:column code`.
fn dirty(text: &str) -> (String, Vec<String>) {
    let facts = of(text);
    let file = SourceFile::new("f.yaml", text);
    let places = facts.diagnostics.iter().map(|found| {
        let (line, column) = file.line_column(found.at.span.start as usize);
        format!("{line}:{column} {}", found.code().text())
    });
    (all(&facts.root), places.collect())
}

#[track_caller]
fn assert_dirty(text: &str, tree: &str, mistakes: &[&str]) {
    let (read, found) = dirty(text);
    assert_eq!((read.as_str(), found), (tree, mistakes.iter().map(|m| m.to_string()).collect()), "in {text:?}");
}

#[test]
fn spellings_are_kept() {
    assert_eq!(
        clean("a: 1.10\nb: 2024-10-01\nc: 1e3\nd: oui\ne: \"oui\"\nf: 1 000,5 k€\ng: 0x10\nh: « x »\n"),
        "a: 1.10, b: 2024-10-01, c: 1e3, d: oui, e: \"oui\", f: 1 000,5 k€, g: 0x10, h: « x »"
    );
}

#[test]
fn null_blank_and_empty_are_told_apart() {
    assert_eq!(
        clean("a: null\nb: ~\nc:\nd: ''\ne: 'null'\nf: !!str null"),
        "a: ~, b: ~, c: _, d: \"\", e: \"null\", f: null"
    );
}

#[test]
fn every_node_and_key_knows_its_place() {
    let text = "équipe:\n  internes: 1 # agents\n  liste:\n    - a\n    - 'b'\n\nstructure: { x: [1] }\n";
    let facts = of(text);
    let [équipe, structure] = facts.root.as_slice() else { panic!("two groups") };
    assert_eq!(équipe.key.span.slice(text), "équipe");
    assert_eq!(équipe.value.span.slice(text), "internes: 1 # agents\n  liste:\n    - a\n    - 'b'");
    let entries = équipe.value.entries().unwrap();
    assert_eq!(entries[0].value.span.slice(text), "1");
    assert_eq!(entries[1].value.span.slice(text), "- a\n    - 'b'");
    assert_eq!(structure.value.span.slice(text), "{ x: [1] }");
}

#[test]
fn json_is_read_by_the_same_reader() {
    let text = "{\r\n\t\"équipe\": { \"internes\": 1.10, \"nom\": \"l'\\u00e9t\\u00e9\\/\" },\r\n\t\"x\": [null, true, {}]\r\n}";
    assert_eq!(clean(text), "équipe: {internes: 1.10, nom: \"l'été/\"}, x: [~, true, {}]");
    assert_eq!(clean("{\"a\":{\"b\":1},\"c\":[1,2]}"), "a: {b: 1}, c: [1, 2]");
}

#[test]
fn a_bom_crlf_and_blank_files_are_accepted() {
    assert_eq!(clean("\u{feff}a: 1\r\nb:\r\n  c: 2\r\n"), "a: 1, b: {c: 2}");
    let facts = of("\u{feff}a: 1");
    assert_eq!(facts.root[0].key.span, Span::new(3, 4));
    for text in ["", "\u{feff}", "\n\n", "# rien\n", "---\n", "null", "{}"] {
        assert_eq!(clean(text), "", "in {text:?}");
    }
    assert_eq!(clean("a:\t1\t# x\n"), "a: 1");
}

#[test]
fn a_syntax_error_ends_its_group_only() {
    assert_dirty(
        "équipe:\n  internes: 1\n  pilotage: le choix : oui\n  externes: 2\nstructure:\n  x: 3\ndate:\n\ty: 1\nfin: { a: 1 }\n",
        "équipe: {internes: 1}, structure: {x: 3}, fin: {a: 1}",
        &["3:22 R0507", "8:1 R0502"],
    );
    assert_dirty(
        "a:\n  b: [1, 2\n  c: 3\nd:\n  e: \"x\n  f: 1\ng:\n  h: 2\n",
        "a: {}, d: {}, g: {h: 2}",
        &["3:3 R0506", "5:6 R0504"],
    );
}

#[test]
fn a_broken_json_group_leaves_the_others() {
    assert_dirty(
        "{\n  \"a\": { \"b\": 1 },\n  \"c\": { \"d\": 2, \"e\": [3 },\n  \"f\": { \"g\": 4 }\n}\n",
        "a: {b: 1}, c: {d: 2}, f: {g: 4}",
        &["3:23 R0506"],
    );
    assert_dirty("{\n  \"a\": { \"b\": 1 }\n  \"c\": 2\n}", "a: {b: 1}, c: 2", &["3:3 R0506"]);
    assert_dirty("{\"a\": {\"b\": 1, \"c\": 2, \"d\": \"x", "a: {b: 1, c: 2}", &["1:29 R0504"]);
}

#[test]
fn common_slips_have_their_own_words() {
    assert_dirty("a:\n  b: 1\n  c:2\n  d: 3\n", "a: {b: 1}", &["3:3 R0503"]);
    assert_dirty("a:\n  b:1\n  c: 2\n", "", &["2:3 R0503"]);
    assert_dirty("a:1\nb: 2\n", "b: 2", &["1:1 R0503"]);
    assert_dirty("a: 1\nstructure\nc: 2\n", "a: 1, c: 2", &["2:1 R0508"]);
    assert_dirty("a:\n  b: 1\n   c: 2\n", "a: {}", &["3:4 R0509"]);
    assert_dirty("a:\n  b: 1\n c: 2\nd: 3\n", "a: {b: 1}, d: 3", &["3:2 R0509"]);
    assert_dirty("a:\n  - 1\n  b: 2\nc: 3\n", "c: 3", &["3:3 R0509"]);
    assert_dirty("a: - 1\nb: 2\n", "b: 2", &["1:4 R0509"]);
    assert_dirty("a: %40\nb: @x\nc: 1\n", "c: 1", &["1:4 R0510", "2:4 R0510"]);
    assert_dirty("a: 'l'été'\nb: 1\n", "b: 1", &["1:7 R0505"]);
    assert_dirty("a:\n  b: \"1\n  c: \"2\"\nd: 3\n", "a: {}, d: 3", &["2:6 R0504"]);
    assert_dirty("a: \"x\nb: \"y\"\nc: 1\n", "b: \"y\", c: 1", &["1:4 R0504"]);
    assert_dirty("a: \"x\nb: y\"\nc: 1\n", "b: y\", c: 1", &["1:4 R0504"]);
    assert_dirty("a: [1, 2]]\nb: 3\n", "b: 3", &["1:10 R0506"]);
    assert_dirty("a: { b: 1\n  c: 2 }\nd: 3\n", "a: {}, d: 3", &["2:3 R0506"]);
    assert_dirty("a: \"C:\\dossier\"\nb: 1", "b: 1", &["1:1 R0511"]);
    assert_dirty("a: 1\0\nb: 1", "b: 1", &["1:5 R0510"]);
    assert_dirty("  a: 1\nb: 2\nc: 3\n", "a: 1, b: 2, c: 3", &["2:1 R0509"]);
}

#[test]
fn a_decimal_comma_between_braces_is_never_a_wrong_number() {
    assert_dirty("a: { valeur: 2,5, source: note }\n", "a: {valeur: _, source: note}", &["1:14 R0514"]);
    assert_dirty("a: { valeur: 2,5 ETP }\n", "a: {valeur: _}", &["1:14 R0514"]);
    assert_eq!(clean("a: 2,5\nb: { c: 2, d: 5 }\nc: [2,5]"), "a: 2,5, b: {c: 2, d: 5}, c: [2, 5]");
}

#[test]
fn both_entries_of_a_duplicate_key_are_kept() {
    let text = "a: { b: 1, b: 2 }\nc: 3\na: 4\n";
    assert_dirty(text, "a: {b: 1, b: 2}, c: 3, a: 4", &["1:12 R0515", "3:1 R0515"]);
    let facts = of(text);
    assert_eq!(facts.diagnostics[1].related[0].at.span, Span::new(0, 1));
    assert_dirty("e\u{301}: 1\né: 2\n", "é: 1, é: 2", &["2:1 R0515"]);
    assert_dirty("a: 1\nb: [\na: 2\n", "a: 1, a: 2", &["2:4 R0506", "3:1 R0515"]);
}

#[test]
fn references_are_refused_and_nothing_is_taken_for_absent() {
    assert_dirty("a: &x { b: 1 }\nc: *x\nd: { e: *y, f: 1 }\n", "a: {b: 1}, d: {f: 1}", &["2:4 R0512", "3:9 R0512"]);
    assert_dirty("a: { <<: *x, b: 1 }\nc: [1, *x]\n", "a: {b: 1}", &["1:6 R0512", "1:10 R0512", "2:8 R0512"]);
    assert_dirty("a: !important\nb: 1\n? [x]\n: 2\n: 3\n", "b: 1", &["1:1 R0512", "3:3 R0513", "5:1 R0513"]);
}

#[test]
fn a_file_that_is_no_dossier_says_so() {
    assert_dirty("- a: 1\n- a: 2\n", "", &["1:1 R0518"]);
    assert_dirty("[{\"a\": 1}", "", &["1:1 R0518"]);
    assert_dirty("bonjour\n", "", &["1:1 R0518"]);
    assert_dirty("a: 1\n---\nb: [\n", "a: 1", &["2:1 R0517"]);
    assert_dirty("{\"a\": 1}\n{\"a\": 2}\n", "a: 1", &["2:1 R0517"]);
    assert_dirty("a: [\nb: 1\n---\nc: 2\n", "b: 1", &["1:4 R0506", "3:1 R0517"]);
    assert_eq!(clean("---\na: 1\n...\n"), "a: 1");
}

#[test]
fn limits_hold() {
    let deep = |levels: usize| format!("a: {}{}\nb: 1\n", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(of(&deep(DEPTH_LIMIT - 1)).diagnostics, []);
    let facts = of(&deep(DEPTH_LIMIT));
    assert_eq!(all(&facts.root), "b: 1");
    assert_eq!(facts.diagnostics[0].code(), Code::R0516);
    assert_eq!(of(&deep(100_000)).diagnostics.len(), 1);

    let facts = of(&"a".repeat(LIMIT + 1));
    assert_eq!(facts.diagnostics[0].code(), Code::R0516);
    assert!(facts.diagnostics[0].problem.help(Lang::Fr).unwrap().contains("portfolio"));

    let facts = of(&"a: [\n".repeat(10_000));
    assert_eq!(facts.diagnostics.len(), MISTAKE_LIMIT + 1);
    assert!(facts.diagnostics.iter().any(|found| found.code() == Code::R0519));
}

#[test]
fn an_honest_file_of_the_greatest_length_is_read() {
    let mut text = String::new();
    let mut groups = 0;
    while text.len() < LIMIT - 200 {
        text += &format!(
            "g{groups}:\n  internes: {groups}\n  externes: {{ environ: 4, source: note, le: 2023-12 }}\n  pilotage:\n    \
             déclarations:\n      - {{ valeur: agent_public, depuis: 2020-09-01 }}\n"
        );
        groups += 1;
    }
    let facts = of(&text);
    assert_eq!((facts.root.len(), facts.diagnostics.len()), (groups, 0));
}

#[test]
fn laughs_in_their_billions_are_refused() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_string();
    for (name, of) in ["b", "c", "d", "e", "f", "g", "h", "i"].iter().zip(["a", "b", "c", "d", "e", "f", "g", "h"]) {
        text += &format!("{name}: &{name} [*{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}]\n");
    }
    assert_eq!(of(&text).root.len(), 1);
}

#[test]
fn every_mistake_has_words_in_both_languages() {
    let (_, found) = (0, of("a:\n\tb: 1\nc:1\nd: [\ne: x: y\nf: *a\nf: 1\n"));
    for diagnostic in &found.diagnostics {
        for lang in [Lang::Fr, Lang::En] {
            assert!(!diagnostic.problem.message(lang).is_empty());
            assert!(diagnostic.problem.help(lang).is_some());
        }
    }
}

/// Pieces out of which any trouble can be put together.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "é",
        ": ",
        ":",
        "\n",
        "\r\n",
        "  ",
        "\t",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "#",
        "&x ",
        "*x",
        "!t ",
        "|",
        ">",
        "? ",
        "---",
        "...",
        "%",
        "@",
        "1",
        "2,5",
        "null",
        "<<",
        "\\",
        "\u{feff}",
        "\0",
        "équipe:\n",
        "\n  b: 1",
        "\"k\": ",
        "2024-02-30",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn check_places(text: &str) -> Result<(), TestCaseError> {
    let facts = of(text);
    for found in &facts.diagnostics {
        let range = found.at.span.range();
        prop_assert!(text.get(range.clone()).is_some(), "{:?} in {text:?}", range);
        let _ = (found.problem.message(Lang::Fr), found.problem.help(Lang::En));
    }
    let mut left: Vec<&Entry> = facts.root.iter().collect();
    while let Some(entry) = left.pop() {
        prop_assert!(text.get(entry.key.span.range()).is_some());
        prop_assert!(text.get(entry.value.span.range()).is_some(), "{:?} in {text:?}", entry.value);
        left.extend(entry.value.entries().unwrap_or(&[]));
    }
    // What could not be read is never lost in silence.
    let says_something = text.contains("équipe") && !text.contains(['#', '%']);
    prop_assert!(!facts.root.is_empty() || !facts.diagnostics.is_empty() || !says_something);
    Ok(())
}

proptest! {
    #[test]
    fn no_text_panics(text in ".*") {
        check_places(&text)?;
    }

    /// Whatever stands in one group, those before and after it are read.
    #[test]
    fn a_good_group_survives_any_neighbour(pieces in pieces()) {
        let middle = pieces.replace('\n', "\n  ");
        let text = format!("début:\n  x: 1\nmilieu: {middle}\nfin:\n  y: 2\n");
        let read = all(&of(&text).root);
        prop_assert!(read.starts_with("début: {x: 1}") && read.ends_with("fin: {y: 2}"), "{read} in {text:?}");
    }

    #[test]
    fn no_pile_of_pieces_panics(text in pieces()) {
        check_places(&text)?;
    }
}
