//! What changes, on a terminal.

use super::impact::Turned;
use super::{Change, Diff, Impact, Item, Kind, Line, Side, Status, Tag};
use crate::base::{Lang, tr};
use crate::diagnostic::render::one_line;
use crate::explain::reason::{colon, verdict_text};
use crate::explain::text::{Layout, wrapped};
use crate::model::ids::RuleId;
use unicode_width::UnicodeWidthChar;

/// With less room than this on each side, what was stands above what is.
const LEAST_SIDE: usize = 44;

/// So many lines that are the same are shown around those that are not.
const AROUND: usize = 2;

/// So many dossiers are named under a change of verdict, with their reasons.
const MOST_NAMED: usize = 30;

/// What an item declares, in words.
pub(super) fn kind_text(kind: Kind, lang: Lang) -> String {
    match kind {
        Kind::Doctrine => tr!(lang; en: "doctrine", fr: "doctrine"),
        Kind::Source => tr!(lang; en: "source", fr: "source"),
        Kind::Actor => tr!(lang; en: "actor", fr: "acteur"),
        Kind::Unit => tr!(lang; en: "unit", fr: "unité"),
        Kind::Choice => tr!(lang; en: "choice", fr: "choix"),
        Kind::Record => tr!(lang; en: "record", fr: "fiche"),
        Kind::Facts => tr!(lang; en: "facts", fr: "faits"),
        Kind::Parameter => tr!(lang; en: "parameter", fr: "paramètre"),
        Kind::Definition => tr!(lang; en: "definition", fr: "définition"),
        Kind::Table => tr!(lang; en: "table", fr: "table"),
        Kind::Criterion => tr!(lang; en: "criterion", fr: "critère"),
        Kind::Checklist => tr!(lang; en: "checklist", fr: "grille"),
        Kind::Scenario => tr!(lang; en: "scenario", fr: "scénario"),
        Kind::Body => tr!(lang; en: "body", fr: "instance"),
        Kind::Milestone => tr!(lang; en: "milestone", fr: "jalon"),
        Kind::Dataset => tr!(lang; en: "dataset", fr: "données"),
        Kind::Uncoded => tr!(lang; en: "uncoded passage", fr: "passage non codé"),
        Kind::Use => tr!(lang; en: "use", fr: "utilise"),
    }
}

fn status_text(status: Status, lang: Lang) -> String {
    match status {
        Status::Added => tr!(lang; en: "added", fr: "ajouté"),
        Status::Removed => tr!(lang; en: "removed", fr: "retiré"),
        Status::Renamed => tr!(lang; en: "renamed", fr: "renommé"),
        Status::Changed => tr!(lang; en: "changed", fr: "modifié"),
    }
}

/// What became of an item; a new name does not hide that it says something else too.
pub(super) fn became_text(change: &Change, lang: Lang) -> String {
    match change.status {
        Status::Renamed if change.is_changed() => tr!(lang; en: "renamed and changed", fr: "renommé et modifié"),
        status => status_text(status, lang),
    }
}

/// `critère équipe_internalisée « L’équipe est internalisée »`
pub(super) fn item_text(item: &Item, lang: Lang) -> String {
    let kind = kind_text(item.kind, lang);
    let name = one_line(&item.name);
    match item.title.as_deref().filter(|title| *title != item.name) {
        Some(title) => format!("{kind} {name} {}", lang.quoted(&one_line(title))),
        None => format!("{kind} {name}"),
    }
}

/// How many items became what.
pub(super) fn counts_text(diff: &Diff, lang: Lang) -> String {
    let counted =
        [Status::Added, Status::Removed, Status::Renamed, Status::Changed].map(|status| (status, diff.count(status)));
    let parts = counted.into_iter().filter(|(_, count)| *count > 0).map(|(status, count)| match (status, count) {
        (Status::Added, 1) => tr!(lang; en: "1 added", fr: "1 ajouté"),
        (Status::Added, _) => tr!(lang; en: "{count} added", fr: "{count} ajoutés"),
        (Status::Removed, 1) => tr!(lang; en: "1 removed", fr: "1 retiré"),
        (Status::Removed, _) => tr!(lang; en: "{count} removed", fr: "{count} retirés"),
        (Status::Renamed, 1) => tr!(lang; en: "1 renamed", fr: "1 renommé"),
        (Status::Renamed, _) => tr!(lang; en: "{count} renamed", fr: "{count} renommés"),
        (Status::Changed, 1) => tr!(lang; en: "1 changed", fr: "1 modifié"),
        (Status::Changed, _) => tr!(lang; en: "{count} changed", fr: "{count} modifiés"),
    });
    let same = diff.same;
    let mut parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        parts.push(tr!(lang; en: "nothing changes", fr: "rien ne change"));
    }
    parts.push(match same {
        0 | 1 => tr!(lang; en: "{same} the same", fr: "{same} identique"),
        _ => tr!(lang; en: "{same} the same", fr: "{same} identiques"),
    });
    parts.join(" · ")
}

/// How an item came by its name, where that is another.
pub(super) fn renamed_text(change: &Change, lang: Lang) -> Option<String> {
    let (old, new) = change.old.as_ref().zip(change.new.as_ref())?;
    if old.name == new.name {
        return None;
    }
    let (old, new) = (lang.quoted(&one_line(&old.name)), lang.quoted(&one_line(&new.name)));
    Some(match change.guessed {
        false => tr!(lang; en: "{old} is called {new} now", fr: "{old} s’appelle désormais {new}"),
        true => tr!(lang;
            en: "{old} is called {new} now, it seems: the two texts are alike and no “formerly” says so",
            fr: "{old} s’appelle désormais {new}, semble-t-il\u{a0}: les deux textes se ressemblent et aucun «\u{a0}anciennement\u{a0}» ne le dit"),
    })
}

/// Everything that changes; `old` and `new` are what the two doctrines are called.
pub fn diff_text(diff: &Diff, old: (&str, Side<'_>), new: (&str, Side<'_>), layout: Layout) -> String {
    let lang = layout.lang;
    let mut text = wrapped("- ", "  ", old.0, layout);
    text.push_str(&wrapped("+ ", "  ", new.0, layout));
    text.push_str(&format!("\n{}\n", counts_text(diff, lang)));
    for change in &diff.changes {
        let Some(item) = change.item() else { continue };
        let side = if change.new.is_some() { new.1 } else { old.1 };
        let (file, line) = side.place(item);
        let head = format!("{}{}{}", became_text(change, lang), colon(lang), item_text(item, lang));
        text.push_str(&format!("\n{}", wrapped("", "  ", &head, layout)));
        text.push_str(&format!("  {file}:{line}\n"));
        if let Some(renamed) = renamed_text(change, lang) {
            text.push_str(&wrapped("  ", "  ", &renamed, layout));
        }
        for moved in &change.bounds {
            let (of, from, to) = (one_line(&moved.of), &moved.from, &moved.to);
            let line = match layout.plain {
                true => tr!(lang; en: "{of}: {from}, then {to}", fr: "{of}\u{a0}: {from}, puis {to}"),
                false => format!("{of}{}{from} → {to}", colon(lang)),
            };
            text.push_str(&wrapped("  ", "    ", &line, layout));
        }
        let in_words = change.words.iter().any(|line| line.tag != Tag::Same);
        if in_words {
            for line in shown(&change.words) {
                text.push_str(&one_side(line, 2, layout));
            }
        }
        // What came or went is told once: in words where there are some.
        if change.status == Status::Changed || change.status == Status::Renamed || !in_words {
            text.push_str(&written(&change.text, layout));
        }
    }
    text
}

/// The lines that are not the same and a few around them; `None` stands for those left out.
pub(super) fn shown(lines: &[Line]) -> Vec<Option<&Line>> {
    let near = |rank: usize| {
        let (from, to) = (rank.saturating_sub(AROUND), (rank + AROUND + 1).min(lines.len()));
        lines.get(from..to).is_some_and(|around| around.iter().any(|line| line.tag != Tag::Same))
    };
    let mut found: Vec<Option<&Line>> = Vec::new();
    for (rank, line) in lines.iter().enumerate() {
        if near(rank) {
            found.push(Some(line));
        } else if !matches!(found.last(), Some(None)) {
            found.push(None);
        }
    }
    found
}

fn one_side(line: Option<&Line>, depth: usize, layout: Layout) -> String {
    let indent = "  ".repeat(depth);
    let Some(line) = line else { return format!("{indent}…\n") };
    let lang = layout.lang;
    let sign = match (line.tag, layout.plain) {
        (Tag::Same, _) => String::new(),
        (Tag::Removed, false) => String::from("- "),
        (Tag::Added, false) => String::from("+ "),
        (Tag::Removed, true) => tr!(lang; en: "before: ", fr: "avant\u{a0}: "),
        (Tag::Added, true) => tr!(lang; en: "after: ", fr: "après\u{a0}: "),
    };
    let sign = if sign.is_empty() && !layout.plain { String::from("  ") } else { sign };
    painted(
        wrapped(&format!("{indent}{sign}"), &format!("{indent}  "), &one_line(&line.text), layout),
        line.tag,
        layout,
    )
}

fn painted(text: String, tag: Tag, layout: Layout) -> String {
    let code = match tag {
        Tag::Same => return text,
        Tag::Removed => 31,
        Tag::Added => 32,
    };
    if layout.color { format!("\u{1b}[{code}m{}\u{1b}[0m\n", text.trim_end_matches('\n')) } else { text }
}

/// The text before and after side by side where there is room, else one above the other.
fn written(lines: &[Line], layout: Layout) -> String {
    if lines.iter().all(|line| line.tag == Tag::Same) {
        return String::new();
    }
    let side = layout.width.saturating_sub(4 + 3) / 2;
    if layout.plain
        || side < LEAST_SIDE
        || lines.iter().all(|line| line.tag != Tag::Removed)
        || lines.iter().all(|line| line.tag != Tag::Added)
    {
        return shown(lines).into_iter().map(|line| one_side(line, 2, layout)).collect();
    }
    let mut text = String::new();
    let (mut left, mut right): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for line in shown(lines) {
        match line {
            Some(Line { tag: Tag::Removed, text }) => left.push(text),
            Some(Line { tag: Tag::Added, text }) => right.push(text),
            Some(Line { tag: Tag::Same, text: same }) => {
                abreast(&mut left, &mut right, side, &mut text);
                row(same, same, ' ', side, &mut text);
            }
            None => {
                abreast(&mut left, &mut right, side, &mut text);
                row("…", "…", ' ', side, &mut text);
            }
        }
    }
    abreast(&mut left, &mut right, side, &mut text);
    text
}

/// Lines that stand for one another, beside one another.
fn abreast(left: &mut Vec<&str>, right: &mut Vec<&str>, side: usize, text: &mut String) {
    for rank in 0..left.len().max(right.len()) {
        let (before, after) = (left.get(rank).copied().unwrap_or(""), right.get(rank).copied().unwrap_or(""));
        row(before, after, '│', side, text);
    }
    left.clear();
    right.clear();
}

/// One row of both, over as many lines as it takes.
fn row(left: &str, right: &str, mark: char, side: usize, text: &mut String) {
    let (left, right) = (folded(left, side), folded(right, side));
    for rank in 0..left.len().max(right.len()) {
        let (before, width) = left.get(rank).map_or(("", 0), |(text, width)| (text.as_str(), *width));
        let after = right.get(rank).map_or("", |(text, _)| text.as_str());
        let gap = " ".repeat(side.saturating_sub(width));
        text.push_str(format!("    {before}{gap} {mark} {after}").trim_end());
        text.push('\n');
    }
}

/// A line cut into pieces that fit, between words where it can be, each with its width.
fn folded(line: &str, side: usize) -> Vec<(String, usize)> {
    let mut pieces = Vec::new();
    let mut piece: Vec<(char, usize)> = Vec::new();
    let width = |piece: &[(char, usize)]| piece.iter().map(|(_, width)| width).sum::<usize>();
    let text = |piece: &[(char, usize)]| piece.iter().map(|(character, _)| character).collect::<String>();
    for character in one_line(line).chars() {
        let own = character.width().unwrap_or(0);
        if width(&piece) + own > side {
            let indent = piece.iter().take_while(|(character, _)| *character == ' ').count();
            let blank = piece.iter().rposition(|(character, _)| *character == ' ').filter(|rank| *rank > indent);
            let rest = piece.split_off(blank.map_or(piece.len(), |rank| rank + 1));
            pieces.push((text(&piece), width(&piece)));
            piece = rest;
        }
        piece.push((character, own));
    }
    pieces.push((text(&piece), width(&piece)));
    pieces
}

impl Impact<'_> {
    /// How many dossiers were judged by both, and of how many a verdict changes. `path` is that of the data.
    pub(super) fn head(&self, path: &str, lang: Lang) -> String {
        let Impact { records, unread, moved, .. } = self;
        let path = one_line(path);
        let mut head = match records {
            0 | 1 => tr!(lang; en: "{path}: {records} record", fr: "{path}\u{a0}: {records} enregistrement"),
            _ => tr!(lang; en: "{path}: {records} records", fr: "{path}\u{a0}: {records} enregistrements"),
        };
        head.push_str(&match moved {
            0 => tr!(lang; en: ", no verdict changes", fr: ", aucun verdict ne change"),
            _ => {
                tr!(lang; en: ", {moved} with a verdict that changes", fr: ", dont {moved} avec un verdict qui change")
            }
        });
        match unread {
            0 => {}
            1 => head.push_str(&tr!(lang;
                en: "; 1 that could not be judged",
                fr: "\u{a0}; 1 qui n’a pas pu être jugé")),
            _ => head.push_str(&tr!(lang;
                en: "; {unread} that could not be judged",
                fr: "\u{a0}; {unread} qui n’ont pas pu être jugés")),
        }
        head
    }

    /// What a change of verdict comes from.
    pub(super) fn cause_text(&self, cause: Option<usize>, lang: Lang) -> String {
        match cause.and_then(|rank| self.diff.changes.get(rank)) {
            Some(change) => {
                let item = change.item().map(|item| item_text(item, lang)).unwrap_or_default();
                let status = became_text(change, lang);
                tr!(lang; en: "because of: {item} ({status})", fr: "à cause de\u{a0}: {item} ({status})")
            }
            None => tr!(lang;
                en: "because of facts or choices that are declared otherwise",
                fr: "à cause de faits ou de choix déclarés autrement"),
        }
    }

    /// What a verdict becomes, and of how many dossiers.
    pub(super) fn turned_text(&self, rule: RuleId, turned: &Turned, plain: bool, lang: Lang) -> String {
        let label = self.new.engine.checked.program.rule(rule).map_or("", |rule| rule.meta.label());
        let (from, to, count) = (verdict_text(turned.from, lang), verdict_text(turned.to, lang), turned.count);
        let arrow = if plain { tr!(lang; en: ", then", fr: ", puis") } else { String::from(" →") };
        let count = match count {
            1 => tr!(lang; en: "1 dossier", fr: "1 dossier"),
            _ => tr!(lang; en: "{count} dossiers", fr: "{count} dossiers"),
        };
        let colon = colon(lang);
        format!("{label}{colon}{from}{arrow} {to}{colon}{count}")
    }

    /// The verdicts that change, by what changes them.
    pub fn text(&self, path: &str, layout: Layout) -> String {
        let lang = layout.lang;
        let mut text = format!("\n{}", wrapped("", "  ", &self.head(path, lang), layout));
        for (cause, rules) in &self.causes {
            text.push_str(&format!("\n{}", wrapped("", "  ", &self.cause_text(*cause, lang), layout)));
            for ((rule, _, _), turned) in rules {
                text.push_str(&wrapped("  ", "    ", &self.turned_text(*rule, turned, layout.plain, lang), layout));
                for dossier in turned.dossiers.iter().take(MOST_NAMED) {
                    text.push_str(&wrapped("    ", "      ", &one_line(&dossier.name), layout));
                    for (reasons, mark) in [(&dossier.before, Tag::Removed), (&dossier.after, Tag::Added)] {
                        for reason in reasons {
                            let line = Line { tag: mark, text: reason.clone() };
                            text.push_str(&one_side(Some(&line), 3, layout));
                        }
                    }
                }
                match turned.count.saturating_sub(turned.dossiers.len().min(MOST_NAMED)) {
                    0 => {}
                    1 => text.push_str(&tr!(lang; en: "    … and 1 more\n", fr: "    … et 1 autre\n")),
                    more => text.push_str(&tr!(lang; en: "    … and {more} more\n", fr: "    … et {more} autres\n")),
                }
            }
        }
        for error in &self.errors {
            let super::Told { file, line, column, message, code } = error;
            let told = tr!(lang;
                en: "{file}, line {line}, column {column}: {message} ({code})",
                fr: "{file}, ligne {line}, colonne {column}\u{a0}: {message} ({code})");
            text.push_str(&format!("\n{}", wrapped("", "  ", &one_line(&told), layout)));
        }
        text
    }
}
