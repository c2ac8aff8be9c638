//! `perenne portfolio`: the verdicts of many dossiers.

mod crew;
pub(super) mod input;
mod output;
mod progress;
pub(super) mod records;

use super::Exit;
use super::arguments::classify;
use super::doctrine::{Choice, choose_doctrine};
use super::dossier::{cannot_read, is_selected, named_rules, single};
use super::language::choose_lang;
use super::options::{PortfolioOptions, Shared};
use super::output::{print_diagnostics, refuse, refuse_with};
use super::scenario::under;
use super::style::{Stream, style_for};
use crate::base::{Lang, name, tr};
use crate::diagnostic::Diagnostic;
use crate::explain::portfolio::{
    Asked, GroupBy, Judged, Judgement, Portfolio, Record, Tally, record_line, summary_text, table_head, table_row,
};
use crate::explain::text::Layout;
use crate::facts::dossier::Dossier;
use crate::facts::records::Raw;
use crate::model::ValueRef;
use crate::model::ids::DerivedId;
use crate::project::{Analysis, Asking, analyse_asking};
use input::Input;
use output::{Output, Written};
use progress::Progress;
use records::{Readers, named_by_first};
use std::path::Path;

/// The definition that holds the condition asked for.
const FILTER: &str = "--where";

/// So many records are given to a thread at once.
const BATCH: usize = 32;

pub(super) fn run(options: &PortfolioOptions, shared: &Shared) -> Exit {
    match judge(options, shared) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn judge(options: &PortfolioOptions, shared: &Shared) -> Result<Exit, Exit> {
    let asked = choose_lang(shared.lang, None);
    let call = &options.dossier;
    let targets = classify(&call.places.targets, call.places.rules.clone(), call.facts.clone())
        .map_err(|error| refuse(&error, asked))?;
    let mut input =
        Input::open(&targets, call.facts.is_some(), asked).map_err(|message| refuse_with(&message, asked))?;
    let named = match call.dataset {
        // A foreign record names no doctrine, whatever its keys.
        Some(_) => None,
        None => named_by_first(&mut input, asked)?,
    };
    let by_facts = named.as_ref().map(|(named, folder)| (named.as_str(), folder.as_path()));
    let choice = choose_doctrine(&targets, by_facts, Path::new(".")).map_err(|error| refuse(&error, asked))?;
    let asking = options.filter.as_deref().map(|condition| Asking { name: FILTER, condition });
    let analysis = analyse_asking(single(&choice, asked)?, &call.set, asking);
    let lang = choose_lang(shared.lang, analysis.lang);
    let errors: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    let beside = beside(options, &analysis, lang, shared)?;
    let only = named_rules(&analysis, targets.names.iter().chain(&call.only), lang)?;
    under(call.scenario.as_deref(), &Dossier::empty(&analysis.engine), &analysis.engine.checked.program, lang)
        .map_err(|message| refuse_with(&message, lang))?;
    let named = named.map(|(named, _)| named);
    let readers = Readers::new(&analysis, call, targets.rules.is_none().then_some(named), lang, shared)?;
    let left = input
        .match_columns(&analysis.engine, call.dataset.is_some(), lang)
        .map_err(|message| refuse_with(&message, lang))?;
    left.into_iter().for_each(|left| eprintln!("{left}"));
    print_diagnostics(&errors, &analysis.sources, lang, shared);
    if call.strict && !errors.is_empty() {
        return Ok(Exit::No);
    }
    let output = Output::open(options.output.as_deref(), options.format, &input, lang)
        .map_err(|message| refuse_with(&message, lang))?;
    let mut portfolio =
        Portfolio::new(&analysis.engine, &analysis.sources, only, |rule| is_selected(&analysis, rule.meta.at.file));
    portfolio.asked = beside;
    let run = Run { options, portfolio: &portfolio, readers: &readers, path: input.path.clone(), lang };
    let exit = if errors.is_empty() { Exit::Done } else { Exit::No };
    run.all(input, output, &choice, shared).map(|()| exit)
}

/// What is asked of each dossier beside its verdicts.
fn beside(options: &PortfolioOptions, analysis: &Analysis, lang: Lang, shared: &Shared) -> Result<Asked, Exit> {
    let filter = match options.filter {
        Some(_) => Some(filter(analysis, lang, shared)?),
        None => None,
    };
    let group_by = match &options.group_by {
        Some(wanted) => Some(group_by(analysis, wanted, lang).map_err(|message| refuse_with(&message, lang))?),
        None => None,
    };
    Ok(Asked { filter, group_by, flips: options.flips })
}

/// The definition of the condition asked for, which must be sound.
fn filter(analysis: &Analysis, lang: Lang, shared: &Shared) -> Result<DerivedId, Exit> {
    let checked = &analysis.engine.checked;
    if let Some(ValueRef::Derived(id)) = checked.program.values.get(FILTER)
        && checked.sound.derived(*id)
    {
        return Ok(*id);
    }
    let of_filter = |one: &&Diagnostic| one.is_error() && analysis.sources.path(one.at.file) == FILTER;
    let errors: Vec<Diagnostic> = analysis.diagnostics.iter().filter(of_filter).cloned().collect();
    // What the condition leans on may be wrong itself.
    let all = || analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    let errors = if errors.is_empty() { all() } else { errors };
    print_diagnostics(&errors, &analysis.sources, lang, shared);
    let message = tr!(lang;
        en: "the condition of “--where” cannot be evaluated",
        fr: "la condition de «\u{a0}--where\u{a0}» ne peut pas être évaluée");
    Err(refuse_with(&message, lang))
}

fn group_by(analysis: &Analysis, wanted: &str, lang: Lang) -> Result<GroupBy, String> {
    let engine = &analysis.engine;
    let values = &engine.checked.program.values;
    let folded = name::fold(wanted);
    // Two names may differ by their accents alone: then the accents are needed.
    let mut like = values.iter().filter(|(known, _)| name::fold(known) == folded).map(|(_, of)| *of);
    let alone = like.next().filter(|_| like.next().is_none());
    let found = values.get(name::normalise(wanted).as_str()).copied().or(alone);
    if let Some(by) = found.and_then(|of| GroupBy::new(of, engine, lang)) {
        return Ok(by);
    }
    let quoted = lang.quoted(wanted);
    let known = values.iter().filter(|(_, of)| GroupBy::new(**of, engine, lang).is_some());
    Err(match name::did_you_mean(wanted, known.map(|(known, _)| known.as_str())) {
        Some(near) => {
            let near = lang.quoted(near);
            tr!(lang;
                en: "no fact, definition or rule is called {quoted}; did you mean {near}?",
                fr: "aucun fait, aucune définition ni aucune règle ne s’appelle {quoted}\u{a0}; vouliez-vous dire {near}\u{a0}?")
        }
        None => tr!(lang;
            en: "no fact, definition or rule is called {quoted}",
            fr: "aucun fait, aucune définition ni aucune règle ne s’appelle {quoted}"),
    })
}

/// What every record is judged with.
struct Run<'r> {
    options: &'r PortfolioOptions,
    portfolio: &'r Portfolio<'r>,
    readers: &'r Readers<'r>,
    path: String,
    lang: Lang,
}

/// What some records that follow one another give.
struct Batch {
    tally: Tally,
    lines: String,
}

/// How the reading of the data ended.
#[derive(Default)]
struct Ending {
    /// Why it could not go on.
    broken: Option<String>,
}

impl Run<'_> {
    /// Reads, judges and writes every record, then tells the counts.
    fn all(&self, mut input: Input, mut output: Output, choice: &Choice, shared: &Shared) -> Result<(), Exit> {
        let lang = self.lang;
        let mut tally = Tally::new(self.portfolio);
        let mut progress = Progress::new(&output, shared);
        let (takes_lines, is_table) = (output.takes_lines(), output.is_table);
        let mut ending = Ending::default();
        let mut written =
            if takes_lines && is_table { output.write(&table_head(self.portfolio)) } else { Written::Done };
        let threads = self.options.threads.map_or_else(cores, usize::from);
        let worked = crew::in_order(
            threads,
            || self.next_batch(&mut input, &mut ending),
            |records: Vec<Raw>| self.batch(&records, takes_lines, is_table),
            |batch| {
                tally.merge(batch.tally, lang);
                written = output.write(&batch.lines);
                progress.step(tally.read.records, lang);
                matches!(written, Written::Done)
            },
        );
        progress.end();
        worked.map_err(|error| refuse_with(&error.to_string(), lang))?;
        if matches!(written, Written::Done) {
            written = output.finish();
        }
        match written {
            Written::Done => {}
            // Whoever read the lines wants no more of them, nor of anything else.
            Written::Closed => return Ok(()),
            Written::Failed(error) => return Err(refuse_with(&output.cannot_write(&error, lang), lang)),
        }
        let stream = if output.is_standard() { Stream::Error } else { Stream::Output };
        let layout = Layout::of(style_for(stream, shared.color, shared.plain), lang);
        let text = format!("{}\n{}", choice.label(lang), summary_text(self.portfolio, &tally, &self.path, layout));
        match stream {
            Stream::Error => eprint!("{text}"),
            Stream::Output => super::output::print(&text),
        }
        // What was read before the input broke stands; the call has failed all the same.
        ending.broken.map_or(Ok(()), |message| Err(refuse_with(&message, lang)))
    }

    /// The next records, as many as a thread takes at once; none at the end.
    fn next_batch(&self, input: &mut Input, ending: &mut Ending) -> Option<Vec<Raw>> {
        let lang = self.lang;
        let mut records = Vec::with_capacity(BATCH);
        while ending.broken.is_none() && records.len() < BATCH {
            match input.next_record() {
                Ok(Some(raw)) => {
                    if raw.cut {
                        ending.broken = Some(self.cut(&raw));
                    }
                    records.extend(Some(raw).filter(Raw::is_there));
                }
                Ok(None) => break,
                Err(error) => ending.broken = Some(cannot_read(&self.path, &error.to_string(), lang)),
            }
        }
        (!records.is_empty()).then_some(records)
    }

    fn cut(&self, raw: &Raw) -> String {
        let (path, line) = (&self.path, raw.line);
        tr!(self.lang;
            en: "{path} ends in the middle of a record, the one that begins on line {line}: there is more that is not in it",
            fr: "{path} s’arrête au milieu d’un enregistrement, celui qui commence à la ligne {line}\u{a0}: la suite n’y est pas")
    }

    /// Judges records that follow one another.
    fn batch(&self, records: &[Raw], takes_lines: bool, is_table: bool) -> Batch {
        let (portfolio, lang) = (self.portfolio, self.lang);
        let mut batch = Batch { tally: Tally::new(portfolio), lines: String::new() };
        for raw in records {
            let (dossier, mistakes) = self.readers.read(raw);
            let judgement = dossier.as_ref().map(|dossier| self.judgement(dossier));
            let key = dossier.as_ref().and_then(|dossier| dossier.name.as_deref());
            let record = Record { path: &self.path, raw, key };
            batch.tally.add(&record, judgement.as_ref(), &mistakes, lang);
            let none = Judged::default();
            let judged = match &judgement {
                Some(Judgement::Counted(judged)) => judged,
                None => &none,
                Some(Judgement::Left | Judgement::Undecided) => continue,
            };
            match (takes_lines, is_table) {
                (true, true) => batch.lines.push_str(&table_row(portfolio, &record, judged, &mistakes, lang)),
                (true, false) => batch.lines.push_str(&record_line(portfolio, &record, judged, &mistakes, lang)),
                (false, _) => {}
            }
        }
        batch
    }

    fn judgement(&self, dossier: &Dossier) -> Judgement {
        let view = self.readers.view(dossier);
        let mut situation = self.readers.situation(dossier, &view);
        let before = self.options.flips.then(|| situation.clone());
        self.readers.set(&mut situation, &view);
        self.portfolio.judge(&situation, before.as_ref())
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
