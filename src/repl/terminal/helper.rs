//! What rustyline asks while a line is typed: completions, hints, colours, and whether the line is finished.

use super::Shared;
use crate::base::{Lang, tr};
use crate::repl::session::entry::{COMMAND, is_unfinished};
use crate::repl::session::{Session, Shade, shades};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};
use std::borrow::Cow;

/// The session at hand while lines are typed.
pub(super) struct Assistant {
    shared: Shared,
    lang: Lang,
    color: bool,
    history: HistoryHinter,
}

impl Assistant {
    pub fn new(shared: Shared, lang: Lang, color: bool) -> Self {
        Assistant { shared, lang, color, history: HistoryHinter::new() }
    }

    /// What the session says, unless it is busy: a key never waits.
    fn ask<T>(&self, ask: impl FnOnce(&Session) -> T) -> Option<T> {
        self.shared.try_lock().ok()?.as_ref().map(ask)
    }
}

impl Helper for Assistant {}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let completion = self.ask(|session| session.complete(line, pos)).unwrap_or_default();
        let pairs = completion.candidates.into_iter().map(|one| Pair { display: one.shown, replacement: one.text });
        Ok((completion.start, pairs.collect()))
    }
}

/// A hint: what is said of the name at hand, or the rest of a line typed before, which the right arrow takes.
pub(super) struct Aside {
    shown: String,
    taken: Option<String>,
}

impl Hint for Aside {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.taken.as_deref()
    }
}

impl Hinter for Assistant {
    type Hint = Aside;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<Aside> {
        if pos < line.len() || line.is_empty() {
            return None;
        }
        if line.contains('\n') {
            let ends = tr!(self.lang; en: "(an empty line ends it)", fr: "(une ligne vide pour finir)");
            return line.ends_with('\n').then_some(Aside { shown: ends, taken: None });
        }
        if let Some(hint) = self.ask(|session| session.hint(line)).flatten() {
            return Some(Aside { shown: hint.shown, taken: None });
        }
        let rest = self.history.hint(line, pos, context).filter(|rest| !rest.contains('\n'))?;
        Some(Aside { shown: rest.clone(), taken: Some(rest) })
    }
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let is_answer = self.ask(Session::is_asking).unwrap_or(false);
        let is_command = text.starts_with(COMMAND) && !text.contains('\n');
        let unfinished = !is_answer && !is_command && is_unfinished(text);
        Ok(if unfinished { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

const DIM: &str = "\u{1b}[2m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";
const MATCHING: &str = "\u{1b}[1;4m";

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        if !self.color {
            return Cow::Borrowed(line);
        }
        let mut stretches: Vec<(usize, usize, &str)> = shades(line, self.lang)
            .into_iter()
            .map(|(span, shade)| (span.start as usize, span.end as usize, paint(shade)))
            .collect();
        if let Some(at) = partner(line, pos) {
            stretches.retain(|(start, end, _)| !(*start..*end).contains(&at));
            stretches.push((at, at + 1, MATCHING));
            stretches.sort_unstable();
        }
        let (mut painted, mut done) = (String::with_capacity(line.len() * 2), 0);
        for (start, end, paint) in stretches {
            let (Some(before), Some(inside)) = (line.get(done..start), line.get(start..end)) else { continue };
            painted.push_str(&format!("{before}{paint}{inside}{PLAIN}"));
            done = end;
        }
        painted.push_str(line.get(done..).unwrap_or(""));
        Cow::Owned(painted)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("{BOLD}{prompt}{PLAIN}")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.color { Cow::Owned(format!("{DIM}{hint}{PLAIN}")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.color && kind != CmdKind::ForcedRefresh
    }
}

fn paint(shade: Shade) -> &'static str {
    match shade {
        Shade::Command => "\u{1b}[1;36m",
        Shade::Wrong => "\u{1b}[31m",
        Shade::Keyword => "\u{1b}[1;35m",
        Shade::Operator => "\u{1b}[34m",
        Shade::Text => "\u{1b}[32m",
        Shade::Number => "\u{1b}[33m",
        Shade::Comment => DIM,
    }
}

/// The place of the bracket that belongs to the one at or before the cursor.
fn partner(line: &str, pos: usize) -> Option<usize> {
    let at_bracket =
        |at: usize| line.as_bytes().get(at).copied().filter(|byte| b"(){}[]".contains(byte)).map(|byte| (at, byte));
    let (at, bracket) = at_bracket(pos).or_else(|| at_bracket(pos.checked_sub(1)?))?;
    let (other, forward) = match bracket {
        b'(' => (b')', true),
        b'{' => (b'}', true),
        b'[' => (b']', true),
        b')' => (b'(', false),
        b'}' => (b'{', false),
        _ => (b'[', false),
    };
    let mut depth = 0_usize;
    let mut step = |(rank, byte): (usize, u8)| {
        if byte == bracket {
            depth += 1;
        } else if byte == other {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(rank);
            }
        }
        None
    };
    match forward {
        true => line.bytes().enumerate().skip(at).find_map(&mut step),
        false => line.bytes().enumerate().take(at + 1).collect::<Vec<_>>().into_iter().rev().find_map(&mut step),
    }
}

#[cfg(test)]
mod tests {
    use super::partner;

    #[test]
    fn brackets_find_their_partner() {
        assert_eq!(partner("min ((1), 2)", 4), Some(11));
        assert_eq!(partner("min ((1), 2)", 12), Some(4));
        assert_eq!(partner("min ((1), 2)", 5), Some(7));
        assert_eq!(partner("(1", 0), None);
        assert_eq!(partner("abc", 1), None);
    }
}
