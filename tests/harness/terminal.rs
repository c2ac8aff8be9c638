//! The program on a pseudo-terminal: keys pressed, and what is shown.

#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Terminal {
    pub master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// What was printed, without the commands to the terminal.
    pub printed: Arc<Mutex<String>>,
    pub raw: Arc<Mutex<Vec<u8>>>,
    seen: usize,
}

/// Starts the program in a folder, in French unless said otherwise; nothing where there is no pseudo-terminal.
pub fn open(test: &str, folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Option<Terminal> {
    let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
    let pair = match native_pty_system().openpty(size) {
        Ok(pair) => pair,
        Err(error) => {
            eprintln!("skipped: {test}: no pseudo-terminal here ({error})");
            return None;
        }
    };
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_perenne"));
    command.args(arguments);
    command.cwd(folder);
    command.env("PERENNE_LANG", "fr");
    command.env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR");
    for (name, value) in variables {
        command.env(name, value);
    }
    let child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (raw, printed) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(String::new())));
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (raw_in, printed_in) = (Arc::clone(&raw), Arc::clone(&printed));
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count) = reader.read(&mut bytes) {
            if count == 0 {
                break;
            }
            let mut raw = raw_in.lock().unwrap();
            raw.extend(bytes.iter().take(count));
            *printed_in.lock().unwrap() = plain(&String::from_utf8_lossy(&raw));
        }
    });
    let writer = pair.master.take_writer().unwrap();
    Some(Terminal { master: pair.master, writer, child, printed, raw, seen: 0 })
}

/// A text without the commands to the terminal.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\u{1b}' => {
                if characters.next() == Some('[') {
                    let _ = characters.by_ref().find(|one| ('@'..='~').contains(one));
                }
            }
            '\r' => {}
            '\u{a0}' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}

impl Terminal {
    /// Presses keys.
    pub fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until something new is printed that holds one of these; fails with all that was printed instead.
    pub fn wait_any(&mut self, wanted: &[&str]) -> String {
        let since = Instant::now();
        loop {
            let printed = self.printed.lock().unwrap().clone();
            let new = printed.get(self.seen..).unwrap_or("");
            if let Some((at, found)) = wanted.iter().filter_map(|one| Some((new.find(one)? + one.len(), one))).min() {
                self.seen += at;
                return (*found).to_string();
            }
            assert!(since.elapsed() < PATIENCE, "waited for {wanted:?} in:\n{new}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The same of one.
    pub fn wait(&mut self, wanted: &str) {
        self.wait_any(&[wanted]);
    }

    /// Types a line as somebody does, and waits for what it is answered.
    pub fn line(&mut self, line: &str, answer: &str) {
        self.keys(line);
        self.keys("\r");
        self.wait("\n");
        self.wait(answer);
        self.wait("> ");
    }

    /// Ctrl-C on a line; what is typed before the next prompt would go with it.
    pub fn cancel(&mut self) {
        self.keys("\u{3}");
        self.wait("\n");
        self.wait("> ");
    }

    /// Leaves by the end of the input.
    pub fn leave(mut self) {
        self.keys("\u{4}");
        self.ended();
    }

    /// Waits for the program to end well.
    pub fn ended(mut self) {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success());
                return;
            }
            assert!(since.elapsed() < PATIENCE, "the end of the input does not end the session");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What is printed up to the end of the line.
    pub fn rest_of_line(&mut self) -> String {
        let since = Instant::now();
        loop {
            let printed = self.printed.lock().unwrap().clone();
            let new = printed.get(self.seen..).unwrap_or("");
            if let Some((line, _)) = new.split_once('\n') {
                self.seen += line.len();
                return line.to_string();
            }
            assert!(since.elapsed() < PATIENCE, "waited for the end of a line in:\n{new}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
