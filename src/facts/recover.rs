//! Reading on after a syntax error: group by group, so that one mistake costs one group.

use super::read::{Entry, Findings};
use super::tree::{self, Broken, Root, Tree};
use std::ops::Range;

/// Reads the groups of `text` from the one that broke, each alone, into `entries`. When each reads well by itself, the
/// mistake stood between them and is reported as first met.
pub(super) fn recover(text: &str, root: &Root, broken: Broken, entries: &mut Vec<Entry>, findings: &mut Findings) {
    if broken.fatal {
        findings.add(broken.mistake);
        return;
    }
    let before = findings.diagnostics.len();
    let braces = matches!(root, Root::Flow);
    for group in groups(text, broken.resume, braces) {
        let tree = if braces { between_braces(text, group, findings) } else { alone(text, group, findings) };
        entries.extend(tree.entries);
        match tree.broken {
            Some(broken) if broken.fatal => {
                findings.add(broken.mistake);
                return;
            }
            Some(broken) => findings.add(broken.mistake),
            None => findings.group(&tree.root),
        }
        if tree.ended {
            break;
        }
    }
    if !findings.diagnostics.iter().skip(before).any(|found| found.is_error()) {
        findings.add(broken.mistake);
    }
}

fn alone(text: &str, group: Range<usize>, findings: &mut Findings) -> Tree {
    tree::read_group(text.get(group.clone()).unwrap_or(""), group.start, findings)
}

/// A group of JSON is `"name": …` with a comma after it, or the last brace of the file: it takes braces of its own.
fn between_braces(text: &str, group: Range<usize>, findings: &mut Findings) -> Tree {
    let last = group.end == text.len();
    let body = text.get(group.clone()).unwrap_or("").trim_end();
    let body = if last { body.strip_suffix('}').unwrap_or(body).trim_end() } else { body };
    let body = body.strip_suffix(',').unwrap_or(body);
    tree::read_members(body, group.start, findings)
}

/// The parts of `text` from `resume` on that begin with a key as far left as the one at `resume`.
fn groups(text: &str, resume: usize, braces: bool) -> Vec<Range<usize>> {
    let line_start = text.get(..resume).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let margin = resume - line_start;
    let begin = if braces { resume } else { line_start };
    let mut starts = vec![begin];
    let mut offset = begin;
    for line in text.get(begin..).unwrap_or("").split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let begins =
            if braces { indent == margin && begins_member(line) } else { indent <= margin && begins_key(line) };
        if begins && offset > begin {
            starts.push(if braces { offset + indent } else { offset });
        }
        offset += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether a line may begin a group: not blank, not a comment, not an item of the list above, not a closing bracket.
fn begins_key(line: &str) -> bool {
    let line = line.trim_start_matches(' ');
    let continues = line.trim().is_empty()
        || line.starts_with(['#', '\t', '}', ']', ','])
        || line.starts_with("- ")
        || line.trim_end() == "-";
    !continues && !is_document_mark(line)
}

/// A line `---` or `...` stays with what precedes it, where it ends the document.
fn is_document_mark(line: &str) -> bool {
    let marked = ["---", "..."].iter().find_map(|mark| line.strip_prefix(mark));
    marked.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

fn begins_member(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t']);
    line.contains(':') && line.starts_with(|c: char| c == '"' || c == '\'' || c.is_alphanumeric())
}
