//! What an editor is told, one file a case: virtual files, a request with its cursor, the answer as a snapshot.
//!
//! A case begins with the name of the request. `//- path` begins a file; `$0` is the cursor.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where something is wrong"
)]

mod answer;
mod case;
mod shipped;

use case::Case;
use std::path::Path;

#[test]
fn every_case_gets_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ide");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert!(paths.len() > 10, "the cases are not where this test looks for them");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots" }, {
        for path in paths {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let case = Case::read(&name, &text);
            let shown = format!("{}\n════\n{}", text.trim_end(), answer::answer(&case).trim_end());
            insta::assert_snapshot!(name, shown);
        }
    });
}
