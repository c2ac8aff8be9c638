//! Puts a new text in the place of a file's, so that a cut in the middle loses neither.

use crate::base::{Lang, tr};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::Path;

/// Writes the text beside the file, then moves it there. Permissions are kept, and links lead where they led.
pub(super) fn replace(path: &Path, text: &str) -> Result<()> {
    let target = fs::canonicalize(path)?;
    let metadata = fs::metadata(&target)?;
    if metadata.permissions().readonly() {
        return Err(Error::from(ErrorKind::PermissionDenied));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // Hidden, and not named as rules are, so that nobody takes it for some.
    let beside = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    if let Err(error) = write_beside(&beside, text, &metadata) {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    if !has_other_names(&metadata) {
        return fs::rename(&beside, &target);
    }
    // A write that is cut leaves the whole text beside the file.
    fs::write(&target, text)?;
    fs::remove_file(&beside)
}

fn write_beside(path: &Path, text: &str, like: &Metadata) -> Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(like.permissions())?;
    file.sync_all()
}

/// Whether the file is also elsewhere, under a hard link, which a move would cut off.
#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Why a file could not be written, in words.
pub(super) fn reason(error: &Error, lang: Lang) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            tr!(lang; en: "writing there is not allowed", fr: "l’écriture y est interdite")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            tr!(lang; en: "the disk is full", fr: "le disque est plein")
        }
        _ => error.to_string(),
    }
}
