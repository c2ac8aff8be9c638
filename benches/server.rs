//! How fast the language server answers an editor, the real program over its pipe: `cargo bench --bench server`.

#[path = "../tests/lsp/client.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the client of the tests, of which this takes a part"
)]
mod client;
mod common;

use client::{Client, folder, uri};
use common::{Limit, doctrine, line, plain};
use serde_json::json;
use std::time::{Duration, Instant};

/// So many keys are pressed; the slowest twentieth of the answers is what somebody feels.
const KEYS: usize = 200;

fn main() {
    for (lines, to_diagnostics) in [(3_000, 20.0), (30_000, 100.0)] {
        let per_copy = doctrine::text(2).lines().count() - doctrine::text(1).lines().count();
        let text = doctrine::text(lines / per_copy);
        // A rule at the end, in which somebody types.
        let text = format!("{text}\ncriterion typed\n  requires service.user_tests_per_year at least 4\n");
        measure(&text, to_diagnostics);
    }
}

fn measure(text: &str, to_diagnostics: f64) {
    let folder = folder("bench", &[("rules.perenne", text)]);
    let path = folder.join("rules.perenne");
    let mut client = Client::start(&folder, json!({}));
    client.open(&path, text);
    client.diagnostics(&path, 1);
    let count = text.lines().count();
    let (row, end) = (count - 1, text.lines().last().map_or(0, |last| last.chars().count()));
    let at = |character: usize| json!({ "line": row, "character": character });
    let mut version = 1;
    let mut keys = Vec::with_capacity(KEYS);
    for rank in 0..KEYS {
        version += 1;
        // A digit, then its deletion: what stands there is sound and wrong in turn.
        let change = match rank % 2 {
            0 => json!({ "range": { "start": at(end), "end": at(end) }, "text": "x" }),
            _ => json!({ "range": { "start": at(end), "end": at(end + 1) }, "text": "" }),
        };
        let start = Instant::now();
        client.change_with(&path, version, json!([change]));
        client.diagnostics(&path, version);
        keys.push(start.elapsed());
    }
    let mut completions = Vec::with_capacity(KEYS);
    let place = json!({ "textDocument": { "uri": uri(&path) }, "position": at("  requires service.us".len()) });
    for rank in 0..KEYS {
        version += 1;
        let change = match rank % 2 {
            0 => json!({ "range": { "start": at(end), "end": at(end) }, "text": "0" }),
            _ => json!({ "range": { "start": at(end), "end": at(end + 1) }, "text": "" }),
        };
        client.change_with(&path, version, json!([change]));
        let start = Instant::now();
        let found = client.request("textDocument/completion", place.clone());
        completions.push(start.elapsed());
        assert!(found.is_ok_and(|found| found.to_string().contains("user_tests_per_year")), "nothing is offered");
    }
    println!("{count} lines");
    line("  from a key to what is wrong, 95th percentile", slow(&mut keys), "ms", Limit::AtMost(to_diagnostics));
    plain("  the same, median", middle(&keys), "ms");
    line("  completion right after a key, 95th percentile", slow(&mut completions), "ms", Limit::AtMost(30.0));
    if let Some(memory) = client.memory() {
        plain("  memory of the server", memory, "MiB");
    }
    client.shut_down();
}

fn milliseconds(time: Option<&Duration>) -> f64 {
    time.map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

fn slow(times: &mut [Duration]) -> f64 {
    times.sort();
    milliseconds(times.get(times.len() * 95 / 100))
}

/// Of times that are sorted.
fn middle(times: &[Duration]) -> f64 {
    milliseconds(times.get(times.len() / 2))
}
