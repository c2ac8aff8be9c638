//! The language server, spoken to over its pipe as an editor does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where something is wrong"
)]

mod client;
mod conformance;
mod edits;
mod neovim;
mod order;
mod session;
