"""Trains both recommenders on the receipts until January, tries them on February's, and registers them in MLflow.

    python train.py                                     # into sqlite:///mlflow.db
    python train.py --mlflow http://127.0.0.1:5000      # into a tracking server

What is registered already, made by the same code from the same data, is left as it is; an alias that nothing has is set.
"""

import argparse
import hashlib
import json
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path

import mlflow
from mlflow.models import ModelSignature
from mlflow.types import ColSpec, DataType, Schema
from mlflow.types.schema import Array
from recommender import data, models

NAME = "next_receipt"
HERE = Path(__file__).resolve().parent
SIGNATURE = ModelSignature(
    inputs=Schema([ColSpec("string", "bought"), ColSpec("string", "age")]),
    outputs=Schema([ColSpec(Array(DataType.string))]),
)
NEEDS = [f"mlflow-skinny=={mlflow.__version__}", "numpy", "scipy", "pandas", "fastapi", "uvicorn"]
#: In the order of their versions, each with its alias.
RECOMMENDERS = [("champion", models.Popular), ("challenger", models.Personal)]
#: Tag of a version: of all that makes it.
CHECKSUM = "made_of_sha256"
CODE = [HERE / "recommender" / name for name in ("data.py", "models.py", "serving.py")]


def train(uri):
    """Yields the number of each version, and a line that says what was done."""
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    client = mlflow.MlflowClient()
    for alias, recommender in RECOMMENDERS:
        checksum = checksum_of(recommender)
        number = registered(client, checksum)
        done = f"{recommender.__name__}, registered already"
        if made := number is None:
            known, visits = data.before_and_after()
            model = recommender.learn(known)
            hits = models.hit_rate(model, visits)
            number = register(model, hits, len(known), visits, checksum)
            done = f"{recommender.__name__}, right on {hits:.1%} of {len(visits)} visits"
        # Who was killed after registering has left it out; what somebody has set since stays.
        if made or alias not in client.get_registered_model(NAME).aliases:
            client.set_registered_model_alias(NAME, alias, number)
            done = f"@{alias}, {done}"
        yield number, f"models:/{NAME}/{number}: {done}"


def checksum_of(recommender):
    """Of the data, the code, and which of the recommenders it is."""
    parts = [data.file().read_bytes(), *(path.read_bytes() for path in CODE), recommender.__name__.encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def registered(client, checksum):
    """The number of the version with this checksum, if there is one."""
    found = client.search_model_versions(f"name = '{NAME}' and tags.{CHECKSUM} = '{checksum}'")
    return next((str(version.version) for version in found), None)


def register(model, hits, rows, visits, checksum):
    """A run with what made the model and how it did; answers the number of its version."""
    name = type(model).__name__
    example = {"bought": [" ".join(visits[0].before)], "age": [visits[0].age]}
    mlflow.set_experiment(NAME)
    with mlflow.start_run(run_name=name), tempfile.TemporaryDirectory() as folder:
        learnt = Path(folder, "learnt.json")
        learnt.write_text(json.dumps({"class": name, **asdict(model)}), encoding="utf-8")
        mlflow.log_params({"recommender": name, "rows": rows, "until": data.CUT.date(), "length": models.LENGTH})
        mlflow.log_metrics({"hit_rate": hits, "visits": len(visits)})
        info = mlflow.pyfunc.log_model(
            name=NAME,
            python_model=str(HERE / "recommender/serving.py"),
            code_paths=[str(HERE / "recommender")],
            artifacts={"learnt": str(learnt)},
            signature=SIGNATURE,
            input_example=data.pd.DataFrame(example),
            pip_requirements=NEEDS,
        )
    made = mlflow.register_model(info.model_uri, NAME, tags={"recommender": name, CHECKSUM: checksum})
    return str(made.version)


def main():
    parser = argparse.ArgumentParser(description="Train and register both recommenders.")
    parser.add_argument("--mlflow", metavar="URI", default="sqlite:///mlflow.db", help="tracking server or database")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", module="mlflow")
    for _, line in train(options.mlflow):
        print(line)


if __name__ == "__main__":
    main()
