//! What is counted of many dossiers. Its size does not grow with their number.

use super::group::MOST_GROUPS;
use super::{Group, Judged, Judgement, Place, Portfolio, Record};
use crate::base::Lang;
use crate::diagnostic::Diagnostic;
use crate::explain::report::Count;
use crate::model::expr::Verdict;
use crate::model::ids::FactId;
use std::collections::BTreeMap;

/// So many bad records are told one by one.
pub(super) const BAD_SHOWN: usize = 5;

/// So many dossiers are named under a change of verdict.
const NAMED: usize = 60;

/// The verdicts counted so far, by rule.
#[derive(Clone, Debug)]
pub struct Tally {
    pub(super) counts: Vec<Count>,
    pub read: Read,
    /// Where dossiers are grouped.
    pub(super) groups: BTreeMap<Group, Vec<Count>>,
    /// By the rank of a rule, the verdict before and after.
    pub(super) flips: BTreeMap<(usize, u8, u8), Flipped>,
    /// How many dossiers lack each fact.
    pub(super) missing: BTreeMap<FactId, usize>,
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
    /// Those of which the condition asked for does not hold.
    pub left: usize,
    /// Those of which nobody knows whether it does.
    pub undecided: usize,
    pub(super) first: Vec<Bad>,
}

/// A record with mistakes: the first of them, and how many come after it.
#[derive(Clone, Debug)]
pub(super) struct Bad {
    /// The path of the file, where each record has its own.
    pub file: Option<String>,
    pub place: Place,
    pub message: String,
    pub code: &'static str,
    pub more: usize,
}

/// The dossiers of which one verdict became another.
#[derive(Clone, Debug)]
pub(super) struct Flipped {
    pub from: Verdict,
    pub to: Verdict,
    pub count: usize,
    /// The first ones, as they are called; by their line, those that have no name.
    pub names: Vec<Named>,
}

#[derive(Clone, Debug)]
pub(super) enum Named {
    Key(String),
    Line(usize),
}

impl Tally {
    pub fn new(portfolio: &Portfolio<'_>) -> Self {
        Tally {
            counts: vec![Count::default(); portfolio.rules.len()],
            read: Read::default(),
            groups: BTreeMap::new(),
            flips: BTreeMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Counts one record. One without a judgement is one that could not be read.
    pub fn add(&mut self, record: &Record<'_>, judgement: Option<&Judgement>, mistakes: &[Diagnostic], lang: Lang) {
        self.read.records += 1;
        let mut errors = mistakes.iter().filter(|mistake| mistake.is_error());
        if let Some(first) = errors.next() {
            self.read.bad += 1;
            if self.read.first.len() < BAD_SHOWN {
                self.read.first.push(Bad {
                    file: record.raw.file.clone(),
                    place: record.place(first),
                    message: first.problem.message(lang),
                    code: first.code().text(),
                    more: errors.count(),
                });
            }
        }
        match judgement {
            None => self.read.unread += 1,
            Some(Judgement::Left) => self.read.left += 1,
            Some(Judgement::Undecided) => self.read.undecided += 1,
            Some(Judgement::Counted(judged)) => self.count(record, judged, lang),
        }
    }

    fn count(&mut self, record: &Record<'_>, judged: &Judged, lang: Lang) {
        count_into(&mut self.counts, judged);
        for fact in &judged.missing {
            *self.missing.entry(*fact).or_default() += 1;
        }
        if let Some(group) = &judged.group {
            let counts = vec![Count::default(); self.counts.len()];
            count_into(self.group(group.clone(), counts, lang), judged);
        }
        for (rank, from) in &judged.flips {
            let Some(to) = judged.verdicts.get(*rank).map(|verdicts| verdicts.verdict()) else { continue };
            let flipped = self.flips.entry((*rank, order(*from), order(to))).or_insert_with(|| Flipped::new(*from, to));
            flipped.count += 1;
            if flipped.names.len() < NAMED {
                flipped.names.push(match record.key.or(record.raw.file.as_deref()) {
                    Some(key) => Named::Key(key.to_string()),
                    None => Named::Line(record.raw.line),
                });
            }
        }
    }

    /// The counts of a group, or of all those beyond what is told apart.
    fn group(&mut self, group: Group, empty: Vec<Count>, lang: Lang) -> &mut Vec<Count> {
        let full = self.groups.len() >= MOST_GROUPS && !self.groups.contains_key(&group);
        self.groups.entry(if full { Group::beyond(lang) } else { group }).or_insert(empty)
    }

    /// Adds what was counted of the records that come after.
    pub fn merge(&mut self, after: Tally, lang: Lang) {
        for (count, more) in self.counts.iter_mut().zip(&after.counts) {
            count.merge(*more);
        }
        for (group, counts) in after.groups {
            let empty = vec![Count::default(); counts.len()];
            let known = self.group(group, empty, lang);
            known.iter_mut().zip(&counts).for_each(|(count, more)| count.merge(*more));
        }
        for (key, flipped) in after.flips {
            let known = self.flips.entry(key).or_insert_with(|| Flipped::new(flipped.from, flipped.to));
            known.count += flipped.count;
            let room = NAMED.saturating_sub(known.names.len());
            known.names.extend(flipped.names.into_iter().take(room));
        }
        for (fact, count) in after.missing {
            *self.missing.entry(fact).or_default() += count;
        }
        let Read { records, bad, unread, left, undecided, first } = after.read;
        self.read.records += records;
        self.read.bad += bad;
        self.read.unread += unread;
        self.read.left += left;
        self.read.undecided += undecided;
        let room = BAD_SHOWN.saturating_sub(self.read.first.len());
        self.read.first.extend(first.into_iter().take(room));
    }
}

impl Flipped {
    fn new(from: Verdict, to: Verdict) -> Self {
        Flipped { from, to, count: 0, names: Vec::new() }
    }
}

fn count_into(counts: &mut [Count], judged: &Judged) {
    for (count, verdicts) in counts.iter_mut().zip(&judged.verdicts) {
        count.add(verdicts.verdict());
    }
}

/// Its place among verdicts, from the best to the least known.
fn order(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Met => 0,
        Verdict::Exempt => 1,
        Verdict::NotApplicable => 2,
        Verdict::Unknown => 3,
        Verdict::NotMet => 4,
    }
}
