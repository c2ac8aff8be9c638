//! The words of the Emacs mode.

use super::words::{self, CLASSES, Dialect, by_end, of_class};
use std::collections::BTreeSet;
use std::fmt::Write;

const EMACS: Dialect =
    Dialect { blanks: "[ \\t\u{a0}\u{202f}]+", apostrophe: "['’]", optional: (r"\\(?:", r"\\)?"), or: r"\\|" };

/// The lines between the marks: a regular expression for each class, the longest words first.
pub fn lines() -> String {
    let mut out = String::new();
    for (class, _) in CLASSES {
        let words = of_class(class);
        let (open, closed) = by_end(&words);
        let closed = format!(r"\\(?:{}\\)\\_>", EMACS.any(&closed));
        let open = if open.is_empty() { String::new() } else { format!("{}{}", EMACS.or, EMACS.any(&open)) };
        writeln!(out, "(defconst perenne--{class} \"{closed}{open}\")").expect("written");
    }
    let phrases: BTreeSet<&str> =
        CLASSES.iter().filter(|(class, _)| *class != "item").flat_map(|(class, _)| of_class(class)).collect();
    let mut phrases: Vec<&str> = phrases.into_iter().filter(|word| words::count(word) > 1).collect();
    phrases.sort_by_key(|word| std::cmp::Reverse((words::count(word), word.chars().count())));
    let (open, closed) = by_end(&phrases);
    writeln!(out, r#"(defconst perenne--phrase "\\(?:{}\\)\\_>\\|{}")"#, EMACS.any(&closed), EMACS.any(&open))
        .expect("written");
    let units = words::units().join(EMACS.or);
    writeln!(out, "(defconst perenne--unit \"\\\\(?:{units}\\\\)\")").expect("written");
    out
}
