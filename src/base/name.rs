//! Names: how they are normalised, compared, and guessed when mistyped.

use unicode_normalization::UnicodeNormalization;

/// The form under which a name is stored and compared: Unicode NFC.
pub fn normalise(name: &str) -> String {
    if name.is_ascii() { name.to_string() } else { name.nfc().collect() }
}

/// The form under which names are guessed: no accents, lower case, ligatures undone, typographic apostrophes straight.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.nfd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            '’' => folded.push('\''),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The candidate that `name` most likely meant: the same without accents or case, else within a third of its length in
/// edits (transpositions count one). Ties go to the first candidate. `None` when nothing is near.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(name);
    let limit = (wanted.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded = fold(candidate);
        if folded == wanted {
            return Some(candidate);
        }
        let distance = strsim::osa_distance(&wanted, &folded);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_never_matter_for_a_guess() {
        assert_eq!(did_you_mean("equipe", ["structure", "équipe"]), Some("équipe"));
        assert_eq!(did_you_mean("pilotgae", ["pilotage", "volonté"]), Some("pilotage"));
        assert_eq!(did_you_mean("budget", ["accès"]), None);
    }
}
