//! The small values around a claim, an option or a milestone: texts, dates, yes or no.

use super::dates::date_meant;
use super::read::{Entry, Key, MISTAKE_LIMIT, Node, NodeKind};
use crate::base::{Date, FileId, Loc, MonthOrDay, Span, name};
use crate::diagnostic::problem::{ClaimProblem, FactsProblem, KeyPlace, Note};
use crate::diagnostic::{Diagnostic, Problem};

/// Where mistakes go while a tree is read.
pub(super) struct Reader<'d> {
    pub id: FileId,
    pub diagnostics: &'d mut Vec<Diagnostic>,
}

/// A key in a form in which neither case, accents, apostrophes nor the way words are joined matter: `Jusqu'au` and
/// `jusqu_au` are one.
pub(super) fn folded(key: &str) -> String {
    name::fold(key.trim()).replace(['-', ' ', '\''], "_")
}

/// Reads yes or no in any of the spellings of both languages, in any case: oui/non, yes/no, true/false, vrai/faux.
pub fn parse_bool(text: &str) -> Option<bool> {
    match name::fold(text.trim()).as_str() {
        "oui" | "yes" | "true" | "vrai" => Some(true),
        "non" | "no" | "false" | "faux" => Some(false),
        _ => None,
    }
}

impl Reader<'_> {
    /// Beyond what is ever listed, a mistake only costs memory.
    fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() <= 2 * MISTAKE_LIMIT {
            self.diagnostics.push(diagnostic);
        }
    }

    pub fn report(&mut self, problem: ClaimProblem, span: Span) {
        let diagnostic = self.diagnostic(problem, span);
        self.push(diagnostic);
    }

    pub fn report_with(&mut self, problem: ClaimProblem, span: Span, related: Span) {
        let related = Loc::new(self.id, related);
        let diagnostic = self.diagnostic(problem, span).related(related, Note::FirstHere);
        self.push(diagnostic);
    }

    pub fn diagnostic(&self, problem: ClaimProblem, span: Span) -> Diagnostic {
        Diagnostic::new(Problem::Facts(FactsProblem::Claim(problem)), Loc::new(self.id, span))
    }

    /// Reports a key that nobody expects in that place, with the one that was meant among `known`.
    pub fn unknown_key(&mut self, key: &Key, place: KeyPlace, known: &[&str]) {
        let suggestion = near(&key.text, known).map(str::to_string);
        let problem = ClaimProblem::unknown_key(&key.text, place, suggestion.clone());
        let mut diagnostic = self.diagnostic(problem, key.span);
        if let Some(suggestion) = suggestion {
            diagnostic = diagnostic.guess(Loc::new(self.id, key.span), key.respelt(&suggestion));
        }
        self.push(diagnostic);
    }

    /// Pairs each entry with what its key means. A second entry of the same meaning is left out: it is reported here
    /// when it is spelled otherwise (`valeur` and `value`), else it was when the tree was read.
    pub fn by_meaning<'n, K: Copy + PartialEq>(
        &mut self,
        entries: &'n [Entry],
        place: KeyPlace,
        known: &[&str],
        meaning: impl Fn(&str) -> Option<K>,
    ) -> Vec<(K, &'n Entry)> {
        let mut found: Vec<(K, &Entry)> = Vec::new();
        for entry in entries {
            let Some(key) = meaning(&entry.key.text) else {
                self.unknown_key(&entry.key, place, known);
                continue;
            };
            let Some((_, first)) = found.iter().find(|(other, _)| *other == key) else {
                found.push((key, entry));
                continue;
            };
            self.same_meaning(&first.key, &entry.key);
        }
        found
    }

    /// Reports that `second` repeats `first` in other letters.
    pub fn same_meaning(&mut self, first: &Key, second: &Key) {
        if first.text == second.text {
            return;
        }
        let problem = Problem::Facts(FactsProblem::duplicate_key(&second.text));
        let diagnostic = Diagnostic::new(problem, Loc::new(self.id, second.span));
        self.push(diagnostic.related(Loc::new(self.id, first.span), Note::FirstHere));
    }

    /// One text; nothing when it is blank, null, or something else, which is reported.
    pub fn text(&mut self, entry: &Entry) -> Option<(String, Span)> {
        match &entry.value.kind {
            NodeKind::Null => None,
            NodeKind::Scalar { text, .. } if text.trim().is_empty() => None,
            NodeKind::Scalar { text, .. } => Some((name::normalise(text.trim()), entry.value.span)),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
                self.report(ClaimProblem::not_text(&entry.key.text), entry.value.span);
                None
            }
        }
    }

    /// A day or a month. An impossible date is reported at its place and left out.
    pub fn date(&mut self, entry: &Entry) -> Option<(MonthOrDay, Span)> {
        let (text, span) = self.text(entry)?;
        let quoted = matches!(entry.value.kind, NodeKind::Scalar { quoted: true, .. });
        self.date_text(&text, span, quoted).map(|date| (date, span))
    }

    /// The same for a text that is known to be meant as a date.
    pub fn date_text(&mut self, text: &str, span: Span, quoted: bool) -> Option<MonthOrDay> {
        if let Some(date) = MonthOrDay::parse(text) {
            return Some(date);
        }
        if looks_like_a_date(text) {
            self.report(ClaimProblem::impossible_date(text), span);
            return None;
        }
        let suggestion = date_meant(text).map(|date| date.to_string());
        let mut diagnostic = self.diagnostic(ClaimProblem::bad_date(text, suggestion.clone()), span);
        if let Some(suggestion) = suggestion {
            diagnostic = diagnostic.guess(Loc::new(self.id, span), in_quotes(suggestion, quoted));
        }
        self.push(diagnostic);
        None
    }

    /// A full day.
    pub fn day(&mut self, entry: &Entry) -> Option<(Date, Span)> {
        match self.date(entry)? {
            (MonthOrDay::Day(day), span) => Some((day, span)),
            (month @ MonthOrDay::Month { .. }, span) => {
                self.report(ClaimProblem::DayRequired { month: month.to_string() }, span);
                None
            }
        }
    }

    /// Yes or no.
    pub fn yes_no(&mut self, entry: &Entry) -> Option<bool> {
        let (text, span) = self.text(entry)?;
        let answer = parse_bool(&text);
        if answer.is_none() {
            self.report(ClaimProblem::not_yes_no(&entry.key.text), span);
        }
        answer
    }

    /// The entries of a value that should hold keys; none when it is blank or null, or something else, which is
    /// reported.
    pub fn keys<'n>(&mut self, entry: &'n Entry) -> &'n [Entry] {
        match &entry.value.kind {
            NodeKind::Null => &[],
            NodeKind::Mapping(entries) => entries,
            NodeKind::Scalar { .. } | NodeKind::Sequence(_) => {
                self.not_keys(&entry.key, &entry.value);
                &[]
            }
        }
    }

    fn not_keys(&mut self, key: &Key, value: &Node) {
        let otherwise = FactsProblem::Claim(ClaimProblem::not_keys(&key.text));
        let unquoted = match &value.kind {
            NodeKind::Scalar { text, quoted: false } => text.as_str(),
            NodeKind::Scalar { .. } | NodeKind::Null | NodeKind::Sequence(_) | NodeKind::Mapping(_) => "",
        };
        let mistake = super::mistake::Mistake::keyless(unquoted, value.span, otherwise);
        self.push(mistake.at(self.id));
    }
}

/// The one of `known` that `key` most likely meant. Those whose length is too far off are left out first, since a
/// hostile file may ask this a million times.
pub(super) fn near<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let length = key.chars().take(100).count();
    let far = (length / 3).clamp(1, 3);
    name::did_you_mean(key, known.iter().copied().filter(|other| other.chars().count().abs_diff(length) <= far))
}

fn in_quotes(text: String, quoted: bool) -> String {
    if quoted { format!("\"{text}\"") } else { text }
}

/// Digits and hyphens where a date has them, so that only the calendar can be at fault.
fn looks_like_a_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00" || shape == "0000-00-00"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_have_four_spellings_each() {
        for text in ["oui", "Yes", "TRUE", "vrai", " oui "] {
            assert_eq!(parse_bool(text), Some(true), "{text}");
        }
        for text in ["non", "No", "FALSE", "faux"] {
            assert_eq!(parse_bool(text), Some(false), "{text}");
        }
        assert_eq!(parse_bool("1"), None);
    }

    #[test]
    fn keys_are_compared_without_accents_or_joints() {
        for key in ["Jusqu'au", "jusqu’au", "jusqu_au", "jusqu-au"] {
            assert_eq!(folded(key), "jusqu_au");
        }
        assert_eq!(folded("Éléments"), "elements");
    }
}
