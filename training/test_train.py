"""python -m unittest discover -s training"""

import unittest

from scratch import ScratchRegistry  # first: MLflow reads the environment when it is imported

import diabetes
import mlflow
import numpy as np
import train
from sklearn.model_selection import train_test_split


class Train(ScratchRegistry):
    def setUp(self):
        super().setUp()
        mlflow.set_tracking_uri(self.uri)
        mlflow.set_registry_uri(self.uri)
        self.inputs, self.progression = diabetes.load_data()
        self.versions = diabetes.train()

    def test_each_version_is_what_least_squares_gives_and_the_blood_test_is_worth_something(self):
        """By the normal equations, which need none of scikit-learn's regressions."""
        seen = train_test_split(self.inputs, self.progression, test_size=0.25, random_state=diabetes.SEED)
        for version, columns in zip(self.versions, [diabetes.VITAL, diabetes.VITAL + diabetes.SERUM], strict=True):
            rows = np.column_stack([np.ones(len(seen[0])), seen[0][columns]])
            weights, *_ = np.linalg.lstsq(rows, seen[2], rcond=None)
            expected = np.column_stack([np.ones(len(seen[1])), seen[1][columns]]) @ weights
            np.testing.assert_allclose(version.model.predict(seen[1]), expected, rtol=1e-6)
            error = np.abs(expected - seen[3]).mean()
            self.assertAlmostEqual(version.metrics["mean_absolute_error"], error, places=6)
        without, with_blood = (version.metrics["mean_absolute_error"] for version in self.versions)
        self.assertLess(with_blood, 0.95 * without)

    def test_each_is_registered_once_with_all_that_a_user_asks_of_it(self):
        first, again = ([*train.register(self.versions, self.inputs)] for _ in range(2))
        self.assertEqual(["@champion" in first[0], "@challenger" in first[1]], [True, True])
        self.assertTrue(all("already registered" in line for line in again))

        client = mlflow.MlflowClient()
        for alias, number, version in zip(train.ALIASES, ["1", "2"], self.versions, strict=True):
            found = client.get_model_version_by_alias(diabetes.NAME, alias)
            self.assertEqual(str(found.version), number)
            run = client.get_run(found.run_id)
            self.assertEqual(run.data.metrics, version.metrics)
            self.assertEqual(run.data.params, {name: str(value) for name, value in version.params.items()})
            served = mlflow.pyfunc.load_model(f"models:/{diabetes.NAME}@{alias}")
            self.assertEqual(served.metadata.get_input_schema().input_names(), diabetes.VITAL + diabetes.SERUM)
            self.assertEqual(served.input_example.columns.tolist(), diabetes.VITAL + diabetes.SERUM)
            np.testing.assert_allclose(served.predict(self.inputs), version.model.predict(self.inputs))

        client.delete_registered_model_alias(diabetes.NAME, "champion")  # as when it was killed before it was set
        client.set_registered_model_alias(diabetes.NAME, "challenger", "1")
        mended = [*train.register(self.versions, self.inputs)]
        self.assertEqual(["@champion" in mended[0], "@challenger" in mended[1]], [True, False])
        aliases = client.get_registered_model(diabetes.NAME).aliases
        self.assertEqual({alias: str(number) for alias, number in aliases.items()}, {"champion": "1", "challenger": "1"})


if __name__ == "__main__":
    unittest.main()
