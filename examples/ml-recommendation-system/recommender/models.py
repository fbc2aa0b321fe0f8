"""Two recommenders, each as plain data: what is learnt stands in a JSON file, and nothing is pickled.

Asked with the kinds on a customer's receipts, one for each time that they were bought, and the customer's age group, each
names the kinds for the next receipt, best first.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

#: Kinds in a recommendation.
LENGTH = 5
#: Kinds that are remembered as similar to each, itself among them.
NEIGHBOURS = 50


@dataclass(frozen=True)
class Popular:
    """What most customers of the same age group buy."""

    best: dict[str, list[str]]

    @staticmethod
    def learn(rows):
        counts = rows.drop_duplicates(["customer", "kind"]).groupby(["age", "kind"]).size()
        ordered = counts.sort_values(ascending=False, kind="stable")
        return Popular(
            {age: part.index.get_level_values("kind")[:NEIGHBOURS].tolist() for age, part in ordered.groupby("age")}
        )

    def recommend(self, bought, age):
        return self.best.get(age, self.best["unknown"])[:LENGTH]


@dataclass(frozen=True)
class Personal:
    """What is bought by those who bought the same: cosine similarity of kinds over customers, each most similar to itself.

    B. Sarwar, G. Karypis, J. Konstan and J. Riedl, Item-based collaborative filtering recommendation algorithms, WWW 2001.
    """

    near: dict[str, dict[str, float]]
    best: dict[str, list[str]]

    @staticmethod
    def learn(rows):
        pairs = rows.drop_duplicates(["customer", "kind"])
        customers, kinds = pairs["customer"].astype("category"), pairs["kind"].astype("category")
        names = kinds.cat.categories
        bought = csr_matrix((np.ones(len(pairs)), (customers.cat.codes, kinds.cat.codes)))
        both = (bought.T @ bought).toarray()
        norms = np.sqrt(np.diag(both))
        similar = both / np.outer(norms, norms)
        nearest = np.argsort(-similar, axis=1, kind="stable")[:, :NEIGHBOURS]
        near = {
            names[kind]: {names[other]: round(float(similar[kind, other]), 5) for other in nearest[kind]}
            for kind in range(len(names))
        }
        return Personal(near, Popular.learn(rows).best)

    def recommend(self, bought, age):
        scores = defaultdict(float)
        for kind, times in Counter(bought).items():
            for other, similarity in self.near.get(kind, {}).items():
                scores[other] += times * similarity
        own = sorted(scores, key=lambda kind: (-scores[kind], kind))[:LENGTH]
        others = (kind for kind in Popular(self.best).recommend(bought, age) if kind not in scores)
        return [*own, *others][:LENGTH]


def hit_rate(model, visits):
    """Share of the visits on which something was bought that the model would have named."""
    return float(np.mean([bool(visit.bought.intersection(model.recommend(visit.before, visit.age))) for visit in visits]))
