//! The readable tables: UTF-8, a header line, a tab between fields, `|` between several values in one field.

use crate::Error;

/// A parsed table.
pub(crate) struct Tsv<'a> {
    name: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<(usize, Vec<&'a str>)>,
}

/// One line of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Tsv<'t>,
    line: usize,
    fields: &'t [&'t str],
}

impl<'a> Tsv<'a> {
    /// Splits `text` and checks that the `needed` columns are there and all rows have as many fields as the header.
    pub(crate) fn parse(name: &'a str, text: &'a str, needed: &[&str]) -> Result<Tsv<'a>, Error> {
        let fail = |line: usize, problem: String| Error::Row {
            table: name.to_owned(),
            line,
            problem,
        };
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line))
            .filter(|(_, line)| !line.is_empty());
        let columns: Vec<&str> = lines
            .next()
            .map(|(_, header)| header.split('\t').collect())
            .unwrap_or_default();
        if let Some(missing) = needed.iter().find(|column| !columns.contains(*column)) {
            return Err(fail(
                1,
                format!(
                    "expected a column {missing:?}, found {}",
                    columns.join(", ")
                ),
            ));
        }
        let mut rows = Vec::new();
        for (line, fields) in lines {
            let fields: Vec<&str> = fields.split('\t').map(str::trim).collect();
            if fields.len() != columns.len() {
                return Err(fail(
                    line,
                    format!("expected {} fields, found {}", columns.len(), fields.len()),
                ));
            }
            rows.push((line, fields));
        }
        Ok(Tsv {
            name,
            columns,
            rows,
        })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, fields)| Row {
            table: self,
            line: *line,
            fields,
        })
    }
}

impl<'t> Row<'t> {
    /// The field under that header; empty if there is no such column.
    pub(crate) fn get(&self, column: &str) -> &'t str {
        let at = self.table.columns.iter().position(|name| *name == column);
        at.and_then(|at| self.fields.get(at))
            .copied()
            .unwrap_or_default()
    }

    /// The several values of a field.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &'t str> {
        self.get(column)
            .split('|')
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// The error that this row's field is not what was expected.
    pub(crate) fn error(&self, column: &str, expected: &str) -> Error {
        Error::Row {
            table: self.table.name.to_owned(),
            line: self.line,
            problem: format!(
                "column {column:?}: expected {expected}, found {:?}",
                self.get(column)
            ),
        }
    }

    /// A number that need not be there.
    pub(crate) fn number<N: std::str::FromStr>(&self, column: &str) -> Result<Option<N>, Error> {
        match self.get(column) {
            "" => Ok(None),
            field => field
                .parse()
                .map(Some)
                .map_err(|_| self.error(column, "a number")),
        }
    }

    /// The first (or, with `last`, the last) day of a date that may be partial, as the number yyyymmdd; 0 if absent.
    pub(crate) fn day(&self, column: &str, last: bool) -> Result<u32, Error> {
        let field = self.get(column);
        if field.is_empty() {
            return Ok(0);
        }
        day_of(field, last)
            .ok_or_else(|| self.error(column, "a date like 2011, 2011-12 or 2011-12-31"))
    }
}

fn day_of(field: &str, last: bool) -> Option<u32> {
    let mut parts = field.splitn(3, '-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let day = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let month = month.unwrap_or(if last { 12 } else { 1 });
    let date = jiff::civil::Date::new(year, month, day.unwrap_or(1)).ok()?;
    let date = if last && day.is_none() {
        date.last_of_month()
    } else {
        date
    };
    Some(crate::lookup::packed(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_are_widened_to_their_ends() {
        let cases = [
            ("2011", false, Some(20_110_101)),
            ("2011", true, Some(20_111_231)),
            ("2012-02", true, Some(20_120_229)),
            ("2012-02-10", true, Some(20_120_210)),
            ("2012-02-31", false, None),
            ("12", false, None),
            ("soon", false, None),
        ];
        for (field, last, day) in cases {
            assert_eq!(day_of(field, last), day, "{field} last={last}");
        }
    }

    #[test]
    fn faults_name_table_and_line() {
        let error = Tsv::parse("x.tsv", "a\tb\n1\t2\n\n3\n", &["a"])
            .err()
            .unwrap();
        assert_eq!(
            error.to_string(),
            "x.tsv, line 4: expected 2 fields, found 1"
        );
        let error = Tsv::parse("x.tsv", "a\tb\n", &["c"]).err().unwrap();
        assert_eq!(
            error.to_string(),
            "x.tsv, line 1: expected a column \"c\", found a, b"
        );
    }
}
