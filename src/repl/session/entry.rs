//! Lines put together into entries: a command, an item, an assignment or an expression. The grammar says whether one is
//! finished, so that a text gives the same entries typed, pasted or piped.

use crate::base::FileId;
use crate::base::Lang;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::ItemKind;
use crate::syntax::keyword::{self, Role};
use crate::syntax::{parse, parse_expression, parse_given};

/// What opens a command.
pub const COMMAND: char = ':';

/// An entry larger than this is refused: it is no line that anybody types.
pub const LIMIT: usize = 1 << 20;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Blanks and comments.
    Nothing,
    Command,
    /// A declaration, or several.
    Item,
    /// Whatever else: an assignment or an expression.
    Line,
}

/// Gathers lines until they make an entry. What is known of the lines so far is kept beside them, so that an entry of
/// many lines is not read again at each.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    pending: String,
    /// What the pending lines begin.
    kind: Option<Kind>,
    brackets: Brackets,
    /// Whether one of its lines is the row of a table.
    rows: bool,
    /// Blank lines at its end.
    blanks: usize,
}

impl Entries {
    /// Takes a line without its end; gives the entries that are finished by it, in order.
    pub fn push(&mut self, line: &str) -> Vec<String> {
        let line = line.trim_end_matches('\r');
        let mut finished = Vec::new();
        if self.kind.is_some_and(|kind| !self.takes(kind, line)) {
            finished.extend(self.finish());
        }
        let kind = match self.kind {
            Some(kind) => kind,
            None => {
                let kind = kind(line);
                if kind == Kind::Nothing {
                    return finished;
                }
                self.kind = Some(kind);
                kind
            }
        };
        if !self.pending.is_empty() {
            self.pending.push('\n');
        }
        self.pending.push_str(line);
        self.blanks = if line.trim().is_empty() { self.blanks + 1 } else { 0 };
        self.rows |= is_row(line);
        self.brackets.feed(line);
        if !self.waits_for_more(kind) {
            finished.extend(self.finish());
        }
        finished
    }

    /// What is left at the end of the input.
    pub fn finish(&mut self) -> Option<String> {
        let entry = std::mem::take(self).pending;
        let entry = entry.trim_end();
        (!entry.is_empty()).then(|| entry.to_string())
    }

    /// Whether an entry has begun.
    pub fn is_open(&self) -> bool {
        self.kind.is_some()
    }

    /// Whether the line belongs to the entry that is pending.
    fn takes(&self, of: Kind, line: &str) -> bool {
        if line.starts_with(COMMAND) || self.pending.len() > LIMIT {
            return false;
        }
        let blank = line.trim().is_empty();
        match of {
            Kind::Nothing | Kind::Command => false,
            // A blank line may stand between clauses, two never do.
            Kind::Item if blank => self.blanks == 0 || self.brackets.is_open() && self.blanks < 2,
            Kind::Item => goes_on(line) || self.brackets.is_open() && kind(line) != Kind::Item,
            Kind::Line if blank => false,
            Kind::Line => !self.rows || is_row(line),
        }
    }

    /// Whether more lines may belong to what was read so far. An item may always have another clause.
    fn waits_for_more(&self, kind: Kind) -> bool {
        match kind {
            Kind::Nothing | Kind::Command => false,
            Kind::Item => true,
            Kind::Line => self.rows || self.brackets.is_open() || stops_short(&self.pending),
        }
    }
}

/// The brackets and quotation marks that are open at the end of the lines fed.
#[derive(Clone, Debug, Default)]
struct Brackets {
    depth: usize,
    /// What closes the text that is open.
    closes: Option<char>,
}

impl Brackets {
    fn feed(&mut self, line: &str) {
        for character in line.chars() {
            match (self.closes, character) {
                (Some(mark), one) if mark == one => self.closes = None,
                (Some(_), _) => {}
                (None, '#') => break,
                (None, '«') => self.closes = Some('»'),
                (None, '“') => self.closes = Some('”'),
                (None, mark @ ('"' | '`')) => self.closes = Some(mark),
                (None, '(' | '{' | '[') => self.depth += 1,
                (None, ')' | '}' | ']') => self.depth = self.depth.saturating_sub(1),
                (None, _) => {}
            }
        }
        // These end with their line.
        if matches!(self.closes, Some('"' | '`')) {
            self.closes = None;
        }
    }

    fn is_open(&self) -> bool {
        self.depth > 0 || self.closes.is_some()
    }
}

/// All the entries of a text.
pub fn entries(text: &str) -> Vec<String> {
    let mut entries = Entries::default();
    let mut found: Vec<String> = text.split('\n').flat_map(|line| entries.push(line)).collect();
    found.extend(entries.finish());
    found
}

/// What a text begins.
pub fn kind(text: &str) -> Kind {
    let first = text.lines().map(str::trim_start).find(|line| !line.is_empty() && !line.starts_with('#'));
    match first {
        None => Kind::Nothing,
        Some(line) if line.starts_with(COMMAND) => Kind::Command,
        Some(_) if begins_item(text) => Kind::Item,
        Some(_) => Kind::Line,
    }
}

/// Whether a text begins with an item, if only with its keyword and its name.
fn begins_item(text: &str) -> bool {
    let parsed = parse(FileId(u32::MAX), text, false).file;
    parsed.items.first().is_some_and(|item| item.kind != ItemKind::Error) || names_an_item(text)
}

/// `criterion x`: the word of an item, then something that is called so and not compared.
fn names_an_item(text: &str) -> bool {
    let Some(line) = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')) else { return false };
    let Some(word) = keyword::at_start(line).into_iter().find(|found| found.keyword.role == Role::Item) else {
        return false;
    };
    let rest = line.get(word.len..).unwrap_or("");
    let name = rest.trim_start();
    let names = name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '`' | '«' | '"' | '“'));
    let compares = keyword::at_start(name).iter().any(|found| found.keyword.role == Role::Operator);
    name.len() < rest.len() && names && !compares
}

/// Whether the one who types may go on: the entry is not finished, or a blank line is to say that it is.
pub fn is_unfinished(text: &str) -> bool {
    let text = text.trim_end_matches([' ', '\t']);
    if kind(text) == Kind::Item && !text.contains('\n') {
        return !is_whole_item(text);
    }
    let ended = text.contains('\n') && text.ends_with('\n') && (!is_bracketed(text) || text.ends_with("\n\n"));
    if ended {
        return false;
    }
    // What was pasted holds several entries: the last one decides.
    let mut entries = Entries::default();
    for line in text.split('\n') {
        entries.push(line);
    }
    entries.is_open()
}

/// An item on one line to which nothing lacks.
fn is_whole_item(line: &str) -> bool {
    let parsed = parse(FileId(u32::MAX), line, false);
    let [item] = parsed.file.items.as_slice() else { return false };
    let needs_clauses = match item.kind {
        ItemKind::Source | ItemKind::Actor | ItemKind::Unit | ItemKind::Doctrine | ItemKind::Use => false,
        ItemKind::Choice { .. }
        | ItemKind::Record
        | ItemKind::Facts
        | ItemKind::Parameter
        | ItemKind::Define
        | ItemKind::Table { .. }
        | ItemKind::Criterion
        | ItemKind::Checklist
        | ItemKind::Scenario
        | ItemKind::Body
        | ItemKind::Milestone
        | ItemKind::Dataset
        | ItemKind::Uncoded
        | ItemKind::Test
        | ItemKind::Error => true,
    };
    let lacks = needs_clauses && item.clauses.is_empty();
    !lacks && !is_bracketed(line) && !at_end(line, &parsed.diagnostics)
}

/// A line that tells or asks for something in more words than this is read as it is.
const LONGEST_LINE: usize = 4096;

/// Whether what is wrong with a line is that it ends too early.
fn stops_short(text: &str) -> bool {
    if text.len() > LONGEST_LINE {
        return false;
    }
    let file = FileId(u32::MAX);
    let read = [Lang::Fr, Lang::En].map(|lang| {
        let as_given = parse_given(file, text, lang).1;
        if as_given.is_empty() { as_given } else { parse_expression(file, text, lang).1 }
    });
    read.iter().all(|problems| at_end(text, problems))
}

fn at_end(text: &str, problems: &[Diagnostic]) -> bool {
    let end = text.trim_end().len();
    let last = text.trim_end().rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
    let errors = || problems.iter().filter(|problem| problem.is_error());
    // What is expected next is told where the last word ends.
    errors().next().is_some()
        && errors().all(|error| error.at.span.end as usize >= end && error.at.span.start as usize > last)
}

/// Whether a bracket or a quotation mark is still open.
fn is_bracketed(text: &str) -> bool {
    let mut brackets = Brackets::default();
    text.lines().for_each(|line| brackets.feed(line));
    brackets.is_open()
}

/// A line that goes on with an item: indented, or closing what is open.
fn goes_on(line: &str) -> bool {
    line.starts_with(|first: char| first.is_whitespace() || matches!(first, '|' | '}' | ')' | ']' | '#'))
}

fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_make_entries() {
        let text = "équipe.internes = 1 ETP\n\n# dit\n:verdicts\ncritère a « A »\n  exige équipe.internes au moins 2 ETP\n\n  remède « embaucher »\n1 +\n2\n";
        assert_eq!(
            entries(text),
            [
                "équipe.internes = 1 ETP",
                ":verdicts",
                "critère a « A »\n  exige équipe.internes au moins 2 ETP\n\n  remède « embaucher »",
                "1 +\n2"
            ]
        );
        let braces = "faits f {\n  a : entier\n\n  b : entier\n}\nf.a = 1\r\nmin (1,\r\n  2)";
        assert_eq!(entries(braces), ["faits f {\n  a : entier\n\n  b : entier\n}", "f.a = 1", "min (1,\n  2)"]);
        assert_eq!(entries("p.l =\n  | nom |\n  | a   |\n1"), ["p.l =\n  | nom |\n  | a   |", "1"]);
        // What is never closed does not swallow what follows.
        assert_eq!(entries("(1\n\n2\n(3\n:quit"), ["(1", "2", "(3", ":quit"]);
    }

    #[test]
    fn an_item_is_one_even_when_it_is_wrong() {
        assert_eq!(kind("critère a exige"), Kind::Item);
        assert_eq!(kind("criterion a requires b or"), Kind::Item);
        assert_eq!(kind("test est connu"), Kind::Line);
        assert_eq!(kind("source = 2"), Kind::Line);
        assert_eq!(kind("date de équipe.internes"), Kind::Line);
    }

    #[test]
    fn the_grammar_says_what_is_unfinished() {
        for finished in [
            "",
            "1 + 1",
            "x = 2",
            ":why",
            "critère a exige x au moins 2",
            "1 plus tôt",
            "acteur a « A »",
            "critère a\n  exige b\n",
            "1 +\n",
        ] {
            assert!(!is_unfinished(finished), "{finished:?}");
        }
        for unfinished in [
            "1 +",
            "critère a « A »",
            "critère a\n  exige b",
            "faits f {",
            "faits f {\n  a : entier\n",
            "(1",
            "x =",
            "a et",
            "critère a exige",
            "«",
            "1\ncritère a",
        ] {
            assert!(is_unfinished(unfinished), "{unfinished:?}");
        }
    }
}
