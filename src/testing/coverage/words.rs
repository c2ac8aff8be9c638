//! What the tests leave uncovered, a line each with its place, and the counts.

use super::{ComparisonCoverage, Coverage, PartCoverage, Ratio, RuleCoverage, Side, Summary};
use crate::base::{Lang, Loc, Sources, tr};
use crate::eval::Engine;
use crate::explain::missing::Owner;
use crate::explain::reason::{period_text, verdict_text};
use crate::testing::text::Words;

/// What is not covered, in the order of the files; nothing when everything is.
pub fn coverage_text(coverage: &Coverage, sources: &Sources, engine: &Engine, lang: Lang) -> String {
    let words = Words { sources, engine, lang };
    let rules = coverage.rules.iter().filter(|one| !one.is_covered()).map(|one| (one.at, rule_line(&words, one)));
    let exceptions = unseen(&coverage.exceptions).map(|one| (one.at, exception_line(&words, one)));
    let rows = unseen(&coverage.rows).map(|one| (one.at, row_line(&words, one)));
    let comparisons = coverage.comparisons.iter().filter(|one| !one.is_covered());
    let comparisons = comparisons.map(|one| (one.at, comparison_line(&words, one)));
    let mut lines: Vec<(Loc, String)> = rules.chain(exceptions).chain(rows).chain(comparisons).collect();
    if lines.is_empty() {
        return String::new();
    }
    lines.sort_by_key(|(at, _)| (words.sources.path(at.file), at.span.start));
    let mut text = tr!(lang; en: "\nnot covered by the tests:\n", fr: "\nce que les essais ne couvrent pas\u{a0}:\n");
    for (at, line) in lines {
        text.push_str(&format!("  {}  {line}\n", words.place(at)));
    }
    text
}

/// `criteria 57/60 · exceptions 4/4 · table rows 20/22 · comparisons 30/41`; kinds that are not there are left out.
pub fn coverage_summary(summary: &Summary, lang: Lang) -> String {
    let Summary { criteria, checklists, exceptions, rows, comparisons } = *summary;
    let counts = [
        (criteria, tr!(lang; en: "criteria", fr: "critères")),
        (checklists, tr!(lang; en: "checklists", fr: "grilles")),
        (exceptions, tr!(lang; en: "exceptions", fr: "exceptions")),
        (rows, tr!(lang; en: "table rows", fr: "lignes de table")),
        (comparisons, tr!(lang; en: "comparisons", fr: "comparaisons")),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(ratio, _)| ratio.of > 0)
        .map(|(Ratio { covered, of }, name)| format!("{name} {covered}/{of}"))
        .collect();
    if counts.is_empty() {
        return tr!(lang; en: "covered: nothing to cover\n", fr: "couverture\u{a0}: rien à couvrir\n");
    }
    let counts = counts.join(" · ");
    tr!(lang; en: "covered: {counts}\n", fr: "couverture\u{a0}: {counts}\n")
}

fn unseen(parts: &[PartCoverage]) -> impl Iterator<Item = &PartCoverage> {
    parts.iter().filter(|one| !one.seen)
}

fn rule_line(words: &Words<'_>, one: &RuleCoverage) -> String {
    let lang = words.lang;
    let name = words.rule(one.rule);
    let Some(rank) = one.version else {
        return tr!(lang; en: "{name}: never seen outside its dates", fr: "{name}\u{a0}: jamais vu hors de ses dates");
    };
    let versions = words.engine.checked.program.rule(one.rule).map_or(&[][..], |rule| &rule.versions);
    let period = versions.get(rank).filter(|_| versions.len() > 1);
    let period = period.and_then(|version| period_text(&version.period, lang));
    let name = period.map_or(name.clone(), |period| format!("{name}, {period}"));
    if one.seen.is_empty() {
        return tr!(lang;
            en: "{name}: no expectation looks at it",
            fr: "{name}\u{a0}: aucune attente ne porte dessus");
    }
    let verdicts: Vec<String> = one.unseen().map(|verdict| verdict_text(verdict, lang)).collect();
    let verdicts = verdicts.join(", ");
    tr!(lang; en: "{name}: never seen {verdicts}", fr: "{name}\u{a0}: jamais vu {verdicts}")
}

fn exception_line(words: &Words<'_>, one: &PartCoverage) -> String {
    let (lang, name, written) = (words.lang, owner(words, one.of), words.written(one.at));
    tr!(lang;
        en: "{name}: exception never taken: {written}",
        fr: "{name}\u{a0}: exception jamais rencontrée\u{a0}: {written}")
}

fn row_line(words: &Words<'_>, one: &PartCoverage) -> String {
    let (lang, name, number, written) = (words.lang, owner(words, one.of), one.number, words.written(one.at));
    tr!(lang;
        en: "{name}: row {number} never reached: {written}",
        fr: "{name}\u{a0}: ligne {number} jamais atteinte\u{a0}: {written}")
}

fn comparison_line(words: &Words<'_>, one: &ComparisonCoverage) -> String {
    let lang = words.lang;
    let name = one.item.meta(&words.engine.checked.program).map_or("", |meta| meta.name.as_str());
    let written = lang.quoted(&words.written(one.at));
    if one.seen.is_empty() {
        return tr!(lang;
            en: "{name}: {written} never decided where an expectation looks",
            fr: "{name}\u{a0}: {written} jamais tranché là où porte une attente");
    }
    let sides: Vec<String> = one.unseen().map(|side| side_text(side, lang)).collect();
    let sides = sides.join(", ");
    tr!(lang; en: "{name}: {written} never seen {sides}", fr: "{name}\u{a0}: {written} jamais vu {sides}")
}

fn side_text(side: Side, lang: Lang) -> String {
    match side {
        Side::True => tr!(lang; en: "true", fr: "vrai"),
        Side::False => tr!(lang; en: "false", fr: "faux"),
        Side::Bound => tr!(lang; en: "exactly at its limit", fr: "exactement à sa limite"),
        Side::LowerBound => tr!(lang; en: "exactly at its lower limit", fr: "exactement à sa limite basse"),
        Side::UpperBound => tr!(lang; en: "exactly at its upper limit", fr: "exactement à sa limite haute"),
    }
}

pub(super) fn owner(words: &Words<'_>, of: Owner) -> String {
    of.meta(&words.engine.checked.program).map_or_else(String::new, |meta| meta.name.clone())
}
