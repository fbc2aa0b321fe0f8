"""Forecasts for sixty patients by the models that the experiment `blood_test` compares, and tells what became of them.

    python training/forecast.py      # in a project that took docs/routes/ml-route.md; TRIALOGUE_URL names another product

A unit keeps its variant, so whoever runs it again gets the same forecasts.
"""

import os

import diabetes
from trialogue import Client

PATIENTS = 60
#: A doctor corrects what is further off.
TOLERABLE = 60


def forecast_all(client):
    """Asks for each patient and tells which forecasts had to be corrected; answers how far off they were, by variant."""
    inputs, progression = diabetes.load_data()
    off = {}
    for patient, (features, truth) in enumerate(zip(inputs.to_dict("records")[:PATIENTS], progression)):
        forecast = client.execute("blood_test", f"patient-{patient}", {"features": features})
        error = abs(forecast.result()["prediction"] - truth)
        off.setdefault(forecast.variant, []).append(error)
        if error > TOLERABLE:
            told = {"arm": forecast.arm, "release": forecast.release, "id": f"corrected-{patient}"}
            client.track("forecast_corrected", f"patient-{patient}", {"by": error}, **told)
    return off


def main():
    url = os.environ.get("TRIALOGUE_URL", "http://127.0.0.1:4000/graphql")
    with Client(url) as client:
        for variant, errors in sorted(forecast_all(client).items()):
            print(f"{variant}: {len(errors)} forecasts, {sum(errors) / len(errors):.1f} off on average")


if __name__ == "__main__":
    main()
