//! Names: how they are normalised, compared, and guessed when mistyped.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The form under which a name is stored and compared: Unicode NFC.
pub fn normalise(name: &str) -> String {
    match is_nfc_quick(name.chars()) {
        IsNormalized::Yes => name.to_string(),
        IsNormalized::No | IsNormalized::Maybe => name.nfc().collect(),
    }
}

/// The form under which names are guessed: no accents, lower case, ligatures undone, typographic apostrophes straight.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    // The letters of most French words need no table of Unicode.
    if name.chars().all(|c| plain_letter(c).is_some()) {
        folded.extend(name.chars().filter_map(plain_letter));
        return folded;
    }
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

/// The folded form of a character that is one character; nothing for those that the tables of Unicode must fold.
fn plain_letter(c: char) -> Option<char> {
    match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' => Some('a'),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => Some('e'),
        'î' | 'ï' | 'Î' => Some('i'),
        'ô' | 'ö' | 'Ô' => Some('o'),
        'ù' | 'û' | 'ü' => Some('u'),
        'ç' | 'Ç' => Some('c'),
        '’' => Some('\''),
        _ if c.is_ascii() => Some(c.to_ascii_lowercase()),
        _ => None,
    }
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
    fn letters_folded_at_once_are_those_that_unicode_folds() {
        for c in ('\0'..='\u{24f}').chain(['’']) {
            let Some(plain) = plain_letter(c) else { continue };
            // The combining mark sends the whole text through the tables.
            let slow = fold(&format!("{c}\u{301}"));
            assert_eq!(slow, plain.to_string(), "{c}");
        }
    }

    #[test]
    fn accents_never_matter_for_a_guess() {
        assert_eq!(did_you_mean("equipe", ["structure", "équipe"]), Some("équipe"));
        assert_eq!(did_you_mean("pilotgae", ["pilotage", "volonté"]), Some("pilotage"));
        assert_eq!(did_you_mean("budget", ["accès"]), None);
    }
}
