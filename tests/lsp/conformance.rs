//! Every method that the server says it has is sent once and answers; it says so of every one that answers.

use super::client::{Client, folder, uri};
use serde_json::{Value, json};

const RULES: &str = "doctrine d « D »

source note « Note »
  date 2023-12
  url \"https://exemple.fr\"

choix statut { agent « Agent », autre « Autre » }

faits équipe « Équipe » {
  internes : ETP « Internes »
  pilotage : statut « Pilotage »
}

définition part : pourcentage « Part »
  = part de équipe.internes parmi (équipe.internes, 4 ETP)

critère interne « Interne »
  selon note
  exige équipe.pilotage est agent et part au moins 40 %

test « essai »
  au 2024-01-01
  étant donné équipe.pilotage = agent
  attend interne indéterminé
";

const FACTS: &str = "dossier: { nom: essai, au: 2024-01-01 }\néquipe:\n  internes: 1\n  pilotage: agent\n";

/// Each capability, and the methods that it promises.
const PROMISES: &[(&str, &[&str])] = &[
    ("/hoverProvider", &["textDocument/hover"]),
    ("/declarationProvider", &["textDocument/declaration"]),
    ("/definitionProvider", &["textDocument/definition"]),
    ("/typeDefinitionProvider", &["textDocument/typeDefinition"]),
    ("/implementationProvider", &["textDocument/implementation"]),
    ("/referencesProvider", &["textDocument/references"]),
    ("/documentHighlightProvider", &["textDocument/documentHighlight"]),
    ("/documentSymbolProvider", &["textDocument/documentSymbol"]),
    ("/workspaceSymbolProvider", &["workspace/symbol"]),
    ("/foldingRangeProvider", &["textDocument/foldingRange"]),
    ("/selectionRangeProvider", &["textDocument/selectionRange"]),
    ("/documentLinkProvider", &["textDocument/documentLink"]),
    ("/documentFormattingProvider", &["textDocument/formatting"]),
    ("/documentRangeFormattingProvider", &["textDocument/rangeFormatting"]),
    ("/documentOnTypeFormattingProvider", &["textDocument/onTypeFormatting"]),
    ("/completionProvider", &["textDocument/completion", "completionItem/resolve"]),
    ("/signatureHelpProvider", &["textDocument/signatureHelp"]),
    ("/renameProvider", &["textDocument/prepareRename", "textDocument/rename"]),
    ("/codeActionProvider", &["textDocument/codeAction"]),
    ("/codeLensProvider", &["textDocument/codeLens"]),
    ("/inlayHintProvider", &["textDocument/inlayHint", "inlayHint/resolve"]),
    (
        "/semanticTokensProvider",
        &[
            "textDocument/semanticTokens/full",
            "textDocument/semanticTokens/full/delta",
            "textDocument/semanticTokens/range",
        ],
    ),
    (
        "/callHierarchyProvider",
        &["textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
    ),
    ("/diagnosticProvider", &["textDocument/diagnostic", "workspace/diagnostic"]),
    ("/executeCommandProvider", &["workspace/executeCommand"]),
    ("/workspace/fileOperations/willRename", &["workspace/willRenameFiles"]),
];

/// Capabilities that promise no request.
const OTHERS: &[&str] = &["/positionEncoding", "/textDocumentSync", "/workspace"];

fn position(text: &str, mark: &str) -> Value {
    let at = text.find(mark).unwrap() + mark.len();
    let line = text[..at].matches('\n').count();
    let column = text[..at].rsplit('\n').next().unwrap().encode_utf16().count();
    json!({ "line": line, "character": column })
}

#[test]
fn what_is_advertised_answers_and_nothing_else_is() {
    let folder = folder("conformance", &[("a.perenne", RULES), ("essai.yaml", FACTS)]);
    let (rules, facts) = (folder.join("a.perenne"), folder.join("essai.yaml"));
    let mut client = Client::start(&folder, json!({ "textDocument": { "diagnostic": {} } }));
    let advertised: Vec<String> =
        client.capabilities.as_object().unwrap().keys().map(|key| format!("/{key}")).collect();
    for key in &advertised {
        let promised = PROMISES.iter().any(|(path, _)| path == key) || OTHERS.contains(&key.as_str());
        assert!(promised, "{key} is advertised, and no request of it is tried");
    }
    for (path, _) in PROMISES {
        assert!(client.capabilities.pointer(path).is_some(), "{path} is tried, and not advertised");
    }
    client.open(&rules, RULES);
    client.open(&facts, FACTS);
    let document = json!({ "uri": uri(&rules) });
    let on = |mark: &str| json!({ "textDocument": document, "position": position(RULES, mark) });
    let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let with = |mut params: Value, key: &str, value: Value| {
        params[key] = value;
        params
    };
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let chosen = json!({ "command": "perenne.dossier", "arguments": [uri(&facts)] });
    assert_eq!(client.request("workspace/executeCommand", chosen).unwrap(), json!({ "dossier": "essai" }));
    let mut tried: Vec<String> = vec!["workspace/executeCommand".to_string()];
    let mut ask = |method: &str, params: Value| -> Value {
        tried.push(method.to_string());
        let answer = client.request(method, params).unwrap_or_else(|error| panic!("{method}: {error}"));
        assert!(!answer.is_null() && answer != json!([]), "{method} answers nothing");
        answer
    };
    ask("textDocument/hover", on("exige équipe.pil"));
    for method in ["declaration", "definition", "typeDefinition"] {
        ask(&format!("textDocument/{method}"), on("exige équipe.pil"));
    }
    ask("textDocument/implementation", on("définition pa"));
    ask("textDocument/references", with(on("exige équipe.pil"), "context", json!({ "includeDeclaration": true })));
    ask("textDocument/documentHighlight", on("exige équipe.pil"));
    ask("textDocument/documentSymbol", json!({ "textDocument": document }));
    ask("workspace/symbol", json!({ "query": "inter" }));
    ask("textDocument/foldingRange", json!({ "textDocument": document }));
    ask(
        "textDocument/selectionRange",
        json!({ "textDocument": document, "positions": [position(RULES, "exige équipe")] }),
    );
    ask("textDocument/documentLink", json!({ "textDocument": document }));
    ask("textDocument/formatting", json!({ "textDocument": document, "options": options }));
    ask("textDocument/rangeFormatting", json!({ "textDocument": document, "range": all, "options": options }));
    let list = ask("textDocument/completion", on("exige équipe."));
    let item = list["items"].as_array().unwrap().iter().find(|item| item["label"] == "pilotage").unwrap().clone();
    assert!(ask("completionItem/resolve", item)["documentation"]["value"].as_str().unwrap().contains("Pilotage"));
    ask("textDocument/signatureHelp", on("= part de équipe.internes parmi ("));
    ask("textDocument/prepareRename", on("exige équipe.pil"));
    let renamed = ask("textDocument/rename", with(on("exige équipe.pil"), "newName", json!("conduite")));
    assert_eq!(renamed["changes"].as_object().unwrap().len(), 2, "{renamed}");
    let context = json!({ "diagnostics": [] });
    ask("textDocument/codeAction", json!({ "textDocument": document, "range": all, "context": context }));
    ask("textDocument/codeLens", json!({ "textDocument": document }));
    let hints = ask("textDocument/inlayHint", json!({ "textDocument": document, "range": all }));
    let hint = hints.as_array().unwrap().iter().find(|hint| hint.get("data").is_some()).unwrap().clone();
    assert!(ask("inlayHint/resolve", hint)["tooltip"]["value"].as_str().unwrap().contains("Interne"));
    let tokens = ask("textDocument/semanticTokens/full", json!({ "textDocument": document }));
    ask(
        "textDocument/semanticTokens/full/delta",
        json!({ "textDocument": document, "previousResultId": tokens["resultId"] }),
    );
    ask("textDocument/semanticTokens/range", json!({ "textDocument": document, "range": all }));
    let item = ask("textDocument/prepareCallHierarchy", on("définition pa"))[0].clone();
    assert_eq!(ask("callHierarchy/incomingCalls", json!({ "item": item }))[0]["from"]["name"], "interne");
    assert_eq!(ask("callHierarchy/outgoingCalls", json!({ "item": item }))[0]["to"]["name"], "internes");
    ask("textDocument/diagnostic", json!({ "textDocument": document }));
    ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let moves = json!([{ "oldUri": uri(&facts), "newUri": uri(&folder.join("dossiers/essai.yaml")) }]);
    tried.push("workspace/willRenameFiles".to_string());
    assert_eq!(client.request("workspace/willRenameFiles", json!({ "files": moves })).unwrap(), Value::Null);
    let row = format!("{RULES}\n| a|b |\n");
    client.change(&rules, 2, &row);
    let typed = json!({ "textDocument": document, "position": position(&row, "| a|"), "ch": "|", "options": options });
    tried.push("textDocument/onTypeFormatting".to_string());
    assert_eq!(client.request("textDocument/onTypeFormatting", typed).unwrap()[0]["newText"], "| a | b |");
    let promised: Vec<&str> = PROMISES.iter().flat_map(|(_, methods)| *methods).copied().collect();
    for method in &promised {
        assert!(tried.iter().any(|tried| tried == method), "{method} is promised, and not tried");
    }
    // With those of the session itself: initialize and shutdown.
    assert!(promised.len() + 2 >= 33, "{} requests", promised.len() + 2);
    assert_eq!(client.shut_down(), 0);
}

#[test]
fn commands_run_tests_explain_and_evaluate() {
    let failing = RULES.replace("attend interne indéterminé", "attend interne satisfait");
    let folder = folder("commands", &[("a.perenne", &failing), ("essai.yaml", FACTS)]);
    let (rules, facts) = (folder.join("a.perenne"), folder.join("essai.yaml"));
    let mut client = Client::start(&folder, json!({}));
    client.open(&rules, &failing);
    let run = |client: &mut Client, command: &str, arguments: Value| {
        client.request("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
    };
    let tested = run(&mut client, "perenne.test", json!([uri(&rules), "essai"])).unwrap();
    assert_eq!((&tested["passed"], &tested["failed"]), (&json!(0), &json!(1)));
    assert_eq!(tested["failures"], json!(["essai"]));
    // The text as it stands in the editor is what is tested.
    client.change(&rules, 2, RULES);
    assert_eq!(run(&mut client, "perenne.test", json!([uri(&rules), null])).unwrap()["passed"], json!(1));
    let refused = run(&mut client, "perenne.why", json!([uri(&rules), "interne"])).unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("choisissez d’abord un dossier"), "{refused}");
    run(&mut client, "perenne.dossier", json!([uri(&facts)])).unwrap();
    let why = run(&mut client, "perenne.why", json!([uri(&rules), "interne"])).unwrap();
    assert!(why.as_str().unwrap().contains("20"), "{why}");
    let verdicts = run(&mut client, "perenne.evaluate", json!([uri(&facts)])).unwrap();
    assert_eq!(verdicts["verdicts"]["interne"]["verdict"], "not_met");
    assert!(run(&mut client, "perenne.explain", json!(["R0201"])).unwrap().as_str().unwrap().contains("R0201"));
    assert!(run(&mut client, "perenne.inconnue", json!([])).is_err());
    // No dossier, no values.
    let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = json!({ "textDocument": { "uri": uri(&rules) }, "range": all });
    assert_ne!(client.request("textDocument/inlayHint", hints.clone()).unwrap(), Value::Null);
    // The values follow the facts file as it is edited.
    client.open(&facts, FACTS);
    client.change(&facts, 2, &FACTS.replace("internes: 1", "internes: 4"));
    let shown = client.request("textDocument/inlayHint", hints.clone()).unwrap().to_string();
    assert!(shown.contains("50 %") || shown.contains("50\u{a0}%"), "{shown}");
    run(&mut client, "perenne.dossier", json!([null])).unwrap();
    assert_eq!(client.request("textDocument/inlayHint", hints).unwrap(), Value::Null);
    assert_eq!(client.shut_down(), 0);
}
