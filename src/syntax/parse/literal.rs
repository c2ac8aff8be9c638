//! Names, texts, dates, numbers and units.

use super::{Input, Node, Reader, Rule};
use crate::base::{Date, Lang, MonthOrDay, Num, Span, name};
use crate::diagnostic::problem::SyntaxProblem;
use crate::syntax::ast::{DateLit, Expr, ExprKind, MonthDay, Name, Path, Text, UnitExpr};

/// A number with more digits than this counts nothing real.
const MOST_DIGITS: usize = 400;

impl Reader<'_> {
    pub(super) fn name<'t>(&self, input: Input<'t>, node: &Node<'t>) -> Name {
        let span = input.span(node);
        let written = self.written(span);
        let text = written.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(written);
        Name { text: name::normalise(text), span }
    }

    /// The names directly under a node.
    pub(super) fn names<'t>(&self, input: Input<'t>, node: Node<'t>) -> Vec<Name> {
        let is_name = |child: &Node<'t>| matches!(child.as_rule(), Rule::name | Rule::stable_id);
        node.into_inner().filter(is_name).map(|child| self.name(input, &child)).collect()
    }

    pub(super) fn path<'t>(&self, input: Input<'t>, node: Node<'t>) -> Path {
        let span = input.span(&node);
        Path { names: self.names(input, node), span }
    }

    pub(super) fn text_node<'t>(&self, input: Input<'t>, node: &Node<'t>) -> Text {
        self.text_at(input.span(node))
    }

    /// The text between quotation marks that stands at a place of the file.
    pub(super) fn text_at(&self, span: Span) -> Text {
        let written = self.written(span);
        let inside = written.trim_start_matches(['«', '"', '“']);
        let closing: &[char] = &['»', '"', '”'];
        let inside = inside.strip_suffix(closing).unwrap_or(inside);
        Text { text: tidy(inside), span }
    }

    pub(super) fn date<'t>(&mut self, input: Input<'t>, node: &Node<'t>) -> DateLit {
        let span = input.span(node);
        let (value, _) = self.date_at(span);
        DateLit { value, span }
    }

    /// A date, and whether it is one; what is not is said, and the nearest day stands for it.
    pub(super) fn date_at(&mut self, span: Span) -> (MonthOrDay, bool) {
        let written = self.written(span);
        if let Some(value) = MonthOrDay::parse(written) {
            return (value, true);
        }
        let (near, fix) = nearest_date(written);
        let problem = SyntaxProblem::BadDate { written: written.to_string(), right: fix.clone() };
        // Some write the month first in English: 03/04/2024 may then be either day.
        let two_ways = self.lang == Lang::En && written.contains('/');
        match fix {
            Some(fix) if two_ways => self.report_guess(problem, span, fix),
            Some(fix) => self.report_fix(problem, span, fix),
            None => self.report(problem, span),
        }
        (near, false)
    }

    pub(super) fn month_day<'t>(&mut self, input: Input<'t>, node: &Node<'t>) -> MonthDay {
        let span = input.span(node);
        let written = self.written(span);
        let (month, day) = written.split_once('-').unwrap_or(("", ""));
        let (month, day) = (month.parse().unwrap_or(0), day.parse().unwrap_or(0));
        // 2000 has a 29 February.
        if Date::new(2000, month, day).is_some() {
            return MonthDay { month, day, span };
        }
        self.report(SyntaxProblem::BadMonthDay { written: written.to_string() }, span);
        MonthDay { month: month.clamp(1, 12), day: day.clamp(1, 28), span }
    }

    pub(super) fn number<'t>(&mut self, input: Input<'t>, node: Node<'t>) -> Expr {
        let span = input.span(&node);
        let mut value = None;
        let mut unit = None;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::decimal => value = self.decimal(input.span(&child)),
                Rule::unit => unit = Some(self.unit(input, child)),
                _ => {}
            }
        }
        let kind = value.map_or(ExprKind::Error, |value| ExprKind::Number { value, unit });
        Expr { kind, span }
    }

    pub(super) fn unit<'t>(&self, input: Input<'t>, node: Node<'t>) -> UnitExpr {
        let span = input.span(&node);
        let mut names = node.into_inner().map(|child| self.name(input, &child));
        let numerator = names.next().unwrap_or(Name { text: String::new(), span });
        UnitExpr { numerator, denominators: names.collect(), span }
    }

    /// The value of digits with their marks, which must be those of the file's language.
    fn decimal(&mut self, span: Span) -> Option<Num> {
        let written = self.written(span);
        let marks: Vec<char> = written.chars().filter(|c| matches!(c, ',' | '.')).collect();
        let plain = plain_digits(written);
        if marks.len() > 1 || plain.len() > MOST_DIGITS {
            let problem = SyntaxProblem::BadNumber { number: shortened(written) };
            match ungrouped(written) {
                Some(right) if marks.len() > 1 => self.report_guess(problem, span, right),
                _ => self.report(problem, span),
            }
            return None;
        }
        let number = written.to_string();
        match (marks.first(), self.lang) {
            (Some(','), Lang::En) if looks_grouped(written, ',') || self.is_listed(span) => {
                self.report(SyntaxProblem::DecimalComma { number }, span);
            }
            (Some(','), Lang::En) => {
                let fix = written.replace(',', ".");
                self.report_fix(SyntaxProblem::DecimalComma { number }, span, fix);
            }
            (Some('.'), Lang::Fr) if looks_grouped(written, '.') => {
                self.report(SyntaxProblem::DecimalPoint { number }, span);
            }
            (Some('.'), Lang::Fr) => {
                let fix = written.replace('.', ",");
                self.report_fix(SyntaxProblem::DecimalPoint { number }, span, fix);
            }
            _ => {}
        }
        Num::parse_decimal(&plain)
    }

    /// Whether a number stands where a list may: `(2,5)` may be two numbers.
    fn is_listed(&self, span: Span) -> bool {
        let before = self.text.get(..span.start as usize).unwrap_or("");
        before.trim_end().ends_with(['(', ','])
    }
}

/// Digits with at most a point: blanks removed.
pub(super) fn plain_digits(written: &str) -> String {
    written.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect()
}

/// `1,000`, or `1.000` in French: this groups thousands for some, so what it should be is not guessed.
fn looks_grouped(written: &str, mark: char) -> bool {
    written.split_once(mark).is_some_and(|(before, after)| (1..=3).contains(&before.len()) && after.len() == 3)
}

/// `1,000,000` with blanks for commas.
fn ungrouped(written: &str) -> Option<String> {
    let mut groups = written.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = first.len() <= 3 && rest.iter().all(|group| group.len() == 3) && !written.contains('.');
    grouped.then(|| written.replace(',', " "))
}

fn shortened(written: &str) -> String {
    match written.char_indices().nth(30) {
        Some((at, _)) => format!("{}…", written.get(..at).unwrap_or("")),
        None => written.to_string(),
    }
}

/// The inside of a text: no blanks at its ends, runs of blanks made one.
fn tidy(inside: &str) -> String {
    let mut tidied = String::with_capacity(inside.len());
    let mut gap = String::new();
    for c in inside.trim().chars() {
        if c.is_whitespace() {
            gap.push(c);
            continue;
        }
        // A single blank stays what it is: a no-break space means something.
        let mut blanks = gap.chars();
        match (blanks.next(), blanks.next()) {
            (None, _) => {}
            (Some(only), None) if only != '\n' && only != '\r' => tidied.push(only),
            (Some(_), _) => tidied.push(' '),
        }
        gap.clear();
        tidied.push(c);
    }
    tidied
}

/// A day near to what was written, and how to write it when there is little doubt.
fn nearest_date(written: &str) -> (MonthOrDay, Option<String>) {
    let slashed: Vec<&str> = written.split('/').collect();
    if let [day, month, year] = slashed.as_slice() {
        let iso = format!("{year}-{month:0>2}-{day:0>2}");
        let value = MonthOrDay::parse(&iso);
        return (value.unwrap_or(MonthOrDay::Day(Date::MIN)), value.map(|_| iso));
    }
    let parts: Vec<i64> = written.split('-').map(|part| part.parse().unwrap_or(0)).collect();
    let padded: Vec<String> = written.split('-').map(|part| format!("{part:0>2}")).collect();
    let padded = padded.join("-");
    if let Some(value) = MonthOrDay::parse(&padded) {
        return (value, Some(padded));
    }
    let at = |index: usize| parts.get(index).copied().unwrap_or(1);
    let year = i16::try_from(at(0).clamp(1, 9999)).unwrap_or(1);
    let month = i8::try_from(at(1).clamp(1, 12)).unwrap_or(1);
    let last = MonthOrDay::Month { year, month }.last_day();
    let day = i8::try_from(at(2).clamp(1, i64::from(last.day()))).unwrap_or(1);
    (MonthOrDay::Day(Date::new(year, month, day).unwrap_or(Date::MIN)), None)
}
