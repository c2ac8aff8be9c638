//! What changes, as Markdown: to be put into a note, or a page of changes.

use super::text::{became_text, counts_text, item_text, renamed_text, shown};
use super::{Diff, Impact, Line, Side, Status, Tag};
use crate::base::{Lang, tr};
use crate::explain::reason::colon;
use crate::explain::why::escaped;

/// Everything that changes; `old` and `new` are what the two doctrines are called. The impact has the path of its data.
pub fn diff_markdown(
    diff: &Diff,
    old: (&str, Side<'_>),
    new: (&str, Side<'_>),
    impact: Option<(&Impact<'_>, &str)>,
    lang: Lang,
) -> String {
    let (before, after) = (escaped(old.0), escaped(new.0));
    let title = tr!(lang; en: "What changes", fr: "Ce qui change");
    let mut text = format!(
        "# {title}\n\n- {}\n- {}\n\n{}\n",
        tr!(lang; en: "before: {before}", fr: "avant\u{a0}: {before}"),
        tr!(lang; en: "after: {after}", fr: "après\u{a0}: {after}"),
        escaped(&counts_text(diff, lang))
    );
    for change in &diff.changes {
        let Some(item) = change.item() else { continue };
        let side = if change.new.is_some() { new.1 } else { old.1 };
        let (file, line) = side.place(item);
        let status = became_text(change, lang);
        text.push_str(&format!("\n## {}{}{}\n\n", status, colon(lang), escaped(&item_text(item, lang))));
        text.push_str(&format!("{}:{line}\n", escaped(&file)));
        if let Some(renamed) = renamed_text(change, lang) {
            text.push_str(&format!("\n{}\n", escaped(&renamed)));
        }
        if !change.bounds.is_empty() {
            text.push('\n');
        }
        for moved in &change.bounds {
            text.push_str(&format!(
                "- {}{}{} → **{}**\n",
                escaped(&moved.of),
                colon(lang),
                escaped(&moved.from),
                escaped(&moved.to)
            ));
        }
        if change.words.iter().any(|line| line.tag != Tag::Same) {
            let head = tr!(lang; en: "In words", fr: "En mots");
            text.push_str(&format!(
                "\n{head}{}\n\n{}",
                colon(lang).trim_end_matches(' '),
                fenced(&change.words, "diff")
            ));
        }
        if change.text.iter().any(|line| line.tag != Tag::Same) && change.status != Status::Removed {
            let head = tr!(lang; en: "As text", fr: "Dans le texte");
            text.push_str(&format!(
                "\n{head}{}\n\n{}",
                colon(lang).trim_end_matches(' '),
                fenced(&change.text, "diff")
            ));
        }
    }
    if let Some((impact, path)) = impact {
        text.push_str(&self::impact(impact, path, lang));
    }
    text
}

fn impact(impact: &Impact<'_>, path: &str, lang: Lang) -> String {
    let title = tr!(lang; en: "Dossiers whose verdict changes", fr: "Dossiers dont un verdict change");
    let mut text = format!("\n# {title}\n\n{}\n", escaped(&impact.head(path, lang)));
    let heads = [
        tr!(lang; en: "dossier", fr: "dossier"),
        tr!(lang; en: "before", fr: "avant"),
        tr!(lang; en: "after", fr: "après"),
    ];
    for (cause, rules) in &impact.causes {
        text.push_str(&format!("\n## {}\n", escaped(&impact.cause_text(*cause, lang))));
        for ((rule, _, _), turned) in rules {
            text.push_str(&format!("\n{}\n\n", escaped(&impact.turned_text(*rule, turned, false, lang))));
            text.push_str(&format!("| {} |\n| --- | --- | --- |\n", heads.join(" | ")));
            for dossier in &turned.dossiers {
                let cell = |reasons: &[String]| escaped(&reasons.join("\u{a0}; ")).replace('\n', " ");
                let name = escaped(&dossier.name).replace('\n', " ");
                text.push_str(&format!("| {name} | {} | {} |\n", cell(&dossier.before), cell(&dossier.after)));
            }
            match turned.count.saturating_sub(turned.dossiers.len()) {
                0 => {}
                1 => text.push_str(&tr!(lang; en: "\n… and 1 more\n", fr: "\n… et 1 autre\n")),
                more => text.push_str(&tr!(lang; en: "\n… and {more} more\n", fr: "\n… et {more} autres\n")),
            }
        }
    }
    text
}

/// Lines in a block of code, longer marks around what holds some.
fn fenced(lines: &[Line], language: &str) -> String {
    let longest = lines.iter().map(|line| line.text.split(|c| c != '`').map(str::len).max().unwrap_or(0)).max();
    let marks = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    let mut text = format!("{marks}{language}\n");
    for line in shown(lines) {
        match line {
            None => text.push_str("  …\n"),
            Some(line) => {
                let sign = match line.tag {
                    Tag::Same => ' ',
                    Tag::Removed => '-',
                    Tag::Added => '+',
                };
                text.push_str(format!("{sign} {}", line.text).trim_end());
                text.push('\n');
            }
        }
    }
    format!("{text}{marks}\n")
}
