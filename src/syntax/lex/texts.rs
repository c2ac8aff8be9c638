//! Texts between quotation marks. A text may go over several lines, but never into an unindented one; where its end
//! lacks, it is taken to end with its line, so that nothing after it is swallowed.

use super::{Lexer, Mask, TokenKind};
use crate::base::Span;
use crate::diagnostic::problem::SyntaxProblem;

/// How a text that was opened ends.
enum End {
    /// Bytes up to and including the closing mark.
    Closed(usize),
    /// Closed on its line by a mark of another kind: bytes up to it, and its length.
    Mismatched(usize, usize),
    Unclosed,
}

impl Lexer<'_> {
    pub(super) fn quoted(&mut self, open: char) {
        let start = self.at;
        match self.text_end(open) {
            End::Closed(len) => {
                let span = Span::new(start, start + len);
                self.check_hidden(span);
                self.hide_inner_marks(span, open);
                self.push_text(len, true);
            }
            End::Mismatched(len, mark) => {
                let closing = Span::new(start + len, start + len + mark);
                let right = closing_mark(open);
                let problem = SyntaxProblem::MismatchedQuotes { open: open.to_string(), close: right.to_string() };
                let with = if right == '»' { format!(" {right}") } else { right.to_string() };
                self.problem(problem, closing, vec![(closing, with)]);
                self.lexed.hides.push((Span::new(start, start + len + mark), Mask::Quoted));
                self.push_text(len + mark, true);
            }
            End::Unclosed => {
                let len = self.rest_of_line().trim_end().len();
                let mark = Span::new(start, start + open.len_utf8());
                self.problem(SyntaxProblem::UnclosedText { close: closing_mark(open).to_string() }, mark, Vec::new());
                self.lexed.hides.push((Span::new(start, start + len), Mask::Quoted));
                self.push_text(len, false);
            }
        }
    }

    /// A text may end on a later line than it starts.
    fn push_text(&mut self, len: usize, sound: bool) {
        let end = self.at + len;
        let last_line = self.text.get(self.at..end).and_then(|inside| inside.rfind('\n')).map(|at| self.at + at + 1);
        self.push(TokenKind::Text { sound }, len);
        if let Some(line) = last_line {
            self.line = line;
        }
    }

    fn text_end(&self, open: char) -> End {
        let close = closing_mark(open);
        let rest = self.rest();
        let mut depth = 0_usize;
        let mut first_line = true;
        let mut other_mark = None;
        let mut chars = rest.char_indices().skip(1).peekable();
        let mut previous = open;
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            if c == close {
                if depth == 0 {
                    let opens = !first_line && close == '"' && opens_rather(previous, next);
                    return if opens { End::Unclosed } else { End::Closed(at + c.len_utf8()) };
                }
                depth -= 1;
            } else if c == open {
                if !first_line {
                    return unclosed(rest, other_mark);
                }
                depth += 1;
            } else if c == '\n' {
                let starts_line = next.is_some_and(|next| !next.is_whitespace());
                if starts_line {
                    return unclosed(rest, other_mark);
                }
                first_line = false;
            } else if first_line && matches!(c, '"' | '”' | '»') {
                other_mark = Some((at, c.len_utf8()));
            }
            previous = c;
        }
        unclosed(rest, other_mark)
    }

    /// Marks inside a text would end it too early for the grammar.
    fn hide_inner_marks(&mut self, span: Span, open: char) {
        if open != '«' {
            return;
        }
        let inside = span.slice(self.text);
        let last = inside.len().saturating_sub('»'.len_utf8());
        let marks: Vec<usize> = inside.match_indices('»').map(|(at, _)| at).filter(|at| *at < last).collect();
        for at in marks {
            let start = span.start as usize + at;
            self.lexed.hides.push((Span::new(start, start + '»'.len_utf8()), Mask::Blank));
        }
    }
}

/// The other mark counts as the end only when it is the last thing on its line.
fn unclosed(rest: &str, other_mark: Option<(usize, usize)>) -> End {
    let Some((at, len)) = other_mark else { return End::Unclosed };
    let line = rest.split(['\n', '\r']).next().unwrap_or(rest);
    let after = line.get(at + len..).unwrap_or("").trim_start();
    if after.is_empty() || after.starts_with([',', ')', '|', '#', '}']) {
        End::Mismatched(at, len)
    } else {
        End::Unclosed
    }
}

/// Whether a straight mark on a later line looks like the opening of another text.
fn opens_rather(previous: char, next: Option<char>) -> bool {
    let ends = next.is_none_or(|next| matches!(next, '\n' | '\r' | ',' | ')' | '|' | '}'));
    previous.is_whitespace() && !ends
}

fn closing_mark(open: char) -> char {
    match open {
        '«' => '»',
        '“' => '”',
        _ => '"',
    }
}
