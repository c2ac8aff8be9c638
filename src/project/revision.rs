//! Doctrines as they were at a revision of a git repository: the `git` program reads them, and they are laid out in a
//! folder of their own that goes when it is no longer needed.

use super::find::is_rules_path;
use super::load::FILE_LIMIT;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// More rules than this are no doctrine.
const MOST_FILES: usize = 20_000;

/// `REV:path` as git writes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Revision<'a> {
    pub revision: &'a str,
    pub path: &'a str,
}

/// Why a revision cannot be read.
#[derive(Debug)]
pub enum RevisionError {
    /// There is no `git` program.
    NoGit,
    /// What git says.
    Git(String),
    /// The path holds no rules there.
    NoRules,
    TooMany,
    System(std::io::Error),
}

/// The rules of a revision in a folder, which goes when this is dropped.
#[derive(Debug)]
pub struct Exported {
    folder: PathBuf,
    /// The path asked for, in that folder.
    pub path: PathBuf,
}

impl Drop for Exported {
    fn drop(&mut self) {
        // Nobody can be told, and the system empties that folder in its time.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl<'a> Revision<'a> {
    /// Reads `REV:path`; `None` for what is not written so.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (revision, path) = text.split_once(':')?;
        // An option is no revision.
        let sound = !revision.is_empty() && !revision.starts_with('-');
        sound.then_some(Revision { revision, path })
    }

    /// Lays out every file of rules of the revision, since a doctrine may use another beside it. `path` is taken from the
    /// top of the repository, or with `./` from the working folder, as git does.
    pub fn export(self) -> Result<Exported, RevisionError> {
        let prefix = match self.path.starts_with("./") || self.path.starts_with("../") || self.path == "." {
            true => git(&["rev-parse", "--show-prefix"])?,
            false => Vec::new(),
        };
        let prefix = String::from_utf8_lossy(&prefix).trim_end_matches('\n').to_string();
        let wanted = plain(&format!("{prefix}{}", self.path)).ok_or(RevisionError::NoRules)?;
        // The revision is resolved first, so that nothing in it is taken for an option.
        let tree = git(&["rev-parse", "--verify", "--quiet", &format!("{}^{{tree}}", self.revision)])
            .map_err(|error| unknown(error, self.revision))?;
        let tree = String::from_utf8_lossy(&tree).trim().to_string();
        let listed = git(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        let blobs: Vec<(String, PathBuf)> = listed.split(|byte| *byte == 0).filter_map(blob).collect();
        if blobs.len() > MOST_FILES {
            return Err(RevisionError::TooMany);
        }
        if !blobs.iter().any(|(_, path)| path.starts_with(&wanted)) {
            return Err(RevisionError::NoRules);
        }
        let folder = own_folder().map_err(RevisionError::System)?;
        let exported = Exported { path: folder.join(&wanted), folder };
        lay_out(&blobs, &exported.folder)?;
        Ok(exported)
    }
}

impl Exported {
    /// The folder in which the repository is laid out.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// What is said of a revision that git does not know, where git says nothing.
fn unknown(error: RevisionError, revision: &str) -> RevisionError {
    match error {
        RevisionError::Git(said) if said.is_empty() => RevisionError::Git(format!("{revision}: unknown revision")),
        RevisionError::Git(_)
        | RevisionError::NoGit
        | RevisionError::NoRules
        | RevisionError::TooMany
        | RevisionError::System(_) => error,
    }
}

/// A path without `.` and `..`; `None` where it leads out of the repository.
fn plain(path: &str) -> Option<PathBuf> {
    let mut found = PathBuf::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => found.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !found.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(found)
}

/// The id and the path of a file of rules, from a line of `git ls-tree`: `100644 blob ID<tab>path`. Links are left out.
fn blob(line: &[u8]) -> Option<(String, PathBuf)> {
    let line = std::str::from_utf8(line).ok()?;
    let (head, path) = line.split_once('\t')?;
    let mut head = head.split(' ');
    let (mode, kind, id) = (head.next()?, head.next()?, head.next()?);
    let path = plain(path)?;
    (kind == "blob" && mode.starts_with("100") && is_rules_path(&path)).then(|| (id.to_string(), path))
}

/// Runs git and gives what it prints.
fn git(arguments: &[&str]) -> Result<Vec<u8>, RevisionError> {
    let output = Command::new("git").args(arguments).stdin(Stdio::null()).output().map_err(started)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(RevisionError::Git(String::from_utf8_lossy(&output.stderr).trim().to_string()))
}

fn started(error: std::io::Error) -> RevisionError {
    if error.kind() == ErrorKind::NotFound { RevisionError::NoGit } else { RevisionError::System(error) }
}

/// A folder that nobody had before.
fn own_folder() -> std::io::Result<PathBuf> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    loop {
        let name = format!("perenne-revision-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Writes each file where it stands in the repository. One call of git reads them all: for each id it prints
/// `ID blob SIZE`, the text and an end of line.
fn lay_out(blobs: &[(String, PathBuf)], folder: &Path) -> Result<(), RevisionError> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(started)?;
    let (Some(mut asked), Some(mut answers)) = (child.stdin.take(), child.stdout.take().map(std::io::BufReader::new))
    else {
        return Err(RevisionError::NoGit);
    };
    for (id, path) in blobs {
        // One asked, one read: neither side waits for the other.
        writeln!(asked, "{id}").and_then(|()| asked.flush()).map_err(RevisionError::System)?;
        let text = answer(&mut answers)?;
        let path = folder.join(path);
        let parent = path.parent().map(Path::to_path_buf).unwrap_or_default();
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).map_err(RevisionError::System)?;
    }
    drop(asked);
    child.wait().map_err(RevisionError::System)?;
    Ok(())
}

/// One answer of `git cat-file --batch`. Of a file too large to be rules, no more is kept than shows that it is.
fn answer(answers: &mut impl std::io::BufRead) -> Result<Vec<u8>, RevisionError> {
    let mut head = String::new();
    answers.read_line(&mut head).map_err(RevisionError::System)?;
    let size = head.split_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok());
    let Some(size) = size else { return Err(RevisionError::Git(head.trim().to_string())) };
    let mut text = Vec::new();
    let kept = size.min(FILE_LIMIT + 1);
    answers.take(kept).read_to_end(&mut text).map_err(RevisionError::System)?;
    let rest = size - kept + 1;
    std::io::copy(&mut answers.take(rest), &mut std::io::sink()).map_err(RevisionError::System)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_has_a_path_and_is_no_option() {
        let parsed = |text| Revision::parse(text).map(|one| (one.revision, one.path));
        assert_eq!(parsed("HEAD~2:rules"), Some(("HEAD~2", "rules")));
        assert_eq!(parsed("v1.2:"), Some(("v1.2", "")));
        assert_eq!((parsed("rules"), parsed(":rules"), parsed("--output=x:rules")), (None, None, None));
    }

    #[test]
    fn a_path_stays_in_the_repository() {
        assert_eq!(plain("a/./b/../c"), Some(PathBuf::from("a/c")));
        assert_eq!((plain("../a"), plain("/etc"), plain("a/../../b")), (None, None, None));
        assert_eq!(blob(b"100644 blob 12ab\ta/b.perenne"), Some(("12ab".into(), PathBuf::from("a/b.perenne"))));
        assert_eq!(blob(b"120000 blob 12ab\ta/b.perenne"), None);
        assert_eq!(blob(b"100644 blob 12ab\t../b.perenne"), None);
    }
}
