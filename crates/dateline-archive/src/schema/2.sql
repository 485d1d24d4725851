-- Version 2: counts of events, so that counting over time reads few rows.

-- How many events are alike in all that a series is counted by, but for the countries of their parties. Empty where
-- unknown. Whole numbers add up to the same in any order. A count that has come down to 0 stays.
CREATE TABLE event_counts (
    day TEXT NOT NULL,
    is_stated INTEGER NOT NULL,
    fineness INTEGER NOT NULL,
    type TEXT NOT NULL,
    quad INTEGER NOT NULL,
    status TEXT NOT NULL,
    country TEXT NOT NULL,
    events INTEGER NOT NULL,
    -- Sum over the events, in thousandths.
    intensity INTEGER NOT NULL,
    PRIMARY KEY (day, is_stated, fineness, type, quad, status, country)
) STRICT, WITHOUT ROWID;

INSERT INTO event_counts
SELECT coalesce(day, ''), is_stated, fineness, type, quad, status, coalesce(country, ''), count(*),
    sum(CAST(round(intensity * 1000) AS INTEGER))
FROM events GROUP BY 1, 2, 3, 4, 5, 6, 7;
