//! The `perenne` program: everything is in the library.

fn main() -> std::process::ExitCode {
    perenne::cli::run(std::env::args_os())
}
