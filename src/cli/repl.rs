//! `perenne repl`: a session on the terminal, or a script of one on a pipe.

use super::Exit;
use super::arguments::classify;
use super::dossier::{choose, read_facts, single};
use super::language::{asked_lang, choose_lang};
use super::options::{ReplOptions, Shared};
use super::output::{print, refuse, refuse_with};
use super::style::{ColorChoice, Stream, style_for};
use crate::base::{Lang, tr};
use crate::explain::text::Layout;
use crate::repl::{Looks, Opening, Options, Reply, Session, Start, run_script, run_terminal};
use std::io::{BufReader, IsTerminal, Write};
use std::path::PathBuf;
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
    if std::io::stdin().is_terminal() {
        return terminal(session, options, shared);
    }
    script(&mut session, options, shared)
}

fn terminal(session: Session, options: &ReplOptions, shared: &Shared) -> Exit {
    let (lang, color, plain) = (session.lang(), shared.color, shared.plain);
    let asked = Options {
        looks: Arc::new(move |lang| looks_for(color, plain, lang)),
        history: if options.no_history { None } else { history_file() },
        vi: options.vi,
    };
    match run_terminal(session, &asked) {
        Ok(()) => Exit::Done,
        Err(message) => refuse_with(&message, lang),
    }
}

/// Where lines are kept: in the folder of what programs remember, which is made where it lacks.
fn history_file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".local").join("state")))?;
    let folder = state.join("perenne");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
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
    looks_for(shared.color, shared.plain, lang)
}

fn looks_for(color: ColorChoice, plain: bool, lang: Lang) -> Looks {
    Looks {
        layout: Layout::of(style_for(Stream::Output, color, plain), lang),
        errors: style_for(Stream::Error, color, plain),
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
