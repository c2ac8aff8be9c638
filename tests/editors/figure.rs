//! What the TextMate grammar colours, character by character, against what the compiler reads.

use super::programs::{corpus, editors, half_written, installed, is_literate, output, program, read, root, shipped};
use perenne::syntax::colour::coloured;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The coloured stretches of a file, counted as JavaScript counts.
fn expected(path: &Path) -> Value {
    let text = read(path);
    let units = |end: u32| text[..end as usize].encode_utf16().count();
    let stretches: Vec<Value> = coloured(&text, is_literate(path))
        .iter()
        .map(|(span, colour)| json!([units(span.start), units(span.end), format!("{colour:?}").to_lowercase()]))
        .collect();
    json!({ "path": path, "literate": is_literate(path), "stretches": stretches })
}

/// Has these files coloured and compared; so many stretches may differ.
fn compare(files: &[PathBuf], most: usize) {
    let test = "TextMate colours";
    let Some(mut node) = program("node", test) else { return };
    if installed("vscode/node_modules/vscode-textmate", "npm ci in editors/vscode", test).is_none() {
        return;
    }
    let files: Vec<Value> = files.iter().map(|path| expected(path)).collect();
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("colours-{most}.json"));
    std::fs::write(&list, json!(files).to_string()).expect("written");
    let script = editors("vscode/test/colours.mjs");
    println!("{}", output(node.current_dir(root()).arg(script).arg(&list).arg(most.to_string())));
}

#[test]
fn the_textmate_grammar_colours_what_the_compiler_reads() {
    compare(&shipped(), 0);
}

/// These files try everything, words of the language that stand as names included, which only the compiler can tell.
#[test]
fn the_textmate_grammar_is_seldom_wrong_where_words_stand_as_names() {
    compare(&corpus(), 8);
}

/// What the compiler cannot read it does not colour: only the lines at fault differ, never the items after them.
#[test]
fn what_is_half_written_leaves_the_rest_its_colours() {
    compare(&[half_written("fr.perenne"), half_written("en.perenne.md")], 18);
}
