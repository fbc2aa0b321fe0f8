"""python -m unittest discover -s training"""

import json
import unittest
from pathlib import Path

from scratch import ScratchRegistry  # first: MLflow reads the environment when it is imported

import food_budget
import mlflow
import registry


class Registry(ScratchRegistry):
    def setUp(self):
        super().setUp()
        self.models = food_budget.train(food_budget.load_data())
        self.paths = food_budget.write(self.models, Path(self.folder))

    def register(self, models, paths):
        return list(registry.register(models, paths, self.uri))

    def test_each_file_is_registered_once_and_predicts_what_it_says(self):
        self.assertEqual(
            self.register(self.models, self.paths),
            ["models:/food_budget/1: registered", "models:/food_budget/2: registered"],
        )
        self.assertEqual(
            self.register(self.models, self.paths),
            ["models:/food_budget/1: already registered", "models:/food_budget/2: already registered"],
        )
        for model in self.models:
            served = mlflow.pyfunc.load_model(f"models:/food_budget/{model['version']}")
            predicted = served.predict({"income": [1000.0]})[0]
            self.assertAlmostEqual(predicted, model["intercept"] + 1000 * model["coefficients"]["income"], delta=1e-9)
            self.assertEqual(served.metadata.get_input_schema().input_names(), ["income"])

        changed = {**self.models[0], "intercept": 1.0}
        self.paths[0].write_text(json.dumps(changed), encoding="utf-8")
        self.assertEqual(
            self.register([changed], self.paths[:1]),
            ["models:/food_budget/3: registered — MLflow counts for itself, so this is not version 1"],
        )


if __name__ == "__main__":
    unittest.main()
