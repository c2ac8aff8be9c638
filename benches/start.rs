//! How long a whole command takes, from the start of the process to its end: `cargo bench --bench start`.

mod common;

use common::{Limit, line};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The shortest of so many runs: what the command costs when nothing disturbs it.
const RUNS: usize = 30;

fn main() {
    let facts = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/transport.data.gouv.fr.yaml");
    let shortest = (0..RUNS).map(|_| run(&["eval", facts, "--as-of", "2024-10-01"])).min().unwrap_or_default();
    println!("from the start of the process to its end");
    line(
        "  eval of an example with the whole shipped doctrine",
        shortest.as_secs_f64() * 1e3,
        "ms",
        Limit::AtMost(40.0),
    );
}

fn run(arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the command fails");
    start.elapsed()
}
