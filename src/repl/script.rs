//! A session fed from a pipe: no banner, no prompt, and the same answers as on a terminal.

pub use super::session::Looks;
use super::session::entry::Entries;
use super::session::{Reply, Session};
use std::io::BufRead;

/// Enters every line of the input; `told` gets each answer. Ends at the end of the input, when the session is left or,
/// with `strict`, at the first thing that cannot be done. Gives whether nothing went wrong.
pub fn run_script(
    session: &mut Session,
    input: impl BufRead,
    looks: Looks,
    strict: bool,
    mut told: impl FnMut(&Reply),
) -> std::io::Result<bool> {
    let mut entries = Entries::default();
    let mut well = true;
    for line in input.split(b'\n') {
        let line = line?;
        // What is not text is shown as such, and refused where it stands.
        let line = String::from_utf8_lossy(&line);
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line).trim_end_matches('\r');
        // An answer is one line, whatever it looks like.
        let is_answer = session.is_asking() && !entries.is_open();
        let finished = if is_answer { vec![line.to_string()] } else { entries.push(line) };
        for entry in finished {
            let reply = session.enter(&entry, looks);
            told(&reply);
            well &= !reply.failed;
            if reply.quit || strict && reply.failed {
                return Ok(well);
            }
        }
    }
    if let Some(entry) = entries.finish() {
        let reply = session.enter(&entry, looks);
        told(&reply);
        well &= !reply.failed;
    }
    Ok(well)
}
