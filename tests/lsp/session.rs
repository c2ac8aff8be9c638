//! Opening, editing, diagnosing, ending.

use super::client::{Client, folder, uri};
use serde_json::{Value, json};

const RULES: &str = "doctrine d « D »\n\nfaits f {\n  a : oui/non « A »\n}\n\ncritère c « C »\n  exige f.a\n";

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn what_is_wrong_is_told_as_the_text_changes() {
    let folder = folder("told", &[("a.perenne", RULES)]);
    let path = folder.join("a.perenne");
    let mut client = Client::start(&folder, json!({}));
    client.open(&path, RULES);
    assert!(client.diagnostics(&path, 1).is_empty());
    let start = json!({ "line": 7, "character": 10 });
    let end = json!({ "line": 7, "character": 11 });
    let change = json!([{ "range": { "start": start, "end": end }, "text": "b et x" }]);
    client.change_with(&path, 2, change);
    let found = client.diagnostics(&path, 2);
    assert_eq!(codes(&found), ["R0201", "R0201"]);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 7, "character": 10 }));
    assert!(found[0]["message"].as_str().unwrap().contains("«\u{a0}b\u{a0}»"), "{}", found[0]["message"]);
    client.change(&path, 3, RULES);
    assert!(client.diagnostics(&path, 3).is_empty());
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn facts_files_are_judged_by_their_doctrine_as_it_stands_in_the_editor() {
    let facts = "dossier: { nom: essai, au: 2024-01-01 }\nf:\n  b: oui\n";
    let other = "autre: chose\n";
    let folder = folder("facts", &[("a.perenne", RULES), ("essai.yaml", facts), ("autre.yaml", other)]);
    let (rules, path) = (folder.join("a.perenne"), folder.join("essai.yaml"));
    let mut client = Client::start(&folder, json!({}));
    client.open(&path, facts);
    assert_eq!(codes(&client.diagnostics(&path, 1)), ["R0530"]);
    // The fact is declared in a buffer that is not saved.
    client.open(&rules, &RULES.replace("a : oui/non « A »", "b : oui/non « A »").replace("f.a", "f.b"));
    assert!(client.diagnostics(&path, 1).is_empty());
    let pulled = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(&path) } })).unwrap();
    assert_eq!(pulled["kind"], "full");
    assert_eq!(pulled["items"], json!([]));
    // What is not a facts file is left alone.
    client.open(&folder.join("autre.yaml"), other);
    let other = json!({ "textDocument": { "uri": uri(&folder.join("autre.yaml")) } });
    assert_eq!(client.request("textDocument/diagnostic", other).unwrap()["items"], json!([]));
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn diagnostics_are_pulled_and_not_pushed_where_the_editor_asks_for_them() {
    let wrong = RULES.replace("f.a", "f.b");
    let folder = folder("pulled", &[("a.perenne", RULES), ("b.perenne", "critère k « K »\n  exige f.z\n")]);
    let path = folder.join("a.perenne");
    let mut client = Client::start(&folder, json!({ "textDocument": { "diagnostic": {} } }));
    client.open(&path, &wrong);
    let asked = json!({ "textDocument": { "uri": uri(&path) } });
    let report = client.request("textDocument/diagnostic", asked).unwrap();
    assert_eq!(codes(report["items"].as_array().unwrap()), ["R0201"]);
    let again = json!({ "textDocument": { "uri": uri(&path) }, "previousResultId": report["resultId"] });
    assert_eq!(client.request("textDocument/diagnostic", again).unwrap()["kind"], "unchanged");
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    let files: Vec<&str> = report["items"].as_array().unwrap().iter().map(|it| it["uri"].as_str().unwrap()).collect();
    assert_eq!(files, [uri(&path), uri(&folder.join("b.perenne"))]);
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn a_session_ends_as_the_protocol_says() {
    let folder = folder("ends", &[("a.perenne", RULES)]);
    assert_eq!(Client::start(&folder, json!({})).shut_down(), 0);
    // An editor that dies leaves no process, and neither does one that has not said a word.
    assert_eq!(Client::start(&folder, json!({})).hang_up(), 1);
    assert_eq!(Client::start_silent(&folder).hang_up(), 1);
    let mut client = Client::start(&folder, json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), 1);
    // With parameters that say nothing, as some editors send them.
    let mut client = Client::start(&folder, json!({}));
    client.write(&json!({ "jsonrpc": "2.0", "id": 99, "method": "shutdown", "params": null }));
    assert_eq!(client.answer(99), Ok(Value::Null));
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), 0);
    // Both at once, without waiting for the answer.
    let mut client = Client::start(&folder, json!({}));
    let id = client.send("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.answer(id), Ok(Value::Null));
    assert_eq!(client.code(), 0);
}

#[test]
fn files_on_disk_that_change_and_buffers_that_are_no_files_yet_count() {
    let folder = folder("disk", &[("a.perenne", RULES), ("b.perenne", "critère k « K »\n  exige f.z\n")]);
    let (a, b) = (folder.join("a.perenne"), folder.join("b.perenne"));
    let mut client = Client::start(&folder, json!({}));
    let uses = "critère l « L »\n  exige f.a et nouveau\n";
    let path = folder.join("c.perenne");
    client.open(&path, uses);
    // Two files with mistakes: one open, one not.
    assert_eq!(codes(&client.diagnostics(&path, 1)), ["R0201"]);
    client.open(&folder.join("pas encore.perenne"), "définition nouveau : oui/non « N »\n  = f.a\n");
    client.change(&path, 2, uses);
    assert!(client.diagnostics(&path, 2).is_empty());
    // Another program takes away the fact.
    std::fs::write(&a, RULES.replace("  a : oui/non", "  autre : oui/non").replace("f.a", "f.autre")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&a), "type": 2 }] }));
    client.change(&path, 3, uses);
    assert_eq!(codes(&client.diagnostics(&path, 3)), ["R0201"]);
    // And the whole doctrine.
    std::fs::write(&b, "").unwrap();
    std::fs::write(&a, RULES).unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&path) } }));
    client.change(&path, 4, uses);
    assert!(client.diagnostics(&path, 4).is_empty());
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn folders_come_and_go_and_their_doctrines_are_told_apart() {
    let other = "doctrine e « E »\n\nfaits g {\n  b : oui/non « B »\n}\n\ncritère dans_e « E »\n  exige g.b\n";
    let folder = folder("folders", &[("un/a.perenne", RULES), ("deux/a.perenne", other)]);
    let (un, deux) = (folder.join("un"), folder.join("deux"));
    let mut client = Client::start(&un, json!({}));
    let search = |client: &mut Client, query: &str| {
        let found = client.request("workspace/symbol", json!({ "query": query })).unwrap();
        found.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert!(search(&mut client, "dans_e").is_empty());
    let added = json!([{ "uri": uri(&deux), "name": "deux" }]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": added, "removed": [] } }));
    assert_eq!(search(&mut client, "dans_e"), ["dans_e"]);
    client.open(&deux.join("a.perenne"), &other.replace("g.b", "f.a"));
    // The facts of the other folder are not those of this doctrine.
    assert_eq!(codes(&client.diagnostics(&deux.join("a.perenne"), 1)), ["R0201"]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": added } }));
    assert_eq!(search(&mut client, "c").first().map(String::as_str), Some("c"));
    assert_eq!(client.shut_down(), 0);
}
