//! Semantic tokens as the protocol packs them, whole and as differences.

use super::ask::Look;
use super::position::Encoding;
use super::world::lock;
use crate::base::Span;
use crate::ide::tokens::{CLASSES, Coloured, tokens};
use std::sync::atomic::{AtomicU64, Ordering};
use tower_lsp::lsp_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, SemanticTokensRangeResult,
    SemanticTokensResult, Url,
};

/// The tokens sent last for a text.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub id: String,
    pub tokens: Vec<SemanticToken>,
}

/// The kinds and shades that tokens have, by their numbers.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: CLASSES.iter().map(|(_, name)| SemanticTokenType::new(name)).collect(),
        token_modifiers: vec![
            SemanticTokenModifier::DECLARATION,
            SemanticTokenModifier::MODIFICATION,
            SemanticTokenModifier::READONLY,
        ],
    }
}

pub fn full(look: &Look<'_>, url: &Url) -> SemanticTokensResult {
    let tokens = whole(look);
    let id = remember(look, url, &tokens);
    SemanticTokensResult::Tokens(SemanticTokens { result_id: Some(id), data: tokens })
}

/// What differs from the tokens sent before, if they are those that the editor still has.
pub fn delta(look: &Look<'_>, url: &Url, previous: &str) -> SemanticTokensFullDeltaResult {
    let before = lock(&look.world.cache.tokens).get(url).filter(|sent| sent.id == previous).cloned();
    let tokens = whole(look);
    let id = remember(look, url, &tokens);
    let Some(before) = before else {
        return SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id: Some(id), data: tokens });
    };
    let edits = difference(&before.tokens, tokens);
    SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id: Some(id), edits })
}

pub fn range(look: &Look<'_>, range: Range) -> SemanticTokensRangeResult {
    let span = look.convert.span(look.file, range);
    let data = packed(look, &tokens(look.snapshot, look.file, span));
    SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })
}

fn whole(look: &Look<'_>) -> Vec<SemanticToken> {
    let all = Span::new(0, look.snapshot.text(look.file).len());
    packed(look, &tokens(look.snapshot, look.file, all))
}

fn remember(look: &Look<'_>, url: &Url, tokens: &[SemanticToken]) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let id = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
    lock(&look.world.cache.tokens).insert(url.clone(), Sent { id: id.clone(), tokens: tokens.to_vec() });
    id
}

/// One edit: what stands between the tokens that both begin with and those that both end with.
fn difference(before: &[SemanticToken], after: Vec<SemanticToken>) -> Vec<SemanticTokensEdit> {
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let ends = before.iter().skip(start).rev().zip(after.iter().skip(start).rev());
    let end = ends.take_while(|(one, other)| one == other).count();
    let (gone, come) = (before.len() - start - end, after.len() - start - end);
    if gone == 0 && come == 0 {
        return Vec::new();
    }
    // A token is five numbers.
    let numbers = |count: usize| u32::try_from(count * 5).unwrap_or(u32::MAX);
    let data: Vec<SemanticToken> = after.into_iter().skip(start).take(come).collect();
    let data = (!data.is_empty()).then_some(data);
    vec![SemanticTokensEdit { start: numbers(start), delete_count: numbers(gone), data }]
}

/// Each token on one line, its place counted from the one before.
fn packed(look: &Look<'_>, coloured: &[Coloured]) -> Vec<SemanticToken> {
    let text = look.snapshot.text(look.file);
    let (mut line, mut start) = (0, 0);
    let mut packed = Vec::new();
    for one in coloured {
        for piece in lines(one.span, text) {
            let at = look.convert.position(look.file, piece.start as usize);
            let written = piece.slice(text);
            let length = match look.convert.encoding() {
                Encoding::Utf8 => written.len(),
                Encoding::Utf16 => written.encode_utf16().count(),
            };
            let delta_line = at.line - line;
            let delta_start = if delta_line == 0 { at.character - start } else { at.character };
            (line, start) = (at.line, at.character);
            packed.push(SemanticToken {
                delta_line,
                delta_start,
                length: u32::try_from(length).unwrap_or(u32::MAX),
                token_type: number(one),
                token_modifiers_bitset: u32::from(one.declares)
                    | u32::from(one.writes) << 1
                    | u32::from(one.constant) << 2,
            });
        }
    }
    packed
}

fn number(one: &Coloured) -> u32 {
    let rank = CLASSES.iter().position(|(class, _)| *class == one.class);
    rank.and_then(|rank| u32::try_from(rank).ok()).unwrap_or(0)
}

/// The lines of a stretch, their ends and the blanks before them left out.
fn lines(span: Span, text: &str) -> Vec<Span> {
    let mut at = span.start as usize;
    let mut lines = Vec::new();
    for line in span.slice(text).split_inclusive(['\n', '\r']) {
        let shown = line.trim();
        let before = line.len() - line.trim_start().len();
        if !shown.is_empty() {
            lines.push(Span::new(at + before, at + before + shown.len()));
        }
        at += line.len();
    }
    lines
}
