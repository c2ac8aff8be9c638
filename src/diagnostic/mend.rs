//! Fixes put into a text.

use super::{Applicability, Diagnostic, Fix};
use crate::base::{FileId, Span};
use std::collections::BTreeMap;

/// A text with the certain fixes of some diagnostics in it, and how many diagnostics they mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    pub text: String,
    pub count: usize,
}

/// Whether [`mend`] would apply the fixes of a diagnostic.
pub fn is_mendable(diagnostic: &Diagnostic) -> bool {
    diagnostic.applicability == Applicability::Certain && !diagnostic.fixes.is_empty()
}

/// Applies the certain fixes of one file, those of a diagnostic all or none. Of two that touch, the first in the text is
/// applied and the other left for when the text has been read again. `within` are the parts that may change: in a
/// literate file, its rules, in order. `None` when nothing applies.
pub fn mend(file: FileId, text: &str, diagnostics: &[Diagnostic], within: &[Span]) -> Option<Mended> {
    let mut mendable: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| is_mendable(diagnostic)).collect();
    mendable.sort_by_key(|diagnostic| diagnostic.fixes.iter().map(|fix| fix.at.span.start).min());
    let allowed = |fix: &Fix| {
        let Span { start, end } = fix.at.span;
        let part = within.get(within.partition_point(|part| part.end < end));
        let inside = part.is_some_and(|part| part.start <= start);
        fix.at.file == file && start <= end && inside && text.get(fix.at.span.range()).is_some()
    };
    let mut chosen: BTreeMap<u32, &Fix> = BTreeMap::new();
    let mut count = 0;
    for diagnostic in mendable {
        let mut added = Vec::new();
        for fix in &diagnostic.fixes {
            let Span { start, end } = fix.at.span;
            // None of those chosen touches another: only the nearest can touch this one.
            let nearest = chosen.range(..=end).rev().take(2);
            if allowed(fix) && !nearest.into_iter().any(|(_, other)| touch(fix.at.span, other.at.span)) {
                chosen.insert(start, fix);
                added.push(start);
            }
        }
        if added.len() == diagnostic.fixes.len() {
            count += 1;
        } else {
            added.iter().for_each(|start| {
                chosen.remove(start);
            });
        }
    }
    (count > 0).then(|| Mended { text: applied(text, chosen.into_values()), count })
}

/// Whether two edits overlap, or an insertion stands at the edge of another edit, so that their order would matter.
fn touch(left: Span, right: Span) -> bool {
    if left.is_empty() || right.is_empty() {
        return left.start <= right.end && right.start <= left.end;
    }
    left.start < right.end && right.start < left.end
}

/// The fixes come in the order of their places.
fn applied<'f>(text: &str, fixes: impl Iterator<Item = &'f Fix>) -> String {
    let windows_lines = text.contains("\r\n");
    let mut mended = String::with_capacity(text.len());
    let mut reached = 0;
    for fix in fixes {
        mended.push_str(text.get(reached..fix.at.span.start as usize).unwrap_or(""));
        match windows_lines {
            true => mended.push_str(&fix.with.replace('\n', "\r\n")),
            false => mended.push_str(&fix.with),
        }
        reached = fix.at.span.end as usize;
    }
    mended.push_str(text.get(reached..).unwrap_or(""));
    mended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Loc;
    use crate::diagnostic::problem::SyntaxProblem;

    const FILE: FileId = FileId(0);

    fn at(start: usize, end: usize) -> Loc {
        Loc::new(FILE, Span::new(start, end))
    }

    fn found(fixes: &[(usize, usize, &str)]) -> Diagnostic {
        let diagnostic = Diagnostic::new(SyntaxProblem::MixedLogic.into(), at(0, 0));
        fixes.iter().fold(diagnostic, |diagnostic, (start, end, with)| diagnostic.fix(at(*start, *end), *with))
    }

    fn mended(text: &str, diagnostics: &[Diagnostic]) -> Option<(String, usize)> {
        let whole = [Span::new(0, text.len())];
        mend(FILE, text, diagnostics, &whole).map(|mended| (mended.text, mended.count))
    }

    #[test]
    fn fixes_apply_wherever_they_stand_in_the_list() {
        let found = [found(&[(4, 5, "C")]), found(&[(0, 0, "<"), (1, 1, ">")]), found(&[(2, 3, "")])];
        assert_eq!(mended("a b c", &found), Some(("<a>  C".to_string(), 3)));
    }

    #[test]
    fn of_two_that_touch_only_the_first_applies_and_no_fix_is_cut_in_two() {
        let overlap = [found(&[(0, 3, "x")]), found(&[(2, 4, "y"), (6, 7, "z")])];
        assert_eq!(mended("abcdefgh", &overlap), Some(("xdefgh".to_string(), 1)));
        let one_place = [found(&[(2, 2, "x")]), found(&[(2, 2, "y")])];
        assert_eq!(mended("abcd", &one_place), Some(("abxcd".to_string(), 1)));
        let side_by_side = [found(&[(0, 2, "x")]), found(&[(2, 4, "y")])];
        assert_eq!(mended("abcd", &side_by_side), Some(("xy".to_string(), 2)));
    }

    #[test]
    fn guesses_other_files_and_places_that_may_not_change_are_left() {
        let guess = Diagnostic::new(SyntaxProblem::MixedLogic.into(), at(0, 0)).fix(at(0, 1), "x").guess(at(2, 3), "y");
        let elsewhere = Loc::new(FileId(1), Span::new(0, 1));
        let other = Diagnostic::new(SyntaxProblem::MixedLogic.into(), at(0, 0)).fix(elsewhere, "x");
        let cut = found(&[(1, 2, "x")]);
        assert_eq!(mended("aé", &[guess, other, cut.clone(), found(&[(9, 10, "x")])]), None);
        assert_eq!(mend(FILE, "abcd", &[cut], &[Span::new(2, 4)]), None);
    }

    #[test]
    fn line_ends_are_those_of_the_text() {
        assert_eq!(mended("a\r\n", &[found(&[(1, 1, "\n}")])]), Some(("a\r\n}\r\n".to_string(), 1)));
    }
}
