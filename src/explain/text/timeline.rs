//! The calendar on the terminal: a line of months, then each milestone in words.

use super::{AllNotes, Layout, Writer, head_text, painted, stance_text, wrapped};
use crate::base::{Lang, tr};
use crate::explain::plan::{Plans, Stance};
use crate::explain::report::Evaluation;
use crate::explain::timeline::{Month, Row, Stretch, Timeline};
use crate::model::expr::Verdict;
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// The line that says whose calendar it is, on which day, and under what.
pub fn calendar_head(evaluation: &Evaluation<'_>, dossier: Option<&str>, under: Option<&Stance>, lang: Lang) -> String {
    let program = &evaluation.engine.checked.program;
    let doctrine = program.doctrine.as_ref().map(|doctrine| doctrine.name.as_str());
    let under = under.map(|stance| stance_text(program, stance, lang));
    head_text(dossier, doctrine, evaluation.situation.dates, under.as_deref(), lang)
}

/// The milestones and the bodies of a dossier, drawn and told, under that line.
pub fn calendar_text(evaluation: &Evaluation<'_>, head: String, plans: &Plans, layout: Layout) -> String {
    let lang = layout.lang;
    let notes = AllNotes::new(evaluation);
    let mut writer = Writer { evaluation, layout, text: head, notes, noted: HashSet::new(), large: false };
    if plans.milestones.is_empty() {
        writer.text.push('\n');
        writer.line(
            &tr!(lang; en: "the doctrine has no milestone that day", fr: "la doctrine n’a pas de jalon ce jour-là"),
        );
        return writer.text;
    }
    let timeline = evaluation.timeline(&plans.milestones);
    if let Some(timeline) = timeline.as_ref().filter(|_| !layout.plain) {
        writer.text.push('\n');
        writer.text.push_str(&timeline_text(timeline, layout));
    }
    writer.text.push('\n');
    let places: Vec<usize> = match &timeline {
        Some(timeline) => timeline.rows.iter().map(|row| row.place).collect(),
        None => (0..plans.milestones.len()).collect(),
    };
    places.iter().filter_map(|place| plans.milestones.get(*place)).for_each(|state| writer.milestone(state));
    writer.bodies(&plans.bodies);
    writer.text
}

/// The widest that titles may be beside the months.
const TITLES: usize = 40;

/// The milestones on a line of months, and what its signs mean.
pub fn timeline_text(timeline: &Timeline, layout: Layout) -> String {
    let mut drawing = Drawing { layout, text: String::new() };
    drawing.timeline(timeline);
    drawing.text
}

struct Drawing {
    layout: Layout,
    text: String,
}

impl Drawing {
    fn timeline(&mut self, timeline: &Timeline) {
        let lang = self.layout.lang;
        let width = self.layout.width.min(110);
        let widest = timeline.rows.iter().map(|row| UnicodeWidthStr::width(row.label.as_str())).max().unwrap_or(0);
        let titles = widest.min(TITLES).min(width / 2);
        let room = width.saturating_sub(titles + 1).max(12);
        let step = scale(timeline, room);
        let axis = axis(timeline, step, room);
        self.text.push_str(&format!("{}{axis}\n", " ".repeat(titles + 1)));
        for row in &timeline.rows {
            self.timeline_row(timeline, row, step, titles);
        }
        let step = match step {
            1 => tr!(lang; en: "a sign a month", fr: "un signe par mois"),
            _ => tr!(lang; en: "a sign for {step} months", fr: "un signe pour {step} mois"),
        };
        let legend = tr!(lang;
            en: "● reached  ○ planned  ░ expected  › at the earliest  ▸ takes effect  │ today; {step}",
            fr: "● atteint  ○ prévu  ░ attendu  › au plus tôt  ▸ prend effet  │ aujourd’hui\u{a0}; {step}");
        self.text.push_str(&wrapped("", "  ", &legend, self.layout));
    }

    fn timeline_row(&mut self, timeline: &Timeline, row: &Row, step: Month, titles: usize) {
        let title = wrapped("", "  ", &row.label, Layout { width: titles, ..self.layout });
        let lines: Vec<&str> = title.lines().collect();
        for (rank, line) in lines.iter().enumerate() {
            self.text.push_str(line);
            if rank + 1 == lines.len() {
                let gap = (titles + 1).saturating_sub(UnicodeWidthStr::width(*line));
                self.text.push_str(&" ".repeat(gap));
                let cells = self.cells(timeline, row, step);
                self.text.push_str(cells.trim_end());
            }
            self.text.push('\n');
        }
    }

    fn cells(&self, timeline: &Timeline, row: &Row, step: Month) -> String {
        let count = (timeline.count() + step - 1) / step;
        let cell = |rank: Month| {
            let from = timeline.months.0 + rank * step;
            let months = (from, from + step - 1);
            let is_in = |stretch: Option<Stretch>| stretch.is_some_and(|one| one.0 <= months.1 && months.0 <= one.1);
            let is_at = |month: Option<Month>| is_in(month.map(|month| (month, month)));
            if is_in(row.reached) {
                painted("●", Verdict::Met, self.layout)
            } else if is_in(row.planned) {
                painted("○", Verdict::Unknown, self.layout)
            } else if is_at(row.effect) {
                String::from("▸")
            } else if is_at(row.earliest) {
                String::from("›")
            } else if is_in(row.expected) {
                String::from("░")
            } else if is_at(Some(timeline.today)) {
                String::from("│")
            } else {
                String::from(" ")
            }
        };
        (0..count).map(cell).collect()
    }
}

/// How many months a sign stands for, so that all of them fit.
fn scale(timeline: &Timeline, room: usize) -> Month {
    let room = Month::try_from(room).unwrap_or(1).max(1);
    [1, 2, 3, 4, 6, 12].into_iter().find(|step| timeline.count() <= room * step).unwrap_or(timeline.count() / room + 1)
}

/// The years, each at its January or at the start.
fn axis(timeline: &Timeline, step: Month, room: usize) -> String {
    let mut axis = String::new();
    let mut month = timeline.months.0;
    while month <= timeline.months.1 {
        let at = usize::try_from((month - timeline.months.0) / step).unwrap_or(0);
        let free = axis.is_empty() || axis.len() < at;
        let year = ((month - 1) / 12).to_string();
        let next = (month - 1) / 12 * 12 + 13;
        // A year of which little is drawn leaves the room to the next one.
        let before_next = usize::try_from((next - timeline.months.0) / step).unwrap_or(0);
        let has_room = next > timeline.months.1 || before_next > at + year.len();
        if free && has_room && at + year.len() <= room {
            axis.push_str(&" ".repeat(at.saturating_sub(axis.len())));
            axis.push_str(&year);
        }
        month = next;
    }
    axis
}
