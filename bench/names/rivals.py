#!/usr/bin/env python3
"""Finds everybody who is in a file twice, with Sila and with others, and prints one table. See README.md."""

import argparse
import csv
import itertools
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
BLOCK_MAX = 400


def digits(text):
    return re.sub(r"\D", "", text.translate(DIGITS))


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def curve(scored, persons, total):
    """Best F1 over all thresholds of pairs {(a, b): score}."""
    best, taken, right = (0.0, 0.0, 0.0), 0, 0
    ranked = sorted(scored.items(), key=lambda item: -item[1])
    for _, group in itertools.groupby(ranked, key=lambda item: item[1]):
        for (a, b), _ in group:
            taken += 1
            right += persons[a] == persons[b]
        precision, recall = right / taken, right / total
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        best = max(best, (f1, precision, recall))
    return best


def tokens(rows):
    """Exact fields joined and compared, each token alone: what shared-key token schemes can see."""
    blocks = defaultdict(list)
    for at, row in enumerate(rows):
        name = (row["name_en"] or row["name_ar"]).upper().split()
        if not name:
            continue
        first, last, dob, sex = name[0], name[-1], row["dob"], row["gender"]
        if dob and sex:
            blocks["1", last, first[0], sex, dob].append(at)
            blocks["2", last, first, dob].append(at)
            blocks["4", last, first[:3], sex, dob].append(at)
        if digits(row["nid"]):
            blocks["3", digits(row["nid"])].append(at)
    pairs = {}
    for block in blocks.values():
        pairs.update(dict.fromkeys(itertools.combinations(block, 2), 1.0))
    return pairs


def fuzzy(rows):
    """Jaro-Winkler over the names in one script, of people born on one day or with one telephone."""
    from rapidfuzz.distance import JaroWinkler

    blocks = defaultdict(list)
    for at, row in enumerate(rows):
        for key in (row["dob"], digits(row["phone"])[-9:], digits(row["nid"])):
            if len(key) > 4:
                blocks[key].append(at)
    pairs = {}
    for block in blocks.values():
        for a, b in itertools.combinations(block if len(block) <= BLOCK_MAX else [], 2):
            one, other = rows[a], rows[b]
            scores = [JaroWinkler.similarity(one[c].lower(), other[c].lower()) for c in ("name_ar", "name_en") if one[c] and other[c]]
            if scores:
                pairs[a, b] = max(scores)
    return pairs


def splink(rows):
    """Splink 5 with its own comparisons on the raw columns, trained without labels as its guide says."""
    import pandas
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def part(name, at):
        words = name.lower().split()
        return words[at] if words else None

    frame = pandas.DataFrame(
        {
            "unique_id": at,
            "given_ar": part(row["name_ar"], 0),
            "family_ar": part(row["name_ar"], -1),
            "given_en": part(row["name_en"], 0),
            "family_en": part(row["name_en"], -1),
            "dob": row["dob"] if len(row["dob"]) == 10 else None,
            "nid": digits(row["nid"]) or None,
            "phone": digits(row["phone"])[-9:] or None,
            "gender": row["gender"] or None,
            "emirate": row["emirate"] or None,
        }
        for at, row in enumerate(rows)
    )
    names = ["given_ar", "family_ar", "given_en", "family_en"]
    rules = [block_on("nid"), block_on("phone"), block_on("dob", "gender")]
    rules += [block_on(given, family) for given, family in (names[:2], names[2:])]
    comparisons = [cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(term_frequency_adjustments=True) for name in names]
    comparisons += [cl.LevenshteinAtThresholds(column, 1) for column in ("dob", "nid", "phone")]
    comparisons += [cl.ExactMatch(column) for column in ("gender", "emirate")]
    settings = SettingsCreator(link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules)
    linker = Linker(DuckDBAPI().register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("nid")], recall=0.25)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("nid"), block_on("phone", "dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-8).as_pandas_dataframe()
    return dict(zip(zip(found["unique_id_l"], found["unique_id_r"]), found["match_weight"].round(2)))


def splink_keys(rows):
    """Splink 5 that compares and blocks by Sila's keys (`bench names --keys`): fourteen rules."""
    import pandas
    import splink.comparison_level_library as level
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    keys = {row["rec_id"]: row for row in read(os.environ["SILA_KEYS"])}

    def record(at, row):
        key, dob = keys[row["rec_id"]], row["dob"]
        known = {"unique_id": at, "dob": dob if len(dob) == 10 else None, "year": dob[:4], "nid": digits(row["nid"])}
        known |= {column: key[column] for column in ("given", "family", "middle", "full", "area", "mother")}
        known |= {"phone": digits(row["phone"])[-9:], "gender": row["gender"], "emirate": row["emirate"], "building": row["building"]}
        return {column: value if value != "" else None for column, value in known.items()}

    frame = pandas.DataFrame(record(at, row) for at, row in enumerate(rows))
    rules = [
        block_on(*columns)
        for columns in (
            ["nid"], ["dob", "given"], ["dob", "family"], ["dob", "phone"], ["phone", "given"], ["given", "family", "year"],
            ["full"], ["given", "middle", "year"], ["given", "family"], ["given", "middle"], ["given", "area", "building"],
            ["given", "mother"], ["substr(nid, 9)"], ["substr(nid, 1, 11)", "given"],
        )
    ]
    word = lambda name: cl.JaroWinklerAtThresholds(name, [0.9, 0.8]).configure(term_frequency_adjustments=True)
    swapped = "dob_l = substr(dob_r, 1, 5) || substr(dob_r, 9, 2) || '-' || substr(dob_r, 6, 2)"
    birth = cl.CustomComparison(
        output_column_name="dob",
        comparison_levels=[
            level.CustomLevel("year_l is null or year_r is null").configure(is_null_level=True),
            level.CustomLevel("dob_l = dob_r and substr(dob_l, 6) <> '01-01'"),
            level.CustomLevel(f"{swapped} or damerau_levenshtein(dob_l, dob_r) <= 1"),
            level.CustomLevel("year_l = year_r"),
            level.ElseLevel(),
        ],
    )
    where = cl.CustomComparison(
        output_column_name="place",
        comparison_levels=[
            level.CustomLevel("emirate_l is null or emirate_r is null").configure(is_null_level=True),
            level.CustomLevel("emirate_l = emirate_r and area_l = area_r and building_l = building_r"),
            level.CustomLevel("emirate_l = emirate_r and building_l = building_r"),
            level.CustomLevel("emirate_l = emirate_r and area_l = area_r"),
            level.CustomLevel("emirate_l = emirate_r"),
            level.ElseLevel(),
        ],
    )
    comparisons = [word("given"), word("family"), cl.JaroWinklerAtThresholds("middle", [0.9, 0.8]), birth, where]
    comparisons += [cl.DamerauLevenshteinAtThresholds(column, 1) for column in ("nid", "phone")]
    comparisons += [cl.ExactMatch("gender"), cl.JaroWinklerAtThresholds("mother", [0.9])]
    settings = SettingsCreator(link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules)
    linker = Linker(DuckDBAPI().register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("nid")], recall=0.25)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("nid"), block_on("phone", "dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-8).as_pandas_dataframe()
    return dict(zip(zip(found["unique_id_l"], found["unique_id_r"]), found["match_weight"].round(2)))


RIVALS = {"tokens of exact fields": tokens, "rapidfuzz Jaro-Winkler": fuzzy, "Splink 5, raw columns": splink, "Splink 5, Sila's keys": splink_keys}


def alone(name, path):
    """One rival in this process."""
    rows = read(path)
    persons = [row["person_id"] for row in rows]
    total = sum(n * (n - 1) // 2 for n in Counter(persons).values())
    start = time.time()
    scored = RIVALS[name](rows)
    seconds = time.time() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    f1, precision, recall = curve(scored, persons, total)
    print(json.dumps([f1, precision, recall, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024]))


def sila(program, path):
    out = subprocess.run([program, "bench", "names", "--records", path, "--dedup", "--json"], check=True, capture_output=True)
    report = json.loads(out.stdout)
    best, filing, spent = report["dedup"]["best"], report["filing"], report["dedup"]["spent"]
    return [
        best["f1"], best["precision"], best["recall"], filing["seconds"] + spent["seconds"],
        filing["cpu_seconds"] + spent["cpu_seconds"], report["dedup"]["peak_mb"],
    ]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("records")
    arguments.add_argument("--sila")
    arguments.add_argument("--only", choices=RIVALS)
    wish = arguments.parse_args()
    if wish.only:
        return alone(wish.only, wish.records)
    names = ["Sila"] * bool(wish.sila) + [name for name in RIVALS if wish.sila or RIVALS[name] is not splink_keys]
    if wish.sila:
        os.environ["SILA_KEYS"] = os.path.join(tempfile.mkdtemp(), "keys.csv")
        subprocess.run([wish.sila, "bench", "names", "--records", wish.records, "--keys", os.environ["SILA_KEYS"]], check=True)
    print(f"load {os.getloadavg()[0]:.1f}")
    print("| system | precision | recall | F1 | seconds | CPU seconds | MB |\n|---|---|---|---|---|---|---|")
    for name in names:
        if name == "Sila":
            figures = sila(wish.sila, wish.records)
        else:
            command = [sys.executable, __file__, wish.records, "--only", name]
            ran = subprocess.run(command, capture_output=True, text=True)
            if ran.returncode:
                print(f"| {name} | failed: {ran.stderr.strip().splitlines()[-1]} |")
                continue
            figures = json.loads(ran.stdout.strip().splitlines()[-1])
        f1, precision, recall, seconds, cpu, memory = figures
        print(f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {seconds:.1f} | {cpu:.1f} | {memory} |", flush=True)


if __name__ == "__main__":
    main()
