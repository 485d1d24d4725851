//! Tables that fit the terminal: columns shrink and cells wrap; where even that is too wide, each row becomes a list.

use super::{Look, Style, Text};

/// Columns between two columns.
const GAP: usize = 2;
/// A word longer than this may be broken.
const LONG_WORD: usize = 16;

/// One cell: lines that are wrapped each on its own.
pub type Cell = Vec<Text>;

/// A table whose rows are shown one by one, so that other things can stand between them.
pub struct Table {
    headings: Vec<&'static str>,
    /// Widths of the columns; `None` when the rows are shown as lists.
    widths: Option<Vec<usize>>,
    is_empty: Vec<bool>,
    look: Look,
}

impl Table {
    /// Lays out the columns for these rows. A column with nothing in it is left out.
    pub fn new(headings: &[&'static str], rows: &[Vec<Cell>], look: Look) -> Table {
        let cells = |column: usize| rows.iter().filter_map(move |row| row.get(column)).flatten();
        let is_empty: Vec<bool> = (0..headings.len())
            .map(|c| cells(c).all(Text::is_empty))
            .collect();
        let kept: Vec<usize> = (0..headings.len()).filter(|&c| !is_empty[c]).collect();
        let natural = |c: usize| {
            cells(c)
                .map(Text::width)
                .max()
                .unwrap_or(0)
                .max(headings[c].len())
        };
        let least = |c: usize| {
            let word = cells(c).map(Text::longest_word).max().unwrap_or(0);
            word.min(LONG_WORD)
                .max(headings[c].split(' ').map(str::len).max().unwrap_or(1))
                .max(1)
        };
        let gaps = GAP * kept.len().saturating_sub(1);
        let sizes: Vec<(usize, usize)> = kept
            .iter()
            .map(|&c| (least(c), natural(c).max(least(c))))
            .collect();
        let widths = fit(&sizes, look.width.saturating_sub(gaps));
        Table {
            headings: headings.to_vec(),
            widths,
            is_empty,
            look,
        }
    }

    /// The line of headings and a line under it; empty when rows are shown as lists.
    pub fn head(&self) -> String {
        let Some(widths) = &self.widths else {
            return String::new();
        };
        let cells = self
            .kept(&self.headings)
            .map(|heading| vec![Text::new(heading, Style::Heading)]);
        let rules = widths
            .iter()
            .map(|&width| vec![Text::new(&"─".repeat(width), Style::Faint)]);
        lines(&cells.collect::<Vec<_>>(), widths, self.look)
            + &lines(&rules.collect::<Vec<_>>(), widths, self.look)
    }

    /// One row.
    pub fn row(&self, cells: &[Cell]) -> String {
        match &self.widths {
            Some(widths) => lines(
                &self.kept(cells).cloned().collect::<Vec<_>>(),
                widths,
                self.look,
            ),
            None => self.list(cells),
        }
    }

    fn kept<'t, T>(&'t self, all: &'t [T]) -> impl Iterator<Item = &'t T> {
        all.iter()
            .zip(&self.is_empty)
            .filter(|(_, is_empty)| !**is_empty)
            .map(|(item, _)| item)
    }

    fn list(&self, cells: &[Cell]) -> String {
        let label = self
            .headings
            .iter()
            .map(|heading| heading.len())
            .max()
            .unwrap_or(0)
            + GAP;
        let mut out = String::new();
        for (heading, cell) in self.headings.iter().zip(cells) {
            let lines = cell
                .iter()
                .flat_map(|line| line.wrap(self.look.width.saturating_sub(label)));
            for (number, line) in lines.enumerate() {
                let heading = Text::new(if number == 0 { heading } else { "" }, Style::Heading);
                let space = label - heading.width();
                out += &format!(
                    "{}{:space$}{}\n",
                    heading.show(self.look),
                    "",
                    line.show(self.look)
                );
            }
        }
        out
    }
}

/// Widths between the least and the natural one that fit together; `None` if there are none.
fn fit(sizes: &[(usize, usize)], available: usize) -> Option<Vec<usize>> {
    let least: usize = sizes.iter().map(|size| size.0).sum();
    let mut left = available.checked_sub(least)?;
    let mut widths: Vec<usize> = sizes.iter().map(|size| size.0).collect();
    // The narrowest column that still wants more gets one: short columns are served, long ones share the rest.
    while left > 0 {
        let hungry = (0..widths.len())
            .filter(|&c| widths[c] < sizes[c].1)
            .min_by_key(|&c| widths[c]);
        let Some(column) = hungry else { break };
        widths[column] += 1;
        left -= 1;
    }
    Some(widths)
}

fn lines(cells: &[Cell], widths: &[usize], look: Look) -> String {
    let wrapped: Vec<Vec<Text>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, &width)| cell.iter().flat_map(|line| line.wrap(width)).collect())
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for number in 0..height {
        let mut line = String::new();
        let mut owed = 0;
        for (cell, &width) in wrapped.iter().zip(widths) {
            if let Some(text) = cell.get(number) {
                line += &format!("{:owed$}{}", "", text.show(look));
                owed = width.saturating_sub(text.width()) + GAP;
            } else {
                owed += width + GAP;
            }
        }
        out += &line;
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &[&str]) -> Vec<Cell> {
        row.iter()
            .map(|cell| cell.split('|').map(Text::plain).collect())
            .collect()
    }

    fn shown(rows: &[&[&str]], width: usize) -> String {
        let look = Look {
            is_coloured: false,
            width,
        };
        let rows: Vec<Vec<Cell>> = rows.iter().map(|row| cells(row)).collect();
        let table = Table::new(&["date", "who", "where"], &rows, look);
        rows.iter()
            .fold(table.head(), |out, row| out + &table.row(row))
    }

    #[test]
    fn wide_narrow_and_very_narrow() {
        let rows: &[&[&str]] = &[&["2025-03-18", "Russian ministers|Yun", ""]];
        assert_eq!(
            shown(rows, 40),
            "date        who\n──────────  ─────────────────\n2025-03-18  Russian ministers\n            Yun\n"
        );
        assert_eq!(
            shown(rows, 22),
            "date        who\n──────────  ──────────\n2025-03-18  Russian\n            ministers\n            Yun\n"
        );
        assert_eq!(
            shown(rows, 18),
            "date   2025-03-18\nwho    Russian\n       ministers\n       Yun\n"
        );
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let rows: &[&[&str]] = &[&[
            "2025-03-18",
            "the ministers of foreign affairs of eleven states",
            "Antananarivo",
        ]];
        for width in 24..90 {
            let longest = shown(rows, width)
                .lines()
                .map(|line| line.chars().count())
                .max()
                .unwrap();
            assert!(longest <= width, "{longest} in {width}");
        }
    }
}
