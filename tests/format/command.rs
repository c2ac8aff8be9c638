//! `perenne fmt` as a user runs it.

use super::harness::{Run, perenne_in, scratch};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const UNTIDY: &str = "critère a exige b\n";
const TIDY: &str = "critère a\n  exige b\n";
const BROKEN: &str = "critère a\n  exige b et ou c\n";

/// Runs `perenne fmt` with a standard input.
fn fed(input: &str, arguments: &[&str]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .arg("fmt")
        .args(arguments)
        .env("PERENNE_LANG", "fr")
        .env("NO_COLOR", "1")
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn standard_input_goes_to_standard_output() {
    let run = fed(UNTIDY, &["-"]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.code), (TIDY, "", 0));
    let run = fed(UNTIDY, &["-", "--to", "en"]);
    assert_eq!((run.out.as_str(), run.code), ("criterion a\n  requires b\n", 0));
    let run = fed("# Titre\n\n```perenne\ncritère a exige b\n```\n", &["-"]);
    assert_eq!(run.out, "# Titre\n\n```perenne\ncritère a\n  exige b\n```\n");
    let run = fed(UNTIDY, &["-", "--check"]);
    assert_eq!((run.out.lines().last(), run.code), (Some("+  exige b"), 1));
    assert_eq!(fed(TIDY, &["-", "--check"]).code, 0);
    let run = fed(BROKEN, &["-"]);
    assert_eq!((run.out.as_str(), run.code), ("", 1));
    assert!(run.err.contains("R0101") && run.err.contains("laissé tel quel"), "{}", run.err);
    assert_eq!(fed("", &["-", "x"]).code, 2);
}

#[test]
fn files_and_folders_are_written_in_place() {
    let folder = scratch("format-command");
    write(
        &folder,
        &[
            ("a.perenne", UNTIDY),
            ("below/b.perenne.md", "prose\n```perenne\ncritère a exige b\n```\n"),
            ("below/doctrine.perenne", "doctrine d\n"),
            ("below/notes.md", "critère a exige b\n"),
            (".hidden/c.perenne", UNTIDY),
            ("broken.perenne", BROKEN),
        ],
    );
    let run = perenne_in(&folder, &["fmt", "--check", "."]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(
        run.out.starts_with("--- a.perenne\n+++ a.perenne\n@@ -1 +1,2 @@\n-critère a exige b\n+critère a\n"),
        "{}",
        run.out
    );
    assert!(run.err.ends_with("2 fichiers à mettre en forme, 1 sans changement\n"), "{}", run.err);
    assert_eq!(read(&folder, "a.perenne"), UNTIDY);

    let run = perenne_in(&folder, &["fmt", "."]);
    assert_eq!((run.out.as_str(), run.code), ("2 fichiers mis en forme, 1 sans changement\n", 1), "{}", run.err);
    assert!(run.err.contains("broken.perenne est laissé tel quel"), "{}", run.err);
    assert_eq!(read(&folder, "a.perenne"), TIDY);
    assert_eq!(read(&folder, "below/b.perenne.md"), "prose\n```perenne\ncritère a\n  exige b\n```\n");
    assert_eq!(read(&folder, "broken.perenne"), BROKEN);
    assert_eq!([read(&folder, "below/notes.md"), read(&folder, ".hidden/c.perenne")], ["critère a exige b\n", UNTIDY]);
    // Nothing is left beside the files.
    assert_eq!(std::fs::read_dir(folder.join("below")).unwrap().count(), 3);

    // Without a path, the doctrine at hand.
    let run = perenne_in(&folder.join("below"), &["fmt", "--to", "en", "--lang", "en"]);
    assert_eq!((run.out.as_str(), run.code), ("1 file formatted, 1 left as they were\n", 0), "{}", run.err);
    assert!(read(&folder, "below/b.perenne.md").contains("criterion a"));
    assert_eq!(perenne_in(&folder, &["fmt"]).code, 2);

    let run = perenne_in(&folder, &["fmt", "a.perenne", "nulle-part.perenne", "below/notes.md"]);
    assert_eq!((run.out.as_str(), run.code), ("1 fichier, rien à changer\n", 2));
    assert!(run.err.contains("nulle-part.perenne") && run.err.contains("below/notes.md"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = scratch("format-links");
    write(&folder, &[("real.perenne", UNTIDY), ("twin.perenne", UNTIDY), ("closed.perenne", UNTIDY)]);
    let mode = |path: &str, mode| {
        std::fs::set_permissions(folder.join(path), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("real.perenne", 0o640);
    mode("closed.perenne", 0o440);
    symlink("real.perenne", folder.join("link.perenne")).unwrap();
    std::fs::hard_link(folder.join("twin.perenne"), folder.join("other.perenne")).unwrap();
    let run = perenne_in(&folder, &["fmt", "link.perenne", "twin.perenne", "closed.perenne"]);
    assert_eq!((run.out.as_str(), run.code), ("2 fichiers mis en forme\n", 2));
    assert!(run.err.contains("closed.perenne ne peut pas être écrit"), "{}", run.err);
    let metadata = std::fs::metadata(folder.join("real.perenne")).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(folder.join("link.perenne")).unwrap().is_symlink());
    assert_eq!(["real.perenne", "other.perenne"].map(|path| read(&folder, path)), [TIDY, TIDY]);
    let inode = |path: &str| std::fs::metadata(folder.join(path)).unwrap().ino();
    assert_eq!(inode("twin.perenne"), inode("other.perenne"));
    assert_eq!(read(&folder, "closed.perenne"), UNTIDY);
}
