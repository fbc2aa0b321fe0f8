"""What MLflow runs to serve a model of this folder: the linear model whose numbers stand in its JSON file.

Logged as code with the JSON as its artifact, so that nothing is pickled and any Python serves it.
"""

import json

import mlflow
import pandas as pd
from mlflow.pyfunc import PythonModel


class LinearModel(PythonModel):
    """Predicts `intercept + coefficient * input`, summed over the inputs; one number for each row."""

    def load_context(self, context):
        with open(context.artifacts["model"], encoding="utf-8") as file:
            self.model = json.load(file)

    def predict(self, context, model_input: pd.DataFrame, params=None):
        prediction = self.model["intercept"]
        for name, coefficient in self.model["coefficients"].items():
            prediction = prediction + coefficient * model_input[name]
        return prediction.to_numpy()


mlflow.models.set_model(LinearModel())
