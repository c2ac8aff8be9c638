//! How many dossiers have which verdict, with a bar for each rule, and the records that could not be read.

use super::{Judged, Place, Portfolio, Record, members};
use crate::base::{Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::one_line;
use crate::explain::reason::colon;
use crate::explain::report::Count;
use crate::explain::text::{Layout, count_text, left_out_text, painted, sign, wrapped};
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use crate::model::item::RuleKind;
use std::collections::{HashMap, HashSet};

/// With no more rules than this every one has its bar; beyond, only the checklists that stand in no other.
const FEW_RULES: usize = 24;

/// So many bad records are told one by one.
const BAD_SHOWN: usize = 5;

/// The columns of a bar.
const BAR: usize = 40;

const VERDICTS: [Verdict; 5] =
    [Verdict::Met, Verdict::NotMet, Verdict::Unknown, Verdict::NotApplicable, Verdict::Exempt];

/// The verdicts counted so far, by rule. Its size does not grow with the number of dossiers.
#[derive(Clone, Debug)]
pub struct Tally {
    counts: Vec<Count>,
    pub read: Read,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The records met, blank lines left out.
    pub records: usize,
    /// Those with mistakes.
    pub bad: usize,
    /// Those of the bad ones that say nothing at all and have no verdicts.
    pub unread: usize,
    first: Vec<Bad>,
}

/// A record with mistakes: the first of them, and how many come after it.
#[derive(Clone, Debug)]
struct Bad {
    place: Place,
    message: String,
    code: &'static str,
    more: usize,
}

impl Tally {
    pub fn new(portfolio: &Portfolio<'_>) -> Self {
        Tally { counts: vec![Count::default(); portfolio.rules.len()], read: Read::default() }
    }

    /// Counts one record. One without verdicts is one that could not be read.
    pub fn add(&mut self, record: &Record<'_>, judged: Option<&Judged>, mistakes: &[Diagnostic], lang: Lang) {
        self.read.records += 1;
        self.read.unread += usize::from(judged.is_none());
        let mut errors = mistakes.iter().filter(|mistake| mistake.is_error());
        if let Some(first) = errors.next() {
            self.read.bad += 1;
            if self.read.first.len() < BAD_SHOWN {
                self.read.first.push(Bad {
                    place: record.place(first),
                    message: first.problem.message(lang),
                    code: first.code().text(),
                    more: errors.count(),
                });
            }
        }
        for (count, verdicts) in self.counts.iter_mut().zip(judged.iter().flat_map(|judged| &judged.verdicts)) {
            match verdicts.verdict() {
                Verdict::Met => count.met += 1,
                Verdict::NotMet => count.not_met += 1,
                Verdict::Unknown => count.unknown += 1,
                Verdict::NotApplicable => count.not_applicable += 1,
                Verdict::Exempt => count.exempt += 1,
            }
        }
    }
}

/// The whole summary. `path` is that of the data, as shown.
pub fn summary_text(portfolio: &Portfolio<'_>, tally: &Tally, path: &str, layout: Layout) -> String {
    let mut text = wrapped("", "  ", &head(&tally.read, path, layout.lang), layout);
    let ranks: HashMap<RuleId, usize> = portfolio.rules.iter().enumerate().map(|(rank, rule)| (*rule, rank)).collect();
    let count = |rule: &RuleId| ranks.get(rule).and_then(|rank| tally.counts.get(*rank)).copied();
    let rows: Vec<(RuleId, usize, Count)> =
        rows(portfolio).into_iter().filter_map(|(rule, depth)| Some((rule, depth, count(&rule)?))).collect();
    if tally.read.records > tally.read.unread {
        let nested = rows.iter().any(|(_, depth, _)| *depth > 0);
        let width = bar_width(&rows, layout);
        text.push('\n');
        for (rank, row) in rows.iter().enumerate() {
            // Rules at the margin stand apart; those inside go with the one above.
            if rank > 0 && row.1 == 0 && nested && !layout.plain {
                text.push('\n');
            }
            text.push_str(&self::row(portfolio, *row, width, layout));
        }
        text.push_str(&others(portfolio, rows.len(), layout));
    }
    text.push_str(&left_out_text(&portfolio.left_out, layout));
    text.push_str(&bad_text(&tally.read, layout));
    text
}

fn head(read: &Read, path: &str, lang: Lang) -> String {
    let Read { records, bad, unread, .. } = read;
    let path = one_line(path);
    let mut head = match records {
        0 => tr!(lang; en: "{path}: no record", fr: "{path}\u{a0}: aucun enregistrement"),
        1 => tr!(lang; en: "{path}: 1 record", fr: "{path}\u{a0}: 1 enregistrement"),
        _ => tr!(lang; en: "{path}: {records} records", fr: "{path}\u{a0}: {records} enregistrements"),
    };
    if *bad > 0 {
        head.push_str(&tr!(lang; en: ", {bad} with errors", fr: ", dont {bad} avec des erreurs"));
    }
    if *unread > 0 {
        head.push_str(&match unread {
            1 => tr!(lang; en: " (1 could not be judged)", fr: " (1 n’a pas pu être jugé)"),
            _ => tr!(lang; en: " ({unread} could not be judged)", fr: " ({unread} n’ont pas pu être jugés)"),
        });
    }
    head
}

/// The rules that have a bar, with how deep they stand, each once.
fn rows(portfolio: &Portfolio<'_>) -> Vec<(RuleId, usize)> {
    let program = &portfolio.engine.checked.program;
    let known: HashSet<RuleId> = portfolio.rules.iter().copied().collect();
    let is_checklist = |id: &RuleId| program.rule(*id).is_some_and(|rule| rule.kind == RuleKind::Checklist);
    let inside = |id: &RuleId| program.rule(*id).map(members).unwrap_or_default();
    let mut tops = portfolio.given().to_vec();
    let with_members = !portfolio.only.is_empty() || portfolio.rules.len() <= FEW_RULES;
    if portfolio.only.is_empty() {
        let inner: HashSet<RuleId> = portfolio.rules.iter().flat_map(inside).collect();
        tops.retain(|id| !inner.contains(id));
        // Checklists first: they say the most.
        tops.sort_by_key(|id| !is_checklist(id));
        let checklists = tops.iter().filter(|id| is_checklist(id)).count();
        if !with_members {
            tops.truncate(if checklists == 0 { FEW_RULES } else { checklists });
        }
    }
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    let mut stack: Vec<(RuleId, usize)> = tops.into_iter().rev().map(|id| (id, 0)).collect();
    while let Some((id, depth)) = stack.pop() {
        if !known.contains(&id) || !seen.insert(id) {
            continue;
        }
        rows.push((id, depth));
        if with_members {
            stack.extend(inside(&id).into_iter().rev().map(|member| (member, depth + 1)));
        }
    }
    rows
}

fn row(
    portfolio: &Portfolio<'_>,
    (rule, depth, count): (RuleId, usize, Count),
    width: Option<usize>,
    layout: Layout,
) -> String {
    let lang = layout.lang;
    let name = portfolio.name(rule);
    let title = portfolio.engine.checked.program.rule(rule).and_then(|rule| rule.meta.title.as_deref());
    let indent = under(depth).split_off(2);
    let counts = count_text(count, lang);
    if layout.plain {
        let title = title.map_or(name.to_string(), |title| format!("{title} ({name})"));
        return wrapped(&indent, &format!("{indent}  "), &format!("{title}{}{counts}", colon(lang)), layout);
    }
    let title = title.map_or(name.to_string(), |title| format!("{title} · {name}"));
    let under = under(depth);
    let head = wrapped(&indent, &under, &title, layout);
    match width {
        Some(width) => format!("{head}{under}{}  {counts}\n", bar(count, width, layout)),
        None => format!("{head}{}", wrapped(&under, &under, &counts, layout)),
    }
}

/// What stands before a bar.
fn under(depth: usize) -> String {
    // Deeper than this, nobody sees the difference.
    "  ".repeat(depth.min(12) + 1)
}

/// The columns of every bar, so that they can be compared; none when the terminal has no room for them.
fn bar_width(rows: &[(RuleId, usize, Count)], layout: Layout) -> Option<usize> {
    let taken = |(_, depth, count): &(RuleId, usize, Count)| {
        under(*depth).len() + 2 + count_text(*count, layout.lang).chars().count()
    };
    let taken = rows.iter().map(taken).max().unwrap_or(0);
    Some(layout.width.saturating_sub(taken).min(BAR)).filter(|width| *width >= 2 * VERDICT_COUNT)
}

const VERDICT_COUNT: usize = VERDICTS.len();

/// A bar of `width` columns, in the signs of the verdicts: each that occurs has one at least, however rare.
fn bar(count: Count, width: usize, layout: Layout) -> String {
    let Count { met, not_met, unknown, not_applicable, exempt } = count;
    let shares = shares([met, not_met, unknown, not_applicable, exempt], width);
    let parts = VERDICTS.iter().zip(shares).filter(|(_, share)| *share > 0);
    parts.map(|(verdict, share)| painted(&sign(*verdict).repeat(share), *verdict, layout)).collect()
}

/// `width` columns shared out in proportion to counts; `width` must leave one for each.
fn shares(counts: [usize; VERDICT_COUNT], width: usize) -> [usize; VERDICT_COUNT] {
    let total: usize = counts.iter().sum();
    let scaled = |count: usize| (count as u128) * (width as u128);
    let mut shares = counts.map(|count| match usize::try_from(scaled(count) / (total.max(1) as u128)) {
        Ok(share) if count > 0 => share.max(1),
        Ok(_) | Err(_) => 0,
    });
    // What rounding left over goes to those that lost the most; what ones for the rare took beyond comes from the longest.
    let owed = |shares: &[usize; VERDICT_COUNT], rank: usize| {
        let (count, share) = (counts.get(rank).copied().unwrap_or(0), shares.get(rank).copied().unwrap_or(0));
        scaled(count).saturating_sub((share as u128) * (total as u128))
    };
    while total > 0 && shares.iter().sum::<usize>() != width {
        let short = shares.iter().sum::<usize>() < width;
        let rank = match short {
            true => (0..VERDICT_COUNT).rev().max_by_key(|rank| owed(&shares, *rank)),
            false => (0..VERDICT_COUNT).max_by_key(|rank| shares.get(*rank).copied()),
        };
        let Some(share) = rank.and_then(|rank| shares.get_mut(rank)) else { break };
        *share = if short { *share + 1 } else { share.saturating_sub(1) };
    }
    shares
}

/// How many rules have no bar here, and how to see them.
fn others(portfolio: &Portfolio<'_>, shown: usize, layout: Layout) -> String {
    let lang = layout.lang;
    let count = portfolio.rules.len().saturating_sub(shown);
    let line = match count {
        0 => return String::new(),
        1 => tr!(lang;
            en: "1 other criterion or checklist; “--only NAME” shows it",
            fr: "1 autre critère ou grille\u{a0}; «\u{a0}--only NOM\u{a0}» le montre"),
        _ => tr!(lang;
            en: "{count} other criteria and checklists; “--only NAME…” shows some, with their members",
            fr: "{count} autres critères et grilles\u{a0}; «\u{a0}--only NOM…\u{a0}» en montre certains, avec leurs membres"),
    };
    format!("\n{}", wrapped("", "  ", &line, layout))
}

fn bad_text(read: &Read, layout: Layout) -> String {
    let lang = layout.lang;
    if read.first.is_empty() {
        return String::new();
    }
    let title = tr!(lang; en: "records with errors:", fr: "enregistrements avec des erreurs\u{a0}:");
    let mut text = format!("\n{title}\n");
    for Bad { place: Place { line, column, .. }, message, code, more } in &read.first {
        let message = one_line(message);
        let mut told = tr!(lang;
            en: "line {line}, column {column}: {message} ({code})",
            fr: "ligne {line}, colonne {column}\u{a0}: {message} ({code})");
        match more {
            0 => {}
            1 => told.push_str(&tr!(lang; en: "; 1 more error", fr: "\u{a0}; 1 autre erreur")),
            _ => told.push_str(&tr!(lang; en: "; {more} more errors", fr: "\u{a0}; {more} autres erreurs")),
        }
        text.push_str(&wrapped("  ", "    ", &told, layout));
    }
    match read.bad.saturating_sub(read.first.len()) {
        0 => {}
        1 => text.push_str(&tr!(lang; en: "  … and 1 more\n", fr: "  … et 1 autre\n")),
        more => text.push_str(&tr!(lang; en: "  … and {more} more\n", fr: "  … et {more} autres\n")),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bar_is_in_proportion() {
        assert_eq!(shares([50, 50, 0, 0, 0], 40), [20, 20, 0, 0, 0]);
        assert_eq!(shares([1, 1, 1, 0, 0], 40), [14, 13, 13, 0, 0]);
        assert_eq!(shares([1, 1_000_000, 0, 0, 1], 40), [1, 38, 0, 0, 1]);
        assert_eq!(shares([0; 5], 40), [0; 5]);
    }

    proptest! {
        #[test]
        fn a_bar_fills_its_width_and_forgets_nobody(counts: [u32; 5], width in VERDICT_COUNT..60) {
            let counts = counts.map(|count| count as usize);
            let shares = shares(counts, width);
            let total: usize = counts.iter().sum();
            prop_assert_eq!(shares.iter().sum::<usize>(), if total == 0 { 0 } else { width });
            for (count, share) in counts.iter().zip(shares) {
                prop_assert_eq!(*count > 0, share > 0);
            }
        }
    }
}
