//! Where the lines go.

use super::input::Input;
use crate::base::{Lang, tr};
use crate::cli::replace::reason;
use crate::project::shown;
use std::fs::File;
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::path::Path;

/// The lines are wanted in a file, on standard output, or nowhere.
pub(super) enum Output {
    Nowhere,
    Standard(BufWriter<std::io::Stdout>),
    File { writer: BufWriter<File>, path: String },
}

/// How writing went.
pub(super) enum Written {
    Done,
    /// Nobody reads any more, as after `| head`.
    Closed,
    Failed(Error),
}

impl Output {
    /// Opens what `-o` names, `-` being the standard output, where lines also go when they are asked for and it names
    /// nothing. The file of the data is refused: opening it would empty it.
    pub fn open(path: Option<&Path>, lines: bool, input: &Input, lang: Lang) -> std::result::Result<Output, String> {
        let standard = || Output::Standard(BufWriter::new(std::io::stdout()));
        let Some(path) = path else { return Ok(if lines { standard() } else { Output::Nowhere }) };
        if path == Path::new("-") {
            return Ok(standard());
        }
        let name = shown(path);
        let same =
            |data: &Path| matches!((data.canonicalize(), path.canonicalize()), (Ok(one), Ok(other)) if one == other);
        if input.file.as_deref().is_some_and(same) {
            return Err(tr!(lang;
                en: "{name} holds the data: give another file for the lines",
                fr: "{name} contient les données\u{a0}: donnez un autre fichier pour les lignes"));
        }
        match File::create(path) {
            Ok(file) => Ok(Output::File { writer: BufWriter::new(file), path: name }),
            Err(error) => Err(cannot_write(&name, &error, lang)),
        }
    }

    pub fn takes_lines(&self) -> bool {
        !matches!(self, Output::Nowhere)
    }

    pub fn is_standard(&self) -> bool {
        matches!(self, Output::Standard(_))
    }

    pub fn write(&mut self, text: &str) -> Written {
        self.written(|writer| writer.write_all(text.as_bytes()))
    }

    /// Writes out what is held back.
    pub fn finish(&mut self) -> Written {
        self.written(|writer| writer.flush())
    }

    fn written(&mut self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Written {
        let written = match self {
            Output::Nowhere => Ok(()),
            Output::Standard(writer) => write(writer),
            Output::File { writer, .. } => write(writer),
        };
        match written {
            Ok(()) => Written::Done,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Written::Closed,
            Err(error) => Written::Failed(error),
        }
    }

    pub fn cannot_write(&self, error: &Error, lang: Lang) -> String {
        let path = match self {
            Output::Nowhere | Output::Standard(_) => "-",
            Output::File { path, .. } => path,
        };
        cannot_write(path, error, lang)
    }
}

fn cannot_write(path: &str, error: &Error, lang: Lang) -> String {
    let reason = reason(error, lang);
    tr!(lang; en: "{path} cannot be written: {reason}", fr: "{path} ne peut pas être écrit\u{a0}: {reason}")
}
