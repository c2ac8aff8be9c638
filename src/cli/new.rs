//! `perenne new`: a folder with a doctrine to start from, the facts of a service, and a test.

use super::Exit;
use super::language::choose_lang;
use super::options::{NewOptions, Shared};
use super::output::{print, refuse_with};
use crate::base::{FileId, Lang, name, tr};
use crate::format::{Options, format};
use crate::syntax;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The files of a starter, with `NAME` and `TITLE` where those of the doctrine go.
struct Starter {
    rules: &'static str,
    facts: &'static str,
    facts_file: &'static str,
    readme: &'static str,
}

const RULES_FILE: &str = "doctrine.perenne";
const README_FILE: &str = "README.md";

/// Longer names are no use to anybody, and some disks refuse them.
const LONGEST_NAME: usize = 60;

const FRENCH: Starter = Starter {
    rules: include_str!("starter/fr/doctrine.perenne"),
    facts: include_str!("starter/fr/faits.yaml"),
    facts_file: "faits.yaml",
    readme: include_str!("starter/fr/README.md"),
};

const ENGLISH: Starter = Starter {
    rules: include_str!("starter/en/doctrine.perenne"),
    facts: include_str!("starter/en/facts.yaml"),
    facts_file: "facts.yaml",
    readme: include_str!("starter/en/README.md"),
};

pub(super) fn run(options: &NewOptions, shared: &Shared) -> Exit {
    let lang = choose_lang(shared.lang, None);
    let wanted = name::normalise(&options.name);
    if !is_folder_name(&wanted) {
        return refuse_with(&bad_name(&wanted, lang), lang);
    }
    let starter = match lang {
        Lang::En => ENGLISH,
        Lang::Fr => FRENCH,
    };
    if let Err(message) = write(&starter, &wanted, lang) {
        return refuse_with(&message, lang);
    }
    print(&next_steps(&wanted, starter.facts_file, lang));
    Exit::Done
}

/// A letter or a digit first, so that no shell and no command takes it for an option.
fn is_folder_name(wanted: &str) -> bool {
    let letter_or_digit = |c: char| c.is_alphabetic() || c.is_ascii_digit();
    wanted.chars().count() <= LONGEST_NAME
        && wanted.starts_with(letter_or_digit)
        && wanted.chars().all(|c| letter_or_digit(c) || matches!(c, '-' | '_'))
}

fn bad_name(wanted: &str, lang: Lang) -> String {
    let wanted = lang.quoted(wanted);
    let most = LONGEST_NAME;
    tr!(lang;
        en: "{wanted} cannot be the name of a doctrine; use letters, digits, - and _, a letter or a digit first, {most} at most: perenne new my-guide",
        fr: "{wanted} ne peut pas être le nom d’une doctrine\u{a0}; utilisez des lettres, des chiffres, - et _, d’abord une lettre ou un chiffre, {most} au plus\u{a0}: perenne new mon-guide")
}

/// The name of the doctrine as rules can say it: no hyphen, and backquotes around what would be read as a word of the
/// language.
fn doctrine_name(wanted: &str, rules: &str) -> String {
    let joined = wanted.replace('-', "_");
    let plain = if joined.starts_with(char::is_alphabetic) { joined } else { format!("doctrine_{joined}") };
    let parsed = syntax::parse(FileId(0), &rules.replace("NAME", &plain), false);
    if parsed.diagnostics.is_empty() { plain } else { format!("`{plain}`") }
}

fn title(wanted: &str) -> String {
    let words = wanted.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Makes the folder with its files; nothing is written where something of that name is.
fn write(starter: &Starter, wanted: &str, lang: Lang) -> Result<(), String> {
    let folder = Path::new(wanted);
    std::fs::create_dir(folder).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => already_there(wanted, lang),
        _ => cannot_write(folder, &error, lang),
    })?;
    let name = doctrine_name(wanted, starter.rules);
    let title = title(wanted);
    let rules = starter.rules.replace("NAME", &name).replace("TITLE", &title);
    // A long name may break its line.
    let rules = format(FileId(0), &rules, false, Options::default()).unwrap_or(rules);
    let files = [
        (RULES_FILE, rules),
        (starter.facts_file, starter.facts.to_string()),
        (README_FILE, starter.readme.replace("TITLE", &title)),
    ];
    for (file, text) in files {
        let path = folder.join(file);
        let written = std::fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| cannot_write(&path, &error, lang))?;
    }
    Ok(())
}

fn already_there(wanted: &str, lang: Lang) -> String {
    let wanted = lang.quoted(wanted);
    tr!(lang;
        en: "{wanted} is already there, and nothing was changed; choose another name",
        fr: "{wanted} existe déjà, et rien n’a été modifié\u{a0}; choisissez un autre nom")
}

fn cannot_write(path: &Path, error: &std::io::Error, lang: Lang) -> String {
    let path = path.display();
    tr!(lang; en: "{path} cannot be written: {error}", fr: "{path} ne peut pas être écrit\u{a0}: {error}")
}

fn next_steps(folder: &str, facts: &str, lang: Lang) -> String {
    tr!(lang;
        en: "{folder}/ holds a doctrine to start from ({RULES_FILE}), facts ({facts}) and a README. Try:

  perenne check {folder}
  perenne test {folder}
  perenne eval {folder}/{facts}

Then change {folder}/{RULES_FILE}.
",
        fr: "{folder}/ contient une doctrine de départ ({RULES_FILE}), des faits ({facts}) et un README. Essayez\u{a0}:

  perenne check {folder}
  perenne test {folder}
  perenne eval {folder}/{facts}

Puis modifiez {folder}/{RULES_FILE}.
")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_letters_digits_and_joints() {
        for good in ["guide", "mon-guide", "été_2024", "2024"] {
            assert!(is_folder_name(good), "{good}");
        }
        let long = "a".repeat(LONGEST_NAME + 1);
        for bad in ["", "-x", "_x", ".", "..", "a/b", "a b", "a.b", "C:x", &long] {
            assert!(!is_folder_name(bad), "{bad}");
        }
    }

    #[test]
    fn every_folder_name_gives_a_doctrine_name_that_is_read_as_one() {
        let names = [
            ("mon-guide", "mon_guide"),
            ("2024", "doctrine_2024"),
            ("été", "été"),
            ("Ⓐ", "Ⓐ"),
            ("if", "if"),
            ("critère", "critère"),
        ];
        for (folder, expected) in names {
            for starter in [ENGLISH, FRENCH] {
                let name = doctrine_name(folder, starter.rules);
                assert_eq!(name.trim_matches('`'), expected, "{folder}");
                let parsed = syntax::parse(FileId(0), &starter.rules.replace("NAME", &name), false);
                assert!(parsed.diagnostics.is_empty(), "{folder}: {name}: {:?}", parsed.diagnostics);
            }
        }
    }
}
