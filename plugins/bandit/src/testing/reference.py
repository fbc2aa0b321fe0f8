"""Probabilities that an arm is the best, by numerical integration with scipy: reference.json is what this prints.

    python reference.py > reference.json && npx biome check --write reference.json
"""
import json

from scipy import integrate, stats

CASES = [
    ("beta", [(100, 10), (100, 12)]),
    ("beta", [(1000, 100), (1000, 130)]),
    ("beta", [(50, 0), (50, 0), (50, 0)]),
    ("beta", [(20, 3), (400, 60), (30, 9)]),
    ("beta", [(5, 5), (9, 8), (2, 1), (12, 11)]),
    ("normal", [(40, 400.0, 4800.0), (35, 385.0, 5000.0)]),
    ("normal", [(3, 3.0, 5.0), (2, 4.0, 8.5)]),
    ("normal", [(500, 1250.5, 9000.25), (800, 2100.0, 15000.0), (20, 60.0, 400.0)]),
]


def posterior(model, arm):
    if model == "beta":
        units, successes = arm
        return stats.beta(1 + successes, 1 + units - successes)
    units, total, squares = arm
    variance = (squares - total**2 / units) / (units - 1)
    return stats.t(units - 1, loc=total / units, scale=(variance / units) ** 0.5)


def best(dists, index):
    def density(x):
        value = dists[index].pdf(x)
        for other, dist in enumerate(dists):
            if other != index:
                value *= dist.cdf(x)
        return value

    points = sorted(dists[index].ppf([1e-12, 1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 1 - 1e-6, 1 - 1e-12]))
    pieces = [integrate.quad(density, low, high, epsabs=1e-9)[0] for low, high in zip(points, points[1:])]
    return sum(pieces)


rows = []
for model, arms in CASES:
    dists = [posterior(model, arm) for arm in arms]
    rows.append({"model": model, "arms": arms, "best": [round(best(dists, i), 6) for i in range(len(arms))]})
print(json.dumps(rows, indent=1))
