"""How far diabetes will have gone in a year, by ten measurements: two versions of the model `diabetes_progression`.

The data are 442 patients' (B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least Angle Regression, Annals of
Statistics 32, 2004), which scikit-learn ships. Version 1 does without the blood test: age, sex, body mass and blood pressure.
Version 2 takes the six values of the blood serum, too. Both are asked with the same ten columns, so that one can stand in
for the other; what the blood test is worth is the difference between them.
"""

from dataclasses import dataclass

from sklearn.base import RegressorMixin
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline

NAME = "diabetes_progression"
SEED = 0
VITAL = ["age", "sex", "bmi", "bp"]
SERUM = ["s1", "s2", "s3", "s4", "s5", "s6"]


@dataclass(frozen=True)
class Version:
    """A fitted model, what made it, and how it does on patients that it has not seen."""

    description: str
    params: dict[str, object]
    metrics: dict[str, float]
    model: Pipeline


def load_data():
    """A row a patient, as measured, and the progression a year later: 25 to 346."""
    data = load_diabetes(as_frame=True, scaled=False)
    return data.data, data.target


def train():
    """Both versions, version 1 first. The same data give the same models."""
    inputs, progression = load_data()
    split = train_test_split(inputs, progression, test_size=0.25, random_state=SEED)
    return [
        fit("Without a blood test.", VITAL, *split),
        fit("With the values of the blood serum.", VITAL + SERUM, *split),
    ]


def fit(description, columns, inputs, unseen, progression, unseen_progression):
    model = make_pipeline(ColumnTransformer([("used", "passthrough", columns)]), LinearRegression())
    model.fit(inputs, progression)
    params = {"method": "least squares", "columns": " ".join(columns), "rows": len(inputs), "seed": SEED}
    return Version(description, params, measure(model, unseen, unseen_progression), model)


def measure(model: RegressorMixin, inputs, progression):
    predicted = model.predict(inputs)
    return {
        "mean_absolute_error": float(mean_absolute_error(progression, predicted)),
        "root_mean_squared_error": float(root_mean_squared_error(progression, predicted)),
        "r2": float(r2_score(progression, predicted)),
    }
