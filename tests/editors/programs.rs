//! The programs that a test needs, and files that are made.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn editors(path: &str) -> PathBuf {
    root().join("editors").join(path)
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}

/// Compares a file with what it should be, or writes it where `PERENNE_GENERATE` is set.
pub fn is_fresh(path: &str, wanted: &str) {
    let file = editors(path);
    if std::env::var_os("PERENNE_GENERATE").is_some() {
        std::fs::write(&file, wanted).unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let same = read(&file) == wanted;
    assert!(same, "editors/{path} is stale: PERENNE_GENERATE=1 cargo test --test editors makes it anew");
}

/// Replaces what stands between the lines that hold these marks.
pub fn between(text: &str, made: &str) -> String {
    let (first, last) = ("made by tests/editors: begin", "made by tests/editors: end");
    let begin = text.find(first).and_then(|at| text[at..].find('\n').map(|end| at + end + 1)).expect("a first mark");
    let end = text.find(last).and_then(|at| text[..at].rfind('\n').map(|end| end + 1)).expect("a last mark");
    format!("{}{made}{}", &text[..begin], &text[end..])
}

/// The program, where it is on this machine; else a line that says so.
pub fn program(name: &str, test: &str) -> Option<Command> {
    let there = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_ok() {
        return Some(Command::new(name));
    }
    println!("skipped: {test}: there is no {name} on this machine");
    None
}

/// A path that must be there, else a line that says why not.
pub fn installed(path: &str, how: &str, test: &str) -> Option<PathBuf> {
    let path = editors(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {test}: {} is not there ({how})", path.display());
    None
}

/// Runs a command to its end; its standard output.
pub fn output(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}:\n{out}\n{err}");
    out.into_owned()
}

/// The files of rules that are shipped, and the specimen of the language.
pub fn shipped() -> Vec<PathBuf> {
    let mut files = vec![root().join("tests/syntax/specimen.perenne")];
    for folder in ["rules", "examples", "src/cli/starter"] {
        gather(&root().join(folder), &mut files);
    }
    assert!(files.len() > 40, "the files are not where this test looks for them");
    files.sort();
    files
}

/// The files that hold all of the language, in both languages.
pub fn corpus() -> Vec<PathBuf> {
    let mut files = Vec::new();
    gather(&root().join("tests/syntax/fr"), &mut files);
    gather(&root().join("tests/syntax/en"), &mut files);
    assert!(files.len() >= 18, "the files are not where this test looks for them");
    files.sort();
    files
}

/// A file whose author has not finished.
pub fn half_written(name: &str) -> PathBuf {
    root().join("tests/editors/half-written").join(name)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, files);
        } else if is_literate(&path) || path.extension().is_some_and(|extension| extension == "perenne") {
            files.push(path);
        }
    }
}

pub fn is_literate(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".perenne.md")
}
