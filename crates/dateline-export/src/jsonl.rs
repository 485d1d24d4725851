//! JSON Lines: the public JSON form.

use std::io::{BufWriter, Write};

use dateline::json::{self, EventRecord};

use crate::{Error, Sink};

pub(crate) struct Lines<W: Write> {
    out: BufWriter<W>,
}

impl<W: Write> Lines<W> {
    pub(crate) fn new(out: W) -> Lines<W> {
        Lines {
            out: BufWriter::new(out),
        }
    }
}

impl<W: Write> Sink for Lines<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        writeln!(self.out, "{}", json::line(event))?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
