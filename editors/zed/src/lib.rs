//! Tells Zed how the language server is started: the program `perenne`, from the settings or from the `PATH`.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Perenne;

impl zed::Extension for Perenne {
    fn new() -> Self {
        Perenne
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let told = LspSettings::for_worktree(server.as_ref(), worktree).ok().and_then(|settings| settings.binary);
        let (path, arguments) = told.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path.or_else(|| worktree.which("perenne")).ok_or(
            "perenne is not on the PATH: install it, or say where it is under lsp.perenne.binary.path in the settings",
        )?;
        let args = arguments.unwrap_or_else(|| vec!["lsp".to_string()]);
        Ok(Command { command, args, env: worktree.shell_env() })
    }
}

zed::register_extension!(Perenne);
