//! How output looks: colour, width, plain words.

use crate::diagnostic::render::Style;
use std::io::IsTerminal;

/// The width of what is not a terminal.
const DEFAULT_WIDTH: usize = 100;

/// `--color auto|always|never`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// On a terminal that has not said no.
    #[default]
    Auto,
    Always,
    Never,
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Output,
    Error,
}

/// The style for one stream, from the call, the environment and the terminal.
pub fn style_for(stream: Stream, color: ColorChoice, plain: bool) -> Style {
    let (terminal, size) = match stream {
        Stream::Output => (std::io::stdout().is_terminal(), terminal_size::terminal_size_of(std::io::stdout())),
        Stream::Error => (std::io::stderr().is_terminal(), terminal_size::terminal_size_of(std::io::stderr())),
    };
    let width = size.map(|(terminal_size::Width(width), _)| usize::from(width));
    let asked = Asked {
        // A variable that is set and empty counts as not set, as no-color.org says.
        no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        dumb: std::env::var_os("TERM").is_some_and(|value| value == "dumb"),
    };
    decide(terminal, width, color, plain, asked)
}

/// What the environment asks for.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    no_color: bool,
    /// The terminal understands no command.
    dumb: bool,
}

fn decide(terminal: bool, width: Option<usize>, color: ColorChoice, plain: bool, asked: Asked) -> Style {
    Style {
        color: match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !plain && !asked.no_color && !asked.dumb,
        },
        width: width.filter(|&width| terminal && width > 0).unwrap_or(DEFAULT_WIDTH),
        plain,
        unicode: !asked.dumb,
    }
}

impl ColorChoice {
    /// Reads the value of `--color`.
    pub fn parse(text: &str) -> Option<ColorChoice> {
        match text {
            "auto" => Some(ColorChoice::Auto),
            "always" => Some(ColorChoice::Always),
            "never" => Some(ColorChoice::Never),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_only_on_a_terminal_that_has_not_said_no() {
        let color = |terminal, choice, asked| decide(terminal, None, choice, false, asked).color;
        let nothing = Asked::default();
        let no_color = Asked { no_color: true, dumb: false };
        assert!(color(true, ColorChoice::Auto, nothing));
        assert!(!color(false, ColorChoice::Auto, nothing));
        assert!(!color(true, ColorChoice::Auto, no_color));
        assert!(color(false, ColorChoice::Always, no_color));
        assert!(!color(true, ColorChoice::Never, nothing));
        assert!(!decide(true, None, ColorChoice::Auto, true, nothing).color);
    }

    #[test]
    fn the_width_is_that_of_the_terminal_else_a_hundred() {
        let width = |terminal, width| decide(terminal, width, ColorChoice::Auto, false, Asked::default()).width;
        assert_eq!(
            [width(true, Some(80)), width(false, Some(80)), width(true, None), width(true, Some(0))],
            [80, 100, 100, 100]
        );
    }
}
