-- Version 1. Days are ISO 8601 text ("2025-03-18"), instants UTC text. Records are lines of the public JSON form.

-- What made the rows that point here.
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    dateline TEXT NOT NULL,
    model TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    options TEXT NOT NULL,
    UNIQUE (dateline, model, knowledge, options)
) STRICT;

CREATE TABLE outlets (
    outlet INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE articles (
    article INTEGER PRIMARY KEY,
    -- Public id; that of an earlier text is in revisions.
    id TEXT NOT NULL UNIQUE,
    -- The URL brought to one spelling: two articles of one address are two states of one.
    address TEXT UNIQUE,
    url TEXT,
    outlet INTEGER REFERENCES outlets,
    title TEXT,
    text TEXT NOT NULL,
    -- As stated, and the calendar day of it.
    published TEXT,
    updated TEXT,
    day TEXT,
    language TEXT,
    -- Of title and text.
    hash INTEGER NOT NULL,
    -- The public form with an empty text.
    record TEXT NOT NULL,
    -- How many there must be.
    accounts INTEGER NOT NULL,
    statements INTEGER NOT NULL,
    added TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs
) STRICT;
CREATE INDEX articles_by_day ON articles (day);
CREATE INDEX articles_by_hash ON articles (hash);
CREATE INDEX articles_by_outlet ON articles (outlet);

-- Earlier texts of articles. Their statements are gone.
CREATE TABLE revisions (
    id TEXT PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    title TEXT,
    text TEXT NOT NULL,
    published TEXT,
    updated TEXT,
    record TEXT NOT NULL,
    added TEXT NOT NULL,
    -- When the text that follows it was added.
    replaced TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_article ON revisions (article);

CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = 'articles', content_rowid = 'article', tokenize = "unicode61 remove_diacritics 2"
);

-- What is known of a happening from all its accounts.
CREATE TABLE events (
    event INTEGER PRIMARY KEY,
    -- The id of one of its accounts.
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    quad INTEGER NOT NULL,
    intensity REAL NOT NULL,
    status TEXT NOT NULL,
    -- First and last day; where no article states any, the day of the first report.
    day TEXT,
    until TEXT,
    is_stated INTEGER NOT NULL,
    -- How finely it is known: 0 to the day or a span of days, 1 week, 2 month, 3 season or year.
    fineness INTEGER NOT NULL,
    place TEXT,
    country TEXT,
    latitude REAL,
    longitude REAL,
    outlets INTEGER NOT NULL,
    confidence REAL NOT NULL,
    -- The public form without its statements.
    record TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_day ON events (day, id, until);
CREATE INDEX events_by_type ON events (type, day, id, until);
CREATE INDEX events_by_country ON events (country, day, id, until);
-- All that counting over time asks for, so that it never reads the long rows.
CREATE INDEX events_over_time ON events (day, is_stated, fineness, type, quad, status, country, intensity, until);
CREATE INDEX events_by_outlets ON events (outlets, day, id);
CREATE INDEX events_by_latitude ON events (latitude, longitude) WHERE latitude IS NOT NULL;

-- What one article tells about one happening.
CREATE TABLE accounts (
    -- Never used twice, so that what is remembered of one stays true.
    account INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Public id of the event that the article alone would give.
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    event INTEGER REFERENCES events,
    -- Order among the accounts of the event, the most telling first.
    rank INTEGER NOT NULL,
    -- The public form of that event without its statements.
    record TEXT NOT NULL
) STRICT;
CREATE INDEX accounts_by_article ON accounts (article);
CREATE INDEX accounts_by_event ON accounts (event, rank);

-- By what accounts of one happening are found (dateline::events::Claim::keys), as hashes.
CREATE TABLE account_keys (
    key INTEGER NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    PRIMARY KEY (key, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_keys_by_account ON account_keys (account);

CREATE TABLE statements (
    statement INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    -- Order within the account, the most telling first.
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    confidence REAL NOT NULL,
    -- The public form, article and run left empty: they are those of the article.
    record TEXT NOT NULL,
    UNIQUE (account, position)
) STRICT;

-- What events can be found by. They repeat what the records say.
CREATE TABLE event_modes (
    mode TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (mode, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_modes_by_event ON event_modes (event);

CREATE TABLE event_contexts (
    context TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (context, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_contexts_by_event ON event_contexts (event);

-- Each party as it is written once.
CREATE TABLE parties (
    party INTEGER PRIMARY KEY,
    -- Name, person and role, in lower case, for finding by words.
    words TEXT NOT NULL,
    -- Empty where unknown, so that the rows can be told apart.
    country TEXT NOT NULL,
    entry TEXT NOT NULL,
    UNIQUE (words, country, entry)
) STRICT;
CREATE INDEX parties_by_entry ON parties (entry);

-- side: 0 actor, 1 recipient.
CREATE TABLE event_parties (
    party INTEGER NOT NULL REFERENCES parties,
    side INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (party, side, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_parties_by_event ON event_parties (event);

CREATE TABLE event_countries (
    country TEXT NOT NULL,
    side INTEGER NOT NULL,
    day TEXT,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (event, side, country)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_countries_by_country ON event_countries (country, side, day);

-- Sector "" stands for a party of no known sector, so that country and sector can be asked for together.
CREATE TABLE event_sectors (
    sector TEXT NOT NULL,
    side INTEGER NOT NULL,
    country TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (sector, side, country, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_sectors_by_event ON event_sectors (event);

CREATE TABLE event_outlets (
    outlet INTEGER NOT NULL REFERENCES outlets,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (outlet, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_outlets_by_event ON event_outlets (event);

-- According to whom: name in lower case.
CREATE TABLE event_sources (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (name, kind, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_sources_by_event ON event_sources (event);
CREATE INDEX event_sources_by_kind ON event_sources (kind, event);

-- From what was planned, threatened, demanded or denied to the event that came about: fulfilment, denial.
CREATE TABLE links (
    origin INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    target INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    kind TEXT NOT NULL,
    PRIMARY KEY (origin, target, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_target ON links (target);

-- Ids of accounts that are gone because their article was updated, and the account that leads on from each. Without a
-- target the article has withdrawn what it told.
CREATE TABLE redirects (
    id TEXT PRIMARY KEY,
    target TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX redirects_by_target ON redirects (target);

CREATE TABLE problems (
    problem INTEGER PRIMARY KEY,
    input TEXT NOT NULL,
    -- Byte offset in a file of many records; -1 where there is none.
    offset INTEGER NOT NULL,
    stage TEXT NOT NULL,
    message TEXT NOT NULL,
    added TEXT NOT NULL,
    UNIQUE (input, offset, stage, message)
) STRICT;

-- What was downloaded, by the address asked for, so that nothing is downloaded twice.
CREATE TABLE fetches (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    -- HTTP status; 0 if no answer came.
    status INTEGER NOT NULL,
    -- When it was last asked for, and before when it is not to be asked for again; null is never again.
    fetched_at TEXT NOT NULL,
    next_try TEXT
) STRICT, WITHOUT ROWID;
