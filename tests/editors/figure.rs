//! What the editors colour, character by character, against what the compiler reads.

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

/// Files of each kind, for the editors whose colours take long to ask for.
const FEW: [&str; 7] = [
    "tests/syntax/specimen.perenne",
    "examples/tour/tour.perenne",
    "rules/note/sortie.perenne.md",
    "rules/note/scenarios.perenne.md",
    "rules/accessibilite/accessibilite.perenne.md",
    "rules/check-list/check-list.perenne.md",
    "rules/formes-juridiques/formes-juridiques.perenne.md",
];

#[test]
fn the_vim_syntax_colours_what_the_compiler_reads() {
    let Some(mut nvim) = program("nvim", "Vim colours") else { return };
    let list = few("vim", &FEW, str::len);
    nvim.env("LIST", &list).env("MOST", "0").args(["--clean", "--headless", "-c"]);
    println!("{}", output(nvim.arg(format!("luafile {}", editors("neovim/test/colours.lua").display()))));
}

#[test]
fn the_emacs_mode_colours_what_the_compiler_reads() {
    let Some(mut emacs) = program("emacs", "Emacs colours") else { return };
    let list = few("emacs", &FEW, |text| text.chars().count());
    emacs.env("LIST", &list).env("MOST", "0").args(["-Q", "--batch", "-l"]);
    println!("{}", output(emacs.arg(editors("emacs/test/colours.el"))));
}

/// As for the TextMate grammar: the items after one that is not finished keep their colours.
#[test]
fn what_is_half_written_looks_right_in_vim_and_in_emacs() {
    let half = ["tests/editors/half-written/fr.perenne", "tests/editors/half-written/en.perenne.md"];
    if let Some(mut nvim) = program("nvim", "what is half written in Vim") {
        nvim.env("LIST", few("vim-half", &half, str::len)).env("MOST", "14").args(["--clean", "--headless", "-c"]);
        println!("{}", output(nvim.arg(format!("luafile {}", editors("neovim/test/colours.lua").display()))));
    }
    if let Some(mut emacs) = program("emacs", "what is half written in Emacs") {
        let list = few("emacs-half", &half, |text| text.chars().count());
        emacs.env("LIST", list).env("MOST", "11").args(["-Q", "--batch", "-l"]);
        println!("{}", output(emacs.arg(editors("emacs/test/colours.el"))));
    }
}

/// The list of the few files with their coloured stretches, their places counted in this way.
fn few(name: &str, files: &[&str], count: fn(&str) -> usize) -> PathBuf {
    let stretches = |path: &Path| {
        let text = read(path);
        let stretches: Vec<Value> = coloured(&text, is_literate(path))
            .iter()
            .map(|(span, colour)| {
                let [start, end] = [span.start, span.end].map(|at| count(&text[..at as usize]));
                json!([start, end, format!("{colour:?}").to_lowercase()])
            })
            .collect();
        json!({ "path": path, "stretches": stretches })
    };
    let files: Vec<Value> = files.iter().map(|path| stretches(&root().join(path))).collect();
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("colours-{name}.json"));
    std::fs::write(&list, json!(files).to_string()).expect("written");
    list
}
