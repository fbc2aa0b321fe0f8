"""python -m unittest discover -s training"""

import json
import tempfile
import unittest
from pathlib import Path

import food_budget


class FoodBudget(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = food_budget.load_data()
        cls.fresh = food_budget.train(cls.data)

    def test_coefficients_are_the_published_ones(self):
        """Koenker and Hallock, Quantile Regression, 2001; the same example in statsmodels' documentation."""
        published = [(147.4754, 0.4852), (81.4823, 0.5602)]
        for model, (intercept, slope) in zip(self.fresh, published, strict=True):
            with self.subTest(model["method"]):
                self.assertAlmostEqual(model["intercept"], intercept, delta=1e-4)
                self.assertAlmostEqual(model["coefficients"]["income"], slope, delta=1e-4)

    def test_least_squares_beats_the_median_by_squares_and_loses_by_absolutes(self):
        """That each is the best by its own measure needs no library to be believed."""

        def residuals(model):
            return self.data["foodexp"] - model["intercept"] - model["coefficients"]["income"] * self.data["income"]

        squares, absolutes = (residuals(model) for model in self.fresh)
        self.assertLess((squares**2).sum(), (absolutes**2).sum())
        self.assertLess(absolutes.abs().sum(), squares.abs().sum())

    def test_the_committed_files_are_what_training_gives(self):
        with tempfile.TemporaryDirectory() as folder:
            fresh = [path.name for path in food_budget.write(self.fresh, Path(folder))]
            for name in fresh:
                with self.subTest(name):
                    committed = json.loads((food_budget.MODELS / name).read_text(encoding="utf-8"))
                    self.assertSame(committed, json.loads((Path(folder) / name).read_text(encoding="utf-8")))
        self.assertEqual(sorted(path.name for path in food_budget.MODELS.glob("*.json")), sorted(fresh))

    def assertSame(self, committed, fresh):
        """Equal but for the last digits of fitted numbers, which differ between processors."""
        self.assertEqual(committed.keys(), fresh.keys())
        self.assertAlmostEqual(committed["intercept"], fresh["intercept"], delta=1e-5)
        self.assertEqual(committed["coefficients"].keys(), fresh["coefficients"].keys())
        for name, slope in fresh["coefficients"].items():
            self.assertAlmostEqual(committed["coefficients"][name], slope, delta=1e-8)
        for key in fresh.keys() - {"intercept", "coefficients"}:
            self.assertEqual(committed[key], fresh[key])


if __name__ == "__main__":
    unittest.main()
