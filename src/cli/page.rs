//! What the commands that write a document share: its format, where it goes, and how its files are named.

use super::options::DocFormat;
use super::output::print;
use crate::base::{Lang, tr};
use crate::project::{FilePlace, RootPlace, shown};
use std::path::Path;

/// The format asked for, else that of the file’s ending, else Markdown. An ending that says another thing than the
/// format is a slip.
pub(super) fn format_of(format: Option<DocFormat>, output: Option<&Path>, lang: Lang) -> Result<DocFormat, String> {
    let ending = output.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    let by_ending = match ending.as_deref() {
        Some("html" | "htm") => Some(DocFormat::Html),
        Some("md" | "markdown") => Some(DocFormat::Markdown),
        _ => None,
    };
    match (format, by_ending, output) {
        (Some(asked), Some(other), Some(path)) if asked != other => {
            let path = lang.quoted(&shown(path));
            Err(tr!(lang;
                en: "--format and the ending of {path} do not agree",
                fr: "--format et la fin du nom {path} ne disent pas la même chose"))
        }
        (Some(asked), ..) => Ok(asked),
        (None, Some(found), _) => Ok(found),
        (None, None, None) => Ok(DocFormat::Markdown),
        (None, None, Some(path)) => {
            let path = lang.quoted(&shown(path));
            Err(tr!(lang;
                en: "the ending of {path} does not say which format to write; name the file .md or .html, or give --format",
                fr: "la fin du nom {path} ne dit pas quel format écrire\u{a0}; nommez le fichier en .md ou .html, ou donnez --format"))
        }
    }
}

/// Writes the document into the file, else on standard output.
pub(super) fn put(text: &str, output: Option<&Path>, lang: Lang) -> Result<(), String> {
    match output {
        None => {
            print(text);
            Ok(())
        }
        Some(path) => write(path, text, lang),
    }
}

/// The path of a file from its doctrine’s folder, with `/`.
pub(super) fn path_in(root: &RootPlace, file: &FilePlace, fallback: &str) -> String {
    let relative = match (root, file) {
        (RootPlace::Folder(folder), FilePlace::Disk(path)) => path.strip_prefix(folder).ok().map(shown),
        (RootPlace::File(_), FilePlace::Disk(path)) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        (RootPlace::Shipped(folder), FilePlace::Shipped(path)) => {
            path.strip_prefix(folder.as_str()).map(|path| path.trim_start_matches('/').to_string())
        }
        _ => None,
    };
    relative.unwrap_or_else(|| fallback.to_string())
}

pub(super) fn write(path: &Path, text: &str, lang: Lang) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| {
        let path = shown(path);
        let why = error.to_string();
        tr!(lang; en: "cannot write {path}: {why}", fr: "impossible d’écrire {path}\u{a0}: {why}")
    })
}
