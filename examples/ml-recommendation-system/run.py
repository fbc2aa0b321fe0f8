"""The whole project by one command: trains both models, serves them, starts Trialogue, lets customers come, prints the result.

    python run.py                          # 1,000 customers
    python run.py --keep                   # and leaves everything running, to be looked at
    python run.py --url http://…/graphql   # with a product that runs already
"""

import argparse
import os
from pathlib import Path

# Read when mlflow is imported.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")

import train  # noqa: E402
from recommender import customers, data, programs, result  # noqa: E402
from trialogue import Client  # noqa: E402

HERE = Path(__file__).resolve().parent
#: What config/policies.yml names.
VERSIONS = ["1", "2"]


def main():
    parser = argparse.ArgumentParser(description="Run the whole project.")
    parser.add_argument("--customers", type=int, default=1_000, help="how many come back")
    parser.add_argument("--url", help="the graph of a product that runs already; its files are left alone, these are applied")
    parser.add_argument("--key", help="an API key for it, with the scopes assign, track, read and edit")
    parser.add_argument("--store", type=Path, default=HERE / ".mlflow", help="folder of MLflow's registry and of logs")
    parser.add_argument("--keep", action="store_true", help="stay until Ctrl-C")
    options = parser.parse_args()
    if options.customers < 1:
        parser.error("--customers: at least 1")

    store = options.store.resolve()
    store.mkdir(parents=True, exist_ok=True)
    os.chdir(store)  # where MLflow puts its artifacts
    registry = f"sqlite:///{store}/mlflow.db"
    trained(registry)
    with programs.Programs(store / "logs") as running:
        urls = {
            f"NEXT_RECEIPT_{version}_URL": programs.serve_model(running, registry, train.NAME, version)
            for version in VERSIONS
        }
        url = options.url or programs.start_product(running, **urls)
        print("Starting …")
        running.await_all()
        if options.url:
            programs.apply_files(url, options.key, **urls)
        _, visits = data.before_and_after()
        with Client(url, key=options.key) as client:
            customers.await_experiment(client)
            came = customers.replay(client, customers.some(visits, options.customers))
            client.flush(60)
            print(result.table(result.counted(client, came)))
        if options.keep:
            stay(url)


def trained(registry):
    """Trains what is not registered yet."""
    numbers = []
    for number, line in train.train(registry):
        numbers.append(number)
        print(line)
    if numbers != VERSIONS:
        print(f"Compared are the versions {' and '.join(VERSIONS)}, for config/policies.yml names those.")


def stay(url):
    print(f"Everything runs: {url}. Ctrl-C stops it.")
    try:
        while True:
            input()
    except (KeyboardInterrupt, EOFError):
        pass


if __name__ == "__main__":
    main()
