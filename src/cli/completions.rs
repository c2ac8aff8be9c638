//! `perenne completions`: what a shell needs to complete commands, options and their values.

use super::Exit;
use super::options::{Arguments, CompletionsOptions};
use super::output::print;
use clap::CommandFactory;

pub(super) fn run(options: &CompletionsOptions) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "perenne", &mut script);
    print(&String::from_utf8_lossy(&script));
    Exit::Done
}
