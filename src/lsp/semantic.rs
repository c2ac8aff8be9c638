//! Semantic tokens as the protocol packs them, whole and as differences.

use tower_lsp::lsp_types::SemanticToken;

/// The tokens sent last for a text.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub id: u64,
    pub tokens: Vec<SemanticToken>,
}
