//! How many dossiers have which verdict, with a bar for each rule, and the records that could not be read.

use super::tally::{Bad, Flipped, Named, Read, Tally};
use super::{Place, Portfolio, members};
use crate::base::{Lang, tr};
use crate::diagnostic::render::one_line;
use crate::explain::reason::{colon, verdict_text};
use crate::explain::report::Count;
use crate::explain::text::{Layout, count_text, left_out_text, painted, sign, wrapped};
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use crate::model::item::RuleKind;
use std::cmp::Reverse;
use std::collections::HashSet;

/// With no more rules than this every one has its bar; beyond, only the checklists that stand in no other.
const FEW_RULES: usize = 24;

/// So many missing facts are told.
const MISSING_SHOWN: usize = 8;

/// So many groups are drawn under each rule.
const GROUPS_SHOWN: usize = 30;

/// The columns of a bar.
const BAR: usize = 40;

const VERDICTS: [Verdict; 5] =
    [Verdict::Met, Verdict::NotMet, Verdict::Unknown, Verdict::NotApplicable, Verdict::Exempt];

/// One bar.
struct Row {
    label: String,
    depth: usize,
    count: Count,
}

/// The whole summary. `path` is that of the data, as shown.
pub fn summary_text(portfolio: &Portfolio<'_>, tally: &Tally, path: &str, layout: Layout) -> String {
    let mut text = wrapped("", "  ", &head(&tally.read, path, layout.lang), layout);
    let judged = tally.read.records - tally.read.unread - tally.read.left - tally.read.undecided;
    if judged > 0 {
        let places = rows(portfolio);
        let nested = places.iter().any(|(_, depth)| *depth > 0) || !tally.groups.is_empty();
        let drawn: Vec<Row> = places.iter().flat_map(|place| drawn(portfolio, tally, *place, layout)).collect();
        let width = bar_width(&drawn, layout);
        text.push('\n');
        for (rank, row) in drawn.iter().enumerate() {
            // Rules at the margin stand apart; those inside go with the one above.
            if rank > 0 && row.depth == 0 && nested && !layout.plain {
                text.push('\n');
            }
            text.push_str(&row_text(row, width, layout));
        }
        text.push_str(&others(portfolio, places.len(), layout));
    }
    text.push_str(&flips_text(portfolio, tally, layout));
    text.push_str(&missing_text(portfolio, tally, layout));
    text.push_str(&left_out_text(&portfolio.left_out, layout));
    text.push_str(&bad_text(&tally.read, layout));
    text
}

/// The bar of a rule, then those of its groups.
fn drawn(portfolio: &Portfolio<'_>, tally: &Tally, (rule, depth): (RuleId, usize), layout: Layout) -> Vec<Row> {
    let Some(rank) = portfolio.rules.iter().position(|known| *known == rule) else { return Vec::new() };
    let Some(count) = tally.counts.get(rank).copied() else { return Vec::new() };
    let mut rows = vec![Row { label: rule_label(portfolio, rule, layout), depth, count }];
    let shown = tally.groups.iter().take(GROUPS_SHOWN);
    rows.extend(shown.filter_map(|(group, counts)| {
        let count = counts.get(rank).copied()?;
        Some(Row { label: one_line(&group.label), depth: depth + 1, count })
    }));
    let beyond = tally.groups.iter().skip(GROUPS_SHOWN).filter_map(|(_, counts)| counts.get(rank));
    let more = beyond.fold((0, Count::default()), |(groups, mut all), count| {
        all.merge(*count);
        (groups + 1, all)
    });
    if let (groups @ 1.., count) = more {
        let label = tr!(layout.lang; en: "{groups} more values", fr: "{groups} autres valeurs");
        rows.push(Row { label, depth: depth + 1, count });
    }
    rows
}

fn rule_label(portfolio: &Portfolio<'_>, rule: RuleId, layout: Layout) -> String {
    let name = portfolio.name(rule);
    let title = portfolio.engine.checked.program.rule(rule).and_then(|rule| rule.meta.title.as_deref());
    match title {
        Some(title) if layout.plain => format!("{title} ({name})"),
        Some(title) => format!("{title} · {name}"),
        None => name.to_string(),
    }
}

/// The verdicts that are others without settings, with the dossiers.
fn flips_text(portfolio: &Portfolio<'_>, tally: &Tally, layout: Layout) -> String {
    let lang = layout.lang;
    if !portfolio.asked.flips {
        return String::new();
    }
    if tally.flips.is_empty() {
        return tr!(lang; en: "\nno verdict changes\n", fr: "\naucun verdict ne change\n");
    }
    let title = tr!(lang; en: "what changes:", fr: "ce qui change\u{a0}:");
    let mut text = format!("\n{title}\n");
    for ((rank, _, _), flipped) in &tally.flips {
        let Some(rule) = portfolio.rules.get(*rank) else { continue };
        let Flipped { from, to, count, names } = flipped;
        let (from, to) = (verdict_text(*from, lang), verdict_text(*to, lang));
        let label = rule_label(portfolio, *rule, layout);
        let arrow = if layout.plain { tr!(lang; en: "then", fr: "puis") } else { String::from("→") };
        let head = format!("{label}{}{from} {arrow} {to}{}{count}", colon(lang), colon(lang));
        text.push_str(&wrapped("  ", "    ", &head, layout));
        let mut named: Vec<String> = names.iter().map(|name| named_text(name, lang)).collect();
        match count.saturating_sub(names.len()) {
            0 => {}
            1 => named.push(tr!(lang; en: "1 more", fr: "1 autre")),
            more => named.push(tr!(lang; en: "{more} more", fr: "{more} autres")),
        }
        text.push_str(&wrapped("    ", "    ", &named.join(", "), layout));
    }
    text
}

fn named_text(name: &Named, lang: Lang) -> String {
    match name {
        Named::Key(key) => one_line(key),
        Named::Line(line) => tr!(lang; en: "line {line}", fr: "ligne {line}"),
    }
}

/// The facts that the most dossiers lack.
fn missing_text(portfolio: &Portfolio<'_>, tally: &Tally, layout: Layout) -> String {
    let lang = layout.lang;
    if tally.missing.is_empty() {
        return String::new();
    }
    let mut facts: Vec<_> = tally.missing.iter().collect();
    facts.sort_by_key(|(fact, count)| (Reverse(**count), **fact));
    let title = tr!(lang;
        en: "the facts missing from the most dossiers:",
        fr: "les faits qui manquent au plus grand nombre de dossiers\u{a0}:");
    let mut text = format!("\n{title}\n");
    for (fact, count) in facts.iter().take(MISSING_SHOWN) {
        let Some(fact) = portfolio.engine.checked.program.fact(**fact) else { continue };
        let title = fact.decl.title.as_deref().map(|title| format!(" · {title}")).unwrap_or_default();
        let path = &fact.path;
        text.push_str(&wrapped("  ", "    ", &format!("{count}  {path}{title}"), layout));
    }
    match facts.len().saturating_sub(MISSING_SHOWN) {
        0 => {}
        1 => text.push_str(&tr!(lang; en: "  … and 1 more\n", fr: "  … et 1 autre\n")),
        more => text.push_str(&tr!(lang; en: "  … and {more} more\n", fr: "  … et {more} autres\n")),
    }
    text
}

fn head(read: &Read, path: &str, lang: Lang) -> String {
    let Read { records, bad, unread, left, undecided, .. } = read;
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
    match left {
        0 => {}
        1 => head.push_str(&tr!(lang; en: ", 1 left out by the condition", fr: ", 1 écarté par la condition")),
        _ => {
            head.push_str(&tr!(lang; en: ", {left} left out by the condition", fr: ", {left} écartés par la condition"))
        }
    }
    match undecided {
        0 => {}
        1 => head.push_str(&tr!(lang;
            en: ", 1 of which it is not known whether the condition holds",
            fr: ", 1 dont on ne sait pas si la condition est remplie")),
        _ => head.push_str(&tr!(lang;
            en: ", {undecided} of which it is not known whether the condition holds",
            fr: ", {undecided} dont on ne sait pas si la condition est remplie")),
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

fn row_text(row: &Row, width: Option<usize>, layout: Layout) -> String {
    let Row { label, depth, count } = row;
    let lang = layout.lang;
    let indent = under(*depth).split_off(2);
    let counts = count_text(*count, lang);
    if layout.plain {
        return wrapped(&indent, &format!("{indent}  "), &format!("{label}{}{counts}", colon(lang)), layout);
    }
    let under = under(*depth);
    let head = wrapped(&indent, &under, label, layout);
    match width {
        Some(width) => format!("{head}{under}{}  {counts}\n", bar(*count, width, layout)),
        None => format!("{head}{}", wrapped(&under, &under, &counts, layout)),
    }
}

/// What stands before a bar.
fn under(depth: usize) -> String {
    // Deeper than this, nobody sees the difference.
    "  ".repeat(depth.min(12) + 1)
}

/// The columns of every bar, so that they can be compared; none when the terminal has no room for them.
fn bar_width(rows: &[Row], layout: Layout) -> Option<usize> {
    let taken = |row: &Row| under(row.depth).len() + 2 + count_text(row.count, layout.lang).chars().count();
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
    for Bad { file, place: Place { line, column, .. }, message, code, more } in &read.first {
        let message = one_line(message);
        let mut told = tr!(lang;
            en: "line {line}, column {column}: {message} ({code})",
            fr: "ligne {line}, colonne {column}\u{a0}: {message} ({code})");
        if let Some(file) = file {
            told = format!("{}, {told}", one_line(file));
        }
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
