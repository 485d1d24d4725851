//! CSV after RFC 4180: a header, commas, quotes where needed, CRLF line ends, UTF-8 without a byte order mark.

use std::io::{BufWriter, Write};

use dateline::json::EventRecord;

use crate::flat::{COLUMNS, Cell};
use crate::{Error, Sink};

pub(crate) struct Table<W: Write> {
    out: ::csv::Writer<BufWriter<W>>,
}

impl<W: Write> Table<W> {
    pub(crate) fn new(out: W) -> Result<Table<W>, Error> {
        let mut out = writer(BufWriter::new(out));
        out.write_record(COLUMNS.iter().map(|column| column.name))?;
        Ok(Table { out })
    }
}

/// A writer with the line ends of RFC 4180.
pub(crate) fn writer<W: Write>(out: W) -> ::csv::Writer<W> {
    ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out)
}

/// A cell as text.
pub(crate) fn shown(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text,
        Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
    }
}

impl<W: Write> Sink for Table<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        let cells = COLUMNS.iter().map(|column| shown((column.cell)(event)));
        Ok(self.out.write_record(cells)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
