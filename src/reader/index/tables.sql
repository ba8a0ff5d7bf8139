CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  outlet TEXT NOT NULL,
  published TEXT NOT NULL,
  month TEXT NOT NULL,
  claims INTEGER NOT NULL,
  terms INTEGER NOT NULL,
  undecided INTEGER,
  problem TEXT
);
CREATE TABLE speaker (
  document INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (document, name)
) WITHOUT ROWID;
CREATE INDEX speaker_name ON speaker (name);
CREATE TABLE term (
  document INTEGER NOT NULL,
  category TEXT NOT NULL,
  voice TEXT NOT NULL,
  PRIMARY KEY (document, category, voice)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2');
-- What the search at hand found.
CREATE TABLE hit (id INTEGER PRIMARY KEY, place REAL NOT NULL);
