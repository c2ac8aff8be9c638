//! How records are read: as dossiers of ours, or as somebody else's records through a dataset.

use super::input::Input;
use crate::base::{Date, FileId, Lang, Loc, Span};
use crate::cli::Exit;
use crate::cli::dataset;
use crate::cli::dossier::{cannot_read, named_dataset};
use crate::cli::options::{DossierOptions, Shared};
use crate::cli::output::refuse_with;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::FactsProblem;
use crate::eval::{Engine, Situation};
use crate::facts::dataset::RecordReader;
use crate::facts::dossier::{Dossier, Reader, header};
use crate::facts::givens::apply;
use crate::facts::records::Raw;
use crate::facts::resolve::{View, situation_under};
use crate::project::Analysis;
use std::path::PathBuf;

/// The file of the places in a record: no text of the rules has it, and records are not kept.
const RECORD: FileId = FileId(u32::MAX);

/// The doctrine that the first record names, with the folder from which.
pub(in crate::cli) fn named_by_first(input: &mut Input, lang: Lang) -> Result<Option<(String, PathBuf)>, Exit> {
    let path = input.path.clone();
    let first = input.peek().map_err(|error| refuse_with(&cannot_read(&path, &error.to_string(), lang), lang))?;
    let Some((raw, folder)) = first else { return Ok(None) };
    let text = raw.text(RECORD).ok();
    Ok(text.and_then(|text| header(RECORD, text).doctrine).map(|(named, _)| (named, folder)))
}

/// How a record is read.
enum Form<'r> {
    Own(Reader<'r>),
    Foreign(RecordReader<'r>),
}

/// Reads records for one doctrine. Threads may share it.
pub(in crate::cli) struct Readers<'r> {
    form: Form<'r>,
    engine: &'r Engine,
    call: &'r DossierOptions,
    /// The doctrine that the first record names; others are not judged. Nothing where the call itself names one.
    only: Option<Option<String>>,
}

impl<'r> Readers<'r> {
    /// `only` is the doctrine that the first record names, where records are not judged by one that the call names.
    pub fn new(
        analysis: &'r Analysis,
        call: &'r DossierOptions,
        only: Option<Option<String>>,
        lang: Lang,
        shared: &Shared,
    ) -> Result<Self, Exit> {
        let engine = &analysis.engine;
        let form = match &call.dataset {
            None => Form::Own(Reader::new(engine)),
            Some(name) => {
                let rank = named_dataset(analysis, name, lang, shared)?;
                let reader = RecordReader::new(engine, rank);
                Form::Foreign(reader.ok_or_else(|| refuse_with(&dataset::unsound(engine, rank, lang), lang))?)
            }
        };
        Ok(Readers { form, engine, call, only })
    }

    /// A dossier with its mistakes; none when the record cannot be read, or is not to be judged.
    pub fn read(&self, raw: &Raw) -> (Option<Dossier>, Vec<Diagnostic>) {
        let text = match raw.text(RECORD) {
            Ok(text) => text,
            Err(errors) => return (None, errors),
        };
        let (dossier, mut mistakes) = match &self.form {
            Form::Own(reader) => reader.read(RECORD, text),
            Form::Foreign(reader) => reader.read(RECORD, text),
        };
        if let (Some(named), Some(only)) = (&dossier.doctrine, &self.only)
            && only.as_ref() != Some(named)
        {
            let problem = FactsProblem::OtherDoctrine { named: named.clone() };
            mistakes.insert(0, Diagnostic::new(problem.into(), Loc::new(RECORD, Span::new(0, 0))));
            return (None, mistakes);
        }
        let refused = self.call.strict && !mistakes.is_empty();
        (Some(dossier).filter(|_| !refused), mistakes)
    }

    /// How a dossier is looked at.
    pub fn view(&self, dossier: &Dossier) -> View {
        let call = self.call;
        let as_of = call.as_of.or(dossier.as_of).unwrap_or_else(Date::today);
        let texts_as_of = call.texts_as_of.unwrap_or(as_of);
        View { as_of, texts_as_of, known_by: call.known_by, source: call.source.clone() }
    }

    /// Its situation without what the call sets.
    pub fn situation(&self, dossier: &Dossier, view: &View) -> Situation {
        let program = &self.engine.checked.program;
        let wanted = self.call.scenario.as_deref();
        let under = wanted.and_then(|wanted| dossier.under(program, wanted).ok()).unwrap_or_default();
        situation_under(self.engine, dossier, view, under)
    }

    /// Lays what the call sets over a situation.
    pub fn set(&self, situation: &mut Situation, view: &View) {
        apply(self.engine, situation, &self.engine.checked.program.settings, view);
    }
}
