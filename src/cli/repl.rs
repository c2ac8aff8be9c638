//! `perenne repl`: a session on the terminal, or a script of one on a pipe.

use super::Exit;
use super::arguments::classify;
use super::dossier::{choose, read_facts, single};
use super::language::{asked_lang, choose_lang};
use super::options::{ReplOptions, Shared};
use super::output::{print, refuse, refuse_with};
use super::style::{Stream, style_for};
use crate::base::{Lang, tr};
use crate::explain::text::Layout;
use crate::repl::{Looks, Opening, Reply, Session, Start, run_script};
use std::io::{BufReader, Write};
use std::sync::Arc;

pub(super) fn run(options: &ReplOptions, shared: &Shared) -> Exit {
    let opening = match opening(options, shared) {
        Ok(opening) => opening,
        Err(exit) => return exit,
    };
    let Start { mut session, reply } = Session::start(opening, |lang| looks(shared, lang));
    tell(&reply);
    if options.strict && reply.failed {
        return Exit::No;
    }
    script(&mut session, options, shared)
}

/// What the call names.
fn opening(options: &ReplOptions, shared: &Shared) -> Result<Opening, Exit> {
    let asked = choose_lang(shared.lang, None);
    let targets = classify(&options.places.targets, options.places.rules.clone(), options.facts.clone())
        .map_err(|error| refuse(&error, asked))?;
    if let Some(name) = targets.names.first() {
        let name = asked.quoted(name);
        let message = tr!(asked;
            en: "{name} is neither rules nor facts; names are asked for in the session",
            fr: "{name} n’est ni des règles ni des faits\u{a0}; les noms se demandent dans la session");
        return Err(refuse_with(&message, asked));
    }
    let facts = match &targets.facts {
        // The lines of the session come from there.
        Some(super::arguments::FactsPath::Stdin) => {
            let message = tr!(asked;
                en: "the lines of the session come from the standard input; give the facts as a file",
                fr: "les lignes de la session viennent de l’entrée standard\u{a0}; donnez les faits dans un fichier");
            return Err(refuse_with(&message, asked));
        }
        Some(_) | None => read_facts(&targets, asked).map_err(|message| refuse_with(&message, asked))?,
    };
    let choice = choose(&targets, facts.as_ref()).map_err(|error| refuse(&error, asked))?;
    let root = single(&choice, asked)?.clone();
    Ok(Opening {
        root,
        label: choice.label(asked),
        facts: facts.map(|facts| (facts.path, Arc::clone(&facts.text))),
        lang: asked_lang(shared.lang),
        as_of: options.as_of,
        texts_as_of: options.texts_as_of,
        known_by: options.known_by,
    })
}

fn script(session: &mut Session, options: &ReplOptions, shared: &Shared) -> Exit {
    let looks = looks(shared, session.lang());
    let input = BufReader::new(std::io::stdin());
    match run_script(session, input, looks, options.strict, tell) {
        Ok(true) => Exit::Done,
        Ok(false) if options.strict => Exit::No,
        Ok(false) => Exit::Done,
        Err(error) => refuse_with(&error.to_string(), session.lang()),
    }
}

/// How answers look on the terminal as it is now.
fn looks(shared: &Shared, lang: Lang) -> Looks {
    Looks {
        layout: Layout::of(style_for(Stream::Output, shared.color, shared.plain), lang),
        errors: style_for(Stream::Error, shared.color, shared.plain),
    }
}

/// Mistakes on standard error, results on standard output, in the order in which they are made.
fn tell(reply: &Reply) {
    if !reply.problems.is_empty() {
        let mut err = std::io::stderr().lock();
        let _ = err.write_all(reply.problems.as_bytes());
    }
    if !reply.text.is_empty() {
        print(&reply.text);
    }
}
