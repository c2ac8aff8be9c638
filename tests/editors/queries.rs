//! The tree-sitter queries, in each editor's folder and in its words.

use super::programs::{editors, is_fresh, read};

/// What an editor takes.
struct Copy {
    folder: &'static str,
    queries: &'static [&'static str],
    /// How it calls what others call so.
    names: &'static [(&'static str, &'static str)],
}

const COPIES: [Copy; 3] = [
    Copy { folder: "neovim/queries/perenne", queries: &["highlights", "folds", "injections", "indents"], names: &[] },
    Copy {
        folder: "helix/queries/perenne",
        queries: &["highlights", "injections", "locals"],
        names: &[("@property", "@variable.other.member"), ("@number", "@constant.numeric")],
    },
    Copy { folder: "zed/languages/perenne", queries: &["highlights", "injections", "outline", "brackets"], names: &[] },
];

#[test]
fn the_queries_of_each_editor_are_fresh() {
    for Copy { folder, queries, names } in COPIES {
        for query in queries {
            let own = read(&editors(&format!("tree-sitter/queries/{query}.scm")));
            let own = names.iter().fold(own, |own, (from, to)| own.replace(from, to));
            let text = format!("; Made by tests/editors from editors/tree-sitter/queries.\n\n{own}");
            is_fresh(&format!("{folder}/{query}.scm"), &text);
        }
    }
}
