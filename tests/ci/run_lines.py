# SPDX-License-Identifier: Apache-2.0
"""Runs the shell lines of a file for CI as that CI does, with its environment faked:

    run_lines.py github   WORKFLOW ACTION.YML JOB
    run_lines.py forgejo  WORKFLOW JOB
    run_lines.py gitlab   TEMPLATE JOB
    run_lines.py woodpecker FILE

What an expression such as ${{ github.token }} stands for comes from a JSON object in the environment variable CONTEXT; one that is not in
there is an error. Steps that use another action than ours are left out: the checkout has been made. Ends as the first step that fails."""
import json
import os
import re
import subprocess
import sys

import yaml

CONTEXT = json.loads(os.environ.pop("CONTEXT", "{}"))


def expand(text, inputs):
    """Fills in ${{ ... }}."""

    def value(match):
        name = match.group(1).strip()
        if name.startswith("inputs."):
            return inputs[name[len("inputs."):]]
        return CONTEXT[name]

    return re.sub(r"\$\{\{(.*?)\}\}", value, str(text))


def run(body, shell, environment):
    words = {key: str(value) for key, value in environment.items()}
    ended = subprocess.run(shell + [body], env={**os.environ, **words}, check=False)
    if ended.returncode != 0:
        sys.exit(ended.returncode)


BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]


def run_steps(steps, environment, inputs, action):
    for step in steps:
        if "uses" in step:
            if action is None or step["uses"].startswith("actions/"):
                continue
            given = {name: expand(value, {}) for name, value in step.get("with", {}).items()}
            wanted = {name: given.get(name, expand(row.get("default", ""), {})) for name, row in action["inputs"].items()}
            unknown = set(given) - set(wanted)
            if unknown:
                sys.exit(f"the action has no input {unknown}")
            run_steps(action["runs"]["steps"], environment, wanted, None)
            continue
        own = {name: expand(value, inputs) for name, value in step.get("env", {}).items()}
        run(expand(step["run"], inputs), BASH, {**environment, **own})


def main():
    flavour, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    if flavour == "github":
        with open(sys.argv[3], encoding="utf-8") as file:
            action = yaml.safe_load(file)
        run_steps(document["jobs"][sys.argv[4]]["steps"], {}, {}, action)
    elif flavour == "forgejo":
        job = document["jobs"][sys.argv[3]]
        run_steps(job["steps"], job.get("env", {}), {}, None)
    elif flavour == "gitlab":
        job = document[sys.argv[3]]
        # A runner's shell stops at the first line that fails; all lines share it.
        lines = job.get("before_script", []) + job["script"]
        run("\n".join(lines), BASH, job.get("variables", {}))
    elif flavour == "woodpecker":
        for step in document["steps"]:
            run("\n".join(step["commands"]), ["sh", "-e", "-c"], step.get("environment", {}))
    else:
        sys.exit(f"{flavour}: no such CI")


main()
