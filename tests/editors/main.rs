//! The packages for editors, `editors/`: their lists of words come from the one table, and what they colour is what the
//! compiler reads. A test that needs an editor, node or tree-sitter says that it skips where there is none.

#![allow(
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test stops where something is wrong"
)]

mod emacs;
mod figure;
mod programs;
mod queries;
mod servers;
mod snippets;
mod textmate;
mod tree_sitter;
mod vim;
mod words;

use programs::{between, editors, is_fresh, read};

#[test]
fn the_textmate_grammar_is_fresh() {
    let path = "vscode/syntaxes/perenne.tmLanguage.json";
    is_fresh(path, &textmate::renewed(&read(&editors(path))));
}

#[test]
fn the_vim_syntax_is_fresh() {
    let path = "neovim/syntax/perenne.vim";
    is_fresh(path, &between(&read(&editors(path)), &vim::lines()));
}

#[test]
fn the_emacs_mode_is_fresh() {
    let path = "emacs/perenne-mode.el";
    is_fresh(path, &between(&read(&editors(path)), &emacs::lines()));
}

#[test]
fn the_words_of_tree_sitter_are_fresh() {
    is_fresh("tree-sitter/src/words.h", &tree_sitter::header());
    is_fresh("tree-sitter/units.js", &tree_sitter::units());
}
