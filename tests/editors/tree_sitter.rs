//! The words of the tree-sitter grammar, and what it makes of the files that are shipped.

use super::words::{self, apart, of_class};
use perenne::syntax::keyword::expand;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The classes in the order of `externals` in grammar.js.
const CLASSES: [&str; 9] = ["force", "verdict", "state", "literal", "clause", "operator", "part", "type", "item"];

/// Words that the grammar itself holds.
const SHAPED: [&str; 7] = ["ref", "réf", "sections", "choice", "choix", "langue", "language"];

/// The table of words that the scanner searches, in the order of their characters.
pub fn header() -> String {
    let (last, others) = CLASSES.split_last().expect("classes");
    let mut classes = apart(others);
    classes.push((last, of_class(last)));
    let mut forms: BTreeMap<Vec<u16>, (String, u32)> = BTreeMap::new();
    for (rank, (_, patterns)) in classes.iter().enumerate() {
        for form in patterns.iter().flat_map(|pattern| expand(pattern)).filter(|form| !SHAPED.contains(&form.as_str()))
        {
            forms.entry(form.encode_utf16().collect()).or_insert((form, 0)).1 |= 1 << rank;
        }
    }
    let longest = forms.keys().map(Vec::len).max().unwrap_or(0);
    let mut out = String::from(
        "// Made by tests/editors from the compiler's table of words.\n#include <stdint.h>\n\n\
         static const struct {\n  const uint16_t *spelling;\n  uint16_t classes;\n} WORDS[] = {\n",
    );
    for (form, classes) in forms.values() {
        writeln!(out, "  {{u\"{}\", {classes}}},", escaped(form)).expect("written");
    }
    writeln!(
        out,
        "}};\n\nenum {{ WORD_COUNT = {}, LONGEST_WORD = {longest}, CLASS_COUNT = {} }};",
        forms.len(),
        CLASSES.len()
    )
    .expect("written");
    out
}

/// Letters beyond ASCII as any compiler reads them, whatever it takes the file to be written in.
fn escaped(form: &str) -> String {
    form.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) }).collect()
}

/// The module of units.
pub fn units() -> String {
    let units = words::units().join("|");
    format!(
        "// Made by tests/editors from the compiler's table of units.\nmodule.exports = '(?:{units})(?:/(?:{units}))*';\n"
    )
}
