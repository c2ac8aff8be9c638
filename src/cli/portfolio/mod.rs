//! `perenne portfolio`: the verdicts of many dossiers, read one a line.

mod input;
mod output;
mod progress;

use super::Exit;
use super::arguments::{Targets, classify};
use super::dataset;
use super::doctrine::Choice;
use super::dossier::{cannot_read, choose_named, is_selected, named_dataset, named_rules, single};
use super::language::choose_lang;
use super::options::{PortfolioFormat, PortfolioOptions, Shared};
use super::output::{print_diagnostics, refuse, refuse_with};
use super::scenario::under;
use super::style::{Stream, style_for};
use crate::base::{Date, FileId, Lang, Loc, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::FactsProblem;
use crate::explain::portfolio::{Judged, Portfolio, Record, Tally, record_line, summary_text};
use crate::explain::text::Layout;
use crate::facts::dataset::RecordReader;
use crate::facts::dossier::{Dossier, Reader, header};
use crate::facts::givens::apply;
use crate::facts::lines::Content;
use crate::facts::resolve::{View, situation_under};
use crate::project::{Analysis, analyse_without_tests};
use input::Input;
use output::{Output, Written};
use progress::Progress;

/// The file of the places in a record: no text of the rules has it, and lines are not kept.
const RECORD: FileId = FileId(u32::MAX);

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
    let choice = choose_named(&targets, named.as_deref()).map_err(|error| refuse(&error, asked))?;
    let analysis = analyse_without_tests(single(&choice, asked)?, &call.set);
    let lang = choose_lang(shared.lang, analysis.lang);
    let errors: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    let run = Run { options, targets: &targets, analysis: &analysis, lang, named };
    let readers = run.readers(shared)?;
    let only = named_rules(&analysis, targets.names.iter().chain(&call.only), lang)?;
    under(call.scenario.as_deref(), &Dossier::empty(&analysis.engine), &analysis.engine.checked.program, lang)
        .map_err(|message| refuse_with(&message, lang))?;
    print_diagnostics(&errors, &analysis.sources, lang, shared);
    if call.strict && !errors.is_empty() {
        return Ok(Exit::No);
    }
    let output = Output::open(options.output.as_deref(), options.format == PortfolioFormat::Jsonl, &input, lang)
        .map_err(|message| refuse_with(&message, lang))?;
    let portfolio =
        Portfolio::new(&analysis.engine, &analysis.sources, only, |rule| is_selected(&analysis, rule.meta.at.file));
    let exit = if errors.is_empty() { Exit::Done } else { Exit::No };
    run.all(&portfolio, &readers, input, output, &choice, shared).map(|()| exit)
}

/// The doctrine that the first record names.
fn named_by_first(input: &mut Input, lang: Lang) -> Result<Option<String>, Exit> {
    let path = input.path.clone();
    let first = input.lines.peek().map_err(|error| refuse_with(&cannot_read(&path, &error.to_string(), lang), lang))?;
    let text = first.as_ref().and_then(|line| line.content.record(RECORD).ok());
    Ok(text.and_then(|text| header(RECORD, text).doctrine).map(|(named, _)| named))
}

/// What every record is judged with.
struct Run<'r> {
    options: &'r PortfolioOptions,
    targets: &'r Targets,
    analysis: &'r Analysis,
    lang: Lang,
    /// The doctrine that the first record names.
    named: Option<String>,
}

/// How a line is read: as one of our dossiers, or as a record of somebody else's.
enum Readers<'r> {
    Own(Reader<'r>),
    Foreign(RecordReader<'r>),
}

impl<'r> Run<'r> {
    fn readers(&self, shared: &Shared) -> Result<Readers<'r>, Exit> {
        let engine = &self.analysis.engine;
        let Some(name) = &self.options.dossier.dataset else { return Ok(Readers::Own(Reader::new(engine))) };
        let rank = named_dataset(self.analysis, name, self.lang, shared)?;
        let reader = RecordReader::new(engine, rank);
        reader.map(Readers::Foreign).ok_or_else(|| refuse_with(&dataset::unsound(engine, rank, self.lang), self.lang))
    }

    /// Reads, judges and writes one record after another, then tells the counts.
    fn all(
        &self,
        portfolio: &Portfolio<'_>,
        readers: &Readers<'_>,
        mut input: Input,
        mut output: Output,
        choice: &Choice,
        shared: &Shared,
    ) -> Result<(), Exit> {
        let lang = self.lang;
        let mut tally = Tally::new(portfolio);
        let mut progress = Progress::new(&output, shared);
        let mut broken = None;
        loop {
            let line = match input.lines.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    broken = Some(cannot_read(&input.path, &error.to_string(), lang));
                    break;
                }
            };
            let (dossier, mistakes) = self.read(readers, &line.content);
            let judged = dossier.as_ref().map(|dossier| self.judged(portfolio, dossier));
            let text = match line.content {
                Content::Text(text) | Content::NotText(text) => text,
                Content::TooLong => "",
            };
            let key = dossier.as_ref().and_then(|dossier| dossier.name.as_deref());
            let record = Record { path: &input.path, line: line.number, text, key };
            tally.add(&record, judged.as_ref(), &mistakes, lang);
            if output.takes_lines() {
                let judged = judged.unwrap_or_default();
                match output.write(&record_line(portfolio, &record, &judged, &mistakes, lang)) {
                    Written::Done => {}
                    // Whoever read the lines wants no more of them, nor of anything else.
                    Written::Closed => return Ok(()),
                    Written::Failed(error) => return Err(refuse_with(&output.cannot_write(&error, lang), lang)),
                }
            }
            progress.step(tally.read.records, lang);
        }
        progress.end();
        match output.finish() {
            Written::Done => {}
            Written::Closed => return Ok(()),
            Written::Failed(error) => return Err(refuse_with(&output.cannot_write(&error, lang), lang)),
        }
        let stream = if output.is_standard() { Stream::Error } else { Stream::Output };
        let layout = Layout::of(style_for(stream, shared.color, shared.plain), lang);
        let text = format!("{}\n{}", choice.label(lang), summary_text(portfolio, &tally, &input.path, layout));
        match stream {
            Stream::Error => eprint!("{text}"),
            Stream::Output => super::output::print(&text),
        }
        // What was read before the input broke stands; the call has failed all the same.
        broken.map_or(Ok(()), |message| Err(refuse_with(&message, lang)))
    }

    /// A dossier with its mistakes; none when the line cannot be read, or is not to be judged.
    fn read(&self, readers: &Readers<'_>, content: &Content<'_>) -> (Option<Dossier>, Vec<Diagnostic>) {
        let text = match content.record(RECORD) {
            Ok(text) => text,
            Err(errors) => return (None, errors),
        };
        let (dossier, mut mistakes) = match readers {
            Readers::Own(reader) => reader.read(RECORD, text),
            Readers::Foreign(reader) => reader.read(RECORD, text),
        };
        let other = dossier.doctrine.as_ref().filter(|_| self.targets.rules.is_none());
        if let Some(named) = other.filter(|named| self.named.as_ref() != Some(named)) {
            let problem = FactsProblem::OtherDoctrine { named: named.clone() };
            mistakes.insert(0, Diagnostic::new(problem.into(), Loc::new(RECORD, Span::new(0, 0))));
            return (None, mistakes);
        }
        let refused = self.options.dossier.strict && !mistakes.is_empty();
        (Some(dossier).filter(|_| !refused), mistakes)
    }

    fn judged(&self, portfolio: &Portfolio<'_>, dossier: &Dossier) -> Judged {
        let (call, engine) = (&self.options.dossier, &self.analysis.engine);
        let as_of = call.as_of.or(dossier.as_of).unwrap_or_else(Date::today);
        let view = View {
            as_of,
            texts_as_of: call.texts_as_of.unwrap_or(as_of),
            known_by: call.known_by,
            source: call.source.clone(),
        };
        let program = &engine.checked.program;
        let wanted = call.scenario.as_deref();
        let under = wanted.and_then(|wanted| dossier.under(program, wanted).ok()).unwrap_or_default();
        let mut situation = situation_under(engine, dossier, &view, under);
        apply(engine, &mut situation, &program.settings, &view);
        portfolio.judge(&situation)
    }
}
