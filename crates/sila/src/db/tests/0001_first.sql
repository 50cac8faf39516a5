-- Tables for the tests of the store: one of each kind of column, key and rule.
CREATE TABLE case_file (
    id {uuid} NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    urgent {bool} NOT NULL,
    opened_at {int} NOT NULL,
    payload {bytes} NOT NULL,
    note TEXT
) {strict};
CREATE INDEX case_file_by_date ON case_file (opened_at, id);

CREATE TABLE entry (
    seq {seq_pk},
    case_id {uuid} NOT NULL REFERENCES case_file (id),
    body {bytes} NOT NULL
) {strict};

-- A tree: a branch may come before its parent in the order of the key.
CREATE TABLE branch (
    id {int} NOT NULL PRIMARY KEY,
    parent {int} REFERENCES branch (id)
) {strict};

CREATE TABLE word (
    kind TEXT NOT NULL,
    stem {text} NOT NULL,
    hits {int} NOT NULL,
    PRIMARY KEY (stem, kind)
) {strict_rowless};

CREATE TABLE tally (
    name TEXT NOT NULL PRIMARY KEY,
    value {int} NOT NULL
) {strict};
