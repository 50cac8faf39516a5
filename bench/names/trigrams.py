#!/usr/bin/env python3
"""Looks people up by name in PostgreSQL with pg_trgm, as a plain application would: bin/with-postgres python3 bench/names/trigrams.py
RECORDS.csv. Needs psql. Of people with several records one is taken out and asked for by its name."""

import csv
import os
import subprocess
import sys
import tempfile
from collections import defaultdict

ASKED = 60


def psql(sql):
    command = ["psql", os.environ["SILA_TEST_PG"], "-qAt", "-v", "ON_ERROR_STOP=1", "-c", sql]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def main():
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    groups = defaultdict(list)
    for row in rows:
        groups[row["person_id"]].append(row)
    several = [group for group in groups.values() if len(group) > 1]
    asked = [group[-1] for group in several[:: max(1, len(several) // ASKED)]][:ASKED]
    gone = {row["rec_id"] for row in asked}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as file:
        kept = (row for row in rows if row["rec_id"] not in gone)
        csv.writer(file).writerows([row["person_id"], f"{row['name_ar']} {row['name_en']}".strip()] for row in kept)
        file.flush()
        psql("CREATE EXTENSION IF NOT EXISTS pg_trgm; DROP TABLE IF EXISTS people; CREATE TABLE people (person text, name text)")
        psql(f"\\copy people FROM '{file.name}' CSV")
    psql("CREATE INDEX ON people USING gin (name gin_trgm_ops); ANALYZE people")
    first, twenty, taken = 0, 0, []
    for row in asked:
        name = quoted(row["name_ar"] or row["name_en"])
        sql = f"SELECT person FROM people WHERE name %> {name} ORDER BY word_similarity({name}, name) DESC LIMIT 20"
        command = ["psql", os.environ["SILA_TEST_PG"], "-qAt"]
        told = subprocess.run(command, input=f"\\timing on\n{sql};", check=True, capture_output=True, text=True).stdout
        *out, time = told.strip().splitlines()
        taken.append(float(time.split()[1]))
        first += out[:1] == [row["person_id"]]
        twenty += row["person_id"] in out
    taken.sort()
    print("| pg_trgm, GIN, word_similarity | found@1 | found@20 | p50 ms | p99 ms |\n|---|---|---|---|---|")
    p50, p99 = taken[len(taken) // 2], taken[-1 - len(taken) // 100]
    print(f"| name alone, {len(rows):,} records | {first / len(asked):.3f} | {twenty / len(asked):.3f} | {p50:.0f} | {p99:.0f} |")


if __name__ == "__main__":
    main()
