//! The language server in each editor, as its package starts it.

use super::programs::{editors, installed, output, program, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program, if it serves editors; `PERENNE` names another.
fn server(test: &str) -> Option<PathBuf> {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_perenne"));
    let told = std::env::var_os("PERENNE").map(PathBuf::from);
    let serves = |program: &PathBuf| {
        let mut help = Command::new(program);
        let status =
            help.args(["lsp", "--help"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    let found = told.into_iter().chain([own]).find(serves);
    if found.is_none() {
        println!("skipped: {test}: no program that serves editors");
    }
    found
}

/// A copy of the tour that an editor may change.
fn tour(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    for entry in std::fs::read_dir(root().join("examples/tour")).expect("the tour") {
        let from = entry.expect("an entry").path();
        std::fs::copy(&from, folder.join(from.file_name().expect("a name"))).expect("copied");
    }
    folder.join("tour.perenne")
}

#[test]
fn neovim_shows_what_the_server_says() {
    let test = "the server in Neovim";
    let (Some(mut nvim), Some(server)) = (program("nvim", test), server(test)) else { return };
    nvim.env("PERENNE", server).env("FILE", tour("editors-neovim")).args(["--clean", "--headless", "-c"]);
    println!("{}", output(nvim.arg(format!("luafile {}", editors("neovim/test/server.lua").display()))));
}

#[test]
fn emacs_shows_what_the_server_says() {
    let test = "the server in Emacs";
    let (Some(mut emacs), Some(server)) = (program("emacs", test), server(test)) else { return };
    emacs.env("PERENNE", server).env("FILE", tour("editors-emacs")).args(["--batch", "-l"]);
    let said = output(emacs.arg(editors("emacs/test/server.el")));
    if said.starts_with("no eglot") {
        println!("skipped: {test}: this Emacs has no eglot");
    }
}

#[test]
fn the_extension_of_vs_code_works_with_the_server() {
    let test = "the extension of VS Code";
    let (Some(_), Some(mut npm)) = (program("node", test), program("npm", test)) else { return };
    if installed("vscode/node_modules/esbuild", "npm ci in editors/vscode", test).is_none() {
        return;
    }
    if let Some(server) = server(test) {
        npm.env("PERENNE", server);
    }
    println!("{}", output(npm.current_dir(editors("vscode")).args(["test", "--silent"])));
}
