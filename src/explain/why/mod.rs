//! The whole reason of one verdict: the condition in the author's words with the value of each part, the facts behind it,
//! the parameters with the version that applied, the exceptions and why they did or did not hold, the text, and what
//! would turn it. Of a checklist, the members that decide it first, each explained the same way.

mod json;
mod markdown;
mod text;

use super::parts::Part;
use super::plan::Stance;
use super::reason::{colon, gap_text, period_text};
use super::report::{Count, Evaluation};
use super::text::{count_text, force_text, head_text, stance_text};
use super::turn::Turns;
use crate::base::{Date, Lang, tr};
use crate::eval::verdict::MemberOutcome;
use crate::eval::{Dates, Trace};
use crate::model::expr::{Quantity, Verdict};
use crate::model::ids::{FactId, RuleId};
use crate::model::item::{Exception, Force, MemberKind, Members, RuleVersion};

pub use json::why_json;
pub(crate) use markdown::escaped;
pub use markdown::why_markdown;
pub use text::why_text;

/// So many members of a checklist are explained; the others are counted.
const MEMBERS: usize = 12;
/// Checklists stand in checklists no deeper than this in what is told.
const DEPTH: usize = 8;

/// Several verdicts of one evaluation, explained.
#[derive(Clone, Debug)]
pub struct Whys {
    pub dossier: Option<String>,
    pub doctrine: Option<String>,
    pub as_of: Date,
    pub texts_as_of: Date,
    /// The scenario or the option that the dossier is looked at under; left empty here, as in a report.
    pub under: Option<Stance>,
    pub rules: Vec<Why>,
}

/// One verdict, explained.
#[derive(Clone, Debug)]
pub struct Why {
    pub rule: RuleId,
    pub title: String,
    pub name: String,
    pub verdict: Verdict,
    pub force: Option<Force>,
    /// When the version that applied holds, or why none does.
    pub period: Option<String>,
    /// The conditions, those that hold beside those that do not.
    pub parts: Vec<Part>,
    pub exceptions: Vec<Part>,
    /// How the members count, of a checklist.
    pub counted: Option<String>,
    /// The members that decide, explained.
    pub members: Vec<Why>,
    /// How many more decide in the same way.
    pub more: usize,
    /// What is missing, for a verdict that is open.
    pub missing: Vec<FactId>,
    pub citations: Vec<String>,
    pub turns: Option<Turns>,
}

impl Evaluation<'_> {
    /// Explains the verdicts of these rules.
    pub fn why(&self, dossier: Option<String>, rules: &[RuleId], lang: Lang) -> Whys {
        let program = &self.engine.checked.program;
        Whys {
            dossier,
            doctrine: program.doctrine.as_ref().map(|doctrine| doctrine.name.clone()),
            as_of: self.situation.dates.as_of,
            texts_as_of: self.situation.dates.texts_as_of,
            under: None,
            rules: rules.iter().filter_map(|rule| self.why_rule(*rule, None, lang, 0)).collect(),
        }
    }

    fn why_rule(&self, id: RuleId, force: Option<Force>, lang: Lang, depth: usize) -> Option<Why> {
        let (rule, version, outcome) = self.rule(id)?;
        let verdict = outcome.verdict();
        let period = match outcome.gap {
            Some(gap) => Some(gap_text(gap, lang)),
            None => version.and_then(|version| period_text(&version.period, lang)),
        };
        let mut why = Why {
            rule: id,
            title: rule.meta.label().to_string(),
            name: rule.meta.name.clone(),
            verdict,
            force: force.or_else(|| version.map(|version| version.force)),
            period,
            parts: self.why_parts(id, version, lang),
            exceptions: Vec::new(),
            counted: None,
            members: Vec::new(),
            more: 0,
            missing: if verdict == Verdict::Unknown { self.open(id).facts } else { Vec::new() },
            citations: once(self.citations(id, lang)),
            turns: self.turns(id),
        };
        let Some(version) = version else { return Some(why) };
        let truths = outcome.exceptions();
        why.exceptions = version
            .exceptions
            .iter()
            .zip(truths)
            .map(|(exception, truth)| self.why_exception(exception, truth.known(), lang))
            .collect();
        if let Some(members) = &version.members {
            why.counted = Some(counted_text(members, outcome.members(), lang));
            if depth < DEPTH {
                let deciding = self.deciding(members, outcome.members(), verdict);
                why.more = deciding.len().saturating_sub(MEMBERS);
                let told = deciding.into_iter().take(MEMBERS);
                why.members = told.filter_map(|(rule, force)| self.why_rule(rule, force, lang, depth + 1)).collect();
            }
        }
        Some(why)
    }

    /// The conditions of a rule; of one that is about each of a list, the reasons, which name the elements.
    fn why_parts(&self, id: RuleId, version: Option<&RuleVersion>, lang: Lang) -> Vec<Part> {
        let Some(version) = version else { return Vec::new() };
        if version.for_each.is_some() {
            let reasons = self.reasons(id, lang).into_iter();
            return reasons
                .map(|one| Part { text: one.text, holds: one.holds, details: one.details, parts: Vec::new() })
                .collect();
        }
        let applies = self.condition_parts(&version.applies, lang).into_iter().map(|part| {
            let text = part.text;
            let text = tr!(lang; en: "applies when: {text}", fr: "s’applique si\u{a0}: {text}");
            Part { text, ..part }
        });
        applies.chain(self.condition_parts(&version.requires, lang)).collect()
    }

    /// An exception with whether it holds, and so whether it excuses.
    fn why_exception(&self, exception: &Exception, holds: Option<bool>, lang: Lang) -> Part {
        let condition = self.condition(Trace::TOP, exception.condition, lang);
        let text = condition.text;
        let effect = match holds {
            Some(true) => tr!(lang; en: "it excuses", fr: "elle joue"),
            Some(false) => tr!(lang; en: "it does not hold", fr: "elle ne joue pas"),
            None => tr!(lang; en: "not known whether it holds", fr: "on ne sait pas si elle joue"),
        };
        let mut details = condition.details;
        details.extend(exception.per.iter().map(|citation| self.citation_text(citation, lang)));
        let text = tr!(lang; en: "except when: {text} — {effect}", fr: "sauf si\u{a0}: {text} — {effect}");
        Part { text, holds, details, parts: Vec::new() }
    }

    /// The rules that decide a checklist, with the force it gives them: where all must pass, those that are as the whole
    /// is; elsewhere all that count.
    fn deciding(
        &self,
        members: &Members,
        outcomes: &[MemberOutcome],
        verdict: Verdict,
    ) -> Vec<(RuleId, Option<Force>)> {
        let mut found = Vec::new();
        for (member, outcome) in members.members.iter().zip(outcomes).filter(|(_, outcome)| outcome.blocking) {
            let own = outcome.verdicts.verdict();
            let decides = match (members.quantity, verdict) {
                (Quantity::All, Verdict::Met) => false,
                (_, Verdict::Unknown) | (Quantity::All, _) => own == verdict,
                (Quantity::Any | Quantity::None | Quantity::AtLeast(_) | Quantity::Exactly(_), _) => true,
            };
            if !decides {
                continue;
            }
            match &member.kind {
                MemberKind::Rule(rule) => found.push((*rule, member.force)),
                MemberKind::Nested(nested) => found.extend(self.deciding(nested, &outcome.members, own)),
            }
        }
        found
    }
}

/// `tous doivent passer : 1 non · 2 à compléter`
fn counted_text(members: &Members, outcomes: &[MemberOutcome], lang: Lang) -> String {
    let what = match members.quantity {
        Quantity::All => tr!(lang; en: "all of these must pass", fr: "tous doivent passer"),
        Quantity::Any => tr!(lang; en: "one of these is enough", fr: "un seul suffit"),
        Quantity::None => tr!(lang; en: "none of these may hold", fr: "aucun ne doit être satisfait"),
        Quantity::AtLeast(n) => tr!(lang; en: "at least {n} of these must pass", fr: "au moins {n} doivent passer"),
        Quantity::Exactly(n) => tr!(lang; en: "exactly {n} of these must pass", fr: "exactement {n} doivent passer"),
    };
    let mut count = Count::default();
    for one in outcomes.iter().filter(|one| one.blocking) {
        count.add(one.verdicts.verdict());
    }
    let counts = count_text(count, lang);
    format!("{what}{}{counts}", colon(lang))
}

/// Each line once: a rule may cite one section for several of its words.
fn once(lines: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        if !found.contains(&line) {
            found.push(line);
        }
    }
    found
}

/// The line above everything.
fn head(evaluation: &Evaluation<'_>, whys: &Whys, lang: Lang) -> String {
    let dates = Dates { as_of: whys.as_of, texts_as_of: whys.texts_as_of };
    let program = &evaluation.engine.checked.program;
    let under = whys.under.as_ref().map(|stance| stance_text(program, stance, lang));
    head_text(whys.dossier.as_deref(), whys.doctrine.as_deref(), dates, under.as_deref(), lang)
}

/// `exigence · équipe_internalisée`
fn aside(why: &Why, lang: Lang) -> String {
    let force = why.force.map(|force| force_text(force, lang));
    [force, Some(why.name.clone())].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The facts that are missing, with what to ask.
fn missing_lines(evaluation: &Evaluation<'_>, why: &Why, lang: Lang) -> Vec<String> {
    let program = &evaluation.engine.checked.program;
    let facts = why.missing.iter().filter_map(|fact| program.fact(*fact));
    facts
        .map(|fact| {
            let by =
                fact.decl.judgement.flatten().and_then(|actor| program.actor(actor)).map(|actor| actor.meta.label());
            let by =
                by.map(|by| tr!(lang; en: " (for {by} to say)", fr: " (à dire par\u{a0}: {by})")).unwrap_or_default();
            match super::text::asked(fact, lang) {
                Some(asked) => format!("{} — {asked}{by}", fact.path),
                None => format!("{}{by}", fact.path),
            }
        })
        .collect()
}
