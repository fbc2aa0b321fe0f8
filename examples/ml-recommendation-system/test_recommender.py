"""python -m unittest discover -s examples/ml-recommendation-system"""

import unittest

import pandas as pd
from recommender.models import Personal, Popular, hit_rate
from recommender.data import Visit
from recommender.result import Row, difference, table
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

#: Who bought what, all of one age but for one.
BASKETS = {"a": "bread butter", "b": "bread butter jam", "c": "bread tea", "d": "bread", "e": "tea"}


class Recommenders(unittest.TestCase):
    def setUp(self):
        rows = [(who, "unknown" if who != "e" else "old", kind) for who, kinds in BASKETS.items() for kind in kinds.split()]
        self.rows = pd.DataFrame(rows, columns=["customer", "age", "kind"])

    def test_popular_goes_by_age_and_knows_what_to_say_of_any(self):
        model = Popular.learn(self.rows)
        self.assertEqual(model.recommend([], "unknown")[:2], ["bread", "butter"])
        self.assertEqual(model.recommend([], "old"), ["tea"])
        self.assertEqual(model.recommend([], "no such"), model.recommend([], "unknown"))

    def test_personal_is_the_cosine_of_who_bought_both(self):
        model = Personal.learn(self.rows)
        # butter: a, b; bread: a, b, c, d; both: a, b.
        self.assertAlmostEqual(model.near["butter"]["bread"], 2 / (2 * 4) ** 0.5, places=5)
        self.assertEqual(model.near["butter"]["butter"], 1)
        self.assertEqual(model.recommend(["butter", "butter"], "unknown")[:2], ["butter", "bread"])
        self.assertEqual(model.recommend([], "old"), ["tea"])
        self.assertEqual(model.recommend(["never seen"], "old"), ["tea"])

    def test_a_hit_is_one_of_the_five(self):
        model = Popular.learn(self.rows)
        visits = [Visit("x", None, "old", (), frozenset(kinds)) for kinds in (["tea", "jam"], ["jam"])]
        self.assertEqual(hit_rate(model, visits), 0.5)


class Result(unittest.TestCase):
    def test_the_difference_is_what_statsmodels_says(self):
        control, other = (Row(name, number, number, 0, bought) for name, number, bought in [("a", 501, 125), ("b", 499, 208)])
        by, width, p = difference(control, other)
        self.assertAlmostEqual(by, 208 / 499 - 125 / 501)
        low, high = confint_proportions_2indep(208, 499, 125, 501, method="wald")
        self.assertAlmostEqual(by - width, low, places=6)
        self.assertAlmostEqual(by + width, high, places=6)
        self.assertAlmostEqual(p, proportions_ztest([208, 125], [499, 501])[1])

    def test_without_customers_of_both_variants_there_is_no_difference(self):
        printed = table([Row("popular", 0, 0, 0, 0), Row("personal", 1, 1, 0, 1)])
        self.assertIn("Nothing can be said of a difference: nobody got popular.", printed)
        self.assertRegex(printed, r"personal +1 +0 +1 +100\.0%")
        self.assertRegex(printed, r"popular +0 +0 +0 +–")


if __name__ == "__main__":
    unittest.main()
