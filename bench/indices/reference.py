#!/usr/bin/env python3
"""A second computation of the activation and balance indices, written from the formulas and not from the Rust code.

    python3 bench/indices/reference.py > crates/sila-core/vectors/indices-1.jsonl

writes 1,000 made-up partnerships, a line each, with the indices this program finds. `cargo nextest run -p sila-core indices`
computes the same with our code and compares to 1e-9. Times are whole hours before (negative) or after `now`.
"""
import json
import math
import random
import sys

DAY = 24
YEAR = 365 * DAY
PAI = {"O": 0.30, "C": 0.20, "I": 0.20, "X": 0.20, "G": 0.10}
PBI = {"B1": 0.20, "B2": 0.15, "B3": 0.15, "B4": 0.20, "B5": 0.15, "B6": 0.15}
CONFIRMED, OBSERVED, DOCUMENTED, DECLARED, IMPORTED = range(5)


# --- facts -----------------------------------------------------------------------------------------------------------------
# deed = [by, happened, recorded, evidence, confirmed by or null]

def level(deed):
    by, _, _, evidence, other = deed
    return DECLARED if evidence == CONFIRMED and other == by else evidence


def factor(deed, start):
    _, happened, recorded, _, _ = deed
    kind = level(deed)
    if recorded - happened > 30 * DAY and kind != CONFIRMED:
        return 0.0
    if kind == IMPORTED:
        return 0.5 if happened - start < YEAR else 0.0
    return {CONFIRMED: 1.0, OBSERVED: 1.0, DOCUMENTED: 0.7, DECLARED: 0.5}[kind]


def recent(t):
    return -YEAR < t <= 0


def worth(deed, start):
    return factor(deed, start) if recent(deed[1]) else 0.0


def everybody(s, signed):
    return set(range(s["parties"])) <= set(signed)


# --- activation ------------------------------------------------------------------------------------------------------------

def owed(s, party=None):
    top = bottom = 0.0
    for obligor, weight, due, deed, waived in s["obl"]:
        if (party is not None and obligor != party) or not recent(due) or everybody(s, waived):
            continue
        bottom += weight
        if deed and deed[1] <= 0:
            late = max(0, math.ceil((deed[1] - due) / DAY))
            top += weight * factor(deed, s["start"]) * (1.0 if late == 0 else max(0.0, 0.8 * (1 - late / 90)))
    return top / bottom if bottom else None


def coverage_of_areas(s):
    begun = [deeds for start, deeds in s["areas"] if (s["start"] + 183 * DAY if start is None else start) <= 0]
    if not begun:
        return None
    return sum(any(worth(d, s["start"]) >= 0.7 for d in deeds) for deeds in begun) / len(begun)


def one_initiative(s, lead, steps, better):
    top = bottom = 0
    for weight, due, deed in steps:
        if due > 0:
            continue
        ok = deed is not None and deed[1] <= 0 and deed[3] == CONFIRMED and deed[4] != lead
        if ok and deed[1] <= -YEAR and due <= -YEAR:
            continue
        bottom += weight
        top += weight if ok else 0
    if bottom == 0:
        return None
    known = better is not None and better[1] <= 0 and factor(better, s["start"]) >= 0.7
    return min(top / bottom, 1.0 if known else 0.8)


def initiatives(s):
    planned, other = [], []
    for lead, weight, in_plan, steps, better, given_up, by in s["init"]:
        missed = [due for _, due, deed in steps if deed is None or deed[1] > due]
        if given_up is not None and everybody(s, by) and (not missed or given_up < min(missed)):
            continue
        score = one_initiative(s, lead, steps, better)
        if score is not None:
            (planned if in_plan else other).append((weight, score))
    size = sum(w for w, _ in planned)
    if not s["plan"] and s["start"] + 183 * DAY <= 0 and size == 0:
        size = 1
    if size == 0:
        return None
    total = sum(w * x for w, x in planned)
    if other:
        extra = sum(w for w, _ in other)
        total += sum(w * x for w, x in other) / extra * min(extra, 0.1 * size)
    return min(total, size) / size


def exchange(s):
    asked = sum(way[1] for way in s["ex"])
    if not s["link"] or asked < 5:
        return None
    return sum(min(way[2], way[1]) for way in s["ex"]) / asked


def held(s):
    return [m for m in s["meet"] if everybody(s, m[2]) and m[1] and recent(m[0][1])]


def governance(s):
    halves = []
    if s["meetings"]:
        halves.append(min(1.0, len(held(s)) / s["meetings"]))
    due = [a for a in s["act"] if recent(a[0])]
    if due:
        done = [a for a in due if a[1] and a[1][1] <= a[0] and level(a[1]) == CONFIRMED]
        halves.append(len(done) / len(due))
    return sum(halves) / len(halves) if halves else None


def activation_facts(s):
    deeds = [o[3] for o in s["obl"]] + [d for a in s["areas"] for d in a[1]]
    deeds += [step[2] for i in s["init"] for step in i[3]] + [a[1] for a in s["act"]]
    n = sum(1 for d in deeds if d and worth(d, s["start"]) > 0)
    # Demands are told in steps of five.
    n += 0 if exchange(s) is None else sum(way[1] for way in s["ex"]) // 5 * 5
    n += sum(1 for o in s["obl"] if recent(o[2]) and not (o[3] and worth(o[3], s["start"]) > 0))
    return n + len(held(s))


# --- balance ---------------------------------------------------------------------------------------------------------------

def gap(values):
    return max(values) - min(values)


def contributions(s):
    given = [0.0] * s["parties"]
    for deed, fils in s["con"]:
        if fils is not None and recent(deed[1]) and level(deed) == CONFIRMED:
            given[deed[0]] += fils / 1000
    if sum(given) == 0:
        return None
    agreed = s["shares"] or [1] * s["parties"]
    return 1 - 0.5 * sum(abs(g / sum(given) - a / sum(agreed)) for g, a in zip(given, agreed))


def voices(s):
    counts = [0] * s["parties"]
    for deed in s["voi"]:
        counts[deed[0]] += worth(deed, s["start"]) > 0
    for meeting in held(s):
        counts[meeting[0][0]] += 1
    if not any(counts):
        return None
    x = [c + 1 for c in counts]
    n = len(x)
    jain = sum(x) ** 2 / (n * sum(v * v for v in x))
    return (jain - 1 / n) / (1 - 1 / n)


def decisions(s):
    made = [d for d in s["dec"] if recent(d[1])]
    adopted = [d for d in made if d[2]]
    if not adopted:
        return None
    rates = []
    for party in range(s["parties"]):
        own = [d for d in made if d[0] == party]
        rates.append((sum(1 for d in own if d[2]) + 1) / (len(own) + 2))
    return sum(everybody(s, d[3]) for d in adopted) / len(adopted) * (1 - gap(rates))


def accountability(s):
    scores = [owed(s, party) for party in range(s["parties"])]
    if None in scores:
        return None
    return (1 - gap(scores)) * (0.5 if s["eval"] == 2 else 1.0)


def wilson(k, n, z=1.2815515655):
    p = k / n
    return max(0.0, (p + z * z / (2 * n) - z * math.sqrt((p * (1 - p) + z * z / (4 * n)) / n)) / (1 + z * z / n))


def responsiveness(s):
    if not s["link"]:
        return None
    bounds = []
    for party in range(s["parties"]):
        ways = [w for w in s["ex"] if w[0] == party]
        n, k = sum(w[1] for w in ways), sum(min(w[2], w[1]) for w in ways)
        if n < 5:
            return None
        bounds.append(wilson(k, n))
    return min(bounds) / max(bounds) if max(bounds) else 1.0


def benefits(s):
    shares = []
    for party in range(s["parties"]):
        own = [o for o in s["obj"] if o[0] == party]
        if not own:
            return None
        got = [min(o[1], 1000) / 1000 if o[2] and worth(o[2], s["start"]) > 0 else 0.0 for o in own]
        shares.append(sum(got) / len(got))
    if not any(o[2] for o in s["obj"]):
        return None
    return 1 - gap(shares)


def balance_facts(s):
    deeds = [c[0] for c in s["con"]] + s["voi"] + [o[2] for o in s["obj"]] + [o[3] for o in s["obl"]]
    n = sum(1 for d in deeds if d and worth(d, s["start"]) > 0)
    n += 0 if responsiveness(s) is None else sum(way[1] for way in s["ex"])
    return n + len(held(s)) + sum(1 for d in s["dec"] if recent(d[1]))


# --- both ------------------------------------------------------------------------------------------------------------------

def combine(parts, weights, facts):
    there = [(weights[k], v) for k, v in parts.items() if v is not None]
    whole = sum(w for w, _ in there)
    covered = whole / sum(weights.values())
    value = None
    if covered >= 0.5 and facts >= 5:
        value = 100 * math.prod(max(v, 0.01) ** (w / whole) for w, v in there)
    return {"value": value, "coverage": covered, "facts": facts, "parts": list(parts.values())}


def judged(s):
    pai = dict(zip(PAI, [owed(s), coverage_of_areas(s), initiatives(s), exchange(s), governance(s)]))
    pbi = dict(zip(PBI, [contributions(s), voices(s), decisions(s), accountability(s), responsiveness(s), benefits(s)]))
    return combine(pai, PAI, activation_facts(s)), combine(pbi, PBI, balance_facts(s))


# --- made-up partnerships --------------------------------------------------------------------------------------------------

class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def when(self, least=-500 * DAY, most=60 * DAY):
        return self.r.randint(least, most)

    def deed(self, parties, by=None, most=2 * DAY):
        r = self.r
        by = r.randrange(parties) if by is None else by
        happened = self.when(most=most)
        recorded = happened + r.choice([0, 1, 5, 29, 31, 60]) * DAY
        evidence = r.choices(range(5), [6, 2, 3, 2, 1])[0]
        return [by, happened, recorded, evidence, r.randrange(parties) if evidence == CONFIRMED else None]

    def maybe(self, make, chance=0.7):
        return make() if self.r.random() < chance else None

    def signed(self, parties):
        return sorted(p for p in range(parties) if self.r.random() < 0.8)

    def near(self, deed, due):
        """The deed moved to the days around the day on which it is due."""
        if deed and self.r.random() < 0.8:
            move = due + self.r.randint(-20 * DAY, 40 * DAY) - deed[1]
            deed[1] += move
            deed[2] += move
        return deed

    def obligation(self, n):
        obligor, due = self.r.randrange(n), self.when()
        deed = self.near(self.maybe(lambda: self.deed(n, obligor)), due)
        return [obligor, self.r.randint(1, 5), due, deed, self.signed(n) if self.r.random() < 0.15 else []]

    def initiative(self, n):
        lead, steps = self.r.randrange(n), []
        for _ in range(self.r.randint(1, 3)):
            due = self.when()
            steps.append([self.r.randint(1, 3), due, self.near(self.maybe(lambda: self.deed(n, lead)), due)])
        given_up = self.maybe(self.when, 0.1)
        better = self.maybe(lambda: self.deed(n), 0.4)
        return [lead, self.r.randint(1, 5), self.r.random() < 0.7, steps, better, given_up, self.signed(n) if given_up else []]

    def way(self, answers):
        asked = self.r.choice([0, 2, 5, 12, 40])
        return [answers, asked, self.r.randint(0, asked), self.maybe(lambda: self.when(most=0))]

    def many(self, make, most):
        return [make() for _ in range(self.r.randint(0, most))]

    def partnership(self):
        r = self.r
        n = r.choice([2, 2, 2, 3])
        s = {"parties": n, "start": self.when(-900 * DAY, -10 * DAY), "plan": r.random() < 0.7, "link": r.random() < 0.8}
        s["meetings"] = r.choice([0, 2, 4])
        s["shares"] = [r.randint(1, 5) for _ in range(n)] if r.random() < 0.5 else []
        s["eval"] = r.choice([0, 1, 2])
        s["areas"] = self.many(lambda: [self.maybe(self.when), self.many(lambda: self.deed(n), 2)], 3)
        s["obl"] = self.many(lambda: self.obligation(n), 6)
        s["init"] = self.many(lambda: self.initiative(n), 3)
        s["ex"] = [self.way(p) for p in range(n)] if r.random() < 0.7 else []
        s["meet"] = self.many(lambda: [self.deed(n), r.random() < 0.8, self.signed(n)], 4)
        s["act"] = self.many(lambda: (lambda due: [due, self.near(self.maybe(lambda: self.deed(n)), due)])(self.when()), 3)
        s["con"] = self.many(lambda: [self.deed(n), self.maybe(lambda: r.randint(1, 9_000_000))], 4)
        s["voi"] = self.many(lambda: self.deed(n), 6)
        s["dec"] = self.many(lambda: [r.randrange(n), self.when(most=0), r.random() < 0.7, self.signed(n)], 4)
        s["obj"] = self.many(lambda: [r.randrange(n), r.randint(0, 1200), self.maybe(lambda: self.deed(n))], 5)
        return s


def main():
    maker = Maker(1)
    for _ in range(1000):
        s = maker.partnership()
        s["pai"], s["pbi"] = judged(s)
        json.dump(s, sys.stdout, separators=(",", ":"))
        print()


main()
