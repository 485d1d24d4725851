//! Counts over time as a table, CSV or JSON Lines.

use std::collections::{BTreeMap, BTreeSet};

use dateline_archive::{Key, Series};

use super::table::{Cell, Table};
use super::{Look, Style, Text};

/// One line: a period, or one combination in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub start: String,
    pub end: String,
    /// A value for each key; `None` in the line of a period in which nothing was counted.
    pub keys: Option<Vec<String>>,
    pub events: u64,
    /// `None` without events.
    pub intensity: Option<f64>,
    pub articles: u64,
}

/// The lines to print. A period without any event has one line, so that it can be seen whether anything was read of
/// it; with `zeros`, each combination that occurs at all has a line in every period.
pub fn rows(series: &Series, by: &[Key], zeros: bool) -> Vec<Row> {
    let all: BTreeSet<&Vec<String>> = series.cells.iter().map(|cell| &cell.keys).collect();
    let mut by_start: BTreeMap<_, BTreeMap<&Vec<String>, (u64, f64)>> = BTreeMap::new();
    for cell in &series.cells {
        let period = by_start.entry(cell.start).or_default();
        period.insert(&cell.keys, (cell.events, cell.intensity));
    }
    let mut rows = Vec::new();
    for period in &series.periods {
        let row = |keys: Option<Vec<String>>, counted: Option<(u64, f64)>| Row {
            start: period.start.to_string(),
            end: period.end.to_string(),
            keys,
            events: counted.map_or(0, |(events, _)| events),
            intensity: counted.map(|(_, intensity)| intensity),
            articles: period.articles,
        };
        let counted = by_start.remove(&period.start).unwrap_or_default();
        if zeros && !all.is_empty() {
            rows.extend(
                all.iter()
                    .map(|keys| row(Some((*keys).clone()), counted.get(keys).copied())),
            );
        } else if counted.is_empty() {
            rows.push(row(by.is_empty().then(Vec::new), None));
        } else {
            let cells = counted.into_iter();
            rows.extend(cells.map(|(keys, cell)| row(Some(keys.clone()), Some(cell))));
        }
    }
    rows
}

/// Whether a period was quiet, or nothing was read of it.
fn remark(row: &Row) -> &'static str {
    match (row.events, row.articles) {
        (0, 0) => "no input",
        (0, _) => "quiet",
        _ => "",
    }
}

/// A table for reading.
pub fn table(rows: &[Row], by: &[Key], look: Look) -> String {
    let mut headings = vec!["from"];
    headings.extend(by.iter().map(|key| key.name()));
    headings.extend(["events", "intensity", "articles", ""]);
    let cells: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| {
            let mut cells = vec![vec![Text::new(&row.start, Style::When)]];
            for number in 0..by.len() {
                let key = row.keys.as_ref().and_then(|keys| keys.get(number));
                let shown = key.map(|key| if key.is_empty() { "-" } else { key.as_str() });
                cells.push(vec![Text::plain(shown.unwrap_or_default())]);
            }
            cells.push(vec![Text::plain(&row.events.to_string())]);
            let intensity = row.intensity.map(|mean| format!("{mean:.2}"));
            cells.push(vec![Text::plain(&intensity.unwrap_or_default())]);
            cells.push(vec![Text::plain(&row.articles.to_string())]);
            cells.push(vec![Text::new(remark(row), Style::Faint)]);
            cells
        })
        .collect();
    let table = Table::new(&headings, &cells, look);
    cells
        .iter()
        .fold(table.head(), |out, row| out + &table.row(row))
}

/// CSV after RFC 4180.
pub fn csv(rows: &[Row], by: &[Key]) -> String {
    let mut out = String::from("from,to");
    for key in by {
        out += &format!(",{}", key.name());
    }
    out += ",events,intensity,articles\r\n";
    for row in rows {
        out += &format!("{},{}", row.start, row.end);
        for number in 0..by.len() {
            let key = row.keys.as_ref().and_then(|keys| keys.get(number));
            // Keys are codes: letters, digits, ">" and "-".
            out += &format!(",{}", key.map(String::as_str).unwrap_or_default());
        }
        let intensity = row.intensity.map(|mean| format!("{mean:.3}"));
        out += &format!(
            ",{},{},{}\r\n",
            row.events,
            intensity.unwrap_or_default(),
            row.articles
        );
    }
    out
}

/// One JSON object a line.
pub fn json(rows: &[Row], by: &[Key]) -> String {
    let mut out = String::new();
    for row in rows {
        let mut object = serde_json::Map::new();
        object.insert("from".into(), row.start.clone().into());
        object.insert("to".into(), row.end.clone().into());
        for (number, key) in by.iter().enumerate() {
            let value = row.keys.as_ref().and_then(|keys| keys.get(number));
            let value = value.filter(|value| !value.is_empty()).cloned();
            object.insert(key.name().into(), value.into());
        }
        object.insert("events".into(), row.events.into());
        let intensity = row.intensity.map(|mean| (mean * 1000.0).round() / 1000.0);
        object.insert("intensity".into(), intensity.into());
        object.insert("articles".into(), row.articles.into());
        out += &format!("{}\n", serde_json::Value::Object(object));
    }
    out
}

#[cfg(test)]
mod tests {
    use dateline_archive::{Cell, Period};
    use jiff::civil::date;

    use super::*;

    fn series() -> Series {
        let period = |day, articles, events| Period {
            start: date(2025, 3, day),
            end: date(2025, 3, day),
            articles,
            events,
        };
        let cell = |day, key: &str, events, intensity| Cell {
            start: date(2025, 3, day),
            keys: vec![key.into()],
            events,
            intensity,
        };
        Series {
            periods: vec![period(1, 3, 2), period(2, 4, 0), period(3, 0, 0)],
            cells: vec![cell(1, "", 1, 4.0), cell(1, "UKR", 2, -9.5)],
            undated: 0,
            by_report: 0,
            coarse: 0,
        }
    }

    #[test]
    fn quiet_is_told_from_no_input() {
        let by = [Key::Country];
        let rows = rows(&series(), &by, false);
        let look = Look {
            is_coloured: false,
            width: 80,
        };
        let expected = "\
from        country  events  intensity  articles
──────────  ───────  ──────  ─────────  ────────  ────────
2025-03-01  -        1       4.00       3
2025-03-01  UKR      2       -9.50      3
2025-03-02           0                  4         quiet
2025-03-03           0                  0         no input
";
        let table = table(&rows, &by, look);
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        assert_eq!(table, expected.lines().collect::<Vec<_>>());
        assert_eq!(
            csv(&rows, &by),
            "from,to,country,events,intensity,articles\r\n2025-03-01,2025-03-01,,1,4.000,3\r\n\
             2025-03-01,2025-03-01,UKR,2,-9.500,3\r\n2025-03-02,2025-03-02,,0,,4\r\n2025-03-03,2025-03-03,,0,,0\r\n"
        );
        let first = json(&rows, &by).lines().next().unwrap().to_string();
        let expected = r#"{"from":"2025-03-01","to":"2025-03-01","country":null,"events":1,"intensity":4.0,"articles":3}"#;
        assert_eq!(first, expected);
    }

    #[test]
    fn zeros_fill_every_period() {
        assert_eq!(rows(&series(), &[Key::Country], true).len(), 6);
    }
}
