//! Days as sortable numbers, as the compiled tables keep them.

use jiff::civil::Date;

/// A day as yyyymmdd, so that 20250318 is 18 March 2025; 0 before year 1.
pub(crate) fn packed(date: Date) -> u32 {
    let Ok(year) = u32::try_from(date.year()) else {
        return 0;
    };
    year * 10_000 + date.month().unsigned_abs() as u32 * 100 + date.day().unsigned_abs() as u32
}

/// The day of a packed number; `None` for 0 and for what is no day.
pub(crate) fn unpacked(day: u32) -> Option<Date> {
    let part = |number: u32| i8::try_from(number % 100).ok();
    Date::new(
        i16::try_from(day / 10_000).ok()?,
        part(day / 100)?,
        part(day)?,
    )
    .ok()
}

/// Whether a day lies in a span whose ends, where they are 0, are open.
pub(crate) fn holds(start: u32, end: u32, day: u32) -> bool {
    start <= day && (end == 0 || day <= end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_packed_and_unpacked() {
        assert_eq!(packed(date(2025, 3, 18)), 20_250_318);
        assert_eq!(unpacked(20_250_318), Some(date(2025, 3, 18)));
        assert_eq!(unpacked(0), None);
        assert_eq!(unpacked(20_250_231), None);
        assert!(holds(0, 0, 20_250_318) && holds(20_250_318, 20_250_318, 20_250_318));
        assert!(!holds(0, 20_250_317, 20_250_318) && !holds(20_250_319, 0, 20_250_318));
    }
}
