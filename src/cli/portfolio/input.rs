//! Where records come from.

use crate::base::{Lang, name, tr};
use crate::cli::arguments::{FactsPath, Targets};
use crate::cli::dossier::cannot_read;
use crate::eval::Engine;
use crate::facts::lines::Lines;
use crate::facts::read::LIMIT;
use crate::facts::records::{Column, Elements, HeadError, Raw, Records, Table};
use crate::model::Program;
use crate::project::shown;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// The byte order mark that some programs write before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

type Source = BufReader<Box<dyn Read + Send>>;

/// The records, and what they are called.
pub(in crate::cli) struct Input {
    form: Form,
    /// The record that is to come, when it was looked at ahead.
    held: Option<Raw>,
    /// As shown; `-` for the standard input.
    pub path: String,
    /// The file, when it is one.
    file: Option<PathBuf>,
    /// The folder that paths in records start from.
    folder: PathBuf,
}

enum Form {
    Text(Records<Source>),
    /// A folder of facts files, the next one last.
    Folder(Vec<PathBuf>),
}

/// What the data are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lines,
    Array,
    Table,
}

impl Input {
    /// Opens the data that the call names; `said_outright` by `--facts`, whatever its ending.
    pub fn open(targets: &Targets, said_outright: bool, lang: Lang) -> Result<Input, String> {
        match &targets.facts {
            None => Err(tr!(lang;
                en: "no records are given; add a file (.jsonl, .csv, .json), a folder of facts files, or “-” for the standard input",
                fr: "aucun enregistrement n’est donné\u{a0}; ajoutez un fichier (.jsonl, .csv, .json), un dossier de fichiers de faits, ou «\u{a0}-\u{a0}» pour l’entrée standard")),
            Some(FactsPath::Stdin) => Input::text(Box::new(std::io::stdin()), "-", None, lang),
            Some(FactsPath::Path(path)) if path.is_dir() => Input::folder(path, lang),
            Some(FactsPath::Path(path)) => Input::file(path, said_outright, lang),
        }
    }

    /// A file of many records.
    pub fn file(path: &Path, said_outright: bool, lang: Lang) -> Result<Input, String> {
        refuse_one_dossier(path, lang)?;
        let name = shown(path);
        let file = File::open(path).map_err(|error| cannot_read(&name, &error.to_string(), lang))?;
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let kind = match ending.as_str() {
            "jsonl" | "ndjson" => Some(Kind::Lines),
            "csv" => Some(Kind::Table),
            _ => None,
        };
        let mut input = Input::text(Box::new(file), &name, kind, lang)?;
        // One object is one dossier, unless somebody says that there is one on each line.
        if ending == "json" && !said_outright && matches!(input.form, Form::Text(Records::Lines(_))) {
            return Err(tr!(lang;
                en: "{name} is JSON but no list: “perenne eval” reads it if it holds one dossier; if it holds one on each line, say so with “--facts {name}”",
                fr: "{name} est en JSON sans être une liste\u{a0}: s’il contient un seul dossier, «\u{a0}perenne eval\u{a0}» le lit\u{a0}; s’il en contient un par ligne, dites-le avec «\u{a0}--facts {name}\u{a0}»"));
        }
        input.file = Some(path.to_path_buf());
        input.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(input)
    }

    fn text(source: Box<dyn Read + Send>, path: &str, kind: Option<Kind>, lang: Lang) -> Result<Input, String> {
        let mut source = BufReader::with_capacity(CHUNK, source);
        let failed = |error: std::io::Error| cannot_read(path, &error.to_string(), lang);
        if source.fill_buf().map_err(failed)?.starts_with(BYTE_ORDER_MARK) {
            source.consume(BYTE_ORDER_MARK.len());
        }
        let kind = match kind {
            Some(kind) => kind,
            None => kind_of(&mut source).map_err(failed)?,
        };
        let records = match kind {
            Kind::Lines => Records::Lines(Lines::new(source)),
            Kind::Array => Records::Array(Elements::new(source)),
            Kind::Table => {
                let table = Table::open(source).map_err(failed)?;
                Records::Table(table.map_err(|error| head_error(path, &error, lang))?)
            }
        };
        let (path, folder) = (path.to_string(), PathBuf::from("."));
        Ok(Input { form: Form::Text(records), held: None, path, file: None, folder })
    }

    /// Every facts file in a folder and below, in the order of their paths; hidden ones and links to folders are passed
    /// over.
    fn folder(folder: &Path, lang: Lang) -> Result<Input, String> {
        let name = shown(folder);
        let mut files = Vec::new();
        let mut pending = vec![folder.to_path_buf()];
        while let Some(folder) = pending.pop() {
            let failed = |error: std::io::Error| cannot_read(&shown(&folder), &error.to_string(), lang);
            for entry in std::fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let path = entry.path();
                if entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                }
                let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
                if entry.file_type().map_err(failed)?.is_dir() {
                    pending.push(path);
                } else if matches!(ending.as_deref(), Some("yaml" | "yml" | "json")) && path.is_file() {
                    files.push(path);
                }
            }
        }
        if files.is_empty() {
            return Err(tr!(lang;
                en: "{name} holds no facts file (.yaml, .yml, .json)",
                fr: "{name} ne contient aucun fichier de faits (.yaml, .yml, .json)"));
        }
        files.sort();
        files.reverse();
        Ok(Input { form: Form::Folder(files), held: None, path: name, file: None, folder: folder.to_path_buf() })
    }

    /// Whether a path is that of a file to be read.
    pub fn holds(&self, path: &Path) -> bool {
        let Ok(path) = path.canonicalize() else { return false };
        let files = match &self.form {
            Form::Folder(files) => files.as_slice(),
            Form::Text(_) => self.file.as_slice(),
        };
        // The one that was looked at ahead is no longer among those to come.
        let ahead = self.held.as_ref().and_then(|raw| raw.file.as_deref()).map(Path::new);
        let mut files = files.iter().map(PathBuf::as_path).chain(ahead);
        files.any(|file| file.canonicalize().is_ok_and(|file| file == path))
    }

    /// The record that comes next, ahead of it, with the folder that paths in it start from. A table has none before its
    /// columns are chosen: it names no doctrine.
    pub fn peek(&mut self) -> std::io::Result<Option<(&Raw, PathBuf)>> {
        let folder = match &self.form {
            Form::Folder(files) => files.last().and_then(|file| file.parent()).map(Path::to_path_buf),
            Form::Text(Records::Table(_)) => return Ok(None),
            Form::Text(Records::Lines(_) | Records::Array(_)) => None,
        };
        if self.held.is_none() {
            self.held = self.read()?;
        }
        let folder = folder.unwrap_or_else(|| self.folder.clone());
        Ok(self.held.as_ref().map(|raw| (raw, folder)))
    }

    pub fn next_record(&mut self) -> std::io::Result<Option<Raw>> {
        match self.held.take() {
            Some(raw) => Ok(Some(raw)),
            None => self.read(),
        }
    }

    fn read(&mut self) -> std::io::Result<Option<Raw>> {
        match &mut self.form {
            Form::Text(records) => records.next_record(),
            Form::Folder(files) => {
                let Some(path) = files.pop() else { return Ok(None) };
                let mut bytes = Vec::new();
                // One byte beyond the limit is enough to know.
                File::open(&path)?.take(LIMIT as u64 + 1).read_to_end(&mut bytes)?;
                Ok(Some(Raw::whole_file(shown(&path), bytes)))
            }
        }
    }

    /// Keeps the columns of a table that are facts; those that are none are told, once. An error when none is. All are
    /// kept of records of somebody else's.
    pub fn match_columns(&mut self, engine: &Engine, foreign: bool, lang: Lang) -> Result<Option<String>, String> {
        let Form::Text(Records::Table(table)) = &mut self.form else { return Ok(None) };
        let program = &engine.checked.program;
        let path = &self.path;
        if foreign {
            return table.choose(|_| {}).map(|()| None).map_err(|error| head_error(path, &error, lang));
        }
        table.choose(|column| choose_column(program, column)).map_err(|error| head_error(path, &error, lang))?;
        let left: Vec<String> = table
            .columns()
            .iter()
            .filter(|column| !column.read && !column.head.is_empty())
            .map(|column| with_guess(program, column, lang))
            .collect();
        let names = left.join(", ");
        if table.columns().iter().all(|column| !column.read) {
            return Err(tr!(lang;
                en: "no column of {path} is a fact ({names}); a column is headed by the path of its fact, such as team.internal, or “--dataset” says how to read the records",
                fr: "aucune colonne de {path} n’est un fait ({names})\u{a0}; une colonne a pour tête le chemin de son fait, comme équipe.internes, ou bien «\u{a0}--dataset\u{a0}» dit comment lire les enregistrements"));
        }
        Ok((!left.is_empty()).then(|| {
            tr!(lang;
                en: "columns that are no fact and are not read: {names}",
                fr: "colonnes qui ne sont pas des faits et ne sont pas lues\u{a0}: {names}")
        }))
    }
}

/// What a text is by its first character that is no blank: an object on a line, a list, or else a table.
fn kind_of(source: &mut Source) -> std::io::Result<Kind> {
    let start = source.fill_buf()?.trim_ascii_start();
    Ok(match start.first() {
        Some(b'[') => Kind::Array,
        Some(b'{') | None => Kind::Lines,
        Some(_) => Kind::Table,
    })
}

/// The keys of a dossier that are no group of facts.
const OTHER_GROUPS: [&str; 6] = ["dossier", "scenarios", "calendrier", "calendar", "instances", "bodies"];

/// Reads a column if its head is the path of a fact, or of what else a dossier says; `dossier` or `nom` names it.
fn choose_column(program: &Program, column: &mut Column) {
    let folded: Vec<String> = column.path.iter().map(|key| name::fold(key)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    column.read = match folded.as_slice() {
        ["dossier" | "nom" | "name"] => {
            column.path = vec![String::from("dossier"), String::from("nom")];
            true
        }
        [_] | [] => false,
        [group, fact, ..] => {
            OTHER_GROUPS.contains(group)
                || program.groups.iter().filter(|known| name::fold(&known.meta.name) == *group).any(|known| {
                    let mut facts = known.facts.iter().filter_map(|id| program.fact(*id));
                    facts.any(|known| name::fold(&known.decl.name) == *fact)
                })
        }
    };
}

fn with_guess(program: &Program, column: &Column, lang: Lang) -> String {
    let head = lang.quoted(&column.head);
    let paths = program.facts.iter().filter(|fact| fact.is_declared()).map(|fact| fact.path.as_str());
    match name::did_you_mean(&column.head, paths) {
        Some(near) => {
            let near = lang.quoted(near);
            tr!(lang; en: "{head} (did you mean {near}?)", fr: "{head} (vouliez-vous dire {near}\u{a0}?)")
        }
        None => head,
    }
}

fn head_error(path: &str, error: &HeadError, lang: Lang) -> String {
    match error {
        HeadError::Empty => tr!(lang; en: "{path} is empty", fr: "{path} est vide"),
        HeadError::NotText => tr!(lang;
            en: "{path} is not UTF-8 text; in the spreadsheet, save it as “CSV UTF-8”",
            fr: "{path} n’est pas du texte UTF-8\u{a0}; dans le tableur, enregistrez-le au format «\u{a0}CSV UTF-8\u{a0}»"),
        HeadError::Twice(one, other) => {
            let (one, other) = (lang.quoted(one), lang.quoted(other));
            tr!(lang;
                en: "two columns of {path} say the same: {one} and {other}",
                fr: "deux colonnes de {path} disent la même chose\u{a0}: {one} et {other}")
        }
    }
}

/// A file of another form would give a mistake for each of its lines.
fn refuse_one_dossier(path: &Path, lang: Lang) -> Result<(), String> {
    let name = shown(path);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "yaml" | "yml" => Err(tr!(lang;
            en: "{name} holds one dossier, which “perenne eval” reads; give its folder, or a file of many (.jsonl, .csv, .json)",
            fr: "{name} contient un seul dossier, que lit «\u{a0}perenne eval\u{a0}»\u{a0}; donnez le dossier de fichiers où il est, ou un fichier qui en contient plusieurs (.jsonl, .csv, .json)")),
        _ => Ok(()),
    }
}
