"""Logs trained models as runs of MLflow and registers them as model versions, each once."""

import hashlib
from pathlib import Path

import mlflow
from mlflow.models import ModelSignature
from mlflow.types import ColSpec, Schema

CODE = Path(__file__).resolve().parent / "linear_model.py"
CHECKSUM = "file_sha256"
# What a scoring server needs beside the model's own code; the versions are those of requirements.txt.
NEEDS = [f"mlflow-skinny=={mlflow.__version__}", "pandas", "fastapi", "uvicorn"]
TYPES = {"number": "double", "string": "string", "boolean": "boolean"}


def register(models, paths, uri):
    """Yields what was done for each file. A file that is registered already is left as it is."""
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    for model, path in zip(models, paths):
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        number = registered(model["name"], checksum)
        if number:
            yield f"models:/{model['name']}/{number}: already registered"
            continue
        number = log(model, path, checksum)
        note = "" if number == model["version"] else f" — MLflow counts for itself, so this is not version {model['version']}"
        yield f"models:/{model['name']}/{number}: registered{note}"


def registered(name, checksum):
    """The version with this checksum, if there is one."""
    client = mlflow.MlflowClient()
    versions = client.search_model_versions(f"name = '{name}'")
    return next((str(version.version) for version in versions if version.tags.get(CHECKSUM) == checksum), None)


def log(model, path, checksum):
    mlflow.set_experiment(model["name"])
    with mlflow.start_run(run_name=f"{model['name']} {model['version']}"):
        mlflow.log_params({"method": model["method"], "rows": model["data"]["rows"]})
        mlflow.log_metrics({"intercept": model["intercept"], **model["coefficients"]})
        info = mlflow.pyfunc.log_model(
            name=model["name"],
            python_model=str(CODE),
            artifacts={"model": str(path)},
            signature=signature(model),
            pip_requirements=NEEDS,
        )
    version = mlflow.register_model(info.model_uri, model["name"], tags={CHECKSUM: checksum, "method": model["method"]})
    return str(version.version)


def signature(model):
    """Inputs by name; the answer is one number for each row."""
    inputs = [ColSpec(TYPES[spec["type"]], spec["name"], required=spec["required"]) for spec in model["inputs"]]
    return ModelSignature(inputs=Schema(inputs), outputs=Schema([ColSpec("double")]))
