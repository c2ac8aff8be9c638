//! The command line.
//!
//! Invariant: the only folder that names clap, and the only one that reads the environment or asks about the terminal.

pub mod arguments;
mod ask;
mod calendar;
mod check;
mod compare;
mod completions;
mod dataset;
mod diff;
mod doc;
pub mod doctrine;
mod dossier;
mod eval;
mod explain;
mod fix;
mod fmt;
pub mod language;
mod lsp;
mod missing;
mod new;
mod options;
mod output;
mod page;
mod portfolio;
mod repl;
mod replace;
mod report;
mod scenario;
mod schema;
pub mod style;
mod test;
mod watch;
mod why;

#[cfg(test)]
mod tests;

use crate::base::Lang;
use clap::Parser;
use options::{Arguments, Command};
use std::ffi::OsString;
use std::process::ExitCode;

/// The exit codes, documented in the README.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    Done,
    /// The answer is no: errors found, tests failed, `--fail-on`.
    No,
    /// The call is wrong, or a file cannot be read.
    Call,
    Internal,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Call => 2,
            Exit::Internal => 3,
        }
    }
}

/// Runs the program on its arguments, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch_on_large_stack(arguments),
        Err(error) => {
            let wrong = error.use_stderr();
            // Nothing can be told to anybody when even this cannot be printed.
            let _ = error.print();
            if wrong { Exit::Call } else { Exit::Done }
        }
    };
    ExitCode::from(exit.code())
}

/// A panic is a mistake of ours: it is reported with a request to tell us, and never as a raw message.
fn dispatch_on_large_stack(arguments: Arguments) -> Exit {
    let lang = language::asked_lang(arguments.lang()).unwrap_or(Lang::Fr);
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("{}", internal_error(lang, &place));
    }));
    let worker = std::thread::Builder::new().stack_size(16 << 20).spawn(move || dispatch(arguments));
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit,
        Ok(Err(_)) | Err(_) => Exit::Internal,
    }
}

fn internal_error(lang: Lang, place: &str) -> String {
    crate::base::tr!(lang;
        en: "perenne met a mistake of its own at {place}. Please report it, with the command and the files if you can.",
        fr: "perenne a rencontré une erreur qui lui est propre, en {place}. Merci de la signaler, avec la commande et si possible les fichiers.")
}

fn dispatch(arguments: Arguments) -> Exit {
    let shared = arguments.shared;
    match arguments.command {
        Command::Eval(options) => eval::run(&options, &shared),
        Command::Why(options) => why::run(&options, &shared),
        Command::Calendar(options) => calendar::run(&options, &shared),
        Command::Compare(options) => compare::run(&options, &shared),
        Command::Missing(options) => missing::run(&options, &shared),
        Command::Ask(options) => ask::run(options, &shared),
        Command::Report(options) => report::run(&options, &shared),
        Command::Portfolio(options) => portfolio::run(&options, &shared),
        Command::Diff(options) => diff::run(&options, &shared),
        Command::Check(options) => check::run(&options, &shared),
        Command::Test(options) => test::run(&options, &shared),
        Command::Explain(options) => explain::run(&options, &shared),
        Command::Fmt(options) => fmt::run(&options, &shared),
        Command::Schema(options) => schema::run(&options, &shared),
        Command::Doc(options) => doc::run(&options, &shared),
        Command::Repl(options) => repl::run(&options, &shared),
        Command::New(options) => new::run(&options, &shared),
        Command::Lsp(options) => lsp::run(&options, &shared),
        Command::Completions(options) => completions::run(&options),
    }
}
