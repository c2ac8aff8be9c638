//! A case read from its file, and the doctrine in it.

use perenne::base::FileId;
use perenne::ide::snapshot::{Rules, Snapshot};
use perenne::project::{Kept, Texts, doctrines_for};
use std::path::PathBuf;
use std::sync::Arc;

pub struct Case {
    /// The request, and what it is asked with.
    pub request: String,
    pub argument: String,
    pub folder: PathBuf,
    pub snapshot: Snapshot,
    pub file: FileId,
    /// The cursor; the start of the file where none is marked.
    pub offset: usize,
    /// The end of what is selected: a second cursor.
    pub end: usize,
}

impl Case {
    pub fn read(name: &str, text: &str) -> Case {
        let (head, rest) = text.split_once('\n').unwrap();
        let (request, argument) = head.split_once(' ').unwrap_or((head, ""));
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ide").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let (mut cursor, mut facts, mut rules, mut first) = (None, Vec::new(), None, None);
        for part in rest.split("//- ").skip(1) {
            let (path, text) = part.split_once('\n').unwrap();
            let path = folder.join(path);
            let start = text.find("$0");
            let end = text.rfind("$0");
            let plain = text.replace("$0", "");
            if let (Some(start), Some(end)) = (start, end) {
                let end = if end > start { end - 2 } else { start };
                cursor = Some((path.clone(), start, end));
            }
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &plain).unwrap();
            first = first.or(Some(path.clone()));
            match path.extension().is_some_and(|it| it == "yaml" || it == "json") {
                true => facts.push((path, Arc::from(plain))),
                false => rules = rules.or(Some(path)),
            }
        }
        let root = doctrines_for(&rules.unwrap()).unwrap().remove(0);
        let root = perenne::project::DoctrineRoot { part: None, ..root };
        let rules = Rules::new(&root, &Texts::new(), &mut Kept::default());
        let snapshot = Snapshot::new(Arc::new(rules), &facts);
        let (path, offset, end) = cursor.unwrap_or_else(|| (first.unwrap(), 0, 0));
        let file = snapshot.file_at(&path).unwrap();
        Case { request: request.to_string(), argument: argument.to_string(), folder, snapshot, file, offset, end }
    }

    pub fn path(&self, file: FileId) -> String {
        let path = self.snapshot.path_of(file).unwrap();
        path.strip_prefix(&self.folder).unwrap_or(path).to_string_lossy().into_owned()
    }
}
