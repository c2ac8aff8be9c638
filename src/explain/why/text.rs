//! Explanations on the terminal, or in words for screen readers.

use super::{Why, Whys, aside, head, missing_lines};
use crate::base::tr;
use crate::explain::parts::Part;
use crate::explain::reason::{colon, verdict_text};
use crate::explain::report::Evaluation;
use crate::explain::text::{Layout, painted, sign, wrapped};
use crate::explain::turn::turns_lines;
use crate::model::expr::Verdict;
use unicode_width::UnicodeWidthStr;

/// Everything, one rule after the other.
pub fn why_text(evaluation: &Evaluation<'_>, whys: &Whys, layout: Layout) -> String {
    let mut writer = Writer { evaluation, layout, text: head(evaluation, whys, layout.lang) };
    for why in &whys.rules {
        writer.text.push('\n');
        writer.rule(why, "");
    }
    writer.text
}

struct Writer<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: Layout,
    text: String,
}

impl Writer<'_> {
    fn rule(&mut self, why: &Why, indent: &str) {
        self.heading(why, indent);
        let (lang, inner) = (self.layout.lang, format!("{indent}    "));
        if let Some(period) = &why.period {
            self.wrapped(&inner, period);
        }
        for part in &why.parts {
            self.part(part, verdict_of(part.holds), &inner);
        }
        for exception in &why.exceptions {
            self.part(exception, verdict_under_exception(exception.holds), &inner);
        }
        if let Some(counted) = &why.counted {
            self.wrapped(&inner, counted);
        }
        let missing = missing_lines(self.evaluation, why, lang);
        // The members of a checklist say what each waits for.
        if !missing.is_empty() && why.members.is_empty() {
            self.wrapped(&inner, &tr!(lang; en: "missing:", fr: "manque\u{a0}:"));
            for line in missing {
                self.wrapped(&format!("{inner}  "), &line);
            }
        }
        let citations = why.citations.join(&tr!(lang; en: "; ", fr: "\u{a0}; "));
        if !citations.is_empty() {
            self.wrapped(&inner, &tr!(lang; en: "text: {citations}", fr: "texte\u{a0}: {citations}"));
        }
        if let Some(turns) = &why.turns {
            for line in turns_lines(self.evaluation, turns, lang) {
                self.wrapped(&inner, &line);
            }
        }
        for member in &why.members {
            self.text.push('\n');
            self.rule(member, &inner);
        }
        if why.more > 0 {
            let more = why.more;
            self.text.push('\n');
            self.wrapped(&inner, &tr!(lang; en: "… and {more} more that decide in the same way", fr: "… et {more} autres qui décident de même"));
        }
    }

    fn heading(&mut self, why: &Why, indent: &str) {
        let lang = self.layout.lang;
        let aside = aside(why, lang);
        if self.layout.plain {
            let words = verdict_text(why.verdict, lang);
            let line = format!("{}{}{words} ({aside})", why.title, colon(lang));
            return self.wrapped(indent, &line);
        }
        let left = format!("{indent}{} {}", painted(sign(why.verdict), why.verdict, self.layout), why.title);
        let shown = UnicodeWidthStr::width(format!("{indent}? {}", why.title).as_str());
        let room = self.layout.width.min(110).saturating_sub(UnicodeWidthStr::width(aside.as_str()));
        let gap = " ".repeat(room.saturating_sub(shown).max(2));
        self.text.push_str(&format!("{left}{gap}{aside}\n"));
    }

    fn part(&mut self, part: &Part, mark: Verdict, indent: &str) {
        let lang = self.layout.lang;
        let line = match (self.layout.plain, part.holds) {
            (true, Some(true)) => tr!(lang; en: "holds: ", fr: "vrai\u{a0}: ") + &part.text,
            (true, Some(false)) => tr!(lang; en: "does not hold: ", fr: "faux\u{a0}: ") + &part.text,
            (true, None) => tr!(lang; en: "open: ", fr: "inconnu\u{a0}: ") + &part.text,
            (false, _) => format!("{} {}", painted(sign(mark), mark, self.layout), part.text),
        };
        self.wrapped(indent, &line);
        for detail in &part.details {
            self.wrapped(&format!("{indent}    "), detail);
        }
        for inner in &part.parts {
            self.part(inner, verdict_of(inner.holds), &format!("{indent}  "));
        }
    }

    fn wrapped(&mut self, indent: &str, text: &str) {
        let lines = wrapped(indent, &format!("{indent}  "), text, self.layout);
        self.text.push_str(&lines);
    }
}

/// An exception that does not hold is no fault.
pub(super) fn verdict_under_exception(holds: Option<bool>) -> Verdict {
    match holds {
        Some(true) => Verdict::Exempt,
        Some(false) => Verdict::NotApplicable,
        None => Verdict::Unknown,
    }
}

pub(super) fn verdict_of(holds: Option<bool>) -> Verdict {
    match holds {
        Some(true) => Verdict::Met,
        Some(false) => Verdict::NotMet,
        None => Verdict::Unknown,
    }
}
