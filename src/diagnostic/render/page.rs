//! A page of Markdown laid out for a terminal: headings, paragraphs and code, and nothing else of Markdown.

use super::{Style, wrap};

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 80;

/// A page as text to read. Paragraphs are wrapped to the width, code stands apart; in plain style nothing is indented.
/// Ends with a line feed.
pub fn page_text(markdown: &str, style: Style) -> String {
    let width = style.width.min(WIDEST);
    let mut text = String::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut fence: Option<usize> = None;
    for line in markdown.lines() {
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        match fence {
            Some(opening) if ticks == opening && line.len() == ticks => fence = None,
            Some(_) => push_code(&mut text, line, style),
            None if ticks >= 3 => {
                flush(&mut text, &mut paragraph, width);
                fence = Some(ticks);
            }
            None if line.is_empty() => {
                flush(&mut text, &mut paragraph, width);
                text.push('\n');
            }
            None => match line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")) {
                Some(heading) => push_heading(&mut text, heading, style),
                None => paragraph.push(line),
            },
        }
    }
    flush(&mut text, &mut paragraph, width);
    text
}

fn push_heading(text: &mut String, heading: &str, style: Style) {
    match style.color {
        true => text.push_str(&format!("\u{1b}[1m{heading}\u{1b}[0m\n")),
        false => text.push_str(&format!("{heading}\n")),
    }
}

fn push_code(text: &mut String, line: &str, style: Style) {
    if !line.is_empty() && !style.plain {
        text.push_str("    ");
    }
    text.push_str(line);
    text.push('\n');
}

fn flush(text: &mut String, paragraph: &mut Vec<&str>, width: usize) {
    if !paragraph.is_empty() {
        text.push_str(&wrap(&paragraph.join(" "), width));
        text.push('\n');
        paragraph.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# R0301 · unlike units\n\nOne two three\nfour.\n\n## Wrong\n\n````markdown wrong\na\n\n```perenne\nb\n```\n````\n";

    #[test]
    fn a_page_reads_without_its_marks() {
        let style = Style { width: 10, ..Style::default() };
        let shown =
            "R0301 · unlike units\n\nOne two\nthree\nfour.\n\nWrong\n\n    a\n\n    ```perenne\n    b\n    ```\n";
        assert_eq!(page_text(PAGE, style), shown);
        let plain = page_text(PAGE, Style { plain: true, ..Style::default() });
        assert_eq!(plain, "R0301 · unlike units\n\nOne two three four.\n\nWrong\n\na\n\n```perenne\nb\n```\n");
        let colored = page_text(PAGE, Style { color: true, ..Style::default() });
        assert!(colored.starts_with("\u{1b}[1mR0301 · unlike units\u{1b}[0m\n"));
    }
}
