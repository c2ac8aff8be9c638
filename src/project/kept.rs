//! What was read of the files of a doctrine, kept from one analysis to the next: an editor changes one file at a time.

use super::analysis::read_all;
use super::{Project, RuleFile};
use crate::base::FileId;
use crate::syntax::{Parsed, Words, parse_with_words};
use std::collections::HashMap;
use std::sync::Arc;

/// One file as it was read, with its words beside its tree.
#[derive(Debug)]
pub struct KeptFile {
    pub(crate) text: Arc<str>,
    pub(crate) literate: bool,
    pub(crate) parsed: Arc<Parsed>,
    pub(crate) words: Words,
}

/// The files of one doctrine as they were read last.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    files: HashMap<FileId, Arc<KeptFile>>,
}

impl Kept {
    /// What was read of a file.
    pub fn file(&self, id: FileId) -> Option<&Arc<KeptFile>> {
        self.files.get(&id)
    }

    /// Reads the files whose text is not the one read before under the same number.
    pub(super) fn parse(&mut self, files: &[(&RuleFile, &str)]) -> Vec<Arc<Parsed>> {
        let is_known = |(file, text): &(&RuleFile, &str)| {
            self.files.get(&file.id).is_some_and(|kept| kept.literate == file.literate && *kept.text == **text)
        };
        let fresh: Vec<(&RuleFile, &str)> = files.iter().filter(|file| !is_known(file)).copied().collect();
        let read = read_all(&fresh, |file, text| {
            let (parsed, words) = parse_with_words(file.id, text, file.literate);
            Arc::new(KeptFile { text: text.into(), literate: file.literate, parsed: Arc::new(parsed), words })
        });
        self.files.extend(fresh.iter().map(|(file, _)| file.id).zip(read));
        files.iter().filter_map(|(file, _)| Some(self.files.get(&file.id)?.parsed.clone())).collect()
    }

    /// Lets go of what is no longer a file of the doctrine.
    pub(super) fn forget_others(&mut self, project: &Project) {
        self.files.retain(|id, _| project.files.iter().any(|file| file.id == *id));
    }
}
