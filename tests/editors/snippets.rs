//! Each snippet of VS Code, its blanks left as they are, is a rule that the compiler reads.

use super::programs::{editors, read};
use perenne::base::FileId;
use perenne::syntax::parse;
use serde_json::Value;

/// A body with the words that stand for its blanks: `${1:name}`, `${2|one,two|}`, `$0`.
fn filled(body: &str) -> String {
    let mut out = String::new();
    let mut rest = body.replace("$0", "");
    while let Some((before, after)) = rest.clone().split_once("${") {
        out.push_str(before);
        let (inside, tail) = after.split_once('}').expect("a closed blank");
        let word = match inside.split_once(':') {
            Some((_, word)) => word,
            None => inside.split('|').nth(1).and_then(|words| words.split(',').next()).expect("a choice"),
        };
        out.push_str(word);
        rest = tail.to_string();
    }
    out + &rest
}

#[test]
fn every_snippet_is_read_without_a_mistake() {
    for (lang, items) in [("fr", 17), ("en", 17)] {
        let snippets: Value =
            serde_json::from_str(&read(&editors(&format!("vscode/snippets/{lang}.json")))).expect("JSON");
        let snippets = snippets.as_object().expect("an object");
        assert!(snippets.len() >= items, "{lang}: {} snippets", snippets.len());
        for (name, snippet) in snippets {
            let lines: Vec<&str> = snippet["body"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let text = format!("language {lang}\n\n{}\n", filled(&lines.join("\n")));
            let parsed = parse(FileId(0), &text, false);
            assert!(parsed.diagnostics.is_empty(), "{lang}, {name}: {:?}\n{text}", parsed.diagnostics);
            assert_eq!(parsed.file.items.len(), 1, "{lang}, {name}");
        }
    }
}
