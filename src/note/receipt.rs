//! What a note was made from, so that the same one can be made again.

use super::Writer;
use crate::base::tr;
use crate::document::block::{Block, Field, Inline, Table, text};
use crate::eval::words::date_text;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// One text, by its path and the fingerprint of its bytes (SHA-256, FIPS 180-4, in hexadecimal).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub path: String,
    pub fingerprint: String,
}

/// Everything that decides what a note says.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The version of the program.
    pub version: String,
    /// The name of the doctrine, and the fingerprint of all its files together.
    pub doctrine: Stamp,
    /// Its files, those of the doctrines that it uses after its own.
    pub files: Vec<Stamp>,
    /// The facts; `None` when none were given.
    pub facts: Option<Stamp>,
    /// The call that makes the same note.
    pub command: String,
}

impl Stamp {
    pub fn of(path: &str, content: &str) -> Self {
        Stamp { path: path.to_string(), fingerprint: hexadecimal(&Sha256::digest(content.as_bytes())) }
    }

    /// Several files under one name: the fingerprint of their paths and fingerprints, a line each.
    pub fn of_all(name: &str, files: &[Stamp]) -> Self {
        let lines: String = files.iter().map(|file| format!("{}  {}\n", file.fingerprint, file.path)).collect();
        Stamp::of(name, &lines)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Writer<'_> {
    pub(super) fn receipt(&self) -> Vec<Block> {
        let (lang, receipt, view) = (self.lang, self.request.receipt, self.request.view);
        let mut fields = Vec::new();
        let mut add = |label: String, inlines: Vec<Inline>| fields.push(Field::line(label, inlines));
        let stamped =
            |stamp: &Stamp| vec![text(format!("{} · SHA-256 ", stamp.path)), Inline::Code(stamp.fingerprint.clone())];
        add(tr!(lang; en: "Program", fr: "Programme"), vec![text(format!("perenne {}", receipt.version))]);
        add(tr!(lang; en: "Doctrine", fr: "Doctrine"), stamped(&receipt.doctrine));
        if let Some(facts) = &receipt.facts {
            add(tr!(lang; en: "Facts", fr: "Faits"), stamped(facts));
        }
        add(tr!(lang; en: "Day of the facts", fr: "Date des faits"), vec![text(date_text(view.as_of, lang))]);
        add(tr!(lang; en: "Day of the texts", fr: "Date des textes"), vec![text(date_text(view.texts_as_of, lang))]);
        add(tr!(lang; en: "The call", fr: "La commande"), vec![Inline::Code(receipt.command.clone())]);
        let rows = receipt
            .files
            .iter()
            .map(|file| vec![vec![text(file.path.clone())], vec![Inline::Code(file.fingerprint.clone())]]);
        let count = receipt.files.len();
        let summary = match count {
            1 => tr!(lang; en: "The file of the doctrine", fr: "Le fichier de la doctrine"),
            _ => tr!(lang; en: "The {count} files of the doctrine", fr: "Les {count} fichiers de la doctrine"),
        };
        let table = Table {
            caption: tr!(lang; en: "Fingerprints of the files (SHA-256)", fr: "Empreintes des fichiers (SHA-256)"),
            heads: vec![
                vec![text(tr!(lang; en: "File", fr: "Fichier"))],
                vec![text(tr!(lang; en: "Fingerprint", fr: "Empreinte"))],
            ],
            rows: rows.collect(),
        };
        vec![
            self.heading("receipt", tr!(lang; en: "Receipt", fr: "Reçu")),
            self.paragraph(tr!(lang;
                en: "The same files and the same call give this note again, to the letter.",
                fr: "Les mêmes fichiers et la même commande redonnent cette note, à la lettre près.")),
            Block::Fields(fields),
            Block::Details { anchor: None, summary: vec![text(summary)], body: vec![Block::Table(table)] },
        ]
    }
}
