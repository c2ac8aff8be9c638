//! The syntax of Vim and Neovim: its words, those of most words last, for there the last rule wins.

use super::words::{self, Dialect, apart, by_end, of_class};
use std::fmt::Write;

const VIM: Dialect =
    Dialect { blanks: r"[ \t\u00a0\u202f]\+", apostrophe: "['’]", optional: (r"\%(", r"\)\="), or: r"\|" };

fn bounded(patterns: &[&str]) -> String {
    let (open, closed) = by_end(patterns);
    let closed = (!closed.is_empty()).then(|| format!(r"\%({}\)\>", VIM.any(&closed)));
    let open = (!open.is_empty()).then(|| VIM.any(&open));
    [closed, open].into_iter().flatten().collect::<Vec<_>>().join(r"\|")
}

fn group(class: &str) -> String {
    let (first, rest) = class.split_at(1);
    format!("perenne{}{rest}", first.to_uppercase())
}

/// The lines between the marks.
pub fn lines() -> String {
    let classes = apart(&["force", "verdict", "state", "literal", "operator", "part", "clause", "type"]);
    let most = classes.iter().flat_map(|(_, patterns)| patterns).map(|pattern| words::count(pattern)).max();
    let mut out = String::new();
    for count in 1..=most.unwrap_or(1) {
        for (class, patterns) in classes.iter().rev() {
            let own: Vec<&str> = patterns.iter().copied().filter(|pattern| words::count(pattern) == count).collect();
            if own.is_empty() {
                continue;
            }
            let rule = format!(r"\%(\.\)\@1<!\<\%({}\)\%(\.\k\)\@!", bounded(&own));
            writeln!(out, "syntax match {} \"{rule}\"", group(class)).expect("written");
        }
    }
    let mut clauses = of_class("clause");
    clauses.extend(of_class("force"));
    clauses.sort_by_key(|pattern| words::count(pattern));
    let used_as_name = r"\%([ \t]*\%(\.\k\|[:,)}=+*/<>≥≤≠]\)\)\@!";
    for clause in clauses.chunk_by(|one, other| words::count(one) == words::count(other)) {
        let not = bounded(&words::longer_than(clause));
        let not = if not.is_empty() { not } else { format!(r"\%({not}\)\@!") };
        let rule = format!(r"^[ \t\u00a0]\+\zs{not}\%({}\){used_as_name}", bounded(clause));
        writeln!(out, "syntax match perenneClause \"{rule}\"").expect("written");
    }
    let types = bounded(&of_class("type"));
    writeln!(out, "syntax match perenneType \"\\%(:\\s*\\)\\@<=\\%({types}\\)\"").expect("written");
    let items = bounded(&of_class("item"));
    let follows = r"\ze\%([ \t]*$\|[ \t]*[«“`\d34]\|[ \t]*\k\)";
    writeln!(out, "syntax match perenneItem \"^\\%({items}\\){follows}\" nextgroup=perenneDefined skipwhite")
        .expect("written");
    let units = words::units().join(r"\|");
    writeln!(
        out,
        "syntax match perenneUnit \"\\%([0-9][ \\u00a0\\u202f\\t]*\\)\\@<=\\%(%\\|\\%({units}\\)\\%(/\\%({units}\\)\\)*\\k\\@!\\)\""
    )
    .expect("written");
    out
}
