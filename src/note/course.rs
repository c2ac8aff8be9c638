//! The calendar with its picture, and who decides what, before which date.

use super::Writer;
use crate::base::tr;
use crate::document::Drawing;
use crate::document::block::{Block, Entry, Inline, text};
use crate::explain::plan::{BodyState, MilestoneState};
use crate::explain::text::calendar_head;

impl Writer<'_> {
    fn milestones(&self) -> &[MilestoneState] {
        &self.request.report.plans.milestones
    }

    /// The next milestone that is planned or late, in a line.
    pub(super) fn calendar_in_short(&self) -> Option<Entry> {
        let timeline = self.evaluation.timeline(self.milestones())?;
        let open = timeline.rows.iter().filter_map(|row| self.milestones().get(row.place));
        let next = open.filter(|state| state.reached.is_none()).find(|state| state.planned.is_some())?;
        let line = self.evaluation.milestone_line(next, self.lang);
        Some(Entry::of(vec![self.link("calendar", line)]))
    }

    pub(super) fn calendar(&self) -> Vec<Block> {
        let lang = self.lang;
        let mut blocks = vec![self.heading("calendar", tr!(lang; en: "Calendar", fr: "Calendrier"))];
        if self.milestones().is_empty() {
            blocks.push(self.paragraph(tr!(lang;
                en: "The doctrine has no milestone that day.",
                fr: "La doctrine n’a pas de jalon ce jour-là.")));
            return blocks;
        }
        let timeline = self.evaluation.timeline(self.milestones());
        let places: Vec<usize> = match &timeline {
            Some(timeline) => timeline.rows.iter().map(|row| row.place).collect(),
            None => (0..self.milestones().len()).collect(),
        };
        if let Some(timeline) = timeline {
            let report = self.request.report;
            let title = calendar_head(self.evaluation, report.dossier.as_deref(), report.under.as_ref(), lang);
            blocks.push(Block::Picture {
                drawing: Box::new(Drawing::Calendar { timeline, title: title.trim_end().to_string(), lang }),
                about: String::new(),
                words: Vec::new(),
                folded: false,
            });
        }
        let (known, untold): (Vec<&MilestoneState>, Vec<&MilestoneState>) =
            places.iter().filter_map(|place| self.milestones().get(*place)).partition(|state| is_known(state));
        if !known.is_empty() {
            let entries = known.into_iter().map(|state| self.milestone(state)).collect();
            blocks.push(Block::List { entries, cards: false });
        }
        if !untold.is_empty() {
            let count = untold.len();
            let summary = tr!(lang; en: "Milestones without a date ({count})", fr: "Jalons sans date ({count})");
            let entries = untold.into_iter().map(|state| self.milestone(state)).collect();
            blocks.push(Block::Details {
                anchor: None,
                summary: vec![text(summary)],
                body: vec![Block::List { entries, cards: false }],
            });
        }
        blocks
    }

    fn milestone(&self, state: &MilestoneState) -> Entry {
        let line = self.evaluation.milestone_line(state, self.lang);
        let under = self.lines(self.evaluation.milestone_lines(state, self.lang));
        Entry { under, ..Entry::of(vec![text(line)]) }
    }

    /// The bodies, with how often they met; then what each has still to decide.
    pub(super) fn governance(&self) -> Vec<Block> {
        let lang = self.lang;
        let bodies = &self.request.report.plans.bodies;
        let mut blocks = vec![self.heading("governance", tr!(lang; en: "Governance", fr: "Gouvernance"))];
        let entries: Vec<Entry> = bodies.iter().filter_map(|state| self.body(state)).collect();
        if entries.is_empty() {
            blocks.push(self.paragraph(
                tr!(lang; en: "The doctrine has no body that day.", fr: "La doctrine n’a pas d’instance ce jour-là."),
            ));
        } else {
            blocks.push(Block::List { entries, cards: false });
        }
        let to_decide: Vec<Entry> = self
            .milestones()
            .iter()
            .filter(|state| state.reached.is_none())
            .filter_map(|state| {
                let body = self.program().bodies.get(state.decided_by?)?;
                let line = self.evaluation.milestone_line(state, lang);
                let title = Inline::Own { words: body.meta.label().to_string(), lang: body.meta.lang };
                Some(Entry::of(vec![title, text(format!("{}{line}", crate::explain::reason::colon(lang)))]))
            })
            .collect();
        if !to_decide.is_empty() {
            blocks.push(self.paragraph(tr!(lang; en: "Still to be decided:", fr: "Reste à décider\u{a0}:")));
            blocks.push(Block::List { entries: to_decide, cards: false });
        }
        blocks
    }

    /// A body, who is on it, and what is known of its meetings.
    fn body(&self, state: &BodyState) -> Option<Entry> {
        let lang = self.lang;
        let body = self.program().bodies.get(state.rank)?;
        let is_told = state.regular.is_some() || state.meetings.is_some();
        let line = match is_told {
            true => self.evaluation.body_line(state, lang)?,
            false => body.meta.label().to_string(),
        };
        let members: Vec<&str> =
            state.members.iter().filter_map(|actor| self.program().actor(*actor)).map(|one| one.meta.label()).collect();
        let members = (!members.is_empty()).then(|| {
            let members = members.join(", ");
            tr!(lang; en: "members: {members}", fr: "membres\u{a0}: {members}")
        });
        Some(Entry { under: self.lines(members.into_iter().collect()), ..Entry::of(vec![text(line)]) })
    }
}

/// Whether anything is told of it, or it can be late.
fn is_known(state: &MilestoneState) -> bool {
    state.reached.is_some() || state.planned.is_some() || state.place.late_months.is_some()
}
