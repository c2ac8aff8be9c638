//! Random edits: after any number of them, the server knows what a fresh one knows of the text.

use super::client::{Client, folder, uri};
use serde_json::{Value, json};
use std::path::Path;

/// What is put: letters of one, two and four bytes, decomposed accents, line ends of both kinds, and pieces of rules.
const PIECES: &[&str] = &[
    "é",
    "œ",
    "e\u{301}",
    "🦊",
    "\r\n",
    "\n",
    " ",
    "  ",
    "«",
    "»",
    "\"",
    "|",
    "#",
    "(",
    ")",
    "{",
    "}",
    "`",
    ".",
    "=",
    "40 %",
    "critère x « X »\n  exige ",
    "test « t »\n",
    "```perenne\n",
    "```\n",
    "et ",
    "équipe.internes",
    "§",
    "\u{feff}",
    "\u{a0}",
    "sauf si ",
    "2024-01-01",
    "toutes (",
    ",",
    "ligne_budgétaire",
    "\t",
    "ﬁ",
    "’",
];

fn units(text: &str, encoding: &str) -> usize {
    if encoding == "utf-8" { text.len() } else { text.encode_utf16().count() }
}

/// Counted here in another way than the server does it.
fn position(text: &str, at: usize, encoding: &str) -> Value {
    let before = &text[..at];
    let mut lines = 0;
    let mut start = 0;
    let mut letters = before.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let ends = letter == '\n' || letter == '\r' && letters.peek().is_none_or(|(_, next)| *next != '\n');
        if ends {
            lines += 1;
            start = at + letter.len_utf8();
        }
    }
    json!({ "line": lines, "character": units(&before[start..], encoding) })
}

fn known(client: &mut Client, path: &Path) -> [Value; 3] {
    let params = json!({ "textDocument": { "uri": uri(path) } });
    let mut tokens = client.request("textDocument/semanticTokens/full", params.clone()).unwrap();
    tokens["resultId"] = Value::Null;
    [
        client.request("textDocument/diagnostic", params.clone()).unwrap()["items"].clone(),
        tokens,
        client.request("textDocument/documentSymbol", params).unwrap(),
    ]
}

fn session(encoding: &str, seed: u64, count: usize) {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/note/ressources.perenne.md");
    let mut text = std::fs::read_to_string(shipped).unwrap();
    let folder = folder(&format!("edits-{encoding}"), &[("a.perenne.md", &text)]);
    let path = folder.join("a.perenne.md");
    let capabilities = json!({ "general": { "positionEncodings": [encoding] }, "textDocument": { "diagnostic": {} } });
    let mut edited = Client::start(&folder, capabilities.clone());
    assert_eq!(edited.capabilities["positionEncoding"], json!(encoding));
    let mut fresh = Client::start(&folder, capabilities);
    edited.open(&path, &text);
    fresh.open(&path, &text);
    let mut random = fastrand::Rng::with_seed(seed);
    for version in 2..count + 2 {
        let mut changes = Vec::new();
        for _ in 0..random.usize(1..4) {
            let mut ends = [random.usize(0..=text.len()), 0];
            ends[1] = (ends[0] + if random.bool() { 0 } else { random.usize(0..30) }).min(text.len());
            // An editor has no place inside a character, nor between the two halves of a line end.
            for end in &mut ends {
                while !text.is_char_boundary(*end) || text[..*end].ends_with('\r') && text[*end..].starts_with('\n') {
                    *end -= 1;
                }
            }
            let piece = PIECES[random.usize(0..PIECES.len())];
            let range =
                json!({ "start": position(&text, ends[0], encoding), "end": position(&text, ends[1], encoding) });
            changes.push(json!({ "range": range, "text": piece }));
            text.replace_range(ends[0]..ends[1], piece);
        }
        edited.change_with(&path, version as i64, Value::Array(changes));
        if version % 100 == 0 || version == count + 1 {
            fresh.change(&path, version as i64, &text);
            assert_eq!(known(&mut edited, &path), known(&mut fresh, &path), "seed {seed}, version {version}:\n{text}");
        }
    }
    assert_eq!(edited.shut_down(), 0);
    assert_eq!(fresh.shut_down(), 0);
}

#[test]
fn random_edits_leave_what_a_fresh_server_knows_in_utf_16() {
    session("utf-16", 1, 5000);
}

#[test]
fn random_edits_leave_what_a_fresh_server_knows_in_utf_8() {
    session("utf-8", 2, 5000);
}
