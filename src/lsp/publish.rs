//! What is wrong, told to the editor without being asked.

use super::convert::Convert;
use super::world::World;
use crate::ide::diagnostics;
use crate::project::DoctrineRoot;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::lsp_types::{Diagnostic, Url};

/// What is sent to the editor on the server's own account.
#[derive(Debug)]
pub enum Outgoing {
    Diagnostics {
        url: Url,
        version: Option<i32>,
        diagnostics: Vec<Diagnostic>,
    },
    /// Diagnostics, hints and lenses are to be asked for again.
    Refresh {
        diagnostics: bool,
        hints: bool,
        lenses: bool,
    },
}

/// Remembers what was told, so that only what is new is told.
#[derive(Debug)]
pub struct Publisher {
    outbox: UnboundedSender<Outgoing>,
    told: HashMap<Url, (Option<i32>, Vec<Diagnostic>)>,
    /// What was known of the files on disk then.
    epoch: u64,
}

impl Publisher {
    pub fn new(outbox: UnboundedSender<Outgoing>) -> Publisher {
        Publisher { outbox, told: HashMap::new(), epoch: 0 }
    }

    /// Tells what is wrong in the doctrines of the open buffers. A panic leaves the editor with what it was told last.
    pub fn publish(&mut self, world: &World) {
        let Ok(found) = catch_unwind(AssertUnwindSafe(|| open_files(world))) else { return };
        let settings = &world.settings;
        // An editor asks again by itself after its own edits.
        let on_disk = std::mem::replace(&mut self.epoch, world.epoch) != world.epoch;
        let refresh = Outgoing::Refresh {
            diagnostics: settings.refreshes_diagnostics && settings.pulls && on_disk,
            hints: settings.refreshes_hints && settings.dossier.is_some(),
            lenses: settings.refreshes_lenses && settings.dossier.is_some(),
        };
        if !matches!(refresh, Outgoing::Refresh { diagnostics: false, hints: false, lenses: false }) {
            let _ = self.outbox.send(refresh);
        }
        if settings.pulls {
            return;
        }
        let gone: Vec<Url> = self.told.keys().filter(|url| !found.contains_key(*url)).cloned().collect();
        for url in gone {
            self.told.remove(&url);
            self.tell(url, None, Vec::new());
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (url, (version, diagnostics)) in found {
            let told = (version, diagnostics.clone());
            if self.told.insert(url.clone(), told.clone()).is_none_or(|before| before != told) {
                self.tell(url, version, diagnostics);
            }
        }
    }

    fn tell(&self, url: Url, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        // Nobody listens any more once the server has ended.
        let _ = self.outbox.send(Outgoing::Diagnostics { url, version, diagnostics });
    }
}

/// What is wrong in each file, with the version of those that are open.
pub type Wrong = HashMap<Url, (Option<i32>, Vec<Diagnostic>)>;

/// What is wrong in each open buffer, and in each other file of their doctrines where something is.
fn open_files(world: &World) -> Wrong {
    let roots = world.open_roots();
    let found = in_doctrines(world, &roots);
    world.forget_closed(&roots);
    found
}

/// The same in all doctrines at and below the editor's folders.
pub fn everything(world: &World) -> Wrong {
    in_doctrines(world, &world.roots())
}

fn in_doctrines(world: &World, roots: &[DoctrineRoot]) -> Wrong {
    let mut found = Wrong::new();
    for root in roots {
        let snapshot = world.snapshot(root, None);
        let lang = world.lang(&snapshot);
        let convert = Convert::new(world, &snapshot);
        for file in diagnostics::files(&snapshot) {
            let Some(url) = snapshot.path_of(file).and_then(|path| world.url_of(path)) else { continue };
            let list = diagnostics::diagnostics(&snapshot, file, lang);
            found.insert(url, (None, list.iter().map(|one| convert.diagnostic(file, one)).collect()));
        }
    }
    for document in world.documents.values().filter(|document| document.kind.is_some()) {
        found.entry(document.url.clone()).or_default().0 = Some(document.version);
    }
    found
}
