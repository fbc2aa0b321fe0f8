"""What the product has counted of each variant, and what can be said of the difference."""

import math
import time
from dataclasses import dataclass

from recommender.customers import EXPERIMENT, OUTCOME

PAGE = 200
COUNTED = """query Counted($key: ID!) { experiment(key: $key) {
  results { asOf variants { variant { key arm } exposures completions failures } } } }"""
EVENTS = """query Outcomes($type: String!, $first: Int!, $after: String) {
  events(type: $type, first: $first, after: $after) { edges { node { unit arm } } pageInfo { hasNextPage endCursor } } }"""


@dataclass(frozen=True)
class Row:
    variant: str
    exposures: int
    completions: int
    failures: int
    bought: int

    @property
    def rate(self):
        return self.bought / self.exposures if self.exposures else math.nan


def counted(client, customers, patience=60):
    """A row for each variant, once all customers are counted, which happens within a second or so."""
    end = time.monotonic() + patience
    while True:
        found = client.graph(COUNTED, {"key": EXPERIMENT}, repeatable=True)["experiment"]["results"]["variants"]
        if sum(one["completions"] + one["failures"] for one in found) >= customers or time.monotonic() > end:
            break
        time.sleep(0.2)
    bought = units_by_arm(client)
    return [
        Row(one["variant"]["key"], one["exposures"], one["completions"], one["failures"], len(bought.get(one["variant"]["arm"], ())))
        for one in found
    ]


def units_by_arm(client):
    """Units with the outcome, each once, by the arm that it is due to."""
    units, after = {}, None
    while True:
        page = client.graph(EVENTS, {"type": OUTCOME, "first": PAGE, "after": after}, repeatable=True)["events"]
        for edge in page["edges"]:
            units.setdefault(edge["node"]["arm"], set()).add(edge["node"]["unit"])
        if not page["pageInfo"]["hasNextPage"]:
            return units
        after = page["pageInfo"]["endCursor"]


def difference(control, other):
    """Of two rates, with the half width of its 95 % interval and the two-sided p-value: normal approximation of two
    independent proportions, pooled for the test (A. Agresti, Categorical Data Analysis, 3rd edition, 3.1).
    """
    by = other.rate - control.rate
    width = 1.959964 * math.sqrt(sum(row.rate * (1 - row.rate) / row.exposures for row in (control, other)))
    pooled = (control.bought + other.bought) / (control.exposures + other.exposures)
    error = math.sqrt(pooled * (1 - pooled) * (1 / control.exposures + 1 / other.exposures))
    return by, width, math.erfc(abs(by) / error / math.sqrt(2)) if error else 1.0


def percent(row):
    return f"{row.rate:.1%}" if row.exposures else "–"


def table(rows):
    lines = [f"{'variant':<10}{'customers':>10}{'failed':>8}{'bought':>8}{'rate':>8}"]
    lines += [f"{row.variant:<10}{row.exposures:>10}{row.failures:>8}{row.bought:>8}{percent(row):>8}" for row in rows]
    if nobody := " or ".join(row.variant for row in rows if not row.exposures):
        return "\n".join([*lines, f"Nothing can be said of a difference: nobody got {nobody}. Let more customers come."])
    by, width, p = difference(*rows)
    lines.append(f"{rows[1].variant} − {rows[0].variant}: {100 * by:+.1f} ± {100 * width:.1f} points (95 %), p = {p:.2g}")
    return "\n".join(lines)
