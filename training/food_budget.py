"""Trains the two versions of `food_budget`: what a household spends on food in a year, by its income.

The data are Engel's 235 Belgian working-class households of 1857 (see `SOURCE`), which statsmodels ships. Version 1 is
ordinary least squares, version 2 is median regression, which a few very rich households do not pull up.

    python training/food_budget.py                        # writes training/models/food_budget_{1,2}.json
    python training/food_budget.py --mlflow URI           # and registers both in MLflow

Training is deterministic: the same data give the same files.
"""

import argparse
import json
from pathlib import Path

import statsmodels.api as sm
import statsmodels.formula.api as smf

NAME = "food_budget"
FORMULA = "foodexp ~ income"
MODELS = Path(__file__).resolve().parent / "models"
SOURCE = (
    "Ernst Engel, Die Productions- und Consumtionsverhältnisse des Königreichs Sachsen, 1857; as used in "
    "R. Koenker and G. Bassett, Robust Tests for Heteroscedasticity Based on Regression Quantiles, Econometrica 50, 1982. "
    "Public domain; shipped by statsmodels as datasets.engel."
)


def load_data():
    """One row a household: `income` and `foodexp`, Belgian francs a year."""
    return sm.datasets.engel.load_pandas().data


def train(data):
    """Both versions, version 1 first, as the plain data that their files hold."""
    fits = [
        ("1", "Ordinary least squares: the mean.", smf.ols(FORMULA, data).fit()),
        ("2", "Median regression: the middle household.", smf.quantreg(FORMULA, data).fit(q=0.5, p_tol=1e-12, max_iter=10_000)),
    ]
    return [describe(version, method, fit.params, data) for version, method, fit in fits]


def describe(version, method, params, data):
    return {
        "name": NAME,
        "version": version,
        "description": "Food expenditure of a household by its income, Belgian francs a year.",
        "method": method,
        "inputs": [{"name": "income", "type": "number", "required": True}],
        "intercept": float(params["Intercept"]),
        "coefficients": {"income": float(params["income"])},
        "data": {"rows": len(data), "income": summary(data["income"]), "foodexp": summary(data["foodexp"])},
        "source": SOURCE,
    }


def summary(column):
    """Within what the model was fitted; beyond it a prediction is a guess."""
    numbers = {"min": column.min(), "median": column.median(), "mean": column.mean(), "max": column.max()}
    return {name: round(float(number), 4) for name, number in numbers.items()}


def write(models, folder):
    """One file for each version, `NAME_VERSION.json`; answers their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for model in models:
        path = folder / f"{model['name']}_{model['version']}.json"
        path.write_text(json.dumps(model, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def main():
    parser = argparse.ArgumentParser(description="Train both versions of food_budget.")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder of the JSON files")
    parser.add_argument("--mlflow", metavar="URI", help="also register them there, such as http://127.0.0.1:5000 or sqlite:///mlflow.db")
    options = parser.parse_args()

    models = train(load_data())
    paths = write(models, options.out)
    for model, path in zip(models, paths):
        print(f"{path}: {model['intercept']:.4f} + {model['coefficients']['income']:.4f} * income")
    if options.mlflow:
        from registry import register  # only who registers needs MLflow

        for line in register(models, paths, options.mlflow):
            print(line)


if __name__ == "__main__":
    main()
