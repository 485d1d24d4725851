//! A dependency tree drawn with lines: one row a word, in the order of the words.
//!
//! Each word hangs on the vertical line of its head, one step to the right of it:
//!
//! ```text
//!   ╭─╴ The
//! ╭─╯ envoys
//! │ left
//! ╰─╴ Oslo
//! ```

use dateline::Sentence;

/// Columns between a head and the words that hang on it.
const STEP: usize = 2;

/// Lines that meet in one place of the drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Joint {
    up: bool,
    down: bool,
    left: bool,
    right: bool,
}

impl Joint {
    fn char(self) -> char {
        match (self.up, self.down, self.left, self.right) {
            (false, false, false, false) => ' ',
            (true, true, false, false) => '│',
            (true, false, false, false) => '╵',
            (false, true, false, false) => '╷',
            (false, false, true, true) => '─',
            (false, false, true, false) => '╴',
            (false, false, false, true) => '╶',
            (false, true, false, true) => '╭',
            (true, false, false, true) => '╰',
            (true, true, false, true) => '├',
            (false, true, true, false) => '╮',
            (true, false, true, false) => '╯',
            (true, true, true, false) => '┤',
            (false, true, true, true) => '┬',
            (true, false, true, true) => '┴',
            (true, true, true, true) => '┼',
        }
    }
}

/// The lines before each word, one string a word; all as wide as they must be for the word to follow.
pub fn draw(sentence: &Sentence) -> Vec<String> {
    let count = sentence.tokens.len();
    let depths: Vec<usize> = (0..count)
        .map(|token| sentence.ancestors(token).count())
        .collect();
    let mut grid = vec![vec![Joint::default(); STEP * (count + 1)]; count];
    for token in 0..count {
        // A circle of heads cannot be drawn; its words stand alone.
        let Some(head) = sentence.tokens[token].head.filter(|&head| head < count) else {
            continue;
        };
        if depths[token] != depths[head] + 1 {
            continue;
        }
        let column = STEP * depths[head];
        let (top, bottom) = (token.min(head), token.max(head));
        for (row, joints) in grid.iter_mut().enumerate().take(bottom + 1).skip(top) {
            joints[column].up |= row > top;
            joints[column].down |= row < bottom;
        }
        grid[token][column].right = true;
        for joint in &mut grid[token][column + 1..STEP * depths[token]] {
            joint.left = true;
            joint.right = true;
        }
        grid[token][STEP * depths[token]].left = true;
    }
    grid.iter()
        .zip(depths)
        .map(|(row, depth)| line(row, STEP * depth))
        .collect()
}

/// A row up to its word's own column, or to the last line that crosses it further right.
fn line(row: &[Joint], own: usize) -> String {
    let crossing = row
        .iter()
        .rposition(|joint| *joint != Joint::default())
        .unwrap_or(0);
    row[..=own.max(crossing)]
        .iter()
        .map(|joint| joint.char())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::Token;

    /// Heads count from 1, 0 is the root.
    fn drawn(heads: &[usize]) -> String {
        let tokens = heads.iter().enumerate().map(|(i, &head)| Token {
            start: i,
            end: i + 1,
            lemma: String::new(),
            upos: String::new(),
            head: head.checked_sub(1),
            deprel: String::new(),
        });
        let sentence = Sentence {
            start: 0,
            end: heads.len(),
            tokens: tokens.collect(),
            names: Vec::new(),
            mentions: Vec::new(),
        };
        draw(&sentence).join("\n")
    }

    #[test]
    fn words_hang_on_their_heads() {
        // The envoys left Oslo on Tuesday .
        let expected = ["  ╭─╴", "╭─╯", "│", "├─╴", "│ ╭─╴", "├─╯", "╰─╴"];
        assert_eq!(drawn(&[2, 3, 0, 3, 6, 3, 3]), expected.join("\n"));
    }

    #[test]
    fn odd_trees_are_drawn_all_the_same() {
        assert_eq!(drawn(&[]), "");
        assert_eq!(drawn(&[0]), " ");
        assert_eq!(drawn(&[2, 1]).lines().count(), 2, "a circle");
        assert_eq!(drawn(&[9]).lines().count(), 1, "a head that is not there");
        assert_eq!(drawn(&[3, 4, 0, 3]).lines().count(), 4, "crossing lines");
    }
}
