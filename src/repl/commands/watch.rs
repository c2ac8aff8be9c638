//! Looking whether files have changed.

use crate::base::tr;
use crate::project::{FilePlace, RootPlace, rules_below};
use crate::repl::session::{Looks, Reply, Session};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// When each file was last written and how long it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps(BTreeMap<PathBuf, Option<(SystemTime, u64)>>);

impl Session {
    /// Begins to read files again when they change, or ceases.
    pub(super) fn toggle_watch(&mut self) -> Reply {
        if self.watch.take().is_some() {
            return Reply::of(
                tr!(self.lang; en: "files are no longer watched", fr: "les fichiers ne sont plus surveillés") + "\n",
            );
        }
        let stamps = self.stamps();
        if stamps.0.is_empty() {
            let message = tr!(self.lang;
                en: "nothing to watch: the rules shipped with the program do not change",
                fr: "rien à surveiller\u{a0}: les règles livrées avec le programme ne changent pas");
            return self.refused(&message);
        }
        let count = stamps.0.len();
        self.watch = Some(stamps);
        let line = match count {
            1 => tr!(self.lang; en: "1 file is watched", fr: "1 fichier est surveillé"),
            _ => tr!(self.lang; en: "{count} files are watched", fr: "{count} fichiers sont surveillés"),
        };
        Reply::of(line + "\n")
    }

    /// Whether files are watched.
    pub fn is_watching(&self) -> bool {
        self.watch.is_some()
    }

    /// What the files that changed since the last look move; nothing when none did.
    pub fn watched_moves(&mut self, looks: &Looks) -> Option<Reply> {
        let stamps = self.watch.as_ref()?;
        let now = self.stamps();
        if now == *stamps {
            return None;
        }
        self.watch = Some(now);
        let word = tr!(self.lang; en: "files changed, read again:", fr: "des fichiers ont changé, relus\u{a0}:");
        let reply = self.reload(looks);
        let text = format!("{word}\n{}", reply.text);
        // A file may have been added or taken away.
        self.watch = Some(self.stamps());
        Some(Reply { text, ..reply })
    }

    fn stamps(&self) -> Stamps {
        let project = self.state.reading.project();
        let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
        for import in &project.imports {
            match &import.place {
                RootPlace::Folder(folder) => paths.extend(rules_below(folder).0),
                RootPlace::File(file) => paths.extend([file.clone()]),
                RootPlace::Shipped(_) => {}
            }
        }
        for file in &project.files {
            if let FilePlace::Disk(path) = &file.place {
                paths.insert(path.clone());
            }
        }
        let facts = self.state.facts.as_ref().filter(|facts| facts.path != "-");
        paths.extend(facts.map(|facts| PathBuf::from(&facts.path)));
        Stamps(paths.into_iter().map(|path| (path.clone(), stamp(&path))).collect())
    }
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
