//! `perenne test --watch`: the same run again whenever a file that it read changes.
//!
//! Files are looked at a few times a second rather than announced by the system: it costs little for as many files as a
//! doctrine has, and is the same on every system and every kind of disk.

use super::Exit;
use super::output::print;
use crate::base::{Date, Lang, tr};
use crate::project::{Analysis, FilePlace, RootPlace, rules_below};
use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// An editor may write a file in several goes: nothing runs before they have been left alone for that long.
const SETTLED: Duration = Duration::from_millis(100);

/// What a run read: files, and folders in which a file of rules may appear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Watched {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Watched {
    /// Takes note of the rules of a doctrine and of those that it uses; those shipped with the program never change.
    pub fn add_rules(&mut self, analysis: &Analysis) {
        for import in &analysis.project.imports {
            match &import.place {
                RootPlace::Folder(folder) => self.folders.extend([folder.clone()]),
                RootPlace::File(file) => self.files.extend([file.clone()]),
                RootPlace::Shipped(_) => {}
            }
        }
        for file in &analysis.project.files {
            if let FilePlace::Disk(path) = &file.place {
                self.files.insert(path.clone());
            }
        }
    }

    /// A facts file, there or not.
    pub fn add_file(&mut self, path: PathBuf) {
        self.files.insert(path);
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    fn look(&self) -> Look {
        let below = self.folders.iter().flat_map(|folder| rules_below(folder).0);
        self.files.iter().cloned().chain(below).map(|path| (path.clone(), stamp(&path))).collect()
    }
}

/// When each file was last written and how long it is; `None` for one that is not there.
type Look = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

fn stamp(path: &PathBuf) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Runs, waits for a change, and runs again, until it is interrupted. `run` gives what it read and how many tests it
/// ran, or nothing when the call could not be carried out.
pub(super) fn watch(lang: Lang, plain: bool, mut run: impl FnMut() -> Result<(Watched, usize), Exit>) -> Exit {
    let mut known: Option<(Watched, Look)> = None;
    loop {
        let before = known.as_ref().map(|(watched, _)| watched.look());
        let started = Instant::now();
        let watched = match (run(), &known) {
            (Ok((watched, _)), _) if watched.is_empty() => {
                let message = tr!(lang;
                    en: "nothing to watch: the rules shipped with the program do not change",
                    fr: "rien à surveiller\u{a0}: les règles livrées avec le programme ne changent pas");
                return super::output::refuse_with(&message, lang);
            }
            (Ok((watched, tests)), _) => {
                tell(tests, started.elapsed(), lang);
                watched
            }
            // What is wrong has been said. The files of the run before may be put right.
            (Err(_), Some((watched, _))) => watched.clone(),
            (Err(exit), None) => return exit,
        };
        // What was written while the tests ran is a change too.
        let mut look = watched.look();
        look.extend(before.into_iter().flatten().filter(|(path, _)| watched.files.contains(path)));
        wait(&watched, &look);
        known = Some((watched, look));
        clear(plain);
    }
}

/// Until something is not as it was, and has been left alone since.
fn wait(watched: &Watched, look: &Look) {
    let mut now = watched.look();
    while now == *look {
        std::thread::sleep(PAUSE);
        now = watched.look();
    }
    loop {
        std::thread::sleep(SETTLED);
        let next = watched.look();
        if next == now {
            return;
        }
        now = next;
    }
}

/// Only a terminal is emptied: what is kept in a file, or read aloud, is kept whole.
fn clear(plain: bool) {
    if std::io::stdout().is_terminal() && !plain {
        print("\u{1b}[2J\u{1b}[3J\u{1b}[H");
    }
}

/// `14:32:05 · 222 tests in 0.4 s · waiting for a change`
fn tell(tests: usize, took: Duration, lang: Lang) {
    let tenths = took.as_millis().div_ceil(100);
    let (whole, tenth, time) = (tenths / 10, tenths % 10, Date::time_of_day());
    eprintln!(
        "{}",
        tr!(lang;
            en: "{time} · tests: {tests}, in {whole}.{tenth} s · waiting for a change (Ctrl-C ends)",
            fr: "{time} · tests\u{a0}: {tests}, en {whole},{tenth} s · en attente d’un changement (Ctrl-C pour finir)")
    );
}
