"""The programs of this project, started as one would by hand, and stopped together: `with` ends them all."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

PROJECT = Path(__file__).resolve().parent.parent
#: Seconds for a program to begin to answer; MLflow imports for a while.
PATIENCE = 180


class Programs:
    def __init__(self, logs):
        self.logs = Path(logs)
        self.logs.mkdir(parents=True, exist_ok=True)
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        running = [program for program in self.running if program.poll() is None]
        for program in running:
            os.killpg(program.pid, signal.SIGTERM)
        for program in running:
            try:
                program.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()

    def start(self, name, command, answers, **env):
        """Starts it in a process group of its own, what it prints in a log; `await_all` waits until `answers` is answered."""
        with open(self.logs / f"{name}.log", "wb") as log:
            program = subprocess.Popen(
                command, cwd=PROJECT, env={**os.environ, **env}, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(program)
        program.name, program.answers = name, answers

    def await_all(self):
        end = time.monotonic() + PATIENCE
        for program in self.running:
            while not is_answered(program.answers):
                if program.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{program.name} does not answer: see {self.logs / program.name}.log")
                time.sleep(0.2)


def serve_model(programs, registry, name, version):
    """`mlflow models serve` on a free port; answers its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", f"models:/{name}/{version}"]
    command += ["--env-manager", "local", "-h", "127.0.0.1", "-p", str(port)]
    # It runs `uvicorn`, which stands beside this Python.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    programs.start(f"model-{version}", command, f"{url}/ping", MLFLOW_TRACKING_URI=registry, PATH=path)
    return url


def start_product(programs, **env):
    """`trialogue start` on a free port, with a database of its own in `.trialogue`; answers the graph's address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    programs.start("trialogue", ["npx", "--no-install", "trialogue", "start"], f"{url}/health/ready", PORT=str(port), **env)
    return f"{url}/graphql"


def apply_files(url, key, **env):
    """`trialogue apply`: brings a running product to this project's files."""
    command = ["npx", "--no-install", "trialogue", "apply"]
    whole = {**os.environ, "TRIALOGUE_URL": url, **({"TRIALOGUE_KEY": key} if key else {}), **env}
    subprocess.run(command, cwd=PROJECT, env=whole, check=True, timeout=PATIENCE)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_answered(url):
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False
