"""Customers who come back: each is recommended five kinds by the variant that they get, and what they bought is told.

The purchases are real, and from before there was a recommendation: whoever bought what was recommended would have bought it
anyway. So the experiment says which model knows better what is bought, not which one sells more.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor

EXPERIMENT = "next_receipt"
OUTCOME = "bought_recommended"
AT_ONCE = 8
SEED = 0
STATUS = "query Status($key: ID!) { experiment(key: $key) { status } }"


def some(visits, number):
    """So many of them, drawn by chance, the same each time."""
    return random.Random(SEED).sample(visits, min(number, len(visits)))


def replay(client, visits):
    """Answers how many customers came. Each is asked for once: who comes again gets the same answer, and counts once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(lambda visit: serve(client, visit), visits))


def serve(client, visit):
    execution = client.execute(
        EXPERIMENT,
        visit.customer,
        {"features": {"bought": " ".join(visit.before), "age": visit.age}},
        client_execution_id=f"{visit.customer} {visit.day:%Y-%m-%d}",
    )
    hits = visit.bought.intersection(execution.result()["prediction"])
    if hits:
        client.track(
            OUTCOME,
            visit.customer,
            {"kinds": sorted(hits), "variant": execution.variant},
            id=execution.id,
            release=execution.release,
            arm=execution.arm,
        )
    return 1


def await_experiment(client, patience=60):
    """Until the product has read the files of this project."""
    end = time.monotonic() + patience
    while True:
        found = client.graph(STATUS, {"key": EXPERIMENT}, repeatable=True)["experiment"]
        if found and found["status"] == "RUNNING":
            return
        if time.monotonic() > end:
            raise SystemExit(f"The experiment {EXPERIMENT} does not run: is config/experiments.yml refused?")
        time.sleep(0.2)
