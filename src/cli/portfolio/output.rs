//! Where the lines go. They are written whole: when writing fails in the middle of some, a file is cut back to the last
//! whole one.

use super::input::Input;
use crate::base::{Lang, tr};
use crate::cli::options::PortfolioFormat;
use crate::cli::replace::reason;
use crate::project::shown;
use std::fs::File;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;

/// So much is held back before it is written, in whole lines.
const CHUNK: usize = 64 << 10;

/// The lines that are wanted, and where.
pub(super) struct Output {
    place: Place,
    /// Whether the lines are rows of CSV.
    pub is_table: bool,
    held: Vec<u8>,
}

enum Place {
    Nowhere,
    /// The standard output; with the file that it is, when it is one.
    Standard(Option<File>),
    File {
        file: File,
        path: String,
    },
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
    pub fn open(
        path: Option<&Path>,
        format: Option<PortfolioFormat>,
        input: &Input,
        lang: Lang,
    ) -> Result<Output, String> {
        let ending = path.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
        let is_table = match format {
            Some(PortfolioFormat::Csv) => true,
            Some(PortfolioFormat::Jsonl) => false,
            Some(PortfolioFormat::Text) | None => ending.as_deref() == Some("csv"),
        };
        let to = |place: Place| Output { place, is_table, held: Vec::new() };
        let Some(path) = path else {
            let wanted = matches!(format, Some(PortfolioFormat::Csv | PortfolioFormat::Jsonl));
            return Ok(to(if wanted { standard() } else { Place::Nowhere }));
        };
        if path == Path::new("-") {
            return Ok(to(standard()));
        }
        let name = shown(path);
        if input.holds(path) {
            return Err(tr!(lang;
                en: "{name} holds the data: give another file for the lines",
                fr: "{name} contient les données\u{a0}: donnez un autre fichier pour les lignes"));
        }
        match File::create(path) {
            Ok(file) => Ok(to(Place::File { file, path: name })),
            Err(error) => Err(cannot_write(&name, &error, lang)),
        }
    }

    pub fn takes_lines(&self) -> bool {
        !matches!(self.place, Place::Nowhere)
    }

    pub fn is_standard(&self) -> bool {
        matches!(self.place, Place::Standard(_))
    }

    /// Writes whole lines.
    pub fn write(&mut self, lines: &str) -> Written {
        self.held.extend_from_slice(lines.as_bytes());
        if self.held.len() < CHUNK { Written::Done } else { self.flush() }
    }

    /// Writes out what is held back.
    pub fn finish(&mut self) -> Written {
        self.flush()
    }

    fn flush(&mut self) -> Written {
        let written = match &mut self.place {
            Place::Nowhere => Ok(()),
            Place::Standard(None) => {
                let mut out = std::io::stdout().lock();
                out.write_all(&self.held).and_then(|()| out.flush())
            }
            Place::Standard(Some(file)) | Place::File { file, .. } => write_whole(file, &self.held),
        };
        match written {
            Ok(()) => {
                self.held.clear();
                Written::Done
            }
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Written::Closed,
            Err(error) => Written::Failed(error),
        }
    }

    pub fn cannot_write(&self, error: &Error, lang: Lang) -> String {
        let path = match &self.place {
            Place::Nowhere | Place::Standard(_) => "-",
            Place::File { path, .. } => path,
        };
        cannot_write(path, error, lang)
    }
}

/// Writes lines at the end of a file, all of them or none.
fn write_whole(file: &mut File, lines: &[u8]) -> std::io::Result<()> {
    let before = file.metadata().map(|file| file.len());
    file.write_all(lines).inspect_err(|_| {
        // A device has no length, and no lines to keep whole: nothing can be told to anybody beyond the error itself.
        if let (Ok(before), Ok(now)) = (before, file.metadata().map(|file| file.len()))
            && before < now
        {
            let _ = file.set_len(before);
        }
    })
}

#[cfg(unix)]
fn standard() -> Place {
    use std::os::fd::AsFd;
    let file = std::io::stdout().as_fd().try_clone_to_owned().map(File::from);
    Place::Standard(file.ok().filter(|file| file.metadata().is_ok_and(|known| known.is_file())))
}

#[cfg(not(unix))]
fn standard() -> Place {
    Place::Standard(None)
}

fn cannot_write(path: &str, error: &Error, lang: Lang) -> String {
    let reason = reason(error, lang);
    tr!(lang; en: "{path} cannot be written: {reason}", fr: "{path} ne peut pas être écrit\u{a0}: {reason}")
}
