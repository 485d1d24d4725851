//! Tab-separated lines without quoting, as GDELT, POLECAT and ICEWS have them.

use std::io::{self, BufWriter, Write};

use dateline::json::EventRecord;

use crate::{Error, Sink};

/// One column of a table over rows of type `R`.
pub(crate) struct Column<R> {
    /// As the data set calls it.
    pub name: &'static str,
    /// Its cell.
    pub cell: fn(&R) -> String,
}

/// Makes columns of names and the functions that give their cells.
macro_rules! columns {
    ($($name:literal => $cell:expr,)*) => {
        [$($crate::tsv::Column { name: $name, cell: $cell }),*]
    };
}
pub(crate) use columns;

/// A table with a row for each event.
pub(crate) struct Table<W: Write> {
    out: BufWriter<W>,
    columns: &'static [Column<EventRecord>],
}

impl<W: Write> Table<W> {
    pub(crate) fn new(out: W, columns: &'static [Column<EventRecord>]) -> Table<W> {
        Table {
            out: BufWriter::new(out),
            columns,
        }
    }

    /// A table that begins with the names of its columns.
    pub(crate) fn with_header(
        out: W,
        columns: &'static [Column<EventRecord>],
    ) -> Result<Table<W>, Error> {
        let mut table = Table::new(out, columns);
        header(&mut table.out, columns)?;
        Ok(table)
    }
}

impl<W: Write> Sink for Table<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        Ok(row(&mut self.out, self.columns, event)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// Writes the names of columns.
fn header<R>(out: &mut impl Write, columns: &[Column<R>]) -> io::Result<()> {
    line(out, columns.iter().map(|column| column.name.to_string()))
}

/// Writes one row.
pub(crate) fn row<R>(out: &mut impl Write, columns: &[Column<R>], row: &R) -> io::Result<()> {
    line(out, columns.iter().map(|column| (column.cell)(row)))
}

fn line(out: &mut impl Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.write_all(b"\t")?;
        }
        out.write_all(plain(&cell).as_bytes())?;
    }
    out.write_all(b"\n")
}

/// A cell that cannot break its line: tabs, line ends and other control characters become spaces.
fn plain(cell: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    cell.replace(breaks, " ")
}

/// A value, or nothing.
pub(crate) fn shown(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_break_lines() {
        let columns: [Column<&str>; 2] = [
            Column {
                name: "A",
                cell: |r| (*r).to_string(),
            },
            Column {
                name: "B",
                cell: |_| String::new(),
            },
        ];
        let mut out = Vec::new();
        header(&mut out, &columns).unwrap();
        row(&mut out, &columns, &"a\tb\r\nc \"d\"").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "A\tB\na b  c \"d\"\t\n");
    }
}
