//! Runs the program as a user would and gives its whole output.

#![allow(dead_code, clippy::panic, reason = "each test program takes what it needs, and fails by panicking")]

#[cfg(unix)]
pub mod terminal;

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a run printed and how it ended.
#[derive(Debug)]
pub struct Run {
    pub out: String,
    pub err: String,
    pub code: i32,
}

/// The root of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `perenne` in the project's folder, in French unless the arguments say otherwise.
pub fn perenne(arguments: &[&str]) -> Run {
    perenne_in(&root(), arguments)
}

/// The same in another folder.
pub fn perenne_in(folder: &std::path::Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .args(arguments)
        .current_dir(folder)
        .env("PERENNE_LANG", "fr")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    Run {
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code().unwrap_or(-1),
    }
}

impl Run {
    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in:\n{}\n{}", self.out, self.err))
    }
}

/// A temporary folder of this test's own, emptied first.
pub fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

/// The folder of the doctrine material beside the checkout, when it is there. A test that needs it says that it skips.
pub fn material(test: &str) -> Option<PathBuf> {
    material_in("doctrine", test)
}

/// One folder of the material: `doctrine`, or `data`. `PERENNE_MATERIAL` says where it is, when not beside the checkout.
pub fn material_in(folder: &str, test: &str) -> Option<PathBuf> {
    let material = std::env::var_os("PERENNE_MATERIAL").map_or_else(|| root().join("../shared"), PathBuf::from);
    let folder = material.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {test}: {} is not on this machine", folder.display());
    None
}
