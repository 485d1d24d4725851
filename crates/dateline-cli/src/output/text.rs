//! Styled text: runs of characters that can be measured, wrapped and put on a terminal.

use std::iter::once;

use unicode_width::UnicodeWidthChar;

use super::Look;

/// What a run of characters is. Each also differs by words or marks: meaning is never in the colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    #[default]
    Plain,
    Strong,
    Faint,
    Heading,
    Trigger,
    Actor,
    Recipient,
    When,
    Place,
    Quantity,
    Source,
}

impl Style {
    /// The parameters of the terminal's "select graphic rendition" code (ECMA-48, 8.3.117).
    fn code(self) -> Option<&'static str> {
        match self {
            Style::Plain => None,
            Style::Strong => Some("1"),
            Style::Faint => Some("2"),
            Style::Heading => Some("1"),
            Style::Trigger => Some("1;7"),
            Style::Actor => Some("36"),
            Style::Recipient => Some("35"),
            Style::When => Some("33"),
            Style::Place => Some("32"),
            Style::Quantity => Some("34"),
            Style::Source => Some("3"),
        }
    }
}

/// A text whose characters have styles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    cells: Vec<(char, Style)>,
}

impl Text {
    pub fn new(words: &str, style: Style) -> Text {
        Text::default().with(words, style)
    }

    pub fn plain(words: &str) -> Text {
        Text::new(words, Style::Plain)
    }

    /// Adds words. Control characters become spaces, so that no page can steer the terminal.
    pub fn push(&mut self, words: &str, style: Style) {
        self.cells
            .extend(words.chars().map(|char| (clean(char), style)));
    }

    pub fn with(mut self, words: &str, style: Style) -> Text {
        self.push(words, style);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Columns that it takes on a terminal.
    pub fn width(&self) -> usize {
        self.cells.iter().map(|&(char, _)| columns(char)).sum()
    }

    /// Columns of its longest word.
    pub fn longest_word(&self) -> usize {
        let words = self.cells.split(|(char, _)| char.is_whitespace());
        words
            .map(|word| word.iter().map(|&(char, _)| columns(char)).sum())
            .max()
            .unwrap_or(0)
    }

    /// Breaks it at spaces into lines of at most `width` columns; a longer word is broken where it must be.
    pub fn wrap(&self, width: usize) -> Vec<Text> {
        let width = width.max(1);
        let mut lines = Vec::new();
        let mut line: Vec<(char, Style)> = Vec::new();
        let mut used = 0;
        for word in self.cells.split_inclusive(|(char, _)| char.is_whitespace()) {
            let letters = word.iter().filter(|(char, _)| !char.is_whitespace());
            let needed: usize = letters.map(|&(char, _)| columns(char)).sum();
            if used + needed > width && used > 0 {
                lines.push(Text::from_cells(std::mem::take(&mut line)));
                used = 0;
            }
            for &(char, style) in word {
                if used + columns(char) > width && !char.is_whitespace() {
                    lines.push(Text::from_cells(std::mem::take(&mut line)));
                    used = 0;
                }
                if used > 0 || !char.is_whitespace() {
                    line.push((char, style));
                    used += columns(char);
                }
            }
        }
        if !line.is_empty() {
            lines.push(Text::from_cells(line));
        }
        lines
    }

    fn from_cells(mut cells: Vec<(char, Style)>) -> Text {
        while cells.last().is_some_and(|(char, _)| char.is_whitespace()) {
            cells.pop();
        }
        Text { cells }
    }

    /// The text as a terminal takes it.
    pub fn show(&self, look: Look) -> String {
        let mut out = String::new();
        let mut current = Style::Plain;
        for &(char, style) in self.cells.iter().chain(once(&('\0', Style::Plain))) {
            if style != current && look.is_coloured {
                if current.code().is_some() {
                    out.push_str("\x1b[0m");
                }
                if let Some(code) = style.code() {
                    out.push_str(&format!("\x1b[{code}m"));
                }
                current = style;
            }
            if char != '\0' {
                out.push(char);
            }
        }
        out
    }

    /// Wrapped to the width, every line after `indent` spaces, with line ends.
    pub fn paragraph(&self, indent: usize, look: Look) -> String {
        let lines = self.wrap(look.width.saturating_sub(indent));
        lines
            .iter()
            .map(|line| format!("{:indent$}{}\n", "", line.show(look)))
            .collect()
    }
}

/// Columns that a character takes.
pub fn columns(char: char) -> usize {
    char.width().unwrap_or(0)
}

/// A text without control characters but for line ends.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|char| if char == '\n' { char } else { clean(char) })
        .collect()
}

fn clean(char: char) -> char {
    // The marks that reverse the direction of writing would reorder what follows on the line.
    let is_direction = matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if char.is_control() || is_direction {
        ' '
    } else {
        char
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look {
        is_coloured: false,
        width: 80,
    };

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        Text::plain(text)
            .wrap(width)
            .iter()
            .map(|line| line.show(PLAIN))
            .collect()
    }

    #[test]
    fn lines_fit() {
        assert_eq!(wrapped("the envoys left", 10), ["the envoys", "left"]);
        assert_eq!(wrapped("the envoys left", 9), ["the", "envoys", "left"]);
        assert_eq!(wrapped("incommunicado", 5), ["incom", "munic", "ado"]);
        assert_eq!(wrapped("a  b", 80), ["a  b"]);
        assert_eq!(wrapped("平壤 代表團", 4), ["平壤", "代表", "團"]);
        assert_eq!(wrapped("", 4), Vec::<String>::new());
        assert_eq!(wrapped("  ", 4), Vec::<String>::new());
    }

    #[test]
    fn styles_open_and_close() {
        let text = Text::plain("a ")
            .with("b", Style::Strong)
            .with("c", Style::Plain);
        assert_eq!(
            text.show(Look {
                is_coloured: true,
                width: 9
            }),
            "a \x1b[1mb\x1b[0mc"
        );
        assert_eq!(text.show(PLAIN), "a bc");
        assert_eq!(
            Text::new("x", Style::Faint).show(Look {
                is_coloured: true,
                width: 9
            }),
            "\x1b[2mx\x1b[0m"
        );
    }

    #[test]
    fn pages_cannot_steer_the_terminal() {
        assert_eq!(Text::plain("a\x1b[2Jb\u{202E}c").show(PLAIN), "a [2Jb c");
    }
}
