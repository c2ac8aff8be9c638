//! The tree-sitter queries, in each editor's folder and in its words.

use super::programs::{editors, is_fresh, read};

/// An editor's folder, the queries that it takes, and how it calls what others call so.
const COPIES: [(&str, &[&str], &[(&str, &str)]); 3] = [
    ("neovim/queries/perenne", &["highlights", "folds", "injections", "indents"], &[]),
    (
        "helix/queries/perenne",
        &["highlights", "injections", "locals"],
        &[("@property", "@variable.other.member"), ("@number", "@constant.numeric")],
    ),
    ("zed/languages/perenne", &["highlights", "injections", "outline", "brackets"], &[]),
];

#[test]
fn the_queries_of_each_editor_are_fresh() {
    for (folder, queries, names) in COPIES {
        for query in queries {
            let own = read(&editors(&format!("tree-sitter/queries/{query}.scm")));
            let own = names.iter().fold(own, |own, (from, to)| own.replace(from, to));
            let text = format!("; Made by tests/editors from editors/tree-sitter/queries.\n\n{own}");
            is_fresh(&format!("{folder}/{query}.scm"), &text);
        }
    }
}
