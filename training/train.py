"""Trains both versions of `diabetes_progression`, logs each as a run of MLflow, registers it, and gives it its alias.

    python training/train.py                                     # into sqlite:///mlflow.db
    python training/train.py --mlflow http://127.0.0.1:5000      # into a tracking server

What is registered already, made by the same code from the same data, is left as it is; an alias that nothing has is set.
"""

import argparse
import hashlib
import warnings
from pathlib import Path

import diabetes
import mlflow
import sklearn
from registry import CHECKSUM, registered

#: The version that serves, and the one that wants to.
ALIASES = ["champion", "challenger"]
# What a scoring server needs; the versions are those of requirements.txt.
NEEDS = [f"mlflow-skinny=={mlflow.__version__}", f"scikit-learn=={sklearn.__version__}"]
NEEDS += ["skops", "pandas", "fastapi", "uvicorn"]


def register(versions, inputs):
    """Yields what was done for each version."""
    client = mlflow.MlflowClient()
    for alias, version in zip(ALIASES, versions, strict=True):
        checksum = checksum_of(version)
        number = registered(diabetes.NAME, checksum)
        done = "already registered"
        if made := number is None:
            number = log(version, inputs, checksum)
            done = "registered"
        # Who was killed after registering has left it out; what somebody has set since stays.
        if made or alias not in client.get_registered_model(diabetes.NAME).aliases:
            client.set_registered_model_alias(diabetes.NAME, alias, number)
            done += f" as @{alias}" if made else f", now @{alias}"
        yield f"models:/{diabetes.NAME}/{number}: {done}, mean absolute error {version.metrics['mean_absolute_error']:.2f}"


def log(version, inputs, checksum):
    """A run with its parameters, metrics and model, whose signature says what may be asked. Answers the version's number."""
    mlflow.set_experiment(diabetes.NAME)
    example = inputs.head(2)
    with mlflow.start_run(run_name=version.description):
        mlflow.log_params(version.params)
        mlflow.log_metrics(version.metrics)
        info = mlflow.sklearn.log_model(
            version.model,
            name=diabetes.NAME,
            signature=mlflow.models.infer_signature(example, version.model.predict(example)),
            input_example=example,
            pip_requirements=NEEDS,
        )
    tags = {CHECKSUM: checksum, "description": version.description}
    made = mlflow.register_model(info.model_uri, diabetes.NAME, tags=tags)
    return str(made.version)


def checksum_of(version):
    """Of all that makes a version: the code, its parameters, and the library that runs it."""
    code = Path(diabetes.__file__).read_bytes()
    return hashlib.sha256(code + repr((version.params, sklearn.__version__)).encode()).hexdigest()


def main():
    parser = argparse.ArgumentParser(description="Train and register both versions of diabetes_progression.")
    parser.add_argument("--mlflow", metavar="URI", default="sqlite:///mlflow.db", help="tracking server or database")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", module="mlflow")
    mlflow.set_tracking_uri(options.mlflow)
    mlflow.set_registry_uri(options.mlflow)
    inputs, _ = diabetes.load_data()
    for line in register(diabetes.train(), inputs):
        print(line)


if __name__ == "__main__":
    main()
