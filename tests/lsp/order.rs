//! Edits in their order, requests of the right version, cancellation.

use super::client::{Client, folder, uri};
use serde_json::json;

const RULES: &str = "doctrine d « D »\n\nfaits f {\n  a : oui/non « A »\n}\n\ncritère c « C »\n  exige f.a\n";

/// One letter after another, without waiting; then the answer to a request is that of the last text.
#[test]
fn edits_are_never_reordered_and_requests_see_all_those_before_them() {
    let folder = folder("order", &[("a.perenne", RULES)]);
    let path = folder.join("a.perenne");
    let mut client = Client::start(&folder, json!({}));
    client.open(&path, RULES);
    let name = "une_très_longue_définition_écrite_lettre_par_lettre";
    let mut version = 1;
    let mut written = String::new();
    for letter in name.chars() {
        version += 1;
        let at = json!({ "line": 8, "character": written.encode_utf16().count() });
        let change = json!([{ "range": { "start": at, "end": at }, "text": letter.to_string() }]);
        client.change_with(&path, version, change);
        written.push(letter);
    }
    let whole = format!("critère {name} « X »\n  exige f.a");
    let at = json!({ "start": { "line": 8, "character": 0 }, "end": { "line": 8, "character": 999 } });
    client.change_with(&path, version + 1, json!([{ "range": at, "text": whole }]));
    let symbols =
        client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri(&path) } })).unwrap();
    let names: Vec<&str> = symbols.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["d", "f", "c", name]);
    assert!(client.diagnostics(&path, version + 1).iter().all(|it| it["severity"] != json!(1)));
    assert_eq!(client.shut_down(), 0);
}

/// A request that an edit overtakes is refused as stale, never answered from another text; the one after is answered.
#[test]
fn stale_answers_are_refused() {
    let folder = folder("stale", &[("a.perenne", RULES)]);
    let path = folder.join("a.perenne");
    let mut client = Client::start(&folder, json!({}));
    client.open(&path, RULES);
    let (mut refused, mut answered) = (0, 0);
    let mut asked = Vec::new();
    for version in 2..60 {
        client.change(&path, version, &RULES.replace("critère c", &format!("critère c{version}")));
        let params = json!({ "textDocument": { "uri": uri(&path) } });
        asked.push((version, client.send("textDocument/documentSymbol", params)));
    }
    for (version, id) in asked {
        match client.answer(id) {
            Ok(symbols) => {
                assert_eq!(symbols[2]["name"], format!("c{version}"));
                answered += 1;
            }
            Err(error) => {
                assert_eq!(error["code"], json!(-32801), "{error}");
                refused += 1;
            }
        }
    }
    assert!(answered > 0 && refused + answered == 58);
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn cancelled_requests_end_as_cancelled() {
    let folder = folder("cancelled", &[("a.perenne", RULES)]);
    let path = folder.join("a.perenne");
    let mut client = Client::start(&folder, json!({}));
    client.open(&path, RULES);
    // The first keep the server busy, so that the last is still waiting when it is given up.
    let params = json!({ "textDocument": { "uri": uri(&path) }, "options": { "tabSize": 2, "insertSpaces": true } });
    let before: Vec<i64> = (0..50).map(|_| client.send("textDocument/formatting", params.clone())).collect();
    let id = client.send("textDocument/formatting", params);
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.answer(id).unwrap_err()["code"], json!(-32800));
    for id in before {
        client.answer(id).unwrap();
    }
    assert_eq!(client.shut_down(), 0);
}
