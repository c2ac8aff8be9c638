//! What helps authors start and keep a doctrine: the starter, completions, the hooks of pre-commit.

// A test stops where something is not as it says; helpers outside `#[test]` functions too.
#![allow(clippy::panic, clippy::indexing_slicing, clippy::unwrap_used, clippy::string_slice)]

#[allow(dead_code, reason = "each test program takes what it needs")]
mod harness;

use harness::{perenne, perenne_in, root, scratch};

const COMMANDS: [&str; 9] = ["eval", "missing", "check", "test", "fmt", "explain", "new", "schema", "completions"];

#[test]
fn a_new_doctrine_is_sound_and_shows_three_verdicts() {
    for (lang, facts) in [("fr", "faits.yaml"), ("en", "facts.yaml")] {
        let folder = scratch(&format!("new_{lang}"));
        for name in ["mon-guide", "2024", "critère", "if", "une_très-longue-doctrine_dont_le_titre_ne_tient_pas"] {
            let made = perenne_in(&folder, &["new", name, "--lang", lang]);
            assert_eq!(made.code, 0, "{}", made.err);
            let command = format!("perenne eval {name}/{facts}");
            assert!(made.out.contains(&command), "{}", made.out);
            let check = perenne_in(&folder, &["check", name]);
            assert_eq!((check.code, check.err.as_str()), (0, ""), "{}", check.out);
            let test = perenne_in(&folder, &["test", name]);
            assert_eq!((test.code, test.err.as_str()), (0, ""), "{}", test.out);
            assert!(test.out.contains("2 passed, 0 failed"), "{}", test.out);
            let fmt = perenne_in(&folder, &["fmt", "--check", name]);
            assert_eq!(fmt.code, 0, "{}{}", fmt.out, fmt.err);
            let path = format!("{name}/{facts}");
            let eval = perenne_in(&folder, &["eval", &path, "--format", "json", "--strict"]);
            assert_eq!(eval.code, 0, "{}", eval.err);
            let json = eval.json();
            let verdicts: Vec<&str> = json["verdicts"]
                .as_object()
                .expect("verdicts")
                .values()
                .filter_map(|one| one["verdict"].as_str())
                .collect();
            for verdict in ["met", "not_met", "unknown"] {
                assert!(verdicts.contains(&verdict), "{lang}: {verdicts:?}");
            }
        }
    }
}

/// The commands that the README of the starter gives work from its folder.
#[test]
fn the_readme_of_a_new_doctrine_says_commands_that_work() {
    for lang in ["fr", "en"] {
        let folder = scratch(&format!("new_readme_{lang}"));
        assert_eq!(perenne_in(&folder, &["new", "guide", "--lang", lang]).code, 0);
        let readme = std::fs::read_to_string(folder.join("guide/README.md")).expect("a README");
        assert!(readme.starts_with("# Guide\n"), "{readme}");
        let commands: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("perenne ")).collect();
        assert_eq!(commands.len(), 3, "{readme}");
        for command in commands {
            let arguments: Vec<&str> = command.split(' ').collect();
            let run = perenne_in(&folder.join("guide"), &arguments);
            assert_eq!((run.code, run.err.as_str()), (0, ""), "{command}: {}", run.out);
        }
    }
}

#[test]
fn new_overwrites_nothing_and_refuses_names_that_are_none() {
    let folder = scratch("new_refused");
    std::fs::create_dir(folder.join("guide")).expect("a folder");
    std::fs::write(folder.join("guide/doctrine.perenne"), "à moi\n").expect("written");
    std::fs::write(folder.join("fichier"), "à moi\n").expect("written");
    for name in ["guide", "fichier", "a/b", "a b", "..", "doctrine.perenne", ""] {
        let run = perenne_in(&folder, &["new", name]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{name}: {}", run.err);
        assert!(run.err.starts_with("erreur\u{a0}: «\u{a0}"), "{name}: {}", run.err);
    }
    let kept = std::fs::read_to_string(folder.join("guide/doctrine.perenne")).expect("kept");
    assert_eq!(kept, "à moi\n");
    assert_eq!(std::fs::read_dir(folder.join("guide")).expect("a folder").count(), 1);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 2);
}

#[test]
fn every_shell_is_told_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = perenne(&["completions", shell]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        for command in COMMANDS {
            assert!(run.out.contains(command), "{shell} does not name {command}");
        }
    }
    assert_eq!(perenne(&["completions", "cmd"]).code, 2);
}

/// Each hook starts a command of ours, and succeeds on sound rules as pre-commit would call it.
#[test]
fn the_hooks_of_pre_commit_run() {
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("the hooks");
    let folder = scratch("hooks");
    assert_eq!(perenne_in(&folder, &["new", "guide"]).code, 0);
    let folder = folder.join("guide");
    let mut ran = 0;
    for hook in hooks.split("\n- id: ").skip(1) {
        let entry = hook.lines().find_map(|line| line.trim().strip_prefix("entry: perenne ")).expect("an entry");
        let mut arguments = vec![entry];
        if !hook.contains("pass_filenames: false") {
            arguments.push("doctrine.perenne");
        }
        let run = perenne_in(&folder, &arguments);
        assert_eq!(run.code, 0, "{entry}: {}", run.err);
        ran += 1;
    }
    assert_eq!(ran, 2);
}
