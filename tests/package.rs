//! The package builds by itself in an empty folder, and answers with the doctrine it carries.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(command: &mut Command) -> Output {
    command.output().expect("the command starts")
}

fn succeeded(output: &Output, what: &str) {
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Makes the package, and gives the folder it was unpacked into.
fn unpacked(cargo: &str, work: &Path) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut package = Command::new(cargo);
    package.current_dir(root).env("CARGO_TARGET_DIR", work.join("made"));
    succeeded(&run(package.args(["package", "--allow-dirty", "--no-verify", "--offline", "--quiet"])), "cargo package");
    let name = concat!("perenne-", env!("CARGO_PKG_VERSION"));
    let archive = work.join("made/package").join(format!("{name}.crate"));
    // What an earlier run unpacked may hold files that there are no more.
    if let Err(error) = std::fs::remove_dir_all(work.join(name)) {
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{error}");
    }
    succeeded(&run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(work)), "tar");
    work.join(name)
}

/// Files in a package carry no date of their own, so that cargo would take an older build for a fresh one.
fn forget(built: &Path) {
    let Ok(entries) = std::fs::read_dir(built.join("debug/.fingerprint")) else { return };
    for entry in entries.filter_map(Result::ok) {
        if entry.file_name().to_string_lossy().starts_with("perenne-") {
            std::fs::remove_dir_all(entry.path()).expect("an old mark removed");
        }
    }
}

#[test]
fn the_package_builds_alone_and_evaluates_a_dossier_with_the_shipped_doctrine() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| String::from("cargo"));
    let tar = Command::new("tar").arg("--version").output();
    if tar.is_err() {
        eprintln!("skipped: the package: there is no tar on this machine");
        return;
    }
    let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("package");
    let built = work.join("built");
    std::fs::create_dir_all(&work).expect("a temporary folder");
    let source = unpacked(&cargo, &work);
    forget(&built);
    let mut build = Command::new(&cargo);
    build.current_dir(&source).env("CARGO_TARGET_DIR", &built);
    succeeded(&run(build.args(["build", "--offline", "--quiet"])), "cargo build");

    // Away from any rules, the doctrine the program carries is used.
    let elsewhere = work.join("elsewhere");
    std::fs::create_dir_all(&elsewhere).expect("a temporary folder");
    let facts = "dossier: { nom: Essai, au: 2024-10-01 }\néquipe: { internes: 2, externes: 3 }\n";
    std::fs::write(elsewhere.join("essai.yaml"), facts).expect("written");
    let program = built.join("debug").join(format!("perenne{}", std::env::consts::EXE_SUFFIX));
    let mut eval = Command::new(program);
    eval.current_dir(&elsewhere).args(["eval", "essai.yaml", "--format", "json"]);
    let output = run(&mut eval);
    succeeded(&output, "perenne eval");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["doctrine"], "pérennisation");
    assert_eq!(json["verdicts"]["équipe_internalisée"]["verdict"], "met");
}
