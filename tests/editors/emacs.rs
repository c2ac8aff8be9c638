//! The words of the Emacs mode.

use super::words::{self, CLASSES, Dialect, by_end, of_class};
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
    let units = words::units().join(EMACS.or);
    writeln!(out, "(defconst perenne--unit \"\\\\(?:{units}\\\\)\")").expect("written");
    out
}
