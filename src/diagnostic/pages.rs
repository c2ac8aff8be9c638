//! The page of each code, in both languages: what it means, what to do, an example that gives it and the same mended.
//!
//! The pages are Markdown, one file each in `pages/`; `tests/pages.rs` runs their examples.

use super::Code;
use crate::base::Lang;
use include_dir::{Dir, include_dir};

static PAGES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/diagnostic/pages");

/// The page of a code, in Markdown.
pub fn page(code: Code, lang: Lang) -> Option<&'static str> {
    PAGES.get_file(format!("{}/{}.md", lang.code(), code.text()))?.contents_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code::CATALOGUE;
    use std::path::Path;

    /// Cargo does not see a file added to the folder; this says so where a stale build would otherwise be a riddle.
    #[test]
    fn the_program_embeds_the_pages_as_they_are() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/pages");
        for entry in CATALOGUE {
            for lang in [Lang::En, Lang::Fr] {
                let path = folder.join(lang.code()).join(format!("{}.md", entry.text));
                let on_disk = std::fs::read_to_string(path).ok();
                let embedded = page(entry.code, lang);
                let stale = "has changed since the build: touch src/diagnostic/pages.rs";
                assert!(embedded == on_disk.as_deref(), "{}/{} {stale}", lang.code(), entry.text);
            }
        }
    }
}
