"""What MLflow runs to serve either recommender: code and the JSON file that it learnt, no pickle."""

import json

import pandas as pd
from mlflow.models import set_model
from mlflow.pyfunc import PythonModel

from recommender.models import Personal, Popular

KINDS = {"Popular": Popular, "Personal": Personal}


class Recommender(PythonModel):
    """A row's `bought` is a text of kinds with spaces between; the answer of each row is a list of kinds, best first."""

    def load_context(self, context):
        with open(context.artifacts["learnt"], encoding="utf-8") as file:
            learnt = json.load(file)
        self.model = KINDS[learnt.pop("class")](**learnt)

    def predict(self, context, model_input: pd.DataFrame, params=None):
        return [
            self.model.recommend(bought.split(), age)
            for bought, age in zip(model_input["bought"], model_input["age"], strict=True)
        ]


set_model(Recommender())
