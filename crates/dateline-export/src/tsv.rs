//! Tab-separated lines without quoting, as GDELT, POLECAT and ICEWS have them.

use std::io::{self, Write};

/// One column of a table over rows of type `R`.
pub(crate) struct Column<R> {
    /// As the data set calls it.
    pub name: &'static str,
    /// Its cell.
    pub cell: fn(&R) -> String,
}

/// Writes the names of columns.
pub(crate) fn header<R>(out: &mut impl Write, columns: &[Column<R>]) -> io::Result<()> {
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

/// A coordinate, or nothing.
pub(crate) fn degrees(value: Option<f64>) -> String {
    value.map_or(String::new(), |degrees| degrees.to_string())
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
