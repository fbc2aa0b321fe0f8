"""MLflow's own client: registers the prompt, then loads and formats it as often as it is told.

A line of standard input is `{"values": {…}, "times": n}`; the answer is one line, `{"text": …, "latencies": [ms, …]}`.
"""

import json
import sys
import time
from pathlib import Path

import mlflow

NAME = "assistant"

mlflow.genai.register_prompt(NAME, Path(sys.argv[1]).read_text().rstrip())
mlflow.genai.set_prompt_alias(NAME, "production", 1)

for line in sys.stdin:
    asked = json.loads(line)
    latencies = []
    text = ""
    for number in range(asked["times"]):
        values = {**asked["values"], "name": f"{asked['values']['name']} {number}"}
        started = time.perf_counter()
        prompt = mlflow.genai.load_prompt(f"prompts:/{NAME}@production", cache_ttl_seconds=0)
        text = prompt.format(**values)
        latencies.append((time.perf_counter() - started) * 1000)
    print(json.dumps({"text": text, "latencies": latencies}), flush=True)
