//! The one thing read of a text before it is parsed: whether it declares a doctrine, and of what name.
//!
//! Which files belong together must be known before any of them is parsed, so this is a scan of lines and not a parse.

/// The name of the first `doctrine` item of a text.
///
/// An item is a line that begins, at column 1, with the word `doctrine`, a blank and a name, with nothing after it but a
/// title or a comment: prose quoted in a rule may begin a line with the word, and goes on after it. In a literate
/// text only the lines inside fences opened by ```` ```perenne ```` at the left margin count.
pub fn doctrine_name(text: &str, literate: bool) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !literate {
        return text.lines().find_map(name_in_line);
    }
    let mut fence: Option<Fence> = None;
    for line in text.lines() {
        match &fence {
            Some(open) if open.is_closed_by(line) => fence = None,
            Some(open) if open.rules => {
                if let Some(name) = name_in_line(line) {
                    return Some(name);
                }
            }
            Some(_) => {}
            None => fence = Fence::opened_by(line),
        }
    }
    None
}

/// An open fence of Markdown.
struct Fence {
    mark: char,
    length: usize,
    rules: bool,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Fence> {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let line = line.get(indent..).filter(|_| indent < 4)?;
        let mark = line.chars().next().filter(|&mark| mark == '`' || mark == '~')?;
        let info = line.trim_start_matches(mark);
        let length = line.len() - info.len();
        if length < 3 || (mark == '`' && info.contains('`')) {
            return None;
        }
        let rules = indent == 0 && mark == '`' && info.split_whitespace().next() == Some("perenne");
        Some(Fence { mark, length, rules })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim_end();
        let marks = line.trim_start_matches(' ');
        line.len() - marks.len() < 4 && marks.len() >= self.length && marks.chars().all(|mark| mark == self.mark)
    }
}

fn name_in_line(line: &str) -> Option<String> {
    let rest = line.strip_prefix("doctrine")?;
    let name_on = rest.trim_start();
    if name_on.len() == rest.len() {
        return None;
    }
    let (name, after) = match name_on.strip_prefix('`') {
        Some(quoted) => quoted.split_once('`')?,
        None => name_on.split_at_checked(name_on.find(|c: char| !is_of_name(c)).unwrap_or(name_on.len()))?,
    };
    let starts_well = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let after = after.trim_start();
    let ends_well = after.is_empty() || after.starts_with(['#', '"', '«', '“']);
    (starts_well && ends_well).then(|| crate::base::name::normalise(name))
}

fn is_of_name(character: char) -> bool {
    // Accents may come as combining marks, which are not alphanumeric.
    character.is_alphanumeric() || matches!(character, '_' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        doctrine_name(text, false)
    }

    #[test]
    fn an_item_counts_and_prose_does_not() {
        assert_eq!(name("\u{feff}# début\r\ndoctrine pérennisation « Titre »\r\n").as_deref(), Some("pérennisation"));
        assert_eq!(name("doctrine `à part` # note").as_deref(), Some("à part"));
        assert_eq!(name("doctrine\tcommun").as_deref(), Some("commun"));
        assert_eq!(name("doctrine pe\u{301}renne").as_deref(), Some("pérenne"));
        assert_eq!(name("  doctrine indentée"), None);
        assert_eq!(name("doctrine publique du logiciel libre"), None);
        assert_eq!(name("doctrine = oui\ndoctrines x\ndoctrine\ndoctrine « Titre »"), None);
    }

    #[test]
    fn only_fences_of_rules_count_in_a_literate_text() {
        let text = "doctrine prose\n\n```text\ndoctrine exemple\n```\n\n```perenne\n# rien\n```\n";
        assert_eq!(doctrine_name(text, true), None);
        let text = format!("{text}~~~~\n```perenne\ndoctrine montrée\n```\n~~~~\n");
        assert_eq!(doctrine_name(&text, true), None);
        let text = format!("{text}\n```perenne\ndoctrine vraie\n");
        assert_eq!(doctrine_name(&text, true).as_deref(), Some("vraie"));
        assert_eq!(doctrine_name(&text, false).as_deref(), Some("prose"));
    }
}
