//! CSV for spreadsheet programs, which take cells for formulas, dates and numbers that are none.
//!
//! A byte order mark says that the file is UTF-8. Text that a program would run as a formula, or turn into a date or
//! a number, begins with an apostrophe, as the OWASP advice on CSV injection has it; line ends within cells become
//! spaces; cells and rows keep to the program's limits.

use std::io::{BufWriter, Write};

use dateline::json::EventRecord;

use crate::csv::{shown, writer};
use crate::flat::{COLUMNS, Cell};
use crate::{Error, Sink};

/// Rows that a sheet takes, its header aside.
const MAX_ROWS: usize = 1_048_575;
/// Characters that a cell takes (UTF-16 units; ours are cut at as many bytes or more).
const MAX_CELL: usize = 32_767;
/// Longer text is never taken for a date.
const MAX_DATE: usize = 40;

pub(crate) struct Sheet<W: Write> {
    out: ::csv::Writer<BufWriter<W>>,
    rows: usize,
    max_rows: usize,
}

impl<W: Write> Sheet<W> {
    pub(crate) fn new(out: W) -> Result<Sheet<W>, Error> {
        Sheet::with_limit(out, MAX_ROWS)
    }

    fn with_limit(out: W, max_rows: usize) -> Result<Sheet<W>, Error> {
        let mut buffered = BufWriter::new(out);
        buffered.write_all("\u{feff}".as_bytes())?;
        let mut out = writer(buffered);
        out.write_record(COLUMNS.iter().map(|column| column.name))?;
        Ok(Sheet {
            out,
            rows: 0,
            max_rows,
        })
    }
}

impl<W: Write> Sink for Sheet<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        if self.rows == self.max_rows {
            return Err(Error::SheetFull { max: self.max_rows });
        }
        self.rows += 1;
        let cells = COLUMNS.iter().map(|column| match (column.cell)(event) {
            Cell::Text(text) => safe(&text),
            other => shown(other),
        });
        Ok(self.out.write_record(cells)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// Text that a spreadsheet program leaves as it is.
fn safe(text: &str) -> String {
    let mut line: String = text.replace(|c: char| c.is_control(), " ");
    if is_formula(&line) || is_misread(&line) {
        line.insert(0, '\'');
    }
    let units = line.char_indices().scan(0, |units, (at, c)| {
        *units += c.len_utf16();
        Some((at, *units))
    });
    let over = units.into_iter().find(|(_, units)| *units > MAX_CELL);
    if let Some((at, _)) = over {
        line.truncate(at);
    }
    line
}

/// Whether a program would run it: after spaces too, and with the wide signs of East Asian keyboards.
fn is_formula(line: &str) -> bool {
    const SIGNS: &[char] = &['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠', '−'];
    line.trim_start().starts_with(SIGNS)
}

/// Whether a program would turn it into a number, a date or a truth value.
fn is_misread(line: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let trimmed = line.trim();
    let has_digit = trimmed.bytes().any(|byte| byte.is_ascii_digit());
    // Hexadecimal ids such as 12e45 are among the numbers.
    let is_number = |c: char| c.is_ascii_digit() || " .,:/-+eETZ$€£()'".contains(c);
    let lower = trimmed.to_ascii_lowercase();
    let is_date = trimmed.len() <= MAX_DATE && MONTHS.iter().any(|month| lower.contains(month));
    let is_truth = lower == "true" || lower == "false";
    is_truth || has_digit && (trimmed.chars().all(is_number) || is_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_what_it_is_not() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "'  @SUM(A1)"),
            ("-5 degrees", "'-5 degrees"),
            ("\t=cmd", "' =cmd"),
            ("＝1", "'＝1"),
            ("042", "'042"),
            ("2025-03-18", "'2025-03-18"),
            ("2025-03-19T17:55:00+09:00", "'2025-03-19T17:55:00+09:00"),
            ("1234567812345678", "'1234567812345678"),
            ("12e4567812345678", "'12e4567812345678"),
            ("3 March", "'3 March"),
            ("TRUE", "'TRUE"),
            ("1a2b", "1a2b"),
            ("G7", "G7"),
            ("Twelve die\nin Lima", "Twelve die in Lima"),
            ("", ""),
        ] {
            assert_eq!(safe(text), expected, "{text:?}");
        }
        assert_eq!(safe(&"é".repeat(40_000)).chars().count(), MAX_CELL);
        assert_eq!(
            safe(&"𝄞".repeat(40_000)).encode_utf16().count(),
            MAX_CELL - 1
        );
    }

    #[test]
    fn a_full_sheet_is_refused() {
        let mut sheet = Sheet::with_limit(Vec::new(), 0).unwrap();
        let event = crate::tests::events().remove(0);
        assert!(matches!(
            sheet.event(&event),
            Err(Error::SheetFull { max: 0 })
        ));
    }
}
