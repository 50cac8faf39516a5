-- The work that one new case is: a row, an entry of its history, a message that waits.
CREATE TABLE bench_case (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {bytes} NOT NULL,
    status TEXT NOT NULL,
    category TEXT NOT NULL,
    opened_at {int} NOT NULL,
    version {int} NOT NULL,
    payload {bytes} NOT NULL
) {strict};
CREATE INDEX bench_case_by_date ON bench_case (agency, status, opened_at, id);

CREATE TABLE bench_entry (
    case_id {uuid} NOT NULL REFERENCES bench_case (id),
    version {int} NOT NULL,
    hash {bytes} NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (case_id, version)
) {strict};

CREATE TABLE bench_outbox (
    id {uuid} NOT NULL PRIMARY KEY,
    case_id {uuid} NOT NULL,
    message {bytes} NOT NULL
) {strict};
