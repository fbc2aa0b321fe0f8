"""A registry of MLflow that is gone after the test."""

import logging
import os
import tempfile
import unittest
import warnings

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # read when mlflow is imported


class ScratchRegistry(unittest.TestCase):
    """In a folder of its own, `self.folder`, which is where MLflow puts its artifacts; `self.uri` is its address."""

    def setUp(self):
        warnings.simplefilter("ignore")
        logging.disable(logging.INFO)
        self.addCleanup(logging.disable, logging.NOTSET)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        self.folder = folder.name
        self.uri = f"sqlite:///{folder.name}/mlflow.db"
