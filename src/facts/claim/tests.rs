use super::*;
use crate::facts::read;
use proptest::prelude::*;

const FILE: FileId = FileId(0);

/// The facts of the only group of a text, with the codes and places of the mistakes in claims.
fn facts(text: &str) -> (Vec<RawFact>, Vec<String>) {
    let raw = read::read(FILE, text);
    assert_eq!(raw.diagnostics, [], "in {text:?}");
    let mut diagnostics = Vec::new();
    let entries = raw.root[0].value.entries().unwrap();
    let facts = entries.iter().map(|entry| read_fact(&entry.key, &entry.value, FILE, &mut diagnostics)).collect();
    (facts, diagnostics.iter().map(|found| format!("{} {}", found.code().text(), found.at.span.slice(text))).collect())
}

fn one(value: &str) -> RawFact {
    let (mut facts, mistakes) = facts(&format!("g: {{ f: {value} }}"));
    assert_eq!(mistakes, [] as [&str; 0], "in {value}");
    facts.remove(0)
}

fn mistakes(value: &str) -> (usize, Vec<String>) {
    let (facts, mistakes) = facts(&format!("g: {{ f: {value} }}"));
    (facts[0].claims.len(), mistakes)
}

fn shown(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => "null".to_string(),
        NodeKind::Scalar { text, .. } => text.clone(),
        NodeKind::Sequence(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        NodeKind::Mapping(entries) => format!("{{{}}}", entries.len()),
    }
}

fn value(claim: &RawClaim) -> String {
    let list = |items: &[Node]| items.iter().map(shown).collect::<Vec<_>>().join(" ");
    match &claim.value {
        RawValue::Absent => "absent".to_string(),
        RawValue::Plain(node) => shown(node),
        RawValue::AtLeast(node) => format!("≥ {}", shown(node)),
        RawValue::AtMost(node) => format!("≤ {}", shown(node)),
        RawValue::AtLeastAtMost(low, high) | RawValue::Between(low, high) => {
            format!("{}..{}", shown(low), shown(high))
        }
        RawValue::OneOf(items) => format!("one of {}", list(items)),
        RawValue::About(node) => format!("≈ {}", shown(node)),
        RawValue::Items { items, complete } => format!("items {} {complete:?}", list(items)),
    }
}

#[test]
fn every_spelling_of_a_value_in_both_languages() {
    for (written, meant) in [
        ("4", "4"),
        ("null", "absent"),
        ("[1, 2]", "[1 2]"),
        ("{ nom: x, prix: 3 }", "{2}"),
        ("{ valeur: 4 }", "4"),
        ("{ value: null }", "absent"),
        ("{ au_moins: 4 ETP }", "≥ 4 ETP"),
        ("{ at_least: 4 }", "≥ 4"),
        ("{ au_plus: 4 }", "≤ 4"),
        ("{ at_most: 4 }", "≤ 4"),
        ("{ au_plus: 5, au_moins: 4 }", "4..5"),
        ("{ entre: [2, 3] }", "2..3"),
        ("{ between: ['2,5', 3] }", "2,5..3"),
        ("{ parmi: [a, b] }", "one of a b"),
        ("{ one_of: [a] }", "one of a"),
        ("{ environ: 4 }", "≈ 4"),
        ("{ about: 4 }", "≈ 4"),
        ("{ éléments: [a], complet: non }", "items a Some(false)"),
        ("{ items: [], complete: yes }", "items  Some(true)"),
        ("{ elements: [a] }", "items a None"),
        ("{ valeur: [a], complet: oui }", "items a Some(true)"),
        ("{ valeur: { au_moins: 4 }, source: note }", "≥ 4"),
        ("{ valeur: { nom: x } }", "{1}"),
    ] {
        assert_eq!(value(&one(written).claims[0]), meant, "{written}");
    }
}

#[test]
fn what_nobody_said_makes_no_claim() {
    for written in ["", "{ valeur: , source: note }", "{ déclarations: [] }", "{ claims: null }"] {
        assert_eq!(one(written).claims, [], "{written}");
    }
}

#[test]
fn attributes_are_read_with_their_places() {
    let (facts, found) = facts(
        "g:\n  f: { valeur: oui, par: sponsor, source: note, le: 2021-01-28, depuis: 2020-09, jusqu'au: 2022-12 }\n",
    );
    let claim = &facts[0].claims[0];
    assert_eq!(claim.by.as_ref().map(|(text, _)| text.as_str()), Some("sponsor"));
    assert_eq!(claim.source.as_ref().map(|(text, _)| text.as_str()), Some("note"));
    assert_eq!(claim.on.map(|(date, _)| date.to_string()).as_deref(), Some("2021-01-28"));
    assert_eq!(claim.since.map(|(date, _)| date.to_string()).as_deref(), Some("2020-09"));
    assert_eq!(claim.until.map(|(date, _)| date.to_string()).as_deref(), Some("2022-12"));
    assert_eq!(found, [""; 0]);
}

#[test]
fn claims_in_a_list() {
    let fact = one("{ déclarations: [{ valeur: a, source: x }, { entre: [1, 2] }, b, null, { nom: c }], retenir: x }");
    assert_eq!(fact.claims.iter().map(value).collect::<Vec<_>>(), ["a", "1..2", "b", "absent", "{1}"]);
    let keep = fact.keep.unwrap();
    assert_eq!((keep.source.0.as_str(), keep.by), ("x", None));
    assert_eq!(one("{ claims: { value: a, by: x } }").claims.len(), 1);
    let keep = one("{ valeur: 1, retenir: { source: x, par: dinum, le: 2024-03 } }").keep.unwrap();
    assert_eq!((keep.source.0.as_str(), keep.by.unwrap().0.as_str()), ("x", "dinum"));
}

#[test]
fn slips_are_reported_where_they_are() {
    for (written, claims, found) in [
        ("{ valeur: 4, sorce: note }", 1, vec!["R0520 sorce"]),
        ("{ valuer: 4, source: note }", 0, vec!["R0520 valuer"]),
        ("{ valeur: 4, le: 2024-02-30, depuis: 20/03/2024 }", 0, vec!["R0521 2024-02-30", "R0522 20/03/2024"]),
        ("{ source: note }", 0, vec!["R0524 { source: note }"]),
        ("{ valeur: 4, au_moins: 5 }", 0, vec!["R0524 au_moins"]),
        ("{ valeur: 4, value: 5 }", 1, vec!["R0515 value"]),
        ("{ entre: [1] }", 0, vec!["R0523 [1]"]),
        ("{ entre: 1 et 2 }", 0, vec!["R0523 1 et 2"]),
        ("{ parmi: a }", 0, vec!["R0523 a"]),
        ("{ parmi: [] }", 0, vec!["R0523 []"]),
        ("{ au_moins: [1] }", 0, vec!["R0523 [1]"]),
        ("{ au_moins: null }", 0, vec!["R0523 null"]),
        ("{ valeur: 4, complet: oui }", 1, vec!["R0525 complet"]),
        ("{ éléments: [a], complet: peut-être }", 1, vec!["R0523 peut-être"]),
        ("{ valeur: 4, source: [a, b] }", 1, vec!["R0523 [a, b]"]),
        ("{ valeur: 4, depuis: 2024-03, jusqu_au: 2024-02 }", 1, vec!["R0526 2024-02"]),
        ("{ déclarations: a }", 0, vec!["R0523 a"]),
        ("{ déclarations: [{ valeur: a }], source: x }", 1, vec!["R0525 source"]),
        ("{ déclarations: [{ valeur: a, retenir: x }] }", 1, vec!["R0520 retenir"]),
        ("{ valeur: 4, retenir: { par: x } }", 1, vec!["R0524 { par: x }"]),
    ] {
        assert_eq!(mistakes(written), (claims, found.iter().map(|text| text.to_string()).collect()), "{written}");
    }
}

#[test]
fn a_record_is_no_claim() {
    for written in ["{ montant: 4, source: note }", "{ nom: x }", "{}"] {
        assert!(matches!(one(written).claims[0].value, RawValue::Plain(_)), "{written}");
    }
    let raw = read::read(FILE, "g: { f: { nom: x, valeur: 3, source: y } }");
    let entry = &raw.root[0].value.entries().unwrap()[0];
    let mut found = Vec::new();
    let fact = read_fact_of(&entry.key, &entry.value, &["nom", "valeur"], FILE, &mut found);
    assert_eq!(value(&fact.claims[0]), "{3}");
    let fact = read_fact_of(&entry.key, &entry.value, &["nom"], FILE, &mut found);
    assert_eq!((value(&fact.claims[0]).as_str(), found.len()), ("3", 1));
}

#[test]
fn every_key_offered_is_understood() {
    for key in CLAIM_KEYS.iter().chain(VALUE_KEYS).chain(KEEP_KEYS) {
        assert!(ClaimKey::of(key).is_some(), "{key}");
    }
    assert!(VALUE_KEYS.iter().all(|key| ClaimKey::of(key).is_some_and(ClaimKey::says_a_value)));
    assert_eq!(near_claim_key("valuer"), Some("valeur"));
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "valeur: ",
        "value: ",
        "au_moins: ",
        "entre: ",
        "parmi: ",
        "items: ",
        "complet: ",
        "source: ",
        "le: ",
        "par: ",
        "depuis: ",
        "claims: ",
        "retenir: ",
        "x: ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ", ",
        "4",
        "oui",
        "2024-02-30",
        "2024-03",
        "null",
        "'",
        "\n    ",
        "- ",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_claim_panics(pieces in pieces()) {
        let text = format!("g:\n  f: {pieces}\n");
        let raw = read::read(FILE, &text);
        let mut found = Vec::new();
        for group in &raw.root {
            for entry in group.value.entries().unwrap_or(&[]) {
                let fact = read_fact(&entry.key, &entry.value, FILE, &mut found);
                // A claim is only left out for a reason: nothing was written, or a mistake says so.
                let silent = raw.diagnostics.is_empty() && found.is_empty();
                let wrote_nothing = !text.contains(['4', 'u']);
                prop_assert!(!fact.claims.is_empty() || !silent || wrote_nothing || entry.value.is_blank()
                    || text.contains("claims") || text.contains("val"), "{text}");
            }
        }
    }
}
