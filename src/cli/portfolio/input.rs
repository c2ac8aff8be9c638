//! Where records come from.

use crate::base::{Lang, tr};
use crate::cli::arguments::{FactsPath, Targets};
use crate::cli::dossier::cannot_read;
use crate::facts::lines::Lines;
use crate::project::shown;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// The records, and what they are called.
pub(super) struct Input {
    pub lines: Lines<BufReader<Box<dyn Read>>>,
    /// As shown; `-` for the standard input.
    pub path: String,
    /// The file, when it is one.
    pub file: Option<PathBuf>,
}

impl Input {
    /// Opens the data that the call names; `said_outright` by `--facts`, whatever its ending.
    pub fn open(targets: &Targets, said_outright: bool, lang: Lang) -> Result<Input, String> {
        let (source, path, file): (Box<dyn Read>, String, Option<PathBuf>) = match &targets.facts {
            None => {
                return Err(tr!(lang;
                    en: "no records are given; add a file of JSON Lines (.jsonl), or “-” for the standard input",
                    fr: "aucun enregistrement n’est donné\u{a0}; ajoutez un fichier JSON Lines (.jsonl), ou «\u{a0}-\u{a0}» pour l’entrée standard"));
            }
            Some(FactsPath::Stdin) => (Box::new(std::io::stdin()), String::from("-"), None),
            Some(FactsPath::Path(path)) => {
                refuse_other_forms(path, said_outright, lang)?;
                let name = shown(path);
                let file = File::open(path).map_err(|error| cannot_read(&name, &error.to_string(), lang))?;
                (Box::new(file), name, Some(path.clone()))
            }
        };
        Ok(Input { lines: Lines::new(BufReader::with_capacity(CHUNK, source)), path, file })
    }
}

/// A file of another form would give a mistake for each of its lines.
fn refuse_other_forms(path: &Path, said_outright: bool, lang: Lang) -> Result<(), String> {
    let name = shown(path);
    if path.is_dir() {
        return Err(tr!(lang;
            en: "{name} is a folder; give a file of JSON Lines (.jsonl), one dossier a line",
            fr: "{name} est un dossier de fichiers\u{a0}; donnez un fichier JSON Lines (.jsonl), un dossier par ligne"));
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "yaml" | "yml" => Err(tr!(lang;
            en: "{name} holds one dossier, which “perenne eval” reads; give a file of JSON Lines (.jsonl), one dossier a line",
            fr: "{name} contient un seul dossier, que lit «\u{a0}perenne eval\u{a0}»\u{a0}; donnez un fichier JSON Lines (.jsonl), un dossier par ligne")),
        "csv" => Err(tr!(lang;
            en: "{name} is CSV, which is not read yet; give a file of JSON Lines (.jsonl), one dossier a line",
            fr: "{name} est en CSV, qui ne se lit pas encore\u{a0}; donnez un fichier JSON Lines (.jsonl), un dossier par ligne")),
        "json" if !said_outright => Err(tr!(lang;
            en: "{name} is JSON: “perenne eval” reads it if it holds one dossier; if it holds one on each line, say so with “--facts {name}”",
            fr: "{name} est en JSON\u{a0}: s’il contient un seul dossier, «\u{a0}perenne eval\u{a0}» le lit\u{a0}; s’il en contient un par ligne, dites-le avec «\u{a0}--facts {name}\u{a0}»")),
        _ => Ok(()),
    }
}
