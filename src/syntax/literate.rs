//! The rules of a literate file: fences at the left margin of a Markdown text.

use crate::base::Span;

/// The inside of each fence of rules, and the first line of the one that is never closed.
#[derive(Debug, Default)]
pub struct Fences {
    pub regions: Vec<Span>,
    pub unclosed: Option<Span>,
}

/// A fence that was opened.
struct Open {
    mark: char,
    len: usize,
    rules: bool,
    line: Span,
    inside: usize,
}

/// Finds the fences of rules. Other fences are skipped with what they hold.
pub fn fences(text: &str) -> Fences {
    let mut fences = Fences::default();
    let mut open: Option<Open> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let content = line.trim_end();
        let content = if start == 0 { content.trim_start_matches('\u{feff}') } else { content };
        let span = Span::new(start, start + line.trim_end().len());
        match &open {
            None => open = opening(content, span, end),
            Some(fence) if closes(content, fence) => {
                if fence.rules {
                    fences.regions.push(Span::new(fence.inside, start));
                }
                open = None;
            }
            Some(_) => {}
        }
        start = end;
    }
    if let Some(fence) = open
        && fence.rules
    {
        fences.regions.push(Span::new(fence.inside, text.len()));
        fences.unclosed = Some(fence.line);
    }
    fences
}

/// Markdown allows up to three spaces before a fence; rules stand at the margin.
fn opening(line: &str, span: Span, inside: usize) -> Option<Open> {
    let trimmed = line.trim_start_matches(' ');
    let indent = line.len() - trimmed.len();
    let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = trimmed.trim_start_matches(mark);
    let len = trimmed.len() - info.len();
    if len < 3 || indent > 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let rules = mark == '`' && indent == 0 && info.split_whitespace().next() == Some("perenne");
    Some(Open { mark, len, rules, line: span, inside })
}

fn closes(line: &str, fence: &Open) -> bool {
    let trimmed = line.trim_start_matches(' ');
    let indent = line.len() - trimmed.len();
    let rest = trimmed.trim_start_matches(fence.mark);
    indent <= 3 && trimmed.len() - rest.len() >= fence.len && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insides(text: &str) -> Vec<&str> {
        fences(text).regions.iter().map(|span| span.slice(text)).collect()
    }

    #[test]
    fn only_fences_of_rules_at_the_margin_count() {
        let text = "# T\n```perenne\na\n```\n```yaml\nb\n```\n  ```perenne\nc\n```\n````\n```perenne\nd\n```\n````\n";
        assert_eq!(insides(text), ["a\n"]);
    }

    #[test]
    fn an_unclosed_fence_goes_to_the_end() {
        let found = fences("x\n```perenne\na\n");
        assert_eq!(found.regions, [Span::new(13, 15)]);
        assert_eq!(found.unclosed, Some(Span::new(2, 12)));
        assert_eq!(insides("```perenne\n```\n"), [""]);
    }
}
