# SPDX-License-Identifier: Apache-2.0
"""Makes small repositories of the shape that real ones have, the same each time, and a portfolio of them.

usage: portfolio_repositories.py FOLDER COUNT
"""
import os
import random
import subprocess
import sys

WORDS = ("buffer cache channel client codec config context cursor daemon digest driver encoder event field filter frame graph handle header index "
         "input journal kernel layer lexer limit list loader matrix merge message module node number object option output packet parser path pool "
         "queue reader record region request route scanner schema server session signal socket source stream string table target thread token "
         "tree value vector window worker writer").split()
LICENSE = "Permission is granted to use, copy and change this work, provided that this notice is kept.\n" * 20
WORKFLOW = """name: test
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make test
"""
START = 1735689600  # 2025-01-01
YEAR = 365 * 24 * 3600


def code(rng, name):
    lines = [f"/* {name}: {rng.choice(WORDS)} of a {rng.choice(WORDS)} */", "#include <stdio.h>", ""]
    for _ in range(rng.randint(3, 30)):
        one, two, three = rng.sample(WORDS, 3)
        lines += ["static int", f"{one}_{two} (int {three}, const char *{two})", "{", f"  if ({three} > {rng.randint(1, 99)})",
                  f'    printf ("%s: %d\\n", {two}, {three});', f"  return {three} + {rng.randint(0, 999)};", "}", ""]
    return "\n".join(lines)


def stream(rng):
    """Returns a fast-import stream: 20 to 150 commits over a year by a few people, 15 to 80 files, a tag now and then."""
    out = []
    people = [(f"Person {i}", f"person{i}@{rng.choice(['example.org', 'example.com', 'corp.example'])}") for i in range(rng.randint(1, 6))]
    files = [f"src/{rng.choice(WORDS)}_{rng.choice(WORDS)}.c" for _ in range(rng.randint(12, 70))]
    n_commits = rng.randint(20, 150)

    def data(text):
        raw = text.encode()
        out.append(b"data %d\n" % len(raw) + raw + b"\n")

    for number in range(n_commits):
        name, email = rng.choice(people)
        time = START + number * YEAR // n_commits
        who = f"{name} <{email}> {time} +0000"
        out.append(f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n".encode())
        data(f"{rng.choice(WORDS)}: mend the {rng.choice(WORDS)}\n\nIt was in the way of the {rng.choice(WORDS)}.\n")
        changed = files if number == 0 else rng.sample(files, min(len(files), rng.randint(1, 4)))
        for path in changed:
            out.append(f"M 644 inline {path}\n".encode())
            data(code(rng, path))
        if number == 0:
            extras = [("README.md", "# It\n\nDoes a thing.\n"), ("LICENSE", LICENSE), (".github/workflows/test.yml", WORKFLOW)]
            if rng.random() < 0.5:
                extras.append(("SECURITY.md", "Write to security@example.org.\n"))
            for path, text in extras:
                out.append(f"M 644 inline {path}\n".encode())
                data(text)
        if number % 40 == 39:
            out.append(f"tag v1.{number}\nfrom refs/heads/main\ntagger {who}\n".encode())
            data(f"Release 1.{number}\n")
    return b"".join(out)


def main():
    folder, count = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    lines = ["version: 1", "repositories:"]
    for number in range(count):
        path = f"{folder}/repositories/r{number:04}.git"
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", path], check=True)
        subprocess.run(["git", "-C", path, "-c", "fastimport.unpackLimit=1", "fast-import", "--quiet"], input=stream(random.Random(number)), check=True)
        lines.append(f"  - path: repositories/r{number:04}.git")
    with open(f"{folder}/portfolio.yml", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


main()
