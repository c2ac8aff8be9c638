//! What a session leaves behind: a facts file, the rules typed in, or a script of itself.

use super::said::claims;
use super::{Asked, Command};
use crate::base::{FileId, tr};
use crate::diagnostic::Diagnostic;
use crate::facts::dossier::{header, read_dossier};
use crate::facts::insert::{Place, keys, put, start_of_file};
use crate::facts::resolve::slot;
use crate::model::ids::FactId;
use crate::model::plan::Subject;
use crate::project::{RootPlace, is_rules_path, seen_from, shown};
use crate::repl::session::{FactsText, Reply, Session};
use serde_json::Value as Json;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

impl Session {
    /// `:save FILE`: what is told, or the rules typed in, as the name of the file says.
    pub(super) fn save(&mut self, asked: Asked<'_>) -> Reply {
        let words = asked.words();
        let [path] = words.as_slice() else { return self.wants(Command::Save) };
        let path = PathBuf::from(path);
        if is_rules_path(&path) {
            return self.save_rules(&path);
        }
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("yaml" | "yml") => self.save_facts(&path),
            Some(_) | None => self.wants(Command::Save),
        }
    }

    fn save_rules(&self, path: &Path) -> Reply {
        let texts: Vec<String> = self.state.items.iter().map(|item| item.text.to_string()).collect();
        if texts.is_empty() {
            return self.refused(&tr!(self.lang; en: "no rule was typed in", fr: "aucune règle n’a été saisie"));
        }
        let text = texts.join("\n");
        let text = self.formatted(&text, None).unwrap_or(text);
        let literate = path.extension().is_some_and(|ending| ending == "md");
        self.write(path, &if literate { format!("```perenne\n{text}```\n") } else { text })
    }

    /// The facts file that was read, with what was told since put in its place; a new one when none was read.
    fn save_facts(&self, path: &Path) -> Reply {
        let lang = self.file_lang();
        let mut text = match &self.state.facts {
            Some(facts) => self.moved_facts(facts, path),
            None => self.new_facts(path),
        };
        let day = self.state.as_of.or(self.live.dossier.as_of);
        if let Some(day) = day.filter(|day| self.live.dossier.as_of != Some(*day)) {
            let key = [String::from("dossier"), tr!(lang; en: "as_of", fr: "au")];
            text = put(&text, &key, Some(&Json::from(day.to_string())), Place::Instead).unwrap_or(text);
        }
        let mut left_out: Vec<String> = Vec::new();
        for (subject, name) in self.told_here() {
            let written = match subject {
                Subject::Fact(fact) => self.written_fact(&text, fact),
                Subject::Parameter(_) => None,
            };
            match written {
                Some(written) => text = written,
                None => left_out.push(name),
            }
        }
        let reply = self.write(path, &text);
        if left_out.is_empty() || reply.failed {
            return reply;
        }
        let names = left_out.join(", ");
        let line = tr!(self.lang;
            en: "left out, a facts file cannot say it: {names}",
            fr: "laissé de côté, un fichier de faits ne peut le dire\u{a0}: {names}");
        reply.then(&format!("{line}\n"))
    }

    /// The text of the facts file as it is to stand elsewhere: the path of its doctrine begins there.
    fn moved_facts(&self, facts: &FactsText, path: &Path) -> String {
        let text = facts.text.to_string();
        let Some((target, _)) = header(FileId(u32::MAX), &text).doctrine else { return text };
        let from = Path::new(&facts.path).parent().unwrap_or(Path::new("")).join(&target);
        if !from.exists() {
            return text;
        }
        let moved = seen_from(path.parent().unwrap_or(Path::new("")), &from);
        match moved == target {
            true => text,
            false => {
                let key = ["dossier", "doctrine"].map(String::from);
                put(&text, &key, Some(&Json::from(moved)), Place::Instead).unwrap_or(text)
            }
        }
    }

    /// What was told in the session and is not in the facts file.
    fn told_here(&self) -> Vec<(Subject, String)> {
        let settings = &self.live.analysis.engine.checked.program.settings;
        settings.iter().map(|given| (given.subject, self.live.subject_name(given.subject))).collect()
    }

    /// The text with the value of a fact put in; `None` when reading it again would not give the same.
    fn written_fact(&self, text: &str, fact: FactId) -> Option<String> {
        let engine = &self.live.analysis.engine;
        let present = self.live.present().slots.get(fact)?;
        let value = claims(engine, fact, present.claims, self.file_lang())?;
        let keys = keys(&engine.checked.program, engine.checked.program.fact(fact)?, self.file_lang());
        let written = put(text, &keys, value.as_ref(), Place::Instead)?;
        let (dossier, problems) = read_dossier(engine, FileId(u32::MAX), &written);
        let (_, before) = read_dossier(engine, FileId(u32::MAX), text);
        let errors = |all: &[Diagnostic]| all.iter().filter(|one| one.is_error()).count();
        let again = slot(engine, fact, dossier.facts.get(fact.index())?, &self.live.view);
        let same = again.status == present.status && again.value.as_ref() == present.value;
        (same && errors(&problems) <= errors(&before)).then_some(written)
    }

    /// The head of a facts file that begins here.
    fn new_facts(&self, path: &Path) -> String {
        let lang = self.file_lang();
        let root = self.state.reading.root();
        let doctrine = match &root.place {
            RootPlace::Folder(folder) | RootPlace::File(folder) => {
                Some(seen_from(path.parent().unwrap_or(Path::new("")), folder))
            }
            RootPlace::Shipped(_) => root.name.clone(),
        };
        start_of_file(None, Some(self.live.view.as_of), doctrine.as_deref(), lang)
    }

    /// `:export FILE`: the entries of the session, to be run again; shown when no file is named.
    pub(super) fn export(&self, asked: Asked<'_>) -> Reply {
        let mut lines = self.first_lines();
        for entry in &self.log {
            lines.push(entry.clone());
            if entry.contains('\n') {
                lines.push(String::new());
            }
        }
        let text = lines.join("\n") + "\n";
        match asked.words().as_slice() {
            [] => Reply::of(text),
            [path] => self.write(Path::new(path), &text),
            _ => self.wants(Command::Export),
        }
    }

    /// What the session began with, as lines.
    fn first_lines(&self) -> Vec<String> {
        let (lang, first) = (self.lang, self.beginning());
        let place = match &first.reading.root().place {
            RootPlace::Folder(path) | RootPlace::File(path) => Some(shown(path)),
            RootPlace::Shipped(_) => None,
        };
        let facts = first.facts.as_ref().map(|facts| facts.path.clone());
        let read: Vec<String> = place.into_iter().chain(facts).map(|path| quoted(&path)).collect();
        let load = (!read.is_empty()).then(|| format!(":{} {}", Command::Load.name(lang), read.join(" ")));
        let days =
            [(Command::AsOf, first.as_of), (Command::TextsAsOf, first.texts_as_of), (Command::KnownBy, first.known_by)];
        let days = days.into_iter().filter_map(|(command, day)| Some(format!(":{} {}", command.name(lang), day?)));
        load.into_iter().chain(days).collect()
    }

    /// Writes a new file; one that is there is left alone.
    fn write(&self, path: &Path, text: &str) -> Reply {
        let name = shown(path);
        if path.exists() {
            let message = tr!(self.lang;
                en: "{name} is there already; give another name",
                fr: "{name} existe déjà\u{a0}; donnez un autre nom");
            return self.refused(&message);
        }
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()));
        match written {
            Ok(()) => Reply::of(tr!(self.lang; en: "written: {name}", fr: "écrit\u{a0}: {name}") + "\n"),
            Err(error) => {
                let message = tr!(self.lang; en: "{name} cannot be written: {error}", fr: "{name} ne peut pas être écrit\u{a0}: {error}");
                self.refused(&message)
            }
        }
    }
}

/// A path as a command reads it.
fn quoted(path: &str) -> String {
    if path.contains(' ') { format!("\"{path}\"") } else { path.to_string() }
}
