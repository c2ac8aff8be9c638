//! A session fed from a pipe: no banner, no prompt, and the same answers as on a terminal.

pub use super::session::Looks;
use super::session::entry::{Entries, LIMIT};
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
    let mut input = input;
    while let Some(line) = next_line(&mut input)? {
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

/// The next line without its end; of one that is too long to be a line, no more than shows that it is.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut any = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any.then_some(line));
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(buffer.len());
        let room = (LIMIT + 1).saturating_sub(line.len());
        line.extend(buffer.iter().take(taken.min(room)));
        input.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_line_that_never_ends_takes_no_more_room_than_a_long_one() {
        let mut input = std::io::repeat(b'x').take(8 * LIMIT as u64).chain(&b"\n1 + 1\nlast"[..]);
        let mut lines = std::io::BufReader::new(&mut input);
        assert_eq!(next_line(&mut lines).unwrap().map(|line| line.len()), Some(LIMIT + 1));
        assert_eq!(next_line(&mut lines).unwrap().as_deref(), Some(&b"1 + 1"[..]));
        assert_eq!(next_line(&mut lines).unwrap().as_deref(), Some(&b"last"[..]));
        assert_eq!(next_line(&mut lines).unwrap(), None);
    }
}
