"""What the experiments of corpus.json must give, computed without the code that they test.

Run once, when the corpus was made, with Python 3.11, mmh3 5.3.1 and rfc8785 0.1.4; `expected.json` is never written again:

    python expected.py > expected.json

Assignment: packages/assignment/src/native-bucket.ts and prepared.ts. Arm: packages/variant-config/src/arm.ts.
"""

import hashlib
import json
import pathlib
import unicodedata

import mmh3
import rfc8785

UNITS = 10_000
SPELLED_OUT = 200
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

corpus = json.loads(pathlib.Path(__file__).with_name("corpus.json").read_text("utf8"))


def murmur(text, seed):
    return mmh3.hash(unicodedata.normalize("NFC", text).encode("utf8"), seed, signed=False)


def bucket(unit, salt, purpose):
    return murmur(unit, murmur(f"{salt}/{purpose}", 0)) / 2**32


def outcome(experiment, unit):
    """0: takes no part; n: the n-th variant."""
    if bucket(unit, experiment["salt"], "traffic") >= experiment["traffic"]:
        return 0
    total, bounds = 0, []
    for variant in experiment["variants"]:
        total += variant["weight"]
        bounds.append(total)
    drawn = bucket(unit, experiment["salt"], "variant")
    return 1 + next(index for index, bound in enumerate(bounds) if drawn < bound / total)


def packed(outcomes, number):
    """As many outcomes as fit into the six bits of a character, the first in the lowest; the last may be padded."""
    bits = (number - 1).bit_length()
    each = 6 // bits
    return "".join(
        ALPHABET[sum(one << bits * at for at, one in enumerate(outcomes[start : start + each]))]
        for start in range(0, len(outcomes), each)
    )


def version(reference):
    """`name@number`, the newest active version of a name, or the one of an alias."""
    name, _, number = reference.partition("@")
    for policy in corpus["policies"]:
        for one in reversed(policy["versions"]):
            active = one.get("status", "ACTIVE") == "ACTIVE"
            named = policy["name"] == name and (str(one["number"]) == number if number else active)
            if named or one.get("alias") == reference:
                return policy["name"], one
    raise KeyError(reference)


def run(config):
    reference = config.get("policy_version_id") or config["mlflow_model"]["policy_version_id"]
    name, found = version(reference)
    model = {"model": {"name": found["modelName"], "version": found["modelVersion"]}}
    params = {**found.get("params", {}), **(config.get("params") or {})}
    if params:
        model["params"] = params
    behaviour = {
        "strategy": {"name": "mlflow_model", "version": "1.0.0"},
        "config": {"policy_version_id": model},
    }
    return {"policy": f"{name}@{found['number']}", "arm": hashlib.sha256(rfc8785.dumps(behaviour)).hexdigest()}


expected = {}
for experiment in corpus["experiments"]:
    before, after = experiment["units"]
    outcomes = [outcome(experiment, f"{before}{number}{after}") for number in range(UNITS)]
    keys = [variant["key"] for variant in experiment["variants"]]
    expected[experiment["key"]] = {
        "runs": {variant["key"]: run(variant["config"]) for variant in experiment["variants"]},
        "counts": {key: outcomes.count(at) for at, key in enumerate([None, *keys]) if key},
        "first": "".join(str(one) for one in outcomes[:SPELLED_OUT]),
        "all": packed(outcomes, len(keys) + 1),
    }
print(json.dumps(expected, indent=2))
